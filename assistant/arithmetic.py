"""Differences, sums and averages: the question cut into operands, each looked up, then exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import Engine
from assistant.operands import indicator_pair, of_units, pair
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.parallel import linked, split_parallel
from assistant.recorder import tried
from assistant.single import accept, with_unit
from assistant.splits import split_difference
from index.amounts import convert, is_money, round_half_up
from index.model import Fact

__all__ = [
    "answer_average",
    "answer_difference",
    "answer_sum",
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


def whole_label(engine: Engine, fact: Fact) -> str:
    """A figure's label, with its table where it is only called a total."""
    label = fact_label(fact)
    return f"{label}（{fact.title}）" if label in ("合计", "总计", "预算数") else label


def same_unit(a: Fact, b: Fact) -> tuple[Decimal, Decimal]:
    """Both values in one unit: the first one's, where both are money."""
    assert a.value is not None and b.value is not None
    if a.unit and b.unit and a.unit != b.unit and is_money(a.unit) and is_money(b.unit):
        return a.value, convert(b.value, b.unit, a.unit)
    return a.value, b.value


@tried("difference")
def answer_difference(engine: Engine, rest: str) -> Outcome | None:
    """The first operand less the second, without its sign where the question asks how far apart they are."""
    split = split_difference(rest, engine.vocabulary.rows)
    if split is None or len(engine.query.unlinked) > 2:
        return None
    heads = of_units(engine, split[0], split[1])
    if heads is not None:
        one_sum, two_sum, facts = heads
        gap = abs(one_sum - two_sum)
        formula = f"{decimal_text(max(one_sum, two_sum))} − {decimal_text(min(one_sum, two_sum))} = {decimal_text(gap)}"
        figure = Figure("各单位合计的差额", decimal_text(gap), "人", tuple(facts), facts[0].document, facts[0].year)
        return Outcome(
            "answered", (figure,), formula=formula, result=decimal_text(gap), result_unit="人", cited=tuple(facts)
        )
    measured = indicator_pair(engine, *split)
    if measured is not None:
        a, b = measured
    else:
        found = pair(engine, split[0], split[1], engine.query.scope.documents, apart=True)
        if found.one is None or found.two is None:
            return not_there(engine, found.missing)
        a, b = found.one, found.two
    if a.value is None or b.value is None:
        return None
    one, two = same_unit(a, b)
    value = abs(one - two)
    big, small = (one, two) if one >= two else (two, one)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(value)}"
    figure = Figure(
        f"{whole_label(engine, a)}与{whole_label(engine, b)}的差额",
        decimal_text(value),
        a.unit or "",
        (a, b),
        a.document,
        a.year,
    )
    return Outcome(
        "answered",
        (with_unit(figure, engine.query.convert_to),),
        (figure_of(a), figure_of(b)),
        formula,
        decimal_text(value),
        a.unit,
        cited=(a, b),
        notes=() if one >= two else ("后者更大",),
    )


@tried("sum")
def answer_sum(engine: Engine, rest: str) -> Outcome | None:
    """The sum of the operands that the question joins (A和B加起来), each looked up by itself."""
    text = (
        re.split(
            r"加起来|加一起|加在一起|之和|总和|合计|合起来|合在一起|一共|总共|共计|combined|together|altogether", rest
        )[0]
        or rest
    )
    match = re.search(r"(?:sum of|combine[d]?|total of|add(?:ing)?) (.+)", rest)
    if match:
        text = match[1]
    text = re.sub(r"[两二三四五六](?:项|笔|个|者|类)(?=$|[，,。？?|])", "", text)
    context, things, tail = split_parallel(text.strip("|,， "), engine.vocabulary.rows)
    if len(things) < 2:
        return None
    chosen = linked(engine, things, shared="|".join(part for part in (context, tail) if part))
    return None if chosen is None else total(engine, chosen)


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


@tried("average")
def answer_average(engine: Engine, rest: str) -> Outcome | None:
    """An amount per head: the amount asked about over the sum of the staff counts of the department's units."""
    text = re.sub(r"平均(每人|每个人|多少|每)?|人均|每人|per (head|capita|person|employee)|average", "|", rest)
    found = [c for c in engine.find(engine.prepare(text), units=False) if accept(c) and is_money(c.fact.unit)]
    if not found:
        return None
    amount = found[0].fact
    index = engine.vocabulary.indexes[amount.document]
    staff = [
        entry.fact
        for entry in index.entries
        if entry.fact.kind == "units"
        and entry.fact.value is not None
        and "在职" in "".join(entry.fact.column_path)
        and not entry.total
    ]
    heads = sum((fact.value for fact in staff if fact.value is not None), Decimal(0))
    if not heads or amount.value is None:
        return None
    value = round_half_up(amount.value / heads)
    formula = f"{decimal_text(amount.value)} ÷ {decimal_text(heads)} = {value}"
    figure = Figure(
        f"{fact_label(amount)}人均",
        decimal_text(value),
        f"{amount.unit}",
        (amount, *staff),
        amount.document,
        amount.year,
    )
    return Outcome(
        "answered",
        (figure,),
        (figure_of(amount),),
        formula,
        decimal_text(value),
        amount.unit,
        cited=(amount, *staff[:2]),
        notes=(f"人数为各单位在职人数之和{decimal_text(heads)}人",),
    )
