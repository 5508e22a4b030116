"""One of the things a question names (“甲和乙哪个多”, “甲、乙、丙里最少的是哪项”) within one department's document.

Each is looked up, all must be found in one unit, then they are compared.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.asked import Asked
from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.places import issuers, select
from assistant.single import accept, with_unit
from assistant.words import fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["answer_alternatives", "names_alternatives"]

NAMED = 0.75  # share of an operand's words that its figure must explain: a near name is another thing
NEAR = 0.2  # a figure of the same table and column is taken where it scores this near to the best
_JOIN = re.compile(r"、|和|与|跟|及|还是|或者|或|,|，")
_WHICH = re.compile(
    r"(?P<operands>[^|?？。；;]+?)(?:这?[两二三四五六几]?(?:个|项|家|类|种|者|所)?)?(?:里面|里|之中|当中|中|之间|相比)?[,，]?"
    r"(?:哪(?:一)?(?:个|项|家|类|种|边|块|笔|所)?|谁)(?P<measure>[^|?？,，。]*?)(?:更|最|比较|要)?(?P<way>多|高|大|贵|少|低|小|便宜)"
)
_MOST = re.compile(
    r"(?P<operands>[^|?？。；;]+?)(?:这?[两二三四五六几]?(?:个|项|家|类|种|者|所)?)?(?:里面|里|之中|当中|中)[,，]?"
    r"(?P<measure>)最(?P<way>多|高|大|贵|少|低|小|便宜)的?(?:是|为)?(?:哪|谁)"
)


def answer_alternatives(engine: Engine, asked: Asked) -> Outcome | None:
    """The largest or smallest of the things named, the others beside it; None where the question names none."""
    named = _named(engine, asked)
    if named is None:
        return None
    match, operands = named
    found = _linked(engine, operands, match["measure"])
    if found is None:
        return None
    unit = found[0].unit
    lowest = match["way"] in ("少", "低", "小", "便宜")
    ordered = sorted(zip(operands, found, strict=True), key=lambda pair: _value(pair[1], unit), reverse=not lowest)
    figures = [with_unit(figure_of(fact), engine.query.convert_to) for _, fact in ordered]
    facts = tuple(fact for _, fact in ordered)
    if len(figures) > 2:
        return Outcome("answered", tuple(figures[:1]), tuple(figures[1:]), cited=facts)
    big, small = (
        sorted((_value(fact, unit) for fact in facts), reverse=True)[0],
        min(_value(fact, unit) for fact in facts),
    )
    if not re.search(r"(?:多|高|大|少|低|小|差)(?:出|了)?(?:多少|几)|how much|by how", asked.text):
        return Outcome("answered", tuple(figures), cited=facts)
    gap = Figure("差额", decimal_text(big - small), unit or "", facts, facts[0].document, facts[0].year)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(big - small)}"
    shown = (*figures, with_unit(gap, engine.query.convert_to))
    return Outcome("answered", shown, (), formula, decimal_text(big - small), unit, cited=facts)


def names_alternatives(engine: Engine, asked: Asked) -> bool:
    """Whether a question asks which of several named things is more: then one figure alone is no answer."""
    return _named(engine, asked) is not None


def _named(engine: Engine, asked: Asked) -> tuple[re.Match[str], list[str]] | None:
    if engine.query.scope.each:
        return None
    _, rest = select(asked.text, issuers(engine.vocabulary.documents))
    match = _MOST.search(rest) or _WHICH.search(rest)
    operands = [piece for piece in _JOIN.split(match["operands"]) if len(fold(piece)) > 1] if match else []
    return (match, operands) if match and len(operands) > 1 else None


def _linked(engine: Engine, operands: list[str], measure: str) -> list[Fact] | None:
    """A figure for each operand, of one table and column where that is as good; None where one is missing."""
    chosen: list[Fact] = []
    context = operands[0]
    for number, operand in enumerate(operands):
        said = engine.prepare(operand) + (f"|{engine.prepare(measure)}" if len(fold(measure)) > 1 else "")
        candidates = _candidates(engine, said)
        if not candidates and number:
            candidates = _candidates(engine, f"{engine.prepare(context)}|{said}")
        if not candidates:
            return None
        top = candidates[0]
        best = next(
            (c for c in candidates if c.score > top.score - NEAR and chosen and _beside(c.fact, chosen[0])), top
        )
        chosen.append(best.fact)
    if len({fact.id for fact in chosen}) < len(chosen):
        return None
    if any(_under(one, other) for one in chosen for other in chosen if one is not other):
        return None  # a part and its whole are no alternatives
    units = {fact.unit for fact in chosen}
    if len(units) > 1 and not all(is_money(unit) for unit in units):
        return None
    return chosen


def _candidates(engine: Engine, text: str) -> list[Candidate]:
    found = engine.find(text, limit=14, units=False)
    return [c for c in found if accept(c) and c.coverage >= NAMED and c.fact.value is not None]


def _under(one: Fact, other: Fact) -> bool:
    depth = len(other.row_path)
    same = one.container == other.container and one.column_path == other.column_path
    return same and len(one.row_path) > depth and one.row_path[:depth] == other.row_path and not other.total


def _beside(one: Fact, other: Fact) -> bool:
    return one.container == other.container and (
        one.column_path == other.column_path or one.row_place == other.row_place
    )


def _value(fact: Fact, unit: str | None) -> Decimal:
    assert fact.value is not None
    if fact.unit != unit and is_money(fact.unit) and is_money(unit):
        return convert(fact.value, fact.unit or "", unit or "")
    return fact.value
