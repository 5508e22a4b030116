"""Pieces for retrieval: short enough to read five at once, words to embed, places to cite."""

from __future__ import annotations

from index.layout.passages import MAX_SHOWN, make_passages
from index.model import Cell, Column, Document, Field, Indicator, Line, Place, Row, Section, Sheet, Table

DOCUMENT = Document(
    "d" * 64, "a.txt", "福州市某局2024年部门预算", "350100", "福州市", "福州市某局", 2024, "预算", "万元"
)


def section(number: int, path: tuple[str, ...], *texts: str, line: int) -> Section:
    lines = tuple(Line(text, Place(line + n, line + n)) for n, text in enumerate(texts))
    place = Place(line, line + len(texts) - 1)
    return Section(f"s{number}", DOCUMENT.id, path, "\n".join(texts), place, lines)


def row(number: int, label: str, value: str) -> Row:
    place = Place(number, number)
    return Row(label, None, (label,), (Cell(label, place), Cell(value, place)), place)


def table(*rows: Row, note: str | None = None) -> Table:
    columns = (Column(("项目",), "label"), Column(("本年支出", "合计"), "value", "万元"))
    return Table(
        "t1",
        DOCUMENT.id,
        "支出预算总表",
        "expenditure",
        ("第二部分",),
        "万元",
        columns,
        rows,
        (Place(10, 40),),
        note=note,
    )


def test_a_passage_says_whose_it_is_and_where_it_stands() -> None:
    (passage,) = make_passages(DOCUMENT, [section(1, ("三公",), "公务接待费16.54万元。", line=7)], [], [])
    assert passage.text == "福州市某局2024年部门预算 第7行 三公\n公务接待费16.54万元。"
    assert (passage.place.line_start, passage.place.line_end) == (7, 7)


def test_small_neighbours_under_one_heading_are_one_passage() -> None:
    sections = [
        section(1, ("四、“三公”经费",), "合计28.13万元。", line=10),
        section(2, ("四、“三公”经费", "（一）因公出国"), "0.00万元。", line=13),
        section(3, ("四、“三公”经费", "（二）公务接待费"), "16.54万元。", line=16),
        section(4, ("五、政府采购",), "货物88.14万元。", line=19),
    ]
    first, second = make_passages(DOCUMENT, sections, [], [])
    assert first.path == ("四、“三公”经费",)
    assert "（二）公务接待费\n16.54万元。" in first.text
    assert (first.place.line_start, first.place.line_end) == (10, 16)
    assert second.path == ("五、政府采购",)


def test_sections_with_a_table_between_them_stay_apart() -> None:
    sections = [
        section(1, ("说明", "六、专项资金"), "没有。", line=10),
        section(2, ("说明", "九、国有资产"), "拟购置0.00万元。", line=900),
    ]
    assert len(make_passages(DOCUMENT, sections, [], [])) == 2


def test_a_table_goes_on_with_its_header_and_unit() -> None:
    rows = [row(10 + number, f"第{number}项其他人力资源和社会保障管理事务支出", f"{number}.00") for number in range(60)]
    passages = make_passages(DOCUMENT, [], [table(*rows, note="注：含上年结转")], [])
    assert len(passages) > 1
    for passage in passages:
        assert len(passage.text) <= MAX_SHOWN
        assert "单位：万元" in passage.text and "本年支出合计" in passage.text
    shown = "\n".join(passage.text for passage in passages)
    assert all(f"支出\t{number}.00" in shown for number in range(60))
    assert passages[-1].text.endswith("注：含上年结转")
    assert not any(character.isdigit() for character in passages[0].embedded.replace("第", "")[:6])


def test_an_empty_table_is_found_by_its_title_and_note() -> None:
    (passage,) = make_passages(DOCUMENT, [], [table(note="本单位无政府性基金预算支出")], [])
    assert "本单位无政府性基金预算支出" in passage.text


def test_a_sentence_longer_than_a_passage_is_cut_where_sentences_end() -> None:
    text = "贯彻执行国家人力资源和社会保障工作的法律法规。" * 120
    passages = make_passages(DOCUMENT, [section(1, ("职责",), text, line=5)], [], [])
    assert len(passages) >= 3
    assert all(len(passage.text) <= MAX_SHOWN for passage in passages)
    assert "".join(passage.text.split("\n", 1)[1] for passage in passages).replace("\n", "") == text
    assert {passage.place.line_start for passage in passages} == {5}


def test_two_sheets_of_the_same_words_differ_in_text() -> None:
    def sheet(number: int) -> Sheet:
        place = Place(number, number + 5)
        return Sheet(
            f"h{number}", DOCUMENT.id, "绩效目标表", "新入职教职工生活补贴", None, "target", ("第三部分",), "万元",
            (Field(("资金", "总额"), "17.00", place),),
            (Indicator("产出指标", "数量指标", "发放人数", place, target="≥20人"),), place,
        )  # fmt: skip

    first, second = make_passages(DOCUMENT, [], [], [sheet(100), sheet(200)])
    assert first.text != second.text
    assert first.embedded == second.embedded
    assert "发放人数\t≥20人" in first.text and "资金/总额：17.00" in first.text
    assert first.place.line_start == 100
