"""Equations that a document's sentences state: wholes and their parts, changes and the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from index.amounts import percent_of
from index.layout.prose_words import prose_words
from index.model import Fact, Identity, Section

__all__ = ["prose_identities"]

_NEAR = Decimal("0.01")
"""Parts that miss their whole by less than this share are meant to add up; others are a mere selection (其中)."""
_MOST = Decimal("0.9")
"""Parts of a whole whose lists are complete are meant to add up from this share on; less is a selection there too."""


def prose_identities(facts: Iterable[Fact], sections: Iterable[Section]) -> list[Identity]:
    """What the sentence facts of one document claim of each other, whether it holds or not.

    A whole against the sum of its parts (stated for wholes whose lists are complete by the field's rules, and where
    the parts come near the whole); this year's amount less the change against the year before; the change against
    the growth in percent. Each section is checked by itself. Values are in the unit of the first operand.
    """
    known = {section.id for section in sections}
    by_section: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.source == "sentence" and fact.container in known and fact.value is not None:
            by_section.setdefault(fact.container, []).append(fact)
    found: list[Identity] = []
    for group in by_section.values():
        found.extend(_sums(group))
        found.extend(_changes(group))
    return found


def _sums(facts: Sequence[Fact]) -> Iterator[Identity]:
    """收入预算 = 一般公共预算拨款收入 + …, and 一般公共预算支出 = Σ of the subjects listed under it."""
    stated = [fact for fact in facts if fact.measure in ("amount", "number")]
    for periods in (("current", "target"), ("change",)):
        yield from _sums_of([fact for fact in stated if fact.period in periods])


def _sums_of(amounts: Sequence[Fact]) -> Iterator[Identity]:
    for at, whole in enumerate(amounts):
        if any(_same_subject(one, whole) for one in amounts[:at]):
            continue
        later = [one for one in amounts[at + 1 :] if one.unit == whole.unit and one.year == whole.year]
        named = [one for one in later if _below(one, whole) and not any(_within(one, mid, whole) for mid in later)]
        listed = [one for one in later if whole.row_path[-1:] == _list_name(one, whole)]
        for kind, parts in (("prose_sum_of_parts", named), ("prose_sum_of_subjects", listed)):
            yield from _sum(kind, whole, _first_of_each(parts))


def _same_subject(one: Fact, other: Fact) -> bool:
    return (one.row_path, one.column_path, one.unit, one.year) == (
        other.row_path, other.column_path, other.unit, other.year
    )  # fmt: skip


def _below(fact: Fact, whole: Fact) -> bool:
    length = len(whole.row_path)
    return (
        len(fact.row_path) > length and fact.row_path[:length] == whole.row_path and _measures(fact) == _measures(whole)
    )


def _within(fact: Fact, middle: Fact, whole: Fact) -> bool:
    """Whether ``fact`` is a part of ``middle``, which is itself a part of the whole."""
    return middle is not fact and _below(middle, whole) and _below(fact, middle)


def _list_name(fact: Fact, whole: Fact) -> tuple[str, ...]:
    """The whole that a subject of the functional classification is listed under; its last scope word."""
    scopes = [one for one in fact.column_path if one not in _measures(fact)]
    return tuple(scopes[-1:]) if not _below(fact, whole) and _measures(fact) == _measures(whole) else ()


def _measures(fact: Fact) -> tuple[str, ...]:
    words = prose_words().measures
    return tuple(one for one in fact.column_path if one in words or one.startswith("占"))


def _first_of_each(facts: Sequence[Fact]) -> list[Fact]:
    first: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        first.setdefault(fact.row_path, fact)
    return list(first.values())


def _sum(kind: str, whole: Fact, parts: Sequence[Fact]) -> Iterator[Identity]:
    if len(parts) < 2 or whole.value is None:
        return
    values = [part.value for part in parts if part.value is not None]
    total = sum(values, Decimal(0))
    digits = [_last_digit(value) for value in values if value] or [_last_digit(whole.value)]
    tolerance = (min(digits) * len(values) + _last_digit(whole.value)) / 2
    if whole.measure == "number":
        tolerance = Decimal(0)  # cars are counted, not rounded
    near = abs(total - whole.value) <= max(tolerance, abs(whole.value) * _NEAR)
    complete = whole.period != "change" and any(word in whole.row_path[-1] for word in prose_words().complete_wholes)
    if near or (complete and kind == "prose_sum_of_parts" and total >= whole.value * _MOST):
        right = " + ".join(part.row_path[-1] for part in parts)
        yield _identity(kind, whole, parts, whole.row_path[-1], right, whole.value, total, tolerance)


def _changes(facts: Sequence[Fact]) -> Iterator[Identity]:
    """本年 − 增减 = 上年, and 增减 ÷ 上年 = 增幅, for each subject that states enough of them."""
    for at, fact in enumerate(facts):
        if fact.period not in ("change", "growth") or fact.value is None or fact.unit == "个百分点":
            continue
        amount = _of(facts, fact, "current")
        previous = _of(facts, fact, "previous")
        if fact.period == "change" and amount and previous and amount.value is not None and previous.value is not None:
            tolerance = sum((_last_digit(one.value) for one in (amount, fact, previous) if one.value), Decimal(0)) / 2
            name = "/".join(fact.row_path)
            left, right = f"{name} 本年 − 增减", f"{name} 上年"
            value = amount.value - fact.value
            yield _identity("prose_change", amount, (fact, previous), left, right, value, previous.value, tolerance)
        if fact.period == "growth" and amount and amount.value is not None:
            change = next((one for one in facts[:at] if one.period == "change" and one.row_path == fact.row_path), None)
            yield from _growth(amount, change, previous, fact)


def _growth(amount: Fact, change: Fact | None, previous: Fact | None, growth: Fact) -> Iterator[Identity]:
    if amount.value is None or growth.value is None:
        return
    if previous is not None and previous.value is not None:
        before, moved, others = previous.value, amount.value - previous.value, (previous,)
    elif change is not None and change.value is not None and change.unit == amount.unit:
        before, moved, others = amount.value - change.value, change.value, (change,)
    else:
        return
    if before <= 0:
        return
    places = max(2, -_exponent(growth.value))
    name = "/".join(growth.row_path)
    yield _identity(
        "prose_growth", growth, (amount, *others), f"{name} 增幅", f"{name} 增减 ÷ 上年",
        growth.value, percent_of(moved, before, places), _last_digit(growth.value),
    )  # fmt: skip


def _of(facts: Sequence[Fact], fact: Fact, period: str) -> Fact | None:
    """The amount of the same subject that stands nearest before (or after) a change; measures aside."""
    same = [
        one
        for one in facts
        if one.row_path == fact.row_path and one.period == period and one.measure == "amount"
        and (period == "previous" or (one.year == fact.year and not _measures(one)))
    ]  # fmt: skip
    if fact.period == "change":
        same = [one for one in same if one.unit == fact.unit]
    return same[-1] if same else None


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _last_digit(value: Decimal) -> Decimal:
    """One unit of a figure's last digit: 0.01 for 3.03."""
    return Decimal(1).scaleb(min(0, _exponent(value)))


def _identity(
    kind: str,
    first: Fact,
    others: Sequence[Fact],
    left: str,
    right: str,
    left_value: Decimal,
    right_value: Decimal,
    tolerance: Decimal,
) -> Identity:
    operands = (first, *others)
    return Identity(
        kind=kind,
        document=first.document,
        left=left,
        right=right,
        left_value=left_value,
        right_value=right_value,
        tolerance=tolerance,
        facts=tuple(one.id for one in operands),
        places=tuple(one.place for one in operands),
    )
