"""From a question's text to a :class:`Query`: what to look for, where, and what to do with it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from assistant.asking import asks_in, conditions_in, convert_to, money_in, nth, operation_of, top, units_in
from assistant.denial import denied_in
from assistant.glossary import concepts, questions, scopes, translate, use_synonyms
from assistant.places import Issuer, issuers, select
from assistant.qualified import qualifiers_in
from assistant.query import Query
from assistant.splits import shielded, without_workings
from assistant.titles import named_tables, unknown_table
from assistant.vocabulary import Vocabulary
from assistant.words import fold, is_english, simplify

__all__ = ["concepts_in", "place_content", "segment", "tables_in", "understand"]

NAME_AHEAD, NAME_BEHIND = 6, 8  # characters of a name that may stand around a small word
MAX_QUESTION = 600  # characters that are read of a question; what comes after is not part of one
_CODE = re.compile(r"(?<![\d.a-z])(?:\d{3}|\d{5}|\d{7}|\d{6}|\d{8}[a-z0-9]{6,}|[a-z]\d{8})(?![\d.a-z%])")


def normalise(question: str) -> str:
    """Half width, lower case, simplified, one line; what a question's words are matched in."""
    text = unicodedata.normalize("NFKC", question[:MAX_QUESTION]).lower()
    text = "".join(character for character in text if character.isprintable() or character.isspace())
    return re.sub(r"\s+", " ", simplify(text)).strip()


@lru_cache(maxsize=1)
def _fluff() -> re.Pattern[str]:
    words = sorted(questions()["fluff"]["say"], key=len, reverse=True)
    return re.compile("|".join(words))


def understand(question: str, vocabulary: Vocabulary, *, language: Literal["zh", "en"] | None = None) -> Query:
    """Link a question's words to the library; nothing is looked up yet."""
    text = without_workings(normalise(question))
    tongue: Literal["zh", "en"] = language or ("en" if is_english(question) else "zh")
    known = _issuers(vocabulary)
    text, denied = denied_in(text)
    asks = asks_in(text)
    marked, own = _own_row(text, known)
    scope, rest = select(marked, known, previous="previous" in asks, content=place_content(vocabulary, text))
    rest = rest.replace(_OWN, own)
    rest_of_places = rest
    titled = named_tables(rest, scope.documents, vocabulary, original=text)
    for said in titled.words:
        rest, text = rest.replace(said, "|"), text.replace(said, "|")
    qualifiers, words = qualifiers_in(rest, vocabulary.columns)
    for said in words:
        rest, text = rest.replace(said, "|"), text.replace(said, "|")
    if titled.words or words:
        asks = asks_in(text)
    unlinked: tuple[str, ...] = ()
    if tongue == "en" or re.search(r"[a-z]{4,}", rest):
        rest, unlinked = translate(rest)
    codes = tuple(dict.fromkeys(code for code in _CODE.findall(rest) if _is_code(code, vocabulary)))
    for code in codes:
        rest = rest.replace(code, "|")
    conditions = conditions_in(text)
    rest = rewrite(rest)
    prepared = prepare(rest)
    by_kind, prepared_rest = _explicit_tables(prepared)
    focus, within = _focus(prepared_rest, vocabulary)
    segments = segment(prepared_rest, vocabulary)
    if not segments and not codes:
        segments = segment(use_synonyms(fold(rest)), keep=True)
    joined = "|".join(segments)
    operation = operation_of(shielded(text, vocabulary.unsplit)[0], asks, scope)
    return Query(
        question,
        tongue,
        scope,
        operation,
        prepared,
        segments,
        codes=codes,
        concepts=concepts_in(segments),
        tables=titled.kinds or by_kind or tables_in(joined),
        explicit_table=bool(titled.kinds or by_kind),
        unknown_table=None if titled.words else unknown_table(rest_of_places, scope.documents, vocabulary),
        containers=titled.ids if len(titled.words) == 1 else frozenset(),
        plain=text,
        qualifiers=qualifiers,
        focus=focus,
        within=within,
        conditions=conditions,
        units=units_in(text),
        money=money_in(text),
        convert_to=convert_to(text, asks),
        denied=denied,
        k=top(text),
        nth=nth(text),
        lowest="low" in asks,
        asks=asks,
        unlinked=unlinked,
    )


