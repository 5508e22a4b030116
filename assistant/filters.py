"""Conditions on the members of a set, and how much of a question they leave unexplained.

A set answers only where every telling word of the question is accounted for: as the set's own noun, its column, a
filter or a name. A word left over means that the question asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.engine import Engine
from assistant.members import Member
from assistant.query import Condition
from assistant.words import bigrams, fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["Explained", "apply_filters", "holds"]

LEFT_OVER = 1.1  # weight of unexplained pairs of characters from which a set does not answer
_NOUNS = (
    "预算项目",
    "绩效目标表",
    "绩效目标",
    "项目绩效",
    "一级项目",
    "项目",
    "预算单位",
    "下属单位",
    "所属单位",
    "事业单位",
    "单位",
    "机构",
    "下属",
    "科目",
    "功能分类",
    "经济分类",
    "类级",
    "款级",
    "项级",
    "明细",
    "大类",
    "名称",
    "字样",
    "预算",
    "支出",
    "收入",
    "资金",
    "经费",
    "构成",
    "组成",
    "来源",
    "金额",
    "价值",
    "包括",
    "哪里",
    "几大类",
    "人数",
    "在职人数",
    "在职",
    "人员编制数",
    "编制",
    "一项",
    "一笔",
    "三项",
    "两项",
    "三个",
    "两个",
    "几个",
    "有几个",
    "部分",
    "分项",
    "绩效表",
    "安排",
    "涉及",
    "一栏",
    "填",
    "靠",
    "全",
    "是零",
    "全口径",
    "口径",
    "要素",
    "文号",
    "笔",
    "名",
    "字",
    "指标",
    "三级指标",
    "张",
    "个",
    "款",
    "项",
    "类",
    "家",
    "大",
    "用",
    "表",
)
_NOUN = re.compile(
    "[两二三四五六七八九十]+[个项类种家张款]|排?第[二三四五]|分成?哪|"
    + "|".join(sorted(map(re.escape, _NOUNS), key=len, reverse=True))
)
_COMPARED = re.compile(
    r"(编制|人员编制数)[^，。]{0,6}(大于|多于|高于|超过)[^，。]{0,4}在职|没有?满编?|未满|缺编|空编|有空缺|编制.{0,4}没有?满"
)
_FULL = re.compile(r"满编|编制.{0,4}(已满|全满|用满)|在职人数等于编制|人员编制数等于在职")


@dataclass(slots=True)
class Explained:
    """The words of a question and which of them a set accounts for."""

    engine: Engine
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = re.compile(
            r"(超过|大于|高于|多于|少于|小于|低于|不足|不到|不超过|不低于|不少于|至少)?\d+(\.\d+)?(亿元|万元|元|万|亿|人|个|%)?(以上|以下|以内)?|以上|以下|大于|超过|少于|不到|低于|高于"
        )
        self.left = [
            piece for segment in self.engine.query.segments for piece in numbers.sub("|", segment).split("|") if piece
        ]

    def take(self, *words: str) -> None:
        """Account for words (folded) wherever they occur, whole or as a run of at least two characters."""
        for word in words:
            if len(word) < 2:
                continue
            self.left = [piece for text in self.left for piece in text.replace(word, "|").split("|") if piece]
        for word in words:
            grams = set(bigrams(word))
            self.left = [piece for text in self.left for piece in _without(text, grams) if piece]

    def rest(self) -> list[str]:
        """The pieces that nothing accounts for, nouns of sets and single characters aside."""
        return [piece for text in self.left for piece in _NOUN.sub("|", text).split("|") if len(piece) > 1]

    def weight(self) -> float:
        """How much is left over."""
        vocabulary = self.engine.vocabulary
        return sum(vocabulary.weight(gram) for piece in self.rest() for gram in bigrams(piece))

    def enough(self) -> bool:
        """Whether the question is accounted for."""
        return self.weight() <= LEFT_OVER


def _without(text: str, grams: set[str]) -> list[str]:
    """A text without the runs whose pairs of characters are all in ``grams`` (three characters and more)."""
    keep = [True] * len(text)
    start = 0
    while start < len(text) - 1:
        end = start
        while end < len(text) - 1 and text[end : end + 2] in grams:
            end += 1
        if end - start >= 2:
            for position in range(start, end + 1):
                keep[position] = False
        start = max(end, start + 1)
    return "".join(c if k else "|" for c, k in zip(text, keep, strict=True)).split("|")


def apply_filters(
    explained: Explained, members: Sequence[Member], attributes: Callable[[Member], dict[str, str]]
) -> list[Member]:
    """The members that meet the question's conditions; the words of the conditions are accounted for."""
    engine = explained.engine
    chosen = list(members)
    for condition in engine.query.conditions:
        chosen = [m for m in chosen if m.fact is not None and holds(m.fact, condition)]
    chosen = _by_fields(explained, chosen)
    chosen = _by_attributes(explained, chosen, attributes)
    return _by_name(explained, chosen)


