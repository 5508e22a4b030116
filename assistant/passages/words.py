"""What a question for words is about: its kind, its topic without question words, what it wants to know of it.

All vocabulary lives in ``assistant/data/prose_*.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.glossary import departments, translate
from assistant.passages.measures import asks_twice
from assistant.passages.settings import settings
from index.model import Document

__all__ = [
    "Focus",
    "Topic",
    "asks_for_figure",
    "asks_in_so_many_words",
    "focuses_of",
    "fold",
    "grams_of",
    "kind_of",
    "kinds_named",
    "names_of",
    "straddles",
    "topic_of",
    "wanted_noun",
]

_CHINESE = "一-鿿"
_TOKEN = re.compile(rf"[{_CHINESE}]+|[a-z]+|\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)(?:20)?(\d{2})\s*(?:年度?|財年|财年)|(?<!\d)(20\d{2})(?!\d)")
_FIGURE = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_SUFFIX = re.compile(r"[省市区县州盟旗]$")
_ENGLISH = re.compile(r"[A-Za-z]{2}")
_PROSE = re.compile(r"[a-z]{2,}[ ,'-]+[a-z]{2,}")  # two English words in a row, not a code or an abbreviation


def fold(text: str) -> str:
    """A text for comparing: widths and case folded, no spaces, quotation marks or thousands separators."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=出国)(?:\(境\)|境)", "", text)
    return re.sub(r"[\s“”\"'‘’「」『』《》〈〉]|(?<=\d),(?=\d{3})", "", text)


def grams_of(text: str) -> list[str]:
    """The comparable pieces of a folded text: character pairs of Chinese, whole numbers and Latin words."""
    grams: list[str] = []
    for token in _TOKEN.findall(text):
        if "一" <= token[0] <= "鿿":
            grams += [token[i : i + 2] for i in range(len(token) - 1)] or [token]
        else:
            grams.append(token)
    return grams


def straddles(gram: str) -> bool:
    """Whether a character pair holds a character of grammar (要, 让, 怎): where no document has the pair, it says
    nothing, because it spans two words of the question."""
    return len(gram) == 2 and not gram.isascii() and bool(_grammar() & set(gram))


@cache
def _grammar() -> frozenset[str]:
    return frozenset(settings("words")["grammar"])


def kind_of(question: str) -> str | None:
    """Which kind of words a question asks for, or None if it asks for a figure (or for nothing known)."""
    text = unicodedata.normalize("NFKC", question).lower().strip(" ?？。.!！")
    name = _first_kind(text)
    asked = asks_twice(text)
    if name in ("narrative", "text", "basis", None) and asked > 1:
        return "amounts"
    return "amount" if name in ("narrative", "basis", None) and asked else name


def _first_kind(text: str) -> str | None:
    for kind in settings("kinds")["kind"]:
        if not re.search(kind["words"], text):
            continue
        if "unless" in kind and re.search(kind["unless"], text):
            continue
        if not kind.get("over_figures") and re.search(settings("kinds")["figures"], text):
            continue
        return str(kind["name"])
    return None


def asks_for_figure(question: str) -> bool:
    """Whether a question asks how many or how much, in Chinese."""
    return bool(re.search(r"多少|几[^个]", question))


def asks_in_so_many_words(question: str) -> bool:
    """Whether a question says plainly that it asks for a definition (什么意思, 怎么解释)."""
    text = unicodedata.normalize("NFKC", question).lower().strip(" ?？。.!！")
    return any(kind.get("certain") and re.search(kind["words"], text) for kind in settings("kinds")["kind"])


@dataclass(frozen=True, slots=True)
class Focus:
    """What is wanted of the subject: patterns of the labels and sentences that hold it.

    ``only``: no other field answers; ``must``: no text without the wording answers; ``either``: nothing answers
    that is neither; ``within``: the heading over the heading names it too; ``inherits``: a part of a project need not
    name it again.
    """

    name: str
    labels: re.Pattern[str] | None
    text: re.Pattern[str] | None
    only: bool
    must: bool
    either: bool = False
    within: bool = False
    inherits: bool = False


def focuses_of(question: str, *always: str) -> tuple[Focus, ...]:
    """The focuses whose words a question uses, and those named."""
    text = unicodedata.normalize("NFKC", question).lower()
    return tuple(focus for ask, focus in _focuses() if focus.name in always or ask.search(text))


