"""What the documents say of a subject: the best sentence, sheet field or row, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.passages.compose import (
    Language,
    answer,
    cite,
    framed,
    list_within,
    shortened,
    title_of,
    where_of,
    who_of,
    widened,
)
from assistant.passages.match import Hit, WordIndex
from assistant.passages.paragraphs import Span, item_number, segments_of
from assistant.passages.units import Unit
from assistant.passages.words import Focus, Topic, fold, grams_of, settings

__all__ = ["narrate"]

_LABELLED, _WORDED = 0.18, 0.07  # what a field of the wanted name, a sentence of the wanted wording is worth
_NEARLY = 0.7  # share of a word's character pairs that make it nearly the same
_UNNAMED = 0.06  # what it costs that a form is about a project that is not asked for
_NAMED = 0.12  # what it is worth that the form is about the very project that is asked for
_BODY = 420  # characters quoted
_SHORT = 120  # characters below which the sentences that follow are quoted too
_TITLED = 0.2  # what it is worth that a heading is the very word that is asked for
_HEADED = 0.12  # what it is worth that the heading over a paragraph holds the topic
_JUSTIFIES = 0.12  # what a field of grounds is set back where no grounds are asked for
_BASIS = re.compile(r"依据|可行性")
_LISTS = re.compile(r"有哪|哪些|哪几|哪[二两三四五六七八九十]|分别是|what (are|measures|tasks|indicators)|which", re.I)
_IS_HEADING = 0.6  # share of the topic that a heading must hold to be what is asked for
_STANDS_OUT = 0.3  # share of the topic that a passage must hold that stands out
_AHEAD = 0.1  # how far it must be ahead of the passages of other places
_EXPLAINED = ("purpose", "why", "goal")
_EXPLAINS = re.compile(r"目标|依据|可行性|用途|使用范围|概述")
_RUNNING = ("paragraph", "item", "field")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*\s*[\u4e00-\u9fff%]")
_NUMBERED = re.compile(r"20\d\d\s*年度?(?=预算|部门|[^成建设]{0,4}(?:计划|预计|拟))|[〔\[【（(]20\d\d[)）】\]〕]\s*\d*\s*号?")
_OWNS = 0.42  # share of the owner's name that a field must hold
_LED = 0.06  # what it is worth that a text begins with a word that is asked for
_INLINE_LABEL = re.compile(r"\W{0,3}(?P<label>[^，。；：:\s]{2,10})[：:]")  # 绩效指标：实现全市城镇新增就业…
_PLACEHOLDER = re.compile(r"^(?:\d+[.、])?\s*目标内容\s*\d*\s*$")


def narrate(
    index: WordIndex,
    topic: Topic,
    focuses: Sequence[Focus],
    language: Language,
    *,
    threshold: float,
    covers: float,
    figures: int = 0,
    lone: bool = True,
) -> Answer | None:
    """The passage that answers best, of those that hold the share ``covers`` of the topic.

    ``figures``: only running words with so many figures or more answer (for one figure: only a form's field). not_found where the wanted field stands
    empty; None below the threshold, unless (``lone``) the best passage stands out from all others."""
    if any(focus.name == "tasks" for focus in focuses) and not _without(topic, settings("words")["task_words"]).pieces:
        opening = _opening(index, focuses)
        if opening is not None:
            return _told(index, opening, language)
    subject = _subject(topic, focuses)
    if not subject.pieces:
        subject = topic
    wanted = [focus for focus in focuses if focus.labels]
    strict = any(focus.only for focus in wanted)
    numbers = [n for n, unit in enumerate(index.units) if not strict or _labelled(unit, wanted)]
    if figures:
        strict = False
        sources = _RUNNING if figures > 1 else ("field",)
        numbers = [n for n, unit in enumerate(index.units) if unit.source in sources]
    least = min(covers, _STANDS_OUT) if lone else covers
    hits = _ranked(index, index.hits(subject, units=numbers, limit=40), subject, focuses, strict, least)
    if figures:
        hits = [hit for hit in hits if len(_AMOUNT.findall(_NUMBERED.sub("", hit.text))) >= figures]
    if strict and len(subject.pieces) > 1:
        # A field of the wanted name answers only for the very project, unit or indicator that is named first.
        owner = replace(subject, pieces=subject.pieces[:1])
        hits = [hit for hit in hits if index.cover(owner, hit.unit.text, _context(hit.unit)) >= _OWNS]
    if not hits or not (hits[0].score >= threshold or (lone and _stands_out(hits, threshold))):
        return None
    best = hits[0]
    if not best.text:
        return _empty(best.unit, language)
    siblings = _siblings(index, best.unit, subject, wanted) if _LISTS.search(topic.question) else []
    if len(siblings) > 1:
        return _listed(siblings, language)
    overview = _overview(index, best.unit, subject, focuses)
    if overview is not None:
        return _listed_points(best.unit, overview, language)
    companions = _companions(index, best.unit) if any(focus.name in _EXPLAINED for focus in focuses) else ()
    return _told(index, best, language, companions)


def _stands_out(hits: Sequence[Hit], threshold: float) -> bool:
    """Whether the best passage, though it holds less than asked, leaves those of every other place behind."""
    best = hits[0]
    others = [hit.score for hit in hits if (hit.unit.container, hit.unit.path) != (best.unit.container, best.unit.path)]
    return best.score >= threshold - 0.14 and best.score - max(others, default=0.0) >= _AHEAD


def _opening(index: WordIndex, focuses: Sequence[Focus]) -> Hit | None:
    """The first paragraph of the section whose heading is about tasks, where it announces what follows."""
    tasks = [focus for focus in focuses if focus.name == "tasks" and focus.labels]
    for unit in index.units:
        heading = unit.path[-1] if unit.path else ""
        if unit.source in ("paragraph", "item") and any(f.labels and f.labels.search(heading) for f in tasks):
            return Hit(unit, Span(0, len(unit.text)), 1.0)
    return None


def _without(topic: Topic, words: Sequence[str]) -> Topic:
    """The topic without some words that name no subject."""
    pieces = list(topic.pieces)
    for word in words:
        pieces = [part for piece in pieces for part in piece.split(word)]
    return replace(topic, pieces=tuple(piece for piece in pieces if len(piece) > 1))


def _subject(topic: Topic, focuses: Sequence[Focus]) -> Topic:
    """The topic without the words that name the wanted field."""
    pieces: list[str] = []
    for piece in topic.pieces:
        for focus in focuses:
            if focus.labels:
                piece = focus.labels.sub("|", piece)
        pieces += [part for part in piece.split("|") if len(part) > 1]
    return Topic(topic.question, tuple(pieces), topic.synonyms, topic.quoted, topic.figures, topic.years)


def _bare(heading: str) -> str:
    return fold(heading.strip()[len(item_number(heading) or "") :].strip(" 、.．"))


def _context(unit: Unit) -> str:
    return "|".join((*unit.path, unit.label))


def _labels(unit: Unit) -> str:
    if unit.source in ("field", "row"):
        return f"{unit.label}|{unit.column or ''}" if unit.source == "field" else unit.column or ""
    if unit.source == "indicator":
        return "|".join(re.findall(r"(?:^|；)([^：；]{2,8})：", unit.text))
    inline = _INLINE_LABEL.match(unit.text[len(item_number(unit.text) or "") :])
    return "|".join((*unit.path[-1:], unit.label, inline["label"] if inline else ""))


def _labelled(unit: Unit, focuses: Sequence[Focus]) -> bool:
    return any(
        focus.labels.search(_labels(unit)) or (focus.within and focus.labels.search("|".join(unit.path[-3:-1])))
        for focus in focuses
        if focus.labels
    )


def _ranked(
    index: WordIndex, hits: Sequence[Hit], subject: Topic, focuses: Sequence[Focus], strict: bool, covers: float
) -> list[Hit]:
    ranked = []
    musts = [focus.text for focus in focuses if focus.must and focus.text]
    wanted_basis = any(focus.labels and _BASIS.search(focus.labels.pattern) for focus in focuses)
    wants_value = strict or any(focus.name == "when" for focus in focuses)
    for hit in hits:
        if (hit.score < covers and not strict) or any(not must.search(hit.text) for must in musts):
            continue
        if any(not _is_either(hit, focus) for focus in focuses if focus.either):
            continue
        asked_by_name = _bare(hit.unit.column or hit.unit.label) in subject.pieces
        if _PLACEHOLDER.match(hit.unit.text) or (not strict and not asked_by_name and _says_nothing(hit.unit)):
            continue
        score = hit.score
        score += _LABELLED * (not strict and _labelled(hit.unit, focuses))
        score += _WORDED * sum(bool(focus.text.search(hit.text)) for focus in focuses if focus.text)
        named = _names_project(hit.unit, subject)
        score += _NAMED * named - _UNNAMED * (not named and hit.unit.source in ("field", "indicator"))
        score -= 0.15 * (hit.unit.source == "row" and not strict and not _labelled(hit.unit, focuses))
        score -= (0.05 if wants_value else 0.1) * (hit.unit.source == "indicator")
        score -= _JUSTIFIES * (not wanted_basis and bool(_BASIS.search(hit.unit.column or "")))
        score += _TITLED * asked_by_name
        score += _TITLED * any(_bare(heading) in subject.pieces for heading in hit.unit.path[-3:])
        if hit.unit.source in ("paragraph", "item"):
            score += _HEADED * min(index.cover(subject, _bare("|".join(hit.unit.path[-1:]))), 1.0)
        head = fold(hit.text[:24])
        score += _LED * any(word in head for word in subject.pieces)
        score += _TITLED * any(word in head[:12] or _named(hit.unit, word) for word in subject.quoted)
        score -= len(hit.text) / 5000
        # Of two sheets with like names the one whose name says no more than was asked.
        score -= 0.002 * sum(len(heading) for heading in hit.unit.path[-1:])
        ranked.append(Hit(hit.unit, hit.span, score))
    return sorted(ranked, key=lambda hit: (-hit.score, hit.unit.order))


def _is_either(hit: Hit, focus: Focus) -> bool:
    return _labelled(hit.unit, [focus]) or bool(focus.text and focus.text.search(hit.text))


def _says_nothing(unit: Unit) -> bool:
    """Whether a field holds only a figure, a date or the form's own name."""
    if unit.source != "field":
        return not unit.text.strip()
    text = fold(unit.text)
    return not re.search(r"[一-鿿]{4,}", text) or any(text in fold(heading) for heading in unit.path)


def _names_project(unit: Unit, subject: Topic) -> bool:
    return any(len(word) > 2 and _named(unit, word) for word in (*subject.quoted, *subject.pieces))


def _named(unit: Unit, word: str) -> bool:
    """Whether the form's name, or one of the two headings over a paragraph, holds a word, or nearly all of it."""
    name = fold("|".join(unit.path[-1:] if unit.source in ("field", "indicator") else unit.path[-2:]))
    grams = grams_of(word)
    return word in name or (len(grams) > 2 and sum(gram in name for gram in grams) >= _NEARLY * len(grams))


def _companions(index: WordIndex, unit: Unit) -> Sequence[Unit]:
    """The fields of the same form that say with this one what a project is for and why: aims, grounds, prospects."""
    if unit.source != "field" or len(unit.text) > _SHORT:
        return ()
    beside = [
        other
        for other in index.units
        if other.container == unit.container and other.source == "field" and other is not unit
        and _EXPLAINS.search(other.column or "") and not _says_nothing(other) and other.text.strip() != unit.text.strip()
    ]  # fmt: skip
    return tuple(other for other in beside if len(other.text) <= _SHORT)[:2]


def _told(index: WordIndex, best: Hit, language: Language, companions: Sequence[Unit] = ()) -> Answer:
    unit = best.unit
    best = _whole_point(best)
    body, span = list_within(best, _BODY)
    if span == best.span and body[-1:] not in "：:":
        best = widened(best, _SHORT)
        body, span = best.text, best.span
    citations = [cite(1, unit, span)]
    if span == best.span and body[-1:] in "：:":
        following = _items_after(index, unit)
        room = max(0, _BODY + 200 - len(body))
        if following:
            body += _fitted(following, room)
            citations += [cite(number, item) for number, item in enumerate(following, 2)]
    if unit.source == "field":
        text = framed(language, "field", who=who_of(unit.document), title=title_of(unit),
                      column=unit.column or unit.label, body=shortened(body, _BODY + 200), mark=" [1]")  # fmt: skip
        for other in companions:
            citations.append(cite(len(citations) + 1, other))
            text += f"\n{other.column}：{shortened(other.text, _SHORT)} [{len(citations)}]"
    elif unit.source in ("row", "indicator"):
        text = framed(language, "row", label=unit.label, who=who_of(unit.document),
                      title=title_of(unit), body=shortened(body, _BODY), mark=" [1]")  # fmt: skip
    else:
        text = framed(language, "passage", who=who_of(unit.document), where=where_of(unit),
                      body=shortened(body, _BODY + 200), mark=" [1]")  # fmt: skip
    return answer("answered", language, text, citations)


def _whole_point(hit: Hit) -> Hit:
    """A hit that opens a point of a text (二要…) with the rest of that point."""
    for point in segments_of(hit.unit.text):
        if point.start <= hit.span.start <= point.start + 2 and hit.span.end < point.end <= point.start + 520:
            return Hit(hit.unit, point, hit.score)
    return hit


def _siblings(index: WordIndex, unit: Unit, subject: Topic, wanted: Sequence[Focus]) -> list[Unit]:
    """The numbered items under the heading that is asked for, where the best of them is one of several."""
    head = fold(unit.text[:24])
    if unit.source != "item" or not unit.path or any(word in head for word in (*subject.quoted, *subject.pieces)):
        return []
    named = any(_bare(heading) in subject.pieces for heading in unit.path[-3:])
    if not named and not any(focus.labels.search(unit.path[-1]) for focus in wanted if focus.labels):
        return []
    return [
        other
        for other in index.units
        if other.source == "item"
        and (other.container, other.path, other.label) == (unit.container, unit.path, unit.label)
    ]


def _overview(
    index: WordIndex, unit: Unit, subject: Topic, focuses: Sequence[Focus]
) -> list[tuple[Unit, Span]] | None:
    """The points of the section whose heading is what is asked for, where its plans or measures are asked for."""
    heading = _bare("|".join(unit.path[-1:]))
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


def _listed_points(unit: Unit, points: Sequence[tuple[Unit, Span]], language: Language) -> Answer:
    each = (_BODY + 280) // len(points)
    body = "".join(shortened(other.text[span.start : span.end], max(each, 60)) for other, span in points)
    text = framed(language, "passage", who=who_of(unit.document), where=where_of(unit), body=body, mark=" [1]")
    return answer(
        "answered", language, text, [cite(number, other, span) for number, (other, span) in enumerate(points, 1)]
    )


def _listed(items: Sequence[Unit], language: Language) -> Answer:
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


def _empty(unit: Unit, language: Language) -> Answer:
    text = framed(language, "field_empty", who=who_of(unit.document), title=title_of(unit),
                  column=unit.column or unit.label, mark=" [1]")  # fmt: skip
    return answer("not_found", language, text, [cite(1, unit, Span(0, 0))])
