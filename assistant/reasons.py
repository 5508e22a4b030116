"""Why a figure changed: told from the documents' own sentences by ``assistant.passages.reasons``.

What stands here leaves the question to it: a fact carries the reason of its sentence, whichever of the sentence's
subjects it belongs to, and only the sentence shows whose reason it is.
"""

from __future__ import annotations

from assistant.engine import Engine
from assistant.outcome import Outcome

__all__ = ["answer_reason"]


def answer_reason(engine: Engine) -> Outcome | None:
    """None: the passages answer."""
    del engine
    return None
