"""Change against the year before: stated growth and change, and the year before where only the change is stated."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.engine import PERIODS, Engine
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.single import accept, with_unit
from index.amounts import convert, is_money, percent_of
from index.model import Fact

__all__ = ["answer_growth", "answer_rank_of_growth", "change_facts", "previous_value"]

_LEVEL = re.compile(r"持平|一致|相同|没有变化|无变化|无增减")
_DOWN = re.compile(r"减少|下降|降低|减|压减|降")


def change_facts(engine: Engine, text: str | None = None) -> list[Candidate]:
    """Stated changes (amount and percent) for the question's subject, best first."""
    return engine.find(
        text, periods=PERIODS["change"], keep=lambda fact: fact.period in PERIODS["change"], tables=(), units=False
    )


def answer_growth(engine: Engine) -> Outcome | None:
    """The stated growth: the percentage first where one is asked, with the amount beside it."""
    found = [c for c in change_facts(engine) if accept(c)]
    if not found:
        return _computed_growth(engine)
    best = found[0]
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
        "answered", tuple(with_unit(_signed(fact, down), engine.query.convert_to) for fact in chosen[:2]),
        notes=(f"原因：{reason}",) if reason else (), cited=tuple(chosen), certainty=best.coverage,
    )  # fmt: skip


def _signed(fact: Fact, down: bool) -> Figure:
    """A change with its sign; where the question itself says that it fell, without."""
    words = "增长" if fact.measure == "percent" else "增加额"
    if fact.value is not None and fact.value < 0:
        words = "下降" if fact.measure == "percent" else "减少额"
    subject = fact.row_path[-1] if fact.row_path else fact.title
    figure = figure_of(fact, label=f"{subject}比上年{words}")
    return replace(figure, value=figure.value.lstrip("-")) if down and words[:2] in ("下降", "减少") else figure


def previous_value(engine: Engine, text: str | None = None, *, beat: float | None = None) -> Outcome | None:
    """The year before: stated, or this year's figure less the stated change, or equal where the text says so.

    ``beat`` is a score that the link must reach (another document states the year itself).
    """
    documents = [d for d in engine.query.scope.documents if d in engine.query.scope.previous]
    stated = engine.find(
        text, documents=documents, periods=PERIODS["previous"], keep=lambda f: f.period == "previous", tables=()
    )
    current = engine.find(text, documents=documents)
    if stated and accept(stated[0]) and stated[0].main >= 0.6 and (beat is None or stated[0].score >= beat):
        fact = stated[0].fact
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
    parts = _change_of_parts(engine, now)
    if parts is not None:
        return parts[0]
    return Outcome("not_found", cited=(now,), context=(figure_of(now),), reason="previous")


def _year_before(fact: Fact) -> str:
    if fact.period == "previous" and fact.year:
        return str(fact.year)
    return str(fact.year - 1) if fact.year else "上"


def _change_of(engine: Engine, now: Fact, text: str | None, documents: list[str]) -> Fact | None:
    """The stated change in amount that belongs to this figure: in a sentence that states the same figure."""
    vocabulary = engine.vocabulary
    index = vocabulary.indexes[now.document]
    same: list[Fact] = []
    for entry in index.entries:
        fact = entry.fact
        if fact.source == "sentence" and fact.period == "current" and _equal(fact, now):
            same.append(fact)
    for statement in same:
        for entry in index.entries:
            fact = entry.fact
            if (
                fact.period == "change" and fact.measure == "amount" and fact.container == statement.container
                and fact.row_place.line_start == statement.row_place.line_start and fact.row_path[-1:] == statement.row_path[-1:]
            ):  # fmt: skip
                return fact
    found = engine.find(text, documents=documents, periods=PERIODS["change"], tables=(),
                        keep=lambda f: f.period == "change" and f.measure == "amount", units=False)  # fmt: skip
    if found and accept(found[0]) and found[0].main >= 0.75:
        fact = found[0].fact
        for entry in index.entries:
            other = entry.fact
            if (
                other.period == "current" and other.source == "sentence" and other.container == fact.container
                and other.row_path == fact.row_path and other.row_place == fact.row_place and not _equal(other, now)
            ):  # fmt: skip
                return None
        return fact
    return None


def _equal(one: Fact, other: Fact) -> bool:
    if one.value is None or other.value is None:
        return False
    if one.unit and other.unit and one.unit != other.unit and is_money(one.unit) and is_money(other.unit):
        return convert(one.value, one.unit, other.unit) == other.value
    return one.value == other.value and one.unit == other.unit


