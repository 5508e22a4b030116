"""Performance sheets (绩效目标表, 绩效自评表) out of a stream of lines and grids.

``find_sheets`` finds them all and says which items of the stream they took; ``sheet_facts`` and
``sheet_identities`` (in their own modules) make facts and equations of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.layout.indicators import header_of
from index.layout.sheet_fields import read_fields
from index.layout.sheet_indicators import part_rows, read_indicators, tidy
from index.layout.sheet_spans import SheetSpan, is_indicator_header, sheet_spans
from index.layout.sheet_words import is_field, kind_of
from index.model import Field, Grid, Line, Repair, Sheet

__all__ = ["SheetFindings", "find_sheets"]

_UNTITLED = "绩效目标表"
_PROJECT = "项目"


@dataclass(frozen=True, slots=True)
class SheetFindings:
    """The sheets of a document; ``used`` are the indexes of the stream's items that belong to them."""

    sheets: tuple[Sheet, ...]
    used: frozenset[int]
    repairs: tuple[Repair, ...] = ()


def find_sheets(stream: Sequence[Line | Grid], *, document: str, unit: str | None) -> SheetFindings:
    """All performance sheets of a stream in reading order.

    ``document`` is the document's id, ``unit`` its usual unit of money, taken where a sheet states none. A sheet's
    id is the document's with a running number. Its name is the value of its field 项目名称 (单位名称 for a
    department's sheet), or else its title without number and ending.
    """
    spans = sheet_spans(stream)
    ends_in_project = _names_end_in_project(spans)
    sheets: list[Sheet] = []
    repairs: list[Repair] = []
    used: set[int] = set()
    for span in spans:
        sheet, found = _sheet(span, f"{document}:sheet{len(sheets) + 1}", document, unit, ends_in_project)
        if not sheet.fields and not sheet.indicators:
            continue
        sheets.append(sheet)
        repairs.extend(found)
        used |= span.used
    return SheetFindings(tuple(sheets), frozenset(used), tuple(repairs))


def _sheet(
    span: SheetSpan, identity: str, document: str, unit: str | None, ends_in_project: bool
) -> tuple[Sheet, list[Repair]]:
    sheet_unit = span.unit or unit
    form, rows = part_rows(span.rows)
    fields = read_fields(form, unit=sheet_unit)
    indicators, repairs = read_indicators(rows, unit=sheet_unit)
    evaluated = any(is_indicator_header(row.cells) and header_of(row.cells).has("result") for row in rows)
    kind = kind_of(span.title.text if span.title else "自评" if evaluated else "")
    name = _name(span, fields, department=kind.department, ends_in_project=ends_in_project)
    sheet = Sheet(
        id=identity,
        document=document,
        title=tidy(span.title.text) if span.title else name,
        name=name,
        code=_code(fields),
        kind=kind.key,
        path=span.path,
        unit=sheet_unit,
        fields=fields,
        indicators=tuple(indicators),
        place=span.place,
        note=next((field.text for field in fields if field.path[-1] == "备注" and field.text), None),
    )
    return sheet, repairs


def _name(span: SheetSpan, fields: Sequence[Field], *, department: bool, ends_in_project: bool) -> str:
    kinds = ("department", "name") if department else ("name",)
    for kind in kinds:
        stated = next((field.text for field in fields if field.text and is_field(field.path[-1], kind)), None)
        if stated:
            return tidy(stated)
    if span.title is None or span.title.generic:
        return tidy(span.title.text) if span.title else _UNTITLED
    name = tidy(span.title.before)
    return name.removesuffix(_PROJECT) if ends_in_project else name


def _names_end_in_project(spans: Sequence[SheetSpan]) -> bool:
    """Whether a document's titles end in 项目绩效目标表, so that 项目 is the ending's and not the name's."""
    titles = [span.title.before for span in spans if span.title is not None and not span.title.generic]
    ends = Counter(title.endswith(_PROJECT) for title in titles)
    return ends[True] > ends[False]


def _code(fields: Sequence[Field]) -> str | None:
    return next((field.text for field in fields if field.text and is_field(field.path[-1], "code")), None)
