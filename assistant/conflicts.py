"""Where a document disagrees with itself: both figures and where they stand.

A disagreement is told only of the very thing asked: two tables' figures for one label, a department's sheet against
a project's, a sheet's text against its own entries, two sentences of one text. Different scopes are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.coverage import same_scope, side_by_side, two_tables
from assistant.engine import Engine
from assistant.lookup import Candidate, same_value
from assistant.operand_links import candidates_for
from assistant.operands import pair, within
from assistant.outcome import Outcome, figure_of
from assistant.recorder import tried
from assistant.single import accept
from assistant.splits import counted_by, either_of, operand_words, split_conflict
from assistant.understanding import normalise
from assistant.words import bare_label, bigrams, fold
from index.amounts import is_money
from index.model import Fact, Identity

__all__ = ["answer_conflict", "as_conflict"]

TELLING = 8  # characters from which an indicator's name says enough to be one thing in two sheets
NEAR = 0.2
CLAIMED = 1.0  # how much less well a figure may fit that the question itself names


def as_conflict(engine: Engine, outcome: Outcome, failing: Sequence[Identity]) -> Outcome:
    """``conflict`` with both figures where the single figure asked is contradicted.

    By an identity that says “these two are the same thing”, or by the same indicator in a project's and in the
    department's sheet; other failures only ride along as checks.
    """
    if len(outcome.figures) != 1 or len(outcome.figures[0].facts) != 1:
        return outcome
    if engine.query.explicit_table and engine.query.operation == "value":
        return outcome  # the table is named: its figure is asked for, the other rides along as a check
    fact = outcome.figures[0].facts[0]
    for identity in failing:
        if len(identity.facts) != 2 or fact.id not in identity.facts:
            continue
        other = _fact(engine, next(i for i in identity.facts if i != fact.id))
        if other is None or other.value is None or other.value == fact.value or other.unit != fact.unit:
            continue
        if other.row_path[-1:] != fact.row_path[-1:]:
            continue
        return _with(outcome, other)
    twin = _other_level(engine, fact)
    return outcome if twin is None else _with(outcome, twin)


def _with(outcome: Outcome, other: Fact) -> Outcome:
    figures = (outcome.figures[0], figure_of(other, label=f"{outcome.figures[0].label}（{other.title}）"))
    return replace(outcome, status="conflict", figures=figures, cited=(*outcome.cited, other))


def _fact(engine: Engine, identity: str) -> Fact | None:
    try:
        found: Fact = engine.library.fact(identity)
    except (KeyError, LookupError, StopIteration):
        return None
    return found


def _other_level(engine: Engine, fact: Fact) -> Fact | None:
    """The same indicator in the department's sheet and in a project's, with another target, where the question
    names no sheet and no project's sheet agrees with the department's."""
    if fact.source != "indicator" or fact.period != "target" or len(fact.row_path) < 2 or fact.value is None:
        return None
    name = bare_label(fact.row_path[-1])
    if len(name) < TELLING or not (fact.kind or "").endswith("performance_target"):
        return None
    index = engine.vocabulary.indexes[fact.document]
    joined = fold(engine.query.question)
    twins = [
        entry.fact
        for entry in index.entries
        if entry.fact.source == "indicator"
        and entry.fact.period == "target"
        and entry.fact.value is not None
        and entry.fact.unit == fact.unit
        and (entry.fact.kind or "").endswith("performance_target")
        and entry.fact.row_path
        and bare_label(entry.fact.row_path[-1]) == name
    ]
    of_department = [f for f in twins if (f.kind or "").startswith("department")]
    of_projects = [f for f in twins if not (f.kind or "").startswith("department")]
    if len(of_department) != 1 or len({f.value for f in of_projects}) != 1:
        return None
    if of_projects[0].value == of_department[0].value:
        return None
    if any(_names(joined, index.sheet_names.get(f.container, "")) for f in of_projects):
        return None
    return of_projects[0] if fact.id == of_department[0].id else of_department[0]


def _names(joined: str, sheet: str) -> bool:
    grams = bigrams(sheet)
    return bool(grams) and sum(gram in joined for gram in grams) > 0.5 * len(grams)


@tried("conflict")
def answer_conflict(engine: Engine) -> Outcome | None:
    """Two differing figures for what the question asks; None where the documents do not disagree about it.

    A plain question is answered so only where a sheet's text contradicts the sheet's own entry.
    """
    text = normalise(engine.query.question)
    words = operand_words()["conflict"]
    if engine.query.operation != "conflict":
        found = _of_one_sheet(engine, text)
        doubted = found is None and bool(re.search(words["doubt"], text))
        return (_aim_and_indicator(engine) or _funds_of_form(engine)) if doubted else found
    return (
        _either(engine, text)
        or two_tables(engine, text)
        or _two_statements(engine, text)
        or _aim_and_indicator(engine)
        or _same_label(engine)
        or _of_one_sheet(engine, text)
        or _in_one_text(engine)
        or _funds_of_form(engine)
    )


def _aim_and_indicator(engine: Engine) -> Outcome | None:
    """What a sheet's indicator counts and what its aims say of the same, where a question that doubts names both by
    how they are counted (多少人, 多少个社区) and each is the only one in the sheet that they may be."""
    units = engine.query.units
    found = [c for c in engine.find(limit=8) if c.fact.source == "indicator" and c.fact.period == "target"]
    if not units or not found or not accept(found[0]):
        return None
    fact = found[0].fact
    index = engine.vocabulary.indexes[fact.document]
    heads = _counted_alike(fact.unit)
    within_sheet = [index.entries[p].fact for p in index.by_container.get(fact.container, ())]
    counted = [f for f in within_sheet if f.value is not None and _counted_alike(f.unit) == heads]
    said = [f for f in counted if f.source == "sentence" and f.period == "current"]
    planned = [f for f in counted if f.source == "indicator" and f.period == "target"]
    shared = set(bigrams(bare_label(fact.row_path[-1])))
    about = [f for f in said if shared & set(bigrams(bare_label(f.row_path[-1])))] if len(planned) > 1 else said
    if len(said) != 1 or len(about) != 1 or is_money(fact.unit) or fact.unit == "%" or same_value(about[0], fact):
        return None
    return _told(about[0], fact)


def _counted_alike(unit: str | None) -> str:
    """A unit, with the words for counting people as one."""
    return "人" if unit in ("人", "名", "位") else unit or ""


def _told(*facts: Fact) -> Outcome:
    return Outcome("conflict", tuple(figure_of(fact) for fact in facts), cited=tuple(facts))


def _funds_of_form(engine: Engine) -> Outcome | None:
    """A project's whole money by its form's text and by its form's funds, where the question doubts it."""
    found = [c for c in engine.find(units=False, limit=12) if c.fact.source == "field" and is_money(c.fact.unit)]
    if not found or not accept(found[0]) or (found[0].fact.kind or "").startswith("department"):
        return None
    fact = found[0].fact
    index = engine.vocabulary.indexes[fact.document]
    name = bare_label(fact.row_path[0]) if fact.row_path else ""
    said = [
        entry.fact
        for entry in (index.entries[p] for p in index.by_container.get(fact.container, ()))
        if entry.fact.source == "sentence"
        and entry.fact.value is not None
        and entry.fact.unit == fact.unit
        and entry.fact.period == "current"
        and entry.fact.row_path
        and re.search(operand_words()["conflict"]["whole_money"], entry.fact.row_path[-1])
        and (name in bare_label(entry.fact.row_path[0]) or len(entry.fact.row_path) == 1)
    ]
    if len(said) != 1 or same_value(said[0], fact):
        return None
    return _told(said[0], fact)


