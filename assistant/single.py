"""One figure: which fact answers, and what follows when several could or none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.denial import carries, holds_denied
from assistant.engine import Engine
from assistant.leftover import unserved
from assistant.lookup import Candidate, readings, same_value
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.recorder import Refused, record, tried
from assistant.sheet_readings import (
    PART_NAMED,
    consistent,
    money_of_the_sheet,
    only_of_its_unit,
    same_name_elsewhere,
    same_named_sheets,
)
from assistant.unread import foreign
from assistant.words import fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["CERTAIN", "accept", "answer_value", "doubt", "sisters", "with_unit"]

CERTAIN = 0.52  # share of the question's words that a fact must explain before it answers
TOTAL_ROW = 0.6  # the same for a table's total row
HALF_NAMED = 0.58  # the same where a row is named by part of its label
UNREAD = 3  # English words without a translation from which no figure is given
UNNAMED = 0.74  # the same where nothing of the row's own label is said; its unit must be the one asked for
WELL_NAMED = 0.6  # share of the row's own label from which talk in the question no longer counts
EXACT = 0.40  # the same where a label of the fact stands whole in the question


def accept(candidate: Candidate) -> bool:
    """Whether a candidate explains enough of the question to answer it."""
    return doubt(candidate) is None


def doubt(candidate: Candidate) -> str | None:
    """What speaks against a candidate as the answer, a key of ``trace.toml``; None where nothing does."""
    if candidate.score <= 0.22:
        return "low"
    if candidate.fact.source == "cell" and not candidate.column:
        return "column"
    named = not candidate.blank and (candidate.exact or candidate.main >= WELL_NAMED)
    sure = max(candidate.coverage, candidate.certainty) if named else candidate.coverage
    if candidate.fact.source == "cell" and not candidate.blank and candidate.main <= 0:
        if candidate.exact:  # the whole department's word (三公) stands at this cell, whatever its row is called
            return None if sure >= TOTAL_ROW else "total"
        return "row"  # a row of which nothing is said is one of many
    if candidate.fact.kind == "sheet_text" and candidate.main < PART_NAMED and candidate.coverage < 0.8:
        return "row"
    if candidate.blank:
        return None if sure >= TOTAL_ROW else "total"
    if candidate.main < 0.3 and candidate.fact.source != "field":
        own = candidate.exact and candidate.main > 0.15
        return None if candidate.measured and sure >= (EXACT if own else UNNAMED) else "row"
    if candidate.main < 0.6 and not candidate.exact:
        return None if sure >= HALF_NAMED else "half"
    return None if sure >= (EXACT if candidate.exact else CERTAIN) else "unexplained"


@tried("value")
def answer_value(engine: Engine) -> Outcome | None:
    """The figure asked for; None where no fact explains the question well enough."""
    query = engine.query
    if _asks_two_things(query.question):
        record(Refused("two_things"))
        return None
    current = [d for d in query.scope.documents if d not in query.scope.previous]
    found = engine.find(documents=current or query.scope.documents, text_too=_text_too(engine))
    if _BOTH.search(query.question.lower()) and not query.denied:
        planned = engine.find(documents=current or query.scope.documents, keep=lambda fact: fact.source == "indicator")
        if planned and planned[0].coverage >= EXACT and (not found or planned[0].coverage >= found[0].coverage - 0.3):
            both = _target_and_result(engine, planned[0].fact)
            if both is not None:
                return both
    if query.scope.previous:
        from assistant.previous import previous_value

        best = found[0] if current and found else None
        outcome = previous_value(engine, beat=best.score + 0.05 if best and accept(best) else None)
        if outcome is not None:
            return outcome
        if not current:
            return None
    found = [c for c in found if not carries(c.fact, query.denied)]
    every = found
    segments = engine.query.segments
    other = {
        c.fact.id
        for c in found[:12]
        if accept(c) and (unserved(c, segments, engine.vocabulary) or foreign(c, segments, engine.vocabulary))
    }
    sure = [c for c in found[:12] if accept(c) and c.fact.id not in other]
    if other and not sure:
        record(Refused("unserved"))
        return None  # the question names a thing that none of them carries
    found = [c for c in found if c.fact.id not in other]
    sure = [c for c in found if accept(c)]
    if sure and sure[0].score >= found[0].score - 0.15:
        found = sure  # a near one that names no row of its own does not stand in the way
    if found and not accept(found[0]):
        found = only_of_its_unit(engine, found)
    if found and not accept(found[0]):
        found = money_of_the_sheet(engine, found)
    if not found or not accept(found[0]) or _form_money_unasked(engine, found[0].fact):
        record(Refused("form_money" if found and accept(found[0]) else "unsure"))
        return None
    gloss = len(query.unlinked) >= UNREAD or (len(query.unlinked) > 1 and found[0].fact.source == "field")
    if gloss and not _named_in_full(query.question, found[0].fact):
        record(Refused("unlinked"))
        return None  # what the question is about is among the words nobody could read
    if _NOT_OF.search(query.question) and not re.search("其他|非", "".join(_names(found[0].fact))):
        record(Refused("denied"))
        return None  # “有多少不是财政拨款”: the whole is no answer
    if holds_denied(found[0].fact, query.denied, engine.vocabulary):
        record(Refused("denied"))
        return None
    several = _departments(engine, found)
    if several is not None:
        return several
    document = found[0].fact.document
    same = [c for c in found if c.fact.document == document]
    others = same_name_elsewhere(engine, [same[0], *(c for c in every if c.fact.document == document)])
    if others:
        listed = (same[0], *others)
        return Outcome(
            "ambiguous",
            tuple(figure_of(c.fact, label=_telling_label(c.fact)) for c in listed),
            certainty=0.4,
            cited=tuple(c.fact for c in listed),
        )
    both = _target_and_result(engine, same[0].fact)
    if both is not None:
        return both
    twins = same_named_sheets(engine, same)
    if twins:
        listed = (same[0], *twins)
        return Outcome(
            "ambiguous",
            tuple(with_unit(figure_of(c.fact, label=_telling_label(c.fact)), query.convert_to) for c in listed),
            certainty=0.4,
            cited=tuple(c.fact for c in listed),
        )
    ties = [c for c in readings(same) if c.exact == same[0].exact]
    first = _cell_first(ties[0], same)
    rivals = [c for c in ties[1:] if not consistent(first.fact, c.fact)]
    figures = (_counted_as(with_unit(figure_of(first.fact), query.convert_to), first.fact, query.units),)
    support = tuple(
        c.fact for c in same[:12] if c.fact.id != first.fact.id and same_value(c.fact, first.fact)
    ) or tuple(sisters(engine, first.fact))
    if rivals and rivals[0].score >= first.score - 0.004 and accept(rivals[0]):
        return Outcome(
            "ambiguous",
            tuple(figure_of(c.fact, label=_telling_label(c.fact)) for c in (first, *rivals[:3])),
            certainty=0.4,
            cited=tuple(c.fact for c in (first, *rivals[:3])),
        )
    return Outcome(
        "answered", figures, _other_readings(first, same), cited=(first.fact, *support[:2]), certainty=first.coverage
    )


_NOT_OF = re.compile(r"多少(?:钱|资金)?(?:是)?(?:不是|不靠|不属于|不来自|并非)")


def _names(fact: Fact) -> tuple[str, ...]:
    return (*fact.row_path, *fact.column_path)


def _named_in_full(question: str, fact: Fact) -> bool:
    """Whether a form's whole name stands in the question: the unread English beside it only says it again."""
    name = fold(fact.row_path[0]) if fact.row_path and fact.source == "field" else ""
    return len(name) > 5 and name in fold(question)


