"""Hard filters: which documents a search may look into, given by the caller and read off the question.

Budgets of neighbouring cities are near-identical texts, the worst case for vectors; where a question names the
region, the department or the kind of document, no other document is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import gazetteer
from index.model import Document

__all__ = ["Filters", "Scope", "scope_of"]

_YEAR = re.compile(r"(?<![\d.])(20\d\d)(?![\d.]*\d)|(?<!\d)([12]\d)\s*年(?![级以])")
_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|新区|地区|省|市|区|县|旗|盟)$")
_ISSUER = re.compile(r"(?:委员会|办公室|办公厅|管理局|局|厅|委|部|院|会|处|中心)$")
_KINDS: dict[str, re.Pattern[str]] = {
    "决算": re.compile(r"决算|final accounts", re.I),
    "绩效自评": re.compile(r"自评|自我评价|self[- ]?(?:evaluat|assess)", re.I),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions that hold whatever the text says; empty ones restrict nothing. All given ones must be met."""

    documents: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    def admits(self, document: Document) -> bool:
        """Whether a document may be looked into; a region admits what lies in it."""
        return (
            (not self.documents or document.id in self.documents)
            and (not self.regions or any(_lies_in(document, region) for region in self.regions))
            and (not self.departments or any(name in (document.department or "") for name in self.departments))
            and (not self.years or document.year in self.years)
            and (not self.kinds or document.kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents to look into, those preferred among them, and the words that named them.

    ``several`` says that the question named more than one region or department, so that each should be heard.
    """

    documents: tuple[Document, ...]
    preferred: frozenset[str]
    named: tuple[str, ...]
    several: bool


def scope_of(text: str, documents: Iterable[Document], filters: Filters | None = None) -> Scope:
    """The scope that a question sets itself among the documents that ``filters`` admit.

    What the question names and no document has restricts nothing. Years are a preference: a budget also states the
    year before, an evaluation the year it looks back on.
    """
    admitted = [document for document in documents if filters is None or filters.admits(document)]
    lowered = text.lower()
    named: list[str] = []
    chosen, several = admitted, False
    for names_of in (_region_names, _department_names):
        chosen, more = _most_named(text, lowered, chosen, names_of, named)
        several = several or more
    years = {int(full) if full else 2000 + int(short) for full, short in _YEAR.findall(text)}
    kinds = {kind for kind, pattern in _KINDS.items() if pattern.search(text)}
    of_year = {document.id for document in chosen if document.year in years}
    of_kind = {d.id for d in chosen if (d.kind in kinds if kinds else d.kind not in _KINDS)}
    everything = {document.id for document in chosen}
    preferred = (of_year & of_kind) or (kinds and of_kind) or of_year or of_kind or everything
    return Scope(tuple(chosen), frozenset(preferred), tuple(dict.fromkeys(named)), several)


def _most_named(
    text: str,
    lowered: str,
    documents: Sequence[Document],
    names_of: Callable[[Document], tuple[str, ...]],
    named: list[str],
) -> tuple[list[Document], bool]:
    """The documents that the text names, and whether in several ways.

    One named more closely shuts out one named less (海港区 in 河北省).
    """
    matched: dict[str, frozenset[str]] = {}
    for document in documents:
        matched[document.id] = frozenset(name for name in names_of(document) if _says(text, lowered, name))
    sets = set(matched.values())
    best = [document for document in documents if matched[document.id] and not _outdone(matched[document.id], sets)]
    for document in best:
        named.extend(matched[document.id])
    return best or list(documents), len({matched[document.id] for document in best}) > 1


def _outdone(names: frozenset[str], others: set[frozenset[str]]) -> bool:
    return any(names < other for other in others)


def _says(text: str, lowered: str, name: str) -> bool:
    if name.isascii():
        return re.search(rf"\b{name}\b", lowered) is not None
    return name in text


@lru_cache(maxsize=4096)
def _names(region: str | None, code: str | None) -> tuple[str, ...]:
    chain = gazetteer.path(code) if code and gazetteer.name_of(code) else ((region,) if region else ())
    names: list[str] = []
    for name in chain:
        short = _ENDING.sub("", name)
        short = short if len(short) >= 2 else name
        names += [name, short]
        if len(short) <= 6:
            names.append(gazetteer.pinyin(short))
    return tuple(dict.fromkeys(names))


def _region_names(document: Document) -> tuple[str, ...]:
    return _names(document.region, document.region_code)


@lru_cache(maxsize=4096)
def _department_names_of(department: str | None, region: str | None) -> tuple[str, ...]:
    if not department:
        return ()
    own = department
    for name in [name for name in _names(region, None) if not name.isascii()]:
        own = own.replace(name, "", 1) if own.startswith(name) else own
    core = _ISSUER.sub("", own)
    return tuple(dict.fromkeys(name for name in (department, own, core) if len(name) >= 2))


def _department_names(document: Document) -> tuple[str, ...]:
    return _department_names_of(document.department, document.region)


def _lies_in(document: Document, region: str) -> bool:
    return region in _region_names(document) or region == document.region_code
