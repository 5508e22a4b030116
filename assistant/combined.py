"""A figure for each of several things named side by side: of all that each may mean, those that go together.

They are of one table and column, or of sheets of one kind. None where one of the things is not found, or where two
combinations are as good.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.forms import sheet_members
from assistant.glossary import use_synonyms
from assistant.lookup import Candidate
from assistant.operand_links import candidates_for, sheet_core
from assistant.words import bigrams, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["Linked", "linked", "sheet_pair"]

NEAR = 0.2  # a figure of the same table and column is taken where it scores this near to the best
TOGETHER = 0.1  # what a combination gains for each figure beside the first
TIE = 0.01  # combinations nearer than this are as good
SHARED = 0.6  # share of a thing's words with those for all from which its figure goes before that of the thing alone
LEAST = 3  # pairs of characters that the words for all must have to name sheets
PAIRED = 0.7  # share of a sheet's name that the first of two operands must say
MOST = 6  # readings of the first thing that are tried


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure for each thing; ``missing`` is the thing for which none was found."""

    facts: tuple[Fact, ...] = ()
    missing: str | None = None


def linked(engine: Engine, things: Sequence[str], *, shared: Sequence[str] = ()) -> Linked:
    """A figure for each thing, all in one unit and none a part of another; what is missing is named."""
    documents = engine.query.scope.documents
    sheets = _of_sheets(engine, things, shared)
    if sheets is not None:
        return sheets
    tail = _tail(things)
    options: list[list[Candidate]] = []
    for thing in things:
        found = _candidates(engine, thing, documents, "|".join(shared))
        if not found and tail and thing != things[-1]:
            found = _candidates(engine, thing + tail, documents, "|".join(shared))
        if not found:
            return Linked(missing=thing)
        options.append(found)
    chosen = _best(options)
    return Linked(tuple(candidate.fact for candidate in chosen)) if chosen else Linked()


def _tail(things: Sequence[str]) -> str:
    """What the last of several short names of one length says for all (“工程类和服务类采购”)."""
    size = len(things[0])
    alike = all(len(thing) == size for thing in things[:-1])
    return things[-1][size:] if alike and len(things[-1]) > size + 1 else ""


def _of_sheets(engine: Engine, things: Sequence[str], shared: Sequence[str]) -> Linked | None:
    """The money of the one project sheet that each thing names together with the words for all (“市级、省级…贴息”).

    None where a thing names no sheet; nothing is linked where one names several as well."""
    common = [gram for text in shared for piece in engine.prepare(text).split("|") for gram in bigrams(piece)]
    if len(common) < LEAST or engine.query.units:
        return None
    members = [
        (m, use_synonyms(fold(m.label)))
        for m in sheet_members(engine, engine.query.scope.documents)
        if m.fact is not None and not _of_other_year(engine, m.fact)
    ]
    weigh = engine.vocabulary.weight
    whole = sum(map(weigh, common))
    alike = [(sum(weigh(gram) for gram in common if gram in name), m, name) for m, name in members]
    found: list[Fact] = []
    for thing in things:
        said = engine.prepare(thing)
        named = [(share, m.fact) for share, m, name in alike if said in name and share >= SHARED * whole]
        best = max((share for share, _ in named), default=0.0)
        nearest = [fact for share, fact in named if share == best and fact is not None]
        if not nearest:
            return None
        if len({fact.value for fact in nearest}) > 1:
            return Linked(missing=thing)
        found.append(nearest[0])
    return Linked(tuple(found)) if _addable(found) else None


