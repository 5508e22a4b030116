"""The last look before a figure is said: does it answer the kind of thing asked, and was the question understood?

Rather no figure than one of another kind: a share is asked and an amount was found, or an English question has words
that nothing translates.
"""

from __future__ import annotations

import re

from assistant.outcome import Outcome
from assistant.passages.measures import measures_of
from assistant.query import Query

__all__ = ["of_another_kind", "withheld"]

_SHARE = re.compile(
    r"\bper ?cent(?:age)?\b|\bshare of\b|\bproportion of\b|\bwhat (?:share|proportion|fraction)\b|"
    r"百分之[几多]|几成|占比|占.{1,24}(?:比例|比重|份额)|百分比"
)
_PAY = re.compile(r"(?:工资|补贴|补助|奖励|收费|发放)标准.{0,4}多少|(?:补|奖|发)多少")
_COUNTS = r"(?:人次?|名|位|家|次(?:/年)?|场次?|期|项|件|个|户|所|台|辆)$"  # units that no money is in
_QUOTED = re.compile(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]")


def of_another_kind(outcome: Outcome, question: str) -> bool:
    """Whether money is asked for and an answer counts things instead (每人补多少: 51人), or a figure has no name.

    A sentence may still hold what is asked.
    """
    if outcome.status != "answered" or not outcome.figures:
        return False
    if any(not re.search(r"\w", figure.label) for figure in outcome.figures):
        return True
    asked = {measure.name for measure in measures_of(question)}
    if asked != {"money"} and not (not asked and _PAY.search(question)):
        return False
    return any(re.match(_COUNTS, (figure.unit or "").strip()) for figure in outcome.figures)


def withheld(outcome: Outcome, query: Query, question: str) -> bool:
    """Whether an answered figure must not be given to ``question`` (as asked, before any translation)."""
    if outcome.status != "answered" or not outcome.figures:
        return False
    if query.language == "en" and query.unlinked:
        return True
    asks_share = _SHARE.search(_QUOTED.sub("", question.lower())) is not None
    return asks_share and all((figure.unit or "") not in ("%", "‰", "个百分点") for figure in outcome.figures)
