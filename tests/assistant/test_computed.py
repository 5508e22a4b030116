"""Shares, differences and changes over a small department: exact, shown, and refused where an operand is missing."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, document, one_sheet, two_departments

from assistant import Assistant
from assistant.splits import computed_operation, split_difference, split_joined, split_share


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.fixture(scope="module")
def with_posts() -> Assistant:
    """The units of 青山市财政局 with posts beside staff."""
    facts = []
    for line, (name, posts, staff) in enumerate(
        [("青山市财政局", "42", "40"), ("青山市国库支付中心", "15", "12"), ("青山市会计考试中心", "8", "8")], 50
    ):
        facts += [
            cell(NORTH, "units", "单位构成表", (name,), ("人员编制数",), posts, line, year=2024, unit="人"),
            cell(NORTH, "units", "单位构成表", (name,), ("在职人数",), staff, line, year=2024, unit="人"),
        ]
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))


@pytest.fixture(scope="module")
def with_results() -> Assistant:
    """A self-evaluation: each indicator's target and what was reached."""
    facts = []
    for fact in one_sheet().facts(NORTH):
        facts.append(fact)
        if fact.source == "indicator":
            column = (*fact.column_path[:-1], "实际完成值")
            facts.append(
                replace(fact, id=f"{fact.id}r", column_path=column, raw="15", value=Decimal(15), period="result")
            )
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))


def first(answer):
    assert answer.values, answer.text
    return answer.values[0].value, answer.values[0].unit


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局三公经费里，公务用车要吃掉百分之几？", "80.00"),
        ("青山市财政局公务接待费相当于三公经费的百分之几", "20.00"),
        ("青山市财政局2024年一般公共服务支出里项目支出占几成", "25.00"),
        ("青山市财政局信息化建设在财政事务里占多大比例", "18.75"),
        ("青山市财政局信息化建设和财政委托业务支出占财政事务的比例", "25.00"),
    ],
)
def test_a_share_is_of_the_part_and_the_whole_that_are_named(assistant, question, expected):
    assert first(assistant.ask(question)) == (expected, "%")


@pytest.mark.parametrize(
    "question",
    ["青山市财政局海洋勘测费占总支出的百分之几", "青山市财政局2024年总支出占信息化建设的比例是多少"],
)
def test_no_share_where_an_operand_is_missing_or_the_part_is_larger(assistant, question):
    answer = assistant.ask(question)
    assert not answer.values


def test_a_missing_operand_is_named(assistant):
    assert "海洋勘测费" in assistant.ask("青山市财政局海洋勘测费占总支出的百分之几").text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局一般公共服务支出的基本支出比项目支出多多少", "400.00"),
        ("青山市财政局信息化建设减去财政委托业务支出是多少", "100.00"),
        ("青山市财政局住房保障支出和信息化建设相差多少", "50.00"),
    ],
)
def test_a_difference_is_between_the_two_that_are_named(assistant, question, expected):
    assert first(assistant.ask(question)) == (expected, "万元")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山国库支付中心还有几个空编", "3"),
        ("青山市财政局各单位一共还有多少空编", "5"),
        ("青山国库支付中心的编制比在职多几个", "3"),
    ],
)
def test_vacancies_are_posts_less_staff(with_posts, question, expected):
    assert first(with_posts.ask(question))[0] == expected


def test_what_was_reached_may_be_more_than_all_of_the_target(with_results):
    answer = with_results.ask("青山市举办专场活动次数的实际完成值是目标值的百分之几")
    assert first(answer) == ("125.00", "%")


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("公务接待费比上年增长了百分之几", None),
        ("机关运行经费比上年减少多少", None),
        ("超过1000万元的项目一共有多少个", None),
        ("哪些单位编制还没满", None),
        ("公用经费占基本支出几个百分点", "share"),
        ("离目标还差多少人", "difference"),
        ("两张表写的不一样吗", "conflict"),
    ],
)
def test_which_calculation_is_asked(text, operation):
    assert computed_operation(text) == operation


def test_names_are_never_cut():
    labels = ("社会保障和就业支出", "商品和服务支出")
    assert split_share("商品和服务支出占社会保障和就业支出的比例", labels) == ("商品和服务支出", "社会保障和就业支出")
    assert split_difference("社会保障和就业支出和商品和服务支出相差多少", labels) == labels
    assert split_joined("社会保障和就业支出和水费", labels) == ["社会保障和就业支出", "水费"]
