"""Every figure of a table as a fact."""

from __future__ import annotations

import re

from index.amounts import Figure, fold, is_money, parse_figure
from index.data import load
from index.layout.words import header_key, squeeze
from index.model import Cell, Column, Document, Fact, Measure, Period, Row, Table

__all__ = ["table_facts"]

_UNIT_IN_LABEL = re.compile(r"[（(]([^（）()]{1,6})[)）]\s*$")
_NO_MONEY = ("assets", "units", "procurement")
_COUNT_HEADER = re.compile(r"数量|人数|编制|个数|面积|辆|台")
_PREVIOUS = re.compile(r"上年(?!结转|结余)|去年|(?:20\d\d)年.*(?:决算|执行)数")


def table_facts(table: Table, document: Document) -> list[Fact]:
    """A fact for each figure in a value column and each word in a text column, in reading order.

    A figure's unit is its own, else its column's, its row's (房屋（平方米）), its table's. Amounts of money carry the
    table's unit or the document's. Ids are ``<table id>r<row>c<column>``.
    """
    facts = []
    for number, row in enumerate(table.rows, start=1):
        for index, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
            if cell is None or not cell.text.strip() or column.role in ("number", "code", "label"):
                continue
            facts.append(_fact(table, document, row, number, cell, column, index))
    return facts


def _fact(table: Table, document: Document, row: Row, number: int, cell: Cell, column: Column, index: int) -> Fact:
    figure = parse_figure(cell.text) if column.role == "value" else None
    unit, measure = _unit(table, document, row, column, figure)
    return Fact(
        id=f"{table.id}r{number}c{index}",
        document=table.document,
        source="cell",
        container=table.id,
        kind=table.kind,
        title=table.title,
        row_path=tuple(part for part in row.path if part),
        code=row.code,
        column_path=column.path,
        raw=squeeze(cell.text) if figure else cell.text.strip(),
        value=figure.value if figure else None,
        unit=unit,
        measure=measure,
        period=_period(column, row),
        place=cell.place,
        row_place=row.place,
        quote=_quote(row),
        relation=figure.relation if figure else None,
        year=document.year,
        part=table.part,
        total=row.total,
    )


def _unit(
    table: Table, document: Document, row: Row, column: Column, figure: Figure | None
) -> tuple[str | None, Measure]:
    if figure is None:
        return None, "text"
    unit = figure.unit or column.unit
    header = "".join(column.path)
    if unit is None and _COUNT_HEADER.search(header):
        label_unit = _UNIT_IN_LABEL.search(fold(squeeze(row.label)))
        counts = load("headers.toml")["units"]
        unit = next((counts[word] for word in counts if word in header), None)
        unit = unit or (label_unit[1].split("、")[0] if label_unit else None)
        return unit, "number"
    if unit is None and "%" in fold(header):
        unit = "%"
    if unit is None and header_key(header) != "数量":
        unit = table.unit or (
            document.unit if table.kind not in _NO_MONEY or "价" in header or "额" in header else None
        )
    if unit in ("%", "‰"):
        return unit, "percent"
    return unit, "amount" if is_money(unit) else "number"


def _period(column: Column, row: Row) -> Period:
    return "previous" if _PREVIOUS.search("".join(column.path)) else "current"


def _quote(row: Row) -> str:
    """The row as it reads, cells parted by tabs, at most 300 characters."""
    return "\t".join(squeeze(cell.text) if cell is not None else "" for cell in row.cells)[:300].strip()
