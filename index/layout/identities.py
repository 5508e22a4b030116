"""What a document's tables must satisfy: sums across and down, and tables or sentences that say the same figure.

Each rule is a small function from tables and facts to identities; whether an identity holds is for the reader of
the audit to see. The list of cross-checks follows the reviews that finance bureaus make of disclosed budgets (表内
合计, 表间勾稽, 表文一致).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.layout.fact_book import FactBook, fact_name, sum_identity, value_of
from index.layout.sister_identities import balance, same_figures, text_and_table
from index.layout.sums import ColumnSum, column_sums
from index.layout.words import is_total, numbering_of
from index.model import Fact, Identity, Row, Table

__all__ = ["across", "down", "products", "table_identities", "totals"]


def table_identities(tables: Sequence[Table], facts: Sequence[Fact], prose: Sequence[Fact] = ()) -> list[Identity]:
    """All identities of a document's tables, and between its tables and its sentences."""
    book = FactBook(tables, facts)
    found: list[Identity] = []
    for table in tables:
        found += across(table, book)
        found += down(table, book)
        found += totals(table, book)
        found += products(table, book)
    found += balance(tables, book)
    found += same_figures(tables, book)
    found += text_and_table(tables, prose, book)
    return found


def across(table: Table, book: FactBook) -> Iterator[Identity]:
    """合计 = its columns, row by row. A header whose sum holds in fewer than half of the rows states none."""
    for column_sum in column_sums(table.columns):
        found = list(_across(table, column_sum, book))
        if found and sum(1 for identity in found if identity.holds) * 2 >= len(found):
            yield from found


def _across(table: Table, column_sum: ColumnSum, book: FactBook) -> Iterator[Identity]:
    for row in range(len(table.rows)):
        total = book.at(table, row, column_sum.total)
        parts = [part for index in column_sum.parts if (part := book.at(table, row, index)) is not None]
        if total is not None and parts:
            yield sum_identity("row_sum", total, parts)


def down(table: Table, book: FactBook) -> Iterator[Identity]:
    """A row = the rows one level below it (类 = its 款, 款 = its 项, 一、 = its （一）…).

    Rows under 其中 may be a choice only: where they stay below their row nothing is stated.
    """
    children = _children(table.rows)
    for parent, below in children.items():
        of_which = not table.rows[below[0]].code and any(numbering_of(table.rows[i].label)[1] for i in below)
        if of_which and len(below) == 1:
            continue
        for column in book.amount_columns(table):
            total = book.at(table, parent, column)
            parts = [part for index in below if (part := book.at(table, index, column)) is not None]
            if total is None or not parts:
                continue
            identity = sum_identity("children", total, parts)
            if of_which and identity.right_value < identity.left_value and not identity.holds:
                continue
            yield identity


def _children(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Rows by the row above them in the hierarchy, by index; a parent stands before its children."""
    last: dict[tuple[str, ...], int] = {}
    children: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if not row.total or len(row.path) > 1:
            parent = last.get(row.path[:-1])
            if parent is None and len(row.path) > 1:
                parent = last.get((*row.path[:-1], "小计")) if row.path[-1] != "小计" else None
            if parent is None and len(row.path) > 2:
                parent = next((last[key] for key in ((*row.path[:end], "小计") for end in (1,)) if key in last), None)
            if parent is not None and len(row.path) > 1 and row.path[-1] != "小计":
                children.setdefault(parent, []).append(index)
        last[row.path] = index
    return children


def totals(table: Table, book: FactBook) -> Iterator[Identity]:
    """A total row = the rows that it covers: all below it when it comes first, those above it when it closes."""
    top = [i for i, row in enumerate(table.rows) if _is_top(row, table.rows)]
    for index, row in enumerate(table.rows):
        if not row.total or len(row.path) > 1:
            continue
        for column in book.amount_columns(table):
            total = book.at(table, index, column)
            if total is None:
                continue
            readings = [
                sum_identity("total_row", total, parts)
                for covered in _covered(table.rows, index, top)
                if (parts := [p for i in covered if (p := book.at(table, i, column)) is not None])
            ]
            if readings:
                yield next((reading for reading in readings if reading.holds), readings[0])


def _is_top(row: Row, rows: Sequence[Row]) -> bool:
    if any(other.path[-1] == "小计" and len(other.path) == 2 for other in rows):
        return len(row.path) == 2 and row.path[-1] == "小计"
    if row.code:
        return not any(other.code and other.code != row.code and row.code.startswith(other.code) for other in rows)
    return len(row.path) == 1 and not row.total


def _covered(rows: Sequence[Row], index: int, top: Sequence[int]) -> list[list[int]]:
    """Which rows a total row can cover, the likeliest first."""
    before = [i for i in top if i < index]
    after = [i for i in top if i > index]
    totals_before = [i for i in range(index) if rows[i].total and len(rows[i].path) == 1]
    readings = []
    if not before:
        readings.append(after)
        # A subtotal that opens its rows (“三公”经费小计) may end before the last of them.
        readings += [after[:end] for end in range(len(after) - 1, 1, -1)]
    elif totals_before:
        last = totals_before[-1]
        between = [i for i in before if i > last]
        readings.append([last, *between])
        readings.append(before)
    else:
        readings.append(before)
    return [reading for reading in readings if reading]


def products(table: Table, book: FactBook) -> Iterator[Identity]:
    """数量 × 单价 = 金额 in tables of purchases."""
    names = ["".join(column.path) for column in table.columns]
    count = next((i for i, name in enumerate(names) if name == "数量"), None)
    price = next((i for i, name in enumerate(names) if name == "单价"), None)
    total = next((i for i, column in enumerate(table.columns) if column.role == "value" and is_total(names[i])), None)
    if count is None or price is None or total is None:
        return
    for row in range(len(table.rows)):
        facts = [book.at(table, row, index) for index in (total, count, price)]
        if any(fact is None for fact in facts):
            continue
        amount, number, unit_price = (fact for fact in facts if fact is not None)
        rounding = Decimal(5).scaleb(int(value_of(unit_price).as_tuple().exponent) - 1) * abs(value_of(number))
        yield Identity(
            kind="count_times_price",
            document=table.document,
            left=f"{table.title}：{fact_name(amount)}",
            right="数量 × 单价",
            left_value=value_of(amount),
            right_value=value_of(number) * value_of(unit_price),
            tolerance=max(rounding, Decimal("0.005")),
            facts=(amount.id, number.id, unit_price.id),
            places=(amount.row_place,),
        )
