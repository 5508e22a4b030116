"""Figures in sentences as facts: what each is of, its scope, its year, how it changed and why.

A sentence is read from left to right. A figure is of the phrase before it; where that is only a verb, of the
noun after it, of the heading, or of what was spoken of last. 其中, 包括 and brackets open a list of parts of the
figure before them; a paragraph that ends with a colon opens one for the numbered paragraphs after it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.amounts import FoundFigure, is_money
from index.layout.drafts import PERCENT_UNITS, Draft, Named, facts_of, give_reason, measure_of, unmeasured
from index.layout.parts import OpenLists, Whole, as_part, comparable, whole_of
from index.layout.prose_words import prose_words
from index.layout.regions import Region, nothing_in, regions_of
from index.layout.sections import is_glossary
from index.layout.sentences import Paragraph, Sentence, figures_in, marks, noun_after, paragraphs, same_in
from index.layout.subjects import (
    Subject,
    change_in,
    heading_scopes,
    heading_subject,
    issuer_of,
    limits_of,
    read_phrase,
)
from index.model import Document, Fact, Period, Section

__all__ = ["prose_facts"]

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_GOALS = re.compile(r"(?:年度|绩效|总体)?(?:目标|指标)[：:]")
_ANNOUNCEMENT = 25
"""A paragraph this short without a figure only announces a list: 具体情况如下："""
_NO_NAME = 3
"""A rule's name this short is only its ceiling: 最高, 人均."""
_LABEL = 60
"""A numbered paragraph's first sentence up to this length names it: …（类）…（款）行政运行（项）。"""


def prose_facts(section: Section, *, document: Document) -> list[Fact]:
    """All figures, changes, reasons and purposes that a section's sentences state, in their order.

    Amounts have the sign of their change (下降 is negative) in ``value`` and stand as written in ``raw``. Facts of
    kind ``prose`` speak of the department's budget or its work; those of kind ``prose_number`` are rules and
    standards of a policy. A section of definitions has none.
    """
    if is_glossary(section.path):
        return []
    reader = _Reader(section, document)
    for paragraph in paragraphs(section.text):
        reader.read(paragraph)
    return facts_of(reader.drafts, section, document=document)


