"""Tables that say the same thing twice, and what that tells about a column that slipped.

The income table's total row names the same sources as the income half of the overview; where the figures stand
one column off in a way that no sum inside the table can show, the overview does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from index.layout.sums import amount
from index.layout.words import bare, squeeze
from index.model import Cell, Column, Repair, Row, Table

__all__ = ["align_with_sisters", "same_source", "source_key"]

_TAILS = ("收入", "拨款", "资金", "支出", "预算")


def source_key(name: str) -> str:
    """A source of income without the words that tables vary: 一般公共预算拨款收入, 一般公共预算 → 一般公共."""
    key = squeeze(bare(name)).replace("（", "(").replace("）", ")")
    changed = True
    while changed:
        changed = False
        for tail in _TAILS:
            if key.endswith(tail) and len(key) > len(tail) + 1:
                key, changed = key[: -len(tail)], True
    return key


def same_source(left: str, right: str) -> bool:
    """Whether two names mean one source of income."""
    return source_key(left) == source_key(right)


def align_with_sisters(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables, with the columns of an income table moved where the overview shows that they slipped."""
    overview = next((t for t in tables if t.kind == "overview" and t.part == "收入"), None)
    if overview is None:
        return tuple(tables)
    known = {source_key(row.label): _first_amount(row) for row in overview.rows if not row.total}
    return tuple(_aligned(table, known, overview) if table.kind == "income" else table for table in tables)


def _first_amount(row: Row) -> Decimal | None:
    return next((value for cell in row.cells if (value := amount(cell)) is not None), None)


def _aligned(table: Table, known: dict[str, Decimal | None], overview: Table) -> Table:
    total = next((row for row in table.rows if row.total), None)
    if total is None:
        return table
    values = [i for i, column in enumerate(table.columns) if column.role == "value"]
    if _misses(total.cells, table.columns, values, known) == 0:
        return table
    empty = [i for i in values if all(_is_empty(row.cells[i]) for row in table.rows)]
    best: tuple[int, int, tuple[Row, ...]] | None = None
    for blank in empty:
        rows = tuple(replace(row, cells=_closed_up(row.cells, blank, values)) for row in table.rows)
        misses = _misses(next(row for row in rows if row.total).cells, table.columns, values, known)
        if best is None or misses < best[0]:
            best = (misses, blank, rows)
    if best is None or best[0] > 0:
        return table
    place = table.rows[0].place.to(table.rows[-1].place)
    repair = Repair(
        f"figures moved one column, over the empty column {table.columns[best[1]].path[-1]}",
        f"only so does the total row agree with {overview.title}",
        place,
    )
    return replace(table, rows=best[2], repairs=(*table.repairs, repair))


def _is_empty(cell: Cell | None) -> bool:
    return cell is None or not cell.text.strip()


def _closed_up(cells: tuple[Cell | None, ...], blank: int, values: Sequence[int]) -> tuple[Cell | None, ...]:
    """The figures right of an empty column moved one to the left over it; nothing is lost."""
    out = list(cells)
    after = [i for i in values if i >= blank]
    for left, right in pairwise(after):
        out[left] = cells[right]
    out[after[-1]] = None
    return tuple(out)


def _misses(
    cells: tuple[Cell | None, ...], columns: Sequence[Column], values: Sequence[int], known: dict[str, Decimal | None]
) -> int:
    """How many columns say another figure than the overview's row of the same name.

    Columns of carried-over money repeat the names of this year's; only the first column of a name counts.
    """
    seen: set[str] = set()
    misses = 0
    for index in values:
        key = source_key(columns[index].path[-1]) if columns[index].path else ""
        if key not in known or key in seen:
            continue
        seen.add(key)
        if (amount(cells[index]) or Decimal(0)) != (known[key] or Decimal(0)):
            misses += 1
    return misses
