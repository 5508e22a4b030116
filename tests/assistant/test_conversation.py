"""A conversation about budgets: what a question leaves out comes from the ones before, and nothing else does."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, document, one_sheet, two_departments

from assistant import Assistant


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.mark.parametrize(
    ("turns", "question", "expected"),
    [
        (["青山市财政局2024年行政运行是多少"], "那信息化建设呢？", "150.00"),
        (["青山市财政局2024年总支出是多少"], "柳河市2023年呢？", "500.00"),
        (["青山市财政局2024年总支出是多少"], "其中项目支出呢？", "400.00"),
        (["青山市财政局2024年总支出是多少", "其中项目支出呢？"], "基本支出呢", "600.00"),
        (["青山市财政局2024年公务接待费多少"], "上一年呢？", "2.00"),
        (["青山市财政局2024年公务接待费多少"], "占三公经费的百分之几？", "20.00"),
        (["青山市财政局2024年信息化建设多少", "住房保障支出呢"], "两个差多少？", "50.00"),
        (["青山市财政局2024年公务接待费多少"], "不对，我问的是公务用车购置及运行费", "10.00"),
        (["青山国库支付中心有多少在职人员"], "会计考试中心呢？", "8"),
        (["青山市财政局2024年公务接待费多少"], "柳河市财政局2023年行政运行是多少？", "400.00"),
        (["青山市财政局2024年总支出是多少"], "换算成元是多少？", "10000000"),
        (["青山市财政局2024年总支出是多少"], "基本支出占多少", "60.00"),
        (["青山市财政局2024年总支出是多少", "基本支出占多少"], "项目支出呢", "40.00"),
        (["青山市财政局2024年总支出是多少"], "去掉基本支出呢", "400.00"),
        (["青山市财政局2024年项目支出是多少"], "比基本支出少多少", "200.00"),
        (["青山市财政局2024年信息化建设多少"], "它占总支出的百分之几", "15.00"),
        (["青山市财政局2024年信息化建设多少", "住房保障支出呢", "两个差多少？"], "前者占总支出的百分之几", "15.00"),
    ],
)
def test_what_is_left_out_is_taken_from_before(assistant, turns, question, expected):
    answer = assistant.ask(question, turns=turns)
    assert answer.values and answer.values[0].value == expected, (answer.text, assistant.explain(question, turns=turns))


def test_it_is_the_unit_that_ranked_first(assistant):
    answer = assistant.ask("那它的在职人数是多少？", turns=["青山市财政局哪个单位在职人数最多？"])
    assert answer.values and answer.values[0].value == "40", answer.text


def test_a_change_of_topic_inherits_only_the_place(assistant):
    answer = assistant.ask("海洋勘测费呢？", turns=["青山市财政局2024年公务接待费多少"])
    assert not answer.values


def test_a_project_s_next_question_is_of_its_own_form():
    told = Assistant(one_sheet())
    turns = ["青山市招聘会服务经费项目资金总额多少"]
    assert told.ask("参会单位要多少家", turns=turns).values[0].value == "300"
    assert told.ask("满意度目标是多少", turns=[*turns, "参会单位要多少家"]).values[0].value == "90"


def test_a_neighbour_is_told_by_what_differs():
    base = one_sheet().facts(NORTH)[1]
    facts = [
        replace(base, id=f"N{line}", row_path=(base.row_path[0], f"新引进人才补贴标准—{name}"), raw=value,
                value=Decimal(value), unit="元/人", place=replace(base.place, line_start=line, line_end=line))
        for line, (name, value) in enumerate((("博士", "80000"), ("“双一流”本科", "30000"), ("其他本科", "10000")), 60)
    ]  # fmt: skip
    told = Assistant(TinyLibrary(one_sheet().documents(), facts))
    turns = ["青山市新引进人才补贴标准—博士是多少"]
    assert told.ask("双一流本科呢", turns=turns).values[0].value == "30000"
    assert told.ask("不是双一流的本科呢", turns=[*turns, "双一流本科呢"]).values[0].value == "10000"


def test_another_table_of_the_same_subject():
    facts = [
        cell(NORTH, kind, title, ("住房公积金",), ("合计",), raw, line, year=2024)
        for kind, title, raw, line in (
            ("expenditure", "部门支出总表", "68.00", 10),
            ("general_basic", "一般公共预算基本支出表", "99.00", 20),
        )
    ]
    told = Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))
    turns = ["青山市财政局2024年住房公积金多少"]
    assert told.ask("换成基本支出表看，是多少？", turns=turns).values[0].value == "99.00"


@pytest.mark.parametrize(
    ("turns", "question", "expected"),
    [
        (["What is Qingshan's 2024 total expenditure?"], "And its basic expenditure?", "600.00"),
        (["青山市财政局2024年总支出是多少", "其中基本支出呢"], "What share of the total is that?", "60.00"),
        (["青山市财政局2024年公务接待费多少"], "How much did it rise?", "0.50"),
    ],
)
def test_english_turns(assistant, turns, question, expected):
    answer = assistant.ask(question, turns=turns)
    assert answer.values and answer.values[0].value == expected, answer.text


@pytest.mark.parametrize("turn", ["上一年呢？", "公务接待费呢？", "2022年呢？"])
def test_a_place_that_the_library_lacks_stays_the_place_of_what_follows(assistant, turn):
    answer = assistant.ask(turn, turns=["金华人社局2023年三公经费预算安排了多少？"])
    assert (answer.status, answer.values) == ("not_found", ())
    assert "金华市" in answer.text
