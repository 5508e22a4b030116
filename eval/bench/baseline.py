"""The yardstick: LlamaIndex as its tutorial has it (SentenceSplitter, Chroma), same embedding, same files."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

__all__ = ["main"]


BATCH = 32


def main(folder: Path) -> int:
    """Index a folder's text files and print the seconds that took."""
    import chromadb
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    from index.library.embedding import E5, load_bundled

    model = load_bundled(E5)  # whole chunks, not the few words that we embed of a passage
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        collection = chromadb.PersistentClient(home).create_collection("baseline", embedding_function=None)
        files = [Document(text=path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
        nodes = SentenceSplitter().get_nodes_from_documents(files)
        for first in range(0, len(nodes), BATCH):
            batch = nodes[first : first + BATCH]
            texts = [node.get_content() for node in batch]
            collection.add([node.node_id for node in batch], embeddings=model.encode(texts, False), documents=texts)
    print(f"{time.perf_counter() - start:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
