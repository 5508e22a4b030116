"""The members of a set that a question asks about: the children of a subject, the units of a department, the
subjects of a level, the rows of a table, the performance sheets of a document.

Each member is a label with the fact that measures it in the column asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.vocabulary import TOTALS, DocumentIndex, Entry, money_field
from assistant.words import bare_label, bigrams, fold
from index.model import Fact

__all__ = ["Group", "Member", "children", "levels", "sheet_members", "table_rows", "unit_members"]

_LEVELS = (
    (re.compile(r"类级|按功能分类|大类|功能分类|哪(几|三|两)?类"), {3}, {3}),
    (re.compile(r"款级|经济分类(明细)?科目|明细科目"), {5}, {5}),
    (re.compile(r"项级"), {7}, {5}),
    (re.compile(r"科目"), {7}, {5}),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a set: its name in the document's words and the fact that measures it (None: only counted)."""

    label: str
    fact: Fact | None
    document: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A set with the words of the question that it accounts for."""

    members: tuple[Member, ...]
    words: tuple[str, ...]


def _label(fact: Fact) -> str:
    return fact.row_path[-1] if fact.row_path else fact.title


def _entries(index: DocumentIndex, kind: str) -> list[Entry]:
    return [index.entries[position] for position in index.by_kind.get(kind, ())]


def _column_words(fact: Fact) -> str:
    return fold("".join(fact.column_path))


def pick_column(engine: Engine, entries: Iterable[Entry]) -> tuple[str, ...] | None:
    """The column that the question names among those of some entries, else their total column."""
    joined = "|".join(engine.query.segments)
    best: tuple[float, tuple[str, ...]] | None = None
    seen: set[tuple[str, ...]] = set()
    for entry in entries:
        path = entry.fact.column_path
        if path in seen or entry.fact.value is None:
            continue
        seen.add(path)
        last = fold(path[-1]) if path else ""
        if last in TOTALS and len(path) > 1:
            last = fold(path[-2])
        score = 0.6 if entry.default_column else 0.0
        if last and last in joined and not entry.default_column:
            score = 1.0 + len(last) / 10
        elif last and not entry.default_column:
            grams = bigrams(last)
            share = sum(1 for gram in grams if gram in joined) / max(len(grams), 1)
            score = max(score, 0.95 * share if share >= 0.65 else 0.0)
        if best is None or score > best[0]:
            best = (score, path)
    return best[1] if best else None


def _words(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(part) for part in path)


def children(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The rows directly under the row that the question names, in the column it names (or the total column)."""
    joined = "|".join(engine.query.segments)
    found = engine.find(documents=documents, limit=60, units=False, text_too=False)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for candidate in found:
        fact = candidate.fact
        coded = bool(fact.code) and fold(fact.code or "") in engine.query.codes
        label = bare_label(_label(fact)) if fact.row_path else ""
        if label in TOTALS and len(fact.row_path) > 1:
            label = bare_label(fact.row_path[-2])
        named = len(label) > 1 and label in joined
        if fact.source != "cell" or not (coded or named) or (fact.container, fact.row_path) in seen:
            continue
        seen.add((fact.container, fact.row_path))
        members = _below(engine, fact)
        if len(members) >= 2:
            index = engine.vocabulary.indexes[fact.document]
            title = fold(fact.title)
            column = members[0].fact.column_path if members[0].fact else ()
            return Group(tuple(members), (label, title, *_words(column), *(fold(index.labels[0]),)))
    return None


def _below(engine: Engine, parent: Fact) -> list[Member]:
    index = engine.vocabulary.indexes[parent.document]
    depth = len(parent.row_path) - (1 if parent.row_path and parent.row_path[-1] in TOTALS else 0)
    stem = parent.row_path[:depth]
    entries = [
        entry
        for entry in (index.entries[p] for p in index.by_container.get(parent.container, ()))
        if entry.fact.value is not None
        and entry.fact.part == parent.part
        and len(entry.fact.row_path) == depth + 1
        and entry.fact.row_path[:depth] == stem
        and entry.fact.row_path[-1] not in TOTALS
    ]
    column = pick_column(engine, entries)
    return [Member(_label(e.fact), e.fact, e.fact.document) for e in entries if e.fact.column_path == column]


