"""How questions are cut and folded."""

from __future__ import annotations

import pytest

from assistant.glossary import translate, use_synonyms
from assistant.splits import split_difference, split_share
from assistant.words import bare_label, chinese_number, fold, is_english, simplify


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("其中：（2）公务用车运行费", "公务用车运行费"),
        ("二、公务接待费", "公务接待费"),
        ("（一）一般公共预算拨款", "一般公共预算拨款"),
    ],
)
def test_numbering_is_no_part_of_a_label(label, bare):
    assert bare_label(label) == bare


def test_marks_width_and_script_are_folded():
    assert fold("“三公” 经费（２０２４）") == "三公经费2024"
    assert simplify("預算") == "预算"


def test_what_people_say_becomes_what_documents_write():
    assert use_synonyms("招待费") == "公务接待费"
    assert translate("official reception")[0] == "公务接待费"


def test_a_share_has_a_part_and_a_whole():
    assert split_share("项目支出占总支出的百分之几") == ("项目支出", "总支出")
    assert split_share("基本支出里公用支出占百分之多少") == ("公用支出", "基本支出")


def test_a_difference_has_two_operands():
    assert split_difference("甲类支出比乙类支出多多少") == ("甲类支出", "乙类支出")


def test_numbers_and_languages():
    assert [chinese_number(text) for text in ("三", "十二", "7", "多")] == [3, 12, 7, None]
    assert is_english("How much?") and not is_english("福建HRSS预算")
