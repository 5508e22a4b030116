"""What tells whether a document has to be read again: its bytes, and the code that would read them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["of_bytes", "of_reader"]

_READING = ("model.py", "amounts.py", "pipeline.py", "readers", "layout", "data")


def of_bytes(data: bytes) -> str:
    """The id of a document of these bytes: their sha256."""
    return hashlib.sha256(data).hexdigest()


@cache
def of_reader() -> str:
    """A fingerprint of the reading code and its data files: with other rules, documents are read again."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for name in _READING:
        top = package / name
        files = sorted(top.rglob("*")) if top.is_dir() else [top]
        for file in files:
            if file.suffix in (".py", ".toml") and file.is_file():
                digest.update(file.relative_to(package).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
