"""The words of performance sheets: titles, levels of indicators, header words, field labels, units of targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.amounts import fold, parse_figure
from index.data import load
from index.layout.words import squeeze
from index.model import Cell

__all__ = [
    "SheetKind",
    "SheetTitle",
    "allowed_firsts",
    "direction_of",
    "ends_title",
    "filled",
    "header_role",
    "is_blank_amount",
    "is_field",
    "is_figure",
    "is_first_level",
    "is_number",
    "is_sum_total",
    "is_target_like",
    "key_of",
    "kind_of",
    "known_label",
    "level_order",
    "level_word",
    "matrix_of",
    "sum_rules",
    "text_label",
    "title_of",
    "unit_in_brackets",
]

_FILE = "sheets.toml"
_BRACKETED_UNIT = re.compile(r"\((?:单位:)?(亿元|万元|千元|元|%)\)")
_NUMBERED = re.compile(r"^[-•]?(?:附件\d*[:：]?)?\d{1,3}(?:、|\.(?!\d))")
_YEAR_AT_END = re.compile(r"\(?(?:19|20)\d{2}年度?\)?$")
_RELATION = re.compile(r"^\s*[≥≤＞＜><＝=≧≦]")
_PLAIN = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*%?")
_FULL_MARKS = re.compile(r"\(\d+分?\)$")
_MAX_TITLE = 160


def key_of(text: str) -> str:
    """A label for comparing: no white space, half width, no closing colon, no unit in brackets at the end."""
    key = squeeze(fold(text)).rstrip(":")
    return _BRACKETED_UNIT.sub("", key) if key.endswith(")") else key


def unit_in_brackets(text: str) -> str | None:
    """The unit that a label names in brackets: 专项资金情况（万元）, 支出实现率(%)⑤."""
    found = _BRACKETED_UNIT.search(squeeze(fold(text)))
    return found[1] if found else None


# --- titles ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetTitle:
    """A sheet's title: its text, the words before its ending (without number and year), and its ending."""

    text: str
    before: str
    ending: str

    @property
    def generic(self) -> bool:
        """Whether the title names no project of its own (一级项目绩效目标表)."""
        return key_of(self.before) in _generic()


@cache
def _generic() -> frozenset[str]:
    return frozenset({key_of(word) for word in load(_FILE)["generic"]} | {""})


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted((str(word) for word in load(_FILE)["titles"]), key=len, reverse=True))


def title_of(text: str) -> SheetTitle | None:
    """The title of a performance sheet that a text is, or None. A heading or a list entry that ends so is one too."""
    if "表" not in text or len(text) > 2 * _MAX_TITLE:
        return None
    raw = squeeze(text)
    key = fold(raw)
    if not 3 <= len(key) <= _MAX_TITLE or "。" in key:
        return None
    bare = _YEAR_AT_END.sub("", key)
    ending = next((ending for ending in _endings() if bare.endswith(ending)), None)
    if ending is None:
        return None
    number = _NUMBERED.match(bare)
    return SheetTitle(text.strip(), raw[number.end() if number else 0 : len(bare) - len(ending)], ending)


def ends_title(text: str) -> bool:
    """Whether a text is the cut-off end of a sheet's title: 绩效目标表 or 目标表 on a line of its own."""
    key = squeeze(fold(text)) if "表" in text else ""
    return len(key) >= 2 and any(ending.endswith(key) for ending in _endings())


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet: its key in ``sheets.toml``, and whether it is about a whole department."""

    key: str
    department: bool


def kind_of(title: str) -> SheetKind:
    """The kind of sheet that a title names; a project's targets where it names nothing else."""
    key = key_of(title)
    for kind in load(_FILE)["kind"]:
        if all(any(word in key for word in group.split("|")) for group in kind["all"]):
            return SheetKind(kind["key"], bool(kind.get("department")))
    raise AssertionError("the last kind takes every title")


# --- indicators ------------------------------------------------------------------------------------


@cache
def _levels() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((level["first"], tuple(level["second"])) for level in load(_FILE)["level"])


