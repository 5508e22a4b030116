"""The gold questions: ingest, ask, score, compare with the floors.

    python -m eval.gold [--shared DIR] [--show-misses] [--json OUT]

The questions are split by a hash of their id (:mod:`eval.split`). Of the check third only figures are ever
printed: no question, no miss. Exit code 1 below a floor of ``eval/floors.toml``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from eval.split import is_check

__all__ = ["Figures", "below", "main", "measure"]

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
LOOKUPS = ("lookup", "text_lookup")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one group of questions; ``cited`` counts correct answers that cite the evidence."""

    asked: int = 0
    correct: int = 0
    cited: int = 0
    harmful: int = 0

    def share(self, of: str) -> float:
        """A count as a share: of the questions, or of the correct ones for ``cited``."""
        whole = self.correct if of == "cited" else self.asked
        return float(getattr(self, of)) / whole if whole else 1.0


def scorer(path: Path) -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(
    golds: Sequence[dict[str, Any]], answers: dict[str, dict[str, Any]], score: ModuleType
) -> dict[str, Figures]:
    """Figures for all questions, for each type, for each language, and for the lookups together."""
    groups: dict[str, list[tuple[bool, bool, bool]]] = {}
    for gold in golds:
        answer = answers.get(gold["id"], {"status": "missing"})
        right = bool(score.headline_ok(answer, gold))
        cited = right and bool(score.citation_ok(answer, gold))
        harmful = not right and bool(answer.get("values")) and answer.get("status") == "answered"
        names = ["ALL", gold["type"], "lang:" + gold["lang"]]
        if gold["type"] in LOOKUPS:
            names.append("lookups")
        for name in names:
            groups.setdefault(name, []).append((right, cited, harmful))
    return {
        name: Figures(len(marks), sum(m[0] for m in marks), sum(m[1] for m in marks), sum(m[2] for m in marks))
        for name, marks in groups.items()
    }


def below(figures: dict[str, Figures], floors: dict[str, float]) -> list[str]:
    """The floors that are not reached, in words."""
    all_of = figures.get("ALL", Figures())
    reached = {
        "correct": all_of.share("correct"),
        "lookups": figures.get("lookups", Figures()).share("correct"),
        "unanswerable": figures.get("unanswerable", Figures()).share("correct"),
        "cited": all_of.share("cited"),
    }
    failed = [
        f"{name} {reached[name]:.1%} < {floor:.0%}"
        for name, floor in floors.items()
        if name in reached and reached[name] < floor
    ]
    harmful = all_of.share("harmful")
    if harmful > floors.get("harmful", 1):
        failed.append(f"harmful {harmful:.1%} > {floors['harmful']:.0%}")
    return failed


def report(title: str, figures: dict[str, Figures], *, types: bool = True) -> str:
    """A table for people."""
    lines = [title, f"  {'type':<16}{'n':>5}{'correct':>10}{'cited':>10}{'harmful':>10}"]
    order = sorted(figures, key=lambda name: (name == "ALL", name == "lookups", name.startswith("lang"), name))
    for name in order:
        if not types and name not in ("ALL", "lookups", "unanswerable"):
            continue
        f = figures[name]
        cited = f.cited / f.asked if f.asked else 0
        lines.append(f"  {name:<16}{f.asked:>5}{f.share('correct'):>10.1%}{cited:>10.1%}{f.share('harmful'):>10.1%}")
    return "\n".join(lines)


def ask_all(golds: Iterable[dict[str, Any]], corpus: Path, home: Path) -> dict[str, dict[str, Any]]:
    """Ingest the corpus into the library at ``home`` (nothing is read twice) and answer each question."""
    from assistant import Assistant
    from index.library import Library

    paths = sorted(corpus.glob("*.txt"))
    with Library.open(home, create=True) as library:
        library.ingest(paths)
        assistant = Assistant(library)
        answers: dict[str, dict[str, Any]] = {}
        for gold in golds:
            answer = assistant.ask(gold["question"], turns=gold.get("turns") or ())
            answers[gold["id"]] = json.loads(json.dumps({"id": gold["id"], **answer.to_dict()}, default=str))
        return answers


def timings(answers: Iterable[dict[str, Any]]) -> str:
    """Median, 95th percentile and maximum of the answers' own times."""
    times = sorted(answer["elapsed_ms"] for answer in answers if answer.get("elapsed_ms") is not None)
    if not times:
        return "elapsed_ms: none"
    p95 = times[max(int(len(times) * 0.95) - 1, 0)]
    return f"elapsed_ms: median {times[len(times) // 2]:.0f}, p95 {p95:.0f}, max {times[-1]:.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 1 where a floor is not reached, 2 where there is nothing to ask."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.gold", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("BUDGETQA_SHARED", HERE.parents[1] / "shared"))
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
    OUT.mkdir(parents=True, exist_ok=True)
    answers = ask_all(golds, options.shared / "corpus", OUT / "library")
    read = [gold for gold in golds if not is_check(gold["id"])]
    check = [gold for gold in golds if is_check(gold["id"])]
    (OUT / "answers.jsonl").write_text(
        "".join(json.dumps(answers[gold["id"]], ensure_ascii=False) + "\n" for gold in read), encoding="utf-8"
    )
    figures = {"read": measure(read, answers, score), "check": measure(check, answers, score)}
    print(report("read two thirds", figures["read"]))
    print(report("check third (figures only)", figures["check"]))
    print(timings(answers.values()))
    if options.show_misses:
        show_misses(read, answers, score)
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    failed = [f"{part}: {line}" for part in ("read", "check") for line in below(figures[part], floors[part])]
    if options.json:
        data = {part: {name: vars_of(f) for name, f in groups.items()} for part, groups in figures.items()}
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    for line in failed:
        print("below its floor:", line)
    return 1 if failed else 0


def vars_of(figures: Figures) -> dict[str, int]:
    """The counts as a dictionary."""
    return {"asked": figures.asked, "correct": figures.correct, "cited": figures.cited, "harmful": figures.harmful}


def show_misses(golds: Iterable[dict[str, Any]], answers: dict[str, dict[str, Any]], score: ModuleType) -> None:
    """The misses of questions that may be read."""
    for gold in golds:
        assert not is_check(gold["id"])
        answer = answers[gold["id"]]
        if score.headline_ok(answer, gold):
            continue
        got = answer.get("values") or (answer.get("text") or "")[:160]
        print(f"- {gold['id']} [{gold['type']}] {gold['question']}")
        print(f"    want {json.dumps(gold['answer'], ensure_ascii=False)[:200]}")
        print(f"    got  {answer.get('status')} {json.dumps(got, ensure_ascii=False)[:300]}")


if __name__ == "__main__":
    sys.exit(main())
