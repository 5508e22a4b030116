"""From header rows to column paths and roles: multi-level headers, headers whose merged cells collapsed,
header cells that the layout split in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.amounts import parse_figure
from index.layout.captions import unit_in
from index.layout.fragments import Fragment
from index.layout.words import header_key, is_code, is_header_word, joined_header, squeeze
from index.model import Cell, Column, Repair, Role

__all__ = ["columns_of", "split_side_by_side", "table_width"]

RowCells = Sequence[Cell]
Path = tuple[str, ...]

_TAIL_WORDS = frozenset({"支出", "收入", "拨款", "资金", "费用", "经费", "补助", "结余"})


def table_width(fragment: Fragment) -> int:
    """How many columns a table has: what its numbering row counts, else what its rows have most often.

    Rows shorter than the header have lost their empty ends, unless the header is longer because the layout split
    a name in it.
    """
    if fragment.numbering is not None:
        return sum(1 for cell in fragment.numbering if cell.text.strip())
    headers = max((len(row) for row in fragment.headers), default=0)
    widths = Counter(len(row) for row in fragment.rows)
    if not widths:
        return headers
    common = widths.most_common(1)[0][0]
    return common if headers < common or _has_split_name(fragment) else headers


def _has_split_name(fragment: Fragment) -> bool:
    return any(
        joined_header(left.text, right.text, frozenset())
        for row in fragment.headers
        for left, right in pairwise(row)
        if left.text.strip() and right.text.strip()
    )


def columns_of(fragment: Fragment, known: frozenset[str]) -> tuple[tuple[Column, ...], tuple[Repair, ...]]:
    """The columns of a table and what was mended in its header.

    ``known`` are header names (as :func:`header_key` gives them) seen elsewhere in the document.
    """
    width = table_width(fragment)
    rows = [[squeeze(cell.text).rstrip(":：") for cell in row] for row in fragment.headers]
    if not rows:
        paths: list[Path] = [() for _ in range(width)]
        repairs: list[Repair] = []
    else:
        readings = [_fitted(paths, width, fragment, known) for paths in _readings(rows)]
        paths, repairs = min(readings, key=lambda reading: _misplaced(reading[0], fragment))
    roles = _roles(paths, fragment, width)
    columns = tuple(
        Column(path, role, unit_in("".join(path)) if path else None) for path, role in zip(paths, roles, strict=True)
    )
    return columns, tuple(repairs)


def _readings(rows: list[list[str]]) -> list[list[Path]]:
    """The ways to read header rows, the likelier first.

    By position; and, for a row whose merged cells collapsed to one (a row shorter than the next, or one that
    slipped against it), with that row spread over the one below.
    """
    if len(rows) < 2:
        return [_paths(rows)]
    spread = [row[:] for row in rows]
    shorter = False
    for upper in range(len(rows) - 2, -1, -1):
        shorter = shorter or len(rows[upper]) < len(rows[upper + 1])
        spread[upper] = _spread(
            [text for text in rows[upper] if text] if not shorter else rows[upper], spread[upper + 1]
        )
    return [_paths(spread)] if shorter else [_paths(rows), _paths(spread)]


def _paths(rows: list[list[str]]) -> list[Path]:
    """Column paths of header rows, read by position: an empty cell right of a group belongs to it where the rows
    below name it."""
    rows = [row[:] for row in rows]
    width = max(len(row) for row in rows)
    for row in rows:
        row.extend([""] * (width - len(row)))
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(rows):
        group = ""
        for column in range(width):
            below = any(rows[lower][column] for lower in range(level + 1, len(rows)))
            if row[column]:
                group = row[column]
                paths[column].append(group)
            elif group and below and _same_group(rows, level, column):
                paths[column].append(group)
            else:
                group = ""
    return [tuple(path) for path in paths]


def _same_group(rows: list[list[str]], level: int, column: int) -> bool:
    """Whether a column lies under the same cells of the levels above as its left neighbour."""
    return not any(rows[upper][column] for upper in range(level))


def _spread(upper: list[str], lower: list[str]) -> list[str]:
    """An upper header row whose merged cells collapsed, spread over the row below.

    An empty lower cell belongs to an upper cell that spans both rows; each other upper cell covers a run of
    lower cells. Runs are cut where their first word comes again (项目 金额 | 项目 合计 …).
    """
    runs: list[list[int]] = []
    for column, text in enumerate(lower):
        if text and runs and lower[runs[-1][-1]] and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    while len(runs) < len(upper):
        longest = max(runs, key=len)
        if len(longest) < 2:
            break
        first = lower[longest[0]]
        cut = next((i for i in range(1, len(longest)) if lower[longest[i]] == first), len(longest) // 2)
        position = runs.index(longest)
        runs[position : position + 1] = [longest[:cut], longest[cut:]]
    spread = [""] * len(lower)
    for text, run in zip(upper, runs, strict=False):
        spread[run[0]] = text
    return spread


def _fitted(
    paths: list[Path], width: int, fragment: Fragment, known: frozenset[str]
) -> tuple[list[Path], list[Repair]]:
    """Header columns made as many as the data has: split names joined, empty ends dropped or added."""
    repairs = []
    while len(paths) > width and not paths[-1]:
        paths = paths[:-1]
    while len(paths) > width:
        position = _split_position(paths, known, fragment)
        if position is None:
            break
        left, right = paths[position], paths[position + 1]
        whole = (*left[:-1], left[-1] + right[-1])
        repairs.append(
            Repair(
                f"header {left[-1]}｜{right[-1]} joined to {whole[-1]}",
                f"the table has {width} columns, its header {len(paths)}",
                fragment.headers[0][0].place.to(fragment.headers[-1][-1].place),
            )
        )
        paths = [*paths[:position], whole, *paths[position + 2 :]]
    paths = paths[:width] + [()] * (width - len(paths))
    return paths, repairs


def _split_position(paths: list[Path], known: frozenset[str], fragment: Fragment) -> int | None:
    """Which neighbouring header columns are one name cut in two.

    Of all pairs the one is taken after whose joining words stand under names and figures under amounts; among
    equals a pair whose joined name is known, then one whose second half is a mere tail (支出).
    """
    pairs = [i for i in range(len(paths) - 1) if paths[i] and paths[i + 1] and paths[i][:-1] == paths[i + 1][:-1]]
    ranked = []
    for position in pairs:
        left, right = paths[position][-1], paths[position + 1][-1]
        sure = joined_header(left, right, known)
        if sure or right in _TAIL_WORDS:
            joined = [*paths[:position], (*paths[position][:-1], left + right), *paths[position + 2 :]]
            ranked.append((_misplaced(joined, fragment), not sure, -position, position))
    return min(ranked)[-1] if ranked else None


def _misplaced(paths: list[Path], fragment: Fragment) -> int:
    """How many columns hold words under the name of an amount, or figures under the name of a label."""
    count = 0
    for column, path in enumerate(paths):
        if not path:
            continue
        texts = [row[column].text.strip() for row in fragment.rows if column < len(row) and row[column].text.strip()]
        words = sum(1 for text in texts if re.search(r"[\u4e00-\u9fff]", text) and parse_figure(text) is None)
        if is_header_word(path[-1], "label") or is_header_word(path[-1], "text"):
            count += bool(texts) and words * 2 < len(texts)
        elif is_header_word(path[-1], "total") or is_header_word(path[-1], "amount"):
            count += words * 2 > len(texts)
    return count


def _roles(paths: list[Path], fragment: Fragment, width: int) -> list[Role]:
    roles: list[Role] = []
    rows = fragment.rows
    for column in range(width):
        texts = [row[column].text.strip() for row in rows if column < len(row) and row[column].text.strip()]
        roles.append(_role(paths[column], texts, column, roles))
    if "label" not in roles and not any(role == "code" for role in roles):
        first_text = next((i for i, role in enumerate(roles) if role == "text"), None)
        if first_text is not None:
            roles[first_text] = "label"
    return roles


def _role(path: Path, texts: list[str], column: int, before: list[Role]) -> Role:
    leaf = path[-1] if path else ""
    header = "".join(path)
    if column == 0 and (is_header_word(leaf, "number") or is_header_word(header, "number")):
        return "number"
    if leaf and is_header_word(leaf, "text"):
        return "text"
    codes = sum(1 for text in texts if is_code(squeeze(text)))
    named_code = is_header_word(leaf, "code") or is_header_word(header, "code") or (column < 3 and _grow(texts))
    if named_code and codes * 2 > len(texts) and not any("." in text for text in texts):
        return "code"
    words = sum(1 for text in texts if re.search(r"[\u4e00-\u9fff]", text) and parse_figure(text) is None)
    if leaf and is_header_word(leaf, "code") and words * 2 <= len(texts):
        return "code"
    figures = sum(1 for text in texts if parse_figure(text) is not None)
    if leaf and is_header_word(leaf, "label") and figures * 2 <= len(texts):
        return "label"
    if figures * 2 < len(texts) and (words * 2 > len(texts) or all(re.search(r"[A-Za-z]", text) for text in texts)):
        return "text" if "label" in before else "label"
    return "value"


def _grow(texts: list[str]) -> bool:
    """Whether codes grow from class to item: 205, 20503, 2050302."""
    codes = [squeeze(text) for text in texts if is_code(squeeze(text))]
    return len({len(code) for code in codes}) > 1 or len(set(codes)) == len(codes) > 2


def split_side_by_side(columns: tuple[Column, ...]) -> list[tuple[str | None, list[int]]]:
    """The halves of a table whose header stands twice (收入 项目 预算数 | 支出 项目 预算数), as (part, columns).

    A table that is one comes back as one part with the name None.
    """
    every = list(range(len(columns)))
    labels = [i for i in every if columns[i].role in ("label", "text") and is_header_word(_leaf(columns[i]), "label")]
    if len(labels) != 2:
        return [(None, every)]
    left, right = labels
    names = (columns[left].path[0], columns[right].path[0])
    alike = header_key(_leaf(columns[left])) == header_key(_leaf(columns[right]))
    if not (alike or {header_key(name) for name in names} == {"收入", "支出"}):
        return [(None, every)]
    if right - left < 2 or right == every[-1]:
        return [(None, every)]
    if names[0] == names[1]:
        names = ("左", "右")
    numbers = [i for i in every if columns[i].role == "number"]
    halves = ([*numbers, *range(left, right)], [*numbers, *range(right, len(columns))])
    return list(zip(names, halves, strict=True))


def _leaf(column: Column) -> str:
    return column.path[-1] if column.path else ""


def part_columns(columns: tuple[Column, ...], chosen: Sequence[int], part: str | None) -> tuple[Column, ...]:
    """The columns of one half, labels as such, the half's name no longer in their paths."""
    out = []
    for index in chosen:
        column = columns[index]
        path = column.path[1:] if part and len(column.path) > 1 and column.path[0] == part else column.path
        role: Role = "label" if column.role == "text" and is_header_word(_leaf(column), "label") else column.role
        out.append(replace(column, path=path, role=role))
    return tuple(out)
