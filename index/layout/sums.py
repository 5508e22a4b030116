"""Which columns and rows of a table should add up: totals against their parts, across and down.

The structure says what should hold: 合计 = Σ of the columns beside it, a group counting by its 小计; a parent row =
Σ of its children; a total row = Σ of the rows it covers. Nothing here looks at whether it does hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import parse_figure
from index.layout.words import is_total
from index.model import Cell, Column

__all__ = ["ColumnSum", "agree", "amount", "column_sums", "tolerance"]


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A total column and the columns that make it up, by index."""

    total: int
    parts: tuple[int, ...]


def amount(cell: Cell | None) -> Decimal | None:
    """The plain amount in a cell, None where it is empty or says anything else."""
    if cell is None:
        return None
    figure = parse_figure(cell.text)
    return figure.value if figure is not None and figure.relation is None else None


def tolerance(values: Sequence[Decimal]) -> Decimal:
    """What rounding to the last written digit can make of a sum: half a digit for each figure in it.

    Figures of whole numbers among decimals (0, 800) are taken as exact.
    """
    last = max((-int(value.as_tuple().exponent) for value in values if value), default=0)
    if last <= 0:
        return Decimal(0)
    return Decimal(5).scaleb(-min(last, 2) - 1) * len(values)


def agree(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether a total is the sum of its parts within rounding."""
    return abs(total - sum(parts, Decimal(0))) <= tolerance([total, *parts])


def column_sums(columns: Sequence[Column]) -> list[ColumnSum]:
    """The sums that a header states: each 合计, 小计 or 总计 column and its parts.

    Columns of counts, prices and shares are no parts of an amount; a header with a percent sign has no sum.
    """
    values = [i for i, column in enumerate(columns) if column.role == "value" and column.path]
    sums = []
    for index in values:
        path = columns[index].path
        if not is_total(path[-1]):
            continue
        prefix = path[:-1]
        parts = _parts(columns, values, index, prefix)
        if len(parts) > 1:
            sums.append(ColumnSum(index, parts))
    return sums


def _parts(columns: Sequence[Column], values: list[int], total: int, prefix: tuple[str, ...]) -> tuple[int, ...]:
    depth = len(prefix)
    groups: dict[str, list[int]] = {}
    for index in values:
        path = columns[index].path
        if index == total or path[:depth] != prefix or len(path) <= depth:
            continue
        if len(path) == depth + 1 and is_total(path[-1]):
            continue
        groups.setdefault(path[depth], []).append(index)
    parts: list[int] = []
    for members in groups.values():
        own = [i for i in members if len(columns[i].path) > depth + 1 and is_total(columns[i].path[-1])]
        parts.extend(own[:1] or members)
    return tuple(parts)
