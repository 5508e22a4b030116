"""What a document's tables must satisfy: sums across and down, and tables or sentences that say the same figure.

Each rule is a small function from tables and facts to identities; whether an identity holds is for the reader of
the audit to see. The list of cross-checks follows the reviews that finance bureaus make of disclosed budgets (表内
合计, 表间勾稽, 表文一致).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from index.amounts import convert, is_money
from index.layout.sisters import source_key
from index.layout.sums import ColumnSum, column_sums, tolerance
from index.layout.words import bare, is_total, numbering_of
from index.model import Fact, Identity, Row, Table

__all__ = ["table_identities"]

_ZERO = Decimal(0)


def table_identities(tables: Sequence[Table], facts: Sequence[Fact], prose: Sequence[Fact] = ()) -> list[Identity]:
    """All identities of a document's tables, and between its tables and its sentences."""
    book = _Book(tables, facts)
    found: list[Identity] = []
    for table in tables:
        found += across(table, book)
        found += down(table, book)
        found += totals(table, book)
        found += products(table, book)
    found += balance(tables, book)
    found += same_figures(tables, book)
    found += text_and_table(tables, prose, book)
    return found


class _Book:
    """The facts of all tables by table, row and column."""

    def __init__(self, tables: Sequence[Table], facts: Sequence[Fact]) -> None:
        self.facts = {fact.id: fact for fact in facts}
        self.rows = {table.id: table.rows for table in tables}

    def at(self, table: Table, row: int, column: int) -> Fact | None:
        """The fact in a cell (0-based), None where the cell is empty or no figure."""
        fact = self.facts.get(f"{table.id}r{row + 1}c{column + 1}")
        return fact if fact is not None and fact.value is not None and fact.relation is None else None

    def amount_columns(self, table: Table) -> list[int]:
        """The columns that hold amounts of money."""
        return [
            index
            for index, column in enumerate(table.columns)
            if column.role == "value"
            and any((f := self.at(table, row, index)) is not None and f.measure == "amount" for row in range(len(table.rows)))
        ]


def _name(fact: Fact) -> str:
    return "·".join(part for part in ("/".join(fact.row_path[-1:]), "/".join(fact.column_path)) if part) or fact.title


def _value(fact: Fact) -> Decimal:
    return fact.value if fact.value is not None else _ZERO


def _sum(kind: str, total: Fact, parts: Sequence[Fact]) -> Identity:
    values = [_value(part) for part in parts]
    return Identity(
        kind=kind,
        document=total.document,
        left=f"{total.title}：{_name(total)}",
        right=" + ".join(_name(part) for part in parts),
        left_value=_value(total),
        right_value=sum(values, _ZERO),
        tolerance=tolerance([_value(total), *values]),
        facts=(total.id, *(part.id for part in parts)),
        places=(total.row_place, *(part.row_place for part in parts)),
    )


def _equal(kind: str, left: Fact, right: Fact) -> Identity:
    value = _value(right)
    if left.unit != right.unit and is_money(left.unit) and is_money(right.unit):
        value = convert(value, str(right.unit), str(left.unit))
    return Identity(
        kind=kind,
        document=left.document,
        left=f"{left.title}：{_name(left)}",
        right=f"{right.title}：{_name(right)}",
        left_value=_value(left),
        right_value=value,
        tolerance=_rounding(left, right),
        facts=(left.id, right.id),
        places=(left.row_place, right.row_place),
    )


def _rounding(left: Fact, right: Fact) -> Decimal:
    """Two figures agree when the one with fewer digits is the other rounded."""
    digits = [-int(_value(fact).as_tuple().exponent) for fact in (left, right)]
    return Decimal(5).scaleb(-min(digits) - 1) if digits[0] != digits[1] else _ZERO


# --- inside one table --------------------------------------------------------------------------------


