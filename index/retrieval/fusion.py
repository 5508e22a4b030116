"""Finding passages: hard filters first, then words and vectors, fused by reciprocal rank.

Knows no LlamaIndex; :mod:`index.retrieval.retriever` is the adapter.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from index.errors import LibraryError
from index.library import Library
from index.model import Document, Passage
from index.retrieval.filters import Filters, scope_of
from index.retrieval.words import word

__all__ = ["Hit", "search"]

_LOG = logging.getLogger(__name__)

# Measured on the gold questions: `python -m eval.retrieval`. Words decide, since budgets repeat each other's sentences
# and a table's figures mean nothing to a vector; vectors order what words leave equal and fill what they do not find.
_RANK_CONSTANT = 20
_CANDIDATES = 40
_WEIGHTS = {"words": 1.0, "vectors": 0.1}
_NOT_PREFERRED = 0.6  # a document of another year or kind than the question's


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its fused score, its ranks (from 1) by ``words`` and ``vectors``, what it is a piece of."""

    passage: Passage
    document: Document
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
    kind: str | None = None  # table, sheet or section

    @property
    def citation(self) -> str:
        """Where it stands, in words: 《福州市…2024年部门预算》 … / 支出预算总表，第225–246行."""
        place = self.passage.place
        where = " / ".join(self.passage.path[-2:])
        lines = ""
        if place.page is not None:
            lines = f"，第{place.page}页"
        elif place.line_start is not None:
            end = "" if place.line_end in (None, place.line_start) else f"–{place.line_end}"
            lines = f"，第{place.line_start}{end}行"
        return f"《{self.document.title}》{where}{lines}"


def search(
    library: Library, text: str, *, filters: Filters | None = None, limit: int = 5, vectors: bool = True
) -> list[Hit]:
    """The passages that answer ``text`` best, best first, each once.

    What the text names (regions, departments) and ``filters`` are hard; a year or kind of document that it names is
    a preference. Where the library has no vectors, or they cannot be read, words alone decide.
    """
    wording = word(text)
    everything = library.documents()
    scope = scope_of(text, everything, filters)
    documents = {document.id: document for document in scope.documents}
    chosen = list(documents) if len(documents) < len(everything) else None
    plain = wording.plain
    for name in sorted(scope.named, key=len, reverse=True):
        plain = plain.replace(name, " ")
    words = f"{plain} {wording.added}"
    lists = {"words": [p for p, _ in library.search(words, documents=chosen, limit=_CANDIDATES)]}
    if vectors:
        try:
            lists["vectors"] = [p for p, _ in library.nearest(words, documents=chosen, limit=_CANDIDATES)]
        except LibraryError as error:
            _LOG.warning("searching by words alone: %s", error)
    hits = _fused(lists, documents, scope.preferred)
    hits = (_in_turn(hits) if scope.several else hits)[:limit]
    kinds = library.container_kinds([hit.passage.container for hit in hits])
    return [replace(hit, kind=kinds.get(hit.passage.container)) for hit in hits]


def _in_turn(hits: list[Hit]) -> list[Hit]:
    """Hits of several documents in turn, each document's best first: a comparison needs something of each."""
    by_document: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_document[hit.document.id].append(hit)
    rounds = zip_longest(*by_document.values())
    return [hit for one in rounds for hit in one if hit is not None]


def _fused(lists: dict[str, list[Passage]], documents: dict[str, Document], preferred: Iterable[str]) -> list[Hit]:
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    found: dict[str, Passage] = {}
    for name, passages in lists.items():
        for rank, passage in enumerate(passages, start=1):
            ranks[passage.id][name] = rank
            found[passage.id] = passage
    preferred = frozenset(preferred)
    hits = []
    for key, passage in found.items():
        score = sum(_WEIGHTS[name] / (_RANK_CONSTANT + rank) for name, rank in ranks[key].items())
        if passage.document not in preferred:
            score *= _NOT_PREFERRED
        hits.append(Hit(passage, documents[passage.document], score, ranks[key]))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
