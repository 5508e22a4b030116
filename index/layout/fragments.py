"""From the stream to fragments: each grid with the title and captions above it, its rows sorted into
caption, header, numbering and data rows; and fragments that continue one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import parse_figure
from index.layout.captions import Caption, caption_of, is_note, is_title
from index.layout.headings import is_page_number
from index.layout.words import header_key, is_code, is_header_word, is_numbering_word, numbering_of, squeeze
from index.model import Cell, Grid, Line, Place

__all__ = ["Fragment", "find_fragments"]

RowCells = tuple[Cell, ...]

_CONTINUED = re.compile(r"[（(]?续(?:表)?[一二三四五六七八九十\d]*[)）]?$")
_ALIKE = 0.6
"""Two headers with this share of words in common are one header printed twice (a page apart)."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One grid, or several joined by a page break: header rows, the numbering row, data rows, what stands above.

    ``pieces`` keeps each page's data rows apart, with the header that page had.
    """

    index: int
    title: str | None
    unit: str | None
    headers: tuple[RowCells, ...]
    numbering: RowCells | None
    pieces: tuple[tuple[tuple[RowCells, ...], tuple[RowCells, ...]], ...]
    places: tuple[Place, ...]
    indexes: frozenset[int]
    note: str | None = None

    @property
    def rows(self) -> tuple[RowCells, ...]:
        """All data rows, in order."""
        return tuple(row for _, rows in self.pieces for row in rows)


def find_fragments(stream: Sequence[Line | Grid], used: frozenset[int]) -> list[Fragment]:
    """The tables of a stream as fragments joined over page breaks; stream items in ``used`` are left alone."""
    joined: list[Fragment] = []
    for index, item in enumerate(stream):
        if not isinstance(item, Grid) or index in used:
            continue
        fragment = _fragment(stream, index, item, used)
        if fragment is None:
            continue
        if joined and _continues(joined[-1], fragment, stream, used):
            joined[-1] = _join(joined[-1], fragment)
        else:
            joined.append(fragment)
    return [_with_note(fragment, stream) for fragment in joined]


def _fragment(stream: Sequence[Line | Grid], index: int, grid: Grid, used: frozenset[int]) -> Fragment | None:
    title, captions, above = _above(stream, index, used)
    rows = list(grid.rows)
    unit = next((caption.unit for caption in captions if caption.unit), None)
    while rows:
        texts = [cell.text for cell in rows[0] if cell.text.strip()]
        found = [caption_of(text) for text in texts]
        if texts and all(found):
            unit = next((caption.unit for caption in found if caption and caption.unit), unit)
            rows.pop(0)
        elif (
            len(texts) == 1 and len(rows) > 1 and len(squeeze(texts[0])) > 4 and not _is_data(rows[0]) and title is None
        ):
            title = texts[0]
            rows.pop(0)
        else:
            break
    headers, numbering, data = _sorted_rows(rows)
    if not headers and not data:
        return None
    return Fragment(
        index, title, unit, headers, numbering, ((headers, data),),
        (grid.place,), above | {index},
    )  # fmt: skip


def _above(
    stream: Sequence[Line | Grid], index: int, used: frozenset[int]
) -> tuple[str | None, list[Caption], frozenset[int]]:
    """Title, captions and the stream indexes of both, read upwards from a grid."""
    captions: list[Caption] = []
    taken = set()
    for above in range(index - 1, max(-1, index - 9), -1):
        item = stream[above]
        if above in used or not isinstance(item, Line):
            break
        if is_page_number(item.text):
            taken.add(above)
            continue
        caption = caption_of(item.text)
        if caption is not None:
            captions.append(caption)
            taken.add(above)
            continue
        if is_title(item):
            taken.add(above)
            return item.text, captions, frozenset(taken)
        break
    return None, captions, frozenset(taken)


def _sorted_rows(rows: Sequence[RowCells]) -> tuple[tuple[RowCells, ...], RowCells | None, tuple[RowCells, ...]]:
    headers: list[RowCells] = []
    numbering: RowCells | None = None
    start = 0
    for start, row in enumerate(rows):
        if _is_numbering(row):
            numbering = row
            start += 1
            break
        if _is_data(row) or (headers and not _header_like(row)):
            break
        headers.append(row)
    else:
        start = len(rows)
    data = tuple(row for row in rows[start:] if not _is_numbering(row) and not _is_empty(row))
    return tuple(headers), numbering, data


def _texts(row: RowCells) -> list[str]:
    return [cell.text.strip() for cell in row if cell.text.strip()]


def _is_empty(row: RowCells) -> bool:
    return not _texts(row)


def _is_numbering(row: RowCells) -> bool:
    """栏次 1 2 3 …, or a row of nothing but 1 2 3 …"""
    texts = _texts(row)
    if len(texts) < 3:
        return False
    numbers = texts[1:] if is_numbering_word(texts[0]) else texts
    return all(re.fullmatch(r"\d{1,2}", text) for text in numbers) and [int(text) for text in numbers] == list(
        range(int(numbers[0]), int(numbers[0]) + len(numbers))
    )


def _is_data(row: RowCells) -> bool:
    """Whether a row holds data: a figure, a code, a row number, or a numbered label."""
    texts = _texts(row)
    if not texts:
        return False
    if any(parse_figure(text) or is_code(text) for text in texts):
        return True
    if numbering_of(texts[0])[0] is not None or (len(texts) > 1 and numbering_of(texts[1])[0] is not None):
        return True
    # 合计 alone in its row, or first with nothing but empty cells after it, is a total row of an empty table.
    return len(texts) == 1 and is_header_word(texts[0], "total") and len(row) > 1


def _header_like(row: RowCells) -> bool:
    """Whether a row without figures can be a further header row: most of its words are header words, or it
    leaves cells empty under a group header."""
    texts = _texts(row)
    if not texts:
        return True
    known = sum(
        1
        for text in texts
        if any(is_header_word(text, group) for group in ("number", "code", "label", "text", "total"))
    )
    return known > 0 or (len(texts) < len(row) and len(row) > 3)


def _words(headers: Sequence[RowCells]) -> set[str]:
    return {header_key(cell.text) for row in headers for cell in row if cell.text.strip()}


def _alike(left: Sequence[RowCells], right: Sequence[RowCells]) -> bool:
    a, b = _words(left), _words(right)
    return bool(a and b) and len(a & b) / len(a | b) >= _ALIKE


def _continues(before: Fragment, after: Fragment, stream: Sequence[Line | Grid], used: frozenset[int]) -> bool:
    """Whether a fragment goes on with the table before it.

    Nothing but captions and page numbers may stand between them; the header is repeated (alike), or absent
    and the widths agree, or the first fragment was header only.
    """
    if any(index in used for index in range(max(before.indexes) + 1, after.index)):
        return False
    if any(
        isinstance(item, Line) and not is_page_number(item.text) and caption_of(item.text) is None
        for item in stream[max(before.indexes) + 1 : after.index]
    ) and not _same_title(before, after):
        return False
    if not before.rows:
        return bool(before.headers) and not _alike(before.headers, after.headers)
    if not after.headers:
        return abs(_width(before) - _width(after)) <= 5
    return _alike(before.headers, after.headers)


def _same_title(before: Fragment, after: Fragment) -> bool:
    if before.title is None or after.title is None:
        return False
    left, right = squeeze(before.title), squeeze(after.title)
    return left == right or _CONTINUED.sub("", right) == _CONTINUED.sub("", left)


def _width(fragment: Fragment) -> int:
    return max((len(row) for row in fragment.rows), default=max((len(row) for row in fragment.headers), default=0))


def _join(before: Fragment, after: Fragment) -> Fragment:
    headers = before.headers
    if not before.rows:
        headers = before.headers + after.headers
    pieces = before.pieces if before.rows else ()
    return replace(
        before,
        headers=headers,
        numbering=before.numbering or after.numbering,
        pieces=(*pieces, (after.headers, after.rows)),
        places=(*before.places, *after.places),
        indexes=before.indexes | after.indexes,
        unit=before.unit or after.unit,
    )


def _with_note(fragment: Fragment, stream: Sequence[Line | Grid]) -> Fragment:
    """The fragment with the note that stands right under it; the note stays prose, and its figures are read as such."""
    below = max(fragment.indexes) + 1
    if below < len(stream):
        item = stream[below]
        if isinstance(item, Line) and is_note(item.text):
            return replace(fragment, note=item.text)
    return fragment
