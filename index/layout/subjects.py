"""What a figure is of: the words before it, or the heading over it, as a subject with scope, code and date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.layout.headings import numbering, without_bullet
from index.layout.prose_words import prose_words
from index.model import Document

__all__ = [
    "Change",
    "Issuer",
    "Subject",
    "change_in",
    "heading_scopes",
    "heading_subject",
    "issuer_of",
    "limits_of",
    "read_phrase",
]

_DATE = re.compile(
    r"(?P<until>截至|截止到?|至|到)?\s*(?P<year>(?:19|20)\d\d)\s*年度?\s*(?:(?P<month>\d{1,2})\s*月)?\s*(?:(?P<day>\d{1,2})\s*日)?"
    r"\s*(?P<end>年?[末底])?(?![-—~至到]|\d)[，,]?"
)
_DATE_AT_END = re.compile(r"[，,]?(?P<year>(?:19|20)\d\d)\s*年度?$")
_LAST_YEAR_END = re.compile(r"(?P<words>(?:上年度?|去年)[末底])")
_THIS_YEAR = re.compile(r"(?:本年度|今年)")
_LEVELS = re.compile(r"(?P<name>[^（()）]+(?:[（(][^（()）类款项]+[）)][^（()）]*)*)[（(][类款项][）)]")
_CODED = re.compile(r"(?P<code>\d{7}|\d{5}|\d{3}(?=\s*[-—－]))\s*[-—－:：、]?\s*(?P<name>[^\d\s年月日元%].*)")
_SPACE = re.compile(r"(?<![\u4e00-\u9fff])\s+|\s+(?![\u4e00-\u9fff])")
_AFTER_CHANGE = re.compile(r"[\s：:]*(?:了|额|幅度?|率|数|金额|比例)?(?:为|是|约为?|达到?|近)?[\s：:]*$")
_EMPTY = re.compile(r"[\s，,、：:。；;“”（）()\-—]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a phrase names. ``names`` is empty where it names nothing of its own.

    ``scopes`` say which money, ``measure`` what of the subject (年初预算), ``date`` the day it is true of, as
    written; ``pronoun`` that it means the heading's own subject (该项目).
    """

    names: tuple[str, ...] = ()
    code: str | None = None
    scopes: tuple[str, ...] = ()
    measure: str | None = None
    year: int | None = None
    date: str | None = None
    pronoun: bool = False
    functional: bool = False  # named by a code or by 类款项: stands in the budget's own classification


@dataclass(frozen=True, slots=True)
class Change:
    """A change said before a figure: +1 or -1, and what stands before the word of change."""

    sign: int
    inner: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """How the department names itself, to be taken off the front of a subject; and the document's year."""

    pattern: re.Pattern[str]
    year: int | None


@lru_cache(maxsize=64)
def issuer_of(document: Document) -> Issuer:
    """The issuer's full name, its name without the region, and the words for "our department"."""
    words = "|".join(re.escape(word) for word in prose_words().issuers)
    names = [words]
    if document.department:
        core = document.department.removeprefix(document.region or "")
        core = core if len(core) >= 3 else document.department
        names.insert(0, rf"[\u4e00-\u9fff]{{0,12}}?{re.escape(core)}(?:[（(][^（()）]*[）)])?(?:部门)?(?:本级)?")
    return Issuer(re.compile(rf"(?:{'|'.join(names)})(?:\s*的)?[\s，,]*"), document.year)


def read_phrase(text: str, *, issuer: Issuer) -> Subject:
    """What the words before a figure name: dates, issuer, scope and verbs parted from the name itself."""
    subject, rest = _without_front(_SPACE.sub("", text.strip()), issuer)
    rest = _without_end(rest)
    dated = _DATE_AT_END.search(rest)
    if dated and dated.start():  # 公务接待费2023年预算安排…
        subject, rest = replace(subject, year=int(dated["year"])), _without_end(rest[: dated.start()])
    words = prose_words()
    for pronoun in words.pronouns:
        if pronoun in rest:
            rest = _without_end(_without_front(rest.replace(pronoun, "", 1), issuer)[1])
            subject = replace(subject, pronoun=True)
            break
    levels = _LEVELS.findall(rest)
    if levels:
        tail = _LEVELS.sub("", rest).removeprefix("”").removeprefix("科目")
        names = tuple(name.strip("-—、 “”") for name in levels)
        return replace(_with_measure(subject, _without_end(tail))[0], names=names, functional=True)
    coded = _CODED.fullmatch(rest)
    if coded:
        subject, name = _with_measure(subject, coded["name"].strip("-—、 "))
        return replace(subject, names=(name,), code=coded["code"], functional=True)
    subject, rest = _with_measure(subject, rest)
    for word in words.acquisition:
        if rest.startswith(word) and len(rest) > len(word):
            subject, rest = (
                replace(subject, scopes=(*subject.scopes, re.sub("^(?:部门|单位)", "", word))),
                rest[len(word) :],
            )
            break
    scope, name = _scoped(rest)
    scopes = (*subject.scopes, scope) if scope else subject.scopes
    if _EMPTY.fullmatch(name) or name in words.empty_subjects or (subject.pronoun and name == scope):
        return replace(subject, scopes=scopes)
    return replace(subject, names=(name,), scopes=scopes)


