"""Golden tables and sheets, written by eye from the real documents (``tests/golden/README.md``).

The files themselves are always checked; the comparison with the reader needs the documents (``BUDGETQA_SHARED``
or ``../shared``) and covers those that are there.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from index.model import Cell, Column, Indicator, Place, Reading, Row, Sheet, Table

Golden = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "golden"
CORPUS = Path(os.environ.get("BUDGETQA_SHARED") or ROOT.parent / "shared") / "corpus"
GOLDEN = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
TABLES = [name for name, golden in GOLDEN.items() if golden["kind"] == "table"]
STANDING = [name for name in TABLES if "in_sheet" not in GOLDEN[name]]
MATRICES = [name for name in TABLES if "in_sheet" in GOLDEN[name]]
SHEETS = [name for name, golden in GOLDEN.items() if golden["kind"] == "sheet"]


def there(names: Iterable[str]) -> list[str]:
    """The golden files whose document is on this machine."""
    return [name for name in names if (CORPUS / GOLDEN[name]["document"]).is_file()]


def tight(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def header(path: Sequence[str], part: str | None) -> tuple[str, ...]:
    """A header path as the golden files write it: no white space, no trailing colon, no name of the half."""
    steps = tuple(re.sub(r"[:：]$", "", tight(step)) for step in path)
    return steps[1:] if part and len(steps) > 1 and steps[0] == part else steps


def amount(text: str | None) -> Decimal | None:
    """The number of a golden cell, None for an empty cell or one of words."""
    try:
        return Decimal((text or "").replace(",", ""))
    except InvalidOperation:
        return None


# --- the golden files themselves ------------------------------------------------------------------------------


def test_there_are_golden_tables_and_sheets_of_every_document() -> None:
    assert len(TABLES) >= 28 and len(SHEETS) >= 12
    assert {GOLDEN[name]["document"][:3] for name in SHEETS} == {"000", "001", "002", "003", "004"}
    assert {GOLDEN[name]["document"][:3] for name in TABLES} == {"000", "001", "002", "003", "004"}


@pytest.mark.parametrize("name", TABLES)
def test_golden_table_is_rectangular(name: str) -> None:
    golden = GOLDEN[name]
    texts = golden.get("text_columns", [])
    assert len({tuple(path) for path in golden["value_columns"]}) == len(golden["value_columns"])
    for row in golden["rows"]:
        assert len(row["values"]) == len(golden["value_columns"]), row
        assert len(row.get("texts", [])) == len(texts), row
        assert row["lines"][0] <= row["lines"][1]
    assert len({"code" in row for row in golden["rows"]}) <= 1
    if golden["part"] is None and name != "001_whole_department_funds":
        lines = [row["lines"][0] for row in golden["rows"]]
        assert lines == sorted(set(lines))


def check_sum(name: str, where: str, total: str | None, parts: Sequence[str | None]) -> None:
    """``total`` is the sum of ``parts`` within rounding; an empty cell counts as nothing."""
    stated, values = amount(total), [amount(part) for part in parts]
    if total is not None and stated is None:
        return  # a dash or words: the document gives no total here
    allowed = Decimal("0.005") * (len([value for value in values if value]) + 1)
    difference = (stated or Decimal(0)) - sum((value or Decimal(0) for value in values), Decimal(0))
    assert abs(difference) <= allowed, f"{name}, {where}: {total} is not the sum of {list(parts)}"


@pytest.mark.parametrize("name", [name for name in TABLES if "sums" in GOLDEN[name]])
def test_golden_table_adds_up(name: str) -> None:
    golden = GOLDEN[name]
    rows, sums = golden["rows"], golden["sums"]
    at = {tuple(path): index for index, path in enumerate(golden["value_columns"])}
    for total, parts in sums.get("columns", []):
        for row in rows:
            values = row["values"]
            check_sum(name, row["label"], values[at[tuple(total)]], [values[at[tuple(path)]] for path in parts])
    first = {row["label"]: row for row in reversed(rows)}
    for total, parts, *named in sums.get("rows", []):
        for path in named[0] if named else at:
            column = at[tuple(path)]
            check_sum(name, total, first[total]["values"][column], [first[part]["values"][column] for part in parts])
    if sums.get("codes"):
        check_codes(name, rows)
    if "subtotals" in sums:
        check_subtotals(name, rows, sums["subtotals"][0], [at[tuple(path)] for path in sums["subtotals"][1]])


def check_codes(name: str, rows: Sequence[Golden]) -> None:
    codes = [row["code"] for row in rows if row["code"]]
    parents = {
        code: max((other for other in codes if other != code and code.startswith(other)), key=len, default=None)
        for code in codes
    }
    for row in rows:
        children = [other for other in rows if other["code"] and parents[other["code"]] == row["code"]]
        for column, total in enumerate(row["values"]):
            if children:
                check_sum(name, row["label"], total, [child["values"][column] for child in children])


def check_subtotals(name: str, rows: Sequence[Golden], ending: str, columns: Sequence[int]) -> None:
    starts = [index for index, row in enumerate(rows) if row["label"].endswith(ending)]
    assert starts
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        for column in columns:
            parts = [row["values"][column] for row in rows[start + 1 : end]]
            check_sum(name, rows[start]["label"], rows[start]["values"][column], parts)


@functools.cache
def lines_of(document: str) -> list[str]:
    return (CORPUS / document).read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("name", there(TABLES))
def test_golden_figures_stand_on_their_lines(name: str) -> None:
    golden = GOLDEN[name]
    for row in golden["rows"]:
        start, end = row["lines"]
        printed = [
            re.sub(r"</?b>", "", cell).strip()
            for line in lines_of(golden["document"])[start - 1 : end]
            for cell in line.split("\t")
        ]
        for text in row["values"]:
            if text is not None:
                assert text in printed, f"{name} line {start}: {text}"
                printed.remove(text)


# --- the reader against the golden tables -----------------------------------------------------------------------


@functools.cache
def outcome(document: str) -> Reading | Exception:
    """The reading, or what went wrong: a reader that fails shall fail once, not for every golden file."""
    from index.pipeline import read_document

    try:
        return read_document(CORPUS / document)
    except Exception as error:
        return error


def reading(document: str) -> Reading:
    read = outcome(document)
    if isinstance(read, Exception):
        raise read
    return read


def overlap(place: Place, lines: Iterable[int]) -> int:
    start, end = place.line_start or 0, place.line_end or place.line_start or -1
    return sum(start <= line <= end for line in lines)


def golden_lines(golden: Golden) -> list[int]:
    return [line for row in golden["rows"] for line in {row["lines"][0], row["lines"][1]}]


def find_table(golden: Golden) -> Table:
    """The table read with the golden title and part that holds most of the golden rows."""
    tables = [table for table in reading(golden["document"]).tables if table.part == golden["part"]]
    if golden["title"] is not None:
        titled = [table for table in tables if tight(table.title) == golden["title"]]
        titles = sorted({f"{table.title}/{table.part}" for table in reading(golden["document"]).tables})
        assert titled, f"no table {golden['title']}/{golden['part']}; read were {titles}"
        tables = titled
    lines = golden_lines(golden)
    best = max(tables, key=lambda table: sum(overlap(row.place, lines) for row in table.rows))
    assert not golden["rows"] or any(overlap(row.place, lines) for row in best.rows), "no table holds these rows"
    return best


def value_columns(golden: Golden, table: Table) -> list[tuple[int, Column]]:
    return [(index, column) for index, column in enumerate(table.columns) if column.role == "value"]


def cell_text(row: Row, index: int) -> str | None:
    cell: Cell | None = row.cells[index]
    return None if cell is None or not cell.text.strip() else cell.text.strip()


@pytest.mark.parametrize("name", there(STANDING))
def test_columns_are_read(name: str) -> None:
    golden = GOLDEN[name]
    table = find_table(golden)
    found = [header(column.path, golden["part"]) for _, column in value_columns(golden, table)]
    assert found == [tuple(path) for path in golden["value_columns"]]
    texts = {header(column.path, golden["part"]) for column in table.columns}
    assert [path for path in golden.get("text_columns", []) if tuple(path) not in texts] == []


@pytest.mark.parametrize("name", there(STANDING))
def test_rows_are_read(name: str) -> None:
    golden = GOLDEN[name]
    found = [(re.sub(r"[:：]$", "", tight(row.label)), row.code) for row in find_table(golden).rows]
    if any(row["label"] is None for row in golden["rows"]):
        assert len(found) == len(golden["rows"])
        return
    coded = any("code" in row for row in golden["rows"])
    wanted = [(row["label"], row["code"] if coded else None) for row in golden["rows"]]
    assert [(label, code if coded else None) for label, code in found] == wanted


@pytest.mark.parametrize("name", there(STANDING))
def test_values_stand_in_their_columns(name: str) -> None:
    golden = GOLDEN[name]
    table = find_table(golden)
    columns = value_columns(golden, table)
    paths = {header(column.path, golden["part"]): index for index, column in enumerate(table.columns)}
    texts = [paths.get(tuple(path)) for path in golden.get("text_columns", [])]
    wrong = []
    for row, wanted in zip(table.rows, golden["rows"], strict=False):
        values = [cell_text(row, index) for index, _ in columns]
        if values != wanted["values"]:
            wrong.append((wanted["lines"], values, wanted["values"]))
        words = [tight(cell_text(row, index)) or None for index in texts if index is not None]
        if words != wanted.get("texts", []):
            wrong.append((wanted["lines"], words, wanted.get("texts", [])))
    assert wrong == []


@pytest.mark.parametrize("name", there(STANDING))
def test_rows_know_their_lines(name: str) -> None:
    golden = GOLDEN[name]
    wrong = []
    for row, wanted in zip(find_table(golden).rows, golden["rows"], strict=False):
        start, end = wanted["lines"]
        lines = (row.place.line_start or 0, row.place.line_end or 0)
        inside = start <= lines[0] <= lines[1] <= end
        cells_inside = all(start <= (cell.place.line_start or 0) <= end for cell in row.cells if cell is not None)
        if not cells_inside or not (lines == (start, end) or (golden["part"] and inside)):
            wrong.append((wanted["label"], lines, (start, end)))
    assert wrong == []


@pytest.mark.parametrize("name", there(STANDING))
def test_unit_and_note_are_read(name: str) -> None:
    golden = GOLDEN[name]
    table = find_table(golden)
    if golden["unit"] is not None:
        assert table.unit == golden["unit"]
    if "note" in golden:
        assert without_lead(table.note) == without_lead(golden["note"])


def without_lead(note: str | None) -> str:
    """A note's words without the 注： before and the full stop after them."""
    return re.sub(r"^(?:附?注|说明)[:：]", "", tight(note)).removesuffix("。")