class _Reader:
    """The state of reading one section: what was spoken of last, which lists are open, which day it is."""

    def __init__(self, section: Section, document: Document) -> None:
        self.section = section
        self.document = document
        self.words = prose_words()
        self.issuer = issuer_of(document)
        self.heading, self.lent = heading_subject(section.path, issuer=self.issuer)
        self.scopes = heading_scopes(section.path)
        self.goals = any(self.words.target_heading.search(title) for title in section.path)
        self.drafts: list[Draft] = []
        self.lists = OpenLists()
        self.year = document.year
        self.date: str | None = None
        self.dated = False  # whether the sentence, or a day before it, says which year
        self.carried: tuple[str, ...] = ()  # "bought this year", of the things before, until another date
        self.first: Draft | None = None  # the first amount of the section
        self.main: Draft | None = None  # the first amount of the paragraph
        self.recent: Draft | None = None  # the first amount of the paragraph before
        self.last: Draft | None = None  # the amount spoken of last
        self.brackets: list[int] = []  # how many drafts there were at each open bracket
        self.compared = False  # whether the sentence compares with another year
        self.numbered = False
        self.label: Subject | None = None  # what a numbered paragraph's first sentence names

    # --- paragraphs and sentences ---------------------------------------------------------------

    def read(self, paragraph: Paragraph) -> None:
        """Read one paragraph; a colon at its end announces a list of what it is about."""
        self.lists.enter_paragraph(paragraph)
        self.main = None
        self.label = self._label(paragraph)
        self.numbered = paragraph.numbering is not None
        before = len(self.drafts)
        for number, sentence in enumerate(paragraph.sentences):
            self._sentence(sentence, opening=number == 0)
        if paragraph.sentences and paragraph.sentences[-1].text.rstrip().endswith(("：", ":")):
            if self.main is not None:
                self.lists.announced = whole_of(self.main)
            elif before == len(self.drafts) and paragraph.end - paragraph.start <= _ANNOUNCEMENT:
                self.lists.announced = self._announced(paragraph.sentences[-1].text)
        self.recent = self.main or self.recent

    def _label(self, paragraph: Paragraph) -> Subject | None:
        """What a paragraph's first sentence names: 1.一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为…"""
        if len(paragraph.sentences) < 2:
            return None
        title = paragraph.sentences[0].text.rstrip("。：: ")
        if (
            len(title) > (_LABEL if paragraph.numbering else _LABEL // 3)
            or re.search(r"[，,；;]", title)
            or figures_in(title)
        ):
            return None
        subject = read_phrase(title, issuer=self.issuer)
        return subject if subject.names else None

    def _announced(self, text: str) -> Whole | None:
        """The whole of a list that a line without a figure announces: by its name, else what was spoken of last."""
        subject = read_phrase(self.words.announcing.sub("", text.strip()), issuer=self.issuer)
        if not subject.names:
            return whole_of(self.recent) if self.recent else None
        return self._known(subject.names[-1]) or Whole(subject.names, subject.scopes)

    def _known(self, name: str) -> Whole | None:
        """The latest amount of a subject of that name, as a whole."""
        for draft in reversed(self.drafts):
            if draft.is_amount and draft.names[-1].startswith(name):
                return whole_of(draft)
        return None

    def _sentence(self, sentence: Sentence, *, opening: bool) -> None:
        text = sentence.text
        self.lists.enter_sentence(sentence)
        self.brackets, self.compared = [], False
        self.dated = self.date is not None
        if not self.dated and not self.words.opener.match(text):
            self.year = self.document.year  # a year said in passing (建校于1906年) is that sentence's alone
        figures = figures_in(text)
        regions = regions_of(text, figures, after_change=self._changed)
        cursor, at_start = 0, True
        for figure in sorted([*figures, *same_in(text)], key=lambda one: one.start):
            if any(region.start <= figure.start < region.end for region in regions):
                continue
            self._regions(sentence, regions, cursor, figure.start)
            phrases = self._gap(sentence, cursor, figure.start, regions, at_start)
            item = opening and at_start and self.lists.of_paragraph is not None
            cursor = self._figure(sentence, figure, phrases, item=item)
            at_start = False
        self._regions(sentence, regions, cursor, len(text))
        if not figures:
            self._take_date(text)
            if not regions:
                self._none(sentence)

    def _changed(self) -> bool:
        return bool(self.drafts) and self.drafts[-1].period in ("change", "growth")

    # --- between two figures --------------------------------------------------------------------

    def _gap(self, sentence: Sentence, start: int, end: int, regions: list[Region], at_start: bool) -> list[str]:
        """Read what stands before a figure: lists opened and closed, dates. Gives its phrases, the nearest last."""
        spans, at = [], start
        for region in regions:
            if start <= region.start and region.end <= end:
                spans.append((at, region.start))
                at = region.end
        pieces = [mark for span in (*spans, (at, end)) for mark in marks(sentence.text, *span)]
        phrases: list[str] = []
        for mark in pieces[:-1]:
            phrase = self._opened(mark.phrase.strip(), at_start=at_start and not phrases)
            if mark.kind == ";":
                self.lists.semicolon()
            elif mark.kind == "(":
                self.brackets.append(len(self.drafts))
                self.lists.open(self.last, bracket=True)
            elif mark.kind == ")":
                self._close_bracket()
            if phrase and (mark.kind == "(" or not self._inside(phrase)):
                phrases.append(phrase)
                self._take_date(phrase)
        return [*phrases, self._opened(pieces[-1].phrase.strip(), at_start=at_start and not phrases)]

    def _close_bracket(self) -> None:
        """Leave a bracket: what was said in it is no longer what is spoken of."""
        self.lists.close_bracket()
        if self.brackets:
            for draft in self.drafts[self.brackets.pop() :]:
                draft.aside = True
            self.last = next((one for one in reversed(self.drafts) if one.is_amount and not one.aside), self.last)

    def _opened(self, phrase: str, *, at_start: bool) -> str:
        """The phrase without 其中 or 包括 at its front, which open a list of parts."""
        match = self.words.opener.match(phrase)
        if match is None:
            return phrase
        said_before = at_start and self.main is not None
        brief = match[0].startswith(self.words.brief_openers)
        self.lists.open(self.main if said_before else self.last, said_before=said_before, brief=brief)
        return phrase[match.end() :]

    def _inside(self, phrase: str) -> bool:
        """Open the list of a whole named before: 财政拨款支出预算中，一般公共预算拨款支出预算…"""
        if not phrase.endswith("中") or phrase == "其中":
            return False
        subject = read_phrase(phrase[:-1], issuer=self.issuer)
        whole = self._known(subject.names[-1]) if subject.names else None
        if whole is not None:
            self.lists.open_whole(whole)
        return whole is not None or not subject.names

    def _take_date(self, phrase: str) -> None:
        """Take up the year or day that a phrase opens with, unless it is a comparison's."""
        if not self.words.comparison.search(phrase):
            self._set_date(read_phrase(phrase, issuer=self.issuer))

    def _set_date(self, subject: Subject) -> None:
        if subject.year is not None:
            self.year, self.date, self.carried, self.dated = subject.year, subject.date, (), True

    # --- one figure -----------------------------------------------------------------------------

    def _figure(self, sentence: Sentence, figure: FoundFigure, phrases: list[str], *, item: bool) -> int:
        """Make the fact of one figure; gives the offset up to which its sentence is read."""
        lead = phrases[-1]
        if figure.relation in ("same", "about"):
            self._add_change(sentence, figure, Decimal(0) if figure.relation == "same" else None, ())
            return figure.end
        comparison = self.words.comparison.search(lead)
        compared = comparison is not None
        self.compared = self.compared or any(self.words.comparison.search(one) for one in phrases)
        change = change_in(lead, compared=compared, known=self.compared)
        if change is not None and (change.inner or self._spoken_of(sentence, figure.unit) is not None):
            of_its_own = lead[: comparison.start()] if comparison else change.inner  # 项目支出比上年减少; 项目支出减少
            own = read_phrase(of_its_own, issuer=self.issuer).names if of_its_own.strip() else ()
            self._add_change(sentence, figure, change.sign * figure.value, own)
            return figure.end
        if compared:
            if self.words.previous_end.search(lead):
                self._add_previous(sentence, figure, lead)
            return figure.end
        return self._add_amount(sentence, figure, phrases, item=item)

    def _spoken_of(self, sentence: Sentence, unit: str | None = None) -> Draft | None:
        """What a figure without a name of its own is of: the amount before it, or the paragraph's whole."""
        here = [one for one in self.drafts if one.sentence is sentence and one.is_amount and not one.aside]
        of_kind = [one for one in here if one.measure != "percent" and (unit is None or comparable(unit, one.unit))]
        if of_kind or here:
            return (of_kind or here)[-1]
        return self.main or (None if self.label else self.first)

    def _named_above(self) -> Named:
        """By the paragraph's label, else by the heading."""
        if self.label is None:
            return Named(self.heading.names, self.heading.scopes or self.scopes, self.heading.code)
        whole = self.lists.of_paragraph
        return Named(self.label.names, self.label.scopes or (whole.columns if whole else self.scopes), self.label.code)

    def _of_before(self, sentence: Sentence, unit: str | None = None) -> Named:
        draft = self._spoken_of(sentence, unit)
        return Named(draft.names, unmeasured(draft.columns), draft.code) if draft else self._named_above()

    def _of_its_own(self, own: tuple[str, ...]) -> Named:
        """A change's own subject: the amount of that name said before, else a part of the open list."""
        said = next((one for one in reversed(self.drafts) if one.is_amount and one.names[-1:] == own[-1:]), None)
        if said is not None:
            return Named(said.names, unmeasured(said.columns), said.code)
        whole = self.lists.whole_for(Decimal(0), None)
        return Named(own, self.scopes) if whole is None else Named(whole.names + own, whole.columns)

    def _add_change(self, sentence: Sentence, figure: FoundFigure, value: Decimal | None, own: tuple[str, ...]) -> None:
        about = self._spoken_of(sentence, figure.unit)
        if not own and about is not None and figure.unit and not comparable(figure.unit, about.unit):
            return  # 经费10万元，比上年增加2人: more people, of whom nothing was said
        named = self._of_its_own(own) if own else self._of_before(sentence, figure.unit)
        unit = figure.unit
        if figure.relation in ("same", "about"):
            same = (one.unit for one in reversed(self.drafts) if one.names == named.names and one.measure == "amount")
            unit = next(same, None)
        period: Period = "growth" if figure.unit in ("%", "‰") else "change"
        self._append(sentence, figure, named, value, unit, period, self.year)

    def _add_previous(self, sentence: Sentence, figure: FoundFigure, lead: str) -> None:
        stated = _YEAR.search(lead)
        year = int(stated[1]) if stated else self.document.year - 1 if self.document.year else None
        named = self._of_before(sentence, figure.unit)
        self._append(sentence, figure, named, figure.value, figure.unit, "previous", year)

    def _add_amount(self, sentence: Sentence, figure: FoundFigure, phrases: list[str], *, item: bool) -> int:
        lead = phrases[-1]
        subject = read_phrase(lead, issuer=self.issuer)
        self._set_date(subject)
        names, end = (*limits_of(phrases[:-1], item=item, issuer=self.issuer), *subject.names), figure.end
        percent = figure.unit in PERCENT_UNITS
        if not percent and not is_money(figure.unit):
            names, end = noun_after(sentence.text, figure, names, lead=lead)
        whole = self.lists.whole_for(figure.value, figure.unit)
        named = Named(names, subject.scopes, subject.code)
        if names and whole is not None and whole.names:
            named = Named(*as_part(names, subject.scopes, subject, whole), subject.code)
            if figure.unit == whole.unit:
                whole.parts.append(figure.value)
        elif names:
            if self.lent and "项目" in "".join(self.heading.names) and not subject.pronoun:
                named = named._replace(names=self.heading.names + names)
            elif names == subject.scopes:  # 2024年安排一般公共预算5万元: for what the heading says
                above = self._named_above() if self.label or not self.lent else Named(())
                named = named._replace(names=above.names)
        elif subject.measure or (subject.year is not None and self.main is not None and not self.lists.wholes):
            if self.main is None and self.numbered and self.label is None:
                return end  # an item whose name was not understood
            named, whole = self._of_before(sentence), None
        elif whole is not None and whole.brief and is_money(figure.unit):
            named = Named((*whole.names, "资金"), whole.columns)  # 项目绩效目标10个，涉及资金3000万元
        elif whole is None and (percent or is_money(figure.unit)):
            named = self._named_above()
        if subject.pronoun and not subject.names:
            named = named._replace(names=self.heading.names)
        columns = (subject.scopes if not names else ()) or named.columns
        part = whole is not None and bool(whole.names) and not subject.functional
        value = None if figure.relation == "range" else figure.value
        year = whole.year if whole is not None and whole.year is not None and not self.dated else self.year
        period = self._period(sentence, figure, subject)
        named = named._replace(columns=self._columns(columns, subject, figure, part=part))
        policy = self.words.policy.search(lead) is not None
        if policy and len("".join(named.names)) <= _NO_NAME:
            return end
        draft = self._append(sentence, figure, named, value, figure.unit, period, year)
        if draft is None:
            return end  # neither a part nor a count has a name that a heading could lend
        draft.kind = "prose_number" if policy else "prose"
        draft.relation = figure.relation if figure.relation != "range" else None
        self.last = draft
        self.main = self.main or draft
        self.first = self.first or draft
        return end

    def _columns(
        self, columns: tuple[str, ...], subject: Subject, figure: FoundFigure, *, part: bool
    ) -> tuple[str, ...]:
        """Scope, measure, what is done with the thing, and the day, each once."""
        bought = tuple(one for one in subject.scopes if one in self.words.acquisition_scopes)
        if bought:
            self.carried = bought
        if not columns and (is_money(figure.unit) or figure.unit in PERCENT_UNITS):
            columns = self.scopes
        more = (subject.measure, *(() if part else self.carried), self.date)
        return (*columns, *(one for one in dict.fromkeys(more) if one and one not in columns))

    def _period(self, sentence: Sentence, figure: FoundFigure, subject: Subject) -> Period:
        goals = self.goals or _GOALS.match(sentence.text) is not None
        if not is_money(figure.unit) and goals and self.words.target.search(sentence.text[: figure.end]):
            return "target"
        before = self.document.year - 1 if self.document.year else None
        of_year_before = subject.year is not None and subject.year == before and subject.date is None
        return "previous" if of_year_before and not subject.names else "current"

    def _append(
        self, sentence: Sentence, figure: FoundFigure, named: Named,
        value: Decimal | None, unit: str | None, period: Period, year: int | None,
    ) -> Draft | None:  # fmt: skip
        if not named.names:
            return None
        measure = measure_of(unit) if value is not None else "text"
        span = sentence.start + figure.start, sentence.start + figure.end
        raw = figure.raw.strip()
        draft = Draft(raw, value, unit, measure, period, named.names, named.code, named.columns, year, *span, sentence)
        self.drafts.append(draft)
        return draft

    # --- purposes, reasons, nothing -------------------------------------------------------------

    def _regions(self, sentence: Sentence, regions: list[Region], start: int, end: int) -> None:
        """Take up the reasons and purposes that begin between two figures."""
        for region in regions:
            if not start <= region.start < max(end, start + 1):
                continue
            said = sentence.text[region.words : region.end].strip("。；;，,：: ")
            if region.kind == "reason":
                give_reason(self.drafts, said, sentence=sentence, at=region.start, strong=region.strong, main=self.main)
            elif self.last is not None and self.main is not None and said:
                column = "用途" if region.kind == "purpose" else "内容"
                self._add_text(
                    sentence, region.words, said, Named(self.last.names, (*self.last.columns, column), self.last.code)
                )

    def _none(self, sentence: Sentence) -> None:
        found = nothing_in(sentence.text)
        if found is not None:
            start, said, what = found
            subject = read_phrase("" if what.startswith(("这", "该", "此", "上述")) else what, issuer=self.issuer)
            self._add_text(sentence, start, said, Named(subject.names or self.heading.names, subject.scopes))

    def _add_text(self, sentence: Sentence, at: int, text: str, named: Named) -> None:
        said = FoundFigure(None, Decimal(0), None, at, at + len(text), text)
        self._append(sentence, said, named, None, None, "current", self.year)
