"""``budgetqa show TABLE``: a table or a sheet drawn as it was read, with its repairs."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from index.library import Library
from index.model import Document, Sheet, Table
from ui.commands import CommandError, find_document, open_library, short_id
from ui.draw import draw_sheet, draw_table
from ui.terminal import clean, print_json
from ui.words import say, say_lines

__all__ = ["run"]


def run(args: argparse.Namespace) -> int:
    """0 where one table or sheet was found."""
    with open_library(args) as library:
        document, found = _find(library, args.table, args.document)
    if args.json:
        print_json({"document": document.file, **asdict(found)})
        return 0
    places = found.places if isinstance(found, Table) else (found.place,)
    lines = [
        say_lines(place.line_start, place.line_end or place.line_start, "zh")
        for place in places
        if place.line_start is not None
    ]
    print(clean(document.title), f"({clean(document.file)})")
    own = (found.title, found.part) if isinstance(found, Table) else (found.title, found.name, found.code)
    print(" › ".join(clean(part) for part in dict.fromkeys((*found.path, *own)) if part))
    facts = [
        f"id {short_id(found.id)}",
        f"kind {found.kind or '-'}",
        say("unit", "zh", unit=found.unit or "-"),
        ", ".join(lines),
    ]
    print(" · ".join(fact for fact in facts if fact))
    print("\n".join(draw_table(found) if isinstance(found, Table) else draw_sheet(found)))
    if found.note:
        print(clean(found.note))
    if isinstance(found, Table) and found.repairs:
        print(say("repairs", "zh", count=len(found.repairs)))
        for repair in found.repairs:
            print(f"  {clean(repair.what)}: {clean(repair.why)}")
    return 0


def _find(library: Library, wanted: str, within: str | None) -> tuple[Document, Table | Sheet]:
    documents = library.documents()
    if within is not None:
        documents = [find_document(documents, within)]
    held: list[tuple[Document, Table | Sheet]] = []
    for document in documents:
        held += [(document, table) for table in library.tables(document.id)]
        held += [(document, sheet) for sheet in library.sheets(document.id)]
    exact = [entry for entry in held if entry[1].id == wanted]
    exact = exact or [entry for entry in held if _is_short(wanted, entry[1].id, alone=within is not None)]
    titled = [entry for entry in held if wanted and wanted in _names(entry[1])]
    part = [entry for entry in held if wanted and any(wanted in name for name in _names(entry[1]))]
    found = exact or titled or part
    if not found:
        raise CommandError(f"no table or sheet is {wanted!r}; `budgetqa tables DOC` lists them", code=1)
    if len(found) > 1:
        ids = ", ".join(f"{short_id(container.id)} ({clean(_names(container)[0])})" for _, container in found[:5])
        raise CommandError(f"{wanted!r} fits {len(found)} tables and sheets: {ids} …; give an id")
    return found[0]


def _is_short(wanted: str, full: str, *, alone: bool) -> bool:
    """Whether ``wanted`` is a shortened id (2ed7843c:t3), or t3 within one document."""
    document, _, own = full.partition(":")
    head, _, tail = wanted.rpartition(":")
    return tail == own and (document.startswith(head) if len(head) >= 4 else alone and not head)


def _names(container: Table | Sheet) -> tuple[str, ...]:
    if isinstance(container, Table):
        return (container.title,)
    return (container.name or container.title, container.title)
