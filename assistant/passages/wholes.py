"""The project that a piece tells of: its form, or the numbered parts under one heading (概述, 依据, 实施周期, 安排).

A part need not name its project again: “本轮实施周期为2023年至2025年” is of the subsidy that another part names.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.passages.match import Hit, WordIndex
from assistant.passages.ranking import context, labelled
from assistant.passages.units import Unit
from assistant.passages.words import Focus, Topic, kinds_named

__all__ = ["inherited", "surroundings"]

_INHERITED = 0.85  # what the words of a project are worth for a part of it that does not say them
_LONGEST = 2500  # characters of parts that tell of one project; what is longer is a whole chapter
_NAMING = 12  # hits whose projects are looked into


def surroundings(index: WordIndex, unit: Unit) -> str:
    """The headings over a piece and the words of the other parts of its project."""
    return context(unit) + "|" + "|".join(_parts(index).get(_key(unit), ()))


def inherited(
    index: WordIndex, hits: Sequence[Hit], subject: Topic, focuses: Sequence[Focus], noun: str | None
) -> list[Hit]:
    """The hits, with the wanted parts of the projects that they are about: those that a focus wants, and those that
    name several kinds of the ``noun`` asked for."""
    wanted = [focus for focus in focuses if focus.inherits]
    if not wanted and not noun:
        return list(hits)
    projects = {_key(hit.unit) for hit in hits[:_NAMING] if _key(hit.unit) in _parts(index)}
    better = {id(hit.unit): hit for hit in hits}
    for unit in index.units:
        if _key(unit) not in projects or unit.source in ("indicator", "row"):
            continue
        if not _part(unit, wanted) and not (noun and kinds_named(noun, unit.text) > 1):
            continue
        score = _INHERITED * index.cover(subject, unit.text, surroundings(index, unit))
        known = better.get(id(unit))
        if known is None:
            better[id(unit)] = Hit(unit, Hit.whole(unit), score)
        elif known.score < score:
            better[id(unit)] = Hit(unit, known.span, score)
    return sorted(better.values(), key=lambda hit: (-hit.score, hit.unit.order))


def _part(unit: Unit, wanted: Sequence[Focus]) -> bool:
    """Whether a field, or the part of a section under a heading of its own (5. 实施周期), is one that is wanted."""
    if unit.source == "field":
        return labelled(unit, wanted)
    return any(focus.labels and focus.labels.search(unit.path[-1]) for focus in wanted)


def _key(unit: Unit) -> tuple[str, ...]:
    if unit.source in ("field", "indicator"):
        return (unit.document.id, unit.container)
    return (unit.document.id, *unit.path[:-1])


def _parts(index: WordIndex) -> dict[tuple[str, ...], tuple[str, ...]]:
    if not index.projects:
        texts: dict[tuple[str, ...], list[str]] = {}
        for unit in index.units:
            if unit.source in ("field", "paragraph", "item") and (unit.source == "field" or len(unit.path) > 2):
                texts.setdefault(_key(unit), []).append(unit.text)
        kept = {key: tuple(said) for key, said in texts.items() if sum(map(len, said)) <= _LONGEST}
        index.projects.update(kept)
    return index.projects
