"""The labels and entries of one document: every fact with the names that a question may know it by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assistant.glossary import label_aliases, use_synonyms
from assistant.spoken import spoken
from assistant.words import bare_label, bigrams, fold
from index.amounts import is_money
from index.model import Document, Fact

__all__ = ["TOTALS", "DocumentIndex", "Entry", "build_index", "money_field"]

TOTALS = frozenset({"合计", "总计", "小计", "总额", "合计数", "部门合计", "收入支出合计"})
_DEFAULT_COLUMNS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "预算数",
        "金额",
        "预算金额",
        "年初预算数",
        "本年预算数",
        "全年目标值",
        "目标值",
        "指标值",
        "年度指标值",
        "预算",
        "当年预算",
        "资金总额",
        "合计金额",
    ]
) | {""}
MONEY_FIELDS = tuple(
    ["资金总额", "预算数", "预算资金", "项目金额", "项目资金", "年度预算", "预算金额", "预算总额", "总额", "金额"]
)
_UNIT_NOTE = re.compile(r"[（(][^（()）]{3,}[)）]|[①②③④⑤⑥⑦⑧⑨⑩].*$")  # （金额单位：万元）, ④/③: notes, not names
_UNIT_MARK = re.compile(
    r"[（(](?:平方米|㎡|台|辆|个|人|名|套|家|户|件|次|场|万元|元|%|[、/，])+[)）]$"
)  # 车辆（台、辆）
_COUNTER = re.compile(r"(?:人数|人次数?|数量|次数|场次|家数|件数|个数|户数|份数|张数)$")  # what the unit says again
_AFFIX = re.compile(r"^(?:本年度|年度|全年|本年)|(?:金额|数额)$")  # 本年度结余金额
_CLAUSE_END = re.compile(r"[。；;！!？?\n]")


@dataclass(slots=True)
class Entry:
    """A fact with its labels as numbers of the index: ``main`` is what is measured (``alternate`` the same in other
    words), ``column`` in which column, ``name`` the sheet's name, ``context`` further words around it (they help,
    they never hurt)."""

    fact: Fact
    main: int
    alternate: int
    column: int
    name: int
    title: int
    context: tuple[int, ...]
    default_column: bool
    total: bool
    tail: str = ""  # the column's last header, where it stands under others and names the column by itself


@dataclass(slots=True)
class DocumentIndex:
    """One document's labels and entries."""

    document: Document
    labels: list[str] = field(default_factory=list)
    grams: list[tuple[str, ...]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=dict)
    by_label: dict[int, list[int]] = field(default_factory=dict)
    by_code: dict[str, list[int]] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)
    by_container: dict[str, list[int]] = field(default_factory=dict)
    by_kind: dict[str, list[int]] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)
    sheet_names: dict[str, str] = field(default_factory=dict)
    empty_rows: frozenset[str] = frozenset()  # names of table rows without a figure
    mains: frozenset[str] = frozenset()  # labels of rows and indicators with one

    def has(self, name: str) -> bool:
        """Whether a figure of that name stands in the document, as a row, an indicator or part of a sentence."""
        return any(name in main for main in self.mains)


class _Builder:
    def said(self, text: str) -> int:
        """A label in the words that questions are put into: both sides go through the same synonyms."""
        return self.label(use_synonyms(text))

    def __init__(self, document: Document) -> None:
        self.index = DocumentIndex(document)
        self.numbers: dict[str, int] = {"": 0}
        self.index.labels.append("")
        self.index.grams.append(())

    def label(self, text: str) -> int:
        number = self.numbers.get(text)
        if number is None:
            number = self.numbers[text] = len(self.index.labels)
            self.index.labels.append(text)
            self.index.grams.append(tuple(bigrams(text)))
        return number


