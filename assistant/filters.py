"""Conditions on the members of a set, and how much of a question they leave unexplained.

A set answers only where every telling word of the question is accounted for: as the set's own noun, its column, a
filter or a name. A word left over means that the question asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.asked import Asked, set_words, without_set_words
from assistant.columns import beside, by_columns, column_name
from assistant.engine import Engine
from assistant.glossary import use_synonyms
from assistant.members import Member
from assistant.query import Condition
from assistant.understanding import segment
from assistant.words import bigrams, fold
from index.amounts import convert, is_money
from index.model import Fact

__all__ = ["Explained", "apply_filters", "comparable", "holds", "without_runs"]

_DENIED = re.compile(r"没|未(?!来)|并非|不(?!足|超|少|低|到|同|动|算|含|包|计)")
_HEADS = ("个", "名", "位", "人")
STATED = 0.8  # share of the members that must state the figure that a condition is about
LEFT_OVER = 0.5  # weight of unexplained pairs of characters from which a set does not answer
UNKNOWN = 0.8  # weight of a pair that is in no label: perhaps the very thing that is missing


@lru_cache(maxsize=1)
def _nouns() -> re.Pattern[str]:
    words = sorted(map(re.escape, set_words()["nouns"]["say"]), key=len, reverse=True)
    return re.compile("[两二三四五六七八九十]+[个项类种家张款位]|排?第[二三四五]|分成?哪|" + "|".join(words))


@lru_cache(maxsize=1)
def _talk() -> re.Pattern[str]:
    """A piece made of nothing but talk and set nouns: only whole pieces are talk (材料 alone, not in 材料费)."""
    words = sorted(map(re.escape, (*set_words()["talk"]["say"], *set_words()["nouns"]["say"])), key=len, reverse=True)
    return re.compile("(?:" + "|".join(words) + ")+")


@lru_cache(maxsize=1)
def _sounds() -> frozenset[str]:
    from pypinyin import lazy_pinyin

    return frozenset("".join(lazy_pinyin(word)) for word in set_words()["nouns"]["say"] if len(word) > 1)


@lru_cache(maxsize=1024)
def _misspelt_noun(piece: str) -> bool:
    """Whether a piece sounds like a set noun (预祘 for 预算): a slip of the input method, no subject."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(piece)) in _sounds()


@dataclass(slots=True)
class Explained:
    """The words of a question and which of them a set accounts for; ``left`` are the pieces that remain."""

    engine: Engine
    left: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    text: str = ""
    denied: bool = False

    def __post_init__(self) -> None:
        self.text = without_set_words(self.engine.query.text)
        self.take()

    def take(self, *words: str) -> None:
        """Account for words (folded) wherever they occur, whole or as a run of at least two characters."""
        self.taken += [form for word in words for form in (word, use_synonyms(word)) if len(form) > 1]
        text = self.text
        for word in self.taken:
            text = "|".join("|".join(without_runs(piece, set(bigrams(word)))) for piece in text.split("|"))
        for word in sorted(dict.fromkeys(self.taken), key=len, reverse=True):
            text = text.replace(word, "|")
        self.denied = bool(_DENIED.search(text))
        pieces = list(segment(text, self.engine.vocabulary))
        for word in self.taken:
            pieces = [piece for whole in pieces for piece in whole.replace(word, "|").split("|") if piece]
        for word in self.taken:
            grams = set(bigrams(word))
            pieces = [piece for whole in pieces for piece in without_runs(whole, grams) if piece]
        self.left = pieces

    def rest(self) -> list[str]:
        """The pieces that nothing accounts for, nouns of sets and single characters aside."""
        telling = [text for text in self.left if not _talk().fullmatch(text) and not self._restated(text)]
        pieces = [piece for text in telling for piece in self._without_nouns(text) if len(piece) > 1]
        return [piece for piece in pieces if not _misspelt_noun(piece) and not _talk().fullmatch(piece)]

    def _without_nouns(self, piece: str) -> list[str]:
        """A piece without nouns of sets; a word that chooses by name stays whole (名称带建设的: 设 is none of them)."""
        query, names = self.engine.query, self.engine.vocabulary.names
        if len(piece) == 2 and piece in names and re.search(f"(?:{set_words()['which']['named']}){piece}", query.text):
            return [piece]
        return _nouns().sub("|", piece).split("|")

    def _restated(self, piece: str) -> bool:
        """Whether a piece only says a word over again that is accounted for (发工资 beside 工资福利支出)."""
        bare = piece.strip("发花拨给的在")
        return len(bare) > 1 and any(bare in word for word in self.taken if len(word) > len(bare) + 1)

    def weight(self) -> float:
        """How much is left over."""
        vocabulary = self.engine.vocabulary
        return sum(
            vocabulary.weight(gram) if gram in vocabulary.frequency else UNKNOWN
            for piece in self.rest()
            for gram in bigrams(piece)
        )

    def enough(self) -> bool:
        """Whether the question is accounted for; a negation that no condition has read is not."""
        return not self.denied and self.weight() <= LEFT_OVER


def without_runs(text: str, grams: set[str]) -> list[str]:
    """A text without the runs whose pairs of characters are all in ``grams`` (three characters and more)."""
    keep = [True] * len(text)
    start = 0
    while start < len(text) - 1:
        end = start
        while end < len(text) - 1 and text[end : end + 2] in grams:
            end += 1
        if end - start >= 2:
            for position in range(start, end + 1):
                keep[position] = False
        start = max(end, start + 1)
    return "".join(c if k else "|" for c, k in zip(text, keep, strict=True)).split("|")


