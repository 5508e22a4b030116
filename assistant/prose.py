"""Answers in the documents' own words: the public face of ``assistant.passages``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import WeakKeyDictionary

from assistant.answer import Answer
from assistant.passages import units as _units
from assistant.passages.compose import joined, language_of
from assistant.passages.definitions import contents, define, define_exactly
from assistant.passages.duties import duties
from assistant.passages.match import WordIndex, index_of
from assistant.passages.measures import measures_of, without_measures
from assistant.passages.narratives import narrate
from assistant.passages.reasons import asks_for_change, reason, without_doubts
from assistant.passages.settings import settings
from assistant.passages.stated import asks_one_figure, stated_figure
from assistant.passages.telling import with_figure
from assistant.passages.units import Unit, units_of
from assistant.passages.words import (
    Topic,
    asks_for_figure,
    asks_in_so_many_words,
    focuses_of,
    kind_of,
    topic_of,
    wanted_noun,
)
from assistant.passages.years import asks_for_year, year_of
from assistant.recorder import tried
from assistant.words import simplify
from index.model import Document

__all__ = ["FigureTold", "answer_prose", "answer_stated", "asks_for_field", "prose_kind"]

_COVERS, _WHY_COVERS = 0.4, 0.62  # share of the topic's words that a passage must hold
_LONGEST = 500  # characters of a question that are read
_WHETHER = re.compile(r"(?:包括|包含|含有?|算)[^，,。]{1,12}吗|是否(?:包括|包含|含)")
_EXCEPTED = re.compile(r"除了?[^，,。；;除]{2,16}?(?:以外|之外|外)")  # what the asker knows already
_MEASURED = 0.42  # how well a passage must fit that tells the very measure asked for (平方米, 床位)
_OF_FIGURES = ("parts", "plan")  # what is asked under a name, but in figures
_EACH = re.compile(r"分别|各(?!类|项|种|级|单位|区|县)|每[^年月]{1,3}各")
_FIGURES = {"amounts": 2, "each": 2, "amount": 1, "figure": 1}  # figures that a passage must hold
_FITS = {"amounts": 0.42, "amount": 0.42, "each": 0.5, "figure": 0.75, "definition": 0.6}
_FIT = 0.5  # how well a passage of any other kind must fit


class ProseLibrary(_units.Library, Protocol):
    """What is read of ``index.library.Library``."""

    @property
    def generation(self) -> int: ...

    def documents(self) -> Sequence[Document]: ...


def prose_kind(question: str) -> str | None:
    """Which words a question asks for (definition, duties, reason, basis, text, narrative); None for a figure."""
    return kind_of(simplify(question[:_LONGEST]))


def asks_for_field(question: str) -> bool:
    """Whether a question asks what a form or a section says of a thing under a name (its aims, grounds, conditions)."""
    focuses = focuses_of(simplify(question[:_LONGEST]))
    return any(focus.labels and focus.inherits and focus.name not in _OF_FIGURES for focus in focuses)


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A figure that a text states, as an answer, and the share of the question that its words explain."""

    answer: Answer
    certainty: float


@tried("stated")
def answer_stated(
    library: ProseLibrary, *, question: str, documents: Sequence[str], language: str
) -> FigureTold | None:
    """The one figure that a sentence of the documents surely states for what is asked, with its sentence quoted."""
    question = simplify(question[:_LONGEST])
    asked = asks_one_figure(question)
    if asked is None:
        return None
    index = _index(library, list(documents) or [document.id for document in library.documents()])
    plain = _EXCEPTED.sub("|", question).replace(asked, "|", 1)
    topic = replace(topic_of(plain, library.documents()), question=question)
    found = stated_figure(index, topic)
    return FigureTold(with_figure(index, found, language_of(language)), found.cover) if found else None


@tried("prose")
def answer_prose(
    library: ProseLibrary, *, question: str, documents: Sequence[str], language: str, kind: str | None = None
) -> Answer | None:
    """The passage that answers a question, quoted and cited by its lines.

    ``documents`` are the ids of the documents the question is about (all of them if it names none). ``kind`` is
    one of :func:`prose_kind`'s or None to find out. ``status`` is ``not_found`` where the documents treat the
    subject without saying what is asked (a change without its reason); None where no passage fits well, or where
    the question asks for a figure that no sentence states beside its very subject.
    """
    question = simplify(question[:_LONGEST])
    asked = kind or prose_kind(question)
    if asked is None and not asks_for_figure(question):
        return None
    named = list(documents) or [document.id for document in library.documents()]
    index = _index(library, named)
    plain = without_doubts(question) if asked == "reason" else without_measures(_EXCEPTED.sub("|", question))
    topic = replace(topic_of(plain, library.documents()), question=question)
    tongue = language_of(language)
    asked = asked or ("each" if _EACH.search(question) or len(measures_of(question)) > 1 else "figure")
    if asked in ("text", "narrative") and asks_for_year(question):
        return year_of(index, topic, tongue)
    if asked == "definition":
        certain = asks_in_so_many_words(question)
        found = define(index.units, topic, tongue, certain=certain)
        made_up = contents(index, topic, tongue) if not certain and len(named) == 1 else None
        if found and made_up and found.status == "answered":
            return joined(made_up, found)
        if found or _WHETHER.search(question):
            return found  # whether a thing counts is for its definition alone
    if asked == "narrative" and not focuses_of(question):
        found = define_exactly(index.units, topic, tongue)
        if found:
            return found
    if asked == "duties":
        found = duties(index, _without(topic, "duty_words"), tongue)
        if found:
            return found
    if asked == "reason":
        if asks_for_change(question):
            return reason(index, topic, tongue)
        # Why something is done stands in a project's grounds and aims, not beside a change.
        told = narrate(index, topic, focuses_of(question, "why"), tongue, threshold=_FIT, covers=_WHY_COVERS,
                       lone=False)  # fmt: skip
        return told or reason(index, topic, tongue)
    noun = wanted_noun(question) if asked == "narrative" else None
    if noun and not index.knows(noun):
        return None
    measured = asked in _FIGURES and any(measure.cut for measure in measures_of(question))
    return narrate(
        index,
        topic,
        focuses_of(question),
        tongue,
        threshold=_MEASURED if measured else _FITS.get(asked, _FIT),
        covers=_COVERS,
        figures=_FIGURES.get(asked, 0),
        needs=[measure.told for measure in measures_of(question) if measure.told] if asked in _FIGURES else [],
        lone=asked not in ("figure", "each"),
        fields_only=asked == "figure",
        each=asked == "each",
    )


_indexes: WeakKeyDictionary[ProseLibrary, dict[tuple[int, tuple[str, ...]], WordIndex]] = WeakKeyDictionary()


def _index(library: ProseLibrary, documents: Sequence[str]) -> WordIndex:
    """The word index over some documents; kept while the library's content stays the same."""
    kept = _indexes.setdefault(library, {})
    generation = library.generation
    for key in [key for key in kept if key[0] != generation]:
        del kept[key]
    key = (generation, tuple(sorted(documents)))
    if key not in kept:
        units: list[Unit] = [unit for document in key[1] for unit in units_of(library, document)]
        kept[key] = index_of(units)
    return kept[key]


def _without(topic: Topic, words: str) -> Topic:
    """The topic without words that every passage of the kind holds."""
    pieces = list(topic.pieces)
    for word in settings("words")[words]:
        pieces = [part for piece in pieces for part in piece.split(word)]
    kept = tuple(piece for piece in pieces if len(piece) > 1)
    return replace(topic, pieces=kept)
