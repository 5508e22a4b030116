"""What a question asks to be counted (a size, people, money, a length of time), and how a passage tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.passages.settings import settings

__all__ = ["Measure", "asks_twice", "measures_of", "without_measures"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A thing counted: ``asked`` are the question's words for it, ``told`` what a passage that tells it holds (None
    for a way or a ground, asked beside a figure)."""

    name: str
    asked: str
    told: re.Pattern[str] | None
    cut: bool


def measures_of(question: str) -> tuple[Measure, ...]:
    """The measures that a question asks for, each word of it read once, the first kind that fits."""
    found: list[Measure] = []
    taken: list[tuple[int, int]] = []
    for name, ask, told, cut in _measures():
        for match in ask.finditer(question):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            unit = next((group for group in match.groupdict().values() if group), "")
            pattern = re.compile(told.replace("{unit}", re.escape(unit))) if told else None
            found.append(Measure(name, match[0], pattern, cut))
    return tuple(found)


def asks_twice(question: str) -> int:
    """How many figures a sentence must hold to answer a question for two things: 2 where it asks for two figures of
    different kinds (每年奖多少人、每人多少钱), 1 where it asks for one and for words beside it, else 0."""
    measures = measures_of(question)
    names = {measure.name for measure in measures}
    figures = {measure.name for measure in measures if measure.told}
    return 0 if len(names) < 2 or not figures else min(len(figures), 2)


def without_measures(question: str) -> str:
    """A question without the words of measuring that name no subject (能住多少人)."""
    for measure in measures_of(question):
        if measure.cut:
            question = question.replace(measure.asked, "|", 1)
    return question


@cache
def _measures() -> Sequence[tuple[str, re.Pattern[str], str | None, bool]]:
    return [
        (entry["name"], re.compile(entry["ask"]), entry.get("text"), bool(entry.get("cut")))
        for entry in settings("kinds")["measure"]
    ]
