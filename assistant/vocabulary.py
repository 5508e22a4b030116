"""The library's own words: every label of every fact, indexed so that a question's words find them.

A *label* is a folded text (a row's name, a column's path, a sheet's name, an indicator, a title, the clause around
a figure). An *entry* is a fact with the labels that give it meaning. Indexes are built once per library
generation; a question is matched by pairs of characters, so no dictionary of words is needed and a typo costs
little. Rare pairs weigh more than those of 支出 or 经费.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant.glossary import label_aliases, use_synonyms
from assistant.spoken import spoken
from assistant.words import bare_label, bigrams, fold
from index.amounts import is_money
from index.model import Document, Fact

__all__ = ["DEFAULT_COLUMNS", "TOTALS", "DocumentIndex", "Entry", "Vocabulary", "vocabulary_of"]

TOTALS = frozenset({"合计", "总计", "小计", "总额", "合计数", "部门合计", "收入支出合计"})
DEFAULT_COLUMNS = frozenset(
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
    order: int
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


class Vocabulary:
    """The indexes of all documents of one library generation, with the weights of character pairs."""

    def __init__(self, library: Any) -> None:
        self.generation = library.generation
        self.documents: tuple[Document, ...] = tuple(library.documents())
        self.indexes: dict[str, DocumentIndex] = {}
        self.frequency: Counter[str] = Counter()
        self.names: set[str] = set()  # pairs of characters inside names of rows, columns, sheets
        self.rows: set[str] = set()  # whole names of table rows
        self.indicators: set[str] = set()  # whole names of indicators
        self.things: set[str] = set()  # whole names of rows, indicators, and what sentences speak of
        self.columns: frozenset[str] = frozenset()  # the last headers of columns, the names of fields
        self.subjects: dict[str, set[str]] = {}  # names of coded rows with their codes
        self.label_count = 0
        self._library = library
        self._texts: dict[str, tuple[frozenset[str], str]] = {}
        for document in self.documents:
            index = build_index(document, library)
            self.indexes[document.id] = index
            for grams in index.grams:
                self.frequency.update(set(grams))
            self.label_count += len(index.labels)
            for entry in index.entries:
                if entry.fact.code and entry.fact.source == "cell" and entry.fact.code[0].isdecimal():
                    self.subjects.setdefault(index.labels[entry.main], set()).add(entry.fact.code)
            self.rows.update(index.labels[e.main] for e in index.entries if e.fact.source == "cell" and e.main)
            self.indicators.update(
                index.labels[e.main]
                for e in index.entries
                if e.fact.source == "indicator" and len(index.labels[e.main]) > 3
            )
            self.things.update(index.labels[e.main] for e in index.entries if e.main)
            named = {n for e in index.entries for n in (e.main, e.alternate, e.column, e.name)}
            self.names.update(gram for number in named for gram in index.grams[number])
        self.columns = frozenset(
            fold(entry.fact.column_path[-1])
            for index in self.indexes.values()
            for entry in index.entries
            if entry.fact.column_path and entry.fact.source in ("cell", "field")
        )
        self.names.update(gram for index in self.indexes.values() for row in index.empty_rows for gram in bigrams(row))
        for index in self.indexes.values():
            index.weights = [sum(self.weight(gram) for gram in grams) for grams in index.grams]

    def weight(self, gram: str) -> float:
        """How telling a pair of characters is: near 1 for a rare one, small for 支出."""
        return _weight(self.frequency.get(gram, 0), self.label_count)

    def known(self, text: str) -> bool:
        """Whether a word's every pair of characters occurs in some label."""
        return all(gram in self.frequency for gram in bigrams(text))

    def text_pairs(self, document: str) -> frozenset[str]:
        """The pairs of neighbouring characters of everything a document says, labels as questions put them."""
        return self._text(document)[0]

    def texts(self) -> Iterator[str]:
        """The documents' texts, section by section, and their labels."""
        for document in self.documents:
            yield from (section.text for section in self._library.sections(document.id))
            yield from self.indexes[document.id].labels

    def whole_names(self) -> frozenset[str]:
        """The names of rows, columns, sheets and indicators, each whole."""
        return frozenset(
            index.labels[number]
            for index in self.indexes.values()
            for entry in index.entries
            if entry.fact.source != "sentence"
            for number in (entry.main, entry.alternate, entry.column, entry.name)
        )

    def says(self, document: str, word: str) -> bool:
        """Whether a folded word stands anywhere in a document's text or labels."""
        return word in self._text(document)[1]

    def _text(self, document: str) -> tuple[frozenset[str], str]:
        cached = self._texts.get(document)
        if cached is None:
            index = self.indexes[document]
            texts = {fold(section.text) for section in self._library.sections(document)}
            texts |= {use_synonyms(text) for text in texts}
            texts |= {fold(text) for entry in index.entries for text in (entry.fact.raw, entry.fact.title)}
            texts |= set(index.labels) | index.empty_rows
            cached = frozenset(gram for text in texts for gram in bigrams(text)), "|".join(sorted(texts))
            self._texts[document] = cached
        return cached

    @property
    def facts(self) -> int:
        """How many facts are indexed."""
        return sum(len(index.entries) for index in self.indexes.values())


