"""One ingest run: look at the files, read the new ones, stage what was read, publish it all at once.

A bad file gets its own error in the report and the rest goes on. The caller holds the writer's lock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from index.errors import BudgetIndexError, ModelNotAvailable, UnreadableFile, VectorsUnavailable
from index.library import fingerprint
from index.library.manifest import Found, discover, missing
from index.library.report import IngestedFile, IngestReport, Progress, Status, Step
from index.library.staging import FileEntry, Writer
from index.model import Document, Passage, Reading

__all__ = ["Ingest", "ReadDocument", "VectorIndex", "VectorWriter"]

_LOG = logging.getLogger(__name__)

ReadDocument = Callable[[Path], Reading]


class VectorIndex(Protocol):
    """What a run needs of the vector store whether it embeds or not; see :mod:`index.library.vectors`."""

    def begin(self, generation: int) -> None:
        """Before a run."""

    def published(self, generation: int) -> None:
        """After its publication."""

    def remove(self, readings: list[int]) -> None:
        """Take the passages of these readings out. Raises VectorsUnavailable."""


class VectorWriter(Protocol):
    """What a run needs to embed; see :mod:`index.library.passage_vectors`."""

    @property
    def model(self) -> str:
        """The name of the embedding model."""

    @property
    def rebuild(self) -> bool:
        """Whether every document gets its vectors anew."""

    def write(self, reading: int, document: str, passages: list[Passage], progress: Callable[[int, int], None]) -> int:
        """Put a reading's passages in; how many texts had to be embedded."""

    def finish(self) -> None:
        """After publishing: drop what no reader asks for any more."""