@cache
def _focuses() -> tuple[tuple[re.Pattern[str], Focus], ...]:
    def compiled(entry: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
        return re.compile(entry[key]) if key in entry else None

    return tuple(
        (
            re.compile(entry["ask"]),
            Focus(
                entry["name"],
                compiled(entry, "labels"),
                compiled(entry, "text"),
                bool(entry.get("only")),
                bool(entry.get("must")),
                bool(entry.get("either")),
                bool(entry.get("within")),
                bool(entry.get("inherits")),
            ),
        )
        for entry in settings("focus")["focus"]
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """A question's subject: ``pieces`` of it with question words and names cut out, ``synonyms`` as pairs of a
    word asked and the words documents write for it, ``quoted`` words, ``figures`` other than years, ``years``,
    and ``foreign`` words of an English question that nothing translates."""

    question: str
    pieces: tuple[str, ...]
    synonyms: tuple[tuple[str, tuple[str, ...]], ...]
    quoted: tuple[str, ...]
    figures: tuple[str, ...]
    years: tuple[int, ...]
    foreign: tuple[str, ...] = ()


def wanted_noun(question: str) -> str | None:
    """The first two characters of the noun that 哪些 asks for, where it names a kind of thing (哪些银行)."""
    for found in re.findall(
        rf"(?:哪[些个家份种]|哪[几二两三四五六七八九十]+[个项家种条点类]?)([{_CHINESE}]{{2}})", question
    ):
        if found not in settings("words")["open_nouns"] and not _stop_pattern().search(found):
            return str(found)
    return None


def kinds_named(noun: str, text: str) -> int:
    """How many kinds of a thing a text names (险种: 养老保险、失业保险、工伤保险), by the words before its noun."""
    written = {noun, *settings("words")["synonyms"].get(noun, ())}
    return max(len(set(re.findall(rf"([{_CHINESE}]{{2}}){re.escape(word)}", text))) for word in written)


def topic_of(question: str, documents: Sequence[Document]) -> Topic:
    """The subject of a question about some documents, whose departments' and regions' names are no topic."""
    text = unicodedata.normalize("NFKC", question)
    quoted = tuple(fold(found) for found in re.findall(r"[“\"「『]([^”\"」』]{2,60})[”\"」』]", question))
    years = tuple(int(f"20{short}" if short else full) for short, full in _YEAR.findall(text))
    text = _YEAR.sub("|", text).lower()
    figures = tuple(fold(found) for found in _FIGURE.findall(text))
    names = names_of(documents)
    text, foreign = _translated(text)
    spelt = re.search(f"[{_CHINESE}]{{2}}", question)  # a subject given in Chinese needs no English words
    foreign = () if spelt else tuple(word for word in foreign if not _is_frame(word, names))
    text = fold(text)
    for name in names:
        text = text.replace(fold(name), "|")
    text = _stop_pattern().sub(lambda found: found[0] if found[0] in _kept() else "|", text)
    pieces = tuple(
        piece for piece in re.split(rf"[^{_CHINESE}a-z0-9.()“”]+", text) if len(piece) > 1 or piece.isdigit()
    )
    return Topic(question, pieces, _synonyms(pieces), quoted, figures, years, foreign)


def names_of(documents: Iterable[Document]) -> list[str]:
    """The names of the documents' departments and regions as people write them, longest first."""
    names: set[str] = set()
    for document in documents:
        regions = _regions(document)
        names |= regions
        department = document.department or ""
        if not department:
            continue
        names.add(department)
        tail = department
        for region in sorted(regions, key=len, reverse=True):
            tail = tail.removeprefix(region)
        for name, said, _ in departments():
            if name.rstrip("局委员会") in tail:
                names |= {word for word in said if len(word) > 1}
        if len(tail) > 2:
            names.add(tail)
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def _regions(document: Document) -> set[str]:
    regions: set[str] = set()
    for name in re.split(r"[ /·,，]+|(?<=[省市])(?=.{2,})", document.region or ""):
        if len(name) > 1:
            regions |= {name, _SUFFIX.sub("", name) if len(name) > 2 else name}
    found = re.match(rf"(?:[{_CHINESE}]{{2,4}}[省市])?([{_CHINESE}]{{2,4}}[市区县])", document.department or "")
    if found:
        for name in re.findall(rf"[{_CHINESE}]{{2,4}}?[省市区县]", found[0]):
            regions |= {name, _SUFFIX.sub("", name)}
    return regions


@cache
def _stop_pattern() -> re.Pattern[str]:
    stop = {fold(word) for word in settings("words")["stop"]}
    words = sorted(stop | _kept(), key=lambda word: (-len(word), word))
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


@cache
def _kept() -> frozenset[str]:
    return frozenset(settings("words")["kept"])


def _is_frame(word: str, names: Sequence[str]) -> bool:
    """Whether an English word only frames a question (policy, bureau) or spells a place."""
    if len(word) < 4 or word in settings("words")["frames"]:
        return True
    from pypinyin import lazy_pinyin

    return any(word in "".join(lazy_pinyin(name)) for name in names)


def _translated(text: str) -> tuple[str, tuple[str, ...]]:
    """A lower-case text with the field's English words put into the documents' Chinese, and what nothing translates."""
    if not _ENGLISH.search(text):
        return text, ()
    for english, chinese in sorted(settings("words")["english"].items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"\b{re.escape(english)}\b", f" {chinese} ", text)
    if not _PROSE.search(text):
        return re.sub(r"[a-z][a-z'-]+", "|", text), ()
    chinese, left = translate(text)
    return chinese, tuple(left)


def _synonyms(pieces: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for asked, written in settings("words")["synonyms"].items():
        word = fold(asked)
        if any(word in piece for piece in pieces):
            found.append((word, tuple(fold(other) for other in written)))
    return tuple(found)