def build_index(document: Document, library: Any) -> DocumentIndex:
    """Index one document's facts."""
    builder = _Builder(document)
    index = builder.index
    sheets = {sheet.id: sheet for sheet in library.sheets(document.id)}
    tables = {table.id: table for table in library.tables(document.id)}
    department = fold(document.department or "")
    region = fold(document.region or "")
    facts = [*library.facts(document.id)]
    facts += spoken(facts, document)
    shared = _shared_column_parents(facts)
    alone = _only_children(facts) | _of_the_parent(facts)
    for fact in facts:
        entry = _entry(fact, builder, sheets, tables, shared, department, region)
        if not entry.alternate and (
            (fact.container, fact.row_path) in alone or (fact.container, fact.row_path, fact.column_path) in alone
        ):
            entry.alternate = builder.said(bare_label(fact.row_path[-2]))
        position = len(index.entries)
        index.entries.append(entry)
        for number in {entry.main, entry.alternate, entry.column, entry.name, *entry.context}:
            if number:
                index.by_label.setdefault(number, []).append(position)
        if fact.code and fact.kind != "sheet_text":
            index.by_code.setdefault(fold(fact.code), []).append(position)
        if entry.total or (entry.main == 0 and fact.source == "cell"):
            index.totals.append(position)
        index.by_container.setdefault(fact.container, []).append(position)
        index.by_kind.setdefault(fact.kind or "", []).append(position)
    held = {index.labels[entry.main] for entry in index.entries}
    index.mains = frozenset(held)
    index.empty_rows = frozenset(
        name
        for table in tables.values()
        for row in table.rows
        if row.label and (name := use_synonyms(bare_label(row.label))) not in held and name not in TOTALS
    )
    index.sheet_names = {sheet.id: fold(sheet.name) for sheet in sheets.values()}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, grams in enumerate(index.grams):
        for gram in set(grams):
            postings[gram].append(number)
    index.postings = dict(postings)
    return index


def _only_children(facts: Iterable[Fact]) -> set[tuple[str, tuple[str, ...]]]:
    """Rows that stand alone under a heading without figures of its own: the heading names them as well."""
    children: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = defaultdict(set)
    rows: set[tuple[str, tuple[str, ...]]] = set()
    lines: dict[tuple[str, tuple[str, ...]], set[int | None]] = defaultdict(set)
    for fact in facts:
        if fact.source == "cell" and fact.row_path:
            rows.add((fact.container, fact.row_path))
            lines[fact.container, fact.row_path].add(fact.row_place.line_start)
            if len(fact.row_path) > 1:
                children[fact.container, fact.row_path[:-1]].add(fact.row_path)
    return {
        (container, path)
        for (container, parent), under in children.items()
        for path in under
        if len(under) == 1
        and (container, parent) not in rows
        and len(lines[container, path]) == 1
        and parent[-1] not in TOTALS
        and path[-1] not in TOTALS
    }


def _of_the_parent(facts: Iterable[Fact]) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Cells that repeat their parent's figure in each of its rows (a project's 预算资金 beside each of its purchases):
    the same amount in all, no less than the rows' own amounts together."""
    columns: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source == "cell" and len(fact.row_path) > 1 and fact.value and is_money(fact.unit):
            columns[fact.container, fact.row_path[:-1], fact.column_path].append(fact)
    found: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = set()
    for (container, parent, column), cells in columns.items():
        if len(cells) < 2 or len({cell.value for cell in cells}) > 1 or parent[-1] in TOTALS:
            continue
        others = [
            sum((cell.value or Decimal(0) for cell in rest), Decimal(0))
            for (table, above, other), rest in columns.items()
            if table == container and above == parent and other != column
        ]
        if others and (cells[0].value or 0) >= max(others):
            found.update((container, cell.row_path, column) for cell in cells)
    return found


def _shared_column_parents(facts: Iterable[Fact]) -> dict[str, str]:
    """Per table the top header word that stands over all its value columns (it tells nothing apart)."""
    tops: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.source == "cell":
            tops[fact.container].add(fact.column_path[0] if len(fact.column_path) > 1 else "")
    return {container: next(iter(words)) for container, words in tops.items() if len(words) == 1 and "" not in words}


def _entry(
    fact: Fact,
    builder: _Builder,
    sheets: dict[str, Any],
    tables: dict[str, Any],
    shared: dict[str, str],
    department: str,
    region: str,
) -> Entry:
    if fact.source == "sentence":
        if fact.kind == "sheet_text":
            return _sentence_in_sheet(fact, builder, department)
        return _sentence(fact, builder, department)
    if fact.source in ("field", "indicator"):
        return _of_sheet(fact, builder, sheets, department)
    path = fact.row_path
    main = bare_label(_UNIT_MARK.sub("", path[-1]) or path[-1]) if path else ""
    columns = [fold(_UNIT_NOTE.sub("", part)) for part in fact.column_path]
    if columns and shared.get(fact.container) and fact.column_path[0] == shared[fact.container]:
        columns = columns[1:]
    while len(columns) > 1 and columns[-1] in ("小计", "合计", "总计"):
        columns.pop()
    default = len(columns) == 0 or (
        len(columns) == 1 and (columns[0] in _DEFAULT_COLUMNS or columns[0].startswith(("价值", "政府采购金额")))
    )
    context = [bare_label(part) for part in path[:-1]]
    total = len(path) <= 1 and (main in TOTALS or not main)
    if main in TOTALS and len(path) > 1:
        main = bare_label(path[-2])
        context = [bare_label(part) for part in path[:-2]] + [fold(path[-1])]
    alternate = ""
    if department and main != department:
        main = main.removeprefix(department) or main
    if fact.kind in ("units", "income", "transfer", "procurement"):
        main = _local(main, region)  # 厦门市人才服务中心: within the department nobody says the city
    bracket = re.search(r"[（(][^（()）]{4,}[)）]", path[-1]) if path else None
    if bracket is not None and not total:
        alternate = bare_label(path[-1].replace(bracket[0], ""))
        alternate = _local(alternate, region)
    table = tables.get(fact.container)
    title = fold(fact.title) + ("|" + fold(table.part) if table is not None and table.part else "")
    return Entry(
        fact,
        builder.said("" if total else main),
        builder.said(alternate),
        builder.said("".join(columns)),
        0,
        builder.label(title),
        tuple(builder.said(text) for text in dict.fromkeys(context) if text),
        default,
        total,
        columns[-1] if len(columns) > 1 and not default and len(columns[-1]) > 2 else "",
    )


