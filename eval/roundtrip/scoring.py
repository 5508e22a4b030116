"""Whether an answer brings a fact back, and if not, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from eval.roundtrip.names import Named
from eval.roundtrip.questions import Question

__all__ = ["CAUSES", "RETURNED", "Outcome", "judge"]

RETURNED = "returned"
CAUSES = ("wrong value", "wrong citation", "ambiguous", "conflict", "refused", "no figure", "error")
_FALLS = re.compile("(?<!增)减|降|(?<!多)少")
_FIRST = 3  # citations in which the fact's line must be


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question's outcome: ``cause`` is ``returned`` or one of ``CAUSES``."""

    question: Question
    cause: str
    answer: Mapping[str, Any]

    @property
    def returned(self) -> bool:
        """Whether the fact came back with its citation."""
        return self.cause == RETURNED


def judge(question: Question, answer: Mapping[str, Any], *, disputed: bool = False) -> Outcome:
    """Compare an answer (its JSON form) with the fact that was asked.

    ``disputed`` tells that the documents disagree about the fact, so that a conflict is an answer too.
    """
    return Outcome(question, _cause(question, answer, disputed), answer)


def _cause(question: Question, answer: Mapping[str, Any], disputed: bool) -> str:
    status, values = answer.get("status"), answer.get("values") or ()
    if status not in ("answered", "ambiguous", "conflict", "not_found"):
        return "error"
    if status == "not_found":
        return "refused"
    if status == "ambiguous" or (status == "conflict" and not disputed):
        return str(status)
    if not values:
        return "no figure"
    if not _is_value(values[0], question):
        return "wrong value"
    return RETURNED if _cited(question, answer.get("citations") or ()) else "wrong citation"


def _is_value(value: Mapping[str, Any], question: Question) -> bool:
    fact = question.fact.fact
    try:
        number = Decimal(str(value.get("value")))
    except InvalidOperation:
        return False
    right = {fact.value}
    if fact.value is not None and (question.unsigned or (fact.value < 0 and _FALLS.search(str(value.get("label"))))):
        right.add(-fact.value)  # 减少 10 is −10
    return number in right and (value.get("unit") or "") == (fact.unit or "")


def _cited(question: Question, citations: Sequence[Mapping[str, Any]]) -> bool:
    return any(_covers(citation, alike) for citation in citations[:_FIRST] for alike in question.alike)


def _covers(citation: Mapping[str, Any], named: Named) -> bool:
    first, place = citation.get("line_start"), named.fact.place
    if citation.get("document") != named.document.file or first is None or place.line_start is None:
        return False
    last = citation.get("line_end") or first
    return bool(first <= place.line_start and (place.line_end or place.line_start) <= last)
