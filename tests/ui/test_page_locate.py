"""Which cell a citation means: exactly one, or less, or none."""

from __future__ import annotations

from dataclasses import replace

from index.model import Field, Place
from tests.ui.fakes import CITED_TOTAL, FACTS, SHEET, SPENDING, THREE, FakeLibrary, citation, fact
from ui.locate import mark_in_sheet, mark_in_table
from ui.render import SheetCell, TableCell


def test_a_fact_is_found_by_its_row_and_column() -> None:
    assert mark_in_table(THREE, CITED_TOTAL, FACTS[0]) == TableCell(0, 0)


def test_equal_figures_in_a_row_are_told_apart_by_their_column() -> None:
    cited = citation(1, container="t1", quote="11.59", line=11, fact="f3")
    assert mark_in_table(THREE, cited, FACTS[2]) == TableCell(0, 4)


def test_without_a_fact_equal_figures_mark_the_row_alone() -> None:
    cited = citation(1, container="t1", quote="11.59", line=11)
    assert mark_in_table(THREE, cited, None) == TableCell(0)


def test_without_a_fact_the_named_column_decides() -> None:
    cited = citation(1, container="t2", quote="600.00", line=21, column="基本支出")
    assert mark_in_table(SPENDING, cited, None) == TableCell(1, 3)


def test_a_cell_that_does_not_say_what_is_quoted_is_not_marked() -> None:
    wrong = fact("x", container="t1", raw="99.99", row_path=(), column_path=("公务接待费",), line=11)
    assert mark_in_table(THREE, citation(1, container="t1", quote="99.99", line=11), wrong) == TableCell(0)


def test_a_place_outside_the_table_marks_nothing() -> None:
    assert mark_in_table(THREE, citation(1, container="t1", quote="28.13", line=99), None) is None


def test_rows_that_run_over_the_cited_lines_are_told_apart_by_their_path() -> None:
    cited = replace(citation(1, container="t2", quote="1,000.00", line=20), line_end=22, cell_line=None)
    parent = fact("x", container="t2", raw="1,000.00", row_path=SPENDING.rows[1].path, column_path=("合计",), line=21)
    assert mark_in_table(SPENDING, cited, parent) == TableCell(1, 2)


def test_the_target_of_an_indicator_is_marked() -> None:
    assert mark_in_sheet(SHEET, citation(1, container="h1", quote="≥2000", line=43), FACTS[3]) == SheetCell(
        "indicator", 0, "target"
    )


def test_a_field_of_a_sheet_is_marked() -> None:
    assert mark_in_sheet(SHEET, citation(1, container="h1", quote="120.00", line=41), FACTS[4]) == SheetCell("field", 1)


def test_equal_weights_on_another_line_do_not_confuse() -> None:
    weight = fact("x", container="h1", raw="10", row_path=("学员满意度",), column_path=("分值",), line=44,
                  source="indicator", period="weight")  # fmt: skip
    cited = citation(1, container="h1", quote="10", line=44)
    assert mark_in_sheet(SHEET, cited, weight) == SheetCell("indicator", 1, "weight")


def test_a_passage_of_a_field_is_found_whatever_its_spaces() -> None:
    goal = Field(("年度总体目标", "目标实际完成情况"), "1. 助力就业。\n2. 走在全国前列。", Place(50, 50))
    other = Field(("年度总体目标", "预期目标"), "2. 走在全国前列。", Place(50, 50))
    sheet = replace(SHEET, fields=(other, goal))
    cited = citation(1, container="h1", quote="助力就业。 2. 走在", line=50)
    assert mark_in_sheet(sheet, cited, None) == SheetCell("field", 1)
    named = citation(1, container="h1", quote="走在全国前列", line=50, column="预期目标")
    assert mark_in_sheet(sheet, named, None) == SheetCell("field", 0)


def test_a_citation_of_the_whole_sheet_marks_nothing_and_says_so() -> None:
    from ui.evidence import show_citation

    whole = replace(citation(1, container="h1", quote=SHEET.title, line=39), line_end=44, cell_line=None)
    markup = show_citation(FakeLibrary(), whole, count=1, language="zh")  # type: ignore[arg-type]
    assert "引用的是整张表" in markup and "data-cited" not in markup


def test_a_citation_of_a_document_that_is_gone_says_so() -> None:
    from ui.evidence import show_citation

    gone = replace(CITED_TOTAL, document_id="other")
    markup = show_citation(FakeLibrary(), gone, count=1, language="zh")  # type: ignore[arg-type]
    assert "已经不在资料库里" in markup
