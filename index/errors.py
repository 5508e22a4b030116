"""What can go wrong with documents and the library, each with a sentence a user can act on.

BudgetIndexError
├── UnreadableFile                a file that gives no document
│   ├── EmptyFile
│   ├── BinaryFile
│   ├── FileTooLarge
│   ├── UnsupportedFormat
│   └── NotATextDocument
├── LibraryError                  the library as a whole
│   ├── LibraryNotFound
│   ├── LibraryIsLocked
│   ├── LibraryIsOutdated
│   ├── LibraryIsDamaged
│   ├── DatabaseUnreachable
│   ├── HomeNotWritable
│   ├── ModelMismatch
│   ├── ModelNotAvailable
│   └── VectorsUnavailable
└── NotInLibrary                  something looked up by id that is not there
    ├── NoSuchDocument
    ├── NoSuchTable
    ├── NoSuchSheet
    ├── NoSuchSection
    ├── NoSuchFact
    └── NoSuchPassage
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "BinaryFile",
    "BudgetIndexError",
    "DatabaseUnreachable",
    "EmptyFile",
    "FileTooLarge",
    "HomeNotWritable",
    "LibraryError",
    "LibraryIsDamaged",
    "LibraryIsLocked",
    "LibraryIsOutdated",
    "LibraryNotFound",
    "ModelMismatch",
    "ModelNotAvailable",
    "NoSuchDocument",
    "NoSuchFact",
    "NoSuchPassage",
    "NoSuchSection",
    "NoSuchSheet",
    "NoSuchTable",
    "NotATextDocument",
    "NotInLibrary",
    "UnreadableFile",
    "UnsupportedFormat",
    "VectorsUnavailable",
]


class BudgetIndexError(Exception):
    """The root: catch this to show any of these to a user as one sentence."""


# --- files --------------------------------------------------------------------------------------


class UnreadableFile(BudgetIndexError):
    """A file that could not be made a document; ``path`` is the file, ``reason`` the cause in words."""

    def __init__(self, path: Path | str, reason: str = "it could not be read") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = Path(path)
        self.reason = reason


class EmptyFile(UnreadableFile):
    """A file without any text."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "the file is empty; there is nothing to read")


class BinaryFile(UnreadableFile):
    """A file whose bytes are no text (an image, an archive, a program)."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "this is a binary file, not a text document; convert it to text first")


class FileTooLarge(UnreadableFile):
    """A file beyond the size that is read at once; sizes are in bytes."""

    def __init__(self, path: Path | str, size: int, limit: int) -> None:
        super().__init__(path, f"the file has {size:,} bytes, more than the limit of {limit:,}; split it into parts")
        self.size = size
        self.limit = limit


class UnsupportedFormat(UnreadableFile):
    """A file of a kind that no reader takes."""

    def __init__(self, path: Path | str, supported: tuple[str, ...] = ()) -> None:
        known = f"; these are: {', '.join(supported)}" if supported else ""
        super().__init__(path, f"files of the kind {Path(path).suffix or '(none)'} are not read{known}")


class NotATextDocument(UnreadableFile):
    """Text that is no prose and no table: markup or noise throughout, or a folder where a file was asked."""

    def __init__(self, path: Path | str, reason: str = "no sentence and no table was found in it") -> None:
        super().__init__(path, reason)


# --- the library --------------------------------------------------------------------------------


class LibraryError(BudgetIndexError):
    """The library cannot do what was asked."""


class LibraryNotFound(LibraryError):
    """There is no library where one was looked for."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"there is no library at {where}; run `budgetqa ingest PATH…` first, or set BUDGETQA_HOME")
        self.where = str(where)


class LibraryIsLocked(LibraryError):
    """Another process is writing; ``pid`` and ``since`` (local time, ISO) are None where they are not known."""

    def __init__(self, where: Path | str, pid: int | None = None, since: str | None = None) -> None:
        who = f"process {pid}" if pid is not None else "another process"
        when = f" since {since}" if since else ""
        super().__init__(f"the library at {where} is being written by {who}{when}; try again when that is done")
        self.where = str(where)
        self.pid = pid
        self.since = since


class LibraryIsOutdated(LibraryError):
    """The library was made by a version that stores things differently."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"the library at {where} is of another version; run `budgetqa ingest` again to rebuild it")
        self.where = str(where)


class LibraryIsDamaged(LibraryError):
    """The library's files cannot be read as a database."""

    def __init__(self, where: Path | str, detail: str = "") -> None:
        more = f" ({detail})" if detail else ""
        super().__init__(
            f"the library at {where} is damaged{more}; the documents are not touched: "
            "move that folder away and run `budgetqa ingest` again to rebuild it"
        )
        self.where = str(where)


class DatabaseUnreachable(LibraryError):
    """The database of the library does not answer; ``where`` is its URL without the password."""

    def __init__(self, where: str, detail: str = "") -> None:
        more = f" ({detail})" if detail else ""
        super().__init__(f"the database {where} cannot be reached{more}; start it, or correct BUDGETQA_DATABASE_URL")
        self.where = where


class HomeNotWritable(LibraryError):
    """The library's folder cannot be made or written."""

    def __init__(self, home: Path | str, reason: str = "") -> None:
        more = f": {reason}" if reason else ""
        super().__init__(f"cannot write to the library's folder {home}{more}; set BUDGETQA_HOME to another folder")
        self.home = str(home)


class ModelMismatch(LibraryError):
    """The library's vectors were made by another embedding model than the one in use."""

    def __init__(self, stored: str, asked: str) -> None:
        super().__init__(
            f"the library's vectors were made by {stored}, but {asked} is in use; set BUDGETQA_EMBEDDING_MODEL to "
            "the former, or rebuild the vectors with `budgetqa ingest --rebuild-vectors`"
        )
        self.stored = stored
        self.asked = asked


class ModelNotAvailable(LibraryError):
    """An embedding model that is not on this machine."""

    def __init__(self, name: str, reason: str = "") -> None:
        more = f" ({reason})" if reason else ""
        super().__init__(
            f"the embedding model {name} is not available here{more}; give a folder with a sentence-transformers "
            "model in BUDGETQA_EMBEDDING_MODEL, or unset it to use the bundled one"
        )
        self.name = name


class VectorsUnavailable(LibraryError):
    """The vector store cannot be reached or read; answers from facts and words go on without it."""

    def __init__(self, where: Path | str, reason: str = "") -> None:
        more = f": {reason}" if reason else ""
        super().__init__(f"the vector store at {where} cannot be used{more}")
        self.where = str(where)


# --- things looked up by id ---------------------------------------------------------------------


class NotInLibrary(BudgetIndexError, KeyError):
    """Something asked for by an id that the library does not hold (any more)."""

    noun = "entry"

    def __init__(self, key: str) -> None:
        super().__init__(f"the library holds no {self.noun} {key!r}")
        self.key = key

    def __str__(self) -> str:
        return str(self.args[0])


class NoSuchDocument(NotInLibrary):
    """No document of that id."""

    noun = "document"


class NoSuchTable(NotInLibrary):
    """No table of that id."""

    noun = "table"


class NoSuchSheet(NotInLibrary):
    """No performance sheet of that id."""

    noun = "sheet"


class NoSuchSection(NotInLibrary):
    """No section of that id."""

    noun = "section"


class NoSuchFact(NotInLibrary):
    """No fact of that id."""

    noun = "fact"


class NoSuchPassage(NotInLibrary):
    """No passage of that id."""

    noun = "passage"
