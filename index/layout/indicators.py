"""The indicator part of a performance sheet: rows read by what their cells are, not only by where they stand.

Row spans leave cells out and page breaks cut rows, so that cells stand a column or more beside their header. A
row that agrees with its header is read by position; any other by the alignment of its cells with the header's
columns, in order, that fits their contents best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.amounts import parse_figure
from index.layout.sheet_levels import LevelCell
from index.layout.sheet_words import direction_of, filled, header_role, is_figure, is_target_like, level_word
from index.layout.words import squeeze
from index.model import Cell

__all__ = ["Header", "HeaderColumn", "RowReading", "header_of", "read_row"]

_MAX_LEVEL = 15
_MAX_CELLS = 60  # more than any form has; keeps the alignment of a broken grid small
_MAX_UNIT = 12
_SHIFTS = range(-3, 4)
_UNPLACED = -20.0
_NO_NAME = -8.0
_WRONG = -8.0
_SAME_SHIFT = 1.0


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column of the indicator part: where it stands, what it holds, its heading."""

    position: int
    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header of the indicator part. ``length`` counts its cells, empty ones and all."""

    columns: tuple[HeaderColumn, ...]
    length: int

    def has(self, role: str) -> bool:
        """Whether there is a column of a role."""
        return any(column.role == role for column in self.columns)


@dataclass(frozen=True, slots=True)
class RowReading:
    """A row's cells by role; levels apart, columns that no role has by their heading. ``regular`` as the header."""

    levels: tuple[LevelCell, ...]
    cells: dict[str, Cell]
    extra: tuple[tuple[str, Cell], ...]
    regular: bool


def header_of(cells: Sequence[Cell]) -> Header:
    """The columns that a header row names (绩效指标 is the name's column where there is no 三级指标)."""
    present = filled(cells)[:_MAX_CELLS]
    choices = [(position, header_role(cell.text), squeeze(cell.text)) for position, cell in present]
    named_alone = any(roles == ("name",) for _, roles, _ in choices)
    columns = []
    for number, (position, roles, label) in enumerate(choices):
        if "group" in roles and (len(roles) == 1 or named_alone or number == 0):
            role = "group"
        else:
            role = next((role for role in roles if role != "group"), "extra")
        columns.append(HeaderColumn(position, role, label))
    return Header(tuple(columns), len(cells))


def read_row(cells: Sequence[Cell], header: Header) -> RowReading | None:
    """A row of indicators, or None where it has no cell with a text."""
    present = filled(cells)[:_MAX_CELLS]
    if not present:
        return None
    return _by_position(present, header) or _by_content(present, header)


# --- a row that keeps to its header ----------------------------------------------------------------


def _by_position(present: Sequence[tuple[int, Cell]], header: Header) -> RowReading | None:
    columns = {column.position: column for column in header.columns}
    if any(position not in columns for position, _ in present):
        return None
    cells = {columns[position].role: cell for position, cell in present if columns[position].role != "extra"}
    if "name" not in cells and any(role in cells for role in ("first", "second", "task", "group")):
        return None
    levels = [LevelCell(_level_text(cells[role]), role) for role in ("first", "second") if role in cells]
    if not _fits(cells, header):
        return None
    extra = tuple((columns[at].label, cell) for at, cell in present if columns[at].role == "extra")
    return RowReading(tuple(levels), cells, extra, regular=True)


def _level_text(cell: Cell) -> str:
    return level_word(cell.text) or squeeze(cell.text)


def _fits(cells: dict[str, Cell], header: Header) -> bool:
    """Whether the cells of a row hold what their columns should."""
    name = cells.get("name")
    first, second, target = cells.get("first"), cells.get("second"), cells.get("target")
    if "group" in cells and level_word(cells["group"].text):
        return False
    for level in (first, second):
        if level and (len(squeeze(level.text)) > _MAX_LEVEL or is_target_like(level.text)):
            return False
        if level and level_word(level.text) is None and not (target and name and not _only_name_and_target(header)):
            return False
    if name is None:  # the rest of a row that was cut: words only
        texts = [cell.text for cell in cells.values()]
        return not any(is_target_like(text) or is_figure(text) or direction_of(text) for text in texts)
    if is_target_like(name.text) or is_figure(name.text) or direction_of(name.text):
        return False
    if level_word(name.text) and not (second and target and parse_figure(target.text)):
        return False
    if "direction" in cells and direction_of(cells["direction"].text) is None:
        return False
    if target is not None and direction_of(target.text):
        return False
    if any(role in cells and not is_figure(cells[role].text) for role in ("weight", "score")):
        return False
    texts = [cells[role].text for role in ("description", "basis", "note", "unit") if role in cells]
    return not any(is_target_like(text) or direction_of(text) for text in texts)


