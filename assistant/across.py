"""The same thing in several documents: compared, ranked, added; what is missing or of another year is said."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.arithmetic import total
from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.single import accept, with_unit
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["answer_across", "per_document"]


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
    found: list[Candidate] = []
    missing: list[str] = []
    for name, identities in groups.items():
        best: Candidate | None = None
        for number, identity in enumerate(identities):
            candidates = [c for c in _in_document(engine, text, identity, by_year) if accept(c)]
            if candidates and (best is None or candidates[0].score > best.score + (0.1 if number else 0.0)):
                best = _cell(candidates)
        if best is None:
            missing.append(name if not by_year else f"{engine.document(identities[0]).title}")
        else:
            found.append(best)
    return found, missing


_ROLES = re.compile(r"自评表?|实际完成值?|完成值|工作任务|任务|目标值?|两个数?|对比|预算|self-?evaluation")


def _in_document(engine: Engine, text: str | None, identity: str, by_year: bool) -> list[Candidate]:
    """One document's candidates; where years are compared, without the words that tell the documents apart."""
    if not by_year or text is not None:
        return engine.find(text, documents=[identity])
    bare = "|".join(
        dict.fromkeys(piece for piece in (_ROLES.sub("|", segment) for segment in engine.query.segments) if piece)
    )
    evaluation = "自评" in (engine.document(identity).kind or "")
    periods = frozenset({"result", "current"}) if evaluation else None
    if evaluation:  # the form's own indicators before what its long texts say
        found = engine.find(
            bare, documents=[identity], periods=periods, tables=(), keep=lambda fact: fact.source == "indicator"
        )
        if found and found[0].coverage >= 0.4 and found[0].score > 0.05:
            return [replace(found[0], exact=True), *found[1:]]
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


def answer_across(engine: Engine) -> Outcome | None:
    """Compare, rank or add over documents; None where fewer than two state the thing."""
    query = engine.query
    if re.search(r"倍|times (?:as|that)", query.question):
        return None  # a ratio between departments is no difference
    found, missing = per_document(engine)
    if any(c.fact.kind == "units" and c.main < 0.6 for c in found):
        return None  # one unit's staff does not stand for its department's
    if len(found) < 2:
        return None
    unit = _common_unit([c.fact for c in found])
    if unit is None and not by_years(engine):  # vehicles counted here and valued there: one unit for all
        first = found[0].fact.unit
        found = [c for c in (_with_unit(engine, c, first) for c in found) if c is not None]
        if len(found) < 2:
            return None
        unit = _common_unit([c.fact for c in found])
    notes = [f"{name}：文件中没有找到同一项" for name in missing]
    if unit is None:
        figures = tuple(with_unit(_named(engine, c.fact), query.convert_to) for c in found)
        return Outcome("answered", figures, cited=tuple(c.fact for c in found), notes=("单位不同", *notes))
    if len({c.fact.year for c in found}) > 1:
        notes.insert(0, "年份不同：" + "、".join(f"{_place(engine, c.fact)}{c.fact.year}年" for c in found))
    if query.operation == "sum":
        outcome = total(engine, [c.fact for c in found], label="合计")
        if outcome is None:
            return None
        named = tuple(_named(engine, c.fact) for c in found)
        return Outcome(
            "answered",
            outcome.figures,
            named,
            outcome.formula,
            outcome.result,
            outcome.result_unit,
            tuple(notes),
            cited=outcome.cited,
        )
    ordered = sorted(found, key=lambda c: _amount(c.fact, unit), reverse=not query.lowest)
    figures = tuple(with_unit(_named(engine, c.fact), query.convert_to) for c in ordered)
    if query.operation == "rank":
        if query.nth is not None and query.nth <= len(figures):
            return Outcome(
                "answered",
                figures[query.nth - 1 : query.nth],
                figures,
                notes=tuple(notes),
                cited=(ordered[query.nth - 1].fact,),
            )
        k = query.k or (len(figures) if re.search(r"排|从(高|大|多|低|小|少)到|rank", query.question) else 1)
        rest = tuple(figures[k:])
        if missing:  # who is first cannot be said where one of them states nothing
            return Outcome("ambiguous", figures, notes=tuple(notes), cited=tuple(c.fact for c in ordered))
        return Outcome("answered", figures[:k], rest, notes=tuple(notes), cited=tuple(c.fact for c in ordered))
    if len(ordered) == 2:
        difference = abs(_amount(ordered[0].fact, unit) - _amount(ordered[1].fact, unit))
        big, small = (
            decimal_text(_amount(c.fact, unit)) for c in sorted(ordered, key=lambda c: -_amount(c.fact, unit))
        )
        gap = with_unit(
            Figure("差额", decimal_text(difference), unit, tuple(c.fact for c in ordered)), query.convert_to
        )
        if "difference" in query.asks and not re.search(r"谁|哪|各|分别|which|who|each|both", query.question.lower()):
            return Outcome(
                "answered",
                (gap,),
                figures,
                f"{big} − {small} = {decimal_text(difference)}",
                decimal_text(difference),
                unit,
                tuple(notes),
                cited=tuple(c.fact for c in ordered),
            )
        return Outcome(
            "answered",
            (*figures, gap),
            formula=f"{big} − {small} = {decimal_text(difference)}",
            result=decimal_text(difference),
            result_unit=unit,
            notes=tuple(notes),
            cited=tuple(c.fact for c in ordered),
        )
    return Outcome("answered", figures, notes=tuple(notes), cited=tuple(c.fact for c in ordered))


def by_years(engine: Engine) -> bool:
    """Whether one department's years are compared (their units may differ)."""
    scope = engine.query.scope
    return len(scope.years) > 1 and len({engine.document(d).department for d in scope.documents}) == 1


def _with_unit(engine: Engine, candidate: Candidate, unit: str | None) -> Candidate | None:
    if candidate.fact.unit == unit:
        return candidate
    same = {unit, "台"} if unit == "辆" else {unit}
    found = engine.find(documents=[candidate.fact.document], keep=lambda fact: fact.unit in same)
    return next((c for c in found if c.coverage >= 0.5 and c.main >= 0.5), None)


def _common_unit(facts: list[Fact]) -> str | None:
    units = {fact.unit or "" for fact in facts}
    if len(units) == 1:
        return units.pop()
    return facts[0].unit if all(is_money(unit) for unit in units) else None


def _amount(fact: Fact, unit: str) -> Decimal:
    assert fact.value is not None
    if fact.unit != unit and is_money(fact.unit) and is_money(unit):
        return convert(fact.value, fact.unit or "", unit)
    return fact.value


def _place(engine: Engine, fact: Fact) -> str:
    document = engine.document(fact.document)
    return document.region or document.department or document.file


def _named(engine: Engine, fact: Fact) -> Figure:
    document = engine.document(fact.document)
    return figure_of(fact, label=f"{document.department or document.title}（{fact.year or document.year}年）")
