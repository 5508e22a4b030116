"""The year before: stated, or this year's figure less the stated change, or equal where the text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import PERIODS, Engine
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.single import accept, with_unit
from index.amounts import convert, is_money, percent_of
from index.model import Fact

__all__ = ["change_of_parts", "equal", "previous_value", "stated_down"]

_LEVEL = re.compile(r"持平|一致|相同|没有变化|无变化|无增减")


_DOWN = re.compile(r"减少|下降|降低|减|压减|降")


def previous_value(
    engine: Engine, text: str | None = None, *, beat: float | None = None, documents: Sequence[str] | None = None
) -> Outcome | None:
    """The year before: stated, or this year's figure less the stated change, or equal where the text says so.

    ``beat`` is a score that the link must reach (another document states the year itself). ``documents`` are those of
    the year after; the scope's own where none are given.
    """
    if documents is None:
        documents = [d for d in engine.query.scope.documents if d in engine.query.scope.previous]
    said = frozenset(engine.query.scope.years) - {
        engine.document(d).year for d in documents
    }  # years that texts may state
    stated = engine.find(
        text,
        documents=documents,
        periods=PERIODS["previous"] | {"current", "target"},
        keep=lambda f: f.period == "previous" or (f.source == "sentence" and f.year in said),
        tables=(),
        units=text is None,
    )
    current = engine.find(text, documents=documents, units=text is None)
    if stated and accept(stated[0]) and stated[0].main >= 0.6 and (beat is None or stated[0].score >= beat):
        fact = stated[0].fact
        others = [
            c.fact
            for c in stated[1:6]
            if c.fact.row_path[-1:] == fact.row_path[-1:]
            and c.fact.unit == fact.unit
            and c.fact.value != fact.value
            and c.fact.year == fact.year
            and c.score > stated[0].score - 0.1
            and c.fact.container == fact.container
        ]
        if others:
            both = (fact, others[0])
            return Outcome("conflict", tuple(figure_of(f) for f in both), cited=both)
        label = f"{fact.row_path[-1] if fact.row_path else fact.title}（{_year_before(fact)}年）"
        return Outcome(
            "answered",
            (with_unit(figure_of(fact, label=label), engine.query.convert_to),),
            cited=(fact,),
            certainty=stated[0].coverage,
        )
    if not current or not accept(current[0]) or (beat is not None and current[0].score < beat):
        return None
    now = current[0].fact
    twice = _said_twice(engine, now, [c.fact for c in current[1:8]], said)
    if twice is not None:
        return twice
    if _is_of_that_year(engine, now, said):
        return Outcome("answered", (with_unit(figure_of(now), engine.query.convert_to),), cited=(now,))
    change = _change_of(engine, now, text, documents)
    if change is not None:
        return _less_change(engine, now, change)
    level = _says_level(engine, now)
    if level is not None and now.value is not None:
        figure = figure_of(
            now, label=f"{now.row_path[-1] if now.row_path else now.title}（{_year_before(now)}年，与上年持平）"
        )
        return Outcome(
            "answered",
            (with_unit(figure, engine.query.convert_to),),
            cited=(level, now),
            notes=(f"文件说：{level.quote[:80]}",),
        )
    parts = change_of_parts(engine, now)
    if parts is not None:
        return parts[0]
    return Outcome("not_found", cited=(now,), context=(figure_of(now),), reason="previous")


def _is_of_that_year(engine: Engine, now: Fact, years: frozenset[int | None]) -> bool:
    """Whether a figure is itself last year's: its name says so (上年度资金不足部分), or its text tells that year."""
    if any("上年" in part and part[:6] in engine.query.question for part in now.row_path):
        return True
    texts = _texts_around(engine, now) if now.source == "sentence" else []
    return any(f"{year}年" in text for year in years for text in texts)


def _texts_around(engine: Engine, fact: Fact) -> list[str]:
    """The texts of the form's field that a figure stands in."""
    index = engine.vocabulary.indexes[fact.document]
    return [
        entry.fact.raw
        for entry in (index.entries[p] for p in index.by_container.get(fact.container, ()))
        if entry.fact.measure == "text" and entry.fact.row_place == fact.row_place
    ]


