"""The same thing in each of several documents: one fact a department, or one a year where a department's years are
compared; all in one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.places import issuers, select
from assistant.scoping import family
from assistant.single import accept
from assistant.understanding import normalise
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["VEHICLES", "by_years", "in_one_unit", "per_document"]

VEHICLES = frozenset({"辆", "台", "部", "台、辆"})  # one thing, counted in the words of each form
OWN_ROW, OWN_WORDS = 0.9, 0.6  # how much of its row's label and of the question's words a form's own total explains
SAID = 0.9  # share of the question that a row must explain whose label says more than the question
OTHER_KIND = 0.25  # a figure of another kind of table is taken where it scores this near to the best
NAMED = 0.75  # share of a row's own label that the question must say where only its unit is not the default one


def per_document(engine: Engine, text: str | None = None) -> tuple[list[Candidate], list[str]]:
    """The best fact of each department (of each document where one department's years are compared), and the
    departments that state none."""
    groups: dict[str, list[str]] = {}
    scope = engine.query.scope
    by_year = len(scope.years) > 1 and len({engine.document(d).department for d in scope.documents}) == 1
    for identity in scope.documents:
        document = engine.document(identity)
        if by_year and document.year not in scope.years:
            continue
        groups.setdefault(identity if by_year else (document.department or identity), []).append(identity)
    found: list[list[Candidate]] = []
    missing: list[str] = []
    for name, identities in groups.items():
        best: list[Candidate] = []
        for number, identity in enumerate(identities):
            own = _operand(engine, engine.document(identity).year) if by_year else None
            candidates = [c for c in _in_document(engine, text, identity, by_year, own) if _stands(c, own)]
            if candidates and (not best or candidates[0].score > best[0].score + (0.1 if number else 0.0)):
                best = candidates
        if best:
            found.append(best)
        else:
            missing.append(name if not by_year else engine.document(identities[0]).title)
    return [_cell(best) for best in (found if by_year else _of_one_kind(found, engine.query.tables))], missing


def _of_one_kind(found: list[list[Candidate]], named: Sequence[str] = ()) -> list[list[Candidate]]:
    """The candidates of each department from the kind of table that serves all of them best (an economic subject is
    not set against a functional one of the same name); unchanged where no kind serves all."""
    one_kind = len({best[0].fact.kind for best in found}) < 2
    if one_kind and (not named or any(family(best[0].fact.kind) in named for best in found)):
        return found
    total: dict[str, float] = {}
    for kind in {c.fact.kind for best in found for c in best if c.fact.source == "cell" and c.fact.kind}:
        scores = [next((c.score for c in best if c.fact.kind == kind), None) for best in found]
        near = [s for s, best in zip(scores, found, strict=True) if s is not None and s > best[0].score - OTHER_KIND]
        if len(near) == len(found):
            total[kind] = sum(near)
    if not total or (one_kind and not any(family(kind) in named for kind in total)):
        return found
    chosen = min(total, key=lambda kind: (family(kind) not in named, -round(total[kind], 4), kind))
    return [[c for c in best if c.fact.kind == chosen] for best in found]


_ROLES = re.compile(r"自评表?|实际完成值?|完成值|工作任务|任务|目标值?|两个数?|对比|预算|self-?evaluation")


def _in_document(
    engine: Engine, text: str | None, identity: str, by_year: bool, own: str | None = None
) -> list[Candidate]:
    """One document's candidates; where years are compared, without the words that tell the documents apart."""
    if not by_year or text is not None:
        return engine.find(text, documents=[identity])
    bare = "|".join(
        dict.fromkeys(piece for piece in (_ROLES.sub("|", segment) for segment in engine.query.segments) if piece)
    )
    if own is not None:
        bare = own
    evaluation = "自评" in (engine.document(identity).kind or "")
    periods = frozenset({"result", "current"}) if evaluation else None
    # the form's own indicators go before what its long texts say
    if evaluation and not re.search(r"预算|资金|支出|收入|拨付", bare):
        found = engine.find(
            bare, documents=[identity], periods=periods, tables=(), keep=lambda fact: fact.source == "indicator"
        )
        if found and found[0].coverage >= 0.5 and found[0].main >= 0.4:
            return [replace(found[0], exact=True, score=max(found[0].score, 0.5)), *found[1:]]
    return engine.find(bare, documents=[identity], periods=periods, tables=())


def _cell(candidates: list[Candidate]) -> Candidate:
    first = candidates[0]
    if first.fact.source == "sentence":
        for candidate in candidates[1:6]:
            if (
                candidate.fact.source == "cell"
                and candidate.fact.value == first.fact.value
                and candidate.score > first.score - 0.15
            ):
                return candidate
    return first


_JOINT = re.compile(r"和|与|跟|同|比|[，,]")
_OF_DOCUMENT = re.compile(
    r"自评(?:表|报告)?上?|实际完成(?:值|数)?|完成(?:值|数)|工作任务|任务|目标值?|两个数(?:给我)?|对比|比?怎么样|"
    r"(?:多|少|高|低|差)(?:多少|几)|分别|self-?evaluation"
)


def _stands(candidate: Candidate, own: str | None) -> bool:
    """Whether a candidate answers: a form's own total may, where the question names its column and no row."""
    whole = own is not None and candidate.main >= OWN_ROW and candidate.coverage >= OWN_WORDS
    return accept(candidate) or whole


def _operand(engine: Engine, year: int | None) -> str | None:
    """What the question says of one year where it names two with different things (“2023年的甲比2024年的乙”); None
    where the year stands alone, so that the rest of the question is about both."""
    text = normalise(engine.query.question)
    years = [match for match in re.finditer(r"(20\d\d)\s*年?", text) if int(match[1]) in engine.query.scope.years]
    if len({match[1] for match in years}) != 2:
        return None
    second = next(match for match in years if match[1] != years[0][1])
    joints = [match for match in _JOINT.finditer(text, years[0].end(), second.start() + 1)]
    if not joints:
        return None
    pieces = {int(years[0][1]): text[: joints[-1].start()], int(second[1]): text[joints[-1].end() :]}
    said: dict[int, str] = {}
    for number, piece in pieces.items():
        _, rest = select(piece, issuers(engine.vocabulary.documents))
        said[number] = _OF_DOCUMENT.sub("|", engine.prepare(rest))
    if any(len(fold(piece).replace("|", "")) < 4 for piece in said.values()):
        return None
    return said.get(year or 0)


def by_years(engine: Engine) -> bool:
    """Whether one department's years are compared (their units may differ)."""
    scope = engine.query.scope
    return len(scope.years) > 1 and len({engine.document(d).department for d in scope.documents}) == 1


def in_one_unit(engine: Engine, found: list[Candidate], missing: list[str]) -> tuple[list[Candidate], list[str]]:
    """The facts in one unit where a thing is counted here and valued there (vehicles), the missing sought in it too."""
    asked = set(engine.query.units) - {"%"}
    units = {c.fact.unit or "" for c in found}
    counted = asked or (units & VEHICLES and VEHICLES)
    if not counted or (all(is_money(unit) for unit in units) and not asked):
        return found, missing
    same = VEHICLES if counted & VEHICLES else counted
    if units and units <= same and not missing:
        return found, missing
    kept = {c.fact.document: c for c in found if c.fact.unit in same}
    for identity in engine.query.scope.documents:
        department = engine.document(identity).department
        if any(engine.document(other).department == department for other in kept):
            continue
        better = _counted(engine, identity, frozenset(same))
        if better is not None:
            kept[identity] = better
    names = {engine.document(identity).department or identity for identity in kept}
    every = dict.fromkeys(engine.document(i).department or i for i in engine.query.scope.documents)
    return list(kept.values()), [name for name in every if name not in names]


def _counted(engine: Engine, identity: str, units: frozenset[str]) -> Candidate | None:
    def keep(fact: Fact) -> bool:
        return fact.unit in units

    found = engine.find(documents=[identity], keep=keep, units=False)
    return next((c for c in found if accept(c) or c.main >= NAMED or c.coverage >= SAID), None)
