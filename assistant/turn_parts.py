"""A turn's parts: its place, its year and the rest, and what resolving it may look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.last_answer import Said
from assistant.places import Issuer, select, years_in
from assistant.understanding import normalise
from assistant.vocabulary import Vocabulary

__all__ = ["Context", "core_of", "head_of", "parts_of", "place_words"]


@dataclass(frozen=True, slots=True)
class Context:
    """Whom the library knows, its words, and what an earlier question's answer named."""

    known: Sequence[Issuer]
    vocabulary: Vocabulary
    said: Callable[[str], Said | None]


def parts_of(text: str, known: Sequence[Issuer]) -> tuple[str, str]:
    """A question's place and year, and the rest of it."""
    plain = normalise(text)
    return head_of(place_words(plain, known), years_in(plain)[0]), core_of(select(plain, known)[1])


def head_of(place: str, years: Sequence[int]) -> str:
    """Place and years as they stand before a question's subject."""
    return place + "".join(f"{year}年" for year in years)


def place_words(text: str, known: Sequence[Issuer]) -> str:
    """The full names of the departments that a question names; empty where it names none."""
    scope, _ = select(text, known)
    if not scope.named:
        return ""
    names = [i.document.department for i in known if i.document.id in scope.documents and i.document.department]
    return "、".join(dict.fromkeys(names))


def core_of(rest: str) -> str:
    """What is left of a question without its place and year, in one piece."""
    return re.sub(r"\|+", " ", rest).strip(" ，,?？。.").removeprefix("的")
