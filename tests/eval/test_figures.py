"""The independent count of figures: what it takes for a figure, what it leaves out, and that it can fail."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from eval.figures import Comparison, compare, figures_of_file, figures_of_text, is_figure, main
from index.model import Fact, Place

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("BUDGETQA_SHARED") or ROOT.parent / "shared") / "corpus"
# the samples are always there; the real documents where the shared folder is
DOCUMENTS = [*sorted((ROOT / "samples" / "documents").glob("*.txt")), *sorted(CORPUS.glob("*.txt"))]

REVENUE = (
    "部门收入预算总体情况表\n"
    "\n"
    "序号\t科目编码\t科目名称\t合计\t本年收入\n"
    "栏次\t1\t2\t3\t4\n"
    "1\t\t合计\t1,234.50\t34.50\n"
    "2\t205\t教育支出\t1,200.00\t\n"
    "3\t2050302\t中等职业教育\t34.50\t34.50\n"
)


def found(text: str) -> list[tuple[int, int, str]]:
    return [(figure.line, figure.column, figure.text) for figure in figures_of_text(text)]


def facts_for(text: str) -> list[Fact]:
    """One fact for each figure, as a faultless reader would make them."""
    return [fact(figure.line, figure.text, value=figure.text) for figure in figures_of_text(text)]


def fact(line: int, raw: str, *, source: str = "cell", value: str | None = "1", unit: str | None = None) -> Fact:
    place = Place(line_start=line, line_end=line)
    return Fact(
        id=f"{line}:{raw}",
        document="d",
        source=source,  # type: ignore[arg-type]
        container="t",
        kind=None,
        title="表",
        row_path=("合计",),
        code=None,
        column_path=("合计",),
        raw=raw,
        value=None if value is None else Decimal(value.replace(",", "")),
        unit=unit,
        measure="amount",
        period="current",
        place=place,
        row_place=place,
        quote=raw,
    )


@pytest.mark.parametrize(
    "cell",
    ["131,297.24", "2935.3214", "-85.3", "0", "≥95%", "≤ 3 件", "> 50%", "=210元/月/人", "33.00 万元", "≥5.7万人次"],
)
def test_a_number_with_relation_and_unit_is_a_figure(cell: str) -> None:
    assert is_figure(cell)


@pytest.mark.parametrize(
    "cell", ["<b>198260.91</b>", "≥90 满意率 90%以上", "=3000 元/人（个、项等）", "2 年", "24小时", "≥５个", "≥1次·年"]
)
def test_markup_full_width_and_long_units_do_not_hide_a_figure(cell: str) -> None:
    assert is_figure(cell)


@pytest.mark.parametrize(
    "cell",
    ["", "合计", "12345 诉求件数", "2023年", "13030224P00308P12449R", "A05040101", "1.房屋(平方米)", "3月底", "≤件"],
)
def test_words_names_and_codes_are_no_figures(cell: str) -> None:
    assert not is_figure(cell)


@pytest.mark.parametrize(
    "cell", ["1 月至 12 月", "2023-12-31", "——", "一、教育支出", "2.1.保障档案管理", "12 月底前完成全年培训任务"]
)
def test_dates_and_sentences_are_no_figures(cell: str) -> None:
    assert not is_figure(cell)


def test_a_number_with_words_is_a_figure_where_targets_stand() -> None:
    text = "三级指标\t绩效指标描述\t指标值\n12345 诉求件数\t4.2 万份档案\t100 全部合格\n"
    assert found(text) == [(2, 2, "100 全部合格")]


@pytest.mark.parametrize(("cell", "expected"), [("40 大于等于 40 次", 1), ("7 月-8 月暑假完成", 0), ("7-8 月完成", 0)])
def test_a_target_may_repeat_its_number_but_not_hold_another(cell: str, expected: int) -> None:
    assert len(found(f"三级指标\t指标值\n会议次数\t{cell}\n")) == expected


def test_a_name_that_slipped_under_the_target_header_is_no_figure() -> None:
    assert found("二级指标\t指标值\t\n数量指标\t12345 诉求件数\t≤3 件\n") == [(2, 2, "≤3 件")]


def test_row_numbers_codes_and_the_numbering_row_are_left_out() -> None:
    assert found(REVENUE) == [
        (5, 3, "1,234.50"),
        (5, 4, "34.50"),
        (6, 3, "1,200.00"),
        (7, 3, "34.50"),
        (7, 4, "34.50"),
    ]


def test_a_numbering_row_is_known_by_its_numbers_when_its_word_is_misspelt() -> None:
    assert found("序号\t科目\t合计\n档次\t1\t2\t3\t4\t5\n1\t教育\t7.00\n") == [(3, 2, "7.00")]


def test_codes_in_the_middle_of_a_row_are_known_by_their_header() -> None:
    text = "单位编码\t单位名称\t功能科目编码\t科目名称\t预算数\n403001\t本级\t2080704\t社会保险补贴\t1,117.88\n"
    assert found(text) == [(2, 4, "1,117.88")]


def test_whole_numbers_after_words_are_figures_however_long() -> None:
    text = "产出指标\t数量指标\t补贴标准\t等于\t80000\t元/人\n"
    assert found(text) == [(1, 4, "80000")]


def test_a_code_beside_its_label_is_left_out() -> None:
    assert found("部门(单位)名称\t人社局\t\t部门预算编码\t\t500\t\n") == []


def test_pages_of_a_contents_list_are_left_out() -> None:
    assert found("一、收支预算总表 .....\t11\n") == []


def test_headers_hold_until_words_outside_tables() -> None:
    text = REVENUE + "\n三、资产\n\n数量\t名称\n12\t车辆\n"
    assert found(text)[-1] == (12, 0, "12")


def test_one_cell_a_line_is_read_by_rows() -> None:
    text = "\t序号\n\t项目\n\t金额\n\n\t1\n\t一、拨款\n与补助\n\t2491.84\n\n\t12\n\t二、其他\n\t\n"
    assert found(text) == [(8, 2, "2491.84")]


def test_a_figure_that_runs_on_is_not_alone() -> None:
    assert found("\t绩效目标\n\t2.\n保障发放\n") == []


def test_a_faultless_reading_agrees() -> None:
    result = compare(figures_of_text(REVENUE), facts_for(REVENUE))
    assert result == Comparison(figures=5, facts=5)
    assert result.agrees


def test_a_lost_figure_is_missing() -> None:
    result = compare(figures_of_text(REVENUE), facts_for(REVENUE)[1:])
    assert result.missing == ((5, "1234.50"),)
    assert not result.agrees


def test_a_figure_read_twice_is_doubled() -> None:
    facts = facts_for(REVENUE)
    result = compare(figures_of_text(REVENUE), [*facts, replace(facts[0], id="again")])
    assert result.doubled == ((5, "1,234.50"),)
    assert not result.agrees


def test_two_equal_figures_of_a_row_are_two_facts() -> None:
    facts = facts_for(REVENUE)
    assert compare(figures_of_text(REVENUE), facts[:-1]).missing == ((7, "34.50"),)


@pytest.mark.parametrize("raw", ["1", "205", "2023", "99.00"])
def test_a_fact_of_no_figure_is_extra(raw: str) -> None:
    result = compare(figures_of_text(REVENUE), [*facts_for(REVENUE), fact(6, raw)])
    assert result.extra == ((6, raw),)
    assert not result.agrees


def test_a_changed_digit_is_missing_and_extra() -> None:
    facts = facts_for(REVENUE)
    facts[0] = replace(facts[0], raw="1,234.60")
    result = compare(figures_of_text(REVENUE), facts)
    assert result.missing == ((5, "1234.50"),) and result.extra == ((5, "1,234.60"),)


def test_a_fact_on_the_wrong_line_is_missing_and_extra() -> None:
    facts = facts_for(REVENUE)
    facts[2] = fact(7, "1,200.00")
    result = compare(figures_of_text(REVENUE), facts)
    assert result.missing == ((6, "1200.00"),) and result.extra == ((7, "1,200.00"),)


@pytest.mark.parametrize("value", [Decimal("1234.6"), Decimal("12345000"), None])
def test_a_fact_with_another_value_than_its_figure_is_wrong(value: Decimal | None) -> None:
    facts = facts_for(REVENUE)
    facts[0] = replace(facts[0], value=value)
    result = compare(figures_of_text(REVENUE), facts)
    assert result.wrong == ((5, f"1,234.50 has the value {value}"),)
    assert not result.agrees


@pytest.mark.parametrize(
    ("cell", "value"), [("≥90 满意率 90%以上", None), ("≥90 满意率 90%以上", "90"), ("15 日", None)]
)
def test_a_target_with_words_or_a_day_may_go_without_value(cell: str, value: str | None) -> None:
    text = f"满意度指标\t满意度\t{cell}\n"
    assert compare(figures_of_text(text), [fact(1, cell, value=value)]).agrees


def test_any_one_planted_loss_is_seen() -> None:
    facts = facts_for(REVENUE)
    for at in range(len(facts)):
        assert not compare(figures_of_text(REVENUE), facts[:at] + facts[at + 1 :]).agrees


def test_order_does_not_matter() -> None:
    facts = facts_for(REVENUE)
    random.Random(7).shuffle(facts)
    assert compare(figures_of_text(REVENUE), facts).agrees


def test_sentences_and_empty_cells_need_no_figure() -> None:
    others = [fact(1, "28.13", source="sentence"), fact(6, "", value=None), fact(2, "比上年提升", value=None)]
    assert compare(figures_of_text(REVENUE), [*facts_for(REVENUE), *others]).agrees


def test_thousand_separators_and_units_taken_off_do_not_matter() -> None:
    text = "总目标\t预算资金\t\t1,033.00 万元\n"
    assert compare(figures_of_text(text), [fact(1, "1033.00", unit="万元", value="1033")]).agrees


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_figure_of_a_document_is_one_fact(path: Path) -> None:
    from index.pipeline import read_document

    figures = figures_of_file(path)
    result = compare(figures, read_document(path).facts)
    assert len(figures) > 50
    assert (result.missing, result.doubled, result.wrong, result.extra) == ((), (), (), ())


def test_the_command_lists_figures_and_fails_without_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    (tmp_path / "a.txt").write_text(REVENUE, encoding="utf-8")
    assert main([str(tmp_path), "--list"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "a.txt\t5\t3\t1,234.50"
