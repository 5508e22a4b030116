"""Several things named side by side (“货物类和服务类”, “A、B、C哪个多”), read from a question's own words.

What stands before the first one (“政府采购预算里”), behind the last one (“…的在职人数”) or in another clause holds for
all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from assistant.splits import operand_words, shielded
from assistant.words import fold

__all__ = ["Parallel", "split_parallel"]

_CLAUSE = re.compile(r"[，,。；;|？?：:（）()]")
_WITHIN = re.compile(
    r"^(?P<context>.{2,}?)(?:里面|里头|里(?!程)|之中|当中|中(?!央|心|小|等|专|级|国|职|学))(?:的)?(?P<rest>.+)$"
)
_BODY = re.compile(r"(?:中心|局|学校|学院|所|院|支队|处|馆)(?:的)?(?P<tail>[^|]{2,})$")


@dataclass(frozen=True, slots=True)
class Parallel:
    """Things named side by side, and the words that hold for all of them."""

    things: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(operand_words()["sum"]["joined"])


def split_parallel(text: str, labels: Collection[str] = frozenset(), *, runs: bool = False) -> Parallel:
    """The things that a text names side by side; names in ``labels`` stay whole.

    They stand in one clause, the last one that joins several; with ``runs`` also labels of one kind that follow one
    upon the other (“水费电费”).
    """
    covered, back = shielded(text, labels)
    clauses = [clause.strip() for clause in _CLAUSE.split(covered)]
    clauses = [clause for clause in clauses if len(fold(back(clause))) > 1]
    for number in range(len(clauses) - 1, -1, -1):
        pieces = [_spelt_out(piece, labels) for piece in _joins().split(clauses[number])]
        pieces = [piece for piece in pieces if len(fold(back(piece))) > 1]
        if len(pieces) > 1:
            return _with_shared(pieces, [*clauses[:number], *clauses[number + 1 :]], back, labels)
    for clause in clauses if runs else ():
        run = _run_of_labels(fold(back(clause)), labels)
        if len({label[-1] for label in run}) == 1:
            return Parallel(run, tuple(back(other) for other in clauses if other != clause))
    return Parallel()


def _spelt_out(piece: str, labels: Collection[str]) -> str:
    """A fee said by one character (水、电) by its name."""
    return f"{piece}费" if len(piece) == 1 and f"{piece}费" in labels else piece


def _with_shared(pieces: list[str], others: list[str], back: Callable[[str], str], labels: Collection[str]) -> Parallel:
    """Pieces of one clause without what belongs to all of them: a context before the first, a tail behind the last."""
    shared = [back(other) for other in others]
    within = _WITHIN.match(pieces[0])
    if within is not None and back(pieces[0]) not in labels:
        shared.append(back(within["context"]))
        pieces[0] = _spelt_out(within["rest"], labels)
    before, _, first = pieces[0].rpartition("的")
    if len(fold(back(before))) > 1 and len(fold(back(first))) > 1 and "的" not in "".join(pieces[1:]):
        shared.append(back(before))
        pieces[0] = first
    head, _, behind = pieces[-1].rpartition("的")
    body = _BODY.search(pieces[-1])
    if head and len(fold(back(behind))) > 1 and all("的" not in piece for piece in pieces[:-1]):
        shared.append(back(behind))
        pieces[-1] = head
    elif body is not None:
        shared.append(back(body["tail"]))
        pieces[-1] = pieces[-1][: body.start("tail")]
    things = tuple(_bare(back(piece)) for piece in pieces)
    return Parallel(things, tuple(shared)) if all(len(fold(thing)) > 1 for thing in things) else Parallel()


def _bare(thing: str) -> str:
    """A thing without the word that counts it (中央一笔)."""
    return re.sub(operand_words()["sum"]["each"], "", thing.strip("的 "))


def _run_of_labels(text: str, labels: Collection[str]) -> tuple[str, ...]:
    """Labels that follow one upon the other and make up the whole text; none where it is one label itself."""
    if text in labels or len(text) < 4:
        return ()
    for end in range(len(text) - 2, 1, -1):
        if text[:end] in labels:
            rest = text[end:]
            tail = (rest,) if rest in labels else _run_of_labels(rest, labels)
            if tail:
                return (text[:end], *tail)
    return ()
