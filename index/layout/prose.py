"""Figures in sentences as facts: what each is of, its scope, its year, how it changed and why.

A sentence is read from left to right. A figure is of the phrase before it; where that is only a verb, of the
noun after it, of the heading, or of what was spoken of last. 其中, 包括 and brackets open a list of parts of the
figure before them; a paragraph that ends with a colon opens one for the numbered paragraphs after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.amounts import FoundFigure, is_money
from index.layout.headings import RANKS
from index.layout.prose_words import prose_words
from index.layout.regions import Region, regions_of
from index.layout.sections import is_glossary, locate
from index.layout.sentences import Paragraph, Sentence, figures_in, marks, paragraphs
from index.layout.subjects import Subject, heading_scopes, heading_subject, issuer_of, read_phrase
from index.model import Document, Fact, Measure, Period, Section

__all__ = ["prose_facts"]

_PERCENT = ("%", "‰", "个百分点")
_TAIL_NOUN = re.compile(r"\s*(?:的)?(?P<noun>[^，,。；;：:\d]{2,40})(?P<more>\d)?")
_JOINED = re.compile(r"(?:和|及|与|以及|、)\s*$")
_NONE = re.compile(
    r"(?:没有|无|未)(?:使用|安排|发生|设置|编制)?(?P<what>[^，。；：\d]{2,30}?(?:支出|经费|收入|采购|拨款|预算|资金))[。；]?$"
)
_OF_THE_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)\s*年")
_SHORT_LEAD = 4
"""A lead this short before a count is a verb, or an adverb and a verb: 举办, 加密举办."""
_BRIEF = 25
"""A paragraph this short without a figure only announces a list: 具体情况如下："""


@dataclass(slots=True)
class _Draft:
    """A fact being made; the reason may come sentences later."""

    raw: str
    value: Decimal | None
    unit: str | None
    measure: Measure
    period: Period
    names: tuple[str, ...]
    code: str | None
    columns: tuple[str, ...]
    year: int | None
    start: int
    end: int
    sentence: Sentence
    kind: str = "prose"
    relation: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class _Whole:
    """An open list of parts: of what, and where it was opened."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    value: Decimal | None
    unit: str | None
    segment: int
    year: int | None = None
    bracket: bool = False
    brief: bool = False
    parts: list[Decimal] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether the parts so far add up to the whole."""
        return bool(self.parts) and self.value is not None and sum(self.parts) == self.value


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
    return reader.facts()


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
        self.drafts: list[_Draft] = []
        self.year = document.year
        self.date: str | None = None
        self.carried: tuple[str, ...] = ()  # "bought this year" said of the things before, until another date
        self.main: _Draft | None = None  # the first amount of the paragraph
        self.recent: _Draft | None = None  # the first amount of the paragraph before
        self.first: _Draft | None = None  # the first amount of the section
        self.last: _Draft | None = None  # the amount spoken of last
        self.lists: list[tuple[str, _Whole]] = []
        self.announced: _Whole | None = None
        self.wholes: list[_Whole] = []
        self.segment = 0
        self.compared = False
        self.item = False
        self.numbered = self.dated = False
        self.sentence: Sentence | None = None
        self.label: Subject | None = None  # named by a numbered paragraph's first sentence, without a figure

    # --- paragraphs and sentences ---------------------------------------------------------------

    def read(self, paragraph: Paragraph) -> None:
        self._enter(paragraph)
        self.main = None
        self.label = self._label(paragraph)
        self.numbered = paragraph.numbering is not None
        before = len(self.drafts)
        for number, sentence in enumerate(paragraph.sentences):
            self._sentence(sentence, opening=number == 0)
        if paragraph.sentences and paragraph.sentences[-1].text.rstrip().endswith(("：", ":")):
            brief = before == len(self.drafts) and paragraph.end - paragraph.start <= _BRIEF
            if self.main is not None:
                self.announced = self._whole_of(self.main)
            elif brief:
                self.announced = self._announced(paragraph.sentences[-1].text)
        self.recent = self.main or self.recent

    def _announced(self, text: str) -> _Whole | None:
        """The whole of a list that a line without a figure announces: by its name, else what was spoken of last."""
        subject = read_phrase(self.words.announcing.sub("", text.strip()), issuer=self.issuer)
        if not subject.names:
            return self._whole_of(self.recent) if self.recent else None
        return self._known(subject.names[-1]) or _Whole(subject.names, subject.scopes, None, None, self.segment)

    def _known(self, name: str) -> _Whole | None:
        """The latest amount of a subject of that name, as a whole."""
        for draft in reversed(self.drafts):
            if draft.period == "current" and draft.measure != "text" and draft.names[-1].startswith(name):
                return self._whole_of(draft)
        return None

    def _label(self, paragraph: Paragraph) -> Subject | None:
        """What a numbered paragraph is about: 1.一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为…"""
        if paragraph.numbering is None or len(paragraph.sentences) < 2:
            return None
        title = paragraph.sentences[0].text.rstrip("。：: ")
        if len(title) > 60 or re.search(r"[，,；;]", title) or figures_in(title):
            return None
        subject = read_phrase(title, issuer=self.issuer)
        return subject if subject.names else None

    def _enter(self, paragraph: Paragraph) -> None:
        """Open, go on with or close the lists of numbered paragraphs."""
        style = paragraph.numbering.style if paragraph.numbering else None
        styles = [one for one, _ in self.lists]
        if style in styles:
            del self.lists[styles.index(style) + 1 :]
        elif style is not None and self.announced is not None:
            self.lists = [entry for entry in self.lists if RANKS[entry[0]] < RANKS[style]]
            self.lists.append((style, self.announced))
        elif style is not None:
            self.lists = [entry for entry in self.lists if RANKS[entry[0]] < RANKS[style]]
        else:
            self.lists = []
        self.announced = None
        self.item = bool(self.lists)

    def _sentence(self, sentence: Sentence, *, opening: bool) -> None:
        self.wholes, self.segment, self.compared = [], 0, False
        self.sentence = sentence
        text = sentence.text
        self.dated = self.date is not None
        if not self.dated and not self.words.opener.match(text):
            self.year = self.document.year  # a year said in passing (建校于1906年) is that sentence's alone
        figures = figures_in(text)
        regions = regions_of(text, figures, after_change=self._changed)
        events = [*figures, *self._same(text, figures)]
        cursor, opened = 0, True
        for event in sorted(events, key=lambda one: one.start):
            inside = next((region for region in regions if region.start <= event.start < region.end), None)
            if inside:
                continue
            self._regions(sentence, regions, cursor, event.start)
            lead, phrases = self._gap(sentence, cursor, event.start, regions, opened)
            cursor = self._figure(sentence, event, lead, phrases, first=opening and opened and self.item)
            opened = False
        self._regions(sentence, regions, cursor, len(text))
        if not figures:
            self._dates(text)
            if not regions:
                self._none(sentence)

    def _changed(self) -> bool:
        return bool(self.drafts) and self.drafts[-1].period in ("change", "growth")

    def _same(self, text: str, figures: list[FoundFigure]) -> list[FoundFigure]:
        """与上年持平 as a change of nothing; 基本持平 states no figure."""
        found = []
        for match in self.words.same.finditer(text):
            clause = re.split(r"[，,。；;：:]", text[: match.start()])[-1]
            if not self.words.comparison.search(clause) and not re.search(r"(?:上年|去年|增减)", match[0] + clause):
                continue
            start = match.start()
            found.append(FoundFigure("about" if match["about"] else "same", Decimal(0), None, start, match.end(), match[0]))
        return found

    # --- between two figures --------------------------------------------------------------------

    def _gap(
        self, sentence: Sentence, start: int, end: int, regions: list[Region], opened: bool
    ) -> tuple[str, list[str]]:
        """Read what stands before a figure: lists opened and closed, dates; gives the phrase next to the figure."""
        spans, at = [], start
        for region in regions:
            if start <= region.start and region.end <= end:
                spans.append((at, region.start))
                at = region.end
        spans.append((at, end))
        phrases: list[str] = []
        lead = ""
        for number, (begin, stop) in enumerate(spans):
            pieces = marks(sentence.text, begin, stop)
            for mark in pieces:
                last = number == len(spans) - 1 and mark is pieces[-1]
                lead = self._opened(mark.phrase.strip(), at_start=opened and not phrases, bracket=False)
                if mark.kind == ";":
                    self._segment_ends()
                elif mark.kind == "(":
                    self._open(bracket=True)
                elif mark.kind == ")":
                    self._close_bracket()
                if lead and not last and not mark.kind == "(" and self._inside(lead):
                    continue
                if lead:
                    phrases.append(lead)
                    if not last:
                        self._dates(lead)
                elif last:
                    phrases.append("")
        return lead, phrases

    def _inside(self, phrase: str) -> bool:
        """Open the list of a whole named before: 财政拨款支出预算中，一般公共预算拨款支出预算…"""
        if not phrase.endswith("中") or phrase == "其中":
            return False
        subject = read_phrase(phrase[:-1], issuer=self.issuer)
        if not subject.names:
            return True
        whole = self._known(subject.names[-1])
        if whole is None:
            return False
        self.wholes.append(replace(whole, segment=self.segment))
        return True

    def _opened(self, phrase: str, *, at_start: bool, bracket: bool) -> str:
        """The phrase without 其中 or 包括 at its front, which open a list of parts."""
        match = self.words.opener.match(phrase)
        if match is None:
            named = re.search(rf"(?<=[\u4e00-\u9fff）)])(?:{self.words.opener.pattern})$", phrase)
            return phrase if named is None else phrase[: named.start()] if phrase.endswith(("：", ":")) else phrase
        self._open(bracket=bracket, of=self.main if at_start else None)
        if self.wholes and match[0].startswith(self.words.brief_openers):
            self.wholes[-1].brief = True
        return phrase[match.end() :]

    def _open(self, *, bracket: bool, of: _Draft | None = None) -> None:
        whole = of or self.last
        if whole is not None and (of is not None or whole.sentence is self.sentence):
            if self.wholes and self.wholes[-1].bracket and self.wholes[-1].names == whole.names and not bracket:
                return  # （其中：… the bracket has opened it
            self.wholes.append(replace(self._whole_of(whole), segment=self.segment, bracket=bracket))
        elif bracket:
            self.wholes.append(_Whole((), (), None, None, self.segment, bracket=True))

    def _close_bracket(self) -> None:
        while self.wholes:
            if self.wholes.pop().bracket:
                return

    def _segment_ends(self) -> None:
        """A semicolon ends the inner of two lists opened before it: 其中：A，包括a和b；B；C."""
        self.wholes = [whole for whole in self.wholes if not whole.brief]
        opened = [whole for whole in self.wholes if whole.segment == self.segment and not whole.bracket]
        if len(opened) > 1 and not self.wholes[-1].bracket:
            self.wholes.pop()
        self.segment += 1

    def _whole_of(self, draft: _Draft) -> _Whole:
        columns = self._unmeasured(draft.columns)
        value = draft.value if columns == draft.columns else None
        return _Whole(draft.names, columns, value, draft.unit, self.segment, draft.year)

    def _unmeasured(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that are no measure (年初预算, 占比): those of the subject itself."""
        return tuple(one for one in columns if one not in self.words.measures and not one.startswith("占"))

    def _dates(self, phrase: str) -> None:
        """Take up the year or day that a phrase opens with, unless it is a comparison's."""
        if self.words.comparison.search(phrase):
            return
        subject = read_phrase(phrase, issuer=self.issuer)
        if subject.year is not None:
            self._set_date(subject)

    def _set_date(self, subject: Subject) -> None:
        self.year, self.date, self.carried, self.dated = subject.year, subject.date, (), True

    # --- one figure -----------------------------------------------------------------------------

    def _figure(self, sentence: Sentence, figure: FoundFigure, lead: str, phrases: list[str], *, first: bool) -> int:
        """Make the fact of one figure; gives the offset up to which its sentence is read."""
        if figure.relation in ("same", "about"):
            self._add_change(sentence, figure, Decimal(0) if figure.relation == "same" else None, ())
            return figure.end
        compared = self.words.comparison.search(lead) is not None
        self.compared = self.compared or compared or any(self.words.comparison.search(one) for one in phrases)
        sign, inner = self._change(lead, compared)
        if sign:
            names: tuple[str, ...] = ()
            if not compared and inner:
                names = read_phrase(inner, issuer=self.issuer).names
            self._add_change(sentence, figure, sign * figure.value, names)
            return figure.end
        if compared:
            self._add_previous(sentence, figure, lead)
            return figure.end
        return self._add_amount(sentence, figure, lead, phrases if first else [lead], phrases[:-1])

    def _change(self, lead: str, compared: bool) -> tuple[int, str]:
        """The direction of a change that the lead ends with, and what stands before that word."""
        phrase = re.sub(r"[\s：:]*(?:了|额|幅度?|率|数|金额|比例)?(?:为|是|约为?|达到?|近)?[\s：:]*$", "", lead)
        for sign, verbs in ((1, self.words.increase), (-1, self.words.decrease)):
            for verb in verbs:
                if not phrase.endswith(verb):
                    continue
                inner = phrase.removesuffix(verb).strip()
                known = compared or self.compared or not inner
                if len(verb) == 1 and not compared:
                    continue
                if inner.endswith(("不", "新", "未")) or not known or (not inner and self._current() is None):
                    continue
                return sign, inner
        return 0, lead

    def _current(self) -> _Draft | None:
        return self.last if self.main is not None and self.last is not None else self.main or self.first

    def _base(self, value: Decimal, unit: str | None) -> _Whole | None:
        """The whole that an amount is a part of.

        A list whose parts are complete ends at a semicolon, but for zeros; 其他用车8辆，设备2台 leaves the list of cars.
        """
        while self.wholes and _differ(unit, self.wholes[-1]):
            self.wholes.pop()
        while self.wholes and self.wholes[-1].complete and self.wholes[-1].segment < self.segment and value != 0:
            self.wholes.pop()
        if self.wholes:
            return self.wholes[-1]
        return self.lists[-1][1] if self.item and self.lists else None

    def _add_change(
        self, sentence: Sentence, figure: FoundFigure, value: Decimal | None, names: tuple[str, ...]
    ) -> None:
        if names:
            base = self._base(Decimal(0), None)
            subject, columns, code = (base.names if base else ()) + names, base.columns if base else self.scopes, None
        else:
            current = self._subject_of_change(sentence)
            if current is None:
                subject, columns, code = self._named_by_heading()
            else:
                subject, columns, code = current.names, self._unmeasured(current.columns), current.code
        if not subject:
            return
        period: Period = "growth" if figure.unit in ("%", "‰") else "change"
        unit = figure.unit if figure.relation not in ("same", "about") else self._unit_of(subject)
        measure = _measure(unit) if value is not None else "text"
        self._append(sentence, figure, value, unit, measure, period, subject, code, columns, self.year)

    def _subject_of_change(self, sentence: Sentence) -> _Draft | None:
        """What a change without a subject of its own is of: the figure before it, or the sentence before's whole."""
        here = [draft for draft in self.drafts if draft.sentence is sentence and draft.period == "current"]
        here = [draft for draft in here if draft.measure != "text"]
        return here[-1] if here else self.main or (None if self.label else self.first)

    def _unit_of(self, names: tuple[str, ...]) -> str | None:
        return next((one.unit for one in reversed(self.drafts) if one.names == names and one.measure == "amount"), None)

    def _add_previous(self, sentence: Sentence, figure: FoundFigure, lead: str) -> None:
        current = self._subject_of_change(sentence)
        names, columns, code = (
            (current.names, self._unmeasured(current.columns), current.code)
            if current
            else self._named_by_heading()
        )
        if not names:
            return
        stated = _OF_THE_YEAR_BEFORE.search(lead)
        year = int(stated[1]) if stated else self.document.year - 1 if self.document.year else None
        self._append(
            sentence, figure, figure.value, figure.unit, _measure(figure.unit), "previous", names, code, columns, year
        )

    def _named_by_heading(self) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
        if self.label is not None:
            base = self.lists[-1][1] if self.item and self.lists else None
            columns = self.label.scopes or (base.columns if base else self.scopes)
            return self.label.names, columns, self.label.code
        return self.heading.names, self.heading.scopes or self.scopes, self.heading.code

    def _condition(self, phrases: list[str]) -> list[str]:
        """The clauses that limit a subject: 由中小企业供应商中标或成交的，采购金额…"""
        limits: list[str] = []
        for phrase in reversed(phrases):
            if not phrase.endswith(("的", "中")):
                break
            limits.insert(0, phrase)
        return ["，".join(limits)] if limits else []

    def _add_amount(
        self, sentence: Sentence, figure: FoundFigure, lead: str, phrases: list[str], conditions: list[str]
    ) -> int:
        end = figure.end
        subject = read_phrase(lead, issuer=self.issuer)
        label = [one for phrase in phrases[:-1] for one in read_phrase(phrase, issuer=self.issuer).names]
        label = label or self._condition(conditions)
        if subject.year is not None:
            self._set_date(subject)
        names = (*label, *subject.names)
        percent = figure.unit in _PERCENT
        if not percent and not is_money(figure.unit):
            names, end = self._with_noun(sentence, figure, lead, names)
        base = self._base(figure.value, figure.unit)
        columns = subject.scopes
        code = subject.code
        if subject.measure and not names:
            current = self._subject_of_change(sentence)
            base = None
            if self.main is None and self.numbered and self.label is None:
                return figure.end  # an item whose name was not understood
            if current is None:
                names, columns, code = self._named_by_heading()
            else:
                names, columns, code = current.names, self._unmeasured(current.columns), current.code
        elif not names and self.main is not None and not self.wholes and subject.year is not None:
            names, code, base = self.main.names, self.main.code, None  # 2024年预算安排53.84万元, of the same
            columns = columns or self._unmeasured(self.main.columns)
        elif not names:
            if base is not None:
                return figure.end  # a part without a name
            if not percent and not is_money(figure.unit):
                return figure.end  # a count of nothing that is named
            names, scopes, code = self._named_by_heading()
            columns = columns or scopes
        elif base is not None and base.names:
            if subject.functional:
                columns = columns or (*(one for one in base.columns if one not in base.names[-1]), base.names[-1])
            else:
                names, columns = base.names + names, columns or base.columns
            if figure.unit == base.unit:
                base.parts.append(figure.value)
        elif self.lent and "项目" in "".join(self.heading.names) and not subject.pronoun:
            names = self.heading.names + names
        if subject.pronoun and not subject.names:
            names = self.heading.names
        if not names:
            return figure.end
        if lead.startswith(tuple(self.words.acquisition)) or any(one.startswith("预算安排购置") for one in subject.scopes):
            self.carried = subject.scopes
        columns = columns or (self.scopes if is_money(figure.unit) or percent else ())
        extra = (subject.measure, *(() if base and base.names and not subject.functional else self.carried), self.date)
        columns = (*columns, *(one for one in dict.fromkeys(extra) if one and one not in columns))
        policy = self.words.policy.search(lead) is not None
        period: Period = "current"
        if not is_money(figure.unit) and self.goals and self.words.target.search(sentence.text[: figure.end]):
            period = "target"
        stated = subject.year is not None and subject.date is None and self.document.year is not None
        if stated and subject.measure and not subject.names and subject.year == (self.document.year or 0) - 1:
            period = "previous"
        year = base.year if base is not None and base.year is not None and not self.dated else self.year
        value = None if figure.relation == "range" else figure.value
        measure: Measure = "text" if value is None else _measure(figure.unit)
        draft = self._append(
            sentence, figure, value, figure.unit, measure, period, names, code, columns, year
        )
        draft.kind = "prose_number" if policy else "prose"
        draft.relation = figure.relation if figure.relation != "range" else None
        self.last = draft
        self.main = self.main or draft
        self.first = self.first or draft
        return end

    def _with_noun(
        self, sentence: Sentence, figure: FoundFigure, lead: str, names: tuple[str, ...]
    ) -> tuple[tuple[str, ...], int]:
        """The noun after a count, where the words before it are only a verb: 共设置86个项目绩效目标."""
        match = _TAIL_NOUN.match(sentence.text, figure.end)
        noun = match["noun"].strip() if match else ""
        if match and match["more"] and "、" in noun:
            noun = noun[: noun.rindex("、")]
        noun = _JOINED.sub("", noun)
        if not match or len(noun) < 2 or self.words.same.search(noun):
            return names, figure.end
        bare = "".join(names)
        if not names or _JOINED.search(lead) or lead.rstrip().endswith("等"):
            return (noun,), match.start("noun") + len(noun)
        if len(bare) <= _SHORT_LEAD or bare.endswith(self.words.governing):
            return (*names[:-1], names[-1] + noun), match.start("noun") + len(noun)
        return names, figure.end

    def _append(
        self,
        sentence: Sentence,
        figure: FoundFigure,
        value: Decimal | None,
        unit: str | None,
        measure: Measure,
        period: Period,
        names: tuple[str, ...],
        code: str | None,
        columns: tuple[str, ...],
        year: int | None,
    ) -> _Draft:
        draft = _Draft(
            raw=figure.raw.strip(),
            value=value,
            unit=unit,
            measure=measure,
            period=period,
            names=names,
            code=code,
            columns=columns,
            year=year,
            start=sentence.start + figure.start,
            end=sentence.start + figure.end,
            sentence=sentence,
        )
        self.drafts.append(draft)
        return draft

    # --- purposes and reasons -------------------------------------------------------------------

    def _regions(self, sentence: Sentence, regions: list[Region], start: int, end: int) -> None:
        for region in regions:
            if not start <= region.start < max(end, start + 1):
                continue
            if region.kind == "reason":
                self._give_reason(sentence, region)
            elif self.last is not None and self.main is not None:
                column = "用途" if region.kind == "purpose" else "内容"
                start_at, end_at = sentence.start + region.words, sentence.start + region.end
                text = self.section.text[start_at:end_at]
                figure = FoundFigure(None, Decimal(0), None, region.words, region.words + len(text), text.rstrip("。；;，, "))
                columns = (*(one for one in self.last.columns), column)
                self._append(
                    sentence, figure, None, None, "text", "current", self.last.names, self.last.code, columns, self.year
                )

    def _give_reason(self, sentence: Sentence, region: Region) -> None:
        """Attach a reason to the changes before it, and to the amounts of the same subjects."""
        reason = sentence.text[region.words : region.end].strip("。；;，,：: ")
        changes = [one for one in self.drafts if one.period in ("change", "growth") and one.reason is None]
        here = [one for one in changes if one.sentence is sentence and one.start < sentence.start + region.start]
        own = bool(here)
        if not here and self.drafts:
            before = self.drafts[-1].sentence
            here = [one for one in changes if one.sentence is before or one.sentence is sentence]
        if own:
            stop = sentence.text.rfind("；", 0, region.start)
            here = [one for one in here if one.start > sentence.start + stop and (region.strong or one.names == here[-1].names)]
        moved = [one for one in here if one.value != 0] or here
        names = {one.names for one in moved}
        if self.main is not None and (not own or not names):
            names.add(self.main.names)
        for draft in self.drafts:
            about = draft in moved or (draft.names in names and draft.period == "current" and draft.measure != "text")
            if about and draft.reason is None:
                draft.reason = reason

    def _none(self, sentence: Sentence) -> None:
        """本部门没有使用政府性基金预算拨款安排的支出: a statement about money without a figure."""
        match = _NONE.search(sentence.text)
        if match is None or len(sentence.text) > 60 or "，" in sentence.text:
            return
        subject = read_phrase(match["what"], issuer=self.issuer)
        names = subject.names or self.heading.names
        if names:
            raw = match[0].rstrip("。；")
            figure = FoundFigure(None, Decimal(0), None, match.start(), match.start() + len(raw), raw)
            self._append(sentence, figure, None, None, "text", "current", names, None, subject.scopes, self.year)

    # --- facts ----------------------------------------------------------------------------------

    def facts(self) -> list[Fact]:
        title = self.section.path[-1] if self.section.path else self.document.title
        return [
            Fact(
                id=f"{self.section.id}#s{number}",
                document=self.section.document,
                source="sentence",
                container=self.section.id,
                kind=draft.kind,
                title=title,
                row_path=draft.names,
                code=draft.code,
                column_path=draft.columns,
                raw=draft.raw,
                value=draft.value,
                unit=draft.unit,
                measure=draft.measure,
                period=draft.period,
                place=locate(self.section, draft.start, draft.end),
                row_place=locate(self.section, draft.sentence.start, draft.sentence.end),
                quote=draft.sentence.text,
                relation=draft.relation,
                year=draft.year,
                reason=draft.reason,
            )
            for number, draft in enumerate(self.drafts, start=1)
        ]


def _differ(unit: str | None, whole: _Whole) -> bool:
    """Whether a figure of this unit can be no part of the whole (cars, and machines)."""
    if unit is None or unit in _PERCENT or whole.unit is None or whole.brief or whole.unit == unit:
        return False
    return not (is_money(unit) and is_money(whole.unit))


def _measure(unit: str | None) -> Measure:
    if unit in _PERCENT:
        return "percent"
    return "amount" if is_money(unit) or (unit or "").startswith("元") else "number"
