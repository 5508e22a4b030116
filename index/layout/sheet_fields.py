"""The form part of a performance sheet: rows of labels and values, and the small tables among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.amounts import MONEY_UNITS, parse_figure
from index.layout.sheet_matrix import is_matrix, read_matrix
from index.layout.sheet_spans import SheetRow
from index.layout.sheet_values import value_field
from index.layout.sheet_words import filled, is_field, is_figure, is_number, known_label, matrix_of, text_label
from index.layout.words import squeeze
from index.model import Cell, Field

__all__ = ["read_fields"]

_MAX_LABEL = 24


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
        if rule is not None and is_matrix(rows, at):
            found, at = read_matrix(rows, at, rule, unit=unit)
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
            fields.append(value_field(_path(group, label.text), cell, unit))
            label, said = None, True
        elif said and cell.text.strip() in MONEY_UNITS and is_number(fields[-1].text):
            fields[-1] = replace(fields[-1], unit=cell.text.strip())
        elif number == 0 and len(present) > 1 and group is None and _may_label(cell.text):
            label, label_at = cell, position  # a label that no list has
        elif not said:
            _add_words(row, cell, group, fields, unit)
            said = True
        else:  # beside an amount, words of their own; beside words, more of them
            path = (group or squeeze(cell.text),) if _is_amount(fields[-1]) else fields[-1].path
            fields.append(value_field(path, cell, unit))
    if label is not None:
        _add_empty(row, label_at, label, group, fields, unit)


def _is_amount(field: Field) -> bool:
    return is_field(field.path[-1], "amount")


def _may_label(text: str) -> bool:
    return len(squeeze(text)) <= _MAX_LABEL and parse_figure(text) is None


def _labels_a_figure(text: str, after: str) -> bool:
    return _may_label(text) and is_figure(after)


def _path(group: str | None, label: str) -> tuple[str, ...]:
    text = squeeze(label).rstrip(":：")
    return (group, text) if group and group != text else (text,)


def _add_empty(
    row: SheetRow, position: int, label: Cell, group: str | None, fields: list[Field], unit: str | None
) -> None:
    """A label of an amount without one: an empty field at the empty cell beside it."""
    if not is_field(label.text, "amount"):
        return
    cell = row.cells[position + 1] if position + 1 < len(row.cells) else label
    fields.append(value_field(_path(group, label.text), replace(cell, text=""), unit))


def _add_words(row: SheetRow, cell: Cell, group: str | None, fields: list[Field], unit: str | None) -> None:
    """A value without a label of its own: the group's text, or the rest of a text that a page break cut."""
    last = fields[-1] if fields else None
    starts = filled(row.cells)[0]
    named = text_label(group) if group else None
    if group and is_field(starts[1].text, "group"):
        fields.append(value_field((group,), cell, unit))
    elif group and named and (last is None or last.path != (group, named)):
        fields.append(value_field((group, named), cell, unit))
    elif last is not None and last.text and not is_number(last.text) and not _is_amount(last):
        fields[-1] = replace(last, text=last.text + cell.text, place=last.place.to(cell.place))
    else:
        fields.append(value_field((group or squeeze(cell.text)[:_MAX_LABEL],), cell, unit))
