"""The sample documents are what the facts say, and the facts add up."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from samples.build import PAGE_LINES, Facts, documents, load

FACTS = {each["file"]: each for each in load()}
TABLES = [
    (file, name)
    for file, facts in FACTS.items()
    for name in facts.facts
    if isinstance(facts[name], dict) and "columns" in facts[name] and "code" in facts[name]["columns"]
]


def amount(text: str) -> Decimal:
    return Decimal(text or "0")


def assert_adds_up(total: str, parts: list[str], what: str) -> None:
    """A total is the sum of its parts, but for half a unit of the last digit of each figure."""
    figures = [amount(text) for text in (total, *parts)]
    tolerance = len(figures) * Decimal("0.005")
    difference = abs(figures[0] - sum(figures[1:]))
    assert difference <= tolerance, f"{what}: {figures[0]} is not the sum of {parts} (off by {difference})"


@pytest.mark.parametrize("file", FACTS)
def test_the_committed_documents_are_built_from_the_facts(file, samples):
    assert (samples / file).read_bytes() == documents()[file], "run `make samples`"


def test_no_other_document_lies_beside_them(samples):
    assert {path.name for path in samples.iterdir()} == set(FACTS)


def test_three_departments_in_three_layouts():
    assert len({facts["department"] for facts in FACTS.values()}) == 3
    assert {facts["layout"] for facts in FACTS.values()} == {"markdown", "cells", "pages"}


@pytest.mark.parametrize(("file", "table"), TABLES)
def test_every_code_is_the_sum_of_the_codes_below_it(file, table):
    rows = {row["code"]: row for row in FACTS[file].rows(table)}
    top = min(len(code) for code in rows if code)
    for column in FACTS[file][table]["columns"][2:]:
        for code, row in rows.items():
            depth = len(code) + 2 if code else top
            if code and table == "units_income":
                depth = 6 if len(code) == 3 else 99
            below = [other[column] for key, other in rows.items() if len(key) == depth and key.startswith(code)]
            if below:
                assert_adds_up(row[column], below, f"{file} {table} {code} {column}")


@pytest.mark.parametrize(("file", "total"), [(file, total) for file in FACTS for total in FACTS[file]["sums"]])
def test_totals_of_different_tables_agree(file, total):
    facts = FACTS[file]
    parts = [facts.figure(part) for part in facts["sums"][total]]
    assert_adds_up(facts.figure(total), parts, f"{file} {total}")


@pytest.mark.parametrize(
    ("file", "row", "total", "parts"),
    [
        ("fuzhou-2024.txt", "subjects", "total", ["basic", "project"]),
        ("fuzhou-2024.txt", "subjects", "general", ["general_basic", "general_project"]),
        ("fuzhou-2024.txt", "subjects", "total", ["from_general", "from_special", "from_other", "from_carry"]),
        ("xiamen-2023.txt", "subjects", "total", ["fiscal", "other"]),
        ("xiamen-2023.txt", "subjects", "fiscal", ["fiscal_basic", "fiscal_project"]),
        ("xiamen-2023.txt", "subjects", "fiscal_basic", ["staff", "office"]),
        ("xiamen-2023.txt", "subjects", "other", ["other_project"]),
        ("xiamen-2023.txt", "units_income", "total", ["general", "business", "superior"]),
        ("xiamen-2023.txt", "economic", "total", ["staff", "office"]),
        ("shijiazhuang-2023.txt", "subjects", "total", ["basic", "project"]),
        ("shijiazhuang-2023.txt", "subjects", "general", ["general_basic", "general_project"]),
        ("shijiazhuang-2023.txt", "subjects", "total", ["this_year", "from_carry"]),
        ("shijiazhuang-2023.txt", "subjects", "this_year", ["from_fiscal", "from_special", "from_other"]),
        ("shijiazhuang-2023.txt", "economic", "total", ["staff", "office"]),
    ],
)
def test_every_row_adds_up_across_its_columns(file, row, total, parts):
    for each in FACTS[file].rows(row):
        assert_adds_up(each[total], [each[part] for part in parts], f"{file} {each['code']} {total}")


@pytest.mark.parametrize("file", FACTS)
def test_summary_tables_list_every_functional_class(file):
    """A class left out of a department's form would drop its amount from the side-by-side tables in silence."""
    facts = FACTS[file]
    assert {row["name"] for row in facts.rows("subjects") if len(row["code"]) == 3} <= set(facts.classes)


