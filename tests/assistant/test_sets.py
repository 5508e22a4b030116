"""Questions over sets: members, conditions, measure and operation; nothing is answered that is not surely linked."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, two_departments

from assistant import Assistant
from index.model import Document, Fact, Field, Indicator, Place, Sheet

YEAR = 2024
PROJECTS = (  # (name, code, total, fiscal, other, 实施期限)
    ("道路照明改造", "P1", "300.00", "300.00", "", "一次性项目"),
    ("社区食堂建设", "P2", "120.00", "", "120.00", "跨年性项目"),
    ("冬季取暖补助", "P3", "80.00", "50.00", "30.00", "固定性项目"),
    ("临时用工补贴", "P4", "9.50", "9.50", "", "固定性项目"),
    ("临时用工补贴", "P5", "4.25", "4.25", "", "固定性项目"),
)


class Library(TinyLibrary):
    def document(self, identity: str) -> Document:
        return next(document for document in self.documents() if document.id == identity)


def field(sheet: str, name: str, label: str, raw: str, line: int, unit: str | None) -> Fact:
    place = Place(line, line)
    value = Decimal(raw) if unit and raw else None
    return Fact(
        f"{sheet}-{label}", NORTH, "field", sheet, "project_performance_target", f"{name}绩效目标表", (name,), None,
        (label,), raw, value, unit, "amount" if value is not None else "text", "current", place, place,
        f"{label}\t{raw}", year=YEAR,
    )  # fmt: skip


def indicator(sheet: str, name: str, row: Indicator) -> Fact:
    return Fact(
        f"{sheet}-{row.name}", NORTH, "indicator", sheet, "project_performance_target", f"{name}绩效目标表",
        (name, row.name), None, (row.level1 or "", row.level2 or "", "指标值"), row.target or "", Decimal(90), "%",
        "percent", "target", row.place, row.place, row.name, relation="≥", year=YEAR,
    )  # fmt: skip


def library() -> Library:
    base = two_departments()
    facts = [fact for d in base.documents() for fact in base.facts(d.id)]
    sheets = []
    for number, (name, code, *amounts, term) in enumerate(PROJECTS):
        first, sheet = 100 + 10 * number, f"sheet{number}"
        fields = []
        for offset, (label, raw) in enumerate(zip(("资金总额", "财政拨款", "其他资金"), amounts, strict=True), 1):
            facts.append(field(sheet, name, label, raw, first + offset, "万元"))
            fields.append(Field((label,), raw, Place(first + offset, first + offset), "万元"))
        facts.append(field(sheet, name, "实施期限", term, first + 4, None))
        levels = (
            ("产出指标", "数量指标", "完成数量"),
            ("产出指标", "质量指标", "合格率"),
            ("满意度指标", None, "满意率"),
        )
        rows = tuple(
            Indicator(one, two, label, Place(first + 5 + n, first + 5 + n), target="≥90%")
            for n, (one, two, label) in enumerate(levels)
        )
        facts += [indicator(sheet, name, row) for row in rows]
        sheets.append(
            Sheet(sheet, NORTH, f"{name}绩效目标表", name, code, "project_performance_target", (), "万元",
                  tuple(fields), rows, Place(first, first + 9))
        )  # fmt: skip
    units = "单位构成表"
    for line, (name, kind, posts) in enumerate(
        (("青山市财政局", "行政", "45"), ("青山市国库支付中心", "事业", "12"), ("青山市会计考试中心", "事业", "9")), 50
    ):
        facts.append(cell(NORTH, "units", units, (name,), ("人员编制数",), posts, line, year=YEAR, unit="人"))
        place = Place(line, line)
        facts.append(
            Fact(f"kind{line}", NORTH, "cell", f"{NORTH[0]}-units", "units", units, (name,), None, ("单位性质",), kind,
                 None, None, "text", "current", place, place, kind, year=YEAR)
        )  # fmt: skip
    return Library(base.documents(), facts, sheets=sheets)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(library())


def values(answer) -> list[tuple[str, str]]:
    return [(value.value, value.unit) for value in answer.values]


def named(answer) -> str:
    return answer.text + "".join(value.label for value in answer.values)


@pytest.mark.parametrize(
    ("question", "winner", "value"),
    [
        ("青山市财政局在职人数最多的单位是哪家？", "青山市财政局", "40"),
        ("青山市财政局在职人数第二多的单位是哪家？", "国库支付中心", "12"),
        ("青山市财政局在职人数最少的单位是哪家？", "会计考试中心", "8"),
        ("青山市财政局2024年财政事务下面最大的项级科目是哪个？", "行政运行", "600.00"),
        ("青山市财政局2024年财政事务下面倒数第二的项级科目是哪个？", "信息化建设", "150.00"),
        ("青山市财政局2024年财政事务下面除行政运行外哪项最多？", "信息化建设", "150.00"),
        ("青山市财政局2024年资金总额最大的项目是哪个？", "道路照明改造", "300.00"),
        ("青山市财政局2024年其他资金最多的项目是哪个？", "社区食堂建设", "120.00"),
    ],
)
def test_the_first_or_the_nth_of_a_set(assistant, question, winner, value):
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.values[0].value == value
    assert winner in answer.values[0].label


def test_the_first_three_with_their_amounts(assistant):
    answer = assistant.ask("青山市财政局2024年资金总额排前三的项目是哪些？")
    assert values(answer) == [("300.00", "万元"), ("120.00", "万元"), ("80.00", "万元")]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("青山市财政局2024年一共有多少个项目？", "5"),
        ("青山市财政局2024年资金总额超过100万元的项目有几个？", "2"),
        ("青山市财政局2024年资金总额在50万到200万之间的项目有几个？", "2"),
        ("青山市财政局2024年有其他资金的项目有几个？", "2"),
        ("青山市财政局在职人数不到10个人的单位有几家？", "1"),
        ("青山市财政局有几家事业单位？", "2"),
        ("青山市财政局2024年道路照明改造绩效目标表有几个三级指标？", "3"),
        ("青山市财政局2024年财政事务下面有几个项级科目？", "3"),
        ("How many projects does 青山市财政局 have in 2024?", "5"),
    ],
)
def test_members_are_counted_under_their_conditions(assistant, question, count):
    answer = assistant.ask(question)
    assert [value.value for value in answer.values] == [count]


@pytest.mark.parametrize(
    ("question", "members", "others"),
    [
        ("青山市财政局2024年哪些项目没有安排财政拨款、全部靠其他资金？", ["社区食堂建设"], ["冬季取暖补助"]),
        ("青山市财政局2024年财政事务下面只有项目支出的项级科目有哪些？", ["信息化建设"], ["行政运行"]),
    ],
)
def test_lists_hold_the_members_that_meet_the_conditions(assistant, question, members, others):
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert all(member in named(answer) for member in members)
    assert not any(other in named(answer) for other in others)


def test_named_units_are_added_and_each_is_cited(assistant):
    answer = assistant.ask("青山市国库支付中心和会计考试中心在职人数合计多少？")
    assert values(answer) == [("20", "人")]
    assert answer.calculation.formula == "12 + 8 = 20"
    assert {citation.line_start for citation in answer.citations} >= {51, 52}


def test_two_sheets_of_one_name_are_added_where_two_are_said(assistant):
    answer = assistant.ask("青山市财政局2024年临时用工补贴的两个项目合计多少万元？")
    assert values(answer) == [("13.75", "万元")]


def test_a_wrong_number_of_members_is_not_added(assistant):
    answer = assistant.ask("青山市财政局2024年临时用工补贴的三个项目加起来多少万元？")
    assert ("13.75", "万元") not in values(answer)


def test_of_two_things_named_the_larger_comes_first(assistant):
    answer = assistant.ask("青山市财政局2024年基本支出和项目支出哪个多？")
    assert values(answer) == [("600.00", "万元"), ("400.00", "万元")]


@pytest.mark.parametrize(
    "question",
    [
        "青山市财政局2024年经费自筹的单位有几家？",
        "青山市财政局2024年水利工程项目有几个？",
        "青山市财政局2024年绿化面积最大的项目是哪个？",
        "青山市财政局2024年财政事务下面党员最多的科目是哪个？",
    ],
)
def test_a_word_that_no_set_accounts_for_leaves_the_question_unanswered(assistant, question):
    answer = assistant.ask(question)
    assert not answer.values


def test_the_difference_alone_where_one_is_set_against_the_other(assistant):
    answer = assistant.ask("青山市2024年公务接待费比柳河市2023年少多少？")
    assert values(answer) == [("1.50", "万元")]
    assert {value.value for value in answer.context} == {"2.50", "4.00"}


def test_both_figures_and_the_difference_where_it_is_asked_who(assistant):
    answer = assistant.ask("青山市和柳河市的公务接待费谁高？差多少？")
    assert [value.value for value in answer.values] == ["4.00", "2.50", "1.50"]
    assert "年份不同" in answer.text


def test_an_answer_is_the_same_in_every_process():
    """Python orders sets by a seed of the process; of two fields named, always the same one is shown."""
    ask = (
        "from test_sets import Assistant, library\n"
        "answer = Assistant(library()).ask('青山市财政局2024年哪些项目没有安排财政拨款、全部靠其他资金？')\n"
        "print(answer.to_dict() | {'elapsed_ms': 0})"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ask],
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
        )
        for seed in "1234"
    ]
    printed = {process.communicate()[0] for process in processes}
    assert len(printed) == 1
    assert "社区食堂建设" in printed.pop().decode()
