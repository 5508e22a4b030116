"""``budgetqa tables DOC``: the tables and sheets of a document, in reading order."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from index.model import Place
from ui.commands import find_document, open_library, short_id
from ui.terminal import print_json, print_rows

__all__ = ["run"]


def run(args: argparse.Namespace) -> int:
    """0, or 1 where the document has neither."""
    with open_library(args) as library:
        document = find_document(library.documents(), args.document)
        entries = [
            {"id": table.id, "what": "table", "kind": table.kind, "title": table.title, "part": table.part,
             "unit": table.unit, "rows": len(table.rows), "columns": len(table.columns), "lines": _lines(table.places),
             "repairs": len(table.repairs), "note": table.note}
            for table in library.tables(document.id)
        ]  # fmt: skip
        entries += [
            {"id": sheet.id, "what": "sheet", "kind": sheet.kind, "title": sheet.name or sheet.title, "part": None,
             "unit": sheet.unit, "rows": len(sheet.indicators), "columns": None, "lines": _lines((sheet.place,)),
             "repairs": 0, "note": sheet.note}
            for sheet in library.sheets(document.id)
        ]  # fmt: skip
    if args.json:
        print_json(entries)
    elif entries:
        keys = ("id", "what", "kind", "title", "part", "unit", "rows", "columns", "lines", "repairs")
        rows = [[short_id(str(entry[key])) if key == "id" else entry[key] for key in keys] for entry in entries]
        print_rows(keys, rows, figures=(6, 7, 8, 9))
    if not entries:
        print(f"budgetqa: no table was found in {document.file}", file=sys.stderr)
    return 0 if entries else 1


def _lines(places: Sequence[Place]) -> str | None:
    starts = [place.line_start for place in places if place.line_start is not None]
    ends = [place.line_end for place in places if place.line_end is not None]
    return f"{min(starts)}-{max(ends)}" if starts and ends else None
