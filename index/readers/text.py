"""Plain text as budget offices and converters leave it: lines, and grids in two shapes.

* rows of cells parted by tabs (``205<tab>教育支出<tab>13731.02``);
* one cell a line, each line beginning with a tab, rows parted by empty lines; a cell may run over several
  lines, of which only the first has the tab.

Markdown and HTML remains (``#``, ``**``, ``<b>``, ``<p>``, ``<br>``) and Word bookmarks are removed from the
texts; line numbers stay those of the file.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from index.errors import UnreadableFile
from index.model import Cell, Grid, Line, Place
from index.readers.encoding import decode

__all__ = ["clean", "read_text", "stream_of"]

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_BREAK = re.compile(r"</p>\s*<p>|<br\s*/?>", re.I)
_TAG = re.compile(r"</?(?:b|i|u|p|em|strong|span|div|sub|sup|font|td|tr|th|table|a)(?:\s[^<>]*)?/?>", re.I)
_HEADING = re.compile(r"^\s*(#{1,6})\s+(?=\S)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def read_text(path: Path) -> tuple[Line | Grid, ...]:
    """The stream of a text file. Raises EmptyFile, BinaryFile, FileTooLarge or UnreadableFile."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path.name, error.strerror or str(error)) from error
    return stream_of(decode(data, name=path.name))


def stream_of(text: str) -> tuple[Line | Grid, ...]:
    """The stream of a text: a line each for prose, a grid for each run of rows."""
    lines = text.split("\n")
    return _streamed(lines, one_cell_a_line=_has_one_cell_a_line(lines))


def clean(text: str) -> str:
    """A text without markup: tags, bold marks, bookmarks, entities; ``<br>`` becomes a space."""
    text = _BOOKMARK.sub("", text)
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    return text.strip(" \t")


def _has_one_cell_a_line(lines: list[str]) -> bool:
    """Whether the file's tables are written one cell a line: nearly all its tabs begin a line and stand alone."""
    tabbed = [line for line in lines if "\t" in line]
    leading = sum(1 for line in tabbed if line.startswith("\t") and "\t" not in line[1:])
    return bool(tabbed) and leading * 10 >= len(tabbed) * 9


def _streamed(lines: list[str], *, one_cell_a_line: bool) -> tuple[Line | Grid, ...]:
    stream: list[Line | Grid] = []
    rows: list[tuple[Cell, ...]] = []
    blank = 0

    def flush() -> None:
        if rows:
            stream.append(Grid(tuple(rows), rows[0][0].place.to(rows[-1][-1].place)))
            rows.clear()

    number = 0
    while number < len(lines):
        raw = lines[number]
        if not raw.strip() and "\t" not in raw:
            number += 1
            blank += 1
            # One empty line parts the rows of a one-cell-a-line table; elsewhere, or more of them, it ends a grid.
            if not one_cell_a_line or blank > 1:
                flush()
            continue
        if "\t" not in raw:
            flush()
            level = _HEADING.match(raw)
            text = clean(_HEADING.sub("", raw, count=1))
            if text:
                place = Place(line_start=number + 1, line_end=number + 1)
                stream.append(Line(text, place, len(level[1]) if level else None))
            number += 1
        elif one_cell_a_line:
            row, number = _row_of_lines(lines, number)
            rows.append(row)
        else:
            place = Place(line_start=number + 1, line_end=number + 1)
            rows.append(tuple(Cell(clean(text), place) for text in raw.split("\t")))
            number += 1
        blank = 0
    flush()
    return tuple(stream)


def _row_of_lines(lines: list[str], start: int) -> tuple[tuple[Cell, ...], int]:
    """The row that begins at a line (0-based), one cell a line, and the index of the line after it."""
    cells: list[Cell] = []
    number = start
    while number < len(lines) and ("\t" in lines[number] or (cells and lines[number].strip())):
        first, texts = number, [lines[number].removeprefix("\t")]
        number += 1
        while number < len(lines) and lines[number].strip() and "\t" not in lines[number]:
            texts.append(lines[number])
            number += 1
        place = Place(line_start=first + 1, line_end=number)
        cells.append(Cell("\n".join(clean(text) for text in texts), place))
    return tuple(cells), number
