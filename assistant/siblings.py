"""Project sheets of one name that only a bracket or an ending tells apart (助学金（一师院）, 助学金（二师院）).

Their money is added, compared or set side by side, where a question names what they share and means several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.arithmetic import same_unit, total
from assistant.engine import Engine
from assistant.filters import without_runs
from assistant.forms import measured_field, sheet_members
from assistant.glossary import use_synonyms
from assistant.members import Member
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.recorder import tried
from assistant.single import with_unit
from assistant.splits import operand_words
from assistant.understanding import normalise
from assistant.words import bigrams, chinese_number, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["answer_siblings"]

LEAST = 4  # characters of what the names share
SAID = 0.8  # share of the shared name that the question must say

_BRACKET = re.compile(r"^(?P<stem>.+?)[（(](?P<mark>[^（()）]+)[)）]$")
_DASH = re.compile(r"^(?P<one>[^-－—]{3,})[-－—]+(?P<two>[^-－—]{2,})$")


@dataclass(frozen=True, slots=True)
class _Sibling:
    """One sheet of a group: what its name has beside what all share, and its money."""

    mark: str
    fact: Fact


@tried("siblings")
def answer_siblings(engine: Engine) -> Outcome | None:
    """The sum, the gap or the figures of sheets of one name; None where the question means no group of them, or says
    anything that their names do not hold."""
    words = operand_words()["siblings"]
    text = normalise(engine.query.question)
    asked = next((name for name in ("gap", "compare", "each", "sum") if re.search(words[name], text)), None)
    if asked is None or engine.query.units or re.search(words["unless"], text):
        return None
    documents = engine.query.scope.documents
    field = measured_field(engine, documents)
    for document in documents:
        members = [m for m in sheet_members(engine, [document], field=field) if _of_year(m.label, text)]
        for stem, group in _groups(members, text):
            chosen = _meant(group, text, alone=bool(re.search(words["strong"], text)))
            if chosen is None:  # sheets of several years, each with the same mark
                said = f"“{stem}”有几张同类的表，请说明是哪一年的。" if engine.query.language == "zh" else None
                return Outcome("not_found", said=said, reason="operand")
            if len(chosen) > 1 and _accounted(engine, text, stem, chosen):
                return _told(engine, asked, [sibling.fact for sibling in chosen])
    return None


def _of_year(name: str, text: str) -> bool:
    """Whether a sheet is of the year that the question says (提前下达2024年…), where its name says one."""
    handed = re.findall(r"下达(20\d\d)年", text)
    said = set(handed or re.findall(r"(20\d\d)年?", text))
    own = set(re.findall(r"(20\d\d)年", name))
    return not said or not own or bool(said & own)


def _groups(members: Sequence[Member], text: str) -> list[tuple[str, list[_Sibling]]]:
    """The groups of two sheets and more whose shared name the question says, the longest shared name first."""
    said = use_synonyms(fold(text))
    groups: dict[str, list[_Sibling]] = {}
    for member in members:
        for stem, mark in _readings(member.label):
            if member.fact is not None and len(stem) >= LEAST and _share(use_synonyms(stem), said) >= SAID:
                groups.setdefault(stem, []).append(_Sibling(mark, member.fact))
    told = [(stem, group) for stem, group in groups.items() if len(group) > 1 and len({s.mark for s in group}) > 1]
    return sorted(told, key=lambda item: -len(item[0]))


def _share(name: str, said: str) -> float:
    grams = bigrams(name)
    return sum(gram in said for gram in grams) / len(grams)


def _readings(name: str) -> list[tuple[str, str]]:
    """(what it may share, what is its own) of a sheet's name, folded: a bracket or an ending, either side of a dash."""
    readings = [(fold(name), "")]
    bracket, dash = _BRACKET.match(name), _DASH.match(name)
    if bracket is not None:
        readings.append((fold(bracket["stem"]), fold(bracket["mark"])))
    if dash is not None:
        one, two = fold(dash["one"]), fold(dash["two"])
        readings += [(one, two), (two, one)]
    level = re.search(operand_words()["siblings"]["level"], name)
    if level is not None and bracket is None:  # 关于下达…中央财政补助资金的通知, 关于下达…省级财政补助资金的通知
        frame = operand_words()["operand"]["sheet_frame"]
        stem = re.sub(frame, "", re.sub(frame, "", name.replace(level[0], "")))
        readings.append((fold(stem), level["mark"]))
    return readings


