"""Facts of performance sheets: every figure of a field or an indicator once, and the texts that answer questions.

How a fact of a sheet names what it measures:

* field: ``row_path`` is the sheet's name, in a small table with the row's label after it; ``column_path`` runs from
  the group to the label (``专项资金情况（万元） → 资金总额``);
* indicator: ``row_path`` is the sheet's name, the indicator's, and its description where that says more;
  ``column_path`` is first level, second level and what stands there (指标值, 实际完成值, 指标分值, 自评得分);
* columns that belong to a task of a department's sheet (涉及财政资金): ``row_path`` is the sheet's name and the task's.

A list of amounts in one cell (``人才开发6,047.00万元，…``) gives a fact of source ``sentence`` for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from index.amounts import MONEY_UNITS, Figure, fold, parse_figure
from index.layout.sheet_targets import stated_figure, target_figure
from index.layout.sheet_words import (
    direction_of,
    is_blank_amount,
    is_field,
    is_figure,
    is_first_level,
    is_number,
    is_sum_total,
    key_of,
    matrix_of,
)
from index.layout.words import squeeze
from index.model import Fact, Field, Indicator, Measure, Period, Place, Sheet, Source

__all__ = ["RESULT", "SCORE", "TARGET", "WEIGHT", "is_listed", "sheet_facts"]

TARGET, RESULT, WEIGHT, SCORE = "指标值", "实际完成值", "指标分值", "自评得分"
_LISTED = re.compile(
    r"(?P<name>[^，,；;]+?)\s*(?P<figure>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*(?:亿元|万元|千元|元))\s*(?=[，,；;]|$)"
)
_NO_TEXT_FACT = "code"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a fact says, before it has its sheet and its number."""

    source: Source
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    raw: str
    figure: Figure | None
    period: Period
    place: Place
    row_place: Place
    quote: str
    total: bool = False
    amount: bool = False  # an amount even where no unit says so


def sheet_facts(sheet: Sheet, *, year: int | None) -> list[Fact]:
    """The facts of a sheet, fields first, in reading order; ``year`` is the document's fiscal year."""
    drafts = [*_of_fields(sheet), *_of_indicators(sheet)]
    return [_fact(sheet, number, draft, year) for number, draft in enumerate(drafts, start=1)]


def _fact(sheet: Sheet, number: int, draft: _Draft, year: int | None) -> Fact:
    figure = draft.figure
    return Fact(
        id=f"{sheet.id}f{number}",
        document=sheet.document,
        source=draft.source,
        container=sheet.id,
        kind=sheet.kind,
        title=sheet.title,
        row_path=draft.row_path,
        code=sheet.code,
        column_path=draft.column_path,
        raw=draft.raw,
        value=figure.value if figure else None,
        unit=figure.unit if figure else None,
        measure=_measure(figure, amount=draft.amount),
        period=draft.period,
        place=draft.place,
        row_place=draft.row_place,
        quote=draft.quote,
        relation=figure.relation if figure else None,
        year=year,
        total=draft.total,
    )


def _measure(figure: Figure | None, *, amount: bool) -> Measure:
    if figure is None:
        return "amount" if amount else "text"
    unit = figure.unit or ""
    if unit in ("%", "‰"):
        return "percent"
    if re.match(r"(?:亿元|万元|千元|元|分$)", unit) and unit != "分":
        return "amount"  # 330元/月 is one too
    return "amount" if amount and unit in MONEY_UNITS else "number"


# --- fields ----------------------------------------------------------------------------------------


def _of_fields(sheet: Sheet) -> Iterator[_Draft]:
    for number, field in enumerate(sheet.fields):
        after = sheet.fields[number + 1] if number + 1 < len(sheet.fields) else None
        if is_field(field.path[-1], _NO_TEXT_FACT) and is_figure(field.text):
            continue  # a code of digits names the sheet and measures nothing
        if is_blank_amount(field.text) and not (field.unit in MONEY_UNITS or is_field(field.path[-1], "amount")):
            continue
        draft = _of_field(sheet, field)
        if after is not None and after.path == field.path and is_field(field.path[-1], "score"):
            draft = replace(draft, period="weight")  # the full marks before the score: 总分｜100｜96.5
        yield draft
        stated = stated_figure(field.text) if field.path[-1] == "备注" else None
        if stated is not None:
            words, figure = stated
            yield replace(draft, source="sentence", row_path=(sheet.name, words), figure=figure, period="target")


def _of_field(sheet: Sheet, field: Field) -> _Draft:
    rule = matrix_of(field.path[0]) if len(field.path) > 1 else None
    labelled = rule is not None and bool(rule.get("rows")) and len(field.path) > 2
    row_path = (sheet.name, field.path[1]) if labelled else (sheet.name,)
    column_path = (field.path[0], *field.path[2:]) if labelled else field.path
    words = any(is_field(field.path[-1], kind) for kind in ("text", "name", "department", "code"))
    figure = None if words else _field_figure(field)
    amount = not words and is_blank_amount(field.text)
    return _Draft(
        source="field",
        row_path=row_path,
        column_path=column_path,
        raw=field.text,
        figure=figure,
        period=_field_period(column_path, str(rule["period"]) if rule and "period" in rule else None),
        place=field.place,
        row_place=field.place,
        quote=" ".join([*field.path, field.text]).strip(),
        total=is_sum_total(row_path[-1] if labelled else field.path[-1]),
        amount=amount or (figure is not None and figure.unit in MONEY_UNITS),
    )


