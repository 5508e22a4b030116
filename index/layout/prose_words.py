"""The words by which sentences say what a figure is of (``data/prose.toml``), ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.data import load

__all__ = ["ProseWords", "prose_words"]


@dataclass(frozen=True, slots=True)
class ProseWords:
    """The lists of ``prose.toml``, longest first, and its patterns joined and compiled."""

    issuers: tuple[str, ...]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    empty_subjects: frozenset[str]
    pronouns: tuple[str, ...]
    scopes: tuple[str, ...]
    bound_after_scope: re.Pattern[str]
    measures: tuple[str, ...]
    acquisition: tuple[str, ...]
    acquisition_scopes: frozenset[str]
    opener: re.Pattern[str]
    brief_openers: tuple[str, ...]
    governing: tuple[str, ...]
    announcing: re.Pattern[str]
    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    increase_compared: tuple[str, ...]
    decrease_compared: tuple[str, ...]
    previous_end: re.Pattern[str]
    same: re.Pattern[str]
    comparison: re.Pattern[str]
    purpose: re.Pattern[str]
    content: re.Pattern[str]
    reason: re.Pattern[str]
    reason_after_change: re.Pattern[str]
    threshold_after: tuple[str, ...]
    threshold_before: tuple[str, ...]
    policy: re.Pattern[str]
    target: re.Pattern[str]
    target_heading: re.Pattern[str]
    generic_heading: re.Pattern[str]
    heading_tails: tuple[str, ...]
    complete_wholes: tuple[str, ...]


@lru_cache(maxsize=1)
def prose_words() -> ProseWords:
    """The words, made ready once."""
    data = load("prose.toml")

    def words(name: str) -> tuple[str, ...]:
        return tuple(sorted(data[name], key=len, reverse=True))

    def literal(name: str) -> str:
        return "|".join(re.escape(word) for word in words(name))

    def pattern(name: str) -> re.Pattern[str]:
        return re.compile("|".join(data[f"{name}_patterns"]))

    return ProseWords(
        issuers=words("issuers"),
        leading=re.compile(rf"(?:{literal('leading')}|{'|'.join(data['leading_patterns'])})[\s，,：:]*"),
        trailing=re.compile(rf"(?:{literal('trailing')}|{'|'.join(data['trailing_patterns'])})[\s：:]*$"),
        empty_subjects=frozenset(data["empty_subjects"]),
        pronouns=words("pronouns"),
        scopes=words("scopes"),
        bound_after_scope=re.compile(rf"(?:{literal('bound_after_scope')})*"),
        measures=words("measures"),
        acquisition=words("acquisition"),
        acquisition_scopes=frozenset(re.sub("^(?:部门|单位)", "", word) for word in data["acquisition"]),
        opener=re.compile(rf"(?:{literal('openers')}|{literal('brief_openers')})[\s：:]*"),
        brief_openers=words("brief_openers"),
        governing=words("governing"),
        announcing=pattern("announcing"),
        increase=words("increase"),
        decrease=words("decrease"),
        increase_compared=words("increase_compared"),
        decrease_compared=words("decrease_compared"),
        previous_end=pattern("previous_end"),
        same=re.compile(rf"(?P<about>{literal('about')})?(?P<same>{literal('same')})"),
        comparison=pattern("comparison"),
        purpose=pattern("purpose"),
        content=pattern("content"),
        reason=pattern("reason"),
        reason_after_change=pattern("reason_after_change"),
        threshold_after=words("threshold_after"),
        threshold_before=words("threshold_before"),
        policy=pattern("policy"),
        target=pattern("target"),
        target_heading=pattern("target_heading"),
        generic_heading=pattern("generic_heading"),
        heading_tails=words("heading_tails"),
        complete_wholes=words("complete_wholes"),
    )
