"""Why a figure changed: the reason that the document gives for that very subject, or that it gives none.

A reason belongs to the sentence (and the heading) that states the change; the reason of another subject is
never told, however near it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer import Answer
from assistant.passages.compose import Language, answer, cite, framed, shortened, title_of, who_of
from assistant.passages.match import WordIndex
from assistant.passages.paragraphs import Span, sentences_of
from assistant.passages.settings import settings
from assistant.passages.units import Unit
from assistant.passages.words import Topic
from assistant.recorder import Weighed, record

__all__ = ["asks_for_change", "reason", "without_doubts"]

_FITS = 0.62  # share of the topic's words that the subject of a statement must hold
_MENTIONS = 0.75
_WHOLE_NAME = 5  # characters of a name that a heading must hold for its section to be about it
_LEANS = re.compile(r"^\s*(?:[与比较同和]|主要|其中|均|增减|原因|是?由于)")
_SIZED = re.compile(r"\d|持平|一致|相同|不变")
_STILL = re.compile(r"持平|一致|相同|不变|(?<![\d.])0(?:\.0+)?\s*万?元")
_CLAUSE_END = re.compile(r"[；;]")
_DOUBTS = re.compile(r"[，,；;。？?]?[^，,；;。？?]*(?:吗|是不是[^，,；;。？?]*)(?=[，,；;。？?]|$)")
_MOVED = re.compile(r"增加|减少|增长|下降|上升|降低")
_CHANGE_WORDS = re.compile(
    r"(?:[比较]|相比)?(?:上年|去年|上一年|前一年|往年)(?:相比)?|同比|增加|增长|增幅|减少|下降|降低|降幅|上升|上涨|涨|变化|变动|持平|一样|是零|为零|没有|三成|两成|一成|[一二三四五六七八九]成|多|少|零|"
    r"[\d.一二两三四五六七八九十百千]+个?(?:多|余|来)?[万亿千百成倍](?:多|余)?元?|"
    r"一年|本年|当年|全年|没涨也没降|没涨没降|多花|多出|少花|一个数|没动|"
    r"资金|万元|亿元|元|%|百分点|\d+(?:\.\d+)?"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated change: where, and the reason where one is given. ``subject`` are the words before the reason."""

    unit: Unit
    span: Span
    subject: str
    reason: str | None


def reason(index: WordIndex, topic: Topic, language: Language) -> Answer | None:
    """The reason of the topic's change; not_found with the stated change where no reason is given; None where
    the documents state no change of it."""
    subject = _subject(topic)
    if not subject.pieces:
        return None
    missed = _missed_target(index, subject, topic, language)
    if missed is not None:
        return missed
    scored = [(_fit(index, subject, topic, statement), statement) for statement in _statements(index)]
    record(Weighed(scored, _FITS))
    scored = [(score, statement) for score, statement in scored if score >= _FITS]
    if not scored:
        return _only_mentioned(index, subject, language)
    top = max(score for score, _ in scored)
    near = [statement for score, statement in scored if score >= top - 0.03]
    best = next((statement for statement in near if statement.reason), near[0])
    if best.reason and not _moves(index, subject, best):
        best = replace(best, reason=None, span=_without_reason(best))
    body = shortened(best.unit.text[best.span.start : best.span.end], 420)
    key = "reason" if best.reason else "reason_missing"
    text = framed(language, key, who=who_of(best.unit.document), body=body, mark=" [1]")
    return answer("answered" if best.reason else "not_found", language, text, [cite(1, best.unit, best.span)])


def asks_for_change(question: str) -> bool:
    """Whether a why-question is about a change of a figure, rather than about why something is done."""
    return bool(_pattern("asked_change").search(question))


def without_doubts(question: str) -> str:
    """A why-question without the guesses beside it (“是真花钱多了吗，什么缘故？”)."""
    kept = _DOUBTS.sub("", question)
    return kept if _pattern("asked_change").search(kept) else question


def _subject(topic: Topic) -> Topic:
    """The topic without the words of change: they stand beside every subject."""
    pieces = [part for piece in topic.pieces for part in _CHANGE_WORDS.sub("|", piece).split("|")]
    kept = tuple(piece for piece in pieces if len(piece) > 1)
    return replace(topic, pieces=kept, figures=())


def _fit(index: WordIndex, subject: Topic, topic: Topic, statement: Statement) -> float:
    heading = statement.unit.path[-1] if statement.unit.path else ""
    score = min(index.cover(subject, statement.subject, f"{heading}|{statement.unit.label}"), 1.2)
    figures = [figure for figure in topic.figures if len(figure) > 2]
    stated = statement.unit.text[statement.span.start : statement.span.end].replace(",", "")
    if not _SIZED.search(stated):
        score -= 0.15  # "重点压减了…费" states no change of a figure
    if _way(topic.question) and _way(stated) and not _way(topic.question) & _way(stated):
        score -= 0.2  # it went the other way than the question says
    return score + 0.3 * any(figure in stated for figure in figures) - len(statement.subject) / 4000


