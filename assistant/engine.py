"""What every operation shares: the library, its vocabulary, the query, and lookup with the query's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.kinds import asks_for_one
from assistant.lookup import Candidate, Wanted, find
from assistant.qualified import qualified
from assistant.query import Query
from assistant.recorder import Searched, record
from assistant.titles import named_tables
from assistant.understanding import concepts_in, prepare, segment, tables_in
from assistant.vocabulary import Vocabulary
from assistant.words import chinese_number
from index.model import Document, Fact

__all__ = ["PERIODS", "Engine"]

PERIODS: dict[str, frozenset[str]] = {
    "value": frozenset({"current", "target", "plan"}),
    "result": frozenset({"current", "result"}),
    "change": frozenset({"change", "growth"}),
    "previous": frozenset({"previous"}),
}


@dataclass(slots=True)
class Engine:
    """Lookup for one question."""

    library: Any
    vocabulary: Vocabulary
    query: Query
    trace: list[Candidate] = field(default_factory=list)

    def document(self, identity: str) -> Document:
        """A document of the library."""
        return self.vocabulary.indexes[identity].document

    def wanted(
        self,
        text: str | None = None,
        *,
        periods: frozenset[str] | None = None,
        text_too: bool = False,
        keep: Callable[[Fact], bool] | None = None,
        tables: tuple[str, ...] | None = None,
        units: bool = True,
        money: bool | None = None,
    ) -> Wanted:
        """What is sought: the query's own words, or ``text`` in their place."""
        query = self.query
        codes = query.codes if text is None else tuple(code for code in query.codes if code in text)
        for code in codes if text is not None else ():
            text = (text or "").replace(code, "|")
        segments = query.segments if text is None else segment(text, self.vocabulary)
        explicit = query.explicit_table and text is None and tables is None
        if explicit:
            tables = query.tables
        tables_named = self._named_tables(text)
        keep = self._of_sheet_number(_within(tables_named, keep))
        keep = qualified(self.vocabulary, query.qualifiers, keep)
        if text is not None and tables is None:
            tables = tables_in("|".join(segments)) or tuple(k for k in query.tables if k.startswith("general"))
        return Wanted(
            segments,
            codes=codes,
            units=query.units if units else (),
            money=(query.money and units) if money is None else money,
            periods=periods or self.periods(),
            concepts=query.concepts if text is None else concepts_in(segments),
            tables=(query.tables if text is None else tables_in("|".join(segments))) if tables is None else tables,
            any_text="text" in query.asks or "code" in query.asks,
            each_one=bool(
                re.search(
                    r"每(一)?(人|生|名|个|户|辆|家|月|次|位)|标准|最高|额度|上限|人均|per (person|capita|head|month)",
                    query.question,
                )
            ),
            one_person=text is None and asks_for_one(query.question),
            years=query.scope.years,
            unknown=len(query.unlinked) if text is None else 0,
            strict=bool(
                re.search(
                    r"钱|元|金额|yuan|rmb|多少.{0,4}(?:资金|经费|补贴|补助|奖金|费用|拨款)|"
                    r"每[人名个位户家生].{0,6}(?:领|发|补|给|拿|奖|花).{0,4}多少(?![人个名次家场])",
                    query.question.lower(),
                )
            )
            and not re.search(r"率|比例|几成|百分", query.question),
            text_too=text_too,
            keep=keep,
            explicit=explicit,
            locked=bool(tables_named),
            focus=query.focus if text is None else "",
            within=query.within if text is None else "",
        )

    def _named_tables(self, text: str | None) -> frozenset[str]:
        """The table that the question, or the operand, names by its title; none where it names several."""
        own = named_tables(text, self.query.scope.documents, self.vocabulary) if text else None
        if own is not None and len(own.words) == 1:
            return own.ids
        another = text is not None and bool(tables_in(text))  # an operand of another coverage than the table named
        return frozenset() if another else self.query.containers

    def _of_sheet_number(self, keep: Callable[[Fact], bool] | None) -> Callable[[Fact], bool] | None:
        """Facts of the sheet that the question names by its number (第18号那张绩效目标表) only."""
        match = re.search(
            r"第\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:号|个|张|项)(?:那张|那个)?(?:项目|绩效|目标|表|的)?",
            self.query.question,
        )
        number = chinese_number(match[1]) if match else None
        if number is None or not re.search(r"绩效|目标表|项目", self.query.question):
            return keep
        start = re.compile(rf"{number}\s*[、.．]")
        return lambda fact: bool(start.match(fact.title)) and (keep is None or keep(fact))

    def prepare(self, text: str) -> str:
        """An operand in the question's own words as budget words (translated from an English question)."""
        return prepare(text)

    def periods(self) -> frozenset[str]:
        """The periods a plain question asks for, from its words."""
        joined = "|".join(self.query.segments) + self.query.question
        found = set(PERIODS["value"])
        if any(word in joined for word in ("完成", "实际", "actual", "achieved")):
            found |= {"result"}
        if any(word in joined for word in ("得分", "几分", "总分", "评分", "score")):
            found |= {"score", "weight"}
        if any(word in joined for word in ("分值", "满分", "权重")):
            found |= {"weight"}
        if re.search(r"实际(?!工作|情况)|actual|achieved", joined) and (
            "目标" in self.query.denied or not re.search(r"目标|任务|计划|指标值|target|goal|plan", joined)
        ):
            found -= {"target", "plan"}
        return frozenset(found)

    def find(
        self, text: str | None = None, *, documents: Iterable[str] | None = None, limit: int = 40, **options: Any
    ) -> list[Candidate]:
        """Ranked facts for the query, or for ``text`` within it; the first search is kept to explain."""
        wanted = self.wanted(text, **options)
        found = find(
            self.vocabulary, self.query.scope.documents if documents is None else documents, wanted, limit=limit
        )
        record(Searched(wanted, found))
        if not self.trace:
            self.trace = found[:10]
        return found


def _within(tables: frozenset[str], keep: Callable[[Fact], bool] | None) -> Callable[[Fact], bool] | None:
    """``keep``, for facts of the named tables only."""
    if not tables:
        return keep
    return lambda fact: fact.container in tables and (keep is None or keep(fact))
