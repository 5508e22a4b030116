"""The report of a run: every miss with its trace, figures alone of the check third, nothing loaded from outside."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Assistant
from eval.parts import Miss, Part, part_of, read_parts, without_check, write_part
from eval.report import check_part, measured, to_html
from eval.split import is_check
from tests.assistant.tiny import two_departments

IDS = [f"t-{number}" for number in range(60)]
CHECK, READ = [one for one in IDS if is_check(one)], [one for one in IDS if not is_check(one)]
SCORE: Any = SimpleNamespace(
    headline_ok=lambda answer, gold: [v["value"] for v in answer["values"]] == [gold["answer"]["value"]],
    citation_ok=lambda answer, gold: True,
)


def gold(identity: str, question: str, value: str) -> dict[str, Any]:
    answer = {"kind": "amount", "value": value, "unit": "万元"}
    return {"id": identity, "question": question, "type": "lookup", "lang": "zh", "turns": [], "answer": answer}


QUESTIONS = [
    gold(READ[0], "青山市2024年公务接待费是多少", "2.50"),
    gold(READ[1], "柳河市2023年公务接待费<b>是多少", "99.00"),
]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.fixture(scope="module")
def part(assistant: Assistant) -> Part:
    return measured(assistant, "gold", "Gold", QUESTIONS, SCORE)


def page(*parts: Part) -> str:
    return to_html({"made": "2026-01-01", "commit": None, "parts": [asdict(one) for one in parts]})


def test_a_miss_has_what_was_wanted_given_and_how_it_came_about(part: Part) -> None:
    assert part.groups["ALL"] == {"asked": 2, "correct": 1, "cited": 1, "harmful": 1}
    (miss,) = part.misses
    assert miss.id == READ[1] and miss.harmful and miss.want["value"] == "99.00"
    assert miss.got["values"][0]["value"] == "4.00"
    assert miss.trace is not None and miss.trace["searches"][0]["ranked"][0]["chosen"]


def test_the_page_is_escaped_and_loads_nothing(part: Part) -> None:
    html = page(part)
    assert "公务接待费&lt;b&gt;是多少" in html and "<b>" not in html
    assert "99.00万元" in html and "4.00万元" in html and "Figures considered" in html
    assert not re.search(r"<script|src=|url\(|@import|href=\"(?!#)", html)
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert anchors and anchors <= set(re.findall(r'id="([^"]+)"', html))
    assert "prefers-color-scheme: dark" in html


def test_of_the_check_third_there_are_figures_only(assistant: Assistant) -> None:
    secret = gold(CHECK[0], "青山市2024年机关运行经费是多少", "77.77")
    told = check_part(assistant, [secret], SCORE)
    assert told.groups["ALL"]["asked"] == 1 and not told.misses and not told.asked
    text = page(told) + json.dumps(asdict(told), ensure_ascii=False)
    assert not any(word in text for word in (CHECK[0], "机关运行经费", "77.77", "90.00"))
    with pytest.raises(AssertionError):
        check_part(assistant, QUESTIONS, SCORE)


def test_another_measurement_s_misses_of_the_check_third_are_dropped() -> None:
    secret = gold(CHECK[0], "青山市2024年机关运行经费是多少", "77.77")
    misses = [
        Miss("a", "问题", "1", "2", origin=CHECK[0]),
        Miss(f"{CHECK[0]}~typo", "问题", "1", "2"),
        Miss("b", " 青山市2024年机关运行经费 是多少", "1", "2"),
        Miss("d", "青山市2024年机关运行经费是多少 → 上年呢", "1", "2"),
        Miss("c", "青山市2024年公务接待费是多少", "1", "2", origin=READ[0]),
    ]
    part = Part("perturb", "Perturbed", {"ALL": {"asked": 5}}, misses, ("a", f"{CHECK[0]}~typo", "c"))
    left = without_check(part, [secret, *QUESTIONS])
    assert [miss.id for miss in left.misses] == ["c"] and left.asked == ("a", "c")
    assert left.groups == part.groups


def test_a_part_is_read_as_it_was_written_and_other_json_is_passed_over(tmp_path: Path, part: Part) -> None:
    write_part(part, tmp_path)
    (tmp_path / "bench.json").write_text('{"seconds": 3}')
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[1]")
    (read,) = read_parts(tmp_path)
    assert json.loads(json.dumps(asdict(read))) == json.loads(json.dumps(asdict(part)))


def test_a_small_part_without_types_or_traces_is_shown() -> None:
    data = {"name": "negatives", "groups": {"ALL": {"asked": 3, "refused": 2}}, "misses": [
        {"id": "n-1", "question": "问", "want": "refusal", "got": {"status": "answered"}, "more": 1}]}  # fmt: skip
    html = page(part_of(data))
    assert "negatives" in html and "66.7%" in html and "misses (1)" in html
