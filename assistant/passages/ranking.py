"""Which of the passages that cover a question answers it: the wanted field, clause, heading and project weighed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.passages.match import Hit, WordIndex
from assistant.passages.paragraphs import item_number
from assistant.passages.units import Unit
from assistant.passages.words import Focus, Topic, fold, grams_of, kinds_named, wanted_noun

__all__ = ["bare", "context", "labelled", "ranked", "says_nothing"]

_LABELLED, _WORDED = 0.18, 0.07  # what a field of the wanted name, a sentence of the wanted wording is worth
_WITHIN = 0.15  # what it is worth that a heading further up has the wanted name
_NEARLY = 0.7  # share of a word's character pairs that make it nearly the same
_UNNAMED = 0.06  # what it costs that a form is about a project that is not asked for
_NAMED = 0.12  # what it is worth that the form is about the very project that is asked for
_TITLED = 0.2  # what it is worth that a heading is the very word that is asked for
_HEADED = 0.12  # what it is worth that the heading over a paragraph holds the topic
_JUSTIFIES = 0.12  # what a field of grounds is set back where no grounds are asked for
_LED = 0.06  # what it is worth that a text begins with a word that is asked for
_NOT_NEWEST = 0.1  # what it costs that a department has a newer document, where no year is asked for
_OTHER_THING = 0.2  # what it costs to hold the figure that is named, but not what is asked of it
_FORMAL = 0.12  # what an indicator is set back more where no figure is asked for
_KINDS = 0.25  # what it is worth that a text names several kinds of the thing that is asked for
_SPELT = 0.08  # what it is worth that a text has a point of the very name that is asked for
_POINT_NAME = re.compile(r"(?:^|[\s\d.、。；;])([一-鿿]{2,8})[：:]")  # 1. 线上：开发…
_COUNTED = frozenset(("standard", "when", "indicators", "basis", "result", "span", "duration", "plan"))
_CITED = re.compile(r"《[^《》]{8,}》")  # the name of a document tells nothing of what it names
_BASIS = re.compile(r"依据|可行性")
_INLINE_LABEL = re.compile(r"\W{0,3}(?P<label>[^，。；：:\s]{2,10})[：:]")  # 绩效指标：实现全市城镇新增就业…
_PLACEHOLDER = re.compile(r"^(?:\d+[.、])?\s*目标内容\s*\d*\s*$")


def ranked(
    index: WordIndex,
    hits: Sequence[Hit],
    subject: Topic,
    focuses: Sequence[Focus],
    *,
    strict: bool,
    covers: float,
    figures: bool = False,
) -> list[Hit]:
    """Hits by how well they answer, best first; without those that hold less than ``covers`` of the subject.

    ``strict``: they are fields of the wanted name; ``figures``: figures are asked for.
    """
    found = []
    musts = [focus.text for focus in focuses if focus.must and focus.text]
    wanted_basis = any(focus.labels and _BASIS.search(focus.labels.pattern) for focus in focuses)
    wants_value = strict or any(focus.name == "when" for focus in focuses)
    newest, noun = _newest(index), wanted_noun(subject.question)
    counted = figures or any(focus.name in _COUNTED for focus in focuses)
    worded = [focus for focus in focuses if focus.text and focus.name not in _COUNTED]
    for hit in hits:
        if (hit.score < covers and not strict) or any(not must.search(hit.text) for must in musts):
            continue
        if any(not _is_either(hit, focus) for focus in focuses if focus.either):
            continue
        asked_by_name = bare(hit.unit.column or hit.unit.label) in subject.pieces
        if _PLACEHOLDER.match(hit.unit.text) or (not strict and not asked_by_name and says_nothing(hit.unit)):
            continue
        score = hit.score
        if not wanted_basis and _CITED.search(hit.text):
            score -= index.cover(subject, hit.text, context(hit.unit))
            score += index.cover(subject, _CITED.sub("", hit.text), context(hit.unit))
        score -= _NOT_NEWEST * (not subject.years and (hit.unit.document.year or 0) < newest[_owner(hit.unit)])
        if not strict and labelled(hit.unit, focuses):
            score += _LABELLED
        elif _within(hit.unit, focuses):
            score += _WITHIN
        score += _WORDED * sum(bool(focus.text.search(hit.text)) for focus in focuses if focus.text)
        named = _names_project(hit.unit, subject)
        score += _NAMED * named - _UNNAMED * (not named and hit.unit.source in ("field", "indicator"))
        score -= 0.15 * (hit.unit.source == "row" and not strict and not labelled(hit.unit, focuses))
        score -= (0.05 if wants_value else 0.1) * (hit.unit.source == "indicator")
        score -= _FORMAL * (hit.unit.source == "indicator" and not strict and not counted)
        score += _SPELT * any(name in piece for name in _POINT_NAME.findall(hit.text) for piece in subject.pieces)
        score += _KINDS * bool(noun and kinds_named(noun, hit.text) > 1)
        if subject.figures and worded and not any(focus.text and focus.text.search(hit.text) for focus in worded):
            score -= _OTHER_THING
        score -= _JUSTIFIES * (not wanted_basis and bool(_BASIS.search(hit.unit.column or "".join(hit.unit.path[-1:]))))
        score += _TITLED * asked_by_name
        score += _TITLED * any(bare(heading) in subject.pieces for heading in hit.unit.path[-3:])
        if hit.unit.source in ("paragraph", "item"):
            score += _HEADED * min(index.cover(subject, bare("|".join(hit.unit.path[-1:]))), 1.0)
        head = fold(hit.text[:24])
        score += _LED * any(word in head for word in subject.pieces)
        score += _TITLED * any(word in head[:12] or _named(hit.unit, word) for word in subject.quoted)
        score -= len(hit.text) / 5000
        # Of two sheets with like names the one whose name says no more than was asked.
        score -= 0.002 * sum(len(heading) for heading in hit.unit.path[-1:])
        found.append(Hit(hit.unit, hit.span, score))
    return sorted(found, key=lambda hit: (-hit.score, hit.unit.order))


def _owner(unit: Unit) -> str:
    return unit.document.department or unit.document.region or ""


def _newest(index: WordIndex) -> Mapping[str, int]:
    """The year of each department's newest document."""
    years: dict[str, int] = {}
    for unit in index.units:
        owner = _owner(unit)
        years[owner] = max(years.get(owner, 0), unit.document.year or 0)
    return years


