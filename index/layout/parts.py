"""Which whole a figure is a part of: lists that 其中, brackets, colons and numbering open and close."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.amounts import is_money
from index.layout.drafts import PERCENT_UNITS, Draft, unmeasured
from index.layout.headings import RANKS
from index.layout.sentences import Paragraph, Sentence
from index.layout.subjects import Subject

__all__ = ["OpenLists", "Whole", "as_part", "comparable", "whole_of"]


@dataclass(slots=True)
class Whole:
    """What an open list has the parts of. ``value`` is None where it is not stated; ``segment`` counts semicolons.

    ``bracket`` lists end with their bracket, ``brief`` ones (涉及) with the next semicolon.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...] = ()
    value: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    segment: int = 0
    bracket: bool = False
    brief: bool = False
    parts: list[Decimal] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether the parts so far add up to the whole."""
        return bool(self.parts) and self.value is not None and sum(self.parts) == self.value

    def takes(self, unit: str | None) -> bool:
        """Whether a figure of this unit can be a part of it: money of money, cars of cars, never machines of cars."""
        if unit is None or unit in PERCENT_UNITS or self.unit is None or self.brief or self.unit == unit:
            return True
        return is_money(unit) and is_money(self.unit)


def whole_of(draft: Draft) -> Whole:
    """An amount as the whole of the parts to come; a measured one (年初预算) lends its name alone."""
    columns = unmeasured(draft.columns)
    if columns != draft.columns:
        return Whole(draft.names, columns, None, None, draft.year)
    return Whole(draft.names, columns, draft.value, draft.unit, draft.year)


class OpenLists:
    """The lists that are open while a section is read: of a sentence, and over numbered paragraphs."""

    def __init__(self) -> None:
        self.wholes: list[Whole] = []
        self.segment = 0
        self.announced: Whole | None = None
        self._numbered: list[tuple[str, Whole]] = []
        self._sentence: Sentence | None = None

    @property
    def of_paragraph(self) -> Whole | None:
        """The whole of the numbered list that the paragraph is an item of."""
        return self._numbered[-1][1] if self._numbered else None

    def enter_paragraph(self, paragraph: Paragraph) -> None:
        """Open, go on with or close the lists of numbered paragraphs."""
        style = paragraph.numbering.style if paragraph.numbering else None
        styles = [one for one, _ in self._numbered]
        if style is None:
            self._numbered = []
        elif style in styles:
            del self._numbered[styles.index(style) + 1 :]
        else:
            self._numbered = [entry for entry in self._numbered if RANKS[entry[0]] < RANKS[style]]
            if self.announced is not None:
                self._numbered.append((style, self.announced))
        self.announced = None

    def enter_sentence(self, sentence: Sentence) -> None:
        """Close the lists of the sentence before."""
        self.wholes, self.segment, self._sentence = [], 0, sentence

    def open(
        self, draft: Draft | None, *, said_before: bool = False, bracket: bool = False, brief: bool = False
    ) -> None:
        """Open a list of the parts of ``draft``, which must be of this sentence unless it was ``said_before``."""
        if draft is not None and (said_before or draft.sentence is self._sentence):
            top = self.wholes[-1] if self.wholes else None
            if top is None or not top.bracket or bracket or top.names != draft.names:  # （其中：… is opened once
                self.wholes.append(replace(whole_of(draft), segment=self.segment, bracket=bracket, brief=brief))
        elif bracket:
            self.wholes.append(Whole((), segment=self.segment, bracket=True))

    def open_whole(self, whole: Whole) -> None:
        """Open a list of the parts of a whole that was named (财政拨款支出预算中，…)."""
        self.wholes.append(replace(whole, segment=self.segment))

    def close_bracket(self) -> None:
        """Close the innermost bracket and the lists opened in it."""
        while self.wholes:
            if self.wholes.pop().bracket:
                return

    def semicolon(self) -> None:
        """End the inner of two lists opened since the last one: 其中：A，包括a和b；B；C."""
        self.wholes = [whole for whole in self.wholes if not whole.brief]
        opened = [whole for whole in self.wholes if whole.segment == self.segment and not whole.bracket]
        if len(opened) > 1 and not self.wholes[-1].bracket:
            self.wholes.pop()
        self.segment += 1

    def whole_for(self, value: Decimal, unit: str | None) -> Whole | None:
        """The whole that an amount is a part of.

        A list whose parts are complete ends at a semicolon, but for zeros; 其他用车8辆，设备2台 leaves that of cars.
        """
        while self.wholes and not self.wholes[-1].takes(unit):
            self.wholes.pop()
        while self.wholes and self.wholes[-1].complete and self.wholes[-1].segment < self.segment and value != 0:
            self.wholes.pop()
        return self.wholes[-1] if self.wholes else self.of_paragraph


def as_part(
    names: tuple[str, ...], columns: tuple[str, ...], subject: Subject, whole: Whole
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name and scope of a part: under its whole, or, where the budget's classification names it, scoped by it."""
    if not subject.functional:
        return whole.names + names, columns or whole.columns
    scopes = (*(one for one in whole.columns if one not in whole.names[-1]), whole.names[-1])
    return names, columns or scopes


def comparable(unit: str, other: str | None) -> bool:
    """Whether a change of one unit can be that of an amount of another."""
    return unit in PERCENT_UNITS or other is None or unit == other or (is_money(unit) and is_money(other))
