"""What is drawn of answers and sources, as pure functions: structure, marks, and nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Value
from index.model import Cell, Column, Line, Place, Section, Table
from tests.ui.fakes import (
    AMBIGUOUS,
    CONFLICT,
    ENGLISH_ANSWER,
    NOT_FOUND,
    PROSE,
    REASON_ANSWER,
    SHARE,
    SHEET,
    SPENDING,
    THREE,
    THREE_ANSWER,
    row,
)
from ui.render import (
    SheetCell,
    TableCell,
    answer_html,
    conversation_html,
    escape,
    header_rows,
    lines_html,
    section_html,
    sheet_html,
    table_html,
    welcome_html,
)
from ui.render.markup import grouped
from ui.words import LANGUAGES, _words

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">[x](javascript:alert(3))'


class Tags(HTMLParser):
    """Collects elements with their attributes and texts, and fails where tags do not close in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == [], f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    @property
    def text(self) -> str:
        return "".join(self.texts)


def assert_inert(markup: str) -> None:
    """Only elements and attributes that cannot run anything."""
    tags = Tags(markup)
    for name, attributes in tags.elements:
        assert name not in {"script", "img", "iframe", "object", "embed", "a", "link", "style", "svg", "form", "base"}
        assert not [key for key in attributes if key.startswith("on") or key in {"href", "src", "srcdoc"}]


# --- the header of a table ----------------------------------------------------------------------


def test_a_header_of_two_levels_joins_what_stands_under_one_heading() -> None:
    first, second = header_rows(THREE.columns)
    assert [(cell.text, len(cell.columns), cell.row_span) for cell in first] == [
        ("“三公”经费合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务用车购置及运行费", 3, 1), ("公务接待费", 1, 2),
    ]  # fmt: skip
    assert [cell.text for cell in second] == ["小计", "公务用车购置费", "公务用车运行费"]


def test_equal_headings_without_a_level_below_are_two_columns() -> None:
    columns = (Column(("金额",), "value"), Column(("金额",), "value"))
    assert [len(cell.columns) for cell in header_rows(columns)[0]] == [1, 1]


def test_every_column_is_covered_once_on_every_level() -> None:
    columns = tuple(
        Column(path, "value")
        for path in ((), ("甲",), ("乙", "一", "a"), ("乙", "一", "b"), ("乙", "二"), ("丙", "一"))
    )
    covered = [[0] * len(columns) for _ in range(3)]
    for level, cells in enumerate(header_rows(columns)):
        for cell in cells:
            for below in range(level, level + cell.row_span):
                for column in cell.columns:
                    covered[below][column] += 1
    assert covered == [[1] * 6] * 3


# --- tables, sheets, prose ----------------------------------------------------------------------


def test_the_cited_cell_and_no_other_is_marked() -> None:
    markup = table_html(THREE, cell=TableCell(0, 0))
    tags = Tags(markup)
    marked = [cell for cell in tags.all("td") if "data-cited" in cell]
    assert len(marked) == 1 and marked[0]["aria-current"] == "true"
    assert "<mark>28.13</mark>" in markup and markup.count("<mark") == 1


def test_the_heading_over_the_cited_cell_is_on_its_path() -> None:
    markup = table_html(THREE, cell=TableCell(0, 4))
    over = [cell for cell in Tags(markup).all("th") if cell.get("class") == "on-path"]
    assert len(over) == 2  # 公务用车购置及运行费 and 公务用车运行费


def test_without_a_certain_column_the_row_is_marked_and_no_cell() -> None:
    markup = table_html(SPENDING, cell=TableCell(2))
    assert "<mark" not in markup
    assert [("data-cited" in attributes) for attributes in Tags(markup).all("tr")].count(True) == 1


def test_without_a_place_nothing_is_marked() -> None:
    assert "data-cited" not in table_html(THREE) and "<mark" not in table_html(THREE)


def test_labels_are_row_headings_indented_by_their_level() -> None:
    heads = [cell for cell in Tags(table_html(SPENDING)).all("th") if cell.get("scope") == "row"]
    assert [cell.get("class") for cell in heads] == [None, "level-1", "level-2"]


def test_an_empty_cell_and_an_absent_one_are_both_cells() -> None:
    cells = Tags(table_html(SPENDING)).all("td")
    assert len(cells) == 3 * 4  # code and three amounts in each row; the label is a heading


