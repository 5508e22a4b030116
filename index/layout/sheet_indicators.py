"""From the rows of the indicator part to indicators: levels carried down, cut rows joined, units and places kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.layout.indicators import Header, RowReading, header_of, read_row
from index.layout.sheet_levels import NO_LEVELS, Levels, next_levels
from index.layout.sheet_spans import SheetRow, is_indicator_header
from index.layout.sheet_words import filled, is_field, is_figure, is_number, is_target_like, level_word
from index.model import Cell, Field, Indicator, Place, Repair

__all__ = ["part_rows", "read_indicators", "tidy"]

_INNER_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def tidy(text: str) -> str:
    """A label without line breaks and without the spaces that layouts put beside Chinese characters."""
    return _INNER_SPACE.sub("", text.strip()).replace("\n", " ")


def part_rows(rows: Sequence[SheetRow]) -> tuple[list[SheetRow], list[SheetRow]]:
    """The rows of the form and those of the indicator part; labels after the indicators (备注) are the form's."""
    form: list[SheetRow] = []
    indicators: list[SheetRow] = []
    in_form = True
    for row in rows:
        present = filled(row.cells)
        if is_indicator_header(row.cells):
            in_form = False
        elif indicators and present and is_field(present[0][1].text, "closing"):
            in_form = True
        elif indicators and in_form and any(level_word(cell.text) for _, cell in present):
            in_form = False
        (form if in_form else indicators).append(row)
    return form, indicators


def read_indicators(rows: Sequence[SheetRow], *, unit: str | None) -> tuple[list[Indicator], list[Repair]]:
    """The indicators of a sheet in reading order, and what was settled against the way the labels stand."""
    indicators: list[Indicator] = []
    repairs: list[Repair] = []
    header: Header | None = None
    levels = NO_LEVELS
    task: str | None = None
    after_break = False
    for row in rows:
        after_break = after_break or row.fresh
        if is_indicator_header(row.cells):
            header = header_of(row.cells)
            continue
        reading = read_row(row.cells, header) if header else None
        if header is None or reading is None:
            continue
        place = row.cells[0].place.to(row.cells[-1].place)
        if indicators and _goes_on(reading, indicators[-1], after_break=after_break):
            indicators[-1] = _joined(indicators[-1], reading, place, unit)
            repairs.append(Repair("行的续接", "行中没有指标名称，其内容接续上一行", place))
            after_break = False
            continue
        after_break = False
        levels = next_levels(reading.levels, levels)
        if not reading.cells and not reading.extra:
            continue
        if "task" in reading.cells:
            task = tidy(reading.cells["task"].text)
        indicator = _indicator(reading, levels, place, unit)
        if header.has("task"):
            indicator = replace(indicator, level1=task, level2=None)
        if levels.settled:
            repairs.append(_settled(indicator, reading, levels, place))
        indicators.append(indicator)
    return indicators, repairs


def _goes_on(reading: RowReading, before: Indicator, *, after_break: bool) -> bool:
    """Whether a row holds only the rest of the row before it, cut by the end of a page or of a cell."""
    if reading.levels or not reading.cells:
        return False
    if "name" not in reading.cells:
        return reading.regular
    return after_break and set(reading.cells) == {"name"} and not reading.extra and before.target is not None


def _joined(before: Indicator, reading: RowReading, place: Place, unit: str | None) -> Indicator:
    text = {role: cell.text.strip() for role, cell in reading.cells.items()}
    extra = tuple(_extra(label, cell, unit) for label, cell in reading.extra)
    return replace(
        before,
        name=tidy(before.name + text.get("name", "")),
        description=_more(before.description, text.get("description")),
        target=_more(before.target, text.get("target")),
        result=_more(before.result, text.get("result")),
        basis=_more(before.basis, text.get("basis")),
        note=_more(before.note, text.get("note")),
        extra=before.extra + extra,
        place=before.place.to(place),
    )


def _more(before: str | None, text: str | None) -> str | None:
    return (before or "") + text if text else before


def _indicator(reading: RowReading, levels: Levels, place: Place, unit: str | None) -> Indicator:
    cells = reading.cells

    def text(role: str) -> str | None:
        return cells[role].text.strip() if role in cells else None

    def at(role: str) -> Place | None:
        return cells[role].place if role in cells else None

    return Indicator(
        level1=levels.first,
        level2=levels.second,
        name=tidy(text("name") or text("description") or ""),
        place=place,
        description=text("description"),
        direction=text("direction"),
        target=text("target"),
        unit=text("unit"),
        result=text("result"),
        weight=text("weight"),
        score=text("score"),
        basis=text("basis"),
        note=text("note"),
        target_place=at("target"),
        result_place=at("result"),
        weight_place=at("weight"),
        score_place=at("score"),
        extra=tuple(_extra(label, cell, unit) for label, cell in reading.extra),
    )


def _extra(label: str, cell: Cell, unit: str | None) -> Field:
    amount = (is_figure(cell.text) or is_number(cell.text)) and not is_target_like(cell.text)
    return Field((label,), cell.text.strip(), cell.place, unit if amount else None)


def _settled(indicator: Indicator, reading: RowReading, levels: Levels, place: Place) -> Repair:
    written = "、".join(cell.text for cell in reading.levels) or "无"
    return Repair(
        f"指标“{indicator.name}”归入{levels.first or ''}／{levels.second or ''}",
        f"行内的级次标签为“{written}”，与指标体系不合，按体系的次序归位",
        place,
    )
