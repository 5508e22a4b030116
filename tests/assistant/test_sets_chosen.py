"""Which members of a set a question chooses, what it counts them in, and when nothing can be told of them."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, document, expenditure, two_departments

from assistant import Assistant
from assistant.asked import read_asked, unread_figure, without_set_words
from assistant.engine import Engine
from assistant.filters import Explained, comparable, holds
from assistant.guard import asks_several, withheld
from assistant.outcome import Outcome, figure_of
from assistant.query import Condition
from assistant.sets import names_a_quantity
from assistant.understanding import understand
from assistant.vocabulary import Vocabulary
from index.model import Fact, Field, Indicator, Place, Sheet

YEAR = 2024
ASKED = "青山市财政局2024年"
PROJECTS = (  # (name, total, what is due by each date)
    ("跨海大桥建设", "12000.00", {"6月底": "6000.00", "12月底": "6000.00"}),
    ("道路照明改造", "300.00", {"3月底": "30.00", "12月底": "270.00"}),
    ("社区食堂建设", "120.00", {"12月底": "120.00"}),
    ("冬季取暖补助", "80.00", {"6月底": "80.00"}),
    ("图书购置专项（一期）", "40.00", {"3月底": "10.00", "12月底": "30.00"}),
    ("图书购置专项（二期）", "9.50", {"12月底": "9.50"}),
)
PURCHASES = (  # (project, purchase, the project's 预算资金, its own 政府采购金额, 数量)
    ("信息化建设", "服务器", "100.00", "40.00", "2"),
    ("信息化建设", "交换机", "100.00", "30.00", "5"),
    ("信息化建设", "防火墙", "100.00", "25.00", "1"),
    ("办公保障", "办公椅", "40.00", "15.00", "10"),
    ("办公保障", "办公桌", "40.00", "15.00", "8"),
)


def projects(stating: int = len(PROJECTS)) -> TinyLibrary:
    """Six project sheets, of which the first ``stating`` state their money; each has the indicator 完成项目数量."""
    facts, sheets = [], []
    for number, (name, total, plan) in enumerate(PROJECTS):
        first, sheet, title = 100 + 10 * number, f"sheet{number}", f"{name}绩效目标表"
        amounts = {"资金总额": total, **plan} if number < stating else {}
        fields = []
        for line, (label, raw) in enumerate(amounts.items(), first):
            place = Place(line, line)
            facts.append(
                Fact(f"{sheet}-{label}", NORTH, "field", sheet, "project_performance_target", title, (name,), None,
                     (label,), raw, Decimal(raw), "万元", "amount", "current", place, place, raw, year=YEAR)
            )  # fmt: skip
            fields.append(Field((label,), raw, place, "万元"))
        place = Place(first + 8, first + 8)
        facts.append(
            Fact(f"{sheet}-count", NORTH, "indicator", sheet, "project_performance_target", title,
                 (name, "完成项目数量"), None, ("产出指标", "数量指标", "指标值"), f"≥{30 + number}个",
                 Decimal(30 + number), "个", "number", "target", place, place, "完成", relation="≥", year=YEAR)
        )  # fmt: skip
        rows = (Indicator("产出指标", "数量指标", "完成项目数量", place, target=f"≥{30 + number}个"),)
        sheets.append(
            Sheet(sheet, NORTH, title, name, None, "project_performance_target", (), "万元", tuple(fields), rows,
                  Place(first, first + 9))
        )  # fmt: skip
    return TinyLibrary([document(NORTH, "青山市", "990100", YEAR)], facts, sheets=sheets)


def tables() -> TinyLibrary:
    """Subjects, of which 卫生健康支出 has one child, and purchases under their projects."""
    facts = expenditure(NORTH, YEAR, 10, [
        (None, ("合计",), "1000.00", "600.00", "400.00"),
        ("210", ("卫生健康支出",), "300.00", "300.00", ""),
        ("21011", ("卫生健康支出", "行政事业单位医疗"), "300.00", "300.00", ""),
        ("2101101", ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"), "200.00", "200.00", ""),
        ("2101103", ("卫生健康支出", "行政事业单位医疗", "公务员医疗补助"), "100.00", "100.00", ""),
        ("205", ("教育支出",), "700.00", "300.00", "400.00"),
        ("20502", ("教育支出", "普通教育"), "500.00", "300.00", "200.00"),
        ("20503", ("教育支出", "职业教育"), "150.00", "", "150.00"),
        ("20508", ("教育支出", "进修及培训"), "50.00", "", "50.00"),
    ])  # fmt: skip
    columns = (("政府采购项目来源", "预算资金"), ("政府采购金额", "合计"), ("数量",))
    for line, (project, name, *row) in enumerate(PURCHASES, 60):
        for column, raw, unit in zip(columns, row, ("万元", "万元", "台"), strict=True):
            path = (project, name)
            facts.append(cell(NORTH, "procurement", "政府采购预算表", path, column, raw, line, year=YEAR, unit=unit))
    return TinyLibrary([document(NORTH, "青山市", "990100", YEAR)], facts)


@pytest.fixture(scope="module")
def of_projects() -> Assistant:
    return Assistant(projects())


@pytest.fixture(scope="module")
def of_tables() -> Assistant:
    return Assistant(tables())


@pytest.fixture(scope="module")
def departments() -> TinyLibrary:
    return two_departments()


@pytest.fixture(scope="module")
def vocabulary(departments) -> Vocabulary:
    return Vocabulary(departments)


def figures(answer) -> list[tuple[str, str]]:
    return [(value.value, value.unit) for value in answer.values]


def asked(question: str, library: TinyLibrary):
    return read_asked(understand(question, Vocabulary(library)))


# --- members chosen by their columns


@pytest.mark.parametrize("said", ["年底才一次性付清", "12月底一次性支付", "最后才全部付清"])
def test_payment_at_the_years_end_alone(of_projects, said):
    answer = of_projects.ask(f"{ASKED}{said}的项目有几个？")
    assert figures(answer) == [("2", "个")]
    assert "社区食堂建设" in answer.text and "图书购置专项（二期）" in answer.text
    assert "冬季取暖补助" not in answer.text  # paid at once, but in June


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("超过100万元", "3"),
        ("过百万", "3"),
        ("过亿元", "1"),
        ("超过1亿元", "1"),
        ("超过1.2亿元", "0"),  # a bound is not over itself
        ("在1.2亿元以上", "1"),
        ("不到50万元", "2"),
    ],
)
def test_a_bound_in_figures_or_in_words(of_projects, said, count):
    assert figures(of_projects.ask(f"{ASKED}资金总额{said}的项目有几个？")) == [(count, "个")]


def test_a_bound_that_is_not_read_answers_nothing(departments):
    assert unread_figure(asked("青山市财政局2024年将近300万元的项目有几个？", departments))
    assert not unread_figure(asked("青山市财政局2024年超过300万元的项目有几个？", departments))
    assert not Assistant(projects()).ask(f"{ASKED}将近300万元的项目有几个？").values


# --- members left out, and members named


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("除了道路照明改造外有几个项目？", ("5", "个")),
        ("不算图书购置那两个，资金总额最小的项目是哪个？", ("80.00", "万元")),
        ("不算大桥那个项目，资金总额最大的项目是哪个？", ("300.00", "万元")),
        ("不算大桥那个项目，资金总额第二大的项目是哪个？", ("120.00", "万元")),
    ],
)
def test_members_left_out_are_gone_before_the_rest_is_ranked_or_counted(of_projects, question, figure):
    assert figures(of_projects.ask(ASKED + question))[:1] == [figure]


@pytest.mark.parametrize("question", ["不算水库那个项目，有几个项目？", "除了水库建设外有几个项目？"])
def test_nothing_is_left_out_that_is_not_there(of_projects, question):
    assert not of_projects.ask(ASKED + question).values


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("不算奖励补助那四笔的项目有几个", "奖励补助"),
        ("不算照明那个，最大的项目", "照明"),
        ("除了行政运行以外的科目有哪些", "行政运行"),
        ("剔除基础设施那些，项目有几个", "基础设施"),
        ("不含“其他”的项目有几个", "其他"),
        ("不算国家的项目有几个", "国家"),  # 家 counts nothing here
    ],
)
def test_the_words_of_what_is_left_out(departments, said, word):
    assert asked(said, departments).without == (word,)


@pytest.mark.parametrize(
    ("question", "members", "others"),
    [
        ("道路照明和冬季取暖补助项目有哪些？", ["道路照明改造", "冬季取暖补助"], ["社区食堂建设"]),
        ("名称带建设的项目有哪些？", ["跨海大桥建设", "社区食堂建设"], ["道路照明改造"]),
        ("社区食堂建设的项目有哪些？", ["社区食堂建设"], ["跨海大桥建设"]),  # its words hold together
    ],
)
def test_members_named_side_by_side_are_a_union(of_projects, question, members, others):
    answer = of_projects.ask(ASKED + question)
    said = answer.text + "".join(value.label for value in answer.values)
    assert answer.status == "answered"
    assert all(member in said for member in members)
    assert not any(other in said for other in others)


# --- what is counted


@pytest.mark.parametrize(
    ("said", "unit"), [("几个项目", "个"), ("几张绩效目标表", "张"), ("几笔项目", "笔"), ("多少项项目", "项")]
)
def test_a_count_is_in_the_measure_word_asked(of_projects, said, unit):
    assert figures(of_projects.ask(f"{ASKED}有{said}？")) == [("6", unit)]


def test_a_quantity_that_is_an_indicators_name_is_no_count(of_projects):
    assert figures(of_projects.ask(f"{ASKED}道路照明改造的完成项目数量是几个？")) == [("31", "个")]
    library = projects()
    known = Vocabulary(library)
    for question, named in (("道路照明改造的完成项目数量是几个？", True), ("有几个项目？", False)):
        query = understand(ASKED + question, known)
        assert names_a_quantity(Engine(library, known, query), read_asked(query)) is named


@pytest.mark.parametrize(
    ("stating", "expected"),
    [(6, [("3", "个")]), (5, [("3", "个")]), (4, []), (0, [])],  # four fifths must state the figure
)
def test_a_condition_counts_only_where_enough_members_state_the_figure(stating, expected):
    answer = Assistant(projects(stating)).ask(f"{ASKED}资金总额超过100万元的项目有几个？")
    assert figures(answer) == expected
    assert (answer.status == "answered") is bool(expected)


def test_members_without_figures_are_counted_all_the_same():
    assert figures(Assistant(projects(0)).ask(f"{ASKED}有几个项目？")) == [("6", "个")]


@pytest.mark.parametrize(
    ("unit", "value", "condition", "met"),
    [
        ("万元", "300", Condition(">", Decimal(2999999), "元"), True),
        ("万元", "300", Condition(">", Decimal(3000000), "元"), False),
        ("元", "3000000", Condition("=", Decimal(300), "万元"), True),
        ("人", "9", Condition("<", Decimal(10), "个"), True),  # people are counted by heads
        ("辆", "9", Condition("<", Decimal(10), "个"), None),
        ("万元", "9", Condition("<", Decimal(10), "人"), None),
        ("人", "9", Condition("<", Decimal(10), "万元"), None),
        ("人", "9", Condition("≤", Decimal(9)), True),
    ],
)
def test_money_is_compared_with_money_and_people_with_heads(unit, value, condition, met):
    fact = cell(NORTH, "units", "单位构成表", ("甲",), ("数",), value, 1, year=YEAR, unit=unit)
    assert comparable(fact, condition) is (met is not None)
    assert holds(fact, condition) is bool(met)


# --- rows and their headings


@pytest.mark.parametrize(
    ("question", "figure", "said"),
    [
        ("卫生健康支出下面有几个科目？", ("2", "个"), "公务员医疗补助"),
        ("卫生健康支出下面最大的项级科目是哪个？", ("200.00", "万元"), "行政单位医疗"),
        ("教育支出下面有几个科目？", ("3", "个"), "职业教育"),
    ],
)
def test_an_only_child_gives_way_to_what_stands_under_it(of_tables, question, figure, said):
    answer = of_tables.ask(ASKED + question)
    assert figures(answer) == [figure]
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "taken", "rest"),
    [
        ("教育支出下面发教育的科目有几个", "教育支出", []),  # says 教育 over again
        ("教育支出下面绿化的科目有几个", "教育支出", ["绿化"]),
    ],
)
def test_a_heading_said_again_accounts_for_itself(question, taken, rest):
    library = tables()
    known = Vocabulary(library)
    explained = Explained(Engine(library, known, understand(ASKED + question, known)))
    explained.take(taken)
    assert explained.rest() == rest
    assert explained.enough() is (not rest)


def test_a_denial_that_no_condition_reads_leaves_the_question_open():
    library = tables()
    known = Vocabulary(library)
    explained = Explained(Engine(library, known, understand(f"{ASKED}没批教育支出的科目有几个", known)))
    explained.take("教育支出", "没批")
    assert not explained.denied
    explained = Explained(Engine(library, known, understand(f"{ASKED}没批教育支出的科目有几个", known)))
    explained.take("教育支出")
    assert explained.denied and not explained.enough()
    explained.left = []
    assert explained.weight() == 0 and not explained.enough()


@pytest.mark.parametrize(
    ("question", "figure"),
    [("信息化建设的预算资金是多少？", "100.00"), ("办公保障的预算资金是多少？", "40.00")],
)
def test_a_column_that_repeats_its_parents_figure_answers_for_the_parent(of_tables, question, figure):
    assert figures(of_tables.ask(ASKED + question)) == [(figure, "万元")]


def test_only_a_column_no_smaller_than_its_rows_together_is_the_parents():
    library = tables()
    index = Vocabulary(library).indexes[NORTH]
    of_parents = {
        (entry.fact.row_path[-1], entry.fact.column_path[-1])
        for entry in index.entries
        if entry.alternate and index.labels[entry.alternate] == entry.fact.row_path[0]
    }
    assert of_parents == {
        (name, "预算资金") for _, name, *_ in PURCHASES
    }  # both chairs' and desks' 15.00 are their own


def test_purchases_are_counted_one_by_one_under_a_bound(of_tables):
    answer = of_tables.ask(f"{ASKED}采购金额超过20万元的政府采购有几项？")
    assert figures(answer) == [("3", "项")]


# --- words of set questions


@pytest.mark.parametrize(
    ("question", "operation", "k", "nth", "lowest", "stated"),
    [
        ("资金总额最大的三个项目是哪些", "rank", 3, None, False, None),
        ("资金总额第二大的项目是哪个", "rank", None, 2, False, None),
        ("资金总额倒数第二的项目是哪个", "rank", None, 2, True, None),
        ("有几个项目", "count", None, None, False, None),
        ("有哪些项目", "list", None, None, False, None),
        ("图书购置的两个项目一共多少钱", "sum", None, None, False, 2),
        ("要印多少份材料", None, None, None, False, None),  # a quantity that a document states
        ("最高补贴多少", None, None, None, False, None),  # a ceiling that it states
    ],
)
def test_what_is_done_with_a_set(departments, question, operation, k, nth, lowest, stated):
    read = asked(question, departments)
    assert (read.operation, read.k, read.nth, read.lowest, read.stated) == (operation, k, nth, lowest, stated)


def test_words_of_the_set_question_carry_no_subject():
    left = without_set_words("资金总额超过100万元的照明项目有几个")
    assert "照明项目" in left and "资金总额" in left
    assert not any(word in left for word in ("超过", "100", "几个"))
    assert "过亿" not in without_set_words("过亿元的单位")


# --- the last look


def told(library: TinyLibrary, question: str, *names: str) -> tuple[Outcome, object]:
    """An outcome of the 合计 of some rows, and the question as it is understood."""
    rows = {
        fact.row_path[-1]: fact for fact in library.facts(NORTH) if fact.source == "cell" and "合计" in fact.column_path
    }
    return Outcome("answered", tuple(figure_of(rows[name]) for name in names)), understand(
        question, Vocabulary(library)
    )


@pytest.mark.parametrize(
    ("question", "names", "kept_back"),
    [
        ("青山市财政局2024年行政运行和信息化建设各花了多少？", ("行政运行",), True),  # one of two
        ("青山市财政局2024年行政运行和信息化建设各花了多少？", ("行政运行", "信息化建设"), False),
        ("青山市财政局2024年行政运行多少？", ("行政运行",), False),
        ("青山市财政局2024年政府性基金里行政运行多少？", ("行政运行",), True),  # a fund that the row is not of
        ("青山市财政局2024年行政运行多少，不是政府性基金？", ("行政运行",), False),
        ("青山市财政局2024年专项债券安排的信息化建设多少？", ("信息化建设",), True),
        ("青山市财政局2024年行政运行是信息化建设的几倍？", ("行政运行",), True),
        ("青山市财政局2024年行政运行占比多少？", ("行政运行",), True),
        ("青山市财政局2024年行政运行人均多少？", ("行政运行",), True),
        ("青山市财政局2024年行政运行的编码是什么？", ("行政运行",), True),
        ("青山市财政局2024年不算会议费的三公经费多少？", ("会议费",), True),
        ("青山市财政局2024年不算会议费和公务接待费那两项，三公经费多少？", ("会议费",), True),
        ("青山市财政局2024年不算会议费和公务接待费那两项，行政运行多少？", ("行政运行",), False),
    ],
)
def test_a_figure_that_answers_something_else_is_withheld(departments, vocabulary, question, names, kept_back):
    outcome, query = told(departments, question, *names)
    assert withheld(outcome, query, question, vocabulary) is kept_back


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("中央和省里各给了多少", True),
        ("会议费与培训费分别是多少", True),
        ("《会议费和培训费各花了多少》在哪", False),  # a title
        ("会议费和培训费一共多少", False),
    ],
)
def test_several_are_asked_for_one_by_one(question, several):
    assert asks_several(question) is several


@pytest.mark.parametrize(
    "question",
    ["青山市财政局2024年政府性基金里行政运行多少？", "青山市财政局2024年不算会议费和公务接待费那两项，还有几个？"],
)
def test_what_is_withheld_is_said_not_to_be_there(departments, question):
    answer = Assistant(departments).ask(question)
    assert (answer.status, answer.values) == ("not_found", ())
