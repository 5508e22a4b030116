"""Questions over sets: ranking, counting, listing, adding up, with their conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import Engine
from assistant.filters import Explained, apply_filters
from assistant.members import Group, Member, children, levels, sheet_members, table_rows, unit_members
from assistant.outcome import Figure, Outcome, figure_of
from assistant.scoping import family
from assistant.single import sisters, with_unit
from assistant.vocabulary import DocumentIndex
from assistant.words import fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["answer_count", "answer_list", "answer_rank", "answer_total_of_set"]

_PROJECTS = re.compile(
    r"项目(?!支出)|绩效目标表|绩效表|projects?\b(?! expenditure| spending)|performance (target )?sheet"
)
_UNITS = re.compile(
    r"单位(?!医疗|离退休|基本养老|职业年金|构成)|下属|所属|直属机构|\bunits?\b|affiliated|subordinate|哪个中心"
)
_TABLE_SETS = ("three_public", "assets", "transfer", "fiscal_overview", "overview")


def _documents(engine: Engine) -> list[str]:
    """The budget documents asked about, one department's at a time, best first."""
    found = [d for d in engine.query.scope.documents if d not in engine.query.scope.previous] or list(
        engine.query.scope.documents
    )
    return found[:1] if engine.query.scope.named else found


def _find_set(engine: Engine) -> tuple[list[Member], list[Member]] | None:
    """(all members, those that meet the conditions) of the set a question is about; None where the question holds
    words that no set accounts for."""
    text = engine.query.question.lower()
    if re.search(r"既.{1,12}又|同时(有|具有)|both .{1,30} and", text):
        return None  # two conditions on two columns are not read yet
    documents = _documents(engine)
    tried: list[Group | None] = []
    projects = bool(_PROJECTS.search(text)) and not re.search(r"科目|下面|各项|类级|款级|项级", text)
    if engine.query.codes:
        tried.append(children(engine, documents))
    if re.search(r"类级|款级|项级|功能分类|经济分类|科目", text):
        tried.append(children(engine, documents))
        tried.append(levels(engine, documents))
    if "transfer" in engine.query.tables:
        tried.append(_leaves(engine, documents, "transfer"))
    if projects and "procurement" not in engine.query.tables:
        field = _measured_field(engine, documents)
        members = sheet_members(engine, documents, field=field)
        if members:
            tried.append(Group(tuple(members), (field or "资金总额", "预算数", "预算资金")))
    if "procurement" in engine.query.tables or "采购" in text:
        if _UNITS.search(text):
            tried.append(unit_members(engine, documents))
        tried.append(_purchases(engine, documents))
    if "transfer" in engine.query.tables:
        tried.append(_leaves(engine, documents, "transfer"))
    if _UNITS.search(text):
        tried.append(unit_members(engine, documents))
    if re.search(r"收入(来源|构成|结构|项目)|各项收入|哪(项|类|种)收入", text):
        tried.append(table_rows(engine, documents, ("overview",), part="收入"))
    tried.append(children(engine, documents))
    kinds = [kind for kind in engine.query.tables if kind in _TABLE_SETS]
    tried.append(table_rows(engine, documents, kinds) if kinds else None)
    if "general_basic" in engine.query.tables or "基本支出" in text:
        tried.append(_economic(engine, documents))
    for group in tried:
        if group is None or not group.members:
            continue
        explained = Explained(engine)
        explained.take(*(word for word in group.words if word))
        own = {family(m.fact.kind) for m in group.members[:1] if m.fact is not None} | (
            {"project_sheet"} if group.members[0].sheet else set()
        )
        for kind in engine.query.tables:
            if kind in own or not group.members[0].sheet:
                explained.take(*_table_words(kind))
        chosen = apply_filters(explained, group.members, lambda member: _attributes(engine, member))
        if explained.enough():
            return list(group.members), chosen
    return None


def _leaves(engine: Engine, documents: Sequence[str], kind: str) -> Group | None:
    """The rows of a table that are no totals, in the column asked about."""
    from assistant.members import _entries, pick_column

    for document in documents:
        entries = [
            e
            for e in _entries(engine.vocabulary.indexes[document], kind)
            if e.fact.value is not None
            and not e.total
            and not e.fact.total
            and e.fact.row_path
            and e.fact.row_path[-1] not in ("小计", "合计")
        ]
        column = pick_column(engine, entries)
        if kind == "procurement":
            totals = [
                e.fact.column_path for e in entries if len(e.fact.column_path) > 1 and e.fact.column_path[-1] == "合计"
            ]
            column = totals[0] if totals else column
        members = [
            Member("·".join(e.fact.row_path[-2:]), e.fact, document) for e in entries if e.fact.column_path == column
        ]
        if len(members) > 1:
            return Group(
                tuple(members),
                (fold(entries[0].fact.title), *(fold(part) for part in column or ()), "政府采购", "采购", "转移支付"),
            )
    return None


