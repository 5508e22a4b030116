"""An outcome in words: the figure first, then scope, calculation, breakdown, checks; numbered citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from assistant.answer import Answer, Calculation, Citation, Value
from assistant.checks import Checked
from assistant.outcome import Figure, Outcome
from assistant.query import Query
from index.model import Document, Fact

__all__ = ["compose", "error_answer"]

LONGEST = 560  # characters of an answer's text
MOST_CITATIONS = 12
WIDEST = 55  # lines that one citation spans at most


def compose(outcome: Outcome, query: Query, library: Any, checked: Checked) -> Answer:
    """The answer in the question's language. Values stand as the document has them, without separators."""
    facts: list[Fact] = []
    for figure in outcome.figures:
        facts += figure.facts
    for fact in (*outcome.cited, *(f for figure in outcome.context for f in figure.facts)):
        facts.append(fact)
    unique = list({fact.id: fact for fact in facts}.values())[:MOST_CITATIONS]
    numbers = {fact.id: number for number, fact in enumerate(unique, 1)}
    documents = {d.id: d for d in library.documents()}
    citations = tuple(
        _citation(number, fact, documents[fact.document], library) for number, fact in enumerate(unique, 1)
    )
    first = [_sheet_citation(sheet, documents, library) for sheet in outcome.sheets]
    first += [_block_citation(block, documents, library) for block in outcome.blocks if block]
    if first:
        numbers = {key: number + len(first) for key, number in numbers.items()}
        citations = tuple(replace(citation, number=number) for number, citation in enumerate((*first, *citations), 1))
    found = outcome.status != "not_found"
    values = tuple(_value(figure, documents, numbers) for figure in outcome.figures) if found else ()
    context = tuple(_value(figure, documents, numbers) for figure in outcome.context)
    calculation = None
    if outcome.formula and found:
        operands = tuple(numbers[f.id] for figure in outcome.figures for f in figure.facts if f.id in numbers)
        calculation = Calculation(
            outcome.formula, outcome.result or "", outcome.result_unit or "", tuple(dict.fromkeys(operands))
        )
    text = _text(outcome, query, documents, numbers, checked)
    return Answer(
        outcome.status,
        query.language,
        text[:LONGEST],
        values,
        context,
        calculation,
        checked.checks,
        citations,
        suggestions=outcome.suggestions,
    )


def error_answer(message: str, language: Literal["zh", "en"]) -> Answer:
    """An answer that says why nothing could be answered."""
    return Answer("error", language, message)


def _value(figure: Figure, documents: dict[str, Document], numbers: dict[str, int]) -> Value:
    document = documents.get(figure.document or "")
    number = next((numbers[f.id] for f in figure.facts if f.id in numbers), None)
    year = figure.year or (document.year if document else None)
    return Value(
        figure.label,
        figure.value,
        figure.unit,
        document.file if document else None,
        year,
        figure.scope,
        number,
        figure.role,
    )


def _citation(number: int, fact: Fact, document: Document, library: Any) -> Citation:
    table = fact.title if fact.source != "sentence" else None
    section = _section(fact, library)
    return Citation(
        number,
        document.file,
        document.title,
        fact.place.page,
        fact.row_place.line_start,
        fact.row_place.line_end,
        section,
        table,
        " / ".join(fact.row_path) or None,
        " / ".join(fact.column_path) or None,
        fact.raw if fact.source != "sentence" else fact.quote[:160],
        document_id=document.id,
        container=fact.container,
        fact=fact.id,
        cell_line=fact.place.line_start,
    )


def _sheet_citation(sheet_id: str, documents: dict[str, Document], library: Any) -> Citation:
    sheet = library.sheet(sheet_id)
    document = documents[sheet.document]
    place = sheet.place
    end = min(place.line_end, place.line_start + WIDEST) if place.line_start and place.line_end else place.line_end
    return Citation(
        0,
        document.file,
        document.title,
        place.page,
        place.line_start,
        end,
        " > ".join(sheet.path) or None,
        sheet.title,
        sheet.name,
        None,
        sheet.title,
        document_id=document.id,
        container=sheet.id,
    )


