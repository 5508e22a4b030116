"""Money as whole 分, so that the store can compare and add amounts of different units without a float."""

from __future__ import annotations

from decimal import Decimal

from index.amounts import MONEY_UNITS

__all__ = ["to_fen"]

_FEN = {unit: int(size / MONEY_UNITS["分"]) for unit, size in MONEY_UNITS.items()}
_LARGEST = 2**63 - 1  # what a BigInteger column holds


def to_fen(value: Decimal | None, unit: str | None) -> int | None:
    """``value`` in ``unit`` as 分, exact whatever its length.

    None where the unit is no money, the amount is no whole number of 分, or it does not fit 64 bits.
    """
    factor = _FEN.get(unit.strip()) if unit is not None else None
    if factor is None or value is None or not value.is_finite():
        return None
    if not value:
        return 0
    if not -40 <= value.adjusted() <= 20:
        return None
    numerator, denominator = value.as_integer_ratio()
    fen, rest = divmod(numerator * factor, denominator)
    return fen if rest == 0 and abs(fen) <= _LARGEST else None
