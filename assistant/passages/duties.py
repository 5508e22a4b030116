"""Who is responsible for what: the numbered duty that fits, or the list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.passages.compose import Language, answer, cite, framed, shortened, where_of, who_of
from assistant.passages.match import Hit, WordIndex
from assistant.passages.units import Unit
from assistant.passages.words import Topic
from assistant.recorder import Weighed, record

__all__ = ["duties"]

_HEADING = re.compile(r"职责|职能|主要任务及职责")
_FITS = 0.45  # share of the topic's words that a duty must hold
_ITEM = 46  # characters of a duty in a list of all


def duties(index: WordIndex, topic: Topic, language: Language) -> Answer | None:
    """The duty that fits the topic, or all duties in short where no topic is named; None if none fits."""
    numbers = [number for number, unit in enumerate(index.units) if _is_duty(unit)]
    if not numbers:
        return None
    if not topic.pieces:
        return _all([index.units[number] for number in numbers], language)
    hits = index.hits(topic, units=numbers, limit=4)
    record(Weighed(hits, _FITS))
    if not hits or hits[0].score < _FITS:
        return None
    return _told(hits, language)


def _is_duty(unit: Unit) -> bool:
    return unit.source in ("item", "paragraph") and any(_HEADING.search(heading) for heading in unit.path[-2:])


def _told(hits: Sequence[Hit], language: Language) -> Answer:
    best = hits[0]
    rivals = [hit for hit in hits[1:] if hit.score >= 0.97 * best.score and hit.unit.document != best.unit.document]
    parts, citations = [], []
    for number, hit in enumerate([best, *rivals][:3], 1):
        parts.append(
            framed(
                language,
                "duties",
                who=who_of(hit.unit.document),
                where=where_of(hit.unit),
                body=shortened(hit.text, 380),
                mark=f" [{number}]",
            )
        )
        citations.append(cite(number, hit.unit, hit.span))
    return answer("answered", language, "\n".join(parts), citations)


def _all(units: Sequence[Unit], language: Language) -> Answer | None:
    document = units[0].document
    items = [unit for unit in units if unit.document == document and unit.source == "item"]
    if not items:
        return None
    heads = [shortened(re.split(r"[。；;]", unit.text)[0], _ITEM) for unit in items]
    body = "；".join(heads) + "。"
    text = framed(language, "duties", who=who_of(document), where=where_of(items[0]), body=body, mark=" [1]")
    return answer("answered", language, text, [cite(1, items[0]), *(cite(n, u) for n, u in enumerate(items[1:], 2))])
