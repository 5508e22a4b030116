"""A conversation about budgets: what a question leaves out comes from the ones before, and nothing else does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tiny import two_departments

from assistant import Assistant


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(two_departments())


@pytest.mark.parametrize(
    ("turns", "question", "expected"),
    [
        (["青山市财政局2024年行政运行是多少"], "那信息化建设呢？", "150.00"),
        (["青山市财政局2024年总支出是多少"], "柳河市2023年呢？", "500.00"),
        (["青山市财政局2024年总支出是多少"], "其中项目支出呢？", "400.00"),
        (["青山市财政局2024年总支出是多少", "其中项目支出呢？"], "基本支出呢", "600.00"),
        (["青山市财政局2024年公务接待费多少"], "上一年呢？", "2.00"),
        (["青山市财政局2024年公务接待费多少"], "占三公经费的百分之几？", "20.00"),
        (["青山市财政局2024年信息化建设多少", "住房保障支出呢"], "两个差多少？", "50.00"),
        (["青山市财政局2024年公务接待费多少"], "不对，我问的是公务用车购置及运行费", "10.00"),
        (["青山国库支付中心有多少在职人员"], "会计考试中心呢？", "8"),
        (["青山市财政局2024年公务接待费多少"], "柳河市财政局2023年行政运行是多少？", "400.00"),
    ],
)
def test_what_is_left_out_is_taken_from_before(assistant, turns, question, expected):
    answer = assistant.ask(question, turns=turns)
    assert answer.values and answer.values[0].value == expected, (answer.text, assistant.explain(question, turns=turns))


def test_it_is_the_unit_that_ranked_first(assistant):
    answer = assistant.ask("那它的在职人数是多少？", turns=["青山市财政局哪个单位在职人数最多？"])
    assert answer.values and answer.values[0].value == "40", answer.text


def test_a_change_of_topic_inherits_only_the_place(assistant):
    answer = assistant.ask("海洋勘测费呢？", turns=["青山市财政局2024年公务接待费多少"])
    assert not answer.values
