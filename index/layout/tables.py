"""Fragments to tables: columns, halves, rows with labels, codes and paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import fold
from index.layout.alignment import Cells, fit_rows, settle_groups
from index.layout.fragments import Fragment, find_fragments
from index.layout.headers import columns_of, part_columns, split_side_by_side
from index.layout.hierarchy import RowName, row_paths
from index.layout.outline import headings_of, paths_of
from index.layout.sums import ColumnSum, column_sums
from index.layout.words import header_key, is_code, is_header_word, is_total, squeeze, table_kind
from index.model import Cell, Column, Grid, Line, Place, Repair, Row, Table

__all__ = ["TableFindings", "find_tables"]

_CONTENTS = re.compile(r"[.．·…]{3,}\s*$")
_RULE = re.compile(r"^[-—=_\s]*$")


@dataclass(frozen=True, slots=True)
class TableFindings:
    """The tables of a document, and the stream items that they, their titles, captions and notes take up."""

    tables: tuple[Table, ...]
    used: frozenset[int]


def find_tables(stream: Sequence[Line | Grid], *, document: str, used: frozenset[int] = frozenset()) -> TableFindings:
    """All tables of a stream; items in ``used`` (performance sheets) are left alone."""
    fragments = find_fragments(stream, used)
    contents = [fragment for fragment in fragments if _is_contents(fragment)]
    fragments = [fragment for fragment in fragments if not _is_contents(fragment) and _is_table(fragment)]
    known = frozenset(
        header_key(cell.text) for fragment in fragments for row in fragment.headers for cell in row if cell.text.strip()
    )
    captions = used.union(*(fragment.indexes for fragment in (*fragments, *contents)))
    paths = paths_of(tuple(stream), headings_of(tuple(stream), skip=captions))
    tables: list[Table] = []
    taken: set[int] = set()
    for fragment in fragments:
        others = known - {header_key(cell.text) for row in fragment.headers for cell in row}
        path = paths[min(fragment.indexes)]
        tables.extend(_tables(fragment, path, document=document, known=others, first=len(tables) + 1))
        taken |= fragment.indexes
    for fragment in contents:
        taken |= fragment.indexes
    return TableFindings(tuple(tables), frozenset(taken))


def _is_contents(fragment: Fragment) -> bool:
    """A table of contents: names with dot leaders and page numbers."""
    rows = fragment.rows
    leaders = sum(1 for row in rows if any(_CONTENTS.search(cell.text) for cell in row))
    return bool(rows) and leaders * 2 > len(rows)


def _is_table(fragment: Fragment) -> bool:
    """Whether there is anything to read: a header or a row with more than one word."""
    rows = [row for row in fragment.rows if any(not _RULE.match(cell.text) for cell in row)]
    return bool(fragment.headers) or any(len(row) > 1 for row in rows)


def _tables(
    fragment: Fragment, path: tuple[str, ...], *, document: str, known: frozenset[str], first: int
) -> list[Table]:
    columns, header_repairs = columns_of(fragment, known)
    if not columns:
        return []
    raw, row_repairs = _joined_rows(fragment, columns)
    halves = split_side_by_side(columns)
    cells, fit_repairs = fit_rows(raw, columns, _sums(columns, halves))
    title = squeeze(fragment.title) if fragment.title else (squeeze(path[-1]) if path else "")
    repairs = (*header_repairs, *row_repairs, *fit_repairs)
    tables: list[Table] = []
    for part, chosen in halves:
        own = part_columns(columns, chosen, part)
        own_cells = [tuple(row[i] for i in chosen) for row in cells]
        rows, group_repairs = _rows(own, own_cells, cells)
        tables.append(
            Table(
                id=f"{document}:t{first + len(tables)}",
                document=document,
                title=title,
                kind=table_kind(title),
                path=path,
                unit=fragment.unit,
                columns=own,
                rows=rows,
                places=fragment.places,
                part=part,
                note=fragment.note,
                repairs=(*repairs, *group_repairs) if not tables else group_repairs,
            )
        )
    return tables


def _sums(columns: tuple[Column, ...], halves: Sequence[tuple[str | None, list[int]]]) -> list[ColumnSum]:
    """The sums across of each half, by index in the whole table."""
    sums = []
    for part, chosen in halves:
        for found in column_sums(part_columns(columns, chosen, part)):
            sums.append(ColumnSum(chosen[found.total], tuple(chosen[i] for i in found.parts)))
    return sums


def _joined_rows(fragment: Fragment, columns: Sequence[Column]) -> tuple[list[tuple[Cell, ...]], list[Repair]]:
    """All data rows; a row that a page break cut in two is one again."""
    rows: list[tuple[Cell, ...]] = []
    repairs: list[Repair] = []
    numbered = [i for i, column in enumerate(columns) if column.role == "number"]
    for piece, (_, data) in enumerate(fragment.pieces):
        for position, row in enumerate(data):
            if all(_RULE.match(cell.text) for cell in row):
                continue
            if piece and position == 0 and rows and _goes_on(rows[-1], row, numbered, columns):
                rows[-1] = _merged(rows[-1], row)
                repairs.append(
                    Repair(
                        "row joined with its rest after the page break",
                        "its rest has no number and no figure",
                        row[0].place,
                    )
                )
            else:
                rows.append(row)
    return rows, repairs


def _goes_on(before: Sequence[Cell], row: Sequence[Cell], numbered: Sequence[int], columns: Sequence[Column]) -> bool:
    """Whether a first row after a break is the rest of the row before it: words only, in columns that it filled.

    In a table with row numbers the rest has none; in one with codes neither a code nor a figure.
    """
    texts = [(i, cell.text.strip()) for i, cell in enumerate(row) if cell.text.strip()]
    if not texts or any(re.search(r"\d", text) for _, text in texts):
        return False
    identified = [i for i, column in enumerate(columns) if column.role in ("number", "code")]
    if not identified or any(i in identified for i, _ in texts):
        return False
    if not numbered and not (before[identified[0]].text.strip() if identified[0] < len(before) else ""):
        return False
    return all(i < len(before) and before[i].text.strip() for i, _ in texts)


def _merged(before: Sequence[Cell], rest: Sequence[Cell]) -> tuple[Cell, ...]:
    cells = []
    for index, cell in enumerate(before):
        more = rest[index] if index < len(rest) else None
        if more is not None and more.text.strip():
            cells.append(replace(cell, text=cell.text + more.text, place=cell.place.to(more.place)))
        else:
            cells.append(cell)
    return tuple(cells)


def _rows(
    columns: tuple[Column, ...], cells: Sequence[Cells], whole: Sequence[Cells]
) -> tuple[tuple[Row, ...], tuple[Repair, ...]]:
    kept = [
        (own, full) for own, full in zip(cells, whole, strict=True) if _named(own, columns) or _has_value(own, columns)
    ]
    names = [_name(own, columns) for own, _ in kept]
    paths = row_paths(names)
    groups = _groups(paths)
    own_cells, repairs = (
        settle_groups([own for own, _ in kept], groups, columns) if groups else ([o for o, _ in kept], [])
    )
    rows = []
    for name, path, own, (_, full) in zip(names, paths, own_cells, kept, strict=True):
        places = [cell.place for cell in full if cell is not None]
        rows.append(
            Row(
                label=name.label,
                code=name.code,
                path=path,
                cells=own,
                place=_span(places),
                total=is_total(name.label),
            )
        )
    return tuple(rows), tuple(repairs)


def _span(places: Sequence[Place]) -> Place:
    span = places[0]
    for place in places[1:]:
        span = span.to(place)
    return span


def _groups(paths: Sequence[tuple[str, ...]]) -> list[tuple[int, list[int]]]:
    """(subtotal row, rows under it) for tables cut by subtotal rows."""
    heads = {path[0]: index for index, path in enumerate(paths) if len(path) == 2 and path[1] == "小计"}
    return [
        (head, [i for i, path in enumerate(paths) if path[0] == group and i != head]) for group, head in heads.items()
    ]


def _named(cells: Cells, columns: Sequence[Column]) -> bool:
    return any(
        cell is not None and cell.text.strip() and column.role in ("label", "code", "text")
        for cell, column in zip(cells, columns, strict=True)
    )


def _has_value(cells: Cells, columns: Sequence[Column]) -> bool:
    return any(
        cell is not None and cell.text.strip() and column.role == "value"
        for cell, column in zip(cells, columns, strict=True)
    )


def _name(cells: Cells, columns: Sequence[Column]) -> RowName:
    """Label, code and further names of a row.

    The label is the last name column's text, or whatever word stands in a code column (合计 under 科目编码).
    """
    codes: list[tuple[Column, str]] = []
    labels: list[tuple[Column, str]] = []
    for cell, column in zip(cells, columns, strict=True):
        text = squeeze(cell.text) if cell is not None else ""
        if not text or column.role in ("value", "number"):
            continue
        if column.role == "code":
            (codes if is_code(fold(text)) else labels).append((column, text))
        elif column.role == "label" or (
            column.role == "text"
            and is_header_word(column.path[-1] if column.path else "", "text")
            and "名称" in "".join(column.path)
        ):
            labels.append((column, text))
    label = labels[-1][1] if labels else ""
    names = tuple(text for _, text in labels[:-1])
    if len(labels) > 1 and _kept_order(labels):
        label, names = labels[0][1], tuple(text for _, text in labels[1:])
    subject = [text for column, text in codes if "科目" in "".join(column.path)]
    return RowName(label, fold((subject or [text for _, text in codes] or [""])[0]) or None, names)


def _kept_order(labels: Sequence[tuple[Column, str]]) -> bool:
    """Whether the first name is the row's own and the others describe it (项目名称, then 采购物品名称)."""
    return labels[1][0].role == "text"
