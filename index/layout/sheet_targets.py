"""What a target or a result says: its relation, its number, its unit; or that it is words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from index.amounts import Figure, fold, parse_figure
from index.data import load
from index.layout.words import squeeze

__all__ = ["stated_figure", "target_figure"]

_SIGNS = {"≧": "≥", "≦": "≤"}
_NUMBER = r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TARGET = re.compile(rf"(?P<sign>[≥≤><=≧≦])?\s*(?P<number>{_NUMBER})(?P<gap>\s*)(?P<tail>.*)", re.S)
# 按季度满意率 ≥95%: words and their figure in one cell
_STATED = re.compile(rf"(?P<words>[^≥≤><=]{{2,}}?)\s*(?P<figure>[≥≤><=]\s*{_NUMBER}\D{{0,6}})")
_RELATION_WORDS = {
    "大于等于": "≥", "不少于": "≥", "不低于": "≥", "小于等于": "≤", "不超过": "≤", "不多于": "≤", "不高于": "≤",
    "大于": ">", "小于": "<", "等于": "=",
}  # fmt: skip
_MAX_SHARE = 100


@cache
def _unit_start() -> re.Pattern[str]:
    words = load("sheets.toml")["units"]["words"]
    return re.compile("|".join(sorted((re.escape(fold(word)) for word in words), key=len, reverse=True)))


@cache
def _unit_pattern() -> re.Pattern[str]:
    """A unit as a whole: 人次, 元/人·月, 份、册、本等, 元/人(个、项等)."""
    words = _unit_start().pattern
    return re.compile(rf"(?:{words})(?:(?:[/·.、]|每)?(?:{words}|项))*(?:等|以上|以内|左右|前|数|量)?(?:\([^()]*\))?")


def _is_unit(tail: str) -> bool:
    if _unit_pattern().fullmatch(tail):
        return True
    endings = tuple(load("sheets.toml")["units"]["endings"])
    return not _unit_start().match(tail) and 2 <= len(tail) <= 5 and tail.endswith(endings)


def target_figure(text: str, *, unit: str | None = None, name: str = "") -> Figure | None:
    """The figure of a target or result cell, or None where it is words (比上年提升, 12月底前完成).

    ``unit`` is that of a column of its own; ``name`` the indicator's, which may carry the unit (合格率（%）).
    A remark after the number is no unit (``100 全部合格``), but may repeat the number with its unit
    (``40 大于等于 40 次``).
    """
    folded = fold(text).strip()
    match = _TARGET.fullmatch(folded)
    if match is None:
        return None
    sign = _SIGNS.get(match["sign"], match["sign"]) if match["sign"] else None
    value = _decimal(match["number"])
    tail = squeeze(match["tail"])
    if not tail:
        return Figure(sign, value, _own_unit(unit) or _unit_of_name(name, value))
    if re.search(r"\d", tail):
        return _repeated(match, sign, value) if match["gap"] else None
    if _is_unit(tail):
        if tail in ("月", "日", "号", "月份", "月前", "年度") and sign is None:
            return None  # a date
        if tail == "年" and sign is None and value > _MAX_SHARE:
            return None
        return Figure(sign, value, tail)
    if _unit_start().match(tail) or not match["gap"]:
        return None  # 12 月底前完成, 3季度内
    return Figure(sign, value, _own_unit(unit) or _unit_of_name(name, value))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _own_unit(unit: str | None) -> str | None:
    return squeeze(fold(unit)) or None if unit else None


def _unit_of_name(name: str, value: Decimal) -> str | None:
    """The unit that an indicator's name implies: （%） in it, or a rate, which is in per cent."""
    key = squeeze(fold(name))
    if "(%)" in key:
        return "%"
    return "%" if key.endswith("率") and 1 < value <= _MAX_SHARE else None


def _repeated(match: re.Match[str], sign: str | None, value: Decimal) -> Figure | None:
    """The figure of a cell that says its number again in words: ``≥90 满意率 90%以上``."""
    tail = match["tail"]
    again = re.search(rf"(?<![\d.]){re.escape(match['number'])}(?![\d.]*\d)\s*({_unit_start().pattern})?", tail)
    others = [number for number in re.findall(_NUMBER, tail) if _decimal(number) != value]
    if again is None or others:
        return None
    words = squeeze(tail[: again.start()])
    if sign is None:
        sign = next((_RELATION_WORDS[word] for word in _RELATION_WORDS if words.endswith(word)), None)
    return Figure(sign, value, _repeated_unit(tail[again.end() - len(again[1] or "") :]))


def _repeated_unit(rest: str) -> str | None:
    """The longest unit at the start of what follows the number."""
    found = _unit_pattern().match(squeeze(rest))
    if not found:
        return None
    return re.sub(r"(?:以上|以内|左右|前)$", "", found[0]) or None


def stated_figure(text: str) -> tuple[str, Figure] | None:
    """Words and the figure that ends them in one cell (``诉求件群众满意度 ≥95%``), or None."""
    match = _STATED.fullmatch(fold(text).strip())
    if match is None:
        return None
    figure = parse_figure(match["figure"])
    return (squeeze(match["words"]), figure) if figure else None
