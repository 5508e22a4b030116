"""The vocabulary of questions for words: the data files ``assistant/data/prose_*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["settings"]


@cache
def settings(name: str) -> Mapping[str, Any]:
    """The data file ``assistant/data/prose_<name>.toml``."""
    text = (files("assistant") / "data" / f"prose_{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
