"""Putting found passages into an answer: framing sentence, quotation, numbered citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.passages.match import Hit
from assistant.passages.paragraphs import Span, item_number, sentences_of
from assistant.passages.settings import settings
from assistant.passages.units import Unit
from index.model import Document

__all__ = [
    "answer",
    "cite",
    "framed",
    "joined",
    "language_of",
    "list_within",
    "shortened",
    "term_of",
    "title_of",
    "where_of",
    "who_of",
]

Language = Literal["zh", "en"]
LONGEST_ANSWER = 1100  # characters; what is longer is no answer
_QUOTE = 200


def language_of(language: str) -> Language:
    """The answer's language: English if asked, else Chinese."""
    return "en" if language.lower().startswith("en") else "zh"


def framed(language: Language, key: str, **parts: str) -> str:
    """A sentence of ``prose_answers.toml`` filled in."""
    return str(settings("answers")[language][key]).format(**parts)


def who_of(document: Document) -> str:
    """Whose document it is, in the words of its title."""
    return document.title or document.department or document.file


def where_of(unit: Unit) -> str:
    """The heading a piece stands under, without its number."""
    return title_of(unit) or "正文"


def title_of(unit: Unit) -> str:
    """The last heading over a piece, or the title of its form or table, without its number."""
    heading = unit.path[-1].strip() if unit.path else ""
    return heading[len(item_number(heading) or "") :].strip(" 、.．：:《》")


def term_of(unit: Unit) -> str:
    """A glossary entry's term without the quotation marks around it."""
    label = unit.label
    return label[1:-1] if label[:1] == "“" and label[-1:] == "”" and label.count("“") == 1 else label


def cite(number: int, unit: Unit, span: Span | None = None) -> Citation:
    """The citation of a piece, or of a stretch of it, by its exact lines."""
    chosen = span or Span(0, len(unit.text))
    place = unit.body.place(chosen.start, chosen.end)
    table = unit.path[-1] if unit.source in ("field", "indicator", "row") and unit.path else None
    return Citation(
        number=number,
        document=unit.document.file,
        title=unit.document.title,
        page=place.page,
        line_start=place.line_start,
        line_end=place.line_end,
        section=" > ".join(unit.path) or None,
        table=table,
        row=unit.label if unit.source in ("row", "indicator") else None,
        column=unit.column if unit.source in ("field", "row") else None,
        quote=shortened(unit.text[chosen.start : chosen.end].strip() or unit.label, _QUOTE),
        document_id=unit.document.id,
        container=unit.container,
    )


def answer(
    status: Literal["answered", "not_found", "conflict"],
    language: Language,
    text: str,
    citations: Sequence[Citation],
) -> Answer:
    """An answer of words: it has no figures of its own."""
    return Answer(status=status, language=language, text=shortened(text, LONGEST_ANSWER), citations=tuple(citations))


def joined(first: Answer, second: Answer) -> Answer:
    """Two answers in words as one, the citations of the second numbered on."""
    shift = len(first.citations)
    text = re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + shift}]", second.text)
    moved = tuple(replace(citation, number=citation.number + shift) for citation in second.citations)
    return replace(first, text=f"{first.text}\n{text}", citations=(*first.citations, *moved))


def shortened(text: str, limit: int) -> str:
    """A text cut at a clause's end where it is longer than ``limit`` characters."""
    text = re.sub(r"[ \t]*\n+[ \t]*", " ", text.strip())
    if len(text) <= limit:
        return text
    cut = max(text.rfind(end, limit // 2, limit - 1) for end in "。；;，,、 ")
    return text[: cut if cut > 0 else limit - 1].rstrip("。；;，,、 ") + "…"


def list_within(hit: Hit, limit: int) -> tuple[str, Span]:
    """A hit's words; where they are the heading of numbered items in the same text, with those items.

    Items that do not fit whole are given by their first sentence each.
    """
    text, sentences = hit.unit.text, sentences_of(hit.unit.text)
    inside = [s for s in sentences if s.start >= hit.span.start and s.end <= hit.span.end]
    last = inside[-1] if inside else hit.span
    lead = text[last.start : last.end].strip()
    number = item_number(lead)
    items: list[Span] = []
    opens = lead[-1:] in "：:" or (len(lead) <= 40 and lead[-1:] not in "。；;")
    if opens:
        style: str | None = None
        for sentence in (s for s in sentences if s.start >= last.end):
            mark = item_number(text[sentence.start : sentence.end].strip())
            if mark and number and _style(mark) == _style(number):
                break
            if style is None and not mark:
                break
            style = style or _style(mark or "")
            items.append(sentence)
    if not items:
        return hit.text, hit.span
    span = Span(hit.span.start, items[-1].end)
    whole = text[span.start : span.end].strip()
    if len(whole) <= limit:
        return whole, span
    heads = [text[s.start : s.end].strip() for s in items if item_number(text[s.start : s.end].strip())]
    return shortened(" ".join([hit.text, *heads]), limit), span


def _style(number: str) -> str:
    return re.sub(r"[一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", number))
