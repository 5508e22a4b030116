"""Questions over sets: ranking, counting, listing, adding up the members that :mod:`assistant.linking` finds.

Nothing is answered where the set, a condition or the measure is not surely linked: a count of something else is worse
than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.alternatives import answer_alternatives, names_alternatives
from assistant.arithmetic import in_unit, total
from assistant.asked import Asked, read_asked
from assistant.engine import Engine
from assistant.linking import Linked, link_set, scope_documents
from assistant.members import Member
from assistant.named import answer_named_sum
from assistant.outcome import Figure, Outcome, figure_of
from assistant.parts import answer_parts
from assistant.recorder import tried
from assistant.single import sisters, with_unit
from assistant.stated import stated_count
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["answer_count", "answer_list", "answer_rank", "answer_total_of_set", "names_a_quantity"]

MOST = 60  # members that a list names at most
SAID = 0.8  # share of the members that must state the measure for a ranking


@tried("set")
def answer_total_of_set(engine: Engine) -> Outcome | None:
    """The set question that a query holds, whatever else it was taken for; None where it holds none."""
    asked = read_asked(engine.query)
    return _compared(engine, asked) or _of_set(engine, asked)


def _compared(engine: Engine, asked: Asked) -> Outcome | None:
    """The larger or smaller of things that the question names; where it names some, no other set answers it."""
    outcome = answer_alternatives(engine, asked)
    if outcome is None and names_alternatives(engine, asked):
        return Outcome("not_found", said="所比的各项没有都找到，无法比较。")
    return outcome


def _of_set(engine: Engine, asked: Asked) -> Outcome | None:
    if asked.operation is None or engine.query.operation in ("difference", "share", "growth", "change", "average"):
        return None
    if asked.operation == "rank":
        return _rank(engine, asked) if engine.query.operation != "sum" else None
    if asked.operation == "count":
        return _count(engine, asked)
    if asked.operation == "list":
        return _list(engine, asked, amounts_only=engine.query.operation == "value")
    return answer_named_sum(engine, asked) or _sum(engine, asked)


@tried("rank")
def answer_rank(engine: Engine) -> Outcome | None:
    """The largest or smallest of a set, its first k, or the one in a place of the ranking."""
    asked = read_asked(engine.query)
    return _compared(engine, asked) or _rank(engine, asked)


@tried("count")
def answer_count(engine: Engine) -> Outcome | None:
    """How many members a set has, or how many of them meet the conditions."""
    return _count(engine, read_asked(engine.query))


@tried("list")
def answer_list(engine: Engine) -> Outcome | None:
    """The members of a set by name, with amounts where they are asked for."""
    return _list(engine, read_asked(engine.query))


def _measured(linked: Linked) -> list[tuple[Member, Fact]]:
    """The chosen members that state the measure; none where too few do or their units do not go together."""
    found = [(m, m.fact) for m in linked.chosen if m.fact is not None and m.fact.value is not None]
    units = {fact.unit for _, fact in found}
    if len(found) < SAID * len(linked.chosen) or (len(units) > 1 and not all(is_money(unit) for unit in units)):
        return []
    return found


def _rank(engine: Engine, asked: Asked) -> Outcome | None:
    linked = link_set(engine, asked)
    if linked is None:
        return None
    measured = _measured(linked)
    if len(measured) < 2:
        return None
    unit = measured[0][1].unit
    ordered = sorted(measured, key=lambda pair: in_unit(pair[1], unit), reverse=not asked.lowest)
    if asked.nth is not None and asked.nth > len(ordered):
        return None
    k = asked.k or (len(ordered) if re.search(r"从(高|大|多|低|小|少)到|排序|排个序", asked.text) else 1)
    if k > 1 and re.search(r"合计|一共|总共|加起来|加在一起|之和|together|in total", asked.text):
        return total(engine, [fact for _, fact in ordered[:k]], label=f"{k}项合计")
    if asked.nth is not None:
        ordered, k = ordered[asked.nth - 1 :], 1
    k = _with_ties(ordered, k, unit)
    figures = [with_unit(figure_of(fact, label=m.label), engine.query.convert_to) for m, fact in ordered]
    head = ordered[0][1]
    silent = len(linked.chosen) - len(measured)
    note = f"共{len(measured)}项，来自《{head.title}》" if head.source == "cell" else f"共比较{len(measured)}项"
    notes = (note, f"另有{silent}项没有列出金额") if silent else (note,)
    facts = tuple(fact for _, fact in ordered[: max(k, 3)])
    twins = sisters(engine, facts[0]) if k == 1 else []
    return Outcome(
        "answered", tuple(figures[:k]), tuple(figures[k : k + 2]), notes=notes, cited=(*facts[:k], *twins, *facts[k:])
    )


def _with_ties(ordered: Sequence[tuple[Member, Fact]], k: int, unit: str | None) -> int:
    """``k`` with the members that equal the last one told."""
    last = in_unit(ordered[min(k, len(ordered)) - 1][1], unit)
    return max(k, sum(1 for n, (_, fact) in enumerate(ordered) if n < k or (n >= k and in_unit(fact, unit) == last)))


def names_a_quantity(engine: Engine, asked: Asked) -> bool:
    """Whether what seems to be counted is an indicator's own name (完成项目数量): a quantity that a document states."""
    text = fold(asked.text)
    return any(name in text for name in engine.vocabulary.indicators if name.endswith(("数", "数量")))


