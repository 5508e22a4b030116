"""What happened to a figure since the year before: its change in amount and in percent, as stated or worked out.

What a text states comes first; else two stated figures give the change, or the stated changes of all parts do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from assistant.engine import PERIODS, Engine
from assistant.glossary import concepts
from assistant.lookup import Candidate
from assistant.operand_links import own_label
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.previous import change_of_parts, equal, stated_down
from assistant.single import accept
from assistant.splits import operand_words
from assistant.understanding import normalise
from assistant.words import fold
from index.amounts import percent_of
from index.model import Fact

__all__ = ["Change", "change_asked"]


@dataclass(frozen=True, slots=True)
class Change:
    """A subject's change: in amount and in percent, as stated or worked out."""

    subject: str
    amount: Figure | None
    percent: Figure | None
    outcome: Outcome  # how it was found: formula, context, notes, what is cited


def _change_facts(engine: Engine, text: str | None = None) -> list[Candidate]:
    """Stated changes (amount and percent) for the question's subject, best first."""
    return engine.find(
        text, periods=PERIODS["change"], keep=lambda fact: fact.period in PERIODS["change"], tables=(), units=False
    )


def change_asked(engine: Engine) -> Change | None:
    """The change of what was asked; the change of one of its parts is none."""
    asked_whole = _whole_named(engine)
    found = [c for c in _change_facts(engine) if accept(c)] if asked_whole is None else []
    found = found or _of_the_whole(engine)
    if not found:
        return _between(engine, asked_whole)
    whole = _whole_of(engine, found[0])
    if whole is not None:
        return _of_parts(engine, whole)
    return _stated(engine, found)


def _stated(engine: Engine, found: list[Candidate]) -> Change | None:
    """The change that a text states; its percentage worked out where only the amount is given."""
    best = found[0]
    subject = best.fact.row_path[-1] if best.fact.row_path else best.fact.title
    beside = [c for c in found if c.fact.row_place == best.fact.row_place and c.fact.row_path == best.fact.row_path]
    percent = next((c.fact for c in beside if c.fact.measure == "percent"), None)
    amount = next((c.fact for c in beside if c.fact.measure == "amount"), None)
    if percent is None and amount is not None:
        computed = _between(engine) or _rate_of_change(engine, amount)
        if computed is not None:
            same = computed.amount is None or _same_size(computed.amount, amount)
            return replace(computed, amount=_signed(amount, False)) if same else None
    reason = next((c.fact.reason for c in beside if c.fact.reason), None)
    down = bool(re.search(r"下降|减少|降|减|少|fall|fell|drop|decrease|decline", engine.query.question.lower()))
    facts = [fact for fact in (amount, percent) if fact is not None] or [best.fact]
    if engine.query.operation == "growth":
        facts.reverse()
    outcome = Outcome(
        "answered", notes=(f"原因：{reason}",) if reason else (), cited=tuple(facts), certainty=best.coverage
    )
    return Change(
        subject,
        _signed(amount, down) if amount is not None else None,
        _signed(percent, down) if percent is not None else None,
        outcome,
    )


def _same_size(figure: Figure, fact: Fact) -> bool:
    """Whether a worked out change has the size of a stated one."""
    return fact.value is not None and figure.unit == fact.unit and abs(Decimal(figure.value)) == abs(fact.value)


@cache
def _whole_words() -> re.Pattern[str]:
    return re.compile(operand_words()["change"]["whole"])


def _whole_named(engine: Engine) -> Fact | None:
    """The whole (三公经费) that a question asks about as a whole (总体, 合计, its parts all named); else None."""
    named = [c for c in concepts() if c.key in engine.query.concepts and c.key == "three_public"]
    if not named or not _whole_words().search(normalise(engine.query.question)):
        return None
    found = engine.find(named[0].say[-1], units=False, limit=1)
    return found[0].fact if found and accept(found[0]) and found[0].exact else None


def _of_the_whole(engine: Engine) -> list[Candidate]:
    """The stated change of the whole department (预算, 总盘子): sought under a concept's own words."""
    if re.search(r"分别|各(?:是|为|有)", engine.query.question):
        return []  # two figures are asked, not a change
    named = [concept for concept in concepts() if concept.key in engine.query.concepts]
    for word in (word for concept in named for word in concept.say):
        stated = (c for c in _change_facts(engine, word) if accept(c) and c.exact)
        found = [c for c in stated if fold(own_label(c.fact)) == fold(word)]
        if found:
            return found
    return []


