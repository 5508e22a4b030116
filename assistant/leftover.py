"""What a fact leaves unsaid of a question: another row's, sheet's or concept's whole name is no mere talk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.candidates import Candidate
from assistant.glossary import concepts
from assistant.vocabulary import TOTALS, Vocabulary
from assistant.words import fold

__all__ = ["unserved"]

SHORTEST = 3  # characters of a name that is looked for
_WHOLE = "total_expenditure"  # 部门预算, 支出预算: said of anything in the document
_BODY = re.compile(r"(?:中心|学校|学院|院|局|所|站|处|馆|办公室|本级|机关|办)$")
ROW_NAME = 7  # the same of a row's name in another document
COLUMN_NAME = 4  # the same of a column's name
BODY_SERVED = 0.85  # the same of a body's name
ELSEWHERE = 0.8  # the same of a row's name that only other documents have
SERVED = 0.5  # share of a name's pairs that the fact's own labels must explain

_CACHE: dict[int, dict[str, dict[str, list[str]]]] = {}


def unserved(candidate: Candidate, segments: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The longest name in the question that the candidate's labels do not carry; None where it carries all.

    Names are those of the rows, indicators and sheets of the candidate's document, the words of concepts (三公经费),
    and the rows of other documents: a fact that says nothing of one of them answers another question.
    """
    own = _names(vocabulary, candidate.fact.document)
    names = _everywhere(vocabulary)
    missed: list[str] = []
    start = 0
    for segment in segments:
        taken = 0
        for at in range(len(segment) - SHORTEST + 1):
            if at < taken:
                continue
            known = (*own.get(segment[at : at + 2], ()), *names.get(segment[at : at + 2], ()))
            here = [name for name in known if segment.startswith(name, at)]
            if not here:
                continue
            name = max(here, key=len)
            taken = at + len(name)
            if candidate.fact.source in ("field", "indicator") and _BODY.search(name):
                continue  # a sheet may be that body's own
            pairs = len(name) - 1
            mask = ((1 << pairs) - 1) << (start + at)
            least = BODY_SERVED if _BODY.search(name) else SERVED  # 仲裁 is not the 仲裁院
            if name not in own.get(name[:2], ()):
                least = ELSEWHERE
            if (candidate.explained & mask).bit_count() < least * pairs:
                missed.append(name)
        start += max(len(segment) - 1, 0)
    return max(missed, key=len, default=None)


def _everywhere(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The names of the rows of all documents, by their first two characters."""
    if id(vocabulary) not in _CACHE:
        _CACHE.clear()
        _CACHE[id(vocabulary)] = {}
    cached = _CACHE[id(vocabulary)].get("")
    if cached is None:
        cached = _CACHE[id(vocabulary)][""] = {}
        for name in vocabulary.rows:
            if ROW_NAME <= len(name) <= 30 and name not in TOTALS:
                cached.setdefault(name[:2], []).append(name)
    return cached


def _names(vocabulary: Vocabulary, document: str) -> dict[str, list[str]]:
    key = id(vocabulary)
    if key not in _CACHE:
        _CACHE.clear()
        _CACHE[key] = {}
    cached = _CACHE[key].get(document)
    if cached is None:
        index = vocabulary.indexes[document]
        names = {fold(word) for concept in concepts() if concept.key != _WHOLE for word in concept.say}
        for entry in index.entries:
            if entry.fact.source == "sentence":
                continue
            names.update(index.labels[number] for number in (entry.main, entry.name))
            column = index.labels[entry.column]
            if entry.fact.source == "cell" and not entry.default_column and len(column) >= COLUMN_NAME:
                names.add(column)
        names |= index.empty_rows
        cached = {}
        for name in names:
            if SHORTEST <= len(name) <= 30 and name not in TOTALS:
                cached.setdefault(name[:2], []).append(name)
        _CACHE[key][document] = cached
    return cached
