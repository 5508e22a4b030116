"""One figure: which fact answers, and what follows when several could or none does."""

from __future__ import annotations

from dataclasses import replace

from assistant.engine import Engine
from assistant.lookup import Candidate, readings, same_value
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["CERTAIN", "accept", "answer_value", "with_unit"]

CERTAIN = 0.52  # share of the question's words that a fact must explain before it answers
EXACT = 0.40  # the same where a label of the fact stands whole in the question


def accept(candidate: Candidate) -> bool:
    """Whether a candidate explains enough of the question to answer it."""
    return candidate.coverage >= (EXACT if candidate.exact else CERTAIN) and candidate.score > 0.22


def answer_value(engine: Engine) -> Outcome | None:
    """The figure asked for; None where no fact explains the question well enough."""
    query = engine.query
    current = [d for d in query.scope.documents if d not in query.scope.previous]
    found = engine.find(documents=current or query.scope.documents, text_too=_text_too(engine))
    if query.scope.previous:
        from assistant.growth import previous_value

        best = found[0] if current and found else None
        outcome = previous_value(engine, beat=best.score + 0.05 if best and accept(best) else None)
        if outcome is not None:
            return outcome
        if not current:
            return None
    if not found or not accept(found[0]):
        return None
    several = _departments(engine, found)
    if several is not None:
        return several
    document = found[0].fact.document
    same = [c for c in found if c.fact.document == document]
    ties = [c for c in readings(same) if c.exact == same[0].exact]
    first = _cell_first(ties[0], same)
    rivals = [c for c in ties[1:] if not _consistent(first.fact, c.fact)]
    figures = (with_unit(figure_of(first.fact), query.convert_to),)
    support = tuple(c.fact for c in same[:12] if c.fact.id != first.fact.id and same_value(c.fact, first.fact))
    if rivals and rivals[0].score >= first.score - 0.004 and accept(rivals[0]):
        return Outcome(
            "ambiguous", tuple(figure_of(c.fact, label=_telling_label(c.fact)) for c in (first, *rivals[:3])),
            certainty=0.4, cited=tuple(c.fact for c in (first, *rivals[:3])),
        )  # fmt: skip
    return Outcome("answered", figures, _other_readings(first, same), cited=(first.fact, *support[:2]), certainty=first.coverage)


def _text_too(engine: Engine) -> bool:
    asks = engine.query.asks
    return not engine.query.money or "text" in asks or "code" in asks


def _cell_first(first: Candidate, same: list[Candidate]) -> Candidate:
    """A table's cell before a sentence that says the same."""
    if first.fact.source != "sentence":
        return first
    for candidate in same[:6]:
        if candidate.fact.source == "cell" and same_value(candidate.fact, first.fact) and candidate.score > first.score - 0.15:
            return candidate
    return first


def _consistent(one: Fact, other: Fact) -> bool:
    """Whether two facts differ only in how finely they are stated (58.6 and 58.60, 万元 and 元)."""
    if one.value is None or other.value is None:
        return False
    if one.unit and other.unit and one.unit != other.unit and is_money(one.unit) and is_money(other.unit):
        return convert(other.value, other.unit, one.unit) == one.value
    return one.value == other.value


def _telling_label(fact: Fact) -> str:
    return f"{fact_label(fact)}（{fact.title}）"


def _departments(engine: Engine, found: list[Candidate]) -> Outcome | None:
    """Where no place is named and several departments state the thing, a reading for each."""
    if engine.query.scope.named or engine.query.scope.each:
        return None
    best: dict[str, Candidate] = {}
    for candidate in found:
        department = engine.document(candidate.fact.document).department or candidate.fact.document
        if candidate.score >= found[0].score - 0.05 and accept(candidate) and candidate.exact == found[0].exact:
            best.setdefault(department, candidate)
    if len(best) < 2:
        return None
    figures = tuple(
        with_unit(figure_of(c.fact, label=f"{department}（{c.fact.year}年）"), engine.query.convert_to) for department, c in best.items()
    )
    return Outcome("ambiguous", figures, cited=tuple(c.fact for c in best.values()), certainty=0.5, reason="department")


def _other_readings(first: Candidate, same: list[Candidate]) -> tuple[Figure, ...]:
    """The same row under other scopes, as context."""
    shown: list[Figure] = []
    for candidate in same[1:]:
        fact = candidate.fact
        if len(shown) == 2 or candidate.score < first.score - 0.12:
            break
        if fact.source != "cell" or same_value(fact, first.fact) or fact.unit != first.fact.unit:
            continue
        if fact.row_path[-1:] == first.fact.row_path[-1:] and fact.container != first.fact.container:
            shown.append(figure_of(fact, label=_telling_label(fact), role="other scope"))
    return tuple(shown)


def with_unit(figure: Figure, unit: str | None) -> Figure:
    """The figure in another unit of money, exact; unchanged where it is none of money."""
    if unit is None or not is_money(figure.unit) or figure.unit == unit:
        return figure
    from decimal import Decimal

    if unit == "百万元":
        unit = "元"
    value = convert(Decimal(figure.value), figure.unit, unit)
    return replace(figure, value=decimal_text(value), unit=unit)
