"""The page's and the command line's words, in Chinese and English, from ``assets/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

__all__ = ["LANGUAGES", "Language", "check_words", "other", "say", "say_lines"]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("ui") / "assets" / "words.toml").read_text(encoding="utf-8"))


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The words for ``key``; ``values`` fill its places. Raises KeyError for a key the file does not have."""
    text = cast(str, _words()[language][key])
    return text.format(**values) if values else text


def say_lines(first: int, last: int, language: Language) -> str:
    """A range of lines in words: 第 3–5 行, lines 3–5, line 3."""
    if first == last:
        return say("line", language, lines=first)
    return say("lines", language, lines=f"{first}–{last}")


def check_words(kind: str, language: Language) -> str | None:
    """What a check of this kind states when it holds, or None for a kind without words of its own."""
    return cast("str | None", _words()["checks"][language].get(kind))


def other(language: Language) -> Language:
    """The language that is not this one."""
    return "en" if language == "zh" else "zh"
