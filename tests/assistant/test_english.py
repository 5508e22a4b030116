"""English questions become Chinese ones: by vocabulary, with nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.english import gloss, in_chinese, translate
from assistant.english_amounts import amounts_in_chinese, conditions_in_chinese
from assistant.english_link import Known
from assistant.english_names import place_name
from assistant.english_terms import lemmas
from assistant.words import is_english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("education expenditure", "教育支出"),
        ("expenditure on education", "教育支出"),
        ("Official reception budget", "公务接待费"),
        ("the budget for official receptions", "公务接待费"),
        ("labor inspection", "劳动保障监察"),
        ("labour inspection", "劳动保障监察"),
        ("agency operating expenses", "机关运行经费"),
        ("goods and services", "商品和服务支出"),
        ("basic wages, allowances and subsidies, and bonuses", "基本工资、津贴补贴和奖金"),
        ("basic expenditure of the general public budget", "一般公共预算基本支出"),
        ("heating costs in basic expenditure", "基本支出的取暖费"),
    ],
)
def test_a_term_is_the_documents_own_label_however_it_is_written(english: str, chinese: str) -> None:
    assert gloss(english.lower()).subject == chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "What share of the Xiamen HRSS bureau's total 2023 spending is education?",
            "厦门市人力资源和社会保障局2023年的教育支出占总支出的百分之几",
        ),
        ("What percentage of total income does other income make up?", "其他收入占总收入的百分之几"),
        ("Training as a percentage of basic expenditure in Fuzhou", "福州市的培训占基本支出的百分之几"),
        ("By what percentage did Fuzhou's income budget fall in 2024?", "福州市2024年的收入预算比上年下降了百分之几"),
        ("How much did Fuzhou's income budget grow in 2024 over 2023?", "福州市2024年的收入预算比2023年增加了多少"),
        ("Why did official receptions rise in Fuzhou?", "为什么福州市的公务接待费比上年增加"),
        ("How much larger is basic expenditure than project expenditure?", "基本支出比项目支出多多少"),
        ("Which units have at least 50 serving staff?", "在职人数50人以上的单位有哪些"),
        ("Which unit has the second largest income budget?", "收入预算排第二的单位是哪个"),
        ("What are the three largest functional items?", "最多的三个项级科目是哪些"),
        ("How many projects are there in Fuzhou in 2024?", "福州市2024年的项目有几个"),
        ("What does basic expenditure mean?", "基本支出是什么意思"),
        ("What about Xiamen?", "那厦门市呢"),
        ("How much of that is project expenditure?", "其中的项目支出是多少钱"),
    ],
)
def test_what_is_asked_goes_last_and_the_scope_first(english: str, chinese: str) -> None:
    assert in_chinese(english).text == chinese


def test_two_places_are_compared_each_in_its_own_year() -> None:
    asked = in_chinese("Whose official receptions cost more, Fuzhou's in 2024 or Xiamen's in 2023, and by how much?")
    assert asked.text == "福州市2024年和厦门市2023年的公务接待费哪个多，多多少"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("500,000 yuan", "50万元"),
        ("10 million yuan", "1000万元"),
        ("1.5 billion RMB", "15亿元"),
        ("100 million yuan", "1亿元"),
        ("900 yuan", "900元"),
        ("2 hundred million yuan", "2亿元"),
    ],
)
def test_amounts_are_written_in_the_units_of_budgets(english: str, chinese: str) -> None:
    assert amounts_in_chinese(english.lower().replace(",", "")).strip() == chinese


def test_years_and_codes_are_no_conditions() -> None:
    assert conditions_in_chinese("items under 20801 over 2022") == "items under 20801 over 2022"


def test_or_more_is_not_more_than() -> None:
    assert "50人以上" in conditions_in_chinese("50 or more staff")
    assert "超过50人" in conditions_in_chinese("more than 50 staff")


def test_chinese_in_brackets_says_it_better_than_the_english_before_it() -> None:
    asked = in_chinese("How much is the talent archive management project (人才库档案管理经费) of Haigang District?")
    assert "人才库档案管理经费" in asked.text
    assert not asked.unlinked


def test_a_word_that_no_list_knows_is_reported_and_not_replaced() -> None:
    asked = in_chinese("How much did Xiamen budget for drones?")
    assert asked.unlinked == ("drones",)


def test_a_place_in_pinyin_is_found_whether_its_ending_is_said_or_not() -> None:
    assert place_name("shijiazhuang") == "石家庄市"
    assert place_name("haigang district") == "海港区"
    assert place_name("quanzhou city") == "泉州市"
    assert place_name("inner mongolia") == "内蒙古自治区"
    assert place_name("budget") is None


def test_of_two_places_that_sound_alike_the_one_at_hand_is_meant() -> None:
    assert place_name("fuzhou", prefer=("抚州市",)) == "抚州市"
    assert place_name("fuzhou", prefer=("福州市",)) == "福州市"


def test_a_district_stands_with_its_city() -> None:
    asked = in_chinese("How much are the three public expenses of Gulou District, Fuzhou?", known=Known(("福州市",)))
    assert asked.text.startswith("福州市鼓楼区")


def test_a_phrase_is_translated_word_by_word() -> None:
    assert translate("Official reception and gizmos") == ("公务接待费", ("gizmos",))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdefgh 0123456789,.?()'人社局%-", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    in_chinese(text)


def test_departments_are_put_in_order() -> None:
    asked = in_chinese("Rank the four HRSS departments by three public expenses from lowest to highest.")
    assert asked.text == "四家人社局的三公经费从低到高排一下"


def test_the_units_of_a_budget_are_listed() -> None:
    assert in_chinese("List the units covered by Fuzhou's 2024 budget.").text == "福州市2024年部门预算包括哪几个单位"


LABELS = Known(
    ("福州市",),
    (
        (
            "福州市",
            (
                "职业资格证书成本性支出",
                "发放证书数量",
                "职业资格证书成本性支出|发放证书数量",
                "公务员考试考务费",
                "公务员考试考务费|招考人数",
                "学生公寓综合楼",
                "仓山区晋安区社保分中心经费",
                "中央就业补助资金",
                "省级就业补助资金",
            ),
        ),
    ),
    frozenset({"在职人数"}),
)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("certificates handed out", "发放证书数量"),
        ("the civil service exam's administration", "公务员考试考务费"),
        ("Cangshan social insurance sub-centres", "仓山"),
        ("serving staff", "在职人数"),
    ],
)
def test_of_a_words_readings_the_one_is_taken_that_the_documents_labels_hold(english: str, chinese: str) -> None:
    assert chinese in in_chinese(f"{english} in Fuzhou", known=LABELS).text


def test_words_that_two_labels_explain_equally_well_stay_words() -> None:
    text = in_chinese("How much are the employment subsidies in Fuzhou?", known=LABELS).text
    assert "中央" not in text and "省级" not in text


def test_a_sum_of_money_is_no_indicator_of_a_sheet() -> None:
    asked = in_chinese("How much funding goes to the civil service recruitment exam in Fuzhou?", known=LABELS)
    assert "招考人数" not in asked.text
    asked = in_chinese("How many people will be recruited by Fuzhou's civil service exam?", known=LABELS)
    assert "招考人数" in asked.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Number of projects in Haigang in 2024?", "How many projects does Haigang have in 2024?"),
        ("Who procures least among Xiamen's units?", "Which unit in Xiamen procures the least?"),
        ("What portion of total income is other income?", "What share of total income is other income?"),
        ("How far apart are Fuzhou's bonuses and basic wages?", "Difference between Fuzhou's bonuses and basic wages?"),
        ("Add Fuzhou's bonuses and basic wages.", "What do Fuzhou's bonuses and basic wages add up to?"),
        ("Bonuses minus basic wages in Fuzhou", "How much larger are bonuses in Fuzhou than basic wages?"),
    ],
)
def test_ways_of_asking_the_same_become_the_same(one: str, other: str) -> None:
    assert in_chinese(one).text == in_chinese(other).text


def test_a_word_that_denies_or_that_no_list_knows_is_never_dropped() -> None:
    assert "not" in in_chinese("How much of Fuzhou's spending is not personnel?").unlinked
    assert "drones" in in_chinese("How much goes on drones in Fuzhou?").unlinked


@pytest.mark.parametrize("word", ["recruited", "recruits", "recruiting", "paid", "stopped", "carries"])
def test_an_inflected_word_is_found_in_its_base_form(word: str) -> None:
    assert {"recruit", "pay", "stop", "carry"} & set(lemmas(word))


def test_a_rate_is_its_own_percentage() -> None:
    asked = in_chinese("In Fuzhou's 2023 self-evaluation, what percentage was the completion rate?")
    assert "占" not in asked.text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "How much did Fuzhou budget for public-welfare post subsidies (公益性岗位补贴)?",
            "福州市的公益性岗位补贴是多少钱",
        ),
        ("Public-welfare post subsidies in Fuzhou (公益性岗位补贴)?", "福州市的公益性岗位补贴是多少"),
        (
            "How much government procurement went to the job fair (高层次人才招聘会) in Fuzhou?",
            "福州市的政府采购的高层次人才招聘会是多少钱",
        ),
    ],
)
def test_a_name_in_brackets_says_all_of_the_name_before_it(english: str, chinese: str) -> None:
    assert in_chinese(english).text == chinese


def test_levels_side_by_side_are_asked_for_one_by_one() -> None:
    known = Known(labels=(("福州市", ("2023年市级创业担保贷款贴息资金", "创业担保贷款贴息及奖补")),))
    text = in_chinese("Compare Fuzhou's central, provincial and municipal loan interest subsidy", known=known).text
    assert "中央、省级和市级" in text


def test_two_projects_of_one_name_are_added_up() -> None:
    text = in_chinese("Fuzhou has two projects for office chairs (办公椅采购). Add up their budgets.").text
    assert text.endswith("两笔合计多少")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "By what amount does Fuzhou's total income exceed other income?",
            "By how much does Fuzhou's total income exceed other income?",
        ),
        ("How big a slice of total income is other income?", "What share of total income is other income?"),
        ("How many budget units does Fuzhou have, headquarters included?", "How many budget units does Fuzhou have?"),
        ("Project expenditure in Fuzhou rose. What's behind it?", "Why did project expenditure in Fuzhou rise?"),
    ],
)
def test_more_ways_of_asking_become_the_same(one: str, other: str) -> None:
    assert in_chinese(one).text == in_chinese(other).text


def test_a_question_around_long_chinese_names_is_english() -> None:
    assert is_english("How many more staff does 福州第一技师学院 have than 福州第二技师学院?")
    assert not is_english("福州 of 2024 的 total 是多少")
