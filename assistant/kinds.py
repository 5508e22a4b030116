"""The kind of thing a question asks for, as its words say it: a date or a name, or the figure of one person.

The patterns stand in ``questions.toml`` under ``kind``. What the question quotes names something and asks nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.glossary import questions
from index.amounts import is_money
from index.model import Fact

__all__ = ["asks_for_one", "asks_for_words", "of_one", "other_kind"]

_QUOTED = re.compile(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]")
_FIGURE = re.compile(r"多少|(?<!哪)几(?!月|号|时)|how (?:many|much)")
_OF_ONE = re.compile(
    r"标准|每(?:一)?(?:人|名|位|个|户|家|套|生|辆|次|月)|人均|单价|最高|额度|上限|/(?:人|户|月|套|个|生)|博士|硕士|本科|双一流"
)
_LARGE = ("万元", "亿元")
_TOO_MUCH = 1_000_000  # 元: more than one person or piece costs


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(say)) for name, say in questions()["kind"].items()}


def asks_for_words(question: str) -> bool:
    """Whether a date, a name, a document or a place is asked for, and no figure besides."""
    text = _QUOTED.sub("", question)
    return bool(_patterns()["words"].search(text)) and not _FIGURE.search(text)


def asks_for_one(question: str) -> bool:
    """Whether the figure of one person, household or piece is asked for, and not of all together."""
    text = _QUOTED.sub("", question)
    return bool(_patterns()["one"].search(text)) and not _patterns()["all"].search(text)


def of_one(fact: Fact) -> bool:
    """Whether a figure of money is what one person gets, by its unit or its name."""
    if not is_money((fact.unit or "").split("/")[0]):
        return True
    if (fact.value or 0) >= _TOO_MUCH:
        return False
    return (fact.unit or "") not in _LARGE or bool(
        _OF_ONE.search("".join((*fact.row_path[-2:], *fact.column_path, _said_of(fact))))
    )


def _said_of(fact: Fact) -> str:
    """What stands before a figure; in a sentence no more than since the figure before it (每人 30 元，共 90 万元)."""
    if fact.source != "sentence" or fact.raw not in fact.quote:
        return fact.quote[:80]
    return re.split(r"\d", fact.quote.partition(fact.raw)[0])[-1]


def other_kind(fact: Fact, question: str) -> bool:
    """Whether a fact is of another kind than the question asks for: an amount for a date, a total for a standard."""
    if fact.value is not None and fact.measure != "text" and fact.unit is not None and asks_for_words(question):
        return fact.unit not in ("年", "月", "日", "月份", "月前")
    return asks_for_one(question) and not of_one(fact)
