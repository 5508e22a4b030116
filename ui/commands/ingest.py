"""``budgetqa ingest``: documents into the library, with a bar while it runs and a summary after it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ui.commands import open_library
from ui.terminal import clean, on_terminal, print_json, print_rows

if TYPE_CHECKING:
    from index.library import IngestReport, Progress

__all__ = ["run"]

# counts of the report and what people call them
TOTALS = {
    "tables": "table", "sheets": "sheet", "facts": "figure", "repairs": "repair", "contradictions": "contradiction"
}  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """0 where all files were read, 1 where one failed or none was found."""
    with open_library(args, create=True) as library, _bar() as progress:
        report = library.ingest(
            args.paths, progress=progress, vectors=not args.no_vectors, keep_missing=args.keep_missing, force=args.force
        )
    if args.json:
        print_json(report.to_dict())
    else:
        _summary(report)
    for file in report.files:
        if file.error:
            print(f"budgetqa: {clean(file.error)}", file=sys.stderr)
    if not report.files:
        print(f"budgetqa: no document found in {', '.join(map(clean, args.paths))}; "
              "text documents (.txt, .md) are read", file=sys.stderr)  # fmt: skip
    return 1 if report.failed or not report.files else 0


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on stderr where a person looks at it."""
    if not on_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(step: object) -> None:
            what = f"{getattr(step, 'step', '')} {clean(getattr(step, 'file', ''))}"
            bar.update(task, description=what, completed=getattr(step, "done", 0), total=getattr(step, "total", None))

        yield tell


def _summary(report: IngestReport) -> None:
    headings = ("file", "status", "tables", "sheets", "figures", "repairs", "contradictions", "seconds")
    rows = [
        (
            (file.file, file.status, "", "", "", "", "", f"{file.seconds:.1f}")
            if file.status in ("failed", "removed")
            else (file.file, file.status, file.tables, file.sheets, file.facts, file.repairs, file.contradictions,
                  f"{file.seconds:.1f}")
        )
        for file in report.files
    ]  # fmt: skip
    if rows:
        print_rows(headings, rows, figures=range(2, 8))
    read = sum(report.count(status) for status in ("added", "replaced", "unchanged"))
    parts = [f"{_many(read, 'document')} ({report.count('added')} new, {report.count('replaced')} changed)"]
    for what, word in TOTALS.items():
        parts.append(_many(report.total(what), word))
    for status in ("removed", "duplicate", "failed"):
        if report.count(status):
            parts.append(f"{report.count(status)} {status}")
    print(f"{', '.join(parts)}; {report.seconds:.1f} s")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
