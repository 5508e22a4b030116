"""Readings of performance sheets: entries of one name in several sheets, and the only figure of its unit in a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import Candidate
from assistant.engine import Engine
from assistant.glossary import use_synonyms
from assistant.kinds import asks_for_one
from assistant.leftover import unserved
from assistant.unread import foreign
from assistant.vocabulary import money_field
from assistant.weighing import generic_words
from assistant.words import bare_label, bigrams, fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = [
    "PART_NAMED",
    "consistent",
    "money_of_the_sheet",
    "only_of_its_unit",
    "same_name_elsewhere",
    "same_named_sheets",
]

PART_NAMED = 0.25  # the same where the document has one figure of the unit asked for
ONLY = 4  # characters that name a sheet where nothing else has them
SOLE = 0.55  # certainty of a figure that is the only one of its kind
_EACH = re.compile(r"每(?:一)?[人名个位户家生]|人均")


def _in_unit(fact: Fact, units: Sequence[str]) -> bool:
    """Whether a figure is in one of the units asked for; 万人 counts people, 万元 is no sum for one person."""
    unit = (fact.unit or "").split("/")[0]
    return any(unit == asked or (asked != "元" and unit.endswith(asked)) for asked in units)


def only_of_its_unit(engine: Engine, found: list[Candidate]) -> list[Candidate]:
    """Where the question names a sheet and how it counts, and the sheet counts one thing so: that thing's figure.

    Without a sheet named, the one figure of that unit in the whole document, if part of its name is said.
    """
    units = engine.query.units or (("元",) if _EACH.search(engine.query.question) else ())
    for candidate in found[:8]:
        fact = candidate.fact
        fits = _in_unit(fact, units)
        if fact.source != "indicator" or not fits or fact.period not in engine.periods():
            continue
        if unserved(candidate, engine.query.segments, engine.vocabulary):
            continue
        index = engine.vocabulary.indexes[fact.document]
        entry = next(index.entries[p] for p in index.by_container[fact.container] if index.entries[p].fact is fact)
        name = use_synonyms(_plain_name(fact, index.labels[entry.name]))
        last = use_synonyms(fold(re.split(r"[-－—]", fact.row_path[0])[-1]))  # 市人才专项-储备人员生活补助金
        named = _named_sheet(name, engine) or _named_sheet(last, engine)
        positions = index.by_container[fact.container] if named else range(len(index.entries))
        rivals = {
            (other.container, other.row_path, other.value)
            for other in (index.entries[p].fact for p in positions)
            if other.source in ("indicator", "sentence")
            and other.value is not None
            and other.period in ("current", "target", "result")
            and _in_unit(other, units)
            and (other.period == fact.period or other.source == "sentence")
            and other.value != fact.value
        }
        if not rivals and (named or candidate.main >= PART_NAMED):
            return [
                replace(
                    candidate,
                    score=max(candidate.score, SOLE),
                    exact=True,
                    certainty=max(candidate.certainty, SOLE),
                    main=1.0,
                ),
                *found,
            ]
    return found


def money_of_the_sheet(engine: Engine, found: list[Candidate]) -> list[Candidate]:
    """Where money is asked for and the question holds words of one sheet's name that no other thing's name has: that
    sheet's amount, or its only indicator of money."""
    if not engine.query.money or engine.query.units or asks_for_one(engine.query.question):
        return found
    for candidate in found[:4]:
        fact = candidate.fact
        if fact.source not in ("field", "indicator") or not is_money(fact.unit):
            continue
        if fact.source == "field" and (len(fact.row_path) > 1 or not money_field(fact.column_path)):
            continue
        if foreign(candidate, engine.query.segments, engine.vocabulary) or not _only_name(engine, fact):
            continue
        index = engine.vocabulary.indexes[fact.document]
        amounts = {
            other.value
            for other in (index.entries[p].fact for p in index.by_container[fact.container])
            if other.source == fact.source and is_money(other.unit) and other.value is not None
        }
        if fact.source == "field" or len(amounts) == 1:
            return [replace(candidate, score=max(candidate.score, SOLE), exact=True, certainty=SOLE, main=1.0), *found]
    return found


