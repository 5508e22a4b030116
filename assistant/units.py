"""The units of a department as a set: rows of the table of units, of an income table by unit, procurement subtotals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.engine import Engine
from assistant.members import Group, Member, entries_of, label_of
from assistant.vocabulary import TOTALS
from assistant.words import bigrams, fold
from index.model import Fact

__all__ = ["unit_members"]


def unit_members(engine: Engine, documents: Sequence[str], *, kind: str | None = None) -> Group | None:
    """The units of the department with the figure asked about (staff, income, procurement); the department's own sum
    row, whose code the others begin with, is none of them. “下属” leaves the department itself out. ``kind`` keeps
    to one table kind."""
    text = engine.query.question.lower()
    for document in documents:
        index = engine.vocabulary.indexes[document]
        groups: dict[tuple[str, tuple[str, ...]], list[Fact]] = {}
        names = {fold(label_of(entry.fact)) for entry in entries_of(index, "units")}
        for entry in index.entries:
            fact = entry.fact
            if (
                fact.source == "cell"
                and not entry.total
                and kind in (None, fact.kind)
                and _is_unit(fact, names)
                and (fact.value is not None or fact.kind == "units")
            ):
                groups.setdefault((fact.container, fact.column_path), []).append(fact)
        best: tuple[float, list[Fact]] | None = None
        for (_, column), facts in groups.items():
            facts = _without_department(facts)
            score = _column_score(column, facts, text)
            if facts and _fits(column, facts[0], text) and (best is None or score > best[0]):
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
            (
                *map(fold, facts[0].column_path if facts else ()),
                "在职人数" if facts and facts[0].unit == "人" else "",
                "经费性质",
                "拨款",
            ),
        )
    return None


def _fits(column: tuple[str, ...], fact: Fact, text: str) -> bool:
    """Whether a column is what the question measures units by, where it says so: 编制 is not 在职."""
    words = "".join(column)
    if re.search(r"(?<!预算)编制(?!范围|的?单位)", text) and "在职" not in text and "编制" not in words:
        return False
    return not (re.search(r"在职|职工|人数", text) and fact.unit != "人")


def _name(fact: Fact) -> str:
    label = label_of(fact)
    return fact.row_path[-2] if label in TOTALS and len(fact.row_path) > 1 else label.removesuffix("小计")


def _is_unit(fact: Fact, names: set[str]) -> bool:
    if fact.kind == "units":
        return True
    if fact.kind == "income" and fact.code and re.fullmatch(r"\d{6}", fact.code):
        return True
    return (
        fact.kind == "procurement"
        and label_of(fact) in TOTALS
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


NAMED = 0.65  # share of a column's own name that the question must say before the total column gives way


def _column_score(column: tuple[str, ...], facts: Sequence[Fact], text: str) -> float:
    if not facts:
        return -9.0
    fact = facts[0]
    words = fold("".join(column))
    folded = fold(text)
    grams = set(bigrams(fold(column[-1]) if column else ""))
    said = [gram for gram in grams if gram in folded]
    score = 0.3 * len(said) if grams and len(said) >= NAMED * len(grams) else 0.0
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
