"""One of the things a question names (“甲和乙哪个多”, “甲、乙、丙里最少的是哪项”) within one department's document.

Each is looked up, all must be found in one unit, then they are compared.
"""

from __future__ import annotations

import re

from assistant.accounted import accounted
from assistant.arithmetic import in_unit
from assistant.asked import Asked
from assistant.combined import linked
from assistant.engine import Engine
from assistant.outcome import Figure, Outcome, decimal_text, figure_of
from assistant.parallel import Parallel, split_parallel
from assistant.places import issuers, select
from assistant.single import with_unit
from assistant.splits import operand_words
from assistant.words import fold

__all__ = ["answer_alternatives", "names_alternatives"]


def answer_alternatives(engine: Engine, asked: Asked) -> Outcome | None:
    """The things named in their order, where they account for the question."""
    return accounted(engine, _alternatives(engine, asked))


def _alternatives(engine: Engine, asked: Asked) -> Outcome | None:
    """The largest or smallest of the things named, the others beside it; None where the question names none."""
    named = _named(engine, asked)
    if named is None:
        return None
    way, parallel = named
    operands = parallel.things
    found = linked(engine, operands, shared=parallel.shared).facts
    if not found:
        return None
    unit = found[0].unit
    lowest = way in ("少", "低", "小", "便宜")
    ordered = sorted(zip(operands, found, strict=True), key=lambda pair: in_unit(pair[1], unit), reverse=not lowest)
    figures = [with_unit(figure_of(fact), engine.query.convert_to) for _, fact in ordered]
    facts = tuple(fact for _, fact in ordered)
    if len(figures) > 2:
        return Outcome("answered", tuple(figures[:1]), tuple(figures[1:]), cited=facts)
    big, small = (
        sorted((in_unit(fact, unit) for fact in facts), reverse=True)[0],
        min(in_unit(fact, unit) for fact in facts),
    )
    if not re.search(r"(?:多|高|大|少|低|小|差)(?:出|了)?(?:多少|几)|how much|by how", asked.text):
        return Outcome("answered", tuple(figures), cited=facts)
    gap = Figure("差额", decimal_text(big - small), unit or "", facts, facts[0].document, facts[0].year)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(big - small)}"
    shown = (*figures, with_unit(gap, engine.query.convert_to))
    return Outcome("answered", shown, (), formula, decimal_text(big - small), unit, cited=facts)


def names_alternatives(engine: Engine, asked: Asked) -> bool:
    """Whether a question asks which of several named things is more: then one figure alone is no answer."""
    return _named(engine, asked) is not None


def _named(engine: Engine, asked: Asked) -> tuple[str, Parallel] | None:
    """(which way, the things compared) of a question for the larger or smaller of several named ones."""
    if engine.query.scope.each:
        return None
    _, rest = select(re.sub(operand_words()["operand"]["aside"], "", asked.text), issuers(engine.vocabulary.documents))
    for name in ("either", "most", "which"):
        match = re.search(operand_words()["alternatives"][name], rest)
        if match is None:
            continue
        said = match.groupdict()
        operands = said.get("operands") or f"{said['one']}、{said['two']}"
        found = split_parallel(operands, engine.vocabulary.unsplit)
        around = (rest[: match.start()], said.get("measure") or "", rest[match.end() :] if name == "either" else "")
        shared = [*found.shared, *(text for text in around if len(fold(text)) > 1)]
        if len(found.things) > 1:
            return match["way"], Parallel(found.things, tuple(shared))
    return None
