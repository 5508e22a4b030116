"""Prose with the cited sentence marked, and the original lines of a document with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Line, Section
from ui.render.markup import element, escape, find_quote, join

__all__ = ["lines_html", "section_html"]

LINES_SHOWN = 120  # lines of a section drawn around the marked ones


def section_html(section: Section, *, lines: tuple[int, int] | None = None, quote: str | None = None) -> str:
    """The section's paragraphs; within the cited lines the quote is marked, or the lines where it is not in them.

    ``lines`` are 1-based and inclusive; None marks nothing.
    """
    shown = section.lines or tuple(Line(text, section.place) for text in section.text.splitlines() if text.strip())
    cited = [line for line in shown if lines and _overlaps(line, lines)]
    if len(shown) > LINES_SHOWN:
        middle = shown.index(cited[0]) if cited else 0
        first = max(0, min(middle - LINES_SHOWN // 3, len(shown) - LINES_SHOWN))
        shown = shown[first : first + LINES_SHOWN]
    span = find_quote(cited[0].text, quote) if quote and len(cited) == 1 else None
    paragraphs = []
    first_mark = True
    for line in shown:
        if line not in cited:
            paragraphs.append(element("p", escape(line.text), class_="heading" if line.level else None))
            continue
        start, end = span or (0, len(line.text))
        marked = _mark(line.text, start, end, first=first_mark)
        first_mark = False
        paragraphs.append(element("p", marked, class_="heading" if line.level else None))
    return element("div", join(paragraphs), class_="prose-text")


def _overlaps(line: Line, lines: tuple[int, int]) -> bool:
    start, end = line.place.line_start, line.place.line_end
    if start is None:
        return False
    return start <= lines[1] and (end if end is not None else start) >= lines[0]


def _mark(text: str, start: int, end: int, *, first: bool) -> str:
    inner = element("mark", escape(text[start:end]), data_cited=first, aria_current="true" if first else None)
    return escape(text[:start]) + inner + escape(text[end:])


def lines_html(lines: Sequence[str], *, first: int, cited: tuple[int, int] | None = None, mark: bool = False) -> str:
    """Original lines with their numbers; ``first`` is the number of the first of them.

    ``mark`` makes the cited lines the place that the page scrolls to (where nothing else is shown).
    """
    rows = []
    opened = False
    for number, text in enumerate(lines, first):
        here = cited is not None and cited[0] <= number <= cited[1]
        shown = escape(text.replace("\t", "  "))
        content = element("mark", shown) if here and mark else shown
        rows.append(
            element("li", element("span", content), value=number, class_="on-path" if here else None,
                    data_cited=here and mark and not opened)
        )  # fmt: skip
        opened = opened or here
    return element("ol", join(rows), class_="source-lines")
