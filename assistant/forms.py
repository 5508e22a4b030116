"""Performance sheets and their indicators as sets: all sheets of a document, the indicators of one sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked import Asked
from assistant.engine import Engine
from assistant.glossary import use_synonyms
from assistant.members import Group, Member
from assistant.vocabulary import DocumentIndex, money_field
from assistant.words import bare_label, fold
from index.amounts import is_money
from index.model import Fact, Indicator, Sheet

__all__ = ["indicator_members", "measured_field", "sheet_group", "sheet_members"]

_WHOLE_COST = re.compile(
    r"项目(?:总)?(?:预算|成本|资金)(?:数|控制|控制数|总额|额)?|总成本|资金总额|预算(?:控制)?数|项目预算控制|"
    r"(?:不超过)?(?:项目)?成本预算数?"
)
_LEVEL = re.compile(
    r"(成本|数量|质量|时效|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|产出|效益|满意度)(?:类)?(?:的)?(?:绩效)?指标"
)


def sheet_group(engine: Engine, documents: Sequence[str], asked: Asked) -> Group | None:
    """The project sheets, each with the money asked about: the named field, else the sheet's own amount, else (where
    no sheet has such a field) the one indicator that states the whole cost."""
    field = measured_field(engine, documents)
    members = sheet_members(engine, documents, field=field)
    if field and asked.operation in ("rank", "sum"):
        members = [m for m in members if m.fact is not None]  # an empty field states that there is none
    if not members:
        return None
    chosen_by = field if asked.operation in ("rank", "sum") or asked.conditions else None  # else a condition reads it
    words = (chosen_by or "资金总额", "预算数", "预算资金", "项目支出")
    return Group(tuple(members), words if asked.money or field else ("项目支出",))


def measured_field(engine: Engine, documents: Sequence[str]) -> str | None:
    """The money field of the sheets that the question names (其他资金, 财政拨款), folded; None where it names none."""
    folded = "|".join(engine.query.segments)
    fields: dict[str, None] = {}  # in the order of the sheets, so that of two of one length the same one is taken
    for document in documents:
        for entry in engine.vocabulary.indexes[document].entries:
            fact = entry.fact
            if fact.source == "field" and fact.column_path and is_money(fact.unit) and len(fact.row_path) == 1:
                fields[fold(fact.column_path[-1])] = None
    return next((field for field in sorted(fields, key=len, reverse=True) if field and field in folded), None)


def sheet_members(engine: Engine, documents: Sequence[str], *, field: str | None = None) -> list[Member]:
    """The performance sheets of the documents with the money field asked about (资金总额 unless another is named)."""
    members: list[Member] = []
    for document in documents:
        index = engine.vocabulary.indexes[document]
        wanted = fold(field) if field else None
        for sheet in engine.library.sheets(document):
            if not sheet.kind.startswith("department"):
                fact = _sheet_money(index, sheet.id, wanted)
                members.append(Member(sheet.name or sheet.title, fact, document, sheet.id))
    return members


def _sheet_money(index: DocumentIndex, sheet: str, wanted: str | None) -> Fact | None:
    facts = [index.entries[position].fact for position in index.by_container.get(sheet, ())]
    fields = [f for f in facts if f.source == "field" and f.column_path]
    for fact in fields:
        if wanted is not None and fold(fact.column_path[-1]) == wanted and fact.value is not None:
            return fact
        if wanted is None and money_field(fact.column_path) and fact.value is not None:
            return fact
    if wanted is not None or any(money_field(f.column_path) for f in fields):
        return None
    costs = [
        f
        for f in facts
        if f.source == "indicator"
        and f.period == "target"
        and f.value is not None
        and is_money(f.unit)
        and "成本" in "".join(f.column_path)
        and any(_WHOLE_COST.fullmatch(bare_label(part)) for part in f.row_path[1:])
    ]
    return costs[0] if len(costs) == 1 else None


def indicator_members(engine: Engine, documents: Sequence[str], asked: Asked) -> Group | None:
    """The indicators of the one sheet that the question names (of the whole department's own sheet where it says so);
    of one level's kind (数量指标) where it says that. None where several sheets have that name."""
    sheets = [sheet for document in documents for sheet in engine.library.sheets(document)]
    text = use_synonyms(fold(asked.text))
    named = [s for s in sheets if len(fold(s.name)) > 3 and use_synonyms(fold(s.name)) in text]
    if asked.codes:
        named = [s for s in sheets if s.code and fold(s.code) in asked.codes] or named
    if not named and re.search(r"整体|自评|部门绩效|self", asked.text):
        named = [s for s in sheets if s.kind.startswith("department")]
    if named:
        longest = max(len(s.name) for s in named)
        named = [s for s in named if len(s.name) == longest]
    if len(named) != 1:
        return None
    sheet = named[0]
    level = _LEVEL.search(asked.text)
    members = [
        Member(i.name, fact, sheet.document)
        for i, fact in _rows(engine, sheet, asked)
        if level is None or level[1] in f"{i.level1}{i.level2}"
    ]
    if re.search(r"[一二]级指标", asked.text):
        names = dict.fromkeys(i.level1 if "一级指标" in asked.text else i.level2 for i in sheet.indicators)
        members = [Member(name, None, sheet.document) for name in names if name]
    words = (
        use_synonyms(fold(sheet.name)),
        fold(sheet.title),
        level[0] if level else "",
        "绩效目标表",
        "三级指标",
        "整体",
        "自评表",
    )
    return Group(tuple(members), words) if members else None


def _rows(engine: Engine, sheet: Sheet, asked: Asked) -> list[tuple[Indicator, Fact | None]]:
    index = engine.vocabulary.indexes[sheet.document]
    period = (
        "score"
        if "得分" in asked.text
        else "weight"
        if re.search(r"分值|权重|满分", asked.text)
        else "result"
        if re.search(r"完成值|实际", asked.text)
        else "target"
    )
    facts = [index.entries[p].fact for p in index.by_container.get(sheet.id, ())]
    found: list[tuple[Indicator, Fact | None]] = []
    for indicator in sheet.indicators:
        fact = next(
            (
                f
                for f in facts
                if f.source == "indicator"
                and f.period == period
                and f.row_path[1:2] == (indicator.name,)
                and f.row_place == indicator.place
            ),
            None,
        )
        found.append((indicator, fact))
    return found
