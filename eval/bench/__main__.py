"""``python -m eval.bench [FOLDER] [--baseline]``: how long a user waits, and how much memory that takes.

Ingestion from nothing and again, ``--help``, a cold question, warm questions; with ``--baseline`` also the tutorial
index over the same files in the same run, and the ratio. Nothing here fails for being slow: floors are for answers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.bench.commands import budgetqa, timed

HEADLINE = "厦门2023年三公预算是多少"
WARM = (
    HEADLINE,
    "厦门市人社局2023年教育支出是多少",
    "福州人社局2024年项目支出合计多少",
    "石家庄人社局2023年公务接待费预算是多少",
    "How much did Xiamen budget for official reception in 2023?",
)
OUT = Path("eval/out/bench.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a line a figure, write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__.splitlines()[0])
    shared = Path(os.environ.get("BUDGETQA_SHARED", "../shared")) / "corpus"
    default = shared if shared.is_dir() else Path("samples/documents")
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--baseline", action="store_true", help="also index them as LlamaIndex's tutorial does")
    options = parser.parse_args(arguments)
    results: dict[str, Any] = {"machine": _machine(), "folder": str(options.folder)}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        results["ingest_from_nothing"] = _figures(timed(budgetqa("ingest", str(options.folder)), home=home))
        results["ingest_again"] = _figures(timed(budgetqa("ingest", str(options.folder)), runs=3, home=home))
        results["help"] = _figures(timed(budgetqa("--help"), runs=5, home=home))
        results["ask_cold"] = _figures(timed(budgetqa("ask", HEADLINE), runs=5, home=home))
        results["warm_lookup_ms"] = _warm(home)
        results["library_mb"] = round(sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 1e6, 1)
    if options.baseline:
        command = [sys.executable, "-m", "eval.bench.baseline", str(options.folder)]
        seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        ratio = seconds / results["ingest_from_nothing"]["seconds"]
        results["baseline_ingest"] = {"seconds": seconds, "times_slower_than_ours": round(ratio, 2)}
    for name, figures in results.items():
        print(f"{name:<22} {json.dumps(figures, ensure_ascii=False)}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _figures(timing: Any) -> dict[str, float]:
    return {"seconds": round(timing.seconds, 3), "peak_mb": round(timing.megabytes), "runs": timing.runs}


def _warm(home: Path) -> dict[str, float]:
    """Milliseconds of questions to an open library, after each was asked once."""
    from assistant import Assistant
    from index.library import Library

    with Library.open(home) as library:
        assistant = Assistant(library)
        for question in WARM:
            assistant.ask(question)
        times = []
        for question in WARM * 20:
            start = time.perf_counter()
            assistant.ask(question)
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return {
        "median": round(statistics.median(times), 1),
        "p95": round(times[int(len(times) * 0.95) - 1], 1),
        "max": round(times[-1], 1),
        "questions": len(times),
    }


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}


if __name__ == "__main__":
    sys.exit(main())
