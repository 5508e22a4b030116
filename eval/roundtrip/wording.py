"""The wording lists, and what is said of a fact put into words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from eval.roundtrip.names import Named, Token, money
from eval.roundtrip.words import is_total, key

__all__ = ["ask_of", "document_name", "question", "table_names", "wordings"]

TEMPLATES = Path(__file__).with_name("templates.toml")
_CLUMSY = (("，，", "，"), ("的的", "的"), ("，的", "，"), ("，在", "，"))
_SHORT_CODE = 4  # digits: a class of subjects, which nobody would name by its digits alone
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")


@cache
def wordings() -> dict[str, Any]:
    """The wording lists as they stand."""
    return tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))


def document_name(named: Named, style: str, rng: Random) -> str:
    """A document's name in a style: formal, short or terse. All give region, issuer and year."""
    lists = wordings()
    document = named.document
    region, department = document.region or "", document.department or document.title
    office = department.removeprefix(region) or department
    short = rng.choice(lists["short_departments"].get(office, [office]))
    whats = lists["documents"]["what"].get(document.kind or "", [document.kind or ""])
    text: str = rng.choice(lists["documents"][style])
    return text.format(
        region=region, near=_near(region, rng), department=department, office=office, short=short,
        year=document.year, what=rng.choice(whats),
    )  # fmt: skip


def _near(region: str, rng: Random) -> str:
    """青山市 → 青山; 青山市北区 → 北区, 青山北区 or as it is."""
    match = re.fullmatch(r"(.+?)市(.+[区县市])", region)
    if match:
        return rng.choice([match[2], match[1] + match[2], region])
    return region.removesuffix("市") if len(region) > 2 else region


def table_names(named: Named) -> list[tuple[str, Token]]:
    """The names of a fact's table, sheet or section with the token that each says: the full title last."""
    title, kind = named.title, named.fact.kind or ""
    names = []
    if named.fact.source == "cell":
        names += [(name, ("kind", kind)) for name in wordings()["tables"].get(kind, [])]
        bare = _YEAR.sub("", title)
        if bare != title:
            names.append((bare, ("title", key(bare))))
    return [*names, (title, ("title", key(title)))]


def question(named: Named, said: tuple[str, ...], names: dict[str, str], style: tuple[str, str], rng: Random) -> str:
    """The question in words.

    ``said`` are the aspects that it says, ``names`` the words chosen for the table and for what is asked, ``style``
    the document's and the sentence's.
    """
    lists = wordings()
    terse = style[1] == "terse"
    doc = document_name(named, style[0], rng)
    what = _what(named, said, names, rng, terse=terse)
    where = "" if "table" not in names else _where(named, names, rng, terse=terse)
    ask = names["ask"]
    if terse:
        shapes = lists["questions"]["terse"]
        template: str = rng.choice(shapes if "askless" in said else [text for text in shapes if "{ask}" in text])
        words = " ".join(word for word in (where, what) if word)
        return str(template.format(doc=doc, what=words, ask=ask))
    choices = [text for text in lists["questions"][style[1]] if "{ask}" in text or "askless" in said]
    choices = [text for text in choices if "{where}" in text or not where]
    text = rng.choice(choices).format(doc=doc, where=where, what=what, ask=ask).removeprefix("的")
    for clumsy, smooth in _CLUMSY:
        text = text.replace(clumsy, smooth)
    return str(text)


def _where(named: Named, names: dict[str, str], rng: Random, *, terse: bool) -> str:
    phrases = wordings()["phrases"]
    name = names["table"]
    part = named.fact.part or "" if "part" in names else ""
    if terse:
        return f"{name} {part}".strip()
    text: str = rng.choice(phrases["section" if named.fact.source == "sentence" else "table"])
    if part:
        text = text.removesuffix("，")
    text = text.format(name.strip("《》"))
    if part:
        text += rng.choice(phrases["part"]).format(part)
    return text