def _best(options: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The readings of the things that go together best; none where two combinations are as good."""
    ranked: list[tuple[float, list[Candidate]]] = []
    for first in options[0][:MOST]:
        chosen = [first]
        for candidates in options[1:]:
            beside = [c for c in candidates if _beside(c.fact, first.fact) and c.score > candidates[0].score - NEAR]
            chosen.append((beside or candidates)[0])
        facts = [candidate.fact for candidate in chosen]
        if _addable(facts):
            gain = TOGETHER * sum(_beside(fact, first.fact) for fact in facts[1:])
            ranked.append((round(sum(c.score for c in chosen) + gain, 6), chosen))
    if not ranked:
        return []
    ranked.sort(key=lambda item: -item[0])
    highest, best = ranked[0]
    values = [c.fact.value for c in best]
    rivals = (chosen for score, chosen in ranked[1:] if highest - score < TIE)
    return [] if any([c.fact.value for c in chosen] != values for chosen in rivals) else best


def _addable(facts: Sequence[Fact]) -> bool:
    """Whether figures are of one unit (or all of money), all different, and none a part of another."""
    units = {fact.unit for fact in facts}
    if len({fact.id for fact in facts}) < len(facts) or (len(units) > 1 and not all(is_money(u) for u in units)):
        return False
    return not any(_under(one, other) for one in facts for other in facts if one is not other)


def _candidates(engine: Engine, thing: str, documents: Sequence[str], shared: str) -> list[Candidate]:
    codes = [code for code in engine.query.codes if code in thing]
    if codes:
        found = engine.find(thing, documents=documents, limit=14, units=False)
        return [c for c in found if c.fact.code in codes]
    counted = bool(engine.query.units)
    found = candidates_for(engine, thing, documents, money=not counted)
    if shared:
        also = engine.prepare(shared)
        with_shared = candidates_for(engine, thing, documents, also=also, money=not counted)
        if with_shared and (not found or with_shared[0].coverage >= SHARED or with_shared[0].score > found[0].score):
            found = with_shared
    found = [c for c in found if c.fact.value is not None and c.fact.unit != "%" and not _of_other_year(engine, c.fact)]
    money = [c for c in found if is_money(c.fact.unit)]
    found = money if money and not counted else found
    if counted and not any(is_money(unit) for unit in engine.query.units):
        found = [c for c in found if not is_money(c.fact.unit)]  # people are asked for
    return [] if _of_several_sheets(engine, thing, found) else found


def _of_several_sheets(engine: Engine, thing: str, found: Sequence[Candidate]) -> bool:
    """Whether a thing is a part of the names of several sheets alike, so that it names none of them."""
    if not found or found[0].fact.source != "field":
        return False
    said = re.sub(r"(?:项目|资金|经费)$", "", engine.prepare(thing))
    names = {use_synonyms(fold(c.fact.row_path[0])): c.fact.value for c in found if c.fact.source == "field"}
    holding = {name: value for name, value in names.items() if said in name}
    return said not in holding and len(set(holding.values())) > 1


def sheet_pair(engine: Engine, one: str, two: str) -> tuple[Fact, Fact] | None:
    """The money of two sheets of which the second operand says only what it is called otherwise (“一师院的助学金比
    二师院”, “市级贴息比省级”); None where they name no such sheets."""
    first, second = engine.prepare(one), engine.prepare(two)
    members = [
        (use_synonyms("".join(sheet_core(m.fact)) or fold(m.label)), m.fact)
        for m in sheet_members(engine, engine.query.scope.documents)
        if m.fact is not None and not _of_other_year(engine, m.fact)
    ]
    said = set(bigrams(fold(first)))
    named = [(name, fact) for name, fact in members if len(name) > 3 and _share(name, said) >= PAIRED]
    if not named or len(fold(second)) < 2:
        return None
    best = max(_share(name, said) for name, _ in named)
    firsts = [(name, fact) for name, fact in named if _share(name, said) == best]
    found: dict[str, tuple[Fact, Fact]] = {}
    for name, fact in firsts:
        for other, rival in members:
            if second in other and second not in name and _share(other, set(bigrams(name))) >= SHARED:
                found[f"{fact.id} {rival.id}"] = (fact, rival)
    return next(iter(found.values())) if len(found) == 1 else None


def _share(name: str, said: set[str]) -> float:
    grams = bigrams(name)
    return sum(gram in said for gram in grams) / len(grams) if grams else 0.0


def _of_other_year(engine: Engine, fact: Fact) -> bool:
    """Whether a sheet is by its name of a year that the question does not name, while the question names one."""
    said = set(re.findall(r"20\d\d", engine.query.question))
    own = set(re.findall(r"(20\d\d)年", fact.row_path[0])) if fact.source != "cell" and fact.row_path else set()
    return bool(said and own and not said & own)


def _beside(one: Fact, other: Fact) -> bool:
    """Whether two figures stand in one column or row of a table, or in the same column of two sheets of one kind."""
    if one.source in ("field", "indicator"):
        return other.source == one.source and other.column_path == one.column_path and other.kind == one.kind
    return one.container == other.container and (
        one.column_path == other.column_path or one.row_place == other.row_place
    )


def _under(one: Fact, other: Fact) -> bool:
    depth = len(other.row_path)
    same = one.container == other.container and one.column_path == other.column_path
    return same and len(one.row_path) > depth and one.row_path[:depth] == other.row_path and not other.total
