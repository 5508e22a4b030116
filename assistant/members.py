"""The members of a set that stand in a table: the children of a subject, the rows of a table, the single
purchases. (Subjects of a level: ``levels``; units of a department: ``units``; sheets and indicators: ``forms``.)

Each member is a label with the fact that measures it in the column asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.vocabulary import TOTALS, DocumentIndex, Entry
from assistant.words import bare_label, bigrams, fold
from index.model import Fact

__all__ = [
    "Group",
    "Member",
    "children",
    "economic",
    "entries_of",
    "label_of",
    "leaves",
    "pick_column",
    "table_rows",
]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a set: its name in the document's words and the fact that measures it (None: only counted)."""

    label: str
    fact: Fact | None
    document: str
    sheet: str | None = None
    under: tuple[str, ...] = ()  # the rows that it stands under, where its label does not say them


@dataclass(frozen=True, slots=True)
class Group:
    """A set with the words of the question that it accounts for."""

    members: tuple[Member, ...]
    words: tuple[str, ...]


def label_of(fact: Fact) -> str:
    """The last label of a fact's row."""
    return fact.row_path[-1] if fact.row_path else fact.title


def entries_of(index: DocumentIndex, kind: str) -> list[Entry]:
    """The entries of a table kind."""
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
    joined = "|".join((*engine.query.segments, engine.query.text))
    found = engine.find(documents=documents, limit=60, units=False, text_too=False)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for candidate in found:
        fact = candidate.fact
        coded = bool(fact.code) and fold(fact.code or "") in engine.query.codes
        label = bare_label(label_of(fact)) if fact.row_path else ""
        if label in TOTALS and len(fact.row_path) > 1:
            label = bare_label(fact.row_path[-2])
        named = len(label) > 1 and label in joined
        if fact.source != "cell" or not (coded or named) or (fact.container, fact.row_path) in seen:
            continue
        seen.add((fact.container, fact.row_path))
        members = _below(engine, fact)
        while len(members) == 1 and members[0].fact is not None:  # 卫生健康支出 has one child: what stands under that
            members = _below(engine, members[0].fact)
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
    return [Member(label_of(e.fact), e.fact, e.fact.document) for e in entries if e.fact.column_path == column]


def table_rows(
    engine: Engine, documents: Sequence[str], kinds: Sequence[str], *, part: str | None = None
) -> Group | None:
    """The top rows of a table of one of ``kinds``; where one row stands over all others, the rows below it; for a
    table of one row, its columns."""
    for kind in kinds:
        for document in documents:
            index = engine.vocabulary.indexes[document]
            entries = [
                e for e in entries_of(index, kind) if e.fact.value is not None and (part is None or e.fact.part == part)
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
            chosen = [Member(label_of(e.fact), e.fact, document) for e in level if e.fact.column_path == column]
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


def leaves(engine: Engine, documents: Sequence[str], kind: str) -> Group | None:
    """The rows of a table that are no totals, in the column asked about; for purchases their amount, unless the
    question names another column (单价, 数量)."""
    for document in documents:
        entries = [
            e
            for e in entries_of(engine.vocabulary.indexes[document], kind)
            if e.fact.value is not None
            and not e.total
            and not e.fact.total
            and e.fact.row_path
            and e.fact.row_path[-1] not in ("小计", "合计")
        ]
        column = pick_column(engine, entries)
        if kind == "procurement" and not (column and fold(column[-1]) in fold(engine.query.question)):
            totals = [
                e.fact.column_path for e in entries if len(e.fact.column_path) > 1 and e.fact.column_path[-1] in TOTALS
            ]
            column = totals[0] if totals else column
        chosen = [e.fact for e in entries if e.fact.column_path == column]
        if len(chosen) > 1:
            members = tuple(Member("·".join(f.row_path[-2:]), f, document, under=f.row_path[:-2]) for f in chosen)
            said = (fold(chosen[0].title), *_words(column or ()), "政府采购", "采购", "转移支付", "物品", "货物")
            return Group(members, said)
    return None


def economic(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The detailed economic subjects of basic expenditure (款 level), for questions that name no subject."""
    for document in documents:
        entries = [
            e
            for e in entries_of(engine.vocabulary.indexes[document], "general_basic")
            if e.fact.value is not None and e.fact.code and len(e.fact.code) == 5
        ]
        column = pick_column(engine, entries)
        members = [Member(label_of(e.fact), e.fact, document) for e in entries if e.fact.column_path == column]
        if members:
            return Group(tuple(members), (fold(entries[0].fact.title), *_words(column or ())))
    return None
