"""The model's records as rows of SQL, and rows as records: what comes back equals what was put in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from sys import intern
from typing import Any

from sqlalchemy import Row

from index.library import codec
from index.library.money import to_fen
from index.model import Document, Evidence, Fact, Identity, Passage, Place, Repair, Section, Sheet, Table

__all__ = [
    "SIGNATURE",
    "document_row",
    "fact_rows",
    "identity_rows",
    "label_rows",
    "passage_rows",
    "repair_rows",
    "section_rows",
    "sheet_rows",
    "table_rows",
    "to_document",
    "to_fact",
    "to_passage",
]

SIGNATURE = codec.signature(Document, Section, Table, Sheet, Fact, Passage, Identity, Repair)
"""Changes when the model's records change shape, so that an older library is known as such."""

_Row = dict[str, Any]


def _paths(path: tuple[str, ...]) -> str:
    return json.dumps(path, ensure_ascii=False)


def _unpath(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _box(place: Place) -> str | None:
    return None if place.box is None else json.dumps(place.box)


def _place(place: Place, prefix: str = "") -> _Row:
    return {
        f"{prefix}line_start": place.line_start,
        f"{prefix}line_end": place.line_end,
        f"{prefix}page": place.page,
        f"{prefix}box": _box(place),
    }


def _to_place(line_start: int | None, line_end: int | None, page: int | None, box: str | None) -> Place:
    if box is None:
        return Place(line_start, line_end, page)
    left, top, right, bottom = json.loads(box)
    return Place(line_start, line_end, page, (left, top, right, bottom))


def document_row(document: Document) -> _Row:
    """A document's own columns (those of its reading are the writer's)."""
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "region_code": document.region_code,
        "region": document.region,
        "department": document.department,
        "year": document.year,
        "kind": document.kind,
        "unit": document.unit,
        "evidence": codec.dumps(tuple[Evidence, ...], document.evidence),
        "source": document.source,
    }


def to_document(row: Row[Any]) -> Document:
    """The document of a row of ``documents``."""
    return Document(
        id=row.id,
        file=row.file,
        title=row.title,
        region_code=row.region_code,
        region=row.region,
        department=row.department,
        year=row.year,
        kind=row.kind,
        unit=row.unit,
        evidence=codec.loads(tuple[Evidence, ...], row.evidence),
        source=row.source,
    )


def section_rows(reading: int, sections: Iterable[Section]) -> list[_Row]:
    """Rows of ``sections``; the body is the whole record."""
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "id": section.id,
            "heading": _paths(section.path),
            **_place(section.place),
            "body": codec.dumps(Section, section),
        }
        for ordinal, section in enumerate(sections)
    ]


def table_rows(reading: int, tables: Iterable[Table]) -> list[_Row]:
    """Rows of ``tables``; the place spans all pieces of the table, the body is the whole record."""
    rows = []
    for ordinal, table in enumerate(tables):
        place = table.places[0] if table.places else Place()
        for piece in table.places[1:]:
            place = place.to(piece)
        rows.append(
            {
                "reading": reading,
                "ordinal": ordinal,
                "id": table.id,
                "title": table.title,
                "kind": table.kind,
                "part": table.part,
                "unit": table.unit,
                "rows": len(table.rows),
                "columns": len(table.columns),
                **_place(place),
                "body": codec.dumps(Table, table),
            }
        )
    return rows


def sheet_rows(reading: int, sheets: Iterable[Sheet]) -> list[_Row]:
    """Rows of ``sheets``; the body is the whole record."""
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "id": sheet.id,
            "title": sheet.title,
            "name": sheet.name,
            "code": sheet.code,
            "kind": sheet.kind,
            "unit": sheet.unit,
            **_place(sheet.place),
            "body": codec.dumps(Sheet, sheet),
        }
        for ordinal, sheet in enumerate(sheets)
    ]