def _count(engine: Engine, asked: Asked) -> Outcome | None:
    if names_a_quantity(engine, asked):
        return None
    linked = link_set(engine, asked)
    if linked is None:
        return None
    members, chosen = linked.members, linked.chosen
    word = re.search(r"(?:几|多少)(个|家|项|张|种|类|所|款|条|笔|份|行|样|块)", asked.text)
    noun = "" if engine.query.language == "en" else word[1] if word else "个"
    names = "、".join(dict.fromkeys(member.label for member in chosen[:8]))
    facts = tuple(member.fact for member in chosen if member.fact is not None)
    basis = facts or tuple(m.fact for m in members if m.fact is not None)[:1]
    figure = Figure("数量", str(len(chosen)), noun, basis, members[0].document)
    notes = [f"包括：{names}{'等' if len(chosen) > 8 else ''}"] if names else []
    written = stated_count(engine, asked, members[0].document) if len(chosen) == len(members) else None
    if written is not None and written.value != len(chosen):
        notes.insert(0, f"表中列出{len(chosen)}{noun}；正文写的是{written.raw}")
        figure = figure_of(written)
    cited = ((written,) if written is not None else ()) + (facts[:6] or basis)
    sheets = tuple(m.sheet for m in (*chosen[:1], *chosen[-1:]) if m.sheet) if len(chosen) == len(members) else ()
    blocks = () if sheets or members[0].sheet or not facts else (facts, *_sister_blocks(engine, facts))
    return Outcome("answered", (figure,), notes=tuple(notes), cited=cited, sheets=sheets, blocks=blocks)


def _list(engine: Engine, asked: Asked, *, amounts_only: bool = False) -> Outcome | None:
    parts = answer_parts(engine, asked, scope_documents(engine))
    if parts is not None:
        return parts
    linked = link_set(engine, asked)
    if linked is None or not linked.chosen or len(linked.chosen) > MOST:
        return None
    members = linked.chosen
    facts = tuple(member.fact for member in members if member.fact is not None)
    figures = tuple(
        with_unit(figure_of(m.fact, label=m.label), engine.query.convert_to)
        for m in members
        if m.fact is not None and m.fact.value is not None
    )
    wants = re.search(r"多少|各|金额|分别|how much|amount|构成|组成|价值", asked.text)
    if wants and len(figures) == len(members) and len(members) > 1:
        return Outcome("answered", figures[:30], cited=facts, blocks=(facts,) if members[0].sheet is None else ())
    if amounts_only and asked.money and not re.search(r"哪些|哪几|哪[两三四五六七八九十]", asked.text):
        return None
    said = "、".join(dict.fromkeys(member.label for member in members))
    sheets = tuple(dict.fromkeys(m.sheet for m in members if m.sheet))[:3]
    blocks = () if sheets or not facts else (facts, *_sister_blocks(engine, facts))
    return Outcome(
        "answered", (), figures[:20], said=f"共{len(members)}项：{said}。", cited=facts, sheets=sheets, blocks=blocks
    )


def _sum(engine: Engine, asked: Asked) -> Outcome | None:
    """The sum over a set whose table states no total of its own: all units' staff, the projects of one name."""
    if not (asked.money or asked.people or asked.stated):
        return None
    linked = link_set(engine, asked)
    if linked is None or len(linked.chosen) < 2:
        return None
    chosen = linked.chosen
    if asked.stated is not None and asked.stated != len(chosen):  # the question says how many: others were found
        if len({m.label for m in chosen}) == 1:
            return Outcome("not_found", said=f"名为“{chosen[0].label}”的有{len(chosen)}个，不是{asked.stated}个。")
        return None
    if asked.stated is None and not _may_add(chosen):
        return None
    facts = [m.fact for m in chosen if m.fact is not None and m.fact.value is not None]
    people = all(fact.unit == "人" for fact in facts)
    if asked.people and not asked.money and not people:
        return None
    silent = [m.label for m in chosen if m.fact is None or m.fact.value is None]
    if silent or not facts:
        missing = "、".join(silent[:3])
        return Outcome("not_found", said=f"没有列出金额：{missing}。", cited=tuple(facts[:3]))
    names = list(dict.fromkeys(m.label for m in chosen))
    label = "各单位人数合计" if people else f"{names[0]}合计" if len(names) == 1 else f"{len(facts)}项合计"
    return total(engine, facts, label=label)


def _may_add(chosen: Sequence[Member]) -> bool:
    """Whether adding a set up is asked without its size being said: sheets and staff; other tables state totals."""
    first = chosen[0]
    return first.sheet is not None or (first.fact is not None and first.fact.unit == "人")


def _sister_blocks(engine: Engine, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """The same rows in the other tables of the document."""
    blocks: dict[str, list[Fact]] = {}
    for fact in facts:
        for other in sisters(engine, fact, same_value=False):
            blocks.setdefault(other.container, []).append(other)
    return tuple(tuple(block) for block in blocks.values() if len(block) == len(facts))[:2]
