"""Questions for a change against the year before: the amount, the percentage, and the figures before and now, as far as
each is asked; and which of several parts changed most."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.changes import Change, change_asked
from assistant.engine import PERIODS, Engine
from assistant.glossary import use_synonyms
from assistant.outcome import Outcome, figure_of
from assistant.previous import previous_value
from assistant.recorder import tried
from assistant.single import accept, with_unit
from assistant.splits import change_aspects, without_workings
from assistant.understanding import normalise
from assistant.words import fold
from index.model import Fact

__all__ = ["answer_growth", "answer_rank_of_growth"]


@tried("growth")
def answer_growth(engine: Engine) -> Outcome | None:
    """The change asked about: what is asked of it first, the other measure of it beside; None where it is not stated.

    Where the year before or the present figure is asked too, all must be found and go together, or none is told.
    """
    change = change_asked(engine)
    if change is None:
        return None
    year = change.outcome.cited[0].year if change.outcome.cited else None
    wanted = change_aspects(without_workings(normalise(engine.query.question)), year)
    measures = [name for name in wanted if name in ("amount", "percent")]
    levels = [name for name in wanted if name in ("before", "now")]
    if not measures and not levels:
        measures = ["percent"] if engine.query.operation == "growth" else ["amount"]
    elif not levels and len(measures) == 1 and engine.query.operation == "growth":
        measures = ["percent"]
    figures = {"amount": change.amount, "percent": change.percent}
    if any(figures[name] is None for name in measures):
        return None
    if levels:
        return _with_levels(engine, change, levels, measures)
    order = [*measures, *(name for name in ("amount", "percent") if name not in measures)]
    shown = tuple(with_unit(f, engine.query.convert_to) for f in (figures[name] for name in order) if f is not None)
    return replace(change.outcome, figures=shown)


def _with_levels(engine: Engine, change: Change, levels: list[str], measures: list[str]) -> Outcome | None:
    """The change with the figures that it lies between, where they agree with it."""
    if change.amount is None:
        return None
    documents = [change.amount.document] if change.amount.document else None
    subject = use_synonyms(fold(change.subject))
    told = previous_value(engine, subject, documents=documents)
    now = [c for c in engine.find(subject, documents=documents, units=False) if accept(c)]
    if told is None or told.status != "answered" or not now or now[0].fact.value is None:
        return None
    before, present = told.figures[0], figure_of(now[0].fact)
    step = Decimal(change.amount.value)
    if change.amount.unit != before.unit or present.unit != before.unit:
        return None
    if Decimal(before.value) + step != Decimal(present.value) and Decimal(before.value) - step != Decimal(
        present.value
    ):
        return None
    parts = {"before": before, "now": present, "amount": change.amount, "percent": change.percent}
    shown = [part for part in (parts[name] for name in (*levels, *measures)) if part is not None]
    facts = tuple(dict.fromkeys(fact for figure in shown for fact in figure.facts))
    return replace(
        change.outcome,
        figures=tuple(with_unit(figure, engine.query.convert_to) for figure in shown),
        context=(),
        formula=told.formula or change.outcome.formula,
        result=told.result or change.outcome.result,
        result_unit=told.result_unit or change.outcome.result_unit,
        cited=facts,
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