def _local(name: str, region: str) -> str:
    """A unit's name without the city (and province) before it."""
    at = name.find(region) if region else -1
    return name[at + len(region) :] or name if 0 <= at <= 4 else name


def _of_sheet(fact: Fact, builder: _Builder, sheets: dict[str, Any], department: str) -> Entry:
    """A field (named by its column) or an indicator (named by its row, with its description as other words)."""
    path = fact.row_path
    sheet = sheets.get(fact.container)
    name = fold(path[0]) if path else ""
    if name == department:
        name = ""  # the whole department's own sheet needs no naming
    context = [fold(part) for part in fact.column_path[:-1]]
    context += [alias for part in fact.column_path for alias in label_aliases(fold(part))]
    if sheet is not None and sheet.code:
        context.append(fold(sheet.code))
    column = fold(_UNIT_NOTE.sub("", fact.column_path[-1])) if fact.column_path else ""
    main, alternate = "", ""
    if fact.source == "indicator":
        main = bare_label(path[1]) if len(path) > 1 else ""
        alternate = bare_label(path[2]) if len(path) > 2 else ""
        if not alternate and len(path) > 1:
            head = re.split(r"[，,；;：:=＝]", path[1])[0]  # 满意程度，满意度=平均得分/总分
            alternate = bare_label(head) if len(head) < len(path[1]) and len(head) > 3 else _COUNTER.sub("", main)
            alternate = "" if alternate == main or len(alternate) < 2 else alternate
        default = column in _DEFAULT_COLUMNS
    else:
        main = bare_label(path[-1]) if len(path) > 1 else ""
        main = "" if main in TOTALS else main
        default = column in MONEY_FIELDS
        if not default:
            column = _AFFIX.sub("", column) if len(_AFFIX.sub("", column)) > 1 else column
    return Entry(
        fact,
        builder.said(main),
        builder.said(alternate),
        builder.said(column),
        builder.said(name),
        builder.label(fold(fact.title)),
        tuple(builder.said(text) for text in dict.fromkeys(context) if text),
        default,
        False,
    )


def _sentence(fact: Fact, builder: _Builder, department: str) -> Entry:
    subject = bare_label(fact.row_path[-1]) if fact.row_path else ""
    context = [fold(part) for part in (*fact.row_path[:-1], *fact.column_path) if fold(part) != department]
    context.append(use_synonyms(fold(_clause(fact))))
    return Entry(
        fact,
        builder.said(subject),
        0,
        0,
        0,
        builder.label(fold(fact.title)),
        tuple(builder.said(text) for text in dict.fromkeys(context) if text),
        True,
        False,
    )


def _sentence_in_sheet(fact: Fact, builder: _Builder, department: str) -> Entry:
    entry = _sentence(replace(fact, row_path=fact.row_path[1:]), builder, department)
    name = fold(fact.row_path[0])
    entry.fact = fact
    entry.name = 0 if name == department else builder.label(name)
    return entry


def _clause(fact: Fact) -> str:
    """The words around a figure in its sentence: some forty before it, a few after."""
    at = fact.quote.find(fact.raw)
    if at < 0:
        return fact.quote[:60]
    before = fact.quote[max(0, at - 44) : at]
    pieces = _CLAUSE_END.split(before)
    after = fact.quote[at + len(fact.raw) : at + len(fact.raw) + 10]
    return pieces[-1] + fact.raw[-2:] + re.split(r"[，,。；;、]", after)[0]


def money_field(path: Sequence[str]) -> bool:
    """Whether a sheet's field holds the sheet's whole amount (资金总额, 预算数, 预算资金)."""
    return bool(path) and fold(path[-1]) in MONEY_FIELDS