def table_rows(
    engine: Engine, documents: Sequence[str], kinds: Sequence[str], *, part: str | None = None
) -> Group | None:
    """The top rows of a table of one of ``kinds``; where one row stands over all others, the rows below it; for a
    table of one row, its columns."""
    for kind in kinds:
        for document in documents:
            index = engine.vocabulary.indexes[document]
            entries = [
                e for e in _entries(index, kind) if e.fact.value is not None and (part is None or e.fact.part == part)
            ]
            rows = [
                e
                for e in entries
                if e.fact.row_path and not e.total and not (e.fact.total and len(e.fact.row_path) == 1)
            ]
            if not rows and entries:
                columns = [e for e in entries if len(e.fact.column_path) == 1 or e.fact.column_path[-1] in TOTALS]
                columns = [
                    e for e in columns if not re.search(r"合计$|总计$", _column_words(e.fact).removesuffix("小计"))
                ]
                if len(columns) > 1:
                    members = [Member(e.fact.column_path[0], e.fact, document) for e in columns]
                    return Group(tuple(members), (fold(columns[0].fact.title),))
                continue
            tops = {e.fact.row_path[0] for e in rows}
            depth = 2 if len(tops) == 1 and any(len(e.fact.row_path) > 1 for e in rows) else 1
            level = [e for e in rows if len(e.fact.row_path) == depth and e.fact.row_path[-1] not in TOTALS]
            column = pick_column(engine, level)
            chosen = [Member(_label(e.fact), e.fact, document) for e in level if e.fact.column_path == column]
            if kind == "three_public":
                chosen = [
                    m
                    for m in chosen
                    if not re.search(r"会议|培训|其中|教学科研|其他因公|购置费$|运行(维护)?费$", m.label)
                    or "购置及" in m.label
                ]
            if len(chosen) >= 2:
                return Group(tuple(chosen), (fold(level[0].fact.title), *_words(column or ())))
    return None


