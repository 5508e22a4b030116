"""What a question must be before it is looked up: words, and not too many of them."""

from __future__ import annotations

import re

from ui.words import Language, say

__all__ = ["QUESTION_LIMIT", "BadQuestion", "check_question", "language_of"]

QUESTION_LIMIT = 2_000  # characters: far beyond any question, far below what slows matching down
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CHINESE = re.compile("[\u3400-\u9fff]")


class BadQuestion(ValueError):
    """A text that is no question; ``key`` names its sentence in the words file."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, "en", **values))
        self.key = key
        self.values = values

    def words(self, language: Language) -> str:
        """The sentence for the user."""
        return say(self.key, language, **self.values)


def check_question(text: str) -> str:
    """The question without what cannot be printed and without space around it. Raises BadQuestion."""
    if len(text) > QUESTION_LIMIT:
        raise BadQuestion("too_long", length=f"{len(text):,}", limit=f"{QUESTION_LIMIT:,}")
    question = " ".join(_UNPRINTABLE.sub(" ", text).split())
    if not question:
        raise BadQuestion("empty_question")
    if not any(character.isalnum() for character in question):
        raise BadQuestion("only_punctuation")
    return question


def language_of(text: str) -> Language:
    """The language to speak of a text in: Chinese where it holds a Chinese character."""
    return "zh" if _CHINESE.search(text) else "en"
