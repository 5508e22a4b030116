"""How a found passage is told: with its point, its list, the fields beside it, or as the overview of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Value
from assistant.passages.compose import (
    Language,
    answer,
    cite,
    framed,
    joined,
    list_within,
    shortened,
    title_of,
    where_of,
    who_of,
)
from assistant.passages.match import Hit, WordIndex
from assistant.passages.paragraphs import Span, segments_of, sentences_of
from assistant.passages.ranking import bare, says_nothing
from assistant.passages.respective import Respective
from assistant.passages.stated import Stated
from assistant.passages.stretches import continued, whole_point, widened, without_lead
from assistant.passages.units import Unit
from assistant.passages.words import Focus, Topic, fold

__all__ = [
    "companions",
    "empty",
    "listed",
    "listed_points",
    "listed_rows",
    "overview",
    "rows_alike",
    "siblings",
    "told",
    "with_equal",
    "with_figure",
    "with_values",
]

_BODY = 420  # characters quoted
_SHORT = 120  # characters below which the sentences that follow are quoted too
_EQUAL = 0.04  # how little a passage of another place may fit less to be told too
_BOTH = 560  # characters of two passages together
_ROW = 60  # characters of a row told beside its name
_AS_WELL = 0.03  # how little a row may fit less than the best one of its table
_TWIN = 12  # characters of a sentence from which two fields say the same
_SAME_NAME = 0.9  # the same where its list is asked for
_IS_HEADING = 0.6  # share of the topic that a heading must hold to be what is asked for
_EXPLAINS = re.compile(r"目标|依据|可行性|用途|使用范围|概述")


def told(index: WordIndex, best: Hit, language: Language, beside: Sequence[Unit] = ()) -> Answer:
    """The answer that quotes a hit; ``beside`` are fields of its form that are told with it."""
    unit = best.unit
    best = whole_point(best)
    if rest := continued(index, best):
        return _with_rest(best, rest, language)
    best = without_lead(index, best)
    body, span = list_within(best, _BODY)
    if span == best.span and body[-1:] not in "：:":
        best = without_lead(index, widened(best, _SHORT))
        body, span = best.text, best.span
    citations = [cite(1, unit, span)]
    if span == best.span and body[-1:] in "：:":
        following = _items_after(index, unit)
        room = max(0, _BODY + 200 - len(body))
        if following:
            body += _fitted(following, room)
            citations += [cite(number, item) for number, item in enumerate(following, 2)]
    if unit.source == "field":
        twins = [cite(number, twin) for number, twin in enumerate(_twins(index, unit, body), len(citations) + 1)]
        citations += twins
        mark = " [1]" + "".join(f"[{twin.number}]" for twin in twins)
        text = framed(language, "field", who=who_of(unit.document), title=title_of(unit),
                      column=unit.column or unit.label, body=shortened(body, _BODY + 200), mark=mark)  # fmt: skip
        for other in beside:
            citations.append(cite(len(citations) + 1, other))
            text += f"\n{other.column}：{shortened(other.text, _SHORT)} [{len(citations)}]"
    elif unit.source in ("row", "indicator"):
        text = framed(language, "row", label=unit.label, who=who_of(unit.document),
                      title=title_of(unit), body=shortened(body, _BODY), mark=" [1]")  # fmt: skip
    else:
        text = framed(language, "passage", who=who_of(unit.document), where=where_of(unit),
                      body=shortened(body, _BODY + 200), mark=" [1]")  # fmt: skip
    return answer("answered", language, text, citations)


def _twins(index: WordIndex, unit: Unit, said: str) -> list[Unit]:
    """The other fields of a form that say one of the sentences told."""
    sentences = [fold(said[span.start : span.end]) for span in sentences_of(said)]
    told = [re.sub(r"^[\d.、]+", "", sentence).rstrip("。；;") for sentence in sentences]
    return [
        other
        for other in index.units
        if other.container == unit.container and other.source == "field" and other is not unit
        and any(len(sentence) >= _TWIN and sentence in fold(other.text) for sentence in told)
    ][:2]  # fmt: skip


def with_equal(index: WordIndex, best: Answer, hits: Sequence[Hit]) -> Answer:
    """An answer with the passage of another place that fits as well as its own, where both are short."""
    first = hits[0]
    rival = next((hit for hit in hits[1:] if hit.score >= first.score - _EQUAL and _elsewhere(first, hit, best)), None)
    if rival is None or rival.unit.document != first.unit.document:
        return best
    second = told(index, rival, best.language)
    if len(best.text) + len(second.text) > _BOTH:
        return best
    return joined(best, second)


def with_values(best: Answer, groups: Sequence[Respective], unit: Unit) -> Answer:
    """An answer with the figure of each group as values of their own."""
    document, where = unit.document, f"《{title_of(unit)}》{unit.column or ''}"
    values = [
        Value(group.label, group.value, group.unit, document=document.file, year=document.year, scope=where, citation=1)
        for group in groups
    ]
    return replace(best, values=tuple(values))


def with_figure(index: WordIndex, found: Stated, language: Language) -> Answer:
    """The answer that gives a figure of a text and quotes its sentence."""
    unit = found.unit
    quoted = told(index, Hit(unit, found.span, found.cover), language)
    value = Value(shortened(found.label, _ROW), found.value, found.of, document=unit.document.file,
                  year=unit.document.year, scope=f"《{title_of(unit)}》{unit.column or ''}", citation=1)  # fmt: skip
    text = framed(language, "stated", value=found.value, unit=found.of, body=quoted.text)
    return replace(quoted, text=text, values=(value,))


def _elsewhere(first: Hit, other: Hit, told: Answer) -> bool:
    """Whether a passage stands in no place that is cited already and says what is not told already."""
    same = (other.unit.container, other.unit.path) == (first.unit.container, first.unit.path)
    if same and other.unit.source not in ("field", "indicator"):
        return False
    return fold(other.text.rstrip("。；;")) not in fold(told.text)


def companions(index: WordIndex, unit: Unit) -> Sequence[Unit]:
    """The fields of the same form that say with this one what a project is for and why: aims, grounds, prospects."""
    if unit.source != "field" or len(unit.text) > _SHORT:
        return ()
    beside = [
        other
        for other in index.units
        if other.container == unit.container and other.source == "field" and other is not unit
        and _EXPLAINS.search(other.column or "") and not says_nothing(other) and other.text != unit.text
    ]  # fmt: skip
    return tuple(other for other in beside if len(other.text) <= _SHORT)[:2]


def _with_rest(hit: Hit, rest: Hit, language: Language) -> Answer:
    body = shortened(hit.text, _BODY) + shortened(rest.text, _BODY + 200 - min(len(hit.text), _BODY))
    text = framed(language, "passage", who=who_of(hit.unit.document), where=where_of(hit.unit), body=body,
                  mark=" [1][2]")  # fmt: skip
    return answer("answered", language, text, [cite(1, hit.unit, hit.span), cite(2, rest.unit, rest.span)])


def siblings(index: WordIndex, unit: Unit, subject: Topic, wanted: Sequence[Focus]) -> list[Unit]:
    """The numbered items under the heading that is asked for, where the best of them is one of several."""
    head = fold(unit.text[:24])
    if unit.source != "item" or not unit.path or any(word in head for word in (*subject.quoted, *subject.pieces)):
        return []
    headings = [bare(heading) for heading in unit.path[-3:]]
    named = any(heading in subject.pieces or index.cover(subject, heading) >= _SAME_NAME for heading in headings)
    if not named and not any(focus.labels.search(unit.path[-1]) for focus in wanted if focus.labels):
        return []
    return [
        other
        for other in index.units
        if other.source == "item"
        and (other.container, other.path, other.label) == (unit.container, unit.path, unit.label)
    ]


def overview(index: WordIndex, unit: Unit, subject: Topic, focuses: Sequence[Focus]) -> list[tuple[Unit, Span]] | None:
    """The points of the section whose heading is what is asked for, where its plans or measures are asked for."""
    heading = bare("|".join(unit.path[-1:]))
    asked = any(focus.name in ("planned", "tasks", "assurance") for focus in focuses)
    if not asked or unit.source not in ("paragraph", "item") or index.cover(subject, heading) < _IS_HEADING:
        return None
    points = [
        (other, point)
        for other in index.units
        if (other.container, other.path) == (unit.container, unit.path)
        for point in segments_of(other.text)
    ]
    return points if len(points) > 1 else None


def rows_alike(hits: Sequence[Hit]) -> list[Unit]:
    """The rows of the best row's table that fit no less than it does, in the table's order."""
    best = hits[0]
    if best.unit.source != "row":
        return []
    alike = [h.unit for h in hits if h.unit.container == best.unit.container and h.score >= best.score - _AS_WELL]
    return sorted(alike, key=lambda unit: unit.order)


def listed_rows(rows: Sequence[Unit], language: Language) -> Answer:
    """The answer that names the rows of a table."""
    names = "、".join(f"{unit.label}（{shortened(unit.text, _ROW)}）" for unit in rows)
    if len(names) > _BODY + 200:
        names = "、".join(unit.label for unit in rows)
    text = framed(language, "passage", who=who_of(rows[0].document), where=where_of(rows[0]), body=names, mark=" [1]")
    return answer("answered", language, text, [cite(number, unit) for number, unit in enumerate(rows, 1)])


def listed_points(unit: Unit, points: Sequence[tuple[Unit, Span]], language: Language) -> Answer:
    """The answer that tells the points of a section, each as far as there is room."""
    each = (_BODY + 280) // len(points)
    body = "".join(shortened(other.text[span.start : span.end], max(each, 60)) for other, span in points)
    text = framed(language, "passage", who=who_of(unit.document), where=where_of(unit), body=body, mark=" [1]")
    return answer(
        "answered", language, text, [cite(number, other, span) for number, (other, span) in enumerate(points, 1)]
    )


def listed(items: Sequence[Unit], language: Language) -> Answer:
    """The answer that tells the items of a list."""
    text = framed(language, "passage", who=who_of(items[0].document), where=where_of(items[0]),
                  body=_fitted(items, _BODY + 200), mark=" [1]")  # fmt: skip
    return answer("answered", language, text, [cite(number, item) for number, item in enumerate(items, 1)])


def _items_after(index: WordIndex, unit: Unit) -> list[Unit]:
    """The numbered items that follow a sentence that ends in a colon."""
    items: list[Unit] = []
    for other in index.units:
        if other.document == unit.document and other.container == unit.container and other.order > unit.order:
            if other.source != "item":
                break
            items.append(other)
    return items


def _fitted(items: Sequence[Unit], room: int) -> str:
    whole = "".join(item.text for item in items)
    if len(whole) <= room:
        return whole
    each = max(24, room // len(items))
    return "".join(shortened(re.split(r"[。；;]", item.text)[0], each).rstrip("…") + "；" for item in items)


def empty(unit: Unit, language: Language) -> Answer:
    """The answer that says a field stands empty."""
    text = framed(language, "field_empty", who=who_of(unit.document), title=title_of(unit),
                  column=unit.column or unit.label, mark=" [1]")  # fmt: skip
    return answer("not_found", language, text, [cite(1, unit, Span(0, 0))])
