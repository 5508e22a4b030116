"""Reading the library: documents, tables, sheets, sections, facts and passages out of SQL, as the model's records.

Only live readings are seen. What is asked again and again (a document's facts) is kept in memory until the
library's generation changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select

from index.errors import LibraryIsOutdated, LibraryNotFound
from index.library import codec, fulltext, schema
from index.library.database import open_engine, shown_url
from index.library.records import SIGNATURE, to_document, to_fact, to_passage
from index.model import Document, Fact, Identity, Passage, Repair, Section, Sheet, Table

__all__ = ["SCHEMA_VERSION", "Live", "Store"]

SCHEMA_VERSION = f"1.{SIGNATURE}"

_FACTS_KEPT = 500_000  # in memory, at about 1 KB each; the documents read first give way

_COUNTED = (
    schema.sections,
    schema.tables,
    schema.sheets,
    schema.facts,
    schema.passages,
    schema.repairs,
    schema.identities,
)


@dataclass(frozen=True, slots=True)
class Live:
    """A document of the current generation and the reading that holds its content."""

    reading: int
    document: Document
    vectors: bool


class Store:
    """The library's database for readers; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = open_engine(url)
        self._known: tuple[int, dict[str, Live]] | None = None
        self._facts: dict[int, list[Fact]] = {}

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def is_empty(self) -> bool:
        """Whether the database holds no library yet."""
        return not inspect(self.engine).has_table("meta")

    def is_current(self) -> bool:
        """Whether it holds a library, stored the way this version stores it."""
        return not self.is_empty() and self.meta("schema") == SCHEMA_VERSION

    def check(self) -> None:
        """Raise LibraryNotFound or LibraryIsOutdated where readers could not go on."""
        if self.is_empty():
            raise LibraryNotFound(shown_url(self.url))
        if self.meta("schema") != SCHEMA_VERSION:
            raise LibraryIsOutdated(shown_url(self.url))

    def meta(self, key: str) -> str | None:
        """A property of the library as a whole, or None."""
        with self.engine.connect() as connection:
            return _meta(connection, key)

    @property
    def generation(self) -> int:
        """A number that grows with every completed change."""
        return int(self.meta("generation") or 0)

    def live(self) -> dict[str, Live]:
        """The documents of the current generation by id, ordered by file name."""
        with self.engine.connect() as connection:
            generation = int(_meta(connection, "generation") or 0)
            known = self._known
            if known is not None and known[0] == generation:
                return known[1]
            rows = connection.execute(
                select(schema.documents)
                .where(schema.documents.c.state == "live")
                .order_by(schema.documents.c.file, schema.documents.c.reading)
            ).all()
        found = {row.id: Live(row.reading, to_document(row), row.vectors) for row in rows}
        readings = {live.reading for live in found.values()}
        for reading in [number for number in self._facts if number not in readings]:
            self._facts.pop(reading, None)
        self._known = (generation, found)
        return found

    # --- content of one document ------------------------------------------------------------------

    def facts(self, live: Live) -> list[Fact]:
        """All facts of a document in reading order; kept in memory."""
        facts = self._facts.get(live.reading)
        if facts is None:
            facts = [to_fact(row, live.document.id) for row in self._rows(schema.facts, live.reading)]
            while self._facts and sum(map(len, self._facts.values())) + len(facts) > _FACTS_KEPT:
                self._facts.pop(next(iter(self._facts)), None)
            self._facts[live.reading] = facts
        return facts

    def passages(self, live: Live) -> list[Passage]:
        """All passages of a document in reading order."""
        return [to_passage(row, live.document.id) for row in self._rows(schema.passages, live.reading)]

    def tables(self, live: Live) -> list[Table]:
        """All tables of a document in reading order."""
        return [codec.loads(Table, row.body) for row in self._rows(schema.tables, live.reading)]

    def sheets(self, live: Live) -> list[Sheet]:
        """All performance sheets of a document in reading order."""
        return [codec.loads(Sheet, row.body) for row in self._rows(schema.sheets, live.reading)]

    def sections(self, live: Live) -> list[Section]:
        """All sections of a document in reading order."""
        return [codec.loads(Section, row.body) for row in self._rows(schema.sections, live.reading)]

    def identities(self, live: Live) -> list[Identity]:
        """All identities of a document, holding or not."""
        return [codec.loads(Identity, row.body) for row in self._rows(schema.identities, live.reading)]

    def repairs(self, live: Live) -> list[Repair]:
        """All repairs made in reading a document."""
        return [codec.loads(Repair, row.body) for row in self._rows(schema.repairs, live.reading)]

    def source_lines(self, live: Live) -> list[str]:
        """The lines of a document's source text; empty where the format has none."""
        with self.engine.connect() as connection:
            packed = connection.execute(
                select(schema.sources.c.text).where(schema.sources.c.reading == live.reading)
            ).scalar_one_or_none()
        return [] if packed is None else zlib.decompress(packed).decode("utf-8").split("\n")

    def counts(self, live: Live) -> dict[str, int]:
        """How many sections, tables, sheets, facts, passages, repairs, identities and contradictions a document has."""
        with self.engine.connect() as connection:
            found = {table.name: _count(connection, table, live.reading) for table in _COUNTED}
            found["contradictions"] = _count(
                connection, schema.identities, live.reading, schema.identities.c.holds.is_(False)
            )
        return found

    # --- one thing by its id ----------------------------------------------------------------------

    def table(self, key: str) -> Table | None:
        """A table by id."""
        row = self._one(schema.tables, key)
        return None if row is None else codec.loads(Table, row.body)

    def sheet(self, key: str) -> Sheet | None:
        """A sheet by id."""
        row = self._one(schema.sheets, key)
        return None if row is None else codec.loads(Sheet, row.body)

    def section(self, key: str) -> Section | None:
        """A section by id."""
        row = self._one(schema.sections, key)
        return None if row is None else codec.loads(Section, row.body)

    def passage(self, key: str) -> Passage | None:
        """A passage by id."""
        row = self._one(schema.passages, key)
        return None if row is None else to_passage(row, row.document_id)

    def fact(self, key: str) -> Fact | None:
        """A fact by id."""
        row = self._one(schema.facts, key)
        return None if row is None else to_fact(row, row.document_id)

    # --- full text --------------------------------------------------------------------------------

    def search_passages(self, words: str, lives: Collection[Live], limit: int) -> list[tuple[Passage, float]]:
        """Passages of these documents that share words with a text, best first, with BM25 scores."""
        documents = {live.reading: live.document.id for live in lives}
        with self.engine.connect() as connection:
            found = fulltext.search(connection, fulltext.PASSAGES, words, readings=list(documents), limit=limit)
            rows = _by_number(connection, schema.passages, [number for number, _ in found])
        return [(to_passage(rows[n], documents[rows[n].reading]), score) for n, score in found if n in rows]

    def search_labels(self, words: str, lives: Collection[Live], limit: int) -> list[tuple[Fact, float]]:
        """The first fact of each row whose label or code shares words with a text, best first."""
        with self.engine.connect() as connection:
            found = fulltext.search(
                connection, fulltext.LABELS, words, readings=[live.reading for live in lives], limit=limit
            )
            rows = _by_number(connection, schema.labels, [number for number, _ in found])
        by_reading = {live.reading: live for live in lives}
        return [(self.facts(by_reading[rows[n].reading])[rows[n].first], score) for n, score in found if n in rows]

    def container_kinds(self, keys: Collection[str]) -> dict[str, str]:
        """What each of these ids is: table, sheet or section."""
        kinds: dict[str, str] = {}
        with self.engine.connect() as connection:
            for kind, table in (("table", schema.tables), ("sheet", schema.sheets), ("section", schema.sections)):
                found = connection.execute(select(table.c.id).where(table.c.id.in_(keys))).scalars()
                kinds.update(dict.fromkeys(found, kind))
        return kinds

    def passages_by_key(self, keys: Sequence[tuple[int, str]], lives: Collection[Live]) -> dict[str, Passage]:
        """Passages by (reading, id), of live readings only."""
        documents = {live.reading: live.document.id for live in lives}
        wanted = {(reading, key) for reading, key in keys if reading in documents}
        if not wanted:
            return {}
        statement = select(schema.passages).where(
            schema.passages.c.id.in_([key for _, key in wanted]),
            schema.passages.c.reading.in_({reading for reading, _ in wanted}),
        )
        with self.engine.connect() as connection:
            rows = connection.execute(statement).all()
        return {row.id: to_passage(row, documents[row.reading]) for row in rows if (row.reading, row.id) in wanted}

    def _rows(self, table: Any, reading: int) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(select(table).where(table.c.reading == reading).order_by(table.c.ordinal)).all()

    def _one(self, table: Any, key: str) -> Any | None:
        statement = (
            select(table, schema.documents.c.id.label("document_id"))
            .join(schema.documents, schema.documents.c.reading == table.c.reading)
            .where(table.c.id == key, schema.documents.c.state == "live")
        )
        with self.engine.connect() as connection:
            return connection.execute(statement).first()


def _count(connection: Connection, table: Any, reading: int, *conditions: Any) -> int:
    statement = select(func.count()).select_from(table).where(table.c.reading == reading, *conditions)
    return int(connection.execute(statement).scalar_one())


def _meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar_one_or_none()


def _by_number(connection: Connection, table: Any, numbers: list[int]) -> dict[int, Any]:
    rows = connection.execute(select(table).where(table.c.number.in_(numbers))).all() if numbers else []
    return {row.number: row for row in rows}