def test_a_very_long_table_says_which_rows_it_shows() -> None:
    rows = tuple(row(number, [f"科目{number}", "1.00"], path=(f"科目{number}",)) for number in range(1, 1001))
    long = replace(SPENDING, columns=(Column(("科目",), "label"), Column(("合计",), "value")), rows=rows)
    markup = table_html(long, cell=TableCell(700, 1))
    assert "第 581–820 行，共 1000 行" in markup and "data-cited" in markup


def test_a_sheet_shows_fields_and_the_indicator_columns_it_has() -> None:
    tags = Tags(sheet_html(SHEET, cell=SheetCell("indicator", 0, "target")))
    assert "≥2000" in tags.text and "实际完成" not in tags.text and "目标值" in tags.text
    assert len([cell for cell in tags.all("td") if "data-cited" in cell]) == 1


def test_in_a_long_field_only_the_quote_is_marked() -> None:
    long = "一、助力就业。" * 12 + "二、 走在\n全国前列。"
    sheet = replace(SHEET, fields=(replace(SHEET.fields[0], text=long),))
    markup = sheet_html(sheet, cell=SheetCell("field", 0), quote="走在全国前列…")
    assert markup.count("<mark") == 1 and ">走在\n全国前列</mark>。" in markup and markup.count("data-cited") == 1
    twice = sheet_html(sheet, cell=SheetCell("field", 0), quote="助力就业")
    assert f"<mark>{long}</mark>" in twice and twice.count("data-cited") == 1


def test_the_cited_sentence_is_marked_within_its_line() -> None:
    markup = section_html(PROSE, lines=(31, 31), quote="公务接待费16.54万元，比上年减少2.00万元，主要原因是厉行节约。")
    assert markup.count("<mark") == 1
    assert ">公务接待费16.54万元，比上年减少2.00万元，主要原因是厉行节约。</mark>其他说明。" in markup


@pytest.mark.parametrize("quote", [None, "没有这句话", "2"])
def test_a_quote_that_is_absent_or_not_alone_marks_the_line(quote: str | None) -> None:
    markup = section_html(PROSE, lines=(31, 31), quote=quote)
    assert "其他说明。</mark>" in markup and markup.count("<mark") == 1


def test_a_sentence_over_two_lines_marks_both_and_scrolls_to_the_first() -> None:
    lines = (Line("比上年减少，主要", Place(5, 5)), Line("原因是厉行节约。", Place(6, 6)))
    markup = section_html(Section("s", "d", (), "", Place(5, 6), lines), lines=(5, 6), quote="主要原因")
    assert markup.count("<mark") == 2 and markup.count("data-cited") == 1


def test_original_lines_keep_their_numbers() -> None:
    items = Tags(lines_html(["甲\t乙", "<b>"], first=7, cited=(8, 8))).all("li")
    assert [item["value"] for item in items] == ["7", "8"] and items[1]["class"] == "on-path"


# --- answers ------------------------------------------------------------------------------------


def test_the_figure_is_the_hero_and_its_scope_stands_under_it() -> None:
    markup = answer_html(THREE_ANSWER)
    assert '<span class="value">28.13</span> <span class="unit">万元</span>' in markup
    assert "“三公”经费合计 · 财政拨款 · 2023年预算" in markup
    assert "厦门市人力资源和社会保障局2023年部门预算" in markup


def test_citations_are_buttons_with_their_place_as_label_and_the_open_one_is_pressed() -> None:
    buttons = [button for button in Tags(answer_html(THREE_ANSWER, opened=1)).all("button") if "data-cite" in button]
    assert {button["aria-pressed"] for button in buttons if button["data-cite"] == "1"} == {"true"}
    assert {button["aria-pressed"] for button in buttons if button["data-cite"] == "2"} == {"false"}
    assert all("第 " in str(button["aria-label"]) for button in buttons)


def test_checks_have_a_mark_and_a_word() -> None:
    assert "✓ 分项之和等于合计" in answer_html(THREE_ANSWER)
    failing = replace(THREE_ANSWER, checks=(replace(THREE_ANSWER.checks[0], holds=False),))
    assert "! 不一致" in answer_html(failing)


def test_bars_are_drawn_only_where_amounts_share_a_unit() -> None:
    assert 'class="bar"' in answer_html(THREE_ANSWER)
    mixed = replace(THREE_ANSWER, context=(*THREE_ANSWER.context, Value("增长", "3.1", "%", role="分项")))
    assert 'class="bar"' not in answer_html(mixed)