def fact_rows(reading: int, facts: Iterable[Fact]) -> list[_Row]:
    """Rows of ``facts``: every field a column, amounts of money in whole 分 besides."""
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "id": fact.id,
            "source": fact.source,
            "container": fact.container,
            "kind": fact.kind,
            "title": fact.title,
            "row_path": _paths(fact.row_path),
            "code": fact.code,
            "column_path": _paths(fact.column_path),
            "raw": fact.raw,
            "value": None if fact.value is None else str(fact.value),
            "value_fen": to_fen(fact.value, fact.unit),
            "unit": fact.unit,
            "measure": fact.measure,
            "period": fact.period,
            **_place(fact.place),
            **_place(fact.row_place, "row_"),
            "quote": fact.quote,
            "relation": fact.relation,
            "year": fact.year,
            "part": fact.part,
            "reason": fact.reason,
            "total": fact.total,
        }
        for ordinal, fact in enumerate(facts)
    ]


def to_fact(row: Row[Any], document: str) -> Fact:
    """The fact of a row of ``facts``; texts that many facts share are held once."""
    return Fact(
        id=row.id,
        document=document,
        source=row.source,
        container=intern(row.container),
        kind=row.kind,
        title=intern(row.title),
        row_path=_unpath(row.row_path),
        code=row.code,
        column_path=_unpath(row.column_path),
        raw=row.raw,
        value=None if row.value is None else Decimal(row.value),
        unit=row.unit,
        measure=row.measure,
        period=row.period,
        place=_to_place(row.line_start, row.line_end, row.page, row.box),
        row_place=_to_place(row.row_line_start, row.row_line_end, row.row_page, row.row_box),
        quote=intern(row.quote),
        relation=row.relation,
        year=row.year,
        part=row.part,
        reason=row.reason,
        total=row.total,
    )


def label_rows(reading: int, facts: Iterable[Fact], first_number: int) -> list[_Row]:
    """Rows of ``labels``: each row path of each table, sheet or section once, with its first fact's ordinal."""
    seen: set[tuple[str, tuple[str, ...], str | None]] = set()
    rows: list[_Row] = []
    for ordinal, fact in enumerate(facts):
        key = (fact.container, fact.row_path, fact.code)
        if not fact.row_path or key in seen:
            continue
        seen.add(key)
        words = (fact.code or "", *fact.row_path)
        rows.append(
            {
                "number": first_number + len(rows),
                "reading": reading,
                "container": fact.container,
                "label": " ".join(word for word in words if word),
                "first": ordinal,
            }
        )
    return rows


def passage_rows(reading: int, passages: Iterable[Passage], first_number: int) -> list[_Row]:
    """Rows of ``passages``, numbered from ``first_number`` for the full-text index."""
    return [
        {
            "number": first_number + ordinal,
            "reading": reading,
            "ordinal": ordinal,
            "id": passage.id,
            "container": passage.container,
            "heading": _paths(passage.path),
            "text": passage.text,
            "embedded": passage.embedded,
            **_place(passage.place),
        }
        for ordinal, passage in enumerate(passages)
    ]


def to_passage(row: Row[Any], document: str) -> Passage:
    """The passage of a row of ``passages``."""
    return Passage(
        id=row.id,
        document=document,
        container=row.container,
        path=_unpath(row.heading),
        text=row.text,
        embedded=row.embedded,
        place=_to_place(row.line_start, row.line_end, row.page, row.box),
    )


def identity_rows(reading: int, identities: Iterable[Identity]) -> list[_Row]:
    """Rows of ``identities``; whether each holds is a column, the body is the whole record."""
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "kind": identity.kind,
            "holds": identity.holds,
            "body": codec.dumps(Identity, identity),
        }
        for ordinal, identity in enumerate(identities)
    ]


def repair_rows(reading: int, repairs: Iterable[Repair]) -> list[_Row]:
    """Rows of ``repairs``; the body is the whole record."""
    return [
        {"reading": reading, "ordinal": ordinal, "body": codec.dumps(Repair, repair)}
        for ordinal, repair in enumerate(repairs)
    ]
