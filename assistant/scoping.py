"""Which entries a whole-department word (总支出, 三公) stands for, and which tables belong together."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.glossary import Step, concepts
from assistant.vocabulary import TOTALS, DocumentIndex, Entry

__all__ = ["concept_entries", "family"]


def concept_entries(index: DocumentIndex, keys: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Positions of the entries at which the question's concepts stand: (concept, step)."""
    hits: dict[int, tuple[str, int]] = {}
    by_key = {concept.key: concept for concept in concepts()}
    for key in keys:
        for number, step in enumerate(by_key[key].steps):
            for position in _step_entries(index, step):
                hits.setdefault(position, (key, number))
    return hits


def _step_entries(index: DocumentIndex, step: Step) -> list[int]:
    positions = index.by_kind.get(step.kind, [])
    if step.unless_row:
        barred = {
            index.entries[p].fact.container
            for p in positions
            if index.labels[index.entries[p].main].endswith(step.unless_row)
        }
        positions = [p for p in positions if index.entries[p].fact.container not in barred]
    return [p for p in positions if _at_step(index, index.entries[p], step)]


def _at_step(index: DocumentIndex, entry: Entry, step: Step) -> bool:
    if step.part and entry.fact.part and entry.fact.part != step.part:
        return False
    row = index.labels[entry.main]
    if step.row == "whole":  # a form's own total row
        if entry.main or not entry.fact.row_path or entry.fact.row_path[-1] not in TOTALS:
            return False
    elif step.row == "total":
        if not (entry.total or row in TOTALS):
            return False
    elif step.row != "any" and row not in step.row:
        return False
    if step.column == "any":
        return True
    column = index.labels[entry.column]
    if step.column == "total":
        return entry.default_column
    return column in step.column


def family(kind: str | None) -> str:
    """A fact's table kind as ``scopes.toml`` names it: the kinds of sheets are grouped."""
    return _FAMILIES.get(kind or "prose", kind or "prose")


_FAMILIES = {
    "project_performance_target": "project_sheet",
    "project_self_evaluation": "project_sheet",
    "department_performance_target": "department_sheet",
    "department_self_evaluation": "self_evaluation",
    "prose_number": "prose",
    "sheet_text": "prose",
}
