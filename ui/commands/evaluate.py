"""``budgetqa eval``: hands over to ``eval.gold``, or to ``eval.report`` and ``eval.compare`` by their names."""

from __future__ import annotations

import argparse
import importlib
from importlib.util import find_spec

from ui.commands import CommandError

__all__ = ["run"]


def run(args: argparse.Namespace) -> int:
    """The evaluation's own exit code."""
    if find_spec("eval") is None or find_spec("eval.gold") is None:
        raise CommandError("the evaluation is not installed here; run it from a checkout with `make gold`", code=1)
    named = args.rest[:1] in (["report"], ["compare"])
    module = importlib.import_module(f"eval.{args.rest[0] if named else 'gold'}")
    return int(module.main(args.rest[1:] if named else args.rest) or 0)
