"""What tells a thing from its namesakes by another figure of its row or sheet (“数量为10的办公椅”)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.vocabulary import Vocabulary
from assistant.words import fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["Qualifier", "qualified", "qualifiers_in"]

Qualifier = tuple[str, Decimal, str | None]
"""A column's or field's name (folded), its figure, and the figure's unit where one is written."""

_SAID = re.compile(
    r"(?P<column>[一-鿿]{2,10}?)(?:是|为|等于|=|共计?|合计)?(?!(?:19|20)\d\d(?![\d,.元万亿]))(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit>亿元|万元|元|人|个|台|套|辆|%)?(?:的|(?= [一-鿿]))(?!时候|年)"
)


def qualifiers_in(text: str, columns: frozenset[str]) -> tuple[tuple[Qualifier, ...], tuple[str, ...]]:
    """The qualifiers of a normalised question, and the words that say them; ``columns`` are the known names."""
    found: list[Qualifier] = []
    words: list[str] = []
    for match in _SAID.finditer(text):
        column = next(
            (match["column"][at:] for at in range(len(match["column"]) - 1) if match["column"][at:] in columns), ""
        )
        if column:
            found.append((fold(column), Decimal(match["number"].replace(",", "")), match["unit"]))
            words.append(text[match.start("column") + len(match["column"]) - len(column) : match.end()])
    return tuple(found), tuple(words)


def qualified(
    vocabulary: Vocabulary, qualifiers: Sequence[Qualifier], keep: Callable[[Fact], bool] | None
) -> Callable[[Fact], bool] | None:
    """``keep``, for figures only beside which (in the row, or in the sheet) each of the ``qualifiers`` stands."""
    if not qualifiers:
        return keep

    def fits(fact: Fact) -> bool:
        if keep is not None and not keep(fact):
            return False
        index = vocabulary.indexes[fact.document]
        beside = [index.entries[position].fact for position in index.by_container.get(fact.container, ())]
        if fact.source == "cell":
            beside = [other for other in beside if other.row_place == fact.row_place]
        return all(any(_is(other, qualifier) for other in beside) for qualifier in qualifiers)

    return fits


def _is(fact: Fact, qualifier: Qualifier) -> bool:
    column, value, unit = qualifier
    if fact.value is None or not fact.column_path or fold(fact.column_path[-1]) != column:
        return False
    if unit is not None and is_money(unit) and is_money(fact.unit):
        return convert(fact.value, fact.unit or "", unit) == value
    return fact.value == value
