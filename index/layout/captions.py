"""The lines around a grid: title, unit, issuer, year, appendix marks, page numbers, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.amounts import MONEY_UNITS, fold
from index.layout.headings import is_page_number
from index.layout.words import squeeze
from index.model import Line

__all__ = ["Caption", "caption_of", "is_contents_line", "is_note", "is_title", "unit_in"]

_UNIT = re.compile(r"(?:金额)?单位[:：]([\u4e00-\u9fff]{0,3})$")
_UNIT_ANYWHERE = re.compile(r"[（(](?:金额)?(?:单位[:：]?)?(亿元|万元|千元|元|%|％)[)）]")
_YEAR = re.compile(
    r"^(?:预算|决算)?年度[:：]?(\d{4})(?:年度?)?$|^[（(](\d{4})年度?[)）]$|^截[止至](?:时间|日期)?[:：]?(\d{4})[-年./]"
)
_ISSUER = re.compile(r"^(?:编制|填报|填制)?(?:部门|单位)[:：]|^\d{2,6}[\u4e00-\u9fff]")
_APPENDIX = re.compile(r"^附[件表]\s*[一二三四五六七八九十\d]*[:：]?$")
_CONTENTS = re.compile(r"(?:[.．·…]{3,}|\t)\s*\d{1,4}\s*$")
_NOTE = re.compile(r"^(?:注|备注|说明|注释)\s*[:：\d]")
_CUT_UNITS = {"万": "万元", "亿": "亿元", "千": "千元"}
_MAX_TITLE = 60


@dataclass(frozen=True, slots=True)
class Caption:
    """What a line above a grid says beside a title. Empty where it says nothing of the kind."""

    unit: str | None = None
    year: int | None = None
    issuer: str | None = None
    appendix: bool = False


def caption_of(text: str) -> Caption | None:
    """The caption that a short text is (单位：万元, 预算年度：2024, issuer, 附件1), or None for other text."""
    key = fold(squeeze(text)).replace("：", ":")
    if not key or len(key) > _MAX_TITLE:
        return None
    if key in MONEY_UNITS:  # the rest of a unit that the layout cut: 单位：万 / 元
        return Caption()
    unit = _UNIT.search(key)
    if unit and len(key) - len(unit[0]) <= 2:
        return Caption(unit=unit[1] if unit[1] in MONEY_UNITS else _CUT_UNITS.get(unit[1]))
    year = _YEAR.match(key)
    if year:
        return Caption(year=int(next(group for group in year.groups() if group)))
    if _APPENDIX.match(key):
        return Caption(appendix=True)
    if _ISSUER.match(key) and not re.search(r"[。，；]|表$", key):
        return Caption(issuer=re.sub(r"^(?:编制|填报|填制)?(?:部门|单位)[:：]|^\d{2,6}", "", key))
    return None


def unit_in(text: str) -> str | None:
    """The unit that a title or header names in brackets: 价值（金额单位：万元）."""
    found = _UNIT_ANYWHERE.search(fold(squeeze(text)).replace("（", "(").replace("）", ")"))
    return found[1] if found else None


def is_contents_line(line: Line) -> bool:
    """Whether a line belongs to a table of contents (dot leaders or a tab before a page number)."""
    return _CONTENTS.search(line.text) is not None


def is_note(text: str) -> bool:
    """Whether a line is a note under a table (注：…, 说明：…)."""
    return _NOTE.match(text.strip()) is not None


def is_title(line: Line) -> bool:
    """Whether a line can be a table's title: short, no sentence, no page number or contents line."""
    text = squeeze(line.text)
    return (
        0 < len(text) <= _MAX_TITLE
        and not is_page_number(line.text)
        and not is_contents_line(line)
        and not is_note(text)
        and not re.search(r"[。；！？：:，]$|。", text)
    )
