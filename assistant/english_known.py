"""What a library holds, for English words to be linked to: its regions and its documents' labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.english_link import PART, Known
from assistant.vocabulary import DocumentIndex, Vocabulary
from assistant.words import bare_label, fold

__all__ = ["known_in"]

_LONGEST = 60  # characters of a label that a question may name

_CACHE: dict[int, Known] = {}


def known_in(vocabulary: Vocabulary) -> Known:
    """The regions of a vocabulary's documents and the labels of each, built once."""
    key = id(vocabulary)
    if key not in _CACHE:
        _CACHE.clear()
        regions = tuple(document.region for document in vocabulary.documents if document.region)
        labels = tuple(
            (document.region or "", tuple(_labels(vocabulary.indexes[document.id])))
            for document in vocabulary.documents
        )
        columns = frozenset(
            index.labels[entry.column] for index in vocabulary.indexes.values() for entry in index.entries
        )
        _CACHE[key] = Known(regions, labels, columns)
    return _CACHE[key]


def _labels(index: DocumentIndex) -> Iterable[str]:
    """The names of rows (those without a figure as well), of sheets, of indicators alone and with their sheet, and
    what sentences are about."""
    names: dict[str, None] = {}
    department = fold(index.document.department or "")
    for entry in index.entries:
        path = [bare_label(part) for part in entry.fact.row_path]
        if entry.fact.source == "indicator" and path[0] != department:
            names.update(dict.fromkeys((*path[:3], *(f"{path[0]}{PART}{name}" for name in path[1:3]))))
        elif entry.fact.source in ("indicator", "field"):
            names.update(dict.fromkeys(path[1:3] if path[:1] == [department] else path[:1]))
        else:
            names.update(dict.fromkeys(path[-1:]))
    for label in (*names, *sorted(index.empty_rows)):
        if 2 <= len(label) <= _LONGEST and re.search(r"[一-鿿]", label):
            yield label
