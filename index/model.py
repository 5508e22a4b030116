"""The data model: frozen records that everything else reads or makes.

Imports nothing of ours. Texts are kept as the document has them (repairs are recorded beside them);
amounts are exact :class:`~decimal.Decimal`, never floats. Line numbers are 1-based; pages are 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

__all__ = [
    "Cell",
    "Column",
    "Document",
    "Evidence",
    "Fact",
    "Field",
    "Grid",
    "Identity",
    "Indicator",
    "Line",
    "Passage",
    "Place",
    "Reading",
    "Repair",
    "Row",
    "Section",
    "Sheet",
    "Table",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its document.

    ``line_start``/``line_end`` count lines of a text document, both included; ``page`` and ``box``
    (left, top, right, bottom in points) belong to formats that have pages.
    """

    line_start: int | None = None
    line_end: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    def to(self, other: Place) -> Place:
        """The place that runs from this one to ``other`` (same page, or lines)."""
        starts = [n for n in (self.line_start, other.line_start) if n is not None]
        ends = [n for n in (self.line_end, other.line_end) if n is not None]
        return Place(
            line_start=min(starts) if starts else None,
            line_end=max(ends) if ends else None,
            page=self.page if self.page is not None else other.page,
        )


# --- what a reader makes: one stream of lines and grids -----------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose, markup already removed; ``level`` is a heading level (1 = highest) or None."""

    text: str
    place: Place
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A grid cell as the reader found it: text without markup, its own place, its spans."""

    text: str
    place: Place
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells that stand together in the source; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place


# --- what layout makes --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a property of a document was found: the property's name, the words it was read from, where."""

    property: str
    text: str
    place: Place | None
    how: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source file. ``id`` is the sha256 of its bytes; ``unit`` its usual unit of money."""

    id: str
    file: str
    title: str
    region_code: str | None
    region: str | None
    department: str | None
    year: int | None
    kind: str | None
    unit: str | None
    evidence: tuple[Evidence, ...] = ()
    source: str | None = None  # path it was read from, for opening the original


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of prose under one heading; ``path`` is its headings from the top; ``lines`` keep places."""

    id: str
    document: str
    path: tuple[str, ...]
    text: str
    place: Place
    lines: tuple[Line, ...] = ()


Role = Literal["number", "code", "label", "text", "value"]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: header path from the top level down, and what its cells hold."""

    path: tuple[str, ...]
    role: Role
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row. ``path`` holds the labels of its ancestors and its own, ``cells`` go with the columns.

    A cell is None where the document has none for that column; an empty cell has the text ``""``.
    """

    label: str
    code: str | None
    path: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    place: Place
    total: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A reading that arithmetic or a neighbour corrected: what was done, why, and where."""

    what: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header resolved. ``kind`` is a key of ``index/data/table_kinds.toml`` or None.

    ``part`` names the half of a side-by-side table (收入, 支出). ``places`` are the pieces it was joined from.
    """

    id: str
    document: str
    title: str
    kind: str | None
    path: tuple[str, ...]
    unit: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    part: str | None = None
    note: str | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled entry of a sheet: 预算数, 资金总额, 绩效目标 …; ``path`` as read, from group to label."""

    path: tuple[str, ...]
    text: str
    place: Place
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a performance sheet. Texts are as read; None where the sheet has no such column.

    ``target`` holds the target as it stands (≥95%, 2000, 比上年提升); ``direction`` the words of a column
    of its own (大于等于). ``*_place`` is the place of that cell; ``place`` spans the row.
    """

    level1: str | None
    level2: str | None
    name: str
    place: Place
    description: str | None = None
    direction: str | None = None
    target: str | None = None
    unit: str | None = None
    result: str | None = None
    weight: str | None = None
    score: str | None = None
    basis: str | None = None
    note: str | None = None
    target_place: Place | None = None
    result_place: Place | None = None
    weight_place: Place | None = None
    score_place: Place | None = None
    extra: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A performance sheet (绩效目标表, 自评表): a form of fields and indicators about one project or department."""

    id: str
    document: str
    title: str
    name: str
    code: str | None
    kind: str
    path: tuple[str, ...]
    unit: str | None
    fields: tuple[Field, ...]
    indicators: tuple[Indicator, ...]
    place: Place
    note: str | None = None


Source = Literal["cell", "field", "indicator", "sentence"]
Measure = Literal["amount", "percent", "number", "text"]
Period = Literal["current", "previous", "change", "growth", "target", "result", "weight", "score", "plan"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure (or short text value) with everything that gives it meaning.

    ``container`` is the id of its table, sheet or section; ``title`` that one's title. ``row_path`` and
    ``column_path`` say what is measured; for a sentence ``row_path`` is its subject and ``column_path`` the
    scope words before it. ``value`` is in ``unit`` as the document writes it; None where ``raw`` is no figure
    or the cell is empty. ``relation`` is ≥, ≤, >, <, = or None. ``place`` is the figure's own cell or line,
    ``row_place`` the row or sentence around it, ``quote`` its text. ``reason`` follows a stated change.
    """

    id: str
    document: str
    source: Source
    container: str
    kind: str | None
    title: str
    row_path: tuple[str, ...]
    code: str | None
    column_path: tuple[str, ...]
    raw: str
    value: Decimal | None
    unit: str | None
    measure: Measure
    period: Period
    place: Place
    row_place: Place
    quote: str
    relation: str | None = None
    year: int | None = None
    part: str | None = None
    reason: str | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a section, table or sheet for retrieval: ``embedded`` are words only, ``text`` is what is shown."""

    id: str
    document: str
    container: str
    path: tuple[str, ...]
    text: str
    embedded: str
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that a document's figures should satisfy, and whether they do.

    ``left`` and ``right`` name the two sides; values are exact in the unit of the first operand. ``facts``
    are the ids of the operands, the stated total first. ``tolerance`` allows for rounding to the last digit.
    """

    kind: str
    document: str
    left: str
    right: str
    left_value: Decimal
    right_value: Decimal
    tolerance: Decimal
    facts: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def holds(self) -> bool:
        """Whether both sides agree within rounding."""
        return abs(self.left_value - self.right_value) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    document: Document
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    identities: tuple[Identity, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())
