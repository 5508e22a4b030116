"""Facts and equations of performance sheets: each figure once, with its unit, its relation and its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.layout.sheet_facts import sheet_facts
from index.layout.sheet_identities import sheet_identities
from index.layout.sheet_levels import NO_LEVELS, LevelCell, Levels, next_levels
from index.layout.sheet_targets import stated_figure, target_figure
from index.layout.sheets import find_sheets
from index.model import Fact, Identity
from index.readers.text import stream_of
from tests.index.layout.test_sheets import FORM_WITH_GROUPS, SELF_EVALUATION, rows


def facts(text: str, *, unit: str | None = "万元") -> list[Fact]:
    found = find_sheets(stream_of(rows(text)), document="d", unit=unit)
    return [fact for sheet in found.sheets for fact in sheet_facts(sheet, year=2024)]


def identities(text: str) -> list[Identity]:
    found = find_sheets(stream_of(rows(text)), document="d", unit="万元")
    return [each for sheet in found.sheets for each in sheet_identities(sheet, sheet_facts(sheet, year=2024))]


def the(found: list[Fact], *words: str) -> Fact:
    """The one fact whose paths hold all the words."""
    (only,) = [fact for fact in found if all(word in (*fact.row_path, *fact.column_path) for word in words)]
    return only


# --- facts -----------------------------------------------------------------------------------------


def test_an_amount_of_a_form_is_a_fact_at_its_cell() -> None:
    total = the(facts(FORM_WITH_GROUPS), "资金总额")
    assert (total.value, total.unit, total.measure, total.period) == (Decimal("45.50"), "万元", "amount", "current")
    assert (total.source, total.row_path) == ("field", ("图书馆开放经费",))
    assert total.column_path == ("专项资金情况（万元）", "资金总额")
    assert (total.place.line_start, total.total, total.year) == (5, True, 2024)


def test_an_indicator_target_is_a_fact_with_relation_and_unit() -> None:
    opened = the(facts(FORM_WITH_GROUPS), "开放天数")
    assert (opened.relation, opened.value, opened.unit, opened.measure) == ("≥", Decimal(300), "天", "number")
    assert (opened.source, opened.period) == ("indicator", "target")
    assert opened.row_path == ("图书馆开放经费", "开放天数")
    assert opened.column_path == ("产出指标", "数量指标", "指标值")
    assert opened.quote == "产出指标 数量指标 开放天数 ≥300 天"


def test_goals_are_texts_and_empty_amounts_have_no_value() -> None:
    found = facts(
        """
        ## 演出经费项目绩效目标表

        专项资金情况（万元）|资金总额||8.00
        |财政拨款||8.00
        |其他资金||
        项目实施期目标|演出 12 场。||
        绩效目标指标|一级指标|二级指标|三级指标|全年目标值
        |产出指标|数量指标|演出场次|≥12 场
        |产出指标|质量指标|观众反响|好于上年
        """
    )
    other = the(found, "其他资金")
    assert (other.value, other.raw, other.measure, other.unit) == (None, "", "amount", None)
    assert (the(found, "项目实施期目标").measure, the(found, "项目实施期目标").value) == ("text", None)
    assert (the(found, "观众反响").measure, the(found, "观众反响").raw) == ("text", "好于上年")


def test_a_description_that_says_more_than_the_name_tells_rows_apart() -> None:
    found = facts(
        """
        1、安家补贴资金绩效目标表

        绩效目标|||发放补贴||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|质量指标|发放标准|学士发放标准|1 万元|细则
        |质量指标|发放标准|硕士发放标准|3 万元|细则
        """
    )
    master = the(found, "硕士发放标准")
    assert master.row_path == ("安家补贴资金", "发放标准", "硕士发放标准")
    assert (master.value, master.unit, master.measure) == (Decimal(3), "万元", "amount")


def test_a_direction_of_its_own_column_is_the_relation() -> None:
    found = facts(
        """
        一级项目绩效目标表

        项目名称|补贴|
        绩效指标|一级指标|二级指标|三级指标|指标方向|目标值|计量单位
        |效益指标|社会效益指标|补贴标准|大于等于|330|元/月
        """
    )
    standard = the(found, "补贴标准")
    assert (standard.relation, standard.value, standard.unit) == ("≥", Decimal(330), "元/月")
    assert (standard.measure, standard.raw) == ("amount", "330")


def test_results_weights_and_scores_of_a_self_evaluation() -> None:
    found = [fact for fact in facts(SELF_EVALUATION) if "到馆人次" in fact.row_path]
    assert [(fact.period, fact.value, fact.unit) for fact in found] == [
        ("target", Decimal("5.7"), "万人次"),
        ("result", Decimal("18.88"), "万人次"),
        ("weight", Decimal(40), None),
        ("score", Decimal(40), None),
    ]


def test_a_fund_table_names_its_row_and_its_columns() -> None:
    rate = the(facts(SELF_EVALUATION), "合计", "支出实现率(%)⑤=④/③")
    assert (rate.value, rate.unit, rate.measure, rate.total) == (Decimal("75.0000"), "%", "percent", True)
    assert rate.row_path == ("某市图书馆", "合计")
    assert rate.column_path == ("财政资金安排和使用情况", "拨付情况", "支出实现率(%)⑤=④/③")


def test_the_total_score_and_the_grade() -> None:
    found = facts(SELF_EVALUATION)
    total = the(found, "总分值、评价总分(S)")
    assert (total.value, total.period) == (Decimal("96.5"), "score")
    assert [fact.raw for fact in found if fact.column_path == ("评价等级",)] == ["优(S≥90)"]


def test_a_list_of_amounts_in_a_cell_gives_one_fact_each() -> None:
    found = facts(TASKS)
    listed = [(fact.row_path[-1], fact.value, fact.source) for fact in found if fact.source == "sentence"]
    assert listed == [
        ("库房经费", Decimal("12.50"), "sentence"),
        ("设备费", Decimal("1007.50"), "sentence"),
        ("12366热线经费", Decimal("10.00"), "sentence"),
    ]
    involved = [fact for fact in found if fact.column_path == ("涉及财政资金",)]
    assert [(fact.row_path, fact.value) for fact in involved] == [
        (("某市档案馆", "档案保管"), Decimal("1020.00")),
        (("某市档案馆", "档案开放"), Decimal("10.00")),
    ]


TASKS = """
    部门（单位）整体支出绩效目标表

    单位名称|某市档案馆|||||||
    绩效目标|年度工作任务|绩效指标|指标方向|目标值|计量单位|涉及项目|涉及财政资金|
    |档案保管|保管卷数|大于等于|2000|万卷|库房经费12.50万元 ，设备费1,007.50万元|1,020.00|
    |档案开放|开放卷数|大于等于|300|卷|12366热线经费10.00万元|10.00|
