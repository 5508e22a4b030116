"""What a document is: issuer, region, year, kind, unit and title, from its content and with evidence."""

from __future__ import annotations

import pytest

from index import gazetteer
from index.layout.catalogue import describe
from index.model import Document, Evidence
from index.readers.text import stream_of

BUDGET = """
2024 年度
昆明市水务
务局部门预算

第一部分 部门概况
一、主要职责
昆明市水务局的主要职责是：负责全市供水。
第二部分 预算表
部门收支总表
单位：万元
项目\t预算数
合计\t5.00

第三部分 2024年度部门预算情况说明
2024年，昆明市水务局收入预算为5.00万元，比2023年预算增加1.00万元。
"""


def document(text: str, *, file: str = "x.txt") -> Document:
    return describe(stream_of(text), file=file, source=None, id="0")


def evidence(found: Document, name: str) -> list[Evidence]:
    return [one for one in found.evidence if one.property == name]


def test_a_budget_tells_who_where_when_and_in_what_unit() -> None:
    found = document(BUDGET)
    assert (found.department, found.region, found.region_code) == ("昆明市水务局", "昆明市", "530100")
    assert (found.year, found.kind, found.unit) == (2024, "预算", "万元")
    assert found.title == "昆明市水务局2024年部门预算"


def test_each_property_has_its_evidence_with_words_and_lines() -> None:
    found = document(BUDGET)
    for name in ("department", "region", "year", "kind", "unit", "title"):
        assert evidence(found, name), name
    assert all(one.place is not None and one.text for one in evidence(found, "department"))
    assert all(one.how for one in found.evidence)


def test_the_files_name_is_no_evidence() -> None:
    found = document("本部门没有需要说明的事项。\n", file="昆明市水务局2024年部门预算.txt")
    assert (found.department, found.region, found.year, found.kind) == (None, None, None, None)
    assert "no year" in evidence(found, "year")[0].how


def test_captions_outweigh_a_broken_cover() -> None:
    text = (
        "大理州水\n务局局部门预算\n"
        + "部门收支总表\n323 苏州市姑苏区教育局\n预算年度：2023\n单位：万元\n项目\t金额\n合计\t1\n\n" * 3
    )
    found = document(text)
    assert (found.department, found.region, found.region_code) == ("苏州市姑苏区教育局", "苏州市姑苏区", "320508")
    assert found.year == 2023


def test_the_year_compared_with_is_not_the_documents() -> None:
    text = "昆明市水务局2024年部门预算\n比2023年部门预算增加1万元。与2023年部门预算相比增长2%。较2023年收入预算增加。\n"
    assert document(text).year == 2024


def test_a_sheet_by_itself_names_its_department_in_a_cell() -> None:
    text = "## 部门整体绩效自评表\n(2023年度)\n专项名称\t整体\n部门(单位)名称\t昆明市水务局\n年初部门预算安排\t5\n"
    found = document(text)
    assert (found.department, found.year, found.kind) == ("昆明市水务局", 2023, "绩效自评")
    assert found.title == "昆明市水务局2023年度部门整体绩效自评表"


def test_final_accounts_speak_of_budgets_too() -> None:
    text = (
        "上海市普陀区财政局\n2024年度部门决算\n收入支出决算总表\n一般公共预算财政拨款支出决算表\n"
        "年初预算为5万元，支出决算为4万元。\n"
    )
    found = document(text)
    assert (found.kind, found.title) == ("决算", "上海市普陀区财政局2024年部门决算")
    assert (found.region, found.region_code) == ("上海市普陀区", "310107")


def test_an_issuer_without_a_division_has_no_region() -> None:
    found = document("西北科技大学\n2024年度部门预算\n")
    assert (found.department, found.region, found.region_code) == ("西北科技大学", None, None)


def test_a_district_of_two_cities_is_settled_by_the_text_or_left_open() -> None:
    assert document("普陀区财政局2024年部门预算\n").region_code is None
    assert document("普陀区财政局2024年部门预算\n地址：上海市大渡河路。\n").region_code == "310107"


def test_the_unit_is_the_one_that_most_captions_state() -> None:
    text = "昆明市水务局2024年部门预算\n" + "表\n单位：元\n甲\t1\n\n" * 2 + "表\n金额单位：万元\n甲\t1\n"
    assert document(text).unit == "元"


def test_a_unit_cut_in_two_lines() -> None:
    assert document("收支总表\n单位：万\n元\n甲\t1\n").unit == "万元"


def test_an_empty_stream_is_described_by_what_it_lacks() -> None:
    found = describe((), file="x.txt", source=None, id="0")
    assert (found.title, found.year) == ("x.txt", None)


# --- gazetteer ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("昆明市", "530100"),
        ("昆明", "530100"),
        ("苏州市姑苏区", "320508"),
        ("苏州姑苏", "320508"),
        ("上海普陀", "310107"),
        ("云南", "530000"),
        ("广西", "450000"),
        ("大理", "532900"),
        ("错那市", "540581"),
        ("吉林市", "220200"),
    ],
)
def test_divisions_by_name(name: str, code: str) -> None:
    assert gazetteer.find(name)[0].code == code


def test_an_ambiguous_name_gives_all_it_may_mean() -> None:
    assert {one.code for one in gazetteer.find("普陀区")} == {"310107", "330903"}
    assert gazetteer.find("没有这个地方") == ()


def test_what_a_division_belongs_to() -> None:
    assert gazetteer.region_path("320508") == ("江苏省", "苏州市", "姑苏区")
    assert gazetteer.parents("320508") == ("320000", "320500", "320508")
    assert gazetteer.path("999999") == ()
    assert gazetteer.pinyin("昆明市") == "kunmingshi"
    assert [one.level for one in gazetteer.longest_in("苏州市姑苏区教育局")] == [3]
