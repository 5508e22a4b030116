"""Pieces for retrieval: sections by paragraphs, tables by rows under their header, sheets as a whole or by part.

What is embedded are words: headings, titles, labels, header paths; not columns of digits. What is shown is the
text with its figures, under a line that says whose it is. No piece is longer than ``MAX_SHOWN`` characters, so that
five of them can be read at once; small neighbouring sections under one heading are one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.layout.words import bare, squeeze
from index.model import Document, Line, Passage, Place, Row, Section, Sheet, Table

__all__ = ["MAX_SHOWN", "make_passages"]

MAX_SHOWN = 1_190
"""Characters of a passage's text: five of them stay under 6,000."""

_HEAD = 120  # of these the line that says whose it is, and in tables the header
_HEADER = 250
_BODY = MAX_SHOWN - _HEAD - 10
_NEAR = 8  # lines between sections that are joined: nothing else stands between them
_SMALL = 420  # sections up to this together are joined with their neighbours
_EMBEDDED = 100  # cost grows with length, and the words that tell a piece from its neighbours stand first

_FIGURES = re.compile(r"[\d,，.．%％≥≤＞＜><=]+")
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])\s*"
)
_SENTENCE_END = re.compile(r"(?<=[。；;！？])|(?<=[，,])(?=.{200})")


def make_passages(
    document: Document, sections: Sequence[Section], tables: Sequence[Table], sheets: Sequence[Sheet]
) -> tuple[Passage, ...]:
    """All passages of a document, in reading order of their kinds; ids are ``<container id>p<number>``."""
    passages: list[Passage] = []
    for group in _joined(sections):
        passages += _section_passages(document, group)
    for table in tables:
        passages += _table_passages(document, table)
    for sheet in sheets:
        passages += _sheet_passages(document, sheet)
    return tuple(passages)


def _passage(
    document: Document, container: str, number: int, path: tuple[str, ...], lines: Sequence[Line], words: str
) -> Passage:
    place = lines[0].place
    for line in lines[1:]:
        place = place.to(line.place)
    # Whose and where it is: also what makes the texts of two equal sheets differ, as retrievers that drop equal
    # texts need it.
    head = " ".join(part for part in (document.title[:60], _where(place), " / ".join(path[-2:])) if part)[:_HEAD]
    return Passage(
        id=f"{container}p{number}",
        document=document.id,
        container=container,
        path=path,
        text="\n".join([head, *(line.text for line in lines)])[:MAX_SHOWN],
        embedded=re.sub(r"\s+", " ", f"{_NUMBERING.sub('', path[-1]) if path else ''} {words}").strip()[:_EMBEDDED],
        place=place,
    )


def _where(place: Place) -> str:
    if place.page is not None:
        return f"第{place.page}页"
    if place.line_start is None or place.line_start == place.line_end:
        return f"第{place.line_start}行" if place.line_start is not None else ""
    return f"第{place.line_start}–{place.line_end}行"


# --- sections -----------------------------------------------------------------------------------