def _what(named: Named, said: tuple[str, ...], names: dict[str, str], rng: Random, *, terse: bool) -> str:
    """Owner, row and column."""
    phrases = wordings()["phrases"]

    def put(phrase: str, text: str) -> str:
        return f"{text} " if terse else str(rng.choice(phrases[phrase])).format(text)

    words = ""
    if "year" in said:
        words += str(rng.choice(phrases["as_of"])).format(year=named.fact.year) + (" " if terse else "")
    if "part" in said and "table" not in names:
        words += put("part", named.fact.part or "")
    beside = ""
    for number, (name, text) in enumerate(named.beside):
        if f"beside{number}" in said:
            beside += f"{name}{text} " if terse else str(rng.choice(phrases["beside"])).format(name=name, text=text)
    if named.fact.source != "cell":
        words, beside = words + beside, ""
    if "project" in said:
        words += put("project", named.project)
    if "parents" in said:
        words += "".join(put("parent", parent) for parent in named.parents)
    elif "parent" in said:
        words += put("parent", named.parents[-1])
    if "level" in said:
        words += put("level", named.groups[-1])
    if "scope" in said:
        words += put("scope", named.groups[0])
    words += beside + _row(named, said, rng, terse=terse)
    if "detail" in said:
        words += f" {named.detail}" if terse else str(rng.choice(phrases["detail"])).format(named.detail)
    if "period" in said and named.fact.source == "indicator":
        period: str = rng.choice(wordings()["periods"][named.fact.period])
        return f"{words} {period.removeprefix('的')}" if terse else words + period
    column = ""
    if "column" in said:
        column = named.column
        if "group" in said and named.groups:
            group = named.groups[-1]
            if is_total(column):
                return f"{words} {group}" if terse else words + "的" + group + rng.choice(["", column])
            shape = phrases["plan" if named.fact.period == "plan" else "grouped"]
            column = f"{group} {column}" if terse else rng.choice(shape).format(group=group, column=column)
    elif "group" in said and named.groups:
        column = named.groups[-1]
    if not column:
        return words
    if terse or not words:
        return f"{words} {column}".strip()
    return words + str(rng.choice(phrases["column"])).format(column)


def _row(named: Named, said: tuple[str, ...], rng: Random, *, terse: bool) -> str:
    lists = wordings()
    if "code" not in said:
        named_already = named.fact.source == "field" and "table" in said and "column" in said
        return named.row if "row" in said and not (named_already and key(named.row) in key(named.title)) else ""
    word = lists["code_words"].get(named.fact.kind or "", lists["code_words"]["default"])
    if "row" in said:
        shape: str = "{code} {name}" if terse else rng.choice(lists["phrases"]["code_and_name"])
    else:
        shapes = [shape for shape in lists["phrases"]["code"] if "{word}" in shape or len(named.code) > _SHORT_CODE]
        shape = "{code}" if terse and len(named.code) > _SHORT_CODE else rng.choice(shapes)
    return shape.format(word=word, code=named.code, name=named.row)


def ask_of(named: Named, rng: Random, *, terse: bool, whole: bool) -> tuple[str, tuple[Token, ...], bool]:
    """What is asked in words, the tokens that it says, and whether its direction makes the sign needless."""
    fact = named.fact
    down = fact.value is not None and fact.value < 0
    signed = False
    if fact.period == "change":
        name = rng.choice(["decrease" if down else "increase", "change"])
        signed = name == "decrease"
    elif fact.period == "growth":
        name = "fall" if down else "growth"
        signed = down
    elif fact.period == "previous":
        name = "previous"
    elif terse:
        name = "plain"
    elif fact.source == "indicator" and not whole:
        name = "of_period"
    elif fact.period in ("score", "weight"):
        name = "score"
    elif fact.unit == "%":
        name = "percent"
    elif money(fact.unit):
        name = "whole" if whole and fact.source == "cell" else "money"
    else:
        name = "number"
    text: str = rng.choice(wordings()["asks"][name])
    tokens: list[Token] = [("period", fact.period)] if fact.period in ("change", "growth", "previous") else []
    if "{unit}" in text:
        unit = _unit(named)
        if unit:
            tokens.append(("unit", unit))
        text = text.format(unit=unit)
    if "钱" in text:
        tokens.append(("money", ""))
    if "百分" in text and fact.period not in ("growth",):
        tokens.append(("unit", "%"))
    return text, tuple(tokens), signed


def _unit(named: Named) -> str:
    """A fact's unit if people would say it: money, or what stands with the figure or in a cell of its own."""
    unit = (named.fact.unit or "").strip("%")
    stands = unit in named.fact.raw or any(unit == text for _, text in named.beside)
    return unit if money(unit) or (stands and 0 < len(unit) < 5) else ""