def _block_citation(block: Sequence[Fact], documents: dict[str, Document], library: Any) -> Citation:
    """One citation for rows that stand together; the first row alone where they reach too far apart."""
    base = _citation(0, block[0], documents[block[0].document], library)
    starts = [f.row_place.line_start for f in block if f.row_place.line_start]
    ends = [f.row_place.line_end for f in block if f.row_place.line_end]
    if not starts or not ends or max(ends) - min(starts) > WIDEST:
        return base
    rows = "、".join(f.row_path[-1] for f in block if f.row_path)
    return replace(base, line_start=min(starts), line_end=max(ends), row=rows[:120])


def _section(fact: Fact, library: Any) -> str | None:
    try:
        if fact.source == "cell":
            path = library.table(fact.container).path
        elif fact.source == "sentence":
            path = library.section(fact.container).path
        else:
            path = library.sheet(fact.container).path
    except (KeyError, LookupError, StopIteration):
        return None
    return " > ".join(path) or None


def _mark(figure: Figure, numbers: dict[str, int]) -> str:
    marks = [numbers[f.id] for f in figure.facts if f.id in numbers][:3]
    return "".join(f"[{n}]" for n in marks)


def _said(figure: Figure, numbers: dict[str, int]) -> str:
    relation = (
        figure.facts[0].relation if len(figure.facts) == 1 and figure.facts[0].relation not in (None, "=") else ""
    )
    return f"{figure.label}：{relation or ''}{figure.value}{figure.unit}{_mark(figure, numbers)}"


def _where(figure: Figure, documents: dict[str, Document]) -> str:
    document = documents.get(figure.document or "")
    return document.title if document else ""


def _text(
    outcome: Outcome, query: Query, documents: dict[str, Document], numbers: dict[str, int], checked: Checked
) -> str:
    english = query.language == "en"
    parts: list[str] = []
    if outcome.said:
        marks = "".join(f"[{numbers[f.id]}]" for f in outcome.cited[:2] if f.id in numbers)
        parts.append(outcome.said.rstrip("。.") + marks + (". " if english else "。"))
    elif outcome.status == "ambiguous":
        parts.append("There are several readings: " if english else "有几种理解：")
        parts.append(("; " if english else "；").join(_said(figure, numbers) for figure in outcome.figures))
        ask = "Which one do you mean?" if english else "您问的是哪一个？"
        parts.append((" " if english else "。") + ask)
    elif outcome.status == "conflict":
        parts.append("The document disagrees with itself: " if english else "文件自身前后不一致：")
        parts.append(("; " if english else "；").join(_said(figure, numbers) for figure in outcome.figures))
    elif outcome.figures:
        parts.append(("; " if english else "；").join(_said(figure, numbers) for figure in outcome.figures))
        parts.append("." if english else "。")
    if outcome.figures and not outcome.said:
        first = outcome.figures[0]
        where = _where(first, documents)
        scope = first.scope if first.scope and first.scope != "computed" else ""
        if where:
            parts.append(f" Source: {where} {scope}." if english else f"出处：{where}{scope}。")
    if outcome.formula:
        parts.append(f" Calculation: {outcome.formula}." if english else f"计算：{outcome.formula}。")
    if outcome.context and outcome.status != "not_found":
        shown = ("; " if english else "；").join(_said(figure, numbers) for figure in outcome.context[:3])
        parts.append(f" For context: {shown}." if english else f"参考：{shown}。")
    for note in outcome.notes:
        parts.append(f" {note}." if english else f"{note.rstrip('。')}。")
    for failing in [c for c in checked.checks if not c.holds][:1]:
        parts.append((" Note: " if english else "注意：") + failing.detail + ("." if english else "。"))
    return "".join(parts)
