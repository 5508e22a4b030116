"""From a citation to what the proof pane shows: its table, sheet or section, and the place marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Citation
from index.model import Document, Fact, Place, Section, Sheet, Table
from ui.locate import mark_in_sheet, mark_in_table
from ui.render import SheetCell, TableCell, lines_html, proof_html, section_html, sheet_html, table_html
from ui.render.frame import ProofFrame
from ui.words import Language, say, say_lines

if TYPE_CHECKING:
    from index.library import Library

__all__ = [
    "Container",
    "container_of",
    "neighbour",
    "show_citation",
    "show_container",
]

Container = Table | Sheet | Section
CONTEXT_LINES = 3  # original lines shown before and after the cited ones
LINES_SHOWN = 200  # original lines shown at most


def container_of(library: Library, citation: Citation) -> Container | None:
    """The table, sheet or section that a citation names, or None where the library no longer has it."""
    if citation.container is None or citation.document_id is None:
        return None
    return _find(library, citation.document_id, citation.container)


def _find(library: Library, document: str, container: str) -> Container | None:
    for held in (library.tables(document), library.sheets(document), library.sections(document)):
        for found in held:
            if found.id == container:
                return found
    return None


def show_citation(library: Library, citation: Citation, *, count: int, language: Language) -> str:
    """The proof pane for one citation of an answer that has ``count`` of them."""
    container = container_of(library, citation)
    document = _document(library, citation.document_id)
    if document is None:
        return proof_html(
            ProofFrame(title=citation.title, path=_path(citation), body="", marked=say("source_gone", language),
                       number=citation.number, count=count), language=language)  # fmt: skip
    fact = _fact(library, citation)
    marked: str | None = None
    whole = False
    if isinstance(container, Table):
        cell = mark_in_table(container, citation, fact)
        body, marked = table_html(container, cell=cell, language=language), _table_mark(container, cell, language)
        whole = cell is None and _covers(citation, container.places)
    elif isinstance(container, Sheet):
        spot = mark_in_sheet(container, citation, fact)
        body = sheet_html(container, cell=spot, quote=citation.quote, language=language)
        marked = _sheet_mark(container, spot, language)
        whole = spot is None and _covers(citation, (container.place,))
    elif isinstance(container, Section):
        body = section_html(container, lines=_cited(citation), quote=citation.quote)
        cited = _cited(citation)
        marked = say("marked_lines", language, lines=say_lines(*cited, language)) if cited else None
    else:
        body = _original(library, document, _cited(citation), mark=True)
    if whole:
        marked = say("marked_whole", language)
    return _framed(library, document, container, body, marked=marked, citation=citation, count=count, language=language)


def show_container(library: Library, document_id: str, container_id: str, *, language: Language) -> str | None:
    """The proof pane for a table, sheet or section that was turned to by hand; None where it is gone."""
    container, document = _find(library, document_id, container_id), _document(library, document_id)
    if container is None or document is None:
        return None
    if isinstance(container, Table):
        body = table_html(container, language=language)
    elif isinstance(container, Sheet):
        body = sheet_html(container, language=language)
    else:
        body = section_html(container)
    return _framed(library, document, container, body, marked=None, citation=None, count=None, language=language)


def neighbour(library: Library, document_id: str, container_id: str, step: int) -> str | None:
    """The id of the table, sheet or section that stands ``step`` places on among those of its own kind."""
    for held in (library.tables(document_id), library.sheets(document_id), library.sections(document_id)):
        ids = [found.id for found in held]
        if container_id in ids:
            at = ids.index(container_id) + step
            return ids[at] if 0 <= at < len(ids) else None
    return None


def _framed(
    library: Library, document: Document, container: Container | None, body: str, *, marked: str | None,
    citation: Citation | None, count: int | None, language: Language,
) -> str:  # fmt: skip
    places = container.places if isinstance(container, Table) else (container.place,) if container else ()
    lines = _joined(places)
    cited = _cited(citation) if citation else None
    frame = ProofFrame(
        title=document.title,
        path=_container_path(container) or (_path(citation) if citation else ()),
        body=body,
        marked=marked,
        where=" · ".join(part for part in (
            say("unit", language, unit=container.unit)
            if isinstance(container, Table | Sheet) and container.unit else None,
            say_lines(*lines, language) if lines else None,
            document.file,
        ) if part),
        number=citation.number if citation else None,
        count=count,
        original=_original(library, document, cited or lines, mark=False) if container and (cited or lines) else None,
        repairs=container.repairs if isinstance(container, Table) else (),
        neighbours="section" if isinstance(container, Section) else "table",
        previous=container is not None and neighbour(library, document.id, container.id, -1) is not None,
        next=container is not None and neighbour(library, document.id, container.id, 1) is not None,
    )  # fmt: skip
    return proof_html(frame, language=language)


def _covers(citation: Citation, places: Sequence[Place]) -> bool:
    """Whether the citation means the whole: its lines are those of the table or sheet, a line of title aside."""
    cited, lines = _cited(citation), _joined(places)
    return cited is not None and lines is not None and cited[0] <= lines[0] + 1 and cited[1] >= lines[1]


def _container_path(container: Container | None) -> tuple[str, ...]:
    if container is None:
        return ()
    if isinstance(container, Section):
        return container.path
    own = container.title if isinstance(container, Table) else container.name or container.title
    return (*container.path, own) if own else container.path


def _path(citation: Citation) -> tuple[str, ...]:
    return tuple(part for part in (citation.section, citation.table) if part)


def _table_mark(table: Table, cell: TableCell | None, language: Language) -> str:
    if cell is None:
        return say("unmarked", language)
    row = table.rows[cell.row]
    label = " › ".join(row.path) or row.label
    if cell.column is None:
        return say("marked_row", language, what=label)
    found = row.cells[cell.column]
    column = table.columns[cell.column]
    unit = column.unit or table.unit or ""
    what = " · ".join(part for part in (label, " › ".join(column.path)) if part)
    return say("marked", language, what=f"{what}  {found.text if found else ''} {unit}".strip())


def _sheet_mark(sheet: Sheet, cell: SheetCell | None, language: Language) -> str:
    if cell is None:
        return say("unmarked", language)
    if cell.part == "field":
        field = sheet.fields[cell.row]
        return say("marked", language, what=" › ".join(field.path))
    indicator = sheet.indicators[cell.row]
    name = " › ".join(part for part in (indicator.level1, indicator.level2, indicator.name) if part)
    if cell.attribute is None:
        return say("marked_row", language, what=name)
    unit = indicator.unit if cell.attribute in ("target", "result") and indicator.unit else ""
    return say("marked", language, what=f"{name}  {getattr(indicator, cell.attribute)} {unit}".strip())


def _document(library: Library, document_id: str | None) -> Document | None:
    return next((document for document in library.documents() if document.id == document_id), None)


def _fact(library: Library, citation: Citation) -> Fact | None:
    if citation.fact is None or citation.document_id is None:
        return None
    return next((fact for fact in library.facts(citation.document_id) if fact.id == citation.fact), None)


def _cited(citation: Citation) -> tuple[int, int] | None:
    if citation.line_start is None:
        return None
    return citation.line_start, citation.line_end if citation.line_end is not None else citation.line_start


def _joined(places: Sequence[Place]) -> tuple[int, int] | None:
    starts = [place.line_start for place in places if place.line_start is not None]
    ends = [place.line_end for place in places if place.line_end is not None]
    return (min(starts), max(ends)) if starts and ends else None


def _original(library: Library, document: Document, lines: tuple[int, int] | None, *, mark: bool) -> str:
    if lines is None:
        return ""
    first = max(1, lines[0] - CONTEXT_LINES)
    last = min(lines[1] + CONTEXT_LINES, first + LINES_SHOWN - 1)
    return lines_html(library.source_lines(document.id, first, last), first=first, cited=lines, mark=mark)
