"""The one figure that a clause of a text states for what is asked: “各区级财政拟分担资金15518万元”, “每人每年 40 元”.

A figure is told by the words of its own clause; its sentence, its form and the headings over it tell what it is part
of. It is given only where these hold nearly all that is asked and no other figure of the kind stands near as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.passages.match import WordIndex
from assistant.passages.paragraphs import Span, sentences_of
from assistant.passages.settings import settings
from assistant.passages.units import Unit
from assistant.passages.words import Topic, fold, grams_of
from index.amounts import find_figures

__all__ = ["Stated", "asks_one_figure", "stated_figure"]

_RUNNING = ("paragraph", "item", "field", "indicator")
_CANDIDATES = 24  # passages whose figures are looked at
_CLAUSE_END = re.compile(r"[。；;！!？?\n：:]|(?<!\d)[，,]|[，,](?!\d{3})")
_RANGE = re.compile(r"\d\s*[-—–~～至到]\s*$")
_LENGTH = re.compile(r"(?<![\d.])(?P<value>\d{1,2})\s*(?P<unit>年|个月)(?![度底初末])")
_ANY_YEAR = re.compile(r"(?<!\d)(?P<year>20\d{2})\s*年")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年(?!度|预算|部门)")
_BACK, _OPENING = 8, 60  # paragraphs before one that may name its subject, and how much of each is read
_SENTENCE, _CONTEXT, _TEXT = 0.9, 0.85, 0.6  # weight of a word found outside of the figure's own clause
_COVERS = 0.75  # share of what is asked that a figure's clause and what stands around it must hold
_CLAUSE = 0.25  # share of it that the clause itself must hold
_PIECE = 0.45  # share of each word asked for that must stand there
_AHEAD = 0.1  # how far the clause must be ahead of those of all other figures of the kind


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text: the stretch of its sentence, how much of the question stands in its clause and around it, and
    whether it says nothing contrary to what is asked (``apt``)."""

    unit: Unit
    span: Span
    label: str
    value: str
    of: str
    clause: float
    cover: float
    apt: bool


def asks_one_figure(question: str) -> str | None:
    """The words with which a question asks for one figure of a kind that texts state; None where it asks for none."""
    if re.search(settings("kinds")["more_than_one"], question):
        return None
    found = _asked(question)
    return found[0][0] if found else None


def stated_figure(index: WordIndex, topic: Topic) -> Stated | None:
    """The figure of the kind asked for that the texts surely state for a topic; None where two compete.

    The topic is that of the question without the words of :func:`asks_one_figure`.
    """
    asked = _asked(topic.question)
    if asked is None:
        return None
    kind = asked[1]
    numbers = [number for number, unit in enumerate(index.units) if unit.source in _RUNNING]
    found = [
        stated
        for hit in index.hits(topic, units=numbers, limit=_CANDIDATES)
        for stated in _figures(index, topic, hit.unit, kind)
    ]
    found.sort(key=lambda stated: (-stated.clause - stated.cover, stated.unit.order))
    if not found or not found[0].apt or found[0].cover < _COVERS or found[0].clause < _CLAUSE:
        return None
    best = found[0]
    rival = max((s.clause + s.cover for s in found if (s.value, s.of) != (best.value, best.of)), default=0.0)
    return best if best.clause + best.cover - rival >= _AHEAD else None


def _asked(question: str) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """The words that ask for a figure, and the units that may answer."""
    for ask, units in _kinds():
        if found := ask.search(question):
            unit = next((group for group in found.groupdict().values() if group), "")
            return found, re.compile(units.replace("{unit}", re.escape(unit)))
    return None


@cache
def _kinds() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["ask"]), entry["unit"]) for entry in settings("kinds")["stated"]]


