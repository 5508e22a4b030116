"""The figures that were considered, each rank in words, and what decided between the first and the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.candidates import Candidate, Wanted, same_value
from assistant.glossary import concepts, scopes
from assistant.leftover import unserved
from assistant.lookup import COVERAGE, PRIORITY, find
from assistant.outcome import figure_of
from assistant.recorder import Searched
from assistant.scoping import family
from assistant.single import doubt
from assistant.trace import Ranked, Search
from assistant.trace_words import say, share
from assistant.vocabulary import Vocabulary
from assistant.words import fold
from index.model import Fact

__all__ = ["first_of", "search_told", "where_of"]

SAME = 1e-6  # scores nearer than this are equal
_DOUBTS = {"column": "not_column", "row": "not_row", "total": "not_total"}
_ALL_PERIODS = frozenset({"current", "target", "plan", "result", "previous", "change", "growth", "score", "weight"})


def search_told(searched: Searched, facts: Collection[str], vocabulary: Vocabulary, tongue: str, most: int) -> Search:
    """The best ``most`` figures of a search that explain anything; those among ``facts`` were taken."""
    wanted, found = searched.wanted, [c for c in searched.found if c.coverage > 0 or c.fact.id in facts]
    chosen = first_of(found, facts)
    taken = [candidate for candidate in found if candidate.fact.id in facts]
    alone = chosen is not None and all(same_value(candidate.fact, chosen.fact) for candidate in taken)
    ranked = tuple(
        _ranked(number, candidate, wanted, vocabulary, tongue, candidate.fact.id in facts)
        for number, candidate in enumerate(found[:most], 1)
    )
    won = _won(chosen, found, wanted, vocabulary, tongue) if chosen is not None and alone else None
    return Search("、".join((*wanted.codes, *wanted.segments)), ranked, won)


def first_of(found: Sequence[Candidate], facts: Collection[str]) -> Candidate | None:
    """The first candidate whose fact was taken."""
    return next((candidate for candidate in found if candidate.fact.id in facts), None)


def where_of(fact: Fact) -> str:
    """Table, row and column of a fact."""
    return " › ".join(part for part in (fact.title, *fact.row_path, " / ".join(fact.column_path)) if part)


def _ranked(
    number: int, candidate: Candidate, wanted: Wanted, vocabulary: Vocabulary, tongue: str, chosen: bool
) -> Ranked:
    fact = candidate.fact
    figure = figure_of(fact)
    return Ranked(
        number,
        f"{figure.value}{figure.unit}",
        where_of(fact),
        vocabulary.indexes[fact.document].document.file,
        fact.place.line_start,
        f"{candidate.score:.3f}",
        _why(candidate, wanted, tongue),
        None if chosen else _refused(candidate, wanted, vocabulary, tongue),
        chosen,
    )


def _why(candidate: Candidate, wanted: Wanted, tongue: str) -> tuple[str, ...]:
    fact = candidate.fact
    found = [say("explains", tongue, share=share(candidate.coverage))]
    key = _concept(candidate)
    if key is not None:
        concept = next(concept for concept in concepts() if concept.key == key)
        found.append(say("is_concept", tongue, name=concept.english if tongue == "en" else concept.name))
    elif candidate.blank:
        found.append(say("blank", tongue))
    elif candidate.exact:
        found.append(say("named_whole", tongue))
    else:
        found.append(say("named_part" if candidate.main > 0 else "unnamed", tongue, share=share(candidate.main)))
    if fact.code and fold(fact.code) in wanted.codes:
        found.append(say("by_code", tongue))
    if wanted.tables and family(fact.kind) in wanted.tables:
        found.append(say("in_table", tongue))
    if fact.period not in wanted.periods:
        found.append(say("other_period", tongue))
    if candidate.measured:
        found.append(say("measured", tongue))
    return tuple(found)


def _concept(candidate: Candidate) -> str | None:
    """The key of the whole-department term whose place the candidate is."""
    return next((reason.split()[1].rstrip(",") for reason in candidate.reasons if reason.startswith("concept ")), None)


def _refused(candidate: Candidate, wanted: Wanted, vocabulary: Vocabulary, tongue: str) -> str | None:
    """What speaks against a candidate, by the rules that answering goes by."""
    key = doubt(candidate)
    if key is not None:
        return say(_DOUBTS.get(key, key), tongue)
    name = unserved(candidate, wanted.segments, vocabulary)
    return say("not_served", tongue, name=name) if name else None


def _won(
    chosen: Candidate, found: Sequence[Candidate], wanted: Wanted, vocabulary: Vocabulary, tongue: str
) -> str | None:
    """Why the figure taken went before the next that states another value."""
    at = list(found).index(chosen)
    before = [candidate for candidate in found[:at] if not same_value(candidate.fact, chosen.fact)]
    said = [say("passed_over", tongue, count=len(before))] if before else []
    other = next((c for c in found[at + 1 :] if not same_value(c.fact, chosen.fact)), None)
    if other is not None:
        figure = figure_of(other.fact)
        why = _decided(chosen, other, wanted, vocabulary, tongue)
        said.append(say("won", tongue, other=where_of(other.fact), value=f"{figure.value}{figure.unit}", why=why))
    return "；".join(said) or None


def _decided(one: Candidate, other: Candidate, wanted: Wanted, vocabulary: Vocabulary, tongue: str) -> str:
    """The criterion without which the two would have stood the other way round, else the largest part of the lead."""
    again = _ranked_again(one, other, wanted, vocabulary)
    if len(again) < 2 or again[0].fact.id == other.fact.id:
        return say("d_sentence", tongue)  # alone the two stand the other way round: what stands beside them decided
    one, other = again
    gap = one.score - other.score
    if gap < SAME:
        return say("d_place", tongue)
    for key, without in (
        ("d_code", replace(wanted, codes=())),
        ("d_concept", replace(wanted, concepts=())),
        ("d_table", replace(wanted, tables=(), explicit=False)),
        ("d_period", replace(wanted, periods=_ALL_PERIODS)),
        ("d_unit", replace(wanted, units=(), money=False, strict=False)),
    ):
        turned = _ranked_again(one, other, without, vocabulary) if without != wanted else []
        if turned and turned[0].fact.id == other.fact.id:
            return say(key, tongue)
    priority = scopes()["priority"]
    ranks = [priority.get(family(candidate.fact.kind), 60) for candidate in (one, other)]
    covered = COVERAGE * (one.coverage - other.coverage)
    default = PRIORITY * (ranks[0] - ranks[1]) / 100
    rest = gap - covered - default
    if covered >= max(default, rest):
        return say("d_coverage", tongue, one=share(one.coverage), other=share(other.coverage))
    if default >= rest:
        return say("d_priority", tongue)
    if _concept(one) and not _concept(other):
        return say("d_concept", tongue)
    if one.exact and not other.exact:
        return say("d_exact", tongue)
    if share(one.main) != share(other.main) and one.main > other.main:
        return say("d_named", tongue, one=share(one.main), other=share(other.main))
    return say("d_labels", tongue)


def _ranked_again(one: Candidate, other: Candidate, wanted: Wanted, vocabulary: Vocabulary) -> list[Candidate]:
    """The two alone, ranked for what is wanted."""
    pair = {one.fact.id, other.fact.id}
    documents = dict.fromkeys((one.fact.document, other.fact.document))
    return find(vocabulary, documents, replace(wanted, keep=lambda fact: fact.id in pair))
