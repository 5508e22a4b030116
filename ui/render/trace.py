"""A trace as lines of text: how the question was read, what was considered, and what decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.terminal import clean, pad, width
from ui.words import Language, say, say_lines

if TYPE_CHECKING:
    from assistant.trace import Operand, Passage, Ranked, Trace

__all__ = ["trace_lines"]


def trace_lines(trace: Trace, language: Language) -> Iterator[str]:
    """The lines of a trace, each part under its heading; parts without content are left out."""
    yield f"{say('trace_read', language)}:"
    wide = max((width(clean(link.kind)) for link in trace.links), default=0)
    for link in trace.links:
        words = f"“{clean(link.words)}” → " if link.words else ""
        yield f"  {pad(clean(link.kind), wide)}  {words}{clean(link.to)}"
    if trace.left_over:
        yield f"  {say('trace_left', language)}: {'、'.join(map(clean, trace.left_over))}"
    if trace.methods:
        yield f"{say('trace_methods', language)}:"
    for method in trace.methods:
        yield f"  {clean(method.name)}: {clean(method.result)}"
    for search in trace.searches:
        yield f"{say('trace_search', language, sought=clean(search.sought))}:"
        for ranked in search.ranked:
            yield from _ranked(ranked, language)
        if search.won:
            yield f"  {say('trace_won', language)}: {clean(search.won)}"
    yield from _listed("trace_sets", trace.sets, language)
    if trace.passages:
        yield f"{say('trace_passages', language)}:"
    for passage in trace.passages:
        yield from _passage(passage, language)
    yield from _listed("trace_operands", [_operand(operand, language) for operand in trace.operands], language)
    yield from _listed("trace_refused", trace.refused, language)


def _listed(key: str, lines: tuple[str, ...] | list[str], language: Language) -> Iterator[str]:
    if lines:
        yield f"{say(key, language)}:"
    for line in lines:
        yield f"  {clean(line)}"


def _place(document: str, line: int | None, language: Language) -> str:
    return clean(document) + (f" {say_lines(line, line, language)}" if line is not None else "")


def _mark(chosen: bool) -> str:
    return "→" if chosen else " "


def _ranked(ranked: Ranked, language: Language) -> Iterator[str]:
    place = _place(ranked.document, ranked.line, language)
    yield f"{_mark(ranked.chosen)}{ranked.rank:>3}. {clean(ranked.value)}  {clean(ranked.where)}  {place}"
    refused = f"; ✗ {ranked.refused}" if ranked.refused else ""
    yield f"       {ranked.score}  {clean('; '.join(ranked.why) + refused)}"


def _passage(passage: Passage, language: Language) -> Iterator[str]:
    place = _place(passage.document, passage.line, language)
    yield f"{_mark(passage.chosen)}{passage.rank:>3}. {passage.score}  {clean(passage.where)}  {place}"
    yield f"       {clean(passage.text)[:80]}"


def _operand(operand: Operand, language: Language) -> str:
    return f"{operand.value}  {operand.label}  {_place(operand.document, operand.line, language)}"
