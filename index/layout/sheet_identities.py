"""Equations that a performance sheet's figures should satisfy: parts of funds, plans, formulas in headings, scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.layout.sheet_facts import is_listed
from index.layout.sheet_words import is_field, is_sum_total, key_of, matrix_of, sum_rules
from index.layout.sums import tolerance
from index.model import Fact, Identity, Sheet

__all__ = ["sheet_identities"]

_SYMBOL = re.compile(r"([①-⑳])(?:=(.+))?$")  # 小计③=①+②
_SUM = re.compile(r"[①-⑳](?:[+-][①-⑳])+")
_RATIO = re.compile(r"([①-⑳])/([①-⑳])")
_CIRCLED = re.compile(r"^[①-⑳]")
_FULL_MARKS = Decimal(100)


def sheet_identities(sheet: Sheet, facts: Sequence[Fact]) -> list[Identity]:
    """The identities of a sheet, held or not; ``facts`` are those that ``sheet_facts`` made of it.

    An empty cell of an amount counts as nothing. Equations in which every figure is zero say nothing and are
    left out.
    """
    found = [
        *_parts(sheet, facts),
        *_plan(sheet, facts),
        *_table_rows(sheet, facts),
        *_formulas(sheet, facts),
        *_marks(sheet, facts),
        *_projects(sheet, facts),
    ]
    return [identity for identity in found if identity.left_value or identity.right_value]


def _value(fact: Fact) -> Decimal:
    return fact.value if fact.value is not None else Decimal(0)


def _sum(sheet: Sheet, kind: str, total: Fact, parts: Sequence[Fact], *, left: str, right: str) -> Identity:
    values = [_value(fact) for fact in (total, *parts)]
    return Identity(
        kind=kind,
        document=sheet.document,
        left=f"{sheet.name} {left}",
        right=right,
        left_value=values[0],
        right_value=sum(values[1:], Decimal(0)),
        tolerance=tolerance(values),
        facts=tuple(fact.id for fact in (total, *parts)),
        places=tuple(fact.place for fact in (total, *parts)),
    )


def _is_amount(fact: Fact) -> bool:
    return fact.source == "field" and fact.measure == "amount"


def _adds_up(fact: Fact) -> bool:
    """Whether figures of a column may be added: amounts, also where the form names no unit; no shares, no scores."""
    return _is_amount(fact) or (fact.unit is None and fact.period not in ("weight", "score", "plan"))


def _is_table(fact: Fact) -> bool:
    """Whether a fact stands in a small table with labelled rows."""
    rule = matrix_of(fact.column_path[0])
    return fact.source == "field" and len(fact.row_path) > 1 and rule is not None and bool(rule.get("rows"))


def _parts(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """资金总额 = 财政拨款 + 其他资金, among the labels of one group."""
    groups: dict[tuple[str, ...], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if _is_amount(fact) and not _is_table(fact):
            groups[fact.column_path[:-1]].setdefault(key_of(fact.column_path[-1]), fact)
    for labels in groups.values():
        yield from _by_rule(sheet, labels, "")


def _by_rule(sheet: Sheet, labels: dict[str, Fact], column: str) -> Iterator[Identity]:
    for total, parts in sum_rules():
        present = [labels[part] for part in parts if part in labels]
        if total in labels and labels[total].value is not None and len(present) >= 2:
            right = " + ".join(part for part in parts if part in labels)
            yield _sum(sheet, "sheet_parts", labels[total], present, left=f"{column}{total}", right=right)


def _plan(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """A spending plan is cumulative: its last stage is all of it."""
    stages = [fact for fact in facts if fact.period == "plan" and fact.value is not None]
    if stages and stages[-1].unit == "%":
        last = stages[-1]
        yield Identity(
            "sheet_plan", sheet.document, f"{sheet.name} {' '.join(last.column_path)}", "100%", _value(last),
            _FULL_MARKS, Decimal(0), (last.id,), (last.place,),
        )  # fmt: skip


def _table_rows(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """Down the amount columns of a small table: 合计 = its rows, 小计 = the numbered rows under it."""
    columns: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if _is_table(fact) and _adds_up(fact):
            columns[fact.column_path].append(fact)
    for path, rows in columns.items():
        labels = {key_of(fact.row_path[-1]): fact for fact in rows}
        column = f"{path[-1]} "
        by_rule = list(_by_rule(sheet, labels, column))
        if by_rule:
            yield from by_rule
            continue
        for total, parts in _row_sums(rows):
            right = " + ".join(fact.row_path[-1] for fact in parts)
            yield _sum(sheet, "sheet_rows", total, parts, left=column + total.row_path[-1], right=right)


def _row_sums(rows: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    top: list[Fact] = []
    children: dict[str, list[Fact]] = defaultdict(list)
    for fact in rows:
        label = fact.row_path[-1]
        if is_sum_total(label):
            continue
        if _CIRCLED.match(label) and top and top[-1].row_path[-1].endswith("小计"):
            children[top[-1].id].append(fact)
        elif not label.startswith("其中"):
            top.append(fact)
    for total in (fact for fact in rows if is_sum_total(fact.row_path[-1]) and fact.value is not None):
        if len(top) > 1:
            yield total, top
    for fact in top:
        if children[fact.id] and fact.value is not None:
            yield fact, children[fact.id]


def _formulas(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """Across a small table, what its headings say: 小计③=①+②, 支出实现率(%)⑤=④/③."""
    rows: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source == "field" and fact.value is not None and _SYMBOL.search(fact.column_path[-1]):
            rows[fact.row_path].append(fact)
    for row in rows.values():
        symbols = {found[1]: fact for fact in row if (found := _SYMBOL.search(fact.column_path[-1]))}
        for symbol, fact in symbols.items():
            found = _SYMBOL.search(fact.column_path[-1])
            identity = _formula(sheet, fact, found[2], symbols) if found and found[2] else None
            if identity is not None and symbol:
                yield identity


def _formula(sheet: Sheet, fact: Fact, formula: str, symbols: dict[str, Fact]) -> Identity | None:
    used = [symbols[symbol] for symbol in re.findall(r"[①-⑳]", formula) if symbol in symbols]
    left = " ".join((*fact.row_path, fact.column_path[-1]))
    if _SUM.fullmatch(formula) and len(used) == len(re.findall(r"[①-⑳]", formula)):
        signs = [1, *(1 if sign == "+" else -1 for sign in re.findall(r"[+-]", formula))]
        right = sum((sign * _value(operand) for sign, operand in zip(signs, used, strict=True)), Decimal(0))
        slack = tolerance([_value(operand) for operand in (fact, *used)])
    elif _RATIO.fullmatch(formula) and len(used) == 2 and _value(used[1]):
        scale = 100 if fact.unit == "%" else 1
        right = _value(used[0]) * scale / _value(used[1])
        slack = Decimal(5).scaleb(-_written_decimals(_value(fact)) - 1)
    else:
        return None
    return Identity(
        "sheet_formula", sheet.document, left, formula, _value(fact), right, slack,
        tuple(operand.id for operand in (fact, *used)), tuple(operand.place for operand in (fact, *used)),
    )  # fmt: skip


def _written_decimals(value: Decimal) -> int:
    """Decimals of a figure without closing zeros (93.1100 is 93.11 filled up)."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _marks(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """Full marks of an evaluation add up to 100 (a target sheet may leave its 10 for execution to the header)."""
    weights = [
        fact for fact in facts
        if fact.period == "weight" and fact.value is not None and (fact.source == "indicator" or _is_table(fact))
    ]  # fmt: skip
    weighted = [fact for fact in weights if fact.source == "indicator"]
    if weighted and len(weighted) == len(sheet.indicators) and sheet.kind.endswith("self_evaluation"):
        yield Identity(
            "sheet_weights", sheet.document, f"{sheet.name} 满分", "各项分值之和", _FULL_MARKS,
            sum((_value(fact) for fact in weights), Decimal(0)), Decimal(0),
            tuple(fact.id for fact in weights), tuple(fact.place for fact in weights),
        )  # fmt: skip
    scores = [fact for fact in facts if fact.period == "score" and fact.value is not None]
    totals = [fact for fact in scores if fact.source == "field" and not _is_table(fact)]
    parts = [fact for fact in scores if fact not in totals]
    if len(totals) == 1 and len([fact for fact in parts if fact.source == "indicator"]) == len(sheet.indicators):
        yield _sum(sheet, "sheet_scores", totals[0], parts, left=totals[0].column_path[-1], right="各项得分之和")


def _projects(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Identity]:
    """The amount that a task involves is that of the projects listed for it."""
    amounts = [
        fact for fact in facts
        if fact.source == "indicator" and fact.measure == "amount" and fact.period == "current" and fact.value
    ]  # fmt: skip
    for amount in amounts:
        parts = [fact for fact in facts if is_listed(fact) and fact.row_path[:2] == amount.row_path]
        owners = [other for other in amounts if other.row_path == amount.row_path]
        if parts and len(owners) == 1 and not is_field(amount.column_path[-1], "score"):
            left = f"{amount.row_path[-1]} {amount.column_path[-1]}"
            yield _sum(sheet, "sheet_projects", amount, parts, left=left, right="所列项目之和")