def _said_twice(engine: Engine, now: Fact, others: list[Fact], years: frozenset[int | None]) -> Outcome | None:
    """Both figures where one text, which speaks of the year asked, states a subject twice and differently."""
    if now.source != "sentence":
        return None
    if not any(f"{year}年" in text for year in years for text in _texts_around(engine, now)):
        return None
    for other in others:
        same = other.container == now.container and other.row_path[-1:] == now.row_path[-1:] and other.unit == now.unit
        if same and other.source == "sentence" and other.period == now.period and other.value != now.value:
            return Outcome("conflict", (figure_of(now), figure_of(other)), cited=(now, other))
    return None


def _year_before(fact: Fact) -> str:
    if fact.period == "previous" and fact.year:
        return str(fact.year)
    return str(fact.year - 1) if fact.year else "上"


def _change_of(engine: Engine, now: Fact, text: str | None, documents: Sequence[str]) -> Fact | None:
    """The stated change in amount that belongs to this figure: in a sentence that states the same figure."""
    vocabulary = engine.vocabulary
    index = vocabulary.indexes[now.document]
    same: list[Fact] = []
    for entry in index.entries:
        fact = entry.fact
        if fact.source == "sentence" and fact.period == "current" and equal(fact, now):
            same.append(fact)
    for statement in same:
        for entry in index.entries:
            fact = entry.fact
            if (
                fact.period == "change"
                and fact.measure == "amount"
                and fact.container == statement.container
                and fact.row_place.line_start == statement.row_place.line_start
                and fact.row_path[-1:] == statement.row_path[-1:]
            ):
                return fact
    found = engine.find(
        text,
        documents=documents,
        periods=PERIODS["change"],
        tables=(),
        keep=lambda f: f.period == "change" and f.measure == "amount",
        units=False,
    )
    if found and accept(found[0]) and found[0].main >= 0.75:
        fact = found[0].fact
        for entry in index.entries:
            other = entry.fact
            if (
                other.period == "current"
                and other.source == "sentence"
                and other.container == fact.container
                and other.row_path == fact.row_path
                and other.row_place == fact.row_place
                and not equal(other, now)
            ):
                return None
        return fact
    return None


def equal(one: Fact, other: Fact) -> bool:
    if one.value is None or other.value is None:
        return False
    if one.unit and other.unit and one.unit != other.unit and is_money(one.unit) and is_money(other.unit):
        return convert(one.value, one.unit, other.unit) == other.value
    return one.value == other.value and one.unit == other.unit


def _less_change(engine: Engine, now: Fact, change: Fact) -> Outcome | None:
    if now.value is None or change.value is None or not now.unit:
        return None
    step = (
        convert(change.value, change.unit or "", now.unit)
        if is_money(change.unit) and is_money(now.unit)
        else change.value
    )
    if step > 0 and stated_down(change):
        step = -step
    value = now.value - step
    sign = "−" if step >= 0 else "+"
    formula = f"{decimal_text(now.value)} {sign} {decimal_text(abs(step))} = {decimal_text(value)}"
    subject = now.row_path[-1] if now.row_path else now.title
    figure = Figure(
        f"{subject}（{_year_before(now)}年，由{now.year}年数与比上年的增减额推得）",
        decimal_text(value),
        now.unit,
        (now, change),
        document=now.document,
        year=(now.year or 0) - 1 or None,
        scope="computed",
    )
    return Outcome(
        "answered",
        (with_unit(figure, engine.query.convert_to), *_said_elsewhere(engine, now)),
        formula=formula,
        result=decimal_text(value),
        result_unit=now.unit,
        cited=(change, now),
        context=(figure_of(now),),
    )


