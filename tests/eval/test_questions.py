"""The project's own questions: their shape always, their answers against the documents where those are at hand."""

from __future__ import annotations

import ast
import json
import operator
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "eval" / "questions" / "own.jsonl").read_text(encoding="utf-8").splitlines()
]
EVERY: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((ROOT / "eval" / "questions").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
CORPUS = Path(os.environ.get("BUDGETQA_SHARED") or ROOT.parent / "shared") / "corpus"
FIELDS = {"id", "question", "lang", "type", "turns", "answer", "must_not", "evidence", "note"}
FIGURE_TYPES = {"lookup", "indicator", "sum", "difference", "ratio", "growth", "compare", "count", "rank"}
WORD_TYPES = {"text_lookup", "list", "definition", "narrative", "reason"}
TYPES = FIGURE_TYPES | WORD_TYPES | {"followup", "conflict", "ambiguous", "unanswerable"}
ONE_FIGURE = {"amount", "percent", "number"}
# what an answer kind holds beside its kind
SHAPES = {
    "amount": {"value", "unit"},
    "percent": {"value", "unit"},
    "number": {"value", "unit"},
    "amounts": {"items"},
    "text": {"must_include"},
    "set": {"items"},
    "abstain": {"why"},
}
MONEY = {"元", "万元", "亿元"}
SCALES = {Decimal(100), Decimal(10000)}  # percent and 万元 to 亿元: the constants a formula may hold
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def folded(text: str) -> str:
    """Width, spaces and punctuation away, as the scorer folds them."""
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s“”\"'‘’「」『』《》<>（）()、，,。.;；:：%％·—\-]", "", text)


def figures(text: str) -> set[Decimal]:
    """Every figure of a text, thousands separators removed, signs left out."""
    text = unicodedata.normalize("NFKC", text)
    return {Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def operands(formula: str) -> set[Decimal]:
    return {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", formula)} - SCALES


def calculated(formula: str) -> Decimal:
    """The value of a formula of figures, + - * / and brackets, in exact decimals."""

    def value(node: ast.expr) -> Decimal:
        if isinstance(node, ast.Constant):
            return Decimal(ast.get_source_segment(formula, node) or "")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        assert isinstance(node, ast.BinOp), ast.dump(node)
        result: Decimal = OPERATORS[type(node.op)](value(node.left), value(node.right))
        return result

    return value(ast.parse(formula, mode="eval").body)


def wanted(answer: dict[str, Any]) -> list[str]:
    """The values of an answer."""
    if answer["kind"] in ONE_FIGURE:
        return [answer["value"]]
    return [item["value"] for item in answer["items"]] if answer["kind"] == "amounts" else []


def phrases(answer: dict[str, Any]) -> list[str]:
    """The words of an answer."""
    if answer["kind"] == "text":
        return list(answer["must_include"])
    return list(answer["items"]) if answer["kind"] == "set" else []


def evidence_lines(question: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each piece of evidence with its source line; nothing where the documents are not at hand."""
    for piece in question["evidence"]:
        path = CORPUS / piece["doc"]
        if path.exists():
            yield piece, path.read_text(encoding="utf-8").split("\n")[piece["line"] - 1]


def test_ids_run_without_gaps() -> None:
    assert [q["id"] for q in QUESTIONS] == [f"own-{n:03d}" for n in range(1, len(QUESTIONS) + 1)]


def test_every_set_has_ids_of_its_own_and_answers_of_a_known_kind() -> None:
    ids = [question["id"] for question in EVERY]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert {question["answer"]["kind"] for question in EVERY} <= set(SHAPES)


def test_the_evidence_of_every_set_stands_on_its_line() -> None:
    astray = [
        (question["id"], piece["doc"][:3], piece["line"])
        for question in EVERY
        for piece, line in evidence_lines(question)
        if folded(piece["text"]) not in folded(line)
    ]
    assert astray == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter((q["question"], *q["turns"]) for q in QUESTIONS)
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_a_question_has_the_gold_shape(question: dict[str, Any]) -> None:
    assert set(question) - {"calc"} == FIELDS
    assert question["question"].strip() and question["lang"] in ("zh", "en") and question["type"] in TYPES
    assert (question["type"] == "followup") == bool(question["turns"])
    answer = question["answer"]
    assert set(answer) == SHAPES[answer["kind"]] | {"kind"}
    assert (question["type"] == "unanswerable") == (answer["kind"] == "abstain")
    assert bool(question["evidence"]) or answer["kind"] == "abstain"
    for piece in question["evidence"]:
        assert set(piece) == {"doc", "line", "text"} and piece["line"] > 0 and piece["text"].strip()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_values_are_exact_and_never_forbidden(question: dict[str, Any]) -> None:
    values = [Decimal(value) for value in wanted(question["answer"])]
    forbidden = {Decimal(value) for value in question["must_not"]}
    assert not forbidden & set(values)
    if question["answer"]["kind"] == "amount":
        assert question["answer"]["unit"] in MONEY


def cited_figures(question: dict[str, Any]) -> set[Decimal]:
    """The figures in a question's evidence."""
    return {figure for piece in question["evidence"] for figure in figures(piece["text"])}


def gives(formula: str, value: str) -> bool:
    """Whether a formula comes to a value, rounded half up as the value is written."""
    want = Decimal(value)
    return calculated(formula).quantize(want, ROUND_HALF_UP) == want


def test_calculations_hold() -> None:
    wrong = []
    for question in QUESTIONS:
        values, cited = wanted(question["answer"]), cited_figures(question)
        for formula in question.get("calc", ()):
            if not any(gives(formula, value) for value in values) or not operands(formula) <= cited:
                wrong.append((question["id"], formula))
    assert wrong == []


def test_figures_stand_in_their_evidence_or_are_calculated() -> None:
    missing = []
    for question in QUESTIONS:
        if question["type"] == "count":  # what is counted is listed, its number is not
            continue
        cited, formulas = cited_figures(question), question.get("calc", ())
        missing += [
            (question["id"], value)
            for value in wanted(question["answer"])
            if abs(Decimal(value)) not in cited and not any(gives(formula, value) for formula in formulas)
        ]
    assert missing == []


def test_evidence_stands_on_its_line() -> None:
    astray = [
        (question["id"], piece["doc"][:3], piece["line"])
        for question in QUESTIONS
        for piece, line in evidence_lines(question)
        if piece["text"] not in line
    ]
    assert astray == []


def test_phrases_stand_on_the_lines_of_their_evidence() -> None:
    missing = []
    for question in QUESTIONS:
        lines = folded("".join(line for _, line in evidence_lines(question)))
        if lines:
            missing += [(question["id"], p) for p in phrases(question["answer"]) if folded(p) not in lines]
    assert missing == []


def test_a_formula_rounds_half_up_and_a_false_one_is_seen() -> None:
    assert calculated("(10 - 2.5) / 60 * 100").quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("12.5")
    assert calculated("-1 + 2.005").quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("1.01")
    assert operands("76.5 / 10000 * 100") == {Decimal("76.5")}
    assert figures("收入１,234.50万元，≥95%") == {Decimal("1234.50"), Decimal(95)}
