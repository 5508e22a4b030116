"""``budgetqa documents``: what the library holds."""

from __future__ import annotations

import argparse
import sys

from ui.commands import open_library, short_id
from ui.terminal import print_json, print_rows

__all__ = ["run"]


def run(args: argparse.Namespace) -> int:
    """0, or 1 where the library is empty."""
    entries = []
    with open_library(args) as library:
        for document in library.documents():
            identities = library.identities(document.id)
            entries.append({
                "id": document.id, "file": document.file, "title": document.title, "region": document.region,
                "region_code": document.region_code, "department": document.department, "year": document.year,
                "kind": document.kind, "unit": document.unit, "tables": len(library.tables(document.id)),
                "sheets": len(library.sheets(document.id)), "facts": len(library.facts(document.id)),
                "identities": len(identities),
                "contradictions": sum(not identity.holds for identity in identities),
                "evidence": [{"property": found.property, "text": found.text, "how": found.how,
                              "line": found.place.line_start if found.place else None}
                             for found in document.evidence],
            })  # fmt: skip
    if args.json:
        print_json(entries)
    elif entries:
        keys = ("id", "file", "title", "region", "year", "kind", "unit", "tables", "sheets", "facts", "contradictions")
        rows = [[short_id(str(entry[key])) if key == "id" else entry[key] for key in keys] for entry in entries]
        print_rows(keys, rows, figures=range(7, 11))
    if not entries:
        print("budgetqa: the library is empty; `budgetqa ingest PATH…` reads documents into it", file=sys.stderr)
    return 0 if entries else 1