def holds(fact: Fact, condition: Condition) -> bool:
    """Whether a figure meets a condition; money is compared in the condition's unit (万元 where it names none)."""
    if fact.value is None or condition.value is None:
        return False
    value, bound = fact.value, condition.value
    unit = condition.unit
    if unit and is_money(unit):
        if not is_money(fact.unit):
            return False
        value = convert(value, fact.unit or "", unit)
    elif unit in ("人", "个") and is_money(fact.unit):
        return False
    return {">": value > bound, "<": value < bound, "≥": value >= bound, "≤": value <= bound, "=": value == bound}.get(
        condition.relation, False
    )


_FILLED = r"(?:一栏|这一栏|栏|列)?(?:里)?(?:填了数|填数|有数|不为空|不为零|不是零|大于零|大于0|非零|有金额)"
_ZERO = r"(?:一栏|栏|列)?(?:是|为|等于)(?:零|0|空)(?:元|万元)?"


def _by_fields(explained: Explained, members: list[Member]) -> list[Member]:
    """Conditions on a sheet's money fields: filled, zero, the only source."""
    engine = explained.engine
    folded = fold(engine.query.question)
    names = {fold(f.column_path[-1]) for m in members for f in _fields(engine, m) if f.column_path and is_money(f.unit)}
    for name in sorted((n for n in names if n), key=len, reverse=True):
        word = re.escape(name)
        if re.search(rf"{word}{_FILLED}|(?:全靠|只靠|靠|用了|全部来自|有){word}", folded):
            members = [m for m in members if any(v != 0 for v in _amounts(engine, m, name))]
            explained.take(name)
        elif re.search(rf"{word}{_ZERO}|没有{word}|无{word}", folded):
            members = [
                m for m in members if _amounts(engine, m, name) and all(v == 0 for v in _amounts(engine, m, name))
            ]
            explained.take(name)
    return members


def _fields(engine: Engine, member: Member) -> list[Fact]:
    if member.sheet is None:
        return []
    index = engine.vocabulary.indexes[member.document]
    return [
        index.entries[p].fact
        for p in index.by_container.get(member.sheet, ())
        if index.entries[p].fact.source == "field"
    ]


def _amounts(engine: Engine, member: Member, name: str) -> list[Decimal]:
    return [
        f.value
        for f in _fields(engine, member)
        if f.value is not None and f.column_path and fold(f.column_path[-1]) == name
    ]


def _by_attributes(
    explained: Explained, members: list[Member], attributes: Callable[[Member], dict[str, str]]
) -> list[Member]:
    """Members of which a short text (事业, 副科级, 跨年性项目) stands in the question; and compared columns."""
    question = fold(explained.engine.query.question)
    if _COMPARED.search(question) or _FULL.search(question):
        more = bool(_COMPARED.search(question))
        kept = []
        for member in members:
            values = attributes(member)
            posts, staff = values.get("人员编制数"), values.get("在职人数")
            if posts and staff and (Decimal(posts) > Decimal(staff) if more else Decimal(posts) == Decimal(staff)):
                kept.append(member)
        explained.take("人员编制数", "在职人数", "没满", "未满")
        return kept
    known: dict[str, list[Member]] = {}
    for member in members:
        for value in attributes(member).values():
            plain = fold(re.sub(r"[（(].*?[)）]", "", value))
            if 2 <= len(plain) <= 10 and not plain.isdecimal():
                known.setdefault(plain, []).append(member)
    for value in sorted(known, key=len, reverse=True):
        if value in "".join(explained.left) and len(known[value]) < len(members):
            explained.take(value)
            return known[value]
    return members


def _by_name(explained: Explained, members: list[Member]) -> list[Member]:
    """Members whose names hold a piece of the question that nothing else accounts for."""
    for piece in explained.rest():
        named = [m for m in members if piece in fold(m.label)]
        if not named and len(piece) >= 5:
            grams = bigrams(piece)
            named = [m for m in members if sum(gram in fold(m.label) for gram in grams) >= 0.75 * len(grams)]
        if named and len(named) < len(members):
            members = named
            explained.take(piece)
    return members
