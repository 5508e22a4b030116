"""Writing the library: readings are staged one by one, become live together, and the replaced ones are collected.

A run is one :meth:`Writer.publish` at its end, a short transaction. Whatever dies before it leaves staged rows that
nobody sees and the next run collects.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, inspect, select, update

from index.library import fulltext, schema
from index.library.database import is_postgres
from index.library.records import (
    document_row,
    fact_rows,
    identity_rows,
    label_rows,
    passage_rows,
    repair_rows,
    section_rows,
    sheet_rows,
    table_rows,
)
from index.library.store import SCHEMA_VERSION, Store
from index.model import Reading

__all__ = ["FileEntry", "Writer"]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file the library knows: its path, the document its bytes are, and the folder it was found in, if so."""

    path: str
    document: str
    folder: str | None


_KEY: BindParameter[Any] = bindparam("key")


class Writer:
    """The one writer of a library's database; whoever makes one holds the lock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.engine = store.engine

    def prepare(self) -> bool:
        """Make the schema where there is none; True if one of another version had to go, with all its content.

        The files it knew stay known (see :meth:`files`), so that they can be read again.
        """
        there = inspect(self.engine).has_table("meta")
        outdated = there and self.store.meta("schema") != SCHEMA_VERSION
        if there and not outdated:
            return False
        if not is_postgres(self.engine):
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        with self.engine.begin() as connection:
            known = _counters(connection) if outdated else {}
            if outdated:
                _drop_content(connection)
            schema.metadata.create_all(connection)
            fulltext.create(connection)
            connection.execute(delete(schema.meta))
            new = {"generation": "0", "reading": "0", "library": uuid.uuid4().hex[:12]}
            _set_meta(connection, {**new, **known, "schema": SCHEMA_VERSION})
        return outdated

    def files(self) -> dict[str, FileEntry]:
        """The files the library knows, by path."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(schema.files)).all()
        return {row.path: FileEntry(row.path, row.document, row.folder) for row in rows}

    def readers(self) -> dict[str, str]:
        """For each live document the fingerprint of the code that read it."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(schema.documents.c.id, schema.documents.c.reader).where(schema.documents.c.state == "live")
            ).all()
        return {row.id: row.reader for row in rows}

    def stage(self, reading: Reading, *, source: str | None, reader: str) -> int:
        """Write what was read, unseen by readers; the number of the reading."""
        with self.engine.begin() as connection:
            number = int(_counters(connection)["reading"]) + 1
            _set_meta(connection, {"reading": str(number)})
            connection.execute(
                insert(schema.documents),
                {
                    "reading": number,
                    "state": "staged",
                    **document_row(reading.document),
                    "reader": reader,
                    "vectors": False,
                    "read_at": datetime.now(UTC).isoformat(timespec="seconds"),
                },
            )
            if source is not None:
                packed = zlib.compress(schema.storable(source).encode("utf-8"), level=6)
                connection.execute(insert(schema.sources), {"reading": number, "text": packed})
            _stage_content(connection, number, reading)
        return number

    def publish(
        self,
        added: Iterable[int],
        *,
        removed: Collection[str],
        vectors: Collection[int],
        files: Iterable[FileEntry],
        forgotten: Collection[str],
        renamed: Mapping[str, str],
        meta: Mapping[str, str],
    ) -> int:
        """Make a run's changes visible at once; the new generation.

        ``added`` readings become live in place of earlier ones of the same document, ``removed`` documents go,
        ``vectors`` are the readings whose passages are in the vector store. ``files`` are remembered,
        ``forgotten`` paths are not any more; ``renamed`` gives documents another path.
        """
        documents = schema.documents
        with self.engine.begin() as connection:
            added = list(added)
            if added:
                again = connection.execute(select(documents.c.id).where(documents.c.reading.in_(added))).scalars()
                removed = [*removed, *again]
            replaced = update(documents).where(_live(documents), documents.c.id == _KEY)
            _each(connection, replaced, "state", removed, "dead")
            _each(connection, update(documents).where(documents.c.reading == _KEY), "state", added, "live")
            _each(connection, update(documents).where(documents.c.reading == _KEY), "vectors", vectors, True)
            for document, path in renamed.items():
                connection.execute(
                    update(documents)
                    .where(_live(documents), documents.c.id == document)
                    .values(source=path, file=PurePath(path).name)
                )
            entries = list(files)
            gone = [*forgotten, *(entry.path for entry in entries)]
            if gone:
                connection.execute(
                    delete(schema.files).where(schema.files.c.path == _KEY), [{"key": path} for path in gone]
                )
            if entries:
                connection.execute(
                    insert(schema.files),
                    [{"path": entry.path, "document": entry.document, "folder": entry.folder} for entry in entries],
                )
            generation = int(_counters(connection)["generation"]) + 1
            _set_meta(connection, {**meta, "generation": str(generation)})
        return generation

    def dead(self) -> list[int]:
        """Readings nobody sees any more: replaced, removed, or left by a run that died."""
        with self.engine.connect() as connection:
            return list(
                connection.execute(
                    select(schema.documents.c.reading).where(schema.documents.c.state != "live")
                ).scalars()
            )

    def collect(self, readings: Collection[int]) -> None:
        """Delete the content of readings that nobody sees."""
        for reading in readings:
            with self.engine.begin() as connection:
                for kind in (fulltext.PASSAGES, fulltext.LABELS):
                    fulltext.remove(connection, kind, reading)
                for table in schema.CONTENT:
                    connection.execute(delete(table).where(table.c.reading == reading))
                connection.execute(delete(schema.documents).where(schema.documents.c.reading == reading))

    def settle(self) -> None:
        """After a run: fold SQLite's write-ahead log into the file, so that read-only folders can be read."""
        if is_postgres(self.engine):
            return
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _live(documents: Any) -> Any:
    return documents.c.state == "live"


