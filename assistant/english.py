"""English questions in the words of Chinese budget documents.

A question is taken apart by vocabulary (``data/english*.toml``: longest term first, plurals and spelling folded)
and by a few turns of phrase (shares, differences, growth, rankings), then put together again as a Chinese question:
scope, subject, condition, what is asked. From there on it is answered like one. Nothing is guessed: a word that no
list knows is reported as unlinked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.english_amounts import amounts_in_chinese, conditions_in_chinese
from assistant.english_link import NOTHING, Known, link
from assistant.english_scope import Group, add
from assistant.english_spelling import spelt
from assistant.english_terms import grammar, normal, rewritten, word_set
from assistant.english_tokens import SCOPE, Token, bracketed, listed, tokens

__all__ = ["Gloss", "Rendering", "gloss", "in_chinese", "reads_english", "translate"]

_UNIT = re.compile(r"(?:中心|学院|学校|事业所|监察局|仲裁院|服务所)$")


_NAMES = ("term", "label", "han")
_INSIDE = ("of", "in", "within", "under", "inside")


@dataclass(frozen=True, slots=True)
class Gloss:
    """A piece of a question in Chinese: its scope, its units, its subject, and what no list knows."""

    scope: tuple[Group, ...]
    units: tuple[str, ...]
    subject: str
    conditions: tuple[str, ...]
    unlinked: tuple[str, ...]
    told: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Rendering:
    """A whole question in Chinese, the English words that no list knows, and for each word of its subject the
    Chinese words that it may be (an answer has to carry one of them)."""

    text: str
    unlinked: tuple[str, ...]
    told: tuple[tuple[str, ...], ...] = ()


def gloss(text: str, *, known: Known = NOTHING, generic: bool = True) -> Gloss:
    """A piece of an English question word by word; ``known`` are the regions and labels that its words may mean.

    ``generic`` gives bare words like "expenditure" where the piece says nothing else.
    """
    words = listed(bracketed(tokens(text, known.regions)))
    found = link(words, known)
    units: list[str] = []
    scope: list[Group] = []
    chunks = _Chunks()
    for before, token in pairwise([None, *found]):
        assert token is not None
        if token.kind in SCOPE:
            scope = add(scope, token.kind, token.chinese)
        elif token.kind in _NAMES and _UNIT.search(token.chinese):
            units.append(token.chinese)
        elif token.kind == "and":
            chunks.pending = "、" if token.english == "," else "和"
        elif before is not None and before.kind == "and" and token.kind in ("gap", "stop"):
            continue
        elif token.english in _INSIDE or (token.english == "for" and chunks.measures()):
            chunks.turn()
        elif token.kind == "gap":
            chunks.close()
        elif token.kind == "weak" and before is not None and before.kind == "han" and len(before.chinese) <= 4:
            chunks.extend(token.chinese)
        elif token.kind in (*_NAMES, "number"):
            chunks.take(token.chinese, once=token.kind != "number")
    subject = chunks.text()
    if generic and not any(token.kind in _NAMES for token in found):
        weak = [token.chinese for token in found if token.kind == "weak"]
        if weak:
            subject += ("的" if subject else "") + ("支出" if "支出" in weak else weak[-1])
    conditions = tuple(token.chinese for token in found if token.kind == "condition")
    unknown = tuple(token.english for token in found if token.kind == "unknown")
    told = tuple((token.chinese, *token.others) for token in words if token.kind in _NAMES and not _is_scope(token))
    return Gloss(tuple(scope), tuple(dict.fromkeys(units)), subject, conditions, unknown, told)


def _is_scope(token: Token) -> bool:
    """Whether a name in Chinese is a place's or a department's: it chooses the documents, no figure carries it."""
    return token.kind == "han" and token.chinese.endswith(("省", "市", "区", "县", "旗", "局", "厅", "委"))


class _Chunks:
    """The terms of a piece in Chinese order: "A of B in C" is C的B的A, clause by clause."""

    def __init__(self) -> None:
        self.pending = "的"
        self._done: list[str] = []
        self._parts: list[str] = [""]
        self._taken: set[str] = set()

    def take(self, word: str, *, once: bool) -> None:
        """One more term; said twice, it counts once."""
        if once and word in self._taken:
            return
        self._taken.add(word)
        self._parts[-1] += (self.pending if self._parts[-1] else "") + word
        self.pending = "的"

    def extend(self, word: str) -> None:
        """The last term goes on (公用 expenditure is 公用支出)."""
        if self._parts[-1] and not self._parts[-1].endswith((word, "费", "经费")):
            self._parts[-1] += word

    def measures(self) -> bool:
        """Whether the last term is what is measured of something (目标值 for …)."""
        return self._parts[-1].endswith(tuple(grammar()["attributes"]["turn"]))

    def turn(self) -> None:
        """What comes next holds what came before it."""
        if self._parts[-1]:
            self._parts.append("")
        self.pending = "的"

    def close(self) -> None:
        """The clause ends."""
        self._done += [part for part in reversed(self._parts) if part]
        self._parts = [""]

    def text(self) -> str:
        """All clauses, parted by 的."""
        self.close()
        return "的".join(self._done)


def reads_english(text: str) -> bool:
    """Whether a question is put in English, long Chinese names in it or not: English small words, no Chinese ones."""
    small = set(re.findall(r"[a-z]+", text.lower())) & (
        word_set("gaps") | word_set("verbs") | {"the", "how", "what", "which"}
    )
    return len(small) >= 2 and not re.search(r"[多哪什几吗呢谁]|是否|为何", text)


def translate(text: str) -> tuple[str, tuple[str, ...]]:
    """An English phrase as Chinese budget words parted by ``|``, and the English words that no list knows."""
    found = link(bracketed(tokens(_prepared(text), ())), NOTHING)
    pieces = [token.chinese for token in found if token.kind in ("term", "han", "number", "weak")]
    return "|".join(pieces), tuple(token.english for token in found if token.kind == "unknown")


def in_chinese(question: str, *, known: Known = NOTHING, turns: Sequence[str] = ()) -> Rendering:
    """An English question as a Chinese one, by what the library holds (Fuzhou is 福州, not 抚州).

    ``turns`` are the earlier questions, whose place holds where this one names none.
    """
    from assistant.english_render import render

    text = _prepared(question)
    for said in (text, *(_prepared(turn) for turn in reversed(turns))):
        places = [token.chinese for token in tokens(said, known.regions) if token.kind == "place"]
        if places:
            known = known.at(places)
            break
    asks = grammar()["answer"]
    if re.search(asks["money"], text) and not re.search(asks["measured"], text):
        known = known.for_money()
    return render(text, known=known)


def _prepared(text: str) -> str:
    return conditions_in_chinese(amounts_in_chinese(rewritten(spelt(normal(text)))))
