"""Arithmetic decides what the eye cannot: rows and columns whose cells slipped against their header.

A mechanical reading (left to right) is kept wherever its sums hold. Where they do not, other alignments of the
same cells, in the same order, are tried; one is taken only if it alone makes the sums hold, and it is recorded.
Figures are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from index.layout.sums import ColumnSum, agree, amount, column_sums
from index.model import Cell, Column, Place, Repair

__all__ = ["fit_rows", "settle_groups"]

Cells = tuple[Cell | None, ...]
_MAX_SEARCH = 20_000


def fit_rows(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], sums: Sequence[ColumnSum]
) -> tuple[list[Cells], list[Repair]]:
    """Rows as wide as the header: padded, empty ends dropped, slipped cells moved where a sum demands it."""
    fitted, repairs = [], []
    for row in rows:
        cells, repair = _fit(row, columns, sums)
        fitted.append(cells)
        if repair:
            repairs.append(repair)
    return fitted, repairs


def _fit(row: Sequence[Cell], columns: Sequence[Column], sums: Sequence[ColumnSum]) -> tuple[Cells, Repair | None]:
    width = len(columns)
    trimmed = list(row)
    while len(trimmed) > width and not trimmed[-1].text.strip():
        trimmed.pop()
    mechanical: Cells = (*trimmed[:width], *([None] * (width - len(trimmed))))
    too_long = len(trimmed) > width
    if not too_long and _row_holds(mechanical, sums):
        return mechanical, None
    candidates = {
        _key(c): c for c in _shifts(trimmed, width, columns) if _row_holds(c, sums) and _fits_roles(c, columns)
    }
    ranked = sorted(candidates.values(), key=lambda c: _moved(mechanical, c))
    if ranked and (too_long or len(ranked) == 1 or _moved(mechanical, ranked[0]) < _moved(mechanical, ranked[1])):
        why = "the row is not as wide as its header" if len(row) != width else "only so do its figures add up"
        return ranked[0], _repair(row, "cells moved under their columns", why)
    if too_long:
        kept = [cell for cell in trimmed if cell.text.strip()]
        if len(kept) <= width:
            return (*kept, *([None] * (width - len(kept)))), None
    return mechanical, None


def _repair(row: Sequence[Cell], what: str, why: str) -> Repair:
    return Repair(what, why, row[0].place.to(row[-1].place))


def _key(cells: Cells) -> tuple[str, ...]:
    return tuple(cell.text if cell else "" for cell in cells)


def _moved(left: Cells, right: Cells) -> int:
    return sum(1 for a, b in zip(_key(left), _key(right), strict=True) if a != b)


def _row_holds(cells: Cells, sums: Sequence[ColumnSum]) -> bool:
    for column_sum in sums:
        total = amount(cells[column_sum.total])
        parts = [value for part in column_sum.parts if (value := amount(cells[part])) is not None]
        if total is None and not parts:
            continue
        if total is None or not parts or not agree(total, parts):
            return False
    return True


def _fits_roles(cells: Cells, columns: Sequence[Column]) -> bool:
    """Whether no words stand under the header of a figure."""
    return not any(
        column.role == "value"
        and cell is not None
        and amount(cell) is None
        and re.search(r"[\u4e00-\u9fff]", cell.text)
        for cell, column in zip(cells, columns, strict=True)
    )


def _shifts(row: list[Cell], width: int, columns: Sequence[Column]) -> Iterator[Cells]:
    """The row's cells moved left or right by dropping or adding empty cells at up to two gaps."""
    blanks = [i for i, cell in enumerate(row) if not cell.text.strip()]
    surplus = len(row) - width
    if surplus > 0:
        for first in range(surplus + 1):
            yield from _without_blanks(row, blanks, first, surplus - first, width)
        return
    for at in range(1, len(row)):
        yield (*row[:at], None, *row[at:])[:width] + (None,) * max(0, width - len(row) - 1)
    for at in blanks if surplus == 0 else ():
        shorter = [*row[:at], *row[at + 1 :]]
        yield (*shorter, *([None] * (width - len(shorter))))[:width]


def _without_blanks(row: list[Cell], blanks: list[int], first: int, second: int, width: int) -> Iterator[Cells]:
    """The row without ``first`` blanks of its first gap among values and ``second`` of its last."""
    runs: list[list[int]] = []
    for index in blanks:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    for early, late in product(runs, runs):
        drop = set(early[:first]) | set(late[-second:] if second else [])
        if len(drop) == first + second:
            kept = [cell for index, cell in enumerate(row) if index not in drop]
            yield (*kept, *([None] * (width - len(kept))))[:width]


def settle_groups(
    rows: Sequence[Cells], groups: Sequence[tuple[int, Sequence[int]]], columns: Sequence[Column]
) -> tuple[list[Cells], list[Repair]]:
    """Figures put under the right one of several like columns by the sums down a group.

    ``groups`` are (row of the subtotal, rows it covers). A row with one source of money carries it under one of
    the part columns; where the columns' sums miss the subtotal's, the one assignment that meets all of them is
    taken, if it is the only one.
    """
    settled = list(rows)
    repairs: list[Repair] = []
    for column_sum in column_sums(columns):
        for head, members in groups:
            moved = _assigned(settled, head, members, column_sum)
            for index, (source, target) in moved.items():
                cells = list(settled[index])
                cells[target], cells[source] = cells[source], None
                settled[index] = tuple(cells)
                place = _place(settled[index])
                if place is not None:
                    repairs.append(
                        Repair(
                            f"figure moved from {_name(columns[source])} to {_name(columns[target])}",
                            "only so do the columns add up to the group's subtotal",
                            place,
                        )
                    )
    return settled, repairs


def _name(column: Column) -> str:
    return column.path[-1] if column.path else "?"


def _place(cells: Cells) -> Place | None:
    places = [cell.place for cell in cells if cell is not None]
    return places[0].to(places[-1]) if places else None


def _assigned(
    rows: Sequence[Cells], head: int, members: Sequence[int], column_sum: ColumnSum
) -> dict[int, tuple[int, int]]:
    wanted = {part: amount(rows[head][part]) or Decimal(0) for part in column_sum.parts}
    found = {part: sum((amount(rows[m][part]) or Decimal(0) for m in members), Decimal(0)) for part in column_sum.parts}
    wrong = [part for part in column_sum.parts if wanted[part] != found[part]]
    if len(wrong) < 2 or sum(wanted.values()) != sum(found.values()):
        return {}
    movable = []
    for member in members:
        sources = [part for part in column_sum.parts if amount(rows[member][part])]
        if len(sources) == 1 and sources[0] in wrong:
            movable.append((member, sources[0]))
    if not movable or len(wrong) ** len(movable) > _MAX_SEARCH:
        return {}
    fixed = {
        part: found[part] - sum((amount(rows[m][s]) or Decimal(0) for m, s in movable if s == part), Decimal(0))
        for part in wrong
    }
    solutions = []
    for choice in product(wrong, repeat=len(movable)):
        sums = dict(fixed)
        for (member, source), target in zip(movable, choice, strict=True):
            sums[target] += amount(rows[member][source]) or Decimal(0)
        if all(sums[part] == wanted[part] for part in wrong):
            solutions.append(choice)
            if len(solutions) > 1:
                return {}
    if not solutions:
        return {}
    return {
        member: (source, target)
        for (member, source), target in zip(movable, solutions[0], strict=True)
        if source != target
    }
