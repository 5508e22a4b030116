"""How well passages are found: ``python -m eval.retrieval [--home DIR] [--gold FILE] [--misses]``.

The strict rule: a node is a hit when it is of the evidence's document, its lines span the evidence line, and its text
shows what stands there. Questions without evidence (unanswerable ones) are left out. The node texts are measured too,
since a node that holds a whole document would always be a hit.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.split import is_check
from index.library import Library
from index.retrieval.fusion import Hit, search

__all__ = ["Outcome", "evaluate", "main", "shows", "summary"]

CUTS = (1, 3, 5, 10)
FLOORS = Path(__file__).parent / "floors.toml"
OUT = Path(__file__).parent / "out" / "retrieval"
BUDGET = 6000  # characters that the first five nodes may hold together
_MARKUP = re.compile(r"<[^<>]*>|\*\*|[\s,，]|\[bookmark:[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: the rank of the first hit (None without), and the characters of its first five nodes."""

    question: dict[str, Any]
    rank: int | None
    characters: int
    hits: tuple[Hit, ...]
    milliseconds: float


def evaluate(library: Library, questions: Iterable[dict[str, Any]], *, vectors: bool = True) -> list[Outcome]:
    """The outcome of each answerable question."""
    outcomes = []
    for question in questions:
        if question["answer"]["kind"] == "abstain" or not question["evidence"]:
            continue
        began = time.perf_counter()
        text = " ".join([*(question.get("turns") or []), question["question"]])
        hits = search(library, text, limit=max(CUTS), vectors=vectors)
        elapsed = (time.perf_counter() - began) * 1000
        rank = next((n for n, hit in enumerate(hits, start=1) if shows(hit, question["evidence"])), None)
        characters = sum(len(hit.passage.text) for hit in hits[:5])
        outcomes.append(Outcome(question, rank, characters, tuple(hits), elapsed))
    return outcomes


def shows(hit: Hit, evidence: Sequence[dict[str, Any]]) -> bool:
    """Whether a node spans one of the evidence lines and shows its text."""
    place = hit.passage.place
    text = _squeezed(hit.passage.text)
    for item in evidence:
        line = item.get("line")
        if item["doc"] != hit.document.file or line is None or place.line_start is None or place.line_end is None:
            continue
        if place.line_start <= line <= place.line_end and _stands_in(item["text"], text):
            return True
    return False


def _stands_in(evidence: str, text: str) -> bool:
    """Whether each cell of the evidence stands in a text; of a long sentence most of its parts must."""
    for cell in evidence.split("\t"):
        wanted = _squeezed(cell)
        if wanted in text:
            continue
        parts = [wanted[start : start + 8] for start in range(0, max(len(wanted) - 7, 1), 4)]
        if len(wanted) < 24 or sum(part in text for part in parts) < 0.6 * len(parts):
            return False
    return True


def _squeezed(text: str) -> str:
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text)).lstrip("#-")


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures that floors are set on: recall by cut, and how long the first five nodes are."""
    sizes = [outcome.characters for outcome in outcomes]
    return {
        "questions": len(outcomes),
        "recall": {str(cut): round(_recall(outcomes, cut), 4) for cut in CUTS},
        "characters_mean": round(sum(sizes) / len(sizes)) if sizes else 0,
        "characters_max": max(sizes, default=0),
    }


def _table(outcomes: Sequence[Outcome]) -> str:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.question["type"]].append(outcome)
        if outcome.question["lang"] == "en":
            groups["(English)"].append(outcome)
    lines = [f"{'':14}{'n':>4} " + " ".join(f"@{cut:<5}" for cut in CUTS)]
    for name, group in [*sorted(groups.items()), ("all", list(outcomes))]:
        shares = " ".join(f"{_recall(group, cut):5.1%}" for cut in CUTS)
        lines.append(f"{name:14}{len(group):4} {shares}")
    sizes = sorted(outcome.characters for outcome in outcomes)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    over = sum(size > BUDGET for size in sizes)
    lines.append(
        f"first five nodes: {sum(sizes) / len(sizes):.0f} characters on average, {sizes[-1]} at most, "
        f"{over} over {BUDGET}; median {times[len(times) // 2]:.0f} ms a question"
    )
    return "\n".join(lines)


def _recall(outcomes: Sequence[Outcome], cut: int) -> float:
    found = sum(outcome.rank is not None and outcome.rank <= cut for outcome in outcomes)
    return found / len(outcomes) if outcomes else 0.0


def _miss(outcome: Outcome) -> str:
    question = outcome.question
    lines = [f"{question['id']} {question['type']}: {question['question']}  (rank {outcome.rank})"]
    for item in question["evidence"]:
        lines.append(f"    wanted {item['doc'][:3]}:{item.get('line')} {item['text'][:70]!r}")
    for number, hit in enumerate(outcome.hits[:5], start=1):
        place = hit.passage.place
        path = " / ".join(hit.passage.path[-2:])
        ranks = " ".join(f"{name[0]}{rank}" for name, rank in hit.ranks.items())
        lines.append(f"    {number}. {hit.document.file[:3]}:{place.line_start}-{place.line_end} {ranks} {path[:80]}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print recall by type; with ``--misses`` what was found instead (never for the check third)."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description=__doc__)
    shared = Path(os.environ.get("BUDGETQA_SHARED", "../shared"))
    parser.add_argument("--home", type=Path, help="a library's folder (default: one made of the shared corpus)")
    parser.add_argument(
        "--gold", type=Path, default=shared / "gold" / "dev.jsonl", help="questions, one JSON object a line"
    )
    parser.add_argument("--misses", action="store_true", help="show the questions whose evidence is not in the first 5")
    parser.add_argument("--words-only", action="store_true", help="without vectors")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    options = parser.parse_args(arguments)
    questions = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    with Library.open(options.home or OUT, create=options.home is None) as library:
        if options.home is None:
            library.ingest([shared / "corpus"])
        outcomes = evaluate(library, questions, vectors=not options.words_only)
    read = [outcome for outcome in outcomes if not is_check(outcome.question["id"])]
    check = [outcome for outcome in outcomes if is_check(outcome.question["id"])]
    if options.json:
        print(json.dumps({"read": summary(read), "check": summary(check)}))
        return 0
    for name, group in (("questions to read", read), ("check third", check)):
        if group:
            print(f"== {name}\n{_table(group)}\n")
    if options.misses:
        print("\n".join(_miss(outcome) for outcome in read if outcome.rank is None or outcome.rank > 5))
    floor = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["retrieval"]["at5"]
    low = [
        f"{len(group)} questions: {_recall(group, 5):.1%}"
        for group in (read, check)
        if group and _recall(group, 5) < floor
    ]
    for line in low:
        print(f"below the floor of {floor:.0%} within the first five nodes: {line}")
    return 1 if low or any(outcome.characters > BUDGET for outcome in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
