"""The library's own words: every label of every fact, indexed so that a question's words find them.

A *label* is a folded text (a row's name, a column's path, a sheet's name, an indicator, a title, the clause around
a figure). An *entry* is a fact with the labels that give it meaning. Indexes are built once per library
generation; a question is matched by pairs of characters, so no dictionary of words is needed and a typo costs
little. Rare pairs weigh more than those of 支出 or 经费.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any

from assistant.entries import TOTALS, DocumentIndex, Entry, build_index, money_field
from assistant.glossary import use_synonyms
from assistant.words import bigrams, fold
from index.model import Document

__all__ = ["TOTALS", "DocumentIndex", "Entry", "Vocabulary", "money_field", "vocabulary_of"]


class Vocabulary:
    """The indexes of all documents of one library generation, with the weights of character pairs."""

    def __init__(self, library: Any) -> None:
        self.generation = library.generation
        self.documents: tuple[Document, ...] = tuple(library.documents())
        self.indexes: dict[str, DocumentIndex] = {}
        self.frequency: Counter[str] = Counter()
        self.names: set[str] = set()  # pairs of characters inside names of rows, columns, sheets
        self.rows: set[str] = set()  # whole names of table rows
        self.indicators: set[str] = set()  # whole names of indicators
        self.things: set[str] = set()  # whole names of rows, indicators, and what sentences speak of
        self.columns: frozenset[str] = frozenset()  # the last headers of columns, the names of fields
        self.unsplit: set[str] = set()  # names of rows, sheets and indicators that a joining word stands in
        self.subjects: dict[str, set[str]] = {}  # names of coded rows with their codes
        self.label_count = 0
        self._library = library
        self._texts: dict[str, tuple[frozenset[str], str]] = {}
        for document in self.documents:
            index = build_index(document, library)
            self.indexes[document.id] = index
            for grams in index.grams:
                self.frequency.update(set(grams))
            self.label_count += len(index.labels)
            for entry in index.entries:
                if entry.fact.code and entry.fact.source == "cell" and entry.fact.code[0].isdecimal():
                    self.subjects.setdefault(index.labels[entry.main], set()).add(entry.fact.code)
            self.unsplit.update(_joined(index))
            self.rows.update(index.labels[e.main] for e in index.entries if e.fact.source == "cell" and e.main)
            self.indicators.update(
                index.labels[e.main]
                for e in index.entries
                if e.fact.source == "indicator" and len(index.labels[e.main]) > 3
            )
            self.things.update(index.labels[e.main] for e in index.entries if e.main)
            named = {n for e in index.entries for n in (e.main, e.alternate, e.column, e.name)}
            self.names.update(gram for number in named for gram in index.grams[number])
        self.columns = frozenset(
            fold(entry.fact.column_path[-1])
            for index in self.indexes.values()
            for entry in index.entries
            if entry.fact.column_path and entry.fact.source in ("cell", "field")
        )
        self.unsplit |= self.rows
        self.names.update(gram for index in self.indexes.values() for row in index.empty_rows for gram in bigrams(row))
        for index in self.indexes.values():
            index.weights = [sum(self.weight(gram) for gram in grams) for grams in index.grams]

    def weight(self, gram: str) -> float:
        """How telling a pair of characters is: near 1 for a rare one, small for 支出."""
        return _weight(self.frequency.get(gram, 0), self.label_count)

    def known(self, text: str) -> bool:
        """Whether a word's every pair of characters occurs in some label."""
        return all(gram in self.frequency for gram in bigrams(text))

    def text_pairs(self, document: str) -> frozenset[str]:
        """The pairs of neighbouring characters of everything a document says, labels as questions put them."""
        return self._text(document)[0]

    def says(self, document: str, word: str) -> bool:
        """Whether a folded word stands anywhere in a document's text or labels."""
        return word in self._text(document)[1]

    def _text(self, document: str) -> tuple[frozenset[str], str]:
        cached = self._texts.get(document)
        if cached is None:
            index = self.indexes[document]
            texts = {fold(section.text) for section in self._library.sections(document)}
            texts |= {use_synonyms(text) for text in texts}
            texts |= {fold(text) for entry in index.entries for text in (entry.fact.raw, entry.fact.title)}
            texts |= set(index.labels) | index.empty_rows
            cached = frozenset(gram for text in texts for gram in bigrams(text)), "|".join(sorted(texts))
            self._texts[document] = cached
        return cached


def _joined(index: DocumentIndex) -> set[str]:
    """The printed names of sheets and indicators that hold 和, 与, 及 or a comma: none of them names two things."""
    names = {
        part for entry in index.entries if entry.fact.source in ("field", "indicator") for part in entry.fact.row_path
    }
    plain = {re.sub(r"\s", "", unicodedata.normalize("NFKC", name).lower()) for name in names}
    return {name for name in plain if 3 < len(name) < 40 and re.search("[和与及、]", name)}


@lru_cache(maxsize=65536)
def _weight(count: int, total: int) -> float:
    if count == 0:
        return 0.45  # in no label at all: perhaps small talk, perhaps the very thing that is missing
    return 0.12 + 0.88 * math.log(1 + total / count) / math.log(1 + total)


_CACHE: dict[int, tuple[int, Vocabulary]] = {}


def vocabulary_of(library: Any) -> Vocabulary:
    """The vocabulary of a library's present generation, built once."""
    key = id(library)
    cached = _CACHE.get(key)
    if cached is None or cached[0] != library.generation:
        cached = (library.generation, Vocabulary(library))
        _CACHE.clear()
        _CACHE[key] = cached
    return cached[1]
