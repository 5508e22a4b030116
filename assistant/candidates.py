"""The records of a search: what is sought, what was found, and when two findings are one reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.model import Fact

__all__ = ["Candidate", "Wanted", "readings", "same_value"]

TIE = 0.012  # scores nearer than this are one rank: only defaults or the values themselves can part them


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought: text pieces, codes, and what kind of figure it should be."""

    segments: tuple[str, ...]
    codes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    money: bool = False
    periods: frozenset[str] = frozenset({"current", "target", "plan"})
    concepts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    text_too: bool = False
    strict: bool = False
    explicit: bool = False
    any_text: bool = False
    each_one: bool = False
    one_person: bool = False
    years: tuple[int, ...] = ()
    unknown: int = 0
    keep: Callable[[Fact], bool] | None = None
    locked: bool = False  # only the figures of the table that the question names by its title
    within: str = ""  # the row that stands before 里的
    focus: str = ""  # the row that stands behind 里的 (“医疗里的事业单位医疗”)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may answer, with its score, the share of the question it explains, and why."""

    fact: Fact
    score: float
    coverage: float
    main: float
    exact: bool
    reasons: tuple[str, ...] = field(default=())
    explained: int = 0
    measured: bool = False  # in the unit that the question asks for
    blank: bool = False  # a total, without a label of its own
    column: bool = True  # its column is the table's total one, or the question speaks of it
    certainty: float = 0.0  # the share explained where talk and words of no fact hardly count

    @property
    def document(self) -> str:
        """The id of the fact's document."""
        return self.fact.document


def readings(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates as good as the first, one for each differing value."""
    if not candidates:
        return []
    first = candidates[0]
    result = [first]
    for candidate in candidates[1:]:
        if candidate.score < first.score - TIE:
            break
        if all(not same_value(candidate.fact, other.fact) for other in result):
            result.append(candidate)
    return result


def same_value(one: Fact, other: Fact) -> bool:
    """Whether two facts state the same figure in the same unit."""
    return (
        one.value == other.value
        and (one.unit == other.unit or None in (one.unit, other.unit))
        and (one.value is not None or one.raw == other.raw)
    )
