"""The words of tables: white space, header vocabulary, table kinds, label numbering."""

from __future__ import annotations

import re
from functools import cache

from index.amounts import fold
from index.data import load
from index.layout.headings import numbering

__all__ = [
    "bare",
    "header_key",
    "is_code",
    "is_header_word",
    "is_numbering_word",
    "is_total",
    "joined_header",
    "numbering_of",
    "squeeze",
    "table_basis",
    "table_kind",
]

_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"^(?:\d{3,}|[A-Z]\d{5,})$")
_OF_WHICH = re.compile(r"^其中\s*[:：]?\s*")


def squeeze(text: str) -> str:
    """A label without its white space (layouts put it between characters to spread them), folded brackets kept."""
    return _SPACE.sub("", text.replace("\u3000", ""))


def header_key(text: str) -> str:
    """A header text for comparing: no white space, half-width, no closing colon."""
    return squeeze(fold(text)).rstrip(":：").lower()


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(header_key(word) for word in load("headers.toml")[group])


def is_header_word(text: str, group: str) -> bool:
    """Whether a header text is one of a group of ``headers.toml``: number, code, label, text, total."""
    key = header_key(text)
    if key in _words(group):
        return True
    if group == "code":
        return key.endswith(("编码", "代码")) or "目录序号" in key
    if group == "label":
        return key.endswith("名称") and not is_header_word(text, "text")
    return False


def is_numbering_word(text: str) -> bool:
    """Whether a cell's word opens the numbering row of a table (栏次)."""
    return header_key(text) in _words("numbering")


def is_total(text: str) -> bool:
    """Whether a label or header says total: 合计, 收入总计, 本年支出合计, “三公”经费小计."""
    key = bare(text)
    return any(key.endswith(word) for word in _words("total"))


@cache
def _whole_names() -> frozenset[str]:
    return frozenset(header_key(word) for word in load("headers.toml")["whole"])


def joined_header(left: str, right: str, known: frozenset[str]) -> bool:
    """Whether two neighbouring header texts are one name that the layout split."""
    joined = header_key(left + right)
    return joined in _whole_names() or joined in known


def numbering_of(label: str) -> tuple[str | None, bool, str]:
    """(style of the number, a key of ``headings.RANKS``; whether 其中 opens the label; the label without both)."""
    rest = label.strip()
    opened = _OF_WHICH.match(rest)
    if opened:
        rest = rest[opened.end() :]
    mark = numbering(rest)
    return (mark.style if mark else None), opened is not None, rest[mark.end :].strip() if mark else rest


def bare(label: str) -> str:
    """A label without number, 其中, white space and closing colon: what is named."""
    return squeeze(numbering_of(label)[2]).rstrip(":：") or squeeze(label).rstrip(":：")


@cache
def table_kind(title: str) -> str | None:
    """The key of ``table_kinds.toml`` that a title names, or None."""
    text = squeeze(title)
    for kind in load("table_kinds.toml")["kind"]:
        if all(re.search(words, text) for words in kind["all"]) and not any(w in text for w in kind.get("none", ())):
            return str(kind["key"])
    return None


@cache
def table_basis(kind: str | None) -> str | None:
    """Which money a kind of table covers: all, fiscal, general, fund, capital."""
    for entry in load("table_kinds.toml")["kind"]:
        if entry["key"] == kind:
            return str(entry["basis"])
    return None


def is_code(text: str) -> bool:
    """Whether a text is the code of a subject, a unit or a project and nothing else (201, 2010601, P0012345)."""
    return _CODE.match(text) is not None
