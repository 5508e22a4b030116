"""What is lost by kind: the same questions as they were and put differently, scored alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

__all__ = ["Loss", "below", "losses", "report"]


@dataclass(frozen=True, slots=True)
class Loss:
    """Counts of one kind over the questions it changed; ``base`` and ``base_harmful`` of the same ones unchanged."""

    asked: int = 0
    correct: int = 0
    harmful: int = 0
    base: int = 0
    base_harmful: int = 0

    @property
    def drop(self) -> float:
        """The share of correct answers lost, 0.03 for three points; negative where more are right than before."""
        return (self.base - self.correct) / self.asked if self.asked else 0.0

    @property
    def harm(self) -> float:
        """The share of answers that give a wrong figure."""
        return self.harmful / self.asked if self.asked else 0.0


def judged(gold: Mapping[str, Any], answer: Mapping[str, Any], score: ModuleType) -> tuple[bool, bool]:
    """(right, harmful) of one answer."""
    right = bool(score.headline_ok(answer, gold))
    return right, not right and bool(answer.get("values")) and answer.get("status") == "answered"


def losses(
    changed: Iterable[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]], score: ModuleType
) -> dict[str, Loss]:
    """Losses by kind and over ``ALL``; ``answers`` holds both the changed questions' and their bases'."""
    counts: dict[str, list[int]] = {}
    for question in changed:
        right, harmful = judged(question, answers[question["id"]], score)
        base, base_harmful = judged(question, answers[question["base"]], score)
        for name in (question["kind"], "ALL"):
            row = counts.setdefault(name, [0, 0, 0, 0, 0])
            for at, one in enumerate((True, right, harmful, base, base_harmful)):
                row[at] += one
    return {name: Loss(*row) for name, row in counts.items()}


def below(found: Mapping[str, Loss], floors: Mapping[str, float]) -> list[str]:
    """What is worse than ``drop`` and ``harmful`` of ``floors`` allow, in words; too few questions are worse too."""
    whole = found.get("ALL", Loss())
    failed = []
    if whole.asked < floors.get("asked", 0):
        failed.append(f"asked {whole.asked} < {floors['asked']:.0f}")
    if whole.drop > floors.get("drop", 1):
        failed.append(f"drop {whole.drop:.1%} > {floors['drop']:.1%}")
    if whole.harm > floors.get("harmful", 1):
        failed.append(f"harmful {whole.harm:.1%} > {floors['harmful']:.1%}")
    return failed


def report(title: str, found: Mapping[str, Loss], order: Sequence[str]) -> str:
    """A table for people: shares, the drop in points, and what harm the unchanged questions did."""
    lines = [title, f"  {'kind':<16}{'n':>5}{'before':>9}{'correct':>9}{'drop':>8}{'harmful':>9}{'(before)':>10}"]
    for name in [*order, "ALL"]:
        if loss := found.get(name):
            n = loss.asked
            lines.append(
                f"  {name:<16}{n:>5}{loss.base / n:>9.1%}{loss.correct / n:>9.1%}{loss.drop * 100:>8.1f}"
                f"{loss.harm:>9.1%}{loss.base_harmful / n:>10.1%}"
            )
    return "\n".join(lines)