def test_english_answers_speak_english_and_give_yuan() -> None:
    markup = answer_html(ENGLISH_ANSWER)
    assert 'lang="en"' in markup and "= 281,300 yuan" in markup


def test_a_text_answer_shows_its_text_with_references_as_buttons() -> None:
    markup = answer_html(REASON_ANSWER)
    assert "主要原因是厉行节约。<button" in markup


def test_a_reference_to_no_citation_stays_text() -> None:
    assert "[7]" in Tags(answer_html(replace(REASON_ANSWER, text="见[7]"))).text


def test_refusal_offers_what_can_be_asked() -> None:
    tags = Tags(answer_html(NOT_FOUND))
    assert "有的是 2023 年" in tags.text
    assert [button["data-ask"] for button in tags.all("button")] == ["厦门2023年三公预算是多少"]


def test_readings_of_an_ambiguous_question_are_buttons() -> None:
    readings = [button for button in Tags(answer_html(AMBIGUOUS)).all("button") if button.get("class") == "reading"]
    assert [button["data-cite"] for button in readings] == ["1", "2"]


def test_a_contradiction_shows_both_figures_and_the_difference() -> None:
    text = Tags(answer_html(CONFLICT)).text
    assert "194,077.56" in text and "194,877.56" in text and "相差 800.00 万元" in text


def test_a_calculation_shows_its_formula() -> None:
    assert "16.54 ÷ 28.13 = 58.80%" in Tags(answer_html(SHARE)).text


def test_what_stands_beside_the_figure_is_not_said_twice_but_notes_are() -> None:
    answer = replace(THREE_ANSWER, text="“三公”经费合计：28.13万元[1]。出处：某预算《三公表》。当年未安排出国。")
    text = Tags(answer_html(answer)).text
    assert "当年未安排出国。" in text and "出处" not in text


def test_suggestions_stand_only_under_the_newest_answer() -> None:
    turns = [("一", THREE_ANSWER), ("二", NOT_FOUND)]
    assert conversation_html(turns).count('class="ask"') == 1


def test_a_question_that_is_being_looked_up_says_so() -> None:
    assert "正在查找" in conversation_html([("厦门", None)])


def test_an_empty_library_says_what_to_do() -> None:
    tags = Tags(welcome_html([], empty=True, samples=True))
    assert "budgetqa ingest" in tags.text and "试用示例文档" in tags.text


@pytest.mark.parametrize(
    ("number", "shown"),
    [("166521.85", "166,521.85"), ("-1234", "-1,234"), ("28.13", "28.13"), ("≥95", "≥95"), ("0.00", "0.00"), ("", "")],
)
def test_thousands_are_parted(number: str, shown: str) -> None:
    assert grouped(number) == shown


# --- nothing runs -------------------------------------------------------------------------------


def test_hostile_texts_do_nothing_in_any_view() -> None:
    cell = Cell(HOSTILE, Place(1, 1))
    table = Table("t", "d", HOSTILE, None, (HOSTILE,), HOSTILE, (Column((HOSTILE, HOSTILE), "label"),),
                  (replace(row(1, [HOSTILE], path=(HOSTILE,)), cells=(cell,)),), (Place(1, 1),))  # fmt: skip
    section = Section("s", "d", (HOSTILE,), "", Place(1, 1), (Line(HOSTILE, Place(1, 1)),))
    citation = replace(THREE_ANSWER.citations[0], title=HOSTILE, section=HOSTILE, table=HOSTILE)
    value = Value(HOSTILE, HOSTILE, HOSTILE, scope=HOSTILE, citation=1, role=HOSTILE)
    for status in ("answered", "ambiguous", "conflict", "not_found", "error"):
        answer = Answer(status, "zh", HOSTILE, (value, value), (value, value), citations=(citation,),
                        suggestions=(HOSTILE,))  # fmt: skip
        assert_inert(conversation_html([(HOSTILE, answer)]))
    assert_inert(table_html(table, cell=TableCell(0, 0)) + section_html(section, lines=(1, 1), quote=HOSTILE))
    assert_inert(sheet_html(replace(SHEET, name=HOSTILE, note=HOSTILE)) + lines_html([HOSTILE], first=1))


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert escape("a\x00b\ud800c").encode() == "a\ufffdb\ufffdc".encode()


def test_both_languages_have_the_same_words() -> None:
    first, second = (set(_words()[language]) for language in LANGUAGES)
    assert first == second
    assert set(_words()["checks"]["zh"]) == set(_words()["checks"]["en"])
