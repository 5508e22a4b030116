"""What a fact leaves unread of a question: names of other things and unknown words; verbs and talk count nothing.

The words around a fact's own labels read too: what its sheet or table says elsewhere (the school whose dormitory it
is, the year the project began) is no other thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.candidates import Candidate
from assistant.glossary import questions, scopes, standard_subjects, talk_words
from assistant.vocabulary import Vocabulary
from assistant.words import bigrams, fold
from index.model import Fact

__all__ = ["Unread", "absent_subject", "foreign", "of_another_fund", "strange", "unread"]

LONGEST = 4  # characters of a word of talk
TOTAL_DOUBT = 1.0  # from which a table's total is not what is asked
UNKNOWN_PAIRS = 2  # neighbouring pairs of characters that no name has: a word of three
WELL_NAMED = 0.8  # share of its own name that a figure may be known by though one word is left over
ROW_DOUBT = 2.4  # weight of other names from which a table's row is not what is asked
SHEET_DOUBT = 4.0  # the same of a sheet's entry: sheets are told of in many words
_COUNTED = re.compile(
    r"(?:第?[几两一二三四五六七八九十多少数]|多少|\d+)+(?:个|项|张|份|笔|家|名|位|人|次|场|种|类|件|条|所|座|间|套|辆|台|年|月|天|块|起|行|栏|批|级|表)*"
)
_SUBJECT = ("支出", "收入")  # how the names of subjects end that a table lists without a figure
_OTHER = re.compile(r"其[他它余]([一-鿿]{2})")


@dataclass(frozen=True, slots=True)
class Unread:
    """What is left over: the weight of ``names`` of the documents; ``other`` is the longest unknown word's length."""

    names: float = 0.0
    other: int = 0


def unread(candidate: Candidate, segments: Sequence[str], vocabulary: Vocabulary) -> Unread:
    """What of the question's pieces neither the candidate's labels nor its surroundings nor talk account for."""
    around = _surroundings(vocabulary, candidate)
    names = 0.0
    other = 0
    start = 0
    for piece in segments:
        known = {
            number
            for number, gram in enumerate(bigrams(piece))
            if candidate.explained >> (start + number) & 1 or gram in around
        }
        for at, end in _left(piece, known):
            spoken = _verbs_in(piece)
            run = 0
            for place in range(at, end - 1):
                gram = piece[place : place + 2]
                if spoken[place] and spoken[place + 1]:
                    run = 0
                elif gram in vocabulary.names:
                    names += vocabulary.weight(gram)
                    run = 0
                else:
                    run += 1
                    other = max(other, run)
        start += max(len(piece) - 1, 0)
    return Unread(names, other)


