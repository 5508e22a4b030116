"""The round trip asks only what can be decided, counts each kind of miss, and owes the assistant nothing."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from eval.roundtrip import __main__ as command
from eval.roundtrip.names import Named, Names
from eval.roundtrip.questions import Question, questions_of
from eval.roundtrip.report import as_json, share, table
from eval.roundtrip.sampling import sample
from eval.roundtrip.scoring import CAUSES, judge
from eval.roundtrip.words import key, spoken
from index.model import Fact
from tests.assistant.tiny import NORTH, TinyLibrary, cell, document, one_sheet, sentence, two_departments

ROUNDTRIP = Path(command.__file__).parent


def names_of(library: TinyLibrary) -> Names:
    return Names([(one, library.facts(one.id)) for one in library.documents()])


def names_of_facts(*facts: Fact) -> Names:
    return names_of(TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts))


def asked(names: Names, named: Named, *, per_fact: int = 5, seed: int = 1) -> list[Question]:
    return list(questions_of(names, named, per_fact=per_fact, seed=seed))


def expenditure(
    path: tuple[str, ...], raw: str, line: int, *, kind: str = "expenditure", title: str = "支出总表"
) -> Fact:
    return cell(NORTH, kind, title, path, ("合计",), raw, line, year=2024)


def answered(question: Question, **changes: object) -> dict[str, object]:
    """The answer that returns a question's fact, with changes."""
    fact = question.fact.fact
    citation = {"document": question.fact.document.file, "line_start": fact.place.line_start,
                "line_end": fact.place.line_end}  # fmt: skip
    right = {
        "status": "answered",
        "text": "",
        "values": [{"label": "", "value": str(fact.value), "unit": fact.unit}],
        "citations": [citation],
    }
    return {**right, **changes}


@pytest.fixture(scope="module")
def question() -> Question:
    names = names_of(two_departments())
    named = next(one for one in names.named if one.row == "信息化建设" and one.column == "项目支出")
    return asked(names, named)[0]


# --- what is asked --------------------------------------------------------------------------------


def test_every_figure_is_asked_for_in_several_ways_and_none_twice() -> None:
    names = names_of(two_departments())
    for named in names.named:
        questions = asked(names, named)
        assert len({question.text for question in questions}) == len(questions) == 5
        assert len({question.plan for question in questions}) >= 3


