"""A library in memory: two small departments with a few figures each, written here."""

from __future__ import annotations

from decimal import Decimal

from index.model import Document, Fact, Identity, Line, Place, Section, Sheet, Table

NORTH, SOUTH = "n" * 64, "s" * 64


def document(identity: str, region: str, code: str, year: int) -> Document:
    name = f"{region}财政局"
    return Document(identity, f"{region}.txt", f"{name}{year}年部门预算", code, region, name, year, "预算", "万元")


class TinyLibrary:
    """The read interface of ``index.library.Library`` over facts given by hand."""

    generation = 1

    def __init__(self, documents, facts, *, tables=(), sheets=(), identities=(), sections=()):
        self._documents, self._facts = list(documents), list(facts)
        self._sections = list(sections)
        self._tables, self._sheets, self._identities = list(tables), list(sheets), list(identities)

    def documents(self) -> list[Document]:
        return self._documents

    def document(self, identity: str) -> Document:
        return next(document for document in self._documents if document.id == identity)

    def facts(self, identity: str) -> list[Fact]:
        return [fact for fact in self._facts if fact.document == identity]

    def fact(self, identity: str) -> Fact:
        return next(fact for fact in self._facts if fact.id == identity)

    def tables(self, identity: str) -> list[Table]:
        return [table for table in self._tables if table.document == identity]

    def table(self, identity: str) -> Table:
        return next(table for table in self._tables if table.id == identity)

    def sheets(self, identity: str) -> list[Sheet]:
        return [sheet for sheet in self._sheets if sheet.document == identity]

    def sheet(self, identity: str) -> Sheet:
        return next(sheet for sheet in self._sheets if sheet.id == identity)

    def sections(self, identity: str) -> list[Section]:
        return [section for section in self._sections if section.document == identity]

    def section(self, identity: str) -> Section:
        raise KeyError(identity)

    def passages(self, identity: str) -> list[object]:
        return []

    def identities(self, identity: str) -> list[Identity]:
        return [one for one in self._identities if one.document == identity]


def cell(doc, kind, title, path, column, raw, line, *, year, code=None, unit="万元", part=None, total=False):
    number = raw.replace(",", "")
    place = Place(line, line)
    return Fact(
        f"{doc[0]}{kind}{line}{'/'.join(column)}", doc, "cell", f"{doc[0]}-{kind}", kind, title, tuple(path), code,
        tuple(column), raw, Decimal(number), unit, "amount" if unit == "万元" else "number", "current", place, place,
        f"{path}\t{raw}", year=year, part=part, total=total,
    )  # fmt: skip


def sentence(
    doc, subject, raw, value, line, *, year, period="current", measure="amount", unit="万元", reason=None, quote=None
):
    place = Place(line, line)
    return Fact(
        f"{doc[0]}p{line}{subject}{raw}{period}", doc, "sentence", f"{doc[0]}-section", "prose", "情况说明",
        (subject,), None, (), raw, Decimal(value), unit, measure, period,
        place, place, quote or f"{subject}{raw}", year=year, reason=reason,
    )  # fmt: skip


def expenditure(doc, year, first, rows):
    """An expenditure table: (code, path, 合计, 基本支出, 项目支出) a row; empty cells are no facts."""
    facts = []
    for number, (code, path, *amounts) in enumerate(rows):
        for column, raw in zip(("合计", "基本支出", "项目支出"), amounts, strict=True):
            if raw:
                facts.append(
                    cell(doc, "expenditure", "部门支出总表", path, (column,), raw, first + number, year=year, code=code,
                         total=path == ("合计",))
                )  # fmt: skip
    return facts


