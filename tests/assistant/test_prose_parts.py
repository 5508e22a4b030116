"""Parts of a project, measures, groups and points: what is told for a question, and no neighbour."""

from __future__ import annotations

import pytest

from assistant.passages.measures import asks_twice, measures_of, without_measures
from assistant.passages.respective import Respective, respective
from assistant.passages.words import kinds_named
from assistant.prose import asks_for_field, prose_kind
from index.model import Indicator, Place
from tests.assistant.test_prose import TinyLibrary, ask, lines

PROJECT = ("第三部分 预算情况说明", "十、项目情况", "（一）防汛物资补助项目情况")


@pytest.fixture
def library() -> TinyLibrary:
    """One department with a project told in numbered parts, a form, a text of points and a table of its units."""
    tiny = TinyLibrary().add("water", "云江市水利局", "云江市")
    tiny.section("water", 10, (*PROJECT, "1. 项目概述"), "本项目向山洪易发村镇的巡查员发放防汛物资补助。")
    tiny.section("water", 12, (*PROJECT, "2. 实施周期"), "本轮实施周期为2024年至2026年。")
    tiny.section("water", 14, (*PROJECT, "3. 年度预算安排"), "2024年拟安排该项目预算320万元。")
    tiny.section(
        "water", 30, ("第二部分 工作任务", "（一）守牢防汛底线"),
        "坚持人民至上。一要完善监测预警体系。加密雨量站点，提高预报精度，做到早预警、早响应，把工作做在灾害前面。"
        "二要推动水库除险加固。",
        "开工病险水库除险加固项目，加强质量监管，年底前完成主体工程。三要强化巡查值守。落实巡查责任到人。",
    )  # fmt: skip
    tiny.section(
        "water", 40, ("第三部分 预算情况说明", "四、增减情况"),
        "2024年预算较上年增加300万元，其中：基本支出增加20万元，主要增加的为人员经费；"
        "项目支出增加280万元，主要为增加水库维修养护资金。",
    )  # fmt: skip
    tiny.sheet(
        "water", 100, "水利培训楼",
        {
            "项目立项的依据": "根据《云江市水利培训基地建设管理办法》建设。",
            "项目申报的可行性": "建筑面积8000平方米，提供住宿床位240位。",
            "资金用途": "用于培训楼主体工程。",
        },
        Indicator("产出指标", "质量指标", "工程合格率", Place(110, 110), target="≥100", unit="%"),
    )  # fmt: skip
    tiny.sheet(
        "water", 130, "检查项目",
        {"资金用途": "聘请机构开展安全检查。", "绩效目标": "1.完成水库检查 2.完成堤防检查 3.完成泵站检查"},
    )  # fmt: skip
    tiny.table(
        "water", 60, "部门机构设置情况", ("单位名称", "单位性质", "单位规格"),
        ("云江市水文站", "事业", "副科级"), ("云江市河道所", "事业", "副科级"), ("云江市水利局本级", "行政", "正处级"),
    )  # fmt: skip
    return tiny


def test_a_part_of_a_project_needs_not_name_it(library: TinyLibrary) -> None:
    answer = ask(library, "云江防汛物资补助实施周期是哪年到哪年", "water")
    assert "2024年至2026年" in answer.text and lines(answer) == (12, 12)


def test_a_size_and_a_number_of_beds_are_told_by_the_text_that_holds_both(library: TinyLibrary) -> None:
    answer = ask(library, "云江的水利培训楼建多大，能住多少人？", "water")
    assert "8000平方米" in answer.text and "240位" in answer.text


def test_a_building_that_is_not_there_has_no_size(library: TinyLibrary) -> None:
    from assistant.prose import answer_prose

    assert answer_prose(library, question="云江水族馆建多大", documents=["water"], language="zh") is None


def test_a_point_ends_where_the_next_begins(library: TinyLibrary) -> None:
    answer = ask(library, "云江怎么完善监测预警体系", "water")
    assert "加密雨量站点" in answer.text and "二要" not in answer.text


def test_a_point_that_runs_over_into_the_next_paragraph_is_told_whole(library: TinyLibrary) -> None:
    answer = ask(library, "云江怎么推动水库除险加固", "water")
    assert "开工病险水库" in answer.text and "三要" not in answer.text
    assert len(answer.citations) == 2 or lines(answer)[0] == 32


def test_each_subject_of_a_sentence_keeps_its_own_reason(library: TinyLibrary) -> None:
    answer = ask(library, "云江项目支出为什么增加", "water")
    assert "水库维修养护资金" in answer.text and "人员经费" not in answer.text


def test_the_rows_of_one_standing_are_listed(library: TinyLibrary) -> None:
    answer = ask(library, "云江水利局规格是副科级的有谁", "water")
    assert "水文站" in answer.text and "河道所" in answer.text and "本级" not in answer.text


def test_the_document_named_in_a_title_tells_nothing_of_it(library: TinyLibrary) -> None:
    answer = ask(library, "云江水利培训楼的钱用来干什么", "water")
    assert "主体工程" in answer.text.split("\n")[0]


def test_whether_a_thing_counts_is_for_its_definition_alone(library: TinyLibrary) -> None:
    from assistant.prose import answer_prose

    question = "云江防汛物资补助里包括买车吗"
    assert answer_prose(library, question=question, documents=["water"], language="zh") is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("福州零工市场哪六有", "narrative"),
        ("救助金啥时候发完", "text"),
        ("补贴是照哪个文件来的", "basis"),
        ("师范生就业归人社局管还是别的局管", "duties"),
        ("项目支出多出1个多亿，多在哪了", "reason"),
        ("公务接待费包括外宾接待吗", "definition"),
        ("专网由谁维护，多少个节点", "amount"),
        ("今年收入多少", None),
    ],
)
def test_colloquial_questions_for_words(question: str, kind: str | None) -> None:
    assert prose_kind(question) == kind


def test_measures_are_read_once_each() -> None:
    assert [measure.name for measure in measures_of("建多大，能住多少人")] == ["size", "beds"]
    assert asks_twice("建多大，能住多少人") == 2
    assert without_measures("公寓楼建多大，能住多少人") == "公寓楼|，|"


def test_fields_asked_for_by_name() -> None:
    assert asks_for_field("专网维护费的绩效目标有哪些")
    assert not asks_for_field("4592万拆成哪几块")


SENTENCE = "对新获得国家级、省级、市级示范机构的分别给予 10 万元、5 万元、3 万元的补助。"


def test_groups_and_figures_pair_off_in_their_order() -> None:
    assert respective(SENTENCE, "国家级、省级和市级各补多少") == [
        Respective("国家级", "10", "万元"),
        Respective("省级", "5", "万元"),
        Respective("市级", "3", "万元"),
    ]


def test_groups_that_do_not_pair_off_give_no_figures() -> None:
    assert respective(SENTENCE.replace("、3 万元", ""), "国家级、省级和市级各补多少") == []
    assert respective(SENTENCE, "国家级和县级各补多少") == []


def test_kinds_of_a_thing_are_counted_by_what_stands_before_it() -> None:
    assert kinds_named("保险", "养老保险、失业保险和工伤保险") == 3
    assert kinds_named("保险", "社会保险基金监督，社会保险安全") == 1
