"""What an officer would expect of answers over two small departments."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import one_sheet, two_departments

from assistant import Assistant


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


def values(answer):
    return [(value.value, value.unit) for value in answer.values]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局2024年总支出是多少", ("1000.00", "万元")),
        ("青山市财政局2024年行政运行的基本支出", ("600.00", "万元")),
        ("青山2024年2010607科目的项目支出", ("150.00", "万元")),
        ("青山市财政局2024年三公经费是多少", ("12.50", "万元")),
        ("青山市财政局2024年招待费多少钱", ("2.50", "万元")),
        ("青山市财政局2024年項目支出多少", ("400.00", "万元")),
        ("青山国库支付中心有多少在职人员", ("12", "人")),
        ("What is the total expenditure of the Finance Bureau of 青山市 in 2024?", ("1000.00", "万元")),
    ],
)
def test_one_figure_is_the_cell_it_names(assistant, question, expected):
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert values(answer)[0] == expected


def test_every_figure_can_be_opened_at_its_row(assistant):
    citation = assistant.ask("青山市财政局2024年公务接待费").citations[0]
    assert (citation.document, citation.line_start, citation.quote) == ("青山市.txt", 32, "2.50")


def test_three_public_is_not_the_total_with_meetings(assistant):
    assert ("30.00", "万元") not in values(assistant.ask("青山市财政局三公经费预算"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青山市财政局2024年项目支出占总支出的百分之几", ("40.00", "%")),
        ("青山市财政局2024年基本支出比项目支出多多少", ("200.00", "万元")),
        ("青山市财政局2024年公务接待费和会议费加起来多少", ("20.00", "万元")),
        ("青山市财政局所有单位在职人数一共多少人", ("60", "人")),
    ],
)
def test_arithmetic_is_exact_and_shown(assistant, question, expected):
    answer = assistant.ask(question)
    assert values(answer)[0] == expected, answer.text
    assert answer.calculation is not None and expected[0] in answer.calculation.formula


def test_the_year_before_follows_from_the_stated_change(assistant):
    assert values(assistant.ask("青山市财政局2023年公务接待费是多少"))[0] == ("2.00", "万元")
    assert values(assistant.ask("青山市财政局机关运行经费上年是多少"))[0] == ("100.00", "万元")


def test_the_largest_of_a_subject_s_children(assistant):
    answer = assistant.ask("青山市财政局2024年财政事务（20106）下面哪一项支出最多")
    assert answer.values[0].label == "行政运行" and values(answer) == [("600.00", "万元")]


def test_units_are_counted_without_the_department_itself(assistant):
    assert values(assistant.ask("青山市财政局有几个下属单位"))[0][0] == "2"


def test_departments_are_compared_and_their_years_said(assistant):
    answer = assistant.ask("青山和柳河财政局谁的公务接待费高")
    assert values(answer)[:2] == [("4.00", "万元"), ("2.50", "万元")]
    assert "2023" in answer.text and "2024" in answer.text


def test_no_city_named_gives_a_reading_for_each_department(assistant):
    answer = assistant.ask("公务接待费是多少")
    assert answer.status == "ambiguous" and len(answer.values) == 2


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局2021年总支出是多少",
        "青山市教育局2024年总支出是多少",
        "泉州市财政局2024年总支出是多少",
        "青山市财政局2024年租赁费是多少",
        "青山市财政局2024年三公经费决算是多少",
        "青山市会计考试中心2024年收入预算是多少",
        "为什么青山市财政局机关运行经费减少",
    ],
)
def test_what_is_not_there_is_refused_without_a_value(assistant, question):
    answer = assistant.ask(question)
    assert answer.status == "not_found" and not answer.values, (answer.text, answer.values)
    assert answer.text


def test_a_reason_is_the_document_s_own(assistant):
    assert "来访增多" in assistant.ask("青山市财政局公务接待费为什么增加").text


def test_ellipsis_takes_place_and_subject_from_the_turns(assistant):
    turns = ["青山市财政局2024年公务接待费是多少"]
    assert values(assistant.ask("那柳河呢？", turns=turns))[0] == ("4.00", "万元")
    assert values(assistant.ask("上一年呢？", turns=turns))[0] == ("2.00", "万元")
    assert values(assistant.ask("其中的项目支出呢？", turns=["青山市财政局2024年总支出多少"]))[0] == ("400.00", "万元")


@pytest.mark.parametrize("question", ["", "？？？", "   "])
def test_an_empty_question_is_told_so(assistant, question):
    assert assistant.ask(question).status == "error"


def test_a_very_long_question_is_answered_or_refused(assistant):
    assert assistant.ask("公务接待费" * 20_000).status in {"answered", "ambiguous", "not_found"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("麻烦看看青山市财政局行政运行这个科目全部资金加起来要安排多少呀", ("600.00", "万元")),
        ("清山市财政局2024年信息化建设一年下来得花多少钱", ("150.00", "万元")),
        ("青山市财政局请客吃饭的公务接待今年打算花掉多少钱", ("2.50", "万元")),
    ],
)
def test_talk_around_a_name_does_not_hide_it(assistant, question, expected):
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert values(answer)[0] == expected


@pytest.mark.parametrize(
    "question",
    [
        "青山市国库支付中心的三公经费是多少",
        "青山市国库支付中心2024年项目支出多少",
        "青山市会计考试中心2024年公务接待费多少",
    ],
)
def test_a_unit_s_own_figure_is_not_the_department_s(assistant, question):
    answer = assistant.ask(question)
    assert not (answer.status == "answered" and answer.values), answer.text


def test_two_things_asked_are_not_answered_by_one_figure(assistant):
    answer = assistant.ask("青山市财政局2024年信息化建设花多少万元，由谁负责实施")
    assert len(answer.values) == 0 or answer.status != "answered"


@pytest.fixture(scope="module")
def sheets() -> Assistant:
    return Assistant(one_sheet())


def test_the_one_figure_of_a_sheet_in_the_unit_asked_for(sheets):
    answer = sheets.ask("青山市财政局招聘会服务今年要办多少场")
    assert values(answer) == [("12", "场")], answer.text


def test_a_rate_is_asked_for_in_per_cent(sheets):
    answer = sheets.ask("青山市财政局招聘会服务，企业满意度要达到多少")
    assert values(answer) == [("90", "%")], answer.text
