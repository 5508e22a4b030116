"""Tables of contents: lines and grids that name what comes later and hold nothing of their own."""

from __future__ import annotations

import re

from index.layout.headings import is_page_number, looks_like_heading, title_key
from index.model import Grid, Line

__all__ = ["contents_of"]

_LEADER = re.compile(r"(?:\.{3,}|…{2,}|·{3,}|．{3,}|(?:\s\.){3,})\s*[-–]?\s*\d*\s*[-–]?$")
_CONTENTS = re.compile(r"目\s*录|目\s*次")
_SHORTEST_RUN = 3
_REPEATED_SHARE = 0.6


def contents_of(stream: tuple[Line | Grid, ...], *, used: frozenset[int] = frozenset()) -> frozenset[int]:
    """The stream indexes that are table of contents: dot leaders, the word 目录, lists of later headings."""
    found = {index for index, item in enumerate(stream) if index not in used and _is_leader(item)}
    found |= {
        index
        for index, item in enumerate(stream)
        if isinstance(item, Line) and index not in used and _CONTENTS.fullmatch(item.text.strip())
    }
    return frozenset(found | _lists_of_later_headings(stream, used | found))


def _is_leader(item: Line | Grid) -> bool:
    if isinstance(item, Line):
        return _LEADER.search(item.text) is not None
    rows = [" ".join(cell.text for cell in row if cell.text) for row in item.rows]
    return sum(1 for row in rows if _LEADER.search(row)) * 10 >= len(rows) * 6


def _lists_of_later_headings(stream: tuple[Line | Grid, ...], used: frozenset[int] | set[int]) -> set[int]:
    """Runs of heading-like lines with nothing under them, most of which stand again further on."""
    last: dict[str, int] = {}
    for index, item in enumerate(stream):
        if isinstance(item, Line):
            last[title_key(item.text)] = index
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(stream) + 1):
        entry = stream[index] if index < len(stream) else None
        if isinstance(entry, Line) and index not in used and _could_be_entry(entry):
            run.append(index)
            continue
        if run:
            end = run[-1]
            again = [one for one in run if last[title_key(_text(stream[one]))] > end]
            between = [one for one in run if again and again[0] <= one <= again[-1]]
            if len(again) >= _SHORTEST_RUN and len(again) >= _REPEATED_SHARE * len(between):
                found.update(between)
            run = []
    return found


def _could_be_entry(line: Line) -> bool:
    if "：" in line.text or ":" in line.text:  # 单位：万元, 预算年度：2023 stand over every table
        return False
    return looks_like_heading(line.text) and not is_page_number(line.text) and len(title_key(line.text)) >= 2


def _text(item: Line | Grid) -> str:
    return item.text if isinstance(item, Line) else ""
