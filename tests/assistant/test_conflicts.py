"""A document that disagrees with itself is told so with both figures; different scopes are no disagreement."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import NORTH, TinyLibrary, cell, document, one_sheet, sentence, two_departments

from assistant import Assistant

TARGETS = ("享受见习补贴及保险补贴人数", "受理投诉举报案件数量")


def indicator(kind, sheet, name, value, line):
    base = next(fact for fact in one_sheet().facts(NORTH) if fact.source == "indicator")
    return replace(
        base, id=f"{sheet}{line}", container=f"{sheet}-sheet", kind=kind, title=f"{sheet}绩效目标表",
        row_path=(sheet, name), raw=str(value), value=Decimal(value), unit="人",
        place=replace(base.place, line_start=line, line_end=line),
    )  # fmt: skip


@pytest.fixture(scope="module")
def two_levels() -> Assistant:
    """A department's sheet and a project's that give one indicator different targets, and another the same."""
    facts = [
        indicator("department_performance_target", "青山市财政局", TARGETS[0], 500, 70),
        indicator("project_performance_target", "就业专项资金", TARGETS[0], 550, 80),
        indicator("department_performance_target", "青山市财政局", TARGETS[1], 90, 71),
        indicator("project_performance_target", "就业专项资金", TARGETS[1], 90, 81),
    ]
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))


@pytest.fixture(scope="module")
def two_tables() -> Assistant:
    """Two tables that give the same income line differently, and a text that says one subject twice."""
    facts = [
        cell(NORTH, kind, title, ("一般公共预算拨款收入",), ("预算数",), raw, line, year=2024)
        for kind, title, raw, line in (
            ("overview", "收支预算总表", "900.00", 10),
            ("fiscal_overview", "财政拨款收支预算总表", "950.00", 20),
        )
    ]
    return Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))


def shown(answer):
    return answer.status, sorted(value.value for value in answer.values)


def test_the_department_and_its_project_promise_different_targets(two_levels):
    assert shown(two_levels.ask(f"青山市{TARGETS[0]}的目标到底是多少人")) in (
        ("conflict", ["500", "550"]),
        ("ambiguous", ["500", "550"]),
    )


def test_targets_that_agree_are_no_conflict(two_levels):
    assert shown(two_levels.ask(f"青山市{TARGETS[1]}目标是多少"))[0] != "conflict"


@pytest.mark.parametrize(
    "question",
    [
        "青山市2024年一般公共预算拨款收入，收支预算总表和财政拨款收支预算总表写的不一样，各是多少？",
        "青山市2024年一般公共预算拨款收入是900.00还是950.00？",
    ],
)
def test_two_tables_that_differ_are_both_shown(two_tables, question):
    assert shown(two_tables.ask(question)) == ("conflict", ["900.00", "950.00"])


def test_one_text_that_says_a_subject_twice():
    quote = "办结案件42件，全年办结案件45件"
    facts = [
        sentence(NORTH, "办结案件", raw, value, 60, year=2024, unit="件", measure="number", quote=quote)
        for raw, value in (("42", "42"), ("45", "45"))
    ]
    told = Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))
    assert shown(told.ask("青山市2024年办结案件前后写的不一样，到底是多少件"))[1] == ["42", "45"]


def test_columns_and_scopes_are_no_conflict():
    answer = Assistant(two_departments()).ask("青山市财政局2024年总支出是多少")
    assert (answer.status, answer.values[0].value) == ("answered", "1000.00")


def test_tables_of_different_coverage_are_readings():
    facts = [
        cell(NORTH, kind, title, ("公务接待费",), ("合计",), raw, line, year=2024)
        for kind, title, raw, line in (
            ("three_public", "“三公”经费支出表", "16.00", 10),
            ("general_basic", "一般公共预算基本支出表", "7.00", 20),
        )
    ]
    told = Assistant(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))
    answer = told.ask("青山市公务接待费三公经费支出表和基本支出表数字不一样，各是多少")
    assert shown(answer) == ("ambiguous", ["16.00", "7.00"])


def test_a_table_named_outright_is_answered(two_tables):
    answer = two_tables.ask("青山市2024年收支预算总表里一般公共预算拨款收入是多少")
    assert shown(answer) == ("answered", ["900.00"])


def test_a_form_s_text_against_its_funds():
    facts = one_sheet().facts(NORTH)
    said = replace(
        facts[0], id="text", source="sentence", kind="sheet_text", row_path=("招聘会服务经费", "申请项目总资金"),
        column_path=(), raw="45万元", value=Decimal("45"), period="current",
    )  # fmt: skip
    told = Assistant(TinyLibrary(one_sheet().documents(), [*facts, said]))
    assert shown(told.ask("青山市招聘会服务经费到底是多少钱")) == ("conflict", ["30.00", "45"])