def _way(text: str) -> frozenset[str]:
    """Which ways a text says that something changed."""
    return frozenset(way for way in ("up", "down") if _pattern(way).search(text.lower()))


def _moves(index: WordIndex, subject: Topic, statement: Statement) -> bool:
    """Whether the reason is about the subject: not where its own clause says that nothing changed and a clause
    beside it states the change (运行费增加…；购置费0.00万元，与上年持平。主要原因是…)."""
    heading = statement.unit.path[-1] if statement.unit.path else ""
    names = [*subject.pieces, *(word for _, words in subject.synonyms for word in words)]
    if any(len(name) >= _WHOLE_NAME and name in heading for name in names):
        return True  # the section is about the subject as a whole
    clauses = [clause for clause in re.split(r"[；;。]", statement.subject) if clause.strip()]
    own = max(clauses, key=lambda clause: index.cover(subject, clause), default="")
    others = [clause for clause in clauses if clause is not own]
    return not (_STILL.search(own) and any(_MOVED.search(clause) for clause in others))


def _without_reason(statement: Statement) -> Span:
    return Span(statement.span.start, statement.span.start + len(statement.subject.rstrip("，, ")))


def _statements(index: WordIndex) -> Iterator[Statement]:
    for unit in index.units:
        if unit.source in ("paragraph", "item") and _pattern("change").search(unit.text):
            yield from _statements_of(unit)


def _statements_of(unit: Unit) -> Iterator[Statement]:
    text, spans = unit.text, sentences_of(unit.text)
    number = 0
    while number < len(spans):
        first = last = number
        number += 1
        own = text[spans[first].start : spans[first].end]
        if not _pattern("change").search(own):
            continue
        while number < len(spans) and _pattern("follows").search(text[spans[number].start : spans[number].end].strip()):
            last = number
            number += 1
        # "与上年持平。" leans on the sentences before it for its subject.
        while first > 0 and _LEANS.search(text[spans[first].start : spans[first].end]):
            first -= 1
        span = Span(spans[first].start, spans[last].end)
        stated = text[span.start : span.end]
        found = _pattern("reason").search(stated)
        given = next((group for group in found.groups() if group), None) if found else None
        yield Statement(unit, span, stated[: found.start()] if found and given else stated, given)
        yield from _of_clauses(unit, span)


def _of_clauses(unit: Unit, span: Span) -> Iterator[Statement]:
    """The statements of one sentence that gives each of its subjects a reason of its own, parted by semicolons."""
    bounds = [
        span.start,
        *(span.start + found.end() for found in _CLAUSE_END.finditer(unit.text[span.start : span.end])),
    ]
    clauses = [Span(start, end) for start, end in zip(bounds, [*bounds[1:], span.end], strict=True) if end > start]
    told = [(clause, _pattern("reason").search(unit.text[clause.start : clause.end])) for clause in clauses]
    if sum(found is not None for _, found in told) < 2:
        return
    for clause, found in told:
        if found:
            text = unit.text[clause.start : clause.end]
            yield Statement(unit, clause, text[: found.start()], next(group for group in found.groups() if group))


def _missed_target(index: WordIndex, subject: Topic, topic: Topic, language: Language) -> Answer | None:
    """Why a target was missed: what the self-evaluation says of it, or that it says nothing."""
    if not _pattern("missed").search(topic.question):
        return None
    clean = tuple(
        part for piece in subject.pieces for part in _pattern("missed").sub("|", piece).split("|") if len(part) > 1
    )
    asked = replace(topic, pieces=clean, figures=())
    numbers = [n for n, unit in enumerate(index.units) if unit.source == "indicator" and "实际完成" in unit.text]
    hits = index.hits(asked, units=numbers, limit=1) if asked.pieces else []
    if not hits or hits[0].score < 0.35:
        return None
    unit = hits[0].unit
    told = re.search(r"(?:说明|偏差原因[^：；]*)：(?P<reason>[^；]{4,})", unit.text)
    who, body = who_of(unit.document), f"{unit.label}，{shortened(unit.text, 200)}"
    if told:
        text = framed(language, "reason", who=who, body=body, mark=" [1]")
        return answer("answered", language, text, [cite(1, unit)])
    text = framed(
        language, "reason_column_empty", who=who, title=title_of(unit), row=unit.label,
        body=body, mark=" [1]",
    )  # fmt: skip
    return answer("not_found", language, text, [cite(1, unit)])


def _only_mentioned(index: WordIndex, subject: Topic, language: Language) -> Answer | None:
    """The documents name the subject but say nothing of a change or a reason."""
    hits = index.hits(subject, limit=1)
    if not hits or hits[0].score < _MENTIONS:
        return None
    hit = hits[0]
    said = f"{hit.unit.label}：{hit.text}" if hit.unit.source in ("field", "row", "indicator") else hit.text
    text = framed(
        language, "reason_none", who=who_of(hit.unit.document), body=shortened(said, 200),
        mark=" [1]",
    )  # fmt: skip
    return answer("not_found", language, text, [cite(1, hit.unit, hit.span)])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(settings("reasons")[name]), re.M)
