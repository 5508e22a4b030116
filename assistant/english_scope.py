"""The places, departments, years and units of an English question, grouped: Fuzhou's in 2024 or Xiamen's in 2023."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Group", "add", "merged", "places", "scope_text"]


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together: one place with its department and year; each may be empty."""

    place: str = ""
    department: str = ""
    year: str = ""

    def fits(self, other: Group) -> bool:
        """Whether nothing in one contradicts the other."""
        return all(
            not mine or not theirs or mine == theirs
            for mine, theirs in (
                (self.place, other.place),
                (self.department, other.department),
                (self.year, other.year),
            )
        )

    def joined(self, other: Group) -> Group:
        """Both in one, the other's words first where it has any."""
        return Group(other.place or self.place, other.department or self.department, other.year or self.year)


def add(groups: Sequence[Group], kind: str, word: str) -> list[Group]:
    """The groups with one more place, department or year, in the order of the question's words."""
    kept = list(groups)
    last = kept[-1] if kept else Group()
    if kind == "place":
        for number, group in enumerate(kept):
            together = _within(group.place, word)
            if together is not None:
                kept[number] = replace(group, place=together)
                return kept
        if last.place:
            return [*kept, Group(place=word)]
    if kind == "year" and last.year and last.year != word:
        return [*kept, Group(year=word)]
    if kind == "department" and last.department and last.department != word:
        return [*kept, Group(department=word)]
    changed = replace(last, **{kind: word})
    return [*kept[:-1], changed] if kept else [changed]


def _within(one: str, other: str) -> str | None:
    """Two names as one chain where one division lies in the other (福州市鼓楼区); None where neither does."""
    from index import gazetteer

    if not one:
        return None
    if one == other or one.endswith(other):
        return one
    for inner, outer in ((one, other), (other, one)):
        if any(outer in found.path[:-1] for found in gazetteer.find(inner)):
            return f"{outer}{inner}"
    return None


def merged(groups: Iterable[Group]) -> list[Group]:
    """Groups of several operands: equal ones once, a lone year or department with the place it goes with."""
    kept: list[Group] = []
    for group in groups:
        for number, other in enumerate(kept):
            alike = group.place == other.place or not group.place or not other.place
            if alike and group.fits(other):
                kept[number] = other.joined(group)
                break
        else:
            kept.append(group)
    return kept


def places(groups: Iterable[Group]) -> int:
    """How many places are named."""
    return len({group.place for group in merged(groups) if group.place})


def scope_text(groups: Iterable[Group], units: Sequence[str] = ()) -> str:
    """The scope in Chinese; a year or department that all share is said once, at the end, units before the year."""
    kept = [group for group in merged(groups) if group != Group()]
    years = list(dict.fromkeys(group.year for group in kept if group.year))
    departments = list(dict.fromkeys(group.department for group in kept if group.department))
    alone = len({group.place for group in kept if group.place}) < 2
    year = "和".join(years) if len(years) == 1 or alone else ""
    department = "和".join(departments) if len(departments) == 1 or alone else ""
    names = [f"{group.place}{'' if department else group.department}{'' if year else group.year}" for group in kept]
    return "和".join(name for name in names if name) + department + "和".join(units) + year
