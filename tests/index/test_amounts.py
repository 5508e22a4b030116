"""Figures as budgets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.amounts import convert, fen, find_figures, fold, parse_figure, percent_of, round_half_up

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "relation", "value", "unit"),
    [
        ("129,217.94", None, "129217.94", None),
        ("≥95%", "≥", "95", "%"),
        ("≥5.7万人次", "≥", "5.7", "万人次"),
        ("≤5 天", "≤", "5", "天"),
        ("=100%", "=", "100", "%"),
        ("> 50%", ">", "50", "%"),
        ("-85.3", None, "-85.3", None),
        ("２８．１３", None, "28.13", None),
        ("330元/月", None, "330", "元/月"),
        ("≥5 个、平方米、公里、亩等", "≥", "5", "个、平方米、公里、亩等"),
        ("25000份 ", None, "25000", "份"),
        ("0", None, "0", None),
    ],
)
def test_a_cell_that_is_a_figure(text: str, relation: str | None, value: str, unit: str | None) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert (figure.relation, figure.value, figure.unit) == (relation, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "——",
        "比上年提升",
        "12月底前完成",
        "2024年",
        "1,23",
        "3-5个",
        "A02010105",
        "一、",
        "10日前发放到位，20日前",
    ],
)
def test_a_cell_that_is_none(text: str) -> None:
    assert parse_figure(text) is None


@given(amounts)
def test_an_amount_comes_back_exact_however_it_is_grouped(amount: Decimal) -> None:
    for text in (f"{amount}", f"{amount:,}", f" {amount:,} 万元"):
        figure = parse_figure(text)
        assert figure is not None and figure.value == amount


@given(amounts, st.sampled_from(["元", "千元", "万元", "亿元"]), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_converting_there_and_back_changes_nothing(amount: Decimal, unit: str, other: str) -> None:
    assert convert(convert(amount, unit, other), other, unit) == amount


def test_the_figures_of_a_sentence_with_their_units_and_places() -> None:
    text = "收入预算为198260.91万元，比上年增加5828.37万元，增长3.03%，共有车辆12辆"
    found = find_figures(text)
    assert [(str(f.value), f.unit) for f in found] == [
        ("198260.91", "万元"), ("5828.37", "万元"), ("3.03", "%"), ("12", "辆"),
    ]  # fmt: skip
    assert all(text[f.start : f.end] == f.raw for f in found)


def test_a_document_number_is_no_figure() -> None:
    assert find_figures("闽财金[2020]17号、GZ2022JH00051") == []


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_figures(text: str) -> None:
    parse_figure(text)
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.raw


def test_fen_are_whole_or_nothing() -> None:
    assert fen(Decimal("28.13"), "万元") == 28_130_000
    assert fen(Decimal("2935.3214"), "万元") == 2_935_321_400
    assert fen(Decimal("0.0000001"), "万元") is None


def test_shares_round_half_up() -> None:
    assert percent_of(Decimal("2132.39"), Decimal("4078.23")) == Decimal("52.29")
    assert round_half_up(Decimal("0.125")) == Decimal("0.13")
    with pytest.raises(ZeroDivisionError):
        percent_of(Decimal(1), Decimal(0))
