"""Of which year a text speaks: its title's year, its sentences' years, and whether they disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.passages.compose import Language, answer, cite, framed, shortened, who_of
from assistant.passages.match import WordIndex
from assistant.passages.paragraphs import Span, sentences_of
from assistant.passages.units import Unit
from assistant.passages.words import Topic

__all__ = ["asks_for_year", "year_of"]

_ASKS = re.compile(r"(哪年|哪一年|哪个年度|什么年份)的?(数据|数字|数|情况)|which year|what year", re.I)
_DATED = re.compile(
    r"\W*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?(?:截至)?20\d{2}\s*年"
)  # the sentence is about that year
_FITS = 0.4
_YEAR = re.compile(r"20\d{2}\s*年?度?")


def asks_for_year(question: str) -> bool:
    """Whether a question asks of which year something is."""
    return bool(_ASKS.search(question))


def year_of(index: WordIndex, topic: Topic, language: Language) -> Answer | None:
    """The years that the best sheet or section names, title against text; None where it names none."""
    hits = [hit for hit in index.hits(topic, limit=12) if hit.unit.source in ("field", "paragraph")]
    if not hits or hits[0].score < _FITS:
        return None
    container, document = hits[0].unit.container, hits[0].unit.document
    units = [unit for unit in index.units if unit.container == container]
    headed = next((heading for unit in units for heading in reversed(unit.path) if _YEAR.search(heading)), None)
    stated = next((evidence for evidence in document.evidence if evidence.property == "year"), None)
    titled = (
        headed
        or (stated.text.strip(" ()（）") if stated else None)
        or (f"{document.year}年度" if document.year else "")
    )
    told = _sentence_of_year(units, {found[:4] for found in _YEAR.findall(titled)})
    if told is None or not titled:
        return None
    unit, span = told
    citations = [cite(1, unit, span)]
    mark = ""
    if headed is None and stated and stated.place:
        place = stated.place
        citations.append(
            replace(citations[0], number=2, line_start=place.line_start, line_end=place.line_end, column=None,
                    quote=stated.text)
        )  # fmt: skip
        mark = " [2]"
    sentence = shortened(unit.text[span.start : span.end], 160)
    text = framed(language, "years_differ", who=who_of(document), titled=titled, title_mark=mark, body=sentence,
                  mark=" [1]")  # fmt: skip
    return answer("conflict", language, text, citations)


def _sentence_of_year(units: Sequence[Unit], other: set[str]) -> tuple[Unit, Span] | None:
    for unit in units:
        for span in sentences_of(unit.text):
            years = {found[:4] for found in _YEAR.findall(unit.text[span.start : span.end])}
            if years and not years & other and _DATED.match(unit.text[span.start : span.end]):
                return unit, span
    return None
