"""Prose as paragraphs and sentences whose every character keeps its place.

Lines that a page break or a line wrap cut in two are joined again; titles and numbered items stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Line, Place

__all__ = ["Paragraph", "Span", "item_number", "paragraphs_of", "sentences_of"]

_ENDS = "。；;！？!?：:…"
_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]{1,3}[部分章节条])\s*"
)
_INLINE = re.compile(r"(?<=[。；;：:\s])(?=(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*\D)")
_SENTENCE_END = re.compile(r"[。！？!?]+[”」』）)]*|\n")
_SHORT = 14  # a line this short is a title or an item of its own, never the first part of a cut sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines; ``starts`` holds where each line begins in ``text``, ``places`` where it stands."""

    text: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Where the characters from ``start`` up to ``end`` stand."""
        stop = len(self.text) if end is None else end
        inside = [
            place
            for index, place in enumerate(self.places)
            if self.starts[index] < stop and (index + 1 == len(self.starts) or self.starts[index + 1] > start)
        ] or [self.places[0]]
        return inside[0].to(inside[-1])

    @property
    def title_like(self) -> bool:
        """Whether it reads as a heading: short and without the end of a sentence."""
        return len(self.text) <= 30 and self.text[-1:] not in _ENDS and "。" not in self.text


def item_number(text: str) -> str | None:
    """The number a text begins with (（十一）, 3、, 第二部分), or None."""
    found = _NUMBER.match(text)
    return found[0].strip() if found else None


def paragraphs_of(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs of a section's lines."""
    groups: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if groups and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_joined(group) for group in groups)


def sentences_of(text: str) -> tuple[Span, ...]:
    """The sentences of a text, each with its full stop; items numbered inside a sentence (1. … 2. …) stand alone."""
    cuts = {found.end() for found in _SENTENCE_END.finditer(text)} | {found.start() for found in _INLINE.finditer(text)}
    spans: list[Span] = []
    start = 0
    for cut in [*sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)]:
        if text[start:cut].strip():
            spans.append(Span(start, cut))
            start = cut
    return tuple(spans)


def _goes_on(first: Line, second: Line) -> bool:
    text = first.text.rstrip()
    if first.level is not None or second.level is not None or len(text) <= _SHORT:
        return False
    if text[-1] in "，、,（(":
        return True
    if text[-1] in _ENDS or item_number(second.text) is not None:
        return False
    return text[-1] not in "）)" or len(text) > 2 * _SHORT


def _joined(group: list[Line]) -> Paragraph:
    text, starts = "", []
    for line in group:
        starts.append(len(text))
        text += line.text.strip()
    return Paragraph(text, tuple(starts), tuple(line.place for line in group))
