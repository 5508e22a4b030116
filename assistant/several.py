"""Several figures in one question: “A和B分别是多少”, “预算是多少，成本指标又是多少”. Each is looked up with the
context that the question gives to all."""

from __future__ import annotations

import re

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.outcome import Outcome, figure_of
from assistant.recorder import tried
from assistant.single import accept, with_unit
from assistant.words import fold
from index.amounts import is_money

__all__ = ["answer_several"]

WHOLE = 0.9  # share of operand and shared words together that a figure must explain
_EACH = re.compile(r"分别|各(?:是|为|有)?(?:多少|几)|又是多少|respectively|each of")
_ASKED = re.compile(
    r"(?:的)?(?:指标值|目标值|预算数|金额|数)?(?:分别|各)?(?:又)?(?:是|为|有)?(?:多少|几)(?:万元|元|亿元|钱|人|个|家|平方米)?"
)
_VALUE_WORD = re.compile(r"的?(?:指标值|目标值|预算数|金额|数额|数值)(?:是|为)?$")
_JOIN = re.compile(r"和|与|及|以及|、|，又|,| and ")


def _split_several(rest: str) -> tuple[str, list[str]] | None:
    """(shared context, operands) of a question for several figures; None where it asks for one."""
    if not _EACH.search(rest):
        return None
    asked = [piece for piece in re.split(r"[，,；;]", rest) if piece.strip()]
    repeated = [piece for piece in asked if re.search(r"多少|(?<!哪)几", piece)]
    operands = [_ASKED.sub("", piece) for piece in repeated]
    if len(repeated) > 1 and all(len(fold(operand)) > 1 for operand in operands):
        context = "|".join(piece for piece in asked if piece not in repeated)
        return context, operands
    for number, piece in enumerate(asked):
        if _EACH.search(piece):
            head = _VALUE_WORD.sub("", _ASKED.sub("", _EACH.split(piece)[0]))
            operands = [operand for operand in _JOIN.split(head) if len(fold(operand)) > 1]
            if len(operands) > 1:
                return "|".join(asked[:number]), operands
    return None


@tried("several")
def answer_several(engine: Engine, rest: str) -> Outcome | None:
    """A figure for each operand; None where fewer than two are found or two are one and the same."""
    split = _split_several(rest)
    if split is None:
        return None
    context, operands = split
    tail = _tail(operands)
    chosen: list[Candidate] = []
    for number, operand in enumerate(operands):
        texts = [operand] if not context else [f"{context}|{operand}"]
        if tail:  # “甲、乙的补贴标准”: what the last one says holds for all
            texts = [f"{context}|{operand.removesuffix('的' + tail)}|{tail}"]
        elif number:
            texts.append(f"{context}|{operands[0]}|{operand}")  # “技校教育的基本支出和项目支出”
        found: Candidate | None = None
        for text in texts:
            candidates = [
                c
                for c in engine.find(
                    engine.prepare(text),
                    units=False,
                    money=bool(re.search(r"预算|金额|资金|经费|支出|收入|费", operand)),
                )
                if accept(c) and c.fact.value is not None
            ]
            candidates = [c for c in candidates if all(c.fact.id != other.fact.id for other in chosen)]
            if tail:
                candidates = [c for c in candidates if c.coverage >= WHOLE]
            if candidates and (found is None or candidates[0].score > found.score + 0.1):
                found = candidates[0]
        if found is None:
            return None
        chosen.append(found)
        if tail:
            chosen += _of_same_name(found, candidates, operand.removesuffix("的" + tail))
    if len(chosen) < 2 or not _alike(chosen):
        return None
    figures = tuple(with_unit(figure_of(c.fact), engine.query.convert_to) for c in chosen)
    return Outcome("answered", figures, cited=tuple(c.fact for c in chosen))


def _tail(operands: list[str]) -> str:
    """What stands behind 的 in the last operand alone (“硕士的补贴标准”): the thing asked of every one."""
    head, _, tail = operands[-1].rpartition("的")
    return tail if head and len(tail) > 1 and all("的" not in operand for operand in operands[:-1]) else ""


def _of_same_name(found: Candidate, candidates: list[Candidate], head: str) -> list[Candidate]:
    """The other rows beside a figure that bear the operand's name too (双一流本科, 其他本科)."""
    return [
        c
        for c in candidates
        if c.fact.id != found.fact.id
        and c.fact.container == found.fact.container
        and c.fact.unit == found.fact.unit
        and c.fact.period == found.fact.period
        and c.coverage >= found.coverage
        and fold(head) in fold(c.fact.row_path[-1] if c.fact.row_path else "")
    ]


def _alike(chosen: list[Candidate]) -> bool:
    """Whether figures answer one question: of one table, sheet or section where their units differ."""
    units = {c.fact.unit for c in chosen}
    if len(units) == 1 or all(is_money(unit) for unit in units):
        return True
    return len({c.fact.container for c in chosen}) == 1
