"""Where a document disagrees with itself: both figures and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.engine import Engine
from assistant.outcome import Outcome, figure_of
from assistant.single import accept
from index.model import Fact, Identity

__all__ = ["answer_conflict", "as_conflict"]

_SAME_THING = ("sister", "prose", "table_prose", "same", "sisters")


def as_conflict(engine: Engine, outcome: Outcome, failing: Sequence[Identity]) -> Outcome:
    """``conflict`` with both figures where an identity that says “these two are the same thing” fails for the
    single figure asked; other failures only ride along as checks."""
    if len(outcome.figures) != 1 or len(outcome.figures[0].facts) != 1:
        return outcome
    fact = outcome.figures[0].facts[0]
    for identity in failing:
        if len(identity.facts) != 2 or fact.id not in identity.facts:
            continue
        other = _fact(engine, next(i for i in identity.facts if i != fact.id))
        if other is None or other.value is None or other.value == fact.value or other.unit != fact.unit:
            continue
        if other.row_path[-1:] != fact.row_path[-1:]:
            continue
        figures = (outcome.figures[0], figure_of(other, label=f"{outcome.figures[0].label}（{other.title}）"))
        return replace(outcome, status="conflict", figures=figures, cited=(*outcome.cited, other))
    return outcome


def _fact(engine: Engine, identity: str) -> Fact | None:
    try:
        found: Fact = engine.library.fact(identity)
    except (KeyError, LookupError, StopIteration):
        return None
    return found


def answer_conflict(engine: Engine) -> Outcome | None:
    """Two differing figures for what the question asks to be compared with itself."""
    found = [c for c in engine.find(units=False, limit=20) if accept(c)]
    if not found:
        return None
    chosen: list[Fact] = []
    for candidate in found:
        fact = candidate.fact
        if candidate.score < found[0].score - 0.2 or fact.document != found[0].fact.document:
            continue
        if fact.value is not None and all(fact.value != other.value or fact.unit != other.unit for other in chosen):
            chosen.append(fact)
    if len(chosen) < 2:
        return None
    return Outcome("conflict", tuple(figure_of(fact) for fact in chosen[:3]), cited=tuple(chosen[:3]))
