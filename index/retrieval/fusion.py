"""Finding passages: hard filters first, then words and vectors, fused by reciprocal rank.

Knows no LlamaIndex; :mod:`index.retrieval.retriever` is the adapter.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from index.errors import LibraryError
from index.library import Library
from index.model import Document, Passage

__all__ = ["Filters", "Hit", "search"]

_LOG = logging.getLogger(__name__)

_RANK_CONSTANT = 60  # the usual one for reciprocal rank fusion (Cormack et al., 2009)
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions on documents that hold whatever the text says; empty ones restrict nothing."""

    documents: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its fused score and its rank by words and by vectors (from 1; None where not found)."""

    passage: Passage
    document: Document
    score: float
    word_rank: int | None = None
    vector_rank: int | None = None
    citation: str = field(default="")


def search(
    library: Library, text: str, *, filters: Filters | None = None, limit: int = 5, vectors: bool = True
) -> list[Hit]:
    """The passages that answer ``text`` best, best first."""
    documents = {document.id: document for document in library.documents()}
    chosen: Collection[str] | None = None
    words = [passage for passage, _ in library.search(text, documents=chosen, limit=_CANDIDATES)]
    near: list[Passage] = []
    if vectors:
        try:
            near = [passage for passage, _ in library.nearest(text, documents=chosen, limit=_CANDIDATES)]
        except LibraryError as error:
            _LOG.warning("searching by words alone: %s", error)
    return [
        Hit(passage, documents[passage.document], score, word_rank, vector_rank)
        for passage, score, word_rank, vector_rank in _fused(words, near)[:limit]
    ]


def _fused(words: Sequence[Passage], near: Sequence[Passage]) -> list[tuple[Passage, float, int | None, int | None]]:
    by_word = {passage.id: rank for rank, passage in enumerate(words, start=1)}
    by_vector = {passage.id: rank for rank, passage in enumerate(near, start=1)}
    found = {passage.id: passage for passage in (*words, *near)}
    scored = [
        (
            passage,
            sum(1 / (_RANK_CONSTANT + ranks[key]) for ranks in (by_word, by_vector) if key in ranks),
            by_word.get(key),
            by_vector.get(key),
        )
        for key, passage in found.items()
    ]
    return sorted(scored, key=lambda item: (-item[1], item[0].id))