def across(table: Table, book: _Book) -> Iterator[Identity]:
    """合计 = its columns, row by row. A header whose sum holds in fewer than half of the rows states none."""
    for column_sum in column_sums(table.columns):
        found = list(_across(table, column_sum, book))
        if found and sum(1 for identity in found if identity.holds) * 2 >= len(found):
            yield from found


def _across(table: Table, column_sum: ColumnSum, book: _Book) -> Iterator[Identity]:
    for row in range(len(table.rows)):
        total = book.at(table, row, column_sum.total)
        parts = [part for index in column_sum.parts if (part := book.at(table, row, index)) is not None]
        if total is not None and parts:
            yield _sum("row_sum", total, parts)


def down(table: Table, book: _Book) -> Iterator[Identity]:
    """A row = the rows one level below it (类 = its 款, 款 = its 项, 一、 = its （一）…).

    Rows under 其中 may be a choice only: where they stay below their row nothing is stated.
    """
    children = _children(table.rows)
    for parent, below in children.items():
        of_which = not table.rows[below[0]].code and any(numbering_of(table.rows[i].label)[1] for i in below)
        if of_which and len(below) == 1:
            continue
        for column in book.amount_columns(table):
            total = book.at(table, parent, column)
            parts = [part for index in below if (part := book.at(table, index, column)) is not None]
            if total is None or not parts:
                continue
            identity = _sum("children", total, parts)
            if of_which and identity.right_value < identity.left_value and not identity.holds:
                continue
            yield identity