def apply_filters(explained: Explained, members: Sequence[Member], asked: Asked) -> list[Member] | None:
    """The members that meet the question's conditions; the words of the conditions are accounted for. None where a
    condition cannot be told of these members (a number of people of amounts of money; sheets that state no money)."""
    chosen = list(members)
    for condition in asked.conditions:
        told = [m for m in chosen if m.fact is not None and comparable(m.fact, condition)]
        if len(told) < STATED * len(chosen) or not told:
            return None
        chosen = [m for m in chosen if m.fact is not None and holds(m.fact, condition)]
    for word in asked.without:
        kept = [m for m in chosen if not _is_left_out(word, m)]
        if len(kept) == len(chosen) and not word.endswith("本级"):
            return None  # (下属 has left 本级 out already)
        chosen = kept
        explained.take(
            word,
            use_synonyms(word),
            *(f"{verb}{word}" for verb in ("不算", "不含", "不包括", "不计", "剔除", "扣除", "除去", "排除", "除了")),
        )
    chosen = by_columns(explained, chosen, asked.text)
    chosen = _by_attributes(explained, chosen)
    chosen = _by_name(explained, chosen, len(members))
    return chosen


def _is_left_out(word: str, member: Member) -> bool:
    """Whether a member is one of those that the question leaves out: its name holds their word, or each pair of it."""
    said = use_synonyms(word)
    return word in fold(member.label) or all(gram in _spoken_label(member) for gram in bigrams(said))


def comparable(fact: Fact, condition: Condition) -> bool:
    """Whether a figure and a condition are of one kind (both money, both people)."""
    if fact.value is None or condition.value is None:
        return False
    if condition.unit is None:
        return True
    if is_money(condition.unit):
        return is_money(fact.unit)
    return not is_money(fact.unit) and (fact.unit == condition.unit or (fact.unit == "人" and condition.unit in _HEADS))


def holds(fact: Fact, condition: Condition) -> bool:
    """Whether a figure meets a condition; money is compared in the condition's unit."""
    if not comparable(fact, condition):
        return False
    assert fact.value is not None and condition.value is not None
    value, bound = fact.value, condition.value
    if condition.unit and is_money(condition.unit):
        value = convert(value, fact.unit or "", condition.unit)
    return {">": value > bound, "<": value < bound, "≥": value >= bound, "≤": value <= bound, "=": value == bound}.get(
        condition.relation, False
    )


def _by_attributes(explained: Explained, members: list[Member]) -> list[Member]:
    """Members of which a short text beside them (事业, 副处（县）级, 跨年性项目) stands in the question."""
    known: dict[str, list[Member]] = {}
    headers: dict[str, str] = {}
    for member in members:
        for fact in beside(explained.engine, member):
            if fact.value is not None or len(fact.raw) > 14 or not fact.column_path:
                continue
            whole, bare = fold(fact.raw), fold(re.sub(r"[（(].*?[)）]", "", fact.raw))
            for plain in dict.fromkeys((whole, bare, re.sub(r"(?:级|项目|单位)$", "", bare))):
                if 2 <= len(plain) <= 10 and not plain.isdecimal() and member not in known.setdefault(plain, []):
                    known[plain].append(member)
                    headers[plain] = column_name(fact)
    left, asked = "|".join(explained.left), fold(explained.engine.query.question)
    for value in sorted(known, key=len, reverse=True):
        if (value in left or (len(value) > 3 and value in asked)) and len(known[value]) < len(members):
            explained.take(value, headers[value])
            return known[value]
    return members


def _by_name(explained: Explained, members: list[Member], total: int) -> list[Member]:
    """Members (of ``total``) whose names hold a piece of the question that nothing else accounts for; the pieces
    hold together (市级 …贴息), but those that no member holds together name several (房屋、设备)."""
    every, filtered = members, False
    whole = [piece for piece in explained.left if len(piece) > 3]
    for piece in dict.fromkeys([*whole, *explained.rest()]):
        if piece not in "|".join(explained.left):
            continue  # a longer piece has accounted for it
        if len(piece) == 2 and not _stands_as_name(piece, explained.engine.query.text):
            continue
        named = _named(every, piece)
        both = [member for member in members if member in named]
        if named and len(both) < len(members):
            members = both or [member for member in every if filtered and (member in members or member in named)]
            filtered = True
            explained.take(piece, *(part for part in _spoken_label(named[0]).split("|")))
        elif named and len(both) == len(members) and len(members) < total:
            explained.take(piece)
    return members


def _named(members: Sequence[Member], piece: str) -> list[Member]:
    """The members whose names hold a piece; a long one may be a little off."""
    named = [m for m in members if piece in _spoken_label(m)]
    if not named and len(piece) >= 5:
        grams = bigrams(piece)
        named = [m for m in members if sum(gram in _spoken_label(m) for gram in grams) >= 0.75 * len(grams)]
    return named


def _stands_as_name(piece: str, text: str) -> bool:
    """Whether a word of two characters chooses by name (维修的项目, 含维修): a verb elsewhere (考核多少个) does not."""
    which = set_words()["which"]
    return bool(
        re.search(rf"(?:{which['named']}){piece}|{piece}(?:{which['noun']})|\|{piece}\||^{piece}\|", f"{text}|")
    )


def _spoken_label(member: Member) -> str:
    """A member's name, and what it stands under, as questions are put: folded, with the same synonyms."""
    return "|".join(use_synonyms(fold(part)) for part in (*member.label.split("·"), *member.under))
