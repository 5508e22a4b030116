"""The models as sentence-transformers sees them: the bundled ones as a module of its own kind, others as they are.

Importing this costs the import of torch and sentence-transformers (some 5 s).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

# A model that is not on this machine is an error at once, not after a minute of retries.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from index.errors import ModelNotAvailable
from index.library.embedding import E5, PASSAGE_CHARS, USE, embeddable, load_bundled

if TYPE_CHECKING:
    from index.library.embedding import Vectors

__all__ = ["BundledModule", "SentenceModel", "sentence_transformer"]

_PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
_LIMIT = 512


class BundledModule(InputModule):  # type: ignore[misc, unused-ignore]
    """A bundled model as the only module of a SentenceTransformer.

    The engines write the prompts themselves, so a prompt here only says which side a text is on.
    """

    config_keys: ClassVar[list[str]] = ["name"]

    def __init__(self, name: str = E5) -> None:
        super().__init__()
        self.name = name
        self._engine = load_bundled(name)

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Texts cleaned and embedded: the engines take text, so there are no token ids to hand on."""
        texts = [embeddable(str(text), limit=_LIMIT) for text in inputs]
        if self.name == E5:
            vectors = self._engine.encode(texts, prompt == _PROMPTS["query"])
        else:
            vectors = self._engine.encode(texts)
        return {"sentence_embedding": torch.from_numpy(vectors.reshape(len(texts), -1))}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The features as they are."""
        return features

    def get_embedding_dimension(self) -> int:
        """384 for multilingual-e5-small, 512 for the universal sentence encoder."""
        return 384 if self.name == E5 else 512

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write which of the models it is; the weights stay in their package."""
        self.save_config(output_path)


def sentence_transformer(name: str) -> SentenceTransformer:
    """A SentenceTransformer of a bundled model, or of any other by name or folder. Raises ModelNotAvailable."""
    if name in (E5, USE):
        return SentenceTransformer(modules=[BundledModule(name)], prompts=dict(_PROMPTS), device="cpu")
    try:
        return SentenceTransformer(str(Path(name).expanduser()) if os.path.isdir(os.path.expanduser(name)) else name)
    except (OSError, ValueError) as error:
        raise ModelNotAvailable(name, str(error).split("\n")[0]) from error


class SentenceModel:
    """An embedder by sentence-transformers; a model without prompts of its own gets its texts bare."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.model = sentence_transformer(name)

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of texts to be found, one a row."""
        cleaned = [embeddable(text, limit=PASSAGE_CHARS) for text in texts]
        vectors: Vectors = self.model.encode_document(
            cleaned, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return vectors

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vectors: Vectors = self.model.encode_query(
            [embeddable(text, limit=_LIMIT)], normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        first: Vectors = vectors[0]
        return first
