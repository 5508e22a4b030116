"""Which row belongs under which: by code (208 → 20801 → 2080101), by numbering (一、 → （一） → 1、 → 其中), or by
the subtotal row above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.layout.headings import RANKS
from index.layout.words import bare, is_total, numbering_of, squeeze

__all__ = ["RowName", "row_paths"]

_SUBTOTAL = re.compile(r"(?:小计)[:：]?$")


@dataclass(frozen=True, slots=True)
class RowName:
    """What names a row before its place in the hierarchy is known: its label, its code, further name columns."""

    label: str
    code: str | None
    names: tuple[str, ...] = ()


def row_paths(rows: Sequence[RowName]) -> list[tuple[str, ...]]:
    """The path of each row: the bare labels of its ancestors and its own."""
    if sum(1 for row in rows if row.code) * 2 >= len(rows) and _codes_nest(rows):
        return _by_code(rows)
    if any(_heads_group(row) for row in rows) and any(row.names for row in rows):
        return _by_subtotal(rows)
    return _by_numbering(rows)


def _codes_nest(rows: Sequence[RowName]) -> bool:
    codes = [row.code for row in rows if row.code]
    return len({len(code) for code in codes}) > 1 or len(set(codes)) == len(codes)


def _by_code(rows: Sequence[RowName]) -> list[tuple[str, ...]]:
    labels = {row.code: bare(row.label) for row in reversed(rows) if row.code}
    paths = []
    for row in rows:
        own = (*(name for name in row.names if name), bare(row.label))
        if not row.code:
            paths.append(own)
            continue
        code = row.code
        above = tuple(labels[code[:end]] for end in range(3, len(code)) if code[:end] in labels)
        paths.append((*above, *own))
    return paths


def _heads_group(row: RowName) -> bool:
    return bool(_SUBTOTAL.search(squeeze(row.label))) and len(squeeze(row.label)) > 6 and not any(row.names)


def _by_subtotal(rows: Sequence[RowName]) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = []
    group: tuple[str, ...] = ()
    for row in rows:
        label = bare(row.label)
        if _heads_group(row):
            group = (_SUBTOTAL.sub("", label),)
            paths.append((*group, "小计"))
        elif is_total(row.label) and not group:
            paths.append((label,))
        else:
            paths.append((*group, label, *(name for name in row.names if name)))
    return paths


def _by_numbering(rows: Sequence[RowName]) -> list[tuple[str, ...]]:
    """Numbering styles nest in the order in which they are met; 其中 goes one level down from the row above.

    Rows without a number stand beside the 其中 row above them, if there is one, else on the top level. A total
    row closes everything that is open.
    """
    paths: list[tuple[str, ...]] = []
    open_rows: list[tuple[str, str]] = []  # (style, label) from the top
    for row in rows:
        style, of_which, _ = numbering_of(row.label)
        label = bare(row.label)
        if is_total(row.label) and style is None and not of_which:
            open_rows = []
            paths.append((*(name for name in row.names if name), label))
            continue
        level = _level(open_rows, style, of_which)
        open_rows = open_rows[:level]
        open_rows.append((("其中" if of_which else style) or "", label))
        paths.append((*(name for name in row.names if name), *(text for _, text in open_rows)))
    return paths


def _level(open_rows: list[tuple[str, str]], style: str | None, of_which: bool) -> int:
    styles = [name for name, _ in open_rows]
    if of_which:
        return styles.index("其中") if "其中" in styles else len(open_rows)
    if style is None:
        return styles.index("其中") if "其中" in styles else 0
    if style in styles:
        return styles.index(style)
    if "其中" in styles and _rank(style) > _rank(styles[max(0, styles.index("其中") - 1)]):
        return styles.index("其中")
    return next(
        (i for i, name in enumerate(styles) if name and name != "其中" and _rank(name) > _rank(style)), len(styles)
    )


def _rank(style: str) -> int:
    return RANKS.get(style, len(RANKS) + 1)