def _children(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Rows by the row above them in the hierarchy, by index; a parent stands before its children."""
    last: dict[tuple[str, ...], int] = {}
    children: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if not row.total or len(row.path) > 1:
            parent = last.get(row.path[:-1])
            if parent is None and len(row.path) > 1:
                parent = last.get((*row.path[:-1], "小计")) if row.path[-1] != "小计" else None
            if parent is None and len(row.path) > 2:
                parent = next((last[key] for key in ((*row.path[:end], "小计") for end in (1,)) if key in last), None)
            if parent is not None and len(row.path) > 1 and row.path[-1] != "小计":
                children.setdefault(parent, []).append(index)
        last[row.path] = index
    return children


def totals(table: Table, book: _Book) -> Iterator[Identity]:
    """A total row = the rows that it covers: all below it when it comes first, those above it when it closes."""
    top = [i for i, row in enumerate(table.rows) if _is_top(row, table.rows)]
    for index, row in enumerate(table.rows):
        if not row.total or len(row.path) > 1:
            continue
        for column in book.amount_columns(table):
            total = book.at(table, index, column)
            if total is None:
                continue
            readings = [
                _sum("total_row", total, parts)
                for covered in _covered(table.rows, index, top)
                if (parts := [p for i in covered if (p := book.at(table, i, column)) is not None])
            ]
            if readings:
                yield next((reading for reading in readings if reading.holds), readings[0])


def _is_top(row: Row, rows: Sequence[Row]) -> bool:
    if any(other.path[-1] == "小计" and len(other.path) == 2 for other in rows):
        return len(row.path) == 2 and row.path[-1] == "小计"
    if row.code:
        return not any(other.code and other.code != row.code and row.code.startswith(other.code) for other in rows)
    return len(row.path) == 1 and not row.total


def _covered(rows: Sequence[Row], index: int, top: Sequence[int]) -> list[list[int]]:
    """Which rows a total row can cover, the likeliest first."""
    before = [i for i in top if i < index]
    after = [i for i in top if i > index]
    totals_before = [i for i in range(index) if rows[i].total and len(rows[i].path) == 1]
    readings = []
    if not before:
        readings.append(after)
        # A subtotal that opens its rows (“三公”经费小计) may end before the last of them.
        readings += [after[:end] for end in range(len(after) - 1, 1, -1)]
    elif totals_before:
        last = totals_before[-1]
        between = [i for i in before if i > last]
        readings.append([last, *between])
        readings.append(before)
    else:
        readings.append(before)
    return [reading for reading in readings if reading]


def products(table: Table, book: _Book) -> Iterator[Identity]:
    """数量 × 单价 = 金额 in tables of purchases."""
    names = ["".join(column.path) for column in table.columns]
    count = next((i for i, name in enumerate(names) if name == "数量"), None)
    price = next((i for i, name in enumerate(names) if name == "单价"), None)
    total = next((i for i, column in enumerate(table.columns) if column.role == "value" and is_total(names[i])), None)
    if count is None or price is None or total is None:
        return
    for row in range(len(table.rows)):
        facts = [book.at(table, row, index) for index in (total, count, price)]
        if any(fact is None for fact in facts):
            continue
        amount, number, unit_price = (fact for fact in facts if fact is not None)
        rounding = Decimal(5).scaleb(int(_value(unit_price).as_tuple().exponent) - 1) * abs(_value(number))
        yield Identity(
            kind="count_times_price",
            document=table.document,
            left=f"{table.title}：{_name(amount)}",
            right="数量 × 单价",
            left_value=_value(amount),
            right_value=_value(number) * _value(unit_price),
            tolerance=max(rounding, Decimal("0.005")),
            facts=(amount.id, number.id, unit_price.id),
            places=(amount.row_place,),
        )


# --- between tables ----------------------------------------------------------------------------------


def _of(tables: Sequence[Table], kind: str, part: str | None = None) -> Table | None:
    return next((t for t in tables if t.kind == kind and t.part == part and t.rows), None)


def _total_column(table: Table, book: _Book) -> int | None:
    """The column that says the row's whole amount: its 合计, else its first amount."""
    amounts = book.amount_columns(table)
    return next((i for i in amounts if is_total(table.columns[i].path[-1] if table.columns[i].path else "")), next(iter(amounts), None))


def _by_code(table: Table) -> dict[str, int]:
    return {row.code: index for index, row in enumerate(table.rows) if row.code}


def _by_label(table: Table) -> dict[str, int]:
    labels: dict[str, int] = {}
    for index, row in enumerate(table.rows):
        if not row.total:
            labels.setdefault(bare(row.label), index)
    return labels


def _total_rows(table: Table) -> list[int]:
    return [index for index, row in enumerate(table.rows) if row.total and len(row.path) == 1]


def balance(tables: Sequence[Table], book: _Book) -> Iterator[Identity]:
    """收入总计 = 支出总计 in a table of both."""
    for kind in ("overview", "fiscal_overview"):
        income, expenditure = _of(tables, kind, "收入"), _of(tables, kind, "支出")
        if income is None or expenditure is None:
            continue
        for left_row, right_row in list(zip(_total_rows(income)[-1:], _total_rows(expenditure)[-1:], strict=True)):
            columns = _total_column(income, book), _total_column(expenditure, book)
            if None in columns:
                continue
            left = book.at(income, left_row, columns[0] or 0)
            right = book.at(expenditure, right_row, columns[1] or 0)
            if left is not None and right is not None:
                yield _equal("balance", left, right)


def same_figures(tables: Sequence[Table], book: _Book) -> Iterator[Identity]:
    """Figures that two tables of a budget state both (表间勾稽)."""
    income, expenditure = _of(tables, "income"), _of(tables, "expenditure")
    general, basic = _of(tables, "general_expenditure"), _of(tables, "general_basic")
    if income is not None and expenditure is not None:
        yield from _codes_agree(expenditure, income, book)
    overview = _of(tables, "overview", "支出")
    if overview is not None and expenditure is not None:
        yield from _labels_agree(overview, expenditure, book)
    sources, fiscal_sources = _of(tables, "overview", "收入"), _of(tables, "fiscal_overview", "收入")
    if sources is not None and income is not None:
        yield from _sources_agree(sources, income, book)
    if sources is not None and fiscal_sources is not None:
        yield from _same_sources(sources, fiscal_sources, book)
    fiscal = _of(tables, "fiscal_overview", "支出")
    if fiscal is not None and general is not None:
        yield from _labels_agree(fiscal, general, book, basis="一般公共预算")
    capital = _of(tables, "capital_expenditure")
    if fiscal is not None and capital is not None:
        yield from _labels_agree(fiscal, capital, book, basis="国有资本经营")
    if general is not None and basic is not None:
        yield from _basic_agrees(general, basic, book)
    if general is not None and expenditure is not None:
        yield from _fiscal_group_agrees(expenditure, general, book)


def _codes_agree(left: Table, right: Table, book: _Book) -> Iterator[Identity]:
    columns = _total_column(left, book), _total_column(right, book)
    codes = _by_code(right)
    if columns[0] is None or columns[1] is None:
        return
    rows = [(row, codes[code]) for code, row in _by_code(left).items() if code in codes]
    rows += list(zip(_total_rows(left)[:1], _total_rows(right)[:1], strict=False))
    for row, other in rows:
        a, b = book.at(left, row, columns[0]), book.at(right, other, columns[1])
        if a is not None and b is not None:
            yield _equal("same_subject", a, b)


def _labels_agree(left: Table, right: Table, book: _Book, *, basis: str | None = None) -> Iterator[Identity]:
    """Classes of the one table against those of the other, by name; ``basis`` names the money that both mean."""
    column = _total_column(left, book)
    if basis is not None:
        named = [i for i in book.amount_columns(left) if basis in "".join(left.columns[i].path)]
        if named:
            column = named[0]
        elif len(book.amount_columns(left)) != 1 or basis != "一般公共预算":
            return
    other_column = _total_column(right, book)
    labels = {bare(row.label): i for i, row in enumerate(right.rows) if row.code and len(row.code) == 3}
    if column is None or other_column is None:
        return
    for label, index in _by_label(left).items():
        if label in labels:
            a, b = book.at(left, index, column), book.at(right, labels[label], other_column)
            if a is not None and b is not None:
                yield _equal("same_subject", a, b)


def _sources_agree(sources: Table, income: Table, book: _Book) -> Iterator[Identity]:
    """Each source of the overview against the total row of the income table."""
    total = next(iter(_total_rows(income)), None)
    column = _total_column(sources, book)
    if total is None or column is None:
        return
    seen: set[str] = set()
    by_key = {source_key(row.label): index for index, row in enumerate(sources.rows) if not row.total}
    for index in book.amount_columns(income):
        key = source_key(income.columns[index].path[-1])
        if key in by_key and key not in seen:
            seen.add(key)
            a, b = book.at(sources, by_key[key], column), book.at(income, total, index)
            if a is not None and b is not None:
                yield _equal("same_source", a, b)


def _same_sources(left: Table, right: Table, book: _Book) -> Iterator[Identity]:
    """This year's money by source: the overview against the overview of 财政拨款."""
    columns = _total_column(left, book), _total_column(right, book)
    if columns[0] is None or columns[1] is None:
        return
    others: dict[str, int] = {}
    for index, row in enumerate(right.rows):
        if not row.total and not any("结转" in part or "年初" in part for part in row.path):
            others.setdefault(source_key(row.label), index)
    for index, row in enumerate(left.rows):
        if row.total or source_key(row.label) not in others:
            continue
        a, b = book.at(left, index, columns[0]), book.at(right, others[source_key(row.label)], columns[1])
        if a is not None and b is not None:
            yield _equal("same_source", a, b)


def _column_like(table: Table, words: str, book: _Book) -> int | None:
    """The amount column of a name, counting a group by its total."""
    named = [i for i in book.amount_columns(table) if any(words in part for part in table.columns[i].path)]
    return next((i for i in named if is_total(table.columns[i].path[-1])), next(iter(named), None))


def _basic_agrees(general: Table, basic: Table, book: _Book) -> Iterator[Identity]:
    """基本支出 by function = 基本支出 by economic class, in total."""
    column, other = _column_like(general, "基本支出", book), _total_column(basic, book)
    rows = _total_rows(general)[:1], _total_rows(basic)[:1]
    if column is None or other is None or not rows[0] or not rows[1]:
        return
    a, b = book.at(general, rows[0][0], column), book.at(basic, rows[1][0], other)
    if a is not None and b is not None:
        yield _equal("same_total", a, b)


def _fiscal_group_agrees(expenditure: Table, general: Table, book: _Book) -> Iterator[Identity]:
    """Where the expenditure table has 财政拨款 columns of its own: those against the table of 一般公共预算."""
    group = [i for i in book.amount_columns(expenditure) if expenditure.columns[i].path[0] == "财政拨款"]
    column = next((i for i in group if is_total(expenditure.columns[i].path[-1])), None)
    other = _total_column(general, book)
    if column is None or other is None:
        return
    codes = _by_code(general)
    for code, row in _by_code(expenditure).items():
        if code in codes:
            a, b = book.at(expenditure, row, column), book.at(general, codes[code], other)
            if a is not None and b is not None:
                yield _equal("same_subject", a, b)


# --- table against prose -----------------------------------------------------------------------------


def text_and_table(tables: Sequence[Table], prose: Sequence[Fact], book: _Book) -> Iterator[Identity]:
    """表文一致: amounts that a sentence gives for a subject, against the table of the same money."""
    targets = _text_targets(tables, book)
    for fact in prose:
        if fact.value is None or fact.measure != "amount" or fact.period != "current" or fact.relation is not None:
            continue
        for key in _text_keys(fact):
            table_fact = targets.get(key)
            if table_fact is not None:
                if table_fact.year == fact.year:
                    yield _equal("text_and_table", table_fact, fact)
                break


def _text_targets(tables: Sequence[Table], book: _Book) -> Mapping[tuple[str, ...], Fact]:
    targets: dict[tuple[str, ...], Fact] = {}
    general = _of(tables, "general_expenditure")
    if general is not None:
        column = _total_column(general, book)
        for index, row in enumerate(general.rows):
            fact = book.at(general, index, column) if column is not None else None
            if fact is not None and row.code:
                targets[("code", row.code)] = fact
                targets[("path", *row.path)] = fact
    three = _of(tables, "three_public")
    if three is not None:
        targets.update(_three_public_targets(three, book))
    return targets


def _three_public_targets(table: Table, book: _Book) -> Iterator[tuple[tuple[str, ...], Fact]]:
    for row in range(len(table.rows)):
        for column in book.amount_columns(table):
            fact = book.at(table, row, column)
            if fact is None:
                continue
            words = "".join((*fact.row_path, *fact.column_path))
            if fact.row_path and column != _total_column(table, book):
                continue
            yield ("三公", _three_public_item(words)), fact


def _three_public_item(words: str) -> str:
    """Which of the three (or a part of one) a label means."""
    if "出国" in words:
        return "出国"
    if "接待" in words:
        return "接待"
    if "购置费" in words.replace("购置及运", ""):
        return "购置"
    if "运行维护费" in words.replace("购置及运行", "") or "运行费" in words.replace("购置及运行费", ""):
        return "运行"
    if "用车" in words:
        return "用车"
    return words


def _text_keys(fact: Fact) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if fact.code:
        keys.append(("code", fact.code))
    if len(fact.row_path) == 3:
        keys.append(("path", *fact.row_path))
    leaf = fact.row_path[-1] if fact.row_path else ""
    if any(word in leaf for word in ("出国", "公务接待", "公务用车")) and "三公" in "".join((fact.title, *fact.row_path, *fact.column_path)):
        keys.append(("三公", _three_public_item(leaf)))
    return keys


