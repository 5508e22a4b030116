"""What answering does, kept while someone wants it explained: methods tried, facts ranked, sets and passages weighed.

Nothing is kept, and next to nothing spent, outside :func:`recording`. Events hold what the deciding code had at hand;
:mod:`assistant.trace_story` puts them into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from assistant.candidates import Candidate, Wanted

__all__ = ["Event", "Grouped", "Refused", "Searched", "Tried", "Weighed", "record", "recording", "tried"]


@dataclass(frozen=True, slots=True)
class Tried:
    """A method with what it gave (an outcome, an answer, None) and what happened within."""

    method: str
    result: Any
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """A search for facts, best first."""

    wanted: Wanted
    found: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A set that may be meant: its members, those its conditions choose (None: they do not fit), words explained."""

    members: Sequence[Any]
    chosen: Sequence[Any] | None
    explained: Any


@dataclass(frozen=True, slots=True)
class Weighed:
    """Passages, each a hit or a pair of its score and where it stands; ``least`` is what the first must have."""

    passages: Sequence[Any]
    least: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was given where something had been found: a key of ``trace.toml``."""

    why: str


Event = Tried | Searched | Grouped | Weighed | Refused
P = ParamSpec("P")
R = TypeVar("R")
_EVENTS: ContextVar[list[Event] | None] = ContextVar("events", default=None)


def record(event: Event) -> None:
    """Keep an event, where someone is listening."""
    events = _EVENTS.get()
    if events is not None:
        events.append(event)


@contextmanager
def recording() -> Iterator[list[Event]]:
    """The events of what is done inside, in order."""
    events: list[Event] = []
    token = _EVENTS.set(events)
    try:
        yield events
    finally:
        _EVENTS.reset(token)


def tried(method: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Record a function's calls as a method (a key of ``trace.toml``), with what happens within."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            if _EVENTS.get() is None:
                return function(*args, **kwargs)
            with recording() as inner:
                result = function(*args, **kwargs)
            record(Tried(method, result, tuple(inner)))
            return result

        return called

    return decorate
