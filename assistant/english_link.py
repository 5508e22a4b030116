"""English words linked to the labels of the asked documents.

An English word may be one of several Chinese words (certificate: 证书, 证). Which one, the documents' own labels
decide: the label that explains most of the question's words with least left unsaid is taken whole, and stands in
the Chinese question as the document writes it (发放证书数量 for "certificates handed out"). Where two labels do so
equally well, none is taken: the words stay as they are, in the writing that both share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.english_tokens import Token

__all__ = ["NOTHING", "PART", "Known", "link"]

PART = "|"  # between a sheet's name and its indicator's
_FREE = re.compile(
    r"(?:项目|经费|资金|费用|支出|数量|人数|人次|次数|场次|个数|份数|金额|情况|工作|本年|当年|全年|年度|标准|专项|组织实施|业务)|[的及和与等费数市对各内|]|20\d\d年?"
)  # what a label may say beyond the question: every other label says it too
_LEAST = 0.7  # share of a label's telling characters that the question must explain
_LEAST_OF_SHORT = 0.8  # the same of a label of few
_SHORT = 6
_SHORTEST = 4  # characters that it must explain
_NEAR = 0.97  # of the best label's score: as good as the best
_NAME = 5  # letters of a name in pinyin
_SOFT = 0.6  # weight of a word that is mostly talk (provide, hold)


@dataclass(frozen=True, slots=True)
class Known:
    """What the library holds: its regions, and the labels of its documents by region."""

    regions: tuple[str, ...] = ()
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: frozenset[str] = frozenset()  # of tables, sheets and forms: no label by themselves
    indicators: bool = True  # whether a question may mean an indicator: one for a sum of money does not
    _holding: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    _spelling: dict[str, str] = field(default_factory=dict, compare=False)

    def at(self, places: Collection[str]) -> Known:
        """The labels of the documents of these places alone; all labels where no document is of any of them."""
        if not places:
            return self
        here = tuple(
            (region, labels)
            for region, labels in self.labels
            if any(region.endswith(place) or place.endswith(region) for place in places)
        )
        return replace(self, labels=here, _holding={}, _spelling={}) if here and len(here) < len(self.labels) else self

    def for_money(self) -> Known:
        """The same without the indicators of sheets."""
        return replace(self, indicators=False)

    def spelt(self, word: str) -> str | None:
        """What a word in pinyin spells inside the labels (cangshan: 仓山); None where it spells nothing there."""
        if not self._spelling:
            for _, labels in self.labels:
                for label in labels:
                    self._spelling.update(_spellings(label))
        return self._spelling.get(word)

    def holding(self, word: str) -> frozenset[str]:
        """The labels that hold a Chinese word."""
        found = self._holding.get(word)
        if found is None:
            found = frozenset(label for _, labels in self.labels for label in labels if word in label)
            self._holding[word] = found
        return found

    def weight(self, word: str) -> float:
        """How telling a Chinese word is: near 1 in one label, small in many; by its length."""
        count = sum(len(labels) for _, labels in self.labels) or 1
        return len(word) * (0.15 + 0.85 * math.log(1 + count / (1 + len(self.holding(word)))) / math.log(1 + count))


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class _Fit:
    """A label with the tokens it explains (number → the Chinese it holds of it)."""

    label: str
    score: float
    words: tuple[tuple[int, str], ...]


def link(found: Sequence[Token], known: Known) -> list[Token]:
    """The tokens with whole labels in the place of the words they explain, and every other word settled."""
    kept = [_spelt(token, known) if token.kind == "unknown" else token for token in found]
    if known.labels:
        for _ in range(3):
            fit = _best(kept, known)
            if fit is None:
                break
            kept = _put(kept, fit)
    return [_settled(token, known) for token in kept if token.kind != "soft"]


def _spelt(token: Token, known: Known) -> Token:
    """A word that no list knows, as a name in pinyin where a label holds it."""
    name = known.spelt(token.english) if len(token.english) >= _NAME else None
    return replace(token, kind="term", chinese=name, others=(name,)) if name else token


def _spellings(label: str) -> dict[str, str]:
    """Pinyin → Chinese of the short pieces of a label."""
    from pypinyin import lazy_pinyin

    found: dict[str, str] = {}
    for piece in re.findall(r"[一-鿿]+", label):
        sounds = lazy_pinyin(piece)
        for size in (2, 3):
            for at in range(len(piece) - size + 1):
                found.setdefault("".join(sounds[at : at + size]), piece[at : at + size])
    return found


def _best(found: Sequence[Token], known: Known) -> _Fit | None:
    """The label that explains the tokens best; None where none explains enough of itself, or two do equally."""
    labels: dict[str, None] = {}
    for token in found:
        for word in _writings(token):
            labels.update(dict.fromkeys(sorted(known.holding(word))))
    if not known.indicators:
        labels = {label: None for label in labels if PART not in label}
    fits = sorted(
        (fit for label in labels if (fit := _fit(label, found, known)) is not None),
        key=lambda fit: (-fit.score, len(fit.label), fit.label),
    )
    if not fits:
        return None
    rivals = [fit for fit in fits[1:] if fit.score >= _NEAR * fits[0].score]
    return None if rivals else fits[0]


def _writings(token: Token) -> tuple[str, ...]:
    if token.kind not in ("term", "soft"):
        return ()
    return tuple(dict.fromkeys((*((token.chinese,) if token.chinese else ()), *token.others)))


def _fit(label: str, found: Sequence[Token], known: Known) -> _Fit | None:
    """How well a label explains tokens, part by part: the longest writings first, no character twice."""
    offers = [
        (len(word), -number, word) for number, token in enumerate(found) for word in _writings(token) if word in label
    ]
    free = [True] * len(label)
    words: dict[int, str] = {}
    start = 0
    for part in label.split(PART):
        taken: set[int] = set()
        for _, negative, word in sorted(offers, reverse=True):
            at = -1 if -negative in taken else _open(part, word, free[start : start + len(part)])
            if at >= 0:
                free[start + at : start + at + len(word)] = [False] * len(word)
                taken.add(-negative)
                words.setdefault(-negative, word)
        start += len(part) + len(PART)
    if len(words) < 2 or not any(found[number].others and found[number].kind == "term" for number in words):
        return None
    telling = _telling(label)
    claimed = sum(open_ < telling_ for open_, telling_ in zip(free, telling, strict=True))
    share = claimed / max(sum(telling), 1)
    if len(label) - sum(free) < _SHORTEST or share < (_LEAST if sum(telling) > _SHORT else _LEAST_OF_SHORT):
        return None
    score = sum(known.weight(word) * (_SOFT if found[n].kind == "soft" else 1.0) for n, word in words.items())
    return _Fit(label, score * share - 0.02 * sum(free), tuple(sorted(words.items())))


def _open(part: str, word: str, free: Sequence[bool]) -> int:
    """Where a word stands in a part of a label on characters that nothing has claimed; -1 where nowhere."""
    at = part.find(word)
    while at >= 0 and not all(free[at : at + len(word)]):
        at = part.find(word, at + 1)
    return at


@lru_cache(maxsize=16384)
def _telling(label: str) -> tuple[bool, ...]:
    """For each character of a label whether it tells it from other labels."""
    told = [True] * len(label)
    for match in _FREE.finditer(label):
        told[match.start() : match.end()] = [False] * len(match[0])
    return tuple(told)


def _put(found: Sequence[Token], fit: _Fit) -> list[Token]:
    """The tokens with the label in the place of the last telling word it explains."""
    numbers = [number for number, _ in fit.words]
    at = max(number for number in numbers if found[number].kind == "term")
    return [
        replace(token, kind="label", chinese=fit.label.replace(PART, "的"), others=()) if number == at else token
        for number, token in enumerate(found)
        if number == at or number not in numbers
    ]


def _settled(token: Token, known: Known) -> Token:
    """A word by the first of its candidates that any label holds."""
    if token.kind != "term" or not token.others:
        return token
    held = (word for word in _writings(token) if known.holding(word) or any(word in one for one in known.columns))
    return replace(token, chinese=next(held, token.chinese), others=())
