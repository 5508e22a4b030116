"""Vectors by the text they are of, kept across documents and rebuilds, so that nothing is embedded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine, insert, select

from index.library.embedding import PASSAGE_CHARS, Embedder, embeddable
from index.library.schema import embeddings

if TYPE_CHECKING:
    from index.library.embedding import Vectors

__all__ = ["EmbeddingCache"]

_BATCH = 64  # texts embedded and kept at a time: what a run that dies loses
_LOOKUP = 500


class EmbeddingCache:
    """A model with a memory in the library's database; only the writer uses it."""

    def __init__(self, engine: Engine, model: Embedder) -> None:
        self._engine = engine
        self._model = model

    def passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> tuple[Vectors, int]:
        """Vectors of these texts, one a row, and how many distinct texts had to be embedded."""
        import numpy as np

        cleaned = [embeddable(text, limit=PASSAGE_CHARS) for text in texts]
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in cleaned]
        known = self._known(set(keys))
        new = {key: text for key, text in zip(keys, cleaned, strict=True) if key not in known}
        waiting = list(new.items())
        for start in range(0, len(waiting), _BATCH):
            part = waiting[start : start + _BATCH]
            vectors = self._model.passages([text for _, text in part])
            rows = []
            for (key, _), vector in zip(part, vectors, strict=True):
                known[key] = vector.astype("<f4").tobytes()
                rows.append({"model": self._model.name, "text_hash": key, "vector": known[key]})
            with self._engine.begin() as connection:
                connection.execute(insert(embeddings), rows)
            if progress is not None:
                progress(min(start + _BATCH, len(waiting)), len(waiting))
        packed = b"".join(known[key] for key in keys)
        return np.frombuffer(packed, dtype="<f4").reshape(len(keys), -1), len(new)

    def _known(self, keys: set[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        wanted = sorted(keys)
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), _LOOKUP):
                rows = connection.execute(
                    select(embeddings.c.text_hash, embeddings.c.vector).where(
                        embeddings.c.model == self._model.name,
                        embeddings.c.text_hash.in_(wanted[start : start + _LOOKUP]),
                    )
                )
                found.update((key, vector) for key, vector in rows)
        return found
