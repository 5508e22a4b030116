"""One report of a run: report.json, and report.html with every miss, its explanation and its trace.

    python -m eval.report [--shared DIR] [--out DIR]

Asks the gold questions and those of ``eval/questions``, and takes in what other measurements left in ``eval/out``
(:mod:`eval.parts`). Of the check third there are figures only. ``python -m eval.compare`` compares two reports.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from eval.gold import HERE, OUT, Figures, measure, scorer, vars_of
from eval.parts import Miss, Part, read_parts, without_check
from eval.split import is_check

__all__ = ["check_part", "main", "measured", "read_lines", "to_html"]

QUESTIONS = HERE / "questions"
TEMPLATE = HERE / "report.html"


def measured(
    assistant: Any, name: str, title: str, golds: Sequence[dict[str, Any]], score: ModuleType, *, traces: bool = True
) -> Part:
    """Ask and score questions that may be read; each miss is asked once more for its trace."""
    answers = _answers(assistant, golds)
    misses = []
    for gold in golds:
        answer = answers[gold["id"]]
        if score.headline_ok(answer, gold):
            continue
        turns = gold.get("turns") or ()
        got = {"status": answer["status"], "values": answer["values"]}
        harmful = bool(answer["values"]) and answer["status"] == "answered"
        trace = assistant.explain(gold["question"], turns=turns).trace.to_dict() if traces else None
        question = " → ".join((*turns, gold["question"]))
        misses.append(
            Miss(gold["id"], question, gold["answer"], got, gold["type"], harmful, None, answer["text"], trace)
        )
    asked = tuple(gold["id"] for gold in golds)
    return Part(name, title, _groups(measure(golds, answers, score)), tuple(misses), asked)


def check_part(assistant: Any, golds: Sequence[dict[str, Any]], score: ModuleType) -> Part:
    """The figures of the questions that nobody reads, and nothing else of them."""
    assert all(is_check(gold["id"]) for gold in golds)
    groups = _groups(measure(golds, _answers(assistant, golds), score))
    return Part("gold-check", "Gold, check third (figures only)", groups)


def _answers(assistant: Any, golds: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    answers = {gold["id"]: assistant.ask(gold["question"], turns=gold.get("turns") or ()) for gold in golds}
    return {key: json.loads(json.dumps(answer.to_dict(), default=str)) for key, answer in answers.items()}


def _groups(figures: Mapping[str, Figures]) -> dict[str, dict[str, int]]:
    order = sorted(figures, key=lambda name: (name != "ALL", name.startswith("lang:"), name))
    return {name: vars_of(figures[name]) for name in order}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The questions of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def to_html(report: Mapping[str, Any]) -> str:
    """The page of a report: one file that loads nothing."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = _shown
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(report)


def _shown(value: Any) -> str:
    """A wanted or given answer on a line, as the gold format and answers have it; anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "；".join(map(_shown, value))
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if "value" in value:
        return f"{value.get('label', '')} {value['value']}{value.get('unit', '')}".strip()
    told = next((value[key] for key in ("values", "items", "must_include", "why") if value.get(key)), "")
    return f"{value.get('status') or value.get('kind', '')} {_shown(told)}".strip()


def _commit() -> str | None:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=HERE, capture_output=True, text=True)
    return done.stdout.strip() or None if done.returncode == 0 else None


def _parts(shared: Path) -> list[Part]:
    from assistant import Assistant
    from index.library import Library

    score = scorer(shared / "gold" / "score.py")
    golds = read_lines(shared / "gold" / "dev.jsonl")
    with Library.open(OUT / "library", create=True) as library:
        library.ingest(sorted((shared / "corpus").glob("*.txt")))
        assistant = Assistant(library)
        parts = [
            measured(assistant, "gold", "Gold, read two thirds", [g for g in golds if not is_check(g["id"])], score),
            check_part(assistant, [gold for gold in golds if is_check(gold["id"])], score),
        ]
        for path in sorted(QUESTIONS.glob("*.jsonl")):
            parts.append(measured(assistant, path.stem, f"eval/questions/{path.name}", read_lines(path), score))
    return [without_check(part, golds) for part in (*parts, *read_parts(OUT))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the report; 2 where there is nothing to ask."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.report", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = Path(os.environ.get("BUDGETQA_SHARED", HERE.parents[1] / "shared"))
    parser.add_argument("--shared", type=Path, default=shared, help="the folder with corpus and gold")
    parser.add_argument("--out", type=Path, default=OUT / "report", help="where report.json and report.html go")
    options = parser.parse_args(arguments)
    if not (options.shared / "gold" / "dev.jsonl").exists():
        print(f"no gold questions in {options.shared}: give --shared DIR", file=sys.stderr)
        return 2
    made = datetime.now(UTC).isoformat(timespec="seconds")
    parts = _parts(options.shared)
    report = {"made": made, "commit": _commit(), "parts": [asdict(part) for part in parts]}
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1, default=str)
    (options.out / "report.json").write_text(text, encoding="utf-8")
    (options.out / "report.html").write_text(to_html(report), encoding="utf-8")
    for part in parts:
        print(f"{part.title}: {', '.join(f'{count} {name}' for name, count in part.groups.get('ALL', {}).items())}")
    print(options.out / "report.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
