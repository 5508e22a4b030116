"""Prose as sections: one under each heading, with every line's own place, and a way back from text to lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.layout.contents import contents_of
from index.layout.headings import ends_sentence, is_page_number, numbering, without_bullet
from index.layout.outline import headings_of, paths_of
from index.model import Grid, Line, Place, Section

__all__ = ["find_sections", "heading_paths", "is_glossary", "locate"]

_GLOSSARY = re.compile(r"名词解释|专业术语|术语解释|名词说明")
_ENTRY = re.compile(r"(?P<term>[^，。；：:]{2,30}?)\s*[：:]\s*\S")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…—]")
_CAPTION = re.compile(r"[^，。；、]{2,6}[：:]\s*[^，。；]{1,12}$")  # 预算年度：2023, 单位：万元
_UNFINISHED = re.compile(r"(?:用于|原因是?|原因为)[：:]$")  # a colon that announces no list
_SHORTEST_CUT = 12
"""A line shorter than this, without an end, is a caption or a cover line rather than a paragraph cut in two."""


@dataclass(slots=True)
class _Draft:
    """A section being gathered: ``joins[n]`` says whether line n goes on the paragraph of the line before."""

    path: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    joins: list[bool] = field(default_factory=list)


def find_sections(stream: tuple[Line | Grid, ...], *, document: str, used: frozenset[int]) -> tuple[Section, ...]:
    """The sections of a document, in order.

    ``used`` are the stream indexes of tables, sheets and captions; headings among them still shape the outline.
    Tables of contents, page numbers and the headings themselves are no content. A grid that nobody used is kept
    as lines with tabs between its cells. Entries of a glossary are sections of their own, the term last in the path.
    """
    skip = contents_of(stream, used=used)
    headings = headings_of(stream, skip=skip | _captions(stream, used))
    paths = paths_of(stream, headings)
    titles = {index for heading in headings for index in range(heading.index, heading.last + 1)}
    drafts: list[_Draft] = []
    fresh = True  # a heading came since the last line
    whole = False  # nothing but a page break came since the last line
    for index, item in enumerate(stream):
        if index in titles:
            fresh, whole = True, False
        elif index in used or index in skip:
            whole = False
        elif not (isinstance(item, Line) and is_page_number(item.text)):
            for line in [item] if isinstance(item, Line) else _rows_as_lines(item):
                term, begins = _entry(line) if is_glossary(paths[index]) else (None, False)
                if fresh or begins:
                    drafts.append(_Draft((*paths[index], term) if term else paths[index]))
                draft = drafts[-1]
                draft.joins.append(whole and bool(draft.lines) and _continues(draft.lines[-1], line))
                draft.lines.append(line)
                fresh, whole = False, isinstance(item, Line)
    return tuple(_section(f"{document}:s{number}", document, draft) for number, draft in enumerate(drafts, start=1))


def heading_paths(
    stream: tuple[Line | Grid, ...], *, used: frozenset[int] = frozenset()
) -> tuple[tuple[str, ...], ...]:
    """The heading path over each item of the stream, for tables and sheets as for prose."""
    skip = contents_of(stream, used=used) | _captions(stream, used)
    return paths_of(stream, headings_of(stream, skip=skip))


def is_glossary(path: tuple[str, ...]) -> bool:
    """Whether a heading path leads into a list of definitions (名词解释)."""
    return any(_GLOSSARY.search(title) for title in path)


def locate(section: Section, start: int, end: int) -> Place:
    """The lines that ``section.text[start:end]`` stands on, by the offsets kept while the text was made."""
    place: Place | None = None
    for line, begin in zip(section.lines, _offsets(section), strict=True):
        if begin < max(end, start + 1) and start < begin + len(line.text):
            place = line.place if place is None else place.to(line.place)
    return place or section.place


def _captions(stream: tuple[Line | Grid, ...], used: frozenset[int]) -> frozenset[int]:
    """The used lines without a number: titles of tables, which head nothing but their table."""
    return frozenset(
        index for index in used if isinstance(item := stream[index], Line) and numbering(item.text) is None
    )


def _offsets(section: Section) -> list[int]:
    """Where each line begins in the section's text: after the line before it and the break or space between them."""
    begins: list[int] = []
    at = 0
    for line in section.lines:
        if begins and at < len(section.text) and section.text[at] in "\n " and not line.text.startswith(("\n", " ")):
            at += 1
        begins.append(at)
        at += len(line.text)
    return begins


def _section(name: str, document: str, draft: _Draft) -> Section:
    parts: list[str] = []
    for line, joined in zip(draft.lines, draft.joins, strict=True):
        if parts:
            parts.append(_joint(parts[-1], line.text) if joined else "\n")
        parts.append(line.text)
    place = draft.lines[0].place
    for line in draft.lines[1:]:
        place = place.to(line.place)
    return Section(name, document, draft.path, "".join(parts), place, tuple(draft.lines))


def _joint(before: str, after: str) -> str:
    """Nothing between two Chinese halves of a sentence, a space between two words of another script."""
    latin = before and after and not _CJK.match(before[-1]) and not _CJK.match(after[0])
    return " " if latin and before[-1].isalpha() and after[0].isalpha() else ""


def _continues(before: Line, line: Line) -> bool:
    """Whether a line goes on the sentence of the line before it, cut by the end of a page or of a printed line."""
    if "\t" in before.text or "\t" in line.text or line.level is not None:
        return False
    unfinished = _UNFINISHED.search(before.text) is not None
    if (ends_sentence(before.text) and not unfinished) or numbering(line.text) is not None or without_bullet(line.text):
        return False
    if _CAPTION.match(line.text):
        return False
    return len(before.text) >= _SHORTEST_CUT


def _entry(line: Line) -> tuple[str | None, bool]:
    """The term that a glossary's line defines (一、基本支出：指… → 基本支出), and whether the line begins an entry."""
    mark = numbering(line.text)
    match = _ENTRY.match(line.text, mark.end if mark else without_bullet(line.text))
    return (match["term"].strip("* ") if match else None), bool(match or mark)


def _rows_as_lines(grid: Grid) -> list[Line]:
    rows = []
    for row in grid.rows:
        text = "\t".join(cell.text.replace("\n", "") for cell in row).strip("\t")
        if text:
            rows.append(Line(text, row[0].place.to(row[-1].place)))
    return rows
