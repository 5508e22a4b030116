"""Stretches of a sentence that say what money is for, what it holds, or why it changed.

Figures in them are none of the sentence's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.amounts import FoundFigure
from index.layout.prose_words import prose_words

__all__ = ["Region", "nothing_in", "regions_of"]

_PHRASE_START = re.compile(r"(?:^|[，,。；;：:、）)\s]|(?<=[元%人个辆台家]))\s*$")
_NEW_CHANGE = re.compile(r"[，,]\s*(?:比|较|与|同比|相比)")

_NOTHING = re.compile(
    r"(?:没有|无|未)(?:使用|安排|发生|设置|编制)?(?P<what>[^，。；：\d]{2,30}?(?:支出|经费|收入|采购|拨款|预算|资金))[。；]?$"
)
_LONGEST_NOTHING = 60


@dataclass(frozen=True, slots=True)
class Region:
    """``text[start:end]``; what is said begins at ``words``, after 主要用于 or 主要原因是.

    A reason is ``strong`` where it calls itself one, and not merely says 主要为 after a change.
    """

    kind: Literal["purpose", "content", "reason"]
    start: int
    words: int
    end: int
    strong: bool = False


def regions_of(text: str, figures: list[FoundFigure], *, after_change: Callable[[], bool]) -> list[Region]:
    """The regions of a sentence, in order and apart. ``after_change`` says whether a change was spoken of before it."""
    found: list[Region] = []
    at = 0
    while at < len(text):
        region = _next(text, at, figures, after_change)
        if region is None:
            return found
        found.append(region)
        at = max(region.end, at + 1)
    return found


def _next(text: str, at: int, figures: list[FoundFigure], after_change: Callable[[], bool]) -> Region | None:
    words = prose_words()
    candidates: list[Region] = []
    for match in words.purpose.finditer(text, at):
        if _PHRASE_START.search(text[: match.start()]) and not words.opener.match(text, match.start()):
            candidates.append(Region("purpose", match.start(), match.end(), _end(text, match.end(), figures)))
            break
    for match in words.content.finditer(text, at):
        words_at = re.compile(r"[\s：:]*").match(text, match.end())
        begin = words_at.end() if words_at else match.end()
        end = _end(text, begin, figures)
        if not any(begin <= figure.start < end for figure in figures):
            candidates.append(Region("content", match.start(), begin, end))
            break
    reason = _reason(text, at, figures, after_change)
    if reason:
        candidates.append(reason)
    return min(candidates, key=lambda one: one.start, default=None)


def _reason(text: str, at: int, figures: list[FoundFigure], after_change: Callable[[], bool]) -> Region | None:
    words = prose_words()
    strong = next((match for match in words.reason.finditer(text, at) if _is_reason(text, match)), None)
    weak = next(
        (
            match
            for match in words.reason_after_change.finditer(text, at)
            if _PHRASE_START.search(text[: match.start()])
            and _follows_change(text, match.start(), figures, after_change)
        ),
        None,
    )
    match = min((one for one in (strong, weak) if one), key=lambda one: one.start(), default=None)
    if match is None:
        return None
    end = _end(text, match.end(), figures)
    if match[0].startswith(("由于", "因")) and any(figure.start > match.end() for figure in figures):
        comma = re.search(r"[，,]", text[match.end() :])
        end = match.end() + comma.start() if comma else end
    return Region("reason", match.start(), match.end(), end, strong=match is strong)


def _is_reason(text: str, match: re.Match[str]) -> bool:
    """主要原因 is one anywhere; 由于 and 因 only where they begin a phrase."""
    return not match[0].startswith(("由于", "因", "主要系")) or _PHRASE_START.search(text[: match.start()]) is not None


def _follows_change(text: str, at: int, figures: list[FoundFigure], after_change: Callable[[], bool]) -> bool:
    """Whether the last figure before ``at`` is a change: 增加 711.07 万元，主要增加的为…"""
    words = prose_words()
    before = [figure for figure in figures if figure.end <= at]
    if not before:
        return after_change()
    lead = text[: before[-1].start].rstrip()
    return lead.endswith((*words.increase, *words.decrease)) or words.same.search(text[before[-1].end : at]) is not None


def _end(text: str, begin: int, figures: list[FoundFigure]) -> int:
    """Where a region ends: with the sentence, at a semicolon before another figure, or at a new comparison."""
    for match in re.finditer(r"[；;。]", text[begin:]):
        stop = begin + match.start()
        if match[0] == "。" or any(figure.start > stop for figure in figures):
            break
    else:
        stop = len(text)
    again = _NEW_CHANGE.search(text, begin, stop)
    return again.start() if again else stop


def nothing_in(text: str) -> tuple[int, str, str] | None:
    """A sentence that states money without a figure (本部门没有使用政府性基金预算拨款安排的支出).

    Gives where it is said, the words, and what there is none of; None for any other sentence.
    """
    match = _NOTHING.search(text)
    if match is None or len(text) > _LONGEST_NOTHING or "，" in text:
        return None
    return match.start(), match[0].rstrip("。；"), match["what"]
