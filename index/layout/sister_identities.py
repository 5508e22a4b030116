"""Figures that a budget states more than once: in two tables (表间勾稽), or in a table and a sentence (表文一致)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.layout.fact_book import FactBook, equal_identity, first_of, total_column, total_rows
from index.layout.sisters import source_key
from index.layout.words import bare, is_total
from index.model import Fact, Identity, Table

__all__ = ["balance", "same_figures", "text_and_table"]


def _by_code(table: Table) -> dict[str, int]:
    return {row.code: index for index, row in enumerate(table.rows) if row.code}


def _by_label(table: Table) -> dict[str, int]:
    labels: dict[str, int] = {}
    for index, row in enumerate(table.rows):
        if not row.total:
            labels.setdefault(bare(row.label), index)
    return labels


def balance(tables: Sequence[Table], book: FactBook) -> Iterator[Identity]:
    """收入总计 = 支出总计 in a table of both."""
    for kind in ("overview", "fiscal_overview"):
        income, expenditure = first_of(tables, kind, "收入"), first_of(tables, kind, "支出")
        if income is None or expenditure is None:
            continue
        for left_row, right_row in list(zip(total_rows(income)[-1:], total_rows(expenditure)[-1:], strict=True)):
            columns = total_column(income, book), total_column(expenditure, book)
            if None in columns:
                continue
            left = book.at(income, left_row, columns[0] or 0)
            right = book.at(expenditure, right_row, columns[1] or 0)
            if left is not None and right is not None:
                yield equal_identity("balance", left, right)


def same_figures(tables: Sequence[Table], book: FactBook) -> Iterator[Identity]:
    """Figures that two tables of a budget state both (表间勾稽)."""
    income, expenditure = first_of(tables, "income"), first_of(tables, "expenditure")
    general, basic = first_of(tables, "general_expenditure"), first_of(tables, "general_basic")
    if income is not None and expenditure is not None:
        yield from _codes_agree(expenditure, income, book)
    overview = first_of(tables, "overview", "支出")
    if overview is not None and expenditure is not None:
        yield from _labels_agree(overview, expenditure, book)
    sources, fiscal_sources = first_of(tables, "overview", "收入"), first_of(tables, "fiscal_overview", "收入")
    if sources is not None and income is not None:
        yield from _sources_agree(sources, income, book)
    if sources is not None and fiscal_sources is not None:
        yield from _same_sources(sources, fiscal_sources, book)
    fiscal = first_of(tables, "fiscal_overview", "支出")
    if fiscal is not None and general is not None:
        yield from _labels_agree(fiscal, general, book, basis="一般公共预算")
    capital = first_of(tables, "capital_expenditure")
    if fiscal is not None and capital is not None:
        yield from _labels_agree(fiscal, capital, book, basis="国有资本经营")
    if general is not None and basic is not None:
        yield from _basic_agrees(general, basic, book)
    if general is not None and expenditure is not None:
        yield from _fiscal_group_agrees(expenditure, general, book)


def _codes_agree(left: Table, right: Table, book: FactBook) -> Iterator[Identity]:
    columns = total_column(left, book), total_column(right, book)
    codes = _by_code(right)
    if columns[0] is None or columns[1] is None:
        return
    rows = [(row, codes[code]) for code, row in _by_code(left).items() if code in codes]
    rows += list(zip(total_rows(left)[:1], total_rows(right)[:1], strict=False))
    for row, other in rows:
        a, b = book.at(left, row, columns[0]), book.at(right, other, columns[1])
        if a is not None and b is not None:
            yield equal_identity("same_subject", a, b)


def _labels_agree(left: Table, right: Table, book: FactBook, *, basis: str | None = None) -> Iterator[Identity]:
    """Classes of the one table against those of the other, by name; ``basis`` names the money that both mean."""
    column = total_column(left, book)
    if basis is not None:
        named = [i for i in book.amount_columns(left) if basis in "".join(left.columns[i].path)]
        if named:
            column = named[0]
        elif len(book.amount_columns(left)) != 1 or basis != "一般公共预算":
            return
    other_column = total_column(right, book)
    labels = {bare(row.label): i for i, row in enumerate(right.rows) if row.code and len(row.code) == 3}
    if column is None or other_column is None:
        return
    for label, index in _by_label(left).items():
        if label in labels:
            a, b = book.at(left, index, column), book.at(right, labels[label], other_column)
            if a is not None and b is not None:
                yield equal_identity("same_subject", a, b)


def _sources_agree(sources: Table, income: Table, book: FactBook) -> Iterator[Identity]:
    """Each source of the overview against the total row of the income table."""
    total = next(iter(total_rows(income)), None)
    column = total_column(sources, book)
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
                yield equal_identity("same_source", a, b)


def _same_sources(left: Table, right: Table, book: FactBook) -> Iterator[Identity]:
    """This year's money by source: the overview against the overview of 财政拨款."""
    columns = total_column(left, book), total_column(right, book)
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
            yield equal_identity("same_source", a, b)


