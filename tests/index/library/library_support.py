"""Small documents made by hand, and a reader that makes a reading of a text file without any layout."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from index.errors import BinaryFile
from index.model import (
    Cell,
    Column,
    Document,
    Evidence,
    Fact,
    Field,
    Identity,
    Indicator,
    Line,
    Passage,
    Place,
    Reading,
    Repair,
    Row,
    Section,
    Sheet,
    Table,
)


def reading_of(text: str, *, name: str = "a.txt", data: bytes | None = None) -> Reading:
    """A reading with one of everything, its figures taken from lines like ``因公出国（境）费\\t11.59``."""
    key = hashlib.sha256(data if data is not None else text.encode()).hexdigest()
    lines = text.split("\n")
    document = Document(
        id=key,
        file=name,
        title=lines[0],
        region_code="350100",
        region="福建省福州市",
        department="福州市某局",
        year=2024,
        kind="预算",
        unit="万元",
        evidence=(Evidence("year", lines[0], Place(1, 1), "title"),),
        source=name,
    )
    facts, rows, passages = [], [], []
    table_id, section_id = f"{key[:12]}:t1", f"{key[:12]}:s1"
    for number, line in enumerate(lines, start=1):
        place = Place(number, number)
        label, tab, figure = line.partition("\t")
        if tab:
            value = Decimal(figure) if figure else None
            rows.append(Row(label, None, (label,), (Cell(label, place), Cell(figure, place)), place))
            facts.append(
                Fact(
                    id=f"{key[:12]}:f{number}",
                    document=key,
                    source="cell",
                    container=table_id,
                    kind="three_public",
                    title="“三公”经费支出预算表",
                    row_path=(label,),
                    code=None,
                    column_path=("预算数", "合计"),
                    raw=figure,
                    value=value,
                    unit="万元",
                    measure="amount",
                    period="current",
                    place=place,
                    row_place=place,
                    quote=line,
                    year=2024,
                )
            )
        elif line.strip():
            passages.append(Passage(f"{key[:12]}:p{number}", key, section_id, ("说明",), line, line, place))
    if rows:
        whole = Place(1, len(lines))
        body = "\n".join(row.label for row in rows)
        passages.append(Passage(f"{key[:12]}:pt", key, table_id, ("三公",), body, body, whole))
    table = Table(
        id=table_id,
        document=key,
        title="“三公”经费支出预算表",
        kind="three_public",
        path=("第二部分",),
        unit="万元",
        columns=(Column(("项目",), "label"), Column(("预算数", "合计"), "value", "万元")),
        rows=tuple(rows),
        places=(Place(1, len(lines)),),
        repairs=(Repair("表头左移一列", "合计等于各项之和", Place(1, 1)),),
    )
    sheet = Sheet(
        id=f"{key[:12]}:h1",
        document=key,
        title="项目绩效目标表",
        name="就业补助资金",
        code="350100",
        kind="target",
        path=("第三部分",),
        unit="万元",
        fields=(Field(("资金", "总额"), "834.00", Place(1, 1), "万元"),),
        indicators=(Indicator("产出指标", "数量指标", "补贴人数", Place(1, 1), target="≥2000", unit="人"),),
        place=Place(1, 1),
    )
    section = Section(section_id, key, ("说明",), text, Place(1, len(lines)), (Line(lines[0], Place(1, 1), 1),))
    identity = Identity(
        "column_sum",
        key,
        "合计",
        "各项之和",
        Decimal("28.13"),
        Decimal("28.13"),
        Decimal("0.01"),
        tuple(fact.id for fact in facts),
        (Place(1, 1),),
    )
    return Reading(
        document,
        (section,),
        (table,),
        (sheet,),
        tuple(facts),
        tuple(passages),
        (identity,),
        (Repair("并列表分开", "收入与支出", Place(2, 3)),),
    )


class PlainReader:
    """A document reader for tests that counts what it reads and refuses binaries."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: Path) -> Reading:
        data = path.read_bytes()
        if b"\x00" in data:
            raise BinaryFile(path)
        self.read.append(path.name)
        return reading_of(data.decode(), name=path.name, data=data)
