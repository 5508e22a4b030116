"""Every figure that stands alone in a table cell, found without the reader, and held against its facts.

``python -m eval.figures DIR`` reads the plain-text documents of a folder twice: once here, knowing nothing but
tabs and lines, and once through ``index.pipeline.read_document``. Every figure found here must be exactly one
fact of the reading (same line, same text, that number as its value), and no fact may lack its figure. Exits 1 on
any difference.

A *cell* is what stands between tabs on one line; in documents with one cell a line, each line that starts with
its only tab (with the untabbed lines that run on from it), and the lines up to the next empty one are a row.
A *figure* is a cell that holds a number and nothing else but a relation (≥, ≤, =, …) before and a unit after it.
After a relation any words may follow (``≥90 满意率90%以上``), and under a header 指标值/目标值 in a row that has no
other figure (``100 全部合格``).
Left out, each by its own small rule:

- the numbering row (栏次 1 2 3 …);
- row numbers: short whole numbers at the tab position of a 序号 header;
- codes: whole numbers that open a row before its label, that stand at the tab position of a 编码/代码 header,
  or that follow a 编码/代码 label;
- page numbers of a table of contents (the cell before ends in dots);
- calendar years (``2023年``).
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Comparison", "Figure", "compare", "figures_of_file", "figures_of_text", "main"]

# units as documents write them: measure words, alone or strung together (万人次, 元/人·月, 份、册、本等)
_WORD = (
    "人次数|人次|人数|个月|月份|月前|工作日|平方米|公里|小时|分钟|批次|场次|家次|个次|课时|摄氏度|亩|"
    "人|元|个|件|次|天|家|场|月|年|起|份|项|篇|套|间|笔|例|类|所|本|部|户|日|节|张|条|分|种|辆|周|册|级|处|座|台|米|名|期|"
    "百|千|万|亿|%|‰|℃"
)
_UNIT = re.compile(rf"(?:{_WORD})(?:(?:[/·.、]|每)?(?:{_WORD}|项))*(?:等|量|数)?(?:\([^()]*\))?")
_NUMBER = r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?"
_FIGURE = re.compile(rf"(?P<relation>[≥≤><=≧≦﹥﹤]?)(?P<number>{_NUMBER})(?P<rest>.*)")
_DATE = re.compile(r"年|月|日|月份")  # "15 日" may be a day or a number of days: the fact may do without a value
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_CODE_WORD = re.compile(r"编码|代码|科目编|目录序号")
_TARGET_WORD = re.compile(r"(?:年度|全年)?(?:指标|目标)值")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\*\*")
_LEADER = re.compile(r"(?:\.{2,}|…|·{3,})$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands: file name, 1-based line, tab position of its cell in the row, text as printed."""

    file: str
    line: int
    column: int
    text: str