def levels(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The subjects of a level (类级, 款级, 项级) of the table that the question's scope words name."""
    text = engine.query.question
    found = next(((m, f, e) for pattern, f, e in _LEVELS if (m := pattern.search(text))), None)
    if found is None:
        return None
    match, functional, economic = found
    wants_economic = bool(re.search(r"经济分类|经济科目", text)) or (
        "general_basic" in engine.query.tables and "项级" not in text and "类级" not in text
    )
    sizes = economic if wants_economic else functional
    for kind in _kinds(engine, wants_economic, sizes):
        for document in documents:
            index = engine.vocabulary.indexes[document]
            entries = [
                e for e in _entries(index, kind) if not e.total and e.fact.value is not None and _size(e.fact) in sizes
            ]
            if not entries and kind == "overview" and sizes == {3}:
                entries = [
                    e
                    for e in _entries(index, kind)
                    if e.fact.part == "支出"
                    and not e.fact.total
                    and e.fact.value is not None
                    and bare_label(_label(e.fact)).endswith("支出")
                ]
            column = pick_column(engine, entries)
            members = [Member(_label(e.fact), e.fact, document) for e in entries if e.fact.column_path == column]
            if members:
                words = (match[0], fold(entries[0].fact.title), *_words(column or ()))
                return Group(tuple(members), words)
    return None


def _kinds(engine: Engine, economic: bool, sizes: set[int]) -> tuple[str, ...]:
    named = tuple(
        kind
        for kind in engine.query.tables
        if kind.startswith(("general_exp", "expenditure", "income", "overview", "fiscal"))
    )
    if economic:
        return (
            ("general_economic", "general_basic")
            if "general_economic" in engine.query.tables and sizes == {3}
            else ("general_basic", "general_economic")
        )
    if "收入" in engine.query.question and "支出" not in engine.query.question:
        return (*named, "income")
    start = ("overview",) if sizes == {3} else ()
    return (*named, *start, "expenditure", "general_expenditure", "income")


def _size(fact: Fact) -> int:
    return len(fact.code) if fact.code and fact.code.isdecimal() else 0


def unit_members(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The units of the department with the figure asked about (staff, income, procurement); the department's own sum
    row, whose code the others begin with, is none of them. “下属” leaves the department itself out."""
    text = engine.query.question.lower()
    for document in documents:
        index = engine.vocabulary.indexes[document]
        groups: dict[tuple[str, tuple[str, ...]], list[Fact]] = {}
        names = {fold(_label(entry.fact)) for entry in _entries(index, "units")}
        for entry in index.entries:
            fact = entry.fact
            if (
                fact.source == "cell"
                and not entry.total
                and _is_unit(fact, names)
                and (fact.value is not None or fact.kind == "units")
            ):
                groups.setdefault((fact.container, fact.column_path), []).append(fact)
        best: tuple[float, list[Fact]] | None = None
        for (_, column), facts in groups.items():
            facts = _without_department(facts)
            score = _column_score(column, facts, text)
            if facts and (best is None or score > best[0]):
                best = (score, facts)
        if best is None:
            continue
        facts = best[1]
        if re.search(r"下属|所属|直属|subordinate|affiliated|under", text):
            own = fold(index.document.department or "")
            facts = [f for f in facts if fold(_name(f)) not in (own, own + "本级")]
        members = tuple(Member(_name(f), f, document) for f in facts)
        return Group(
            members,
            (*_words(facts[0].column_path if facts else ()), "在职人数" if facts and facts[0].unit == "人" else ""),
        )
    return None


def _name(fact: Fact) -> str:
    label = _label(fact)
    return fact.row_path[-2] if label in TOTALS and len(fact.row_path) > 1 else label.removesuffix("小计")


def _is_unit(fact: Fact, names: set[str]) -> bool:
    if fact.kind == "units":
        return True
    if fact.kind == "income" and fact.code and re.fullmatch(r"\d{6}", fact.code):
        return True
    return (
        fact.kind == "procurement"
        and _label(fact) in TOTALS
        and len(fact.row_path) > 1
        and fold(fact.row_path[-2]) in names
    )


def _without_department(facts: list[Fact]) -> list[Fact]:
    codes = [fact.code for fact in facts if fact.code]
    return [
        fact
        for fact in facts
        if not (fact.code and any(code != fact.code and code.startswith(fact.code) for code in codes))
    ]


def _column_score(column: tuple[str, ...], facts: Sequence[Fact], text: str) -> float:
    if not facts:
        return -9.0
    fact = facts[0]
    words = fold("".join(column))
    folded = fold(text)
    score = sum(0.3 for gram in set(bigrams(words)) if gram in folded)
    if words in ("合计", "总计", "预算数") or words.endswith("合计"):
        score += 0.3
    people = bool(re.search(r"在职|编制|人员|多少人|几个人|staff|employee|headcount|人数", text))
    if people:
        score += 2.0 if fact.unit == "人" else 0.0
        score += 0.5 if ("编制" in words) == ("编制" in folded and "在职" not in folded) else 0.0
    if fact.kind == "income":
        score += 1.5 if re.search(r"收入|预算|资金|钱|万元|income|revenue|budget", text) and not people else -0.5
    if fact.kind == "procurement":
        score += 3.0 if re.search(r"采购|procurement", text) else -2.0
    if fact.kind == "units" and not people:
        score += 0.2 + (0.3 if fact.unit == "人" else 0.0)
        score -= 1.0 if re.search(r"收入|采购|金额|万元|钱", text) else 0.0
    return score


def sheet_members(engine: Engine, documents: Sequence[str], *, field: str | None = None) -> list[Member]:
    """The performance sheets of the documents with the money field asked about (资金总额 unless another is named)."""
    members: list[Member] = []
    for document in documents:
        index = engine.vocabulary.indexes[document]
        wanted = fold(field) if field else None
        for sheet in engine.library.sheets(document):
            if not sheet.kind.startswith("department"):
                members.append(
                    Member(sheet.name or sheet.title, _sheet_money(index, sheet.id, wanted), document, sheet.id)
                )
    return members


def _sheet_money(index: DocumentIndex, sheet: str, wanted: str | None) -> Fact | None:
    for position in index.by_container.get(sheet, ()):
        fact = index.entries[position].fact
        if fact.source != "field" or fact.value is None:
            continue
        if wanted is not None:
            if fact.column_path and fold(fact.column_path[-1]) == wanted:
                return fact
        elif money_field(fact.column_path):
            return fact
    return None
