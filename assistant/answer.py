"""The answer contract: what every door (CLI, chat, HTTP, evaluation) speaks.

One dataclass with one JSON form, as ``docs/answers.md`` describes it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Answer", "Calculation", "Check", "Citation", "Value"]

Status = Literal["answered", "ambiguous", "conflict", "not_found", "error"]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: exact decimal string in the document's own unit, what it is of, and its citation number.

    ``scope`` says in words which table and column it comes from; ``role`` is free text for context values
    (breakdown, other scope, previous year).
    """

    label: str
    value: str
    unit: str
    document: str | None = None
    year: int | None = None
    scope: str | None = None
    citation: int | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check that rode on the answer: kind, whether it holds, and the figures in words."""

    kind: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """A formula in words and figures, its result, and the citation numbers of its operands."""

    formula: str
    result: str
    unit: str
    operands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure or a sentence stands. ``document`` is the file name, ``document_id`` its sha256.

    ``container`` is the id of the table, sheet or section; ``fact`` the id of the fact, if it is one.
    Lines are 1-based and inclusive; a table cell is cited by the lines of its row, ``cell_line`` is its own.
    """

    number: int
    document: str
    title: str
    page: int | None
    line_start: int | None
    line_end: int | None
    section: str | None
    table: str | None
    row: str | None
    column: str | None
    quote: str
    document_id: str | None = None
    container: str | None = None
    fact: str | None = None
    cell_line: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``values`` hold the headline figures, main one first; all else goes to ``context``."""

    status: Status
    language: Literal["zh", "en"]
    text: str
    values: tuple[Value, ...] = ()
    context: tuple[Value, ...] = ()
    calculation: Calculation | None = None
    checks: tuple[Check, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    elapsed_ms: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; key order is the reading order."""
        return asdict(self)