def _either(engine: Engine, text: str) -> Outcome | None:
    """Both figures of “是200万还是300万” where both stand in the entry, table or sheet asked about."""
    values = either_of(text)
    if values is None:
        return None
    without = re.sub(r"(?:究竟|到底)?(?:是|为)?\d[\d.,]*[一-鿿%]{0,2}?还是\d[\d.,]*[万亿元%人]{0,2}.*", "", text)
    found = [c for c in engine.find(engine.prepare(_placeless(engine, without)), units=False, limit=40) if c.main > 0.3]
    for first in found[:6]:
        near = [c.fact for c in found if c.document == first.document and c.score > found[0].score - CLAIMED]
        index = engine.vocabulary.indexes[first.fact.document]
        if first.fact.source != "cell":  # anything that the form itself says
            near += [index.entries[p].fact for p in index.by_container.get(first.fact.container, ())]
        one = next((f for f in near if f.value == values[0]), None)
        two = next((f for f in near if f.value == values[1]), None)
        if one is not None and two is not None and one.unit == two.unit:
            return _told(one, two)
    return None


def _placeless(engine: Engine, text: str) -> str:
    from assistant.places import issuers, select

    return select(text, issuers(engine.vocabulary.documents))[1]


def _two_statements(engine: Engine, text: str) -> Outcome | None:
    """“A和B对得上吗”: both figures; where they are one, the figure with a note that they agree."""
    split = split_conflict(_placeless(engine, text), engine.vocabulary.rows)
    if split is None:
        return None
    where = operand_words()["conflict"]["where"]
    if all(re.search(where, operand) for operand in split):
        return None  # one thing, looked up in two places
    context, _, own = split[0].replace("，", ",").rpartition(",")
    quoted = re.match(
        r".*[“\"《「]([^”\"》」]{4,})[”\"》」](?:这?个?项目|表)?(?:里|中|时)*(?:发现|看到)?(?P<own>.{2,})", split[0]
    )
    if quoted is not None and not context:
        context, own = quoted[1], quoted["own"]
    if context:  # “某项目，申请的数和资金总额对得上吗”: both of that sheet
        named = candidates_for(engine, split[1], engine.query.scope.documents, also=engine.prepare(context))
        other = within(engine, own, named[0].fact, lambda a, b: not same_value(a, b)) if named else None
        if other is not None:
            return _told(other, named[0].fact)
    found = pair(engine, split[0], split[1], engine.query.scope.documents, apart=True)
    if found.one is None or found.two is None or {found.one.period, found.two.period} & {"change", "growth"}:
        return None
    alike = found.one.row_path[:1] == found.two.row_path[:1]
    if not alike and (found.one.container != found.two.container or found.one.source != "cell"):
        return None
    if same_value(found.one, found.two):
        return Outcome(
            "answered", (figure_of(found.one),), notes=("两处一致",), cited=(found.one, found.two), certainty=0.9
        )
    if not alike or {found.one.period, found.two.period} == {
        "target",
        "result",
    }:  # what was planned and what was done may differ
        both = (found.one, found.two)
        return Outcome("answered", tuple(figure_of(fact) for fact in both), cited=both)
    return _told(found.one, found.two)