class FactLike(Protocol):
    """What the comparison needs of a fact (``index.model.Fact`` is one)."""

    @property
    def source(self) -> str: ...
    @property
    def raw(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def place(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences as (line, text): figures without a fact, with too many facts, with a fact of another value,
    and facts without a figure."""

    figures: int
    facts: int
    missing: tuple[tuple[int, str], ...] = ()
    doubled: tuple[tuple[int, str], ...] = ()
    wrong: tuple[tuple[int, str], ...] = ()
    extra: tuple[tuple[int, str], ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every figure is exactly one fact with its value and no fact is without a figure."""
        return not (self.missing or self.doubled or self.wrong or self.extra)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[int, str], ...]  # (line, text) by tab position
    fresh: bool  # the first row after words outside tables: headers above no longer hold


def normalised(text: str) -> str:
    """Text without markup, white space and thousand separators, full-width forms folded."""
    folded = unicodedata.normalize("NFKC", _MARKUP.sub("", text))
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\s+", "", folded))


def is_figure(text: str, *, target: bool = False) -> bool:
    """Whether a cell holds a figure alone: relation, number, unit (after a relation or as a target, any words)."""
    compact = re.sub(r"\s+", "", unicodedata.normalize("NFKC", _MARKUP.sub("", text)))
    if _YEAR.fullmatch(compact):
        return False
    match = _FIGURE.fullmatch(compact)
    if match is None:
        return False
    rest = match["rest"]
    if not rest or _UNIT.fullmatch(rest):
        return True
    if match["relation"]:
        return not re.match(r"[\d.,]", rest)
    repeated = set(re.findall(_NUMBER, rest)) <= {match["number"]}  # 40 大于等于 40 次
    return target and repeated and not re.match(r"[.,、]", rest)


def _rows(lines: Sequence[str]) -> Iterator[_Row]:
    """The rows of all tables in reading order, whichever of the two shapes they have."""
    group: list[tuple[int, str]] = []
    fresh, running = True, False
    for number, line in enumerate([*lines, ""], start=1):
        one_cell = line.startswith("\t") and line.count("\t") == 1
        if one_cell:
            group.append((number, line[1:]))
            running = True
        elif line.strip() and "\t" not in line and running and group:
            group[-1] = (group[-1][0], group[-1][1] + line)  # the cell runs on
        else:
            if group:
                yield _Row(tuple(group), fresh)
                group, fresh = [], False
            running = False
            if "\t" in line:
                yield _Row(tuple((number, cell) for cell in line.split("\t")), fresh)
                fresh = False
            elif line.strip():
                fresh = True


def _is_whole(text: str, low: int, high: int) -> bool:
    return bool(re.fullmatch(rf"\d{{{low},{high}}}", text))


def _is_numbering(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    if len(filled) < 2 or re.search(r"\d", filled[0]):
        return False
    counts = filled[1:] == [str(n) for n in range(1, len(filled))]
    return counts and (len(filled) > 4 or "次" in filled[0])


def figures_of_text(text: str, *, file: str = "") -> list[Figure]:
    """All figures of a document's text, in reading order."""
    found: list[Figure] = []
    number_at: set[int] = set()
    code_at: set[int] = set()
    target_at: set[int] = set()
    for row in _rows(text.replace("\r\n", "\n").split("\n")):
        texts = [normalised(cell) for _, cell in row.cells]
        if row.fresh:
            number_at, code_at, target_at = set(), set(), set()
        headers = {at for at, cell in enumerate(texts) if cell == "序号"}
        if headers:
            number_at, code_at = headers, set()
        code_at |= {at for at, cell in enumerate(texts) if _CODE_WORD.search(cell) and len(cell) < 12}
        target_at = {at for at, cell in enumerate(texts) if _TARGET_WORD.fullmatch(cell)} or target_at
        if _is_numbering(texts):
            continue
        loose = set() if any(is_figure(cell) for cell in texts) else target_at
        for at, (line, cell) in enumerate(row.cells):
            if is_figure(cell, target=at in loose) and not _is_label(at, texts, number_at, code_at):
                found.append(Figure(file=file, line=line, column=at, text=_MARKUP.sub("", cell).strip()))
    return found


def _is_label(at: int, texts: Sequence[str], number_at: set[int], code_at: set[int]) -> bool:
    """Whether a number names its row (row number, code, page of a contents list) instead of measuring it."""
    text = texts[at]
    if at in number_at and _is_whole(text, 1, 4):
        return True
    before = [cell for cell in texts[:at] if cell]
    after = next((cell for cell in texts[at + 1 :] if cell), "")
    if _is_whole(text, 3, 12):
        opens = all(_is_whole(cell, 1, 4) for cell in before) and bool(after) and not is_figure(after)
        if opens or at in code_at or (before and _CODE_WORD.search(before[-1])):
            return True
    return bool(before and _LEADER.search(before[-1]) and _is_whole(text, 1, 4))


def figures_of_file(path: Path) -> list[Figure]:
    """All figures of a UTF-8 text file."""
    return figures_of_text(path.read_text(encoding="utf-8"), file=path.name)


def _holds_value(text: str, value: Decimal | None) -> bool:
    """Whether ``value`` is the number of a figure; None will do where words or a date may follow the number."""
    match = _FIGURE.fullmatch(normalised(text))
    if match is None:
        return False
    if value is None:
        return bool(match["rest"]) and (not _UNIT.fullmatch(match["rest"]) or bool(_DATE.fullmatch(match["rest"])))
    return value == Decimal(match["number"].replace("−", "-"))


def _keys(fact: FactLike) -> tuple[str, ...]:
    """The texts under which a fact may stand in its cell: as read, or with the unit the reader took off."""
    raw = normalised(fact.raw)
    return (raw, raw + normalised(fact.unit)) if fact.unit else (raw,)


def compare(figures: Iterable[Figure], facts: Iterable[FactLike]) -> Comparison:
    """Hold the figures of one document against the facts of its cells, fields and indicators.

    A fact that has no value (an empty cell, a target in words) needs no figure; one that has a value does.
    """
    open_figures = Counter((figure.line, normalised(figure.text)) for figure in figures)
    known = set(open_figures)
    total = sum(open_figures.values())
    doubled: list[tuple[int, str]] = []
    wrong: list[tuple[int, str]] = []
    extra: list[tuple[int, str]] = []
    counted = 0
    for fact in facts:
        if fact.source not in ("cell", "field", "indicator"):
            continue
        line = fact.place.line_start or 0
        keys = [(line, text) for text in _keys(fact)]
        counted += fact.value is not None
        key = next((key for key in keys if open_figures[key] > 0), None)
        if key is not None:
            open_figures[key] -= 1
            if not _holds_value(key[1], fact.value):
                wrong.append((line, f"{fact.raw} has the value {fact.value}"))
        elif any(key in known for key in keys):
            doubled.append((line, fact.raw))
        elif fact.value is not None or is_figure(fact.raw):
            extra.append((line, fact.raw))
    missing = sorted(open_figures.elements())
    return Comparison(total, counted, tuple(missing), tuple(doubled), tuple(wrong), tuple(extra))


def main(argv: Sequence[str] | None = None) -> int:
    """Compare every .txt document of a folder with its reading; print a summary; 1 on any difference."""
    parser = argparse.ArgumentParser(prog="python -m eval.figures", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=20, help="differences to print of each kind and document")
    parser.add_argument("--list", action="store_true", help="only print the figures found, tab-separated")
    options = parser.parse_args(argv)
    paths = sorted(options.folder.glob("*.txt"))
    if not paths:
        print(f"no .txt documents in {options.folder}", file=sys.stderr)
        return 1
    if options.list:
        for figure in (figure for path in paths for figure in figures_of_file(path)):
            print(figure.file, figure.line, figure.column, figure.text, sep="\t")
        return 0
    from index.pipeline import read_document  # the reader is only the other side of the comparison

    good = True
    for path in paths:
        result = compare(figures_of_file(path), read_document(path).facts)
        good = good and result.agrees
        print(f"{path.name}: {result.figures} figures, {result.facts} facts with a value")
        for kind in ("missing", "doubled", "wrong", "extra"):
            differences: tuple[tuple[int, str], ...] = getattr(result, kind)
            print(f"  {kind}: {len(differences)}")
            for line, text in differences[: options.show]:
                print(f"    line {line}: {text}")
    print("every figure is one fact" if good else "figures and facts differ")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
