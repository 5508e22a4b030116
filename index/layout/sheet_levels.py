"""Which levels an indicator stands under, where the labels of levels span rows and layouts shift them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.layout.sheet_words import allowed_firsts, is_first_level, level_order

__all__ = ["NO_LEVELS", "LevelCell", "Levels", "next_levels"]


@dataclass(frozen=True, slots=True)
class LevelCell:
    """A level's label in a row; ``column`` is ``first`` or ``second`` where the row keeps to its header."""

    text: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a row. ``waiting`` are second levels whose labels this row holds for the rows after it.

    ``settled`` says that the labels did not stand as the framework has them: a second level under a first level
    that is not its own, or several at once.
    """

    first: str | None
    second: str | None
    waiting: tuple[str, ...] = ()
    settled: bool = False


NO_LEVELS = Levels(None, None)


def next_levels(cells: Sequence[LevelCell], before: Levels) -> Levels:
    """The levels of a row from the labels in it and the levels of the row before.

    A row without labels is under the levels before it. Where a layout puts the labels of several rows into one
    (效益指标｜社会效益指标｜时效指标), they are given out in the framework's order, one to each row that follows;
    a first level that cannot hold the second is replaced by the one that does.
    """
    firsts, seconds = _split(cells, before)
    if not firsts and not seconds and not before.waiting:
        return Levels(before.first, before.second)
    queue = _distinct([*seconds, *before.waiting])
    if not queue:
        return Levels(firsts[-1] if firsts else before.first, None)
    if len(queue) > 1:
        queue = sorted(queue, key=level_order)
    second, waiting = queue[0], tuple(queue[1:])
    first = _first_of(second, firsts, before.first)
    odd = bool(waiting or before.waiting) or bool(firsts and first not in firsts)
    return Levels(first, second, waiting, settled=odd)


def _split(cells: Sequence[LevelCell], before: Levels) -> tuple[list[str], list[str]]:
    """The first and the second levels among a row's labels, each in order."""
    firsts: list[str] = []
    seconds: list[str] = []
    for number, cell in enumerate(cells):
        others = [other.text for other in cells[number + 1 :]]
        if _is_first(cell, others, bool(firsts), before):
            firsts.append(cell.text)
        else:
            seconds.append(cell.text)
    return firsts, _distinct(seconds)


def _is_first(cell: LevelCell, after: Sequence[str], has_first: bool, before: Levels) -> bool:
    if not is_first_level(cell.text):
        return cell.column == "first" and not allowed_firsts(cell.text)
    parents = allowed_firsts(cell.text)
    if not parents:
        return True
    # 成本指标 is a first level of its own, or a second level of 产出指标.
    if any(cell.text in allowed_firsts(text) for text in after):
        return True
    if cell.column == "second" or has_first:
        return False
    return before.first not in parents


def _first_of(second: str, firsts: Sequence[str], before: str | None) -> str | None:
    allowed = allowed_firsts(second)
    if not allowed:
        return firsts[-1] if firsts else before
    for first in (*reversed(firsts), before):
        if first in allowed:
            return first
    if before is None and not firsts:
        return allowed[0]
    known = all(first is None or is_first_level(first) for first in (*firsts, before))
    return allowed[0] if known else (firsts[-1] if firsts else before)


def _distinct(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
