"""Word lists a budget officer can read and extend: synonyms, English terms, scopes, question words."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["read"]


@cache
def read(name: str) -> dict[str, Any]:
    """One of these files, by its name; read once, not to be changed."""
    return tomllib.loads((files("assistant.data") / name).read_text(encoding="utf-8"))
