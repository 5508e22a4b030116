"""The command line as a user meets it: real processes, tiny documents, exit codes, one sentence for each error."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.ui.documents import FUZHOU, XIAMEN
from ui.cli import EXIT_CODES, parser
from ui.draw import draw_table
from ui.terminal import clean, to_json, width, wrap

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "厦门2023年三公预算是多少"


def run(*words: str, home: Path, given: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
    """`budgetqa WORDS` in a process of its own, with the library at ``home``."""
    environment = {**os.environ, "BUDGETQA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("BUDGETQA_DEBUG", None)
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *words], env=environment, input=given, capture_output=True, text=True,
        encoding="utf-8", timeout=120, cwd=home.parent,
    )  # fmt: skip


def read(*words: str, home: Path) -> Any:
    """The JSON that a command prints."""
    return json.loads(run(*words, "--json", home=home).stdout)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What stands on stderr, which is never a traceback."""
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "xiamen.txt").write_text(XIAMEN, encoding="utf-8")
    (folder / "fuzhou.txt").write_text(FUZHOU, encoding="gb18030")
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> Path:
    """A library with both documents, without vectors."""
    where = tmp_path_factory.mktemp("library") / "home"
    done = run("ingest", str(documents), "--no-vectors", home=where)
    assert done.returncode == 0, done.stderr
    return where


# --- help and usage -----------------------------------------------------------------------------


