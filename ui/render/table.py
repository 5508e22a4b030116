"""A table as an HTML table: multi-level header, row headings, the cited cell marked."""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Column, Row, Table
from ui.render.markup import cited_cell, element, escape, join
from ui.words import Language, say

__all__ = ["HeaderCell", "TableCell", "header_rows", "table_html"]

ROWS_SHOWN = 240  # rows drawn around the marked one: what a browser lays out at once without a pause


@dataclass(frozen=True, slots=True)
class TableCell:
    """The place to mark: a row, and a column of it where that is certain."""

    row: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of a header row: its text, its spans, and the columns it stands over."""

    text: str
    columns: range
    row_span: int = 1


def header_rows(columns: tuple[Column, ...]) -> list[list[HeaderCell]]:
    """Column paths as the rows of a header; neighbours that share a path above their own last level are joined."""
    depth = max((len(column.path) for column in columns), default=0)
    rows: list[list[HeaderCell]] = []
    for level in range(depth):
        row = []
        start = 0
        while start < len(columns):
            path = columns[start].path
            end = start + 1
            if len(path) > level + 1:
                while end < len(columns) and _goes_on(path, columns[end].path, level):
                    end += 1
                row.append(HeaderCell(path[level], range(start, end)))
            elif len(path) == level + 1 or (not path and level == 0):
                row.append(HeaderCell(path[level] if path else "", range(start, end), depth - level))
            start = end
        rows.append(row)
    return rows


def _goes_on(path: tuple[str, ...], following: tuple[str, ...], level: int) -> bool:
    return len(following) > level + 1 and following[: level + 1] == path[: level + 1]


def table_html(table: Table, *, cell: TableCell | None = None, language: Language = "zh") -> str:
    """The whole table, or the rows around the marked one where it is very long (and then it says so)."""
    first, last = _window(len(table.rows), cell)
    head = join(_header_row(row, cell) for row in header_rows(table.columns))
    body = join(_row(table, number, cell) for number in range(first, last))
    caption = element("caption", escape(join((table.title, table.part), " · ")), class_="unseen")
    drawn = element("table", join((caption, element("thead", head) if head else None, element("tbody", body))))
    if last - first == len(table.rows):
        return drawn
    note = say("rows_left_out", language, first=first + 1, last=last, count=len(table.rows))
    return element("p", escape(note), class_="muted") + drawn


def _window(count: int, cell: TableCell | None) -> tuple[int, int]:
    if count <= ROWS_SHOWN:
        return 0, count
    middle = cell.row if cell else 0
    first = max(0, min(middle - ROWS_SHOWN // 2, count - ROWS_SHOWN))
    return first, first + ROWS_SHOWN


def _header_row(row: list[HeaderCell], cell: TableCell | None) -> str:
    return element("tr", join(_header_cell(head, cell) for head in row))


def _header_cell(head: HeaderCell, cell: TableCell | None) -> str:
    over = cell is not None and cell.column in head.columns
    return element(
        "th", escape(head.text), scope="colgroup" if len(head.columns) > 1 else "col",
        colspan=len(head.columns) if len(head.columns) > 1 else None,
        rowspan=head.row_span if head.row_span > 1 else None, class_="on-path" if over else None,
    )  # fmt: skip


def _row(table: Table, number: int, cell: TableCell | None) -> str:
    row = table.rows[number]
    here = cell is not None and cell.row == number
    classes = join(("total" if row.total else None, "on-path" if here else None), " ")
    certain = here and cell is not None and cell.column is not None
    cells = join(_cell(table, row, at, cited=here and cell is not None and cell.column == at) for at in _columns(table))
    return element("tr", cells, class_=classes or None, data_cited=here and not certain)


def _columns(table: Table) -> range:
    return range(len(table.columns))


def _cell(table: Table, row: Row, at: int, *, cited: bool) -> str:
    found = row.cells[at] if at < len(row.cells) else None
    text = found.text if found else ""
    role = table.columns[at].role
    kind = {"value": "num", "number": "num"}.get(role, role)
    if cited:
        return cited_cell(text, kind)
    if role == "label":
        depth = min(len(row.path) - 1, 5) if row.path else 0
        return element("th", escape(text), scope="row", class_=f"level-{depth}" if depth else None)
    return element("td", escape(text), class_=kind)
