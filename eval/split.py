"""Which gold questions are read and which are only counted.

The *check* third tells whether rules are general: its misses are counted and never read. The split is by a
hash of the id, so a question never changes sides.
"""

from __future__ import annotations

import hashlib

__all__ = ["is_check"]


def is_check(question_id: str) -> bool:
    """Whether a gold question belongs to the third whose misses nobody reads."""
    return int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % 3 == 0
