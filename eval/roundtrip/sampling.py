"""A few of the questions that stand for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from eval.roundtrip.questions import Question

__all__ = ["sample"]


def sample(questions: Sequence[Question], size: int, *, seed: int) -> list[Question]:
    """``size`` of the questions in their order, the same ones for the same seed.

    Every document, source, kind and naming has its share, and at least one question while there is room.
    """
    strata: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        fact = question.fact.fact
        strata[fact.document, fact.source, fact.kind or "", question.plan].append(number)
    ranked = []
    for numbers in strata.values():
        numbers.sort(key=lambda number: sha256(f"{seed}:{questions[number].text}".encode()).digest())
        ranked += [(rank / len(numbers), rank > 0, number) for rank, number in enumerate(numbers)]
    ranked.sort(key=lambda entry: (entry[1], entry[0], entry[2]))
    return [questions[number] for number in sorted(number for _, _, number in ranked[:size])]
