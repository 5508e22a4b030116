"""``budgetqa audit``: the identities of a document's figures: found, holding, repaired, contradicted."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from decimal import Decimal
from typing import Any

from index.library import Library
from index.model import Document, Fact, Identity, Place
from ui.commands import find_document, open_library
from ui.terminal import clean, print_json

__all__ = ["audit_of", "run"]


def run(args: argparse.Namespace) -> int:
    """0, or 1 where the library is empty. A contradiction is a finding, not a failure."""
    with open_library(args) as library:
        documents = library.documents()
        if args.document is not None:
            documents = [find_document(documents, args.document)]
        audits = [audit_of(library, document, every=args.all) for document in documents]
    if not audits:
        print("budgetqa: the library is empty; `budgetqa ingest PATH…` reads documents into it", file=sys.stderr)
        return 1
    totals = {key: sum(audit[key] for audit in audits) for key in ("found", "holding")}
    totals |= {key: sum(len(audit[key]) for audit in audits) for key in ("repaired", "contradicted")}
    if args.json:
        print_json({"documents": audits, "totals": totals})
        return 0
    for audit in audits:
        _print(audit)
    print(_counts(totals | {"file": "1 document" if len(audits) == 1 else f"{len(audits)} documents"}))
    return 0


def audit_of(library: Library, document: Document, *, every: bool = False) -> dict[str, Any]:
    """A document's audit in its JSON form; ``every`` lists the identities that hold, too."""
    identities = library.identities(document.id)
    facts = {fact.id: fact for fact in library.facts(document.id)}
    kinds = Counter(identity.kind for identity in identities)
    holding = Counter(identity.kind for identity in identities if identity.holds)
    repairs = [(table.title, repair) for table in library.tables(document.id) for repair in table.repairs]
    own = {(repair.what, repair.why, repair.place) for _, repair in repairs}
    repairs += [("", repair) for repair in library.repairs(document.id)
                if (repair.what, repair.why, repair.place) not in own]  # fmt: skip
    listed: dict[str, Any] = {
        "file": document.file,
        "title": document.title,
        "found": len(identities),
        "holding": sum(holding.values()),
        "kinds": {kind: {"found": count, "holding": holding[kind]} for kind, count in sorted(kinds.items())},
        "repaired": [
            {"table": table, "what": repair.what, "why": repair.why, "lines": _lines(repair.place)}
            for table, repair in repairs
        ],
        "contradicted": [_identity(identity, facts) for identity in identities if not identity.holds],
    }
    if every:
        listed["identities"] = [_identity(identity, facts) for identity in identities]
    return listed


def _identity(identity: Identity, facts: dict[str, Fact]) -> dict[str, Any]:
    return {
        "kind": identity.kind,
        "holds": identity.holds,
        "left": identity.left,
        "left_value": str(identity.left_value),
        "right": identity.right,
        "right_value": str(identity.right_value),
        "difference": str(identity.left_value - identity.right_value),
        "lines": list(dict.fromkeys(filter(None, (_lines(place) for place in identity.places)))),
        "figures": [_figure(facts[fact]) for fact in identity.facts if fact in facts],
    }


def _figure(fact: Fact) -> dict[str, Any]:
    return {
        "table": fact.title,
        "row": " › ".join(fact.row_path),
        "column": " › ".join(fact.column_path),
        "raw": fact.raw,
        "unit": fact.unit,
        "lines": _lines(fact.place),
    }


def _lines(place: Place) -> str | None:
    if place.line_start is None:
        return f"page {place.page}" if place.page is not None else None
    if place.line_end in (None, place.line_start):
        return str(place.line_start)
    return f"{place.line_start}-{place.line_end}"


def _counts(audit: dict[str, Any]) -> str:
    share = f" ({Decimal(audit['holding'] * 100) / audit['found']:.2f} %)" if audit["found"] else ""
    repaired, contradicted = (audit[key] if isinstance(audit[key], int) else len(audit[key])
                              for key in ("repaired", "contradicted"))  # fmt: skip
    return (
        f"{clean(audit['file'])}: {audit['found']:,} identities found, {audit['holding']:,} hold{share}, "
        f"{repaired} repairs, {contradicted} contradicted"
    )


def _print(audit: dict[str, Any]) -> None:
    print(_counts(audit))
    for kind, counts in audit["kinds"].items():
        print(f"  {clean(kind)}: {counts['holding']:,} of {counts['found']:,} hold")
    groups: dict[tuple[str, str, str], list[str]] = {}
    for repair in audit["repaired"]:
        key = (repair["table"], repair["what"], repair["why"])
        groups.setdefault(key, []).append(repair["lines"] or "?")
    for (table, what, why), lines in groups.items():
        where = " · ".join(clean(part) for part in (table, f"line {', '.join(lines)}") if part)
        print(f"  repaired: {clean(what)}; {clean(why)} ({where})")
    for entry in audit["contradicted"]:
        print("  " + _words("contradicted", entry))
        for figure in entry["figures"][:2] if len(entry["figures"]) == 2 else entry["figures"][:1]:
            place = " · ".join(clean(part) for part in (figure["table"], figure["row"], figure["column"]) if part)
            print(f"    {clean(figure['raw'])} {figure['unit'] or ''} at line {figure['lines']}: {place}")
    for entry in audit.get("identities", ()):
        if entry["holds"]:
            print("  " + _words("holds", entry))


def _words(verdict: str, entry: dict[str, Any]) -> str:
    sign = "=" if entry["holds"] else "≠"
    lines = ", ".join(entry["lines"][:6]) + (" …" if len(entry["lines"]) > 6 else "")
    return (f"{verdict}: {clean(entry['left'])} {entry['left_value']} {sign} {entry['right_value']} "
            f"{clean(entry['right'])} [{entry['kind']}, lines {lines}]")  # fmt: skip
