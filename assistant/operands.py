"""The operands of a share or a difference: cut from the question's words and linked to facts that go together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.operand_links import candidates_for, column_total, own_label
from assistant.splits import core, is_target, operand_words, unit_of, without_roles
from assistant.words import bare_label, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["Pair", "indicator_pair", "of_units", "pair", "within"]

INDICATOR = 0.5  # share of the words that an indicator must explain before its target and result are set together
_OTHER_SCOPE = r"一般公共预算|财政拨款|全口径|口径|表"
CELLS = 0.02  # two cells go before two figures of a sentence
NEAR = 0.2  # operands of one table are taken together where they score this near to the best


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that can be set against each other; ``missing`` names the operand that was not found."""

    one: Fact | None = None
    two: Fact | None = None
    missing: str | None = None


def pair(
    engine: Engine,
    one: str,
    two: str | None,
    documents: Sequence[str],
    *,
    apart: bool = False,
    valid: Callable[[Fact, Fact], bool] | None = None,
) -> Pair:
    """The best two facts for two operands in the question's words.

    They are of one table where that is as good; the second takes the first's row where it names none (“技校教育的
    全部预算比其中的财政拨款”); an operand that only a part of a label names is sought in the other one's table.
    ``apart`` keeps one operand's table words from the other; ``valid`` refuses pairs that make no sense.
    """
    fits = valid or (lambda a, b: True)
    unit = unit_of(one) or unit_of(two or "")
    first = candidates_for(engine, one, documents, apart=apart, unit=unit)
    if two is None or _WHOLE.fullmatch(fold(core(two))):
        whole = _with_its_total(engine, first, fits)
        if whole is not None:
            return Pair(whole[0].fact, whole[1].fact)
        return Pair(missing=None if first else core(one))
    second = candidates_for(engine, two, documents, apart=apart, unit=unit)
    if (
        _names_column_only(first) and _names_row(second) and not re.search(_OTHER_SCOPE, one)
    ):  # “社会保障和就业支出里项目支出占几成”: of that row
        cell = _same_row(engine, one, second)
        row = None if cell is None else next(c.fact for c in second if c.fact.container == cell.container)
        return Pair(cell, row) if cell is not None and row is not None and fits(cell, row) else Pair(missing=core(one))
    if _names_column_only(second) and _names_row(first) and not re.search(_OTHER_SCOPE, two):
        cell = _same_row(engine, two, first)
        row = None if cell is None else next(c.fact for c in first if c.fact.container == cell.container)
        if cell is not None and row is not None and fits(row, cell):
            return Pair(row, cell)
        if apart:
            return Pair(missing=core(two))
    chosen = _best_pair(engine, one, two, documents, (first, second), apart=apart, fits=fits, unit=unit)
    if chosen is not None:
        return Pair(chosen[0].fact, chosen[1].fact)
    for candidate in second[:4]:
        found = within(engine, one, candidate.fact, lambda a, b: fits(a, b))
        if found is not None:
            return Pair(found, candidate.fact)
    for candidate in first[:4]:
        found = within(engine, two, candidate.fact, lambda b, a: fits(a, b))
        if found is not None:
            return Pair(candidate.fact, found)
    return Pair(missing=core(one) if not first else core(two) if not second else None)


def _same_row(engine: Engine, column: str, row: Sequence[Candidate]) -> Fact | None:
    """The cell of a named row in the column that an operand names alone (“项目支出” of “技校教育”)."""
    for candidate in row[:4]:
        if candidate.fact.source == "cell":
            found = within(engine, column, candidate.fact, lambda a, b: a.row_place == b.row_place)
            if found is not None:
                return found
    return None


def _names_column_only(candidates: Sequence[Candidate]) -> bool:
    return bool(candidates) and candidates[0].blank and candidates[0].fact.source == "cell"


def _names_row(candidates: Sequence[Candidate]) -> bool:
    if not candidates or candidates[0].blank or candidates[0].fact.source != "cell":
        return False
    return not candidates[0].fact.total and "concept" not in "".join(candidates[0].reasons)


