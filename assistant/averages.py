"""Amounts per head: of a unit or a department over its own staff, of a project over the people that its form counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import Engine
from assistant.forms import sheet_members
from assistant.glossary import use_synonyms
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.recorder import tried
from assistant.single import accept, answer_value
from assistant.splits import operand_words
from assistant.understanding import normalise
from assistant.words import bigrams, fold
from index.amounts import convert, is_money, round_half_up
from index.model import Fact

__all__ = ["answer_average"]

NAMED = 0.75  # share of a project's name that the question must say before its money is divided
_HEADS = ("人", "名", "位")


@tried("average")
def answer_average(engine: Engine, rest: str) -> Outcome | None:
    """An amount of money per head, in the unit asked for; None where the amount or those it is for are not sure."""
    words = operand_words()["average"]
    if not re.search(words["divided"], rest):
        stated = answer_value(engine)  # the document's own figure per head
        if stated is not None and stated.figures and re.search(words["stated"], stated.figures[0].label):
            return stated
    text = re.sub(words["talk"], "|", rest)
    sheet = _project(engine)
    if sheet is not None:
        return _per_recipient(engine, *sheet)
    if re.search(words["divided"], rest):
        return None  # two operands of its own, and no form that states them
    found = [c for c in engine.find(engine.prepare(text), units=False) if accept(c) and is_money(c.fact.unit)]
    if not found or found[0].fact.source in ("field", "indicator"):
        return None
    amount = found[0]
    staff = _staff(engine, amount)
    heads = sum((fact.value for fact in staff if fact.value is not None), Decimal(0))
    if not heads:
        return None
    return _quotient(
        engine, amount.fact, staff, heads, f"人数为{'各单位' if len(staff) > 1 else ''}在职人数{decimal_text(heads)}人"
    )


def _staff(engine: Engine, amount: Candidate) -> list[Fact]:
    """The staff that an amount is for: the unit's own where it is a unit's, else all units'."""
    index = engine.vocabulary.indexes[amount.document]
    staff = [
        entry.fact
        for entry in index.entries
        if entry.fact.kind == "units"
        and entry.fact.value is not None
        and "在职" in "".join(entry.fact.column_path)
        and not entry.total
    ]
    row = {fold(part) for part in amount.fact.row_path[-1:]}
    own = [fact for fact in staff if row & {fold(part) for part in fact.row_path[-1:]}]
    return own or staff


def _project(engine: Engine) -> tuple[Fact, str] | None:
    """The money of the one project form whose name the question says, and the form."""
    said = use_synonyms(fold(engine.query.question)) + fold(engine.query.question)
    named: list[tuple[float, Fact, str]] = []
    for member in sheet_members(engine, engine.query.scope.documents):
        grams = bigrams(use_synonyms(fold(member.label)))
        if member.fact is None or member.sheet is None or len(grams) < 2:
            continue
        share = sum(gram in said for gram in grams) / len(grams)
        if share >= NAMED:
            named.append((share * len(grams), member.fact, member.sheet))
    named.sort(key=lambda item: -item[0])
    if not named or (len(named) > 1 and named[1][0] >= named[0][0]):
        return None
    return named[0][1], named[0][2]


def _per_recipient(engine: Engine, money: Fact, sheet: str) -> Outcome | None:
    """A project's money over the one number of people that its form states."""
    index = engine.vocabulary.indexes[money.document]
    counts = [
        entry.fact
        for entry in (index.entries[p] for p in index.by_container.get(sheet, ()))
        if entry.fact.source == "indicator" and entry.fact.period == "target" and entry.fact.unit in _HEADS
    ]
    counts = [fact for fact in counts if fact.value]
    stated = re.findall(r"(\d+)\s*[人名位]", normalise(engine.query.question))
    counts = [fact for fact in counts if decimal_text(fact.value or Decimal(0)) in stated] or counts
    if len({fact.value for fact in counts}) != 1 or counts[0].value is None:
        return None
    label = counts[0].row_path[-1]
    return _quotient(engine, money, counts[:1], counts[0].value, f"人数为“{label}”{decimal_text(counts[0].value)}人")


def _quotient(engine: Engine, amount: Fact, heads: Sequence[Fact], number: Decimal, note: str) -> Outcome | None:
    if amount.value is None:
        return None
    unit = _unit(engine, amount)
    value = convert(amount.value, amount.unit or "", unit) if unit != amount.unit else amount.value
    each = round_half_up(value / number)
    formula = f"{decimal_text(value)} ÷ {decimal_text(number)} = {each}"
    label = f"{fact_label(amount)}人均"
    figure = Figure(label, decimal_text(each), unit, (amount, *heads), amount.document, amount.year)
    return Outcome(
        "answered",
        (figure,),
        (figure_of(amount),),
        formula,
        decimal_text(each),
        unit,
        cited=(amount, *heads[:2]),
        notes=(note,),
    )


def _unit(engine: Engine, amount: Fact) -> str:
    """The unit asked for (多少元, 几万), else the amount's own."""
    match = re.search(r"(?:多少|几)(?:个)?(亿|万|元|块)", normalise(engine.query.question))
    return {"亿": "亿元", "万": "万元", "元": "元", "块": "元"}[match[1]] if match else amount.unit or ""
