"""Frozen dataclasses to JSON and back, exactly: what is decoded equals what was encoded.

Records are written as arrays in field order, without names, so a table of a hundred rows stays small and
fast to read. A class may gain fields with defaults at its end without making old text unreadable; any other
change of ``index/model.py`` changes :func:`signature`, by which the store knows that it is outdated.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

__all__ = ["dumps", "loads", "signature"]

T = TypeVar("T")
Step = Callable[[Any], Any]


def dumps(kind: Any, value: Any) -> str:
    """``value``, an instance of the annotation ``kind`` (a dataclass, ``tuple[X, ...]`` …), as ASCII JSON."""
    step = _encoder(kind)
    return json.dumps(value if step is None else step(value), separators=(",", ":"), allow_nan=False)


def loads(kind: Any, text: str) -> Any:
    """The value of annotation ``kind`` that :func:`dumps` wrote."""
    raw = json.loads(text)
    step = _decoder(kind)
    return raw if step is None else step(raw)


def signature(*kinds: type) -> str:
    """A short hash of the fields of these dataclasses and all they hold; it changes when their shape does."""
    seen: dict[str, list[str]] = {}
    for kind in kinds:
        _describe(kind, seen)
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def _describe(kind: Any, seen: dict[str, list[str]]) -> None:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ in seen:
            return
        hints = typing.get_type_hints(kind)
        seen[kind.__name__] = [f"{f.name}: {hints[f.name]}" for f in dataclasses.fields(kind)]
        for hint in hints.values():
            _describe(hint, seen)
    for inner in typing.get_args(kind):
        _describe(inner, seen)


def _optional(kind: Any) -> Any:
    """X for ``X | None``, else None."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        inner = [arg for arg in typing.get_args(kind) if arg is not type(None)]
        if len(inner) == 1:
            return inner[0]
        raise TypeError(f"only X | None can be stored, not {kind}")
    return None


@cache
def _encoder(kind: Any) -> Step | None:
    """The step that turns an instance of ``kind`` into what JSON holds; None where it already is."""
    return _step(kind, _encoder, dataclass=_dataclass_encoder, decimal=str, sequence=list)


@cache
def _decoder(kind: Any) -> Step | None:
    """The step that turns JSON back; None where nothing is to be done."""
    return _step(kind, _decoder, dataclass=_dataclass_decoder, decimal=Decimal, sequence=tuple)


def _step(
    kind: Any,
    recur: Callable[[Any], Step | None],
    *,
    dataclass: Callable[[type], Step],
    decimal: Step,
    sequence: Callable[[Any], Any],
) -> Step | None:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return dataclass(kind)
    if kind is Decimal:
        return decimal
    if kind in (str, int, bool, float) or typing.get_origin(kind) is typing.Literal:
        return None
    if (inner := _optional(kind)) is not None:
        step = recur(inner)
        return None if step is None else lambda value: None if value is None else step(value)
    if typing.get_origin(kind) is tuple:
        args = typing.get_args(kind)
        element = recur(args[0])
        if element is None:
            return sequence
        return lambda value: sequence([element(item) for item in value])
    raise TypeError(f"cannot store a {kind}")


def _fields(kind: type) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(kind)
    return [(f.name, hints[f.name]) for f in dataclasses.fields(kind)]


def _dataclass_encoder(kind: type) -> Step:
    steps = [(name, _encoder(hint)) for name, hint in _fields(kind)]

    def encode(value: Any) -> list[Any]:
        return [getattr(value, name) if step is None else step(getattr(value, name)) for name, step in steps]

    return encode


def _dataclass_decoder(kind: type) -> Step:
    steps = [(index, step) for index, (_, hint) in enumerate(_fields(kind)) if (step := _decoder(hint)) is not None]

    def decode(raw: list[Any]) -> Any:
        for index, step in steps:
            if index < len(raw):
                raw[index] = step(raw[index])
        return kind(*raw)

    return decode