def _best_pair(
    engine: Engine,
    one: str,
    two: str,
    documents: Sequence[str],
    found: tuple[list[Candidate], list[Candidate]],
    *,
    apart: bool,
    fits: Callable[[Fact, Fact], bool],
    unit: str | None,
) -> tuple[Candidate, Candidate] | None:
    first = found[0]
    second = [(c, 0.0) for c in found[1]]
    inherits = (
        bool(re.search(r"其中|其(?!他)", two) or (apart and re.search(_OTHER_SCOPE, two)))
        and bool(first)
        and first[0].main > 0
        and first[0].fact.row_path[-1:] not in (("合计",), ())
    )
    if inherits:
        second = []
    if inherits or not second or second[0][0].main < 0.5:
        row = own_label(first[0].fact) if inherits else engine.prepare(core(one))  # not the table that it stands in
        second += [(c, -0.04) for c in candidates_for(engine, two, documents, apart=apart, also=row)]
    if inherits:
        if "收入" not in two:  # what is spent is set against what is spent
            second = [(c, p) for c, p in second if c.fact.kind != "income"] or second
        name = own_label(first[0].fact)
        second = [(c, p) for c, p in second if name in (own_label(c.fact), *map(bare_label, c.fact.column_path[-1:]))]
    if second and (not first or re.search(r"其中|里的|其(?!他|余)", one)):
        first = first + candidates_for(engine, one, documents, apart=apart, also=engine.prepare(core(two)), unit=unit)
    first = _best_of_row([c for c in first if c.score > first[0].score - NEAR])
    if first:  # what the first operand took is not the second's as well
        second = [(c, penalty) for c, penalty in second if c.fact.id != first[0].fact.id]
    second = [(c, penalty) for c, penalty in second if c in _best_of_row([x for x, p in second if p == penalty])]
    top = max((c.score + penalty for c, penalty in second), default=0.0)
    best: tuple[float, Candidate, Candidate] | None = None
    for a in first:
        for b, penalty in second:
            if b.score + penalty < top - NEAR:
                continue
            if not _go_together(a.fact, b.fact) or not fits(a.fact, b.fact):
                continue
            score = a.score + b.score + penalty
            if a.fact.source == b.fact.source == "cell":
                score += CELLS
            if a.fact.container == b.fact.container:
                score += 0.14
                if a.fact.row_place == b.fact.row_place or a.fact.column_path == b.fact.column_path:
                    score += 0.05
            if best is None or score > best[0] + 1e-9:
                best = (score, a, b)
    return None if best is None else (best[1], best[2])


def within(engine: Engine, text: str, beside: Fact, fits: Callable[[Fact, Fact], bool]) -> Fact | None:
    """The one figure beside another (its column's rows, its row's columns, its sentence's) that a few words name."""
    words = fold(engine.prepare(core(text)))
    short = re.sub(operand_words()["operand"]["generic"], "", words)
    words = short if len(short) > 1 else words
    if len(words) < 2:
        return None
    index = engine.vocabulary.indexes[beside.document]
    found: dict[Decimal, tuple[int, Fact]] = {}
    for position in index.by_container.get(beside.container, ()):
        entry = index.entries[position]
        fact = entry.fact
        if fact.value is None or fact.id == beside.id or fact.period != beside.period or not _go_together(fact, beside):
            continue
        if fact.source == "cell" and fact.column_path == beside.column_path:
            label = index.labels[entry.main]
        elif fact.source == "cell" and fact.row_place == beside.row_place:
            label = index.labels[entry.column]
        elif fact.source != "cell" and (fact.row_place == beside.row_place or _of_sheet(fact)):
            label = index.labels[entry.main]
        else:
            continue
        named = words in label or (len(label) > 2 and label in words) or _one_letter_off(words, label)
        if not label or not fits(fact, beside) or not named:
            continue
        extra = abs(len(label) - len(words))
        if fact.value not in found or extra < found[fact.value][0]:
            found[fact.value] = (extra, fact)
    if not found:
        return None
    ordered = sorted(found.values(), key=lambda item: item[0])
    return ordered[0][1] if len(ordered) == 1 or ordered[0][0] == 0 else None


