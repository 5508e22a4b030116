"""The members of a set that a question asks about: the children of a subject, the units of a department, the
subjects of a level, the performance sheets of a document. Each member is a label with the fact that measures it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.single import accept
from assistant.vocabulary import DocumentIndex, Entry, money_field
from assistant.words import bare_label, fold
from index.model import Fact

__all__ = ["Member", "children", "levels", "named_sheets", "sheet_members", "table_rows", "units"]

_LEVELS = (
    (re.compile(r"类级|按功能分类|大类|功能分类|哪(几|三|两)?类"), {3}, {3}),
    (re.compile(r"款级|经济分类(明细)?科目|明细科目"), {5}, {5}),
    (re.compile(r"项级|功能科目|支出科目|科目"), {7}, {5}),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a set: its name in the document's words and the fact that measures it (None: only counted)."""

    label: str
    fact: Fact | None
    document: str
    sheet: str | None = None


def children(engine: Engine, text: str | None, documents: Sequence[str]) -> list[Member]:
    """The rows directly under the row that the question names, in the column it names (or the total column)."""
    found = [c for c in engine.find(text, documents=documents, limit=30, units=False, tables=None) if c.fact.source == "cell" and c.main >= 0.6]
    best: tuple[float, list[Member]] | None = None
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for candidate in found:
        fact = candidate.fact
        key = (fact.container, fact.row_path)
        if key in seen or not fact.row_path:
            continue
        seen.add(key)
        members = _below(engine, fact)
        if len(members) >= 2 and (best is None or candidate.score > best[0] + 1e-9):
            best = (candidate.score, members)
    return best[1] if best else []


def _below(engine: Engine, parent: Fact) -> list[Member]:
    index = engine.vocabulary.indexes[parent.document]
    depth = len(parent.row_path) - (1 if parent.row_path and parent.row_path[-1] in ("小计", "合计") else 0)
    stem = parent.row_path[:depth]
    members: list[Member] = []
    for position in index.by_container.get(parent.container, ()):
        fact = index.entries[position].fact
        if fact.value is None or fact.column_path != parent.column_path or fact.part != parent.part:
            continue
        if len(fact.row_path) == depth + 1 and fact.row_path[:depth] == stem and fact.row_path[-1] not in ("小计", "合计", "总计"):
            members.append(Member(_label(fact), fact, fact.document))
    return members


def _label(fact: Fact) -> str:
    return fact.row_path[-1] if fact.row_path else fact.title


def table_rows(engine: Engine, documents: Sequence[str], *, kinds: Sequence[str]) -> list[Member]:
    """The top rows of a table of one of ``kinds`` in its total column; where some rows say 其中 of others, without them."""
    for kind in kinds:
        for document in documents:
            index = engine.vocabulary.indexes[document]
            rows = [
                entry.fact for entry in _entries(index, kind)
                if entry.default_column and entry.fact.value is not None and not entry.fact.total
                and not entry.total and len(entry.fact.row_path) == min(2, _depth(index, kind))
            ]  # fmt: skip
            if len(rows) >= 2:
                return [Member(_label(fact), fact, document) for fact in rows]
    return []


def _depth(index: DocumentIndex, kind: str) -> int:
    """The level below the table's own total: 1, or 2 where one row stands over all others."""
    paths = {entry.fact.row_path for entry in _entries(index, kind) if entry.fact.row_path}
    tops = {path[0] for path in paths}
    return 2 if len(tops) == 1 else 1


def levels(engine: Engine, documents: Sequence[str]) -> list[Member]:
    """The subjects of a level (类级, 款级, 项级) of the table that the question's scope words name."""
    text = engine.query.question
    for pattern, functional, economic in _LEVELS:
        if pattern.search(text):
            break
    else:
        return []
    wants_economic = bool(re.search(r"经济分类|经济科目|基本支出", text)) or "general_basic" in engine.query.tables
    sizes = economic if wants_economic else functional
    kinds = _kinds(engine, wants_economic)
    for kind in kinds:
        for document in documents:
            index = engine.vocabulary.indexes[document]
            members = [
                Member(_label(entry.fact), entry.fact, document)
                for entry in _entries(index, kind)
                if entry.default_column and not entry.total and entry.fact.value is not None and _size(entry.fact) in sizes
            ]
            if not members and kind == "overview" and sizes == {3}:
                members = [
                    Member(_label(entry.fact), entry.fact, document)
                    for entry in _entries(index, kind)
                    if entry.fact.part == "支出" and not entry.fact.total and entry.fact.value is not None
                    and bare_label(_label(entry.fact)).endswith("支出")
                ]  # fmt: skip
            if len(members) >= 2:
                return members
    return []


