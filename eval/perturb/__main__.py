"""The gold questions put differently: how many right answers are lost, and what harm is done.

    python -m eval.perturb [--shared DIR] [--seed N] [--kind KIND …] [--show-misses] [--json OUT]

Every kind of :mod:`eval.perturb.kinds` is tried on every gold question; a kind counts the questions that it changes,
against the same questions unchanged. The misses of the read two thirds go to ``eval/out/perturb-misses.jsonl``; of
the check third only figures are printed or written. Exit code 1 where ``eval/floors.toml`` is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

from eval.gold import ask_all, scorer
from eval.perturb.kinds import KINDS, Tools, put_differently
from eval.perturb.measure import below, judged, losses, report
from eval.split import is_check

__all__ = ["main", "misses"]

HERE = Path(__file__).resolve().parent
EVAL = HERE.parent
OUT = EVAL / "out"


def misses(
    changed: Sequence[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]], score: ModuleType
) -> Iterator[dict[str, Any]]:
    """Questions of the read two thirds that were right and are not any more."""
    for question in changed:
        if is_check(question["base"]):
            continue
        answer = answers[question["id"]]
        right, harmful = judged(question, answer, score)
        if right or not judged(question, answers[question["base"]], score)[0]:
            continue
        yield {
            "id": question["base"],
            "kind": question["kind"],
            "question": question["question"],
            "turns": question.get("turns") or [],
            "want": question["answer"],
            "harmful": harmful,
            "status": answer.get("status"),
            "values": [f"{v.get('label')} {v.get('value')}{v.get('unit')}" for v in answer.get("values") or []],
            "text": (answer.get("text") or "")[:200],
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 1 where a floor is not kept, 2 where there is nothing to ask."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.perturb", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("BUDGETQA_SHARED", EVAL.parents[1] / "shared"))
    )
    parser.add_argument("--seed", type=int, default=0, help="the floors are for 0")
    parser.add_argument(
        "--kind", action="append", choices=list(KINDS), help="only these; the floors are then not asked"
    )
    parser.add_argument("--show-misses", action="store_true", help="the misses of the read two thirds")
    parser.add_argument("--json", type=Path, help="write the figures of both thirds")
    options = parser.parse_args(arguments)
    questions = options.shared / "gold" / "dev.jsonl"
    if not questions.exists():
        print(f"no gold questions at {questions}: give --shared DIR", file=sys.stderr)
        return 2
    score = scorer(options.shared / "gold" / "score.py")
    golds = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    corpus = options.shared / "corpus"
    tools = Tools.of(path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt")))
    every = (put_differently(gold, kind, options.seed, tools) for kind in options.kind or KINDS for gold in golds)
    changed = [question for question in every if question]
    OUT.mkdir(parents=True, exist_ok=True)
    answers = ask_all([*golds, *changed], corpus, OUT / "library")
    floors = tomllib.loads((EVAL / "floors.toml").read_text(encoding="utf-8"))["perturb"]
    figures, failed = {}, []
    for part, of_check in (("read", False), ("check", True)):
        found = losses([one for one in changed if is_check(one["base"]) is of_check], answers, score)
        print(report({"read": "read two thirds", "check": "check third (figures only)"}[part], found, list(KINDS)))
        failed += [f"{part}: {line}" for line in below(found, floors[part])]
        figures[part] = {name: asdict(loss) for name, loss in found.items()}
    missed = list(misses(changed, answers, score))
    lines = [json.dumps(miss, ensure_ascii=False) + "\n" for miss in missed]
    (OUT / "perturb-misses.jsonl").write_text("".join(lines), encoding="utf-8")
    if options.show_misses:
        for miss in missed:
            got = miss["values"] or miss["text"]
            print(f"- {miss['kind']} {miss['id']} {miss['question']!r}\n    want {miss['want']}")
            print(f"    got  {miss['status']} {got}")
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.kind or options.seed:
        return 0
    for line in failed:
        print("worse than its floor:", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
