"""English questions in the words of Chinese budget documents.

A question is taken apart by vocabulary (``data/english*.toml``: longest term first, plurals and spelling folded)
and by a few turns of phrase (shares, differences, growth, rankings), then put together again as a Chinese question:
scope, subject, condition, what is asked. From there on it is answered like one. Nothing is guessed: a word that no
list knows is reported as unlinked.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.english_amounts import amounts_in_chinese, conditions_in_chinese
from assistant.english_names import department_names, place_name
from assistant.english_scope import Group, add
from assistant.words import simplify

__all__ = [
    "Gloss",
    "Rendering",
    "fold_english",
    "gloss",
    "grammar",
    "in_chinese",
    "normal",
    "reads_english",
    "terms",
    "translate",
]

_LISTS = ("english.toml", "english_subjects.toml", "english_tables.toml")
_WORD = re.compile(r"[^\sa-z（()）?,;]*[一-鿿][^\s（()）?,;]*|[a-z][a-z0-9&]*|\d[\d.]*%?|[(),;?]|\S")
_UNIT = re.compile(r"(?:中心|学院|学校|事业所|监察局|仲裁院|服务所)$")
_HAN = re.compile(r"[一-鿿]")
_SCOPE = ("place", "department", "year")
_GENERIC = {"expenditure": "支出", "spending": "支出", "spend": "支出", "spent": "支出", "budget": "预算"}
_INSIDE = ("of", "in", "within", "under", "inside")
_LONGEST = 14  # words of a term


@dataclass(frozen=True, slots=True)
class Gloss:
    """A piece of a question in Chinese: its scope, its units, its subject, and what no list knows."""

    scope: tuple[Group, ...]
    units: tuple[str, ...]
    subject: str
    conditions: tuple[str, ...]
    unlinked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A whole question in Chinese, and the English words that no list knows."""

    text: str
    unlinked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    chinese: str
    english: str


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("assistant.data") / name).read_text(encoding="utf-8"))


def grammar() -> dict[str, Any]:
    """The turns of phrase of ``english_grammar.toml``."""
    return _read("english_grammar.toml")


@lru_cache(maxsize=4096)
def fold_english(word: str) -> str:
    """A word as it is compared: singular, British spelling."""
    if len(word) > 3 and word not in _words("keep"):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for american, british in _read("english.toml")["spelling"].items():
        word = re.sub(american, british, word)
    return word


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(_read("english.toml")["stop"][name].split())


def _phrase(text: str) -> str:
    return " ".join(
        fold_english(word)
        for word in re.findall(r"[a-z0-9&]+", _one_word(text.lower()))
        if word not in ("the", "a", "an", "official's", "s")
    )


def _one_word(text: str) -> str:
    """The three public expenses are no number: one word."""
    return re.sub(r"\bthree[ -]publics?\b", "sangong", text)


@lru_cache(maxsize=1)
def _terms() -> dict[str, str]:
    """Folded English terms and their Chinese; a list that is read later does not change an earlier one's term."""
    terms: dict[str, str] = {}
    for name in reversed(_LISTS):
        for term, chinese in _read(name)["terms"].items():
            terms.setdefault(_phrase(term), chinese)
    return terms


@lru_cache(maxsize=1)
def _departments() -> dict[str, str]:
    return {_phrase(english): chinese for english, chinese in department_names()}


def terms() -> Iterator[tuple[str, str]]:
    """(English as the lists write it, Chinese), list after list."""
    for name in _LISTS:
        yield from _read(name)["terms"].items()


def normal(text: str) -> str:
    """Half width, lower case, simplified; apostrophes, dashes and thousands' commas away."""
    text = simplify(unicodedata.normalize("NFKC", text)).lower()
    text = re.sub(r"[’‘`´]", "'", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=[a-z])'s?(?![a-z])", " ", text)
    text = re.sub(r"(?<=[a-z])[-–—/](?=[a-z])", " ", text)
    text = re.sub(r"\b(total|overall|whole) (20\d\d)\b", r"\2 \1", text)
    text = re.sub(r"\b(?:is|are|was|were) there\b", " ", text)
    text = re.sub(r"\bout of \d+\b", " ", _one_word(text))
    return re.sub(r"\s+", " ", text).strip()


