"""One operand's words to the facts they surely name: nothing is taken that the operand's own words do not explain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.engine import Engine
from assistant.glossary import use_synonyms
from assistant.lookup import Candidate
from assistant.single import accept
from assistant.splits import core, operand_words, unit_of
from assistant.understanding import tables_in
from assistant.words import bare_label, bigrams, fold
from index.model import Fact

__all__ = ["candidates_for", "column_total", "own_label", "sheet_core"]

SAID = 0.6  # share of an operand's words that the labels around a fact must hold
OWN = 0.3  # share of a fact's own label that an operand must name
INDICATOR = 0.6  # the same of an indicator's name: the words of its sheet name no indicator
SHEET = 0.5  # share of a sheet's name that the question must name before its entries are operands


def candidates_for(
    engine: Engine,
    text: str,
    documents: Sequence[str],
    *,
    apart: bool = False,
    also: str = "",
    unit: str | None = None,
    money: bool = False,
) -> list[Candidate]:
    """The facts that an operand's words name surely, best first.

    ``also`` are words that it shares with the other operand; ``apart`` keeps the other's table words away; ``unit``
    is what its figure must be in, ``money`` prefers amounts of money. A row of exactly the operand's name goes before
    longer names that hold it.
    """
    unit = unit or unit_of(text)
    words = core(text)
    if unit is not None:
        words = core(re.sub(r"总?(?:建筑)?面积|平方米", "", words)) or words
    prepared = engine.prepare(words)
    options: dict[str, Any] = {}
    if apart:
        options["tables"] = tables_in("|".join(engine.wanted(prepared, units=False).segments))
    if unit is not None:
        options["keep"] = lambda fact: fact.unit == unit
    sought = f"{also}|{prepared}" if also else prepared
    found = engine.find(sought, documents=documents, limit=14, units=False, money=money or None, **options)
    if unit is not None:
        found = [replace(c, column=True, measured=True) for c in found]
    denied = [fold(word) for word in re.findall(operand_words()["operand"]["denied"], engine.query.question)]
    found = [c for c in found if not any(word in fold("".join((*c.fact.row_path, c.fact.title))) for word in denied)]
    found = [c for c in found if accept(c) and _explained(engine, prepared, sought, c)]
    named = {fold(prepared), re.sub(r"(?:支出|经费|费用|资金|预算|项目)$", "", fold(prepared))}
    if also or (found and found[0].blank):
        return found
    exact = [c for c in found if own_label(c.fact) in named]
    return [c for c in found if c.blank or c in exact] if exact else found


def own_label(fact: Fact) -> str:
    """A fact's own label as questions are put: folded, without numbering, in the documents' words."""
    return use_synonyms(bare_label(fact.row_path[-1])) if fact.row_path else ""


def _explained(engine: Engine, own: str, sought: str, candidate: Candidate) -> bool:
    """Whether a fact's labels hold most of an operand's words, and the operand something of the fact's label."""
    fact = candidate.fact
    if "concept" in "".join(candidate.reasons):
        return True
    segments = engine.wanted(own, units=False).segments
    around = use_synonyms(fold("|".join((*fact.row_path, *fact.column_path, fact.title, fact.code or ""))))
    around += fold("|".join((*fact.row_path, *fact.column_path)))
    grams = [gram for segment in segments for gram in bigrams(segment)]
    weigh = engine.vocabulary.weight
    whole = sum(map(weigh, grams))
    if whole and sum(weigh(gram) for gram in grams if gram in around) < SAID * whole:
        return False
    question = use_synonyms(fold(sought))
    if fact.source in ("field", "indicator") and not (fact.kind or "").startswith("department"):
        sheet = engine.vocabulary.indexes[fact.document].sheet_names.get(fact.container, "")
        asked = question + use_synonyms(fold(engine.query.question)) + fold(engine.query.question)
        names = (sheet, use_synonyms(sheet), *map(use_synonyms, sheet_core(fact)))
        if not any(_holds(asked, name, SHEET) for name in names):
            return False
    if fact.source == "indicator" and not _holds(question, own_label(fact), INDICATOR):
        return False
    if fact.source == "cell" and not candidate.blank and fact.row_path and not (fact.total or _is_total(fact)):
        label = use_synonyms(bare_label(re.sub(r"(?<=.)[（(][^（()）]*[)）]$", "", fact.row_path[-1])))
        return bool(fact.code and fact.code in own) or _holds(question, label, OWN)
    return True


def sheet_core(fact: Fact) -> tuple[str, ...]:
    """A sheet's name as people say it: without its letter's number and frame, and years."""
    name = fact.row_path[0] if fact.row_path else ""
    bare = name
    for _ in range(2):
        bare = re.sub(operand_words()["operand"]["sheet_frame"], "", bare).strip()
    return (fold(bare),) if len(fold(bare)) > 3 else ()


def _is_total(fact: Fact) -> bool:
    return bare_label(fact.row_path[-1]) in ("小计", "合计", "总计")


def _holds(text: str, label: str, share: float) -> bool:
    grams = bigrams(label)
    return not grams or sum(gram in text for gram in grams) >= share * len(grams)


def column_total(engine: Engine, text: str) -> tuple[Decimal, list[Fact]] | None:
    """The sum over all units of a column of the unit table (编制, 在职) and its cells, where no unit is named."""
    found = engine.find(engine.prepare(core(text)), units=False, limit=6)
    if not found or found[0].fact.kind != "units" or found[0].main > 0.35 or found[0].fact.value is None:
        return None
    best = found[0].fact
    index = engine.vocabulary.indexes[best.document]
    column = [
        entry.fact
        for entry in (index.entries[p] for p in index.by_container[best.container])
        if entry.fact.column_path == best.column_path and entry.fact.value is not None and not entry.total
    ]
    return sum((fact.value for fact in column if fact.value is not None), Decimal(0)), column
