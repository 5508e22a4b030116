"""One writer at a time: a file lock beside the library, and an advisory lock where PostgreSQL is shared.

The system lets go of both when their process ends, however it ends; nothing has to be cleaned up by hand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from index.errors import HomeNotWritable, LibraryIsLocked
from index.library.database import is_postgres

__all__ = ["make_home", "writing"]

_LOCK_FILE = "writer.lock"
_HOLDER_FILE = "writer.json"  # beside the lock: on some systems a locked file cannot be read
_ADVISORY_KEY = 0x62756467  # "budg"


def make_home(home: Path) -> None:
    """Make the library's folder. Raises HomeNotWritable."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeNotWritable(home, error.strerror or str(error)) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise HomeNotWritable(home, "no permission")


@contextmanager
def writing(home: Path, engine: Engine) -> Iterator[None]:
    """Hold the library for writing. Raises LibraryIsLocked at once where somebody else does."""
    from filelock import FileLock, Timeout

    make_home(home)
    lock = FileLock(home / _LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        pid, since = _holder(home)
        raise LibraryIsLocked(home, pid, since) from None
    except OSError as error:
        raise HomeNotWritable(home, error.strerror or str(error)) from error
    try:
        holder = {"pid": os.getpid(), "since": datetime.now().astimezone().isoformat(timespec="seconds")}
        (home / _HOLDER_FILE).write_text(json.dumps(holder), encoding="utf-8")
        with _advisory(engine):
            yield
    finally:
        (home / _HOLDER_FILE).unlink(missing_ok=True)
        lock.release()


def _holder(home: Path) -> tuple[int | None, str | None]:
    try:
        known = json.loads((home / _HOLDER_FILE).read_text(encoding="utf-8"))
        return int(known["pid"]), str(known["since"])
    except (OSError, ValueError, KeyError):
        return None, None


@contextmanager
def _advisory(engine: Engine) -> Iterator[None]:
    """PostgreSQL's own lock, for writers on other machines; its connection stays open as long as it is held."""
    if not is_postgres(engine):
        yield
        return
    with engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}).scalar_one():
            holder = connection.execute(
                text(
                    "SELECT a.pid, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
                    "WHERE l.locktype = 'advisory' AND l.objid = :key AND l.granted AND l.database = "
                    "(SELECT oid FROM pg_database WHERE datname = current_database())"
                ),
                {"key": _ADVISORY_KEY},
            ).first()
            where = engine.url.render_as_string(hide_password=True)
            pid, since = (holder[0], holder[1].isoformat(timespec="seconds")) if holder else (None, None)
            raise LibraryIsLocked(where, pid, since)
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})
            connection.commit()
