"""``budgetqa eval``: hands over to ``eval.gold``, which answers and scores gold questions."""

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
    gold = importlib.import_module("eval.gold")
    return int(gold.main(args.rest) or 0)