def _only_name(engine: Engine, fact: Fact) -> bool:
    """Whether a piece of the question stands in the sheet's name and in the name of nothing else in its document."""
    index = engine.vocabulary.indexes[fact.document]
    name = use_synonyms(index.sheet_names.get(fact.container, ""))
    if not name:
        return False
    others = "|".join(
        {
            index.labels[number]
            for entry in index.entries
            if entry.fact.container != fact.container and entry.fact.source != "sentence"
            for number in (entry.name, entry.main)
        }
    )
    for piece in engine.query.segments:
        for start in range(len(piece) - ONLY + 1):
            word = piece[start : start + ONLY]
            if word in name and word not in others:
                return True
    return False


def same_name_elsewhere(engine: Engine, same: list[Candidate]) -> list[Candidate]:
    """Indicators and sentences of exactly the asked name elsewhere in the document, with other figures, where the
    question names no sheet: readings that no default decides between."""
    first = same[0]
    if first.fact.source not in ("indicator", "sentence") or not first.exact:
        return []
    index = engine.vocabulary.indexes[first.fact.document]
    joined = "|".join(engine.query.segments)
    name = _own_name(first.fact)
    if not name or name not in joined:
        return []
    if first.fact.source == "indicator" and _named_sheet(
        _plain_name(first.fact, index.sheet_names.get(first.fact.container, "")), engine
    ):
        return []
    found: list[Candidate] = []
    for candidate in same[1:]:
        fact = candidate.fact
        if fact.source not in ("indicator", "sentence") or not _alike(_own_name(fact), name):
            continue
        if len(_own_name(fact)) < len(name):
            continue  # the question says the longer name: 按期结案率 is not just any 结案率
        if fact.container == first.fact.container and (
            fact.source != "sentence" or fact.quote == first.fact.quote or fact.year != first.fact.year
        ):
            continue
        if fact.value is None or fact.unit != first.fact.unit or fact.measure != first.fact.measure:
            continue
        if fact.period not in ("current", "target") or fact.value == first.fact.value:
            continue
        if all(fact.value != other.fact.value for other in found):
            found.append(candidate)
    return found[:4]


def same_named_sheets(engine: Engine, same: list[Candidate]) -> list[Candidate]:
    """The same entry of other sheets with the very same name and another figure."""
    first = same[0].fact
    if first.source not in ("field", "indicator") or not first.row_path:
        return []
    found: list[Candidate] = []
    for candidate in same[1:]:
        fact = candidate.fact
        if fact.container == first.container or fact.source != first.source or fact.row_path != first.row_path:
            continue
        if fact.column_path[-1:] != first.column_path[-1:] or fact.value is None or consistent(first, fact):
            continue
        if all(fact.container != other.fact.container for other in found):
            found.append(candidate)
    return found[:4]


def _alike(one: str, other: str) -> bool:
    """Whether two indicator names are one, or one is the end of the other (结案率, 按期结案率)."""
    return one == other or (min(len(one), len(other)) >= 3 and (one.endswith(other) or other.endswith(one)))


def _plain_name(fact: Fact, name: str) -> str:
    """A sheet's name without what stands in brackets (提前下达2023年中央就业资金)."""
    return fold(re.sub(r"[（(].*?[)）]", "", fact.row_path[0])) or name if fact.row_path else name


def _own_name(fact: Fact) -> str:
    if fact.source == "indicator":
        return bare_label(fact.row_path[1]) if len(fact.row_path) > 1 else ""
    return bare_label(fact.row_path[-1]) if fact.row_path else ""


def _named_sheet(name: str, engine: Engine) -> bool:
    """Whether the question names a sheet: more than half of its name's telling pairs occur in it."""
    if len(name) > 3 and name in fold(engine.query.question):
        return True
    joined = "|".join(engine.query.segments)
    for word in generic_words():
        name = name.replace(word, "|")
    grams = [gram for gram in bigrams(name) if "|" not in gram]
    whole = sum(engine.vocabulary.weight(gram) for gram in grams)
    return bool(whole) and sum(engine.vocabulary.weight(gram) for gram in grams if gram in joined) > 0.5 * whole


def consistent(one: Fact, other: Fact) -> bool:
    """Whether two facts differ only in how finely they are stated (58.6 and 58.60, 万元 and 元)."""
    if one.value is None or other.value is None:
        return False
    if one.unit and other.unit and one.unit != other.unit and is_money(one.unit) and is_money(other.unit):
        return convert(other.value, other.unit, one.unit) == one.value
    return one.value == other.value
