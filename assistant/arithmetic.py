"""Shares, differences, sums and averages: the question cut into operands, each looked up, then exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import Engine
from assistant.operand_links import column_total
from assistant.operands import Pair, indicator_pair, of_units, pair
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.single import accept, with_unit
from assistant.splits import core, split_difference, split_joined, split_share
from assistant.understanding import normalise
from assistant.words import fold
from index.amounts import convert, is_money, percent_of, round_half_up
from index.model import Fact

__all__ = ["answer_average", "answer_difference", "answer_share", "answer_sum", "total"]

_JOINED = re.compile(r"和|与|跟|、|加上|及|以及|加|\+| and | plus ")


def answer_share(engine: Engine, rest: str) -> Outcome | None:
    """What share one figure is of another, in percent rounded half up to two decimals; per document if several."""
    rest = rest.replace("占|", "占")
    if len(engine.query.unlinked) > 2:
        return None
    split = split_share(rest, engine.vocabulary.rows)
    if split is None:
        return None
    measured = indicator_pair(engine, split[0], split[1]) if split[1] else None
    if measured is not None:
        return _share_of_target(engine, *measured)
    heads = of_units(engine, split[0], split[1])
    if heads is not None:
        part_sum, whole_sum, facts = heads
        if not whole_sum:
            return None
        value = percent_of(part_sum, whole_sum)
        formula = f"{decimal_text(part_sum)} ÷ {decimal_text(whole_sum)} = {value}%"
        figure = Figure("各单位合计的比例", decimal_text(value), "%", tuple(facts), facts[0].document, facts[0].year)
        return Outcome(
            "answered", (figure,), formula=formula, result=decimal_text(value), result_unit="%", cited=tuple(facts)
        )
    part, whole = split
    of_all = _share_of_all_units(engine, part, whole) if whole else None
    if of_all is not None:
        return of_all
    parts = split_joined(part, engine.vocabulary.rows)
    own = _own_level(engine, part)
    documents = engine.query.scope.documents
    if engine.query.scope.each and _two_places(engine, split):
        return None  # one department's figure as a share of another's is not read yet
    groups = _groups(engine) if engine.query.scope.each else [list(documents)]
    figures: list[Figure] = []
    cited: list[Fact] = []
    context: list[Figure] = []
    formulas: list[str] = []
    missing: str | None = None
    for group in groups:
        found = pair(engine, f"{own}{part}", whole, group, valid=_part_of)
        if len(parts) > 1:
            several = [pair(engine, piece, whole, group, valid=_part_of) for piece in parts]
            return _share_of_several(engine, parts, several)
        a, b = found.one, found.two
        missing = missing or found.missing
        if a is None or b is None or not a.value or not b.value or (own and own not in "".join(a.row_path)):
            continue
        top, bottom = _same_unit(a, b)
        value = percent_of(top, bottom)
        label = f"{fact_label(a)}占{_whole_label(engine, b)}的比例"
        if len(groups) > 1:
            label = f"{engine.document(a.document).department}（{a.year}年）"
        formulas.append(f"{decimal_text(top)} ÷ {decimal_text(bottom)} = {value}%")
        figures.append(Figure(label, decimal_text(value), "%", (a, b), a.document, a.year))
        cited += [a, b]
        context += [figure_of(a), figure_of(b)]
    if not figures:
        return _not_there(engine, missing)
    if len(figures) > 1 and "rank" in engine.query.asks:
        if len(figures) < len(groups):
            return None
        figures.sort(key=lambda figure: Decimal(figure.value), reverse=not engine.query.lowest)
        k = engine.query.k or 1
        context = list(figures[k:])
        figures = figures[:k]
        cited = [fact for figure in figures for fact in figure.facts] + cited
    return Outcome(
        "answered", tuple(figures), tuple(context), "；".join(formulas), figures[0].value, "%", cited=tuple(cited)
    )


def _part_of(part: Fact, whole: Fact) -> bool:
    """Whether one figure may be a part of another: no larger, and not the same thing."""
    if not part.value or not whole.value:
        return False
    top, bottom = _same_unit(part, whole)
    return top <= bottom and not (top == bottom and part.row_path[-1:] == whole.row_path[-1:])


def _own_level(engine: Engine, part: str) -> str:
    """“本级” where the question asks for the part of the department itself; the place's name has swallowed it."""
    split = split_share(normalise(engine.query.question), engine.vocabulary.rows)
    return "本级" if split is not None and "本级" in split[0] and "本级" not in part else ""


def _not_there(engine: Engine, missing: str | None) -> Outcome | None:
    """A refusal that names the operand that was not found; None where none can be named."""
    if not missing or engine.query.language == "en":
        return None
    documents = "、".join(engine.document(d).title for d in engine.query.scope.documents[:2])
    return Outcome("not_found", said=f"在{documents}中没有找到“{missing}”的数字，算不出所问的结果。", reason="operand")


