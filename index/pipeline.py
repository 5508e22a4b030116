"""One document from file to facts: reader, layout, identities, passages in the order in which they build on each
other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from index.layout.catalogue import describe
from index.layout.identities import table_identities
from index.layout.passages import make_passages
from index.layout.prose import prose_facts
from index.layout.prose_identities import prose_identities
from index.layout.sections import find_sections
from index.layout.sheet_facts import sheet_facts
from index.layout.sheet_identities import sheet_identities
from index.layout.sheets import find_sheets
from index.layout.sisters import align_with_sisters
from index.layout.table_facts import table_facts
from index.layout.tables import find_tables
from index.model import Fact, Grid, Line, Reading
from index.readers import read_text

__all__ = ["read_document", "read_stream"]


def read_document(path: Path) -> Reading:
    """Everything that a document holds. Raises what its reader raises (EmptyFile, BinaryFile, …)."""
    stream = read_text(path)
    identity = hashlib.sha256(path.read_bytes()).hexdigest()
    return read_stream(stream, identity=identity, file=path.name, source=str(path.resolve()))


def read_stream(stream: Sequence[Line | Grid], *, identity: str, file: str, source: str | None = None) -> Reading:
    """Everything that a stream of lines and grids holds; ``identity`` becomes the document's id."""
    stream = tuple(stream)
    document = describe(stream, file=file, source=source, id=identity)
    sheets = find_sheets(stream, document=identity, unit=document.unit)
    found = find_tables(stream, document=identity, used=sheets.used)
    tables = align_with_sisters(found.tables)
    sections = find_sections(stream, document=identity, used=sheets.used | found.used)
    facts: list[Fact] = [fact for table in tables for fact in table_facts(table, document)]
    facts += [fact for sheet in sheets.sheets for fact in sheet_facts(sheet, year=document.year)]
    prose = [fact for section in sections for fact in prose_facts(section, document=document)]
    identities = table_identities(tables, facts, prose)
    for sheet in sheets.sheets:
        identities += sheet_identities(sheet, [fact for fact in facts if fact.container == sheet.id])
    identities += prose_identities(prose, sections)
    return Reading(
        document=document,
        sections=tuple(sections),
        tables=tables,
        sheets=tuple(sheets.sheets),
        facts=(*facts, *prose),
        passages=make_passages(document, sections, tables, sheets.sheets),
        identities=tuple(identities),
        repairs=(*(repair for table in tables for repair in table.repairs), *sheets.repairs),
    )
