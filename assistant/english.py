"""English questions in the words of Chinese budget documents.

A question is taken apart by vocabulary (``data/english*.toml``: longest term first, plurals and spelling folded)
and by a few turns of phrase (shares, differences, growth, rankings), then put together again as a Chinese question:
scope, subject, condition, what is asked. From there on it is answered like one. Nothing is guessed: a word that no
list knows is reported as unlinked.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from assistant.english_amounts import amounts_in_chinese, conditions_in_chinese
from assistant.english_names import place_name
from assistant.english_scope import Group, add
from assistant.english_terms import department_meanings, fold_english, grammar, meanings, normal, word_set

__all__ = ["Gloss", "Rendering", "gloss", "in_chinese", "reads_english", "translate"]

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
        elif token.english in _INSIDE or (token.english == "for" and chunks.measures()):
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

    def measures(self) -> bool:
        """Whether the last term is what is measured of something (目标值 for …)."""
        return self._parts[-1].endswith(tuple(grammar()["attributes"]["turn"]))

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
        if (not words[i][0].isalnum() and words[i] != ",") or _HAN.search(words[i]):
            break
        if words[i] not in ("the", "a", "an", ","):
            span.append(folded[i])
        sizes.append(len(span))
    for count in range(len(sizes), 0, -1):
        phrase = " ".join(span[: sizes[count - 1]])
        if count > 1 and words[at + count - 1] in ("the", "a", "an", ","):
            continue
        if not phrase or words[at] in ("the", "a", "an"):
            break
        if phrase in department_meanings():
            return count, _Token("department", department_meanings()[phrase], phrase)
        if phrase in meanings():
            return count, _Token("term", meanings()[phrase], phrase)
        place = place_name(" ".join(words[at : at + count]), prefer=prefer) if count <= 5 else None
        if place:
            return count, _Token("place", place, phrase)
    if folded[at] in _GENERIC:
        return 1, _Token("weak", _GENERIC[folded[at]], word)
    if word in ("and", "or", "plus", "versus", "vs"):
        return 1, _Token("and", word, word)
    if word in word_set("words") or folded[at] in word_set("words") or len(word) <= 2:
        return 1, _Token("gap" if word in word_set("gaps") else "stop", "", word)
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
                and kept[back - 1].english not in word_set("verbs")
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
        word_set("gaps") | word_set("verbs") | {"the", "how", "what", "which"}
    )
    return len(small) >= 2 and not re.search(r"[多哪什几吗呢谁]|是否|为何", text)


def translate(text: str) -> tuple[str, tuple[str, ...]]:
    """An English phrase as Chinese budget words parted by ``|``, and the English words that no list knows."""
    found = _bracketed(_tokens(conditions_in_chinese(amounts_in_chinese(normal(text))), ()))
    pieces = [token.chinese for token in found if token.kind in ("term", "han", "number", "weak")]
    return "|".join(pieces), tuple(token.english for token in found if token.kind == "unknown")


def in_chinese(question: str, *, prefer: Collection[str] = ()) -> Rendering:
    """An English question as a Chinese one. ``prefer`` are regions that are at hand (Fuzhou is 福州, not 抚州)."""
    from assistant.english_render import render

    return render(conditions_in_chinese(amounts_in_chinese(normal(question))), prefer=prefer)