def is_first_level(word: str) -> bool:
    """Whether a word is a first level (产出指标); 成本指标 is one and a second level too."""
    return any(word == first for first, _ in _levels())


def level_word(text: str) -> str | None:
    """The level that a cell names (``产出 指标`` → 产出指标), or None."""
    key = key_of(text)
    return key if any(key == first or key in seconds for first, seconds in _levels()) else None


def allowed_firsts(second: str) -> tuple[str, ...]:
    """The first levels under which a second level may stand; empty for one that no list has."""
    return tuple(first for first, seconds in _levels() if second in seconds)


def level_order(second: str) -> int:
    """Where a second level stands in the usual order of a sheet."""
    order = [word for _, seconds in _levels() for word in seconds]
    return order.index(second) if second in order else len(order)


@cache
def _header_roles() -> dict[str, tuple[str, ...]]:
    roles: dict[str, tuple[str, ...]] = {}
    for role, words in load(_FILE)["header"].items():
        for word in words:
            roles[key_of(word)] = (*roles.get(key_of(word), ()), role)
    return roles


def header_role(text: str) -> tuple[str, ...]:
    """The roles that a header word of the indicator part may have (分值（90） too); empty for any other text."""
    return _header_roles().get(_FULL_MARKS.sub("", key_of(text)), ())


def direction_of(text: str) -> str | None:
    """The sign of a direction's words: 大于等于 → ≥. None for any other text."""
    sign = load(_FILE)["directions"].get(key_of(text))
    return str(sign) if sign else None


def is_target_like(text: str) -> bool:
    """Whether a cell can only be a target: it begins with a sign of relation (≥95%)."""
    return bool(_RELATION.match(text))


def is_figure(text: str) -> bool:
    """Whether a cell is a number and nothing else but a per-cent sign."""
    return bool(_PLAIN.fullmatch(fold(text).strip()))


# --- fields ----------------------------------------------------------------------------------------


@cache
def _field_words(kind: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in load(_FILE)["fields"][kind])


def is_field(text: str, kind: str) -> bool:
    """Whether a label is of a kind of ``[fields]``: name, department, code, text, amount, group, opening, closing."""
    return key_of(text) in _field_words(kind)


def known_label(text: str) -> bool:
    """Whether a cell is a label of a form, of whatever kind."""
    key = key_of(text)
    return any(key in _field_words(kind) for kind in load(_FILE)["fields"])


def matrix_of(text: str) -> dict[str, Any] | None:
    """The rule for a group that is a small table (资金支出计划), or None."""
    key = key_of(text)
    return next((matrix for matrix in load(_FILE)["matrix"] if key == key_of(matrix["group"])), None)


def text_label(group: str) -> str | None:
    """The label of a group's running text where the form prints none: 预算规模及资金用途 → 资金用途."""
    label = load(_FILE)["texts"].get(key_of(group))
    return str(label) if label else None


@cache
def sum_rules() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Totals and the labels of their parts, for comparing with ``key_of``."""
    rules = load(_FILE)["sum"]
    return tuple((key_of(rule["total"]), tuple(key_of(part) for part in rule["parts"])) for rule in rules)


def is_sum_total(label: str) -> bool:
    """Whether a label is a total: 合计 of a small table, or 资金总额 over its parts."""
    key = key_of(label)
    return key in ("合计", "总计") or any(key == total for total, _ in sum_rules())


def is_blank_amount(text: str) -> bool:
    """Whether a cell leaves its amount out: nothing in it, or a dash."""
    return not text.strip(" \t\n-—–－")


def is_number(text: str) -> bool:
    """Whether a cell is a figure of a form: a number, alone or with a unit of money or a per-cent sign."""
    figure = parse_figure(text)
    return figure is not None and (figure.unit is None or figure.unit in {"%", "元", "万元", "亿元", "千元", "分"})


def filled(cells: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells of a row that hold a text, with their positions."""
    return [(position, cell) for position, cell in enumerate(cells) if cell.text.strip()]
