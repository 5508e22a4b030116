"""What an ingest run did, per document and in all: for the summary a person reads and for ``--json``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["IngestReport", "IngestedFile", "Progress", "Status", "Step"]

Step = Literal["reading", "embedding", "storing"]
Status = Literal["added", "unchanged", "replaced", "duplicate", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class IngestedFile:
    """One file of a run. ``error`` says in a sentence why a file failed; counts are of its document.

    ``contradictions`` are identities that the document's own figures do not satisfy. A ``duplicate`` has the
    bytes of another file (``same_as``) and shares its document.
    """

    file: str
    path: str
    status: Status
    document: str | None = None
    title: str | None = None
    error: str | None = None
    same_as: str | None = None
    sections: int = 0
    tables: int = 0
    sheets: int = 0
    facts: int = 0
    passages: int = 0
    repairs: int = 0
    identities: int = 0
    contradictions: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """A whole run. ``embedded`` counts the texts that had to be embedded, ``seconds`` are wall-clock.

    ``vectors_error`` says why documents are without vectors; facts and words are there all the same.
    """

    files: tuple[IngestedFile, ...]
    generation: int
    embedded: int
    seconds: float
    model: str | None = None
    vectors_error: str | None = None

    def count(self, status: Status) -> int:
        """How many files have this status."""
        return sum(1 for file in self.files if file.status == status)

    def total(self, what: str) -> int:
        """The sum of a count (``tables``, ``facts`` …) over the documents of the run, duplicates left out."""
        return sum(getattr(file, what) for file in self.files if file.status in ("added", "unchanged", "replaced"))

    @property
    def failed(self) -> bool:
        """Whether any file failed."""
        return self.count("failed") > 0

    @property
    def changed(self) -> bool:
        """Whether the library's content changed."""
        return any(self.count(status) for status in ("added", "replaced", "removed"))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        totals = {
            what: self.total(what) for what in ("tables", "sheets", "facts", "repairs", "identities", "contradictions")
        }
        return {**asdict(self), "totals": totals}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: ``step`` is reading, embedding or storing; ``done`` of ``total`` files or texts."""

    step: Step
    file: str
    done: int
    total: int