# --- the reader against the golden sheets -------------------------------------------------------------------------


def find_sheet(golden: Golden) -> Sheet:
    """The sheet read that holds most of the golden indicators."""
    lines = [indicator["line"] for indicator in golden["indicators"]]
    sheets = reading(golden["document"]).sheets
    best = max(sheets, key=lambda sheet: sum(overlap(each.place, lines) for each in sheet.indicators), default=None)
    assert best is not None and any(overlap(each.place, lines) for each in best.indicators), "no sheet holds these"
    return best


def without_number(title: str) -> str:
    return re.sub(r"^\d+[、.．]", "", tight(title))


@pytest.mark.parametrize("name", there(MATRICES))
def test_amounts_inside_a_sheet_are_read(name: str) -> None:
    """A table of amounts that is part of a form becomes fields: group, row label, header path."""
    golden = GOLDEN[name]
    sheets = [sheet for sheet in reading(golden["document"]).sheets if tight(sheet.title) == golden["title"]]
    assert len(sheets) == 1
    found = {
        header(field.path, None)[1:]: (tight(field.text), field.place.line_start)
        for field in sheets[0].fields
        if tight(field.path[0]) == golden["in_sheet"] and tight(field.text)
    }
    wanted = {
        (row["label"], *path): (value, row["lines"][0])
        for row in golden["rows"]
        for path, value in zip(golden["value_columns"], row["values"], strict=True)
        if value is not None
    }
    assert found == wanted


