"""What a line is by its own look: a numbered heading, an item of a list, a page number, a label.

Numbering is the outline of a Chinese document: 第一部分 · 一、 · （一） · 1. · （1） · ①.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "RANKS",
    "Numbering",
    "chinese_number",
    "ends_sentence",
    "is_label",
    "is_page_number",
    "looks_like_heading",
    "numbering",
    "title_key",
    "without_bullet",
]

RANKS = {"part": 1, "chapter": 2, "cn": 3, "cn_paren": 4, "digit": 5, "digit_paren": 6, "circle": 7}
"""The usual order of numbering styles, outermost first. Documents depart from it; the outline decides."""

_CN = "一二三四五六七八九十"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第([{_CN}百\d]{{1,4}})(?:部分|篇|卷)[\s、：:.．]*")),
    ("chapter", re.compile(rf"第([{_CN}百\d]{{1,4}})[章节][\s、：:.．]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,4}})\s*[、．.]\s*")),
    ("cn_paren", re.compile(rf"[（(]\s*([{_CN}]{{1,4}})\s*[）)]\s*[、．.]?\s*")),
    ("digit", re.compile(r"(\d{1,3})\s*(?:[、．]|\.(?!\d)|\.(?=\d{7}\D))\s*")),  # "1.教育支出", never "1.5万元"
    ("digit_paren", re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*[、．.]?\s*")),
    ("circle", re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])\s*[、．.]?\s*")),
)
_BULLET = re.compile(r"\s*(?:[-–—•·●■◆▪*]\s+)?\s*")
_PAGE = re.compile(
    r"[-–—－\s]*\d{1,4}[-–—－\s]*|第\s*\d{1,4}\s*页(?:[\s，,/／]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_LABEL = re.compile(r"[^，。；：、“”（）()\d\s]{2,10}[：:]")
_SENTENCE_END = re.compile(r"[。！？!?；;：:][”’」』）)]*$")
_STOP_INSIDE = re.compile(r"[。；;！？]")
_AMOUNT = re.compile(r"\d(?:\.\d+)?\s*(?:[万亿千]?元|%|％)")
_YEAR = re.compile(r"20\d\d\s*年度?")

MAX_HEADING = 60
"""No heading of the field is longer: 秦财企[2022]692-关于提前下达2023年国有企业退休人员…的通知绩效目标表 has 58."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """A line's number: its style (a key of ``RANKS``), its value, and where the words after it begin."""

    style: str
    number: int
    end: int


def chinese_number(text: str) -> int | None:
    """``十二`` is 12, ``二十一`` 21, ``7`` 7; None for anything else (up to 99)."""
    if text.isdigit():
        return int(text)
    if not text or any(character not in _CN for character in text) or text.count("十") > 1:
        return None
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _CN.index(text) + 1 if len(text) == 1 else None
    if len(tens) > 1 or len(units) > 1:
        return None
    return 10 * (_CN.index(tens) + 1 if tens else 1) + (_CN.index(units) + 1 if units else 0)


def without_bullet(text: str) -> int:
    """How many characters of list bullet and space begin a line."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def numbering(text: str) -> Numbering | None:
    """The number that begins a line, after any bullet; None where none does."""
    start = without_bullet(text)
    for style, pattern in _STYLES:
        match = pattern.match(text, start)
        if match is None:
            continue
        value = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".index(match[1]) + 1 if style == "circle" else chinese_number(match[1])
        if value is not None:
            return Numbering(style, value, match.end())
    return None


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else: 28, - 3 -, 第 3 页 共 9 页."""
    return _PAGE.fullmatch(text.strip()) is not None


def is_label(text: str) -> bool:
    """Whether a line is a short label over what follows: 部门职责：, 绩效目标："""
    return _LABEL.fullmatch(text.strip()) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line's end is the end of a sentence, or announces a list."""
    return _SENTENCE_END.search(text.rstrip()) is not None


def looks_like_heading(text: str) -> bool:
    """Whether words alone could be a heading: short, one phrase, no amounts, no end of a sentence."""
    title = text.strip()
    return (
        0 < len(title) <= MAX_HEADING
        and not _STOP_INSIDE.search(title)
        and not title.endswith(("，", ",", "、", "：", ":"))
        and not _AMOUNT.search(title)
    )


def title_key(text: str) -> str:
    """A title for comparison: without number, bullet, year and spaces (一、2023年部门预算说明 → 部门预算说明)."""
    mark = numbering(text)
    title = text[mark.end :] if mark else text[without_bullet(text) :]
    return re.sub(r"\s+", "", _YEAR.sub("", title))
