"""The outline of a document: which lines are headings, and under which headings everything stands.

Numbering decides before markdown levels, which converters set at random. Styles nest in the order in which a
document opens them; a list that goes on later (五、 … 六、) encloses whatever stands between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.layout.headings import (
    RANKS,
    Numbering,
    ends_sentence,
    is_label,
    is_page_number,
    looks_like_heading,
    numbering,
    title_key,
    without_bullet,
)
from index.model import Grid, Line

__all__ = ["Heading", "headings_of", "paths_of"]

_TITLE_END = re.compile(r"(?:说明|情况|概况|报告|公开|附表|附件|表|预算|决算|目录|解释|信息)(?:[（(][^（）()]*[）)])?$")
_ATTACHMENT = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?")
_MAX_TITLE = 45
_CAPTION_LINES = 6
_FAR = 1_000  # headings to look ahead for the next number of a list
_PRINTED_LINE = 33  # characters, without the number


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its stream indexes (two where number and title stand apart), its title, its place in a list."""

    index: int
    last: int
    title: str
    style: str
    number: int | None
    level: int | None


def headings_of(stream: tuple[Line | Grid, ...], *, skip: frozenset[int] = frozenset()) -> tuple[Heading, ...]:
    """The headings in order. ``skip`` holds what is no prose: tables, captions, tables of contents."""
    lines = [
        (index, item)
        for index, item in enumerate(stream)
        if isinstance(item, Line) and index not in skip and not is_page_number(item.text)
    ]
    marks = {index: numbering(line.text) for index, line in lines}
    found: list[Heading] = []
    items: set[int] = set()  # numbered lines that are no headings
    for at, (index, line) in enumerate(lines):
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        heading = _heading(index, line, marks, before, after, stream, items)
        if heading is None and marks[index] is not None:
            items.add(index)
        if heading is None or (found and _repeats(found[-1], heading)):
            if heading is not None:
                found[-1] = _extended(found[-1], index)
        elif found and _is_title_of(found[-1], heading, marks[found[-1].index]):
            found[-1] = _joined(found[-1], heading)
        else:
            found.append(heading)
    return tuple(found)


def paths_of(stream: tuple[Line | Grid, ...], headings: tuple[Heading, ...]) -> tuple[tuple[str, ...], ...]:
    """The heading path of each item of the stream; a heading's own path ends with its title."""
    next_of = [_next_of(headings, at) for at in range(len(headings))]
    at_index = {heading.index: at for at, heading in enumerate(headings)}
    stack: list[int] = []  # positions in ``headings``
    paths: list[tuple[str, ...]] = []
    path: tuple[str, ...] = ()
    for index in range(len(stream)):
        at = at_index.get(index)
        if at is not None:
            open_lists = [next_of[one] > at for one in stack]
            del stack[_depth([headings[one] for one in stack], headings[at], open_lists) :]
            stack.append(at)
            path = tuple(headings[one].title for one in stack)
        paths.append(path)
    return tuple(paths)


def _next_of(headings: tuple[Heading, ...], at: int) -> int:
    """Where a list's next number comes, before the list begins anew; -1 where it does not."""
    one = headings[at]
    if one.number is None:
        return -1
    for later in range(at + 1, min(len(headings), at + 1 + _FAR)):
        number = headings[later].number
        if headings[later].style == one.style and number is not None and number <= one.number + 1:
            return later if number == one.number + 1 else -1
    return -1


def _heading(
    index: int,
    line: Line,
    marks: dict[int, Numbering | None],
    before: tuple[int, Line] | None,
    after: tuple[int, Line] | None,
    stream: tuple[Line | Grid, ...],
    items: set[int],
) -> Heading | None:
    text = line.text[without_bullet(line.text) :].strip()
    mark = marks[index]
    words = line.text[mark.end :].strip() if mark else text
    if mark and (mark.style == "part" or looks_like_heading(words)) and len(words) <= 60:
        if mark.style != "part" and (
            _is_wrapped(index, line, words, stream) or _is_cut_item(index, line, mark, marks, stream, items)
        ):
            return None
        return Heading(index, index, text, mark.style, mark.number, line.level)
    if mark:
        return None
    if _ATTACHMENT.fullmatch(text):
        return Heading(index, index, text, "title", None, line.level)
    if line.level is not None and looks_like_heading(text):
        return Heading(index, index, text, "markdown", None, line.level)
    if is_label(text):
        return Heading(index, index, text.rstrip("：:"), "label", None, None)
    if not _is_caption(index, stream) and _is_plain_title(text, before, after, line):
        return Heading(index, index, text, "title", None, None)
    return None


def _is_wrapped(index: int, line: Line, words: str, stream: tuple[Line | Grid, ...]) -> bool:
    """Whether a numbered line is as long as a printed line, of several phrases, and goes on in the next one."""
    follows = stream[index + 1] if index + 1 < len(stream) else None
    goes_on = isinstance(follows, Line) and numbering(follows.text) is None and follows.level is None
    return goes_on and line.level is None and len(words) >= _PRINTED_LINE and "，" in words


