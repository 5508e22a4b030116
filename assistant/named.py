"""Sums over members that a question names one by one (“A单位和B单位的政府采购一共”): every one must be found."""

from __future__ import annotations

import re

from assistant.asked import Asked
from assistant.engine import Engine
from assistant.filters import Explained
from assistant.linking import scope_documents
from assistant.members import Member
from assistant.outcome import Outcome
from assistant.places import short_region
from assistant.units import unit_members
from assistant.words import fold

__all__ = ["answer_named_sum"]


def answer_named_sum(engine: Engine, asked: Asked) -> Outcome | None:
    """The sum over two or more units that the question names, in the column that it names."""
    from assistant.arithmetic import total

    documents = scope_documents(engine)
    group = unit_members(engine, documents)
    if group is None or not re.search(r"[和与、及跟]|\band\b", asked.text):
        return None
    region = fold(engine.document(group.members[0].document).region or "") if group.members else ""
    text = fold(asked.text)
    own = fold(engine.document(group.members[0].document).department or "") if group.members else ""
    named = [m for m in group.members if (short := _short(m, region)) and short in text]
    named = [m for m in named if fold(m.label) != own or "本级" in text]  # the department's name stands for the whole
    named = [m for m in named if not any(o is not m and _short(m, region) in _short(o, region) for o in named)]
    if len(named) < 2 or (asked.stated is not None and asked.stated != len(named)):
        return None
    explained = Explained(engine)
    measure = ("在职人员",) if all(m.fact is not None and m.fact.unit == "人" for m in named) else ("政府采购", "采购")
    explained.take(*(_short(m, region) for m in named), *(word for word in group.words if word), *measure)
    facts = [m.fact for m in named if m.fact is not None and m.fact.value is not None]
    if asked.people and not asked.money and any(fact.unit != "人" for fact in facts):
        return None
    if not explained.enough() or len(facts) != len(named):
        return None
    return total(engine, facts)


def _short(member: Member, region: str) -> str:
    """A unit's name as people say it: without the region before it and the brackets behind it."""
    name = fold(re.sub(r"[（(].*?[)）]", "", member.label))
    for form in (region, short_region(region)):
        at = name.find(form) if form else -1
        if 0 <= at <= 4 and len(name) > at + len(form) + 2:
            return name[at + len(form) :]
    return name