def _field_figure(field: Field) -> Figure | None:
    figure = parse_figure(field.text) if is_number(field.text) else None
    return Figure(figure.relation, figure.value, figure.unit or field.unit) if figure else None


def _field_period(column_path: tuple[str, ...], stated: str | None) -> Period:
    if stated == "plan":
        return "plan"
    if is_field(column_path[-1], "score"):
        return "score"
    return "weight" if is_field(column_path[-1], "weight") else "current"


# --- indicators ------------------------------------------------------------------------------------


def _of_indicators(sheet: Sheet) -> Iterator[_Draft]:
    for indicator in sheet.indicators:
        row_path = _row_path(sheet, indicator)
        levels = tuple(level for level in (indicator.level1, indicator.level2) if level)
        quote = _quote(indicator)

        def draft(
            label: str, raw: str, figure: Figure | None, period: Period, place: Place | None,
            *, path: tuple[str, ...] = row_path, above: tuple[str, ...] = levels, row: Indicator = indicator,
            text: str = quote,
        ) -> _Draft:  # fmt: skip
            return _Draft("indicator", path, (*above, label), raw, figure, period, place or row.place, row.place, text)

        target = _target(indicator)
        if indicator.target is not None:
            yield draft(TARGET, indicator.target, target, "target", indicator.target_place)
        if indicator.result is not None:
            result = _result(indicator, target)
            yield draft(RESULT, indicator.result, result, "result", indicator.result_place)
        if indicator.weight is not None:
            yield draft(WEIGHT, indicator.weight, parse_figure(indicator.weight), "weight", indicator.weight_place)
        if indicator.score is not None:
            yield draft(SCORE, indicator.score, parse_figure(indicator.score), "score", indicator.score_place)
        for extra in indicator.extra:
            yield from _of_extra(sheet, indicator, extra)


def _row_path(sheet: Sheet, indicator: Indicator) -> tuple[str, ...]:
    description = squeeze(indicator.description or "")
    says_more = description and description not in squeeze(indicator.name)
    return (sheet.name, indicator.name, description) if says_more else (sheet.name, indicator.name)


def _quote(indicator: Indicator) -> str:
    parts = (
        indicator.level1, indicator.level2, indicator.name, indicator.description, indicator.direction,
        indicator.target, indicator.unit, indicator.result, indicator.weight, indicator.score, indicator.basis,
        indicator.note,
    )  # fmt: skip
    return " ".join(part for part in parts if part)


def _target(indicator: Indicator) -> Figure | None:
    if indicator.target is None:
        return None
    figure = target_figure(indicator.target, unit=indicator.unit, name=indicator.name)
    if figure is None or figure.relation is not None or indicator.direction is None:
        return figure
    return replace(figure, relation=direction_of(indicator.direction))


def _result(indicator: Indicator, target: Figure | None) -> Figure | None:
    """A result's figure; where it has no unit it is in the target's."""
    unit = target.unit if target is not None else indicator.unit
    return target_figure(indicator.result or "", unit=unit, name=indicator.name)


def _of_extra(sheet: Sheet, indicator: Indicator, extra: Field) -> Iterator[_Draft]:
    """A column of the indicator part that is of no usual kind; in a department's sheet it belongs to the task."""
    is_task = bool(indicator.level1) and indicator.level2 is None and not is_first_level(indicator.level1 or "")
    owner = indicator.level1 if is_task and indicator.level1 else indicator.name
    row_path = (sheet.name, owner)
    figure = _field_figure(extra)
    quote = " ".join((owner, extra.path[-1], extra.text))
    yield _Draft(
        "indicator", row_path, extra.path, extra.text, figure, "current", extra.place, indicator.place, quote,
        amount=extra.unit in MONEY_UNITS,
    )  # fmt: skip
    if figure is None:
        for name, listed in _listed(extra.text):
            yield _Draft(
                "sentence", (*row_path, name), extra.path, f"{listed.value}{listed.unit}", listed, "current",
                extra.place, indicator.place, quote, amount=True,
            )  # fmt: skip


def _listed(text: str) -> Iterator[tuple[str, Figure]]:
    """The names and amounts of a list in one cell: ``人才开发6,047.00万元，考试业务200.00万元``."""
    for match in _LISTED.finditer(fold(text)):
        figure = parse_figure(match["figure"])
        if figure is not None and figure.value != Decimal(0):
            yield squeeze(match["name"]), figure


def is_listed(fact: Fact) -> bool:
    """Whether a fact is an amount out of a list in one cell."""
    return fact.source == "sentence" and key_of(fact.column_path[-1]) != "备注"