def _kinds(engine: Engine, economic: bool) -> tuple[str, ...]:
    named = tuple(kind for kind in engine.query.tables if kind.startswith(("general", "expenditure", "income", "overview", "fiscal")))
    if economic:
        return ("general_basic", "general_economic") if "general_economic" not in named else ("general_economic", "general_basic")
    income = "收入" in engine.query.question and "支出" not in engine.query.question
    return named + (("income",) if income else ("overview", "expenditure", "general_expenditure", "income"))


def _size(fact: Fact) -> int:
    return len(fact.code) if fact.code and fact.code.isdecimal() else 0


def _entries(index: DocumentIndex, kind: str) -> list[Entry]:
    return [index.entries[position] for position in index.by_kind.get(kind, ())]


def units(engine: Engine, documents: Sequence[str]) -> list[Member]:
    """The units of the department with the figure asked about (staff, income …); the department's own sum row,
    whose code the others begin with, is none of them."""
    text = engine.query.question
    asked = [s for s in engine.query.segments if s not in ("单位", "预算单位", "下属单位", "所属单位")]
    for document in documents:
        index = engine.vocabulary.indexes[document]
        names = {_label(entry.fact) for entry in _entries(index, "units")}
        best: tuple[float, list[Member]] | None = None
        candidates: dict[tuple[str, tuple[str, ...]], list[Fact]] = {}
        for entry in index.entries:
            fact = entry.fact
            if fact.source != "cell" or fact.value is None or entry.total:
                continue
            if _is_unit(fact, names):
                candidates.setdefault((fact.container, fact.column_path), []).append(fact)
        for (_, column), facts in candidates.items():
            facts = _without_department(facts)
            if len(facts) < 2:
                continue
            score = _column_score(column, facts[0], asked, text)
            if best is None or score > best[0]:
                best = (score, [Member(_label(fact).removesuffix("小计"), fact, document) for fact in facts])
        if best:
            return best[1]
    return []


def _is_unit(fact: Fact, names: set[str]) -> bool:
    if fact.kind == "units":
        return True
    label = _label(fact)
    if label in ("小计",) and len(fact.row_path) > 1:
        label = fact.row_path[-2]
        return fold(label) in {fold(name) for name in names}
    if fact.kind == "income" and fact.code and re.fullmatch(r"\d{6}", fact.code):
        return True
    return fold(label) in {fold(name) for name in names} and len(fact.row_path) == 1 and fact.kind in ("income", "expenditure", "transfer")


def _without_department(facts: list[Fact]) -> list[Fact]:
    codes = [fact.code for fact in facts if fact.code]
    return [fact for fact in facts if not (fact.code and any(code != fact.code and code.startswith(fact.code) for code in codes))]


def _column_score(column: tuple[str, ...], fact: Fact, asked: Sequence[str], text: str) -> float:
    words = fold("".join(column)) + fold(fact.title)
    joined = "".join(asked)
    score = sum(1.0 for i in range(len(joined) - 1) if joined[i : i + 2] in words)
    if fold("".join(column)) in ("合计", "总计", "预算数"):
        score += 0.6
    if re.search(r"人数|在职|编制|人员|多少人|几个人|staff|employee|headcount", text) and fact.unit == "人":
        score += 2.0
    if re.search(r"收入|income|revenue", text) and fact.kind == "income":
        score += 1.5
    if re.search(r"采购|procurement", text) and fact.kind == "procurement":
        score += 2.0
    if fact.kind == "units" and fact.unit == "人" and not re.search(r"人|staff|employee|headcount|编制", text):
        score -= 1.5
    return score


def sheet_members(engine: Engine, documents: Sequence[str], *, field: str | None = None) -> list[Member]:
    """The performance sheets of the documents with the money field asked about (资金总额 unless another is named)."""
    members: list[Member] = []
    for document in documents:
        index = engine.vocabulary.indexes[document]
        wanted = fold(field) if field else None
        for sheet in engine.library.sheets(document):
            if sheet.kind.startswith("department"):
                continue
            fact = _sheet_money(index, sheet.id, wanted)
            members.append(Member(sheet.name or sheet.title, fact, document, sheet.id))
    return members


def _sheet_money(index: DocumentIndex, sheet: str, wanted: str | None) -> Fact | None:
    for position in index.by_container.get(sheet, ()):
        fact = index.entries[position].fact
        if fact.source != "field" or fact.value is None:
            continue
        if wanted is not None:
            if wanted in fold("".join(fact.column_path)):
                return fact
        elif money_field(fact.column_path):
            return fact
    return None


def named_sheets(engine: Engine, candidates: Sequence[Candidate]) -> list[str]:
    """The ids of the sheets among candidates that explain the question about as well as the first."""
    chosen: list[str] = []
    for candidate in candidates:
        if candidate.fact.source in ("field", "indicator") and accept(candidate) and candidate.score > candidates[0].score - 0.08:
            if candidate.fact.container not in chosen:
                chosen.append(candidate.fact.container)
    return chosen
