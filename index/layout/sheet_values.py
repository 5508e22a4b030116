"""A value of a form with its label and its unit."""

from __future__ import annotations

from index.amounts import parse_figure
from index.layout.sheet_words import is_blank_amount, is_field, is_number, key_of, matrix_of, unit_in_brackets
from index.model import Cell, Field

__all__ = ["value_field"]


def value_field(path: tuple[str, ...], cell: Cell, unit: str | None) -> Field:
    """The field of a cell; ``unit`` is the sheet's, for amounts that nothing nearer gives a unit."""
    return Field(path, cell.text, cell.place, _unit_of(path, cell.text, unit))


def _unit_of(path: tuple[str, ...], text: str, unit: str | None) -> str | None:
    """The unit of a value: its own, that of its nearest label, or the sheet's; None for words, scores and marks."""
    figure = parse_figure(text)
    if figure is not None and figure.unit and is_number(text):
        return figure.unit
    if not is_number(text) and not is_blank_amount(text):
        return None
    if is_field(path[-1], "score") or is_field(path[-1], "weight"):
        return None
    if key_of(path[-1]).endswith("率"):
        return "%"
    named = next((found for label in reversed(path) if (found := unit_in_brackets(label))), None)
    if named is not None:
        return named
    is_amount = is_field(path[-1], "amount") or matrix_of(path[0]) is not None
    return unit if is_amount else None
