"""Documents in, documents changed, documents gone: the library follows the files and keeps its last good state."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from index.errors import (
    BudgetIndexError,
    HomeNotWritable,
    LibraryIsDamaged,
    LibraryIsLocked,
    LibraryNotFound,
    NoSuchDocument,
    NoSuchFact,
    NoSuchTable,
)
from index.library import IngestReport, Library
from index.library.staging import Writer
from index.model import Reading
from tests.index.library.library_support import PlainReader

FUZHOU = """福州市某局2024年部门预算
公务接待费减少，主要原因是压减公务活动。
合计\t28.13
公务接待费\t16.54
公务用车运行费\t11.59"""
XIAMEN = "厦门市某局2023年部门预算\n培训费比上年增加。\n合计\t7.85"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fuzhou.txt").write_text(FUZHOU, encoding="utf-8")
    (folder / "xiamen.txt").write_text(XIAMEN, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "home", create=True) as library:
        yield library


@pytest.fixture
def reader() -> PlainReader:
    return PlainReader()


def ingest(library: Library, *paths: Path, reader: PlainReader, **options: bool) -> IngestReport:
    return library.ingest(paths, read=reader, vectors=False, **options)


def statuses(report: IngestReport) -> dict[str, str]:
    return {file.file: file.status for file in report.files}


def titles(library: Library) -> list[str]:
    return [document.title for document in library.documents()]


def test_what_was_ingested_can_be_looked_up(library: Library, folder: Path, reader: PlainReader) -> None:
    report = ingest(library, folder, reader=reader)
    assert statuses(report) == {"fuzhou.txt": "added", "xiamen.txt": "added"}
    assert report.total("facts") == 4
    assert titles(library) == ["福州市某局2024年部门预算", "厦门市某局2023年部门预算"]
    document = library.documents()[0]
    facts = library.facts(document.id)
    assert [(fact.row_path[-1], fact.value) for fact in facts][:2] == [
        ("合计", Decimal("28.13")),
        ("公务接待费", Decimal("16.54")),
    ]
    assert library.fact(facts[1].id) == facts[1]
    table = library.tables(document.id)[0]
    assert library.table(table.id) == table
    assert library.sheet(library.sheets(document.id)[0].id).name == "就业补助资金"
    assert library.section(library.sections(document.id)[0].id).path == ("说明",)
    assert library.identities(document.id)[0].holds
    assert library.repairs(document.id)[0].what == "并列表分开"
    assert library.source_lines(document.id, 4, 5) == ["公务接待费\t16.54", "公务用车运行费\t11.59"]
    assert library.source_lines(document.id, 5, 99) == ["公务用车运行费\t11.59"]
    assert library.source_lines(document.id, 0, 1) == ["福州市某局2024年部门预算"]


def test_words_find_the_passage_they_stand_in(library: Library, folder: Path, reader: PlainReader) -> None:
    ingest(library, folder, reader=reader)
    fuzhou, xiamen = library.documents()
    passage, _ = library.search("公务接待费为什么减少")[0]
    assert passage.text == "公务接待费减少，主要原因是压减公务活动。"
    assert passage.document == fuzhou.id
    assert {found.document for found, _ in library.search("某局部门预算", documents=[xiamen.id])} == {xiamen.id}
    assert library.search("公务接待费", documents=[]) == []
    assert library.search("", limit=5) == library.search("？？！") == []
    assert library.search('" OR NEAR( * ^ 公务') != []


def test_words_find_a_row_by_its_label(library: Library, folder: Path, reader: PlainReader) -> None:
    ingest(library, folder, reader=reader)
    fact, _ = library.search_labels("公务用车运行费是多少")[0]
    assert (fact.row_path, fact.value) == (("公务用车运行费",), Decimal("11.59"))


def test_the_same_bytes_are_not_read_again(library: Library, folder: Path, reader: PlainReader) -> None:
    first = ingest(library, folder, reader=reader)
    second = ingest(library, folder, reader=reader)
    assert reader.read == ["fuzhou.txt", "xiamen.txt"]
    assert statuses(second) == {"fuzhou.txt": "unchanged", "xiamen.txt": "unchanged"}
    assert second.total("facts") == first.total("facts")
    assert second.generation == first.generation == library.generation
    assert not second.changed


def test_force_reads_again_and_changes_nothing_a_reader_sees(
    library: Library, folder: Path, reader: PlainReader
) -> None:
    ingest(library, folder, reader=reader)
    before = [library.facts(document.id) for document in library.documents()]
    report = ingest(library, folder, reader=reader, force=True)
    assert statuses(report) == {"fuzhou.txt": "replaced", "xiamen.txt": "replaced"}
    assert [library.facts(document.id) for document in library.documents()] == before
    assert len(library.search("公务接待费为什么减少")) == len({p.id for p, _ in library.search("公务接待费为什么减少")})


def test_changed_bytes_replace_the_document(library: Library, folder: Path, reader: PlainReader) -> None:
    ingest(library, folder, reader=reader)
    old = library.documents()[0]
    (folder / "fuzhou.txt").write_text(FUZHOU.replace("28.13", "28.14"), encoding="utf-8")
    report = ingest(library, folder, reader=reader)
    assert statuses(report) == {"fuzhou.txt": "replaced", "xiamen.txt": "unchanged"}
    assert len(library.documents()) == 2
    assert library.facts(library.documents()[0].id)[0].value == Decimal("28.14")
    with pytest.raises(NoSuchDocument):
        library.document(old.id)
    assert all(passage.document != old.id for passage, _ in library.search("公务接待费"))


def test_a_file_deleted_from_its_folder_leaves_every_store(
    library: Library, folder: Path, reader: PlainReader, tmp_path: Path
) -> None:
    ingest(library, folder, reader=reader)
    (folder / "fuzhou.txt").unlink()
    assert statuses(ingest(library, folder, reader=reader, keep_missing=True)) == {"xiamen.txt": "unchanged"}
    assert len(library.documents()) == 2
    report = ingest(library, folder, reader=reader)
    assert statuses(report) == {"xiamen.txt": "unchanged", "fuzhou.txt": "removed"}
    assert titles(library) == ["厦门市某局2023年部门预算"]
    with sqlite3.connect(tmp_path / "home" / "library.sqlite") as database:
        for table in ("documents", "files", "sources", "sections", "tables", "sheets", "identities", "repairs"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,), table
        assert database.execute("SELECT count(*) FROM facts").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM passages_words").fetchone() == (3,)
        assert database.execute("SELECT count(*) FROM labels_words").fetchone() == (1,)


def test_a_file_that_was_named_itself_stays_when_it_is_gone(
    library: Library, folder: Path, reader: PlainReader, tmp_path: Path
) -> None:
    ingest(library, folder / "fuzhou.txt", reader=reader)
    (folder / "fuzhou.txt").unlink()
    ingest(library, folder, reader=reader)
    assert len(library.documents()) == 2


def test_a_folder_that_is_not_there_removes_nothing(
    library: Library, folder: Path, reader: PlainReader, tmp_path: Path
) -> None:
    ingest(library, folder, reader=reader)
    folder.rename(tmp_path / "elsewhere")
    report = ingest(library, folder, reader=reader)
    assert statuses(report) == {"documents": "failed"}
    assert "there is no such file or folder" in str(report.files[0].error)
    assert len(library.documents()) == 2


def test_the_same_bytes_under_two_names_are_one_document(library: Library, folder: Path, reader: PlainReader) -> None:
    (folder / "copy of fuzhou.txt").write_text(FUZHOU, encoding="utf-8")
    report = ingest(library, folder, reader=reader)
    assert statuses(report) == {"copy of fuzhou.txt": "added", "fuzhou.txt": "duplicate", "xiamen.txt": "added"}
    assert len(library.documents()) == 2
    assert statuses(ingest(library, folder, reader=reader)) == {
        "copy of fuzhou.txt": "unchanged",
        "fuzhou.txt": "duplicate",
        "xiamen.txt": "unchanged",
    }
    (folder / "copy of fuzhou.txt").unlink()
    ingest(library, folder, reader=reader)
    assert [document.file for document in library.documents()] == ["fuzhou.txt", "xiamen.txt"]
    assert reader.read == ["copy of fuzhou.txt", "xiamen.txt"]


def test_a_renamed_file_keeps_its_document_and_takes_the_new_name(
    library: Library, folder: Path, reader: PlainReader
) -> None:
    ingest(library, folder, reader=reader)
    (folder / "fuzhou.txt").rename(folder / "福州.txt")
    ingest(library, folder, reader=reader)
    assert {document.file for document in library.documents()} == {"福州.txt", "xiamen.txt"}
    assert library.documents()[-1].source == str(folder / "福州.txt")
    assert reader.read == ["fuzhou.txt", "xiamen.txt"]


def test_one_bad_file_does_not_keep_the_others_out(library: Library, folder: Path, reader: PlainReader) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    report = ingest(library, folder, folder / "none.txt", reader=reader)
    assert statuses(report) == {"bad.txt": "failed", "fuzhou.txt": "added", "xiamen.txt": "added", "none.txt": "failed"}
    assert report.failed
    assert all(file.error for file in report.files if file.status == "failed")


def test_a_reader_that_stumbles_over_one_file_is_an_entry_of_the_report(library: Library, folder: Path) -> None:
    def stumbling(path: Path) -> Reading:
        if path.name == "fuzhou.txt":
            raise IndexError("list index out of range")
        return PlainReader()(path)

    report = library.ingest([folder], read=stumbling, vectors=False)
    assert statuses(report) == {"fuzhou.txt": "failed", "xiamen.txt": "added"}


def test_a_file_that_became_unreadable_leaves_what_the_library_had(
    library: Library, folder: Path, reader: PlainReader
) -> None:
    ingest(library, folder, reader=reader)
    (folder / "fuzhou.txt").write_bytes(b"\x00\x00")
    assert statuses(ingest(library, folder, reader=reader))["fuzhou.txt"] == "failed"
    assert titles(library)[0] == "福州市某局2024年部门预算"


def test_a_run_that_dies_leaves_the_last_complete_state(
    library: Library, folder: Path, reader: PlainReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ingest(library, folder, reader=reader)
    before = (library.generation, library.documents(), library.facts(library.documents()[0].id))
    (folder / "fuzhou.txt").write_text(FUZHOU.replace("28.13", "99.99"), encoding="utf-8")

    def power_cut(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "publish", power_cut)
        with pytest.raises(KeyboardInterrupt):
            ingest(library, folder, reader=reader)
    assert (library.generation, library.documents(), library.facts(library.documents()[0].id)) == before
    assert all("99.99" not in passage.text for passage, _ in library.search("合计 99.99"))
    ingest(library, folder, reader=reader)
    assert library.facts(library.documents()[0].id)[0].value == Decimal("99.99")
    with sqlite3.connect(tmp_path / "home" / "library.sqlite") as database:
        assert database.execute("SELECT count(*), count(DISTINCT state) FROM documents").fetchone() == (2, 1)


def test_an_open_reader_sees_the_next_generation(
    library: Library, folder: Path, reader: PlainReader, tmp_path: Path
) -> None:
    ingest(library, folder, reader=reader)
    with Library.open(tmp_path / "home") as other:
        key, generation = other.documents()[0].id, other.generation
        other.facts(key)
        (folder / "fuzhou.txt").write_text(FUZHOU.replace("28.13", "30.00"), encoding="utf-8")
        ingest(library, folder, reader=reader)
        assert other.generation > generation
        assert other.facts(other.documents()[0].id)[0].value == Decimal("30.00")


def test_a_document_can_be_removed(library: Library, folder: Path, reader: PlainReader) -> None:
    ingest(library, folder, reader=reader)
    key = library.documents()[0].id
    table = library.tables(key)[0].id
    library.remove(key)
    assert titles(library) == ["厦门市某局2023年部门预算"]
    assert (folder / "fuzhou.txt").exists()
    with pytest.raises(NoSuchTable, match="holds no table"):
        library.table(table)
    with pytest.raises(NoSuchFact):
        library.fact("no such")
    with pytest.raises(NoSuchDocument):
        library.remove(key)


def test_other_reading_rules_read_unchanged_documents_again(
    library: Library, folder: Path, reader: PlainReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, folder, reader=reader)
    monkeypatch.setattr("index.library.fingerprint.of_reader", lambda: "newer rules")
    assert statuses(ingest(library, folder, reader=reader)) == {"fuzhou.txt": "replaced", "xiamen.txt": "replaced"}
    assert len(library.documents()) == 2


def test_a_library_of_another_version_is_read_again_from_the_files_it_knew(
    tmp_path: Path, folder: Path, reader: PlainReader
) -> None:
    home = tmp_path / "home"
    with Library.open(home, create=True) as library:
        ingest(library, folder, reader=reader)
    with sqlite3.connect(home / "library.sqlite") as database:
        database.execute("UPDATE meta SET value = 'older' WHERE key = 'schema'")
    with pytest.raises(BudgetIndexError, match="ingest"):
        Library.open(home)
    with Library.open(home, create=True) as library:
        ingest(library, reader=reader)
        assert len(library.documents()) == 2


def test_while_one_writes_another_is_told_who_and_since_when_and_readers_go_on(
    library: Library, folder: Path, reader: PlainReader, tmp_path: Path
) -> None:
    ingest(library, folder, reader=reader)
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.library import Library\n"
        "from index.library.lock import writing\n"
        "library = Library.open(sys.argv[1])\n"
        "with writing(library.home, library._store.engine):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "home")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(LibraryIsLocked, match=f"process {process.pid} since 20") as caught:
            ingest(library, folder, reader=reader)
        assert caught.value.pid == process.pid
        assert len(library.documents()) == 2
    finally:
        process.communicate("")
    assert not ingest(library, folder, reader=reader).failed


def test_a_library_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="budgetqa ingest"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeNotWritable, match="BUDGETQA_HOME"):
        Library.open(tmp_path / "file" / "home", create=True)


@pytest.mark.parametrize("damage", ["no database", "cut in half"])
def test_a_damaged_library_is_said_to_be_damaged(
    tmp_path: Path, folder: Path, reader: PlainReader, damage: str
) -> None:
    home = tmp_path / "home"
    with Library.open(home, create=True) as library:
        ingest(library, folder, reader=reader)
    file = home / "library.sqlite"
    data = file.read_bytes()
    file.write_bytes(b"budget " * 1000 if damage == "no database" else data[: len(data) // 2])
    with pytest.raises(LibraryIsDamaged, match="rebuild"), Library.open(home) as library:
        for document in library.documents():
            library.facts(document.id)
            library.search("公务接待费")


def test_a_library_in_a_folder_that_cannot_be_written_can_be_read(
    tmp_path: Path, folder: Path, reader: PlainReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(tmp_path / "home", create=True) as library:
        ingest(library, folder, reader=reader)
    monkeypatch.setattr("os.access", lambda *_: False)
    with Library.open(tmp_path / "home") as library:
        assert len(library.documents()) == 2
        with pytest.raises(HomeNotWritable, match="no permission"):
            ingest(library, folder, reader=reader)
    with pytest.raises(HomeNotWritable, match="BUDGETQA_HOME"):
        Library.open(tmp_path / "home", create=True)


def test_a_report_has_a_json_form(library: Library, folder: Path, reader: PlainReader) -> None:
    report = json.loads(json.dumps(ingest(library, folder, reader=reader).to_dict(), ensure_ascii=False))
    assert report["totals"]["tables"] == 2
    assert report["files"][0]["status"] == "added"


def test_progress_is_told(library: Library, folder: Path, reader: PlainReader) -> None:
    told: list[tuple[str, str]] = []
    library.ingest([folder], read=reader, vectors=False, progress=lambda step: told.append((step.step, step.file)))
    assert ("reading", "fuzhou.txt") in told
