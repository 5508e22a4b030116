"""Sums over things named side by side, and what must be accounted for before anything computed is told."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, document, two_departments

from assistant import Assistant
from assistant.parallel import split_parallel
from assistant.splits import change_aspects
from assistant.sums import summands
from index.model import Fact, Place, Sheet


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.fixture(scope="module")
def with_levels() -> Assistant:
    """Forms of one subsidy, paid by three levels of government, and one of another year."""
    facts, sheets = [], []
    for number, (name, amount) in enumerate(
        [
            ("2024年市级创业补贴资金", "10.00"),
            ("提前下达2024年省级创业补贴资金", "20.00"),
            ("提前下达2024年中央创业补贴资金", "30.00"),
            ("提前下达2023年中央创业补贴资金", "7.00"),
        ]
    ):
        place, sheet = Place(60 + number, 60 + number), f"Q-sheet{number}"
        facts.append(
            Fact(
                f"Q{number}", NORTH, "field", sheet, "project_performance_target", f"{name}绩效目标表", (name,), None,
                ("专项资金情况", "资金总额"), amount, Decimal(amount), "万元", "amount", "current", place, place,
                amount, year=2024,
            )
        )  # fmt: skip
        sheets.append(
            Sheet(
                sheet, NORTH, f"{name}绩效目标表", name, None, "project_performance_target", (), "万元", (), (), place
            )
        )
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts, sheets=sheets))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局信息化建设和住房保障支出加起来多少", "350.00"),
        ("青山市财政局公务接待费、公务用车购置及运行费、会议费三项总共多少万元", "30.00"),
        ("青山市财政局信息化建设加财政委托业务支出是多少", "200.00"),
        ("青山市财政局三公经费里公务接待费跟公务用车购置及运行费一共花多少", "12.50"),
        ("青山市财政局国库支付中心和会计考试中心的在职人数合计", "20"),
    ],
)
def test_things_named_side_by_side_are_added(assistant, question, expected):
    assert assistant.ask(question).values[0].value == expected


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局公务接待费加上团建费一共多少",
        "青山市财政局信息化建设和海洋勘测费合计多少",
        "青山市财政局公务接待费、会议费、团建费三项总额",
    ],
)
def test_one_operand_alone_is_no_sum_and_the_missing_one_is_named(assistant, question):
    answer = assistant.ask(question)
    assert not answer.values
    assert "团建费" in answer.text or "海洋勘测费" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局2024年市级、省级和中央的创业补贴一共多少",
        "青山市财政局创业补贴2024年市级、省级、中央三笔合计多少",
        "青山市财政局2024年的创业补贴（市级+省级+中央）合计",
    ],
)
def test_forms_are_told_apart_by_what_each_thing_says_and_by_their_year(with_levels, question):
    assert with_levels.ask(question).values[0].value == "60.00"


def test_a_thing_that_names_two_forms_is_not_added(with_levels):
    assert not with_levels.ask("青山市财政局创业补贴，市级和中央两笔合计多少").values


@pytest.mark.parametrize(
    ("text", "things", "shared"),
    [
        ("一师院、二师院的中职国家助学金,总共备了多少万?", ("一师院", "二师院"), ("中职国家助学金",)),
        ("政府采购里货物类和服务类合计多少", ("货物类", "服务类"), ("政府采购",)),
        ("基本工资加津贴补贴加奖金是多少", ("基本工资", "津贴补贴", "奖金"), ()),
        ("中央一笔、省级一笔,合起来多少钱", ("中央", "省级"), ()),
        ("水费和电费分别是多少", (), ()),
        ("机关运行经费一共多少", (), ()),
    ],
)
def test_what_is_added_is_read_from_the_question(text, things, shared):
    found = summands(text)
    assert (found.things, found.shared) == (things, shared)


def test_labels_that_follow_one_upon_the_other_are_several_only_where_they_are_of_one_kind():
    labels = {"水费", "电费", "一般公共预算", "基本支出"}
    assert split_parallel("水费电费", labels, runs=True).things == ("水费", "电费")
    assert not split_parallel("一般公共预算基本支出", labels, runs=True).things


@pytest.mark.parametrize(
    ("text", "year", "wanted"),
    [
        ("收入预算还原2022年的基数,并核对一下增长率", 2023, ("before", "percent")),
        ("公务接待费比上年增加多少,增长百分之几", None, ("amount", "percent")),
        ("2022年机关运行经费多少,2023年降了百分之几", 2023, ("before", "percent")),
        ("去年是多少,今年涨了多少", None, ("before", "amount")),
        ("2023年是多少、2024年是多少", 2024, ("before", "now")),
    ],
)
def test_what_is_asked_of_a_change(text, year, wanted):
    assert change_aspects(text, year) == wanted


def test_the_year_before_and_the_change_are_told_together(assistant):
    answer = assistant.ask("青山市财政局公务接待费2023年是多少，2024年增加了多少？")
    assert [value.value for value in answer.values] == ["2.00", "0.50"]


def test_a_change_is_not_told_without_its_percentage_where_both_are_asked_and_one_cannot_be_had(assistant):
    answer = assistant.ask("青山市财政局公务接待费比上年增加了多少，增长百分之几？")
    assert [value.value for value in answer.values] == ["0.50", "25.00"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局基本支出是项目支出的几倍", ("1.50", "倍")),
        ("青山市财政局基本支出比项目支出高百分之几", ("50.00", "%")),
        ("青山市财政局总支出里有多少不是基本支出", ("400.00", "万元")),
        ("青山市财政局人均公务接待费多少元", ("416.67", "元")),
        ("青山市财政局总支出换算成亿元是多少", ("0.100000", "亿元")),
    ],
)
def test_relations_of_two_figures(assistant, question, expected):
    values = assistant.ask(question).values
    assert values
    assert (Decimal(values[0].value), values[0].unit) == (Decimal(expected[0]), expected[1])


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局基本支出比项目支出高几倍",
        "青山市财政局三公经费占总支出的万分之几",
        "青山市和临海市财政局的三公经费谁多",
        "青山市、柳河市两地财政局的信息化建设加起来多少",
    ],
)
def test_what_is_said_of_two_things_or_of_none_is_refused(assistant, question):
    assert not assistant.ask(question).values


def test_which_of_two_is_more_may_be_asked_without_a_question_word(assistant):
    answer = assistant.ask("青山市财政局基本支出多还是项目支出多")
    assert [value.value for value in answer.values] == ["600.00", "400.00"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局2024年市级创业补贴比省级少多少", "10.00"),
        ("青山市财政局2024年中央创业补贴比市级多多少", "20.00"),
    ],
)
def test_forms_are_set_against_each_other_by_what_their_names_have_apart(with_levels, question, expected):
    assert with_levels.ask(question).values[0].value == expected


@pytest.mark.parametrize(
    "question",
    ["青山市财政局项目支出前三名占总支出的百分之几", "青山市财政局公务接待费增加额占总支出的比例"],
)
def test_a_ranking_or_a_change_is_no_operand_of_a_share(assistant, question):
    assert not assistant.ask(question).values


def test_a_fee_said_by_one_character_is_the_fee():
    labels = {"水费", "电费", "邮电费"}
    assert split_parallel("基本支出里水、电、邮电费", labels).things == ("水费", "电费", "邮电费")
