"""How an answer came about, in words a budget officer reads; carried beside an answer where it is asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Link", "Method", "Operand", "Passage", "Ranked", "Search", "Trace"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the question (none where a default stands in) and what they were taken for."""

    kind: str
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Method:
    """One way of answering that was tried, and what it gave."""

    name: str
    result: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A figure considered: ``where`` is its table, row and column; ``refused`` says why it was not taken."""

    rank: int
    value: str
    where: str
    document: str
    line: int | None
    score: str
    why: tuple[str, ...]
    refused: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Search:
    """The best figures for some words of the question; ``won`` says what decided for the one taken."""

    sought: str
    ranked: tuple[Ranked, ...]
    won: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage considered, by rank."""

    rank: int
    score: str
    where: str
    document: str
    line: int | None
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that the answer was calculated from."""

    label: str
    value: str
    document: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole story: the question read, the ways tried, what was considered, what was refused and why."""

    read_as: str
    links: tuple[Link, ...]
    left_over: tuple[str, ...]
    methods: tuple[Method, ...]
    searches: tuple[Search, ...]
    sets: tuple[str, ...]
    passages: tuple[Passage, ...]
    operands: tuple[Operand, ...]
    refused: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)
