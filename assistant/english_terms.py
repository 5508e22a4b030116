"""The English word lists (``data/english*.toml``), and how English words are compared with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from assistant.data import read
from assistant.english_names import department_names
from assistant.words import simplify

__all__ = [
    "candidates",
    "department_meanings",
    "fold_english",
    "grammar",
    "lemmas",
    "meanings",
    "normal",
    "rewritten",
    "term_list",
    "word_set",
]

_CHINESE_QUOTE = re.compile(r"[“\"]([^”\"]*[一-鿿][^”\"]*)[”\"]")
_LISTS = ("english.toml", "english_subjects.toml", "english_tables.toml")


def grammar() -> dict[str, Any]:
    """The turns of phrase of ``english_grammar.toml``."""
    return read("english_grammar.toml")


@lru_cache(maxsize=4096)
def fold_english(word: str) -> str:
    """A word as it is compared: singular, British spelling."""
    if len(word) > 3 and word not in word_set("keep"):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for american, british in read("english.toml")["spelling"].items():
        word = re.sub(american, british, word)
    return word


@lru_cache(maxsize=8)
def word_set(name: str) -> frozenset[str]:
    return frozenset(read("english.toml")["stop"][name].split())


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
def meanings() -> dict[str, str]:
    """Folded English terms and their Chinese; a list that is read later does not change an earlier one's term."""
    terms: dict[str, str] = {}
    for name in reversed(_LISTS):
        for term, chinese in read(name)["terms"].items():
            terms.setdefault(_phrase(term), chinese)
    return terms


@lru_cache(maxsize=1)
def candidates() -> dict[str, tuple[str, ...]]:
    """Folded English words and the Chinese words that a label may hold for them, the likeliest first."""
    return {_phrase(word): tuple(chinese.split()) for word, chinese in read("english_words.toml")["words"].items()}


def lemmas(word: str) -> Iterator[str]:
    """The forms under which a list may hold a word: as it is, its singular, the verb behind -ed and -ing."""
    irregular = read("english_words.toml")["irregular"]
    for form in (word, irregular.get(word, word)):
        yield fold_english(form)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (fold_english(stem), fold_english(f"{stem}e"))
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"


@lru_cache(maxsize=1)
def department_meanings() -> dict[str, str]:
    return {_phrase(english): chinese for english, chinese in department_names()}


@lru_cache(maxsize=1)
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(entry["pattern"]), entry["to"]) for entry in grammar()["rewrite"])


def rewritten(text: str) -> str:
    """A normalised question in the ways of asking that the grammar knows."""
    text = re.sub(r"[?!.;]+(?= |$)", " ", text).strip()
    for pattern, to in _rewrites():
        text = re.sub(r"\s+", " ", pattern.sub(to, text)).strip(" ,")
    return text


def term_list() -> Iterator[tuple[str, str]]:
    """(English as the lists write it, Chinese), list after list."""
    for name in _LISTS:
        yield from read(name)["terms"].items()


def normal(text: str) -> str:
    """Half width, lower case, simplified; apostrophes, dashes and thousands' commas away."""
    text = simplify(unicodedata.normalize("NFKC", text)).lower()
    text = _CHINESE_QUOTE.sub(lambda quoted: " " + "".join(quoted[1].split()) + " ", text)
    text = re.sub(r"[’‘`´]", "'", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=[a-z])'s?(?![a-z])", " ", text)
    text = re.sub(r"(?<=[a-z])[-–—/](?=[a-z])", " ", text)
    text = re.sub(r"\b(total|overall|whole) (20\d\d)\b", r"\2 \1", text)
    text = re.sub(r"\b(?:is|are|was|were) there\b", " ", text)
    text = re.sub(r"\bout of \d+\b", " ", _one_word(text))
    return re.sub(r"\s+", " ", text).strip()