def gloss(text: str, *, prefer: Collection[str] = (), generic: bool = True) -> Gloss:
    """A piece of an English question word by word; ``prefer`` are the regions that a name of two readings means.

    ``generic`` gives bare words like "expenditure" where the piece says nothing else.
    """
    tokens = _listed(_bracketed(_tokens(text, prefer)))
    units: list[str] = []
    scope: list[Group] = []
    chunks = _Chunks()
    for before, token in pairwise([None, *tokens]):
        assert token is not None
        if token.kind in _SCOPE:
            scope = add(scope, token.kind, token.chinese)
        elif token.kind in ("term", "han") and _UNIT.search(token.chinese):
            units.append(token.chinese)
        elif token.kind == "and":
            chunks.pending = "、" if token.english == "," else "和"
        elif token.english in _INSIDE:
            chunks.turn()
        elif token.kind == "gap":
            chunks.close()
        elif token.kind == "weak" and before is not None and before.kind == "han" and len(before.chinese) <= 4:
            chunks.extend(token.chinese)
        elif token.kind in ("term", "han", "number"):
            chunks.take(token.chinese, once=token.kind != "number")
    subject = chunks.text()
    if generic and not any(token.kind in ("term", "han") for token in tokens):
        weak = [token.chinese for token in tokens if token.kind == "weak"]
        if weak:
            subject += ("的" if subject else "") + ("支出" if "支出" in weak else weak[-1])
    conditions = tuple(token.chinese for token in tokens if token.kind == "condition")
    unknown = tuple(token.english for token in tokens if token.kind == "unknown")
    return Gloss(tuple(scope), tuple(dict.fromkeys(units)), subject, conditions, unknown)


class _Chunks:
    """The terms of a piece in Chinese order: "A of B in C" is C的B的A, clause by clause."""

    def __init__(self) -> None:
        self.pending = "的"
        self._done: list[str] = []
        self._parts: list[str] = [""]
        self._taken: set[str] = set()

    def take(self, word: str, *, once: bool) -> None:
        """One more term; said twice, it counts once."""
        if once and word in self._taken:
            return
        self._taken.add(word)
        self._parts[-1] += (self.pending if self._parts[-1] else "") + word
        self.pending = "的"

    def extend(self, word: str) -> None:
        """The last term goes on (公用 expenditure is 公用支出)."""
        if self._parts[-1] and not self._parts[-1].endswith((word, "费", "经费")):
            self._parts[-1] += word

    def turn(self) -> None:
        """What comes next holds what came before it."""
        if self._parts[-1]:
            self._parts.append("")
        self.pending = "的"

    def close(self) -> None:
        """The clause ends."""
        self._done += [part for part in reversed(self._parts) if part]
        self._parts = [""]

    def text(self) -> str:
        """All clauses, parted by 的."""
        self.close()
        return "的".join(self._done)


def _listed(tokens: list[_Token]) -> list[_Token]:
    """Commas of a list (A, B and C) as "and"; other commas as nothing."""
    kept: list[_Token] = []
    for number, token in enumerate(tokens):
        if token.english == ",":
            rest = [one.kind for one in tokens[number + 1 :] if one.kind != "stop" and one.english != ","]
            until = rest.index("and") if "and" in rest else 0
            listed = 0 < until <= 4 and all(kind in ("term", "han", *_SCOPE) for kind in rest[:until])
            joined = bool(rest) and rest[0] == "and"
            token = _Token("and" if listed else "stop" if joined else "gap", "", ",")
        kept.append(token)
    return kept


def _tokens(text: str, prefer: Collection[str]) -> list[_Token]:
    words = _WORD.findall(text)
    folded = [fold_english(word) for word in words]
    tokens: list[_Token] = []
    at = 0
    while at < len(words):
        size, token = _longest(words, folded, at, prefer)
        tokens.append(token)
        at += size
    return tokens