def labelled(unit: Unit, focuses: Sequence[Focus]) -> bool:
    """Whether a piece is a field, or stands under a heading, of a name that the focuses want."""
    return any(focus.labels.search(_labels(unit)) for focus in focuses if focus.labels)


def _within(unit: Unit, focuses: Sequence[Focus]) -> bool:
    """Whether the headings further up are of a name that the focuses want."""
    above = "|".join(unit.path[-3:-1])
    return any(focus.within and focus.labels and focus.labels.search(above) for focus in focuses)


def _labels(unit: Unit) -> str:
    if unit.source in ("field", "row"):
        return f"{unit.label}|{unit.column or ''}" if unit.source == "field" else unit.column or ""
    if unit.source == "indicator":
        return "|".join(re.findall(r"(?:^|；)([^：；]{2,8})：", unit.text))
    inline = _INLINE_LABEL.match(unit.text[len(item_number(unit.text) or "") :])
    return "|".join((*unit.path[-1:], unit.label, inline["label"] if inline else ""))


def bare(heading: str) -> str:
    """A heading folded, without its number."""
    return fold(heading.strip()[len(item_number(heading) or "") :].strip(" 、.．"))


def context(unit: Unit) -> str:
    """The headings over a piece and its label."""
    return "|".join((*unit.path, unit.label))


def _is_either(hit: Hit, focus: Focus) -> bool:
    if hit.unit.source != "indicator" and labelled(hit.unit, [focus]):
        return True
    return bool(focus.text and focus.text.search(hit.text))


def says_nothing(unit: Unit) -> bool:
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