def _figures(index: WordIndex, topic: Topic, unit: Unit, kind: re.Pattern[str]) -> Iterator[Stated]:
    around = fold("|".join((*unit.path, unit.label)))
    before = fold(_before(index, unit))
    of_kind = [found for found in _values(unit.text) if kind.fullmatch(found[2])]
    for number, (span, value, of) in enumerate(of_kind):
        clause = _clause(unit.text, span)
        if number and of_kind[number - 1][0].end > clause.start:  # 每人每月 30 元退休人员生活补贴 27249000 元
            clause = Span(of_kind[number - 1][0].end, clause.end)
        if number + 1 < len(of_kind) and of_kind[number + 1][0].start < clause.end:
            clause = Span(clause.start, span.end)
        sentence = next((s for s in sentences_of(unit.text) if s.start <= span.start < s.end), clause)
        own, near = unit.text[clause.start : clause.end], unit.text[sentence.start : sentence.end]
        if of != "年" and not _of_years(unit.text[clause.start : span.end], topic.years, unit.document.year):
            continue
        apt = not _is_contrary(topic.question, own, "|".join((around, unit.text, before)))
        layers = ((fold(near), _SENTENCE), (around, _CONTEXT), (fold(unit.text), _TEXT), (before, _TEXT))
        cover, least = _layered(index, topic, fold(own), layers)
        if least >= _PIECE:
            yield Stated(unit, sentence, own.strip(), value, of, index.cover(topic, own), cover, apt)


def _before(index: WordIndex, unit: Unit) -> str:
    """The last paragraphs before one of the same project: they may say what its figures are of."""
    if unit.source not in ("paragraph", "item"):
        return ""
    near = [
        other
        for other in index.units
        if other.document == unit.document
        and 0 < unit.order - other.order <= _BACK
        and other.source in ("paragraph", "item")
        and other.path[:-1] == unit.path[:-1]
    ]
    return "|".join(other.text[:_OPENING] for other in near)


def _of_years(clause: str, asked: Sequence[int], own: int | None) -> bool:
    """Whether a clause is of a year that is asked for, or of its document's: by the years it names itself, if any."""
    named: set[int | None] = {int(found["year"]) for found in _ANY_YEAR.finditer(clause)}
    wanted: set[int | None] = {*asked} or {own}
    return bool((named or {own}) & wanted)


def _is_contrary(question: str, clause: str, around: str) -> bool:
    """Whether a clause says the contrary of what the question says (最低, 省级, 民营), or nothing there says it."""
    for group in settings("kinds")["contrary"]:
        asked = {number for number, words in enumerate(group) if any(word in question for word in words)}
        said = {number for number, words in enumerate(group) if any(word in clause for word in words)}
        near = {number for number, words in enumerate(group) if any(word in around for word in words)}
        if asked and not asked & (said or near):
            return True
    return False


def _layered(index: WordIndex, topic: Topic, own: str, layers: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """The share of a topic's words that a clause holds, or, for less, the texts around it; and of its least part."""
    weights = {gram: index.weight(gram) for piece in topic.pieces for gram in grams_of(piece)}
    best = dict.fromkeys(weights, 0.0)
    for text, worth in ((own, 1.0), *layers):
        have = set(grams_of(text))
        for asked, written in topic.synonyms:
            if any(word in text for word in written):
                have |= set(grams_of(asked))
        for gram in weights:
            if gram in have:
                best[gram] = max(best[gram], worth)
    pieces = [[gram for gram in grams_of(piece) if weights[gram]] for piece in topic.pieces]
    shares = [
        sum(weights[gram] * best[gram] for gram in grams) / sum(weights[gram] for gram in grams)
        for grams in (*pieces, list(weights))
        if any(weights[gram] for gram in grams)
    ]
    return (shares[-1], min(shares)) if shares else (0.0, 0.0)


def _values(text: str) -> Iterator[tuple[Span, str, str]]:
    for figure in find_figures(text):
        if not _RANGE.search(text[: figure.start]) and figure.value >= 0:
            yield Span(figure.start, figure.end), f"{figure.value:f}", figure.unit or ""
    for length in _LENGTH.finditer(text):
        yield Span(*length.span()), length["value"], length["unit"]
    for year in _YEAR.finditer(text):
        yield Span(*year.span()), year["year"], "年"


def _clause(text: str, span: Span) -> Span:
    """The stretch between two marks around a figure, with the words after a colon right behind it (37.1 万元：…)."""
    ends = list(_CLAUSE_END.finditer(text))
    start = max((end.end() for end in ends if end.end() <= span.start), default=0)
    after = [end for end in ends if end.start() >= span.end]
    if after and after[0][0] in "：:" and not text[span.end : after[0].start()].strip():
        later = [end for end in after if end[0] not in "：:，,"]
        return Span(start, later[0].start() if later else len(text))
    return Span(start, after[0].start() if after else len(text))
