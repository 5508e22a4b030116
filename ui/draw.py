"""A table drawn with characters: multi-level header over its columns, figures to the right, long texts wrapped."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Sheet, Table
from ui.render.sheet import INDICATOR_COLUMNS
from ui.render.table import HeaderCell, header_rows
from ui.terminal import clean, fit, pad, width, wrap
from ui.words import say

__all__ = ["draw_sheet", "draw_table"]

WIDEST = 32  # columns of the terminal that one column of a table may take
WIDEST_FIELD = 72  # the same for the fields of a sheet, of which there are two columns
NARROWEST = 4


def draw_table(table: Table) -> list[str]:
    """The lines of a drawn table."""
    headers = header_rows(table.columns)
    cells = [
        [clean(row.cells[at].text) if at < len(row.cells) and row.cells[at] is not None else ""  # type: ignore[union-attr]
         for at in range(len(table.columns))]
        for row in table.rows
    ]  # fmt: skip
    labels = [at for at, column in enumerate(table.columns) if column.role == "label"]
    for row, texts in zip(table.rows, cells, strict=True):
        for at in labels[:1]:
            texts[at] = "  " * max(len(row.path) - 1, 0) + texts[at]
    figures = [column.role in ("value", "number") for column in table.columns]
    return _grid(headers, cells, figures)


def draw_sheet(sheet: Sheet) -> list[str]:
    """The lines of a drawn sheet: its fields, then its indicators."""
    fields = [[" › ".join(map(clean, field.path)), clean(field.text)] for field in sheet.fields]
    lines = _grid([], fields, [False, False], widest=WIDEST_FIELD)
    columns = [
        (attribute, say(key))
        for attribute, key in INDICATOR_COLUMNS
        if attribute == "name" or any(getattr(indicator, attribute) for indicator in sheet.indicators)
    ]
    if sheet.indicators:
        header = [[HeaderCell(words, range(at, at + 1)) for at, (_, words) in enumerate(columns)]]
        rows = [[clean(getattr(indicator, name) or "") for name, _ in columns] for indicator in sheet.indicators]
        lines += ["", *_grid(header, rows, [name in ("weight", "score") for name, _ in columns])]
    return lines


def _grid(
    headers: list[list[HeaderCell]], rows: Sequence[Sequence[str]], figures: Sequence[bool], *, widest: int = WIDEST
) -> list[str]:
    sizes = _sizes(headers, rows, len(figures), widest)
    edge = "─" * (sum(sizes) + 3 * (len(sizes) - 1))
    lines = [edge]
    for level, header in enumerate(headers):
        lines += _header(headers, level, header, sizes)
    if headers:
        lines.append(edge)
    for row in rows:
        wrapped = [wrap(text, size) for text, size in zip(row, sizes, strict=True)]
        for number in range(max(map(len, wrapped), default=0)):
            parts = [
                pad(texts[number] if number < len(texts) else "", size, right=figure)
                for texts, size, figure in zip(wrapped, sizes, figures, strict=True)
            ]
            lines.append(" │ ".join(parts).rstrip())
    return [*lines, edge]


def _sizes(headers: list[list[HeaderCell]], rows: Sequence[Sequence[str]], count: int, widest: int) -> list[int]:
    sizes = [max([NARROWEST, *(min(width(row[at]), widest) for row in rows)]) for at in range(count)]
    for header in headers:
        for cell in header:
            room = sum(sizes[at] for at in cell.columns) + 3 * (len(cell.columns) - 1)
            short = min(width(clean(cell.text)), WIDEST) - room
            if short > 0:
                sizes[cell.columns[-1]] += short
    return sizes


def _header(headers: list[list[HeaderCell]], level: int, header: list[HeaderCell], sizes: list[int]) -> list[str]:
    """One level of the header; a cell that spans levels stands in its first."""
    parts = []
    at = 0
    while at < len(sizes):
        cell = next((cell for cell in header if cell.columns[0] == at), None)
        columns = cell.columns if cell else range(at, at + 1)
        room = sum(sizes[column] for column in columns) + 3 * (len(columns) - 1)
        parts.append(pad(fit(clean(cell.text), room) if cell else "", room))
        at = columns[-1] + 1
    return [" │ ".join(parts).rstrip()]
