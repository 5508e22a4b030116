"""The yardstick: LlamaIndex as its tutorial has it (SentenceSplitter, Chroma), same embedding, same files."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

__all__ = ["main"]


def main(folder: Path) -> int:
    """Index a folder's text files and print the seconds that took."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore  # type: ignore[import-not-found]

    from index.library.embedding import embedder, model_name

    model = embedder(model_name())

    class SameEmbedding(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in model.query(query)]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in vector] for vector in model.passages(texts)]

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        collection = chromadb.PersistentClient(home).create_collection("baseline", embedding_function=None)
        VectorStoreIndex.from_documents(
            [Document(text=path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))],
            storage_context=StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection)),
            transformations=[SentenceSplitter()],
            embed_model=SameEmbedding(),
        )
    print(f"{time.perf_counter() - start:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
