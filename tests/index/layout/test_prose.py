"""Figures in sentences: what each is of, its scope, its year, how it changed and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.layout.prose import prose_facts
from index.layout.prose_identities import prose_identities
from index.layout.sections import find_sections
from index.model import Document, Fact, Identity, Section
from index.readers.text import stream_of

WATER = Document("d", "d.txt", "昆明市水务局2024年部门预算", "530100", "昆明市", "昆明市水务局", 2024, "预算", "万元")


def read(text: str) -> tuple[list[Fact], tuple[Section, ...]]:
    sections = find_sections(stream_of(text), document="d", used=frozenset())
    return [fact for section in sections for fact in prose_facts(section, document=WATER)], sections


def facts(text: str) -> list[Fact]:
    return read(text)[0]


def identities(text: str) -> list[Identity]:
    return prose_identities(*read(text))


def said(text: str) -> list[tuple[str, str | None, str]]:
    """What a text says, as (subject, value and unit, period)."""
    return [
        ("/".join(fact.row_path), f"{fact.value}{fact.unit or ''}" if fact.value is not None else None, fact.period)
        for fact in facts(text)
        if fact.measure != "text" or fact.period == "change"
    ]


def amounts(text: str) -> list[tuple[str, str]]:
    return [
        ("/".join(fact.row_path), f"{fact.value}{fact.unit or ''}")
        for fact in facts(text)
        if fact.period in ("current", "target") and fact.value is not None
    ]


# --- amounts and their parts --------------------------------------------------------------------


def test_an_amount_with_its_change_growth_and_reason() -> None:
    found = facts("2024年，昆明市水务局收入预算为198.91万元，比上年增加5.37万元，增长2.77%，主要原因是管网改造。\n")
    assert [(fact.row_path, fact.value, fact.unit, fact.period) for fact in found] == [
        (("收入预算",), Decimal("198.91"), "万元", "current"),
        (("收入预算",), Decimal("5.37"), "万元", "change"),
        (("收入预算",), Decimal("2.77"), "%", "growth"),
    ]
    assert {fact.reason for fact in found} == {"管网改造"}
    assert {fact.year for fact in found} == {2024}
    assert found[1].raw == "5.37万元"


def test_a_fall_is_negative_and_stands_as_written() -> None:
    _, change, growth = facts("机关运行经费财政拨款预算1672.90万元，比2023年预算减少182.43万元，下降9.83%。\n")
    assert (change.value, change.raw, growth.value) == (Decimal("-182.43"), "182.43万元", Decimal("-9.83"))


def test_parts_after_of_which_stand_under_their_whole() -> None:
    assert amounts(
        "政府采购预算总额30万元，其中：政府采购货物预算10万元、政府采购工程预算0.00万元、政府采购服务预算20万元。\n"
    ) == [
        ("政府采购预算总额", "30万元"),
        ("政府采购预算总额/政府采购货物预算", "10万元"),
        ("政府采购预算总额/政府采购工程预算", "0.00万元"),
        ("政府采购预算总额/政府采购服务预算", "20万元"),
    ]


def test_parts_in_the_next_sentence_belong_to_the_whole_before() -> None:
    text = "收入预算为30万元，比上年增加5万元，增长20%。其中：拨款收入20万元、其他收入10万元。\n"
    assert amounts(text)[1:] == [("收入预算/拨款收入", "20万元"), ("收入预算/其他收入", "10万元")]


def test_parts_of_parts_in_brackets_and_after_a_semicolon() -> None:
    text = (
        "“三公”经费预算安排9万元，其中因公出国（境）费0万元；公务用车购置及运行费6万元"
        "（其中：公务用车购置费0万元，公务用车运行费6万元）；公务接待费3万元。\n"
    )
    assert amounts(text) == [
        ("“三公”经费", "9万元"),
        ("“三公”经费/因公出国（境）费", "0万元"),
        ("“三公”经费/公务用车购置及运行费", "6万元"),
        ("“三公”经费/公务用车购置及运行费/公务用车购置费", "0万元"),
        ("“三公”经费/公务用车购置及运行费/公务用车运行费", "6万元"),
        ("“三公”经费/公务接待费", "3万元"),
    ]


def test_an_inner_list_ends_at_the_semicolon() -> None:
    text = "支出预算10万元，其中：基本支出6万元，包括人员经费4万元和公用经费2万元；项目支出4万元。\n"
    assert amounts(text) == [
        ("支出预算", "10万元"),
        ("支出预算/基本支出", "6万元"),
        ("支出预算/基本支出/人员经费", "4万元"),
        ("支出预算/基本支出/公用经费", "2万元"),
        ("支出预算/项目支出", "4万元"),
    ]


def test_a_zero_after_a_complete_list_still_belongs_to_it() -> None:
    text = "（三）公务用车购置及运行费\n2024年预算安排8万元，其中：公务用车运行费8万元；公务用车购置费0万元。\n"
    assert amounts(text)[-1] == ("公务用车购置及运行费/公务用车购置费", "0万元")


def test_a_colon_opens_the_list_of_the_numbered_paragraphs_after_it() -> None:
    text = (
        "一、收支情况\n（一）收入预算为30万元，具体情况如下：\n"
        "1. 拨款收入20万元，其中基金收入5万元；\n2. 其他收入10万元。\n"
        "（二）支出预算为30万元，具体情况如下：\n1. 基本支出30万元。\n"
    )
    assert amounts(text) == [
        ("收入预算", "30万元"),
        ("收入预算/拨款收入", "20万元"),
        ("收入预算/拨款收入/基金收入", "5万元"),
        ("收入预算/其他收入", "10万元"),
        ("支出预算", "30万元"),
        ("支出预算/基本支出", "30万元"),
    ]


def test_of_things_of_another_kind_nothing_is_a_part() -> None:
    text = "共有车辆3辆，其中：执法用车1辆、其他用车2辆；单价100万元（含）以上设备4台（套）。\n"
    assert amounts(text)[-1] == ("单价100万元（含）以上设备", "4台(套)")


# --- names --------------------------------------------------------------------------------------


def test_the_heading_names_what_a_bare_amount_is_of() -> None:
    (fact, *_) = facts("六、一般公共预算“三公”经费支出情况\n（一）因公出国（境）经费\n2024年预算安排26.60万元。\n")
    assert (fact.row_path, fact.column_path) == (("因公出国（境）经费",), ("一般公共预算",))


def test_this_project_is_the_project_of_the_heading_above() -> None:
    text = (
        "（一）节水宣传项目情况\n6. 年度预算安排\n2024年拟安排该项目一般公共预算10万元，同时拟动用单位自有资金2万元。\n"
    )
    assert [(fact.row_path, fact.column_path[:1]) for fact in facts(text)] == [
        (("节水宣传项目",), ("一般公共预算",)),
        (("节水宣传项目", "单位自有资金"), ("单位自有资金",)),
    ]


def test_subjects_of_the_functional_classification() -> None:
    text = (
        "二、支出情况\n一般公共预算支出15万元，包括：\n"
        "1.农林水支出（类）水利（款）防汛（项）10万元。主要用于防汛物资。\n2.2130304-水利行业业务管理 5 万元。\n"
    )
    found = facts(text)
    assert found[1].row_path == ("农林水支出", "水利", "防汛")
    assert found[1].column_path == ("一般公共预算支出",)
    assert (found[2].measure, found[2].raw, found[2].column_path[-1]) == ("text", "防汛物资", "用途")
    assert (found[3].row_path, found[3].code, found[3].value) == (("水利行业业务管理",), "2130304", Decimal(5))


def test_an_item_named_by_its_first_sentence() -> None:
    text = (
        "一、具体情况\n1.农林水支出（类）水利（款）防汛（项）。年初预算为10万元，支出决算为9万元，完成年初预算的90%。\n"
    )
    assert [(fact.row_path[-1], fact.column_path[-1], str(fact.value)) for fact in facts(text)] == [
        ("防汛", "年初预算", "10"),
        ("防汛", "支出决算", "9"),
        ("防汛", "完成年初预算", "90"),
    ]


def test_an_item_whose_name_was_not_understood_gives_no_figure() -> None:
    text = "一、具体情况\n支出决算为90万元。\n1.防汛，抗旱。年初预算为10万元。\n"
    assert amounts(text) == [] or all(value != "10万元" for _, value in amounts(text))


def test_scope_words_are_parted_from_names_but_not_from_incomes() -> None:
    (fund, income) = facts("一般公共预算拨款安排的机关运行经费支出5万元。一般公共预算拨款收入7万元。\n")
    assert (fund.row_path, fund.column_path) == (("机关运行经费支出",), ("一般公共预算拨款",))
    assert income.row_path == ("一般公共预算拨款收入",)


# --- years and days -----------------------------------------------------------------------------


def test_the_day_of_a_stock_is_kept_for_what_follows() -> None:
    text = (
        "（三）国有资产情况\n截至2023年12月31日，昆明市水务局共有车辆12辆，其中：执法用车2辆。单位价值100万元（含）以上设备10台（套）。\n"
        "2024年部门预算安排购置车辆1辆。\n单位价值100万元（含）以上设备0台（套）。\n"
    )
    found = facts(text)
    assert [(fact.year, fact.column_path) for fact in found] == [
        (2023, ("截至2023年12月31日",)),
        (2023, ("截至2023年12月31日",)),
        (2023, ("截至2023年12月31日",)),
        (2024, ("预算安排购置",)),
        (2024, ("预算安排购置",)),
    ]
    assert found[2].row_path == ("单位价值100万元（含）以上设备",)


def test_the_year_before_by_its_amount() -> None:
    text = "2024年“三公”经费预算安排69.07万元。与2023年“三公”经费69.1万元基本持平。\n"
    _, before, change = facts(text)
    assert (before.period, before.year, before.value) == ("previous", 2023, Decimal("69.1"))
    assert (change.period, change.value, change.raw) == ("change", None, "基本持平")


@pytest.mark.parametrize("words", ["与上年预算一致", "与上年持平", "与2023年相比持平", "与上年相同"])
def test_no_change_is_a_change_of_nothing(words: str) -> None:
    _, change = facts(f"（二）公务接待费\n2024年预算安排16.54万元。{words}。\n")
    assert (change.row_path, change.period, change.value, change.unit) == (
        ("公务接待费",),
        "change",
        Decimal(0),
        "万元",
    )


def test_a_comparison_with_the_amount_in_it() -> None:
    text = (
        "2024年预算收支安排100万元，较2023年预算80万元增加20万元，其中：基本支出增加5万元，主要增加的为人员经费；"
        "项目支出增加15万元，主要为管网改造。\n"
    )
    found = facts(text)
    assert [(fact.row_path[-1], fact.period, str(fact.value), fact.reason) for fact in found] == [
        ("预算收支", "current", "100", None),
        ("预算收支", "previous", "80", None),
        ("预算收支", "change", "20", None),
        ("基本支出", "change", "5", "人员经费"),
        ("项目支出", "change", "15", "管网改造"),
    ]


def test_a_reason_in_the_next_sentence() -> None:
    text = (
        "（三）公务用车购置及运行费\n2024年预算安排8万元，其中：公务用车运行费8万元，比上年增加2万元，"
        "增长33.33%；公务用车购置费0万元，与上年预算数持平。主要原因是：启用闲置车辆。\n"
    )
    reasons = {("/".join(fact.row_path), fact.period): fact.reason for fact in facts(text)}
    assert reasons["公务用车购置及运行费", "current"] == "启用闲置车辆"
    assert reasons["公务用车购置及运行费/公务用车运行费", "change"] == "启用闲置车辆"
    assert reasons["公务用车购置及运行费/公务用车购置费", "change"] is None


def test_a_year_in_passing_is_its_sentences_alone() -> None:
    text = "学校于1906年建校，设5个学院。现有教师300人。\n"
    assert facts(text)[-1].year == 2024


# --- counts, goals, ranges, rules ---------------------------------------------------------------


def test_a_year_between_the_name_and_its_figure() -> None:
    (fact,) = facts("1.公务接待费2024年预算安排16.54万元。\n")
    assert (fact.row_path, fact.year) == (("公务接待费",), 2024)


def test_goals_of_the_year() -> None:
    text = "三、主要工作任务\n目标是全年城镇新增就业13万人以上，失业人员再就业2.4万人，加密举办 300 场以上节水活动。\n"
    assert [
        ("/".join(fact.row_path), str(fact.value), fact.unit, fact.relation, fact.period) for fact in facts(text)
    ] == [
        ("城镇新增就业", "13", "万人", "≥", "target"),
        ("失业人员再就业", "2.4", "万人", None, "target"),
        ("加密举办节水活动", "300", "场", "≥", "target"),
    ]


def test_a_count_is_of_the_noun_after_it() -> None:
    text = "2024年，昆明市水务局共设置86个项目绩效目标，共涉及财政拨款资金72.90万元。\n"
    assert amounts(text) == [("项目绩效目标", "86个"), ("项目绩效目标/财政拨款资金", "72.90万元")]


def test_a_range_is_no_figure() -> None:
    (fact,) = facts("五、重点工作\n打造4-6个节水品牌。\n")
    assert (fact.raw, fact.value, fact.measure) == ("4-6个", None, "text")


def test_rules_of_a_policy_are_no_money_of_the_department() -> None:
    text = "1. 项目概述\n根据云财〔2020〕17号，可享受最高额度为30万元贷款，期限最长不超过3年，咨询电话12345。\n"
    assert [(fact.raw, fact.kind) for fact in facts(text)] == [("30万元", "prose_number")]


def test_figures_in_purposes_and_reasons_are_not_the_sentences_own() -> None:
    text = "培训费5万元，主要用于3家水厂培训。比上年减少1万元，主要原因是：车辆减少1辆。\n"
    assert said(text) == [("培训费", "5万元", "current"), ("培训费", "-1万元", "change")]


def test_definitions_hold_no_figures_of_the_department() -> None:
    assert facts("一、名词解释\n1、大型设备：指单价100万元以上设备。\n") == []


def test_a_statement_that_there_is_none() -> None:
    (fact,) = facts("三、政府性基金预算情况\n本部门 2024 年度没有使用政府性基金预算拨款安排的支出。\n")
    assert (fact.value, fact.measure) == (None, "text")
    assert "政府性基金预算拨款" in fact.row_path[0]


def test_nothing_is_said_of_a_line_that_is_a_tables_row() -> None:
    assert facts("一、说明\n设备验收通过率 =100% 10设备维修率 ≤5% 10时效指标\n") == []


def test_places_are_those_of_the_figure_and_of_its_sentence() -> None:
    text = "一、工作\n全市开发的高校毕业生就业岗位\n\n超12万个，举办招聘会 300 场。\n"
    jobs, fairs = facts(text)
    assert (jobs.place.line_start, jobs.row_place.line_start, jobs.row_place.line_end) == (4, 2, 4)
    assert fairs.quote == "全市开发的高校毕业生就业岗位超12万个，举办招聘会 300 场。"
    assert [fact.id for fact in (jobs, fairs)] == ["d:s1#s1", "d:s1#s2"]


# --- identities ---------------------------------------------------------------------------------


def test_a_whole_is_the_sum_of_its_parts() -> None:
    (identity,) = identities("政府采购预算总额30万元，其中：货物10万元、工程0万元、服务20万元。\n")
    assert (identity.kind, identity.left_value, identity.right_value, identity.holds) == (
        "prose_sum_of_parts",
        Decimal(30),
        Decimal(30),
        True,
    )
    assert len(identity.facts) == 4


def test_a_sum_that_is_wrong_is_stated_all_the_same() -> None:
    for parts in ("货物10万元、服务18万元", "货物20万元、服务20万元"):
        (identity,) = identities(f"政府采购预算总额30万元，其中：{parts}。\n")
        assert not identity.holds


def test_the_largest_few_of_a_list_state_no_sum() -> None:
    text = (
        "一般公共预算支出30万元，金额最大的有：\n"
        "1.农林水支出（类）水利（款）防汛（项）9万元。\n2.农林水支出（类）水利（款）抗旱（项）8万元。\n"
    )
    assert identities(text) == []


def test_a_mere_selection_of_parts_states_no_sum() -> None:
    assert identities("培训费30万元，其中：水厂5万元、管网所6万元。\n") == []


def test_rounding_to_the_last_digit_is_no_contradiction() -> None:
    (identity,) = identities("基本支出15653.19万元，其中，人员支出12689.76万元，公用支出2963.42万元。\n")
    assert identity.holds


def test_change_and_growth_agree_with_the_amounts() -> None:
    text = "2024年收入预算100万元，较2023年预算80万元增加20万元，增长25%。\n"
    assert [(one.kind, one.holds) for one in identities(text)] == [("prose_change", True), ("prose_growth", True)]


def test_growth_is_checked_against_the_computed_year_before() -> None:
    right = "收入预算为198260.91万元，比上年增加5828.37万元，增长3.03%。\n"
    wrong = "收入预算为198260.91万元，比上年增加5828.37万元，增长3.30%。\n"
    assert [one.holds for one in identities(right)] == [True]
    assert [one.holds for one in identities(wrong)] == [False]


def test_cars_are_counted_and_not_rounded() -> None:
    (identity,) = identities("共有车辆12辆，其中：执法用车2辆、其他用车9辆。\n")
    assert not identity.holds


# --- more ways to say it ------------------------------------------------------------------------


def test_a_change_after_a_bracket_is_of_what_stands_before_it() -> None:
    text = "公务用车购置及运行费10万元（其中，公务用车购置费0万元，公务用车运行费10万元），比上年减少0.5万元。\n"
    assert said(text)[-1] == ("公务用车购置及运行费", "-0.5万元", "change")


def test_a_change_in_money_is_not_of_a_share() -> None:
    text = "项目支出预算3,000万元，占支出总预算的55.2%，较上年减少200万元，降低6.25%。\n"
    assert said(text) == [
        ("项目支出预算", "3000万元", "current"),
        ("项目支出预算", "55.2%", "current"),
        ("项目支出预算", "-200万元", "change"),
        ("项目支出预算", "-6.25%", "growth"),
    ]


def test_a_change_with_its_subject_before_the_comparison() -> None:
    assert said("项目支出比上年减少12万元，主要是压减一般性支出。\n") == [("项目支出", "-12万元", "change")]


def test_money_that_a_count_involves() -> None:
    text = "部门绩效目标1个，涉及资金50万元；项目绩效目标10个，涉及资金30万元。\n"
    assert amounts(text) == [
        ("部门绩效目标", "1个"),
        ("部门绩效目标/资金", "50万元"),
        ("项目绩效目标", "10个"),
        ("项目绩效目标/资金", "30万元"),
    ]


def test_the_value_of_a_thing_is_a_column_of_it() -> None:
    found = facts("固定资产总额90万元，其中房屋800平方米，价值50万元；车辆5辆，价值12万元。\n")
    assert [(fact.row_path[-1], fact.column_path[-1:], str(fact.value)) for fact in found[1:]] == [
        ("房屋", (), "800"),
        ("房屋", ("价值",), "50"),
        ("车辆", (), "5"),
        ("车辆", ("价值",), "12"),
    ]


def test_more_people_are_no_change_of_money() -> None:
    assert said("培训费10万元，比上年增加2人。\n") == [("培训费", "10万元", "current")]


def test_a_list_announced_by_name_is_of_that_whole() -> None:
    text = (
        "一、说明\n支出预算30万元，其中：财政拨款支出20万元；事业支出10万元。\n财政拨款支出主要内容如下：\n"
        "1. “农林水支出（类）水利（款）防汛（项）”科目20万元，主要用于防汛物资。\n"
    )
    fact = next(one for one in facts(text) if one.row_path[-1] == "防汛")
    assert fact.column_path[-1] == "财政拨款支出"


def test_the_parts_of_a_whole_named_again() -> None:
    text = "财政拨款支出预算20万元。财政拨款支出预算中，一般公共预算拨款支出预算20万元；政府性基金拨款支出预算0万元。\n"
    assert amounts(text)[1:] == [
        ("财政拨款支出预算/一般公共预算拨款支出预算", "20万元"),
        ("财政拨款支出预算/政府性基金拨款支出预算", "0万元"),
    ]


def test_a_dump_without_sentences_is_passed_over() -> None:
    assert facts("安排5万元，" * 2_000 + "\n") == []


@pytest.mark.parametrize(
    ("words", "value"), [("比上年多5个", "5个"), ("较2023年新增5个", "5个"), ("比上年少5个", "-5个")]
)
def test_more_and_fewer_than_the_year_before(words: str, value: str) -> None:
    assert said(f"水厂10个，{words}。\n") == [("水厂", "10个", "current"), ("水厂", value, "change")]


def test_the_day_by_other_words() -> None:
    (fact,) = facts("到2023年12月31日，所属各单位共有车辆4辆。\n")
    assert (fact.row_path, fact.year, fact.column_path) == (("车辆",), 2023, ("到2023年12月31日",))


def test_last_years_amount_in_a_sentence_of_its_own() -> None:
    found = facts("2024年“三公”经费预算安排69.07万元。2023年为69.1万元，两年基本持平。\n")
    assert (found[1].row_path, found[1].period, found[1].year) == (("“三公”经费",), "previous", 2023)


def test_a_reason_of_a_part_is_not_that_of_its_whole() -> None:
    text = "2024年预算收支100万元，比上年增加20万元，其中：基本支出增加5万元，主要原因是人员增加。\n"
    assert [fact.reason for fact in facts(text)] == [None, None, "人员增加"]


def test_money_of_a_scope_alone_is_for_what_the_heading_says() -> None:
    (fact,) = facts("（一）防汛物资储备\n2024年安排一般公共预算10万元。\n")
    assert (fact.row_path, fact.column_path) == (("防汛物资储备",), ("一般公共预算",))


def test_a_paragraph_may_be_named_by_its_first_sentence() -> None:
    text = "五、部分项目情况说明\n节水宣传项目。申请人先付款，年底返还。2024年安排一般公共预算10万元。\n"
    (fact,) = facts(text)
    assert (fact.row_path, fact.column_path) == (("节水宣传项目",), ("一般公共预算",))