def bare(text: str | None, unit: str | None) -> str | None:
    """A field's text without white space and without the sheet's unit after a figure; None where empty."""
    short = tight(text)
    if unit and re.search(r"\d$", short.removesuffix(unit)):
        short = short.removesuffix(unit)
    return short or None


@pytest.mark.parametrize("name", there(SHEETS))
def test_sheet_is_named(name: str) -> None:
    golden = GOLDEN[name]
    sheet = find_sheet(golden)
    assert tight(sheet.name) == golden["name"]
    assert sheet.code == golden["code"]
    assert without_number(sheet.title) == without_number(golden["title"])
    if golden["unit"] is not None:
        assert sheet.unit == golden["unit"]


@pytest.mark.parametrize("name", [name for name in there(SHEETS) if GOLDEN[name]["fields"]])
def test_sheet_fields_are_read(name: str) -> None:
    golden = GOLDEN[name]
    sheet = find_sheet(golden)
    found: dict[str, set[str | None]] = {}
    for field in sheet.fields:
        label = re.sub(r"^其中[:：]?", "", re.sub(r"[:：]$", "", tight(field.path[-1])))
        found.setdefault(label, set()).add(bare(field.text, golden["unit"]))
    wanted = {label: bare(text, golden["unit"]) for label, text in golden["fields"].items()}
    wrong = {
        label: (sorted(map(str, found.get(label.removeprefix("其中："), {None}))), text)
        for label, text in wanted.items()
        if text not in found.get(label.removeprefix("其中："), {None})
    }
    assert wrong == {}


def shown(indicator: Indicator, wanted: Golden) -> Golden:
    """The indicator as the golden file would write it, with the keys that it has."""
    read: Golden = {key: tight(getattr(indicator, key)) or None for key in wanted if key not in ("line", "extra")}
    if "extra" in wanted:
        read["extra"] = {tight(field.path[-1]): tight(field.text) for field in indicator.extra if tight(field.text)}
        read["extra"] = {label: read["extra"].get(label) for label in wanted["extra"]}
    start = (indicator.target_place or indicator.place).line_start or 0
    end = indicator.place.line_end or start
    read["line"] = (
        wanted["line"] if wanted["line"] in (start, *range(indicator.place.line_start or 0, end + 1)) else start
    )
    return read


@pytest.mark.parametrize("name", there(SHEETS))
def test_sheet_indicators_are_read(name: str) -> None:
    golden = GOLDEN[name]
    found = find_sheet(golden).indicators
    assert [tight(indicator.name) for indicator in found] == [wanted["name"] for wanted in golden["indicators"]]
    read = [shown(indicator, wanted) for indicator, wanted in zip(found, golden["indicators"], strict=True)]
    wrong = [
        {key: (got[key], wanted[key]) for key in wanted if got[key] != wanted[key]} | {"at": wanted["line"]}
        for got, wanted in zip(read, golden["indicators"], strict=True)
        if got != wanted
    ]
    assert wrong == []
