"""What a question weighs: its pairs of characters, which of them a concept or table explains, which are talk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.candidates import Wanted
from assistant.glossary import concepts, questions, scopes
from assistant.vocabulary import TOTALS, Vocabulary
from assistant.words import bigrams, fold

__all__ = ["UNKNOWN_WORD", "Asked", "generic_words", "weighed"]

TALK = 0.3
BESIDE_NAME = 0.6
GENERIC = 0.15
UNKNOWN_WORD = 0.5  # weight of an English word that no list knows


@dataclass(slots=True)
class Asked:
    """The pairs of a question with their positions and weights."""

    positions: dict[str, int]
    weights: list[float]
    total: float
    concept_mask: dict[str, int]
    table_mask: int
    total_mask: int
    late: int
    memo: dict[int, float]
    burden: list[float]  # what each pair counts for where nothing of the fact explains it
    borne: dict[int, float]

    def weigh(self, mask: int) -> float:
        value = self.memo.get(mask)
        if value is None:
            value = sum(weight for bit, weight in enumerate(self.weights) if mask >> bit & 1)
            self.memo[mask] = value
        return value

    def left_over(self, mask: int) -> float:
        """The weight of what ``mask`` leaves unexplained: words of budgets count in full, talk hardly."""
        value = self.borne.get(mask)
        if value is None:
            value = sum(burden for bit, burden in enumerate(self.burden) if not mask >> bit & 1)
            self.borne[mask] = value
        return value


@lru_cache(maxsize=1)
def generic_words() -> tuple[str, ...]:
    """Words that any question of budgets may hold and that name nothing by themselves."""
    return tuple(fold(word) for word in questions()["generic"]["say"])


def weighed(vocabulary: Vocabulary, wanted: Wanted) -> Asked:
    """The pairs of a search's pieces with their weights and what explains them beforehand."""
    grams: list[str] = []
    concept_mask: dict[str, int] = {}
    by_key = {concept.key: concept for concept in concepts()}
    for segment in wanted.segments:
        start = len(grams)
        grams += bigrams(segment)
        for key in wanted.concepts:
            for phrase in (
                *by_key[key].say,
                segment if len(wanted.segments) == 1 and len(segment) == 2 else by_key[key].say[0],
            ):
                at = segment.find(phrase)
                if at >= 0:
                    mask = ((1 << (len(phrase) - 1)) - 1) << (start + at)
                    concept_mask[key] = concept_mask.get(key, 0) | mask
                    break
    positions: dict[str, int] = {}
    for number, gram in enumerate(grams):
        positions[gram] = positions.get(gram, 0) | 1 << number
    weights = [vocabulary.weight(gram) * (0.5 if gram.isdecimal() else 1.0) for gram in grams]
    late = 0
    start = sum(max(len(segment) - 1, 0) for segment in wanted.segments)
    for segment in reversed(wanted.segments):
        size = len(segment) - 1
        start -= size
        if size > 0:
            late = ((1 << size) - 1) << start
            break
    return Asked(
        positions,
        weights,
        (sum(weights) or 1.0) + UNKNOWN_WORD * wanted.unknown,
        concept_mask,
        _table_mask(wanted),
        _said(wanted, TOTALS),
        late,
        {},
        _burden(vocabulary, wanted, weights),
        {},
    )


def _burden(vocabulary: Vocabulary, wanted: Wanted, weights: list[float]) -> list[float]:
    """How much each pair of the question speaks against a fact that does not carry it.

    A pair that stands in names of rows, columns, sheets and indicators may name another fact; one that stands in
    none is talk, though beside a name it may narrow it; words every budget question has (科目, 资金) say nothing.
    """
    found: list[float] = []
    for segment in wanted.segments:
        grams = bigrams(segment)
        named = any(gram in vocabulary.names for gram in grams)
        generic: set[int] = set()
        for word in generic_words():
            at = segment.find(word)
            while at >= 0:
                generic.update(range(at - 1, at + len(word)))
                at = segment.find(word, at + 1)
        for number, gram in enumerate(grams):
            weight = weights[len(found)]
            if number in generic:
                found.append(GENERIC * weight)
            elif gram in vocabulary.names:
                found.append(weight)
            else:
                found.append((BESIDE_NAME if named else TALK) * weight)
    return found


def _table_mask(wanted: Wanted) -> int:
    """The positions of the words that named the table kinds: facts of those kinds explain them."""
    words = scopes()["table_words"]
    mask = 0
    for kind in wanted.tables:
        mask |= _said(wanted, map(fold, sorted(words.get(kind, ()), key=len, reverse=True)))
    return mask


def _said(wanted: Wanted, words: Iterable[str]) -> int:
    """The positions of the first of ``words`` that each segment holds."""
    ordered = tuple(words)
    mask, start = 0, 0
    for segment in wanted.segments:
        for word in ordered:
            at = segment.find(word)
            if at >= 0:
                mask |= ((1 << (len(word) - 1)) - 1) << (start + at)
                break
        start += max(len(segment) - 1, 0)
    return mask