def _purchases(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The single purchases of the procurement table."""
    return _leaves(engine, documents, "procurement")


def _economic(engine: Engine, documents: Sequence[str]) -> Group | None:
    """The detailed economic subjects of basic expenditure (301xx), for questions that name no subject."""
    from assistant.members import _entries, pick_column

    for document in documents:
        entries = [
            e
            for e in _entries(engine.vocabulary.indexes[document], "general_basic")
            if e.fact.value is not None and e.fact.code and len(e.fact.code) == 5
        ]
        column = pick_column(engine, entries)
        members = [Member(e.fact.row_path[-1], e.fact, document) for e in entries if e.fact.column_path == column]
        if members:
            return Group(tuple(members), (fold(entries[0].fact.title), *(fold(part) for part in column or ())))
    return None


def _table_words(kind: str) -> tuple[str, ...]:
    from assistant.glossary import scopes

    return tuple(fold(word) for word in scopes()["table_words"].get(kind, ()))


def _attributes(engine: Engine, member: Member) -> dict[str, str]:
    """The short texts and numbers that stand beside a member: a unit's other columns, a sheet's fields."""
    index = engine.vocabulary.indexes[member.document]
    container = member.sheet or (member.fact.container if member.fact else None)
    if container is None:
        return {}
    found: dict[str, str] = {}
    for position in index.by_container.get(container, ()):
        fact = index.entries[position].fact
        if fact.source == "sentence" or not fact.column_path:
            continue
        if member.sheet is None and (member.fact is None or fact.row_place != member.fact.row_place):
            continue
        if member.sheet is not None and fact.source != "field":
            continue
        if len(fact.raw) <= 14:
            found[fold(fact.column_path[-1])] = str(fact.value) if fact.value is not None else fact.raw
    return found


def _measured_field(engine: Engine, documents: Sequence[str]) -> str | None:
    folded = "|".join(engine.query.segments)
    fields: set[str] = set()
    for document in documents:
        for entry in engine.vocabulary.indexes[document].entries:
            fact = entry.fact
            if fact.source == "field" and fact.column_path and is_money(fact.unit) and len(fact.row_path) == 1:
                fields.add(fold(fact.column_path[-1]))
    return next((field for field in sorted(fields, key=len, reverse=True) if field and field in folded), None)


def answer_rank(engine: Engine, rest: str) -> Outcome | None:
    """The largest or smallest of a set, or its first k."""
    query = engine.query
    found = _find_set(engine)
    if found is None:
        return None
    measured = [m for m in found[1] if m.fact is not None and m.fact.value is not None]
    if len(measured) < 2:
        return None
    ordered = sorted(
        measured,
        key=lambda m: m.fact.value if m.fact and m.fact.value is not None else Decimal(0),
        reverse=not query.lowest,
    )
    k = query.k or (len(ordered) if re.search(r"从(高|大|多|低|小|少)到", query.question) else 1)
    if query.nth is not None:
        if query.nth > len(ordered):
            return None
        ordered = ordered[query.nth - 1 :]
    if k == 1 and len(ordered) > 1:
        first = ordered[0].fact
        k = sum(
            1 for m in ordered if m.fact is not None and first is not None and m.fact.value == first.value
        )  # ties are told
    ranked = [with_unit(figure_of(m.fact, label=m.label), query.convert_to) for m in ordered if m.fact is not None]
    head = ordered[0].fact
    note = f"共{len(ordered)}项，来自《{head.title}》" if head and head.source == "cell" else f"共比较{len(ordered)}项"
    facts = tuple(m.fact for m in ordered[: max(k, 3)] if m.fact is not None)
    twins = sisters(engine, facts[0]) if k == 1 else []
    return Outcome(
        "answered", tuple(ranked[:k]), tuple(ranked[k : k + 2]), notes=(note,), cited=(*facts[:k], *twins, *facts[k:])
    )


def answer_count(engine: Engine, rest: str) -> Outcome | None:
    """How many members a set has, or how many of them meet the conditions."""
    found = _find_set(engine)
    if found is None:
        return None
    members, chosen = found
    unit = "家" if re.search(r"几家|多少家", engine.query.question) else "个"
    names = "、".join(dict.fromkeys(member.label for member in chosen[:8]))
    facts = tuple(member.fact for member in chosen if member.fact is not None)
    basis = facts or tuple(m.fact for m in members if m.fact is not None)[:1]
    figure = Figure("数量", str(len(chosen)), unit, basis, members[0].document)
    note = f"包括：{names}{'等' if len(chosen) > 8 else ''}" if names else ""
    sheets = tuple(m.sheet for m in (*chosen[:1], *chosen[-1:]) if m.sheet) if len(chosen) == len(members) else ()
    blocks = () if sheets or members[0].sheet else (facts,) if facts else ()
    return Outcome(
        "answered", (figure,), notes=(note,) if note else (), cited=facts[:6] or basis, sheets=sheets, blocks=blocks
    )


def answer_list(engine: Engine, rest: str) -> Outcome | None:
    """The members of a set by name, with amounts where they are asked for."""
    query = engine.query
    parts = _sentence_parts(engine)
    if parts is not None:
        return parts
    found = _find_set(engine)
    if found is None:
        return None
    members = found[1]
    if not members or len(members) > 60:
        return None
    facts = tuple(member.fact for member in members if member.fact is not None)
    figures = tuple(
        with_unit(figure_of(m.fact, label=m.label), query.convert_to)
        for m in members
        if m.fact is not None and m.fact.value is not None
    )
    if re.search(r"多少|各|金额|分别|how much|amount|构成|组成|价值", query.question.lower()) and len(figures) == len(
        members
    ):
        return Outcome("answered", figures[:30], cited=facts)
    said = "、".join(dict.fromkeys(member.label for member in members))
    sheets = tuple(m.sheet for m in members if m.sheet)[:3]
    blocks = () if sheets else (facts, *_sister_blocks(engine, facts))
    return Outcome(
        "answered", (), figures[:20], said=f"共{len(members)}项：{said}。", cited=facts, sheets=sheets, blocks=blocks
    )


def _sister_blocks(engine: Engine, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """The same rows in the other tables of the document."""
    blocks: dict[str, list[Fact]] = {}
    for fact in facts:
        for other in sisters(engine, fact, same_value=False):
            blocks.setdefault(other.container, []).append(other)
    return tuple(tuple(block) for block in blocks.values() if len(block) == len(facts))[:2]


def answer_total_of_set(engine: Engine) -> Outcome | None:
    """The sum over a set whose table states no total of its own: all units' staff, all projects' money."""
    from assistant.arithmetic import total

    text = engine.query.question.lower()
    if not re.search(
        r"一共|总共|合计|总和|总数|总人数|共有|共计|总计|全部|所有|加起来|in total|total number|altogether|总编制|总量",
        text,
    ):
        return None
    if re.search(r"(多少|几)(个|家|项|张)(?!人)|how many (projects|units|sheets)", text):
        return None
    people = bool(re.search(r"在职|编制|人员数|staff|employee|headcount", text))
    projects = bool(_PROJECTS.search(text)) and bool(re.search(r"钱|资金|金额|预算|万元|how much", text))
    if not people and not projects:
        return None
    documents = _documents(engine)
    if people:
        group = unit_members(engine, documents)
    else:
        field = _measured_field(engine, documents)
        group = Group(tuple(sheet_members(engine, documents, field=field)), (field or "资金总额", "预算数", "预算资金"))
    if group is None:
        return None
    explained = Explained(engine)
    explained.take(*(word for word in group.words if word), "总人数", "总编制", "合计", "所有", "全部")
    chosen = apply_filters(explained, group.members, lambda member: _attributes(engine, member))
    facts = [m.fact for m in chosen if m.fact is not None and m.fact.value is not None]
    if not explained.enough() or len(facts) < 2 or (people and any(f.unit != "人" for f in facts)):
        return None
    names = {fold(m.label) for m in chosen}
    if projects and len(names) == 1:
        return total(engine, facts, label=chosen[0].label + "合计")
    return total(engine, facts, label="各单位人数合计" if people else "各项目合计")


def _sentence_parts(engine: Engine) -> Outcome | None:
    """The parts that a passage lists under a total that the question names (4592万元是怎么构成的)."""
    match = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)", engine.query.question)
    if match is None:
        return None
    value = Decimal(match[1].replace(",", ""))
    for document in _documents(engine):
        index = engine.vocabulary.indexes[document]
        for position, entry in enumerate(index.entries):
            fact = entry.fact
            if fact.source == "sentence" and fact.value == value and fact.unit == match[2]:
                parts = _following(index, position, value)
                if parts:
                    return Outcome("answered", tuple(figure_of(f) for f in parts), cited=(*parts, fact))
    return None


def _following(index: DocumentIndex, position: int, total: Decimal) -> list[Fact]:
    """The sentence figures after a total that add up to it."""
    base = index.entries[position].fact
    parts: list[Fact] = []
    sum_so_far = Decimal(0)
    for entry in index.entries[position + 1 : position + 20]:
        fact = entry.fact
        if (
            fact.source != "sentence"
            or fact.container != base.container
            or fact.unit != base.unit
            or fact.value is None
        ):
            continue
        if fact.period not in ("current", "plan"):
            continue
        parts.append(fact)
        sum_so_far += fact.value
        if sum_so_far == total and len(parts) > 1:
            return parts
        if sum_so_far > total:
            return []
    return []
