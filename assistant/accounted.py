"""Whether a calculation accounts for its question: every telling word is in an operand's labels, its scope or its
operation.

A word that is left over means that the question asks for something else than was computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.divisions import gazetteer, pinyin
from assistant.engine import Engine
from assistant.filters import Explained
from assistant.glossary import use_synonyms
from assistant.outcome import Outcome
from assistant.splits import operand_words
from assistant.understanding import normalise
from assistant.words import bigrams, fold
from index.model import Fact

__all__ = ["accounted"]

LEFT = 0.5  # weight of unaccounted pairs of characters from which nothing is told
_OF_OPERANDS = ("share", "difference", "sum", "average")
SLIP = 4  # characters from which a piece may be misspelt
TALK = 0.3  # share of its weight that a pair has that is in no name of a row, column or sheet


def _headings(engine: Engine, fact: Fact) -> tuple[str, ...]:
    """The headings over a sentence's section or a table."""
    try:
        holder = engine.library.section(fact.container) if fact.source == "sentence" else None
        holder = engine.library.table(fact.container) if fact.source == "cell" else holder
    except (KeyError, LookupError, StopIteration):
        return ()
    return tuple(holder.path) if holder is not None else ()


@cache
def _talk() -> re.Pattern[str]:
    return re.compile(operand_words()["accounted"]["talk"])


def _unaccounted(engine: Engine, facts: Sequence[Fact]) -> list[str]:
    """The pieces of the question that no operand's labels hold and that are no words of calculating."""
    explained = Explained(engine)
    labels: list[str] = []
    for fact in facts:
        document = engine.document(fact.document)
        labels += [*fact.row_path, *fact.column_path, fact.title, fact.code or "", fact.unit or ""]
        labels += [document.title, document.department or "", document.region or "", *_headings(engine, fact)]
    folded = [fold(label) for label in dict.fromkeys(labels) if label]
    denied = re.findall(operand_words()["operand"]["denied"], engine.query.question)
    explained.take(*folded, *map(fold, denied))
    around = "|".join((*folded, *map(use_synonyms, folded)))
    sounds = pinyin(around)  # a slip of the input method (基本公资) sounds as the label does
    pieces = [part for piece in explained.rest() for part in _talk().sub("|", piece).split("|") if len(part) > 1]
    return [
        piece
        for piece in pieces
        if any(gram not in around for gram in bigrams(piece)) and (len(piece) < SLIP or pinyin(piece) not in sounds)
    ]


def accounted(engine: Engine, outcome: Outcome | None) -> Outcome | None:
    """A calculation whose operands account for the question; a refusal that names what is left over otherwise."""
    if outcome is None or outcome.status != "answered":
        return outcome
    facts = [fact for figure in (*outcome.figures, *outcome.context) for fact in figure.facts]
    unread = _unread(engine, facts)
    if unread:
        return _refused(engine, [unread])
    weigh, names = engine.vocabulary.weight, engine.vocabulary.names
    left = _unaccounted(engine, facts)
    weight = sum(weigh(gram) * (1.0 if gram in names else TALK) for piece in left for gram in bigrams(piece))
    places = gazetteer()  # a place that none of the operands is of is no mere talk
    if weight <= LEFT and not any(piece[:size] in places for piece in left for size in (2, 3, 4)):
        return outcome
    return _refused(engine, left)


def _unread(engine: Engine, facts: Sequence[Fact]) -> str | None:
    """What a question says of an operand that plain figures of one year do not hold: a change, a place in a ranking."""
    text = normalise(engine.query.question)
    words = operand_words()["accounted"]
    changed = re.search(words["changed"], text)
    if changed and not any(fact.period in ("change", "growth", "previous") for fact in facts):
        return changed[0]
    ranked = re.search(words["ranked"], text) if engine.query.operation in _OF_OPERANDS else None
    return ranked[0] if ranked and not engine.query.scope.each else None


def _refused(engine: Engine, words: Sequence[str]) -> Outcome:
    if engine.query.language == "en":
        return Outcome("not_found", reason="operand")
    said = f"问题里的“{'、'.join(words)}”没有找到对应的数字，算不出所问的结果。"
    return Outcome("not_found", said=said, reason="operand")
