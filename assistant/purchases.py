"""Sums over what bears one name: forms of the same name, the purchases of a project or of one good."""

from __future__ import annotations

import re

from assistant.engine import Engine
from assistant.filters import Explained
from assistant.forms import sheet_members
from assistant.outcome import Outcome, figure_of
from assistant.recorder import tried
from assistant.single import accept
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["answer_purchases", "answer_same_named"]

_TOGETHER = re.compile(r"共|合计|多少台|列入")


@tried("purchases")
def answer_purchases(engine: Engine) -> Outcome | None:
    """What a named department buys of one good or for one project together; None where the question asks otherwise."""
    query = engine.query
    if "采购" not in query.text or not query.scope.named or not _TOGETHER.search(query.question):
        return None
    return _rows_of_name(engine, query.scope.documents[0])


@tried("same_named")
def answer_same_named(engine: Engine) -> Outcome | None:
    """The sum over sheets of one name (“两张同名的表加起来”), or over the rows of a table that the question names."""
    from assistant.arithmetic import total

    found = [c for c in engine.find(limit=80, units=False) if c.fact.unit and is_money(c.fact.unit)]
    if not found:
        return None
    first = found[0].fact
    if first.source in ("field", "indicator") and accept(found[0]):
        name = fold(first.row_path[0]) if first.row_path else ""
        facts = [
            m.fact for m in sheet_members(engine, [first.document]) if m.fact is not None and fold(m.label) == name
        ]
        return total(engine, facts) if len(facts) > 1 else None
    return _rows_of_name(engine, engine.query.scope.documents[0])


def _rows_of_name(engine: Engine, document: str) -> Outcome | None:
    """Rows that have no subtotal of their own, under the ancestors or of the name that the question gives: the
    purchases of a project, all purchases of one good."""
    from assistant.arithmetic import total

    index = engine.vocabulary.indexes[document]
    wants_count = bool(engine.query.units) or "数量" in engine.query.question
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for position in index.by_kind.get("procurement", ()):
        fact = index.entries[position].fact
        if fact.value is None or len(fact.row_path) < 2 or fact.row_path[-1] in ("小计", "合计"):
            continue
        if (wants_count and fact.column_path[-1:] == ("数量",)) or (
            not wants_count and len(fact.column_path) > 1 and fact.column_path[-1] == "合计"
        ):
            groups.setdefault(fact.row_path[:-1], []).append(fact)
            groups.setdefault(("*", fact.row_path[-1]), []).append(fact)
    best: tuple[float, list[Fact]] | None = None
    for names, facts in groups.items():
        explained = Explained(engine)
        region = fold(index.document.region or "")
        for name in names:
            explained.take(fold(name), fold(name).removeprefix(region))
        explained.take("政府采购", "采购", "列入", "合计")
        said = "|".join(engine.query.segments)
        if not any(fold(name) in said for name in names[-1:]) or not explained.enough():
            continue
        weight = -explained.weight() + 0.1 * len(names)
        if best is None or weight > best[0]:
            best = (weight, facts)
    if best is None:
        return None
    facts = best[1]
    return total(engine, facts) if len(facts) > 1 else Outcome("answered", (figure_of(facts[0]),), cited=tuple(facts))