def _only_name_and_target(header: Header) -> bool:
    """Whether nothing but levels, name and target stand in a header, so that a shifted row still looks whole."""
    return {column.role for column in header.columns} <= {"group", "first", "second", "name", "target"}


# --- a row beside its header -----------------------------------------------------------------------


def _by_content(present: Sequence[tuple[int, Cell]], header: Header) -> RowReading:
    levels: list[tuple[int, Cell]] = []
    rest = list(present)
    while rest and (level_word(rest[0][1].text) or header_role(rest[0][1].text) == ("group",)):
        levels.append(rest.pop(0))
    if levels and rest and not _may_be_name(rest[0][1].text):
        rest.insert(0, levels.pop())  # 服务对象满意度指标 may be an indicator's name too
    words = tuple(LevelCell(word) for _, cell in levels if (word := level_word(cell.text)))
    if not rest:
        return RowReading(words, {}, (), regular=False)
    columns = [column for column in header.columns if column.role not in ("group", "first", "second")]
    placed = _best_alignment(rest, columns)
    cells: dict[str, Cell] = {}
    extra: list[tuple[str, Cell]] = []
    for column, cell in placed:
        if column.role == "extra":
            extra.append((column.label, cell))
        else:
            cells[column.role] = cell
    return RowReading(words, cells, tuple(extra), regular=False)


def _may_be_name(text: str) -> bool:
    return not (is_target_like(text) or is_figure(text) or direction_of(text))


def _best_alignment(
    rest: Sequence[tuple[int, Cell]], columns: Sequence[HeaderColumn]
) -> list[tuple[HeaderColumn, Cell]]:
    """The placing of cells in columns, both in order, that fits contents best and shifts all cells alike."""
    best: tuple[float, list[tuple[HeaderColumn, Cell]]] = (float("-inf"), [])
    for shift in _SHIFTS:
        found = _aligned(tuple(rest), tuple(columns), shift)
        if found[0] > best[0]:
            best = (found[0], [(columns[column], rest[cell][1]) for cell, column in found[1]])
    return best[1]


def _aligned(
    rest: tuple[tuple[int, Cell], ...], columns: tuple[HeaderColumn, ...], shift: int
) -> tuple[float, tuple[tuple[int, int], ...]]:
    @cache
    def score(cell: int, column: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if cell == len(rest):
            missing = any(columns[i].role == "name" for i in range(column, len(columns)))
            return (_NO_NAME if missing else 0.0), ()
        if column == len(columns):
            return _UNPLACED * (len(rest) - cell), ()
        skipped = score(cell, column + 1)
        skip = (skipped[0] + (_NO_NAME if columns[column].role == "name" else 0.0), skipped[1])
        position, found = rest[cell]
        after = score(cell + 1, column + 1)
        near = _SAME_SHIFT if position - shift == columns[column].position else 0.0
        take = (after[0] + near + _worth(found.text, columns[column].role), ((cell, column), *after[1]))
        drop = score(cell + 1, column)
        dropped = (drop[0] + _UNPLACED, drop[1])
        return max(take, skip, dropped, key=lambda choice: choice[0])

    return score(0, 0)


def _worth(text: str, role: str) -> float:
    """How well a cell's text fits a column of a role."""
    relation, number, sign = is_target_like(text), is_figure(text), direction_of(text) is not None
    figure = parse_figure(text) is not None
    words = not (relation or number or sign)
    if role == "direction":
        return 6.0 if sign else _WRONG
    if sign:
        return _WRONG
    if role == "target":
        return 6.0 if relation else 4.0 if number else 3.0 if figure else 0.0
    if role in ("weight", "score"):
        return 2.0 if number else _WRONG
    if role == "result":
        return 2.0 if number else 1.0 if figure else 0.0 if words else -3.0
    if role == "unit":
        return 2.0 if words and len(text) <= _MAX_UNIT and not any(c.isdigit() for c in text) else -4.0
    if role == "name":
        return 2.0 if words else _WRONG
    if role == "extra":
        return 0.5
    return 1.0 if words else -4.0
