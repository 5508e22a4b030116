"""Facts in the making, while a section is read: a reason may come sentences after its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from index.amounts import is_money
from index.layout.prose_words import prose_words
from index.layout.sections import locate
from index.layout.sentences import Sentence
from index.model import Document, Fact, Measure, Period, Section

__all__ = ["PERCENT_UNITS", "Draft", "Named", "facts_of", "give_reason", "measure_of", "unmeasured"]

PERCENT_UNITS = ("%", "‰", "个百分点")


class Named(NamedTuple):
    """What a figure is of: its names from the whole down, its columns, its code."""

    names: tuple[str, ...]
    columns: tuple[str, ...] = ()
    code: str | None = None


@dataclass(slots=True)
class Draft:
    """One figure or short text of a sentence. ``start`` and ``end`` count in the section's text."""

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
    aside: bool = False  # said in a bracket that is closed

    @property
    def is_amount(self) -> bool:
        """Whether it states how much there is now, as against how it changed or what it is for."""
        return self.period in ("current", "target") and self.measure != "text"


def measure_of(unit: str | None) -> Measure:
    """What a figure with that unit measures."""
    if unit in PERCENT_UNITS:
        return "percent"
    return "amount" if is_money(unit) or (unit or "").startswith("元") else "number"


def unmeasured(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that are no measure (年初预算, 占比): those of the subject itself."""
    return tuple(one for one in columns if one not in prose_words().measures and not one.startswith("占"))


def give_reason(
    drafts: Sequence[Draft], reason: str, *, sentence: Sentence, at: int, strong: bool, main: Draft | None
) -> None:
    """Attach a reason to the changes before it, and to the amounts of the same subjects.

    ``at`` is where it stands in its sentence. A strong one (主要原因是) explains all changes since the last
    semicolon, a weak one (主要为) only the last, and none that of the whole of a part; one that begins its
    sentence explains the sentence before, and ``main``, the amount that its paragraph is about.
    """
    changes = [one for one in drafts if one.period in ("change", "growth") and one.reason is None]
    here = [one for one in changes if one.sentence is sentence and one.start < sentence.start + at]
    own = bool(here)
    if own:
        stop = sentence.start + sentence.text.rfind("；", 0, at)
        nearest = here[-1].names
        here = [one for one in here if one.start > stop and (one.names == nearest or strong)]
        here = [one for one in here if one.names == nearest or one.names != nearest[: len(one.names)]]
    elif drafts:
        here = [one for one in changes if one.sentence is drafts[-1].sentence or one.sentence is sentence]
    moved = [one for one in here if one.value != 0] or here
    names = {one.names for one in moved}
    if main is not None and (not own or not names):
        names.add(main.names)
    for draft in drafts:
        about = any(draft is one for one in moved) or (draft.is_amount and draft.names in names)
        if about and draft.reason is None:
            draft.reason = reason


def facts_of(drafts: Sequence[Draft], section: Section, *, document: Document) -> list[Fact]:
    """The facts of one section, numbered in their order."""
    title = section.path[-1] if section.path else document.title
    return [
        Fact(
            id=f"{section.id}#s{number}",
            document=section.document,
            source="sentence",
            container=section.id,
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
            place=locate(section, draft.start, draft.end),
            row_place=locate(section, draft.sentence.start, draft.sentence.end),
            quote=draft.sentence.text,
            relation=draft.relation,
            year=draft.year,
            reason=draft.reason,
        )
        for number, draft in enumerate(drafts, start=1)
    ]
