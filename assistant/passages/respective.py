"""Figures that a sentence gives to several groups in turn: “国家级、省级、市级…分别给予10万元、5万元、3万元”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.passages.words import fold

__all__ = ["Respective", "respective"]

_UNIT = r"(?:[十百千万亿]?元|万|人|名|个|家|次|天|年|月|%)(?:/[一-鿿]{1,2})?"
_FIGURES = re.compile(rf"\d+(?:\.\d+)?\s*{_UNIT}(?:\s*[、和]\s*\d+(?:\.\d+)?\s*{_UNIT})+")
_FIGURE = re.compile(rf"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>{_UNIT})")
_SENTENCE = re.compile(r"[^。；;\n]+")
_SHORTEST = 2  # characters of a group's name


@dataclass(frozen=True, slots=True)
class Respective:
    """What one group gets, in the question's word for it."""

    label: str
    value: str
    unit: str


def respective(text: str, question: str) -> list[Respective]:
    """The figures of each group that a question names; none where the groups and the figures do not pair off, or
    where the question leaves one of them unnamed."""
    for sentence in _SENTENCE.findall(text):
        head, said, tail = sentence.partition("分别")
        figures = _FIGURES.search(tail) if said else None
        if not figures:
            continue
        values = list(_FIGURE.finditer(figures[0]))
        groups = re.split(r"[、和与]", re.split(r"[，,：:]", head)[-1])
        labels = [_named(group, question) for group in groups]
        if len(groups) == len(values) and all(labels) and len(set(labels)) == len(labels):
            return [
                Respective(str(label), figure["value"], figure["unit"])
                for label, figure in zip(labels, values, strict=True)
            ]
    return []


def _named(group: str, question: str) -> str | None:
    """The first stretch of a group's name that the question says, as long as it says it."""
    name, asked = re.sub(r"[\s“”\"]", "", group), fold(question)
    stretches = (name[i:j] for i in range(len(name)) for j in range(len(name), i + _SHORTEST - 1, -1))
    return next((stretch for stretch in stretches if fold(stretch) in asked), None)
