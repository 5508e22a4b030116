"""Labels as people say them, and as they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["is_total", "key", "spoken"]

_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,3}[、.．](?!\d))\s*"
)
_OF_WHICH = re.compile(r"^(?:其中|包括)\s*[:：]?\s*(?=.)")
_FORMULA = re.compile(r"[①-⑳][①-⑳=＝+＋\-－×*/／÷]*")
_UNIT_NOTE = re.compile(r"[（(][^（）()]*(?:单位|万元|平方米|%|％|‰)[^（）()]*[)）]")
_SPACE_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_LEFT_OUT = re.compile(r"[\s“”\"'‘’「」《》〈〉]")
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总额", "金额", "预算", "预算数", "本年预算数", "年初预算数"})


@cache
def spoken(label: str) -> str:
    """A label without what nobody says: its numbering, 其中, formulas of column numbers, notes of units."""
    text = _FORMULA.sub("", label).strip()
    for pattern in (_NUMBERING, _OF_WHICH):
        text = pattern.sub("", text) or text
    text = _UNIT_NOTE.sub("", text) or text
    return _SPACE_BESIDE_CHINESE.sub("", text).strip(" ：:，,。；;—-")


@cache
def key(label: str) -> str:
    """What two labels that read the same have in common: width, spaces and quotation marks are folded away."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", spoken(label))).lower()


def is_total(label: str) -> bool:
    """Whether a label only says that this is the whole (合计, 预算数)."""
    return key(label) in _TOTALS
