"""Differences and totals: the question cut into operands, each looked up, then exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.combined import sheet_pair
from assistant.engine import Engine
from assistant.operands import indicator_pair, of_units, pair
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.recorder import tried
from assistant.single import with_unit
from assistant.splits import change_aspects, operand_words, split_difference
from assistant.understanding import normalise
from index.amounts import convert, is_money, percent_of, round_half_up
from index.model import Fact

__all__ = [
    "answer_difference",
    "in_unit",
    "not_there",
    "same_unit",
    "total",
    "whole_label",
]


def not_there(engine: Engine, missing: str | None) -> Outcome | None:
    """A refusal that names the operand that was not found; None where none can be named."""
    if not missing or engine.query.language == "en":
        return None
    documents = "、".join(engine.document(d).title for d in engine.query.scope.documents[:2])
    return Outcome("not_found", said=f"在{documents}中没有找到“{missing}”的数字，算不出所问的结果。", reason="operand")


def whole_label(fact: Fact) -> str:
    """A figure's label, with its table where it is only called a total."""
    label = fact_label(fact)
    return f"{label}（{fact.title}）" if label in ("合计", "总计", "预算数") else label


def in_unit(fact: Fact, unit: str | None) -> Decimal:
    """A figure's value in a unit, where both are money; its own value otherwise."""
    assert fact.value is not None
    if fact.unit != unit and is_money(fact.unit) and is_money(unit):
        return convert(fact.value, fact.unit or "", unit or "")
    return fact.value


def same_unit(a: Fact, b: Fact) -> tuple[Decimal, Decimal]:
    """Both values in one unit: the first one's, where both are money."""
    assert a.value is not None and b.value is not None
    if a.unit and b.unit and a.unit != b.unit and is_money(a.unit) and is_money(b.unit):
        return a.value, convert(b.value, b.unit, a.unit)
    return a.value, b.value


@dataclass(frozen=True, slots=True)
class _Operand:
    """One side of a calculation: a figure, or the sum over a column of all units."""

    label: str
    value: Decimal
    facts: tuple[Fact, ...]

    def shown(self) -> tuple[Figure, ...]:
        return (figure_of(self.facts[0]),) if len(self.facts) == 1 else ()


@tried("difference")
def answer_difference(engine: Engine, rest: str) -> Outcome | None:
    """How far apart two figures are: in amount without its sign, in percent of the second, or how many times it."""
    split = split_difference(rest, engine.vocabulary.unsplit)
    if split is None or len(engine.query.unlinked) > 2:
        return None
    sides = _sides(engine, *split)
    if sides is None or isinstance(sides, Outcome):
        return sides
    one, two, unit = sides
    text = normalise(engine.query.question)
    if re.search(operand_words()["times"]["say"], text):
        return _times(engine, one, two)
    facts = (*one.facts, *two.facts)
    first = facts[0]
    gap = abs(one.value - two.value)
    big, small = max(one.value, two.value), min(one.value, two.value)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(gap)}"
    label = f"{one.label}与{two.label}的差额"
    figure = Figure(label, decimal_text(gap), unit, facts, first.document, first.year)
    figures: tuple[Figure, ...] = (with_unit(figure, engine.query.convert_to),)
    wanted = change_aspects(text)
    if "percent" in wanted:
        if not two.value:
            return None
        rate = percent_of(one.value - two.value, two.value)
        relative = Figure(f"{label}占后者的比例", decimal_text(rate), "%", facts, first.document, first.year)
        figures = (*figures, relative) if "amount" in wanted else (relative,)
        formula = f"({decimal_text(one.value)} − {decimal_text(two.value)}) ÷ {decimal_text(two.value)} = {rate}%"
    return Outcome(
        "answered",
        figures,
        (*one.shown(), *two.shown()),
        formula,
        figures[-1].value,
        figures[-1].unit,
        cited=facts,
        notes=() if one.value >= two.value else ("后者更大",),
    )


def _sides(engine: Engine, one: str, two: str) -> tuple[_Operand, _Operand, str] | Outcome | None:
    """Both operands in one unit; a refusal that names the one that is missing."""
    heads = of_units(engine, one, two)
    if heads is not None:
        facts = tuple(heads[2])
        half = len(facts) // 2
        return _Operand("各单位合计", heads[0], facts[:half]), _Operand("各单位合计", heads[1], facts[half:]), "人"
    measured = indicator_pair(engine, one, two) or sheet_pair(engine, one, two)
    if measured is None:
        found = pair(engine, one, two, engine.query.scope.documents, apart=True)
        if found.one is None or found.two is None:
            return not_there(engine, found.missing)
        measured = found.one, found.two
    a, b = measured
    if a.value is None or b.value is None:
        return None
    values = same_unit(a, b)
    return (
        _Operand(whole_label(a), values[0], (a,)),
        _Operand(whole_label(b), values[1], (b,)),
        a.unit or "",
    )


def _times(engine: Engine, one: _Operand, two: _Operand) -> Outcome | None:
    """How many times the second figure the first one is; None where it is asked how many times more it is, which is
    said of both ``one ÷ two`` and one less."""
    if re.search(operand_words()["times"]["unless"], normalise(engine.query.question)) or not two.value:
        return None
    value = round_half_up(one.value / two.value)
    formula = f"{decimal_text(one.value)} ÷ {decimal_text(two.value)} = {value}"
    facts = (*one.facts, *two.facts)
    figure = Figure(f"{one.label}与{two.label}之比", decimal_text(value), "倍", facts, facts[0].document, facts[0].year)
    context = (*one.shown(), *two.shown())
    return Outcome("answered", (figure,), context, formula, decimal_text(value), "倍", cited=facts)


def total(engine: Engine, facts: Sequence[Fact], *, label: str | None = None) -> Outcome | None:
    """The sum of facts in the first one's unit, with its formula; None where units do not go together."""
    unit = facts[0].unit or ""
    values: list[Decimal] = []
    for fact in facts:
        if fact.value is None:
            return None
        if fact.unit == unit:
            values.append(fact.value)
        elif is_money(fact.unit) and is_money(unit):
            values.append(convert(fact.value, fact.unit or "", unit))
        else:
            return None
    value = sum(values, Decimal(0))
    formula = " + ".join(map(decimal_text, values)) + f" = {decimal_text(value)}"
    names = "、".join(dict.fromkeys(fact_label(fact) for fact in facts))
    figure = Figure(
        label or f"{names[:60]}合计", decimal_text(value), unit, tuple(facts), facts[0].document, facts[0].year
    )
    return Outcome(
        "answered",
        (with_unit(figure, engine.query.convert_to),),
        tuple(figure_of(fact) for fact in facts),
        formula,
        decimal_text(value),
        unit,
        cited=tuple(facts),
    )
