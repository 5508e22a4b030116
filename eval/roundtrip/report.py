"""The figures of a run, and its misses by cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from eval.roundtrip.scoring import CAUSES, Outcome

__all__ = ["as_json", "miss_line", "share", "table"]

_Key = Callable[[Outcome], str]
BY: dict[str, _Key] = {
    "source": lambda outcome: outcome.question.fact.fact.source,
    "document": lambda outcome: outcome.question.fact.document.file.split("_")[0],
    "kind": lambda outcome: outcome.question.fact.fact.kind or "",
    "period": lambda outcome: outcome.question.fact.fact.period,
    "naming": lambda outcome: outcome.question.plan,
}


def share(outcomes: Sequence[Outcome]) -> float:
    """The returned share; 1 where nothing was asked."""
    return sum(outcome.returned for outcome in outcomes) / len(outcomes) if outcomes else 1.0


def table(outcomes: Sequence[Outcome]) -> str:
    """Causes by source, document, kind, period and naming, for people."""
    lines = [f"{'':32}{'asked':>7}{'returned':>10}" + "".join(f"{cause:>16}" for cause in CAUSES)]
    for title, name, group in _groups(outcomes):
        counts = Counter(outcome.cause for outcome in group)
        label = f"{title}: {name}" if name else title
        row = f"{label:<32}{len(group):>7}{share(group):>10.2%}"
        lines.append(row + "".join(f"{counts[cause] or '':>16}" for cause in CAUSES))
    return "\n".join(lines)


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same figures as data."""
    return {
        f"{title}:{name}" if name else title: {
            "asked": len(group),
            "returned": sum(outcome.returned for outcome in group),
            **Counter(outcome.cause for outcome in group if not outcome.returned),
        }
        for title, name, group in _groups(outcomes)
    }


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str, list[Outcome]]]:
    yield "all", "", list(outcomes)
    for title, of in BY.items():
        groups = defaultdict(list)
        for outcome in outcomes:
            groups[of(outcome)].append(outcome)
        for name in sorted(groups):
            yield title, name, groups[name]


def miss_line(outcome: Outcome) -> dict[str, Any]:
    """A miss with all that is needed to look into it."""
    question, fact = outcome.question, outcome.question.fact.fact
    return {
        "cause": outcome.cause,
        "question": question.text,
        "naming": question.plan,
        "said": question.said,
        "fact": fact.id,
        "source": fact.source,
        "kind": fact.kind,
        "document": question.fact.document.file,
        "line": fact.place.line_start,
        "title": fact.title,
        "row": fact.row_path,
        "code": fact.code,
        "column": fact.column_path,
        "period": fact.period,
        "want": [str(fact.value), fact.unit],
        "lines": [alike.fact.place.line_start for alike in question.alike],
        "got": outcome.answer,
    }
