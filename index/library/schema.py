"""The library's tables in SQL: the same for SQLite and PostgreSQL.

Everything read from one document hangs on a *reading*, a number given when the document was taken in. A reading
is ``staged`` while it is written, ``live`` once its run is complete and ``dead`` when it was replaced; readers
see live ones only, so a run that dies half-way changes nothing. Money stands as text (raw and exact decimal) and
as whole 分 (``value_fen``); no column holds a float. Numbers of readings, passages and labels are given by the
writer (see ``staging``), never twice for readings: the vectors of a dead one must not become another's.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
)
from sqlalchemy import Text as SqlText
from sqlalchemy.engine import Dialect

__all__ = [
    "CONTENT",
    "documents",
    "embeddings",
    "facts",
    "files",
    "identities",
    "labels",
    "meta",
    "metadata",
    "passages",
    "repairs",
    "sections",
    "sheets",
    "sources",
    "storable",
    "tables",
]

metadata = MetaData()


class Text(TypeDecorator[str]):
    """Text as both databases take it: NUL and lone surrogates, which neither stores, become U+FFFD."""

    impl = SqlText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it is stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """``text`` with NUL and lone surrogates replaced by U+FFFD; the same object where there are none."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _reading() -> Column[int]:
    return Column("reading", Integer, ForeignKey("documents.reading", ondelete="CASCADE"), nullable=False)


def _place(prefix: str = "") -> list[Column[int] | Column[str]]:
    return [
        Column(f"{prefix}line_start", Integer),
        Column(f"{prefix}line_end", Integer),
        Column(f"{prefix}page", Integer),
        Column(f"{prefix}box", Text),  # four coordinates as JSON
    ]


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("reading", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),  # staged, live, dead
    Column("id", Text, nullable=False),  # sha256 of the bytes
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("region_code", Text),
    Column("region", Text),
    Column("department", Text),
    Column("year", Integer),
    Column("kind", Text),
    Column("unit", Text),
    Column("evidence", Text, nullable=False),
    Column("source", Text),
    Column("reader", Text, nullable=False),  # fingerprint of the reading code
    Column("vectors", Boolean, nullable=False, default=False),  # whether its passages are in the vector store
    Column("read_at", Text, nullable=False),
    Index("documents_by_state", "state", "id"),
)

files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("folder", Text),  # the folder it was found in; None where the file itself was named
    Index("files_by_document", "document"),
)

sources = Table(
    "sources",
    metadata,
    Column("reading", Integer, ForeignKey("documents.reading", ondelete="CASCADE"), primary_key=True),
    Column("text", LargeBinary, nullable=False),  # its lines, UTF-8, compressed
)

sections = Table(
    "sections",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("heading", Text, nullable=False),
    *_place(),
    Column("body", Text, nullable=False),
    Index("sections_by_id", "id"),
    Index("sections_by_reading", "reading"),
)

tables = Table(
    "tables",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text),
    Column("part", Text),
    Column("unit", Text),
    Column("rows", Integer, nullable=False),
    Column("columns", Integer, nullable=False),
    *_place(),
    Column("body", Text, nullable=False),
    Index("tables_by_id", "id"),
    Index("tables_by_reading", "reading", "kind"),
)

sheets = Table(
    "sheets",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("code", Text),
    Column("kind", Text, nullable=False),
    Column("unit", Text),
    *_place(),
    Column("body", Text, nullable=False),
    Index("sheets_by_id", "id"),
    Index("sheets_by_reading", "reading"),
)

facts = Table(
    "facts",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("container", Text, nullable=False),
    Column("kind", Text),
    Column("title", Text, nullable=False),
    Column("row_path", Text, nullable=False),
    Column("code", Text),
    Column("column_path", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("value", Text),  # the exact decimal, in ``unit``
    Column("value_fen", BigInteger),
    Column("unit", Text),
    Column("measure", Text, nullable=False),
    Column("period", Text, nullable=False),
    *_place(),
    *_place("row_"),
    Column("quote", Text, nullable=False),
    Column("relation", Text),
    Column("year", Integer),
    Column("part", Text),
    Column("reason", Text),
    Column("total", Boolean, nullable=False),
    Index("facts_by_id", "id"),
    Index("facts_by_reading", "reading", "kind"),
    Index("facts_by_code", "code"),
    Index("facts_by_container", "container"),
)

labels = Table(
    "labels",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _reading(),
    Column("container", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("first", Integer, nullable=False),  # ordinal of the first fact that has it
    Index("labels_by_reading", "reading"),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("container", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("embedded", Text, nullable=False),
    *_place(),
    Index("passages_by_id", "id"),
    Index("passages_by_reading", "reading"),
    Index("passages_by_container", "container"),
)

identities = Table(
    "identities",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Index("identities_by_reading", "reading", "holds"),
)

repairs = Table(
    "repairs",
    metadata,
    _reading(),
    Column("ordinal", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("repairs_by_reading", "reading"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("model", Text, primary_key=True),
    Column("text_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

CONTENT = (facts, labels, passages, identities, repairs, sheets, tables, sections, sources)
"""The tables that hang on a reading, in the order in which they are emptied."""
