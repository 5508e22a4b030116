"""The vectors of passages in Chroma: embedded in the library's folder, or a Chroma server by URL.

Chroma only holds vectors under ``reading:passage``; what is live, and every text, is SQL's to say, so a run that
dies half-way leaves nothing but vectors that no reader asks for. Each embedding model has a collection of its own.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import VectorsUnavailable

if TYPE_CHECKING:
    from index.library.embedding import Vectors

__all__ = ["VectorStore", "close_clients"]

_BATCH = 5000  # Chroma takes at most 5,461 in one call
_FOLDER = "vectors"


class VectorStore:
    """A library's vectors; safe to use from several threads.

    An embedded Chroma that another process has written to answers queries from its old state without an error, so
    every query says which generation it is for, and a newer one opens Chroma anew.
    """

    def __init__(self, home: Path, url: str | None, library_id: str) -> None:
        self.where = url or str(home / _FOLDER)
        self._url = url
        self._library = library_id
        self._collections: dict[str, Any] = {}
        self._generation = 0

    def begin(self, generation: int) -> None:
        """Before a writer's run at this generation: open Chroma anew, since another process may have written to it."""
        self._generation = generation
        if self._url is None:
            _close(self.where)

    def published(self, generation: int) -> None:
        """After the writer's run: readers of this process need not open anew, they share the writer's client."""
        self._generation = generation
        with _lock:
            if self.where in _clients:
                _clients[self.where] = (_clients[self.where][0], generation)

    def exists(self) -> bool:
        """Whether there can be vectors at all, without opening Chroma."""
        return self._url is not None or Path(self.where).is_dir()

    def add(self, model: str, reading: int, document: str, keys: Sequence[str], vectors: Vectors) -> None:
        """Put the vectors of a reading's passages in. Raises VectorsUnavailable."""
        with _translated(self.where):
            collection = self._collection(model, generation=None)
            for start in range(0, len(keys), _BATCH):
                part = keys[start : start + _BATCH]
                collection.upsert(
                    ids=[f"{reading}:{key}" for key in part],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"reading": reading, "document": document}] * len(part),
                )

    def remove(self, readings: Sequence[int]) -> None:
        """Take the passages of these readings out, whichever model's they are. Raises VectorsUnavailable."""
        if not readings or not self.exists():
            return
        with _translated(self.where):
            for collection in self._own(_client(self.where, self._url, self._generation)):
                collection.delete(where={"reading": {"$in": list(readings)}})

    def nearest(
        self, model: str, vector: Vectors, *, generation: int, readings: Sequence[int] | None, limit: int
    ) -> list[tuple[int, str, float]]:
        """(reading, passage, cosine similarity) of the nearest vectors, nearest first.

        ``readings`` restricts to these; None asks all there are, dead ones included. Raises VectorsUnavailable.
        """
        if readings is not None and not readings:
            return []
        where: Any = None if readings is None else {"reading": {"$in": list(readings)}}
        with _translated(self.where):
            try:
                found = self._query(model, vector, generation, where, limit)
            except Exception:
                # Another thread may just have opened Chroma anew; if not, the second error is the one to tell.
                self._collections.clear()
                found = self._query(model, vector, generation, where, limit)
        hits = []
        for key, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            reading, _, passage = key.partition(":")
            hits.append((int(reading), passage, 1 - distance))
        return hits

    def _query(self, model: str, vector: Vectors, generation: int, where: Any, limit: int) -> Any:
        collection = self._collection(model, generation=generation)
        return collection.query(query_embeddings=[vector], n_results=limit, where=where, include=["distances"])

    def drop_others(self, model: str | None = None) -> None:
        """Delete the library's collections but that of ``model``, when no reader asks for them any more."""
        if not self.exists():
            return
        with _translated(self.where):
            client = _client(self.where, self._url, self._generation)
            for collection in self._own(client):
                if model is None or collection.name != self._name(model):
                    client.delete_collection(collection.name)
        self._collections.clear()

    def _own(self, client: Any) -> list[Any]:
        return [known for known in client.list_collections() if known.name.startswith(self._prefix())]

    def _prefix(self) -> str:
        return f"budgetqa-{self._library}-"

    def _name(self, model: str) -> str:
        return self._prefix() + hashlib.sha256(model.encode()).hexdigest()[:12]

    def _collection(self, model: str, *, generation: int | None) -> Any:
        client = _client(self.where, self._url, self._generation if generation is None else generation)
        name = self._name(model)
        known = self._collections.get(name)
        if known is None or known[0] is not client:
            if generation is None:
                collection = client.get_or_create_collection(
                    name,
                    embedding_function=None,
                    metadata={"model": model},
                    configuration={"hnsw": {"space": "cosine"}},
                )
            else:
                collection = client.get_collection(name, embedding_function=None)
            known = self._collections[name] = (client, collection)
        return known[1]


@contextmanager
def _translated(where: str) -> Iterator[None]:
    """Chroma's errors as ours: they are of many kinds (its own, httpx's, ValueError), and mean the same to a user."""
    try:
        yield
    except VectorsUnavailable:
        raise
    except Exception as error:
        raise VectorsUnavailable(where, str(error).split("\n")[0]) from error


# --- one client a place and process ------------------------------------------------------------------

_lock = threading.Lock()
_clients: dict[str, tuple[Any, int]] = {}


def _client(where: str, url: str | None, generation: int) -> Any:
    """The process's client of a place, opened anew where the one there is older than ``generation``."""
    with _lock:
        known = _clients.get(where)
        if known is not None and (url is not None or known[1] >= generation):
            return known[0]
        if known is not None:
            known[0].close()
        client = _server(url) if url is not None else _embedded(where)
        _clients[where] = (client, generation)
        return client


def _close(where: str) -> None:
    with _lock:
        known = _clients.pop(where, None)
        if known is not None:
            known[0].close()


def _settings() -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _embedded(where: str) -> Any:
    settings = _settings()
    import chromadb

    return chromadb.PersistentClient(path=where, settings=settings)


def _server(url: str) -> Any:
    settings = _settings()
    import chromadb

    parts = urlsplit(url if "//" in url else f"http://{url}")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(host=parts.hostname or "localhost", port=port, ssl=secure, settings=settings)


def close_clients() -> None:
    """Close every client of this process; the next use opens them again (tests, long-lived servers)."""
    with _lock:
        for where in list(_clients):
            _clients.pop(where)[0].close()
