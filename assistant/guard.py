"""The last look before a figure is said: does it answer the kind of thing asked, and was the question understood?

Rather no figure than one of another kind: a share is asked and an amount was found, or an English question has words
that nothing translates.
"""

from __future__ import annotations

import re

from assistant.english_guard import unanswered
from assistant.kinds import other_kind
from assistant.outcome import Figure, Outcome
from assistant.passages.measures import measures_of
from assistant.query import Query
from assistant.recorder import Refused, record
from assistant.unread import of_another_fund, strange
from assistant.vocabulary import Vocabulary
from assistant.words import fold
from index.amounts import is_money

__all__ = ["asks_several", "of_another_kind", "withheld"]

_SHARE = re.compile(
    r"\bper ?cent(?:age)?\b|\bshare of\b|\bproportion of\b|\bwhat (?:share|proportion|fraction)\b|"
    r"[百千万]分之[几多]|几成|占比|占.{1,24}(?:比例|比重|份额)|百分比"
)
_TIMES = re.compile(r"(?:几|多少)倍")
_EACH = re.compile(r"人均|平均(?:每|到)|每(?:个)?人平均")
_EACH_LABEL = re.compile(r"人均|平均|每人|每位|标准|/人")
_PAY = re.compile(r"(?:工资|补贴|补助|奖励|收费|发放)标准.{0,4}多少|(?:补|奖|发)多少")
_COUNTS = r"(?:人次?|名|位|家|次(?:/年)?|场次?|期|项|件|个|户|所|台|辆)$"  # units that no money is in
_SIDE_BY_SIDE = re.compile(
    r"[一-鿿]{2,8}[和、与及跟][一-鿿]{1,8}(?:各|分别)(?:自)?(?:给|拨|发|出|安排|下达|列|花|是|为|有|占)?了?(?:多少|几)"
)
_CODE = re.compile(r"(?<!\d)(?:编码|编号|代码)(?:是(?:什么|多少|哪个)|呢)?[？?]?$")
_LEFT = re.compile(r"(?:不算|除去|除开|扣除)([一-鿿、]{2,30}?)(?:的|[那这][几两二三四五六七八九十]?[个笔项家张])")
_QUOTED = re.compile(r"[“\"「『《(（][^”\"」』》)）]*[”\"」』》)）]")


def of_another_kind(outcome: Outcome, question: str) -> bool:
    """Whether money or a time is asked for and an answer counts things instead (每人补多少: 51人), or a figure has no
    name.

    A sentence may still hold what is asked.
    """
    if outcome.status != "answered" or not outcome.figures:
        return False
    if any(not re.search(r"\w", figure.label) for figure in outcome.figures):
        return True
    asked = {measure.name for measure in measures_of(question)}
    if asked == {"time"}:
        return all(re.match(_COUNTS, unit) or is_money(unit) for unit in (f.unit.strip() for f in outcome.figures))
    if asked != {"money"} and not (not asked and _PAY.search(question)):
        return False
    return any(re.match(_COUNTS, (figure.unit or "").strip()) for figure in outcome.figures)


def asks_several(question: str) -> bool:
    """Whether things named side by side are asked for one by one (中央和省里各给了多少)."""
    return _SIDE_BY_SIDE.search(_QUOTED.sub("", question.lower())) is not None


def withheld(outcome: Outcome, query: Query, question: str, vocabulary: Vocabulary) -> bool:
    """Whether an answered figure must not be given to ``question`` (as asked, before any translation)."""
    if outcome.status != "answered" or not outcome.figures:
        return False
    if query.language == "en" and query.unlinked:
        record(Refused("unlinked"))
        return True
    if query.language == "en" and unanswered(outcome, query, question.lower()):
        record(Refused("unanswered"))
        return True
    if _left_out(outcome, query.question) or _repeated(outcome) or _code_asked(outcome, query.question):
        record(Refused("unsure"))
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
    plain = _QUOTED.sub("", question.lower())
    if _TIMES.search(plain) and all(figure.unit != "倍" for figure in outcome.figures):
        return True
    if _EACH.search(plain) and not any(_EACH_LABEL.search(_labels(figure)) for figure in outcome.figures):
        return True
    if len(outcome.figures) == 1 and query.operation == "value" and asks_several(question):
        record(Refused("one_of_several"))
        return True
    asks_share = _SHARE.search(_QUOTED.sub("", question.lower())) is not None
    no_share = asks_share and all((figure.unit or "") not in ("%", "‰", "个百分点") for figure in outcome.figures)
    if no_share:
        record(Refused("no_share"))
    return no_share


def _left_out(outcome: Outcome, question: str) -> bool:
    """Whether the one figure is what the question leaves out (不算办公用房的房屋), or of one of several."""
    left = _LEFT.search(question)
    if left is None or len(outcome.figures) != 1:
        return False
    label = outcome.figures[0].label
    return left[1] in label or any(len(name) > 1 and name in label for name in re.split("[和与及、]", left[1]))


def _code_asked(outcome: Outcome, question: str) -> bool:
    """Whether a code is asked for and money was found."""
    return bool(_CODE.search(question)) and all(is_money(figure.unit) for figure in outcome.figures)


def _repeated(outcome: Outcome) -> bool:
    """Whether one figure stands for each of several members: they were not told apart."""
    said = [(figure.label, figure.value, tuple(map(id, figure.facts))) for figure in outcome.figures]
    return len(said) > 1 and len(set(said)) == 1


def _labels(figure: Figure) -> str:
    """What a figure and the facts behind it are called, with their units."""
    return "".join(
        (figure.label, figure.unit, *("".join((*f.row_path, *f.column_path, f.title)) for f in figure.facts))
    )
