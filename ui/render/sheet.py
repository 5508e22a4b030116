"""A performance sheet as two HTML tables: its fields, then its indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Indicator, Sheet
from ui.render.markup import cited_cell, element, escape, join
from ui.words import Language, say

__all__ = ["INDICATOR_COLUMNS", "SheetCell", "sheet_html"]

# (attribute of Indicator, key of its heading)
INDICATOR_COLUMNS = (
    ("level1", "level1"),
    ("level2", "level2"),
    ("name", "level3"),
    ("description", "description"),
    ("direction", "direction"),
    ("target", "target"),
    ("unit", "indicator_unit"),
    ("result", "result"),
    ("weight", "weight"),
    ("score", "score"),
    ("basis", "basis"),
    ("note", "note"),
)
_FIGURES = {"target", "result", "weight", "score"}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """The place to mark: a field, or an indicator and the attribute cited where that is certain."""

    part: Literal["field", "indicator"]
    row: int
    attribute: str | None = None


def sheet_html(
    sheet: Sheet, *, cell: SheetCell | None = None, quote: str | None = None, language: Language = "zh"
) -> str:
    """Fields and indicators in document order, the cited one marked; columns that the sheet lacks are left out."""
    parts = []
    if sheet.fields:
        parts.append(_fields(sheet, cell, quote, language))
    if sheet.indicators:
        parts.append(_indicators(sheet, cell, language))
    if sheet.note:
        parts.append(element("p", escape(sheet.note), class_="muted"))
    return join(parts)


def _fields(sheet: Sheet, cell: SheetCell | None, quote: str | None, language: Language) -> str:
    head = element("tr", join(element("th", escape(say(key, language)), scope="col") for key in ("field", "content")))
    rows = []
    for number, field in enumerate(sheet.fields):
        cited = cell is not None and cell.part == "field" and cell.row == number
        label = element("th", escape(" › ".join(field.path)), scope="row")
        plain = element("td", escape(field.text), class_="text")
        content = cited_cell(field.text, "text", quote) if cited else plain
        rows.append(element("tr", label + content, class_="on-path" if cited else None))
    caption = element("caption", escape(sheet.name), class_="unseen")
    return element("table", caption + element("thead", head) + element("tbody", join(rows)), class_="fields")


def _indicators(sheet: Sheet, cell: SheetCell | None, language: Language) -> str:
    columns = [
        (attribute, key)
        for attribute, key in INDICATOR_COLUMNS
        if attribute == "name" or any(getattr(indicator, attribute) for indicator in sheet.indicators)
    ]
    heads = [
        element("th", escape(say(key, language)), scope="col",
                class_="on-path" if cell and cell.part == "indicator" and cell.attribute == attribute else None)
        for attribute, key in columns
    ]  # fmt: skip
    rows = join(
        _indicator(indicator, number, [attribute for attribute, _ in columns], cell)
        for number, indicator in enumerate(sheet.indicators)
    )
    caption = element("caption", escape(say("indicator", language)), class_="unseen")
    return element("table", caption + element("thead", element("tr", join(heads))) + element("tbody", rows))


def _indicator(indicator: Indicator, number: int, attributes: list[str], cell: SheetCell | None) -> str:
    here = cell is not None and cell.part == "indicator" and cell.row == number
    cited = cell.attribute if here and cell else None
    cells = []
    for attribute in attributes:
        text = getattr(indicator, attribute) or ""
        kind = "num" if attribute in _FIGURES else "text"
        if here and attribute == cited:
            cells.append(cited_cell(text, kind))
        elif attribute == "name":
            cells.append(element("th", escape(text), scope="row"))
        else:
            cells.append(element("td", escape(text), class_=kind))
    return element("tr", join(cells), class_="on-path" if here else None, data_cited=here and cited is None)
