"""A library and an assistant in memory, for tests of what is drawn: one small budget, answers by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.answer import Answer, Calculation, Check, Citation, Value
from index.model import (
    Cell,
    Column,
    Document,
    Fact,
    Field,
    Identity,
    Indicator,
    Line,
    Place,
    Repair,
    Row,
    Section,
    Sheet,
    Table,
)

TITLE = "厦门市人力资源和社会保障局2023年部门预算"
DOCUMENT = Document(
    id="d1", file="xiamen-2023.txt", title=TITLE, region_code="350200", region="厦门市",
    department="厦门市人力资源和社会保障局", year=2023, kind="预算", unit="万元",
)  # fmt: skip


def row(line: int, texts: Sequence[str | None], *, path: tuple[str, ...], code: str | None = None) -> Row:
    """A row whose cells all stand on one line."""
    place = Place(line, line)
    cells = tuple(None if text is None else Cell(text, place) for text in texts)
    return Row(path[-1] if path else "", code, path, cells, place)


THREE = Table(
    id="t1", document="d1", title="一般公共预算“三公”经费支出情况表", kind="three_public", path=("附件7",), unit="万元",
    columns=(
        Column(("“三公”经费合计",), "value"),
        Column(("因公出国（境）费",), "value"),
        Column(("公务用车购置及运行费", "小计"), "value"),
        Column(("公务用车购置及运行费", "公务用车购置费"), "value"),
        Column(("公务用车购置及运行费", "公务用车运行费"), "value"),
        Column(("公务接待费",), "value"),
    ),
    rows=(row(11, ["28.13", "", "11.59", "", "11.59", "16.54"], path=()),),
    places=(Place(8, 11),),
    repairs=(Repair("“小计”移到第 3 列", "11.59 = 11.59", Place(10, 10)),),
)  # fmt: skip

SPENDING = Table(
    id="t2", document="d1", title="支出预算总表", kind="spending", path=("附件3",), unit="万元",
    columns=(
        Column(("科目编码",), "code"),
        Column(("科目名称",), "label"),
        Column(("合计",), "value"),
        Column(("基本支出",), "value"),
        Column(("项目支出",), "value"),
    ),
    rows=(
        row(20, ["208", "社会保障和就业支出", "1,000.00", "600.00", "400.00"],
            path=("社会保障和就业支出",), code="208"),
        row(21, ["20801", "人力资源<b>管理</b>", "1,000.00", "600.00", "400.00"],
            path=("社会保障和就业支出", "人力资源<b>管理</b>"), code="20801"),
        row(22, ["2080101", "行政运行", "600.00", "600.00", None],
            path=("社会保障和就业支出", "人力资源<b>管理</b>", "行政运行"), code="2080101"),
    ),
    places=(Place(18, 22),),
)  # fmt: skip

PROSE = Section(
    id="s1", document="d1", path=("第三部分 情况说明", "三公经费"),
    text="", place=Place(30, 32),
    lines=(
        Line("三、“三公”经费财政拨款预算情况说明", Place(30, 30), 2),
        Line("2023年“三公”经费预算28.13万元。公务接待费16.54万元，比上年减少2.00万元，主要原因是厉行节约。其他说明。",
             Place(31, 31)),
        Line("<script>window.hacked = 1</script><img src=x onerror=\"window.hacked = 2\">", Place(32, 32)),
    ),
)  # fmt: skip

SHEET = Sheet(
    id="h1", document="d1", title="项目支出绩效目标表", name="技工院校补助", code="350200-1", kind="target",
    path=("附件9",), unit="万元",
    fields=(Field(("项目名称",), "技工院校补助", Place(40, 40)), Field(("资金总额",), "120.00", Place(41, 41), "万元")),
    indicators=(
        Indicator("产出指标", "数量指标", "培训人数", Place(43, 43), target="≥2000", unit="人", weight="10",
                  target_place=Place(43, 43)),
        Indicator("效益指标", "满意度", "学员满意度", Place(44, 44), target="≥95%", weight="10"),
    ),
    place=Place(39, 44),
)  # fmt: skip


def fact(number: str, *, container: str, raw: str, row_path: tuple[str, ...], column_path: tuple[str, ...], line: int,
         source: str = "cell", period: str = "current", unit: str = "万元") -> Fact:  # fmt: skip
    """A fact with what these tests look at."""
    return Fact(
        id=number, document="d1", source=source, container=container, kind=None, title="", row_path=row_path,  # type: ignore[arg-type]
        code=None, column_path=column_path, raw=raw, value=Decimal(raw.strip("≥%").replace(",", "")), unit=unit,
        measure="amount", period=period, place=Place(line, line), row_place=Place(line, line), quote=raw,  # type: ignore[arg-type]
    )  # fmt: skip


FACTS = (
    fact("f1", container="t1", raw="28.13", row_path=(), column_path=("“三公”经费合计",),
         line=11),
    fact("f2", container="t1", raw="16.54", row_path=(), column_path=("公务接待费",), line=11),
    fact("f3", container="t1", raw="11.59", row_path=(), column_path=("公务用车购置及运行费", "公务用车运行费"),
         line=11),
    fact("f4", container="h1", raw="≥2000", row_path=("产出指标", "数量指标", "培训人数"), column_path=("目标值",),
         line=43, source="indicator", period="target", unit="人"),
    fact("f5", container="h1", raw="120.00", row_path=("技工院校补助",), column_path=("资金总额",), line=41,
         source="field"),
)  # fmt: skip


def citation(number: int, *, container: str, quote: str, line: int, fact: str | None = None, table: str | None = None,
             row: str | None = None, column: str | None = None, section: str | None = None) -> Citation:  # fmt: skip
    """A citation of the one document."""
    return Citation(number, DOCUMENT.file, TITLE, None, line, line, section, table, row, column, quote, "d1", container,
                    fact, line)  # fmt: skip


CITED_TOTAL = citation(1, container="t1", quote="28.13", line=11, fact="f1", table=THREE.title, column="“三公”经费合计",
                       section="附件7")  # fmt: skip
CITED_PROSE = citation(2, container="s1", quote="2023年“三公”经费预算28.13万元。", line=31, section="三公经费")

THREE_ANSWER = Answer(
    "answered", "zh", "28.13 万元 [1]",
    values=(Value("“三公”经费合计", "28.13", "万元", DOCUMENT.file, 2023, "财政拨款 · 2023年预算", 1),),
    context=(
        Value("公务接待费", "16.54", "万元", citation=1, role="分项"),
        Value("公务用车购置及运行费", "11.59", "万元", citation=1, role="分项"),
        Value("因公出国（境）费", "0.00", "万元", citation=1, role="分项"),
    ),
    checks=(
        Check("sum_of_parts", True, "16.54 + 11.59 + 0.00 = 28.13"),
        Check("prose", True, "第 31 行：28.13 万元"),
    ),
    citations=(CITED_TOTAL, CITED_PROSE),
    suggestions=("公务接待费为什么变化？", "占总支出多少"),
    elapsed_ms=12.0,
)  # fmt: skip
ENGLISH_ANSWER = Answer(
    "answered", "en", "28.13 万元 [1]",
    values=(Value("“三公”经费合计", "28.13", "万元", DOCUMENT.file, 2023, "budget 2023", 1),), citations=(CITED_TOTAL,),
)  # fmt: skip
REASON_ANSWER = Answer(
    "answered", "zh", "公务接待费比上年减少2.00万元，主要原因是厉行节约。[1]",
    citations=(
        citation(1, container="s1", quote="公务接待费16.54万元，比上年减少2.00万元，主要原因是厉行节约。", line=31,
                 section="三公经费"),
    ),
)  # fmt: skip
NOT_FOUND = Answer(
    "not_found", "zh", "资料库里没有厦门2019年的预算；有的是 2023 年。", suggestions=("厦门2023年三公预算是多少",)
)
AMBIGUOUS = Answer(
    "ambiguous", "zh", "“合计”有两种读法",
    values=(
        Value("“三公”经费合计", "28.13", "万元", scope="三公表", citation=1),
        Value("培训人数", "2000", "人", scope="绩效目标表", citation=2),
    ),
    citations=(CITED_TOTAL, citation(2, container="h1", quote="≥2000", line=43, fact="f4")),
)  # fmt: skip
CONFLICT = Answer(
    "conflict", "zh", "表与文字不同。",
    values=(Value("收入总计", "194077.56", "万元", citation=1), Value("收入总计", "194877.56", "万元", citation=2)),
    citations=(CITED_TOTAL, CITED_PROSE),
)  # fmt: skip
SHARE = Answer(
    "answered", "zh", "公务接待费占三公经费的 58.80 %。",
    values=(Value("公务接待费占比", "58.80", "%", citation=1),),
    calculation=Calculation("16.54 ÷ 28.13", "58.80", "%", (1, 2)), citations=(CITED_TOTAL, CITED_PROSE),
)  # fmt: skip

ANSWERS = {
    "厦门2023年三公预算是多少": THREE_ANSWER,
    "What is Xiamen's 2023 budget for the three public expenses?": ENGLISH_ANSWER,
    "公务接待费为什么变化？": REASON_ANSWER,
    "厦门2019年三公预算是多少": NOT_FOUND,
    "合计是多少": AMBIGUOUS,
    "收入总计是多少": CONFLICT,
    "占总支出多少": SHARE,
}


@dataclass
class FakeLibrary:
    """The read interface of the library over the records above; empty until something is ingested if so made."""

    empty: bool = False
    generation: int = 1
    ingested: list[object] = field(default_factory=list)

    def documents(self) -> list[Document]:
        return [] if self.empty else [DOCUMENT]

    def document(self, document_id: str) -> Document:
        return DOCUMENT

    def tables(self, document_id: str) -> list[Table]:
        return [THREE, SPENDING]

    def sheets(self, document_id: str) -> list[Sheet]:
        return [SHEET]

    def sections(self, document_id: str) -> list[Section]:
        return [PROSE]

    def facts(self, document_id: str) -> list[Fact]:
        return list(FACTS)

    def identities(self, document_id: str) -> list[Identity]:
        return []

    def source_lines(self, document_id: str, first: int, last: int) -> list[str]:
        return [f"第{number}行的原文\t<b>28.13</b>" for number in range(first, last + 1)]

    def ingest(self, paths: Sequence[object], *, progress: object = None) -> None:
        self.ingested.extend(paths)
        self.empty = False


class FakeAssistant:
    """Answers by the question's exact words; remembers the turns it was given."""

    def __init__(self) -> None:
        self.turns: list[list[str]] = []

    def ask(self, question: str, turns: Sequence[str] = ()) -> Answer:
        self.turns.append(list(turns))
        if question == "boom":
            raise RuntimeError("the engine failed")
        return ANSWERS.get(question) or Answer(
            "not_found", "zh", f"没有找到：{question}", suggestions=("厦门2023年三公预算是多少",)
        )
