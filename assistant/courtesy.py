"""A question without what surrounds it: greetings, thanks, hesitation, stray marks, broken lines, odd character forms.

Everything after this sees the question as a careful person would have typed it: simplified, half-width letters and
digits, one line. The words taken off stand in ``talk.toml``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.glossary import talk
from assistant.words import simplify

__all__ = ["tidy"]

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE[0x3000] = 0x20
_BROKEN = re.compile(r"\s*\n\s*")
_HAN = r"[一-鿿，。；：、？！“”‘’（）《》]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})[ \t\u00a0]*\n\s*(?={_HAN})")
_NOISE_BEFORE = re.compile(r"^[\s,，.。…!！?？~～、:：;；\-—–]+")
_NOISE_AFTER = re.compile(r"[\s,，.。…!！~～、:：;；\-—–^_]+$")


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(talk()['before']['say'])})(?=[\s,，.。…!！?？~～、:：;；\-—“《(（]|\d|[一-鿿])", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[\s,，.。…!！?？~～;；、多少几吗呢的])(?:{'|'.join(talk()['after']['say'])})$", re.IGNORECASE
    )


def tidy(question: str) -> str:
    """The question itself; the whole text where nothing else would be left."""
    text = simplify(question.translate(_WIDE))
    text = _BETWEEN_HAN.sub("", text.strip())
    text = _BROKEN.sub(" ", text)
    bare = text
    while True:
        shorter = _NOISE_BEFORE.sub("", bare)
        found = _before().match(shorter)
        shorter = _NOISE_BEFORE.sub("", shorter[found.end() :]) if found else shorter
        trimmed = _NOISE_AFTER.sub("", shorter)
        found = _after().search(trimmed)
        if found:
            trimmed = _NOISE_AFTER.sub("", trimmed[: found.start()])
        elif trimmed != shorter and not re.search(r"[!！~～…:：,，;；、\-—^_]|\.{2,}|。{2,}", shorter[len(trimmed) :]):
            trimmed = shorter  # one full stop is no noise
        if trimmed == bare:
            break
        bare = trimmed
    return bare if re.search(r"\w{2}", bare) else text
