"""Words for the full-text index, without a dictionary: characters in pairs for Chinese, whole words for the rest.

    "三公经费 28.13万元" -> 三公 公经 经费 28.13 万元

Two neighbouring characters are the shortest Chinese word and serve every longer one. Latin words, pinyin, codes
and figures are kept whole; figures lose their thousands separators (``17,940.30`` -> ``17940.30``).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["query_tokens", "text_tokens"]

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:\.\d+)*")


def _pieces(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).lower()
    return _PIECE.findall(_THOUSANDS.sub("", folded))


def _is_han(piece: str) -> bool:
    return not piece[0].isascii() and re.match(f"[{_HAN}]", piece) is not None


def text_tokens(text: str) -> list[str]:
    """The tokens of a text to be found, in order and with repetitions; a lone character stands for itself."""
    tokens: list[str] = []
    for piece in _pieces(text):
        if _is_han(piece) and len(piece) > 1:
            tokens.extend(piece[start : start + 2] for start in range(len(piece) - 1))
        else:
            tokens.append(piece)
    return tokens


def query_tokens(text: str, *, limit: int = 96) -> list[str]:
    """The distinct tokens of a question, in order; ``limit`` bounds the work that a long text can cause."""
    return list(dict.fromkeys(text_tokens(text[:4000])))[:limit]
