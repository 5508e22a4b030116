"""What a question says it does not mean: the other table, the target, the transfers to districts.

“不是对区转移支付那张”, “给各区的不算”, “别给我目标”: the words denied are taken out of what is sought, and a figure
that carries them is no answer. Where a total holds a denied part, no figure is one either (:func:`holds_denied`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.glossary import questions, use_synonyms
from assistant.vocabulary import Vocabulary
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["carries", "denied_in", "holds_denied"]


def denied_in(text: str) -> tuple[str, tuple[str, ...]]:
    """A normalised question without its denials, and the folded words denied."""
    words: list[str] = []
    for pattern in questions()["denied"]["say"]:
        for match in re.finditer(pattern, text):
            word = use_synonyms(fold(match["what"]))
            if len(word) > 1:
                words.append(word)
                text = text.replace(match[0], "|", 1)
    return text, tuple(dict.fromkeys(words))


def carries(fact: Fact, words: Sequence[str]) -> bool:
    """Whether a fact's own labels say one of the words."""
    if not words:
        return False
    labels = use_synonyms(fold("".join((*fact.row_path, *fact.column_path, fact.title))))
    named = {
        "目标": fact.period in ("target", "plan"),
        "目标值": fact.period == "target",
        "实际": fact.period == "result",
    }
    return any(word in labels or named.get(word, False) for word in words)


def holds_denied(fact: Fact, words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a denied part stands beside a figure, in its row or (of a total) in its table: the figure includes it."""
    if not words or fact.value is None or not is_money(fact.unit):
        return False
    index = vocabulary.indexes[fact.document]
    entries = [index.entries[position] for position in index.by_container.get(fact.container, ())]
    total = any(entry.fact.id == fact.id and not entry.main for entry in entries)
    return any(
        (total or fact.source == "field" or entry.fact.row_place == fact.row_place)
        and entry.fact.id != fact.id
        and entry.fact.unit == fact.unit
        and bool(entry.fact.value)
        and carries(entry.fact, words)
        for entry in entries
    )
