"""Near misses: gold questions with one thing swapped for what the documents do not hold; all are to be refused.

    python -m eval.negatives [--shared DIR] [--seed N] [--each N] [--show-misses] [--json OUT]

The swaps are :mod:`eval.negatives.swaps`. The misses of questions made from the read two thirds go to
``eval/out/negatives-misses.jsonl``; of those made from the check third only figures are printed or written. Exit code 1
where ``eval/floors.toml`` is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.gold import Figures, ask_all, measure, scorer
from eval.negatives.swaps import KINDS, Held, negatives
from eval.split import is_check

__all__ = ["below", "main"]

EVAL = Path(__file__).resolve().parents[1]
OUT = EVAL / "out"
EACH = 50  # questions of every kind


def below(figures: Mapping[str, Figures], floors: Mapping[str, float]) -> list[str]:
    """What is worse than ``asked``, ``refused`` and ``harmful`` of ``floors`` allow, in words."""
    whole = figures.get("ALL", Figures())
    failed = []
    if whole.asked < floors.get("asked", 0):
        failed.append(f"asked {whole.asked} < {floors['asked']:.0f}")
    if whole.share("correct") < floors.get("refused", 0):
        failed.append(f"refused {whole.share('correct'):.1%} < {floors['refused']:.1%}")
    if whole.asked and whole.share("harmful") > floors.get("harmful", 1):
        failed.append(f"harmful {whole.share('harmful'):.1%} > {floors['harmful']:.1%}")
    return failed


def report(title: str, figures: Mapping[str, Figures]) -> str:
    """A table for people."""
    lines = [title, f"  {'swapped':<16}{'n':>5}{'refused':>9}{'harmful':>9}"]
    for name in [*KINDS, "lang:zh", "lang:en", "ALL"]:
        if found := figures.get(name):
            lines.append(f"  {name:<16}{found.asked:>5}{found.share('correct'):>9.1%}{found.share('harmful'):>9.1%}")
    return "\n".join(lines)


def missed(asked: Sequence[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What came back for the questions that were not refused; only those that may be read."""
    found = []
    for question in asked:
        answer = answers[question["id"]]
        if is_check(question["base"]) or (answer.get("status") == "not_found" and not answer.get("values")):
            continue
        values = [f"{v.get('label')} {v.get('value')}{v.get('unit')}" for v in answer.get("values") or []]
        about = {key: question[key] for key in ("base", "type", "question", "turns")}
        why = question["answer"]["why"]
        found.append({**about, "why": why, "status": answer["status"], "values": values, "text": answer["text"][:200]})
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 1 where a floor is not kept, 2 where there is nothing to ask."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.negatives", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("BUDGETQA_SHARED", EVAL.parents[1] / "shared"))
    )
    parser.add_argument("--seed", type=int, default=0, help="the floors are for 0")
    parser.add_argument("--each", type=int, default=EACH, help=f"questions of every kind ({EACH})")
    parser.add_argument("--show-misses", action="store_true", help="the misses of the read two thirds")
    parser.add_argument("--json", type=Path, help="write the figures of both thirds")
    options = parser.parse_args(arguments)
    questions = options.shared / "gold" / "dev.jsonl"
    if not questions.exists():
        print(f"no gold questions at {questions}: give --shared DIR", file=sys.stderr)
        return 2
    golds = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    corpus = options.shared / "corpus"
    held = Held.of(path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt")))
    asked = negatives(golds, held, seed=options.seed, each=options.each)
    OUT.mkdir(parents=True, exist_ok=True)
    answers = ask_all(asked, corpus, OUT / "library")
    score = scorer(options.shared / "gold" / "score.py")
    groups = {
        "read": ("from the read two thirds", [one for one in asked if not is_check(one["base"])]),
        "check": ("from the check third (figures only)", [one for one in asked if is_check(one["base"])]),
        "all": ("all", asked),
    }
    figures = {part: measure(group, answers, score) for part, (_, group) in groups.items()}
    for part, (title, _) in groups.items():
        print(report(title, figures[part]))
    misses = missed(asked, answers)
    lines = [json.dumps(miss, ensure_ascii=False) + "\n" for miss in misses]
    (OUT / "negatives-misses.jsonl").write_text("".join(lines), encoding="utf-8")
    if options.show_misses:
        for miss in misses:
            print(f"- {miss['type']} {miss['question']} {miss['turns'] or ''}\n    {miss['why']}")
            print(f"    got  {miss['status']} {miss['values'] or miss['text']}")
    if options.json:
        data = {part: {name: asdict(found) for name, found in group.items()} for part, group in figures.items()}
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.seed or options.each != EACH:
        return 0
    failed = below(figures["all"], tomllib.loads((EVAL / "floors.toml").read_text(encoding="utf-8"))["negatives"])
    for line in failed:
        print("worse than its floor:", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
