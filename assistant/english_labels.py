"""English names of Chinese labels, to stand beside them in an answer (公务接待费, official reception)."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.english_terms import term_list
from assistant.words import bare_label

__all__ = ["english_label"]


def english_label(label: str) -> str | None:
    """The usual English of a document's label (numbering and the ending 支出 aside); None where no list has it."""
    bare = bare_label(label)
    names = _names()
    return names.get(bare) or names.get(re.sub(r"(?:支出|经费)$", "", bare)) or names.get(f"{bare}支出")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Chinese label -> the English term that the lists give first."""
    names: dict[str, str] = {}
    for english, chinese in term_list():
        names.setdefault(bare_label(chinese), english)
    return names
