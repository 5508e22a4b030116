"""Which set a question is about: candidate sets are tried, the likeliest noun first.

The first one that accounts for every telling word of the question is taken; none where a word is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asked import Asked, unread_figure
from assistant.engine import Engine
from assistant.filters import Explained, apply_filters
from assistant.forms import indicator_members, sheet_group
from assistant.glossary import scopes
from assistant.levels import levels
from assistant.members import Group, Member, children, economic, leaves, table_rows
from assistant.recorder import Grouped, record
from assistant.scoping import family
from assistant.units import unit_members
from assistant.words import fold

__all__ = ["Linked", "link_set", "scope_documents"]

_TABLE_SETS = ("three_public", "assets", "transfer", "fiscal_overview", "overview")


@dataclass(frozen=True, slots=True)
class Linked:
    """A set with all its members, those that the question's conditions choose."""

    members: tuple[Member, ...]
    chosen: tuple[Member, ...]


def scope_documents(engine: Engine) -> list[str]:
    """The budget documents asked about, one department's at a time, best first."""
    scope = engine.query.scope
    found = [d for d in scope.documents if d not in scope.previous] or list(scope.documents)
    return found[:1] if scope.named else found


def link_set(engine: Engine, asked: Asked) -> Linked | None:
    """The set of a question; None where no set accounts for the question's words."""
    if unread_figure(asked):
        return None
    for group in _candidates(engine, asked):
        if group is None or not group.members:
            continue
        explained = Explained(engine)
        explained.take(*(word for word in group.words if word))
        first = group.members[0]
        own = {family(first.fact.kind)} if first.fact is not None and first.sheet is None else {"project_sheet"}
        for kind in engine.query.tables:
            if kind in own:
                explained.take(*map(fold, scopes()["table_words"].get(kind, ())))
        chosen = apply_filters(explained, group.members, asked)
        record(Grouped(group.members, chosen, explained))
        if chosen is None:
            continue
        if explained.enough() or _units_alone(engine, explained, asked, chosen):
            return Linked(group.members, tuple(chosen))
    return None


def _units_alone(engine: Engine, explained: Explained, asked: Asked, chosen: list[Member]) -> bool:
    """Whether what is left names units of the department (“两所学院的助学金项目”) and the members are as many as the
    question says."""
    if asked.stated is None or asked.stated != len(chosen) or not chosen:
        return False
    index = engine.vocabulary.indexes[chosen[0].document]
    units = "|".join(fold(index.entries[p].fact.row_path[-1]) for p in index.by_kind.get("units", ()))
    return all(piece in units for piece in explained.rest())


def _part(text: str) -> str | None:
    """The side of a table of income and expenditure that a question speaks of; None where it names none or both."""
    text = text.replace("收支", "")
    named = [side for side in ("收入", "支出") if side in text]
    return named[0] if len(named) == 1 else None


def _candidates(engine: Engine, asked: Asked) -> Iterator[Group | None]:
    documents = scope_documents(engine)
    tables = engine.query.tables
    text = asked.text
    project = "project" in asked.kinds and not re.search(r"科目|下面|类级|款级|项级", text)
    if "indicator" in asked.kinds:
        yield indicator_members(engine, documents, asked)
        return
    if asked.codes:
        yield children(engine, documents)
    if "subject" in asked.kinds or re.search(r"类级|款级|项级|哪(几|三|两)?类", text):
        yield children(engine, documents)
        yield levels(engine, documents)
    if "transfer" in tables:
        yield leaves(engine, documents, "transfer")
    if "purchase" in asked.kinds:
        if "unit" in asked.kinds:
            yield unit_members(engine, documents)
        yield leaves(engine, documents, "procurement")
    elif project:
        yield sheet_group(engine, documents, asked)
    if "unit" in asked.kinds or (asked.people and asked.operation == "sum"):
        yield unit_members(engine, documents)
        yield unit_members(engine, documents, kind="units")
    if re.search(r"收入(的)?(来源|构成|结构|项目)|各项收入|哪(项|类|种)收入|收入.{0,6}来源", text):
        yield table_rows(engine, documents, ("overview",), part="收入")
    yield children(engine, documents)
    kinds = [kind for kind in tables if kind in _TABLE_SETS]
    if kinds:
        yield table_rows(engine, documents, kinds, part=_part(text))
    if "general_basic" in tables or re.search(r"基本支出|公用经费|人员经费|公用支出", text + engine.query.text):
        yield economic(engine, documents)
    if asked.operation == "sum" and asked.stated is not None:
        yield leaves(engine, documents, "procurement")
        yield sheet_group(engine, documents, asked)
