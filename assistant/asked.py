"""What a question about a set asks: which operation, over which kind of members, how many of them, which are left out.

Read from the question's own words with the lists of ``data/sets.toml``; nothing is looked up. The words that are read
here carry no subject: :func:`without_set_words` takes them out, so that what remains must be accounted for by members.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from assistant.data import read
from assistant.query import Condition, Query
from assistant.understanding import normalise
from assistant.words import chinese_number, fold

__all__ = ["Asked", "SetOperation", "read_asked", "set_words", "unread_figure", "without_set_words"]

SetOperation = Literal["rank", "count", "list", "sum"]
_OPERATIONS: tuple[SetOperation, ...] = ("rank", "count", "list", "sum")
_NUMERAL = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_STATED = re.compile(
    rf"{_NUMERAL}(?:个|笔|张|批|处|项|家|所|条|份|款|种|类|行|样|级(?!项目|指标|科目|预算))(?!级?科目?名)"
)
_NTH = re.compile(r"(倒数)?第([二三四五六七八九十]|\d{1,2})(大|多|高|小|少|低|名|位|的|$|[？?，,])")
_TOP = re.compile(
    rf"排名?前{_NUMERAL}(?![年月])|前{_NUMERAL}(?:名|位|大|项|个|家|的|是|类|条|笔|种|张|行|样|款|块|$|[？?，,])|最[大多高小少低贵]的{_NUMERAL}(?:个|家|项|笔|类|种|条|大|所|张|行|样|款|块)|最花钱的{_NUMERAL}(?:个|项|笔|类|种|样|块)|哪{_NUMERAL}(?:个|家|项|笔|类|种|条|所|张|行|样|款|块)"
)
_ENGLISH_NTH = re.compile(
    r"\b(second|third|fourth|fifth)[- ](?:largest|biggest|highest|smallest|lowest|most|fewest|least)"
)
_LOW = re.compile(
    r"最(?:小|少|低|便宜)|倒数|第[二三四五六七八九十](?:小|少|低)|从(?:低|小|少)到|垫底|末位|smallest|lowest|fewest|least|bottom"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


@dataclass(frozen=True, slots=True)
class Asked:
    """A set question: ``stated`` is the number of members that it says there are (“两个项目”), ``nth`` a place in a
    ranking, ``k`` how many from its top, ``without`` words of members to leave out, ``kinds`` the members' nouns."""

    operation: SetOperation | None
    kinds: frozenset[str]
    text: str
    k: int | None = None
    nth: int | None = None
    lowest: bool = False
    stated: int | None = None
    without: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    money: bool = False
    people: bool = False
    codes: tuple[str, ...] = ()
    sure: bool = False  # what is counted is named right behind the number word (几个单位)


def set_words() -> dict[str, Any]:
    """The word lists of ``sets.toml``."""
    return read("sets.toml")


@lru_cache(maxsize=64)
def _any(group: str, name: str) -> re.Pattern[str]:
    words = set_words()[group][name]
    return re.compile("|".join(words) if isinstance(words, list) else words)


_LEVEL = re.compile(
    r"(?:产出|数量|质量|时效|成本|效益|满意度)指标(?:里面|里|中|下|当中)的?"
)  # where an indicator stands


def read_asked(query: Query) -> Asked:
    """The set question that a query's text holds; its operation is None where it is none."""
    text = _LEVEL.sub("|", normalise(query.question))
    operation = next((name for name in _OPERATIONS if _any("operation", name).search(text)), None)
    if operation == "rank" and re.search(
        r"最(高|多|低|少|大|小)(?!的|是|，|。| )[^，,。？?；;哪谁]{0,8}(多少|几)", text
    ):
        operation = None  # “最高补贴多少” asks for a ceiling that the document states
    if operation == "count" and not _counts_members(text):
        operation = None  # “印多少份材料” asks for a quantity that the document states
    top, nth, english = _TOP.search(text), _NTH.search(text), _ENGLISH_NTH.search(text)
    place = chinese_number(nth[2]) if nth else _ORDINALS[english[1]] if english else None
    if nth and re.search(r"第[一二三四五六七八九十]+(?:季度|技师|批|次|章|条|医院|小学|中学|产业)", nth[0]):
        place = None
    stated = None if operation == "rank" else _STATED.search(text)
    number = next((g for g in top.groups() if g), None) if top else None
    return Asked(
        operation,
        frozenset(kind for kind in set_words()["members"] if _any("members", kind).search(text)),
        text,
        k=chinese_number(number) if number else query.k,
        nth=place if place is not None else query.nth,
        lowest=bool(_LOW.search(text)),
        stated=chinese_number(stated[1]) if stated else None,
        without=_left_out(text),
        conditions=(*_not_equal_only(query), *_equal_or_between(text)),
        money=bool(_any("sum", "money").search(text)),
        people=bool(_any("sum", "people").search(text)),
        codes=query.codes,
        sure=operation == "count" and _names_members(text),
    )


def _names_members(text: str) -> bool:
    """Whether a set's noun stands right behind a number word (几个下属单位)."""
    nouns = "|".join(set_words()["members"].values())
    found = (text[match.start() :][:14] for match in _any("operation", "count").finditer(text))
    return any(re.search(nouns, re.split(r"[，,。？?；;]", words)[0]) for words in found)


