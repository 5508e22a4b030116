"""What each group gets: the grades of one standard, which stand in a form as indicators of one name.

“新引进人才生活补贴标准—博士”, “…—硕士”; or “发放标准” with “学士毕业生发放标准”, “硕士研究生发放标准” beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.engine import Engine
from assistant.outcome import Outcome, figure_of
from assistant.passages.measures import measures_of
from assistant.words import bigrams, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["answer_grades"]

_EACH = re.compile(
    r"分别|各(?:是|为|发|补|奖|给|有|按)?[^类项种级个单区县]{0,3}(?:多少|几)|几[档级]|各档|每[一]?档|怎么分档"
)
_ALL = re.compile(r"几[档级]|各档|每[一]?档|分档|按(?:学历|等级|级别|档次|层次)")
_BESIDES = re.compile(r"(?:除了?)?(?P<left>[^，,。除]{2,12}?)(?:以外|之外|除外)")
_DASH = re.compile(r"\s*[—–\-－:：]+\s*")
_PLAIN = re.compile("发放|标准|补贴|补助|奖励|金额|人数|人员|资金|生活")  # words of any standard
_JOIN = re.compile(r"、|和|与|及|还有|跟")
_SAID = {"学士": ("本科", "大学生"), "硕士": ("研究生", "硕士"), "博士": ("博士",), "“双一流”": ("双一流",)}
_GROUP = 4  # characters of a group that is named
_SURELY = 0.8  # the same to be sure that this standard is asked about
_NAMED = 0.5  # share of the standard's or the form's name that the question must say


@dataclass(frozen=True, slots=True)
class _Grade:
    fact: Fact
    name: str  # what it is called
    own: str  # folded, what none of the others is called


def answer_grades(engine: Engine) -> Outcome | None:
    """The grades that a question asks for by name, or all of them; None where it asks for none or names no standard.

    ``not_found`` where it names a group beside them that the standard does not have.
    """
    query = engine.query
    question = query.question
    if query.scope.each or not _EACH.search(question):
        return None
    asked = {measure.name for measure in measures_of(question)}
    left = _BESIDES.search(question)
    found: list[tuple[float, list[_Grade]]] = []
    for document in query.scope.documents:
        for stem, grades in _standards(engine, document):
            if asked & {"people", "things"} and is_money(_unit(grades[0].fact)):
                continue
            if not asked & {"people", "things"} and not is_money(_unit(grades[0].fact)):
                continue
            named = _share(stem, question)
            if named < _NAMED:
                continue
            if named >= _SURELY and not left and _has_not(grades, question):
                return Outcome("not_found")
            chosen = _chosen(grades, question, left["left"] if left else "")
            if len(chosen) > 1:
                found.append((named, chosen))
    if not found:
        return None
    best = max(share for share, _ in found)
    tops = [grades for share, grades in found if share == best]
    if len(tops) != 1:
        return None
    figures = tuple(figure_of(grade.fact, label=grade.name) for grade in tops[0])
    return Outcome("answered", figures, cited=tuple(grade.fact for grade in tops[0]))


def _standards(engine: Engine, document: str) -> list[tuple[tuple[str, str], list[_Grade]]]:
    """(names of the standard and of its form, its grades) of each standard of a document."""
    families: dict[tuple[str, str, str], list[tuple[Fact, str]]] = {}
    for entry in engine.vocabulary.indexes[document].entries:
        fact = entry.fact
        if fact.source != "indicator" or fact.value is None or fact.period not in engine.periods():
            continue
        if len(fact.row_path) > 2:
            stem, name = fact.row_path[1], fact.row_path[-1]
        else:
            stem, _, name = "\n".join(_DASH.split(fact.row_path[-1], maxsplit=1)).partition("\n")
        if name and stem:
            families.setdefault((fact.container, stem, _unit(fact)), []).append((fact, name))
    return [
        ((stem, facts[0][0].row_path[0]), _told_apart(facts))
        for (_, stem, _), facts in families.items()
        if len({name for _, name in facts}) == len(facts) > 1
    ]


def _told_apart(facts: Sequence[tuple[Fact, str]]) -> list[_Grade]:
    """The grades with what sets each apart: its name without what all names begin and end with."""
    names = [fold(name) for _, name in facts]
    start = len(list(takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))))
    end = len(list(takewhile(lambda letters: len(set(letters)) == 1, zip(*(n[::-1] for n in names), strict=False))))
    return [
        _Grade(fact, name, _PLAIN.sub("|", folded[start : len(folded) - end]) or folded)
        for (fact, name), folded in zip(facts, names, strict=True)
    ]


def _chosen(grades: Sequence[_Grade], question: str, left: str) -> list[_Grade]:
    """The grades that the question names, or all where it asks for all; without those that it leaves out."""
    kept = [grade for grade in grades if not (left and _says(grade, left, grades))]
    if len(kept) < len(grades) or _ALL.search(question):
        return kept
    chosen = [grade for grade in grades if _says(grade, question, grades)]
    told = all(any(_says(grade, item, grades) for grade in chosen) for item in _listed(question))
    return chosen if told else []


def _has_not(grades: Sequence[_Grade], question: str) -> bool:
    """Whether a question names some of the grades and beside them a group that is none (博士、硕士、专科)."""
    said = [any(_says(grade, item, grades) for grade in grades) for item in _listed(question)]
    short = [len(fold(item)) <= _GROUP for item in _listed(question)]
    return any(said) and any(not known and brief for known, brief in zip(said, short, strict=True))


def _listed(question: str) -> list[str]:
    """The things that a question counts up before it asks for each (博士、硕士和本科的标准分别是多少)."""
    items = _JOIN.split(re.split(r"[，,：:]", _EACH.split(question)[0])[-1])
    return [item for item in items if len(fold(item)) > 1] if len(items) > 1 else []


def _says(grade: _Grade, text: str, grades: Sequence[_Grade]) -> bool:
    """Whether a text names a grade: by a pair of characters that not every grade has, or as people say it."""
    folded = fold(text)
    others = set.intersection(*(set(bigrams(other.own)) for other in grades if other is not grade))
    spoken = [said for written, words in _SAID.items() if fold(written) in grade.own for said in words]
    own = [pair for pair in bigrams(grade.own) if pair not in others and "|" not in pair]
    return any(pair in folded for pair in own) or any(s in folded for s in spoken)


def _share(names: tuple[str, str], question: str) -> float:
    """How much of a standard's name, or of its form's, a question says."""
    folded = fold(question)
    shares = []
    for name in names:
        pairs = bigrams(fold(re.sub(r"资金|经费|项目|标准|费用", "", name)))
        shares.append(sum(pair in folded for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0)
    return max(shares)


def _unit(fact: Fact) -> str:
    return (fact.unit or "").split("/")[0]
