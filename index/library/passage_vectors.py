"""The vector side of an ingest run: which model, embedded once, written for a reading before it goes live."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from index.errors import ModelMismatch
from index.library.embedding import embedder, model_name
from index.library.embedding_cache import EmbeddingCache
from index.library.store import Store
from index.library.vectors import VectorStore
from index.model import Passage

__all__ = ["PassageVectors", "vector_store"]


def vector_store(home: Path, url: str | None, store: Store) -> VectorStore:
    """The vector store of a library; several libraries can share one Chroma server."""
    return VectorStore(home, url, store.meta("library") or "")


class PassageVectors:
    """Writes passages' vectors; loads the model only when a text has to be embedded."""

    def __init__(self, vectors: VectorStore, store: Store, *, asked: str | None = None, rebuild: bool = False) -> None:
        """Raises ModelMismatch where the library's vectors are another model's, unless they are to be rebuilt."""
        stored = store.meta("model")
        if stored is not None and not any(live.vectors for live in store.live().values()):
            stored = None
        self.model = model_name(asked, stored=stored)
        self.rebuild = rebuild
        if stored is not None and stored != self.model and not rebuild:
            raise ModelMismatch(stored, self.model)
        self._stored = stored
        self._vectors = vectors
        self._store = store

    @cached_property
    def _cache(self) -> EmbeddingCache:
        return EmbeddingCache(self._store.engine, embedder(self.model))

    def write(self, reading: int, document: str, passages: list[Passage], progress: Callable[[int, int], None]) -> int:
        """Put the vectors of a reading's passages in; how many texts had to be embedded."""
        worded = [passage for passage in passages if passage.embedded.strip()]
        if not worded:
            return 0
        vectors, embedded = self._cache.passages([passage.embedded for passage in worded], progress=progress)
        self._vectors.add(self.model, reading, document, [passage.id for passage in worded], vectors)
        return embedded

    def finish(self) -> None:
        """Drop the vectors of the model that was replaced."""
        if self._stored is not None and self._stored != self.model:
            self._vectors.drop_others(self.model)