@lru_cache(maxsize=65536)
def _weight(count: int, total: int) -> float:
    if count == 0:
        return 0.45  # in no label at all: perhaps small talk, perhaps the very thing that is missing
    return 0.12 + 0.88 * math.log(1 + total / count) / math.log(1 + total)


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
    for order, fact in enumerate(facts):
        entry = _entry(fact, order, builder, sheets, tables, shared, department, region)
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
    order: int,
    builder: _Builder,
    sheets: dict[str, Any],
    tables: dict[str, Any],
    shared: dict[str, str],
    department: str,
    region: str,
) -> Entry:
    if fact.source == "sentence":
        if fact.kind == "sheet_text":
            return _sentence_in_sheet(fact, order, builder, department)
        return _sentence(fact, order, builder, department)
    if fact.source in ("field", "indicator"):
        return _of_sheet(fact, order, builder, sheets, department)
    path = fact.row_path
    main = bare_label(_UNIT_MARK.sub("", path[-1]) or path[-1]) if path else ""
    columns = [fold(_UNIT_NOTE.sub("", part)) for part in fact.column_path]
    if columns and shared.get(fact.container) and fact.column_path[0] == shared[fact.container]:
        columns = columns[1:]
    while len(columns) > 1 and columns[-1] in ("小计", "合计", "总计"):
        columns.pop()
    default = len(columns) == 0 or (
        len(columns) == 1 and (columns[0] in DEFAULT_COLUMNS or columns[0].startswith(("价值", "政府采购金额")))
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
        order,
        columns[-1] if len(columns) > 1 and not default and len(columns[-1]) > 2 else "",
    )


def _local(name: str, region: str) -> str:
    """A unit's name without the city (and province) before it."""
    at = name.find(region) if region else -1
    return name[at + len(region) :] or name if 0 <= at <= 4 else name


def _of_sheet(fact: Fact, order: int, builder: _Builder, sheets: dict[str, Any], department: str) -> Entry:
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
        default = column in DEFAULT_COLUMNS
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
        order,
    )


def _sentence(fact: Fact, order: int, builder: _Builder, department: str) -> Entry:
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
        order,
    )


def _sentence_in_sheet(fact: Fact, order: int, builder: _Builder, department: str) -> Entry:
    entry = _sentence(replace(fact, row_path=fact.row_path[1:]), order, builder, department)
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


_CACHE: dict[int, tuple[int, Vocabulary]] = {}


def vocabulary_of(library: Any) -> Vocabulary:
    """The vocabulary of a library's present generation, built once."""
    key = id(library)
    cached = _CACHE.get(key)
    if cached is None or cached[0] != library.generation:
        cached = (library.generation, Vocabulary(library))
        _CACHE.clear()
        _CACHE[key] = cached
    return cached[1]


def money_field(path: Sequence[str]) -> bool:
    """Whether a sheet's field holds the sheet's whole amount (资金总额, 预算数, 预算资金)."""
    return bool(path) and fold(path[-1]) in MONEY_FIELDS
