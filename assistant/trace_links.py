"""Which words of a question were linked to what, and which were left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.asking import asked_words
from assistant.candidates import Candidate, Wanted
from assistant.glossary import concepts, questions, scopes, synonyms_in, use_synonyms
from assistant.places import issuers, select
from assistant.query import Query
from assistant.trace import Link
from assistant.trace_words import say
from assistant.understanding import normalise
from assistant.vocabulary import Vocabulary
from assistant.words import bare_label, bigrams, fold

__all__ = ["left_over", "links_of"]

MOST_DOCUMENTS = 4  # documents that are named one by one
_YEAR = re.compile(r"((?:20)?\d{2}(?:\s*年度?|\b)|[今去前本上][一]?年|(?:this|last|previous) year)", re.I)


def links_of(
    question: str, query: Query, vocabulary: Vocabulary, chosen: Candidate | None, wanted: Wanted | None
) -> tuple[Link, ...]:
    """What the question's words were taken for, in reading order: where, when, what to do, what it is about."""
    tongue = query.language

    def link(kind: str, words: str, to: str) -> Link:
        return Link(say(kind, tongue), words, to)

    found: list[Link] = []
    if query.question != question:
        found.append(link("in_chinese" if tongue == "en" else "turns", question, query.question))
    text = normalise(query.question)
    _, rest = select(text, issuers(vocabulary.documents))
    found += [link(*each) for each in _scope(query, vocabulary, _removed(text, rest))]
    said = asked_words(text)
    operation = f"op_{query.operation}" if query.operation in ("code", "conflict") else query.operation
    found.append(link("operation", said.get(query.operation, ""), say(operation, tongue)))
    if query.lowest:
        found.append(link("lowest", said.get("low", ""), say("lowest_first", tongue)))
    if query.k or query.nth:
        found.append(link("top", "", str(query.k or query.nth)))
    if query.convert_to:
        found.append(link("convert", said.get("convert", ""), query.convert_to))
    for condition in query.conditions:
        found.append(link("condition", "", f"{condition.relation} {condition.value}{condition.unit or ''}"))
    if query.units:
        found.append(link("unit", "", "、".join(query.units[:6])))
    found += [link("synonym", *pair) for pair in dict.fromkeys(synonyms_in(fold(rest)))]
    found += [link(*each) for each in _subject(query)]
    if chosen is not None and wanted is not None:
        found += [link(*each) for each in _of_fact(chosen, wanted)]
    return tuple(each for each in found if each.to)


def left_over(query: Query, chosen: Candidate | None, wanted: Wanted | None) -> tuple[str, ...]:
    """The words that the figure taken does not account for; of an English question those that nothing translates."""
    if chosen is None or wanted is None:
        return query.unlinked
    generic = {fold(word) for word in questions()["generic"]["say"]}
    pieces = [piece for piece in _runs(wanted.segments, chosen.explained, said=False) if len(piece) > 1]
    return (*query.unlinked, *(piece for piece in dict.fromkeys(pieces) if piece not in generic))


def _scope(query: Query, vocabulary: Vocabulary, removed: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    scope, tongue = query.scope, query.language
    pieces = [part.strip() for piece in removed for part in _YEAR.split(piece) if re.search(r"\w", part)]
    years = "、".join(dict.fromkeys(piece for piece in pieces if _YEAR.fullmatch(piece)))
    places = "、".join(dict.fromkeys(piece for piece in pieces if not _YEAR.fullmatch(piece)))
    if scope.missing:
        yield "missing", places or years, scope.missing
    titles = [vocabulary.indexes[d].document.title for d in scope.documents if d in vocabulary.indexes]
    every = say("place_none", tongue, count=len(titles))
    named = "；".join(titles[:MOST_DOCUMENTS]) + (" …" if len(titles) > MOST_DOCUMENTS else "")
    yield "place", places, named if scope.named or scope.years else every
    if scope.years:
        told = "、".join(map(str, scope.years))
        yield "year", years, say("previous", tongue, years=told) if scope.previous else told


def _subject(query: Query) -> Iterator[tuple[str, str, str]]:
    english = query.language == "en"
    joined = "|".join(query.segments) + "|" + query.text
    by_key = {concept.key: concept for concept in concepts()}
    for key in query.concepts:
        words = next((word for word in by_key[key].say if word in joined), "")
        yield "concept", words, by_key[key].english if english else by_key[key].name
    for kind in query.tables:
        names = scopes()["table_words"].get(kind, (kind,))
        words = max((fold(word) for word in names if fold(word) in joined), key=len, default="")
        yield "table", words, kind.replace("_", " ") if english else names[0]
    for code in query.codes:
        yield "code", code, code


def _of_fact(candidate: Candidate, wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    """The words that named the row, the column and the sheet of the figure taken."""
    fact = candidate.fact
    if fact.source in ("field", "indicator"):
        yield "sheet", _said(wanted, fact.row_path[:1]), "".join(fact.row_path[:1])
        yield "row", _said(wanted, fact.row_path[1:]), " / ".join(fact.row_path[1:])
    else:
        yield "row", _said(wanted, fact.row_path), " / ".join(fact.row_path)
    if fact.column_path:
        yield "column", _said(wanted, fact.column_path), " / ".join(fact.column_path)


def _said(wanted: Wanted, labels: Sequence[str]) -> str:
    """The words sought that stand in some labels."""
    grams = {gram for label in labels for gram in bigrams(use_synonyms(bare_label(label)))}
    sought = [gram for segment in wanted.segments for gram in bigrams(segment)]
    mask = sum(1 << number for number, gram in enumerate(sought) if gram in grams)
    return "、".join(dict.fromkeys(_runs(wanted.segments, mask, said=True)))


def _runs(segments: Sequence[str], mask: int, *, said: bool) -> Iterator[str]:
    """The runs of characters that the pairs in ``mask`` cover, or (``said`` False) those that none covers."""
    start = 0
    for segment in segments:
        pairs = max(len(segment) - 1, 0)
        bits = [bool(mask >> (start + number) & 1) for number in range(pairs)]
        covered = [any(bits[max(at - 1, 0) : at + 1]) for at in range(len(segment))]
        for flag, run in groupby(zip(covered, segment, strict=True), key=lambda pair: pair[0]):
            if flag == said:
                yield "".join(character for _, character in run)
        start += pairs


def _removed(text: str, rest: str) -> list[str]:
    """What was cut out of a text, where ``rest`` has ``|`` in its place; nothing where the rest was rewritten."""
    found, at = [], 0
    for piece in rest.split("|"):
        here = text.find(piece, at)
        if here < 0:
            return []
        found.append(text[at:here])
        at = here + len(piece)
    return [*found, text[at:]]
