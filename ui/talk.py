"""A conversation of one user: its turns, the source that stands open beside it. Nothing in it is shared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from ui.words import Language

__all__ = ["Conversation", "Turn"]

Turn = tuple[str, Answer | None]


@dataclass(frozen=True, slots=True)
class Conversation:
    """``opened`` is (turn, citation number); ``shown`` is (document id, container id) after turning pages by hand.

    An answer of None is still being looked up. ``language`` is that of the page; answers have their own.
    """

    turns: tuple[Turn, ...] = ()
    opened: tuple[int, int] | None = None
    shown: tuple[str, str] | None = None
    language: Language = "zh"

    @property
    def questions(self) -> tuple[str, ...]:
        """What was asked and answered so far, oldest first: the turns a follow-up may lean on."""
        return tuple(question for question, answer in self.turns if answer is not None and answer.status != "error")

    def asked(self, question: str) -> Conversation:
        """With a new question that waits for its answer."""
        return replace(self, turns=(*self.turns, (question, None)))

    def answered(self, answer: Answer) -> Conversation:
        """With the answer to the last question; its first source opens by itself."""
        question, _ = self.turns[-1]
        opened = (len(self.turns) - 1, answer.citations[0].number) if answer.citations else None
        shown = _container(answer.citations[0]) if answer.citations else None
        return replace(self, turns=(*self.turns[:-1], (question, answer)), opened=opened, shown=shown)

    def open(self, turn: object, number: object) -> Conversation:
        """With another source open; unchanged where there is no such turn or citation."""
        citation = self.citation(turn, number)
        if citation is None or not isinstance(turn, int):
            return self
        return replace(self, opened=(turn, citation.number), shown=_container(citation))

    def citation(self, turn: object, number: object) -> Citation | None:
        """The citation of that number in that turn, or None; both come from a browser and may be anything."""
        if not isinstance(turn, int) or not 0 <= turn < len(self.turns):
            return None
        answer = self.turns[turn][1]
        citations = answer.citations if answer else ()
        return next((citation for citation in citations if citation.number == number), None)

    @property
    def open_answer(self) -> Answer | None:
        """The answer whose source is open."""
        return self.turns[self.opened[0]][1] if self.opened else None


def _container(citation: Citation) -> tuple[str, str] | None:
    if citation.document_id is None or citation.container is None:
        return None
    return citation.document_id, citation.container
