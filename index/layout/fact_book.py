"""The facts of a document's tables by table, row and column, and identities made of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.amounts import convert, is_money
from index.layout.sums import tolerance
from index.layout.words import is_total
from index.model import Fact, Identity, Table

__all__ = [
    "FactBook",
    "equal_identity",
    "fact_name",
    "first_of",
    "sum_identity",
    "total_column",
    "total_rows",
    "value_of",
]

_ZERO = Decimal(0)


class FactBook:
    """The facts of all tables by table, row and column."""

    def __init__(self, tables: Sequence[Table], facts: Sequence[Fact]) -> None:
        self.facts = {fact.id: fact for fact in facts}
        self.rows = {table.id: table.rows for table in tables}

    def at(self, table: Table, row: int, column: int) -> Fact | None:
        """The fact in a cell (0-based), None where the cell is empty or no figure."""
        fact = self.facts.get(f"{table.id}r{row + 1}c{column + 1}")
        return fact if fact is not None and fact.value is not None and fact.relation is None else None

    def amount_columns(self, table: Table) -> list[int]:
        """The columns that hold amounts of money."""
        return [
            index
            for index, column in enumerate(table.columns)
            if column.role == "value"
            and any(
                (f := self.at(table, row, index)) is not None and f.measure == "amount"
                for row in range(len(table.rows))
            )
        ]


def fact_name(fact: Fact) -> str:
    """How an identity names a fact: its row and column."""
    return "·".join(part for part in ("/".join(fact.row_path[-1:]), "/".join(fact.column_path)) if part) or fact.title


def value_of(fact: Fact) -> Decimal:
    """The value of a fact that has one."""
    return fact.value if fact.value is not None else _ZERO


def sum_identity(kind: str, total: Fact, parts: Sequence[Fact]) -> Identity:
    """Total = Σ parts, with what rounding allows."""
    values = [value_of(part) for part in parts]
    return Identity(
        kind=kind,
        document=total.document,
        left=f"{total.title}：{fact_name(total)}",
        right=" + ".join(fact_name(part) for part in parts),
        left_value=value_of(total),
        right_value=sum(values, _ZERO),
        tolerance=tolerance([value_of(total), *values]),
        facts=(total.id, *(part.id for part in parts)),
        places=(total.row_place, *(part.row_place for part in parts)),
    )


def equal_identity(kind: str, left: Fact, right: Fact) -> Identity:
    """Two statements of one figure, in the unit of the first."""
    value = value_of(right)
    if left.unit != right.unit and is_money(left.unit) and is_money(right.unit):
        value = convert(value, str(right.unit), str(left.unit))
    return Identity(
        kind=kind,
        document=left.document,
        left=f"{left.title}：{fact_name(left)}",
        right=f"{right.title}：{fact_name(right)}",
        left_value=value_of(left),
        right_value=value,
        tolerance=_rounding(left, right),
        facts=(left.id, right.id),
        places=(left.row_place, right.row_place),
    )


def _rounding(left: Fact, right: Fact) -> Decimal:
    """Two figures agree when the one with fewer digits is the other rounded."""
    digits = [-int(value_of(fact).as_tuple().exponent) for fact in (left, right)]
    return Decimal(5).scaleb(-min(digits) - 1) if digits[0] != digits[1] else _ZERO


def first_of(tables: Sequence[Table], kind: str, part: str | None = None) -> Table | None:
    """The first table of a kind (and half) that has rows."""
    return next((t for t in tables if t.kind == kind and t.part == part and t.rows), None)


def total_column(table: Table, book: FactBook) -> int | None:
    """The column that says a row's whole amount: its 合计, else its first amount."""
    amounts = book.amount_columns(table)
    named = (i for i in amounts if is_total(table.columns[i].path[-1] if table.columns[i].path else ""))
    return next(named, next(iter(amounts), None))


def total_rows(table: Table) -> list[int]:
    """The total rows of the whole table, not those of a group."""
    return [index for index, row in enumerate(table.rows) if row.total and len(row.path) == 1]
