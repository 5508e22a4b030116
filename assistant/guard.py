"""The last look before a figure is said: does it answer the kind of thing asked, and was the question understood?

Rather no figure than one of another kind: a share is asked and an amount was found, or an English question has words
that nothing translates.
"""

from __future__ import annotations

import re

from assistant.kinds import other_kind
from assistant.outcome import Outcome
from assistant.query import Query
from assistant.recorder import Refused, record
from assistant.unread import of_another_fund, strange
from assistant.vocabulary import Vocabulary
from assistant.words import fold

__all__ = ["withheld"]

_SHARE = re.compile(
    r"\bper ?cent(?:age)?\b|\bshare of\b|\bproportion of\b|\bwhat (?:share|proportion|fraction)\b|"
    r"百分之[几多]|几成|占比|占.{1,24}(?:比例|比重|份额)|百分比"
)
_QUOTED = re.compile(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]")


def withheld(outcome: Outcome, query: Query, question: str, vocabulary: Vocabulary) -> bool:
    """Whether an answered figure must not be given to ``question`` (as asked, before any translation)."""
    if outcome.status != "answered" or not outcome.figures:
        return False
    if query.language == "en" and query.unlinked:
        record(Refused("unlinked"))
        return True
    if strange(query.segments, query.scope.documents, vocabulary):
        record(Refused("strange"))
        return True
    if of_another_fund(fold(query.question), [f for figure in outcome.figures for f in figure.facts], vocabulary):
        record(Refused("fund"))
        return True
    if query.operation == "value" and query.language == "zh":
        facts = [fact for figure in outcome.figures for fact in figure.facts]
        if facts and all(other_kind(fact, query.question) for fact in facts):
            record(Refused("kind"))
            return True
    asks_share = _SHARE.search(_QUOTED.sub("", question.lower())) is not None
    no_share = asks_share and all((figure.unit or "") not in ("%", "‰", "个百分点") for figure in outcome.figures)
    if no_share:
        record(Refused("no_share"))
    return no_share