def _form_money_unasked(engine: Engine, fact: Fact) -> bool:
    """Whether a form's whole amount would answer a question that asks for no amount (by which month …)."""
    text = engine.query.question.lower()
    if fact.column_path and fold(re.sub(r"^其中[：:]?", "", fact.column_path[-1])) in fold(text):
        return False  # the field is named
    if _DATED.search(text):
        return is_money(fact.unit) and not engine.query.money
    text = re.sub(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]", "", text).replace(
        fold(fact.row_path[0] if fact.row_path else ""), ""
    )
    asks = re.search(r"多少|几|钱|资金|预算|金额|经费|how much|budget|fund|amount", text)
    return fact.source == "field" and is_money(fact.unit) and not engine.query.money and asks is None


_DATED = re.compile(
    r"哪(?:一)?(?:个)?(?:年|月|天|日)|几月|几号|何时|什么时候|多久|(?:which|what) (?:month|year|day|date)|\bwhen\b"
)


_ASKED = re.compile(
    r"多少|几(?=[名位个家人次场份张辆台项]|岁|点)|哪一?年|何时|什么时候|几月|几号|谁|什么(?!时候)|啥|"
    r"how (?:many|much)|\b(?:when|who|which year)\b",
    re.I,
)


def _asks_two_things(question: str) -> bool:
    """Whether two clauses ask for figures or words of different kinds: one figure would be half an answer."""
    kinds: set[str] = set()
    for clause in re.split(r"[，,、；;]|\band\b", question):
        match = _ASKED.search(clause)
        if match is not None:
            rest = re.sub(r"\s", "", clause[match.end() :])[:2]
            kinds.add(f"{match[0]} {rest}" if match[0] in ("多少", "几") else match[0])
    return len(kinds) > 1


