"""Why a figure changed: the reason that follows a stated change; where none is given, that is said."""

from __future__ import annotations

import re

from assistant.engine import Engine
from assistant.growth import change_facts
from assistant.lookup import Candidate
from assistant.outcome import Outcome, figure_of
from assistant.single import accept

__all__ = ["answer_reason"]


def answer_reason(engine: Engine) -> Outcome | None:
    """The document's own reason for a change; ``not_found`` where the change is stated without one."""
    found = [c for c in change_facts(engine) if accept(c)]
    with_reason = engine.find(
        periods=frozenset({"current", "change", "growth", "previous"}),
        keep=lambda f: bool(f.reason),
        tables=(),
        units=False,
    )
    best = next((c for c in with_reason if accept(c)), None)
    if best is not None and (not found or best.score >= found[0].score - 0.06):
        return _told(best)
    if found and not best and found[0].main >= 0.7:
        return Outcome("not_found", context=(figure_of(found[0].fact),), cited=(found[0].fact,), reason="no_reason")
    return None


def _told(candidate: Candidate) -> Outcome:
    fact = candidate.fact
    reason = re.sub(r"^(?:主要)?(?:原因)?(?:是)?[:：]?", "", (fact.reason or "").strip())
    subject = fact.row_path[-1] if fact.row_path else fact.title
    return Outcome(
        "answered",
        (),
        (figure_of(fact),),
        said=f"{subject}：主要原因是{reason}",
        cited=(fact,),
        certainty=candidate.coverage,
    )
