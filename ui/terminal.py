"""Printing: JSON, rows as a table on a terminal and as tab-separated lines elsewhere, widths of Chinese text."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

__all__ = ["clean", "fit", "on_terminal", "pad", "print_json", "print_rows", "to_json", "width", "wrap"]

# Control characters in a document must not steer the reader's terminal.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person looks at the stream (stdout where none is given)."""
    return (stream or sys.stdout).isatty()


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON in UTF-8, decimals as strings; a text with lone surrogates is written with escapes throughout."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent, default=str)
    return text


def print_json(value: Any) -> None:
    """``value`` on stdout, indented."""
    print(to_json(value, indent=2))


def clean(text: object) -> str:
    """``text`` on one line, without control characters."""
    return " ".join(_CONTROL.sub("\ufffd", str("" if text is None else text)).split())


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes; a Chinese character takes two."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """``text`` filled with spaces to a width, at the right where it is a figure."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def fit(text: str, columns: int) -> str:
    """``text`` cut to a width, with … where something was cut."""
    if width(text) <= columns:
        return text
    return next(iter(wrap(text, max(columns - 1, 1))), "") + "…"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most that width, broken anywhere, as Chinese is."""
    lines, line, used = [], "", 0
    for character in text:
        size = _width(character)
        if used + size > columns and line:
            lines.append(line)
            line, used = "", 0
        line += character
        used += size
    return [*lines, line] if line or not lines else lines


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[object]], *, figures: Sequence[int] = ()) -> None:
    """Rows under headings; the columns numbered in ``figures`` stand to the right on a terminal."""
    texts = [[clean(cell) for cell in row] for row in rows]
    if not on_terminal():
        for row in (list(headings), *texts):
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in figures else "left", overflow="fold")
    for row in texts:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
