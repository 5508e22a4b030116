"""A reader per format: a file in, one stream of lines and grids out. Formats differ only here."""

from __future__ import annotations

from index.readers.text import read_text

__all__ = ["read_text"]
