"""Project sheets of one name that only a bracket or an ending tells apart: added, compared and told side by side."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, document

from assistant import Assistant
from index.model import Fact, Place, Sheet

FORMS = [
    ("住校学生助学金（一校）", "20.00"),
    ("住校学生助学金（二校）", "9.60"),
    ("工伤核查经费", "38.00"),
    ("工伤核查经费-转移支付", "52.00"),
    ("山财社[2023]64号-关于提前下达2024年困难职工帮扶中央财政补助资金预算的通知", "600.00"),
    ("山财社[2023]75号-关于提前下达2024年困难职工帮扶省级财政补助资金预算的通知", "100.00"),
    ("山财社[2022]69号-关于提前下达2023年困难职工帮扶中央财政补助资金预算的通知", "500.00"),
    ("山财社[2022]70号-关于提前下达2023年困难职工帮扶省级财政补助资金预算的通知", "90.00"),
]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    facts, sheets = [], []
    for number, (name, amount) in enumerate(FORMS):
        place, sheet, title = Place(60 + number, 60 + number), f"S-sheet{number}", f"{name}绩效目标表"
        facts.append(
            Fact(
                f"S{number}", NORTH, "field", sheet, "project_performance_target", title, (name,), None,
                ("专项资金情况", "资金总额"), amount, Decimal(amount), "万元", "amount", "current", place, place,
                amount, year=2024,
            )
        )  # fmt: skip
        sheets.append(Sheet(sheet, NORTH, title, name, None, "project_performance_target", (), "万元", (), (), place))
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts, sheets=sheets))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局两所学校的住校学生助学金加在一块多少万", ["29.60"]),
        ("青山市财政局住校学生助学金，一校和二校谁拿得多", ["20.00", "9.60", "10.40"]),
        ("青山市财政局一校的住校学生助学金比二校多多少", ["10.40"]),
        ("青山市财政局工伤核查经费，本级的和转移支付给县区的合起来多少钱", ["90.00"]),
        ("青山市财政局工伤核查经费，转移支付那笔比本级那笔多多少", ["14.00"]),
        ("青山市财政局提前下达2024年的困难职工帮扶补助，中央和省里各给了多少", ["600.00", "100.00"]),
    ],
)
def test_sheets_of_one_name_are_told_together(assistant: Assistant, question: str, expected: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert [value.value for value in answer.values] == expected


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局困难职工帮扶补助，中央比省级多多少",  # of two years, and which is meant is not said
        "青山市财政局住校学生助学金的资助人数一校和二校一共多少人",  # people, not money
        "青山市财政局提前下达2024年的困难职工帮扶补助，中央、省级、市级各给了多少",  # there is none of the city
    ],
)
def test_what_the_sheets_do_not_tell_apart_is_not_computed(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status in ("not_found", "ambiguous")
