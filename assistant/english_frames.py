"""Orders of words that Chinese turns round: a part of a whole, one more than another, the gap between two."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from assistant.english import Rendering, gloss
from assistant.english_asked import Asked, frames
from assistant.english_link import Known
from assistant.english_scope import places, scope_text
from assistant.english_terms import grammar, term_list

__all__ = ["cars", "framed"]


_JOINED = "_and_"
_RATES = ("率", "比例", "满意度", "比重")  # themselves shares: what percentage they are is their value


def cars(subject: str, text: str, follow: bool) -> str:
    """Vehicles that are counted or held are 车辆; what is spent on them is a public expense."""
    spent = follow or re.search(r"\b(?:budget|spend|spent|spending|expens|cost|how much)", text)
    held = re.search(r"\b(?:how many|own|owns|held|hold|holds|have|has|asset|value|worth)\b", text)
    return re.sub(r"(?<!用)车辆(?!数|购)", "公务用车购置及运行费", subject) if spent and not held else subject


def framed(asked: Asked, known: Known) -> Rendering | None:
    text = _one_thing(asked.text)
    for pattern, to in frames():
        match = pattern.search(text)
        if match is None:
            continue
        groups = {name: (words or "").replace(_JOINED, " and ") for name, words in match.groupdict().items()}
        groups["b"] = _that_of(groups.get("a") or "", groups.get("b") or "")
        before = gloss(text[: match.start()].replace(_JOINED, " and "), known=known, generic=False)
        a = gloss(groups.get("a") or "", known=known)
        b = gloss(groups.get("b") or "", known=known)
        c = gloss(groups.get("c") or "", known=known, generic=False)
        a, b = (replace(one, subject=cars(one.subject, asked.text, False)) for one in (a, b))
        every = (before, a, c, b)
        unlinked = tuple(word for one in every for word in one.unlinked)
        scope = tuple(group for one in (c, a, b, before) for group in one.scope)
        units = tuple(dict.fromkeys(unit for one in (c, a, b, before) for unit in one.units))
        where = scope_text(scope, units) + asked.roles.get("every", "")
        shared = a.subject or b.subject or c.subject
        if not shared and re.search(r"\b(?:totals?|budgets?)\b", text):
            shared = "总支出"
        if "倍" in to and places(scope) > 1:
            return Rendering(f"{where}的{shared}，前者是后者的几倍", unlinked)
        if "比" in to and places(scope) < 2 and b.scope and not b.subject and not units and b.scope[0].year:
            kept = [replace(one, year="") if one.year == b.scope[0].year else one for one in scope]
            moved = "减少" if "少多少" in to else "增加"
            return Rendering(f"{scope_text(kept)}的{shared}比{b.scope[0].year}{moved}了多少", unlinked)
        if "占" not in to and len(units) == 2 and len({group.place for group in scope}) < 2 and shared:
            less = "少" if "少多少" in to else "多"
            return Rendering(f"{scope_text(scope)}{units[0]}的{shared}比{units[1]}的{shared}{less}多少", unlinked)
        if "占" not in to and (places(scope) > 1 or len(units) > 1 or ((b.scope or b.units) and not b.subject)):
            less = "少" if "少多少" in to else "多"
            if "比" in to and places(a.scope) == places(b.scope) == 1 and not units and shared:
                return Rendering(f"{scope_text(a.scope)}的{shared}比{scope_text(b.scope)}{less}多少", unlinked)
            ask = "相差多少" if "相差" in to else f"哪个{less}，{less}多少"
            return Rendering(f"{where}的{shared}{ask}", unlinked)
        if (
            "占" in to
            and not b.subject
            and re.search(r"\b(?:totals?|whole|budgets?|spending|expenditure)\b", groups.get("b") or "")
        ):
            b = replace(b, subject="总支出")
        if "占" in to and "a" in groups and not a.subject and len(a.units) == 1 and b.subject:
            return Rendering(f"{scope_text(scope)}的{a.units[0]}的{b.subject}占{b.subject}的百分之几", unlinked)
        if "占" in to and "a" in groups and not a.subject:
            return None
        if "占" in to and a.subject.endswith(_RATES):
            return Rendering(f"{where}的{a.subject}是多少", unlinked)
        measure = {"square metres": "平方米", "square meters": "平方米", "people": "人", "yuan": "钱"}.get(
            groups.get("m") or "", ""
        )
        inside = f"{before.subject}的" if before.subject and before.subject not in (a.subject, b.subject) else ""
        part, whole = _alike(a.subject + c.subject, b.subject) if b.subject else (a.subject + c.subject, "")
        body = to.replace("{m}", measure).format(a=part, b=whole)
        return Rendering(f"{where}{'的' if where else ''}{inside}{body}", unlinked)
    return None


def _one_thing(text: str) -> str:
    """The text with the "and" inside a listed term (goods and services) joined: it parts no operands."""
    return _with_and().sub(lambda match: match[0].replace(" and ", _JOINED), text)


@lru_cache(maxsize=1)
def _with_and() -> re.Pattern[str]:
    terms = sorted({term for term, _ in term_list() if " and " in term}, key=len, reverse=True)
    return re.compile(
        "|".join(r"\b" + r"(?:e?s)? ".join(map(re.escape, term.split())) + r"(?:e?s)?\b" for term in terms)
    )


def _that_of(one: str, other: str) -> str:
    """ "the floor area of houses" and "that of offices": the second with what "that" stands for."""
    head = re.match(r"(.+?) of ", one)
    return re.sub(r"^(?:that|those)(?= of )", head[1], other) if head else other


def _alike(one: str, other: str) -> tuple[str, str]:
    """Two operands measured alike: an attribute (面积) that one of them names holds for the other."""
    for word in grammar()["attributes"]["say"]:
        if one.endswith(word) != other.endswith(word):
            return (one, other + word) if one.endswith(word) else (one + word, other)
    return one, other
