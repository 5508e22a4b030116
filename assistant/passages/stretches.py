"""Which stretch of a text is told for a hit: its whole point, the sentences that tell what is asked, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.passages.match import Hit, WordIndex
from assistant.passages.paragraphs import Span, last_point, point_starts, segments_of, sentences_of
from assistant.passages.units import Unit
from assistant.passages.words import Topic

__all__ = ["continued", "enough", "focused", "whole_point", "widened", "without_lead"]

_LEAD = 40  # characters of a point that is only its heading
_POINT = 520  # characters of a point that is told whole
_STRETCH = 420  # characters of sentences that are put together to tell all that is asked


def enough(hit: Hit, needs: Sequence[re.Pattern[str]]) -> Hit | None:
    """A hit with the neighbouring sentences that tell what it leaves out of ``needs``; None where they do not."""
    if all(need.search(hit.text) for need in needs):
        return hit
    sentences, text = sentences_of(hit.unit.text), hit.unit.text
    stretches = (
        Span(first.start, last.end)
        for first in sentences
        for last in sentences
        if first.start <= hit.span.start and last.end >= hit.span.end and last.end - first.start <= _STRETCH
    )
    for span in sorted(stretches, key=lambda span: span.end - span.start):
        if all(need.search(text[span.start : span.end]) for need in needs):
            return Hit(hit.unit, span, hit.score)
    return None


def whole_point(hit: Hit) -> Hit:
    """A hit within one point of a text (二要…) with the rest of that point."""
    for point in segments_of(hit.unit.text):
        if point.start <= hit.span.start and hit.span.end <= point.end <= point.start + _POINT:
            return Hit(hit.unit, point, hit.score)
    return hit


def widened(hit: Hit, least: int) -> Hit:
    """A hit whose stretch is so short that it may only announce what is asked, with the sentences after it, up to the
    next point (二要…)."""
    span, sentences = hit.span, sentences_of(hit.unit.text)
    points = point_starts(hit.unit.text)
    points = points if points and span.start >= points[0] else ()  # what introduces the points may run into them
    for sentence in sentences:
        if sentence.start < span.end:
            continue
        if sentence.start in points or span.end - span.start >= least or sentence.end - span.start > 3 * least:
            break
        span = Span(span.start, sentence.end)
    return Hit(hit.unit, span, hit.score)


def focused(index: WordIndex, hit: Hit, subject: Topic) -> Hit:
    """A hit that ends with the mere heading of a point, as that heading where it is what the question is about."""
    lead = last_point(hit.unit.text)
    if lead is None or not hit.span.start < lead.start < hit.span.end or lead.end - lead.start > _LEAD:
        return hit
    before = index.cover(subject, hit.unit.text[hit.span.start : lead.start])
    about = index.cover(subject, hit.unit.text[lead.start : lead.end])
    return Hit(hit.unit, lead, hit.score) if about > before and _running_on(index, hit.unit) else hit


def continued(index: WordIndex, hit: Hit) -> Hit | None:
    """The rest of a point whose heading ends a paragraph (“一要提升治理效能。”) and whose words stand in the next."""
    lead = last_point(hit.unit.text)
    if hit.unit.source not in ("paragraph", "item") or hit.span.end < len(hit.unit.text.rstrip()):
        return None
    if lead is None or lead.end - lead.start > _LEAD or not _opened(hit, lead):
        return None
    after = _running_on(index, hit.unit)
    if after is None:
        return None
    stop = min(point_starts(after.text), default=len(after.text))
    return Hit(after, Span(0, stop), hit.score) if 0 < stop <= _POINT else None


def without_lead(index: WordIndex, hit: Hit) -> Hit:
    """A hit without the mere heading of the next point at its end, whose words stand in the next paragraph."""
    lead = next((p for p in segments_of(hit.unit.text) if hit.span.start < p.start < hit.span.end == p.end), None)
    if lead is None or lead.end - lead.start > _LEAD or _running_on(index, hit.unit) is None:
        return hit
    return Hit(hit.unit, Span(hit.span.start, lead.start), hit.score)


def _running_on(index: WordIndex, unit: Unit) -> Unit | None:
    """The next paragraph under the same heading, where it begins no item or point of its own."""
    after = next((u for u in index.units if u.document == unit.document and u.order == unit.order + 1), None)
    if after is None or after.source != "paragraph" or (after.container, after.path) != (unit.container, unit.path):
        return None
    return after if 0 not in point_starts(after.text) else None


def _opened(hit: Hit, lead: Span) -> bool:
    """Whether a hit is about the point that it ends with, rather than about one before it."""
    return len(segments_of(hit.unit.text)) < 2 or hit.span.start >= lead.start
