"""Prose as sections: the outline, paragraphs cut by pages, glossaries, and the way back to the lines."""

from __future__ import annotations

import pytest

from index.layout.headings import chinese_number, numbering
from index.layout.sections import find_sections, heading_paths, is_glossary, locate
from index.model import Grid, Section
from index.readers.text import stream_of


def sections(text: str, *, used: frozenset[int] = frozenset()) -> tuple[Section, ...]:
    return find_sections(stream_of(text.strip("\n")), document="d", used=used)


def paths(text: str) -> list[tuple[str, ...]]:
    return [section.path for section in sections(text)]


def test_numbering_makes_the_outline() -> None:
    text = """
第一部分 部门概况
一、主要职责
负责全市供水。
二、机构设置
设三个科室。
第二部分 预算说明
一、收支情况
（一）收入
收入 5 万元。
（二）支出
支出 5 万元。
二、其他
没有其他说明。
"""
    assert paths(text) == [
        ("第一部分 部门概况", "一、主要职责"),
        ("第一部分 部门概况", "二、机构设置"),
        ("第二部分 预算说明", "一、收支情况", "（一）收入"),
        ("第二部分 预算说明", "一、收支情况", "（二）支出"),
        ("第二部分 预算说明", "二、其他"),
    ]


def test_markdown_levels_set_at_random_do_not_disturb_the_numbering() -> None:
    text = """
# 一、收支情况
收入 5 万元。
### 二、三公经费
##### （一）公务接待费
安排 1 万元。
## （二）公务用车费
安排 2 万元。
#### 三、其他
没有。
"""
    assert paths(text) == [
        ("一、收支情况",),
        ("二、三公经费", "（一）公务接待费"),
        ("二、三公经费", "（二）公务用车费"),
        ("三、其他",),
    ]


def test_a_list_that_goes_on_later_encloses_parts_between_its_numbers() -> None:
    text = """
四、三公经费
安排 1 万元。
五、绩效信息
第一部分 整体目标
（一）总体目标
供水安全。
第二部分 项目目标
管网改造。
六、政府采购
没有。
"""
    assert paths(text)[1:] == [
        ("五、绩效信息", "第一部分 整体目标", "（一）总体目标"),
        ("五、绩效信息", "第二部分 项目目标"),
        ("六、政府采购",),
    ]


def test_a_number_and_its_title_on_two_lines_are_one_heading() -> None:
    text = """
## 第三部分
# 预算情况说明
## 一、总体情况
收入 5 万元。
"""
    assert paths(text) == [("第三部分 预算情况说明", "一、总体情况")]


def test_numbered_sentences_are_items_and_no_headings() -> None:
    text = """
一、主要职责
（一）负责全市供水。
（二）负责污水处理；承办其他事项。
（三）完成市政府交办的任务。
"""
    (only,) = sections(text)
    assert only.path == ("一、主要职责",)
    assert only.text.count("\n") == 2


def test_an_item_cut_by_a_page_stays_an_item() -> None:
    text = """
一、支出情况
1.供水支出（类）管网（款）改造（项）5 万元。
2.供水支出（类）管网（款）维护

（项）3 万元。
3.供水支出（类）水厂（款）运行（项）2 万元。
"""
    (only,) = sections(text)
    assert "2.供水支出（类）管网（款）维护（项）3 万元。" in only.text


def test_a_sentence_cut_by_a_page_is_joined_over_its_page_number() -> None:
    text = """
一、主要工作
全年开发高校毕业生就业岗位

12

超 5 万个，举办 300 场招聘会。
"""
    (only,) = sections(text)
    assert only.text == "全年开发高校毕业生就业岗位超 5 万个，举办 300 场招聘会。"
    start = only.text.index("超 5 万个")
    assert locate(only, start, start + 5).line_start == 6
    whole = locate(only, 0, len(only.text))
    assert (whole.line_start, whole.line_end) == (2, 6)