@pytest.mark.parametrize(
    ("file", "change", "growth", "now"),
    [
        ("fuzhou-2024.txt", "income_change", "income_growth", "subjects..total"),
        ("fuzhou-2024.txt", "general_change", "general_growth", "subjects..general"),
        ("fuzhou-2024.txt", "abroad_change", "abroad_growth", "abroad"),
        ("fuzhou-2024.txt", "reception_change", "reception_growth", "reception"),
        ("fuzhou-2024.txt", "vehicle_running_change", "vehicle_running_growth", "vehicle_running"),
        ("fuzhou-2024.txt", "running_costs_change", "running_costs_growth", "running_costs"),
        ("xiamen-2023.txt", "income_change", "income_growth", "subjects..total"),
        ("xiamen-2023.txt", "general_change", "general_growth", "subjects..fiscal"),
        ("xiamen-2023.txt", "running_costs_change", "running_costs_fall", "running_costs"),
    ],
)
def test_stated_growth_is_the_stated_change_over_the_year_before(file, change, growth, now):
    facts = FACTS[file]
    by = amount(facts.figure(change)) * (-1 if growth.endswith("fall") else 1)
    before = amount(facts.figure(now)) - by
    assert abs(abs(by) / before * 100 - amount(facts.figure(growth))) <= Decimal("0.005")


def test_a_known_contradiction_is_the_departments_own():
    """Fuzhou publishes its general public budget income as 194077.56 and as 194877.56; 800.00 of it is carried over."""
    facts = FACTS["fuzhou-2024.txt"]
    difference = amount(facts.figure("subjects..general")) - amount(facts.figure("subjects..from_general"))
    assert difference == amount(facts.figure("subjects.20807.from_carry")) == 800


def test_the_headline_question_stands_in_the_xiamen_sample(samples):
    text = (samples / "xiamen-2023.txt").read_text(encoding="utf-8")
    assert "2023年“三公”经费财政拨款预算数为28.13万元" in text
    assert "\n28.13\t\t11.59\t\t11.59\t16.54\n" in text


def test_pages_break_tables_and_sentences_but_no_number(samples):
    text = (samples / "xiamen-2023.txt").read_text(encoding="utf-8")
    pages = re.split(r"\n\n— \d+ —\n\n", text)
    assert len(pages) > 15
    assert all(len(page.split("\n")) <= PAGE_LINES + 2 for page in pages)
    assert sum("\n科目编码\t" in page for page in pages) > 4, "headers are repeated"
    cut = [(page, following) for page, following in pairwise(pages) if "\u4e00" < page[-1] < "\u9fff"]
    assert any("\t" not in page for page, _ in cut), "a sentence is cut"
    assert not any(page[-1].isdigit() and following[0].isdigit() for page, following in pairwise(pages))


def test_cells_stand_one_a_line(samples):
    data = (samples / "shijiazhuang-2023.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("utf-8-sig").splitlines()
    assert not [line for line in lines if "\t" in line[1:]]
    assert sum(line == "\t栏次" for line in lines) == 8


def test_amounts_carry_commas_only_where_the_department_writes_them():
    assert Facts(FACTS["xiamen-2023.txt"].facts, []).written("129217.94") == "129,217.94"
    assert Facts(FACTS["fuzhou-2024.txt"].facts, []).written("2935.3214") == "2935.3214"