def _column_like(table: Table, words: str, book: FactBook) -> int | None:
    """The amount column of a name, counting a group by its total."""
    named = [i for i in book.amount_columns(table) if any(words in part for part in table.columns[i].path)]
    return next((i for i in named if is_total(table.columns[i].path[-1])), next(iter(named), None))


def _basic_agrees(general: Table, basic: Table, book: FactBook) -> Iterator[Identity]:
    """基本支出 by function = 基本支出 by economic class, in total."""
    column, other = _column_like(general, "基本支出", book), total_column(basic, book)
    rows = total_rows(general)[:1], total_rows(basic)[:1]
    if column is None or other is None or not rows[0] or not rows[1]:
        return
    a, b = book.at(general, rows[0][0], column), book.at(basic, rows[1][0], other)
    if a is not None and b is not None:
        yield equal_identity("same_total", a, b)


def _fiscal_group_agrees(expenditure: Table, general: Table, book: FactBook) -> Iterator[Identity]:
    """Where the expenditure table has 财政拨款 columns of its own: those against the table of 一般公共预算."""
    group = [i for i in book.amount_columns(expenditure) if expenditure.columns[i].path[0] == "财政拨款"]
    column = next((i for i in group if is_total(expenditure.columns[i].path[-1])), None)
    other = total_column(general, book)
    if column is None or other is None:
        return
    codes = _by_code(general)
    for code, row in _by_code(expenditure).items():
        if code in codes:
            a, b = book.at(expenditure, row, column), book.at(general, codes[code], other)
            if a is not None and b is not None:
                yield equal_identity("same_subject", a, b)


def text_and_table(tables: Sequence[Table], prose: Sequence[Fact], book: FactBook) -> Iterator[Identity]:
    """表文一致: amounts that a sentence gives for a subject, against the table of the same money."""
    targets = _text_targets(tables, book)
    for fact in prose:
        if fact.value is None or fact.measure != "amount" or fact.period != "current" or fact.relation is not None:
            continue
        for key in _text_keys(fact):
            table_fact = targets.get(key)
            if table_fact is not None:
                if table_fact.year == fact.year:
                    yield equal_identity("text_and_table", table_fact, fact)
                break


def _text_targets(tables: Sequence[Table], book: FactBook) -> Mapping[tuple[str, ...], Fact]:
    targets: dict[tuple[str, ...], Fact] = {}
    general = first_of(tables, "general_expenditure")
    if general is not None:
        column = total_column(general, book)
        for index, row in enumerate(general.rows):
            fact = book.at(general, index, column) if column is not None else None
            if fact is not None and row.code:
                targets[("code", row.code)] = fact
                targets[("path", *row.path)] = fact
    three = first_of(tables, "three_public")
    if three is not None:
        targets.update(_three_public_targets(three, book))
    return targets


def _three_public_targets(table: Table, book: FactBook) -> Iterator[tuple[tuple[str, ...], Fact]]:
    """The three items, their parts and their sum; a 合计 that counts meetings and training too is not that sum."""
    wider = any("会议" in row.label or "培训" in row.label for row in table.rows)
    for row in range(len(table.rows)):
        for column in book.amount_columns(table):
            fact = book.at(table, row, column)
            if fact is None or (fact.row_path and column != total_column(table, book)):
                continue
            item = _three_public_item("".join((*fact.row_path, *fact.column_path)))
            if fact.total and item not in ("三公", "用车"):
                item = "" if wider else "三公"
            yield ("三公", item), fact


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
    return "三公" if "三公" in words else words


def _text_keys(fact: Fact) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if fact.code:
        keys.append(("code", fact.code))
    if len(fact.row_path) == 3:
        keys.append(("path", *fact.row_path))
    leaf = fact.row_path[-1] if fact.row_path else ""
    about = "".join((fact.title, *fact.row_path, *fact.column_path))
    if "三公" in about and any(word in leaf for word in ("三公", "出国", "公务接待", "公务用车")):
        keys.append(("三公", _three_public_item(leaf)))
    return keys