def foreign(candidate: Candidate, segments: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the question speaks of something that the candidate is not: too much of it is unread, or too strange."""
    left = unread(candidate, segments, vocabulary)
    fact = candidate.fact
    if candidate.blank:
        return left.names + left.other >= TOTAL_DOUBT
    half = candidate.main < WELL_NAMED and not candidate.exact
    if left.other >= (1 if half and fact.source != "indicator" else UNKNOWN_PAIRS):
        return True
    if left.names >= (ROW_DOUBT if fact.source == "cell" else SHEET_DOUBT):
        return True
    labels = fold("".join((*fact.row_path, *fact.column_path)))
    for piece in segments:
        for match in _OTHER.finditer(piece):
            if not re.search("其[他它余]", labels) and match[1] in labels:
                return True  # 其他行政事业单位养老支出 is not 行政事业单位养老支出
    return False


def strange(segments: Sequence[str], documents: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """A word of the question that none of the documents has anywhere, and that is no talk; None where there is none."""
    pairs = [vocabulary.text_pairs(document) for document in documents]
    for piece in segments:
        known = {number for number, gram in enumerate(bigrams(piece)) if any(gram in said for said in pairs)}
        for at, end in _left(piece, known):
            spoken = _verbs_in(piece)
            run = 0
            for place in range(at, end - 1):
                run = 0 if spoken[place] and spoken[place + 1] else run + 1
                if run >= UNKNOWN_PAIRS:
                    return piece[at:end]
    return None


def absent_subject(text: str, documents: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """A subject that a prepared question names and none of the documents has a figure for; None where it names none.

    Subjects are those of ``subjects.toml``, the coded rows of the library's other documents (one code under two
    spellings is one subject), and rows that the documents themselves leave empty.
    """
    standard = standard_subjects()
    indexes = [vocabulary.indexes[document] for document in documents]
    empty = frozenset(name for index in indexes for name in index.empty_rows if name.endswith(_SUBJECT))
    for piece in text.split("|"):
        at = 0
        while at < len(piece) - 2:
            ends = range(len(piece), at + 2, -1)
            name = next((piece[at:end] for end in ends if _names(piece[at:end], vocabulary, standard, empty)), "")
            if name in empty:
                if not any(index.has(name) for index in indexes):
                    return name
            elif (name in standard or name in vocabulary.subjects) and not any(
                vocabulary.says(document, name) for document in documents
            ):
                codes = vocabulary.subjects.get(name, set())
                if not any(code in index.by_code for index in indexes for code in codes):
                    return name
            at += len(name) or 1
    return None


def _names(word: str, vocabulary: Vocabulary, standard: frozenset[str], empty: frozenset[str]) -> bool:
    return word in standard or (
        len(word) > 3 and (word in vocabulary.subjects or word in empty or word in vocabulary.rows)
    )


def of_another_fund(text: str, facts: Sequence[Fact], vocabulary: Vocabulary) -> str | None:
    """The fund that a folded question speaks of where no fact, nor what stands around one, does; None otherwise."""
    if not facts:
        return None
    said = ""
    for names in scopes()["funds"]["apart"]:
        name = next((name for name in map(fold, names) if name in text), None)
        if name is None or re.search(rf"(?:不是|不含|不算|不包括|非|除了?|除去|剔除|扣除){name}", text):
            continue
        said = said or "|".join(_labels(fact, vocabulary) for fact in facts)
        if not any(fold(other) in said for other in names):
            return name
    return None


def _labels(fact: Fact, vocabulary: Vocabulary) -> str:
    """All that is written about a fact: rows, columns, title, heading, sentence, the sheet it stands in."""
    index = vocabulary.indexes[fact.document]
    texts = [*fact.row_path, *fact.column_path, fact.title, fact.quote]
    for position in index.by_container.get(fact.container, ()):
        other = index.entries[position].fact
        if other.source == "field" and other.measure == "text":
            texts.append(other.raw)
    return fold("|".join(texts))


def _left(piece: str, known: set[int]) -> list[tuple[int, int]]:
    """The runs of two characters or more that neither a known pair nor a word of talk covers."""
    read = [False] * len(piece)
    for number in known:
        read[number] = read[number + 1] = True
    for match in _COUNTED.finditer(piece):
        read[match.start() : match.end()] = [True] * (match.end() - match.start())
    for number, character in enumerate(piece):
        if not "一" <= character <= "鿿":
            read[number] = True
    at = 0
    while at < len(piece):
        size = next((n for n in range(LONGEST, 0, -1) if piece[at : at + n] in _function_words()), 0)
        if size and not all(read[at : at + size]):
            read[at : at + size] = [True] * size
        at += size or 1
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(piece):
        end = at
        while end < len(piece) and not read[end]:
            end += 1
        if end - at > 1:
            runs.append((at, end))
        at = end + 1
    return runs


def _verbs_in(piece: str) -> list[bool]:
    found = [False] * len(piece)
    at = 0
    while at < len(piece):
        size = next((n for n in range(LONGEST, 1, -1) if piece[at : at + n] in _verbs()), 0)
        found[at : at + size] = [True] * size
        at += size or 1
    return found


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    generic = (fold(word) for word in questions()["generic"]["say"])
    return frozenset(talk_words()["function"].split()) | frozenset(generic)


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    return frozenset(talk_words()["verbs"].split())


_CACHE: dict[int, dict[tuple[str, str], frozenset[str]]] = {}


def _surroundings(vocabulary: Vocabulary, candidate: Candidate) -> frozenset[str]:
    """The pairs of all that stands in the candidate's sheet, or around its figure in prose."""
    fact = candidate.fact
    if fact.source == "cell":
        return frozenset()
    key = id(vocabulary)
    if key not in _CACHE:
        _CACHE.clear()
        _CACHE[key] = {}
    cached = _CACHE[key].get((fact.document, fact.container))
    if cached is None:
        index = vocabulary.indexes[fact.document]
        texts = {
            text
            for entry in (index.entries[p] for p in index.by_container.get(fact.container, ()))
            for text in (entry.fact.title, entry.fact.quote, entry.fact.raw, *entry.fact.row_path)
        }
        cached = frozenset(gram for text in texts for gram in bigrams(fold(text)))
        _CACHE[key][fact.document, fact.container] = cached
    return cached
