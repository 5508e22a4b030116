"""Writes the sample documents from ``facts.toml``: ``python samples/build.py [FOLDER]``.

Needs nothing but Python. Facts become blocks (headings, texts, tables), the same for every department; a layout
turns blocks into a text as one kind of office or converter would have left it:

* ``markdown``: tab-separated rows under markdown headings, bold remains, a table of contents with dots;
* ``cells``: one cell a line with a tab before it, rows parted by empty lines, Word bookmarks, numbered rows and a
  栏次 row, page numbers on lines of their own, Windows line endings and a byte order mark;
* ``pages``: plain pages; tables and sentences run over the page break, headers are repeated, amounts have commas.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PAGE_LINES = 40
PAGE_WIDTH = 38
DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is a part, 2 a section, 3 a piece of one. ``table`` heads a table and no prose."""

    text: str
    level: int
    table: bool


@dataclass(frozen=True)
class Table:
    """A table as rows of cell texts; ``numbered`` ones get row numbers and a 栏次 row."""

    title: str | None
    unit: str | None
    header: list[list[str]]
    rows: list[list[str]]
    note: str | None
    numbered: bool


Block = Heading | str | Table


class Facts:
    """One department's facts, and the figures in them by name."""

    def __init__(self, facts: dict[str, Any], classes: list[str]) -> None:
        self.facts = facts
        self.classes = [name for name in classes if name not in facts["omits"]]

    def __getitem__(self, key: str) -> Any:
        return self.facts[key]

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a fact table, by column name."""
        return [dict(zip(self[table]["columns"], row, strict=True)) for row in self[table]["rows"]]

    def figure(self, name: str) -> str:
        """A figure as published: ``three``, or ``subjects.2080116.general``, or ``subjects..total``."""
        if "." not in name:
            return str(self["figures"][name])
        table, code, column = name.split(".")
        return next(row[column] for row in self.rows(table) if row["code"] == code)

    def written(self, amount: str) -> str:
        """An amount as this department writes it."""
        return f"{Decimal(amount):,f}" if amount and self["thousands"] else amount

    def filled(self, text: str) -> str:
        """A text with its figures put in."""
        return re.sub(r"\{([\w.]+)\}", lambda match: self.written(self.figure(match[1])), text)


def load() -> list[Facts]:
    """The facts of every department."""
    facts = tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))
    classes = facts.pop("classes")["names"]
    return [Facts(department, classes) for department in facts.values()]


def documents() -> dict[str, bytes]:
    """Every sample document by file name."""
    return {each["file"]: LAYOUTS[each["layout"]](each, list(blocks(each))) for each in load()}


def blocks(facts: Facts) -> Iterator[Block]:
    """A department's document before it is laid out."""
    for section in facts["sections"]:
        yield Heading(section["heading"], section.get("level", 2), section.get("table", False))
        for line in section.get("body", []):
            yield _table(facts, facts["tables"][line[1:]]) if line.startswith("@") else facts.filled(line)


def _table(facts: Facts, spec: dict[str, Any]) -> Table:
    if "left" in spec:
        rows = _side_by_side(facts, spec)
    elif "from" in spec:
        rows = _from_facts(facts, spec)
    else:
        rows = spec["rows"]
    return Table(
        title=spec.get("title"),
        unit=spec.get("unit"),
        header=spec["header"],
        rows=[[facts.filled(cell) for cell in row] for row in rows],
        note=facts.filled(spec["note"]) if "note" in spec else None,
        numbered=spec.get("numbered", False),
    )


def _from_facts(facts: Facts, spec: dict[str, Any]) -> list[list[str]]:
    rows = []
    for row in facts.rows(spec["from"]):
        if len(row["code"]) > spec.get("digits", 9):
            continue
        words, amounts = [row["code"], row["name"]], [row.get(column, "") for column in spec["columns"][2:]]
        if not row["code"] and not spec.get("numbered"):
            words.reverse()
        rows.append(words + [facts.written(amount) for amount in amounts])
    return rows


def _side_by_side(facts: Facts, spec: dict[str, Any]) -> list[list[str]]:
    amounts = {row["name"]: row for row in facts.rows("subjects") if len(row["code"]) == 3}
    right = [spec["right_head"]] if "right_head" in spec else []
    for number, name in enumerate(facts.classes, 1):
        label = spec.get("numbering", "{}、").format(_chinese(number)) + name
        right.append([label, *(facts.written(amounts.get(name, {}).get(column, "")) for column in spec["classes"])])
    left = spec["left"] + [["", ""]] * (len(right) - len(spec["left"]))
    return [[*a, *b] for a, b in zip(left, right, strict=True)] + list(spec["foot"])


