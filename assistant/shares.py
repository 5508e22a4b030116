"""What share one figure is of another: part and whole looked up, then an exact percentage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.arithmetic import not_there, same_unit, whole_label
from assistant.engine import Engine
from assistant.operand_links import column_total
from assistant.operands import Pair, indicator_pair, of_units, pair
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.recorder import tried
from assistant.single import accept
from assistant.splits import core, split_joined, split_share
from assistant.understanding import normalise
from assistant.words import fold
from index.amounts import percent_of
from index.model import Fact

__all__ = ["answer_share"]


@tried("share")
def answer_share(engine: Engine, rest: str) -> Outcome | None:
    """What share one figure is of another, in percent rounded half up to two decimals; per document if several."""
    rest = rest.replace("占|", "占")
    if len(engine.query.unlinked) > 2:
        return None
    split = split_share(rest, engine.vocabulary.unsplit)
    if split is None:
        return None
    measured = indicator_pair(engine, split[0], split[1]) if split[1] else None
    if measured is not None:
        return _share_of_target(*measured)
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
    parts = split_joined(part, engine.vocabulary.unsplit)
    own = _own_level(engine, part)
    documents = engine.query.scope.documents
    if engine.query.scope.each and _two_places(split):
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
        top, bottom = same_unit(a, b)
        value = percent_of(top, bottom)
        label = f"{fact_label(a)}占{whole_label(b)}的比例"
        if len(groups) > 1:
            label = f"{engine.document(a.document).department}（{a.year}年）"
        formulas.append(f"{decimal_text(top)} ÷ {decimal_text(bottom)} = {value}%")
        figures.append(Figure(label, decimal_text(value), "%", (a, b), a.document, a.year))
        cited += [a, b]
        context += [figure_of(a), figure_of(b)]
    if not figures:
        return not_there(engine, missing)
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
    top, bottom = same_unit(part, whole)
    return top <= bottom and not (top == bottom and part.row_path[-1:] == whole.row_path[-1:])


def _own_level(engine: Engine, part: str) -> str:
    """“本级” where the question asks for the part of the department itself; the place's name has swallowed it."""
    split = split_share(normalise(engine.query.question), engine.vocabulary.unsplit)
    return "本级" if split is not None and "本级" in split[0] and "本级" not in part else ""


def _share_of_several(engine: Engine, names: Sequence[str], pairs: Sequence[Pair]) -> Outcome | None:
    """Several parts together as a share of their one whole; a refusal where one of them is not there."""
    for name, found in zip(names, pairs, strict=True):
        if found.one is None or found.two is None:
            return not_there(engine, found.missing or name)
    parts = list({found.one.id: found.one for found in pairs if found.one is not None}.values())
    wholes = {found.two.value: found.two for found in pairs if found.two is not None}
    if len(parts) < len(names) or len(wholes) != 1:
        return None
    whole = next(iter(wholes.values()))
    added = [same_unit(fact, whole) for fact in parts]
    top, bottom = sum((part for part, _ in added), Decimal(0)), added[0][1]
    if len({fact.unit for fact in parts}) > 1 or not bottom or top > bottom:
        return None
    value = percent_of(top, bottom)
    formula = f"({' + '.join(decimal_text(part) for part, _ in added)}) ÷ {decimal_text(bottom)} = {value}%"
    label = f"{'、'.join(map(fact_label, parts))}占{whole_label(whole)}的比例"
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


def _share_of_target(result: Fact, target: Fact) -> Outcome | None:
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


def _two_places(split: tuple[str, str | None]) -> bool:
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
