"""The tables that a question names by their titles (“《财政拨款收支总表》里”, “一般公共预算支出表上”).

A mention is compared with the titles of the asked documents' own tables, without the words that every title has
(部门, 预算, 年度): the figures of that table alone are then meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vocabulary import Vocabulary
from assistant.words import bigrams, fold

__all__ = ["NamedTables", "named_tables", "titles_of", "unknown_table"]

ALIKE = 0.8  # share of the pairs of characters of mention and title together that both have
APART = 0.1  # how much the best title must be ahead of the next
_MENTION = re.compile(
    r"《(?P<quoted>[^《》]{3,40})》|(?P<plain>[一-鿿“”\"（）()]{3,30}?表)(?=里|中|上|内|的|显示|所列|看|列|[，,:：|]|$)"
)
_EVERYWHERE = re.compile(r"20\d\d年?度?|^[一二三四五六七八九十\d]+、|部门|预算|年度|情况|总体|概况|[“”\"]")
_FUND = re.compile(r"(一般公共|政府性基金|国有资本经营)(?:财政)?拨款")
_MONEY = re.compile(r"预算|决算|支出|收入|收支|资金|基金|债")
KNOWN = 0.6  # share of a table's name that some title must have
_FUNDED = re.compile(r"财政|公共|基金|资本|三公|基本|项目|绩效|采购|资产|债")  # 财政拨款收支表 is not any 收支表
_SHEET = re.compile(r"绩效|目标表|自评")


@dataclass(frozen=True, slots=True)
class NamedTables:
    """Tables by id, their kinds, and the words of the question that named them."""

    ids: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def named_tables(text: str, documents: Sequence[str], vocabulary: Vocabulary, *, original: str = "") -> NamedTables:
    """The tables of ``documents`` that a text names; none where no title is surely meant.

    ``original`` is the text with its places and years, which a title may hold (绩效目标表(2023年)).
    """
    whole = _quoted_whole(original, documents, vocabulary)
    if whole is not None:
        quoted = tuple(match[0] for match in re.finditer("《[^《》]*》", text))
        return NamedTables(whole.ids, whole.kinds, quoted[:1])
    ids: set[str] = set()
    kinds: dict[str, None] = {}
    words: list[str] = []
    for match in _MENTION.finditer(text):
        mention = match["quoted"] or match["plain"]
        sheet = bool(_SHEET.search(mention))
        best = [_best(mention, _titles(vocabulary, document, sheet=sheet), sheet=sheet) for document in documents]
        said = max((words for words, _ in best), key=len, default="")
        for _, tables in best:
            ids.update(identity for identity, _ in tables)
            kinds.update(dict.fromkeys(kind for _, kind in tables))
        if said:
            words.append(f"《{said}》" if match["quoted"] and f"《{said}》" in text else said)
    return NamedTables(frozenset(ids), tuple(kinds), tuple(words))


def _quoted_whole(text: str, documents: Sequence[str], vocabulary: Vocabulary) -> NamedTables | None:
    """The one table or sheet whose whole title stands in 《》; None where there is none or there are several."""
    quoted = [match["quoted"] for match in _MENTION.finditer(text) if match["quoted"]]
    if len(quoted) != 1:
        return None
    sheet = bool(_SHEET.search(quoted[0]))
    found = [_titles(vocabulary, document, sheet=sheet).get(fold(quoted[0]), {}) for document in documents]
    ids = {identity: kind for tables in found for identity, kind in tables.items()}
    return NamedTables(frozenset(ids), tuple(dict.fromkeys(ids.values()))) if ids else None


def unknown_table(text: str, documents: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """A table of a budget that a text names and none of ``documents`` has; None where all are there, or no such name
    is in it."""
    for match in _MENTION.finditer(text):
        mention = re.split(r"[年的看在按从照对据张]", match["quoted"] or match["plain"])[-1]
        if len(mention) < 5 or _SHEET.search(mention) or not _MONEY.search(mention) or not mention.endswith("表"):
            continue
        said = bigrams(fold(mention))
        known = {gram for document in documents for title in _titles(vocabulary, document) for gram in bigrams(title)}
        if sum(gram in known for gram in said) < KNOWN * len(said):
            return mention
    return None


def titles_of(documents: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The titles of the documents' tables, in their order."""
    entries = (entry for document in documents for entry in vocabulary.indexes[document].entries)
    return tuple(dict.fromkeys(entry.fact.title for entry in entries if entry.fact.source == "cell"))


def _best(
    mention: str, titles: dict[str, dict[str, str]], *, sheet: bool = False
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words that name a table and the tables (id, kind) of that title; none where two titles are as near."""
    if fold(mention) in titles:
        return mention, tuple(titles[fold(mention)].items())
    for start in range(len(mention) - 2):  # words before the title are taken off one by one: 请看部门收支总表
        if any(word.start() < start < word.end() for word in _EVERYWHERE.finditer(mention)):
            continue  # 算支出表, cut within 预算, is no name
        sought = _core(mention[start:])
        if sought in titles and (len(sought) > 2 or (len(sought) == 2 and not _FUNDED.search(mention[:start]))):
            return mention[start:], tuple(titles[sought].items())
        holding = [] if sheet or len(sought) < 3 else [title for title in titles if sought in title]
        if len({tuple(titles[title]) for title in holding}) == 1:  # 三公经费表
            return mention[start:], tuple(titles[holding[0]].items())
    if sheet:
        return "", ()
    core = _core(mention)
    ranked = sorted(((_likeness(core, title), title) for title in titles), reverse=True)
    others = [likeness for likeness, title in ranked if titles[title] != titles[ranked[0][1]]]
    if not ranked or ranked[0][0] < ALIKE or (others and ranked[0][0] - others[0] < APART):
        return "", ()
    return mention, tuple(titles[ranked[0][1]].items())


def _core(title: str) -> str:
    """What tells a title from others."""
    return _FUND.sub(r"\1", _EVERYWHERE.sub("", fold(_EVERYWHERE.sub("", title)))).removesuffix("表").removesuffix("总")


def _likeness(one: str, other: str) -> float:
    pairs, others = set(bigrams(one)), set(bigrams(other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


_TITLES: dict[int, dict[tuple[str, bool], dict[str, dict[str, str]]]] = {}


def _titles(vocabulary: Vocabulary, document: str, *, sheet: bool = False) -> dict[str, dict[str, str]]:
    """The titles of a document's tables (or performance sheets), whole and their cores, each with those that bear it
    (id to kind)."""
    key = id(vocabulary)
    if key not in _TITLES:
        _TITLES.clear()
        _TITLES[key] = {}
    cached = _TITLES[key].get((document, sheet))
    if cached is None:
        cached = {}
        index = vocabulary.indexes.get(document)
        for entry in index.entries if index is not None else ():
            fact = entry.fact
            if fact.title and (fact.source in ("field", "indicator") if sheet else fact.source == "cell"):
                for name in {_core(fact.title), fold(fact.title)}:
                    cached.setdefault(name, {})[fact.container] = fact.kind or ""
        _TITLES[key][document, sheet] = cached
    return cached