def _go_together(one: Fact, other: Fact) -> bool:
    """Whether two facts of one document can be set against each other: two figures of one unit, or of money."""
    if one.id == other.id or one.document != other.document:
        return False
    return one.unit == other.unit or (is_money(one.unit) and is_money(other.unit))


def _best_of_row(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each row's best column only: a column that the question does not name is no operand."""
    best: dict[tuple[str, tuple[str, ...], str], Candidate] = {}
    for candidate in candidates:
        fact = candidate.fact
        key = (fact.container, fact.row_path, "" if fact.source == "cell" and fact.row_path else fact.id)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return list(best.values())


_WHOLE = re.compile(
    r"(?:全|整个|本|该)?(?:部门|局|单位|市局|系统|表)?(?:的)?(?:总数|总额|总量|总计|全部|合计|总体|整体)?"
)


def _of_sheet(fact: Fact) -> bool:
    """Whether a fact stands in a sheet's entries or texts."""
    return fact.source in ("field", "indicator") or fact.kind == "sheet_text"


def _one_letter_off(words: str, label: str) -> bool:
    """Whether two names of four characters or more differ in one character only."""
    return len(words) == len(label) >= 4 and sum(a != b for a, b in zip(words, label, strict=True)) == 1


def _with_its_total(
    engine: Engine, first: Sequence[Candidate], fits: Callable[[Fact, Fact], bool]
) -> tuple[Candidate, Candidate] | None:
    """A figure with the total that it is part of: its table's total row in its column, or its row's total column."""
    for candidate in first[:3]:
        index = engine.vocabulary.indexes[candidate.fact.document]
        for position in index.by_container.get(candidate.fact.container, ()):
            entry = index.entries[position]
            fact = entry.fact
            if fact.id == candidate.fact.id or fact.value is None or fact.part != candidate.fact.part:
                continue
            in_column = (
                fact.column_path == candidate.fact.column_path
                and (entry.total or fact.total)
                and len(fact.row_path) == 1
            )
            in_row = fact.row_place == candidate.fact.row_place and entry.default_column and candidate.fact.total
            if (in_column or in_row) and fits(candidate.fact, fact):
                return candidate, replace(candidate, fact=fact)
    return None


def of_units(engine: Engine, one: str, two: str | None) -> tuple[Decimal, Decimal, list[Fact]] | None:
    """The sums over all units of two columns of the unit table (编制, 在职), where no unit is named."""
    first = column_total(engine, one)
    second = column_total(engine, two or "") if first is not None and two else None
    if first is None or second is None:
        return None
    return first[0], second[0], first[1][:2] + second[1][:2]


def indicator_pair(engine: Engine, one: str, two: str) -> tuple[Fact, Fact] | None:
    """(result, target) of one indicator where one operand speaks of what was done and the other of what was planned."""
    if not (is_target(one) or is_target(two)) or (is_target(one) and is_target(two)):
        return None
    subject = "|".join(dict.fromkeys(text for text in (without_roles(one), without_roles(two)) if len(fold(text)) > 1))
    if not subject:
        return None
    for candidate in engine.find(engine.prepare(subject), units=False, keep=lambda fact: fact.source == "indicator")[
        :3
    ]:
        fact = candidate.fact
        if candidate.coverage < INDICATOR or candidate.main < 0.4:
            continue
        index = engine.vocabulary.indexes[fact.document]
        row = {
            entry.fact.period: entry.fact
            for entry in (index.entries[p] for p in index.by_container.get(fact.container, ()))
            if entry.fact.row_place == fact.row_place and entry.fact.row_path == fact.row_path
        }
        target, result = row.get("target"), row.get("result")
        if target is not None and result is not None and target.value and result.value is not None:
            return result, target
    return None
