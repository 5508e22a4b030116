"""Knowledge as data: table kinds, header words, sheet words, prose patterns, in files a person can read and extend."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["load"]


@cache
def load(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this folder, parsed once."""
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
