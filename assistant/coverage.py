"""Whether two tables speak of the same thing: figures of different coverage are readings, no contradiction."""

from __future__ import annotations

import re

from assistant.engine import Engine
from assistant.glossary import scopes
from assistant.lookup import same_value
from assistant.outcome import Outcome, fact_label, figure_of
from assistant.places import issuers, select
from assistant.scoping import family
from assistant.single import accept
from assistant.splits import operand_words
from index.model import Fact

__all__ = ["same_scope", "side_by_side", "two_tables"]


def two_tables(engine: Engine, text: str) -> Outcome | None:
    """“三公表和基本支出表的公务接待费不一样，各是多少”: the figure of each table named."""
    named: dict[str, str] = {}
    for kind, words in scopes()["table_words"].items():
        for word in words:
            if word.endswith("表") and len(word) > 2 and word in text:
                named[kind] = max(named.get(kind, ""), word, key=len)
    kinds = [k for k, word in named.items() if not any(word in other and word != other for other in named.values())]
    if len(kinds) != 2:
        return None
    rest = select(text, issuers(engine.vocabulary.documents))[1]
    for word in sorted(named.values(), key=len, reverse=True):
        rest = rest.replace(word, "|")
    subject = engine.prepare(re.split(r"数字|不?一[样致]|对不?得?上|各是|分别|为什么|怎么|哪个", rest)[0])
    facts: list[Fact] = []
    for kind in kinds:
        found = engine.find(subject, keep=lambda fact, kind=kind: family(fact.kind) == kind, tables=(kind,))
        sure = [c for c in found if accept(c) and c.fact.source == "cell"]
        if not sure:
            return None
        facts.append(sure[0].fact)
    one, two = facts
    if same_value(one, two):
        return Outcome("answered", (figure_of(one),), notes=("两处一致",), cited=(one, two), certainty=0.9)
    if not same_scope(one, two):
        return side_by_side(one, two)
    return Outcome("conflict", (figure_of(one), figure_of(two)), cited=(one, two))


def side_by_side(*facts: Fact) -> Outcome:
    """Figures that differ because they cover different things: readings, no contradiction."""
    figures = tuple(figure_of(fact, label=f"{fact_label(fact)}（{fact.title}）") for fact in facts)
    return Outcome("ambiguous", figures, notes=("两处口径不同，不是同一个数",), cited=tuple(facts))


def _covers(fact: Fact) -> int | str:
    """What a table covers: its line in the list of coverages, else its own kind."""
    kind = family(fact.kind)
    lines = operand_words()["conflict"]["coverage"]
    return next((number for number, kinds in enumerate(lines) if kind in kinds), kind)


def same_scope(one: Fact, other: Fact) -> bool:
    """Whether two cells of one label speak of the same thing: tables of one coverage, or a label that names its own."""
    label = (one.row_path or ("",))[-1]
    return _covers(one) == _covers(other) or bool(re.search(operand_words()["conflict"]["covered"], label))
