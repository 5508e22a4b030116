"""The library: documents in, everything that was read out of them, by id or by words.

A folder (``BUDGETQA_HOME`` or the platform's data folder) that can be rebuilt from the documents. Facts, tables and
texts stand in SQL (SQLite in that folder, or PostgreSQL by URL), vectors in Chroma (in that folder, or a server by
URL). Readers see the last complete state and never wait; one writer at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from index.errors import (
    LibraryNotFound,
    ModelMismatch,
    NoSuchDocument,
    NoSuchFact,
    NoSuchPassage,
    NoSuchSection,
    NoSuchSheet,
    NoSuchTable,
    VectorsUnavailable,
)
from index.library.database import DATABASE_FILE, sqlite_url
from index.library.embedding import embedder, model_name
from index.library.ingest import Ingest, ReadDocument
from index.library.lock import make_home, writing
from index.library.passage_vectors import PassageVectors, vector_store
from index.library.report import IngestReport, Progress
from index.library.staging import Writer
from index.library.store import Live, Store
from index.model import Document, Fact, Identity, Passage, Reading, Repair, Section, Sheet, Table

__all__ = ["Library", "default_home"]

T = TypeVar("T")

_SPARE = 20  # more than asked, for vectors of replaced readings that are still there

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})


def default_home() -> Path:
    """``BUDGETQA_HOME``, else the platform's folder for user data."""
    if named := os.environ.get("BUDGETQA_HOME"):
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("budgetqa", appauthor=False)