def _share_of_several(engine: Engine, names: Sequence[str], pairs: Sequence[Pair]) -> Outcome | None:
    """Several parts together as a share of their one whole; a refusal where one of them is not there."""
    for name, found in zip(names, pairs, strict=True):
        if found.one is None or found.two is None:
            return _not_there(engine, found.missing or name)
    parts = list({found.one.id: found.one for found in pairs if found.one is not None}.values())
    wholes = {found.two.value: found.two for found in pairs if found.two is not None}
    if len(parts) < len(names) or len(wholes) != 1:
        return None
    whole = next(iter(wholes.values()))
    added = [_same_unit(fact, whole) for fact in parts]
    top, bottom = sum((part for part, _ in added), Decimal(0)), added[0][1]
    if len({fact.unit for fact in parts}) > 1 or not bottom or top > bottom:
        return None
    value = percent_of(top, bottom)
    formula = f"({' + '.join(decimal_text(part) for part, _ in added)}) ÷ {decimal_text(bottom)} = {value}%"
    label = f"{'、'.join(map(fact_label, parts))}占{_whole_label(engine, whole)}的比例"
    figure = Figure(label, decimal_text(value), "%", (*parts, whole), whole.document, whole.year)
    context = tuple(figure_of(fact) for fact in (*parts, whole))
    return Outcome("answered", (figure,), context, formula, decimal_text(value), "%", cited=(*parts, whole))


def _share_of_all_units(engine: Engine, part: str, whole: str) -> Outcome | None:
    """One unit's staff or posts as a share of all units'."""
    every = column_total(engine, whole)
    if every is None or not every[0]:
        return None
    found = [c for c in engine.find(engine.prepare(core(part)), units=False, limit=4) if accept(c)]
    if not found or found[0].fact.container != every[1][0].container or found[0].main < 0.4:
        return None
    one = found[0].fact
    if one.value is None or one.column_path != every[1][0].column_path:
        return None
    value = percent_of(one.value, every[0])
    formula = f"{decimal_text(one.value)} ÷ {decimal_text(every[0])} = {value}%"
    figure = Figure(
        f"{fact_label(one)}占各单位合计的比例", decimal_text(value), "%", (one, *every[1]), one.document, one.year
    )
    return Outcome(
        "answered", (figure,), (figure_of(one),), formula, decimal_text(value), "%", cited=(one, *every[1][:3])
    )


def _share_of_target(engine: Engine, result: Fact, target: Fact) -> Outcome | None:
    """What an indicator reached as a percentage of its target; it may well be more than all of it."""
    if result.value is None or not target.value or result.unit != target.unit:
        return None
    value = percent_of(result.value, target.value)
    formula = f"{decimal_text(result.value)} ÷ {decimal_text(target.value)} = {value}%"
    label = f"{target.row_path[-1] if target.row_path else target.title}：实际完成值占目标值的比例"
    figure = Figure(label, decimal_text(value), "%", (result, target), result.document, result.year)
    return Outcome(
        "answered",
        (figure,),
        (figure_of(target), figure_of(result)),
        formula,
        decimal_text(value),
        "%",
        cited=(result, target),
    )


def _whole_label(engine: Engine, fact: Fact) -> str:
    label = fact_label(fact)
    return f"{label}（{fact.title}）" if label in ("合计", "总计", "预算数") else label


def _same_unit(a: Fact, b: Fact) -> tuple[Decimal, Decimal]:
    assert a.value is not None and b.value is not None
    if a.unit and b.unit and a.unit != b.unit and is_money(a.unit) and is_money(b.unit):
        return a.value, convert(b.value, b.unit, a.unit)
    return a.value, b.value


def _two_places(engine: Engine, split: tuple[str, str | None]) -> bool:
    """Whether a question for a share names departments in both operands (甲的三公占乙的三公)."""
    one, two = (fold(part or "") for part in split)
    return bool(two) and (one == two or one in two or two in one)


def _groups(engine: Engine) -> list[list[str]]:
    """The documents asked about, one list for each department."""
    groups: dict[str, list[str]] = {}
    for identity in engine.query.scope.documents:
        document = engine.document(identity)
        groups.setdefault(document.department or identity, []).append(identity)
    return list(groups.values())


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
            return _not_there(engine, found.missing)
        a, b = found.one, found.two
    if a.value is None or b.value is None:
        return None
    one, two = _same_unit(a, b)
    value = abs(one - two)
    big, small = (one, two) if one >= two else (two, one)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(value)}"
    figure = Figure(
        f"{_whole_label(engine, a)}与{_whole_label(engine, b)}的差额",
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
    pieces = [piece for piece in _JOINED.split(text) if len(fold(piece)) > 1]
    if len(pieces) < 2:
        return None
    prepared = [engine.prepare(piece) for piece in pieces]
    last = re.search(r"(?:中心|局|学校|学院|所|院|支队)(?:的)?([^|]{2,})$", prepared[-1])
    tail = last[1] if last else ""
    chosen: list[Fact] = []
    first_container: str | None = None
    context = prepared[0]
    for number, piece in enumerate(prepared):
        found = [c for c in engine.find(piece, limit=14, units=False) if accept(c)]
        if number and (not found or found[0].main < 0.5):
            found = [c for c in engine.find(f"{context}|{piece}", limit=14, units=False) if accept(c)] or found
        if (
            number == 0 and len(tail) > 1
        ):  # “社会保险中心和就业服务中心政府采购一共”: what the last one says holds for all
            shared = [c for c in engine.find(f"{piece}|{tail}", limit=14, units=False) if accept(c)]
            if shared and (not found or shared[0].score > found[0].score):
                found = shared
        if not found:
            return None
        best = next(
            (c for c in found if c.fact.container == first_container and c.score > found[0].score - 0.12), found[0]
        )
        first_container = first_container or best.fact.container
        if any(best.fact.id == fact.id for fact in chosen):
            return None  # two operands linked to one figure: one of them is misunderstood
        chosen.append(best.fact)
    if len(chosen) < 2:
        return None
    return total(engine, chosen)


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
