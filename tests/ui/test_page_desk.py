"""A conversation as the page keeps it: whose it is, what stands open, what happens to a bad question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.fakes import THREE_ANSWER, FakeAssistant, FakeLibrary
from ui.desk import Desk
from ui.questions import QUESTION_LIMIT, BadQuestion, check_question
from ui.talk import Conversation

QUESTION = "厦门2023年三公预算是多少"


def desk(assistant: FakeAssistant | None = None, *, empty: bool = False, samples: Path | None = None) -> Desk:
    return Desk(FakeLibrary(empty=empty), assistant or FakeAssistant(), samples=samples)  # type: ignore[arg-type]


def asked(at: Desk, conversation: Conversation, text: str) -> Conversation:
    return list(at.ask(conversation, text))[-1]


def test_the_question_shows_before_its_answer() -> None:
    steps = list(desk().ask(Conversation(), QUESTION))
    assert [step.turns[-1][1] for step in steps] == [None, THREE_ANSWER]


def test_the_first_source_of_an_answer_opens_by_itself() -> None:
    at = desk()
    done = asked(at, Conversation(), QUESTION)
    assert done.opened == (0, 1)
    assert "<mark>28.13</mark>" in at.proof(done)


def test_another_source_opens_on_request_and_nonsense_opens_nothing() -> None:
    at = desk()
    done = asked(at, Conversation(), QUESTION)
    assert "来源 2 / 2" in at.proof(done.open(0, 2))
    for turn, number in ((0, 9), (5, 1), (-1, 1), ("0", 1), (None, None), (0, "1"), (True, 1)):
        assert done.open(turn, number) == done


def test_a_follow_up_is_given_the_questions_before_it() -> None:
    assistant = FakeAssistant()
    at = desk(assistant)
    done = asked(at, asked(at, Conversation(), QUESTION), "公务接待费为什么变化？")
    assert assistant.turns == [[], [QUESTION]] and done.opened == (1, 1)


def test_two_conversations_know_nothing_of_each_other() -> None:
    at = desk()
    first, second = asked(at, Conversation(), QUESTION), asked(at, Conversation(), "占总支出多少")
    assert QUESTION not in at.talk(second) and "占总支出多少" not in at.talk(Conversation(turns=first.turns[:0]))


@pytest.mark.parametrize("text", ["", "   ", "？！。", "问" * 100_000, "\x00\x01"])
def test_a_text_that_is_no_question_gets_a_calm_answer_and_reaches_no_engine(text: str) -> None:
    assistant = FakeAssistant()
    done = asked(desk(assistant), Conversation(), text)
    answer = done.turns[-1][1]
    assert answer is not None and answer.status == "error" and len(answer.text) < 200
    assert assistant.turns == [] and len(done.turns[-1][0]) <= 81 and done.questions == ()


def test_a_question_at_the_limit_is_asked() -> None:
    assert len(check_question("问" * QUESTION_LIMIT)) == QUESTION_LIMIT
    with pytest.raises(BadQuestion, match="2,001 characters"):
        check_question("问" * (QUESTION_LIMIT + 1))


def test_an_engine_that_fails_does_not_take_the_page_with_it() -> None:
    done = asked(desk(), Conversation(), "boom")
    assert done.turns[-1][1] is not None and "the engine failed" in done.turns[-1][1].text


def test_pages_turn_to_the_neighbouring_table_and_no_further() -> None:
    at = desk()
    done = asked(at, Conversation(), QUESTION)
    following = at.turn_to(done, 1)
    assert "支出预算总表" in at.proof(following) and following.opened is None
    assert at.turn_to(following, 1) == following


def test_an_empty_library_offers_the_samples_and_reads_them() -> None:
    at = desk(empty=True, samples=Path("samples"))
    assert "试用示例文档" in at.talk(Conversation())
    assert at.add_samples() is None
    assert "厦门2023年三公预算是多少" in at.talk(Conversation())


def test_before_a_question_the_documents_are_listed() -> None:
    assert "xiamen-2023.txt" in desk().proof(Conversation())
