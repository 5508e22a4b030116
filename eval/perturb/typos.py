"""Typos that a reader sees through: one character for one that sounds or looks alike.

A typo is taken only where it leaves one reading. What stands there afterwards must be no word of the dictionary or
of the documents (another city, another subject), and no third character that sounds or looks like the typo may
make a word in its place. Numbers, units, negations and the words of asking are never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

__all__ = ["Lexicon", "by_letters", "by_shape", "by_sound", "words_of"]

LONGEST = 4  # characters of a window that is looked up as a word
LIKELY = 3  # of the typos that fit a place, one of the most frequent is taken
LETTERS = 6  # of an English word that may be mistyped


@cache
def _jieba() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def words_of(text: str) -> list[str]:
    """A Chinese text cut into words; joined they are the text again."""
    return list(_jieba().cut(text, HMM=False))


@cache
def _common() -> tuple[str, ...]:
    """The 3,755 characters of everyday writing: the first level of GB 2312."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(cell.decode("gb2312", errors="ignore") for cell in cells if cell.decode("gb2312", errors="ignore"))


@cache
def _by_syllable() -> Mapping[str, tuple[str, ...]]:
    """The common characters of each syllable, tones aside, by their first reading; the most frequent first."""
    from pypinyin import lazy_pinyin

    alike: dict[str, list[str]] = defaultdict(list)
    for one in _common():
        alike[lazy_pinyin(one)[0]].append(one)
    frequency = _jieba().FREQ
    return {sound: tuple(sorted(group, key=lambda one: -frequency.get(one, 0))) for sound, group in alike.items()}


def _like_sound(word: str, inside: int) -> list[str]:
    """Characters that sound like one of a word, as it is read in that word."""
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(word)
    alike = _by_syllable().get(read[inside], ()) if len(read) == len(word) else ()
    return [other for other in alike if other != word[inside]]


def _like_shape(one: str, groups: Iterable[str]) -> list[str]:
    return sorted({other for group in groups if one in group for other in group} - {one})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What counts as a word: the dictionary's, the documents' own pairs of characters, and words kept from typos."""

    keep: frozenset[str]
    groups: tuple[str, ...]
    pairs: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, keep: Iterable[str], groups: Iterable[str], texts: Iterable[str] = ()) -> Lexicon:
        """With the pairs of characters that stand side by side in ``texts``."""
        pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
        return cls(frozenset(keep), tuple(groups), frozenset(pairs))

    def is_word(self, text: str) -> bool:
        """Whether the dictionary has it, or for two characters the documents do."""
        return text in self.pairs or _jieba().FREQ.get(text, 0) > 0

    def makes_word(self, text: str, at: int) -> bool:
        """Whether any window of two to four characters over ``at`` is a word."""
        for length in range(2, LONGEST + 1):
            for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
                if self.is_word(text[start : start + length]):
                    return True
        return False

    def reads_as(self, word: str, inside: int, third: str) -> bool:
        """Whether a word, or one inside it, becomes another with ``third`` in a place: 福州 in 福州市 becomes 抚州."""
        if third == word[inside]:
            return False
        for start in range(inside + 1):
            for end in range(max(inside + 1, start + 2), len(word) + 1):
                other = word[start:inside] + third + word[inside + 1 : end]
                if self.is_word(word[start:end]) and self.is_word(other):
                    return True
        return False

    def joins(self, before: str, after: str) -> bool:
        """Whether the dictionary has a word over the seam of two texts."""
        frequency = _jieba().FREQ
        pieces = (before[-left:] + after[:right] for left in range(1, LONGEST) for right in range(1, LONGEST))
        return any(len(piece) <= LONGEST and frequency.get(piece, 0) > 0 for piece in pieces)


def _spots(text: str, lexicon: Lexicon) -> Iterator[tuple[int, str, int]]:
    """Places that may be mistyped: (place in the text, the word, place in the word)."""
    at = 0
    for word in words_of(text):
        if len(word) > 1 and word not in lexicon.keep and all("\u4e00" <= one <= "\u9fff" for one in word):
            for inside, one in enumerate(word):
                if one not in lexicon.keep:
                    yield at + inside, word, inside
        at += len(word)


def _mistyped(text: str, random: Random, lexicon: Lexicon, alike: Callable[[str, int], list[str]]) -> str:
    """One typo, or the text as it is where none leaves a single reading; ``alike`` gives the likeliest first."""
    spots = list(_spots(text, lexicon))
    random.shuffle(spots)
    for at, word, inside in spots:
        fit = []
        for other in alike(word, inside):
            typed = text[:at] + other + text[at + 1 :]
            if other in lexicon.keep or lexicon.makes_word(typed, at):
                continue
            mistyped = word[:inside] + other + word[inside + 1 :]
            if not any(lexicon.reads_as(word, inside, third) for third in alike(mistyped, inside)):
                fit.append(typed)
        if fit:
            return random.choice(fit[:LIKELY])
    return text


def by_sound(text: str, random: Random, lexicon: Lexicon) -> str:
    """One character for a common one of the same syllable, tones aside, as an input method slips."""
    return _mistyped(text, random, lexicon, _like_sound)


def by_shape(text: str, random: Random, lexicon: Lexicon) -> str:
    """One character for one that looks like it, as a scan or a tired eye slips."""
    return _mistyped(text, random, lexicon, lambda word, inside: _like_shape(word[inside], lexicon.groups))


def by_letters(text: str, random: Random) -> str:
    """Two neighbouring letters inside a long English word change places; names and numbers stay."""
    words = text.split(" ")
    spots = [at for at, word in enumerate(words) if len(word) >= LETTERS and word.isalpha() and word.islower()]
    random.shuffle(spots)
    for at in spots:
        word = words[at]
        places = [i for i in range(1, len(word) - 2) if word[i] != word[i + 1]]
        if places:
            i = random.choice(places)
            words[at] = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            return " ".join(words)
    return text
