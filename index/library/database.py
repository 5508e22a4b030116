"""Opening the library's database: SQLite in a folder by default, PostgreSQL by URL.

Errors of the driver come out as the library's own (damaged, unreachable), so that a user reads a sentence.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url

from index.errors import DatabaseUnreachable, HomeNotWritable, LibraryIsDamaged

__all__ = ["DATABASE_FILE", "is_postgres", "open_engine", "shown_url", "sqlite_url"]

DATABASE_FILE = "library.sqlite"


def sqlite_url(home: Path) -> str:
    """The URL of the SQLite database of a library's folder."""
    return f"sqlite:///{home / DATABASE_FILE}"


def is_postgres(bind: Engine | Connection) -> bool:
    """Whether a database is PostgreSQL (else it is SQLite)."""
    return bind.dialect.name == "postgresql"


def shown_url(url: str) -> str:
    """A database URL without its password, for messages."""
    return make_url(url).render_as_string(hide_password=True)


def open_engine(url: str) -> Engine:
    """An engine for a database URL; ``postgresql://`` and ``postgres://`` mean the psycopg driver."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    elif parsed.get_backend_name() == "sqlite" and parsed.database:
        engine = _sqlite_engine(Path(parsed.database))
    else:
        raise DatabaseUnreachable(shown_url(url), "only sqlite:///FILE and postgresql://… are supported")
    event.listen(engine, "handle_error", _translate)
    return engine


def _sqlite_engine(file: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        if file.exists() and not os.access(file.parent, os.W_OK):
            # A reader in a folder it cannot write: WAL would need its -shm file; nobody else writes there either.
            return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        return sqlite3.connect(file, timeout=10, check_same_thread=False)

    engine = create_engine(f"sqlite:///{file}", creator=connect)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA cache_size = -32000")
    cursor.close()


def _translate(context: ExceptionContext) -> None:
    error = context.original_exception
    if context.engine is None:
        return
    words = str(error).strip().split("\n")[0]
    url = context.engine.url
    if isinstance(error, sqlite3.Error):
        file = Path(url.database or "")
        if any(sign in words for sign in ("not a database", "malformed", "disk image")):
            raise LibraryIsDamaged(file, words) from error
        if any(sign in words for sign in ("readonly", "disk is full", "disk I/O")):
            raise HomeNotWritable(file.parent, words) from error
        if "unable to open" in words:
            raise DatabaseUnreachable(str(file), words) from error
    elif context.is_disconnect or context.connection is None:
        raise DatabaseUnreachable(url.render_as_string(hide_password=True), words) from error
