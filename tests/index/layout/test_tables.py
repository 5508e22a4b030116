"""Tables as a person reads them, from grids in all the shapes in which they come."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from index.layout.identities import table_identities
from index.layout.sisters import align_with_sisters
from index.layout.table_facts import table_facts
from index.layout.tables import find_tables
from index.model import Document, Fact, Identity, Table
from index.readers.text import stream_of

DOCUMENT = Document("d", "d.txt", "某市财政局2024年部门预算", None, None, None, 2024, "预算", "万元")


def tables(text: str) -> list[Table]:
    text = dedent(text) if text.startswith(" ") else text  # dedent would empty cells that are a tab alone
    return list(align_with_sisters(find_tables(stream_of(text), document="d").tables))


def table(text: str) -> Table:
    (only,) = tables(text)
    return only


def values(found: Table) -> dict[str, list[str]]:
    """The value cells of each row by its path."""
    return {
        "/".join(row.path): [
            cell.text if cell is not None else ""
            for cell, column in zip(row.cells, found.columns, strict=True)
            if column.role == "value"
        ]
        for row in found.rows
    }


def value_columns(found: Table) -> list[str]:
    return ["/".join(column.path) for column in found.columns if column.role == "value"]


def facts(found: list[Table]) -> list[Fact]:
    return [fact for one in found for fact in table_facts(one, DOCUMENT)]


def identities(text: str) -> list[Identity]:
    found = tables(text)
    return table_identities(found, facts(found))


EXPENDITURE = """\
    三、支出总表

    单位：万元

    科目编码\t科目名称\t合计\t其中：\t
    \t\t\t基本支出\t项目支出
    合计\t\t30.00\t20.00\t10.00
    205\t教育支出\t30.00\t20.00\t10.00
    20503\t职业教育\t30.00\t20.00\t10.00
    2050303\t技校教育\t30.00\t20.00\t10.00
    """


def test_a_header_of_two_levels_becomes_column_paths() -> None:
    found = table(EXPENDITURE)
    assert (found.title, found.kind, found.unit) == ("三、支出总表", "expenditure", "万元")
    assert value_columns(found) == ["合计", "其中/基本支出", "其中/项目支出"]


def test_codes_give_the_hierarchy() -> None:
    assert list(values(table(EXPENDITURE))) == ["合计", "教育支出", "教育支出/职业教育", "教育支出/职业教育/技校教育"]


def test_a_fact_has_its_cells_line_its_rows_code_and_the_tables_unit() -> None:
    fact = next(f for f in facts(tables(EXPENDITURE)) if f.code == "205" and f.column_path[-1] == "项目支出")
    assert (fact.value, fact.unit, fact.place.line_start, fact.measure) == (Decimal("10.00"), "万元", 8, "amount")


def one_cell_a_line(*rows: list[str]) -> str:
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows) + "\n"


def test_one_cell_a_line_with_row_numbers_and_collapsed_headers() -> None:
    found = table(
        "部门预算收入总表\n"
        + one_cell_a_line(
            ["323某市某局", "预算年度：2024", "单位：万元"],
            ["序号", "功能分类科目", "合计", "本年收入", "上年结转"],
            ["", "科目编码", "科目名称", "", "小计", "财政拨款收入", "其他收入", ""],
            ["栏次", "1", "2", "3", "4", "5", "6", "7"],
            ["1", "", "合计", "9.00", "7.00", "6.00", "1.00", "2.00"],
        )
    )
    assert value_columns(found) == ["合计", "本年收入/小计", "本年收入/财政拨款收入", "本年收入/其他收入", "上年结转"]
    assert values(found) == {"合计": ["9.00", "7.00", "6.00", "1.00", "2.00"]}
    assert (found.title, found.unit) == ("部门预算收入总表", "万元")


def test_a_table_goes_on_over_the_page_with_its_header_again() -> None:
    found = table("""\
        支出表

        科目编码\t科目名称\t合计
        205\t教育支出\t1.00

        12

        科目编码\t科目名称\t合计
        208\t社会保障和就业支出\t2.00

        210\t卫生健康支出\t3.00
        """)
    assert list(values(found)) == ["教育支出", "社会保障和就业支出", "卫生健康支出"]
    assert len(found.places) == 3


def test_a_table_under_its_own_title_is_not_joined_to_the_one_before() -> None:
    one = "{}表\n科目编码\t科目名称\t合计\n205\t教育支出\t1.00\n\n"
    assert len(tables(one.format("甲") + one.format("乙"))) == 2


def test_a_row_cut_by_the_page_is_one_row_again() -> None:
    found = table("""\
        序号\t项目\t预算数
        1\t十四、资源勘探工业信息等支\t2.00

        序号\t项目\t预算数
        \t出\t
        2\t十五、金融支出\t3.00
        """)
    assert values(found) == {"资源勘探工业信息等支出": ["2.00"], "金融支出": ["3.00"]}
    assert [repair.what for repair in found.repairs] == ["row joined with its rest after the page break"]


def test_income_and_expenditure_side_by_side_are_two_halves() -> None:
    income, expenditure = tables("""\
        收支总表
        收入\t\t支出\t
        项目\t预算数\t项目\t预算数
        一、财政拨款收入\t5.00\t一、教育支出\t5.00
        收入总计\t5.00\t支出总计\t5.00
        """)
    assert (income.part, expenditure.part) == ("收入", "支出")
    assert values(income) == {"财政拨款收入": ["5.00"], "收入总计": ["5.00"]}
    assert values(expenditure) == {"教育支出": ["5.00"], "支出总计": ["5.00"]}


def test_of_which_rows_stand_under_the_row_before() -> None:
    found = table("""\
        三公经费支出表
        项目\t预算数
        合计\t38.00
        1、公务接待费\t0.00
        2、公务用车购置及运行费\t38.00
        其中：（1）公务用车购置费\t0.00
        （2）公务用车运行费\t38.00
        """)
    whole = "公务用车购置及运行费"
    parts = [f"{whole}/公务用车购置费", f"{whole}/公务用车运行费"]
    assert list(values(found)) == ["合计", "公务接待费", whole, *parts]
    assert found.kind == "three_public"


def test_a_name_that_the_layout_split_in_the_header_is_joined() -> None:
    found = table("""\
        支出总表
        序号\t科目编码\t科目名称\t合计\t基本支出\t上解上级\t支出\t对附属单位补助支出
        栏次\t1\t2\t3\t4\t5\t6\t
        1\t205\t教育支出\t3.00\t1.00\t2.00\t\t
        """)
    assert value_columns(found) == ["合计", "基本支出", "上解上级支出", "对附属单位补助支出"]
    assert found.repairs[0].what == "header 上解上级｜支出 joined to 上解上级支出"


def test_a_row_one_cell_short_is_put_where_its_sum_holds() -> None:
    found = table("""\
        支出表
        科目编码\t科目名称\t合计\t基本支出\t\t\t项目支出
        \t\t\t小计\t人员经费\t公用经费\t
        205\t教育支出\t9.00\t4.00\t3.00\t1.00\t5.00
        208\t就业补助\t7.00\t\t\t7.00
        """)
    assert values(found)["就业补助"] == ["7.00", "", "", "", "7.00"]
    assert len(found.repairs) == 1


def test_a_row_whose_sums_hold_as_it_stands_is_left_alone() -> None:
    found = table("支出表\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n205\t教育支出\t7.00\t7.00\n")
    assert values(found)["教育支出"] == ["7.00", "7.00", ""] and not found.repairs


def test_a_figure_that_no_alignment_makes_right_stays_where_it_is_read() -> None:
    found = table("支出表\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n205\t教育支出\t7.00\t3.00\t3.00\n")
    assert values(found)["教育支出"] == ["7.00", "3.00", "3.00"] and not found.repairs


def test_the_overview_tells_that_a_column_of_the_income_table_slipped() -> None:
    *_, income = tables("""\
        部门收支总表
        收入\t\t支出\t
        项目\t预算数\t项目\t预算数
        一、一般公共预算拨款收入\t5.00\t一、教育支出\t8.00
        二、事业收入\t\t\t
        三、事业单位经营收入\t2.00\t\t
        四、上级补助收入\t1.00\t\t
        收入总计\t8.00\t支出总计\t8.00

        部门收入总表
        单位代码\t单位名称\t合计\t一般公共预算\t事业收入\t事业单位经营收入\t上级补助收入\t其他收入
        合计\t\t8.00\t5.00\t\t\t2.00\t1.00
        403001\t某局\t8.00\t5.00\t\t\t2.00\t1.00
        """)
    assert values(income)["某局"] == ["8.00", "5.00", "", "2.00", "1.00", ""]
    assert "agrees" not in income.repairs[0].why and "agree with 部门收支总表" in income.repairs[0].why


def test_an_empty_table_is_kept_with_its_note() -> None:
    found = table("政府性基金预算支出表\n科目编码\t科目名称\t合计\n栏次\t1\t2\n\n注：无政府性基金预算，空表列示。\n")
    assert found.rows == () and found.note == "注：无政府性基金预算，空表列示。"


def test_a_table_of_contents_is_no_table() -> None:
    assert tables("目录\n一、收支总表.....\t2\n二、收入总表.....\t4\n") == []


def test_counts_take_their_unit_from_header_or_label() -> None:
    found = tables("""\
        资产占用情况表
        项目\t数量\t价值（金额单位：万元）
        1、房屋（平方米）\t52546.53\t12683.61
        """)
    assert [(fact.raw, fact.unit, fact.measure) for fact in facts(found)] == [
        ("52546.53", "平方米", "number"), ("12683.61", "万元", "amount"),
    ]  # fmt: skip


def test_sums_that_hold_and_one_that_does_not() -> None:
    found = identities(EXPENDITURE.replace("2050303\t技校教育\t30.00\t20.00", "2050303\t技校教育\t30.00\t19.00"))
    broken = [(identity.kind, identity.left_value, identity.right_value) for identity in found if not identity.holds]
    assert broken == [
        ("row_sum", Decimal("30.00"), Decimal("29.00")),
        ("children", Decimal("20.00"), Decimal("19.00")),
    ]
    assert sum(identity.holds for identity in found) == 11


def test_rounding_to_the_last_digit_is_no_contradiction() -> None:
    found = identities("支出表\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n205\t教育支出\t0.03\t0.01\t0.01\n")
    assert [identity.holds for identity in found if identity.kind == "row_sum"] == [True]


def test_two_tables_that_state_one_source_differently_contradict_each_other() -> None:
    found = identities("""\
        部门收支总表
        收入\t\t支出\t
        项目\t预算数\t项目\t预算数
        一、一般公共预算拨款收入\t5.00\t一、教育支出\t5.00
        收入总计\t5.00\t支出总计\t5.00

        财政拨款收支总表
        收入\t\t支出\t
        项目\t预算数\t项目\t预算数
        一、一般公共预算拨款\t6.00\t一、教育支出\t6.00
        收入总计\t6.00\t支出总计\t6.00
        """)
    assert [identity.kind for identity in found if not identity.holds] == ["same_source"]


cells = st.decimals(min_value=0, max_value=10**6, places=2).map(str)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.integers(min_value=1, max_value=7))
def test_whatever_the_page_breaks_every_figure_is_one_fact_on_its_line(rows: list[tuple[str, str]], cut: int) -> None:
    lines = ["支出表", "科目编码\t科目名称\t基本支出\t项目支出"]
    expected = []
    for number, (basic, project) in enumerate(rows):
        if number == cut:
            lines += ["", "科目编码\t科目名称\t基本支出\t项目支出"]
        lines.append(f"{205 + number}\t科目{number}\t{basic}\t{project}")
        expected += [(len(lines), "基本支出", Decimal(basic)), (len(lines), "项目支出", Decimal(project))]
    found = facts(tables("\n".join(lines)))
    assert [(fact.place.line_start, fact.column_path[-1], fact.value) for fact in found] == expected


names = st.lists(
    st.sampled_from(["基本支出", "项目支出", "经营支出", "上缴上级支出"]), min_size=2, max_size=4, unique=True
)


@given(names, st.lists(cells, min_size=2, max_size=4))
def test_a_header_group_reaches_over_its_columns_and_no_further(columns: list[str], figures: list[str]) -> None:
    figures = (figures * 4)[: len(columns)]
    top = "科目编码\t科目名称\t合计\t其中：" + "\t" * (len(columns) - 1) + "\t上年结转"
    low = "\t\t\t" + "\t".join(columns) + "\t"
    row = "205\t教育支出\t" + str(sum(map(Decimal, figures))) + "\t" + "\t".join(figures) + "\t"
    found = table(f"支出表\n{top}\n{low}\n{row}\n")
    assert value_columns(found) == ["合计", *(f"其中/{name}" for name in columns), "上年结转"]
