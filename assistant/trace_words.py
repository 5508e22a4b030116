"""The words of a trace, from ``data/trace.toml``, and how figures of ranking are written in them."""

from __future__ import annotations

from typing import Any

from assistant.data import read

__all__ = ["say", "share"]


def _words() -> dict[str, dict[str, str]]:
    return read("trace.toml")


def say(key: str, language: str, **values: Any) -> str:
    """The words for ``key``, filled in. Raises KeyError for a key the file does not have."""
    return _words()[language][key].format(**values)


def share(part: float) -> str:
    """A share as a whole percentage, never above 100."""
    return f"{min(part, 1):.0%}"