"""


def test_a_note_that_ends_in_a_figure_is_read() -> None:
    found = facts(FORM_WITH_GROUPS.replace("备注|||||", "备注|诉求件群众满意度 ≥95%||||"))
    stated = the(found, "诉求件群众满意度")
    assert (stated.relation, stated.value, stated.unit, stated.source) == ("≥", Decimal(95), "%", "sentence")


def test_every_fact_has_an_id_of_its_own() -> None:
    found = facts(SELF_EVALUATION)
    assert len({fact.id for fact in found}) == len(found)
    assert found[0].id == "d:sheet1f1"


# --- targets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "relation", "value", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("≤5 天", "≤", "5", "天"),
        ("> 50%", ">", "50", "%"),
        ("=100%", "=", "100", "%"),
        ("≥5.7万人次", "≥", "5.7", "万人次"),
        ("≥5 个、平方米、公里、亩等", "≥", "5", "个、平方米、公里、亩等"),
        ("=3000 元/人（个、项等）", "=", "3000", "元/人(个、项等)"),
        ("≤60 元/人/月", "≤", "60", "元/人/月"),
        ("0.5 天", None, "0.5", "天"),
        ("1 年", None, "1", "年"),
        ("≤3月", "≤", "3", "月"),
        ("4940 课时量", None, "4940", "课时量"),
        ("175 人数", None, "175", "人数"),
        ("-85.3", None, "-85.3", None),
        ("≥90 满意率 90%以上", "≥", "90", "%"),
        ("40 大于等于 40 次", "≥", "40", "次"),
        ("≤10 控制在 10 万元内", "≤", "10", "万元"),
        ("100 全部合格", None, "100", None),
        ("≥95 符合质量体系标准", "≥", "95", None),
        ("<2 单次考试不多于 2 天", "<", "2", "天"),
    ],
)
def test_a_target_is_relation_number_and_unit(text: str, relation: str | None, value: str, unit: str | None) -> None:
    figure = target_figure(text)
    assert figure is not None
    assert (figure.relation, figure.value, figure.unit) == (relation, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["比上年提升", "12 月底前完成全年培训任务", "8月底前", "1 月至 12 月", "7-8 月暑期完成", "15 日", "≤件",
     "每季度第一个月10日前", "电井 1 座，彩钢房 1 座", "百分百验收合格", "2023年", "", "≥3 家，其中新建 2 家"],
)  # fmt: skip
def test_words_and_dates_are_no_figure(text: str) -> None:
    assert target_figure(text) is None


def test_the_name_of_an_indicator_may_carry_the_unit() -> None:
    assert target_figure("100 全部合格", name="质量合格率(%)") == target_figure("100%")
    assert target_figure("97.43", name="结案率") == target_figure("97.43%")
    assert target_figure("100", name="参保人数") == target_figure("100", name="")


def test_words_before_a_figure_are_told_from_it() -> None:
    assert stated_figure("群众满意度 ≥95%") is not None
    assert stated_figure("无其他说明") is None


# --- levels ----------------------------------------------------------------------------------------


def levels(*rows_of_labels: tuple[str, ...]) -> list[tuple[str | None, str | None]]:
    """The levels of rows, given the labels that each row holds."""
    found: list[tuple[str | None, str | None]] = []
    now: Levels = NO_LEVELS
    for labels in rows_of_labels:
        now = next_levels([LevelCell(label) for label in labels], now)
        found.append((now.first, now.second))
    return found


def test_levels_are_carried_down() -> None:
    assert levels(("产出指标", "数量指标"), (), ("质量指标",)) == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]


def test_labels_of_several_rows_in_one_are_given_out_in_order() -> None:
    found = levels(
        ("产出指标", "质量指标"), ("效益指标", "社会效益指标", "时效指标"), (), ("满意度指标", "服务对象满意度指标")
    )
    assert found == [
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]


def test_labels_that_lag_a_row_behind_are_put_in_order() -> None:
    found = levels(
        ("产出指标", "成本指标", "经济成本指标"),
        ("效益指标", "数量指标", "质量指标"),
        ("时效指标",),
        ("社会效益指标",),
        ("满意度指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    )
    assert found == [
        ("成本指标", "经济成本指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]


def test_cost_is_a_level_of_its_own_or_one_of_output() -> None:
    assert levels(("成本指标", "经济成本指标"))[0] == ("成本指标", "经济成本指标")
    assert levels(("产出指标", "成本指标"))[0] == ("产出指标", "成本指标")
    assert levels(("产出指标", "数量指标"), ("成本指标",))[1] == ("产出指标", "成本指标")


# --- identities ------------------------------------------------------------------------------------


def test_funds_are_the_sum_of_their_parts() -> None:
    (parts,) = identities(FORM_WITH_GROUPS)
    assert (parts.kind, parts.left, parts.right) == ("sheet_parts", "图书馆开放经费 资金总额", "财政拨款 + 其他资金")
    assert (parts.left_value, parts.right_value, parts.holds) == (Decimal("45.50"), Decimal("45.50"), True)


def test_funds_that_contradict_each_other_are_told() -> None:
    (parts,) = identities(FORM_WITH_GROUPS.replace("||5.00||", "||6.00||"))
    assert not parts.holds


def test_a_self_evaluation_holds_its_own_formulas_scores_and_sums() -> None:
    found = identities(SELF_EVALUATION)
    assert {each.kind for each in found} == {"sheet_rows", "sheet_formula", "sheet_weights", "sheet_scores"}
    assert [each for each in found if not each.holds] == []
    rate = next(each for each in found if "支出实现率" in each.left)
    assert (rate.left_value, rate.right_value) == (Decimal("75.0000"), Decimal(75))


def test_a_row_that_its_own_parts_contradict_is_told() -> None:
    broken = [
        each
        for each in identities(SELF_EVALUATION.replace("|财政资金小计|100.00", "|财政资金小计|0.00"))
        if not each.holds
    ]
    assert {(each.kind, each.left.split(" ", 1)[1]) for each in broken} == {
        ("sheet_rows", "年初安排金额① 合计"),
        ("sheet_rows", "年初安排金额① 财政资金小计"),
        ("sheet_formula", "财政资金小计 小计③=①+②"),
    }


def test_a_task_involves_the_projects_listed_for_it() -> None:
    assert [(each.kind, each.holds) for each in identities(TASKS)] == [
        ("sheet_projects", True),
        ("sheet_projects", True),
    ]


PROJECT_SELF_EVALUATION = """
    项目支出绩效自评表

    （2022年度）

    项目名称|公园维护||||||
    主管部门|市城管局|||实施单位|市公园中心||
    项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    |年度资金总额|100.00|110.00|95.00|10|86.36%|8.64
    |其中：当年财政拨款|90.00|100.00|85.00|-|85%|-
    |上年结转资金|10.00|10.00|10.00|-|100%|-
    |其他资金||||-||-
    年度总体目标|预期目标||||实际完成情况||
    |养好公园。||||已完成。||
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    |产出指标|数量指标|公园数|≥3个|3个|50|50|
    |效益指标|社会效益指标|环境改善|改善|已改善|30|28|继续
    |满意度指标|服务对象满意度指标|满意度|≥90%|92%|10|10|
    总分|||||||100|96.64
