"""The words by which sentences say what a figure is of (``data/prose.toml``), ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.data import load

__all__ = ["ProseWords", "prose_words"]


@dataclass(frozen=True, slots=True)
class ProseWords:
    """The lists of ``prose.toml``, longest first, and its patterns compiled into one each."""

    issuers: tuple[str, ...]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    empty_subjects: frozenset[str]
    pronouns: tuple[str, ...]
    scopes: tuple[str, ...]
    bound_after_scope: frozenset[str]
    measures: tuple[str, ...]
    acquisition: tuple[str, ...]
    openers: tuple[str, ...]
    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    same: tuple[str, ...]
    about: tuple[str, ...]
    purpose: tuple[str, ...]
    content: tuple[str, ...]
    threshold_after: tuple[str, ...]
    threshold_before: tuple[str, ...]
    governing: tuple[str, ...]
    heading_tails: tuple[str, ...]
    complete_wholes: tuple[str, ...]
    comparison: re.Pattern[str]
    reason: re.Pattern[str]
    policy: re.Pattern[str]
    target: re.Pattern[str]
    generic_heading: re.Pattern[str]


@lru_cache(maxsize=1)
def prose_words() -> ProseWords:
    """The words, read once."""
    data = dict(load("prose.toml"))
    patterns = {
        name.removesuffix("_patterns"): re.compile("|".join(data.pop(name)))
        for name in list(data)
        if name.endswith("_patterns")
    }
    sets = {name: frozenset(data.pop(name)) for name in ("empty_subjects", "bound_after_scope")}
    lists = {name: tuple(sorted(words, key=len, reverse=True)) for name, words in data.items()}
    return ProseWords(**lists, **sets, **patterns)
