"""``BudgetRetriever``: the library as a LlamaIndex retriever.

A thin adapter over :func:`index.retrieval.fusion.search`; importing it imports llama_index. It needs no language
model and no embedding model of LlamaIndex's.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.library import Library
from index.retrieval.filters import Filters
from index.retrieval.fusion import Hit, search

__all__ = ["BudgetRetriever"]


class BudgetRetriever(BaseRetriever):
    """Passages of budget documents for a question, best first, each with its place and its citation.

    ``filters`` hold for every question, besides what the question itself names. ``limit`` passages hold together
    at most ``limit`` × 1,190 characters. The library is opened at ``home`` unless one is given; scores are fused
    ranks: they order the nodes of one question and mean nothing between questions.
    """

    def __init__(
        self,
        library: Library | None = None,
        *,
        home: str | Path | None = None,
        filters: Filters | None = None,
        limit: int = 5,
        vectors: bool = True,
        **options: Any,
    ) -> None:
        """Raises LibraryNotFound where there is no library at ``home``. ``options`` go to BaseRetriever."""
        super().__init__(**options)
        self._library = library if library is not None else Library.open(home)
        self._filters = filters
        self._limit = limit
        self._vectors = vectors

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = search(
            self._library, query_bundle.query_str, filters=self._filters, limit=self._limit, vectors=self._vectors
        )
        return [_node(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: Hit) -> NodeWithScore:
    document, passage = hit.document, hit.passage
    metadata: dict[str, Any] = {
        "document": document.file,
        "document_id": document.id,
        "title": document.title,
        "region": document.region,
        "department": document.department,
        "year": document.year,
        "kind": document.kind,
        "section": " / ".join(passage.path if hit.kind == "section" else passage.path[:-1]),
        "table": passage.path[-1] if hit.kind in ("table", "sheet") and passage.path else None,
        "container": passage.container,
        "page": passage.place.page,
        "line_start": passage.place.line_start,
        "line_end": passage.place.line_end,
        "citation": hit.citation,
    }
    # The text's own first line already says whose and where it is.
    hidden = list(metadata)
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
    return NodeWithScore(node=node, score=hit.score)