def test_the_same_seed_asks_the_same_and_another_one_otherwise() -> None:
    names = names_of(two_departments())
    texts = [[question.text for question in asked(names, names.named[5], seed=seed)] for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_a_question_names_place_and_year_in_some_form(question: Question) -> None:
    assert "青山" in question.text and "2024" in question.text


def test_a_row_that_two_tables_give_differently_is_asked_with_its_table() -> None:
    names = names_of_facts(
        expenditure(("行政运行",), "600.00", 10),
        expenditure(("行政运行",), "500.00", 20, kind="general_expenditure", title="一般公共预算支出表"),
    )
    for named in names.named:
        for question in asked(names, named):
            assert {"kind", "table"} & set(question.said)
            assert [one.fact for one in question.alike] == [named.fact]


def test_sister_tables_that_agree_need_no_table_and_either_line_is_good() -> None:
    names = names_of_facts(
        expenditure(("行政运行",), "600.00", 10),
        expenditure(("行政运行",), "600.00", 20, kind="general_expenditure", title="一般公共预算支出表"),
    )
    short = [one for one in asked(names, names.named[0]) if not {"kind", "table"} & set(one.said)]
    assert short and all(len(question.alike) == 2 for question in short)


def test_two_rows_of_one_name_are_told_apart_by_what_stands_above_them_even_when_they_agree() -> None:
    names = names_of_facts(
        expenditure(("教育支出", "其他支出"), "6.00", 10), expenditure(("卫生支出", "其他支出"), "6.00", 11)
    )
    questions = asked(names, names.named[0])
    assert questions and all("教育支出" in question.text for question in questions)


def test_repeated_rows_are_told_apart_by_another_cell() -> None:
    def row(line: int, price: str, pieces: str) -> list[Fact]:
        return [
            cell(NORTH, "procurement", "政府采购预算", ("办公楼", "打印机"), (column,), raw, line, year=2024)
            for column, raw in (("数量", pieces), ("单价", price))
        ]

    names = names_of_facts(*row(10, "0.50", "3"), *row(11, "0.20", "9"))
    questions = asked(names, next(one for one in names.named if one.fact.raw == "0.20"))
    assert questions and all("9" in question.text.replace("990100", "") for question in questions)


def test_what_nothing_tells_apart_is_not_asked() -> None:
    names = names_of_facts(expenditure(("行政运行",), "600.00", 10), expenditure(("行政运行",), "500.00", 11))
    assert [asked(names, named) for named in names.named] == [[], []]


def test_a_total_is_never_asked_without_its_table_where_there_are_two() -> None:
    names = names_of_facts(
        expenditure(("合计",), "600.00", 10), expenditure(("合计",), "500.00", 20, kind="income", title="收入总表")
    )
    for named in names.named:
        assert all({"kind", "table"} & set(question.said) for question in asked(names, named))


def test_the_change_is_asked_as_a_change_and_never_by_the_bare_name() -> None:
    names = names_of_facts(
        sentence(NORTH, "机关运行经费", "90.00万元", "90.00", 41, year=2024),
        sentence(NORTH, "机关运行经费", "减少10.00万元", "-10.00", 41, year=2024, period="change"),
    )
    for question in asked(names, names.named[1]):
        assert any(word in question.text for word in ("上年", "上一年"))
        assert [one.fact.raw for one in question.alike] == ["减少10.00万元"]


def test_an_indicator_with_a_common_name_is_asked_with_its_project() -> None:
    names = names_of(one_sheet())
    second = replace(names.named[3].fact, id="other", container="other", row_path=("培训经费", "参会企业满意度"),
                     title="培训经费绩效目标表", value=Decimal(80))  # fmt: skip
    names = names_of_facts(*(named.fact for named in names.named), second)
    for question in asked(names, names.named[3]):
        assert "招聘会服务经费" in question.text


def test_labels_are_said_without_what_nobody_says() -> None:
    assert spoken("九、其他收入") == "其他收入"
    assert spoken("其中：财政拨款数") == "财政拨款数"
    assert spoken("资金结余率(%)⑦=⑥/③") == "资金结余率"
    assert key("“三公”经费（万元）") == key("三公 经费")


# --- how answers are judged -----------------------------------------------------------------------


def test_the_figure_with_its_line_is_returned(question: Question) -> None:
    assert judge(question, answered(question)).returned


def test_another_figure_is_a_miss(question: Question) -> None:
    for value in (
        {"value": "151.00", "unit": "万元"},
        {"value": "150.00", "unit": "元"},
        {"value": "", "unit": "万元"},
    ):
        assert judge(question, answered(question, values=[{"label": "", **value}])).cause == "wrong value"


def test_only_the_first_value_counts(question: Question) -> None:
    right = answered(question)["values"]
    assert isinstance(right, list)
    wrong = {"label": "", "value": "1", "unit": "万元"}
    assert judge(question, answered(question, values=[wrong, *right])).cause == "wrong value"


def test_another_line_another_document_or_no_citation_is_a_miss(question: Question) -> None:
    line = question.fact.fact.place.line_start
    assert line is not None
    file = question.fact.document.file
    for citations in (
        [{"document": file, "line_start": line + 1, "line_end": line + 1}],
        [{"document": "elsewhere.txt", "line_start": line, "line_end": line}],
        [{"document": file, "line_start": None, "line_end": None}],
        [{"document": file, "line_start": line + 1, "line_end": line + 9}] * 3
        + [{"document": file, "line_start": line, "line_end": line}],
        [],
    ):
        assert judge(question, answered(question, citations=citations)).cause == "wrong citation"


@pytest.mark.parametrize(
    ("status", "cause"),
    [("not_found", "refused"), ("ambiguous", "ambiguous"), ("conflict", "conflict"), ("error", "error")],
)
def test_everything_but_an_answer_is_a_miss(question: Question, status: str, cause: str) -> None:
    assert judge(question, answered(question, status=status)).cause == cause
    assert judge(question, answered(question, values=[])).cause == "no figure"


def test_a_conflict_is_an_answer_where_the_documents_disagree(question: Question) -> None:
    assert judge(question, answered(question, status="conflict"), disputed=True).returned


def test_a_fall_may_be_told_without_its_minus_but_only_as_a_fall() -> None:
    names = names_of_facts(sentence(NORTH, "机关运行经费", "减少10.00万元", "-10.00", 41, year=2024, period="change"))
    question = replace(asked(names, names.named[0])[0], unsigned=False)
    plain = {"label": "机关运行经费增减", "value": "10.00", "unit": "万元"}
    assert judge(question, answered(question, values=[plain])).cause == "wrong value"
    assert judge(question, answered(question, values=[{**plain, "label": "机关运行经费减少额"}])).returned
    assert judge(replace(question, unsigned=True), answered(question, values=[plain])).returned


def test_the_share_falls_with_each_miss_and_every_cause_is_counted(question: Question) -> None:
    outcomes = [judge(question, answered(question)), judge(question, answered(question, status="not_found"))]
    assert share(outcomes) == 0.5
    assert as_json(outcomes)["source:cell"] == {"asked": 2, "returned": 1, "refused": 1}
    assert "50.00%" in table(outcomes) and all(cause in table(outcomes) for cause in CAUSES)


# --- the whole ------------------------------------------------------------------------------------


def test_a_sample_has_something_of_every_kind() -> None:
    names = names_of(two_departments())
    questions = [question for named in names.named for question in asked(names, named)]
    few = sample(questions, 60, seed=1)
    assert len(few) == 60 and few == sample(questions, 60, seed=1) != sample(questions, 60, seed=2)
    assert {one.fact.fact.kind for one in few} == {one.fact.fact.kind for one in questions}


def test_the_command_asks_reports_and_fails_below_its_floor(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(texts: list[str], home: Path, *, workers: int) -> list[dict[str, object]]:
        return [{"status": "not_found", "text": "", "values": [], "citations": []} for _ in texts]

    monkeypatch.setattr(command, "answers_to", wrong)
    arguments = ["--corpus", str(samples), "--out", str(tmp_path), "--sample", "30"]
    assert command.main(arguments) == 1
    assert "below its floor: 0.00%" in capsys.readouterr().out
    misses = [json.loads(line) for line in (tmp_path / "roundtrip_misses.jsonl").read_text("utf-8").splitlines()]
    assert len(misses) == 30 and {miss["cause"] for miss in misses} == {"refused"}
    assert json.loads((tmp_path / "roundtrip.json").read_text("utf-8"))["groups"]["all"]["asked"] == 30


def test_no_documents_no_figures(tmp_path: Path) -> None:
    assert command.main(["--corpus", str(tmp_path), "--out", str(tmp_path)]) == 2


def test_only_asking_knows_the_assistant() -> None:
    for path in ROUNDTRIP.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        ours = [module for module in modules if module.split(".")[0] == "assistant"]
        assert ours == (["assistant"] if path.name == "asking.py" else [])
        texts = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not any("assistant/" in text or "assistant.data" in text for text in texts)
