"""A question as words to look for: simplified, without words of asking, with what documents write instead."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Wording", "simplified", "word"]

_LONGEST = 2000  # characters of a question that are looked at


@dataclass(frozen=True, slots=True)
class Wording:
    """``plain`` are the question's own words, ``added`` what documents call them; both may be empty."""

    plain: str
    added: str


def word(text: str) -> Wording:
    """The words to look for of a question in Chinese or English."""
    text = simplified(text[:_LONGEST])
    lowered = text.lower()
    added = [mean for say, mean in _said() if say in text]
    added += [mean for say, mean in _english() if say.search(lowered)]
    plain = _asking().sub(" ", text)
    plain = " ".join(part for part in plain.split() if part.lower().strip(".,?!'\"()") not in _english_asking())
    return Wording(plain, " ".join(dict.fromkeys(" ".join(added).split())))


def simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    if not re.search(r"[\u4e00-\u9fff]", text):
        return text
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "query_words.toml").read_text(encoding="utf-8"))


@cache
def _asking() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(_data()["asking"], key=len, reverse=True)))


@cache
def _english_asking() -> frozenset[str]:
    return frozenset(_data()["english_asking"])


@cache
def _said() -> tuple[tuple[str, str], ...]:
    return tuple(_data()["say"].items())


@cache
def _english() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{re.escape(say)}"), mean) for say, mean in _data()["english"].items())
