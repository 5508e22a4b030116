"""Figures as budget documents write them: exact numbers with their sign of relation and unit.

``129,217.94``, ``≥95%``, ``≤5 天``, ``13万人``, ``-85.3``, ``2,963.42万元``. Full-width digits and signs are
read as their half-width forms. Nothing here is a float.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from index.data import load

__all__ = [
    "MONEY_UNITS",
    "Figure",
    "FoundFigure",
    "convert",
    "fen",
    "find_figures",
    "fold",
    "is_money",
    "parse_figure",
    "percent_of",
    "round_half_up",
]

MONEY_UNITS: dict[str, Decimal] = {
    "分": Decimal("0.01"),
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

_RELATIONS = {
    "≥": "≥", "≧": "≥", ">=": "≥", "不少于": "≥", "不低于": "≥", "大于等于": "≥", "至少": "≥",
    "≤": "≤", "≦": "≤", "<=": "≤", "不超过": "≤", "不高于": "≤", "小于等于": "≤", "不多于": "≤",
    ">": ">", "大于": ">", "超过": ">", "超": ">", "<": "<", "小于": "<", "少于": "<", "低于": "<",
    "=": "=", "等于": "=",
}  # fmt: skip
_RELATION = "|".join(sorted((re.escape(word) for word in _RELATIONS), key=len, reverse=True))
_NUMBER = r"[-−－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"  # 1,234.56  1234.5  -85.3

# A whole cell: "≥ 5.7 万人次", "330 元/月", "100%", "2,963.42"
_WHOLE = re.compile(rf"(?P<relation>{_RELATION})?\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s≥≤<>=].{{0,11}})?", re.S)

_IN_TEXT = re.compile(
    rf"(?P<relation>{_RELATION})?\s*(?<![\d.A-Za-z])(?P<number>{_NUMBER})(?![\d.]*\d)\s*(?:[余多]\s*)?"
    rf"(?P<unit>{'|'.join(re.escape(unit) for unit in load('units.toml')['in_text'])})"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its relation (≥ ≤ > < = or None) and unit (None where none is written)."""

    relation: str | None
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class FoundFigure(Figure):
    """A figure inside a text: ``text[start:end] == raw``."""

    start: int
    end: int
    raw: str


def fold(text: str) -> str:
    """Full-width digits, letters and signs to half width, one character for one, so offsets stay true."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    if "！" <= character <= "～":
        return unicodedata.normalize("NFKC", character)
    return " " if character in "\u3000\u00a0" else character


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-").replace("－", "-"))


def parse_figure(text: str) -> Figure | None:
    """The figure that ``text`` is as a whole, or None where it is anything else.

    A unit is whatever short text follows the number (``≥5 个、平方米、公里、亩等``); a text with a second
    number in it is no figure.
    """
    folded = fold(text).strip()
    match = _WHOLE.fullmatch(folded)
    if match is None:
        return None
    unit = re.sub(r"\s+", "", match["unit"] or "") or None
    if unit and (re.search(r"\d", unit) or unit[0] in ".,-、，。;；:：)）/"):
        return None
    if unit and unit[0] in "年月日号" and not match["relation"]:  # 2024年, 12月底前完成: a date
        return None
    return Figure(_relation(match["relation"]), _number(match["number"]), unit)


def _relation(text: str | None) -> str | None:
    return _RELATIONS[text] if text else None


def find_figures(text: str) -> list[FoundFigure]:
    """All numbers with a unit in a running text, in order; offsets are those of ``text``."""
    folded = fold(text)
    found = []
    for match in _IN_TEXT.finditer(folded):
        start = match.start("relation") if match["relation"] else match.start("number")
        found.append(
            FoundFigure(
                _relation(match["relation"]), _number(match["number"]), match["unit"], start, match.end(),
                text[start : match.end()],
            )
        )  # fmt: skip
    return found


def is_money(unit: str | None) -> bool:
    """Whether a unit is one of money."""
    return unit in MONEY_UNITS


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """An amount in another unit of money, exact. Raises KeyError for a unit that is none of money."""
    return (value * MONEY_UNITS[unit] / MONEY_UNITS[to]).normalize()


def fen(value: Decimal, unit: str) -> int | None:
    """An amount as whole 分, or None where it is not whole (nothing is rounded)."""
    amount = value * MONEY_UNITS[unit] / MONEY_UNITS["分"]
    return int(amount) if amount == amount.to_integral_value() else None


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """Rounded the way budget documents round: half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent_of(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """What share of ``whole`` ``part`` is, in percent. Raises ZeroDivisionError for a whole of zero."""
    if whole == 0:
        raise ZeroDivisionError("share of zero")
    return round_half_up(part * 100 / whole, places)
