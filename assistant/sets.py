"""Questions over sets: ranking, counting, listing, and their conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.engine import Engine
from assistant.members import Member, children, levels, sheet_members, table_rows, units
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.query import Condition
from assistant.single import accept, sisters, with_unit
from assistant.vocabulary import DocumentIndex
from assistant.words import bigrams, fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["answer_count", "answer_list", "answer_rank", "answer_same_named", "answer_total_of_set"]

_PROJECTS = re.compile(r"项目(?!支出)|绩效目标表|绩效表|projects?\b(?! expenditure| spending)|performance (target )?sheet")
_UNITS = re.compile(r"单位|下属|所属|直属机构|\bunits?\b|affiliated|subordinate|哪个中心|事业单位(?!医疗|离退休)")
_FILLED = r"(?:一栏|这一栏|栏|列)?(?:里)?(?:填了数|有数|不为空|不为零|不是零|大于零|大于0|非零|有金额)"
_ZERO = r"(?:一栏|栏|列)?(?:是|为|等于)(?:零|0|空)(?:元|万元)?"


def _documents(engine: Engine) -> list[str]:
    """The budget documents asked about, one department's at a time, best first."""
    return [d for d in engine.query.scope.documents if d not in engine.query.scope.previous] or list(engine.query.scope.documents)


def _set(engine: Engine, rest: str) -> list[Member]:
    """The set a question is about."""
    text = engine.query.question
    documents = _documents(engine)[:1] if engine.query.scope.named else _documents(engine)
    fields = _field_conditions(engine, text, documents)
    if fields or (_PROJECTS.search(text) and not re.search(r"科目|下面|各项|类级|款级|项级", text)):
        members = sheet_members(engine, documents, field=_measured_field(engine, text, documents))
        if members:
            return members
    below = children(engine, None, documents)
    if below and not (_UNITS.search(text) and not engine.query.codes and not _names_row(engine, below)):
        return below
    if _UNITS.search(text):
        members = units(engine, documents)
        if members:
            return members
    if below:
        return below
    kinds = [kind for kind in engine.query.tables if kind in ("three_public", "assets", "transfer", "fiscal_overview", "overview")]
    return table_rows(engine, documents, kinds=kinds) or levels(engine, documents)


def _names_row(engine: Engine, members: Sequence[Member]) -> bool:
    fact = members[0].fact
    return fact is not None and len(fact.row_path) > 1 and fold(fact.row_path[-2]) in "|".join(engine.query.segments)


def answer_rank(engine: Engine, rest: str) -> Outcome | None:
    """The largest or smallest of a set, or its first k."""
    query = engine.query
    text = query.question
    documents = _documents(engine)[:1] if query.scope.named else _documents(engine)
    members: list[Member] = []
    if query.codes:
        members = children(engine, None, documents)
    if not members and re.search(r"类级|款级|项级|功能分类|经济分类", text):
        members = levels(engine, documents)
    members = members or _set(engine, rest)
    measured = [member for member in members if member.fact is not None and member.fact.value is not None]
    if len(measured) < 2:
        return None
    ordered = sorted(measured, key=lambda m: (m.fact.value if m.fact and m.fact.value is not None else Decimal(0)), reverse=not query.lowest)
    k = query.k or (len(ordered) if re.search(r"从(高|大|多|低|小|少)到", text) else 1)
    ranked = [with_unit(figure_of(m.fact, label=m.label), query.convert_to) for m in ordered if m.fact is not None]
    note = f"共{len(ordered)}项，来自《{ordered[0].fact.title}》" if ordered[0].fact and ordered[0].fact.source == "cell" else f"共比较{len(ordered)}项"
    facts = tuple(m.fact for m in ordered[: max(k, 3)] if m.fact is not None)
    twins = sisters(engine, facts[0]) if k == 1 else []
    return Outcome("answered", tuple(ranked[:k]), tuple(ranked[k : k + 2]), notes=(note,), cited=(*facts[:k], *twins, *facts[k:]))


def answer_count(engine: Engine, rest: str) -> Outcome | None:
    """How many members a set has, or how many of them meet the conditions."""
    text = engine.query.question
    documents = _documents(engine)[:1] if engine.query.scope.named else _documents(engine)
    members = _set(engine, rest)
    if not members:
        return None
    chosen = _filtered(engine, members, text, documents)
    unit = "家" if re.search(r"几家|多少家", text) else "个"
    names = "、".join(dict.fromkeys(member.label for member in chosen[:8]))
    facts = tuple(member.fact for member in chosen if member.fact is not None)
    figure = Figure("数量", str(len(chosen)), unit, facts or tuple(m.fact for m in members if m.fact is not None)[:1],
                    documents[0] if documents else None)  # fmt: skip
    note = f"包括：{names}{'等' if len(chosen) > 8 else ''}" if names else ""
    sheets = tuple(f.container for f in (*facts[:1], *facts[-1:])) if facts and facts[0].source == "field" and not _narrowed(chosen, members) else ()
    return Outcome("answered", (figure,), notes=(note,) if note else (), cited=facts[:6] or figure.facts, sheets=sheets)


