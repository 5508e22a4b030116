"""A number of things that the document itself states (“共设置86个项目绩效目标”), beside what can be counted."""

from __future__ import annotations

from assistant.asked import Asked
from assistant.engine import Engine
from assistant.words import fold
from index.model import Fact

__all__ = ["stated_count"]

_COUNTED = frozenset({"个", "家", "项", "所", "张", "种", "类"})


def stated_count(engine: Engine, asked: Asked, document: str) -> Fact | None:
    """The sentence that states how many there are of exactly what the question asks to count; None where none does."""
    text = fold(asked.text)
    index = engine.vocabulary.indexes[document]
    found = [
        entry.fact
        for entry in index.entries
        if entry.fact.source == "sentence"
        and entry.fact.unit in _COUNTED
        and entry.fact.value is not None
        and entry.fact.period in ("current", "plan")
        and len(entry.fact.row_path) == 1
        and len(fold(entry.fact.row_path[0])) > 3
        and fold(entry.fact.row_path[0]) in text
    ]
    return found[0] if len({fact.value for fact in found}) == 1 else None
