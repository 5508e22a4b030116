"""The common form in which a measurement states its figures and misses, so that one report can hold them all.

A measurement writes ``eval/out/NAME.json`` with :func:`write_part`; ``python -m eval.report`` takes in what lies there.
Nothing of the check third may stand in a part but figures: :func:`without_check` sees to it once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from eval.split import is_check

__all__ = ["Miss", "Part", "part_of", "read_parts", "without_check", "write_part"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that went wrong. ``want`` and ``got`` are any JSON; ``harmful``: a wrong figure was given.

    ``origin`` is the id of the gold question that it was made from, if it was. ``text`` is the answer's own words,
    ``trace`` how it came about (``Trace.to_dict``).
    """

    id: str
    question: str
    want: Any
    got: Any
    type: str = ""
    harmful: bool = False
    origin: str | None = None
    text: str = ""
    trace: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement: counts by group (``ALL`` first; ``asked``, ``correct``, ``cited``, ``harmful`` or others) and
    misses. ``asked`` are the ids of all questions that may be read: they tell a new question from a new miss."""

    name: str
    title: str
    groups: Mapping[str, Mapping[str, int]]
    misses: Sequence[Miss] = ()
    asked: Sequence[str] = ()


def part_of(data: Mapping[str, Any]) -> Part:
    """A part from its JSON form; keys that are not known are left out. Raises KeyError and TypeError for another."""
    known = Miss.__dataclass_fields__
    misses = [Miss(**{key: value for key, value in miss.items() if key in known}) for miss in data.get("misses", ())]
    asked = tuple(data.get("asked", ()))
    return Part(data["name"], data.get("title", data["name"]), data["groups"], tuple(misses), asked)


def write_part(part: Part, folder: Path) -> Path:
    """The part as ``NAME.json`` in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{part.name}.json"
    path.write_text(json.dumps(asdict(part), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    return path


def read_parts(folder: Path) -> list[Part]:
    """The parts that lie in a folder; JSON of other kinds is passed over."""
    parts = []
    for path in sorted(folder.glob("*.json")):
        try:
            parts.append(part_of(json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return parts


def without_check(part: Part, golds: Iterable[Mapping[str, Any]]) -> Part:
    """The part without whatever was made of a gold question that nobody reads: by its id, its origin, or its
    words, a turn of a conversation among them."""
    check = [gold for gold in golds if is_check(gold["id"])]
    ids, words = {gold["id"] for gold in check}, {"".join(gold["question"].split()) for gold in check}

    def hidden(identity: str) -> bool:
        return any(one in identity for one in ids)

    def says_one(question: str) -> bool:
        asked = "".join(question.split())
        return any(one in asked for one in words)

    misses = [m for m in part.misses if not hidden(m.id) and m.origin not in ids and not says_one(m.question)]
    return replace(part, misses=tuple(misses), asked=tuple(each for each in part.asked if not hidden(each)))
