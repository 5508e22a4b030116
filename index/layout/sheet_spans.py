"""Which rows and lines of a stream make up which performance sheet.

A sheet's title stands above its grid, in its grid's first row, cut in two lines, or nowhere; page breaks cut the
grid into several, and captions (year, unit, page numbers) stand between. A sheet goes on until the next title, a
line of prose, or the label that opens the next sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.layout.captions import caption_of
from index.layout.sheet_words import (
    SheetTitle,
    direction_of,
    ends_title,
    filled,
    header_role,
    is_field,
    is_target_like,
    known_label,
    level_word,
    title_of,
)
from index.layout.words import squeeze
from index.model import Cell, Grid, Line, Place

__all__ = ["SheetRow", "SheetSpan", "is_indicator_header", "sheet_spans"]

_LOOKAHEAD = 4
_MIN_HEADER_WORDS = 3
_MIN_LABELLED_ROWS = 2
_MAX_HEADING = 40
_PAGE = re.compile(r"[-—–\s]*第?\s*\d{1,4}\s*页?[-—–\s]*")
# How headings are numbered, highest first.
_HEADING_RANKS = (
    re.compile(r"^第[一二三四五六七八九十百\d]+[部章]"),
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet; ``fresh`` where a new grid begins with it (after a page break, mostly)."""

    cells: tuple[Cell, ...]
    fresh: bool


@dataclass(slots=True)
class SheetSpan:
    """What belongs to one sheet. ``title`` is None where the document prints none."""

    title: SheetTitle | None
    path: tuple[str, ...]
    place: Place
    rows: list[SheetRow] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    unit: str | None = None
    has_indicators: bool = False


def is_indicator_header(cells: Sequence[Cell]) -> bool:
    """Whether a row is the header of the indicator part: at least three of its words, a name among them."""
    if not any("标" in cell.text for cell in cells):
        return False
    roles = [header_role(cell.text) for _, cell in filled(cells)]
    named = [role for role in roles if role]
    return len(named) >= _MIN_HEADER_WORDS and any("name" in role for role in named)


def sheet_spans(stream: Sequence[Line | Grid]) -> tuple[SheetSpan, ...]:
    """The sheets of a stream in reading order."""
    spans: list[SheetSpan] = []
    current: SheetSpan | None = None
    headings: list[tuple[int, str]] = []
    for index, item in enumerate(stream):
        if isinstance(item, Line):
            current = _read_line(stream, index, item, current, headings, spans)
            continue
        if current is not None and current.rows and not _continues(item, current):
            current = None
        if current is None and not _stands_alone(item):
            continue
        if current is None:
            current = _untitled(stream, index, headings)
            spans.append(current)
        for row in _rows(item):
            opened = _opened_by(row, current, headings)
            if opened is not None:
                if current.rows or current.title is not None:
                    spans.append(opened)
                else:
                    spans[-1] = opened
                current = opened
            current.used.add(index)
            _add_row(current, row)
    return tuple(span for span in spans if span.rows)


def _read_line(
    stream: Sequence[Line | Grid],
    index: int,
    line: Line,
    current: SheetSpan | None,
    headings: list[tuple[int, str]],
    spans: list[SheetSpan],
) -> SheetSpan | None:
    """The sheet that goes on or begins at a line, None where none does."""
    title, start = _title_at(stream, index)
    if title is not None and _leads_to_sheet(stream, index + 1):
        opened = SheetSpan(title, tuple(text for _, text in headings), _joined(stream, start, index))
        opened.used.update(range(start, index + 1))
        spans.append(opened)
        return opened
    if current is not None and _is_inside(line.text):
        current.used.add(index)
        current.unit = _unit_of(line.text) or current.unit
        return current
    _push_heading(headings, line)
    return None


def _title_at(stream: Sequence[Line | Grid], index: int) -> tuple[SheetTitle | None, int]:
    """The title that a line is or ends, and where in the stream it begins."""
    line = stream[index]
    assert isinstance(line, Line)
    title = title_of(line.text)
    before = stream[index - 1] if index else None
    if (title is None or not title.before) and ends_title(line.text) and isinstance(before, Line):
        whole = title_of(before.text + line.text)
        if whole is not None and whole.before and not _is_inside(before.text) and title_of(before.text) is None:
            return whole, index - 1
    return title, index


def _joined(stream: Sequence[Line | Grid], start: int, end: int) -> Place:
    return stream[start].place.to(stream[end].place)


