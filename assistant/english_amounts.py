"""Amounts and conditions of English questions: "over 500,000 yuan" is 超过50万元."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

__all__ = ["amounts_in_chinese", "conditions_in_chinese"]

_SCALE = {
    "hundred million": 10**8,
    "ten thousand": 10**4,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "wan": 10**4,
    "": 1,
}
_AMOUNT = re.compile(
    r"(?:(?:rmb|cny|¥)\s*)?(?<![\d.])(?P<number>\d+(?:\.\d+)?|a|one|half a)(?P<gap>\s+)?"
    r"(?P<scale>hundred million|ten thousand|billion|million|thousand|wan)?s?"
    r"(?P<money>\s*(?:yuan|rmb|cny|renminbi))?(?!\w|\.\d)"
)
_RELATIONS = (
    ("不少于", r"at least|no less than|not less than|no fewer than|not fewer than|a minimum of"),
    ("不超过", r"at most|no more than|not more than|not exceeding|up to|a maximum of"),
    ("超过", r"more than|over|above|exceed(?:s|ed|ing)?|greater than|larger than|higher than|in excess of"),
    ("少于", r"less than|fewer than|under|below|lower than|smaller than"),
)
_TURNED = {"不少于": "以上", "不超过": "以下"}  # as documents and people write it: 50人以上
_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "a hundred": 100, "one hundred": 100}
_VALUE = r"(?P<value>\d+(?:\.\d+)?(?:亿元|万元|元|%| ?percent)?)(?![\d.-])"
_EXACT = re.compile(rf"\b(?:exactly|precisely) {_VALUE}")
_PEOPLE = re.compile(
    r"^ (?:\w+ ){0,3}?(?:staff|people|persons?|employees?|workers?|students?|teachers?|posts?|retirees?)\b"
)


def amounts_in_chinese(text: str) -> str:
    """Sums of money in 亿元, 万元 or 元, whichever writes them shortest; other numbers stay."""
    return _AMOUNT.sub(_amount, text)


def _amount(match: re.Match[str]) -> str:
    number, scale, money = match["number"], match["scale"] or "", match["money"]
    if not money and scale not in ("million", "billion", "hundred million"):
        return match[0]
    if number[0].isalpha() and not scale:
        return match[0]
    value = {"a": Decimal(1), "one": Decimal(1), "half a": Decimal("0.5")}.get(number)
    value = (Decimal(number) if value is None else value) * _SCALE[scale]
    for unit, size in (("亿元", 10**8), ("万元", 10**4)):
        if value >= size and value % (size // 100) == 0:
            return f" {(value / size).normalize():f}{unit} "
    return f" {value.normalize():f}元 "


def conditions_in_chinese(text: str) -> str:
    """Conditions ("at least 30 staff", "50 or more") as one Chinese word each, in marks that ``gloss`` knows."""
    text = _digits(re.sub(r" +", " ", text))
    text = re.sub(
        rf"{_VALUE} ?(?:or more|or over|or above|and above|and over|or higher)\b", r"at least \g<value>", text
    )
    text = re.sub(rf"{_VALUE} ?(?:or less|or fewer|or under|or below|and below)\b", r"at most \g<value>", text)
    for chinese, english in _RELATIONS:
        text = re.sub(
            rf"\b(?:of )?(?:{english}) {_VALUE}(?P<rest>.{{0,40}})", partial(_condition, relation=chinese), text
        )
    return _EXACT.sub(lambda match: f" ⟦正好{match['value']}⟧ ", text)


def _digits(text: str) -> str:
    """Small numbers in words as digits where a condition counts ("fewer than ten staff")."""
    relations = "|".join(english for _, english in _RELATIONS)
    return re.sub(
        rf"\b({relations}|exactly|precisely) ({'|'.join(_SMALL)})\b(?! (?:hundred|thousand|million|percent of))",
        lambda match: f"{match[1]} {_SMALL[match[2]]}",
        text,
    )


def _condition(match: re.Match[str], relation: str) -> str:
    value, rest = match["value"], match["rest"]
    if re.fullmatch(r"20[0-4]\d|\d{3}|\d{5}|\d{7}", value) and re.match(
        r"(?:of )?(?:under|below|over|above)", match[0]
    ):
        return match[0]  # a year, or the items under a code
    value = re.sub(r" ?percent$", "%", value)
    people = "人" if value[-1].isdigit() and _PEOPLE.match(rest) else ""
    if relation in _TURNED:
        return f" ⟦{value}{people}{_TURNED[relation]}⟧ {rest.lstrip()}"
    return f" ⟦{relation}{value}{people}⟧ {rest.lstrip()}"