def _same_label(engine: Engine) -> Outcome | None:
    """The same label of two tables, sheets or sentences with different figures, in columns of one meaning."""
    found = [c for c in engine.find(units=False, limit=20) if accept(c)]
    if not found:
        return None
    first = found[0].fact
    for candidate in found[1:]:
        if candidate.score < found[0].score - NEAR or candidate.fact.document != first.document:
            continue
        if _one_thing(first, candidate):
            scope = first.source != "cell" or candidate.fact.source != "cell" or same_scope(first, candidate.fact)
            return _told(first, candidate.fact) if scope else side_by_side(first, candidate.fact)
    return None


def _one_thing(fact: Fact, candidate: Candidate) -> bool:
    other = candidate.fact
    if other.value is None or fact.value is None or same_value(fact, other) or other.unit != fact.unit:
        return False
    if {fact.period, other.period} - {"current", "target", "plan"} and fact.period != other.period:
        return False
    one, two = bare_label(fact.row_path[-1] if fact.row_path else ""), bare_label((other.row_path or ("",))[-1])
    if fact.source in ("field", "indicator") and other.source in ("field", "indicator"):
        money = is_money(fact.unit) and fact.container == other.container and len({fact.source, other.source}) == 2
        return money or (bool(one) and one == two and fact.container != other.container)
    alike = bool(one) and (one == two or (min(len(one), len(two)) > 5 and (one in two or two in one)))
    if fact.source == other.source == "cell":
        return alike and fact.container != other.container and fact.column_path[-1:] == other.column_path[-1:]
    return alike


def _of_one_sheet(engine: Engine, text: str) -> Outcome | None:
    """A sheet's text and its indicator counting in one telling unit (课时), with different figures."""
    unit = counted_by(text)
    if unit is None:
        return None
    for candidate in engine.find(units=False, limit=5):
        if candidate.coverage < 0.4 or candidate.fact.source == "cell":
            continue
        index = engine.vocabulary.indexes[candidate.fact.document]
        counted = [
            entry.fact
            for entry in (index.entries[p] for p in index.by_container.get(candidate.fact.container, ()))
            if entry.fact.value is not None
            and entry.fact.period in ("current", "target")
            and (unit in (entry.fact.unit or "") or (entry.fact.row_path and unit in entry.fact.row_path[-1]))
            and not is_money((entry.fact.unit or "").split("/")[0])
        ]
        said = [f for f in counted if f.source == "sentence"]
        planned = [f for f in counted if f.source == "indicator"]
        if len(said) == 1 and len(planned) == 1 and said[0].value != planned[0].value:
            return _told(said[0], planned[0])
        return None
    return None


def _in_one_text(engine: Engine) -> Outcome | None:
    """Two sentences of one text with the same subject, in one unit, with different figures."""
    found = [c for c in engine.find(units=False, limit=12) if accept(c) and c.fact.source == "sentence"]
    for candidate in found[1:]:
        one, two = found[0].fact, candidate.fact
        alike = one.container == two.container and one.row_path[-1:] == two.row_path[-1:] and one.unit == two.unit
        if alike and one.value != two.value and one.period == two.period:
            return _told(one, two)
    return None
