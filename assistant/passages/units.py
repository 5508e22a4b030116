"""The pieces of a document that can answer a question for words, each with its heading and its exact place.

Paragraphs of the prose, glossary entries, fields and indicators of project sheets, table rows of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.passages.paragraphs import Paragraph, item_number, paragraphs_of
from index.model import Cell, Document, Indicator, Place, Row, Section, Sheet, Table

__all__ = ["Library", "Source", "Unit", "units_of"]

Source = Literal["paragraph", "item", "term", "field", "indicator", "row"]

_GLOSSARY = re.compile(r"名词解释|名词说明|术语|用语解释|glossary", re.I)
_TERM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十百\d]{1,4}[)）、.．]\s*)?"
    r"(?P<term>[^：:。；]{2,40}?)(?:[：:]|(?=是?指)|(?=反映))\s*(?P<body>\S.*)$",
    re.S,
)
_PART = re.compile(
    r"(?<=[。；;，,])(?:其中[，,：:]\s*)?(?P<term>[^，,。；;：:]{2,24}?)(?:反映|是指|指)(?=[^。；;]{6,})"
)
_FIGURE_CELL = re.compile(r"[-+≥≤><=~约]*[\d,，.]+%?|[—–-]*")


class Library(Protocol):
    """What is read of ``index.library.Library`` here."""

    def document(self, document_id: str, /) -> Document: ...

    def sections(self, document_id: str, /) -> Sequence[Section]: ...

    def sheets(self, document_id: str, /) -> Sequence[Sheet]: ...

    def tables(self, document_id: str, /) -> Sequence[Table]: ...


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece: ``path`` are its headings (of a sheet or a table: its title last), ``label`` its term, field
    name, indicator or row label, ``column`` the column of a text cell; ``body`` holds the words and places."""

    document: Document
    source: Source
    container: str
    path: tuple[str, ...]
    label: str
    body: Paragraph
    order: int
    column: str | None = None

    @property
    def text(self) -> str:
        """The words of the piece."""
        return self.body.text


def units_of(library: Library, document_id: str) -> tuple[Unit, ...]:
    """All units of a document, in the order of its sections, then its sheets and its tables."""
    document = library.document(document_id)
    units: list[Unit] = []
    for section in library.sections(document_id):
        units += _of_section(document, section, len(units))
    for sheet in library.sheets(document_id):
        units += _of_sheet(document, sheet, len(units))
    for table in library.tables(document_id):
        units += _of_table(document, table, len(units))
    return tuple(units)


def _of_section(document: Document, section: Section, order: int) -> list[Unit]:
    units: list[Unit] = []
    paragraphs = paragraphs_of(section)
    glossary = next((depth for depth, heading in enumerate(section.path, 1) if _GLOSSARY.search(heading)), 0)
    headings = section.path[:glossary] if glossary else section.path  # an entry's term may be the last heading
    title: str | None = None
    label = ""
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        last = index + 1 == len(paragraphs)
        if paragraph.title_like and item_number(text) and not last and not glossary:
            title, label = text, ""
            continue
        if len(text) <= 12 and text[-1:] in "：:" and not last:
            label = text.rstrip("：:")
            continue
        path = (*headings, title) if title and title not in headings else headings
        number = order + len(units)
        if glossary:
            units += _terms(document, section, path, paragraph, number)
        else:
            source: Source = "item" if item_number(text) else "paragraph"
            units.append(Unit(document, source, section.id, path, label, paragraph, number))
    return units


def _terms(document: Document, section: Section, path: tuple[str, ...], paragraph: Paragraph, order: int) -> list[Unit]:
    """A glossary entry, and the entries within it (公务接待费反映…)."""
    found = _TERM.match(paragraph.text)
    if not found:
        return [Unit(document, "paragraph", section.id, path, "", paragraph, order)]
    units = [Unit(document, "term", section.id, path, found["term"].strip("：: "), paragraph, order)]
    for part in _PART.finditer(paragraph.text, found.start("body")):
        end = re.compile(r"[；;。]").search(paragraph.text, part.end())
        stop = end.end() if end else len(paragraph.text)
        units.append(
            Unit(
                document, "term", section.id, path, part["term"], _cut(paragraph, part.start("term"), stop),
                order + len(units), column=units[0].label,
            )
        )  # fmt: skip
    return units


def _cut(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    return Paragraph(paragraph.text[start:end], (0,), (paragraph.place(start, end),))


def _of_sheet(document: Document, sheet: Sheet, order: int) -> Iterator[Unit]:
    path = (*sheet.path, sheet.title) if sheet.title else (*sheet.path, sheet.name)
    if sheet.name and sheet.name not in path[-1] and sheet.name != document.department:
        path = (*path, sheet.name)
    for field in sheet.fields:
        yield Unit(
            document, "field", sheet.id, path, "·".join(field.path), _of_place(field.text, field.place), order,
            column=field.path[-1] if field.path else None,
        )  # fmt: skip
        order += 1
    for indicator in sheet.indicators:
        text = _indicator_text(indicator)
        yield Unit(document, "indicator", sheet.id, path, indicator.name, _of_place(text, indicator.place), order)
        order += 1


def _indicator_text(indicator: Indicator) -> str:
    parts = [
        ("", indicator.description if indicator.description != indicator.name else None),
        ("指标值", " ".join(part for part in (indicator.direction, indicator.target, indicator.unit) if part) or None),
        ("实际完成", indicator.result),
        ("依据", indicator.basis),
        ("说明", indicator.note),
        *((field.path[-1] if field.path else "", field.text or None) for field in indicator.extra),
    ]
    return "；".join(f"{name}：{text}" if name else str(text) for name, text in parts if text)


def _of_table(document: Document, table: Table, order: int) -> Iterator[Unit]:
    """Rows that hold words beside their label: 单位性质, 经费性质, 资金使用范围."""
    for row in table.rows:
        words = _row_words(table, row)
        if words:
            label = row.label or (words[0][1] if words else "")
            text = "；".join(f"{column}：{text}" for column, text in words)
            columns = "|".join(column for column, _ in words)
            path = (*table.path, table.title)
            yield Unit(document, "row", table.id, path, label, _of_place(text, row.place), order, column=columns)
            order += 1


def _row_words(table: Table, row: Row) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = []
    texts = 0
    for column, cell in zip(table.columns, row.cells, strict=False):
        if not _filled(cell) or column.role in ("number", "label") or cell is None or cell.text == row.label:
            continue
        texts += not _FIGURE_CELL.fullmatch(cell.text.replace(" ", ""))
        words.append(("".join(column.path[-1:]), " ".join(cell.text.split())))
    return words if texts else []


def _filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())


def _of_place(text: str, place: Place) -> Paragraph:
    """A cell's text; where it runs over as many lines as its place, each line keeps its own."""
    lines = text.split("\n")
    first, last = place.line_start, place.line_end
    if len(lines) == 1 or first is None or last is None or last - first + 1 != len(lines):
        return Paragraph(text, (0,), (place,))
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line) + 1
    places = tuple(Place(line_start=first + index, line_end=first + index) for index in range(len(lines)))
    return Paragraph(text, tuple(starts), places)