def _longest(words: list[str], folded: list[str], at: int, prefer: Collection[str]) -> tuple[int, _Token]:
    word = words[at]
    if word.startswith("⟦"):
        return 1, _Token("condition", word.strip("⟦⟧"), word)
    if _HAN.search(word):
        return 1, _Token("han", word, word)
    if re.fullmatch(r"20[0-4]\d", word):
        return 1, _Token("year", f"{word}年", word)
    if word[0].isdigit():
        return 1, _Token("number", word, word)
    if not word[0].isalpha():
        return 1, _Token("bracket" if word in "()" else "gap", word, word)
    span, sizes = [], []
    for i in range(at, min(len(words), at + _LONGEST + 4)):
        if not words[i][0].isalnum() or _HAN.search(words[i]):
            break
        if words[i] not in ("the", "a", "an"):
            span.append(folded[i])
        sizes.append(len(span))
    for count in range(len(sizes), 0, -1):
        phrase = " ".join(span[: sizes[count - 1]])
        if count > 1 and words[at + count - 1] in ("the", "a", "an"):
            continue
        if not phrase or words[at] in ("the", "a", "an"):
            break
        if phrase in _departments():
            return count, _Token("department", _departments()[phrase], phrase)
        if phrase in _terms():
            return count, _Token("term", _terms()[phrase], phrase)
        place = place_name(" ".join(words[at : at + count]), prefer=prefer) if count <= 5 else None
        if place:
            return count, _Token("place", place, phrase)
    if folded[at] in _GENERIC:
        return 1, _Token("weak", _GENERIC[folded[at]], word)
    if word in ("and", "or", "plus", "versus", "vs"):
        return 1, _Token("and", word, word)
    if word in _words("words") or folded[at] in _words("words") or len(word) <= 2:
        return 1, _Token("gap" if word in _words("gaps") else "stop", "", word)
    return 1, _Token("unknown", "", word)


def _bracketed(tokens: list[_Token]) -> list[_Token]:
    """Chinese in brackets says what the English noun before it says, and says it better."""
    kept: list[_Token] = []
    for number, token in enumerate(tokens):
        inside = (
            token.kind == "han"
            and number
            and tokens[number - 1].kind == "bracket"
            and tokens[number - 1].chinese == "("
        )
        if inside:
            kept.pop()
            said = set(token.chinese)
            back = len(kept)
            while (
                back
                and kept[back - 1].kind in ("term", "unknown", "weak", "stop", *_SCOPE)
                and kept[back - 1].english not in _words("verbs")
            ):
                back -= 1
            alike = [one for one in kept[back:] if one.kind != "term" or said & set(one.chinese)]
            unknown = bool(alike) and any(one.kind == "term" for one in alike)
            kept = [
                one
                for at, one in enumerate(kept)
                if not (one.kind == "term" and (one.chinese in token.chinese or (at >= back and one in alike)))
                and not (one.kind in ("unknown", "weak") and at >= back and (unknown or not _terms_in(kept[back:])))
            ]
        kept.append(token)
    return [token for token in kept if token.kind != "bracket"]


def _terms_in(tokens: list[_Token]) -> bool:
    return any(token.kind == "term" for token in tokens)


def reads_english(text: str) -> bool:
    """Whether a question is put in English, long Chinese names in it or not: English small words, no Chinese ones."""
    small = set(re.findall(r"[a-z]+", text.lower())) & (
        _words("gaps") | _words("verbs") | {"the", "how", "what", "which"}
    )
    return len(small) >= 2 and not re.search(r"[多哪什几吗呢谁]|是否|为何", text)


def translate(text: str) -> tuple[str, tuple[str, ...]]:
    """An English phrase as Chinese budget words parted by ``|``, and the English words that no list knows."""
    found = _bracketed(_tokens(conditions_in_chinese(amounts_in_chinese(normal(text))), ()))
    pieces = [token.chinese for token in found if token.kind in ("term", "han", "number", "weak")]
    return "|".join(pieces), tuple(token.english for token in found if token.kind == "unknown")


def in_chinese(question: str, *, prefer: Collection[str] = ()) -> Rendering:
    """An English question as a Chinese one. ``prefer`` are regions that are at hand (Fuzhou is 福州, not 抚州)."""
    from assistant.english_frames import render

    return render(conditions_in_chinese(amounts_in_chinese(normal(question))), prefer=prefer)
