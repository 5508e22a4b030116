"""What a question asks for, as records a person can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

__all__ = ["Condition", "Operation", "Query", "Scope"]

Operation = Literal[
    "value",
    "sum",
    "difference",
    "share",
    "growth",
    "change",
    "average",
    "rank",
    "count",
    "list",
    "compare",
    "definition",
    "reason",
    "narrative",
    "code",
    "conflict",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a question is about, and in which year.

    ``documents`` are ids, best first; ``named`` says whether the question named a region or department.
    ``previous`` marks documents whose stated figures of the year before are asked for. ``missing`` says in words
    what was asked for and is not in the library (a year, a region, a department); then ``documents`` are the
    nearest ones that are there.
    """

    documents: tuple[str, ...]
    named: bool = False
    years: tuple[int, ...] = ()
    previous: frozenset[str] = frozenset()
    missing: str | None = None
    missing_kind: str | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the members of a set: a figure compared with ``value`` (in ``unit``)."""

    relation: Literal[">", "<", "≥", "≤", "="]
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood: where to look, for what, and what to do with it.

    ``text`` is the folded question without its place, year and small words: what its subject is sought by.
    ``segments`` is that text in pieces that belong together. ``codes`` are classification or project codes named
    in it. ``containers`` are the ids of the tables that it names by their titles. ``k`` is how many of a ranking.
    ``told`` are the words of an English question's subject, each with all that it may be in Chinese.
    """

    question: str
    language: Literal["zh", "en"]
    scope: Scope
    operation: Operation
    text: str
    segments: tuple[str, ...]
    codes: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    explicit_table: bool = False
    containers: frozenset[str] = frozenset()
    unknown_table: str | None = None  # a table's name that no document asked about has
    plain: str = ""  # the question's words without titles of tables and qualifiers
    qualifiers: tuple[tuple[str, Decimal, str | None], ...] = ()
    focus: str = ""  # the row that stands behind 里的 (“医疗里的事业单位医疗”)
    within: str = ""  # the row that stands before it
    conditions: tuple[Condition, ...] = ()
    units: tuple[str, ...] = ()
    money: bool = False
    convert_to: str | None = None
    denied: tuple[str, ...] = ()
    k: int | None = None
    nth: int | None = None
    lowest: bool = False
    asks: frozenset[str] = frozenset()
    unlinked: tuple[str, ...] = ()
    told: tuple[tuple[str, ...], ...] = ()
    turns: tuple[str, ...] = field(default=())
