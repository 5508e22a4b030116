"""Several things named side by side (“货物类和服务类”, “A、B、C哪个多”): each linked to a figure of its own.

What stands before the first one (“政府采购预算里”), behind the last one (“…的在职人数”) or in another clause holds for all.
Of the figures that each thing may mean those are taken that go together: of one table and column, of sheets of one kind.
None where one of the things is not found, or where two combinations are as good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.engine import Engine
from assistant.forms import sheet_members
from assistant.glossary import use_synonyms
from assistant.lookup import Candidate
from assistant.operand_links import candidates_for, label_of
from assistant.splits import operand_words, shielded
from assistant.words import bigrams, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["Linked", "Parallel", "linked", "split_parallel"]

NEAR = 0.2  # a figure of the same table and column is taken where it scores this near to the best
TOGETHER = 0.1  # what a combination gains for each figure beside the first
TIE = 0.01  # combinations nearer than this are as good
SHARED = 0.6  # share of a thing's words with those for all from which its figure goes before that of the thing alone
LEAST = 3  # pairs of characters that the words for all must have to name sheets
MOST = 6  # readings of the first thing that are tried
_CLAUSE = re.compile(r"[，,。；;|？?：:（）()]")
_WITHIN = re.compile(
    r"^(?P<context>.{2,}?)(?:里面|里头|里(?!程)|之中|当中|中(?!央|心|小|等|专|级|国|职|学))(?:的)?(?P<rest>.{2,})$"
)
_BODY = re.compile(r"(?:中心|局|学校|学院|所|院|支队|处|馆)(?:的)?(?P<tail>[^|]{2,})$")


@dataclass(frozen=True, slots=True)
class Parallel:
    """Things named side by side, and the words that hold for all of them."""

    things: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure for each thing; ``missing`` is the thing for which none was found."""

    facts: tuple[Fact, ...] = ()
    missing: str | None = None


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(operand_words()["sum"]["joined"])


def split_parallel(text: str, labels: Collection[str] = frozenset(), *, runs: bool = False) -> Parallel:
    """The things that a text names side by side; names in ``labels`` stay whole.

    They stand in one clause, the last one that joins several; with ``runs`` also labels of one kind that follow one
    upon the other (“水费电费”).
    """
    covered, back = shielded(text, labels)
    clauses = [clause.strip() for clause in _CLAUSE.split(covered)]
    clauses = [clause for clause in clauses if len(fold(back(clause))) > 1]
    for number in range(len(clauses) - 1, -1, -1):
        pieces = [piece for piece in _joins().split(clauses[number]) if len(fold(back(piece))) > 1]
        if len(pieces) > 1:
            return _with_shared(pieces, [*clauses[:number], *clauses[number + 1 :]], back, labels)
    for clause in clauses if runs else ():
        run = _run_of_labels(fold(back(clause)), labels)
        if len({label[-1] for label in run}) == 1:
            return Parallel(run, tuple(back(other) for other in clauses if other != clause))
    return Parallel()


def _with_shared(pieces: list[str], others: list[str], back: Callable[[str], str], labels: Collection[str]) -> Parallel:
    """Pieces of one clause without what belongs to all of them: a context before the first, a tail behind the last."""
    shared = [back(other) for other in others]
    within = _WITHIN.match(pieces[0])
    if within is not None and back(pieces[0]) not in labels:
        shared.append(back(within["context"]))
        pieces[0] = within["rest"]
    before, _, first = pieces[0].rpartition("的")
    if len(fold(back(before))) > 1 and len(fold(back(first))) > 1 and "的" not in "".join(pieces[1:]):
        shared.append(back(before))
        pieces[0] = first
    head, _, behind = pieces[-1].rpartition("的")
    body = _BODY.search(pieces[-1])
    if head and len(fold(back(behind))) > 1 and all("的" not in piece for piece in pieces[:-1]):
        shared.append(back(behind))
        pieces[-1] = head
    elif body is not None:
        shared.append(back(body["tail"]))
        pieces[-1] = pieces[-1][: body.start("tail")]
    things = tuple(_bare(back(piece)) for piece in pieces)
    return Parallel(things, tuple(shared)) if all(len(fold(thing)) > 1 for thing in things) else Parallel()


def _bare(thing: str) -> str:
    """A thing without the word that counts it (中央一笔)."""
    return re.sub(operand_words()["sum"]["each"], "", thing.strip("的 "))


def _run_of_labels(text: str, labels: Collection[str]) -> tuple[str, ...]:
    """Labels that follow one upon the other and make up the whole text; none where it is one label itself."""
    if text in labels or len(text) < 4:
        return ()
    for end in range(len(text) - 2, 1, -1):
        if text[:end] in labels:
            rest = text[end:]
            tail = (rest,) if rest in labels else _run_of_labels(rest, labels)
            if tail:
                return (text[:end], *tail)
    return ()


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
    ranked: list[tuple[Decimal, list[Candidate]]] = []
    for first in options[0][:MOST]:
        chosen = [first]
        for candidates in options[1:]:
            beside = [c for c in candidates if _beside(c.fact, first.fact) and c.score > candidates[0].score - NEAR]
            chosen.append((beside or candidates)[0])
        facts = [candidate.fact for candidate in chosen]
        if not _addable(facts):
            continue
        score = sum(c.score for c in chosen) + TOGETHER * sum(_beside(fact, first.fact) for fact in facts[1:])
        ranked.append((Decimal(str(round(score, 6))), chosen))
    ranked.sort(key=lambda item: -item[0])
    if not ranked:
        return []
    best = ranked[0]
    values = [c.fact.value for c in best[1]]
    for score, chosen in ranked[1:]:
        if best[0] - score < Decimal(str(TIE)) and [c.fact.value for c in chosen] != values:
            return []
    return best[1]


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
    found = [c for c in found if c.fact.source != "indicator" or _names(thing, c.fact)]
    money = [c for c in found if is_money(c.fact.unit)]
    return money if money and not counted else found


def _names(thing: str, indicator: Fact) -> bool:
    """Whether a thing names an indicator itself, not only the sheet that it stands in."""
    label = bigrams(label_of(indicator))
    said = use_synonyms(fold(thing))
    return bool(label) and sum(gram in said for gram in label) >= SHARED * len(label)


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
