"""What answering finds before it is put into words: figures with the facts they come from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.model import Fact

__all__ = ["Figure", "Outcome", "decimal_text", "fact_label", "figure_of", "scope_of"]

Status = Literal["answered", "ambiguous", "conflict", "not_found"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be said: exact decimal text in ``unit``, its label, and the facts it rests on."""

    label: str
    value: str
    unit: str
    facts: tuple[Fact, ...]
    document: str | None = None
    year: int | None = None
    scope: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A found answer.

    ``said`` is the text to say instead of the usual sentence; ``formula`` shows a calculation; ``sheets`` are forms
    to cite as wholes, ``blocks`` rows to cite together; ``reason`` says why nothing is answered.
    """

    status: Status
    figures: tuple[Figure, ...] = ()
    context: tuple[Figure, ...] = ()
    formula: str | None = None
    result: str | None = None
    result_unit: str | None = None
    notes: tuple[str, ...] = ()
    said: str | None = None
    cited: tuple[Fact, ...] = ()
    certainty: float = 1.0
    suggestions: tuple[str, ...] = ()
    reason: str | None = None
    sheets: tuple[str, ...] = ()
    blocks: tuple[tuple[Fact, ...], ...] = ()


def decimal_text(value: Decimal) -> str:
    """A decimal as plain digits (no exponent), with the digits it has."""
    return format(value, "f")


def fact_label(fact: Fact) -> str:
    """What a fact measures in the document's words: its row, with the column where that tells more."""
    row = fact.row_path[-1] if fact.row_path else ""
    if fact.source in ("field", "indicator") and len(fact.row_path) > 1:
        row = f"{fact.row_path[0]}：{fact.row_path[-1]}"
    elif row in ("小计", "合计", "总计") and len(fact.row_path) > 1:
        row = f"{fact.row_path[-2]}{row}"
    column = fact.column_path[-1] if fact.column_path else ""
    if column == "小计" and len(fact.column_path) > 1:
        column = fact.column_path[-2]
    plain = ("", "合计", "预算数", "金额", "总计", "小计", "全年目标值", "目标值", "指标值", "价值（金额单位：万元）")
    if not row:
        return column or fact.title
    return row if column in plain or column == row or fact.source == "sentence" else f"{row}·{column}"


def scope_of(fact: Fact) -> str:
    """In words: which table and column, or that it stands in the text."""
    if fact.source == "sentence":
        return f"正文“{fact.title}”"
    column = " / ".join(fact.column_path)
    column = column.replace("“", "‘").replace("”", "’")  # quotation marks inside quotation marks
    return f"《{fact.title}》" + (f"“{column}”列" if column else "")


def figure_of(fact: Fact, *, label: str | None = None, role: str | None = None) -> Figure:
    """The figure a single fact states; a text value keeps its words."""
    value = decimal_text(fact.value) if fact.value is not None else fact.raw.strip()
    return Figure(
        label or fact_label(fact),
        value,
        fact.unit or "",
        (fact,),
        document=fact.document,
        year=fact.year,
        scope=scope_of(fact),
        role=role,
    )