def _chinese(number: int) -> str:
    """A number below 100 in Chinese: 七, 十, 十七, 三十一."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


# --- layouts ------------------------------------------------------------------------------------


def _markdown(facts: Facts, blocks: list[Block]) -> bytes:
    out = ["", "", *(line + "  " for line in facts["cover"]), "", "# 目录", ""]
    headings = [block for block in blocks if isinstance(block, Heading) and block.level < 3]
    out += [f"{heading.text} .....\t{page}" for page, heading in enumerate(headings, 1)]
    for block in blocks:
        out.append("")
        if isinstance(block, Heading):
            out.append("#" * block.level + " " + block.text)
        elif isinstance(block, str):
            out.append(block)
        else:
            out += [f"### {block.title}", ""] if block.title else []
            out += [f"单位：{block.unit}", ""] if block.unit else []
            foot = {"收入合计", "支出合计"}
            rows = [[f"<b>{cell}</b>" if foot & set(row) else cell for cell in row] for row in block.rows]
            out += ["\t".join(row) for row in block.header + rows]
            out += ["", block.note] if block.note else []
    return _encoded(out)


def _cells(facts: Facts, blocks: list[Block]) -> bytes:
    headings = [block for block in blocks if isinstance(block, Heading)]
    out = [*facts["cover"], "目  录"]
    out += [f"{heading.text}{'.' * 20}{page}" for page, heading in enumerate(headings, 2)]
    out.append("")
    page = 1
    for block in blocks:
        if isinstance(block, Heading):
            page += 1
            out.append(f"[bookmark: _Toc_2_2_{page:010}]{block.text}")
        elif isinstance(block, str):
            out.append("     " + block)
        else:
            out += [block.title] if block.title else []
            if block.unit:
                out += [
                    f"\t{facts['code']}{facts['department']}",
                    f"\t预算年度：{facts['year']}",
                    f"\t单位：{block.unit}",
                    "",
                ]
            for row in _numbered(block):
                out += ["\t" + cell for cell in row] + [""]
            out += [block.note] if block.note else []
            out += ["", "", str(page)]
    return "\ufeff".encode() + _encoded(out).replace(b"\n", b"\r\n")


def _numbered(table: Table) -> list[list[str]]:
    # As Word's tables lose them: a cell over several columns leaves one cell, one over several rows leaves all.
    header = [[cell for cell in row if cell] if row is not table.header[-1] else row for row in table.header]
    if not table.numbered:
        return header + table.rows
    columns = ["栏次", *(str(number) for number in range(1, len(table.header[-1]) + 1))]
    rows = [[str(number), *row] for number, row in enumerate(table.rows, 1)]
    return [["序号", *header[0]], *(["", *row] for row in header[1:]), columns, *rows]


class _Pages:
    """Lines on pages of a fixed height; a long text counts as the lines it would fill on paper."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.page = 1
        self.left = PAGE_LINES

    def turn(self) -> None:
        if self.left < PAGE_LINES:
            self.out += ["", f"— {self.page} —", ""]
            self.page += 1
            self.left = PAGE_LINES

    def put(self, *lines: str) -> None:
        self.out += lines
        self.left -= len(lines)

    def text(self, text: str) -> None:
        while text:
            if self.left < 2:
                self.turn()
            room = self.left * PAGE_WIDTH
            if len(text) <= room:
                self.out.append(text)
                self.left -= -(-len(text) // PAGE_WIDTH)
                return
            cut = room
            while re.match(r"[\d.,%]", text[cut]) or re.match(r"[\d.,]", text[cut - 1]):
                cut -= 1  # a printed line does not break inside a number
            self.out.append(text[:cut])
            self.left = 0
            text = text[cut:]

    def table(self, table: Table) -> None:
        for line in filter(None, [table.title, f"单位：{table.unit}" if table.unit else None]):
            self.put(*line.split("\n"), "")
        header = ["\t".join(row) for row in table.header]
        self.put(*header)
        for row in table.rows:
            if self.left < 1:
                self.turn()
                self.put(*header)
            self.put("\t".join(row))
        self.put(*(["", table.note] if table.note else []), "")


def _pages(facts: Facts, blocks: list[Block]) -> bytes:
    pages = _Pages()
    pages.put("", *facts["cover"])
    pages.turn()
    pages.put("目录", "")
    for block in blocks:
        if isinstance(block, Heading) and not block.table:
            pages.put(*(["", block.text, ""] if block.level == 1 else [f"- {block.text}"]))
    annexes = [block for block in blocks if isinstance(block, Table) and block.title and block.unit]
    pages.put(*(f"- {_chinese(number)}、{table.title}" for number, table in enumerate(annexes, 1)))
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1 or block.table or pages.left < 5:
                pages.turn()  # a part and an annex begin a page; no heading stands at its foot
            pages.put(block.text, "")
        elif isinstance(block, str):
            pages.text(block)
            pages.put("")
        else:
            pages.table(block)
    pages.turn()
    return _encoded(pages.out)


def _encoded(lines: list[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


LAYOUTS: dict[str, Callable[[Facts, list[Block]], bytes]] = {"markdown": _markdown, "cells": _cells, "pages": _pages}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in documents().items():
        (folder / name).write_bytes(content)
        print(f"{folder / name}: {len(content):,} bytes")