def _joined(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Sections in groups: small ones with the neighbours that stand under the same heading."""
    group: list[Section] = []
    for section in sections:
        if group and not _belongs(group, section):
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def _belongs(group: Sequence[Section], section: Section) -> bool:
    if sum(len(one.text) for one in group) + len(section.text) > _SMALL:
        return False
    end, start = group[-1].place.line_end, section.place.line_start
    if group[-1].place.page != section.place.page or (end and start and not 0 < start - end <= _NEAR):
        return False
    above = group[0].path if len(section.path) > len(group[0].path) else group[0].path[:-1]
    return bool(above) and section.path[: len(above)] == above


def _section_passages(document: Document, group: Sequence[Section]) -> Iterator[Passage]:
    first = group[0]
    path = first.path if len(group) == 1 else _shared(group)
    lines: list[Line] = []
    for section in group:
        heading = section.path[len(path) :]
        own = list(section.lines)
        if heading and own:
            own[0] = replace(own[0], text=f"{' '.join(heading)}\n{own[0].text}")
        lines += own
    for number, run in enumerate(_packed(lines, _BODY), start=1):
        words = _FIGURES.sub(" ", " ".join(line.text for line in run))
        yield _passage(document, first.id, number, path, run, words)


def _shared(group: Sequence[Section]) -> tuple[str, ...]:
    path = group[0].path
    for section in group[1:]:
        same = 0
        while same < min(len(path), len(section.path)) and path[same] == section.path[same]:
            same += 1
        path = path[:same]
    return path


def _cut(line: Line, limit: int) -> list[Line]:
    """A line that is longer than a passage, in pieces of whole sentences, all at its place."""
    if len(line.text) <= limit:
        return [line]
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(line.text):
        for start in range(0, len(sentence), limit):
            part = sentence[start : start + limit]
            if pieces and len(pieces[-1]) + len(part) <= limit:
                pieces[-1] += part
            else:
                pieces.append(part)
    return [replace(line, text=piece) for piece in pieces]


def _packed(lines: Sequence[Line], limit: int) -> Iterator[list[Line]]:
    """Lines in runs of about equal length, none longer than ``limit`` characters; long lines are cut."""
    pieces = [piece for line in lines for piece in _cut(line, limit)]
    total = sum(len(piece.text) + 1 for piece in pieces)
    even = min(limit, total // max(1, -(-total // limit)) + limit // 8)
    run: list[Line] = []
    length = 0
    for piece in pieces:
        if run and length + len(piece.text) > even:
            yield run
            run, length = [], 0
        run.append(piece)
        length += len(piece.text) + 1
    if run:
        yield run


# --- tables -------------------------------------------------------------------------------------


def _table_passages(document: Document, table: Table) -> Iterator[Passage]:
    title = table.title + (f"（{table.part}）" if table.part else "")
    path = (*table.path, title)
    columns = [" ".join(column.path) for column in table.columns]
    header = "\t".join(squeeze(column) for column in columns)[:_HEADER]
    unit = f"单位：{table.unit}\n" if table.unit else ""
    note = [Line(table.note[:_HEADER], table.places[-1])] if table.note else []
    caption = Line(f"{unit}{header}", table.rows[0].place if table.rows else table.places[0])
    values = " ".join(column for column, own in zip(columns, table.columns, strict=True) if own.role == "value")
    lines = [Line(_row_text(row), row.place) for row in table.rows]
    if not lines:
        yield _passage(document, table.id, 1, path, [caption, *note], values)
        return
    room = _BODY - len(caption.text) - sum(len(line.text) for line in note) - 2
    runs = list(_packed(lines, room))
    labels = {row.place: bare(row.label) for row in table.rows}
    for number, run in enumerate(runs, start=1):
        here = replace(caption, place=run[0].place)
        shown = [here, *run, *(note if number == len(runs) else [])]
        words = " ".join(dict.fromkeys(labels[line.place] for line in run))
        yield _passage(document, table.id, number, path, shown, f"{words} {values}")


def _row_text(row: Row) -> str:
    return "\t".join(squeeze(cell.text) if cell is not None else "" for cell in row.cells).rstrip("\t")


# --- performance sheets -------------------------------------------------------------------------


def _sheet_passages(document: Document, sheet: Sheet) -> Iterator[Passage]:
    path = (*sheet.path, sheet.name)
    title = Line(sheet.title, Place(sheet.place.line_start, sheet.place.line_start, sheet.place.page))
    entries = [title]
    entries += [Line("/".join(field.path) + "：" + squeeze(field.text), field.place) for field in sheet.fields]
    for item in sheet.indicators:
        texts = (item.level1, item.level2, item.name, item.description, item.direction, item.target, item.unit,
                 item.result, item.score, item.basis)  # fmt: skip
        entries.append(Line("\t".join(squeeze(text) for text in texts if text), item.place))
    for number, run in enumerate(_packed(entries, _BODY), start=1):
        words = _FIGURES.sub(" ", " ".join(line.text for line in run if line is not title))
        yield _passage(document, sheet.id, number, path, run, words)
