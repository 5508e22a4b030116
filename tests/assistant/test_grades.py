"""The grades of one standard: each group's figure, all or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant
from index.model import Fact, Place
from tests.assistant.tiny import NORTH, TinyLibrary, document

STANDARD = "引才补贴标准"


def grade(name: str, raw: str, line: int) -> Fact:
    place = Place(line, line)
    path = ("引才补贴", f"{STANDARD}—{name}")
    return Fact(
        f"n{line}", NORTH, "indicator", "n-sheet", "sheet", "引才补贴绩效目标表", path, None, ("成本指标", "指标值"),
        raw, Decimal(raw), "元/人", "amount", "target", place, place, raw, year=2024,
    )  # fmt: skip


@pytest.fixture
def assistant() -> Assistant:
    facts = [
        grade("博士", "80000", 10), grade("硕士", "50000", 11), grade("“双一流”本科", "30000", 12),
        grade("其他高校本科", "10000", 13),
    ]  # fmt: skip
    return Assistant(TinyLibrary([document(NORTH, "青山市", "110000", 2024)], facts))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("青山引才补贴标准博士、硕士分别是多少", ["80000", "50000"]),
        ("青山引才补贴博士、硕士和本科的标准分别是多少", ["80000", "50000", "30000", "10000"]),
        ("青山引才补贴标准分几档，各发多少元", ["80000", "50000", "30000", "10000"]),
        ("青山引才补贴标准博士以外各档分别是多少", ["50000", "30000", "10000"]),
    ],
)
def test_each_group_gets_its_figure(assistant: Assistant, question: str, values: list[str]) -> None:
    assert [value.value for value in assistant.ask(question).values] == values


def test_a_group_that_is_not_there_leaves_all_unanswered(assistant: Assistant) -> None:
    answer = assistant.ask("青山引才补贴标准博士、硕士、专科分别是多少")
    assert "80000" not in [value.value for value in answer.values]
