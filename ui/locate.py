"""Which cell, field or indicator a citation means: the one place to mark, or less, or none.

A place is marked only where it is certain: the row and the column of the cited fact must each fit exactly one
cell, and that cell must say what the citation quotes. Else the row alone, else nothing.
"""

from __future__ import annotations

from assistant.answer import Citation
from index.model import Fact, Indicator, Place, Sheet, Table
from ui.render import SheetCell, TableCell

__all__ = ["mark_in_sheet", "mark_in_table"]


def mark_in_table(table: Table, citation: Citation, fact: Fact | None) -> TableCell | None:
    """The cited cell of a table, or its row alone, or None where neither is certain."""
    rows = [number for number, row in enumerate(table.rows) if _meets(row.place, citation)]
    if fact is not None:
        rows = [number for number in rows if table.rows[number].path == fact.row_path] or rows
    elif citation.row is not None:
        rows = [number for number in rows if table.rows[number].label == citation.row] or rows
    columns = _columns(table, citation, fact)
    raw = fact.raw if fact is not None else citation.quote
    cells = []
    for number in rows:
        for at in columns:
            cell = table.rows[number].cells[at] if at < len(table.rows[number].cells) else None
            if cell is not None and cell.text.strip() == raw.strip() and _same_line(cell.place, citation):
                cells.append(TableCell(number, at))
    if len(cells) == 1:
        return cells[0]
    return TableCell(rows[0]) if len(rows) == 1 else None


def _columns(table: Table, citation: Citation, fact: Fact | None) -> list[int]:
    if fact is not None:
        fits = [at for at, column in enumerate(table.columns) if column.path == fact.column_path]
        if fits:
            return fits
    if citation.column is not None:
        words = _folded(citation.column)
        fits = [at for at, column in enumerate(table.columns) if _folded("".join(column.path)) == words]
        return fits or [
            at for at, column in enumerate(table.columns) if column.path and _folded(column.path[-1]) == words
        ]
    return list(range(len(table.columns)))


def _folded(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _meets(place: Place, citation: Citation) -> bool:
    """Whether a place shares a line with the cited ones (with the page, where there are no lines)."""
    if citation.line_start is None or place.line_start is None:
        return citation.page is not None and place.page == citation.page
    last = citation.line_end if citation.line_end is not None else citation.line_start
    return place.line_start <= last and (place.line_end or place.line_start) >= citation.line_start


def _same_line(place: Place, citation: Citation) -> bool:
    if citation.cell_line is None or place.line_start is None:
        return True
    return place.line_start <= citation.cell_line <= (place.line_end or place.line_start)


def mark_in_sheet(sheet: Sheet, citation: Citation, fact: Fact | None) -> SheetCell | None:
    """The cited field or indicator of a sheet; the attribute only where one cell alone is at the fact's place."""
    raw = (fact.raw if fact is not None else citation.quote).strip()
    words = _folded(raw)
    found = [
        SheetCell("field", number)
        for number, field in enumerate(sheet.fields)
        if _meets(field.place, citation)
        and words
        and words in _folded(field.text)
        and (fact is None or fact.source == "field")
    ]
    if fact is None and len(found) > 1 and citation.column is not None:
        found = [cell for cell in found if citation.column in sheet.fields[cell.row].path] or found
    if fact is not None and len(found) > 1:
        exact = [cell for cell in found if sheet.fields[cell.row].path == fact.column_path + fact.row_path]
        exact = exact or [cell for cell in found if _path_fits(sheet.fields[cell.row].path, fact)]
        found = exact or found
    rows = [number for number, indicator in enumerate(sheet.indicators) if _meets(indicator.place, citation)]
    if fact is not None and fact.source == "indicator":
        rows = [number for number in rows if sheet.indicators[number].name in fact.row_path] or rows
    if fact is None or fact.source == "indicator":
        for number in rows:
            attributes = _attributes(sheet.indicators[number], raw, fact)
            if attributes:
                found.append(SheetCell("indicator", number, attributes[0] if len(attributes) == 1 else None))
    if len(found) == 1:
        return found[0]
    if not found and len(rows) == 1:
        return SheetCell("indicator", rows[0])
    return None


def _path_fits(path: tuple[str, ...], fact: Fact) -> bool:
    words = {*fact.row_path, *fact.column_path}
    return bool(path) and all(part in words for part in path)


def _attributes(indicator: Indicator, raw: str, fact: Fact | None) -> list[str]:
    wanted = {"target": "target", "result": "result", "weight": "weight", "score": "score"}
    if fact is not None and fact.period in wanted:
        text = getattr(indicator, wanted[fact.period])
        return [wanted[fact.period]] if text and raw in text else []
    names = ("target", "result", "weight", "score", "name", "description")
    return [name for name in names if raw and (getattr(indicator, name) or "").strip() == raw]
