"""Pieces for retrieval: sections by paragraphs, tables by rows under their header, sheets as a whole or by part.

What is embedded are words: headings, titles, labels, header paths; not columns of digits. What is shown is the
text with its figures. Pieces stay under ``MAX_SHOWN`` characters so that five of them can be read at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from index.layout.words import bare, squeeze
from index.model import Document, Line, Passage, Place, Row, Section, Sheet, Table

__all__ = ["MAX_SHOWN", "make_passages"]

MAX_SHOWN = 900
_MAX_EMBEDDED = 160

T = TypeVar("T")


def make_passages(
    document: Document, sections: Sequence[Section], tables: Sequence[Table], sheets: Sequence[Sheet]
) -> tuple[Passage, ...]:
    """All passages of a document, in reading order of their kinds; ids are ``<container id>p<number>``."""
    passages: list[Passage] = []
    for section in sections:
        passages += _section_passages(document, section)
    for table in tables:
        passages += _table_passages(document, table)
    for sheet in sheets:
        passages += _sheet_passages(document, sheet)
    return tuple(passages)


def _passage(
    document: Document, container: str, number: int, path: tuple[str, ...], text: str, words: str, place: Place
) -> Passage:
    head = " ".join(part for part in (document.department or "", str(document.year or ""), *path[-2:]) if part)
    return Passage(
        id=f"{container}p{number}",
        document=document.id,
        container=container,
        path=path,
        text=f"{head}\n{text}",
        embedded=f"{' '.join(path[-2:])} {words}"[:_MAX_EMBEDDED],
        place=place,
    )


def _section_passages(document: Document, section: Section) -> Iterator[Passage]:
    for number, lines in enumerate(_packed(section.lines, lambda line: len(line.text)), start=1):
        text = "\n".join(line.text for line in lines)
        yield _passage(
            document,
            section.id,
            number,
            section.path,
            text,
            re.sub(r"[\d,.]+", "", text),
            lines[0].place.to(lines[-1].place),
        )


def _packed(items: Sequence[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Items in runs of at most ``MAX_SHOWN`` characters."""
    run: list[T] = []
    length = 0
    for item in items:
        if run and length + size(item) > MAX_SHOWN:
            yield run
            run, length = [], 0
        run.append(item)
        length += size(item) + 1
    if run:
        yield run


def _table_passages(document: Document, table: Table) -> Iterator[Passage]:
    title = table.title + (f"（{table.part}）" if table.part else "")
    path = (*table.path, title)
    header = " | ".join("/".join(column.path) for column in table.columns if column.role == "value")
    unit = f"单位：{table.unit}\n" if table.unit else ""
    if not table.rows:
        yield _passage(document, table.id, 1, path, f"{unit}{header}\n{table.note or ''}", header, table.places[0])
        return
    for number, rows in enumerate(_packed(table.rows, lambda row: len(_row_text(row))), start=1):
        text = (
            f"{unit}{header}\n" + "\n".join(_row_text(row) for row in rows) + (f"\n{table.note}" if table.note else "")
        )
        words = " ".join(dict.fromkeys(bare(row.label) for row in rows))
        yield _passage(document, table.id, number, path, text, f"{header} {words}", rows[0].place.to(rows[-1].place))


def _row_text(row: Row) -> str:
    return "\t".join(squeeze(cell.text) if cell is not None else "" for cell in row.cells)


def _sheet_passages(document: Document, sheet: Sheet) -> Iterator[Passage]:
    path = (*sheet.path, sheet.name)
    entries = [Line("/".join(field.path) + "：" + field.text, field.place) for field in sheet.fields]
    for item in sheet.indicators:
        words = [item.level1, item.level2, item.name, item.description, item.direction, item.target, item.unit,
                 item.result, item.score, item.basis]  # fmt: skip
        entries.append(Line("\t".join(squeeze(word) for word in words if word), item.place))
    for number, run in enumerate(_packed(entries, lambda line: len(line.text)), start=1):
        text = "\n".join(line.text for line in run)
        place = run[0].place
        for line in run[1:]:
            place = place.to(line.place)
        yield _passage(document, sheet.id, number, path, text, re.sub(r"[\d,.≥≤%]+", "", text), place)
