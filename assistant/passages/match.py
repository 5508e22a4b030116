"""How well a piece of a document covers a question's topic: rare words count more than frequent ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.passages.paragraphs import Span, segments_of, sentences_of
from assistant.passages.units import Unit
from assistant.passages.words import Topic, fold, grams_of, straddles

__all__ = ["Hit", "WordIndex", "index_of"]

LONGEST_QUOTE = 360  # characters of a passage that is quoted whole
_SHARPNESS = 1.3  # how much more a rare word tells than a frequent one
_UNKNOWN = 0.6  # weight of a word that no document has
_CONTEXT = 0.85  # weight of a word found in the heading instead of the text
_PIECE_BONUS, _QUOTED_BONUS, _FIGURE_BONUS = 0.05, 0.15, 0.25


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit, the stretch of its text that answers best, and how well: about 1 where all is covered."""

    unit: Unit
    span: Span
    score: float

    @staticmethod
    def whole(unit: Unit) -> Span:
        """The stretch that is all of a unit's text."""
        return Span(0, len(unit.text))

    @property
    def text(self) -> str:
        """The words of that stretch."""
        return self.unit.text[self.span.start : self.span.end].strip()


@dataclass(slots=True)
class WordIndex:
    """The units of some documents by their words."""

    units: tuple[Unit, ...]
    folded: list[tuple[str, str]] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=dict)
    projects: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def weight(self, gram: str) -> float:
        """How much a word tells: rare ones more."""
        seen = len(self.postings.get(gram, ()))
        if not seen and straddles(gram):
            return 0.0
        top = math.log(1 + len(self.units))
        return math.pow(_UNKNOWN * top if not seen else top - 0.9 * math.log(1 + seen), _SHARPNESS)

    def knows(self, word: str) -> bool:
        """Whether a short word stands anywhere."""
        return all(gram in self.postings for gram in grams_of(fold(word)))

    def hits(self, topic: Topic, *, units: Iterable[int] | None = None, limit: int = 40) -> list[Hit]:
        """The units that cover a topic best, best first; only ``units`` (their positions) where given."""
        weights = self._weights(topic)
        if not weights:
            return []
        chosen = range(len(self.units)) if units is None else units
        rough: Counter[int] = Counter()
        allowed = None if units is None else set(chosen)
        for gram, weight in self._asked(topic, weights).items():
            for number in self.postings.get(gram, ()):
                if allowed is None or number in allowed:
                    rough[number] += round(1000 * weight)
        found = [self._hit(number, topic, weights) for number, _ in rough.most_common(2 * limit)]
        return sorted(found, key=lambda hit: (-hit.score, hit.unit.order))[:limit]

    def cover(self, topic: Topic, text: str, context: str = "") -> float:
        """How much of a topic a text with its heading covers."""
        folded = fold(context)
        return _cover(topic, self._weights(topic), fold(text), folded, set(grams_of(folded)))

    def _weights(self, topic: Topic) -> dict[str, float]:
        known = {gram: self.weight(gram) for piece in topic.pieces for gram in grams_of(piece)}
        return known | {word: self.weight(word) for word in topic.foreign} if known else {}

    def _asked(self, topic: Topic, weights: dict[str, float]) -> dict[str, float]:
        """The topic's words and their synonyms' words, for finding candidates."""
        asked = dict(weights)
        for _, written in topic.synonyms:
            for word in written:
                for gram in grams_of(word):
                    asked.setdefault(gram, 0.5 * self.weight(gram))
        return asked

    def _hit(self, number: int, topic: Topic, weights: dict[str, float]) -> Hit:
        unit = self.units[number]
        text, context = self.folded[number]
        near = set(grams_of(context))
        whole = _cover(topic, weights, text, context, near)
        if len(unit.text) <= LONGEST_QUOTE:
            return Hit(unit, Span(0, len(unit.text)), whole)
        span, best = Span(0, len(unit.text)), 0.0
        for window in (*_windows(sentences_of(unit.text)), *segments_of(unit.text)):
            part = unit.text[window.start : window.end]
            score = _cover(topic, weights, fold(part), context, near) - len(part) / 20_000
            if score > best:
                span, best = window, score
        # Words elsewhere in a long text speak for it too, but less.
        return Hit(unit, span, max(best, 0.8 * best + 0.2 * whole))


def index_of(units: Sequence[Unit]) -> WordIndex:
    """Units made searchable."""
    index = WordIndex(tuple(units))
    for number, unit in enumerate(index.units):
        context = fold("|".join((*unit.path, unit.label)))
        text = fold(unit.text)
        index.folded.append((text, context))
        for gram in {*grams_of(text), *grams_of(context)}:
            index.postings.setdefault(gram, []).append(number)
    return index


def _cover(topic: Topic, weights: dict[str, float], text: str, context: str, context_grams: set[str]) -> float:
    """The share of the topic's words that a folded text holds (its heading's words count less), and a little for
    whole phrases, quoted words and figures."""
    have, near = set(grams_of(text)), context_grams
    for asked, written in topic.synonyms:
        if asked not in text and any(word in text for word in written):
            have |= set(grams_of(asked))
        elif asked not in context and any(word in context for word in written):
            near = near | set(grams_of(asked))
    total = sum(weights.values())
    if not total:
        return 0.0
    got = sum(w if gram in have else _CONTEXT * w if gram in near else 0.0 for gram, w in weights.items())
    bonus = sum(_PIECE_BONUS for piece in topic.pieces if len(piece) > 3 and (piece in text or piece in context))
    bonus += sum(_QUOTED_BONUS for quoted in topic.quoted if quoted in text or quoted in context)
    bonus += sum(_FIGURE_BONUS for figure in topic.figures if len(figure) > 3 and figure in text)
    return got / total + min(bonus, 0.4)


def _windows(sentences: Sequence[Span]) -> Iterable[Span]:
    """Runs of neighbouring sentences that are short enough to quote."""
    for first, start in enumerate(sentences):
        yield start
        for end in sentences[first + 1 :]:
            if end.end - start.start > LONGEST_QUOTE:
                break
            yield Span(start.start, end.end)
