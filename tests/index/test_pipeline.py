"""Whole documents from text to facts, the odd ones too."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from index.model import Reading
from index.pipeline import read_document

COVER = "某某市财政局2024年部门预算\n\n"
TABLE = "部门支出总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n205\t教育支出\t30.00\t20.00\t10.00\n"
PROSE = "2024年，某某市财政局支出预算30.00万元，比上年增加2.00万元，增长7.14%，主要原因是人员增加。\n"


def read(tmp_path: Path, text: str | bytes) -> Reading:
    path = tmp_path / "预算.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_document(path)


def test_a_document_becomes_tables_facts_and_passages(tmp_path: Path) -> None:
    reading = read(tmp_path, COVER + TABLE + "\n" + PROSE)
    assert (reading.document.year, reading.document.kind, reading.document.unit) == (2024, "预算", "万元")
    assert [(fact.column_path[-1], fact.value) for fact in reading.facts if fact.source == "cell"] == [
        ("合计", Decimal("30.00")),
        ("基本支出", Decimal("20.00")),
        ("项目支出", Decimal("10.00")),
    ]
    assert all(identity.holds for identity in reading.identities) and reading.identities
    assert any("教育支出" in passage.text for passage in reading.passages)


def test_a_change_in_prose_is_a_fact_with_its_reason(tmp_path: Path) -> None:
    facts = [fact for fact in read(tmp_path, COVER + PROSE).facts if fact.period == "change"]
    assert [(fact.value, fact.reason) for fact in facts] == [(Decimal("2.00"), "人员增加")]


def test_a_document_without_a_table_is_read_for_its_prose(tmp_path: Path) -> None:
    reading = read(tmp_path, COVER + PROSE)
    assert not reading.tables and reading.sections and reading.facts


def test_a_document_without_a_year_says_that_none_was_found(tmp_path: Path) -> None:
    document = read(tmp_path, "部门预算公开\n\n" + TABLE).document
    assert document.year is None
    assert any(one.property == "year" and "no year" in one.how for one in document.evidence)


@pytest.mark.parametrize("dirt", [b"\x00", b"\xed\xa0\x80", b"\xff", "\ufeff".encode(), b"\x07"])
def test_stray_bytes_cost_no_figure(tmp_path: Path, dirt: bytes) -> None:
    clean = read(tmp_path, COVER + TABLE)
    dirty = read(tmp_path, (COVER + TABLE).encode() + dirt + b"\n")
    assert [fact.value for fact in dirty.facts if fact.source == "cell"] == [fact.value for fact in clean.facts]


def test_the_same_bytes_are_the_same_document(tmp_path: Path) -> None:
    assert read(tmp_path, COVER + TABLE) == read(tmp_path, COVER + TABLE)


def test_fact_ids_are_told_apart_and_places_lie_in_the_document(tmp_path: Path) -> None:
    text = COVER + TABLE + "\n" + PROSE
    reading = read(tmp_path, text)
    ids = [fact.id for fact in reading.facts]
    assert len(ids) == len(set(ids))
    lines = text.count("\n") + 1
    assert all(1 <= (fact.place.line_start or 0) <= (fact.place.line_end or 0) <= lines for fact in reading.facts)