def change_of_parts(engine: Engine, now: Fact) -> tuple[Outcome, Outcome] | None:
    """(the year before, the change) of a figure whose change is stated part by part, as for 三公.

    Every part that is not zero must have its change stated in amount, or be said to equal the year before's.
    """
    index = engine.vocabulary.indexes[now.document]
    if now.kind != "three_public" or now.value is None:
        return None
    parts = [
        entry.fact
        for entry in (index.entries[p] for p in index.by_container.get(now.container, ()))
        if entry.fact.value is not None
        and entry.default_column
        and entry.fact.id != now.id
        and not entry.fact.total
        and not entry.total
        and (len(entry.fact.row_path) == 1 or entry.fact.row_path[:-1] == now.row_path[:1])
    ]
    below = [fact for fact in parts if fact.row_path[:-1] == now.row_path]
    parts = below or parts
    if not parts or sum((fact.value for fact in parts if fact.value is not None), Decimal(0)) != now.value:
        return None
    steps: list[tuple[Decimal, Fact]] = []
    for part in parts:
        change = _change_of(engine, part, part.row_path[-1], [now.document])
        if change is not None and change.value is not None and change.unit == now.unit:
            steps.append((-change.value if change.value > 0 and stated_down(change) else change.value, change))
        elif _says_level(engine, part) is None:
            return None
    if not steps:
        return None
    step = sum((value for value, _ in steps), Decimal(0))
    before = now.value - step
    sums = " + ".join(decimal_text(value) for value, _ in steps)
    facts = (now, *(fact for _, fact in steps))
    subject = now.row_path[-1] if below else "“三公”经费"
    formula = f"{decimal_text(now.value)} − ({sums}) = {decimal_text(before)}"
    previous = Figure(
        f"{subject}（{_year_before(now)}年，由各项增减额推得）",
        decimal_text(before),
        now.unit or "",
        facts,
        now.document,
        (now.year or 0) - 1 or None,
        "computed",
    )
    by_amount = Figure(
        f"{subject}比上年增减额", decimal_text(step), now.unit or "", facts, now.document, now.year, "computed"
    )
    rate = percent_of(step, before)
    growth = Figure(f"{subject}比上年增长", decimal_text(rate), "%", facts, now.document, now.year, "computed")
    first = Outcome("answered", (previous,), (figure_of(now),), formula, decimal_text(before), now.unit, cited=facts)
    changed = (growth, by_amount) if engine.query.operation == "growth" else (by_amount, growth)
    return first, Outcome(
        "answered",
        changed,
        (figure_of(now),),
        f"{sums} = {decimal_text(step)}",
        decimal_text(step),
        now.unit,
        cited=facts,
    )


def _said_elsewhere(engine: Engine, now: Fact) -> tuple[Figure, ...]:
    """What another document of the department states for that year itself; its scope may differ, so it is named."""
    department = engine.document(now.document).department
    others = [
        d.id
        for d in engine.vocabulary.documents
        if d.department == department and now.year and d.year == now.year - 1 and d.id != now.document
    ]
    if not others or not engine.query.concepts:
        return ()
    found = engine.find(documents=others)
    if not found or not accept(found[0]) or "concept" not in "".join(found[0].reasons):
        return ()
    fact = found[0].fact
    column = fact.column_path[-1] if fact.column_path else ""
    return (figure_of(fact, label=f"{engine.document(fact.document).title}：{column}", role="other document"),)


def stated_down(change: Fact) -> bool:
    """Whether the sentence says that it fell while the figure was read without a sign."""
    at = change.quote.find(change.raw.lstrip("-"))
    before = change.quote[max(0, at - 6) : at] if at >= 0 else ""
    return change.value is not None and change.value > 0 and bool(_DOWN.search(before))


def _says_level(engine: Engine, now: Fact) -> Fact | None:
    """A sentence that states this figure and says that it equals the year before's."""
    index = engine.vocabulary.indexes[now.document]
    for entry in index.entries:
        fact = entry.fact
        if fact.source != "sentence" or not equal(fact, now) or fact.period not in ("current", "previous"):
            continue
        try:
            section = engine.library.section(fact.container)
        except (KeyError, LookupError, StopIteration):
            text = fact.quote
        else:
            text = _paragraph(section.text, fact)
        if _LEVEL.search(text) and re.search(r"上年|20\d\d|去年", text):
            return fact
    return None


def _paragraph(text: str, fact: Fact) -> str:
    at = text.find(fact.quote[:30]) if fact.quote else -1
    if at < 0:
        return fact.quote
    end = text.find("\n", at + len(fact.quote))
    return text[at : end if end >= 0 else len(text)][:400]