@dataclass
class Ingest:
    """A run over some paths. ``vectors`` None leaves the vector store for a later run."""

    writer: Writer
    read: ReadDocument
    source_text: Callable[[Path, bytes], str | None]
    suffixes: frozenset[str]
    index: VectorIndex
    vectors: VectorWriter | None = None
    progress: Callable[[Progress], None] | None = None
    keep_missing: bool = False
    force: bool = False
    _files: list[IngestedFile] = field(default_factory=list)
    _entries: dict[str, FileEntry] = field(default_factory=dict)
    _staged: dict[str, int] = field(default_factory=dict)  # document -> reading
    _vectors: list[int] = field(default_factory=list)
    _embedded: int = 0
    _vectors_error: str | None = None

    def run(self, paths: Iterable[Path]) -> IngestReport:
        """Ingest files and folders; see :mod:`index.library.manifest` for the rules."""
        began = time.perf_counter()
        paths = list(paths)
        store = self.writer.store
        self.index.begin(store.generation)
        self._collect()
        known = self.writer.files()
        self._entries = dict(known)
        readers = self.writer.readers()
        # A library of another version lost its content but not the names of its files: they are read again.
        lost = [path for path, entry in known.items() if entry.document not in readers and Path(path).is_file()]
        found = discover([*paths, *map(Path, lost)], suffixes=self.suffixes)
        for done, file in enumerate(found):
            self._tell("reading", file.path.name, done, len(found))
            self._take(file, known, readers)
        folders = [Path(path).expanduser().absolute() for path in paths if Path(path).expanduser().is_dir()]
        gone = [] if self.keep_missing else missing(known, folders)
        for path in gone:
            self._entries.pop(path, None)
        held = {entry.document for entry in self._entries.values()}
        live = store.live()
        removed = [document for document in live if document not in held]
        for path in gone:
            document = known[path].document
            title = live[document].document.title if document in live else None
            self._files.append(IngestedFile(Path(path).name, path, "removed", document, title))
        renamed = self._renamed({document: entry.document.source for document, entry in live.items()})
        self._embed_the_rest(removed)
        if self._staged or removed or renamed or self._vectors or self._entries != known:
            meta = {"model": self.vectors.model} if self.vectors is not None and self._vectors else {}
            self._tell("storing", "", len(found), len(found))
            generation = self.writer.publish(
                self._staged.values(),
                removed=removed,
                vectors=self._vectors,
                files=[entry for path, entry in self._entries.items() if known.get(path) != entry],
                forgotten=gone,
                renamed=renamed,
                meta=meta,
            )
            self.index.published(generation)
            self._collect()
            if self.vectors is not None and self._vectors_error is None:
                self.vectors.finish()
            self.writer.settle()
        else:
            generation = store.generation
        return IngestReport(
            tuple(self._files),
            generation,
            self._embedded,
            round(time.perf_counter() - began, 3),
            self.vectors.model if self.vectors is not None else None,
            self._vectors_error,
        )

    def _collect(self) -> None:
        """Delete what no reader sees any more, in both stores."""
        dead = self.writer.dead()
        if not dead:
            return
        try:
            self.index.remove(dead)
        except VectorsUnavailable as error:
            # Unseen as they are, they wait for a run that reaches the vector store.
            self._vectors_error = str(error)
        else:
            self.writer.collect(dead)

    # --- one file ---------------------------------------------------------------------------------

    def _take(self, found: Found, known: dict[str, FileEntry], readers: dict[str, str]) -> None:
        began = time.perf_counter()
        path = str(found.path)
        try:
            if found.error is not None:
                raise found.error
            data = _bytes(found.path)
            document = fingerprint.of_bytes(data)
            before = known.get(path)
            current = readers.get(document) == fingerprint.of_reader() and not self.force
            if document in self._staged or current:
                same = self._same_as(document, path)
                self._entries[path] = FileEntry(path, document, _folder(found, before))
                self._files.append(self._known_file(found, document, same))
                return
            reading = self.read(found.path)
            # The id is the manifest's key: it is the bytes' hash, whoever made the reading.
            reading = replace(reading, document=replace(reading.document, source=path))
            if reading.document.id != document:
                raise UnreadableFile(found.path, "the file changed while it was read; ingest it again")
            self._tell("storing", found.path.name, 0, 1)
            number = self.writer.stage(
                reading, source=self.source_text(found.path, data), reader=fingerprint.of_reader()
            )
            self._staged[document] = number
            self._entries[path] = FileEntry(path, document, _folder(found, before))
            self._embed(number, reading.document, list(reading.passages))
            status: Status = "replaced" if before is not None or document in readers else "added"
            self._files.append(_report(found, status, reading, time.perf_counter() - began))
        except BudgetIndexError as error:
            self._fail(found, str(error), began)
        except Exception as error:
            # A reader's own mistake on one file must not lose the others' work.
            _LOG.exception("reading %s", found.path)
            self._fail(found, f"{found.path}: it could not be read ({type(error).__name__}: {error})", began)

    def _fail(self, found: Found, error: str, began: float) -> None:
        seconds = round(time.perf_counter() - began, 3)
        self._files.append(IngestedFile(found.path.name, str(found.path), "failed", error=error, seconds=seconds))

    def _same_as(self, document: str, path: str) -> str | None:
        """Another existing file with the bytes of ``path``, first come first."""
        for other, entry in self._entries.items():
            if entry.document == document and other != path and Path(other).is_file():
                return other
        return None

    def _known_file(self, found: Found, document: str, same: str | None) -> IngestedFile:
        store = self.writer.store
        live = store.live().get(document)
        first = same is None or (live is not None and live.document.source == str(found.path))
        status: Status = "unchanged" if first else "duplicate"
        if live is None:
            return IngestedFile(found.path.name, str(found.path), status, document, same_as=same)
        counts = store.counts(live)
        return IngestedFile(
            found.path.name,
            str(found.path),
            status,
            document,
            live.document.title,
            same_as=None if first else same,
            sections=counts["sections"],
            tables=counts["tables"],
            sheets=counts["sheets"],
            facts=counts["facts"],
            passages=counts["passages"],
            repairs=counts["repairs"],
            identities=counts["identities"],
            contradictions=counts["contradictions"],
        )

    def _renamed(self, sources: dict[str, str | None]) -> dict[str, str]:
        """Documents whose own file is not known any more, with another that has the same bytes."""
        renamed: dict[str, str] = {}
        for path, entry in self._entries.items():
            source = sources.get(entry.document)
            if entry.document in self._staged or source is None or entry.document in renamed:
                continue
            kept = self._entries.get(source)
            if (kept is None or kept.document != entry.document or not Path(source).exists()) and Path(path).exists():
                renamed[entry.document] = path
        return renamed

    # --- vectors ----------------------------------------------------------------------------------

    def _embed(self, number: int, document: Document, passages: list[Passage]) -> None:
        if self.vectors is None or self._vectors_error is not None:
            return

        def tell(done: int, total: int) -> None:
            self._tell("embedding", document.file, done, total)

        try:
            self._embedded += self.vectors.write(number, document.id, passages, tell)
        except (VectorsUnavailable, ModelNotAvailable) as error:
            # Facts and words are answered from without vectors; the next run makes up for them.
            self._vectors_error = str(error)
        else:
            self._vectors.append(number)

    def _embed_the_rest(self, removed: list[str]) -> None:
        """Vectors for documents that an earlier run left without them."""
        if self.vectors is None:
            return
        store = self.writer.store
        for document, live in store.live().items():
            if (self.vectors.rebuild or not live.vectors) and document not in removed and document not in self._staged:
                self._embed(live.reading, live.document, store.passages(live))

    def _tell(self, step: Step, file: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(Progress(step, file, done, total))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error


def _folder(found: Found, before: FileEntry | None) -> str | None:
    """The folder a file belongs to: where it was found now, else as it was known."""
    if found.folder is not None:
        return str(found.folder)
    return before.folder if before is not None else None


def _report(found: Found, status: Status, reading: Reading, seconds: float) -> IngestedFile:
    return IngestedFile(
        found.path.name,
        str(found.path),
        status,
        reading.document.id,
        reading.document.title,
        sections=len(reading.sections),
        tables=len(reading.tables),
        sheets=len(reading.sheets),
        facts=len(reading.facts),
        passages=len(reading.passages),
        repairs=len(reading.repairs) + sum(len(table.repairs) for table in reading.tables),
        identities=len(reading.identities),
        contradictions=sum(1 for identity in reading.identities if not identity.holds),
        seconds=round(seconds, 3),
    )