def _whole_of(engine: Engine, change: Candidate) -> Fact | None:
    """The row asked about where a stated change is only that of one of its parts; None where it is its own."""
    if change.exact or not change.fact.row_path:
        return None
    found = engine.find(units=False, limit=1)
    if not found or not found[0].exact or found[0].fact.source != "cell" or not accept(found[0]):
        return None
    row = found[0].fact
    name = own_label(change.fact)
    index = engine.vocabulary.indexes[row.document]
    below = (index.entries[p].fact for p in index.by_container.get(row.container, ()))
    children = {own_label(fact) for fact in below if fact.row_path[:-1] == row.row_path}
    return row if name != own_label(row) and name in children else None


def _signed(fact: Fact, down: bool) -> Figure:
    """A change with its sign; where the question itself says that it fell, without."""
    words = "增长" if fact.measure == "percent" else "增加额"
    if fact.value is not None and fact.value < 0:
        words = "下降" if fact.measure == "percent" else "减少额"
    subject = fact.row_path[-1] if fact.row_path else fact.title
    figure = figure_of(fact, label=f"{subject}比上年{words}")
    return replace(figure, value=figure.value.lstrip("-")) if down and words[:2] in ("下降", "减少") else figure


def _of_parts(engine: Engine, whole: Fact) -> Change | None:
    parts = change_of_parts(engine, whole)
    if parts is None:
        return None
    by_unit = {figure.unit == "%": figure for figure in parts[1].figures}
    return Change(own_label(whole), by_unit.get(False), by_unit.get(True), parts[1])


def _between(engine: Engine, whole: Fact | None = None) -> Change | None:
    """The change from two stated figures: this year's and the year before's."""
    now = whole
    if now is None:
        found = engine.find(units=False)
        if not found or not accept(found[0]) or found[0].fact.value is None:
            return None
        now = found[0].fact
    of_parts = _of_parts(engine, now)
    if of_parts is not None:
        return of_parts
    text = None if whole is None else own_label(whole)
    before = engine.find(
        text,
        periods=PERIODS["previous"],
        keep=lambda f: f.period == "previous" and f.unit == now.unit,
        tables=(),
        units=False,
    )
    old: Fact | None = before[0].fact if before and accept(before[0]) else None
    if old is None:
        for entry in engine.vocabulary.indexes[now.document].entries:
            fact = entry.fact
            if (
                fact.source == "sentence"
                and fact.period == "previous"
                and fact.unit == now.unit
                and _beside(engine, fact, now)
            ):
                old = fact
                break
    if old is None or not old.value or now.value is None:
        return None
    step = now.value - old.value
    rate = percent_of(step, old.value)
    subject = now.row_path[-1] if now.row_path else now.title
    formula = f"({decimal_text(now.value)} − {decimal_text(old.value)}) ÷ {decimal_text(old.value)} = {rate}%"
    amount = Figure(f"{subject}比上年增减额", decimal_text(step), now.unit or "", (now, old), now.document, now.year)
    percent = Figure(f"{subject}比上年增长", decimal_text(rate), "%", (now, old), now.document, now.year)
    context = (figure_of(now), figure_of(old, role="previous year"))
    outcome = Outcome("answered", (), context, formula, decimal_text(rate), "%", cited=(now, old))
    return Change(subject, amount, percent, outcome)


def _rate_of_change(engine: Engine, amount: Fact) -> Change | None:
    """Growth in percent from a stated change in amount and this year's figure of the same subject."""
    if amount.value is None or not amount.row_path:
        return None
    found = engine.find(amount.row_path[-1], documents=[amount.document], units=False)
    if not found or not accept(found[0]) or found[0].fact.value is None or found[0].fact.unit != amount.unit:
        return None
    now = found[0].fact
    step = -amount.value if stated_down(amount) else amount.value
    before = found[0].fact.value - step
    if before <= 0:
        return None
    rate = percent_of(step, before)
    formula = f"{decimal_text(step)} ÷ ({decimal_text(found[0].fact.value)} − {decimal_text(step)}) = {rate}%"
    figure = Figure(f"{amount.row_path[-1]}比上年增长", decimal_text(rate), "%", (amount, now), now.document, now.year)
    context = (figure_of(now), figure_of(amount))
    outcome = Outcome("answered", (), context, formula, decimal_text(rate), "%", cited=(amount, now))
    return Change(amount.row_path[-1], _signed(amount, False), figure, outcome)


def _beside(engine: Engine, previous: Fact, now: Fact) -> bool:
    """Whether the sentence of a previous figure also states ``now``."""
    return any(
        entry.fact.source == "sentence"
        and entry.fact.period == "current"
        and entry.fact.container == previous.container
        and entry.fact.row_place.line_start == previous.row_place.line_start
        and equal(entry.fact, now)
        for entry in engine.vocabulary.indexes[now.document].entries
    )
