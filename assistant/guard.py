"""The last look before a figure is said: does it answer the kind of thing asked, and was the question understood?

Rather no figure than one of another kind: a share is asked and an amount was found, or an English question has words
that nothing translates.
"""

from __future__ import annotations

import re

from assistant.glossary import concepts, questions, use_synonyms
from assistant.outcome import Figure, Outcome
from assistant.query import Query
from assistant.words import bare_label, bigrams, fold
from index.amounts import is_money

__all__ = ["withheld"]

_SHARE = re.compile(
    r"\bper ?cent(?:age)?\b|\bshare of\b|\bproportion of\b|\bwhat (?:share|proportion|fraction)\b|"
    r"百分之[几多]|几成|占比|占.{1,24}(?:比例|比重|份额)|百分比"
)
_COUNTS = re.compile(
    r"\bhow many (?!(?:[\w-]+ ){0,2}(?:yuan|rmb|million)\b)|\bnumber of (?:people|staff|students|persons)\b"
)
_RATES = re.compile(r"\b(?:rate|satisfaction|satisfied|points|score)\b")
_RATIOS = re.compile(
    r"\baverage\b|\bper (?!cent|year|annum|the\b|se\b)\w+|\b(?:for|of|out of) (?:every|each)\b|\bapiece\b|"
    r"\bhow many times\b|\btimes (?:as|the|more|larger|bigger|over)\b|\bratio\b|\bmultiple of\b|\b(?:half|third|quarter) of\b"
)
_MANY = re.compile(
    r"\bhow (?:many|often|long|large|big)\b|\b(?:numbers?|count|headcount|staff|employees|people|persons|posts|establishment|targets?|"
    r"vehicles?|area|size|quantity|indicators?|and for it|about)\b|\bactual"
)
_COMPARES = re.compile(r"\bthan\b|\b(?:more|higher|larger|bigger|less|lower|smaller)\b.{0,80}\bor\b")
_CONDITIONS = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|other|rather) than\b(?= (?:\d|the target|basic))|\b(?:rather|other) than\b"
)
_FREE = frozenset(map(fold, (*questions()["generic"]["say"], "部门", "本级", "政府", "职责", "人员", "人数", "数", "发放", "缴费", "支付", "价值", "学生", "公共", "群众", "案件")))
MANY_CARRIED = 3  # words that an answer carries for one more to be said of it in other words
PART_CARRIED = 0.5  # share of a word's pairs of characters that the answer must hold
_QUOTED = re.compile(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]")


def withheld(outcome: Outcome, query: Query, question: str) -> bool:
    """Whether an answered figure must not be given to ``question`` (as asked, before any translation)."""
    if outcome.status != "answered" or not outcome.figures:
        return False
    if query.language == "en" and query.unlinked:
        return True
    if query.language == "en" and _of_another_kind(outcome, query, question.lower()):
        return True
    asks_share = _SHARE.search(_QUOTED.sub("", question.lower())) is not None
    return asks_share and all((figure.unit or "") not in ("%", "‰", "个百分点") for figure in outcome.figures)


def _of_another_kind(outcome: Outcome, query: Query, question: str) -> bool:
    """Whether an English question's words are not answered for: a count by money, a comparison or a list of things
    by one figure. Its Chinese may have lost what they ask."""
    figures = outcome.figures
    if query.operation == "value" and _COUNTS.search(question) and all(is_money(figure.unit) for figure in figures):
        return True
    if query.operation == "value" and not _MANY.search(question) and all(map(_counts, figures)):
        return True
    if query.operation == "value" and _RATIOS.search(question) and not _by_one(figures[0]):
        return True
    if query.operation == "value" and len(figures) == 1 and _untold(figures[0], query, question):
        return True
    if query.operation == "value" and query.units and all(_measures_other(figure.unit, query.units) for figure in figures):
        return True
    if query.operation == "value" and _RATES.search(question) and all(is_money(figure.unit) for figure in figures):
        return True
    if query.operation == "value" and len(figures) == 1 and _COMPARES.search(_CONDITIONS.sub("", question)):
        return True
    return query.operation == "value" and len(figures) == 1 and "、" in query.question.split("的", 1)[-1]


def _measures_other(unit: str | None, asked: tuple[str, ...]) -> bool:
    """Whether a figure's unit counts another kind of thing than the units asked for."""
    bare = (unit or "").split("/")[0]
    if "个" in asked:
        return is_money(bare) or bare in ("%", "人")
    return bare not in ("", "个", "次", "项") and not any(bare.endswith(one) or one.endswith(bare) for one in asked)


def _counts(figure: Figure) -> bool:
    """Whether a figure says how many people, firms or times."""
    name = re.split(r"[·：]", figure.label)[-1]
    return bool(re.search(r"(?:人数|人次|次数|数量|家数|户数|场次)$", name)) and not is_money(figure.unit)


def _by_one(figure: Figure) -> bool:
    """Whether a figure is itself one of "per person" or a share."""
    return "/" in figure.unit or "%" in figure.unit or bool(re.search(r"人均|每|标准|平均|单价|比例|率", figure.label))


def _untold(figure: Figure, query: Query, question: str) -> bool:
    """Whether a word of the question's subject stands nowhere in what the figure's facts say of themselves."""
    if not figure.facts or query.codes or figure.label == "数量":
        return False
    fact = figure.facts[0]
    parts = (*fact.row_path, *fact.column_path, fact.title, fact.quote if fact.source == "sentence" else "")
    text = use_synonyms(fold("".join(part or "" for part in parts)))
    pairs = set(bigrams(text))
    name = fact.row_path[-1] if fact.row_path else ""
    if bare_label(name).startswith("其他") and not re.search(r"\bother\b|miscellaneous|其他|residual", question):
        return True
    carried = [any(_carries(word, text, pairs) for word in words) for words in query.told]
    return carried.count(False) > (1 if carried.count(True) >= MANY_CARRIED else 0)


def _carries(word: str, text: str, pairs: set[str]) -> bool:
    word = fold(word)
    if not word or word in _FREE or word in text or any(word in concept.say for concept in concepts()):
        return True
    said = bigrams(use_synonyms(word))
    return bool(said) and sum(pair in pairs for pair in said) >= PART_CARRIED * len(said)