def _narrowed(chosen: Sequence[Member], members: Sequence[Member]) -> bool:
    return len(chosen) < len(members)


def answer_list(engine: Engine, rest: str) -> Outcome | None:
    """The members of a set by name, with amounts where they are asked for."""
    query = engine.query
    text = query.question
    documents = _documents(engine)[:1] if query.scope.named else _documents(engine)
    named = _sheets_named(engine, documents)
    if named and re.search(r"项目|文号|资金|经费|补助|projects?", text) and not _field_conditions(engine, text, documents):
        members = named
    else:
        parts = _sentence_parts(engine)
        if parts is not None:
            return parts
        members = _filtered(engine, _set(engine, rest), text, documents)
    if not members or len(members) > 60:
        return None
    facts = tuple(member.fact for member in members if member.fact is not None)
    figures = tuple(with_unit(figure_of(m.fact, label=m.label), query.convert_to) for m in members if m.fact is not None and m.fact.value is not None)
    amounts = re.search(r"多少|各|金额|分别|how much|构成|组成|价值", text)
    said = "、".join(dict.fromkeys(member.label for member in members))
    if amounts and len(figures) == len(members):
        return Outcome("answered", figures[:30], cited=facts)
    sheets = tuple(_sheet_ids(members, engine))[:3]
    blocks = () if sheets else (facts, *_sister_blocks(engine, facts))
    return Outcome("answered", (), figures[:20], said=f"共{len(members)}项：{said}。", cited=facts, sheets=sheets, blocks=blocks)


def _sheet_ids(members: Sequence[Member], engine: Engine) -> list[str]:
    """The sheets that the members are, found by name where they have no fact."""
    found: list[str] = []
    for member in members:
        if member.sheet:
            found.append(member.sheet)
    return found


