"""Questions that ask for words are answered in the document's own words, from the right heading and lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Answer
from assistant.prose import answer_prose, prose_kind
from index.model import Cell, Column, Document, Field, Indicator, Line, Place, Row, Section, Sheet, Table


class TinyLibrary:
    """Some documents of a few lines, read as the library would read them."""

    generation = 1

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._sections: dict[str, list[Section]] = {}
        self._sheets: dict[str, list[Sheet]] = {}
        self._tables: dict[str, list[Table]] = {}

    def add(self, name: str, department: str, region: str, year: int = 2024) -> TinyLibrary:
        self._documents.append(
            Document(
                name, f"{name}.txt", f"{department}{year}年部门预算", None, region, department, year, "预算", "万元"
            )
        )
        self._sections[name], self._sheets[name], self._tables[name] = [], [], []
        return self

    def section(self, name: str, line: int, path: Sequence[str], *paragraphs: str) -> TinyLibrary:
        lines = tuple(Line(text, Place(line + 2 * n, line + 2 * n)) for n, text in enumerate(paragraphs))
        place = lines[0].place.to(lines[-1].place)
        identity = f"{name}:s{len(self._sections[name])}"
        self._sections[name].append(Section(identity, name, tuple(path), "\n".join(paragraphs), place, lines))
        return self

    def sheet(self, name: str, line: int, title: str, fields: dict[str, str], *indicators: Indicator) -> TinyLibrary:
        made = tuple(
            Field((label,), text, Place(line + n, line + n)) for n, (label, text) in enumerate(fields.items(), start=1)
        )
        self._sheets[name].append(
            Sheet(
                f"{name}:f{line}", name, f"{title}绩效目标表", title, None, "project", (), "万元", made, indicators,
                Place(line, line + 20),
            )
        )  # fmt: skip
        return self

    def table(self, name: str, line: int, title: str, header: Sequence[str], *rows: Sequence[str]) -> TinyLibrary:
        columns = tuple(Column((text,), "label" if n == 0 else "text") for n, text in enumerate(header))
        made = tuple(
            Row(cells[0], None, (cells[0],), tuple(Cell(text, place) for text in cells), place)
            for cells, place in ((cells, Place(line + n, line + n)) for n, cells in enumerate(rows, start=1))
        )
        self._tables[name].append(
            Table(f"{name}:t{line}", name, title, None, (), None, columns, made, (Place(line, line + len(rows)),))
        )
        return self

    def documents(self) -> list[Document]:
        return self._documents

    def document(self, document_id: str) -> Document:
        return next(document for document in self._documents if document.id == document_id)

    def sections(self, document_id: str) -> list[Section]:
        return self._sections[document_id]

    def sheets(self, document_id: str) -> list[Sheet]:
        return self._sheets[document_id]

    def tables(self, document_id: str) -> list[Table]:
        return self._tables[document_id]


@pytest.fixture
def library() -> TinyLibrary:
    """Two departments: the water bureau of 云江市 and the culture bureau of 青湖市."""
    tiny = TinyLibrary().add("water", "云江市水利局", "云江市").add("culture", "青湖市文化和旅游局", "青湖市")
    tiny.section(
        "water", 10, ("第一部分 部门概况", "一、部门主要职责"),
        "云江市水利局的主要职责是：",
        "（一）负责保障水资源的合理开发利用，拟订水利发展规划。",
        "（二）负责水旱灾害防御工作，组织编制洪水干旱防治规划并指导实施，水情监测预报由市气象局协助。",
        "（三）负责农村水利工作，组织开展大中型灌排工程建设与改造。",
    )  # fmt: skip
    tiny.section(
        "water", 40, ("第三部分 预算情况说明", "六、“三公”经费支出情况", "（一）因公出国（境）经费"),
        "2024年预算安排0.00万元，与上年一致，主要原因是：未安排出访计划。",
    )  # fmt: skip
    tiny.section(
        "water", 44, ("第三部分 预算情况说明", "六、“三公”经费支出情况", "（二）公务用车购置及运行费"),
        "2024年预算安排12.50万元，比上年增加2.50万元，增长25.00%。主要原因是：防汛巡查车辆增加一辆。",
    )  # fmt: skip
    tiny.section(
        "water", 50, ("第三部分 预算情况说明", "八、其他重要事项", "（一）机关运行经费"),
        "2024年机关运行经费支出88.00万元，比上年减少9.00万元，下降9.28%。",
    )  # fmt: skip
    tiny.section(
        "water", 54, ("第三部分 预算情况说明", "九、重点工作"),
        "2024年重点抓好以下三项工作：",
        "1.加快病险水库除险加固。",
        "2.推进城乡供水一体化。",
        "3.完善山洪灾害预警体系。",
    )  # fmt: skip
    tiny.section(
        "water", 70, ("第四部分 名词解释", "基本支出"), "一、基本支出：指为保障机构正常运转发生的人员支出和公用支出。"
    )
    tiny.section(
        "water", 72, ("第四部分 名词解释", "机关运行费"),
        "二、机关运行费：指各部门的公用经费，包括办公及印刷费、邮电费和差旅费。",
    )  # fmt: skip
    tiny.section("culture", 10, ("名词解释", "基本支出"), "1、基本支出：指人员支出、对个人和家庭的补助支出和公用支出。")
    tiny.sheet(
        "water", 100, "小型水库管护经费",
        {"项目编码": "5301PX0017", "立项依据": "", "资金用途": "用于86座小型水库的日常巡查、维修养护和管护人员补助。"},
        Indicator(
            "产出指标", "时效指标", "补助发放时间", Place(110, 110), description="管护人员补助发放",
            target="每季度首月15日前发放到位",
        ),
    )  # fmt: skip
    tiny.table(
        "culture", 30, "部门机构设置情况", ("单位名称", "单位性质", "单位规格", "经费保障形式"),
        ("青湖市博物馆", "事业", "副科级", "财政性资金基本保证"),
        ("青湖市图书馆", "事业", "正科级", "财政拨款"),
    )  # fmt: skip
    return tiny


def ask(library: TinyLibrary, question: str, *documents: str, language: str = "zh") -> Answer:
    found = answer_prose(library, question=question, documents=documents, language=language)
    assert found is not None, question
    return found


def lines(answer: Answer) -> tuple[int | None, int | None]:
    return answer.citations[0].line_start, answer.citations[0].line_end


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("云江市水利局预算里的基本支出是什么意思？", "definition"),
        ("机关运行经费为什么下降", "reason"),
        ("防汛归哪个部门负责", "duties"),
        ("小型水库管护经费的立项依据是什么文件", "basis"),
        ("小型水库管护经费的项目编码是什么", "text"),
        ("2024年重点抓哪三项工作", "narrative"),
        ("What does basic expenditure mean?", "definition"),
        ("Why did the vehicle budget rise?", "reason"),
        ("2024年基本支出是多少万元", None),
        ("三公经费谁家最高，差多少", None),
        ("项目支出占总支出的百分之几", None),
        ("财政拨款为零的项目有哪些", None),
    ],
)
def test_a_question_for_words_is_told_from_one_for_a_figure(question: str, kind: str | None) -> None:
    assert prose_kind(question) == kind


def test_a_question_for_a_figure_gets_no_passage(library: TinyLibrary) -> None:
    assert answer_prose(library, question="机关运行经费是多少万元", documents=["water"], language="zh") is None


def test_a_definition_is_the_glossary_entry_of_the_department(library: TinyLibrary) -> None:
    answer = ask(library, "云江市水利局预算里说的基本支出是什么意思？", "water")
    assert "人员支出和公用支出" in answer.text
    assert "对个人和家庭的补助" not in answer.text
    assert lines(answer) == (70, 70)


def test_a_term_is_found_under_the_name_people_use(library: TinyLibrary) -> None:
    assert "邮电费" in ask(library, "机关运行经费指什么", "water").text


def test_definitions_that_differ_are_told_by_department(library: TinyLibrary) -> None:
    answer = ask(library, "基本支出是什么意思？")
    assert "云江市水利局" in answer.text
    assert "青湖市文化和旅游局" in answer.text
    assert [citation.document for citation in answer.citations] == ["culture.txt", "water.txt"]


def test_a_term_that_is_not_explained_is_not_explained(library: TinyLibrary) -> None:
    answer = ask(library, "云江市水利局名词解释里的“专项债券”是什么意思？", "water")
    assert answer.status == "not_found"
    assert "基本支出" in answer.text


def test_a_reason_is_the_one_of_the_subject(library: TinyLibrary) -> None:
    answer = ask(library, "云江水利局公车运行费为什么涨了25%？", "water")
    assert (answer.status, lines(answer)) == ("answered", (44, 44))
    assert "防汛巡查车辆增加一辆" in answer.text


def test_a_change_without_a_reason_gets_no_other_subjects_reason(library: TinyLibrary) -> None:
    answer = ask(library, "机关运行经费为什么下降？", "water")
    assert (answer.status, answer.values, lines(answer)) == ("not_found", (), (50, 50))
    assert "减少9.00万元" in answer.text
    assert "防汛" not in answer.text


def test_a_reason_is_only_for_the_clause_that_moved(library: TinyLibrary) -> None:
    library.section(
        "water", 60, ("第三部分 预算情况说明", "十、培训费和会议费"),
        "培训费6.00万元，比上年增加1.00万元；会议费3.00万元，与上年持平。主要原因是：新增水库管护员培训。",
    )  # fmt: skip
    library.generation += 1
    assert ask(library, "培训费为什么增加？", "water").status == "answered"
    meeting = ask(library, "会议费为什么没有变化？", "water")
    assert (meeting.status, "新增水库管护员培训" in meeting.text) == ("not_found", False)


def test_a_department_whose_figure_went_the_other_way_is_not_quoted(library: TinyLibrary) -> None:
    library.section(
        "culture", 50, ("机关运行经费",), "机关运行经费支出30.00万元，比上年增加3.00万元，主要原因是：新增一个科室。"
    )
    library.generation += 1
    answer = ask(library, "机关运行经费为什么下降？")
    assert (answer.status, answer.citations[0].document) == ("not_found", "water.txt")


def test_a_missed_target_without_a_stated_reason_gets_none(library: TinyLibrary) -> None:
    library.sheet(
        "culture", 200, "部门整体", {"年度总体目标": "完成各项文化惠民任务。"},
        Indicator("产出指标", "数量指标", "送戏下乡场次", Place(210, 210), target="≥100场", result="83"),
    )  # fmt: skip
    library.generation += 1
    answer = ask(library, "青湖市送戏下乡场次没完成的原因是什么？", "culture")
    assert (answer.status, answer.values, lines(answer)) == ("not_found", (), (210, 210))
    assert "83" in answer.text


def test_a_title_and_a_text_of_different_years_contradict_each_other(library: TinyLibrary) -> None:
    library.sheet("culture", 300, "文化惠民工程", {"完成情况": "2023年，全市建成文化驿站12个。"})
    library.generation += 1
    answer = ask(library, "青湖市文化惠民工程的完成情况到底是哪年的数据？", "culture")
    assert answer.status == "conflict"
    assert all(word in answer.text for word in ("2024", "2023"))


def test_numbered_points_in_one_cell_come_by_their_heads(library: TinyLibrary) -> None:
    long = "此处省略若干过程性描述，" * 20
    library.sheet(
        "culture", 400, "整体自评",
        {
            "目标实际完成情况": f"(一) 三项工作走在全省前列 1. 公共图书馆总分馆建设。{long}。 2. 非遗进校园。{long}。"
            f" 3. 夜间文旅消费集聚区。{long}。 (二) 其他工作 1. 党建工作。{long}。"
        },
    )  # fmt: skip
    library.generation += 1
    answer = ask(library, "青湖市哪三项工作走在全省前列？", "culture")
    assert all(word in answer.text for word in ("总分馆", "非遗进校园", "夜间文旅"))
    assert "党建" not in answer.text
    assert len(answer.text) <= 700


def test_two_terms_asked_together_are_both_defined(library: TinyLibrary) -> None:
    answer = ask(library, "云江市水利局的“基本支出”和“机关运行费”分别怎么解释？", "water")
    assert all(word in answer.text for word in ("人员支出和公用支出", "邮电费"))
    assert len(answer.citations) == 2


def test_departments_that_define_a_term_alike_are_named_together(library: TinyLibrary) -> None:
    library.add("roads", "白石市交通运输局", "白石市").section(
        "roads", 5, ("名词解释", "基本支出"), "1、基本支出：指为保障机构正常运转发生的人员支出和公用支出。"
    )
    library.generation += 1
    answer = ask(library, "基本支出是什么意思？")
    assert "云江市水利局2024年部门预算、白石市交通运输局2024年部门预算" in answer.text or (
        "白石市交通运输局2024年部门预算、云江市水利局2024年部门预算" in answer.text
    )
    assert len(answer.citations) == 3


def test_a_sentence_over_a_page_break_is_cited_by_both_lines(library: TinyLibrary) -> None:
    cut = (
        Line("2024年将开展古籍修复培训，", Place(500, 500)),
        Line("由市图书馆承办，每年三月开班。", Place(503, 503)),
    )
    library._sections["culture"].append(
        Section("culture:cut", "culture", ("重点项目",), "".join(line.text for line in cut), Place(500, 503), cut)
    )
    library.generation += 1
    answer = ask(library, "青湖市古籍修复培训由谁承办？", "culture")
    assert "市图书馆承办" in answer.text
    assert lines(answer) == (500, 503)


@pytest.mark.parametrize("question", ["", "？？！", "什么意思\x00", "为什么" * 30_000])
def test_odd_questions_are_survived(library: TinyLibrary, question: str) -> None:
    answer_prose(library, question=question, documents=["water"], language="zh")


def test_a_duty_is_quoted_from_its_number(library: TinyLibrary) -> None:
    answer = ask(library, "云江市的水旱灾害防御归哪个部门负责？", "water")
    assert "水情监测预报由市气象局协助" in answer.text
    assert lines(answer) == (14, 14)


def test_all_duties_come_as_a_short_list(library: TinyLibrary) -> None:
    answer = ask(library, "云江市水利局的主要职责是什么？", "water")
    assert all(word in answer.text for word in ("水资源", "水旱灾害防御", "农村水利"))


def test_a_sentence_that_announces_items_brings_them_along(library: TinyLibrary) -> None:
    answer = ask(library, "云江市水利局2024年重点抓哪三项工作？", "water")
    assert all(word in answer.text for word in ("病险水库", "供水一体化", "山洪灾害"))
    assert [citation.line_start for citation in answer.citations] == [54, 56, 58, 60]


def test_what_money_is_for_stands_in_the_sheets_field(library: TinyLibrary) -> None:
    answer = ask(library, "小型水库管护经费用来做什么", "water")
    assert "86座小型水库" in answer.text
    assert lines(answer) == (103, 103)


def test_a_project_code_is_the_field_of_that_project(library: TinyLibrary) -> None:
    assert "5301PX0017" in ask(library, "小型水库管护经费的项目编码是什么？", "water").text


def test_an_empty_field_is_told_as_empty(library: TinyLibrary) -> None:
    answer = ask(library, "小型水库管护经费的立项依据是什么文件？", "water")
    assert (answer.status, answer.values) == ("not_found", ())
    assert "立项依据" in answer.text


def test_a_date_stands_in_an_indicators_target(library: TinyLibrary) -> None:
    answer = ask(library, "水库管护人员补助每季度首月几号前发放？", "water")
    assert "15日前" in answer.text
    assert lines(answer) == (110, 110)


def test_a_units_standing_is_a_row_of_words(library: TinyLibrary) -> None:
    answer = ask(library, "青湖市博物馆是什么性质、什么级别的单位，经费怎么保障？", "culture")
    assert all(word in answer.text for word in ("事业", "副科级", "财政性资金基本保证"))
    assert "正科级" not in answer.text
    assert lines(answer) == (31, 31)


def test_nothing_is_answered_off_the_topic(library: TinyLibrary) -> None:
    found = answer_prose(library, question="云江市水利局局长怎么任命的？", documents=["water"], language="zh")
    assert found is None


def test_an_english_question_is_framed_in_english_and_quoted_in_chinese(library: TinyLibrary) -> None:
    answer = ask(library, "Why did the official vehicle budget grow?", "water", language="en")
    assert answer.language == "en"
    assert "防汛巡查车辆增加一辆" in answer.text
