"""Finding passages: the document that the question names, its words, and what documents call them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.library.tokens import query_tokens, text_tokens
from index.model import Document, Passage, Place, Reading
from index.retrieval import BudgetRetriever, Filters, search
from index.retrieval.filters import scope_of
from index.retrieval.words import simplified, word


def document(key: str, region: str, code: str, department: str, year: int, kind: str = "预算") -> Document:
    title = f"{department}{year}年部门{kind}"
    return Document(key, f"{key}.txt", title, code, region, department, year, kind, "万元")


FUZHOU = document("fz", "福州市", "350100", "福州市人力资源和社会保障局", 2024)
FUZHOU_REVIEW = document("fzr", "福州市", "350100", "福州市人力资源和社会保障局", 2023, "绩效自评")
XIAMEN = document("xm", "厦门市", "350200", "厦门市人力资源和社会保障局", 2023)
HAIGANG = document("hg", "秦皇岛市海港区", "130302", "秦皇岛市海港区财政局", 2024)
ALL = (FUZHOU, FUZHOU_REVIEW, XIAMEN, HAIGANG)

SENTENCES = (
    "“三公”经费合计{n}万元，其中公务接待费{n}万元。",
    "政府采购预算总额{n}万元，其中服务{n}万元。",
    "公务用车运行费增加，主要原因是启用闲置车辆。",
    "机关运行经费{n}万元，比上年减少。",
)


def reading(of: Document) -> Reading:
    def passage(line: int, sentence: str) -> Passage:
        text = f"{of.title} 第{line}行\n{sentence.format(n=line * len(of.id))}"
        return Passage(f"{of.id}p{line}", of.id, f"{of.id}s", ("说明",), text, sentence, Place(line, line))

    passages = tuple(passage(line, sentence) for line, sentence in enumerate(SENTENCES, start=1))
    return Reading(of, passages=passages)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("documents")
    for one in ALL:
        (folder / one.file).write_text(one.title, encoding="utf-8")

    def read(path: Path) -> Reading:
        import hashlib
        from dataclasses import replace

        of = next(one for one in ALL if one.file == path.name)
        key = hashlib.sha256(path.read_bytes()).hexdigest()
        made = reading(of)
        return replace(
            made,
            document=replace(of, id=key),
            passages=tuple(replace(passage, document=key) for passage in made.passages),
        )

    with Library.open(tmp_path_factory.mktemp("home"), create=True) as library:
        assert not library.ingest([folder], read=read, vectors=False).failed
        yield library


def scoped(question: str, filters: Filters | None = None) -> set[str]:
    return {one.id for one in scope_of(question, ALL, filters).documents}


def preferred(question: str) -> set[str]:
    return set(scope_of(question, ALL).preferred)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("厦门2023年三公预算是多少", {"xm"}),
        ("福州市人社局的三公经费", {"fz", "fzr"}),
        ("海港区的三公经费", {"hg"}),
        ("秦皇岛的三公经费", {"hg"}),
        ("河北省秦皇岛市海港区三公", {"hg"}),
        ("福建省两个市的三公经费", {"fz", "fzr", "xm"}),
        ("福州和厦门谁的三公经费高", {"fz", "fzr", "xm"}),
        ("How much did Xiamen spend on reception?", {"xm"}),
        ("财政局的三公经费", {"hg"}),
        ("杭州的三公经费", {"fz", "fzr", "xm", "hg"}),
        ("三公经费是多少", {"fz", "fzr", "xm", "hg"}),
    ],
)
def test_a_question_is_looked_for_where_it_says(question: str, expected: set[str]) -> None:
    assert scoped(question) == expected


def test_a_year_or_a_kind_is_preferred_but_shuts_nothing_out() -> None:
    assert preferred("福州2024年三公经费") == {"fz"}
    assert preferred("福州24年三公经费") == {"fz"}
    assert preferred("福州三公经费") == {"fz"}
    assert preferred("福州自评得了几分") == {"fzr"}
    assert preferred("福州2023年的预算执行率") == {"fzr"}
    assert preferred("福州2019年三公经费") == {"fz"}


def test_filters_given_are_hard() -> None:
    assert scoped("三公经费", Filters(regions=frozenset({"福州"}))) == {"fz", "fzr"}
    assert scoped("三公经费", Filters(regions=frozenset({"350200"}))) == {"xm"}
    assert scoped("三公经费", Filters(years=frozenset({2024}))) == {"fz", "hg"}
    assert scoped("三公经费", Filters(kinds=frozenset({"绩效自评"}))) == {"fzr"}
    assert scoped("三公经费", Filters(departments=frozenset({"财政局"}))) == {"hg"}
    assert scoped("三公经费", Filters(documents=frozenset({"xm"}))) == {"xm"}
    assert scoped("厦门三公经费", Filters(documents=frozenset({"fz"}))) == {"fz"}
    assert scoped("三公经费", Filters(documents=frozenset({"gone"}))) == set()


def test_words_of_asking_are_not_looked_for() -> None:
    wording = word("福州的招待费一共是多少钱？")
    assert "多少" not in wording.plain
    assert "招待费" in wording.plain
    assert "公务接待费" in wording.added
    assert "公务接待费" in word("How much was budgeted for official reception?").added
    assert simplified("四家人社部門裏誰的三公經費預算最少") == "四家人社部门里谁的三公经费预算最少"


def test_tokens_are_pairs_of_characters_and_whole_codes() -> None:
    assert text_tokens("三公经费 28.13万元") == ["三公", "公经", "经费", "28.13", "万元"]
    assert text_tokens("17,940.30") == ["17940.30"]
    assert text_tokens("２０８０１０９ Budget") == ["2080109", "budget"]
    assert text_tokens("款") == ["款"]
    assert text_tokens("\ud800\0“” \n") == []
    assert len(query_tokens("预算" + "支出" * 50_000)) < 97


def test_the_passage_with_the_words_comes_first(library: Library) -> None:
    hit = search(library, "厦门2023年服务类采购预算多少钱")[0]
    assert hit.document.file == "xm.txt"
    assert "政府采购" in hit.passage.text
    assert hit.citation == "《厦门市人力资源和社会保障局2023年部门预算》说明，第2行"


def test_a_comparison_hears_each_side_in_turn(library: Library) -> None:
    hits = search(library, "厦门和海港区谁的三公经费高", limit=2)
    assert {hit.document.file for hit in hits} == {"xm.txt", "hg.txt"}


@pytest.mark.parametrize("question", ["", "   ", "？！。", '"* OR (', "\0\ud800", "预算" * 50_000])
def test_an_odd_question_is_answered_with_few_passages_or_none(library: Library, question: str) -> None:
    assert len(search(library, question)) <= 5


def test_filters_that_admit_nothing_find_nothing(library: Library) -> None:
    assert search(library, "三公经费", filters=Filters(years=frozenset({1999}))) == []


def test_the_llama_index_retriever_gives_nodes_with_citations(library: Library) -> None:
    retriever = BudgetRetriever(library, limit=3)
    nodes = retriever.retrieve("海港区公车运行费为什么增加")
    assert nodes[0].node.metadata["document"] == "hg.txt"
    assert nodes[0].node.metadata["line_start"] == 3
    assert nodes[0].node.metadata["citation"].startswith("《秦皇岛市海港区财政局2024年部门预算》")
    assert "主要原因是启用闲置车辆" in nodes[0].get_content()
    assert [node.node.node_id for node in asyncio.run(retriever.aretrieve("海港区公车运行费为什么增加"))] == [
        node.node.node_id for node in nodes
    ]
    assert len({node.node.hash for node in nodes}) == len(nodes) == 3


def test_importing_the_search_imports_no_llama_index() -> None:
    import subprocess
    import sys

    code = "import sys, index.retrieval; print('llama_index' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
