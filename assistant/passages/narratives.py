"""What the documents say of a subject: the best sentence, sheet field or row, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.passages.compose import Language
from assistant.passages.match import Hit, WordIndex
from assistant.passages.paragraphs import Span
from assistant.passages.ranking import context, labelled, ranked
from assistant.passages.respective import respective
from assistant.passages.settings import settings
from assistant.passages.stretches import enough, focused
from assistant.passages.telling import (
    companions,
    empty,
    listed,
    listed_points,
    listed_rows,
    overview,
    rows_alike,
    siblings,
    told,
    with_equal,
    with_values,
)
from assistant.passages.wholes import inherited, surroundings
from assistant.passages.words import Focus, Topic, wanted_noun
from assistant.recorder import Weighed, record

__all__ = ["narrate"]

_LISTS = re.compile(
    r"有哪|有谁|都是谁|哪些|哪几|哪[二两三四五六七八九十]|分别是|what (are|measures|tasks|indicators)|which", re.I
)
_COMPARED = re.compile(r"[多少大小高低]于|超过|不足|不到|没[招]?满|缺编|超编|满编|最[多少大小高低]")
_STANDS_OUT = 0.3  # share of the topic that a passage must hold that stands out
_AHEAD = 0.1  # how far it must be ahead of the passages of other places
_BELOW = 0.08  # how far below the threshold a passage that stands out may be
_OWNS = 0.42  # share of the owner's name that a field must hold
_EXPLAINED = ("purpose", "why", "goal")
_RUNNING = ("paragraph", "item", "field", "indicator")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*\s*[\u4e00-\u9fff%]")
_NUMBERED = re.compile(  # figures that count nothing: the year of a plan, the number of a document
    r"20\d\d\s*年度|20\d\d\s*年(?=预算|部门|[^成建设]{0,4}(?:计划|预计|拟))|[〔\[【（(]20\d\d[)）】\]〕]\s*\d*\s*号?"
)


def narrate(
    index: WordIndex,
    topic: Topic,
    focuses: Sequence[Focus],
    language: Language,
    *,
    threshold: float,
    covers: float,
    figures: int = 0,
    needs: Sequence[re.Pattern[str]] = (),
    fields_only: bool = False,
    each: bool = False,
    lone: bool = True,
) -> Answer | None:
    """The passage that answers best, of those that hold the share ``covers`` of the topic.

    ``figures``: only running words with so many figures or more answer (``fields_only``: only a form's field), and
    only those that hold all ``needs`` (``each``: and two of the things named).
    not_found where the wanted field stands empty; None below the threshold, unless (``lone``) the best passage
    stands out from all others.
    """
    if any(focus.name == "tasks" for focus in focuses) and not _without(topic, settings("words")["task_words"]).pieces:
        opening = _opening(index, focuses)
        if opening is not None:
            record(Weighed([opening], threshold))
            return told(index, opening, language)
    subject = _subject(topic, focuses)
    if not subject.pieces:
        subject = topic
    wanted = [focus for focus in focuses if focus.labels]
    strict = any(focus.only for focus in wanted)
    numbers = [n for n, unit in enumerate(index.units) if not strict or labelled(unit, wanted)]
    if figures:
        strict = False
        sources = ("field",) if fields_only else _RUNNING
        numbers = [n for n, unit in enumerate(index.units) if unit.source in sources]
    least = min(covers, _STANDS_OUT) if lone else covers
    found = index.hits(subject, units=numbers, limit=40)
    if not figures:
        noun = wanted_noun(topic.question)
        found = inherited(index, found if not strict else index.hits(subject, limit=40), subject, focuses, noun)
        found = [hit for hit in found if not strict or labelled(hit.unit, wanted)]
    hits = ranked(index, found, subject, focuses, strict=strict, covers=least, figures=bool(figures))
    if figures:
        told_all = (enough(hit, needs) for hit in hits)
        hits = [hit for hit in told_all if hit and len(_AMOUNT.findall(_NUMBERED.sub("", hit.text))) >= figures]
        hits = [hit for hit in hits if not each or _holds_two(index, hit, subject)]
    if strict and len(subject.pieces) > 1:
        # A field of the wanted name answers only for the very project, unit or indicator that is named first.
        hits = [hit for hit in hits if _owned(index, hit, subject)]
    record(Weighed(hits, threshold))
    if not hits or not (hits[0].score >= threshold or (lone and _stands_out(hits, threshold))):
        return None
    best = hits[0]
    if not best.text:
        return empty(best.unit, language)
    if best.unit.source == "row" and _COMPARED.search(topic.question):
        return None  # which rows have more of one than of another is for figures
    rows = rows_alike(hits) if _LISTS.search(topic.question) else []
    if len(rows) > 1:
        return listed_rows(rows, language)
    several = _LISTS.search(topic.question) or any(focus.name == "assurance" for focus in focuses)
    items = siblings(index, best.unit, subject, wanted) if several else []
    if len(items) > 1:
        return listed(items, language)
    points = overview(index, best.unit, subject, focuses)
    if points is not None:
        return listed_points(best.unit, points, language)
    beside = companions(index, best.unit) if any(focus.name in _EXPLAINED for focus in focuses) else ()
    answer = told(index, focused(index, best, subject), language, beside)
    groups = respective(best.text, topic.question) if figures else []
    if groups:
        return with_values(answer, groups, best.unit)
    return answer if figures or strict or beside else with_equal(index, answer, hits)


def _owned(index: WordIndex, hit: Hit, subject: Topic) -> bool:
    """Whether a field is of the project that the question names first; a row of a table, of any that it names."""
    pieces = subject.pieces if hit.unit.source == "row" else (subject.pieces[0], *_longer(subject.pieces))
    around = surroundings(index, hit.unit) if hit.unit.source == "field" else context(hit.unit)
    return any(index.cover(replace(subject, pieces=(piece,)), hit.unit.text, around) >= _OWNS for piece in pieces)


def _holds_two(index: WordIndex, hit: Hit, subject: Topic) -> bool:
    """Whether a passage speaks of two of the things that a question names, where it names several."""
    held = [
        piece
        for piece in subject.pieces
        if index.cover(replace(subject, pieces=(piece,)), hit.text, context(hit.unit)) >= _OWNS
    ]
    return len(held) >= min(2, len(subject.pieces))


def _longer(pieces: Sequence[str]) -> list[str]:
    """The later pieces that say more than the first one."""
    return [piece for piece in pieces[1:] if len(piece) > len(pieces[0])]


def _stands_out(hits: Sequence[Hit], threshold: float) -> bool:
    """Whether the best passage, though it holds less than asked, leaves those of every other place behind."""
    best = hits[0]
    others = [hit.score for hit in hits if (hit.unit.container, hit.unit.path) != (best.unit.container, best.unit.path)]
    return best.score >= threshold - _BELOW and best.score - max(others, default=0.0) >= _AHEAD


def _opening(index: WordIndex, focuses: Sequence[Focus]) -> Hit | None:
    """The first paragraph of the section whose heading is about tasks, where it announces what follows."""
    tasks = [focus for focus in focuses if focus.name == "tasks" and focus.labels]
    for unit in index.units:
        heading = unit.path[-1] if unit.path else ""
        if unit.source in ("paragraph", "item") and any(f.labels and f.labels.search(heading) for f in tasks):
            return Hit(unit, Span(0, len(unit.text)), 1.0)
    return None


def _without(topic: Topic, words: Sequence[str]) -> Topic:
    """The topic without some words that name no subject."""
    pieces = list(topic.pieces)
    for word in words:
        pieces = [part for piece in pieces for part in piece.split(word)]
    return replace(topic, pieces=tuple(piece for piece in pieces if len(piece) > 1))


def _subject(topic: Topic, focuses: Sequence[Focus]) -> Topic:
    """The topic without the words that name the wanted field."""
    pieces: list[str] = []
    for piece in topic.pieces:
        for focus in focuses:
            if focus.labels:
                piece = focus.labels.sub("|", piece)
        pieces += [part for part in piece.split("|") if len(part) > 1]
    return replace(topic, pieces=tuple(pieces))