def _leads_to_sheet(stream: Sequence[Line | Grid], start: int) -> bool:
    """Whether a sheet's grid follows, with nothing but captions between."""
    grids = 0
    for item in stream[start : start + _LOOKAHEAD]:
        if isinstance(item, Line):
            if grids or not _is_inside(item.text):
                return False
        else:
            grids += 1
            if any(_is_sheet_row(row) for row in item.rows):
                return True
    return False


def _is_sheet_row(cells: Sequence[Cell]) -> bool:
    if is_indicator_header(cells):
        return True
    present = filled(cells)
    return bool(present) and known_label(present[0][1].text)


def _stands_alone(grid: Grid) -> bool:
    """Whether a grid is plainly a sheet without a title above it."""
    if any(is_indicator_header(row) for row in grid.rows):
        return True
    if any(len(present := filled(row)) == 1 and title_of(present[0][1].text) for row in grid.rows):
        return True
    firsts = [present[0][1].text for row in grid.rows if (present := filled(row))]
    return sum(is_field(text, "group") for text in firsts) >= _MIN_LABELLED_ROWS


def _continues(grid: Grid, current: SheetSpan) -> bool:
    """Whether a grid after a break goes on with the sheet before it."""
    if any(is_indicator_header(row) or _is_title_row(row) for row in grid.rows):
        return True
    for row in grid.rows:
        present = filled(row)
        if not present:
            continue
        texts = [cell.text for _, cell in present]
        if present[0][0] > 0 or known_label(texts[0]) or _is_rule(texts):
            return True
        return any(level_word(text) or direction_of(text) or is_target_like(text) for text in texts)
    return True


def _is_title_row(cells: Sequence[Cell]) -> bool:
    present = filled(cells)
    return len(present) == 1 and title_of(present[0][1].text) is not None


def _is_rule(texts: Sequence[str]) -> bool:
    """Whether a row is a drawn line of a text table (``----``)."""
    return all(re.fullmatch(r"[-—=|+:\s]+", text) for text in texts)


def _untitled(stream: Sequence[Line | Grid], index: int, headings: Sequence[tuple[int, str]]) -> SheetSpan:
    return SheetSpan(None, tuple(text for _, text in headings), stream[index].place)


def _rows(grid: Grid) -> Iterator[SheetRow]:
    for number, cells in enumerate(grid.rows):
        yield SheetRow(cells, fresh=number == 0)


def _opened_by(row: SheetRow, current: SheetSpan, headings: Sequence[tuple[int, str]]) -> SheetSpan | None:
    """The sheet that a row begins: by its title, or by an opening label after another sheet's indicators."""
    present = filled(row.cells)
    if not present:
        return None
    path = tuple(text for _, text in headings)
    title = title_of(present[0][1].text) if len(present) == 1 else None
    if title is not None:
        return SheetSpan(title, path, present[0][1].place)
    opens = is_field(present[0][1].text, "opening") and not is_indicator_header(row.cells)
    if current.has_indicators and opens:
        return SheetSpan(None, path, present[0][1].place)
    return None


def _add_row(span: SheetSpan, row: SheetRow) -> None:
    present = filled(row.cells)
    texts = [cell.text for _, cell in present]
    if not present or _is_rule(texts) or (len(present) == 1 and title_of(texts[0])):
        return
    span.place = span.place.to(row.cells[0].place).to(row.cells[-1].place)
    if len(present) == 1 and _is_inside(texts[0]):
        span.unit = _unit_of(texts[0]) or span.unit
        return
    if is_indicator_header(row.cells):
        span.has_indicators = True
    span.rows.append(row)


def _is_inside(text: str) -> bool:
    """Whether a line may stand inside a sheet: a caption (year, unit) or a page number."""
    caption = caption_of(text)
    if caption is not None:
        return caption.issuer is None and not caption.appendix
    return _PAGE.fullmatch(text.strip()) is not None


def _unit_of(text: str) -> str | None:
    caption = caption_of(text)
    return caption.unit if caption is not None else None


def _push_heading(headings: list[tuple[int, str]], line: Line) -> None:
    """Keep the headings that stand above what follows."""
    text = squeeze(line.text)
    if len(text) > _MAX_HEADING or re.search(r"[。；，]$", text):
        return
    rank = next((rank for rank, pattern in enumerate(_HEADING_RANKS) if pattern.match(text)), None)
    if rank is None:
        return
    while headings and headings[-1][0] >= rank:
        headings.pop()
    headings.append((rank, text))
