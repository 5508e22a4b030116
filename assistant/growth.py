"""Change against the year before: stated growth and change, and the year before where only the change is stated."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.engine import PERIODS, Engine
from assistant.glossary import concepts
from assistant.lookup import Candidate
from assistant.operand_links import label_of
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.previous import change_of_parts, equal, stated_down
from assistant.recorder import tried
from assistant.single import accept, with_unit
from assistant.words import fold
from index.amounts import percent_of
from index.model import Fact

__all__ = ["answer_growth", "answer_rank_of_growth", "change_facts"]


def change_facts(engine: Engine, text: str | None = None) -> list[Candidate]:
    """Stated changes (amount and percent) for the question's subject, best first."""
    return engine.find(
        text, periods=PERIODS["change"], keep=lambda fact: fact.period in PERIODS["change"], tables=(), units=False
    )


@tried("growth")
def answer_growth(engine: Engine) -> Outcome | None:
    """The stated growth: the percentage first where one is asked, with the amount beside it."""
    found = [c for c in change_facts(engine) if accept(c)] or _of_the_whole(engine)
    if not found:
        return _computed_growth(engine)
    best = found[0]
    whole = _whole_of(engine, best)
    if whole is not None:  # the change of one part is not the change of what was asked
        parts = change_of_parts(engine, whole)
        return None if parts is None else parts[1]
    beside = [c for c in found if c.fact.row_place == best.fact.row_place and c.fact.row_path == best.fact.row_path]
    percent = next((c.fact for c in beside if c.fact.measure == "percent"), None)
    amount = next((c.fact for c in beside if c.fact.measure == "amount"), None)
    facts = [percent, amount] if engine.query.operation == "growth" else [amount, percent]
    chosen = [fact for fact in facts if fact is not None]
    if engine.query.operation == "growth" and percent is None:
        return _computed_growth(engine) or _rate_of_change(engine, amount)
    if not chosen:
        chosen = [best.fact]
    reason = next((c.fact.reason for c in beside if c.fact.reason), None)
    down = bool(re.search(r"下降|减少|降|减|少|fall|fell|drop|decrease|decline", engine.query.question.lower()))
    return Outcome(
        "answered",
        tuple(with_unit(_signed(fact, down), engine.query.convert_to) for fact in chosen[:2]),
        notes=(f"原因：{reason}",) if reason else (),
        cited=tuple(chosen),
        certainty=best.coverage,
    )


def _of_the_whole(engine: Engine) -> list[Candidate]:
    """The stated change of the whole department (预算, 总盘子): sought under a concept's own words."""
    if re.search(r"分别|各(?:是|为|有)", engine.query.question):
        return []  # two figures are asked, not a change
    named = [concept for concept in concepts() if concept.key in engine.query.concepts]
    for word in (word for concept in named for word in concept.say):
        stated = (c for c in change_facts(engine, word) if accept(c) and c.exact)
        found = [c for c in stated if fold(label_of(c.fact)) == fold(word)]
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
    name = label_of(change.fact)
    index = engine.vocabulary.indexes[row.document]
    below = (index.entries[p].fact for p in index.by_container.get(row.container, ()))
    children = {label_of(fact) for fact in below if fact.row_path[:-1] == row.row_path}
    return row if name != label_of(row) and name in children else None


def _signed(fact: Fact, down: bool) -> Figure:
    """A change with its sign; where the question itself says that it fell, without."""
    words = "增长" if fact.measure == "percent" else "增加额"
    if fact.value is not None and fact.value < 0:
        words = "下降" if fact.measure == "percent" else "减少额"
    subject = fact.row_path[-1] if fact.row_path else fact.title
    figure = figure_of(fact, label=f"{subject}比上年{words}")
    return replace(figure, value=figure.value.lstrip("-")) if down and words[:2] in ("下降", "减少") else figure


def _computed_growth(engine: Engine) -> Outcome | None:
    """Growth from two stated figures: this year's and the year before's."""
    found = engine.find(units=False)
    if not found or not accept(found[0]) or found[0].fact.value is None:
        return None
    now = found[0].fact
    parts = change_of_parts(engine, now)
    if parts is not None:
        return parts[1]
    before = engine.find(
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
    figures = [
        Figure(f"{subject}比上年增长", decimal_text(rate), "%", (now, old), now.document, now.year),
        Figure(f"{subject}比上年增减额", decimal_text(step), now.unit or "", (now, old), now.document, now.year),
    ]
    if engine.query.operation == "change":
        figures.reverse()
    figures = figures[:1] if engine.query.operation == "growth" else figures
    return Outcome(
        "answered",
        tuple(figures),
        (figure_of(now), figure_of(old, role="previous year")),
        formula,
        decimal_text(rate),
        "%",
        cited=(now, old),
    )


@tried("rank_of_growth")
def answer_rank_of_growth(engine: Engine) -> Outcome | None:
    """Which of the parts of a whole (三公) rose or fell most, by amount or by percent; None where fewer than two
    parts state their change."""
    query = engine.query
    percent = bool(re.search(r"幅|率|百分|比例|percent|rate|fastest", query.question.lower()))
    named = "|".join(query.segments)
    if "三公" not in named:
        return None
    found: dict[str, Fact] = {}
    for document in query.scope.documents[:1]:
        for entry in engine.vocabulary.indexes[document].entries:
            fact = entry.fact
            if (
                fact.source != "sentence"
                or fact.value is None
                or fact.period not in PERIODS["change"]
                or not fact.row_path
            ):
                continue
            subject = fact.row_path[-1]
            if (fact.measure == "percent") == percent and re.search(r"出国|接待|用车", subject):
                found.setdefault(subject, fact)
    if len(found) < 2:
        return None
    ordered = sorted(
        found.values(),
        key=lambda f: f.value or Decimal(0),
        reverse=not re.search(r"下降|减少|降|fell|decrease", query.question),
    )
    figures = tuple(figure_of(f, label=f"{f.row_path[-1]}比上年{'增长' if percent else '增减额'}") for f in ordered)
    k = query.k or 1
    return Outcome("answered", figures[:k], figures[k : k + 2], cited=tuple(ordered))


def _rate_of_change(engine: Engine, amount: Fact | None) -> Outcome | None:
    """Growth in percent from a stated change in amount and this year's figure of the same subject."""
    if amount is None or amount.value is None or not amount.row_path:
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
    return Outcome(
        "answered",
        (figure,),
        (figure_of(now), figure_of(amount)),
        formula,
        decimal_text(rate),
        "%",
        cited=(amount, now),
    )


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
