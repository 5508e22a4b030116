"""Conditions on the other columns of a member's row (or fields of its sheet): filled, zero, the only source, one larger
than another. The columns are those that the question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.asked import set_words
from assistant.engine import Engine
from assistant.members import Member
from assistant.vocabulary import TOTALS
from assistant.words import fold
from index.model import Fact

if TYPE_CHECKING:
    from assistant.filters import Explained

__all__ = ["beside", "by_columns", "column_name"]

_SHORT = {"人员编制数": ("人员编制", "编制人数", "编制数", "编制"), "在职人数": ("在职人员", "在职")}
_NO = r"(?:没有|没|无|未|不)(?:安排|使用|用|列支?|填写?|含)?"
_ONLY = r"(?:只有|只靠|全靠|全部靠|全是|仅有|仅靠|全部来自|全部是|都是|只用|只安排)"
_HAVE = r"(?:有|靠|用了|使用|安排了?|含|填了|填写了|填报了|用到了?|动用了?)"


def beside(engine: Engine, member: Member) -> list[Fact]:
    """The facts that stand beside a member: the other cells of its row, the fields of its sheet."""
    index = engine.vocabulary.indexes[member.document]
    container = member.sheet or (member.fact.container if member.fact else None)
    facts = [index.entries[p].fact for p in index.by_container.get(container or "", ())]
    if member.sheet is not None:
        return [fact for fact in facts if fact.source == "field"]
    return [f for f in facts if member.fact is not None and f.source == "cell" and f.row_place == member.fact.row_place]


def column_name(fact: Fact) -> str:
    """The header that tells a column: its last words that are no 小计, without 其中."""
    path = list(fact.column_path)
    while len(path) > 1 and path[-1] in TOTALS:
        path.pop()
    return re.sub(r"^其中|数$", "", fold(re.sub(r"[（(].*?[)）]", "", path[-1]))) if path else ""


def _values(engine: Engine, member: Member) -> dict[str, Decimal]:
    """A member's figures by column; the columns that have none are absent."""
    found: dict[str, Decimal] = {}
    for fact in beside(engine, member):
        if fact.value is not None and fact.measure in ("amount", "number"):
            found.setdefault(column_name(fact), fact.value)
    return found


def by_columns(explained: Explained, members: Sequence[Member], text: str) -> list[Member]:
    """The members for which holds what the question says of the columns it names."""
    engine = explained.engine
    chosen = list(members)
    values = {id(member): _values(engine, member) for member in chosen}
    printed = [name for known in values.values() for name in known]
    blank = [column_name(f) for m in chosen for f in beside(engine, m) if f.raw == ""]
    names = [name for name in dict.fromkeys([*printed, *blank]) if len(name) > 1 and name not in TOTALS]
    folded = fold(text)
    at_the_end = re.search(set_words()["which"]["at_the_end"], folded)
    if at_the_end is not None:
        chosen = _paid_at_the_end(engine, chosen)
        explained.take(at_the_end[0], "不按季度", "没按季度")
        return chosen
    related = _compared(folded, names)
    if related is not None:
        one, relation, two, words = related
        chosen = [m for m in chosen if one in values[id(m)] and two in values[id(m)]]
        explained.take(*words, one, two)
        return [m for m in chosen if _relates(values[id(m)][one], relation, values[id(m)][two])]
    which = set_words()["which"]
    for name in sorted(names, key=len, reverse=True):
        word = re.escape(name) + "数?"
        if not re.search(word, folded):
            continue
        if only := re.search(rf"{_ONLY}{word}", folded):
            chosen = [m for m in chosen if _only(name, values[id(m)])]
            explained.take(only[0])
        elif none := re.search(rf"{_NO}{word}|{word}{which['zero']}", folded):
            chosen = [m for m in chosen if not values[id(m)].get(name)]
            explained.take(none[0])
        elif some := re.search(rf"{word}{which['filled']}|{_HAVE}{word}", folded):
            chosen = [m for m in chosen if values[id(m)].get(name)]
            explained.take(some[0])
        elif _both(word, folded):
            chosen = [m for m in chosen if values[id(m)].get(name)]
        else:
            continue
        explained.take(name)
    return chosen


def _paid_at_the_end(engine: Engine, members: Sequence[Member]) -> list[Member]:
    """The members whose payment plan (what is due by a date, 3月底 … 12月底) has nothing before its last date."""
    header = re.compile(set_words()["which"]["plan"])
    due: dict[int, dict[int, Decimal]] = {}
    for member in members:
        for fact in beside(engine, member):
            date = header.search(fold(fact.column_path[-1])) if fact.column_path else None
            if date is not None and fact.value:
                due.setdefault(id(member), {})[int(date[1])] = fact.value
    last = max((month for months in due.values() for month in months), default=0)
    return [m for m in members if list(due.get(id(m), {})) == [last]]


def _both(word: str, folded: str) -> bool:
    return bool(re.search(rf"同时(?:具有|安排|有)?[^，,。]{{0,12}}{word}|兼有[^，,。]{{0,12}}{word}", folded))


def _only(name: str, values: dict[str, Decimal]) -> bool:
    """Whether one column holds the whole of a member."""
    return bool(values.get(name)) and values[name] == max(values.values())


def _compared(folded: str, names: Sequence[str]) -> tuple[str, str, str, tuple[str, ...]] | None:
    """(one column, relation, the other, the words) where the question sets two columns against each other."""
    said = {form: name for name in names for form in (name, *_forms(name))}
    forms = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
    if not forms:
        return None
    posts, staff = _column(names, "人员编制"), _column(names, "在职人")
    also = tuple(set_words()["posts"]["say"]) if posts and staff else ()
    for relation, words in set_words()["relations"].items():
        match = re.search(rf"({forms})[^，,。]{{0,3}}?(?:{words})[^，,。]{{0,2}}?({forms})", folded)
        match = match or re.search(
            rf"({forms})[^，,。]{{0,2}}?(?:和|与|跟|比|较)({forms})[^，,。]{{0,4}}?(?:{words})", folded
        )
        if match and said[match[1]] != said[match[2]]:
            return said[match[1]], relation, said[match[2]], (match[0], *also)
    if posts and staff:
        match = re.search(
            r"(?:编制)?(?:还|都)?(?:没有?满编?|没有?用满|未满编?|未用满)|缺编|空编|有?空缺|满编率?不足|不满编", folded
        )
        if match:
            return posts, "more", staff, (match[0], "编制", "空缺", "编制没满")
        match = re.search(r"超编", folded)
        if match:
            return posts, "fewer", staff, (match[0],)
        match = re.search(r"满编|编制.{0,4}(?:已满|全满|用满|满员)", folded)
        if match:
            return posts, "equal", staff, (match[0],)
    return None


def _column(names: Sequence[str], start: str) -> str | None:
    return next((name for name in names if name.startswith(start)), None)


def _forms(name: str) -> tuple[str, ...]:
    return next((forms for full, forms in _SHORT.items() if name == full.removesuffix("数")), ())


def _relates(one: Decimal, relation: str, two: Decimal) -> bool:
    return {"more": one > two, "fewer": one < two, "equal": one == two}[relation]