def two_departments() -> TinyLibrary:
    """青山市 (2024) and 柳河市 (2023)."""
    north = expenditure(NORTH, 2024, 10, [
        (None, ("合计",), "1000.00", "600.00", "400.00"),
        ("201", ("一般公共服务支出",), "800.00", "600.00", "200.00"),
        ("20106", ("一般公共服务支出", "财政事务"), "800.00", "600.00", "200.00"),
        ("2010601", ("一般公共服务支出", "财政事务", "行政运行"), "600.00", "600.00", ""),
        ("2010607", ("一般公共服务支出", "财政事务", "信息化建设"), "150.00", "", "150.00"),
        ("2010608", ("一般公共服务支出", "财政事务", "财政委托业务支出"), "50.00", "", "50.00"),
        ("221", ("住房保障支出",), "200.00", "", "200.00"),
    ])  # fmt: skip
    title = "“三公”经费支出表"
    north += [
        cell(NORTH, "three_public", title, ("合计",), ("合计",), "30.00", 30, year=2024, total=True),
        cell(NORTH, "three_public", title, ("“三公”经费", "小计"), ("合计",), "12.50", 31, year=2024, total=True),
        cell(NORTH, "three_public", title, ("“三公”经费", "公务接待费"), ("合计",), "2.50", 32, year=2024),
        cell(NORTH, "three_public", title, ("“三公”经费", "公务用车购置及运行费"), ("合计",), "10.00", 33, year=2024),
        cell(NORTH, "three_public", title, ("会议费",), ("合计",), "17.50", 34, year=2024),
        sentence(NORTH, "公务接待费", "2.50万元", "2.50", 40, year=2024),
        sentence(NORTH, "公务接待费", "增加0.50万元", "0.50", 40, year=2024, period="change", reason="来访增多"),
        sentence(NORTH, "机关运行经费", "90.00万元", "90.00", 41, year=2024),
        sentence(NORTH, "机关运行经费", "减少10.00万元", "-10.00", 41, year=2024, period="change"),
    ]
    units = "单位构成表"
    north += [
        cell(NORTH, "units", units, ("青山市财政局",), ("在职人数",), "40", 50, year=2024, unit="人"),
        cell(NORTH, "units", units, ("青山市国库支付中心",), ("在职人数",), "12", 51, year=2024, unit="人"),
        cell(NORTH, "units", units, ("青山市会计考试中心",), ("在职人数",), "8", 52, year=2024, unit="人"),
    ]
    south = expenditure(SOUTH, 2023, 10, [
        (None, ("合计",), "500.00", "400.00", "100.00"),
        ("2010601", ("行政运行",), "400.00", "400.00", ""),
    ])  # fmt: skip
    south.append(cell(SOUTH, "three_public", title, ("“三公”经费", "公务接待费"), ("合计",), "4.00", 32, year=2023))
    documents = [document(NORTH, "青山市", "990100", 2024), document(SOUTH, "柳河市", "990200", 2023)]
    said = "公务接待费2.50万元，比上年增加0.50万元，主要原因是来访增多。"
    place = Place(40, 40)
    prose = Section("Q-section", NORTH, ("三公经费情况说明",), said, place, (Line(said, place),))
    return TinyLibrary(documents, north + south, sections=[prose])


def one_sheet() -> TinyLibrary:
    """青山市 (2024) with a performance sheet: its money and three indicators."""
    sheet = "招聘会服务经费"

    def entry(source, path, column, raw, value, unit, line):
        place = Place(line, line)
        return Fact(
            f"Q{line}", NORTH, source, "Q-sheet", "project_performance_target", f"{sheet}绩效目标表", (sheet, *path),
            None,
            column, raw, Decimal(value), unit, "amount" if unit == "万元" else "number",
            "current" if source == "field" else "target", place, place, raw, year=2024,
        )  # fmt: skip

    facts = [
        entry("field", (), ("专项资金情况", "资金总额"), "30.00", "30.00", "万元", 60),
        entry("indicator", ("举办专场活动次数",), ("产出指标", "数量指标", "指标值"), "≥12场", "12", "场", 61),
        entry("indicator", ("参会单位数量",), ("产出指标", "数量指标", "指标值"), "≥300家", "300", "家", 62),
        entry("indicator", ("参会企业满意度",), ("满意度指标", "服务对象满意度指标", "指标值"), "≥90%", "90", "%", 63),
    ]
    return TinyLibrary([document(NORTH, "青山市", "990100", 2024)], facts)
