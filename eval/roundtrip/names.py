"""What a fact may be called, and which facts a set of names fits: computed from the facts alone.

A question says *tokens*: words (row and column labels, projects, parents, whatever their role), codes, a table's title
or kind, a period, a unit. A fact *fits* what is said when every token is one of its own and everything without
which nobody would mean it (its own row, its column, a period other than the plain one) is among them. Roles are not
told apart, so a reading with row and column swapped counts as a reading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eval.roundtrip.words import is_total, key, spoken
from index.model import Document, Fact

__all__ = ["Named", "Names", "Token", "money"]

Token = tuple[str, str]

_SUBJECT_CODE = re.compile(r"[23]\d{2,6}|[ABC]\d{6,8}")
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
_SHEET = ("field", "indicator")
_UNSAID_PERIODS = ("current", "target")


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its names as people say them.

    ``parents`` are the nearest last; ``beside`` are other cells of its row as (column, text). ``tokens`` is all that can
    be said of it, ``needed`` what must be: one token of each set.
    """

    fact: Fact
    document: Document
    row: str
    column: str
    groups: tuple[str, ...]
    parents: tuple[str, ...]
    project: str
    detail: str
    code: str
    title: str
    beside: tuple[tuple[str, str], ...]
    tokens: frozenset[Token] = field(repr=False)
    needed: tuple[frozenset[Token], ...] = field(repr=False)

    @property
    def value(self) -> tuple[object, str]:
        """What an answer must say: the exact figure and its unit."""
        return self.fact.value, self.fact.unit or ""


def money(unit: str | None) -> bool:
    """Whether figures in a unit answer how much money."""
    return unit in ("元", "千元", "万元", "亿元")


class Names:
    """The names of every figure of the documents, and what fits them."""

    def __init__(self, documents: Iterable[tuple[Document, Sequence[Fact]]]) -> None:
        self.named: list[Named] = []
        self._having: dict[tuple[str, Token], set[int]] = defaultdict(set)
        for document, facts in documents:
            figures = [fact for fact in facts if fact.value is not None]
            beside = _rows(facts)
            wholes = {fact.container for fact in figures if len(fact.column_path) == 1 and is_total(fact.column_path[0])}
            results = {fact.container for fact in figures if fact.period == "result"}
            for fact in figures:
                named = _name(
                    fact,
                    document,
                    [cell for cell in beside[_row_of(fact)] if cell[0] != spoken(fact.column_path[-1])]
                    if fact.column_path
                    else [],
                    grouped=fact.container in wholes,
                    evaluated=fact.container in results,
                )
                for token in named.tokens:
                    self._having[document.id, token].add(len(self.named))
                self.named.append(named)

    def fitting(self, document: str, said: Iterable[Token]) -> list[Named]:
        """The figures of a document that fit what is said."""
        tokens = set(said)
        having = [self._having.get((document, token), set()) for token in tokens]
        found = set.intersection(*sorted(having, key=len)) if having else set()
        return [
            self.named[number]
            for number in sorted(found)
            if all(need & tokens for need in self.named[number].needed)
        ]


def _row_of(fact: Fact) -> tuple[str, int | None, tuple[str, ...]]:
    return fact.container, fact.row_place.line_start, fact.row_path


def _rows(facts: Sequence[Fact]) -> dict[tuple[str, int | None, tuple[str, ...]], list[tuple[str, str]]]:
    rows = defaultdict(list)
    for fact in facts:
        if fact.source == "cell" and fact.column_path and fact.raw.strip():
            rows[_row_of(fact)].append((spoken(fact.column_path[-1]), fact.raw.strip()))
    return rows


def _name(
    fact: Fact, document: Document, beside: Sequence[tuple[str, str]], *, grouped: bool, evaluated: bool
) -> Named:
    path = [label for label in fact.row_path if label.strip()]
    columns = [spoken(label) for label in fact.column_path if label.strip()]
    sheet = fact.source in _SHEET
    project = detail = ""
    if sheet and path:
        if key(path[0]) != key(document.department or ""):
            project = spoken(path[0])
        if fact.source == "indicator" and len(path) > 2:
            detail = spoken(path[2])
            path = path[:2]
        if len(path) > 1:
            path = path[1:]
    if not path and columns:  # a table of a single row: the column is what is asked
        path, columns = columns, []
    row = spoken(path[-1]) if path else ""
    parents = tuple(spoken(label) for label in path[:-1] if key(label) != key(document.department or ""))
    if sheet and row == project:
        parents, project = (), ""
    column, groups = (columns[-1], tuple(columns[:-1])) if columns else ("", ())
    if fact.source == "sentence":
        column, groups = "", tuple(columns)
    elif fact.source == "indicator":
        column, groups = "", tuple(columns[:-1])
    code = fact.code or ""
    if sheet or not _SUBJECT_CODE.fullmatch(code):
        code = ""
    words = [row, column, *groups, *parents, project, detail]
    tokens = {("word", key(word)) for word in words if word}
    if column and groups:
        tokens.add(("word", key(groups[-1] + column)))
    tokens |= {("title", key(title)) for title in (fact.title, _YEAR.sub("", spoken(fact.title)))}
    tokens |= {("kind", fact.kind or ""), ("period", fact.period), ("unit", fact.unit or "")}
    tokens |= {("beside", f"{name}={text}") for name, text in beside}
    if fact.year is not None:
        tokens.add(("year", str(fact.year)))
    if fact.part:
        tokens.add(("part", fact.part))
    if code:
        tokens.add(("code", code))
    if money(fact.unit):
        tokens.add(("money", ""))
    return Named(
        fact, document, row, column, groups, parents, project, detail, code, spoken(fact.title),
        tuple(beside), frozenset(tokens),
        tuple(_needed(fact, document, row, column, groups, detail, code, grouped=grouped, evaluated=evaluated)),
    )  # fmt: skip


def _needed(
    fact: Fact,
    document: Document,
    row: str,
    column: str,
    groups: tuple[str, ...],
    detail: str,
    code: str,
    *,
    grouped: bool,
    evaluated: bool,
) -> Iterable[frozenset[Token]]:
    own = {("word", key(row))}
    if code:
        own.add(("code", code))
    if detail:
        own.add(("word", key(detail)))
    if row and not (is_total(row) and column):
        yield frozenset(own)
    joined = ("word", key(groups[-1] + column)) if groups else ("word", key(column))
    if column and not is_total(column):
        yield frozenset({("word", key(column)), joined})
    elif column and groups and grouped:
        yield frozenset({("word", key(groups[-1])), joined})
    if fact.period not in _UNSAID_PERIODS or (evaluated and fact.source == "indicator"):
        yield frozenset({("period", fact.period)})
    if fact.year is not None and fact.year != document.year and fact.period in _UNSAID_PERIODS:
        yield frozenset({("year", str(fact.year))})
