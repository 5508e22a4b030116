"""The operands of a share or a difference: cut from the question's words and linked to facts that go together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.single import accept
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["of_units", "pair", "split_difference", "split_share"]

NEAR = 0.2  # operands of one table are taken together where they score this near to the best


_ASK = r"(?:百分之几|百分之多少|多少|几成|几分之几|比例|比重|份额|的?百分比)"


_SHARE = (
    re.compile(r"(?P<part>[^|]+?)在(?P<whole>[^|]+?)(?:里面|里|之中|中)(?:所)?占"),
    re.compile(rf"(?P<part>[^|]+?)(?:所)?占(?:了)?(?P<whole>(?!百分|比[例重]?|多少|几)[^|]+?)的?(?:{_ASK})"),
    re.compile(
        rf"(?P<whole>[^|]+?)(?:里面|里头|里|之中|当中|中)[，,|]?(?P<part>[^|]+?)(?:所)?占(?:了)?(?:比|多少|{_ASK})"
    ),
    re.compile(r"(?P<whole>[^|]+?)(?:里面|里头|里|之中|当中|中)[，,|]?(?P<part>[^|]+?)的?(?:占比|比例|比重|份额)"),
    re.compile(r"(?P<part>[^|]+?)的?(?:占比|所占|比重)"),
)


_SHARE_ENGLISH = (
    re.compile(
        r"(?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+?) (?:is|was|are|"
        r"were|goes to|went to|does|did|do|comes from|came from|on|for|made up "
        r"of)\b(?P<part>.+)"
    ),
    re.compile(r"(?P<part>.+?) as a (?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+)"),
    re.compile(r"(?:share|proportion|percentage) of (?P<part>.+?) in (?:the )?(?P<whole>.+)"),
)


_DIFFERENCE = (
    re.compile(
        r"(?P<one>[^|]+?)(?:比|较)(?P<two>[^|]+?)(?:要)?(?:多|高|大|超|少|低|小)(?:出|了)?(?:多少|几|$|[^|]{0,4})"
    ),
    re.compile(r"(?P<one>[^|]+?)(?:和|与|跟|同|、)(?P<two>[^|]+?)(?:之间)?(?:的)?(?:相差|差额|差距|差|差多少)"),
)


_DIFFERENCE_ENGLISH = (
    re.compile(
        r"how (?:much|many) (?:more|larger|higher|greater|bigger|less|lower|fewer|smaller) "
        r"(?P<what>[a-z ]*?)(?:is|are|was|were|does|do|did) (?:the )?(?P<one>.+?)(?: have| "
        r"has| had| get)? than (?:the |its )?(?P<two>.+)"
    ),
    re.compile(r"difference between (?:the )?(?P<one>.+?) and (?:the )?(?P<two>.+)"),
    re.compile(r"how much (?:more|higher|larger|greater|less|lower) (?:is|was|are|were)?(?P<one>.+?) than (?P<two>.+)"),
)


def _match(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    for pattern in patterns:
        match = pattern.search(text)
        if match is not None:
            return match
    return None


def split_share(text: str) -> tuple[str, str | None] | None:
    """(part, whole) of a question for a share, in its own words; the whole is None where none is named."""
    match = _match(_SHARE_ENGLISH, text) or _match(_SHARE, text)
    if match is None:
        return None
    groups = match.groupdict()
    whole = groups.get("whole")
    return groups["part"], whole if whole and len(fold(whole)) > 1 else None


def split_difference(text: str) -> tuple[str, str] | None:
    """The two operands of a question for a difference, in its own words."""
    match = _match(_DIFFERENCE_ENGLISH, text) or _match(_DIFFERENCE, text)
    if match is None:
        return None
    what = match.groupdict().get("what") or ""
    return f"{match['one']} {what}".strip(), f"{match['two']} {what}".strip()


def pair(
    engine: Engine, one: str, two: str | None, documents: Sequence[str], *, apart: bool = False
) -> tuple[Candidate, Candidate] | None:
    """The best two facts for two operands: of one table where that is as good, with the first's row where the
    second names none (“技校教育的全部预算比其中的财政拨款”)."""
    first = [c for c in engine.find(one, documents=documents, limit=14, units=False) if accept(c)]
    second: list[tuple[Candidate, float]] = []
    if two is None or _WHOLE.fullmatch(fold(two)):
        return _with_its_total(engine, first)
    second += [(c, 0.0) for c in engine.find(two, documents=documents, limit=14, units=False) if accept(c)]
    inherits = (
        bool(re.search(r"其中|其(?!他)", two) or (apart and re.search(r"一般公共预算|财政拨款|全口径|口径|表", two)))
        and bool(first)
        and first[0].main > 0
        and first[0].fact.row_path[-1:] not in (("合计",), ())
    )
    if inherits:
        second = []
    if inherits or not second or second[0][0].main < 0.5:
        second += [
            (c, -0.04) for c in engine.find(f"{one}|{two}", documents=documents, limit=14, units=False) if accept(c)
        ]
    if second and (not first or re.search(r"其中|里的|其", one)):
        first += [c for c in engine.find(f"{two}|{one}", documents=documents, limit=14, units=False) if accept(c)]
    first = _best_of_row([c for c in first if c.score > first[0].score - NEAR])
    if first:  # what the first operand took is not the second's as well
        second = [(c, penalty) for c, penalty in second if c.fact.id != first[0].fact.id]
    second = [(c, penalty) for c, penalty in second if c in _best_of_row([x for x, p in second if p == penalty])]
    top = max((c.score + penalty for c, penalty in second), default=0.0)
    best: tuple[float, Candidate, Candidate] | None = None
    for a in first:
        for b, penalty in second:
            if b.score + penalty < top - NEAR:
                continue
            if not _go_together(a.fact, b.fact):
                continue
            score = a.score + b.score + penalty
            if a.fact.container == b.fact.container:
                score += 0.14
                if a.fact.row_place == b.fact.row_place or a.fact.column_path == b.fact.column_path:
                    score += 0.05
            if best is None or score > best[0] + 1e-9:
                best = (score, a, b)
    return None if best is None else (best[1], best[2])


def _go_together(one: Fact, other: Fact) -> bool:
    """Whether two facts of one document can be set against each other: two figures of one unit, or of money."""
    if one.id == other.id or one.document != other.document:
        return False
    return one.unit == other.unit or (is_money(one.unit) and is_money(other.unit))


def _best_of_row(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each row's best column only: a column that the question does not name is no operand."""
    best: dict[tuple[str, tuple[str, ...], str], Candidate] = {}
    for candidate in candidates:
        fact = candidate.fact
        key = (fact.container, fact.row_path, "" if fact.source == "cell" and fact.row_path else fact.id)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return list(best.values())


