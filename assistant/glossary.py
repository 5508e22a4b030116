"""The word lists of ``assistant/data``, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.data import read
from assistant.english import translate
from assistant.words import fold

__all__ = [
    "Concept",
    "Step",
    "concepts",
    "departments",
    "label_aliases",
    "question_words",
    "questions",
    "scopes",
    "shapes",
    "standard_subjects",
    "synonym_words",
    "synonyms_in",
    "talk",
    "talk_words",
    "translate",
    "use_synonyms",
]


def questions() -> dict[str, Any]:
    """The words of questions (``questions.toml``)."""
    return read("questions.toml")


@lru_cache(maxsize=1)
def standard_subjects() -> frozenset[str]:
    """Folded names of the classification by function (``subjects.toml``)."""
    return frozenset(use_synonyms(fold(name)) for name in read("subjects.toml")["names"].split())


def shapes() -> str:
    """Groups of characters that look alike (``shapes.toml``), parted by white space."""
    return str(read("shapes.toml")["alike"])


def talk() -> dict[str, Any]:
    """The words around a question (``talk.toml``)."""
    return read("talk.toml")


def talk_words() -> dict[str, Any]:
    """The words of everyday talk (``talk_words.toml``)."""
    return read("talk_words.toml")


def scopes() -> dict[str, Any]:
    """Defaults and table words (``scopes.toml``)."""
    return read("scopes.toml")


@dataclass(frozen=True, slots=True)
class Step:
    """One place where a concept's figure may stand."""

    kind: str
    part: str | None
    row: str | tuple[str, ...]
    column: str | tuple[str, ...]
    unless_row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A whole-department word (总支出, 三公) and where its figure stands, best place first."""

    key: str
    name: str
    english: str
    say: tuple[str, ...]
    steps: tuple[Step, ...]


def _either(value: Any) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(fold(item) for item in value)


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """The concepts of ``scopes.toml``."""
    return tuple(
        Concept(
            entry["key"],
            entry["name"],
            entry["english"],
            tuple(sorted((fold(word) for word in entry["say"]), key=len, reverse=True)),
            tuple(
                Step(
                    step["kind"],
                    step.get("part"),
                    _either(step["row"]),
                    _either(step["column"]),
                    tuple(fold(item) for item in step.get("unless_row", ())),
                )
                for step in entry["steps"]
            ),
        )
        for entry in scopes()["concept"]
    )


@lru_cache(maxsize=1)
def departments() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """(full name, Chinese names, English names) of the departments of ``departments.toml``."""
    return tuple(
        (entry["name"], tuple(entry["say"]), tuple(entry["english"]))
        for entry in read("departments.toml")["department"]
    )


@lru_cache(maxsize=1)
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    meaning: dict[str, str] = {}
    for entry in read("synonyms.toml")["synonym"]:
        mean = fold(entry["mean"])
        meaning[mean] = mean
        for word in entry["say"]:
            meaning.setdefault(fold(word), mean)
    ordered = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meaning


def synonym_words() -> tuple[str, ...]:
    """Every word of the synonyms, folded: those that people say and those of the documents."""
    meaning = _synonyms()[1]
    return (*meaning, *set(meaning.values()))


def use_synonyms(text: str) -> str:
    """A folded Chinese text with the words people use replaced by those of budget documents."""
    pattern, meaning = _synonyms()
    return pattern.sub(lambda match: meaning[match[0]], text)


@lru_cache(maxsize=1)
def question_words() -> tuple[str, ...]:
    """The Chinese words of asking that stand in the lists as they are typed (多少, 占比, 合计)."""
    lists = (questions()["fluff"]["say"], questions()["generic"]["say"], scopes()["asking"]["say"])
    return tuple(word for words in lists for word in words if re.fullmatch(r"[一-鿿]{2,}", word))


def synonyms_in(text: str) -> list[tuple[str, str]]:
    """The words of a folded text that others take the place of, with those others."""
    pattern, meaning = _synonyms()
    return [(word, meaning[word]) for word in pattern.findall(text) if meaning[word] != word]


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    return {
        fold(entry["label"]): tuple(fold(word) for word in entry["also"]) for entry in read("synonyms.toml")["alias"]
    }


def label_aliases(label: str) -> tuple[str, ...]:
    """Other names of a folded label that documents elsewhere print in its place."""
    return _aliases().get(label, ())
