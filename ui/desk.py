"""The engine as the page uses it: asks for a conversation, draws it and its sources. Holds no user's state."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from ui.evidence import neighbour, show_citation, show_container
from ui.questions import BadQuestion, check_question, language_of
from ui.render import conversation_html, library_html, welcome_html
from ui.render.frame import DocumentRow
from ui.talk import Conversation
from ui.words import Language, say

if TYPE_CHECKING:
    from assistant import Assistant
    from index.library import Library

__all__ = ["Desk", "samples_folder"]

log = logging.getLogger("budgetqa.ui")
EXAMPLES = 4
LONGEST_IN_PINYIN = 3  # characters: 厦门 and 石家庄 are Xiamen and Shijiazhuang, 秦皇岛市海港区 is hard to read


def samples_folder() -> Path | None:
    """The project's own sample documents, where they came along."""
    folder = Path(__file__).resolve().parent.parent / "samples" / "documents"
    return folder if folder.is_dir() and any(folder.iterdir()) else None


class Desk:
    """One library and one assistant for all users of the page; every method is given the user's conversation."""

    def __init__(self, library: Library, assistant: Assistant, *, samples: Path | None = None) -> None:
        self._library = library
        self._assistant = assistant
        self._samples = samples

    def ask(self, conversation: Conversation, text: str) -> Iterator[Conversation]:
        """The conversation with the question, then with its answer. A bad question becomes a calm answer."""
        try:
            question = check_question(text)
        except BadQuestion as bad:
            spoken = any(character.isalpha() for character in text[:200])
            language = language_of(text[:200]) if spoken else conversation.language
            asked = conversation.asked(" ".join(text.split())[:80] + ("…" if len(text) > 80 else ""))
            yield asked.answered(Answer("error", language, bad.words(language)))
            return
        asked = conversation.asked(question)
        yield asked
        yield asked.answered(self._answer(question, conversation))

    def _answer(self, question: str, conversation: Conversation) -> Answer:
        try:
            return self._assistant.ask(question, turns=list(conversation.questions))
        except Exception as error:
            log.exception("a question could not be answered")
            language = language_of(question)
            return Answer("error", language, say("ask_failed", language, reason=str(error) or type(error).__name__))

    def turn_to(self, conversation: Conversation, step: int) -> Conversation:
        """With the neighbouring table, sheet or section shown; its citation is no longer the open one."""
        if conversation.shown is None:
            return conversation
        document, container = conversation.shown
        following = neighbour(self._library, document, container, step)
        if following is None:
            return conversation
        return replace(conversation, shown=(document, following), opened=None)

    def talk(self, conversation: Conversation) -> str:
        """The left pane."""
        if conversation.turns:
            return conversation_html(conversation.turns, opened=conversation.opened, language=conversation.language)
        documents = self._library.documents()
        return welcome_html(
            self.examples(conversation), empty=not documents, samples=self._samples is not None,
            language=conversation.language,
        )  # fmt: skip

    def proof(self, conversation: Conversation) -> str:
        """The right pane: the open source, or what was turned to, or the list of documents."""
        answer = conversation.open_answer
        try:
            if answer is not None and conversation.opened is not None:
                citation = conversation.citation(*conversation.opened)
                if citation is not None:
                    count = len(answer.citations)
                    return show_citation(self._library, citation, count=count, language=answer.language)
            if conversation.shown is not None:
                shown = show_container(self._library, *conversation.shown, language=conversation.language)
                if shown is not None:
                    return shown
        except Exception:
            log.exception("a source could not be shown")
        return library_html(self._documents(), language=conversation.language)

    def _documents(self) -> list[DocumentRow]:
        return [
            DocumentRow(
                document,
                tables=len(self._library.tables(document.id)),
                sheets=len(self._library.sheets(document.id)),
                facts=len(self._library.facts(document.id)),
                contradictions=sum(not identity.holds for identity in self._library.identities(document.id)),
            )
            for document in self._library.documents()
        ]

    def examples(self, conversation: Conversation) -> list[str]:
        """Questions about the documents there are, one of a kind in turn for each document."""
        keys = ("example_three", "example_income", "example_spending", "example_reception")
        examples = []
        for number, document in enumerate(self._library.documents()):
            if document.region and document.year and document.kind == "预算":
                region = _spoken(document.region.removesuffix("市"), conversation.language)
                key = keys[number % len(keys)]
                examples.append(say(key, conversation.language, region=region, year=document.year))
        return examples[:EXAMPLES]

    def warm(self) -> None:
        """Ask something, so that the first user does not wait for what is made once (the vocabulary)."""
        for question in self.examples(Conversation())[:1]:
            self._answer(question, Conversation())

    def add_samples(self) -> str | None:
        """Read the sample documents into the library; what went wrong in a sentence, or None."""
        if self._samples is None:
            return None
        try:
            self._library.ingest([self._samples])
        except Exception as error:
            log.exception("the sample documents could not be read")
            return str(error)
        return None


def _spoken(region: str, language: Language) -> str:
    """A region as the language calls it: 厦门 in pinyin for English; names of districts stay as they are."""
    if language == "zh" or len(region) > LONGEST_IN_PINYIN:
        return region
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(region)).capitalize()
