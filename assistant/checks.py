"""The checks that ride on an answer: the identities of the library in which its figures take part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assistant.answer import Check
from assistant.outcome import decimal_text
from index.model import Fact, Identity

__all__ = ["Checked", "check", "parts_of"]

SHOWN = 3
MOST_PARTS = 6  # of more, a breakdown is no longer a glance
_WHOLES = ("row_sum", "total_row", "children", "sheet_parts")


@dataclass(frozen=True, slots=True)
class Checked:
    """The checks worth showing and the identities of these figures that do not hold."""

    checks: tuple[Check, ...]
    failing: tuple[Identity, ...]


_CACHE: dict[tuple[int, int], dict[str, list[Identity]]] = {}


def _by_fact(library: Any) -> dict[str, list[Identity]]:
    key = (id(library), library.generation)
    if key not in _CACHE:
        _CACHE.clear()
        table: dict[str, list[Identity]] = {}
        for document in library.documents():
            for identity in library.identities(document.id):
                for fact in identity.facts:
                    table.setdefault(fact, []).append(identity)
        _CACHE[key] = table
    return _CACHE[key]


def check(library: Any, facts: Iterable[Fact]) -> Checked:
    """What the library's identities say about ``facts``: those that fail first, then a few that hold."""
    table = _by_fact(library)
    seen: list[Identity] = []
    for fact in facts:
        for identity in table.get(fact.id, ()):
            if identity not in seen:
                seen.append(identity)
    failing = tuple(identity for identity in seen if not identity.holds)
    holding = [identity for identity in seen if identity.holds]
    shown = [*failing, *holding][:SHOWN]
    return Checked(tuple(_check(identity) for identity in shown), failing)


def parts_of(library: Any, fact: Fact) -> list[Fact]:
    """The figures that make up a total, as an identity that holds states them; nothing where they are too many."""
    for identity in _by_fact(library).get(fact.id, ()):
        stated = identity.holds and identity.kind in _WHOLES and identity.facts[0] == fact.id
        if stated and 1 < len(identity.facts) - 1 <= MOST_PARTS:
            return [library.fact(part) for part in identity.facts[1:]]
    return []


def _check(identity: Identity) -> Check:
    sign = "=" if identity.holds else "≠"
    detail = (
        f"{identity.left} {decimal_text(identity.left_value)} {sign} "
        f"{decimal_text(identity.right_value)} {identity.right}"
    )
    return Check(identity.kind, identity.holds, detail)
