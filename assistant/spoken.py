"""Figures inside the long texts of sheets (用途, 目标, 完成情况), read as prose is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.model import Document, Fact, Line, Section

__all__ = ["spoken"]

MIN_SPOKEN = 16  # characters from which a sheet's text is read for figures


def spoken(facts: Sequence[Fact], document: Document) -> list[Fact]:
    """The figures inside the long texts of sheets (用途, 目标, 完成情况), read as prose is read."""
    from index.layout.prose import prose_facts

    found: list[Fact] = []
    for fact in facts:
        if (
            fact.source != "field"
            or fact.measure != "text"
            or len(fact.raw) < MIN_SPOKEN
            or not re.search(r"\d", fact.raw)
        ):
            continue
        name = fact.row_path[0] if fact.row_path else fact.title
        section = Section(fact.container, fact.document, (name,), fact.raw, fact.place, (Line(fact.raw, fact.place),))
        for number, said in enumerate(prose_facts(section, document=document)):
            if said.value is not None and said.measure != "text":
                path = (name, *said.row_path)
                found.append(
                    replace(
                        said,
                        id=f"{fact.id}/{number}",
                        row_path=path,
                        title=fact.title,
                        container=fact.container,
                        kind="sheet_text",
                    )
                )
    return found
