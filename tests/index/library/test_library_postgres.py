"""The same library in PostgreSQL: same content, same answers to words, same rules for writers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from index.errors import BudgetIndexError, DatabaseUnreachable, LibraryIsLocked, LibraryNotFound
from index.library import Library
from index.library.lock import writing
from index.library.store import Store
from tests.index.library.library_support import PlainReader, reading_of
from tests.index.library.test_library_ingest import FUZHOU, XIAMEN
from tests.index.library.test_library_roundtrip import stored_and_read

pytestmark = pytest.mark.postgres


def server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL of our own on loopback, without its database name."""
    programs = server_programs()
    if programs is None:
        reason = "needs PostgreSQL's server programs (Debian: apt install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    pytest.importorskip("psycopg")
    # The server refuses to run as root; Debian's package brings the user postgres.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="budgetqa-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run(
            str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "budgetqa", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql://budgetqa@127.0.0.1:{port}"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    import psycopg

    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fuzhou.txt").write_text(FUZHOU, encoding="utf-8")
    (folder / "xiamen.txt").write_text(XIAMEN, encoding="utf-8")
    return folder


def test_a_budget_comes_back_equal(url: str) -> None:
    store = Store(url)
    reading = reading_of("某局2024年部门预算\n说明 𠮷\n合计\t28.13\n公务接待费\t16.54\n公务用车购置费\t")
    assert stored_and_read(store, reading) == reading
    store.close()


def test_documents_come_change_and_go(url: str, folder: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", database_url=url, create=True) as library:
        report = library.ingest([folder], read=PlainReader())
        assert report.vectors_error is None
        assert not (tmp_path / "home" / "library.sqlite").exists()
        (folder / "fuzhou.txt").write_text(FUZHOU.replace("28.13", "28.14"), encoding="utf-8")
        (folder / "xiamen.txt").unlink()
        report = library.ingest([folder], read=PlainReader())
        assert {file.file: file.status for file in report.files} == {"fuzhou.txt": "replaced", "xiamen.txt": "removed"}
        (document,) = library.documents()
        assert library.facts(document.id)[0].value == Decimal("28.14")
        assert [p.document for p, _ in library.nearest("公务接待费", limit=1)] == [document.id]
        library.remove(document.id)
        assert library.documents() == library.search("公务接待费") == []


def test_words_rank_as_they_do_in_sqlite(url: str, folder: Path, tmp_path: Path) -> None:
    (folder / "more.txt").write_text(
        "石家庄市某局2023年部门预算\n公务接待费与上年持平。\n政府采购预算4318.46万元。\n培训费 17,940.30 万元。",
        encoding="utf-8",
    )
    with (
        Library.open(tmp_path / "one", create=True) as one,
        Library.open(tmp_path / "two", database_url=url, create=True) as two,
    ):
        for library in (one, two):
            library.ingest([folder], read=PlainReader(), vectors=False)
        for question in (
            "公务接待费为什么减少",
            "2023年部门预算",
            "17940.30",
            "采购' OR \\ 预算",
            "没有的词语xyz",
            "？",
        ):
            found = [[(p.text, round(score, 3)) for p, score in lib.search(question)] for lib in (one, two)]
            assert [text for text, _ in found[0]][:3] == [text for text, _ in found[1]][:3], question
        assert two.search("采购")[0][0].text == "政府采购预算4318.46万元。"
        assert two.search_labels("公务用车运行费")[0][0].value == Decimal("11.59")


def test_one_writer_at_a_time_across_machines(url: str, folder: Path, tmp_path: Path) -> None:
    with (
        Library.open(tmp_path / "one", database_url=url, create=True) as one,
        Library.open(tmp_path / "two", database_url=url) as two,
    ):
        with writing(one.home, one._store.engine):
            with pytest.raises(LibraryIsLocked, match="process") as caught:
                two.ingest([folder], read=PlainReader(), vectors=False)
            assert caught.value.pid is not None and caught.value.since is not None
            assert two.documents() == []
        assert not two.ingest([folder], read=PlainReader(), vectors=False).failed
        assert len(one.documents()) == 2


def test_a_database_without_a_library_is_told_from_one_that_does_not_answer(url: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="budgetqa ingest"):
        Library.open(tmp_path, database_url=url)
    with pytest.raises(DatabaseUnreachable, match="BUDGETQA_DATABASE_URL") as caught:
        Library.open(tmp_path, database_url="postgresql://budgetqa:geheim@127.0.0.1:9/none")
    assert "geheim" not in str(caught.value)
    with pytest.raises(BudgetIndexError, match="postgresql"):
        Library.open(tmp_path, database_url="mysql://localhost/none")
