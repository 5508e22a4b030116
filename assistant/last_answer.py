"""What the last answer was about: the form it stood in, and the entry beside it that a turn names by its difference.

“硕士呢” after 新引进人才生活补贴标准—博士 is the row of the same name with 硕士 in the place of 博士; “要几家企业入场”
after a project's money asks for an indicator of that project's form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.leftover import unserved
from assistant.single import accept
from assistant.turns import turn_words
from assistant.understanding import understand
from assistant.vocabulary import Entry, Vocabulary
from assistant.words import bigrams, fold
from index.model import Fact

__all__ = ["Said", "beside", "form_of", "in_form", "names_form"]

SHARED = 4  # characters that neighbours' names share at their ends, and the share of the whole name they make
SHARE = 0.45
NEAR = 0.1  # an entry of the form goes before others that explain the question this little better
TELLING = 3  # characters of what tells neighbours apart, with what stands next to it


@dataclass(frozen=True, slots=True)
class Said:
    """An answer's first label, the first fact it cites, and whether it gave a figure."""

    label: str | None
    fact: Fact | None
    answered: bool


def form_of(
    said: Said, question: str, documents: Sequence[str], vocabulary: Vocabulary
) -> tuple[str | None, Fact | None]:
    """The project's form in which the last answer stood, or which its question named: its name and an entry."""
    fact = said.fact
    if fact is None or not said.answered:
        return _named_form(question, documents, vocabulary)
    project = fact.source in ("field", "indicator") or fact.kind == "sheet_text"
    if not project or (fact.kind or "").startswith("department"):
        return None, None
    entries = (e.fact for e in _of(fact, vocabulary) if e.fact.source in ("field", "indicator") and e.fact.row_path)
    first = next(entries, None)
    return (first.row_path[0], fact) if first else (None, None)


def _named_form(question: str, documents: Sequence[str], vocabulary: Vocabulary) -> tuple[str | None, Fact | None]:
    joined = fold(question)
    found: dict[str, Fact] = {}
    for document in documents:
        for entry in vocabulary.indexes[document].entries:
            fact = entry.fact
            if fact.source in ("field", "indicator") and not (fact.kind or "").startswith("department"):
                name = fact.row_path[0] if fact.row_path else ""
                if len(name) >= SHARED and fold(name) in joined:
                    found.setdefault(name, fact)
    longest = max(found, key=len, default=None)
    return (longest, found[longest]) if longest else (None, None)


def _of(fact: Fact, vocabulary: Vocabulary) -> list[Entry]:
    index = vocabulary.indexes[fact.document]
    return [index.entries[position] for position in index.by_container.get(fact.container, ())]


def names_form(question: str, fact: Fact) -> bool:
    """Whether a question names the form of a fact by half of its name or more."""
    grams, joined = bigrams(fold(fact.row_path[0] if fact.row_path else "")), fold(question)
    return bool(grams) and sum(gram in joined for gram in grams) >= len(grams) / 2


def in_form(question: str, fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether an entry of the fact's form answers a question about as well as anything else in its document."""
    engine = Engine(None, vocabulary, understand(question, vocabulary, language="zh"))
    found = engine.find(documents=(fact.document,), limit=60)
    inside = [c for c in found if c.fact.container == fact.container]
    if not inside or not accept(inside[0]) or unserved(inside[0], engine.query.segments, vocabulary):
        return False
    return inside[0].score >= found[0].score - NEAR


def beside(turn: str, core: str, fact: Fact, vocabulary: Vocabulary) -> str | None:
    """The earlier question with the name of the fact's neighbour that the turn tells by what differs.

    Where several neighbours hold the turn's words: the shared beginning of their names with those words.
    """
    apart = re.match(turn_words()["unlike"], turn)
    wanted, barred = (fold(apart["is"]), fold(apart["not"])) if apart else (fold(turn), "")
    if len(wanted) < 2:
        return None
    for own, names in _families(fact, vocabulary):
        fitting = [
            name
            for name in names
            if wanted in fold(name)
            and (barred not in fold(name) if barred else wanted not in fold(own))
            and _related(fold(own), fold(name))
        ]
        exact = [name for name in fitting if _difference(fold(own), fold(name))[1] == wanted]
        fitting = exact or fitting
        if len(fitting) == 1:
            return _replaced(core, own, fitting[0], fact)
    return None


def _families(fact: Fact, vocabulary: Vocabulary) -> Iterable[tuple[str, list[str]]]:
    """The fact's own name with those beside it: rows of its table or form, then forms of its document."""
    if not fact.row_path:
        return
    own = fact.row_path[-1]
    if fact.source in ("indicator", "cell"):
        rows = {e.fact.row_path[-1] for e in _of(fact, vocabulary) if e.fact.row_path}
        yield own, sorted(rows - {own})
    if fact.source in ("field", "indicator"):
        index = vocabulary.indexes[fact.document]
        forms = {e.fact.row_path[0] for e in index.entries if e.fact.source == "field" and e.fact.row_path}
        yield fact.row_path[0], sorted(forms - {fact.row_path[0]})


def _difference(own: str, other: str) -> tuple[str, str]:
    """The middle parts in which two names differ."""
    start = 0
    while start < min(len(own), len(other)) and own[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(own), len(other)) - start and own[-1 - end] == other[-1 - end]:
        end += 1
    return own[start : len(own) - end], other[start : len(other) - end]


def _related(own: str, other: str) -> bool:
    mine, theirs = _difference(own, other)
    shared = len(own) - len(mine)
    return bool(theirs) and shared >= max(SHARED, SHARE * max(len(own), len(other)))


def _replaced(core: str, own: str, other: str, fact: Fact) -> str:
    mine, theirs = _difference(fold(own), fold(other))
    a, b = fold(own), fold(other)
    start = a.index(mine) if mine else 0
    while 0 < len(mine) < TELLING and start + len(mine) < len(a):
        mine, theirs = mine + a[start + len(mine)], theirs + a[start + len(mine)]
    if mine and core.count(mine) == 1 and theirs in b:
        return core.replace(mine, theirs)
    column = fact.column_path[-1] if fact.column_path and fact.source != "indicator" else ""
    row = fact.row_path[-1] if fact.source == "indicator" and own != fact.row_path[-1] else ""
    return f"{other}的{row or column}" if row or column else f"{other}是多少"
