"""Command line: ``python -m eval.roundtrip [--sample N] [--workers N] [--seed N]``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from eval.roundtrip.asking import answers_to
from eval.roundtrip.names import Names
from eval.roundtrip.questions import Question, questions_of
from eval.roundtrip.report import as_json, miss_line, share, table
from eval.roundtrip.sampling import sample
from eval.roundtrip.scoring import judge
from index.library import Library

__all__ = ["main"]

EVAL = Path(__file__).resolve().parents[1]
OUT = EVAL / "out"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, report, write the misses; 1 below the floor, 2 where there are no documents."""
    parser = argparse.ArgumentParser(prog="python -m eval.roundtrip", description=__doc__)
    shared = Path(os.environ.get("BUDGETQA_SHARED", EVAL.parents[1] / "shared"))
    parser.add_argument("--corpus", type=Path, default=shared / "corpus", help="folder of the documents")
    parser.add_argument("--sample", type=int, metavar="N", help="ask only N of the questions, from every kind some")
    parser.add_argument("--per-fact", type=int, default=5, metavar="N", help="questions for each figure")
    parser.add_argument("--workers", type=int, default=2, help="processes that ask")
    parser.add_argument("--seed", type=int, default=2024, help="another seed, other wordings")
    parser.add_argument("--out", type=Path, default=OUT, help="where the figures and the misses are written")
    options = parser.parse_args(arguments)
    paths = sorted(options.corpus.glob("*.txt"))
    if not paths:
        print(f"no documents at {options.corpus}: give --corpus DIR", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    home = options.out / "library"
    began = time.perf_counter()
    with Library.open(home, create=True) as library:
        library.ingest(paths)
        documents = library.documents()
        names = Names([(document, library.facts(document.id)) for document in documents])
        disputed = {
            fact
            for document in documents
            for identity in library.identities(document.id)
            if not identity.holds
            for fact in identity.facts
        }
    asked: list[Question] = []
    alone = []
    for named in names.named:
        made = list(questions_of(names, named, per_fact=options.per_fact, seed=options.seed))
        asked += made
        if not made:
            alone.append(named)
    if options.sample:
        asked = sample(asked, options.sample, seed=options.seed)
    answers = answers_to([question.text for question in asked], home, workers=options.workers)
    outcomes = [
        judge(question, answer, disputed=question.fact.fact.id in disputed)
        for question, answer in zip(asked, answers, strict=True)
    ]
    print(table(outcomes))
    print(f"figures: {len(names.named)}; of these {len(alone)} that no name tells from another figure, not asked")
    print(f"{time.perf_counter() - began:.0f} s")
    misses = [miss_line(outcome) for outcome in outcomes if not outcome.returned]
    (options.out / "roundtrip_misses.jsonl").write_text(
        "".join(json.dumps(miss, ensure_ascii=False, default=str) + "\n" for miss in misses), encoding="utf-8"
    )
    figures = {"figures": len(names.named), "undecidable": len(alone), "groups": as_json(outcomes)}
    (options.out / "roundtrip.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    floor = tomllib.loads((EVAL / "floors.toml").read_text(encoding="utf-8")).get("roundtrip", {}).get("returned", 0)
    if share(outcomes) < floor:
        print(f"below its floor: {share(outcomes):.2%} returned < {floor:.1%}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