def _less_change(engine: Engine, now: Fact, change: Fact) -> Outcome | None:
    if now.value is None or change.value is None or not now.unit:
        return None
    step = (
        convert(change.value, change.unit or "", now.unit) if is_money(change.unit) and is_money(now.unit) else change.value
    )
    if step > 0 and _stated_down(change):
        step = -step
    value = now.value - step
    sign = "−" if step >= 0 else "+"
    formula = f"{decimal_text(now.value)} {sign} {decimal_text(abs(step))} = {decimal_text(value)}"
    subject = now.row_path[-1] if now.row_path else now.title
    figure = Figure(
        f"{subject}（{_year_before(now)}年，由{now.year}年数与比上年的增减额推得）", decimal_text(value), now.unit, (now, change),
        document=now.document, year=(now.year or 0) - 1 or None, scope="computed",
    )  # fmt: skip
    return Outcome(
        "answered", (with_unit(figure, engine.query.convert_to), *_said_elsewhere(engine, now)), formula=formula, result=decimal_text(value),
        result_unit=now.unit, cited=(change, now), context=(figure_of(now),),
    )  # fmt: skip


def _change_of_parts(engine: Engine, now: Fact) -> tuple[Outcome, Outcome] | None:
    """(the year before, the change) of a total whose change is stated part by part, as for 三公.

    Every part that is not zero must have its change stated in amount, or be said to equal the year before's.
    """
    index = engine.vocabulary.indexes[now.document]
    if now.kind != "three_public" or now.value is None:
        return None
    parts = [
        entry.fact for entry in (index.entries[p] for p in index.by_container.get(now.container, ()))
        if entry.fact.value is not None and entry.default_column and entry.fact.id != now.id and not entry.fact.total and not entry.total
        and (len(entry.fact.row_path) == 1 or entry.fact.row_path[:-1] == now.row_path[:1])
    ]  # fmt: skip
    if not parts or sum((fact.value for fact in parts if fact.value is not None), Decimal(0)) != now.value:
        return None
    steps: list[tuple[Decimal, Fact]] = []
    for part in parts:
        change = _change_of(engine, part, part.row_path[-1], [now.document])
        if change is not None and change.value is not None and change.unit == now.unit:
            steps.append((-change.value if change.value > 0 and _stated_down(change) else change.value, change))
        elif _says_level(engine, part) is None:
            return None
    if not steps:
        return None
    step = sum((value for value, _ in steps), Decimal(0))
    before = now.value - step
    sums = " + ".join(decimal_text(value) for value, _ in steps)
    facts = (now, *(fact for _, fact in steps))
    subject = "“三公”经费"
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
        d.id for d in engine.vocabulary.documents
        if d.department == department and now.year and d.year == now.year - 1 and d.id != now.document
    ]  # fmt: skip
    if not others or not engine.query.concepts:
        return ()
    found = engine.find(documents=others)
    if not found or not accept(found[0]) or "concept" not in "".join(found[0].reasons):
        return ()
    fact = found[0].fact
    column = fact.column_path[-1] if fact.column_path else ""
    return (figure_of(fact, label=f"{engine.document(fact.document).title}：{column}", role="other document"),)


def _stated_down(change: Fact) -> bool:
    """Whether the sentence says that it fell while the figure was read without a sign."""
    at = change.quote.find(change.raw.lstrip("-"))
    before = change.quote[max(0, at - 6) : at] if at >= 0 else ""
    return change.value is not None and change.value > 0 and bool(_DOWN.search(before))


def _says_level(engine: Engine, now: Fact) -> Fact | None:
    """A sentence that states this figure and says that it equals the year before's."""
    index = engine.vocabulary.indexes[now.document]
    for entry in index.entries:
        fact = entry.fact
        if fact.source != "sentence" or not _equal(fact, now) or fact.period not in ("current", "previous"):
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


def _computed_growth(engine: Engine) -> Outcome | None:
    """Growth from two stated figures: this year's and the year before's."""
    found = engine.find(units=False)
    if not found or not accept(found[0]) or found[0].fact.value is None:
        return None
    now = found[0].fact
    parts = _change_of_parts(engine, now)
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
    step = -amount.value if _stated_down(amount) else amount.value
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
        entry.fact.source == "sentence" and entry.fact.period == "current" and entry.fact.container == previous.container
        and entry.fact.row_place.line_start == previous.row_place.line_start and _equal(entry.fact, now)
        for entry in engine.vocabulary.indexes[now.document].entries
    )  # fmt: skip


def growth_percent(now: Decimal, before: Decimal) -> Decimal:
    """Growth in percent, rounded half up to two decimals."""
    return percent_of(now - before, before)
