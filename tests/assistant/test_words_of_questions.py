"""Titles of tables, qualifiers, slips of the pen and parts of a whole: what a question's words are taken for."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, SOUTH, TinyLibrary, cell, document, two_departments

from assistant import Assistant
from assistant.english_spelling import spelt
from assistant.qualified import qualifiers_in
from assistant.titles import named_tables, titles_of, unknown_table
from assistant.typos import alike, retyped
from assistant.understanding import understand
from assistant.vocabulary import Vocabulary

YEAR = 2024
FORMS = (("办公椅", "10", "0.50"), ("办公椅", "40", "2.00"), ("办公桌", "10", "0.80"))
TITLES = (
    ("部门支出总表", "expenditure", "60.00"),
    ("一般公共预算支出表", "general_expenditure", "45.00"),
    ("一般公共预算基本支出表", "general_basic", "30.00"),
)


def library() -> TinyLibrary:
    """青山市 (2024): 公务员医疗 stands in three tables, with another figure in each; three purchases, two of chairs."""
    facts = []
    for number, (title, kind, raw) in enumerate(TITLES):
        path = ("卫生健康支出", "行政事业单位医疗", "公务员医疗补助")
        first = 10 + 10 * number
        for depth, amount in ((1, "99.00"), (2, "88.00"), (3, raw)):
            facts.append(
                cell(NORTH, kind, title, path[:depth], ("合计",), amount, first + depth, year=YEAR,
                     code="2101103"[: 1 + 2 * depth])
            )  # fmt: skip
    for number, (name, count, amount) in enumerate(FORMS):
        line, title = 60 + number, "政府采购预算表"
        facts.append(cell(NORTH, "procurement", title, (name,), ("数量",), count, line, year=YEAR, unit="把"))
        facts.append(cell(NORTH, "procurement", title, (name,), ("采购金额",), amount, line, year=YEAR))
    return TinyLibrary([document(NORTH, "青山市", "990100", YEAR)], facts)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(library())


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(library())


@pytest.fixture(scope="module")
def departments() -> Vocabulary:
    return Vocabulary(two_departments())


def figures(answer) -> list[tuple[str, str]]:
    return [(value.value, value.unit) for value in answer.values]


# --- tables named by their titles


@pytest.mark.parametrize(
    ("title", "figure"),
    [
        ("《部门支出总表》里", "60.00"),
        ("《一般公共预算支出表》里", "45.00"),
        ("一般公共预算支出表上", "45.00"),
        ("请看一般公共预算支出表，", "45.00"),
        ("《一般公共预算基本支出表》中", "30.00"),
    ],
)
def test_a_title_locks_the_figure_to_its_table(assistant, title, figure):
    assert figures(assistant.ask(f"青山市财政局2024年{title}公务员医疗补助是多少？")) == [(figure, "万元")]


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("《部门支出总表》里", "expenditure"),
        ("部门支出表里", "expenditure"),  # without what many titles end in
        ("2024年度一般公共预算支出情况表里", "general_expenditure"),
        ("一般公共预算财政拨款支出表里", "general_expenditure"),  # the regulation's name and the short one
    ],
)
def test_a_title_is_known_without_the_words_of_every_title(vocabulary, mention, kind):
    named = named_tables(mention, [NORTH], vocabulary)
    assert (named.ids, named.kinds) == ({f"n-{kind}"}, (kind,))
    assert len(named.words) == 1 and named.words[0] in mention


@pytest.mark.parametrize("mention", ["《一般公共预算表》里", "《国有资产占用表》里", "政府性基金预算支出表里"])
def test_a_title_of_several_that_is_not_surely_meant_locks_nothing(vocabulary, mention):
    named = named_tables(mention, [NORTH], vocabulary)
    assert (named.ids, named.kinds, named.words) == (frozenset(), (), ())


def test_a_table_is_sought_in_the_documents_asked_about_alone(departments):
    assert named_tables("单位构成表里", [NORTH], departments).ids == {"n-units"}
    assert named_tables("单位构成表里", [SOUTH], departments).ids == frozenset()


def test_a_budget_table_that_no_document_has_is_refused_by_name(assistant):
    answer = assistant.ask("青山市财政局2024年政府性基金预算支出表里公务员医疗补助是多少？")
    assert answer.status == "not_found"
    assert not answer.values
    assert "政府性基金预算支出表" in answer.text
    assert all(title in answer.text for title, _, _ in TITLES)


@pytest.mark.parametrize(
    ("mention", "unknown"),
    [
        ("国有资本经营收支表里", "国有资本经营收支表"),
        ("按2024年债务收入表看", "债务收入表"),
        ("部门支出总表里", None),
        ("绩效目标表里的资金", None),  # the sheets have names of their own
        ("通讯录表里", None),  # no table of a budget
    ],
)
def test_only_tables_of_money_are_missed(vocabulary, mention, unknown):
    assert unknown_table(mention, [NORTH], vocabulary) == unknown


def test_titles_are_told_once_each_in_their_order(vocabulary):
    assert titles_of([NORTH], vocabulary) == (*(title for title, _, _ in TITLES), "政府采购预算表")


# --- qualifiers


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("青山市财政局2024年数量为10的办公椅采购金额是多少？", "0.50"),
        ("青山市财政局2024年数量为40的办公椅采购金额是多少？", "2.00"),
        ("青山市财政局2024年数量为10的办公桌采购金额是多少？", "0.80"),
    ],
)
def test_another_figure_of_its_row_picks_a_purchase(assistant, question, figure):
    assert figures(assistant.ask(question)) == [(figure, "万元")]


def test_a_figure_that_no_row_has_picks_none(assistant):
    assert not assistant.ask("青山市财政局2024年数量为15的办公椅采购金额是多少？").values


@pytest.mark.parametrize(
    ("text", "qualifiers", "words"),
    [
        ("数量为10的办公椅", (("数量", Decimal(10), None),), ("数量为10的",)),
        ("那个采购金额2,000元的办公椅", (("采购金额", Decimal(2000), "元"),), ("采购金额2,000元的",)),
        ("数量是10、采购金额为0.5万元的", (("采购金额", Decimal("0.5"), "万元"),), ("采购金额为0.5万元的",)),
        ("采购金额2024年的办公椅", (), ()),  # a year
        ("数量2024的办公椅", (), ()),
        ("重量为10的办公椅", (), ()),  # no column
    ],
)
def test_a_column_and_its_figure_qualify_but_a_year_does_not(text, qualifiers, words):
    assert qualifiers_in(text, frozenset({"数量", "采购金额"})) == (qualifiers, words)


def test_money_qualifies_in_any_unit(assistant):
    answer = assistant.ask("青山市财政局2024年采购金额为20000元的办公椅数量是多少？")
    assert figures(answer) == [("40", "把")]


# --- slips of the input method


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("信息划建设多少", "信息化建设多少"),  # by sound
        ("住房宝障支出", "住房保障支出"),
        ("会汁考试中心", "会计考试中心"),  # by shape
        ("公务接侍费", "公务接待费"),
    ],
)
def test_a_character_gives_way_to_one_that_sounds_or_looks_alike(departments, typed, meant):
    assert retyped(typed, departments) == meant


@pytest.mark.parametrize(
    "text",
    [
        "高等职业教育多少",  # merely unknown
        "彩虹蜥蜴馆多少",
        "信息化建设跟行政运行多少",  # 跟, 和 between names
        "公务接待费和会议费",
        "龙岩市财政局",  # places
        "厦门人社局",
        "how much is it",
    ],
)
def test_what_is_unknown_joins_or_names_a_place_stays(departments, text):
    assert retyped(text, departments) == text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("侍", "待", True),
        ("宝", "保", True),
        ("拨", "泼", True),
        ("政", "证", True),
        ("人", "入", True),
        ("政", "费", False),
    ],
)
def test_alike_in_sound_or_shape(one, other, same):
    assert alike(one, other) is same
    assert alike(other, one) is same


_VOCABULARY = Vocabulary(two_departments())
_NAMES = sorted({label for index in _VOCABULARY.indexes.values() for label in index.labels} - {""})


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5),
    st.sampled_from("|，的 "),
)
def test_words_of_the_library_are_never_changed(labels, between):
    text = between.join(labels)
    assert retyped(text, _VOCABULARY) == text


# --- English spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the bugdet of the offciial car", "the budget of the official car"),
        ("expenditrue on recption", "expenditure on reception"),
        ("how much is the budget", "how much is the budget"),
        (
            "sailing from a coast of revenge",
            "sailing from a coast of revenge",
        ),  # in the dictionary, though no word of budgets
        ("xiamen fuding taining", "xiamen fuding taining"),  # pinyin
        ("totl", "totl"),  # too short to be sure of
        ("qwrtzpsd", "qwrtzpsd"),  # near to nothing
    ],
)
def test_slips_are_put_right_and_words_and_pinyin_stay(typed, meant):
    assert spelt(typed) == meant


# --- parts of a whole


@pytest.mark.parametrize(
    ("question", "focus", "figure"),
    [
        ("青山市财政局2024年一般公共服务支出里的行政运行多少", "行政运行", "600.00"),
        ("青山市财政局2024年财政事务项下的信息化建设多少", "信息化建设", "150.00"),
        ("青山市财政局2024年一般公共服务支出中财政事务里的财政委托业务支出多少", "财政委托业务支出", "50.00"),
    ],
)
def test_of_a_whole_and_its_part_the_part_answers(departments, question, focus, figure):
    assert understand(question, departments).focus == focus
    assert figures(Assistant(two_departments()).ask(question)) == [(figure, "万元")]


@pytest.mark.parametrize(
    "question", ["青山市财政局2024年预算里的行政运行多少", "青山市财政局2024年财政事务里的绿化多少"]
)
def test_no_part_without_a_row_on_either_side(departments, question):
    assert understand(question, departments).focus == ""
