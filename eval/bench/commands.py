"""Commands timed from outside, as a user waits for them: wall seconds and peak memory of the process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Timing", "budgetqa", "timed"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Of several runs: the median of wall seconds, and the largest resident memory in MB."""

    seconds: float
    megabytes: float
    runs: int


def budgetqa(*arguments: str) -> list[str]:
    """A ``budgetqa`` command line in this environment."""
    return [sys.executable, "-m", "ui.cli", *arguments]


def timed(command: Sequence[str], *, runs: int = 1, home: Path | None = None) -> Timing:
    """Run a command some times. Raises CalledProcessError where it fails."""
    environment = dict(os.environ) | ({"BUDGETQA_HOME": str(home)} if home else {})
    seconds, memory = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, error = process.communicate() if process.stderr is None else (None, process.stderr.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=error)
    return Timing(sorted(seconds)[len(seconds) // 2], memory / 1024, runs)
