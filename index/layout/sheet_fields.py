"""The form part of a performance sheet: rows of labels and values, and the small tables among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.amounts import MONEY_UNITS, parse_figure
from index.layout.sheet_spans import SheetRow
from index.layout.sheet_words import (
    filled,
    is_field,
    is_figure,
    is_number,
    known_label,
    matrix_of,
    text_label,
    unit_in_brackets,
)
from index.layout.words import squeeze
from index.model import Cell, Field

__all__ = ["read_fields"]

_MAX_LABEL = 24
_MAX_COLUMN_HEADING = 40


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A column of a small table: where its heading stands, and the headings from the top down."""

    position: int
    path: tuple[str, ...]


def read_fields(rows: Sequence[SheetRow], *, unit: str | None) -> tuple[Field, ...]:
    """The fields of a form in reading order; amounts are in ``unit`` where nothing nearer says otherwise.

    A field's path runs from its group to its label (专项资金情况（万元） → 资金总额); in a small table from the group
    over the row's label to the column headings. Labels of amounts without a value give fields with an empty text.
    """
    fields: list[Field] = []
    group: str | None = None
    at = 0
    while at < len(rows):
        present = filled(rows[at].cells)
        if not present:
            at += 1
            continue
        rule = matrix_of(present[0][1].text)
        if rule is not None and _is_matrix(rows, at, rule):
            found, at = _matrix(rows, at, rule, unit)
            fields.extend(found)
            group = None
            continue
        first = present[0][1]
        if is_field(first.text, "group"):
            group = squeeze(first.text)
        elif present[0][0] == 0 and known_label(first.text):
            group = None
        _form_row(rows[at], present, group, fields, unit)
        at += 1
    return tuple(fields)


# --- labels and values -----------------------------------------------------------------------------


def _form_row(
    row: SheetRow, present: Sequence[tuple[int, Cell]], group: str | None, fields: list[Field], unit: str | None
) -> None:
    """Add what a row of labels and values holds; words without a label go on with the text before them."""
    label: Cell | None = None
    label_at = 0
    said = False
    for number, (position, cell) in enumerate(present):
        after = present[number + 1][1].text if number + 1 < len(present) else ""
        if is_field(cell.text, "group") and number == 0:
            continue
        if known_label(cell.text) or (label is None and _labels_a_figure(cell.text, after)):
            if label is not None:
                _add_empty(row, label_at, label, group, fields, unit)
            label, label_at = cell, position
        elif label is not None:
            fields.append(_field(_path(group, label.text), cell, unit))
            label, said = None, True
        elif said and cell.text.strip() in MONEY_UNITS and is_number(fields[-1].text):
            fields[-1] = replace(fields[-1], unit=cell.text.strip())
        elif number == 0 and len(present) > 1 and group is None and _may_label(cell.text):
            label, label_at = cell, position  # a label that no list has
        elif not said:
            _add_words(row, cell, group, fields, unit)
            said = True
        else:
            fields.append(_field(fields[-1].path, cell, unit))
    if label is not None:
        _add_empty(row, label_at, label, group, fields, unit)


def _may_label(text: str) -> bool:
    return len(squeeze(text)) <= _MAX_LABEL and parse_figure(text) is None


def _labels_a_figure(text: str, after: str) -> bool:
    return _may_label(text) and is_figure(after)


def _path(group: str | None, label: str) -> tuple[str, ...]:
    text = squeeze(label).rstrip(":：")
    return (group, text) if group and group != text else (text,)


def _field(path: tuple[str, ...], cell: Cell, unit: str | None) -> Field:
    return Field(path, cell.text, cell.place, _unit_of(path, cell.text, unit))


def _unit_of(path: tuple[str, ...], text: str, unit: str | None) -> str | None:
    """The unit of a value: its own, that of its nearest label, or the sheet's; None for words."""
    figure = parse_figure(text)
    if figure is not None and figure.unit and is_number(text):
        return figure.unit
    named = next((found for label in reversed(path) if (found := unit_in_brackets(label))), None)
    if text.strip() and not is_number(text):
        return None
    if named is not None:
        return named
    is_amount = is_field(path[-1], "amount") or matrix_of(path[0]) is not None
    counts = is_field(path[-1], "score") or is_field(path[-1], "weight")
    return unit if is_amount and not counts else None


def _add_empty(
    row: SheetRow, position: int, label: Cell, group: str | None, fields: list[Field], unit: str | None
) -> None:
    """A label of an amount without one: an empty field at the empty cell beside it."""
    if not is_field(label.text, "amount"):
        return
    cell = row.cells[position + 1] if position + 1 < len(row.cells) else label
    fields.append(_field(_path(group, label.text), replace(cell, text=""), unit))


def _add_words(row: SheetRow, cell: Cell, group: str | None, fields: list[Field], unit: str | None) -> None:
    """A value without a label of its own: the group's text, or the rest of a text that a page break cut."""
    last = fields[-1] if fields else None
    starts = filled(row.cells)[0]
    named = text_label(group) if group else None
    if group and is_field(starts[1].text, "group"):
        fields.append(_field((group,), cell, unit))
    elif group and named and (last is None or last.path != (group, named)):
        fields.append(_field((group, named), cell, unit))
    elif last is not None and last.text and not is_number(last.text):
        fields[-1] = replace(last, text=last.text + cell.text, place=last.place.to(cell.place))
    else:
        fields.append(_field((group or squeeze(cell.text)[:_MAX_LABEL],), cell, unit))


# --- small tables ----------------------------------------------------------------------------------


def _is_matrix(rows: Sequence[SheetRow], at: int, rule: dict[str, Any]) -> bool:
    """Whether a group's row holds column headings and not values."""
    rest = [cell.text for _, cell in filled(rows[at].cells)[1:]]
    return len(rest) >= 2 and all(_is_heading(text) for text in rest) and at + 1 < len(rows)


def _is_heading(text: str) -> bool:
    return not is_number(text) and len(squeeze(text)) <= _MAX_COLUMN_HEADING


def _matrix(
    rows: Sequence[SheetRow], at: int, rule: dict[str, Any], unit: str | None
) -> tuple[list[Field], int]:
    """The fields of a small table and the index of the row after it."""
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
        return has_figures or all(_is_heading(cell.text) for _, cell in present[:1]) and present[0][0] > 0
    return not has_figures and len(present) >= 2 and all(_is_heading(cell.text) for _, cell in present)


def _leaves(heads: Sequence[tuple[Cell, ...]]) -> list[_Leaf]:
    """The columns under one or two rows of headings, from left to right; the group's own cell is none."""
    top = filled(heads[0])[1:]
    low = [entry for head in heads[1:2] for entry in filled(head)]
    leaves = []
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
            fields.append(_field(path, cell, unit))
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
