"""What the reader gets out of the sample documents is what the facts put in: the same tables in three layouts."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from index.model import Reading
from index.pipeline import read_document
from samples.build import Facts, Table, blocks, load

FACTS = {each["file"]: each for each in load()}
SHAPED = [(file, name) for file, facts in FACTS.items() for name, spec in facts["tables"].items() if "from" in spec]


@pytest.fixture(scope="module")
def readings(samples) -> dict[str, Reading]:
    return {file: read_document(samples / file) for file in FACTS}


def amounts_put_in(facts: Facts, name: str) -> Counter[tuple[str, str, Decimal]]:
    """(code, last header, amount) of every amount of a table whose rows come from a fact table."""
    spec = facts["tables"][name]
    headers = zip(*columns_of(spec["header"]), strict=True)
    leaves = ["".join(next(cell for cell in reversed(cells) if cell).split()) for cells in headers]
    found: Counter[tuple[str, str, Decimal]] = Counter()
    for row in facts.rows(spec["from"]):
        if len(row["code"]) <= spec.get("digits", 9):
            for leaf, column in list(zip(leaves, spec["columns"], strict=True))[2:]:
                if row.get(column):
                    found[row["code"], leaf, Decimal(row[column])] += 1
    return found


def columns_of(header: list[list[str]]) -> list[list[str]]:
    """Header rows with cells over several columns written in each of them."""
    spread = [list(header[0])]
    for number, cell in enumerate(spread[0]):
        if not cell and number:
            spread[0][number] = spread[0][number - 1]
    return spread + [list(row) for row in header[1:]]


def title_of(facts: Facts, name: str) -> str:
    """A table's title, or the heading it stands under."""
    section = next(each for each in facts["sections"] if f"@{name}" in each.get("body", []))
    return facts["tables"][name].get("title", section["heading"])


@pytest.mark.parametrize(("file", "name"), SHAPED)
def test_every_amount_is_read_once_in_its_row_and_column(file, name, readings):
    facts, reading = FACTS[file], readings[file]
    title = title_of(facts, name)
    found = Counter(
        (fact.code or "", "".join(fact.column_path[-1].split()), fact.value)
        for fact in reading.facts
        if fact.source == "cell" and fact.title == title
    )
    assert found == amounts_put_in(facts, name)


@pytest.mark.parametrize("file", FACTS)
def test_every_table_is_found(file, readings):
    facts, reading = FACTS[file], readings[file]
    built = [block for block in blocks(facts) if isinstance(block, Table)]
    sheets = [table for table in built if not table.header]
    halves = sum("left" in spec for spec in facts["tables"].values())
    assert len(reading.sheets) == len(sheets) == 1
    assert len(reading.tables) == len(built) - len(sheets) + halves, "a table side by side is read as two"


@pytest.mark.parametrize("file", FACTS)
def test_a_document_says_whose_it_is(file, readings):
    document = readings[file].document
    assert (document.department, document.year) == (FACTS[file]["department"], FACTS[file]["year"])
    assert (document.kind, document.unit) == ("预算", "万元")
    assert document.region and FACTS[file]["department"].startswith(document.region)


def test_the_only_contradiction_is_the_departments_own(readings):
    failing = [identity for reading in readings.values() for identity in reading.identities if not identity.holds]
    assert {(each.left_value, each.right_value) for each in failing} == {(Decimal("194077.56"), Decimal("194877.56"))}
    assert sum(len(reading.identities) for reading in readings.values()) > 800


def test_nothing_needs_repair(readings):
    """The samples' headers stand over their columns: a repair would move a figure away from where one reads it."""
    assert not [repair for reading in readings.values() for table in reading.tables for repair in table.repairs]


@pytest.mark.parametrize(
    ("file", "subject", "amount", "change", "growth"),
    [
        ("fuzhou-2024.txt", "收入预算", "198260.91", "5828.37", "3.03"),
        ("fuzhou-2024.txt", "因公出国（境）经费", "26.60", "5.0", "23.15"),
        ("xiamen-2023.txt", "收入预算", "131297.24", "38828.47", "41.99"),
        ("shijiazhuang-2023.txt", "预算收支", "103592.56", "16144.06", None),
    ],
)
def test_sentences_give_amounts_and_their_change(file, subject, amount, change, growth, readings):
    said = [fact for fact in readings[file].facts if fact.source == "sentence"]
    for period, figure in (("current", amount), ("change", change), ("growth", growth)):
        if figure:
            matching = [fact for fact in said if fact.period == period and fact.value == Decimal(figure)]
            assert matching, f"no {period} of {figure} among {[fact.raw for fact in said]}"
            assert any(subject in "".join(fact.row_path) + fact.title for fact in matching), matching
