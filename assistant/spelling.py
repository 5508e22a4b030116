"""Mistyped characters put right where only one reading is left: 夏门 is 厦门, 公务接侍费 is 公务接待费.

A character is looked at only where neither pair that it forms stands in the documents or in the word lists; it is
replaced only by one that sounds or looks alike and with which its neighbours are known. Names of places stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.divisions import gazetteer
from assistant.glossary import (
    concepts,
    departments,
    questions,
    scopes,
    shapes,
    standard_subjects,
    synonym_words,
    talk_words,
)
from assistant.places import issuers
from assistant.vocabulary import TOTALS, Vocabulary
from assistant.words import bigrams

__all__ = ["Spelling", "spelling_of"]

_HAN = re.compile(r"[一-鿿]+")
# characters that are words by themselves: beside a name they stand in any pair, and nobody mistypes them into a name
_SMALL = frozenset(
    "的了是在有和与及或里中上下内外前后间到从由向往对为以于把被给让请要想能会可得地着过来去说问看找拿打搞弄做干占共都也还又就才只很太更最"
    "这那哪每各某其之而但若则并且不没未无非吗呢吧啊呀嘛附制细设单啥咋谁何几多少个名位项张条件份笔家户所座间套辆台次场种类批级层栋只头块年月日号天"
    "一二三四五六七八九十百千万亿两零大小高低新老好人元钱分成比按将另再已每跟同该当等"
)


class Spelling:
    """The pairs and triples of characters of a library's documents and of the word lists."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.seen: set[str] = set()  # pairs of running text and of words: what is no typo
        self.pairs: set[str] = set()  # pairs of words and names: what a typo may be meant for
        self.triples: set[str] = set()
        for text in vocabulary.texts():
            self.seen.update(pair for run in _HAN.findall(text) for pair in bigrams(run))
        common = (*questions()["generic"]["say"], *TOTALS, "工资", "系统", "数据")
        self.words = {word for word in common if len(word) == 2}
        for text in (*_lists(), *vocabulary.whole_names(), *_issuers(vocabulary)):
            for run in _HAN.findall(text):
                self.pairs.update(bigrams(run))
                self.triples.update(run[at : at + 3] for at in range(len(run) - 2))
        self.seen |= self.pairs

    def put_right(self, text: str) -> str:
        """The text with characters replaced that are surely mistyped."""
        for run in list(_HAN.finditer(text)):
            word = run[0]
            for at in range(len(word)):
                other = self._reading(word, at)
                if other:
                    word = word[:at] + other + word[at + 1 :]
            if word != run[0]:
                text = text[: run.start()] + word + text[run.end() :]
        return text

    def _reading(self, word: str, at: int) -> str | None:
        around = [word[start : start + 2] for start in (at - 1, at) if start >= 0 and len(word[start : start + 2]) == 2]
        if word[at] in _SMALL or not around or any(pair in self.seen for pair in around) or _is_place(word, at):
            return None
        ranked = sorted(((self._known(word, at, other), other) for other in _alike(word[at]) - _SMALL), reverse=True)
        if not ranked or ranked[0][0] == 0:
            return None
        if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
            return None
        return ranked[0][1]

    def _known(self, word: str, at: int, other: str) -> int:
        """In how many windows of three the replaced character is known; 0 where a pair with it is not."""
        new = word[:at] + other + word[at + 1 :]
        pairs = [new[start : start + 2] for start in (at - 1, at) if start >= 0 and len(new[start : start + 2]) == 2]
        windows = [new[s : s + 3] for s in (at - 2, at - 1, at) if s >= 0 and len(new[s : s + 3]) == 3]
        known = sum(window in self.triples for window in windows)
        whole = sum(pair in self.words for pair in pairs)
        if not (known or whole) or not any(pair in self.pairs for pair in pairs):
            return 0
        return known * 2 + whole + sum(pair in self.pairs for pair in pairs)


def _issuers(vocabulary: Vocabulary) -> Iterable[str]:
    """What the documents' departments are called, with their regions short and long."""
    for issuer in issuers(vocabulary.documents):
        yield issuer.document.department or ""
        yield from (f"{region}{name}" for region in issuer.names for name in issuer.department_names)


def _budget_words() -> Iterable[str]:
    """The words of budgets in the lists: synonyms, concepts, tables, what names nothing by itself (项目)."""
    yield from synonym_words()
    yield from (word for concept in concepts() for word in concept.say)
    yield from (word for words in scopes()["table_words"].values() for word in words)
    yield from questions()["generic"]["say"]


def _lists() -> Iterable[str]:
    """All words of the lists: those of budgets, departments, talk, asking."""
    yield from _budget_words()
    yield from standard_subjects()
    yield from (name for names in scopes()["funds"]["apart"] for name in names)
    yield from talk_words()["function"].split()
    yield from talk_words()["verbs"].split()
    yield from (word for name, say, _ in departments() for word in (name, *say))
    yield from questions()["fluff"]["say"]
    yield from (pattern for patterns in questions()["ask"].values() for pattern in patterns)
    yield from ("多少钱", "是多少", "有多少", "多少万元", "多少个", "多少人", "哪几个", "哪一个")


@lru_cache(maxsize=4096)
def _is_place(word: str, at: int) -> bool:
    names = gazetteer()
    return any(
        word[start : start + size] in names
        for size in (2, 3, 4)
        for start in range(max(0, at - size + 1), at + 1)
        if start + size <= len(word)
    )


@lru_cache(maxsize=4096)
def _alike(character: str) -> frozenset[str]:
    return (_by_sound().get(_sound(character), frozenset()) | _by_shape().get(character, frozenset())) - {character}


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, frozenset[str]]:
    common = "".join(
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
    )
    groups: dict[str, set[str]] = {}
    for character in common:
        groups.setdefault(_sound(character), set()).add(character)
    return {sound: frozenset(group) for sound, group in groups.items()}


@lru_cache(maxsize=1)
def _by_shape() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in shapes().split():
        for other in group[1:]:
            found.setdefault(group[0], set()).add(other)
            found.setdefault(other, set()).add(group[0])
    return {character: frozenset(others) for character, others in found.items()}


_CACHE: dict[int, Spelling] = {}


def spelling_of(vocabulary: Vocabulary) -> Spelling:
    """The spelling of a library, built once for each vocabulary."""
    key = id(vocabulary)
    if key not in _CACHE:
        _CACHE.clear()
        _CACHE[key] = Spelling(vocabulary)
    return _CACHE[key]
