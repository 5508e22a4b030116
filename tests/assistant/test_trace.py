"""An answer's trace: what the question's words were taken for, what was considered, and what decided."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import assistant
from assistant import Assistant
from assistant.recorder import Refused, record, recording, tried
from tests.assistant.tiny import one_sheet, two_departments

WORDS = tomllib.loads((Path(assistant.__file__).parent / "data" / "trace.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def two() -> Assistant:
    return Assistant(two_departments())


def links(trace) -> dict[str, tuple[str, str]]:
    return {link.kind: (link.words, link.to) for link in trace.links}


QUESTIONS = (
    "青山市财政局2024年公务接待费是多少",
    "公务接待费是多少",
    "青山市2024年项目支出占总支出的比例",
    "青山市2024年信息化建设比财政委托业务支出多多少",
    "青山市2024年有几家单位",
    "青山市2024年公务接待费为什么增加",
    "青山市2024年有多少架无人机",
    "青山市2019年公务接待费是多少",
    "How much did Qingshan budget for official receptions in 2024?",
    "？",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_explained_answer_is_the_answer(two, question):
    asked, explained = two.ask(question).to_dict(), two.explain(question)
    told = explained.answer.to_dict()
    assert {**told, "elapsed_ms": None} == {**asked, "elapsed_ms": None}
    assert "trace" not in told and set(explained.trace.to_dict()) >= {"links", "searches", "refused"}


def test_words_are_linked_to_document_year_operation_row_and_column(two):
    found = links(two.explain("青山市财政局2024年的招待费是多少").trace)
    assert found["文件"] == ("青山市财政局", "青山市财政局2024年部门预算")
    assert found["年度"] == ("2024年", "2024")
    assert found["要做的"][1] == "查一个数"
    assert found["同义词"] == ("招待费", "公务接待费")
    assert found["行"] == ("公务接待费", "“三公”经费 / 公务接待费")


def test_the_figure_taken_goes_before_another_for_a_stated_reason(two):
    search = two.explain("青山市2024年三公经费是多少").trace.searches[0]
    first = search.ranked[0]
    assert (first.value, first.document, first.line, first.chosen) == ("12.50万元", "青山市.txt", 31, True)
    assert first.where == "“三公”经费支出表 › “三公”经费 › 小计 › 合计"
    assert search.won == "胜过「“三公”经费支出表 › 合计 › 合计」（30.00万元）：说中问题里的词更多（100% 对 78%）"
    assert any(ranked.refused for ranked in search.ranked[1:])


def test_a_column_asked_for_decides_and_a_code_is_a_link(two):
    trace = two.explain("青山市2024年20106的项目支出是多少").trace
    search = trace.searches[0]
    assert links(trace)["编码"] == ("20106", "20106") and links(trace)["列"] == ("项目支出", "项目支出")
    assert search.ranked[0].value == "200.00万元" and "编码相符" in search.ranked[0].why
    assert search.won.startswith("胜过「部门支出总表 › 一般公共服务支出 › 财政事务 › ")


def test_a_share_shows_its_operands_and_a_search_for_each(two):
    trace = two.explain("青山市2024年项目支出占总支出的比例").trace
    assert [(operand.value, operand.line) for operand in trace.operands] == [("400.00", 10), ("1000.00", 10)]
    assert [any(ranked.chosen for ranked in search.ranked) for search in trace.searches] == [True, True]
    assert trace.methods[-1].name == "占比"


def test_words_left_over_and_why_nothing_is_given(two):
    explained = two.explain("青山市2024年无人机采购是多少")
    assert explained.answer.status == "not_found" and explained.trace.refused
    assert any("无人机" in word for word in explained.trace.left_over)


def test_a_missing_year_is_named(two):
    trace = two.explain("青山市2019年公务接待费是多少").trace
    assert trace.refused == ("文件库里没有：2019年",)
    assert links(trace)["文件库中没有"][1] == "2019年"


def test_several_departments_are_why_a_figure_is_ambiguous(two):
    explained = two.explain("公务接待费是多少")
    assert explained.answer.status == "ambiguous"
    assert explained.trace.refused == (WORDS["zh"]["department"],)
    assert links(explained.trace)["文件"] == ("", "没有写明地区和部门，查全部 2 份文件")


def test_a_reason_shows_the_passages_it_was_chosen_from(two):
    passages = two.explain("青山市2024年公务接待费为什么增加").trace.passages
    assert passages[0].chosen and passages[0].line == 40 and "来访增多" in passages[0].text


def test_a_counted_set_is_told(two):
    trace = two.explain("青山市2024年有几家单位").trace
    assert any("等 3 项，选中 3 项" in told for told in trace.sets)


def test_an_english_question_is_explained_in_english(two):
    found = links(two.explain("How much did Qingshan budget for official receptions in 2024?").trace)
    assert "公务接待费" in found["in the documents' words"][1]
    assert found["what to do"][1] == "look up a figure"


def test_a_form_s_figure_is_linked_to_its_sheet():
    found = links(Assistant(one_sheet()).explain("青山市2024年招聘会服务经费的参会单位数量是多少家").trace)
    assert found["项目表"][1] == "招聘会服务经费" and found["行"][1] == "参会单位数量"


def test_nothing_is_kept_outside_recording():
    @tried("value")
    def find() -> int:
        record(Refused("unsure"))
        return 1

    assert find() == 1
    with recording() as events:
        find()
    assert [(event.method, event.result, event.events) for event in events] == [("value", 1, (Refused("unsure"),))]
    with recording() as events:
        pass
    assert events == []


def test_every_word_is_there_in_both_languages_with_the_same_places():
    import string

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert {key: places(text) for key, text in WORDS["zh"].items()} == {
        key: places(text) for key, text in WORDS["en"].items()
    }


def test_every_recorded_key_has_its_words():
    import re

    text = "".join(path.read_text(encoding="utf-8") for path in Path(assistant.__file__).parent.rglob("*.py"))
    methods = {f"m_{name}" for name in re.findall(r'@tried\("(\w+)"\)', text)}
    refusals = set(re.findall(r'Refused\(\s*"(\w+)"', text))
    assert len(methods) > 10 and len(refusals) > 3 and methods | refusals <= WORDS["zh"].keys()
