"""The sum of things that a question names one by one (“A和B加起来”, “一师院、二师院的…总共”)."""

from __future__ import annotations

import re
from functools import cache

from assistant.arithmetic import not_there, total
from assistant.combined import linked
from assistant.engine import Engine
from assistant.outcome import Outcome
from assistant.parallel import Parallel, split_parallel
from assistant.recorder import tried
from assistant.splits import operand_words
from assistant.understanding import normalise
from assistant.words import chinese_number

__all__ = ["answer_sum", "summands"]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(operand_words()["sum"][name])


def summands(rest: str, labels: frozenset[str] | set[str] = frozenset()) -> Parallel:
    """The things that a question (without places and years) adds up; none where it adds up none.

    What stands before the word for together holds them; where it stands first, what stands behind it does.
    """
    if _pattern("unless").search(rest):
        return Parallel()
    together = _pattern("together").search(rest)
    plus = _pattern("plus").search(rest)
    if together is None and plus is None:
        return Parallel()
    for text in (rest[: together.start()] if together else rest, rest):
        text = _pattern("asked").sub("", _pattern("together").sub("|", text))
        found = split_parallel(_pattern("counted").sub("|", text), labels, runs=True)
        if len(found.things) > 1:
            return found
    return Parallel()


@tried("sum")
def answer_sum(engine: Engine, rest: str) -> Outcome | None:
    """The sum of the things that the question joins, each with a figure of its own; None where it joins none.

    A refusal names the thing that has none: what one of them is alone answers nothing.
    """
    english = re.search(r"(?:sum of|combine[d]?|total of|add(?:ing)?) (.+)", rest)
    if english:
        text = re.split(r"combined|together|altogether", rest)[0]
        parallel = split_parallel(english[1] if english[1] else text, engine.vocabulary.rows)
    else:
        parallel = summands(rest, engine.vocabulary.rows)
    if len(parallel.things) < 2:
        return None
    stated = _pattern("counted").search(normalise(engine.query.question))
    number = chinese_number(stated["number"]) if stated else None
    if number is not None and number != len(parallel.things):
        return None  # “三项” of which two were read
    found = linked(engine, parallel.things, shared=parallel.shared)
    if found.facts:
        return total(engine, found.facts)
    return not_there(engine, found.missing or "、".join(parallel.things))
