"""The same thing in several documents: compared, ranked, added; what is missing or of another year is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.alike import VEHICLES, by_years, in_one_unit, per_document
from assistant.arithmetic import in_unit, total
from assistant.engine import Engine
from assistant.growth import answer_growth
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.places import EVALUATION, short_region
from assistant.recorder import tried
from assistant.single import with_unit
from assistant.splits import operand_words
from assistant.understanding import normalise
from index.amounts import is_money, percent_of, round_half_up
from index.model import Fact

__all__ = ["answer_across"]


@tried("across")
def answer_across(engine: Engine) -> Outcome | None:
    """Compare, rank or add over documents; None where fewer than two state the thing."""
    query = engine.query
    times = bool(re.search(operand_words()["times"]["say"], query.question))
    if re.search(r"times (?:as|that)", query.question) or (
        times and re.search(operand_words()["times"]["unless"], query.question)
    ):
        return None  # a ratio between departments is no difference
    if query.operation == "share" and not _share_of_the_other(engine):
        return None
    kinds = {engine.document(d).kind for d in query.scope.documents}
    if by_years(engine) and len(kinds) > 1 and not EVALUATION.search(query.question):
        return answer_growth(engine)  # the budget states its own change against the year before
    found, missing = per_document(engine)
    if not by_years(engine):
        found, missing = in_one_unit(engine, found, missing)
    if any(c.fact.kind == "units" and c.main < 0.6 for c in found):
        return None  # one unit's staff does not stand for its department's
    if len(found) < 2:
        if missing and (query.operation == "compare" or (found and query.operation in ("rank", "sum"))):
            # one alone is no answer to a question about several
            silent = "、".join(missing)
            return Outcome(
                "not_found", said=f"{silent}：文件中没有找到同一项，无法比较。", cited=tuple(c.fact for c in found)
            )
        return None
    unit = _common_unit([c.fact for c in found])
    notes = [f"{name}：文件中没有找到同一项" for name in missing]
    if unit is None:
        figures = tuple(with_unit(_named(engine, c.fact), query.convert_to) for c in found)
        return Outcome("answered", figures, cited=tuple(c.fact for c in found), notes=("单位不同", *notes))
    if len({c.fact.year for c in found}) > 1:
        notes.insert(0, "年份不同：" + "、".join(f"{_place(engine, c.fact)}{c.fact.year}年" for c in found))
    if times or query.operation == "share":
        return _quotient(engine, [c.fact for c in found], unit, "倍" if times else "%", notes)
    if query.operation == "sum" and missing:
        silent = "、".join(missing)
        return Outcome(
            "not_found", said=f"{silent}：文件中没有找到同一项，加不出总数。", cited=tuple(c.fact for c in found)
        )
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
    ordered = sorted(found, key=lambda c: in_unit(c.fact, unit), reverse=not query.lowest)
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
        every = re.search(r"排|从(高|大|多|低|小|少)到|rank", query.question) or _all_named(engine, found)
        k = query.k or (len(figures) if every else 1)
        rest = tuple(figures[k:])
        if missing:  # who is first cannot be said where one of them states nothing
            return Outcome("ambiguous", figures, notes=tuple(notes), cited=tuple(c.fact for c in ordered))
        return Outcome("answered", figures[:k], rest, notes=tuple(notes), cited=tuple(c.fact for c in ordered))
    if len(ordered) == 2:
        difference = abs(in_unit(ordered[0].fact, unit) - in_unit(ordered[1].fact, unit))
        big, small = (
            decimal_text(in_unit(c.fact, unit)) for c in sorted(ordered, key=lambda c: -in_unit(c.fact, unit))
        )
        gap = with_unit(
            Figure("差额", decimal_text(difference), unit, tuple(c.fact for c in ordered)), query.convert_to
        )
        if _gap_alone(engine):
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


def _share_of_the_other(engine: Engine) -> bool:
    """Whether one department's figure is asked as a share of another's (厦门的机关运行经费占石家庄的百分之几)."""
    text = normalise(engine.query.question)
    regions = {short_region(engine.document(d).region or "") for d in engine.query.scope.documents}
    return any(re.search(f"占(?:了|到)?{re.escape(region)}", text) for region in regions if region)


def _quotient(engine: Engine, facts: list[Fact], unit: str, measure: str, notes: list[str]) -> Outcome | None:
    """The figure of the department named first over that of the other, as times or in percent."""
    if len(facts) != 2:
        return None
    text = normalise(engine.query.question)
    one, two = sorted(facts, key=lambda fact: text.find(short_region(engine.document(fact.document).region or "")))
    top, bottom = in_unit(one, unit), in_unit(two, unit)
    if not bottom:
        return None
    value = round_half_up(top / bottom) if measure == "倍" else percent_of(top, bottom)
    formula = f"{decimal_text(top)} ÷ {decimal_text(bottom)} = {decimal_text(value)}{'%' if measure == '%' else ''}"
    figure = Figure(f"{_place(engine, one)}与{_place(engine, two)}之比", decimal_text(value), measure, (one, two))
    context = (_named(engine, one), _named(engine, two))
    return Outcome(
        "answered", (figure,), context, formula, decimal_text(value), measure, tuple(notes), cited=(one, two)
    )


def _all_named(engine: Engine, found: Sequence[Candidate]) -> bool:
    """Whether the question names each department that is compared: then every figure belongs to the answer."""
    text = normalise(engine.query.question)
    regions = [short_region(engine.document(c.fact.document).region or "") for c in found]
    # a district is named without its city (海港区)
    return len(found) > 1 and all(region and (region in text or region.split("市")[-1] in text) for region in regions)


def _gap_alone(engine: Engine) -> bool:
    """Whether the difference alone is asked (“A比B多多少”, “差多少亿元”); else both figures stand before it."""
    query = engine.query
    text = query.question.lower()
    if "difference" not in query.asks or re.search(r"谁|哪|各|分别|which|who|each|both", text):
        return False
    if query.turns:
        return True  # a follow-up (“两个差多少”): both figures were told before
    directed = r"[比较].{1,40}(多|少|高|低|大|小|超)|more|less|higher|lower|fewer|larger"
    return bool(query.convert_to or re.search(directed, text))


def _common_unit(facts: list[Fact]) -> str | None:
    units = {fact.unit or "" for fact in facts}
    if len(units) == 1:
        return units.pop()
    if units <= VEHICLES:
        return "辆"
    return facts[0].unit if all(is_money(unit) for unit in units) else None


def _place(engine: Engine, fact: Fact) -> str:
    document = engine.document(fact.document)
    return document.region or document.department or document.file


def _named(engine: Engine, fact: Fact) -> Figure:
    document = engine.document(fact.document)
    figure = figure_of(fact, label=f"{document.department or document.title}（{fact.year or document.year}年）")
    return replace(figure, unit="辆") if fact.unit in VEHICLES else figure