def _each(connection: Connection, statement: Any, column: str, keys: Collection[Any], value: object) -> None:
    """Run an update for many keys; one statement with all of them could outgrow what a database binds."""
    if keys:
        connection.execute(statement.values({column: value}), [{"key": key} for key in keys])


def _stage_content(connection: Connection, number: int, reading: Reading) -> None:
    passages = passage_rows(number, reading.passages, _next(connection, schema.passages))
    labels = label_rows(number, reading.facts, _next(connection, schema.labels))
    content: list[tuple[Any, list[dict[str, Any]]]] = [
        (schema.sections, section_rows(number, reading.sections)),
        (schema.tables, table_rows(number, reading.tables)),
        (schema.sheets, sheet_rows(number, reading.sheets)),
        (schema.facts, fact_rows(number, reading.facts)),
        (schema.labels, labels),
        (schema.passages, passages),
        (schema.identities, identity_rows(number, reading.identities)),
        (schema.repairs, repair_rows(number, reading.repairs)),
    ]
    for table, rows in content:
        if rows:
            connection.execute(insert(table), rows)
    fulltext.add(
        connection,
        fulltext.PASSAGES,
        (
            (row["number"], schema.storable(f"{' '.join(passage.path)}\n{passage.text}"))
            for row, passage in zip(passages, reading.passages, strict=True)
        ),
    )
    fulltext.add(connection, fulltext.LABELS, ((row["number"], schema.storable(row["label"])) for row in labels))


def _next(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()) + 1


def _counters(connection: Connection) -> dict[str, str]:
    kept = ["generation", "reading", "library"]
    rows = connection.execute(select(schema.meta).where(schema.meta.c.key.in_(kept))).all()
    return {row.key: row.value for row in rows}


def _set_meta(connection: Connection, values: Mapping[str, str]) -> None:
    connection.execute(delete(schema.meta).where(schema.meta.c.key.in_(list(values))))
    if values:
        connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in values.items()])


def _drop_content(connection: Connection) -> None:
    for kind in (fulltext.PASSAGES, fulltext.LABELS):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_words")
    kept = {schema.meta.name, schema.files.name, schema.embeddings.name}
    for name in inspect(connection).get_table_names():
        table = schema.metadata.tables.get(name)
        if table is not None and name not in kept:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}" + (" CASCADE" if is_postgres(connection) else ""))
