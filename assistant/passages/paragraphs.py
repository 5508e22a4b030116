"""Prose as paragraphs and sentences whose every character keeps its place.

The sections come with sentences joined that a page break cut in two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Place, Section

__all__ = [
    "Paragraph",
    "Span",
    "item_number",
    "last_point",
    "paragraphs_of",
    "point_starts",
    "segments_of",
    "sentences_of",
]

_ENDS = "。；;！？!?：:…"
_NUMBER = re.compile(
    r"^\s*(?:[-•·▪]\s*)?(?:[（(][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|[章节条篇]))\s*"
)
_INLINE = re.compile(r"(?<=[。；;：:\s])(?=(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*\D)")
_SENTENCE_END = re.compile(r"[。！？!?]+[”」』）)]*|\n")

_POINT = re.compile(r"(?:^|(?<=[。；;：:，,\s]))[一二三四五六七八九十](?=[是要]\S)")  # 一要推动…。二要助力…


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


def paragraphs_of(section: Section) -> tuple[Paragraph, ...]:
    """The paragraphs of a section: its text parted at line breaks, each line of it with its own place."""
    paragraphs: list[Paragraph] = []
    begin, starts, places = 0, list[int](), list[Place]()
    at = 0
    for line in section.lines:
        if places and section.text[at : at + 1] == "\n":
            paragraphs.append(Paragraph(section.text[begin:at], tuple(starts), tuple(places)))
            at += 1
            begin, starts, places = at, [], []
        elif places and section.text[at : at + 1] == " " and not line.text.startswith(" "):
            at += 1  # two words of another script that stood on two lines
        starts.append(at - begin)
        places.append(line.place)
        at += len(line.text)
    if places:
        paragraphs.append(Paragraph(section.text[begin:], tuple(starts), tuple(places)))
    return tuple(paragraph for paragraph in paragraphs if paragraph.text.strip())


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


def point_starts(text: str) -> tuple[int, ...]:
    """Where the points begin that a text counts up in running words (一要…, 二是…)."""
    return tuple(found.start() for found in _POINT.finditer(text))


def segments_of(text: str) -> tuple[Span, ...]:
    """The points a text counts up in running words (一要…。二要…); empty where it counts fewer than two."""
    starts = point_starts(text)
    if len(starts) < 2:
        return ()
    return tuple(Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def last_point(text: str) -> Span | None:
    """The last point that a text counts up in running words, be it the only one."""
    starts = point_starts(text)
    return Span(starts[-1], len(text)) if starts else None