def _is_cut_item(
    index: int,
    line: Line,
    mark: Numbering,
    marks: dict[int, Numbering | None],
    stream: tuple[Line | Grid, ...],
    items: set[int],
) -> bool:
    """Whether a short numbered line is an item cut by a page break: its neighbours in the list are sentences."""
    neighbour = _neighbour(index, mark, marks, back=mark.number > 1)
    if neighbour is None:
        return False
    other = stream[neighbour]
    other_mark = marks[neighbour]
    if not isinstance(other, Line) or other_mark is None:
        return False
    follows = next(
        (one for one in stream[index + 1 :] if not (isinstance(one, Line) and is_page_number(one.text))), None
    )
    goes_on = isinstance(follows, Line) and numbering(follows.text) is None and follows.level is None
    sentence = neighbour in items or not looks_like_heading(other.text[other_mark.end :])
    return goes_on and line.level is None and sentence


def _neighbour(index: int, mark: Numbering, marks: dict[int, Numbering | None], *, back: bool) -> int | None:
    """The line of the same list before (or after) this one, if the numbers follow each other."""
    step = -1 if back else 1
    for other in range(index + step, index + step * (_FAR + 1), step):
        there = marks.get(other)
        if there is not None and there.style == mark.style:
            return other if there.number == mark.number + step else None
    return None


def _is_caption(index: int, stream: tuple[Line | Grid, ...]) -> bool:
    """Whether a line stands over a grid, with nothing but short lines (issuer, year, unit) between."""
    for item in stream[index + 1 : index + 1 + _CAPTION_LINES]:
        if isinstance(item, Grid):
            return True
        if len(item.text) > _MAX_TITLE or ends_sentence(item.text) or numbering(item.text) is not None:
            return False
    return False


def _is_plain_title(text: str, before: tuple[int, Line] | None, after: tuple[int, Line] | None, line: Line) -> bool:
    """Whether an unnumbered line stands alone as a title: short, ended by a title's word, with space or text around."""
    if len(text) > _MAX_TITLE or not looks_like_heading(text) or not _TITLE_END.search(text) or "，" in text:
        return False
    if "：" in text or ":" in text:
        return False
    if before is not None and not (ends_sentence(before[1].text) or looks_like_heading(before[1].text)):
        return False
    start, end = line.place.line_start, after[1].place.line_start if after else None
    if before is not None and before[1].place.line_end is not None and start == before[1].place.line_end + 1:
        # Directly under another line it is a title only if that one is complete; a cover's lines are not.
        return (
            ends_sentence(before[1].text)
            or title_key(before[1].text) == title_key(text)
            or numbering(before[1].text) is not None
        )
    return start is None or end is None or end >= start


def _repeats(last: Heading, heading: Heading) -> bool:
    """Whether a heading says again what the one directly before it says."""
    return (
        heading.index == last.last + 1
        and heading.number is None
        and title_key(last.title).endswith(title_key(heading.title))
    )


def _is_title_of(last: Heading, heading: Heading, mark: Numbering | None) -> bool:
    """Whether a heading is the title of the title_key number before it: 第三部分 / 名词解释."""
    return (
        heading.index == last.last + 1
        and heading.number is None
        and heading.style != "label"
        and mark is not None
        and last.title == last.title[: mark.end].strip()
    )


def _joined(last: Heading, heading: Heading) -> Heading:
    return Heading(
        last.index, heading.last, f"{last.title.strip()} {heading.title}", last.style, last.number, last.level
    )


def _extended(last: Heading, index: int) -> Heading:
    return Heading(last.index, index, last.title, last.style, last.number, last.level)


def _depth(stack: list[Heading], heading: Heading, open_lists: list[bool]) -> int:
    """How many headings of the stack a new one stands under.

    A later number of the same list closes what came since; a list that goes on further down encloses the rest.
    """
    same = [at for at, one in enumerate(stack) if one.style == heading.style]
    if heading.number is not None and heading.number > 1 and same:
        return next((at for at in reversed(same) if (stack[at].number or 0) + 1 == heading.number), same[-1])
    enclosing = [at for at, one in enumerate(stack) if one.style != heading.style and open_lists[at]]
    floor = enclosing[-1] + 1 if enclosing else 0
    return next((at for at in range(floor, len(stack)) if not _is_over(stack[at], heading)), len(stack))


def _is_over(one: Heading, heading: Heading) -> bool:
    """Whether, by look alone, ``heading`` belongs under ``one``."""
    if heading.style == "label":
        return one.style != "label"
    if one.style == "label" or heading.style == "title":
        return False
    if heading.number is not None:
        return one.number is None or RANKS[one.style] < RANKS[heading.style]
    if one.level is None or heading.level is None:
        return True
    return one.level < heading.level or (one.number is not None and one.level == heading.level)
