"""Each way of putting a question differently does what it says, and the measure can fall."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from eval.perturb.__main__ import misses
from eval.perturb.kinds import KINDS, Tools, digits, put_differently
from eval.perturb.measure import Loss, below, losses
from eval.perturb.typos import Lexicon, by_letters, by_shape, by_sound, words_of
from eval.split import is_check

QUESTION = "福州市人社局2024年一般公共预算里公务接待费（30217）是多少万元？"
ENGLISH = "How much did the Fuzhou HRSS bureau's 2024 budget set aside for official reception (30217)?"
GOLD: dict[str, Any] = {"id": "q-1", "question": QUESTION, "lang": "zh", "turns": ["厦门人社局2023年行政运行呢？"]}


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.of(["福州市人力资源和社会保障局 一般公共预算 公务接待费"])


def put(kind: str, text: str, tools: Tools, lang: str = "zh", seed: int = 0) -> str:
    return KINDS[kind](text, lang, Random(seed), tools)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("text", "lang"), [(QUESTION, "zh"), (ENGLISH, "en")])
def test_no_kind_changes_a_digit(kind: str, text: str, lang: str, tools: Tools) -> None:
    for seed in range(20):
        assert digits(put(kind, text, tools, lang, seed)) == digits(text)


def test_the_same_seed_gives_the_same_question(tools: Tools) -> None:
    for kind in KINDS:
        assert put_differently(GOLD, kind, 7, tools) == put_differently(GOLD, kind, 7, tools)
    assert len({put("polite", QUESTION, tools, seed=seed) for seed in range(20)}) > 1


def test_synonyms_stay_out_of_quoted_titles(tools: Tools) -> None:
    changed = put("synonyms", "厦门人社局“公务接待费”项目的公务接待费是多少", tools)
    assert "“公务接待费”项目的" in changed and "公务接待费是多少" not in changed and "人社局" not in changed[:6]


def test_words_that_carry_nothing_are_dropped_and_no_new_word_appears(tools: Tools) -> None:
    assert put("dropped", "厦门人社局的预算总额究竟是多少呢？", tools) == "厦门人社局预算总额多少？"
    assert put("dropped", "“上年结转的资金”是什么意思", tools) == "“上年结转的资金”什么意思"
    assert "内部审计是局里" in put("dropped", "内部审计是局里自己做", tools)
    assert put("dropped", "What was the budget of the bureau?", tools, "en") == "What was budget of bureau?"


def test_who_and_when_change_places_only_where_nothing_else_belongs_to_them(tools: Tools) -> None:
    assert put("swapped", "厦门人社局2023年公车要花多少钱", tools) == "2023年厦门人社局公车要花多少钱"
    assert put("swapped", "2023年厦门市人社局招待费是多少", tools) == "厦门市人社局2023年招待费是多少"
    assert put("swapped", "公车运行费咋涨了三成？福州人社2024年", tools) == "福州人社2024年，公车运行费咋涨了三成？"
    for fixed in ("2023年厦门人社局和石家庄人社局谁高", "石家庄人社局2022年末有几辆车", "预算是多少？（不是2024年的）"):
        assert put("swapped", fixed, tools) == fixed


def test_traditional_and_full_width(tools: Tools) -> None:
    assert put("traditional", "厦门的预算", tools) == "廈門的預算"
    assert put("full_width", "2024年 30217 (a)", tools) == "２０２４年　３０２１７　（ａ）"


def test_punctuation_goes_and_figures_stay_whole(tools: Tools) -> None:
    assert put("no_punctuation", "下降9.83%，共16,532万元（20807）？", tools) == "下降9.83%共16,532万元20807"
    assert (
        put("no_punctuation", "the bureau's budget (2024), in 2023?", tools, "en") == "the bureaus budget 2024 in 2023"
    )


@pytest.mark.parametrize("kind", ["polite", "noise", "line_breaks"])
def test_what_is_added_leaves_the_words_of_the_question(kind: str, tools: Tools) -> None:
    for seed in range(20):
        assert QUESTION.rstrip("？") in put(kind, QUESTION, tools, seed=seed).replace("\n", "")


def test_line_breaks_fall_between_words(tools: Tools) -> None:
    lines = [line for line in put("line_breaks", QUESTION, tools).split("\n") if line]
    assert len(lines) == 3
    assert [word for line in lines for word in words_of(line)] == words_of(QUESTION)


def changed_at(before: str, after: str) -> list[int]:
    assert len(before) == len(after)
    return [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]


def test_a_typo_by_sound_is_one_character_of_the_same_syllable(tools: Tools) -> None:
    from pypinyin import lazy_pinyin

    for seed in range(30):
        typed = by_sound("福州的预算", Random(seed), tools.lexicon)
        (at,) = changed_at("福州的预算", typed)
        assert lazy_pinyin(typed)[at] == lazy_pinyin("福州的预算")[at]


def test_a_typo_makes_no_other_word() -> None:
    """抚州 is a city, and 扶州 could be meant for it: only a typo that can mean nothing else is taken."""
    lexicon = Lexicon.of(["预算"], ["福抚扶"])
    assert by_shape("福州", Random(0), lexicon) == "福州"
    assert by_shape("福州市", Random(0), lexicon) == by_shape("福州人", Random(0), lexicon)[:2] + "市" == "福州市"
    assert by_shape("福州", Random(0), Lexicon.of([], ["福幅"])) == "幅州"
    assert by_shape("福州", Random(0), Lexicon.of([], ["福幅"], ["一幅州志"])) == "福州"


def test_numbers_units_and_words_of_asking_are_never_mistyped(tools: Tools) -> None:
    for seed in range(20):
        assert by_sound("多少万元 30217 第二", Random(seed), tools.lexicon) == "多少万元 30217 第二"
        assert by_letters("Which HRSS Bureau 2024 (30217)", Random(seed)) == "Which HRSS Bureau 2024 (30217)"
    assert by_letters("budget", Random(0)) in {"bduget", "bugdet", "budegt"}


def test_a_question_that_a_kind_does_not_change_is_not_asked(tools: Tools) -> None:
    assert put_differently({**GOLD, "question": "上一年呢？", "turns": []}, "full_width", 0, tools) is None
    changed = put_differently(GOLD, "polite", 0, tools)
    assert changed and (changed["base"], changed["id"], len(changed["turns"])) == ("q-1", "q-1#polite", 1)


def answer(value: str | None) -> dict[str, Any]:
    return {"status": "answered" if value else "not_found", "values": [{"value": value}] if value else []}


SCORE: Any = SimpleNamespace(headline_ok=lambda answer, gold: answer["values"] == [{"value": gold["want"]}])
CHANGED = [{"id": f"{base}#noise", "base": base, "kind": "noise", "want": "1"} for base in ("a", "b", "c", "d")]


def test_the_measure_falls_with_answers_lost_and_with_wrong_figures() -> None:
    right = {base: answer("1") for base in "abcd"}
    kept = losses(CHANGED, {**right, **{f"{base}#noise": answer("1") for base in "abcd"}}, SCORE)
    assert kept["ALL"] == kept["noise"] == Loss(4, 4, 0, 4, 0) and kept["ALL"].drop == 0
    got = {"a#noise": answer("1"), "b#noise": answer("1"), "c#noise": answer(None), "d#noise": answer("2")}
    lost = losses(CHANGED, {**right, **got}, SCORE)
    assert lost["ALL"] == Loss(4, 2, 1, 4, 0) and (lost["ALL"].drop, lost["ALL"].harm) == (0.5, 0.25)
    floors = {"asked": 4, "drop": 0.03, "harmful": 0.01}
    assert below(kept, floors) == []
    assert [line.split()[0] for line in below(lost, floors)] == ["drop", "harmful"]
    assert below({}, floors) == ["asked 0 < 4"]


def test_a_question_that_was_wrong_before_costs_nothing() -> None:
    answers = {one: answer(None) for base in "abcd" for one in (base, f"{base}#noise")}
    assert losses(CHANGED, answers, SCORE)["ALL"].drop == 0


def test_no_miss_of_the_check_third_is_listed() -> None:
    ids = [f"x-{n}" for n in range(30)]
    asked = [
        {"id": f"{one}#noise", "base": one, "kind": "noise", "want": "1", "question": "?", "answer": {}} for one in ids
    ]
    answers = {one: answer("1") for one in ids} | {f"{one}#noise": answer("2") for one in ids}
    listed = list(misses(asked, answers, SCORE))
    assert [miss["id"] for miss in listed] == [one for one in ids if not is_check(one)]
    assert all(miss["harmful"] for miss in listed)
