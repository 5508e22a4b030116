"""Lines and grids of plain text in all the shapes in which budgets come."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BinaryFile, EmptyFile, FileTooLarge, UnreadableFile
from index.model import Grid, Line
from index.readers.encoding import MAX_BYTES
from index.readers.text import read_text, stream_of

BUDGET = "部门收支总表\n单位：万元\n项目\t预算数\n教育支出\t10.00\n"


def texts(item: Line | Grid) -> list[list[str]]:
    assert isinstance(item, Grid)
    return [[cell.text for cell in row] for row in item.rows]


def test_rows_of_tabs_are_a_grid_and_keep_their_empty_cells() -> None:
    title, unit, grid = stream_of(BUDGET.replace("教育支出\t10.00", "教育支出\t10.00\t"))
    assert isinstance(title, Line) and title.text == "部门收支总表"
    assert isinstance(unit, Line)
    assert texts(grid) == [["项目", "预算数"], ["教育支出", "10.00", ""]]
    assert isinstance(grid, Grid) and grid.rows[1][1].place.line_start == 4


def test_an_empty_line_ends_a_grid_of_tabs() -> None:
    first, second = stream_of("a\t1\n\nb\t2\n")
    assert texts(first) == [["a", "1"]] and texts(second) == [["b", "2"]]


def test_one_cell_a_line_with_rows_parted_by_empty_lines() -> None:
    stream = stream_of("\t序号\n\t收入\n\n\t1\n\t一、拨款\n\n\t2\n\t\n\n\n\n表后说明")
    grid, note = stream
    assert texts(grid) == [["序号", "收入"], ["1", "一、拨款"], ["2", ""]]
    assert isinstance(grid, Grid) and [cell.place.line_start for cell in grid.rows[1]] == [4, 5]
    assert isinstance(note, Line) and note.text == "表后说明"


def test_a_cell_over_several_lines_stays_one_cell() -> None:
    (grid,) = stream_of("\t绩效目标\n\t1.依法处理投诉\n2.召开会议\n\n\t预算数\n\t2.00\n")
    assert texts(grid) == [["绩效目标", "1.依法处理投诉\n2.召开会议"], ["预算数", "2.00"]]
    assert isinstance(grid, Grid) and (grid.rows[0][1].place.line_start, grid.rows[0][1].place.line_end) == (2, 3)


def test_markup_remains_are_not_content() -> None:
    heading, bold, grid = stream_of(
        "## [bookmark: _Toc1]一、收支总表\n**名词：**指收入\n<b>收入合计</b>\t<p>1.甲</p><p>2.乙</p>\n"
    )
    assert isinstance(heading, Line) and (heading.text, heading.level) == ("一、收支总表", 2)
    assert isinstance(bold, Line) and bold.text == "名词：指收入"
    assert texts(grid) == [["收入合计", "1.甲 2.乙"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_the_same(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "预算.txt"
    path.write_bytes(BUDGET.replace("\n", newline).encode(encoding))
    assert read_text(path) == stream_of(BUDGET)


def test_nuls_are_dropped_and_the_rest_is_read() -> None:
    assert texts(stream_of("a\t1\n")[0]) == [["a", "1"]]


def test_nuls_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(BUDGET.encode().replace(b"10.00", b"10\x00.00"))
    assert texts(read_text(path)[2])[1] == ["教育支出", "10.00"]


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(EmptyFile, match=r"empty\.txt"):
        read_text(path)


def test_a_binary_says_so(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64)
    with pytest.raises(BinaryFile):
        read_text(path)


def test_a_file_of_fifty_megabytes_is_refused_by_size(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(FileTooLarge):
        read_text(path)


def test_a_directory_or_missing_file_says_what_is_wrong(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(UnreadableFile):
            read_text(path)


@given(st.text(alphabet=st.sampled_from("\t\n 一二12.、：《》<b>#*单位万元"), max_size=200))
def test_every_character_that_is_no_markup_or_blank_keeps_its_line(text: str) -> None:
    lines = text.split("\n")
    for item in stream_of(text):
        cells = [cell for row in item.rows for cell in row] if isinstance(item, Grid) else [item]
        for cell in cells:
            start, end = cell.place.line_start, cell.place.line_end
            assert start is not None and end is not None
            source = "".join(lines[start - 1 : end])
            assert all(character in source for character in cell.text.replace("\n", "").replace(" ", ""))