def test_equal_words_are_located_by_where_they_stand() -> None:
    text = """
一、说明
预算安排 5 万元，用于管网。
预算安排 5 万元，用于水厂。
"""
    (only,) = sections(text)
    second = only.text.rindex("5 万元")
    assert locate(only, second, second + 4).line_start == 3


def test_paragraphs_that_end_are_not_joined() -> None:
    text = """
一、说明
共有车辆 3 辆。

单位价值 100 万元以上设备 1 台。
"""
    (only,) = sections(text)
    assert only.text.count("\n") == 1


@pytest.mark.parametrize(
    "contents",
    [
        "# 目录\n一、收支情况 .....\t3\n二、其他说明 .....\t9\n",
        "# 目录\n一、收支情况……………3\n二、其他说明……………9\n",
        "- 一、收支情况\n- 二、其他说明\n- 三、名词解释\n",
    ],
)
def test_a_table_of_contents_is_no_content(contents: str) -> None:
    body = "一、收支情况\n收入 5 万元。\n二、其他说明\n没有。\n三、名词解释\n1、基本支出：指人员和公用支出。\n"
    assert [section.path for section in sections(contents + "\n" + body)] == [
        ("一、收支情况",),
        ("二、其他说明",),
        ("三、名词解释", "基本支出"),
    ]


def test_each_term_of_a_glossary_is_a_section() -> None:
    text = """
## 第四部分
### 名词解释
**一、基本支出：**指人员支出和公用支出。
**二、“三公”经费：**纳入管理的“三公”经费，是指出国、接待和用车的经费。
三、其他名词由各部门说明。
"""
    found = sections(text)
    assert [section.path[-1] for section in found] == ["基本支出", "“三公”经费", "第四部分 名词解释"]
    assert all(is_glossary(section.path) for section in found)


def test_a_label_over_a_paragraph_is_a_heading() -> None:
    text = """
1、供水科
绩效目标：
保证供水。
绩效指标：
（1）水质合格。
2、排水科
绩效目标：
保证排水。
"""
    assert paths(text) == [("1、供水科", "绩效目标"), ("1、供水科", "绩效指标"), ("2、排水科", "绩效目标")]


def test_used_captions_do_not_shape_the_outline_but_used_headings_do() -> None:
    text = "一、收支情况\n部门收支总表\n项目\t预算数\n合计\t5\n\n收入 5 万元。\n二、收入总表\n项目\t预算数\n合计\t5\n"
    stream = stream_of(text)
    used = frozenset({1, 2, 4, 5})
    (only,) = find_sections(stream, document="d", used=used)
    assert only.path == ("一、收支情况",)
    assert heading_paths(stream, used=used)[-1] == ("二、收入总表",)
    assert isinstance(stream[-1], Grid)


def test_a_grid_that_nobody_used_is_not_lost() -> None:
    (only,) = sections("一、机构设置\n单位\t人数\n水厂\t12\n")
    assert only.text == "单位\t人数\n水厂\t12"
    assert locate(only, only.text.index("水厂"), len(only.text)).line_start == 3


def test_a_document_without_headings_is_one_section() -> None:
    (only,) = sections("本部门没有政府性基金预算。\n")
    assert (only.path, only.text, only.id) == ((), "本部门没有政府性基金预算。", "d:s1")


def test_an_empty_stream_has_no_sections() -> None:
    assert find_sections((), document="d", used=frozenset()) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("7", 7), ("百", None), ("", None)],
)
def test_chinese_numbers(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("第一部分 概况", "part"),
        ("一、职责", "cn"),
        ("（一）职责", "cn_paren"),
        ("(十二) 职责", "cn_paren"),
        ("1.教育支出", "digit"),
        ("- (1) 免学费", "digit_paren"),
        ("①中央", "circle"),
        ("1.5万元", None),
        ("2024 年度", None),
    ],
)
def test_how_a_line_is_numbered(text: str, style: str | None) -> None:
    mark = numbering(text)
    assert (mark.style if mark else None) == style