def change_in(lead: str, *, compared: bool, known: bool) -> Change | None:
    """The change that the words before a figure end with: 比上年增加, 下降, 基本支出减少.

    ``compared`` says that these words themselves compare with another year, ``known`` that some before them do:
    a subject of its own (基本支出增加) makes a change only then, and a single character (增) only where compared.
    """
    words = prose_words()
    phrase = _AFTER_CHANGE.sub("", lead)
    more = words.increase_compared if compared else ()
    less = words.decrease_compared if compared else ()
    for sign, verbs in ((1, (*more, *words.increase)), (-1, (*less, *words.decrease))):
        for verb in verbs:
            inner = phrase.removesuffix(verb).strip()
            if not phrase.endswith(verb) or (len(verb) == 1 and not compared):
                continue
            if not inner.endswith(("不", "新", "未")) and (compared or known or not inner):
                return Change(sign, inner)
    return None


def heading_subject(path: tuple[str, ...], *, issuer: Issuer) -> tuple[Subject, bool]:
    """The subject that a section's headings name, the nearest first, and whether a heading above had to lend it."""
    words = prose_words()
    for depth, title in enumerate(reversed(path)):
        mark = numbering(title)
        name = title[mark.end :] if mark else title[without_bullet(title) :]
        name = _without_front(_SPACE.sub("", name.strip()), issuer)[1]
        if words.generic_heading.search(name):
            continue
        for tail in (*words.heading_tails, *words.heading_tails):
            if name.endswith(tail) and len(name) > len(tail) + 1:
                name = name.removesuffix(tail)
        named = read_phrase(name, issuer=issuer)
        if named.names:
            return named, depth > 0
    return Subject(), False


def heading_scopes(path: tuple[str, ...]) -> tuple[str, ...]:
    """The scope word of the section's heading, or of the one over it, if there is only one."""
    for depth, title in enumerate(reversed(path[-2:])):
        if depth and numbering(title) is None:
            break  # a table's title that stands over everything after it
        found: list[str] = []
        rest = title
        for scope in prose_words().scopes:
            if scope in rest:
                found.append(scope)
                rest = rest.replace(scope, "")
        if found:
            return (found[0],) if len(found) == 1 else ()
    return ()


def _without_front(text: str, issuer: Issuer) -> tuple[Subject, str]:
    """Dates, issuer and joining words off the front, in any order; the date is kept."""
    subject = Subject()
    before = None
    while before != text:
        before = text
        date = _DATE.match(text)
        if date:
            exact = date["until"] or date["month"] or date["end"]
            words = date[0].rstrip("，,").strip()
            subject = replace(subject, year=int(date["year"]), date=words if exact else subject.date)
            text = text[date.end() :].lstrip()
        last = _LAST_YEAR_END.match(text)
        if last:
            year = issuer.year - 1 if issuer.year else None
            subject, text = replace(subject, year=year, date=last["words"]), text[last.end() :]
        this = _THIS_YEAR.match(text)
        if this:
            subject, text = replace(subject, year=issuer.year), text[this.end() :]
        for pattern in (issuer.pattern, prose_words().leading):
            match = pattern.match(text)
            if match and not text.startswith(prose_words().acquisition):
                text = text[match.end() :]
    return subject, text.strip(" ，,、：:；;")


def _without_end(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = prose_words().trailing.sub("", text).rstrip(" ，,、：:；;")
    return text


def _with_measure(subject: Subject, text: str) -> tuple[Subject, str]:
    for measure in prose_words().measures:
        if text.endswith(measure):
            return replace(subject, measure=measure), _without_end(text.removesuffix(measure))
    if text == "占" or (text.startswith("占") and len(text) > 2):
        return replace(subject, measure="占比" if text == "占" else text), ""
    return subject, text


def _scoped(text: str) -> tuple[str | None, str]:
    """A scope word off the front or the end of a name, unless the name would not be one without it."""
    words = prose_words()
    for scope in words.scopes:
        if text.startswith(scope):
            rest = re.sub(r"^(?:安排)?的?", "", text.removeprefix(scope))
            return scope, text if words.bound_after_scope.fullmatch(rest) else rest
        for end in (scope, f"{scope}预算"):
            head = text.removesuffix(end)
            if text != head and head and not head.endswith(("的", "和", "、")):
                return scope, head
        cost = text.removesuffix(f"{scope}支出")
        if text != cost and cost.endswith(("费", "经费")):  # “三公”经费财政拨款支出
            return scope, cost
    return None, text


def limits_of(phrases: list[str], *, item: bool, issuer: Issuer) -> list[str]:
    """Of the phrases before a figure's nearest one, those that belong to its name.

    All of a list's ``item`` (上年度资金不足部分，向各区追加市级财政资金预算…), else the clauses that limit it
    (由中小企业供应商中标或成交的，采购金额…).
    """
    names = [name for phrase in phrases for name in read_phrase(phrase, issuer=issuer).names] if item else []
    limits: list[str] = []
    for phrase in reversed(phrases):
        if not phrase.endswith(("的", "中")):
            break
        limits.insert(0, phrase)
    return names or (["，".join(limits)] if limits else [])