def _meant(group: Sequence[_Sibling], text: str, *, alone: bool) -> list[_Sibling] | None:
    """The sheets that the question means, in its order: those it names, or all where it says how many there are or
    (``alone``) adds up what it names by the shared name only. None where each of its words means several alike."""
    folded = use_synonyms(fold(text))
    number = re.search(operand_words()["siblings"]["number"], text)
    if number is not None and chinese_number(number["number"]) == len(group):
        return list(group)
    named = [(place, s) for s in group if (place := _place(s, group, folded)) >= 0]
    if named:
        ordered = [s for _, s in sorted(named, key=lambda item: item[0])]
        places = len({place for place, _ in named})
        return ordered if places == len(named) else None if places > 1 else []
    if number is not None:
        return []
    return list(group) if alone else []


def _place(sibling: _Sibling, group: Sequence[_Sibling], text: str) -> int:
    """Where the question says what one sheet has and its siblings have not; -1 where it does not."""
    aliases = operand_words()["siblings"]["levels"].get(sibling.mark)
    if aliases is not None:
        return max(map(text.find, aliases))
    paired = len(group) == 2 and any(s.mark and use_synonyms(s.mark) in text for s in group if s is not sibling)
    if not sibling.mark or (paired and use_synonyms(sibling.mark) not in text):
        spots = [text.find(word) for word in operand_words()["siblings"]["bare"]]
        return min((spot for spot in spots if spot >= 0), default=-1)
    whole = text.find(use_synonyms(sibling.mark))
    others = {gram for s in group if s is not sibling for gram in bigrams(use_synonyms(s.mark))}
    own = [gram for gram in bigrams(use_synonyms(sibling.mark)) if gram not in others]
    spots = [spot for gram in own if (spot := text.find(gram)) >= 0]
    return whole if whole >= 0 else min(spots, default=-1)


def _accounted(engine: Engine, text: str, stem: str, chosen: Sequence[_Sibling]) -> bool:
    """Whether the question says nothing beside the names of the sheets and words of adding and comparing."""
    words = operand_words()["siblings"]
    number = re.search(words["number"], text)
    labels = [label for s in chosen for label in (*s.fact.row_path, *s.fact.column_path)]
    names = [stem, *(s.mark for s in chosen), *map(fold, labels), number["of"] if number and number["of"] else ""]
    left = re.sub(words["asked"], "|", engine.query.text)
    for name in names:
        grams = {gram for form in (name, use_synonyms(name)) for gram in bigrams(form)}
        left = "|".join(piece for part in left.split("|") for piece in without_runs(part, grams))
    levels = [level for level, aliases in words["levels"].items() if any(alias in text for alias in aliases)]
    folded = use_synonyms(fold(text)).replace(use_synonyms(stem), "|")
    unsaid = any(not any(gram in folded for gram in bigrams(use_synonyms(s.mark))) for s in chosen)  # 本级
    if not unsaid and any(level not in "".join(labels) for level in levels):
        return False  # of one of the levels that it names there is no sheet
    told = [gram for s in chosen for gram in bigrams(s.mark)]
    told += [alias for s in chosen for alias in words["levels"].get(s.mark, ())]
    bare = words["bare"] if unsaid and not any(s.mark in words["levels"] for s in chosen) else ()
    known = sorted({*filter(None, names), *told, *words["talk"], *bare}, key=len, reverse=True)
    left = re.sub("|".join(map(re.escape, known)), "|", left)
    return all(len(piece) < 2 for piece in left.split("|"))


def _told(engine: Engine, asked: str, facts: Sequence[Fact]) -> Outcome | None:
    if len({fact.id for fact in facts}) < len(facts) or not all(is_money(fact.unit) for fact in facts):
        return None
    if asked == "sum":
        return total(engine, facts)
    convert_to = engine.query.convert_to
    figures = tuple(with_unit(figure_of(fact), convert_to) for fact in facts)
    if asked == "each" or len(facts) != 2:
        return Outcome("answered", figures, cited=tuple(facts)) if asked != "gap" else None
    one, two = same_unit(*facts)
    if one < two:
        figures = figures[::-1]
    big, small = max(one, two), min(one, two)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(big - small)}"
    gap = with_unit(Figure("差额", decimal_text(big - small), facts[0].unit or "", tuple(facts)), convert_to)
    shown, context = ((gap,), figures) if asked == "gap" else ((*figures, gap), ())
    return Outcome(
        "answered",
        shown,
        context,
        formula,
        decimal_text(big - small),
        facts[0].unit or "",
        cited=tuple(facts),
    )
