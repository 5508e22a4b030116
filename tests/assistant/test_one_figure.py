"""One figure asked in people's own words: courtesies, typos, kinds of figure, denials, and what must be refused."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, document, one_sheet, two_departments

from assistant import Assistant
from assistant.asking import units_in
from assistant.courtesy import tidy
from assistant.denial import denied_in
from assistant.kinds import asks_for_one, asks_for_words
from assistant.places import years_in
from assistant.typos import retyped
from assistant.vocabulary import vocabulary_of
from index.model import Line, Place, Section


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.fixture(scope="module")
def vocabulary():
    return vocabulary_of(two_departments())


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("您好，请问2024年的三公经费是多少？谢谢！", "2024年的三公经费是多少？"),
        ("哈哈，在线等，挺急的，行政运行多少~~~", "行政运行多少"),
        ("劳驾，行政运行多少，辛苦啦", "行政运行多少"),
        ("预算\n执行得了\n几分\n", "预算执行得了几分"),
        ("Hi there, how much is it? Many thanks.", "how much is it?"),
        ("行政運行２０２４年", "行政运行2024年"),
        ("急诊费用多少", "急诊费用多少"),
        ("谢谢", "谢谢"),
    ],
)
def test_courtesies_are_no_part_of_a_question(said, asked):
    assert tidy(said) == asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("青山市财政局公务接侍费多少", "青山市财政局公务接待费多少"),
        ("青山市财政局公悟接待费多少", "青山市财政局公务接待费多少"),
        ("青山市财政局新增项目多少", "青山市财政局新增项目多少"),
        ("企业年金多少", "企业年金多少"),
        ("鼓楼区财政局", "鼓楼区财政局"),
    ],
)
def test_a_mistyped_character_is_put_right_where_one_reading_is_left(vocabulary, typed, meant):
    assert retyped(typed, vocabulary) == meant


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局2024年彩票公益金里行政运行多少",
        "青山市财政局2024年高中教育安排多少万元",
        "青山市财政局2024年其他行政运行多少",
        "青山市财政局2024年直升机采购花多少钱",
        "青山市财政局1998年行政运行多少",
        "青山市园林局2024年行政运行多少",
        "青山市财政局2024年政府性基金预算里行政运行的基本支出",
    ],
)
def test_what_the_documents_do_not_hold_is_refused_though_a_row_is_near(assistant, question):
    answer = assistant.ask(question)
    assert answer.status == "not_found", [(value.label, value.value) for value in answer.values]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("要修多少座井", "座"),
        ("一年要上多少课时", "课时"),
        ("要管多少份档案", "份"),
        ("热线要接多少电话", "人次"),
        ("来了几家企业", "家"),
    ],
)
def test_a_measure_word_says_what_is_counted(question, unit):
    assert unit in units_in(question)


@pytest.mark.parametrize(
    "question", ["安排了多少资金", "花了多少钱", "有多少不是财政拨款", "新购多少固定资产", "当年招生人数的分值"]
)
def test_money_and_points_are_no_counts(question):
    assert units_in(question) == ()


def test_a_date_or_a_document_is_asked_for_in_words():
    assert asks_for_words("救助金啥时候能发完")
    assert asks_for_words("是照哪个榕委办的文件来的")
    assert not asks_for_words("什么时候能发多少钱")


def test_what_one_person_gets_is_no_total():
    assert asks_for_one("评上奖一个人能拿多少")
    assert asks_for_one("博士能领多少")
    assert not asks_for_one("每人每月30元那个补贴一共放了多少资金")


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("人才扶持(不是对区转移支付那张)多少", ("对区转移支付",)),
        ("实际招了多少人,别给我目标", ("目标",)),
        ("行政运行多少,培训费的不算", ("培训费",)),
        ("不是全都是基本支出吧,项目支出多少", ()),
    ],
)
def test_what_a_question_does_not_mean(question, denied):
    assert denied_in(question)[1] == denied


def test_old_and_short_years_are_years():
    assert years_in("1999年的预算")[0] == (1999,)
    assert years_in("98年政府采购预算")[0] == (1998,)
    assert years_in("满30年工龄")[0] == ()


def test_a_count_is_never_answered_by_money():
    answer = Assistant(one_sheet()).ask("青山市财政局2024年招聘会服务经费要来多少家企业")
    assert [(value.value, value.unit) for value in answer.values] == [("300", "家")]
    answer = Assistant(one_sheet()).ask("青山市财政局2024年招聘会服务经费要修多少座桥")
    assert answer.status == "not_found"


def test_the_money_of_a_sheet_named_by_words_that_nothing_else_has():
    answer = Assistant(one_sheet()).ask("青山市财政局搞招聘会服务准备了多少资金")
    assert [(value.value, value.unit) for value in answer.values] == [("30.00", "万元")]


def test_a_total_that_holds_what_is_left_out_is_no_answer():
    def row(name, raw, line):
        return cell(NORTH, "three_public", "“三公”经费支出表", ("“三公”经费", name), ("合计",), raw, line, year=2024)

    facts = [
        cell(NORTH, "three_public", "“三公”经费支出表", ("合计",), ("合计",), "30.00", 30, year=2024, total=True),
        row("会议费", "17.50", 31),
        row("公务接待费", "12.50", 32),
    ]
    text = Section("s", NORTH, ("说明",), "会议费和公务接待费", Place(1, 1), (Line("会议费和公务接待费", Place(1, 1)),))
    library = TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts, sections=[text])
    answer = Assistant(library).ask("青山市财政局2024年三公经费支出表合计多少，会议费的不算")
    assert all(Decimal(value.value) != Decimal("30.00") for value in answer.values)
