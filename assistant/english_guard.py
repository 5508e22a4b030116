"""Whether a figure answers an English question: its Chinese may have lost what the English words ask.

A count is no sum of money, a comparison no single figure, and what an answer is called has to carry every word of the
question's subject in one of the ways that it may be written.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.english_terms import grammar
from assistant.glossary import concepts, questions, use_synonyms
from assistant.outcome import Figure, Outcome
from assistant.query import Query
from assistant.words import bare_label, bigrams, fold
from index.amounts import is_money

__all__ = ["unanswered"]

MANY_CARRIED = 3  # words that an answer carries for one more to be said of it in other words
PART_CARRIED = 0.5  # share of a word's pairs of characters that the answer must hold


@cache
def _asks(kind: str) -> re.Pattern[str]:
    return re.compile(grammar()["answer"][kind])


@lru_cache(maxsize=1)
def _free() -> frozenset[str]:
    return frozenset(map(fold, (*questions()["generic"]["say"], *grammar()["answer"]["free"])))


def unanswered(outcome: Outcome, query: Query, question: str) -> bool:
    """Whether an outcome leaves unanswered what an English question (lower case) asks for.

    Only single figures are looked at: calculations and sets account for their words themselves.
    """
    if query.operation != "value" or not re.search(r"[a-z]{3} [a-z]", question):
        return False  # a turn is looked at in the Chinese that it became with the turns before it
    figures = outcome.figures
    money = all(is_money(figure.unit) for figure in figures)
    if money and (_asks("counts").search(question) or _asks("rates").search(question)):
        return True
    if not _asks("many").search(question) and all(map(_counts, figures)):
        return True
    if _asks("ratios").search(question) and not _by_one(figures[0]):
        return True
    if query.units and all(_measures_other(figure.unit, query.units) for figure in figures):
        return True
    if len(figures) > 1:
        return False
    compares = _asks("compares").search(_asks("conditions").sub("", question)) is not None
    return compares or "、" in query.question.split("的", 1)[-1] or _untold(figures[0], query, question)


def _measures_other(unit: str | None, asked: tuple[str, ...]) -> bool:
    """Whether a figure's unit counts another kind of thing than the units asked for."""
    bare = (unit or "").split("/")[0]
    if "个" in asked:
        return is_money(bare) or bare in ("%", "人")
    return bare not in ("", "个", "次", "项") and not any(bare.endswith(one) or one.endswith(bare) for one in asked)


def _counts(figure: Figure) -> bool:
    """Whether a figure says how many people, firms or times."""
    name = re.split(r"[·：]", figure.label)[-1]
    return bool(re.search(r"(?:人数|人次|次数|数量|家数|户数|场次)$", name)) and not is_money(figure.unit)


def _by_one(figure: Figure) -> bool:
    """Whether a figure is itself one of "per person" or a share."""
    return "/" in figure.unit or "%" in figure.unit or bool(re.search(r"人均|每|标准|平均|单价|比例|率", figure.label))


def _untold(figure: Figure, query: Query, question: str) -> bool:
    """Whether a word of the question's subject stands nowhere in what the figure's facts say of themselves."""
    if not figure.facts or query.codes or figure.label == "数量":
        return False
    fact = figure.facts[0]
    if bare_label(fact.row_path[-1] if fact.row_path else "").startswith("其他") and not _asks("other").search(
        question
    ):
        return True
    parts = (*fact.row_path, *fact.column_path, fact.title, fact.quote if fact.source == "sentence" else "")
    text = use_synonyms(fold("".join(part or "" for part in parts)))
    pairs = frozenset(bigrams(text))
    carried = [any(_carries(word, text, pairs) for word in words) for words in query.told]
    return carried.count(False) > (1 if carried.count(True) >= MANY_CARRIED else 0)


def _carries(word: str, text: str, pairs: frozenset[str]) -> bool:
    word = fold(word)
    if not word or word in _free() or word in text or any(word in concept.say for concept in concepts()):
        return True
    said = bigrams(use_synonyms(word))
    return bool(said) and sum(pair in pairs for pair in said) >= PART_CARRIED * len(said)
