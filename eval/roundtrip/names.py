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
_TELLING = 8  # characters
_SAYS_NOTHING = ("其中", "项目", "资金性质")
_OF_PARENT = "政府采购项目来源"  # columns that say the same of every item of a project: it is the project's figure


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its names as people say them.

    ``parents`` are the nearest last; ``beside`` tells repeated rows and sheets apart, as (column, text). ``tokens`` is
    all that can be said of it, ``needed`` what must be: one token of each set.
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
        self._labels: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._of: dict[str, set[int]] = defaultdict(set)
        for document, facts in documents:
            figures = [fact for fact in facts if fact.value is not None]
            beside = _beside(facts)
            wholes = {fact.container for fact in figures if len(fact.column_path) == 1 and is_total(*fact.column_path)}
            results = {fact.container for fact in figures if fact.period == "result"}
            for fact in figures:
                named = _name(
                    fact,
                    document,
                    [cell for cell in beside.get(fact.id, ()) if cell[0] != spoken(fact.column_path[-1])],
                    grouped=fact.container in wholes,
                    evaluated=fact.container in results,
                )
                for token in named.tokens:
                    self._having[document.id, token].add(len(self.named))
                self._of[document.id].add(len(self.named))
                if fact.source in _SHEET:
                    self._labels[document.id] |= {(fact.container, key(label)) for label in (named.row, named.detail)}
                self.named.append(named)

    def distinctive(self, named: Named) -> bool:
        """Whether an indicator's name alone calls it to mind: long, and no part or whole of another sheet's."""
        own = key(named.row)
        if len(own) < _TELLING:
            return False
        return not any(
            own in other or other in own
            for container, other in self._labels[named.fact.document]
            if container != named.fact.container and len(other) > 3
        )

    def fitting(self, document: str, said: Iterable[Token]) -> list[Named]:
        """The figures of a document that fit what is said."""
        tokens = set(said)
        having = [self._having.get((document, token), set()) for token in tokens]
        found = set.intersection(*sorted(having, key=len)) if having else self._of[document]
        return [
            self.named[number] for number in sorted(found) if all(need & tokens for need in self.named[number].needed)
        ]


def _beside(facts: Sequence[Fact]) -> dict[str, list[tuple[str, str]]]:
    """What else tells repeated things apart: of rows with one name their other cells, of sheets with one name their
    money; by the fact's id."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows: dict[tuple[str, tuple[str, ...]], dict[int | None, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    sheets: dict[tuple[str, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.source == "cell":
            rows[fact.container, fact.row_path][fact.row_place.line_start].append(fact)
        elif fact.source in _SHEET:
            sheets[fact.row_path[:1]][fact.container].append(fact)
    for repeated in rows.values():
        cells = {line: [(spoken(one.column_path[-1]), one.raw.strip()) for one in row if one.column_path and one.raw]
                 for line, row in repeated.items()}  # fmt: skip
        for line, row in repeated.items() if len(repeated) > 1 else ():
            others = [cell for other, texts in cells.items() if other != line for cell in texts]
            telling = sorted((others.count(cell), number, cell) for number, cell in enumerate(cells[line]))
            found |= {fact.id: [cell for count, _, cell in telling if count < len(repeated) - 1] for fact in row}
    for named_alike in sheets.values():
        for sheet in named_alike.values() if len(named_alike) > 1 else ():
            funds = [(spoken(one.column_path[-1]), f"{one.value}{one.unit}") for one in sheet
                     if one.source == "field" and money(one.unit) and one.value]  # fmt: skip
            found |= {fact.id: funds for fact in sheet}
    return found


def _name(
    fact: Fact, document: Document, beside: Sequence[tuple[str, str]], *, grouped: bool, evaluated: bool
) -> Named:
    path = [label for label in fact.row_path if label.strip()]
    columns = [spoken(label) for label in fact.column_path if label.strip() and key(label) not in _SAYS_NOTHING]
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
    if len(path) > 1 and fact.source == "cell" and fact.column_path and key(fact.column_path[0]) == _OF_PARENT:
        path, columns, beside = path[:-1], columns[-1:], ()
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
    if sheet or not _SUBJECT_CODE.fullmatch(code) or len(path) < len(fact.row_path):
        code = ""
    words = [row, column, *groups, *parents, project, detail]
    tokens = {("word", key(word)) for word in words if word and not is_total(word)}
    if column and groups:
        tokens.add(("word", key(groups[-1] + column)))
    tokens |= {("title", key(title)) for title in (fact.title, _YEAR.sub("", spoken(fact.title)))}
    tokens.add(("numbered", fact.title))
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
        tuple(
            _needed(fact, document, row, column, groups, parents, detail, code, grouped=grouped, evaluated=evaluated)
        ),
    )  # fmt: skip


def _needed(
    fact: Fact,
    document: Document,
    row: str,
    column: str,
    groups: tuple[str, ...],
    parents: tuple[str, ...],
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
    if is_total(row):  # its name says nothing: it is the total of what stands above it, or of the table
        if parents:
            yield frozenset({("word", key(parents[-1]))})
    elif row:
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