_OWN = "\ue0ff"


def _own_row(text: str, known: tuple[Issuer, ...]) -> tuple[str, str]:
    """A text that names a department twice (“厦门…局2023年厦门…局的在职人数”): the second names its own row."""
    for issuer in known:
        name = issuer.document.department or ""
        at = text.rfind(name) if name else -1
        if at > 0 and text.count(name) > 1:
            return f"{text[:at]}{_OWN}{text[at + len(name) :]}", name
    return text, ""


_ISSUERS: dict[int, tuple[Issuer, ...]] = {}


def _issuers(vocabulary: Vocabulary) -> tuple[Issuer, ...]:
    key = id(vocabulary)
    if key not in _ISSUERS:
        _ISSUERS.clear()
        _ISSUERS[key] = issuers(vocabulary.documents)
    return _ISSUERS[key]


def place_content(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """The two- to four-character pieces of a question that stand in the documents' own labels."""
    return frozenset(
        text[start : start + size]
        for size in (2, 3, 4)
        for start in range(len(text) - size + 1)
        if vocabulary.known(text[start : start + size])
    )


def _is_code(code: str, vocabulary: Vocabulary) -> bool:
    if any(code in index.by_code for index in vocabulary.indexes.values()):
        return True
    return len(code) in (5, 7) and code[0] in "23" and not vocabulary.known(code)


def _explicit_tables(prepared: str) -> tuple[tuple[str, ...], str]:
    """The table kinds named outright (支出预算总表), and the text without those names."""
    hits: list[tuple[int, str, str]] = []
    for kind, words in scopes()["table_words"].items():
        for word in map(fold, words):
            if word.endswith("表") and len(word) > 3 and word in prepared:
                hits.append((len(word), kind, word))
    if not hits:
        return (), prepared
    longest = max(hits)[0]
    kinds = tuple(kind for size, kind, _ in hits if size == longest)
    for size, _, word in hits:
        if size == longest and kinds[0] not in ("project_sheet", "department_sheet", "self_evaluation"):
            prepared = prepared.replace(word, "|")
    return kinds, prepared


def rewrite(text: str) -> str:
    """Turns of phrase that change the subject itself (“不算上年结转的收入” is 本年收入), from ``questions.toml``."""
    for rule in questions()["rewrite"]:
        text = re.sub(rule["pattern"], rule["to"], text)
    return text


_PART_OF = re.compile(r"(?:项下|之下|之中|当中|里面|里头|下面|名下|里|中|下)的?")


def _focus(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """(the row that a text asks for as a part of another, that other): “A里的B”, both named whole; empty otherwise."""
    for mark in reversed(list(_PART_OF.finditer(text))):
        ahead, behind = text[: mark.start()], text[mark.end() :]
        names = (row for size in range(len(behind), 1, -1) if (row := behind[:size]) in vocabulary.things)
        around = (name for size in range(min(len(ahead), 30), 2, -1) if (name := ahead[-size:]) in vocabulary.things)
        focus, within = next(names, ""), next(around, "")
        if focus and within:
            return focus, within
    return "", ""


_COUNTED = re.compile(
    r"(?:多少|几)万?(?:人次|平方米|课时|小时|分钟|名|位|家|户|件|份|场次?|张|辆(?!车)|台|套|笔|起|天|册|间|栋|次)的?"
)


def prepare(rest: str) -> str:
    """The folded rest of a question with the documents' words for people's, pieces parted by ``|``."""
    rest = _COUNTED.sub("|", rest)
    rest = re.sub(r"[“\"‘'「『]([^”\"’'」』]{4,})[”\"’'」』]", r"|\1|", rest)
    rest = re.sub(r"[（(]([^（()）]{3,})[)）]", r"|\1|", rest)
    pieces = [use_synonyms(fold(piece)) for piece in re.split(r"[|？?，,。；;：:、！!]", rest)]
    return "|".join(piece for piece in pieces if piece)


def segment(text: str, vocabulary: Vocabulary | None = None, *, keep: bool = False) -> tuple[str, ...]:
    """The pieces of a prepared text that carry a subject; small words part them.

    A concept's phrase (总支出) is never cut. ``keep`` leaves the small words in.
    """
    phrases = sorted(
        {phrase for concept in concepts() for phrase in concept.say if len(phrase) > 2}, key=len, reverse=True
    )
    guarded = re.compile("(" + "|".join(map(re.escape, phrases)) + ")")
    pieces: list[str] = []
    for part in text.split("|"):
        for whole, piece in _guard(part, guarded, vocabulary):
            if whole or keep:
                pieces.append(piece)
            else:
                pieces += [word for word in _fluff_split(piece, vocabulary) if len(word) > 1 or word.isdecimal()]
    return tuple(pieces)


def _fluff_split(text: str, vocabulary: Vocabulary | None) -> list[str]:
    """Cut small words out; a single character stays where it joins its neighbour in a label (就 in 就业)."""
    pieces: list[str] = []
    start = 0
    for match in _fluff().finditer(text):
        if (
            vocabulary is not None
            and len(match[0]) == 1
            and match[0] not in _ALWAYS
            and _joins(text, match.start(), vocabulary)
        ):
            continue
        if (
            vocabulary is not None
            and len(match[0]) > 1
            and _inside_a_name(text, match.start(), match.end(), vocabulary)
        ):
            continue
        pieces.append(text[start : match.start()])
        start = match.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _inside_a_name(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a small word is a part of a name that stands in the text (文件 in 文件柜, 覆盖 in 补助覆盖率)."""
    return any(
        text[first:last] in vocabulary.things
        for first in range(max(0, start - NAME_AHEAD), start + 1)
        for last in range(end, min(len(text), end + NAME_BEHIND) + 1)
        if last - first > end - start
    )


def _guard(text: str, guarded: re.Pattern[str], vocabulary: Vocabulary | None) -> list[tuple[bool, str]]:
    """A text cut into concept phrases (True) and the rest; a phrase that begins inside a label is none."""
    found: list[tuple[bool, str]] = []
    start = 0
    for match in guarded.finditer(text):
        before = text[match.start() - 1 : match.start() + 1] if match.start() > start else ""
        if vocabulary is not None and before and before in vocabulary.names and before[0] not in "年的":
            ahead = text[start : match.start()]
            if not any(ahead[-size:] in vocabulary.rows for size in range(3, min(len(ahead), 20) + 1)):
                continue
        found.append((False, text[start : match.start()]))
        found.append((True, match[0]))
        start = match.end()
    found.append((False, text[start:]))
    return [(whole, piece) for whole, piece in found if piece]


_ALWAYS = frozenset("的了吗呢吧啊呀么嘛这那")


def _joins(text: str, at: int, vocabulary: Vocabulary) -> bool:
    before, after = text[max(0, at - 1) : at + 1], text[at : at + 2]
    return (len(before) == 2 and before in vocabulary.names) or (len(after) == 2 and after in vocabulary.names)


_ALONE = {
    "收入": "total_income",
    "支出": "total_expenditure",
    "预算": "total_expenditure",
}  # where nothing else is said


def concepts_in(segments: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts whose phrases occur in the pieces; one phrase inside a longer one does not count."""
    found: list[str] = []
    if len(segments) == 1 and segments[0] in _ALONE:
        return (_ALONE[segments[0]],)
    for piece in segments:
        taken = piece
        hits: list[tuple[int, str, str]] = []
        for concept in concepts():
            for phrase in concept.say:
                if phrase in taken:
                    hits.append((len(phrase), concept.key, phrase))
                    break
        for _, key, phrase in sorted(hits, reverse=True):
            if phrase in taken:
                taken = taken.replace(phrase, "|")
                found.append(key)
    return tuple(dict.fromkeys(found))


def tables_in(text: str) -> tuple[str, ...]:
    """The table kinds that a text names or whose coverage it names, the longest words first."""
    hits: list[tuple[int, str]] = []
    for kind, words in scopes()["table_words"].items():
        best = max((len(word) for word in map(fold, words) if word in text), default=0)
        if best:
            hits.append((best, kind))
    if not hits:
        return ()
    longest = max(size for size, _ in hits)
    return tuple(kind for size, kind in sorted(hits, reverse=True) if size == longest)