"""


def test_the_national_form_of_a_project_self_evaluation() -> None:
    found = identities(PROJECT_SELF_EVALUATION)
    assert [(each.kind, each.holds) for each in found] == [
        ("sheet_parts", True),
        ("sheet_parts", True),
        ("sheet_parts", True),
        ("sheet_weights", True),
        ("sheet_scores", True),
    ]
    read = facts(PROJECT_SELF_EVALUATION)
    spent = the(read, "年度资金总额", "全年执行数")
    assert (spent.value, spent.unit, spent.measure) == (Decimal("95.00"), "万元", "amount")
    assert [
        (fact.value, fact.unit, fact.period) for fact in read if fact.column_path[-1] in ("分值", "得分", "执行率")
    ] == [
        (Decimal(10), None, "weight"),
        (Decimal("86.36"), "%", "current"),
        (Decimal("8.64"), None, "score"),
        (Decimal(85), "%", "current"),
        (Decimal(100), "%", "current"),
    ]


CELLS = (
    "",
    "绩效目标",
    "一级指标",
    "三级指标",
    "指标值",
    "产出指标",
    "数量指标",
    "补助人数",
    "≥5 人",
    "100",
    "大于等于",
)
MORE_CELLS = ("备注", "甲项目绩效目标表", "资金总额", "-", "项目名称", "资金支出计划", "总分")


@given(st.lists(st.lists(st.sampled_from(CELLS + MORE_CELLS), max_size=7), max_size=12))
def test_no_grid_however_broken_stops_the_reader(cells: list[list[str]]) -> None:
    text = "甲绩效目标表\n绩效目标\t多\n" + "\n".join("\t".join(row) for row in cells)
    found = find_sheets(stream_of(text), document="d", unit=None)
    assert found.used <= set(range(len(stream_of(text))))
    for sheet in found.sheets:
        read = sheet_facts(sheet, year=None)
        assert len({fact.id for fact in read}) == len(read)
        sheet_identities(sheet, read)


def test_a_spending_plan_ends_with_all_of_it() -> None:
    found = identities(
        """
        1、维护费绩效目标表

        项目名称|维护费||||
        资金支出计划（%）|3月底|6月底|10月底|12月底
        |25%|50%|75%|90%
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|次数|5 次
        """
    )
    assert [(each.kind, each.left, each.holds) for each in found] == [
        ("sheet_plan", "维护费 资金支出计划（%） 12月底", False)
    ]