def test_help_names_every_command_and_exit_code(tmp_path: Path) -> None:
    done = run("--help", home=tmp_path / "home")
    assert done.returncode == 0
    for word in ("ingest", "ask", "batch", "documents", "tables", "show", "audit", "serve", "doctor", "eval"):
        assert f"\n    {word}" in done.stdout
    for code in EXIT_CODES:
        assert f"\n  {code}" in done.stdout


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = "torch sqlalchemy chromadb gradio llama_index rich numpy pypinyin"
    program = f"""
import sys, contextlib, io
from ui.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["--help"])
sys.exit(",".join(name for name in {heavy.split()!r} if name in sys.modules) or 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_every_command_and_option_stands_in_the_docs() -> None:
    docs = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert isinstance(commands, dict)
    for name, command in commands.items():
        assert f"budgetqa {name}" in docs, name
        for action in command._actions:
            for option in action.option_strings:
                assert option in docs or option in ("-h", "--help"), f"{name} {option}"
    for code in EXIT_CODES:
        assert f"| {code} |" in docs


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["ingest"], ["ask"], ["serve", "--port", "0"], ["ask", "--wrong", "x"]]
)
def test_bad_usage_is_code_2(words: list[str], tmp_path: Path) -> None:
    done = run(*words, home=tmp_path / "home")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


# --- ingest -------------------------------------------------------------------------------------


def test_ingest_sums_up_what_was_read(documents: Path, tmp_path: Path) -> None:
    done = run("ingest", str(documents), "--no-vectors", home=tmp_path / "home")
    assert done.returncode == 0 and said(done) == ""
    assert "2 documents (2 new, 0 changed), 4 tables" in done.stdout and "contradiction" in done.stdout
    again = run("ingest", str(documents), "--no-vectors", home=tmp_path / "home")
    assert "2 documents (0 new, 0 changed), 4 tables" in again.stdout


def test_ingest_as_json_has_each_file_and_the_totals(documents: Path, tmp_path: Path) -> None:
    report = read("ingest", str(documents), "--no-vectors", home=tmp_path / "home")
    assert [file["status"] for file in report["files"]] == ["added", "added"]
    assert report["totals"]["tables"] == 4


def test_a_bad_file_is_named_and_the_rest_goes_on(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    bad = [str(tmp_path / name) for name in ("empty.txt", "picture.txt", "absent.txt")]
    done = run("ingest", *bad, str(documents / "xiamen.txt"), "--no-vectors", home=tmp_path / "home")
    assert done.returncode == 1
    lines = said(done).splitlines()
    assert len(lines) == 3 and all(
        name in line for name, line in zip(("empty", "picture", "absent"), lines, strict=True)
    )
    assert [entry["file"] for entry in read("documents", home=tmp_path / "home")] == ["xiamen.txt"]


def test_a_file_of_50_mb_is_an_answer_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_text("预算支出情况说明。\n" * (50_000_000 // 28), encoding="utf-8")
    done = run("ingest", str(tmp_path / "huge.txt"), "--no-vectors", home=tmp_path / "home")
    assert done.returncode in (0, 1)
    assert "huge.txt" in said(done) + done.stdout


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = run("ingest", str(tmp_path / "folder"), "--no-vectors", home=tmp_path / "home")
    assert done.returncode == 1 and "no document found" in said(done)


@pytest.mark.parametrize("home", ["file/home", "/proc/budgetqa-home"])
def test_a_home_that_cannot_be_written_is_code_3(home: str, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("ingest", str(documents), "--home", str(tmp_path / home), home=tmp_path / "unused")
    assert done.returncode == 3 and "BUDGETQA_HOME" in said(done)


def test_doctor_says_where_the_home_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("doctor", "--home", str(tmp_path / "file" / "home"), home=tmp_path / "unused")
    assert done.returncode == 3 and "BUDGETQA_HOME" in said(done)


def test_a_locked_library_is_code_3_and_can_still_be_asked(filled: Path, documents: Path) -> None:
    from filelock import FileLock

    with FileLock(filled / "writer.lock"):
        done = run("ingest", str(documents), "--no-vectors", home=filled)
        assert done.returncode == 3 and "is being written by" in said(done)
        assert run("documents", home=filled).returncode == 0


def test_a_damaged_library_is_code_3(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.sqlite").write_bytes(b"no database at all" * 500)
    done = run("documents", home=home)
    assert done.returncode == 3 and "rebuild" in said(done)


# --- ask and batch ------------------------------------------------------------------------------


def test_ask_gives_the_figure_and_its_source(filled: Path) -> None:
    done = run("ask", QUESTION, home=filled)
    assert done.returncode == 0, done.stderr
    assert "28.13" in done.stdout and "三公" in done.stdout and "xiamen.txt" in done.stdout


def test_ask_as_json_is_the_answer_contract(filled: Path) -> None:
    answer = read("ask", QUESTION, home=filled)
    assert answer["status"] == "answered" and answer["values"][0]["value"] == "28.13"
    cited = answer["citations"][0]
    assert cited["document"] == "xiamen.txt" and cited["quote"] == "28.13"
    assert XIAMEN.splitlines()[cited["line_start"] - 1].startswith("28.13")


def test_ask_explains_how_the_question_was_read(filled: Path) -> None:
    trace = read("ask", QUESTION, "--explain", home=filled)["trace"]
    assert {"kind": "年度", "words": "2023年", "to": "2023"} in trace["links"]
    first = trace["searches"][0]["ranked"][0]
    assert (first["value"], first["document"], first["chosen"]) == ("28.13万元", "xiamen.txt", True)
    said = run("ask", QUESTION, "--explain", home=filled).stdout
    assert "问题读作:" in said and "→  1. 28.13万元" in said and "为什么取它: 胜过" in said
    assert "trace" not in read("ask", QUESTION, home=filled)


def test_ask_reads_the_question_from_stdin(filled: Path) -> None:
    assert "28.13" in run("ask", "-", home=filled, given=QUESTION).stdout


def test_a_question_that_the_documents_do_not_answer_is_code_1(filled: Path) -> None:
    done = run("ask", "厦门2019年三公预算是多少", home=filled)
    assert done.returncode == 1 and "28.13" not in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "Write a question"),
        ("  ", "Write a question"),
        ("？？！", "only punctuation"),
        ("x" * 100_000, "100,000 characters"),
    ],
)
def test_a_text_that_is_no_question_is_code_2(question: str, words: str, filled: Path) -> None:
    done = run("ask", question, home=filled)
    assert done.returncode == 2 and words in said(done) and len(done.stderr) < 400 and done.stdout == ""


def test_asking_without_a_library_is_code_3_and_says_what_to_do(tmp_path: Path) -> None:
    done = run("ask", QUESTION, home=tmp_path / "home")
    assert done.returncode == 3 and "budgetqa ingest" in said(done)
    assert not (tmp_path / "home").exists()


def test_batch_answers_line_by_line_in_the_contract(filled: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": QUESTION},
        {"id": "b", "question": "那公务接待费呢？", "turns": [QUESTION]},
        {"id": "c", "question": "厦门2019年三公预算是多少"},
    ]
    questions.write_text("\ufeff" + "\n\n".join(to_json(line) for line in lines), encoding="utf-8")
    done = run("batch", str(questions), str(tmp_path / "answers.jsonl"), home=filled)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["values"][0]["value"] == "28.13"
    assert answers[2]["status"] == "not_found" and answers[2]["values"] == []


def test_batch_names_bad_lines_and_answers_the_rest(filled: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(f'{{"id": 1\n{to_json({"id": 2, "question": QUESTION})}\n[3]\n{{"id": 4, "question": "？"}}\n')
    done = run("batch", str(questions), "-", home=filled)
    assert done.returncode == 1
    assert [line.split(" line ")[1][:1] for line in said(done).splitlines()] == ["1", "3", "4"]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(answer["id"], answer["status"]) for answer in answers] == [(2, "answered"), (4, "error")]


def test_batch_without_its_file_is_code_2(filled: Path, tmp_path: Path) -> None:
    done = run("batch", str(tmp_path / "absent.jsonl"), "-", home=filled)
    assert done.returncode == 2 and "absent.jsonl" in said(done)


# --- looking at what was read -------------------------------------------------------------------


def test_documents_lists_what_the_library_holds(filled: Path) -> None:
    entries = read("documents", home=filled)
    assert [(entry["file"], entry["region"], entry["year"]) for entry in entries] == [
        ("fuzhou.txt", "福州市", 2024), ("xiamen.txt", "厦门市", 2023),
    ]  # fmt: skip
    rows = run("documents", home=filled).stdout.splitlines()
    assert len(rows) == 3 and rows[0].split("\t")[:2] == ["id", "file"]


@pytest.mark.parametrize("name", ["xiamen.txt", "厦门"])
def test_tables_finds_a_document_by_name_or_title(name: str, filled: Path) -> None:
    titles = [entry["title"] for entry in read("tables", name, home=filled)]
    assert titles == ["部门支出预算总体情况表", "一般公共预算“三公”经费支出情况表"]


def test_tables_finds_a_document_by_the_beginning_of_its_id(filled: Path) -> None:
    first = read("documents", home=filled)[0]
    assert len(read("tables", first["id"][:8], home=filled)) == 2


def test_a_name_that_fits_two_documents_is_code_2_and_none_is_code_1(filled: Path) -> None:
    assert run("tables", "人力资源", home=filled).returncode == 2
    done = run("tables", "上海", home=filled)
    assert done.returncode == 1 and "budgetqa documents" in said(done)


def test_show_draws_a_table_with_its_two_header_levels(filled: Path) -> None:
    done = run("show", "三公", "--in", "xiamen.txt", home=filled)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert any("公务用车购置及运行费" in line for line in lines) and any("小计 " in line for line in lines)
    assert any(line.split("│")[0].strip() == "28.13" for line in lines if "│" in line)


def test_show_takes_the_short_id_that_tables_prints(filled: Path) -> None:
    short = run("tables", "xiamen.txt", home=filled).stdout.splitlines()[1].split("\t")[0]
    assert len(short) < 16
    assert "部门支出预算总体情况表" in run("show", short, home=filled).stdout


def test_audit_counts_what_holds_and_names_both_sides_of_what_does_not(documents: Path, tmp_path: Path) -> None:
    wrong = XIAMEN.replace("2080101\t行政运行\t600.00\t600.00", "2080101\t行政运行\t700.00\t600.00")
    (tmp_path / "wrong.txt").write_text(wrong, encoding="utf-8")
    run("ingest", str(tmp_path / "wrong.txt"), "--no-vectors", home=tmp_path / "home")
    audit = read("audit", home=tmp_path / "home")
    assert audit["totals"]["found"] > audit["totals"]["holding"] > 0
    contradiction = audit["documents"][0]["contradicted"][0]
    assert contradiction["left_value"] != contradiction["right_value"] and contradiction["lines"]
    assert "contradicted:" in run("audit", "wrong.txt", home=tmp_path / "home").stdout


def test_audit_all_lists_what_holds_too(filled: Path) -> None:
    audit = read("audit", "xiamen.txt", "--all", home=filled)["documents"][0]
    assert len(audit["identities"]) == audit["found"] > 0


def test_doctor_tells_versions_home_and_library(filled: Path, tmp_path: Path) -> None:
    report = read("doctor", home=filled)
    assert report["library"]["documents"] == 2 and report["packages"]["gradio"] and report["home_writable"]
    assert run("doctor", home=tmp_path / "home").returncode == 0


# --- serving ------------------------------------------------------------------------------------


def test_serve_takes_the_next_free_port_and_ends_on_an_interrupt(filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {**os.environ, "BUDGETQA_HOME": str(filled), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "ui.cli", "serve", "--json", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=filled.parent) as page:
            assert page.stdout is not None
            told = json.loads(page.stdout.readline())
            assert told["url"].startswith("http://127.0.0.1:") and told["port"] > port
            with urllib.request.urlopen(told["url"], timeout=60) as answer:
                assert answer.status == 200
            page.send_signal(signal.SIGINT)
            assert page.wait(60) == 0


def test_serve_without_a_free_port_is_code_3(tmp_path: Path) -> None:
    done = run("serve", "--host", "203.0.113.1", home=tmp_path / "home")
    assert done.returncode == 3 and "--port" in said(done)


# --- printing -----------------------------------------------------------------------------------


def test_chinese_takes_two_columns_and_is_broken_anywhere() -> None:
    assert width("三公a") == 5 and wrap("公务接待费", 4) == ["公务", "接待", "费"]


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    assert clean("a\x1b[31mb\x07") == "a\ufffd[31mb\ufffd"


def test_json_survives_lone_surrogates() -> None:
    assert json.loads(to_json({"a": "\ud800"}).encode())["a"] == "\ud800"


def test_a_drawn_table_has_lines_of_one_width() -> None:
    from tests.ui.fakes import THREE

    lines = draw_table(THREE)
    assert max(map(width, lines)) == width(lines[0]) and len(lines) == 6