_WHOLE = re.compile(
    r"(?:全|整个|本|该)?(?:部门|局|单位|市局|系统|表)?(?:的)?(?:总数|总额|总量|总计|全部|合计|总体|整体)?"
)


def _with_its_total(engine: Engine, first: Sequence[Candidate]) -> tuple[Candidate, Candidate] | None:
    """A figure with the total that it is part of: its table's total row in its column, or its row's total column."""
    for candidate in first[:3]:
        index = engine.vocabulary.indexes[candidate.fact.document]
        for position in index.by_container.get(candidate.fact.container, ()):
            entry = index.entries[position]
            fact = entry.fact
            if fact.id == candidate.fact.id or fact.value is None or fact.part != candidate.fact.part:
                continue
            in_column = (
                fact.column_path == candidate.fact.column_path
                and (entry.total or fact.total)
                and len(fact.row_path) == 1
            )
            in_row = fact.row_place == candidate.fact.row_place and entry.default_column and candidate.fact.total
            if in_column or in_row:
                return candidate, replace(candidate, fact=fact)
    return None


def of_units(engine: Engine, one: str, two: str | None) -> tuple[Decimal, Decimal, list[Fact]] | None:
    """The sums over all units of two columns of the unit table (编制, 在职), where no unit is named."""
    found: list[tuple[Decimal, list[Fact]]] = []
    for text in (one, two or ""):
        candidates = [c for c in engine.find(engine.prepare(text), units=False, limit=6)]
        if (
            not candidates
            or candidates[0].fact.kind != "units"
            or candidates[0].main > 0.35
            or candidates[0].fact.value is None
        ):
            return None
        best = candidates[0].fact
        index = engine.vocabulary.indexes[best.document]
        column = [
            e.fact
            for e in (index.entries[p] for p in index.by_container[best.container])
            if e.fact.column_path == best.column_path and e.fact.value is not None and not e.total
        ]
        found.append((sum((f.value for f in column if f.value is not None), Decimal(0)), column))
    return found[0][0], found[1][0], found[0][1][:2] + found[1][1][:2]
