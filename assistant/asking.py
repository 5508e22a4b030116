"""What a question asks to be done: its operation, units, conditions and how many of a ranking."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from assistant.glossary import questions
from assistant.query import Condition, Operation
from assistant.splits import change_aspects, computed_operation
from assistant.words import chinese_number

__all__ = [
    "asked_words",
    "asks_in",
    "conditions_in",
    "convert_to",
    "money_in",
    "nth",
    "operation_of",
    "top",
    "units_in",
]

_NUMBER_UNIT = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(亿元|万元|千元|元|亿|万|人|个|%|辆|家|名)?"


_MORE = re.compile(
    rf"(?:超过|大于|高于|多于|不低于|不少于|至少|over|above|more than|at least|exceed(?:s|ing)?|greater "
    rf"than)\s*{_NUMBER_UNIT}"
)


_LESS = re.compile(rf"(?:不超过|不到|少于|小于|低于|不足|under|below|less than|fewer than)\s*{_NUMBER_UNIT}")


_MORE_AFTER = re.compile(rf"{_NUMBER_UNIT}(?:及|或|含|和)?以上(?!的?(?:设备|用房|专用|通用))")


_LESS_AFTER = re.compile(rf"{_NUMBER_UNIT}(?:及|或|含|和)?(?:以下|以内)")


_TOP = re.compile(
    r"(?:前|top |排名前|largest |biggest |highest )(\d{1,2}|[一二三四五六七八九十两]|two|three|four|five|"
    r"ten)(?:名|位|大|项|个|的|是|类|条|笔|\b|$)|排名?前([一二三四五六七八九十两])(?![年月])|最[大多高小少低]的?(\d|[一二两三四五六七八九十])(?:个|项|笔|类|家|大)|"
    r"(?:the )?(two|three|four|five|ten|\d) (?:largest|biggest|highest|smallest|lowest)"
)


_ENGLISH_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


@lru_cache(maxsize=1)
def _asks() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in questions()["ask"].items()}


def asks_in(text: str) -> frozenset[str]:
    """The kinds of question whose words occur in a text."""
    return frozenset(name for name, pattern in _asks().items() if pattern.search(text))


def asked_words(text: str) -> dict[str, str]:
    """The words by which each kind of question occurs in a text."""
    found = {name: pattern.search(text) for name, pattern in _asks().items()}
    return {name: match[0] for name, match in found.items() if match}


def operation_of(text: str, asks: frozenset[str], scope: Any) -> Operation:
    several = scope.each or (
        len(scope.years) > 1 and len(scope.documents) > 1 and bool(re.search(r"比|对比|两个数|compare|分别|变化", text))
    )
    computed = computed_operation(text)
    disputed = computed == "conflict" or "conflict" in asks
    if computed == "value":
        return computed
    if disputed or any(re.search(word, text) for word in questions()["conflict"]["say"]):
        return "conflict"
    if "reason" in asks:
        return "reason"
    if "code" in asks:
        return "code"
    told_twice = len(change_aspects(text)) > 1 and asks & {"growth", "change"} and "share" not in asks
    if told_twice and computed is None:
        return "growth"
    if re.search(
        r"(上年|去年|上一年)(?:的|预算|数|是|为|有|安排)*多少|what was (it|that) (in )?(the )?(last|previous) year",
        text,
    ) and not re.search(r"比(上年|去年|上一年)[^，,]{0,8}多少", text):
        return "value"
    if computed == "difference" and several and "倍" in text:
        return "compare"
    if computed == "share" or (computed == "difference" and not several):
        return computed
    if (
        "share" in asks
        and not re.search(r"占(了|到)?(多少|几)(万|亿)?元", text)
        and not ("growth" in asks and "占" not in text and "share" not in text)
    ):
        return "share"
    if re.search(
        r"平均(?:到|给)?(?:每|多少)|人均|每(?:个)?人(?:头上|平均|合|摊|分到)|除以.{1,20}人|"
        r"per (head|capita|person|employee)",
        text,
    ):
        return "average"
    if "growth" in asks:
        return "growth"
    if (
        "difference" in asks
        and not several
        and re.search(
            (
                r"比.{1,30}(多|少|高|低|超)|差|difference|how (much|many) (more|less|higher|lower|larger|"
                r"fewer|greater|smaller)|多出"
            ),
            text,
        )
    ):
        if "change" in asks and re.search(r"比(上年|去年|上一年|20\d\d)", text):
            return "change"
        return "difference"
    if "change" in asks and "difference" not in asks:
        return "change"
    if "sum" in asks and (
        re.search(
            (
                r"(?<![参增追附更])加(?![强快大班工盟入])|之和|总和|"
                r"combined|sum of|total of|together|altogether|合起来|合在一起|列入|"
                r"[和与、].{1,24}(合计|一共|"
                r"总共|共)(是|有|为|要)?(多少|几|$)"
            ),
            text,
        )
        or several
    ):
        return "sum"
    if "rank" in asks and not re.search(r"最(多|少|高|低)(?![的是，,。 ？?])[^，,？?；;哪谁]{0,8}(多少|几)", text):
        return "rank"
    if several and ("compare" in asks or "difference" in asks):
        return "compare"
    if several and len(scope.years) > 1 and not scope.each:
        return "compare"
    if "count" in asks and "definition" not in asks:
        return "count"
    if "definition" in asks and not re.search(r"多少|几(个|项|万)|how much|how many", text):
        return "definition"
    if "list" in asks:
        return "list"
    if "compare" in asks and several:
        return "compare"
    if "narrative" in asks and not re.search(r"多少|几(个|项|万|人)|how much|how many", text):
        return "narrative"
    return "value"


_MONEY_LAST = re.compile(r"多少(?:钱|元|万元|亿元)|几(?:元|万元|亿元|块)|值多少|价值")


_ANY_COUNT = ("个", "项", "件", "次", "家", "人", "场", "场次", "名", "份", "笔", "台", "套", "台(套)")
_MEASURED = re.compile(r"(?:多少|(?<![一-鿿]好)几)(?:个?(?:百|千|万|十))?([一-鿿]{1,6})")


def units_in(text: str) -> tuple[str, ...]:
    """The units in which the figure asked for is counted or measured; none where money or nothing certain is."""
    if re.search(r"分值|满分|得分|评分|自评分|权重", text):
        return ()  # points: of what they are given for, its unit is no matter
    for pattern, units in questions()["measure"].items():
        match = re.search(pattern, text)
        if match is not None:
            money = _MONEY_LAST.search(text, match.start())
            return () if money is not None and units != ["%"] else tuple(units)
    if re.search(r"how many", text):
        return (*_ANY_COUNT, "万人", "人次", "万人次", "户", "张", "座", "所", "篇", "本")
    if _MONEY_LAST.search(text):
        return ()
    return _by_measure_word(text)


@lru_cache(maxsize=1)
def _measure_words() -> dict[str, tuple[str, ...]]:
    return {same[0]: tuple(same) for same in questions()["measure_words"]["same"]}


def _by_measure_word(text: str) -> tuple[str, ...]:
    """The units of the measure word after 多少 or 几 (几座, 多少课时); of counting at large where a noun follows."""
    words = _measure_words()
    other = re.compile(questions()["measure_words"]["not_counted"])
    for match in _MEASURED.finditer(text):
        after = match[1]
        word = next((after[:size] for size in (3, 2, 1) if after[:size] in words), "")
        if word and not (word == "年" and match[0].startswith("多少")) and not re.match("个?百分点|个?亿|个?万", after):
            return words[word]
        if match[0].startswith("多少") and len(after) > 1 and not other.match(after):
            return (*_ANY_COUNT, "万人", "人次", "万人次", "户", "张", "座", "所", "篇", "本")
    return ()


def money_in(text: str) -> bool:
    return any(re.search(pattern, text) for pattern in questions()["money"]["say"])


def convert_to(text: str, asks: frozenset[str]) -> str | None:
    if "convert" not in asks:
        return None
    if re.search(r"亿|100 million|billion", text):
        return "亿元"
    if re.search(r"万元", text):
        return "万元"
    if re.search(r"million", text):
        return "百万元"
    return "元"


def top(text: str) -> int | None:
    match = _TOP.search(text)
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return _ENGLISH_NUMBERS.get(word) or chinese_number(word)


def nth(text: str) -> int | None:
    """The place in a ranking that is asked for alone: 第二, second largest."""
    match = re.search(
        r"第([二三四五])(?!部分|产业|技师|季度|批|次|章|条|轮|条|医院|小学|中学)(?=大|多|高|小|少|低|名|位|的|$|[？?，,])",
        text,
    )
    if match:
        return chinese_number(match[1])
    match = re.search(r"\b(second|third|fourth) (?:largest|biggest|highest|smallest|lowest|most)", text)
    return {"second": 2, "third": 3, "fourth": 4}[match[1]] if match else None


def conditions_in(text: str) -> tuple[Condition, ...]:
    found: list[Condition] = []
    relations: tuple[tuple[re.Pattern[str], Literal[">", "<", "≥", "≤"]], ...] = (
        (_MORE, ">"),
        (_LESS, "<"),
        (_MORE_AFTER, "≥"),
        (_LESS_AFTER, "≤"),
    )
    for pattern, relation in relations:
        for match in pattern.finditer(text):
            number, unit = match[1], match[2]
            value = Decimal(number) if re.fullmatch(r"\d+(\.\d+)?", number) else _decimal(chinese_number(number))
            if value is None or (unit is None and 2000 <= value <= 2100):
                continue
            if unit in ("万", "亿"):
                unit += "元"
            words = match[0]
            strict: Literal[">", "<", "≥", "≤"] = relation
            if words.startswith(("不低于", "不少于", "至少", "at least")):
                strict = "≥"
            elif words.startswith("不超过"):
                strict = "≤"
            found.append(Condition(strict, value, unit))
    for match in _ROUND.finditer(text):
        found.append(Condition("≥", _ROUND_NUMBERS[match[1]], "元"))
    return tuple(found)


_ROUND_NUMBERS = {"亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6), "十万": Decimal(10**5)}
_ROUND = re.compile(r"(?:超过|过|上|破|达)(亿|千万|百万|十万)(?!元以下)")  # 过亿元的单位


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