_BOTH = re.compile(
    r"(目标|任务|指标值|计划|target|goal).{0,30}(实际|完成值|完成了|结果|actual|result)|(实际|完成值|actual|result).{0,30}(目标|任务|指标值|计划|target|goal)"
)


def _target_and_result(engine: Engine, fact: Fact) -> Outcome | None:
    """Both figures of an indicator where the question asks for what was planned and what was done."""
    if fact.source != "indicator" or engine.query.denied or not _BOTH.search(engine.query.question.lower()):
        return None
    index = engine.vocabulary.indexes[fact.document]
    row = {
        entry.fact.period: entry.fact
        for entry in (index.entries[p] for p in index.by_container.get(fact.container, ()))
        if entry.fact.row_place == fact.row_place and entry.fact.row_path == fact.row_path
    }
    if "target" not in row or "result" not in row:
        return None
    pair = (row["target"], row["result"])
    return Outcome("answered", tuple(figure_of(f) for f in pair), cited=pair)


def _text_too(engine: Engine) -> bool:
    query = engine.query
    if "text" in query.asks or "code" in query.asks:
        return True
    return not query.money and not query.units and not re.search(r"多少|几|how many|how much", query.question.lower())


def _cell_first(first: Candidate, same: list[Candidate]) -> Candidate:
    """A table's cell before a sentence that says the same."""
    if first.fact.source != "sentence":
        return first
    for candidate in same[:6]:
        if (
            candidate.fact.source == "cell"
            and same_value(candidate.fact, first.fact)
            and candidate.score > first.score - 0.15
        ):
            return candidate
    return first


def _telling_label(fact: Fact) -> str:
    return f"{fact_label(fact)}（{fact.title}）"


def _departments(engine: Engine, found: list[Candidate]) -> Outcome | None:
    """Where no place is named and several departments state the thing, a reading for each."""
    if engine.query.scope.named or engine.query.scope.each:
        return None
    best: dict[str, Candidate] = {}
    for candidate in found:
        department = engine.document(candidate.fact.document).department or candidate.fact.document
        if (
            candidate.score >= found[0].score - 0.35
            and accept(candidate)
            and candidate.coverage >= found[0].coverage - 0.12
        ):
            best.setdefault(department, candidate)
    if len(best) < 2:
        return None
    figures = tuple(
        with_unit(figure_of(c.fact, label=f"{department}（{c.fact.year}年）"), engine.query.convert_to)
        for department, c in best.items()
    )
    return Outcome("ambiguous", figures, cited=tuple(c.fact for c in best.values()), certainty=0.5, reason="department")


def _other_readings(first: Candidate, same: list[Candidate]) -> tuple[Figure, ...]:
    """The same row under other scopes, as context."""
    shown: list[Figure] = []
    for candidate in same[1:]:
        fact = candidate.fact
        if len(shown) == 2 or candidate.score < first.score - 0.12:
            break
        if fact.source != "cell" or same_value(fact, first.fact) or fact.unit != first.fact.unit:
            continue
        if fact.row_path[-1:] == first.fact.row_path[-1:] and fact.container != first.fact.container:
            shown.append(figure_of(fact, label=_telling_label(fact), role="other scope"))
    return tuple(shown)


def _counted_as(figure: Figure, fact: Fact, units: Sequence[str]) -> Figure:
    """A count in the measure word asked for, where the row's own label allows several (车辆（台、辆）)."""
    allowed = re.search(r"[（(]([^（()）]{1,2}[、/，][^（()）]{1,4})[)）]$", fact.row_path[-1] if fact.row_path else "")
    if allowed is None or not units or fact.unit not in re.split(r"[、/，]", allowed[1]):
        return figure
    return replace(figure, unit=units[0]) if units[0] in re.split(r"[、/，]", allowed[1]) else figure


def sisters(engine: Engine, fact: Fact, *, same_value: bool = True) -> list[Fact]:
    """The same row in other tables of the document: by label and code, in their total columns or with its value."""
    if fact.source != "cell" or not fact.row_path:
        return []
    found: dict[str, Fact] = {}
    for entry in engine.vocabulary.indexes[fact.document].entries:
        other = entry.fact
        if other.source != "cell" or other.container == fact.container or other.row_path[-1:] != fact.row_path[-1:]:
            continue
        if other.code != fact.code or other.unit != fact.unit or other.container in found or other.value is None:
            continue
        if (other.value == fact.value) if same_value else entry.default_column:
            found[other.container] = other
    return list(found.values())[:3]


def with_unit(figure: Figure, unit: str | None) -> Figure:
    """The figure in another unit of money, exact; unchanged where it is none of money."""
    if unit is None or not is_money(figure.unit) or figure.unit == unit:
        return figure
    from decimal import Decimal

    if unit == "百万元":
        unit = "元"
    value = convert(Decimal(figure.value), figure.unit, unit)
    return replace(figure, value=decimal_text(value), unit=unit)
