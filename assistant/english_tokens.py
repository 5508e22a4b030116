"""An English question as tokens: scope, terms, words of several Chinese candidates, and what no list knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.english_names import place_name
from assistant.english_terms import candidates, department_meanings, fold_english, lemmas, meanings, word_set

__all__ = ["SCOPE", "Token", "bracketed", "listed", "tokens"]

SCOPE = ("place", "department", "year")
_WORD = re.compile(r"[^\sa-z（()）?,;]*[一-鿿][^\s（()）?,;]*|[a-z][a-z0-9&]*|\d[\d.]*%?|[(),;?]|\S")
_HAN = re.compile(r"[一-鿿]")
_GENERIC = {
    "expenditure": "支出",
    "spending": "支出",
    "spend": "支出",
    "spent": "支出",
    "outlay": "支出",
    "budget": "预算",
}
_LONGEST = 14  # words of a term


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase: its kind, its Chinese, the English, and for one of several candidates all of them.

    Kinds: ``place``, ``department``, ``year``; ``term`` (means something of a budget), ``soft`` (only where a label
    holds it), ``label`` (a whole label), ``han`` (written in Chinese), ``number``, ``condition``, ``weak``
    (expenditure), ``and``, ``gap``, ``stop``, ``bracket``, ``unknown``.
    """

    kind: str
    chinese: str
    english: str
    others: tuple[str, ...] = ()


def listed(found: list[Token]) -> list[Token]:
    """Commas of a list (A, B and C) as "and"; other commas as nothing."""
    kept: list[Token] = []
    for number, token in enumerate(found):
        if token.english == ",":
            rest = [one.kind for one in found[number + 1 :] if one.kind != "stop" and one.english != ","]
            until = rest.index("and") if "and" in rest else 0
            a_list = 0 < until <= 4 and all(kind in ("term", "han", *SCOPE) for kind in rest[:until])
            joined = bool(rest) and rest[0] == "and"
            token = Token("and" if a_list else "stop" if joined else "gap", "", ",")
        kept.append(token)
    return kept


def tokens(text: str, prefer: Collection[str]) -> list[Token]:
    """The tokens of a normalised text, the longest listed phrase first; ``prefer`` are the regions at hand."""
    words = _WORD.findall(text)
    folded = [fold_english(word) for word in words]
    found: list[Token] = []
    at = 0
    while at < len(words):
        size, token = _longest(words, folded, at, prefer)
        found.append(token)
        at += size
    return found


def _longest(words: list[str], folded: list[str], at: int, prefer: Collection[str]) -> tuple[int, Token]:
    word = words[at]
    if word.startswith("⟦"):
        return 1, Token("condition", word.strip("⟦⟧"), word)
    if _HAN.search(word):
        return 1, Token("han", word, word)
    if re.fullmatch(r"20[0-4]\d", word):
        return 1, Token("year", f"{word}年", word)
    if word[0].isdigit():
        return 1, Token("number", word, word)
    if not word[0].isalpha():
        return 1, Token("bracket" if word in "()" else "gap", word, word)
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
            return count, Token("department", department_meanings()[phrase], phrase)
        if phrase in meanings():
            return count, Token("term", meanings()[phrase], phrase, candidates().get(phrase, ()))
        if count > 1 and phrase in candidates():
            return count, Token("term", candidates()[phrase][0], phrase, candidates()[phrase])
        place = place_name(" ".join(words[at : at + count]), prefer=prefer) if count <= 5 else None
        if place:
            return count, Token("place", place, phrase)
    if folded[at] in _GENERIC:
        return 1, Token("weak", _GENERIC[folded[at]], word)
    if word in ("and", "or", "plus", "versus", "vs"):
        return 1, Token("and", word, word)
    if word in word_set("words") or folded[at] in word_set("words") or len(word) <= 2:
        if word not in word_set("gaps") and (others := _candidates(word)):
            return 1, Token("soft", "", word, others)
        return 1, Token("gap" if word in word_set("gaps") else "stop", "", word)
    if others := _candidates(word):
        return 1, Token("soft" if _talk(word) else "term", others[0], word, others)
    if _talk(word):
        return 1, Token("stop", "", word)
    return 1, Token("unknown", "", word)


def _talk(word: str) -> bool:
    return any(form in word_set("talk") for form in lemmas(word))


def _candidates(word: str) -> tuple[str, ...]:
    """What a single word, however inflected, may be in Chinese; empty where no list has it."""
    for form in lemmas(word):
        if form in candidates():
            return candidates()[form]
        if form in meanings():
            return (meanings()[form],)
    return ()


def bracketed(found: list[Token]) -> list[Token]:
    """Chinese in brackets says what the English noun before it says, and says it better."""
    kept: list[Token] = []
    for number, token in enumerate(found):
        before = found[number - 1] if number else token
        inside = token.kind == "han" and before.kind == "bracket" and before.chinese == "("
        if inside:
            kept.pop()
            said = set(token.chinese)
            back = len(kept)
            while (
                back
                and kept[back - 1].kind in ("term", "soft", "unknown", "weak", "stop", *SCOPE)
                and kept[back - 1].english not in word_set("verbs")
            ):
                back -= 1
            alike = [
                one for one in kept[back:] if one.kind != "term" or said & set("".join((one.chinese, *one.others)))
            ]
            unknown = bool(alike) and any(one.kind == "term" for one in alike)
            kept = [
                one
                for at, one in enumerate(kept)
                if not (one.kind == "term" and (one.chinese in token.chinese or (at >= back and one in alike)))
                and not (
                    one.kind in ("unknown", "weak", "soft") and at >= back and (unknown or not _terms_in(kept[back:]))
                )
            ]
        kept.append(token)
    return [token for token in kept if token.kind != "bracket"]


def _terms_in(found: Sequence[Token]) -> bool:
    return any(token.kind == "term" for token in found)
