"""What a term means: the glossary's own entry, of the department that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.passages.compose import Language, answer, cite, framed, shortened, term_of, where_of, who_of
from assistant.passages.match import WordIndex
from assistant.passages.units import Unit
from assistant.passages.words import Topic, fold, grams_of
from assistant.recorder import Weighed, record

__all__ = ["contents", "define", "define_exactly"]

_ALIKE = 0.62  # share of common character pairs from which two terms are one
_SAME = 2.4  # fit from which a term is the asked one by name or synonym
_COUNTS_UP = re.compile(r"(?:包括|包含|其中)[：:]?")
_PARTS = 3  # sums from which a section counts up its parts
_SECTION = 420  # characters of a section that is told whole
_EACH = 240  # characters of each definition where several are told


def define(units: Sequence[Unit], topic: Topic, language: Language, *, certain: bool) -> Answer | None:
    """The definition of the topic's term, or of each department where they differ.

    Where no entry fits: None, or if the question is ``certain`` to ask for a definition, an answer that says
    which terms are explained.
    """
    entries = [unit for unit in units if unit.source == "term"]
    several = _several(entries, topic)
    if several:
        parts = [_told([unit], number, language, limit=_EACH) for number, unit in enumerate(several, 1)]
        return answer("answered", language, "\n".join(parts), [cite(n, unit) for n, unit in enumerate(several, 1)])
    best: dict[str, tuple[float, Unit]] = {}
    for unit in entries:
        score = _fit(unit, topic)
        if score > best.get(unit.document.id, (0.0, unit))[0]:
            best[unit.document.id] = (score, unit)
    record(Weighed(list(best.values()), 0.0))
    if not best:
        return _missing(entries, topic, language) if certain and entries else None
    top = max(score for score, _ in best.values())
    found = [unit for score, unit in best.values() if score >= 0.85 * top]
    alike: dict[str, list[Unit]] = {}
    for unit in found:
        alike.setdefault(re.sub(r"[^\w]", "", fold(_body(unit))), []).append(unit)
    groups = list(alike.values())[:4]
    limit = _EACH if len(groups) > 1 else 420
    told: list[str] = []
    citations: list[Citation] = []
    for group in groups:
        told.append(_told(group, len(citations) + 1, language, limit=limit))
        citations += [cite(len(citations) + number, unit) for number, unit in enumerate(group, 1)]
    opening = framed(language, "definition_differs") + "\n" if len(groups) > 1 else ""
    return answer("answered", language, opening + "\n".join(told), citations)


def contents(index: WordIndex, topic: Topic, language: Language) -> Answer | None:
    """What a department's own thing is made up of, where a section under its name counts it up in figures."""
    for unit in index.units:
        heading = unit.path[-1] if unit.path else ""
        said = _COUNTS_UP.search(unit.text)
        if (
            unit.source not in ("paragraph", "item")
            or not said
            or not any(piece in fold(heading) for piece in topic.pieces)
        ):
            continue
        if len(re.findall(r"\d万?元", unit.text[said.end() :])) < _PARTS or len(unit.text) > _SECTION:
            continue
        text = framed(language, "passage", who=who_of(unit.document), where=where_of(unit), body=unit.text, mark=" [1]")
        return answer("answered", language, text, [cite(1, unit)])
    return None


def define_exactly(units: Sequence[Unit], topic: Topic, language: Language) -> Answer | None:
    """The definition of a term that is all the question names (三公经费是什么), else None."""
    if len(topic.pieces) != 1 or not any(_fit(unit, topic) >= _SAME for unit in units if unit.source == "term"):
        return None
    return define(units, topic, language, certain=False)


def _several(entries: Sequence[Unit], topic: Topic) -> list[Unit]:
    """The entries of one document for terms that a question names side by side (基本支出和项目支出), or none."""
    asked = list(dict.fromkeys(_bare(piece) for piece in (*topic.quoted, *topic.pieces)))
    if len({unit.document.id for unit in entries}) != 1:
        return []
    found = [next((unit for unit in entries if _bare(unit.label) == word), None) for word in asked]
    named = [unit for unit in found if unit is not None]
    return named[:4] if len({unit.label for unit in named}) > 1 else []


def _fit(unit: Unit, topic: Topic) -> float:
    """How well an entry's term is the term that is asked for; 0 where it is another."""
    term = _bare(unit.label)
    nested = 0.05 if unit.column else 0.0
    asked = [_bare(piece) for piece in (*topic.quoted, *topic.pieces)]
    written = [_bare(word) for _, words in topic.synonyms for word in words]
    if any(term == word for word in asked):
        return 3.0 - nested
    if any(term == word for word in written):
        return 2.5 - nested
    inside = [word for word in asked if term in word and len(term) > 1]
    if inside:
        return 1.5 + len(term) / 40 - nested
    return max((_alike(term, word) for word in (*asked, *written)), default=0.0)


def _alike(term: str, word: str) -> float:
    one, other = set(grams_of(term)), set(grams_of(word))
    share = 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
    # A word that begins otherwise is another term: 事业单位经营支出 is not 经营支出, 项目支出 not 基本支出.
    return share if share >= _ALIKE else 0.0


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", re.sub(r"[(（]境[)）]", "", fold(text)))


def _body(unit: Unit) -> str:
    text = unit.text
    start = text.find(unit.label)
    return (text[start + len(unit.label) :] if start >= 0 else text).lstrip('：:”" ')


def _told(group: Sequence[Unit], number: int, language: Language, *, limit: int) -> str:
    """A definition and whose it is; ``group`` are the entries of several departments that say the same."""
    term = term_of(group[0])
    return framed(
        language,
        "definition",
        term=term if "“" in term else f"“{term}”",
        who=("、" if language == "zh" else ", ").join(who_of(unit.document) for unit in group),
        where=where_of(group[0]),
        body=shortened(_body(group[0]), limit),
        mark=" " + "".join(f"[{number + offset}]" for offset in range(len(group))),
    )


def _missing(entries: Sequence[Unit], topic: Topic, language: Language) -> Answer | None:
    term = next(iter((*topic.quoted, *topic.pieces)), "")
    if not term:
        return None
    owners = list(dict.fromkeys(who_of(unit.document) for unit in entries))
    terms = list(dict.fromkeys(term_of(unit) for unit in entries if not unit.column))
    joint = "、" if language == "zh" else ", "
    text = framed(
        language, "definition_missing", who=joint.join(owners[:4]), term=term, terms=shortened("、".join(terms), 300)
    )
    return answer("not_found", language, text, [cite(1, entries[0])])
