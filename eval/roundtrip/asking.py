"""The questions put to the assistant, by several processes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

__all__ = ["answers_to", "brief"]

_CHUNK = 100
_assistant: Any = None


def answers_to(texts: Sequence[str], home: Path, *, workers: int) -> Iterator[dict[str, Any]]:
    """The answers in order, as far as scoring needs them, from the library at ``home``."""
    if workers <= 1:
        _start(home)
        yield from map(_ask, texts)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(home,)) as pool:
        yield from pool.map(_ask, texts, chunksize=_CHUNK)


def brief(answer: dict[str, Any]) -> dict[str, Any]:
    """What scoring and the list of misses need of an answer."""
    return {
        "status": answer["status"],
        "text": answer["text"][:200],
        "values": [
            {name: value.get(name) for name in ("label", "value", "unit", "scope")} for value in answer["values"][:4]
        ],
        "citations": [
            {name: citation.get(name) for name in ("document", "line_start", "line_end", "table", "row", "column")}
            for citation in answer["citations"][:3]
        ],
        "elapsed_ms": answer.get("elapsed_ms"),
    }


def _start(home: Path) -> None:
    from assistant import Assistant
    from index.library import Library

    global _assistant
    _assistant = Assistant(Library.open(home))


def _ask(text: str) -> dict[str, Any]:
    try:
        return brief(json.loads(json.dumps(_assistant.ask(text).to_dict(), default=str)))
    except Exception as error:  # one broken question must not end the run: it is a miss
        return {"status": "error", "text": f"{type(error).__name__}: {error}", "values": [], "citations": []}