def _sister_blocks(engine: Engine, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """The same rows in the other tables of the document."""
    blocks: dict[str, list[Fact]] = {}
    for fact in facts:
        for other in sisters(engine, fact, same_value=False):
            blocks.setdefault(other.container, []).append(other)
    return tuple(tuple(block) for block in blocks.values() if len(block) == len(facts))[:2]


def answer_same_named(engine: Engine) -> Outcome | None:
    """The sum over sheets of one name (“两张同名的表加起来”), or over the rows of one name in a table."""
    from assistant.arithmetic import total

    found = [c for c in engine.find(limit=60, units=False) if accept(c) and c.fact.unit and is_money(c.fact.unit)]
    if not found:
        return None
    first = found[0].fact
    if first.source in ("field", "indicator"):
        name = fold(first.row_path[0]) if first.row_path else ""
        facts = [m.fact for m in sheet_members(engine, [first.document]) if m.fact is not None and fold(m.label) == name]
        return total(engine, facts) if len(facts) > 1 else None
    same = [
        c.fact for c in found
        if c.fact.source == "cell" and c.fact.container == first.container and c.fact.column_path == first.column_path and c.score > found[0].score - 0.02
    ]  # fmt: skip
    unique = list({fact.row_place: fact for fact in same}.values())
    return total(engine, sorted(unique, key=lambda f: f.place.line_start or 0)) if len(unique) > 1 else None


def answer_total_of_set(engine: Engine) -> Outcome | None:
    """The sum over a set whose table states no total of its own: all units' staff, all projects' money."""
    from assistant.arithmetic import total

    query = engine.query
    text = query.question
    documents = _documents(engine)[:1] if query.scope.named else _documents(engine)
    if not documents:
        return None
    wants_total = bool(re.search(r"一共|总共|合计|总和|总数|总人数|共有|共计|总计|总额|全部|所有|加起来|in total|total number|altogether|总编制|总量", text))
    if not wants_total:
        return None
    if re.search(r"在职|编制|人员数|staff|employee|headcount", text):
        members = units(engine, documents)
        facts = [m.fact for m in members if m.fact is not None and m.fact.unit == "人"]
        if len(facts) > 1 and not _one_unit_named(engine, members):
            outcome = total(engine, facts, label="各单位" + ("编制数" if "编制" in text and "在职" not in text else "在职人数") + "合计")
            return outcome
    if _PROJECTS.search(text) and re.search(r"所有项目|全部项目|各项目|项目(资金|预算|绩效目标)|个项目", text):
        field = _measured_field(engine, text, documents)
        facts = [m.fact for m in _filtered(engine, sheet_members(engine, documents, field=field), text, documents) if m.fact is not None]
        if len(facts) > 1:
            return total(engine, facts, label="各项目合计")
    return None


def _one_unit_named(engine: Engine, members: Sequence[Member]) -> bool:
    joined = "|".join(engine.query.segments)
    document = engine.document(members[0].document)
    region = fold(document.region or "")
    for member in members:
        name = fold(re.sub(r"[（(].*?[)）]", "", member.label)).removeprefix(region)
        if len(name) > 3 and name in joined:
            return True
    return False


def _sheet_fields(engine: Engine, documents: Sequence[str]) -> set[str]:
    fields: set[str] = set()
    for document in documents:
        index = engine.vocabulary.indexes[document]
        fields |= {fold(e.fact.column_path[-1]) for e in index.entries if e.fact.source == "field" and e.fact.column_path and is_money(e.fact.unit)}
    return fields


def _field_conditions(engine: Engine, text: str, documents: Sequence[str]) -> list[Condition]:
    folded = fold(text)
    found: list[Condition] = []
    for field in sorted(_sheet_fields(engine, documents), key=len, reverse=True):
        if not field:
            continue
        name = re.escape(field)
        if re.search(rf"{name}{_FILLED}", folded) or re.search(rf"(?:全靠|只靠|靠|有|用了|全部来自){name}", folded):
            found.append(Condition(field, "filled"))
        if re.search(rf"{name}{_ZERO}|没有{name}|无{name}", folded):
            found.append(Condition(field, "empty"))
    return found


def _measured_field(engine: Engine, text: str, documents: Sequence[str]) -> str | None:
    folded = fold(text)
    for field in sorted(_sheet_fields(engine, documents), key=len, reverse=True):
        if field and field in folded:
            return field
    return None


def _filtered(engine: Engine, members: list[Member], text: str, documents: Sequence[str]) -> list[Member]:
    conditions = [c for c in engine.query.conditions]
    fields = _field_conditions(engine, text, documents)
    chosen = members
    for condition in fields:
        measured = {id(m): m for m in chosen}
        chosen = [m for m in measured.values() if _field_holds(engine, m, condition)]
    for condition in conditions:
        chosen = [m for m in chosen if m.fact is not None and _holds(m.fact, condition)]
    return chosen


def _field_holds(engine: Engine, member: Member, condition: Condition) -> bool:
    if member.fact is None:
        return False
    index: DocumentIndex = engine.vocabulary.indexes[member.document]
    values = [
        index.entries[p].fact.value for p in index.by_container.get(member.fact.container, ())
        if index.entries[p].fact.source == "field" and index.entries[p].fact.column_path
        and fold(index.entries[p].fact.column_path[-1]) == condition.what
    ]  # fmt: skip
    amounts = [value for value in values if value is not None]
    if condition.relation == "filled":
        return any(amount != 0 for amount in amounts)
    return bool(amounts) and all(amount == 0 for amount in amounts)


def _holds(fact: Fact, condition: Condition) -> bool:
    if fact.value is None or condition.value is None:
        return False
    value, bound = fact.value, condition.value
    if condition.unit and is_money(condition.unit):
        if not is_money(fact.unit):
            return False
        value = convert(value, fact.unit or "", condition.unit)
    return {">": value > bound, "<": value < bound, "≥": value >= bound, "≤": value <= bound, "=": value == bound}.get(condition.relation, False)


def _sheets_named(engine: Engine, documents: Sequence[str]) -> list[Member]:
    """The sheets whose names hold the question's own words (all of the telling ones)."""
    words = [s for s in engine.query.segments if s not in ("项目", "资金", "文号", "绩效目标表") and len(s) > 1]
    if not words:
        return []
    quoted = [fold(w) for w in re.findall(r"[“\"「『]([^”\"」』]+)[”\"」』]", engine.query.question)]
    vocabulary = engine.vocabulary
    members = sheet_members(engine, documents)
    grams = [g for word in words for g in bigrams(word)]
    total = sum(vocabulary.weight(g) for g in grams) or 1.0
    scored = []
    for member in members:
        name = fold(member.label)
        if quoted:
            share = 1.0 if any(q in name and q != name and not name.startswith(q) or f"{q}" in name for q in quoted) else 0.0
        else:
            share = sum(vocabulary.weight(g) for g in grams if g in name) / total
        scored.append((share, member))
    best = max((share for share, _ in scored), default=0.0)
    if best < 0.6:
        return []
    chosen = [member for share, member in scored if share >= best - 0.12]
    return chosen if 2 <= len(chosen) <= 20 else []


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
            if fact.source != "sentence" or fact.value != value or fact.unit != match[2]:
                continue
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
        if fact.source != "sentence" or fact.container != base.container or fact.unit != base.unit or fact.value is None:
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
