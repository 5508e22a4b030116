"""Of which year a text speaks: its title's year, its sentences' years, and whether they disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.passages.compose import Language, answer, cite, framed, shortened, who_of
from assistant.passages.match import WordIndex
from assistant.passages.paragraphs import Span, sentences_of
from assistant.passages.units import Unit
from assistant.passages.words import Topic

__all__ = ["asks_for_year", "year_of"]

_ASKS = re.compile(r"(哪年|哪一年|哪个年度|什么年份)的?(数据|数字|数|情况|年度)?|which year|what year", re.I)
_YEAR = re.compile(r"20\d{2}\s*年?度?")


def asks_for_year(question: str) -> bool:
    """Whether a question asks of which year something is."""
    return bool(_ASKS.search(question))


def year_of(index: WordIndex, topic: Topic, language: Language) -> Answer | None:
    """The years that the best sheet or section names, title against text; None where it names none."""
    hits = [hit for hit in index.hits(topic, limit=12) if hit.unit.source in ("field", "paragraph")]
    if not hits:
        return None
    container = hits[0].unit.container
    units = [unit for unit in index.units if unit.container == container]
    titled = next((heading for unit in units for heading in reversed(unit.path) if _YEAR.search(heading)), None)
    told = _sentence_of_year(units, {found[:4] for found in _YEAR.findall(titled or "")})
    if told is None or titled is None:
        return None
    unit, span = told
    quote = shortened(unit.text[span.start : span.end], 160)
    body = f"{who_of(unit.document)}的标题写“{titled}”，正文写“{quote}” [1]"
    return answer("conflict", language, framed(language, "years_differ", body=body), [cite(1, unit, span)])


def _sentence_of_year(units: Sequence[Unit], other: set[str]) -> tuple[Unit, Span] | None:
    for unit in units:
        for span in sentences_of(unit.text):
            years = {found[:4] for found in _YEAR.findall(unit.text[span.start : span.end])}
            if years and not years & other:
                return unit, span
    return None
