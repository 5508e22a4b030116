"""What a document is: whose, of where, of which year, of what kind and in which unit, each with its evidence.

Nothing is taken from the file's name. Each property is decided by all that the content says of it, so that a
cover whose lines a converter has broken is outweighed by the captions that repeat the issuer's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import gazetteer
from index.amounts import MONEY_UNITS
from index.data import load
from index.model import Document, Evidence, Grid, Line, Place

__all__ = ["describe"]

_UNIT = re.compile(
    rf"(?:金额)?单位[:：]?(?:人民币)?({'|'.join(sorted(MONEY_UNITS, key=len, reverse=True))})(?![\u4e00-\u9fff])"
)
_CUT_UNIT = re.compile(r"(?:金额)?单位[:：][万亿千百]+$")
_IN_BRACKETS = re.compile(r"[（(](万元|亿元|千元|元)[）)]")
_SPACE = re.compile(r"\s+")
_MOST_EVIDENCE = 3
_COVER = 12
_MOST_FRONT = 14  # characters of a sentence that may cling to the front of a name (根据、现将、纳入 …)


@dataclass(frozen=True, slots=True)
class _Text:
    """A line or cell without its white space; ``after`` is the next cell of its row, if any."""

    text: str
    place: Place
    after: _Text | None = None
    line: bool = False


@dataclass(frozen=True, slots=True)
class _Find:
    """One find that speaks for a value, how much it weighs, and by what rule it was found."""

    value: str
    weight: int
    text: str
    place: Place
    how: str


def describe(stream: tuple[Line | Grid, ...], *, file: str, source: str | None, id: str) -> Document:
    """The document's record. A property that the content does not tell is None, and an Evidence says so.

    ``region`` is the division's path below its province (秦皇岛市海港区), ``region_code`` its six digits;
    ``kind`` one of 预算, 决算, 绩效自评, 绩效目标; ``unit`` the unit of money that most captions state.
    """
    texts = list(_texts(stream))
    department, by_department = _best("department", _departments(texts), "no name of an issuer")
    region_code, region, by_region = _region(department, texts, by_department)
    year, by_year = _best("year", _years(texts), "no year")
    kind, by_kind = _kind(texts)
    unit, by_unit = _best("unit", _units(texts), "no unit of money")
    if unit is None and kind in (forms := load("catalogue.toml")["form_units"]):
        unit = forms[kind]["unit"]
        by_unit = (Evidence("unit", unit, None, f"the document names none; {forms[kind]['source']}"),)
    title, by_title = _title(stream, department, year, kind, file)
    return Document(
        id=id,
        file=file,
        title=title,
        region_code=region_code,
        region=region,
        department=department,
        year=int(year) if year else None,
        kind=kind,
        unit=unit,
        evidence=(*by_department, *by_region, *by_year, *by_kind, *by_unit, *by_title),
        source=source,
    )


# --- what is read -------------------------------------------------------------------------------


def _texts(stream: Sequence[Line | Grid]) -> Iterator[_Text]:
    for item in stream:
        if isinstance(item, Line):
            yield _Text(_SPACE.sub("", item.text), item.place, line=True)
            continue
        for row in item.rows:
            filled = [_Text(_SPACE.sub("", cell.text), cell.place) for cell in row if cell.text.strip()]
            for at, text in enumerate(filled):
                yield _Text(text.text, text.place, filled[at + 1] if at + 1 < len(filled) else None)


def _best(name: str, finds: Iterable[_Find], nothing: str) -> tuple[str | None, tuple[Evidence, ...]]:
    """The value with the most weight, and its weightiest finds as evidence."""
    weights: Counter[str] = Counter()
    found = list(finds)
    for find in found:
        weights[find.value] += find.weight
    if not weights:
        return None, (Evidence(name, "", None, f"{nothing} was found in the text"),)
    value = max(weights, key=lambda one: (weights[one], one))
    best = sorted((find for find in found if find.value == value), key=lambda find: -find.weight)
    others = sum(1 for one in weights if one != value)
    count = f"{len(best)} finds" + (f", against {others} other values" if others else "")
    return value, tuple(
        Evidence(name, find.text, find.place, f"{find.how} ({count})") for find in _apart(best)[:_MOST_EVIDENCE]
    )


def _apart(finds: list[_Find]) -> list[_Find]:
    """Finds of different rules first: three captions alike prove less than a caption and a sentence."""
    first: dict[str, _Find] = {}
    for find in finds:
        first.setdefault(find.how, find)
    chosen = list(first.values())
    places = {find.place for find in chosen}
    return [*chosen, *(find for find in finds if find.place not in places)]


# --- department and region ----------------------------------------------------------------------


@lru_cache(maxsize=2)
def _issuer_patterns(kind: str) -> tuple[tuple[re.Pattern[str], int, str], ...]:
    data = load("catalogue.toml")
    endings = "|".join(sorted(data["issuer_endings"], key=len, reverse=True))
    name = rf"(?P<name>[\u4e00-\u9fff]{{2,30}}?(?:{endings}))"
    return tuple((re.compile(pattern.replace("NAME", name)), weight, how) for pattern, weight, how in data[kind])


def _departments(texts: Sequence[_Text]) -> list[_Find]:
    data = load("catalogue.toml")
    ending = tuple(data["issuer_endings"])
    finds: list[_Find] = []
    for at, text in enumerate(texts):
        cover = _issuer_patterns("cover_patterns") if at < _COVER and text.line else ()
        for pattern, weight, how in (*_issuer_patterns("issuer_patterns"), *cover):
            for match in pattern.finditer(text.text[:400]):
                name = _from_division(match["name"])
                finds.append(_Find(name, weight, match[0], text.place, how))
        label, colon, rest = text.text.partition("：") if "：" in text.text else text.text.partition(":")
        if label in data["issuer_labels"]:
            value = rest if colon and rest else text.after.text if text.after else ""
            value = re.sub(r"^\d{3,6}", "", value)
            if value.endswith(ending) and 4 <= len(value) <= 40 and re.fullmatch(r"[\u4e00-\u9fff（）()]+", value):
                finds.append(_Find(value, 3, f"{label} {value}", text.place, f"label {label}"))
    everything = "\n".join(text.text for text in texts)
    often = Counter({name: everything.count(name) for name in dict.fromkeys(find.value for find in finds)})
    # A name with its region before it is the full one, if it is said about as often as the bare name.
    full = {name: _fullest(name, often) for name in often}
    return [
        _Find(full[find.value], find.weight * (5 + min(often[full[find.value]], 20)), find.text, find.place, find.how)
        for find in finds
    ]


def _fullest(name: str, often: Counter[str]) -> str:
    longer = [one for one in often if one.endswith(name) and often[one] * 2 >= often[name]]
    return max(longer, key=len, default=name)


def _from_division(name: str) -> str:
    """The name from its division on: 现将石家庄市人力资源… begins with 石家庄市."""
    for start in range(min(len(name) - 3, _MOST_FRONT)):
        if any(division.name[-1] in "省市区县州盟旗" for division in gazetteer.longest_in(name[start:])):
            return name[start:]
    return name


def _region(
    department: str | None, texts: Sequence[_Text], by_department: tuple[Evidence, ...]
) -> tuple[str | None, str | None, tuple[Evidence, ...]]:
    place = by_department[0].place if by_department else None
    found = gazetteer.longest_in(department) if department else ()
    if not found:
        return None, None, (Evidence("region", department or "", place, "no division's name begins the issuer's name"),)
    how = "the longest division's name that begins the issuer's name"
    if len(found) > 1:
        everything = "\n".join(text.text for text in texts)
        named = [one for one in found if any(name in everything for name in one.path[:-1])]
        if len(named) != 1:
            several = "、".join("".join(one.path) for one in found)
            return None, None, (Evidence("region", department or "", place, f"ambiguous: {several}"),)
        found, how = tuple(named), f"{how}; which of several, by the text's other names"
    division = found[0]
    below = division.path[1:] if len(division.path) > 1 and not division.path[0].endswith("市") else division.path
    return division.code, "".join(below), (Evidence("region", division.name, place, how),)


# --- year, kind, unit, title --------------------------------------------------------------------


def _years(texts: Sequence[_Text]) -> Iterator[_Find]:
    data = load("catalogue.toml")
    patterns = [(re.compile(pattern), weight, how) for pattern, weight, how in data["year_patterns"]]
    not_after = tuple(data["year_not_after"])
    for text in texts:
        for pattern, weight, how in patterns:
            for match in pattern.finditer(text.text[:200]):
                if not text.text[: match.start(1)].endswith(not_after):
                    yield _Find(match[1], weight, match[0][:60], text.place, how)


def _kind(texts: Sequence[_Text]) -> tuple[str | None, tuple[Evidence, ...]]:
    data = load("catalogue.toml")
    for group in ("kinds", "performance"):
        finds = [
            _Find(kind, 3 if len(text.text) <= 40 else 1, match[0], text.place, f"words of {kind}")
            for kind, pattern in data[group].items()
            for text in texts
            if text.line
            for match in re.finditer(pattern, text.text)
        ]
        if finds:
            return _best("kind", finds, "no kind")
    return _best("kind", [], "no kind of document")


def _units(texts: Sequence[_Text]) -> Iterator[_Find]:
    for at, text in enumerate(texts):
        whole = text.text
        if _CUT_UNIT.fullmatch(whole) and at + 1 < len(texts):
            whole += texts[at + 1].text  # 单位：万 / 元
        match = _UNIT.search(whole)
        if match and len(whole) <= 60:
            yield _Find(match[1], 5, match[0], text.place, "caption")
        elif len(whole) <= 40:
            for found in _IN_BRACKETS.finditer(whole):
                yield _Find(found[1], 1, whole, text.place, "unit in a label")


def _title(
    stream: Sequence[Line | Grid], department: str | None, year: str | None, kind: str | None, file: str
) -> tuple[str, tuple[Evidence, ...]]:
    lines = [item for item in stream if isinstance(item, Line) and item.text.strip()]
    if department and year and kind:
        words = load("catalogue.toml")["titles"].get(kind)
        if words:
            counts = {word: sum(1 for line in lines if word in _SPACE.sub("", line.text)) for word in words}
            word = max(words, key=lambda one: counts[one])
            return f"{department}{year}年{word}", (Evidence("title", word, None, "composed of issuer, year and kind"),)
        named = next((line for line in lines if kind[:2] in line.text and len(line.text) <= 40), None)
        name = _SPACE.sub("", named.text) if named else kind
        place = named.place if named else None
        return f"{department}{year}年度{name}", (
            Evidence("title", name, place, "composed of issuer, year and heading"),
        )
    first = next((line for line in lines if len(line.text) >= 4), None)
    if first is None:
        return file, (Evidence("title", file, None, "the file's name: the text has no line of its own"),)
    return first.text[:80], (Evidence("title", first.text[:80], first.place, "the first line"),)
