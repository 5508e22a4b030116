"""Questions in everyday words find the clause that is asked for: plans, steps, two figures, grounds; or nothing."""

from __future__ import annotations

import pytest

from assistant.answer import Answer
from assistant.prose import answer_prose, prose_kind
from tests.assistant.test_prose import TinyLibrary

TASKS = ("第一部分 部门概况", "三、部门主要工作任务")
SCHEME = ("五、部分项目情况说明", "（一）造林贷款贴息项目情况")


@pytest.fixture
def library() -> TinyLibrary:
    """The forestry bureau of 云江市."""
    tiny = TinyLibrary().add("forest", "云江市林业局", "云江市")
    tiny.section(
        "forest", 10, TASKS,
        "2024年，云江市林业局主要任务是：守护绿水青山；发展林下经济；严防森林火灾。围绕上述任务，重点抓好以下工作：",
    )  # fmt: skip
    tiny.section(
        "forest", 20, (*TASKS, "（一）严防森林火灾，筑牢安全底线"),
        "全年火灾受害率控制在千分之零点八以内。一要压实巡护责任。建立林长网格化巡护机制，开展拉网式排查。"
        "二要提升扑救能力。新建以水灭火蓄水池，组建航空护林队伍。三要强化宣传教育。推动防火知识进校园。",
    )  # fmt: skip
    tiny.section(
        "forest", 30, (*SCHEME, "2. 立项依据"), "根据《关于做好造林贷款贴息工作的通知》（云财农〔2021〕9号）有关规定。"
    )
    tiny.section(
        "forest", 34, (*SCHEME, "4. 实施方案"),
        "（1）拨付流程：造林贷款贴息由林农先垫付、财政后返还，经乡镇审核后由市林业站拨付给经办银行。",
        "（2）拨付条件：造林贷款成功发放，且造林成活率符合规定。",
    )  # fmt: skip
    tiny.section(
        "forest", 50, ("第三部分 预算情况说明", "六、“三公”经费支出情况", "（一）公务接待费"),
        "2024年预算安排6.00万元，比上年增加1.00万元，增长20.00%。主要原因是：承办全国森林防火现场会。",
    )  # fmt: skip
    tiny.sheet(
        "forest", 100, "护林员奖励金",
        {
            "项目立项的依据": "《云江市护林员奖励办法》（云林规〔2022〕3号）",
            "项目申报的可行性": "因护林员待遇偏低、流失严重，需以奖励稳定队伍。",
            "项目实施期目标": "每年奖励300名优秀护林员，每人2000元。",
        },
    )  # fmt: skip
    return tiny


def ask(library: TinyLibrary, question: str, language: str = "zh") -> Answer | None:
    return answer_prose(library, question=question, documents=["forest"], language=language)


def told(library: TinyLibrary, question: str, language: str = "zh") -> str:
    found = ask(library, question, language)
    assert found is not None and found.status == "answered", question
    return found.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("接待费多了一万，林业局给的说法是什么？", "reason"),
        ("How come the bureau spends more on receptions?", "reason"),
        ("Which official document number backs the reward (护林员奖励金)?", "basis"),
        ("每年奖多少人、每人多少钱？", "amounts"),
        ("护林员奖励金每人多少钱，发给谁？", "amount"),
        ("三公经费和会议费各多少？", None),
    ],
)
def test_a_question_in_everyday_words_has_its_kind(question: str, kind: str | None) -> None:
    assert prose_kind(question) == kind


def test_a_point_counted_up_is_quoted_whole(library: TinyLibrary) -> None:
    assert "航空护林队伍" in told(library, "云江林业局怎么提升扑救能力？")


def test_a_section_asked_for_by_its_heading_is_told_by_its_points(library: TinyLibrary) -> None:
    text = told(library, "云江林业局今年打算怎么严防森林火灾？")
    assert all(point in text for point in ("压实巡护责任", "提升扑救能力", "强化宣传教育"))


def test_plans_in_general_are_the_opening_of_the_tasks(library: TinyLibrary) -> None:
    text = told(library, "云江市林业局2024年工作围绕哪三个方面展开？")
    assert all(aspect in text for aspect in ("守护绿水青山", "发展林下经济", "严防森林火灾"))


def test_steps_are_the_procedure_and_not_the_grounds(library: TinyLibrary) -> None:
    text = told(library, "造林贷款贴息是怎么一步步拨下来的？")
    assert "先垫付" in text
    assert "云财农" not in text


def test_conditions_are_the_clause_of_conditions(library: TinyLibrary) -> None:
    assert "成活率" in told(library, "造林贷款贴息要满足什么条件？")


def test_two_figures_of_different_kinds_come_in_the_sentence_that_holds_both(library: TinyLibrary) -> None:
    text = told(library, "护林员奖励金每年奖多少人、每人多少钱？")
    assert "300名" in text and "2000元" in text


def test_the_number_of_a_document_is_the_basis(library: TinyLibrary) -> None:
    text = told(library, "Which official document number backs the rangers' reward (护林员奖励金)?", "en")
    assert "云林规〔2022〕3号" in text


def test_why_something_is_done_stands_in_its_grounds(library: TinyLibrary) -> None:
    assert "流失严重" in told(library, "为什么要设护林员奖励金？")


def test_a_reason_is_found_by_other_words(library: TinyLibrary) -> None:
    assert "现场会" in told(library, "接待费多了一万，林业局给的说法是什么？")


def test_traditional_characters_are_read(library: TinyLibrary) -> None:
    assert "现场会" in told(library, "公務接待費為什麼增加了？")


@pytest.mark.parametrize(
    "question", ["林业局为什么要取消护林员考试？", "林业局怎么发展旅游航线？", "林业局食堂外包的流程是什么？"]
)
def test_what_the_documents_do_not_treat_gets_no_passage(library: TinyLibrary, question: str) -> None:
    found = ask(library, question)
    assert found is None or found.status == "not_found"


def test_an_english_subject_that_nothing_translates_gets_no_passage(library: TinyLibrary) -> None:
    assert ask(library, "How does the bureau handle childcare subsidies for pilots?", "en") is None
