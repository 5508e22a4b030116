"""From what was recorded while a question was answered to a :class:`Trace` in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer import Answer
from assistant.outcome import Outcome
from assistant.passages.compose import cite
from assistant.passages.match import Hit
from assistant.query import Query
from assistant.recorder import Event, Grouped, Refused, Searched, Tried, Weighed
from assistant.trace import Method, Operand, Passage, Search, Trace
from assistant.trace_links import left_over, links_of
from assistant.trace_ranks import first_of, search_told
from assistant.trace_words import say, share
from assistant.vocabulary import Vocabulary

__all__ = ["story"]

BEST = 10  # figures and passages that are shown of a search
EACH = 5  # the same where several searches are shown
SEARCHES = 6  # searches that are shown


def story(question: str, query: Query, answer: Answer, events: Sequence[Event], vocabulary: Vocabulary) -> Trace:
    """How ``answer`` came about, in the question's language."""
    tongue = query.language
    decided = _deciding(events)
    within = list(_inside(decided.events)) if decided is not None else []
    facts = {citation.fact for citation in answer.citations if citation.fact and _headline(citation.number, answer)}
    searches = list({(s.wanted.segments, s.wanted.codes): s for s in within if isinstance(s, Searched)}.values())
    sets = [event for event in within if isinstance(event, Grouped)]
    shown = [s for s in searches if first_of(s.found, facts)] or ([] if sets else searches[:1])
    main = shown[0] if shown and answer.status != "error" else None
    taken = first_of(main.found, facts) if main is not None else None
    nearest = taken or (main.found[0] if main is not None and main.found else None)
    wanted = main.wanted if main is not None else None
    return Trace(
        query.question,
        links_of(question, query, vocabulary, taken, wanted),
        left_over(query, nearest, wanted),
        tuple(_methods(events, tongue)),
        tuple(_searches(shown, {fact for fact in facts if fact}, vocabulary, tongue)),
        tuple(dict.fromkeys(_set_told(group, tongue) for group in sets)),
        tuple(_passages([event for event in _inside(events) if isinstance(event, Weighed)], answer)),
        tuple(_operands(answer)),
        tuple(dict.fromkeys(_refusals(query, answer, events, decided))),
    )


def _headline(number: int, answer: Answer) -> bool:
    """Whether a citation is of a figure that was asked for, or of one that it was calculated from."""
    operands = answer.calculation.operands if answer.calculation else ()
    return number in operands or any(value.citation == number for value in answer.values)


def _deciding(events: Sequence[Event]) -> Tried | None:
    """The method whose result was given; where none gave any, the one that looked for a single figure."""
    methods = [event for event in events if isinstance(event, Tried) and event.method != "earlier"]
    gave = [event for event in methods if event.result is not None]
    single = [event for event in methods if event.method == "value"]
    return next((found[-1] for found in (gave, single, methods) if found), None)


def _inside(events: Sequence[Event]) -> Iterator[Event]:
    """All events, those within methods included; an earlier question's are left out."""
    for event in events:
        yield event
        if isinstance(event, Tried) and event.method != "earlier":
            yield from _inside(event.events)


def _methods(events: Sequence[Event], tongue: str) -> Iterator[Method]:
    told = [Method(say(f"m_{e.method}", tongue), _result(e.result, tongue)) for e in events if isinstance(e, Tried)]
    yield from dict.fromkeys(told)


def _result(result: Any, tongue: str) -> str:
    if isinstance(result, Outcome):
        figures = "；".join(f"{f.label} {f.value}{f.unit}" for f in result.figures[:3])
        return figures or result.said or result.status
    if isinstance(result, Answer):
        return result.text[:80]
    return str(result) if result else say("nothing", tongue)


def _searches(shown: Sequence[Searched], facts: set[str], vocabulary: Vocabulary, tongue: str) -> Iterator[Search]:
    for searched in shown[:SEARCHES]:
        told = search_told(searched, facts, vocabulary, tongue, BEST if len(shown) == 1 else EACH)
        if told.ranked:
            yield told


def _set_told(group: Grouped, tongue: str) -> str:
    first, count = group.members[0].label, len(group.members)
    if group.chosen is None:
        return say("set_unfit", tongue, first=first, count=count)
    if not group.explained.enough():
        return say("set_left", tongue, first=first, count=count, left="、".join(group.explained.rest()))
    return say("set_taken", tongue, first=first, count=count, chosen=len(group.chosen))


def _passages(weighed: Sequence[Weighed], answer: Answer) -> Iterator[Passage]:
    """The passages of the last weighing, best first."""
    if not weighed:
        return
    cited = {(citation.document_id, citation.line_start) for citation in answer.citations}
    ranked = sorted(map(_scored, weighed[-1].passages), key=lambda scored: -scored[0])
    for number, (score, unit, span) in enumerate(ranked[:BEST], 1):
        citation = cite(number, unit, span)
        yield Passage(
            number,
            f"{score:.2f}",
            " › ".join((*unit.path, *((unit.label,) if unit.label else ()))),
            citation.document,
            citation.line_start,
            citation.quote,
            (citation.document_id, citation.line_start) in cited,
        )


def _scored(passage: Any) -> tuple[float, Any, Any]:
    """(score, unit, span) of a hit, or of a score with a unit or a statement."""
    if isinstance(passage, Hit):
        return passage.score, passage.unit, passage.span
    score, what = passage
    return score, getattr(what, "unit", what), getattr(what, "span", None)


def _operands(answer: Answer) -> Iterator[Operand]:
    numbers = answer.calculation.operands if answer.calculation else ()
    for citation in answer.citations:
        if citation.number in numbers:
            parts = (citation.table, citation.row, citation.column)
            label = " › ".join(part for part in parts if part) or citation.section or ""
            yield Operand(label, citation.quote, citation.document, citation.cell_line or citation.line_start)


def _refusals(query: Query, answer: Answer, events: Sequence[Event], decided: Tried | None) -> Iterator[str]:
    """Why there is no figure, or more than one."""
    tongue = query.language
    reason = decided.result.reason if decided is not None and isinstance(decided.result, Outcome) else None
    if answer.status == "conflict":
        yield say("conflict", tongue)
    elif answer.status == "ambiguous":
        yield say("department" if reason == "department" else "tie", tongue)
    if answer.status != "not_found":
        return
    if query.scope.missing:
        yield say("scope_missing", tongue, missing=query.scope.missing)
        return
    refused = [event.why for event in _inside(events) if isinstance(event, Refused)]
    for why in refused:
        yield say(why, tongue, words="、".join(query.unlinked))
    if reason in ("no_reason", "previous", "empty"):
        yield say(f"r_{reason}", tongue)
    short = [e for e in _inside(events) if isinstance(e, Weighed) and e.passages]
    best = max((_scored(passage)[0] for passage in short[-1].passages), default=0.0) if short else 0.0
    if short and best < short[-1].least:
        yield say("passage_short", tongue, score=share(best), least=share(short[-1].least))
    elif not refused and reason is None and not (decided and isinstance(decided.result, Answer)):
        yield say("nothing_fits", tongue)
