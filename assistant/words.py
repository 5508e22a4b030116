"""How texts are folded before they are compared: width, case, script, marks, numbering.

A folded text keeps no white space and no marks, so ``“三公”经费 小计`` and ``三公经费小计`` are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

__all__ = ["bare_label", "bigrams", "chinese_number", "fold", "is_english", "simplify"]

_MARKS = re.compile(r"[\s“”\"'‘’`「」『』《》<>〈〉（）()\[\]【】、，,。.;；:：?？!！·—_\-~～…*#|/\\=]+")
_NUMBERING = re.compile(
    r"^(?:其中[:：]?\s*)?(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"[（(]?\d{1,2}[)）]\s*|\d{1,3}[、．]|\d{1,2}\.(?!\d)|[①②③④⑤⑥⑦⑧⑨⑩])\s*"
)
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters as simplified ones; a text without Chinese is given back as it is."""
    return str(_converter().convert(text)) if re.search(r"[一-鿿]", text) else text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text as it is compared: half width, lower case, no white space, no marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=65536)
def bare_label(label: str) -> str:
    """A row label without its numbering (``二、``, ``其中：``, ``（2）``), folded."""
    text = unicodedata.normalize("NFKC", label).strip()
    previous = None
    while previous != text:
        previous = text
        text = _NUMBERING.sub("", text).strip()
        text = re.sub(r"^其中[:：]?\s*", "", text)
    return fold(text) or fold(label)


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring characters of a folded text."""
    return [text[i : i + 2] for i in range(len(text) - 1)]


_SMALL_WORD = re.compile(
    r"\b(?:how|what|which|who|when|why|is|are|was|does|do|did|have|has|the|of|for|in|than)\b", re.I
)
_SMALL_WORDS = 3  # of them make a question English


def is_english(text: str) -> bool:
    """Whether a question is put in English: more Latin letters than Chinese characters by far, or English small
    words around long Chinese names."""
    latin = len(re.findall(r"[A-Za-z]", text))
    chinese = len(re.findall(r"[一-鿿]", text))
    if latin > 3 * chinese and latin >= 4:
        return True
    return len(_SMALL_WORD.findall(text)) >= _SMALL_WORDS and not re.search(r"[多哪什几吗呢谁]|是否|为何", text)


def chinese_number(text: str) -> int | None:
    """A small whole number in digits or Chinese numerals (up to 99); None where it is neither."""
    if text.isdecimal():
        return int(text)
    if not text or any(c not in _DIGITS and c != "十" for c in text):
        return None
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    value = 0
    for character in text:
        value = value * 10 + _DIGITS[character]
    return value