class Library:
    """A library opened for reading; :meth:`ingest` and :meth:`remove` take the writer's lock themselves.

    Use as a context manager, or :meth:`close` it. Safe to share between threads. What it returns belongs to the
    generation at the time of the call; :attr:`generation` tells when there is a newer one.
    """

    def __init__(self, home: Path, store: Store, vectors_url: str | None = None) -> None:
        self.home = home
        self._store = store
        self._vectors = vector_store(home, vectors_url, store)

    @classmethod
    def open(
        cls,
        home: str | Path | None = None,
        *,
        database_url: str | None = None,
        vectors_url: str | None = None,
        create: bool = False,
    ) -> Library:
        """Open the library at ``home``; with ``create``, make it where there is none.

        The URLs default to ``BUDGETQA_DATABASE_URL`` and ``BUDGETQA_VECTORS_URL``. Raises LibraryNotFound,
        LibraryIsOutdated, LibraryIsDamaged, HomeNotWritable or DatabaseUnreachable.
        """
        folder = Path(home).expanduser() if home is not None else default_home()
        url = database_url or os.environ.get("BUDGETQA_DATABASE_URL") or None
        vectors = vectors_url or os.environ.get("BUDGETQA_VECTORS_URL") or None
        if create:
            make_home(folder)
        elif url is None and not (folder / DATABASE_FILE).is_file():
            raise LibraryNotFound(folder)
        store = Store(url or sqlite_url(folder))
        try:
            if create and not store.is_current():
                with writing(folder, store.engine):
                    if Writer(store).prepare():
                        vector_store(folder, vectors, store).drop_others()
            store.check()
        except BaseException:
            store.close()
            raise
        return cls(folder, store, vectors)

    def close(self) -> None:
        """Give connections back."""
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading ----------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """A number that grows with every completed change of the content."""
        return self._store.generation

    def documents(self) -> list[Document]:
        """All documents, by file name."""
        return [live.document for live in self._store.live().values()]

    def document(self, document_id: str) -> Document:
        """One document. Raises NoSuchDocument."""
        return self._live(document_id).document

    def tables(self, document_id: str) -> list[Table]:
        """A document's tables in reading order."""
        return self._store.tables(self._live(document_id))

    def table(self, table_id: str) -> Table:
        """One table. Raises NoSuchTable."""
        return _found(self._store.table(table_id), NoSuchTable(table_id))

    def sheets(self, document_id: str) -> list[Sheet]:
        """A document's performance sheets in reading order."""
        return self._store.sheets(self._live(document_id))

    def sheet(self, sheet_id: str) -> Sheet:
        """One sheet. Raises NoSuchSheet."""
        return _found(self._store.sheet(sheet_id), NoSuchSheet(sheet_id))

    def sections(self, document_id: str) -> list[Section]:
        """A document's sections in reading order."""
        return self._store.sections(self._live(document_id))

    def section(self, section_id: str) -> Section:
        """One section. Raises NoSuchSection."""
        return _found(self._store.section(section_id), NoSuchSection(section_id))

    def facts(self, document_id: str) -> list[Fact]:
        """A document's facts in reading order, kept in memory: treat the list as read-only."""
        return self._store.facts(self._live(document_id))

    def fact(self, fact_id: str) -> Fact:
        """One fact. Raises NoSuchFact."""
        return _found(self._store.fact(fact_id), NoSuchFact(fact_id))

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order."""
        return self._store.passages(self._live(document_id))

    def passage(self, passage_id: str) -> Passage:
        """One passage. Raises NoSuchPassage."""
        return _found(self._store.passage(passage_id), NoSuchPassage(passage_id))

    def identities(self, document_id: str) -> list[Identity]:
        """The equations found in a document, holding or not."""
        return self._store.identities(self._live(document_id))

    def repairs(self, document_id: str) -> list[Repair]:
        """The repairs made in reading a document (those of its tables stand with the tables)."""
        return self._store.repairs(self._live(document_id))

    def container_kinds(self, container_ids: Collection[str]) -> dict[str, str]:
        """What the containers of facts and passages are, by id: ``table``, ``sheet`` or ``section``."""
        return self._store.container_kinds(container_ids)

    def source_lines(self, document_id: str, first: int, last: int) -> list[str]:
        """The original lines ``first`` to ``last`` (1-based, both included), as far as the document has them."""
        lines = self._store.source_lines(self._live(document_id))
        return lines[max(first, 1) - 1 : max(last, 0)]

    # --- finding ----------------------------------------------------------------------------------

    def search(
        self, text: str, *, documents: Collection[str] | None = None, limit: int = 20
    ) -> list[tuple[Passage, float]]:
        """Passages that share words with ``text``, best first, with BM25 scores; of these documents only, if given."""
        return self._store.search_passages(text, self._chosen(documents), limit)

    def search_labels(
        self, text: str, *, documents: Collection[str] | None = None, limit: int = 20
    ) -> list[tuple[Fact, float]]:
        """Rows (the first fact of each) whose label or code shares words with ``text``, best first."""
        return self._store.search_labels(text, self._chosen(documents), limit)

    def nearest(
        self, text: str, *, documents: Collection[str] | None = None, limit: int = 20, model: str | None = None
    ) -> list[tuple[Passage, float]]:
        """Passages nearest in meaning to ``text`` with cosine similarity, nearest first.

        Empty where the library has no vectors. ``model`` defaults to the one that made them; scores of the bundled
        model are squeezed together: rank by them, compare them with nothing. Raises ModelMismatch, ModelNotAvailable
        or VectorsUnavailable.
        """
        store = self._store
        stored = store.meta("model")
        if stored is None or not text.strip() or limit <= 0 or not self._vectors.exists():
            return []
        asked = model_name(model, stored=stored)
        if asked != stored:
            raise ModelMismatch(stored, asked)
        chosen = self._chosen(documents)
        vector = embedder(stored).query(text)
        found = self._vectors.nearest(
            stored,
            vector,
            generation=store.generation,
            readings=None if documents is None else [live.reading for live in chosen],
            limit=limit if documents is not None else limit + _SPARE,
        )
        passages = store.passages_by_key([(reading, key) for reading, key, _ in found], chosen)
        return [(passages[key], score) for reading, key, score in found if key in passages][:limit]

    # --- writing ----------------------------------------------------------------------------------

    def ingest(
        self,
        paths: Iterable[str | Path],
        *,
        progress: Callable[[Progress], None] | None = None,
        vectors: bool = True,
        keep_missing: bool = False,
        force: bool = False,
        model: str | None = None,
        rebuild_vectors: bool = False,
        read: ReadDocument | None = None,
    ) -> IngestReport:
        """Take in files and folders; what is known and unchanged costs nothing.

        ``vectors=False`` leaves the embedding to a later run, ``keep_missing`` keeps documents whose files are
        gone from their folders, ``force`` reads everything again. ``model`` names the embedding model (default
        ``BUDGETQA_EMBEDDING_MODEL``, else the library's, else the bundled one); ``rebuild_vectors`` makes all
        vectors anew with it. ``read`` replaces the document reader. Raises LibraryIsLocked, HomeNotWritable,
        ModelMismatch, ModelNotAvailable, VectorsUnavailable; a bad file is an entry of the report, no exception.
        """
        with writing(self.home, self._store.engine):
            writer = Writer(self._store)
            if writer.prepare():
                self._vectors.drop_others()
            run = Ingest(
                writer=writer,
                read=read or _read_document,
                source_text=_source_text,
                suffixes=TEXT_SUFFIXES,
                index=self._vectors,
                vectors=self._vector_writer(model, rebuild_vectors) if vectors or rebuild_vectors else None,
                progress=progress,
                keep_missing=keep_missing,
                force=force,
            )
            return run.run([Path(path) for path in paths])

    def remove(self, document_id: str) -> None:
        """Take a document out of every store; its file is not touched. Raises NoSuchDocument."""
        self._live(document_id)
        with writing(self.home, self._store.engine):
            writer = Writer(self._store)
            paths = [path for path, entry in writer.files().items() if entry.document == document_id]
            self._vectors.begin(self._store.generation)
            writer.publish([], removed=[document_id], vectors=[], files=[], forgotten=paths, renamed={}, meta={})
            dead = writer.dead()
            # Out of reach, the vectors wait for the next run; nobody is shown them.
            with suppress(VectorsUnavailable):
                self._vectors.remove(dead)
                writer.collect(dead)
            writer.settle()

    def _vector_writer(self, model: str | None, rebuild: bool) -> PassageVectors:
        return PassageVectors(self._vectors, self._store, asked=model, rebuild=rebuild)

    def _live(self, document_id: str) -> Live:
        return _found(self._store.live().get(document_id), NoSuchDocument(document_id))

    def _chosen(self, documents: Collection[str] | None) -> list[Live]:
        live = self._store.live()
        if documents is None:
            return list(live.values())
        return [live[document] for document in dict.fromkeys(documents) if document in live]


def _found(value: T | None, error: Exception) -> T:
    if value is None:
        raise error
    return value


def _read_document(path: Path) -> Reading:
    from index.pipeline import read_document

    return read_document(path)


def _source_text(path: Path, data: bytes) -> str | None:
    """The text whose line numbers the places of a text document count."""
    if path.suffix.lower() not in TEXT_SUFFIXES:
        return None
    from index.readers.encoding import decode

    return decode(data, name=path.name)
