"""Misspelt English words (bugdet, offciial) as the word lists spell them; names in pinyin stay as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from assistant.english_terms import fold_english, lemmas

__all__ = ["spelt"]

SHORTEST = 5  # letters of a word that is put right: a short one is too near to others
LONG = 9  # letters from which two slips are put right
_LISTS = (
    "english.toml",
    "english_grammar.toml",
    "english_subjects.toml",
    "english_tables.toml",
    "english_words.toml",
    "departments.toml",
)
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE})+")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Every English word of the lists, as it is written and as it is compared."""
    text = " ".join((files("assistant.data") / name).read_text(encoding="utf-8").lower() for name in _LISTS)
    words = set(re.findall(r"(?<![a-z\\])[a-z]{3,}(?![a-z])", text))
    return frozenset(words | {fold_english(word) for word in words})


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    """Common English words: one of them that no list knows is no slip."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency


@lru_cache(maxsize=4096)
def _right(word: str) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < SHORTEST or word in _words() or any(form in _words() for form in lemmas(word)):
        return word
    if _PINYIN.fullmatch(word) or word in _dictionary():
        return word
    most = 2 if len(word) >= LONG else 1
    near = process.extract(word, _words(), scorer=OSA.distance, score_cutoff=most, limit=3)
    near = [found for found in near if found[0][0] == word[0] or found[1] == 1]
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return word
    return str(near[0][0])


def spelt(text: str) -> str:
    """A lower-case English text with the misspelt words that one known word alone is near to put right."""
    return re.sub(r"(?<![a-z])[a-z]{5,}(?![a-z])", lambda match: _right(match[0]), text)