def _counts_members(text: str) -> bool:
    """Whether what is counted is a set's noun: right behind the number word, or before it where nothing follows."""
    nouns = "|".join(set_words()["members"].values())
    for match in _any("operation", "count").finditer(text):
        tail = re.split(r"[，,。？?；;]", text[match.end() :])[0]
        if re.search(nouns, match[0] + tail[: 48 if match[0].isascii() else 14]) or (
            not re.sub(r"[的是吗呢了\s]|不同", "", tail) and re.search(nouns + "|下面|转移支付|资产|类", text)
        ):
            return True
    return False


def _left_out(text: str) -> tuple[str, ...]:
    """The words after 不算, 不含, 除…外: members that hold them are left out (“不算‘其他’”)."""
    match = re.search(
        rf"{set_words()['which']['others']}\s*[“\"‘']?([一-鿿a-z]{{2,12}}?)[”\"’']?(?:以外|之外|外|的|项|类|[）)，,。？?]|$)",
        text,
    )
    return (
        (fold(re.sub(rf"(?:[那这]{_NUMERAL}?|{_NUMERAL})(?:个|笔|项|家|张)$|[那这]些?$", "", match[1])),)
        if match
        else ()
    )


def _not_equal_only(query: Query) -> tuple[Condition, ...]:
    return tuple(c for c in query.conditions if c.relation != "=")


def _equal_or_between(text: str) -> tuple[Condition, ...]:
    number = r"(\d+(?:\.\d+)?)\s*(亿元|万元|千元|元|亿|万|人|个)?"
    found: list[Condition] = []
    for match in re.finditer(rf"{set_words()['which']['equal']}\s*{number}", text):
        found.append(Condition("=", Decimal(match[1]), _unit(match[2])))
    for match in re.finditer(rf"(?:为|是|即|=){number}的", text):
        found.append(Condition("=", Decimal(match[1]), _unit(match[2])))
    for match in re.finditer(rf"(larger|bigger|higher|greater|smaller|lower) than (?:rmb )?{number}", text):
        relation: Literal[">", "<"] = "<" if match[1] in ("smaller", "lower") else ">"
        if re.search(r"\d", match[2]):
            found.append(Condition(relation, Decimal(match[2]), _unit(match[3])))
    between = re.search(rf"{number}(?:到|至|和|与|-|—|~){number}之间", text)
    if between:
        unit = _unit(between[4] or between[2])
        found.append(Condition("≥", Decimal(between[1]), _unit(between[2]) or unit))
        found.append(Condition("≤", Decimal(between[3]), unit))
    return tuple(found)


def unread_figure(asked: Asked) -> bool:
    """Whether the question holds a figure with a unit that no condition has read: a bound would be lost."""
    text = re.sub(set_words()["which"]["at_the_end"], "", asked.text)
    figures = re.findall(r"\d+(?:\.\d+)?\s*(?:亿元|万元|千元|元|亿|万|%|人(?!社|才|员|事|力))", text)
    return len(figures) > sum(1 for condition in asked.conditions if condition.value is not None)


def _unit(unit: str | None) -> str | None:
    return unit + "元" if unit in ("万", "亿") else unit


@lru_cache(maxsize=1)
def _carried() -> re.Pattern[str]:
    """Everything of a set question that is no subject: conditions on figures, the operation, stated numbers."""
    which = set_words()["which"]
    number = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(?:亿元|万元|千元|元|亿|万|人|个|家|名|辆|台|%|分)?"
    conditions = [
        rf"在?{number}(?:到|至|和|与|-){number}之间",
        rf"(?:{which['equal']}){number}",
        rf"在?(?:不超过|超过|大于|高于|多于|不低于|不少于|至少|少于|小于|低于|不足|不到|达到|在|over|above|under|below){number}(?:及|含)?(?:以上|以下|以内)?",
        rf"在?{number}(?:及|含)?(?:以上|以下|以内)",
        r"(?:超过|过|上|破|达)(?:亿|千万|百万|十万)元?",
    ]
    operations = [word for name in _OPERATIONS for word in set_words()["operation"][name]]
    questions = [
        r"(?:有|共|是|为)?(?:几|多少)(?:个|家|项|张|种|类|所|款|条|笔|份|人|钱|万元|亿元|元)?",
        "分别",
        "哪几?(?:个|家|项|类|种|笔|张|所|款|块)?",
        "谁",
    ]
    named = (
        r"附?表[一二三四五六七八九十\d]{1,3}(?=[^一二三四五六七八九十\d])|有没有|是不是|算不算|能不能|"
        r"(?:名称|名字|标题)(?:里|中)?(?:就|都|里面)?(?:带着?有?|含有?|包含|出现|有|叫)?|叫做?|万?元?之间"
    )
    return re.compile("|".join([named, *conditions, *operations, _STATED.pattern, *questions]))


def without_set_words(text: str) -> str:
    """A prepared text with the words of the set question itself cut out (``|`` in their place)."""
    return _carried().sub("|", text)
