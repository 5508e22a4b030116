"""The vocabulary of questions for words: the data files ``assistant/data/prose_*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.data import read

__all__ = ["settings"]


def settings(name: str) -> Mapping[str, Any]:
    """The data file ``assistant/data/prose_<name>.toml``."""
    return read(f"prose_{name}.toml")
