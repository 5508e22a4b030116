"""The parts of a total that prose lists (“预算收入100万元，其中：A 60万元，B 40万元”).

The total is named by its figure or by its label; only parts that add up to it answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.asked import Asked
from assistant.engine import Engine
from assistant.outcome import Outcome, figure_of
from assistant.vocabulary import DocumentIndex
from assistant.words import fold
from index.model import Fact

__all__ = ["answer_parts"]

_COMPOSED = re.compile(r"构成|组成|来源|哪几?(?:个)?(?:块|部分|方面|类|项)|分成|花在|breakdown|make up|consist")


def answer_parts(engine: Engine, asked: Asked, documents: Sequence[str]) -> Outcome | None:
    """The parts that a passage lists under the total that the question names."""
    match = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)", asked.text)
    for document in documents:
        index = engine.vocabulary.indexes[document]
        for position, entry in enumerate(index.entries):
            fact = entry.fact
            if fact.source != "sentence" or not fact.value:
                continue
            if match is not None:
                named = fact.value == Decimal(match[1].replace(",", "")) and fact.unit == match[2]
            else:
                named = bool(_COMPOSED.search(asked.text)) and _is_subject(fact, engine)
            if named:
                parts = [part for part in _following(index, position, fact.value) if part.value]
                if len(parts) > 1:
                    return Outcome("answered", tuple(figure_of(f) for f in parts), cited=(*parts[:1], fact, *parts[1:]))
    return None


def _is_subject(fact: Fact, engine: Engine) -> bool:
    """Whether a sentence figure's whole subject is what the question asks about."""
    said = "".join(s for s in engine.query.segments if not _COMPOSED.search(s))
    return len(fact.row_path) == 1 and len(said) > 3 and fold(fact.row_path[0]) == said.replace("来源", "")


def _following(index: DocumentIndex, position: int, total: Decimal) -> list[Fact]:
    """The sentence figures after a total that add up to it."""
    base = index.entries[position].fact
    parts: list[Fact] = []
    sum_so_far = Decimal(0)
    for entry in index.entries[position + 1 : position + 20]:
        fact = entry.fact
        if (
            fact.source != "sentence"
            or fact.container != base.container
            or fact.unit != base.unit
            or fact.value is None
        ):
            continue
        if fact.period not in ("current", "plan"):
            continue
        parts.append(fact)
        sum_so_far += fact.value
        if sum_so_far == total and len(parts) > 1:
            return parts
        if sum_so_far > total:
            return []
    return []
