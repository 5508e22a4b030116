"""The subjects of one level (类, 款, 项) of a table, as a set: by the length of their codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.engine import Engine
from assistant.members import Group, Member, entries_of, label_of, pick_column
from assistant.words import bare_label, fold
from index.model import Fact

__all__ = ["levels"]

_LEVELS = (
    (re.compile(r"类级|按功能分类|大类|功能分类|哪(几|三|两)?类"), {3}, {3}),
    (re.compile(r"款级|经济分类(明细)?科目|明细科目"), {5}, {5}),
    (re.compile(r"项级"), {7}, {5}),
    (re.compile(r"科目"), {7}, {5}),
)


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
                e
                for e in entries_of(index, kind)
                if not e.total and e.fact.value is not None and _size(e.fact) in sizes
            ]
            if not entries and kind == "overview" and sizes == {3}:
                entries = [
                    e
                    for e in entries_of(index, kind)
                    if e.fact.part == "支出"
                    and not e.fact.total
                    and e.fact.value is not None
                    and bare_label(label_of(e.fact)).endswith("支出")
                ]
            column = pick_column(engine, entries)
            members = [Member(label_of(e.fact), e.fact, document) for e in entries if e.fact.column_path == column]
            if members:
                words = (match[0], fold(entries[0].fact.title), *map(fold, column or ()))
                return Group(tuple(members), words)
    return None


def _kinds(engine: Engine, economic: bool, sizes: set[int]) -> tuple[str, ...]:
    named = tuple(
        kind
        for kind in engine.query.tables
        if kind.startswith(("general_exp", "expenditure", "income", "overview", "fiscal"))
    )
    if economic:
        whole = "基本" not in engine.query.question and re.search("一般公共预算", engine.query.question)
        return (
            ("general_economic", "general_basic")
            if ("general_economic" in engine.query.tables or whole) and sizes == {3}
            else ("general_basic", "general_economic")
        )
    if "收入" in engine.query.question and "支出" not in engine.query.question:
        return (*named, "income")
    start = ("overview",) if sizes == {3} else ()
    return (*named, *start, "expenditure", "general_expenditure", "income")


def _size(fact: Fact) -> int:
    return len(fact.code) if fact.code and fact.code.isdecimal() else 0
