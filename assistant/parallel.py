"""Several things named side by side (“货物类和服务类”, “A、B、C哪个多”): each linked to a figure of its own.

What stands before the first one (“政府采购预算里”) or behind the last one (“…的在职人数”) holds for all. Figures of one
table and one column are taken where they are about as good as the best; none where one of the things is not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.operand_links import candidates_for
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["linked", "split_parallel"]

NEAR = 0.2  # a figure of the same table and column is taken where it scores this near to the best
_JOIN = re.compile(r"、|和|与|跟|及|以及|还是|或者|或|加上|加|\+|,|，| and | plus ")
_WITHIN = re.compile(
    r"^(?P<context>.{2,}?)(?:里面|里头|里(?!程)|之中|当中|中(?!央|心|小|等|专|级|国|职|学))(?:的)?[,，|]?(?P<rest>.{2,})$"
)
_BODY = re.compile(r"(?:中心|局|学校|学院|所|院|支队|处|馆)(?:的)?(?P<tail>[^|]{2,})$")


def split_parallel(text: str, labels: frozenset[str] | set[str] = frozenset()) -> tuple[str, list[str], str]:
    """(what holds for all before them, the things, what holds for all behind them); names in ``labels`` stay whole."""
    from assistant.splits import shielded

    covered, back = shielded(text, labels)
    pieces = [back(piece) for piece in _JOIN.split(covered) if len(fold(back(piece))) > 1]
    if not pieces:
        return "", [], ""
    context, tail = "", ""
    within = _WITHIN.match(pieces[0])
    if within is not None and pieces[0] not in labels:
        context, pieces[0] = within["context"], within["rest"]
    head, _, behind = pieces[-1].rpartition("的")
    body = _BODY.search(pieces[-1])
    if head and len(fold(behind)) > 1 and all("的" not in piece for piece in pieces[:-1]):
        pieces[-1], tail = head, behind
    elif body is not None and len(pieces) > 1:
        pieces[-1], tail = pieces[-1][: body.start("tail")], body["tail"]
    return context, pieces, tail


def linked(engine: Engine, things: Sequence[str], *, shared: str = "") -> list[Fact] | None:
    """A figure for each thing; None where one is missing, two are one and the same, or one is a part of another."""
    documents = engine.query.scope.documents
    options = [_candidates(engine, thing, documents, shared) for thing in things]
    if not all(options):
        return None
    best: tuple[float, list[Candidate]] | None = None
    for first in options[0][:6]:
        chosen = [first]
        for candidates in options[1:]:
            beside = [c for c in candidates if _beside(c.fact, first.fact) and c.score > candidates[0].score - NEAR]
            chosen.append((beside or candidates)[0])
        score = sum(c.score for c in chosen) + 0.1 * sum(_beside(c.fact, first.fact) for c in chosen)
        if best is None or score > best[0] + 1e-9:
            best = (score, chosen)
    assert best is not None
    facts = [candidate.fact for candidate in best[1]]
    units = {fact.unit for fact in facts}
    if len({fact.id for fact in facts}) < len(facts) or (len(units) > 1 and not all(is_money(u) for u in units)):
        return None
    if any(_under(one, other) for one in facts for other in facts if one is not other):
        return None
    return facts


def _candidates(engine: Engine, thing: str, documents: Sequence[str], shared: str) -> list[Candidate]:
    codes = [code for code in engine.query.codes if code in thing]
    if codes:
        found = engine.find(thing, documents=documents, limit=14, units=False)
        return [c for c in found if c.fact.code in codes]
    found = candidates_for(engine, thing, documents)
    if shared:
        with_shared = candidates_for(engine, thing, documents, also=engine.prepare(shared))
        if with_shared and (not found or with_shared[0].coverage >= 0.6 or with_shared[0].score > found[0].score):
            found = with_shared
    return [c for c in found if c.fact.value is not None]


def _beside(one: Fact, other: Fact) -> bool:
    return one.container == other.container and (
        one.column_path == other.column_path or one.row_place == other.row_place
    )


def _under(one: Fact, other: Fact) -> bool:
    depth = len(other.row_path)
    same = one.container == other.container and one.column_path == other.column_path
    return same and len(one.row_path) > depth and one.row_path[:depth] == other.row_path and not other.total
