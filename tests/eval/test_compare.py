"""Two reports side by side: what is newly right, wrong and harmful, and the figures that changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.compare import compare, lines_of, main


def miss(identity: str, type_: str = "lookup", *, harmful: bool = False) -> dict[str, Any]:
    return {"id": identity, "question": f"问题{identity}", "want": "1", "got": "2", "type": type_, "harmful": harmful}


def report(misses: list[dict[str, Any]], asked: list[str], *, check: int = 40) -> dict[str, Any]:
    counts = {"asked": len(asked), "correct": len(asked) - len(misses), "harmful": sum(m["harmful"] for m in misses)}
    gold = {"name": "gold", "title": "Gold", "groups": {"ALL": counts}, "misses": misses, "asked": asked}
    hidden = {"name": "gold-check", "title": "Check", "groups": {"ALL": {"asked": 63, "correct": check}}}
    return {"made": "2026", "commit": "abc", "parts": [gold, hidden]}


OLD = report([miss("a"), miss("b", "sum")], ["a", "b", "c", "d"])
NEW = report([miss("b", "sum", harmful=True), miss("c", "rank"), miss("e")], ["a", "b", "c", "d", "e"], check=42)


def test_changes_are_told_by_question() -> None:
    gold = compare(OLD, NEW)["parts"]["gold"]
    told = {kind: [each["id"] for each in gold[kind]] for kind in ("newly_right", "newly_wrong", "newly_harmful")}
    assert told == {"newly_right": ["a"], "newly_wrong": ["c"], "newly_harmful": ["b"]}
    assert gold["questions"] == {"added": 1, "gone": 0}
    assert gold["figures"]["ALL"] == {"asked": [4, 5], "harmful": [0, 1]}


def test_the_check_third_is_compared_by_figures_alone() -> None:
    check = compare(OLD, NEW)["parts"]["gold-check"]
    assert check["figures"] == {"ALL": {"asked": [63, 63], "correct": [40, 42]}}
    assert not check["newly_right"] and not check["newly_wrong"] and not check["newly_harmful"]


def test_people_read_it_by_type() -> None:
    said = "\n".join(lines_of(compare(OLD, NEW)))
    assert "newly wrong, rank: 1\n    c  问题c" in said and "correct 40 → 42 (+2)" in said
    assert "Gold: unchanged" in "\n".join(lines_of(compare(OLD, OLD)))


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    words = [str(tmp_path / name) for name in ("old.json", "new.json")]
    assert main([*words, "--json", str(tmp_path / "changes.json")]) == 0
    assert "newly harmful, sum: 1" in capsys.readouterr().out
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8")) == compare(OLD, NEW)
    (tmp_path / "old.json").write_text("{}")
    assert main(words) == 2
