"""Small tables inside a form: a heading for each column, values below, labels beside them or under a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.layout.sheet_spans import SheetRow
from index.layout.sheet_values import value_field
from index.layout.sheet_words import filled, is_field, is_number
from index.layout.words import squeeze
from index.model import Cell, Field

__all__ = ["is_matrix", "read_matrix"]

_MAX_COLUMN_HEADING = 40


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A column of a small table: where its heading stands, and the headings from the top down."""

    position: int
    path: tuple[str, ...]


def is_matrix(rows: Sequence[SheetRow], at: int) -> bool:
    """Whether a group's row holds column headings and not values."""
    rest = [cell.text for _, cell in filled(rows[at].cells)[1:]]
    return len(rest) >= 2 and all(_is_heading(text) for text in rest) and at + 1 < len(rows)


def _is_heading(text: str) -> bool:
    return not is_number(text) and len(squeeze(text)) <= _MAX_COLUMN_HEADING


def read_matrix(
    rows: Sequence[SheetRow], at: int, rule: dict[str, Any], *, unit: str | None
) -> tuple[list[Field], int]:
    """The fields of a small table and the index of the row after it; ``rule`` is its entry in ``sheets.toml``."""
    group = squeeze(filled(rows[at].cells)[0][1].text)
    heads = [rows[at].cells]
    end = at + 1
    while not rule.get("text") and end < len(rows) and _goes_on(rows[end], figures=False):
        heads.append(rows[end].cells)
        end += 1
    body: list[tuple[Cell, ...]] = []
    while end < len(rows) and (_goes_on(rows[end], figures=True) if not rule.get("text") else end == at + 1):
        body.append(rows[end].cells)
        end += 1
    leaves = _leaves(heads)
    fields: list[Field] = []
    for cells in body:
        fields.extend(_matrix_row(cells, leaves, body, group, unit, labelled=bool(rule.get("rows"))))
    return fields, end


def _goes_on(row: SheetRow, *, figures: bool) -> bool:
    """Whether a row belongs to a small table, as one of its headings or (``figures``) of its values."""
    present = filled(row.cells)
    if not present or is_field(present[0][1].text, "group"):
        return False
    has_figures = any(is_number(cell.text) for _, cell in present)
    if figures:
        return has_figures or (present[0][0] > 0 and _is_heading(present[0][1].text))
    return not has_figures and len(present) >= 2 and all(_is_heading(cell.text) for _, cell in present)


def _leaves(heads: Sequence[tuple[Cell, ...]]) -> list[_Leaf]:
    """The columns under one or two rows of headings, from left to right; the group's own cell is none."""
    top = filled(heads[0])[1:]
    low = [entry for head in heads[1:2] for entry in filled(head)]
    leaves: list[_Leaf] = []
    for number, (position, cell) in enumerate(top):
        end = top[number + 1][0] if number + 1 < len(top) else max([position + 1, *(at + 1 for at, _ in low)])
        below = [(at, child) for at, child in low if position <= at < end]
        name = squeeze(cell.text)
        if below:
            leaves.extend(_Leaf(at, (name, squeeze(child.text))) for at, child in below)
        else:
            leaves.append(_Leaf(position, (name,)))
    return sorted(leaves, key=lambda leaf: leaf.position)


def _matrix_row(
    cells: tuple[Cell, ...],
    leaves: Sequence[_Leaf],
    body: Sequence[tuple[Cell, ...]],
    group: str,
    unit: str | None,
    *,
    labelled: bool,
) -> list[Field]:
    """The fields of one row: values go with the columns by place, counted from where the row's label stands."""
    present = filled(cells)
    if not present or not leaves:
        return []
    labels = _label_columns(leaves, body) if labelled else set()
    beside = labelled and not labels  # the labels stand left of the columns, under no heading
    first = present[0][0]
    shift = first - leaves[0].position + (1 if beside else 0) if labelled or first < leaves[0].position else 0
    places = _placed([position - shift for position, _ in present[1 if beside else 0 :]], leaves)
    label = squeeze(present[0][1].text) if beside else ""
    fields = []
    for position, cell in enumerate(cells):
        rank = places.get(position - shift)
        if rank is None:
            rank = next((rank for rank, leaf in enumerate(leaves) if leaf.position == position - shift), None)
        if rank is None or (beside and position == first):
            continue
        if rank in labels:
            label = squeeze(cell.text)
        elif cell.text.strip() or (label and _wants_amount(leaves[rank], body)):
            path = (group, label, *leaves[rank].path) if labelled else (group, *leaves[rank].path)
            fields.append(value_field(path, cell, unit))
    return fields


def _placed(positions: Sequence[int], leaves: Sequence[_Leaf]) -> dict[int, int]:
    """The column, by rank, of each cell: the one above it where all have one, else counted from the first."""
    ranks = {leaf.position: rank for rank, leaf in enumerate(leaves)}
    if all(position in ranks for position in positions):
        return {position: ranks[position] for position in positions}
    counted = {position: position - leaves[0].position for position in positions}
    if all(0 <= rank < len(leaves) for rank in counted.values()):
        return counted
    return dict(zip(positions, range(len(leaves)), strict=False))


def _label_columns(leaves: Sequence[_Leaf], body: Sequence[tuple[Cell, ...]]) -> set[int]:
    """The columns, by rank, that hold the labels of the rows: words in every row that has them."""
    found = set()
    for rank, leaf in enumerate(leaves):
        texts = [cells[leaf.position].text.strip() for cells in body if leaf.position < len(cells)]
        texts = [text for text in texts if text]
        if texts and not any(is_number(text) for text in texts):
            found.add(rank)
    return found


def _wants_amount(leaf: _Leaf, body: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether an empty cell of a column is an amount that is missing: the column holds amounts elsewhere."""
    if any(is_field(label, kind) for label in leaf.path for kind in ("score", "weight")):
        return False
    return any(leaf.position < len(cells) and is_number(cells[leaf.position].text) for cells in body)
