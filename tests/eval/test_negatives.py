"""Near misses swap in only what the documents do not hold, and the measure can fall."""

from __future__ import annotations

from typing import Any

from eval.gold import Figures
from eval.negatives.__main__ import below, missed
from eval.negatives.swaps import KINDS, Held, negatives
from eval.split import is_check

XIAMEN = """厦门市人力资源和社会保障局2023年部门预算
一般公共预算支出表
2080101\t行政运行\t10.00
2210201\t住房公积金\t5.00
一、一般公共服务支出\t\t二、外交支出\t
三、国防支出\t3.00
本单位2023年无政府性基金预算支出。泉州来的培训费见附表。
"""
FUZHOU = """福州市人力资源和社会保障局2024年部门预算
\t三、公共安全支出
\t

\t4
\t2050303
\t技工教育资助
\t7.00
\t2080112
\t劳动人事争议调解仲裁
\t6.00
"""
HELD = Held.of([XIAMEN, FUZHOU])
GOLD: dict[str, Any] = {
    "id": "q-1",
    "question": "厦门市人社局2023年行政运行（2080101）是多少？",
    "lang": "zh",
    "type": "lookup",
}


def made(kind: str, **changes: Any) -> list[str]:
    asked = negatives([{**GOLD, **changes}], HELD, seed=0, each=100)
    assert all(one["answer"]["kind"] == "abstain" and one["base"] == "q-1" for one in asked)
    return [one["question"] for one in asked if one["type"] == kind]


def test_a_year_that_no_document_writes() -> None:
    assert made("year") and not any("2023" in one or "2024" in one for one in made("year"))
    assert made("year", question="厦门2023年比2022年多多少") == []
    assert all(one[2:4] in {"26", "27", "28"} for one in made("year", question="厦门23年行政运行是多少"))


def test_a_region_that_no_document_names() -> None:
    assert made("region") and not any("厦门" in one or "福州" in one or "泉州" in one for one in made("region"))
    assert made("region", question="厦门和福州2023年谁高") == []
    beside = made("region", question="秦皇岛市海港区人社局2023年行政运行是多少")
    assert beside and all(one.startswith("秦皇岛市") and "海港区" not in one for one in beside)
    assert made("region", lang="en", question="Xiamen HRSS bureau's 2023 budget?")[0].endswith(
        "HRSS bureau's 2023 budget?"
    )


def test_another_department_of_the_same_city() -> None:
    assert made("department") and all(one.startswith("厦门市") and "人社" not in one for one in made("department"))


def test_an_item_goes_with_its_code() -> None:
    for kind in ("item", "elsewhere"):
        assert made(kind) and not any("行政运行" in one or "2080101" in one for one in made(kind))
    assert (
        made("elsewhere") == ["厦门市人社局2023年劳动人事争议调解仲裁（2080112）是多少？"]
        or len(made("elsewhere")) == 2
    )
    assert made("item", type="rank") == []


def test_a_class_only_where_every_row_is_empty() -> None:
    assert HELD.blank(0, "外交支出") and not HELD.blank(0, "国防支出") and not HELD.blank(0, "农林水支出")
    assert HELD.blank(1, "公共安全支出")
    assert made("blank", question="厦门市人社局2023年行政运行是多少？") == ["厦门市人社局2023年外交支出是多少？"]


def test_a_fund_whose_table_is_empty_or_that_is_not_known() -> None:
    funds = made("scope", question="厦门市人社局2023年一般公共预算行政运行是多少？")
    assert "厦门市人社局2023年政府性基金预算行政运行是多少？" in funds
    assert "厦门市人社局2023年社会保险基金预算行政运行是多少？" in funds
    assert not any("国有资本" in one for one in funds)
    assert made("scope", question="厦门市人社局2023年政府采购里行政运行是多少？") == []


def test_what_stands_in_the_documents_is_never_swapped_in() -> None:
    assert HELD.lacks([0], "2080112", "劳动人事争议调解仲裁", "劳动人事争议调解仲裁")
    assert not HELD.lacks([0, 1], "2080112", "仲裁机构", "仲裁机构")
    assert not HELD.lacks([0], "2050803", "培训支出", "培训")
    assert not HELD.nowhere("泉州") and HELD.nowhere("漳州")


def test_the_same_seed_gives_the_same_questions_and_no_base_gives_too_many() -> None:
    golds = [{**GOLD, "id": f"q-{n}"} for n in range(4)]
    first = negatives(golds, HELD, seed=1, each=8)
    assert first == negatives(golds, HELD, seed=1, each=8) != negatives(golds, HELD, seed=2, each=8)
    assert {kind: sum(one["type"] == kind for one in first) for kind in KINDS}["year"] == 8
    assert len({one["base"] for one in first if one["type"] == "year"}) == 4


def test_definitions_and_refusals_are_no_bases() -> None:
    for type_ in ("definition", "conflict", "unanswerable", "compare"):
        assert negatives([{**GOLD, "type": type_}], HELD, seed=0, each=5) == []


def test_the_measure_falls_with_figures_given_and_with_too_few_questions() -> None:
    floors = {"asked": 300, "refused": 0.99, "harmful": 0.01}
    assert below({"ALL": Figures(300, 300, 300, 0)}, floors) == []
    assert len(below({"ALL": Figures(300, 290, 290, 10)}, floors)) == 2
    assert below({"ALL": Figures(299, 299, 299, 0)}, floors) == ["asked 299 < 300"]


def test_no_miss_of_the_check_third_is_listed() -> None:
    ids = [f"x-{n}" for n in range(30)]
    asked = [
        {"id": one, "base": one, "type": "year", "question": "?", "turns": [], "answer": {"why": ""}} for one in ids
    ]
    answers = {one: {"status": "answered", "values": [{"value": "1"}], "text": ""} for one in ids}
    assert {miss["base"] for miss in missed(asked, answers)} == {one for one in ids if not is_check(one)}
