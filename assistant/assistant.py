"""The engine: a question in, a cited answer out.

``question text + turns → Query → facts and passages → calculation → checks → Answer``. Every step is
deterministic; questions for words (definitions, duties, tasks, reasons) go on to ``assistant.prose``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.accounted import accounted
from assistant.across import answer_across
from assistant.answer import Answer
from assistant.arithmetic import answer_difference
from assistant.asked import read_asked
from assistant.averages import answer_average
from assistant.checks import Checked, check, parts_of
from assistant.compose import compose, error_answer
from assistant.conflicts import answer_conflict, as_conflict
from assistant.conversation import resolve
from assistant.courtesy import tidy
from assistant.engine import Engine
from assistant.english_known import known_in
from assistant.grades import answer_grades
from assistant.growth import answer_growth, answer_rank_of_growth
from assistant.guard import asks_several, of_another_kind, withheld
from assistant.kinds import asks_for_one, asks_for_words
from assistant.last_answer import Said
from assistant.outcome import Outcome, figure_of
from assistant.places import issuers, select
from assistant.prose import FigureTold, answer_prose, answer_stated, asks_for_field, prose_kind
from assistant.purchases import answer_purchases, answer_same_named
from assistant.query import Query
from assistant.recorder import Refused, record, recording, tried
from assistant.refusal import refuse_missing_scope, refuse_not_there, refuse_outcome, refuse_unknown_table
from assistant.sets import answer_count, answer_list, answer_rank, answer_total_of_set, names_a_quantity
from assistant.several import answer_several
from assistant.shares import answer_share
from assistant.siblings import answer_siblings
from assistant.single import answer_value
from assistant.splits import operand_words, shielded
from assistant.sums import answer_sum
from assistant.trace import Trace
from assistant.turns import spoken_english
from assistant.typos import retyped
from assistant.understanding import normalise, understand
from assistant.unread import absent_subject
from assistant.vocabulary import vocabulary_of
from assistant.words import fold, is_english

__all__ = ["Assistant", "Explanation"]


_DESCRIBES = re.compile(r"怎么|如何|哪|什么|咋|为何|谁|\bhow (?!much|many)|\bwhich\b|\bwho\b|\bwhy\b|\bmean", re.I)
_SEVERAL = re.compile(r"[和与跟及、加+](?!起来|一起|在一起|总)|以及|\band\b|\bplus\b")
_SINGLE = ("value", "list", "count", "compare", "code", "conflict")  # what one figure may answer in the end
_LATIN = re.compile(r"[A-Za-z][A-Za-z ]*[?.!]*")  # “Why?”: too short to tell its language by itself
_SAID_IN_TEXTS = ("value", "count", "narrative", "sum", "list", "definition")
_TELLS_MORE = 0.25  # how much more of a question a sentence must explain to go before another figure
SURE = 0.78  # how much of a question a figure must explain to go before a passage


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with what the question was understood as and how the answer came about."""

    answer: Answer
    query: Query
    trace: Trace


class Assistant:
    """Answers questions over a library. Cheap to make; the vocabulary is built once per library generation."""

    def __init__(self, library: Any) -> None:
        self.library = library

    def ask(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer to a question; ``turns`` are the earlier questions of the conversation, oldest first."""
        return self._read_and_answer(question, turns)[1]

    def explain(self, question: str, *, turns: Sequence[str] = ()) -> Explanation:
        """The same answer with how it came about."""
        from assistant.trace_story import story

        with recording() as events:
            query, answer = self._read_and_answer(question, turns)
        return Explanation(answer, query, story(question, query, answer, events, vocabulary_of(self.library)))

    def _read_and_answer(self, question: str, turns: Sequence[str]) -> tuple[Query, Answer]:
        started = time.perf_counter()
        question, turns = tidy(question), [tidy(turn) for turn in turns]
        language = "en" if is_english(question) or (turns and _LATIN.fullmatch(question)) else "zh"
        vocabulary = vocabulary_of(self.library)
        if language == "zh":
            question, turns = retyped(question, vocabulary), [retyped(turn, vocabulary) for turn in turns]
        asked = question
        unlinked: tuple[str, ...] = ()
        told: tuple[tuple[str, ...], ...] = ()
        if language == "en":
            from assistant.english import in_chinese

            known = known_in(vocabulary)
            rendering = in_chinese(question, known=known, turns=turns)
            asked, unlinked, told = rendering.text, rendering.unlinked, rendering.told
            whole = spoken_english(question) if turns else None
            if whole:
                asked, unlinked = whole, ()  # the whole turn is read
            turns = [
                (spoken_english(turn) or in_chinese(turn, known=known, turns=turns[:number]).text)
                if is_english(turn)
                else turn
                for number, turn in enumerate(turns)
            ]
        resolved = asked
        if not re.search(r"\w", question):
            query = understand("?", vocabulary)
            message = "The question is empty." if language == "en" else "问题是空的，请写下要问的内容。"
            return query, error_answer(message, "zh")
        if turns:
            earlier = [turn for turn in turns if turn.strip()]
            said = asked if language == "en" and asked else question
            resolved = resolve(said, earlier, issuers(vocabulary.documents), vocabulary, answered=self._said)
        query = understand(resolved, vocabulary, language="zh")
        query = replace(
            query,
            turns=tuple(turns),
            language="en" if language == "en" else "zh",
            unlinked=unlinked or query.unlinked,
            told=told,
        )
        if not vocabulary.documents:
            message = "The library is empty." if language == "en" else "文件库是空的，请先导入文件。"
            return query, error_answer(message, query.language)
        engine = Engine(self.library, vocabulary, query)
        answer = self._answer(engine, question if language == "en" and not turns else resolved)
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        return query, replace(answer, elapsed_ms=elapsed)

    @tried("earlier")
    def _said(self, question: str) -> Said:
        """What an earlier question's answer named first: the row that “it” stands for, and where it stood."""
        answer = self.ask(question)
        label = answer.values[0].label.split("·")[0].split("：")[-1] if answer.values else None
        found = answer.status != "not_found" and bool(answer.values or answer.citations)
        first = answer.citations[0] if answer.citations else None
        if first is not None and first.fact is None and first.container and first.document_id:
            index = vocabulary_of(self.library).indexes[first.document_id]  # words of a form: any entry stands for it
            entries = [index.entries[position] for position in index.by_container.get(first.container, ())[:1]]
            return Said(label, entries[0].fact if entries else None, found)
        return Said(label, self.library.fact(first.fact) if first and first.fact else None, found)

    def _answer(self, engine: Engine, question: str) -> Answer:
        query = engine.query
        if query.scope.missing:
            return self._compose(refuse_missing_scope(engine), engine)
        if (
            query.codes
            and not query.turns
            and not any(
                code in engine.vocabulary.indexes[document].by_code
                for document in query.scope.documents
                for code in query.codes
            )
        ):
            return self._compose(refuse_not_there(engine), engine)
        if query.unknown_table is not None:
            return self._compose(refuse_unknown_table(engine, query.unknown_table), engine)
        if query.operation not in ("definition", "narrative") and absent_subject(
            query.text, query.scope.documents, engine.vocabulary
        ):
            record(Refused("subject"))
            return self._compose(refuse_not_there(engine), engine)
        kind = None if query.codes and query.operation == "value" else prose_kind(query.plain or query.question)
        if query.operation in ("value", "list", "count"):
            graded = answer_grades(engine)
            if graded is not None and graded.status == "not_found":
                return self._compose(refuse_not_there(engine), engine)
            if graded is not None and not withheld(graded, query, question, engine.vocabulary):
                return self._compose(graded, engine)
        if query.operation not in ("reason", "definition", "code", "conflict") and (
            not query.scope.each or len(query.scope.documents) == 1
        ):
            together = answer_siblings(engine)
            if together is not None:
                return self._compose(together, engine)
        fields = kind in ("narrative", "basis") and asks_for_field(query.question)
        sets = ("value", "list", "count", "definition")
        if kind is not None and not fields and query.operation in sets and not query.scope.each:
            listed = answer_total_of_set(engine)  # it answers only where it accounts for every telling word
            if (
                listed is not None
                and listed.status == "answered"
                and not withheld(listed, query, question, engine.vocabulary)
            ):
                return self._compose(listed, engine)
        if query.operation in ("definition", "narrative") or (
            query.operation in ("value", "list", "conflict") and kind is not None
        ):
            if (
                query.operation == "value"
                and kind in ("narrative", "text", "definition")
                and not _DESCRIBES.search(question)
            ):
                figure = self._operate(engine)
                if (
                    figure is not None
                    and figure.figures
                    and (figure.certainty >= SURE if figure.status == "answered" else _same_named(figure))
                    and figure.figures[0].facts[0].value is not None
                    and not (fields and figure.figures[0].facts[0].source == "field")  # its aims, not its sum
                    and not withheld(figure, query, question, engine.vocabulary)
                ):
                    return self._compose(figure, engine)
            said = self._prose(query, question)
            if said is not None:
                return said
        outcome = self._operate(engine)
        told = self._stated(query, question)
        if told is not None and _tells_more(told, outcome):
            return told.answer
        if outcome is not None and withheld(outcome, query, question, engine.vocabulary):
            if told is not None and asks_for_one(query.question):
                return told.answer  # what one person gets, where all together was found
            in_words = asks_for_words(query.question) or asks_several(query.question)
            said = self._prose(query, question) if in_words else None
            return said or self._compose(refuse_not_there(engine), engine)
        if outcome is not None and of_another_kind(outcome, query.question):
            return self._prose(query, question) or self._compose(refuse_not_there(engine), engine)
        if outcome is None and query.operation not in ("definition", "narrative"):
            said = self._prose(query, question)
            if said is not None:
                return said
        if outcome is None:
            outcome = refuse_not_there(engine)
        elif outcome.status == "not_found":
            outcome = refuse_outcome(engine, outcome)
        return self._compose(outcome, engine)

    def _operate(self, engine: Engine) -> Outcome | None:
        query = engine.query
        rest = _operand_text(engine)
        operation = query.operation
        outcome: Outcome | None = None
        unsaid: Outcome | None = None
        if operation in ("value", "sum", "count") and not query.scope.each:
            outcome = answer_total_of_set(engine)
            outcome = outcome or answer_purchases(engine)
            outcome = outcome or accounted(engine, answer_sum(engine, rest))
            if outcome is not None and (operation != "value" or outcome.status != "not_found"):
                return outcome
            unsaid, outcome = outcome, None  # it may still be one thing with 和 in its name
        if operation in ("value", "list", "conflict") and not query.scope.each:
            outcome = answer_several(engine, rest)
            if outcome is not None:
                return outcome
        if operation in ("value", "conflict") and not query.scope.each:
            outcome = answer_conflict(engine)
            if outcome is not None:
                return outcome
        if operation == "reason":
            return None  # told by passages: only the sentence shows whose reason it is
        if operation in ("growth", "change"):
            outcome = accounted(engine, answer_growth(engine))
            if outcome is None:
                return None
        elif operation == "share":
            if query.scope.each:
                outcome = accounted(engine, answer_across(engine))
            outcome = outcome or accounted(engine, answer_share(engine, rest))
        elif operation == "average":
            outcome = accounted(engine, answer_average(engine, rest))
        elif operation == "sum":
            if query.scope.each:
                outcome = accounted(engine, answer_across(engine))
            outcome = outcome or answer_same_named(engine)
            if (
                outcome is None
                and not query.scope.each
                and not _SEVERAL.search(shielded(rest, engine.vocabulary.unsplit)[0])
            ):
                outcome = answer_value(engine)  # one thing, all its money together
        elif operation == "difference":
            outcome = accounted(engine, answer_difference(engine, rest)) or (
                accounted(engine, answer_across(engine)) if query.scope.each else None
            )
        elif operation in ("rank", "compare"):
            if query.scope.each or operation == "compare":
                outcome = accounted(engine, answer_across(engine))
            if outcome is None and operation == "rank" and query.asks & {"growth", "change"}:
                return answer_rank_of_growth(engine)
            if outcome is None and operation == "rank":
                outcome = answer_rank(engine)
        elif operation == "count":
            outcome = answer_count(engine)
        elif operation == "list":
            if query.scope.each:
                outcome = accounted(engine, answer_across(engine))
            outcome = outcome or answer_list(engine)
        elif operation == "value" and query.scope.each:
            outcome = accounted(engine, answer_across(engine))
        if outcome is None and operation in _SINGLE:
            of_a_set = unsaid is not None or _asks_a_set(engine)
            outcome = answer_value(engine) if not of_a_set or operation == "value" else None
            if of_a_set and outcome is not None and not _named_whole(outcome, query):
                return unsaid
        return outcome or unsaid

    def _prose(self, query: Query, question: str) -> Answer | None:
        """What passages say; an English question in its own words first, then in its Chinese where all of it is."""
        asked = [question]
        if query.language == "en" and not query.unlinked and query.question != question:
            asked.append(query.question)
        for text in asked:
            said = answer_prose(
                self.library,
                question=text,
                documents=query.scope.documents if query.scope.named else (),
                language=query.language,
                kind=None,
            )
            if said is None:
                continue
            told = self._stated(query, text) if said.status == "answered" and not said.values else None
            if told is not None and told.answer.citations[0].container == said.citations[0].container:
                return told.answer  # the figure itself, where the same text states it
            return said
        return None

    def _stated(self, query: Query, question: str) -> FigureTold | None:
        """The figure that a sentence states for a question in Chinese; None where it asks to work one out."""
        if query.language == "en" or query.scope.each or query.operation not in _SAID_IN_TEXTS:
            return None
        documents = query.scope.documents if query.scope.named else ()
        return answer_stated(self.library, question=question, documents=documents, language=query.language)

    def _compose(self, outcome: Outcome, engine: Engine) -> Answer:
        facts = [fact for figure in outcome.figures for fact in figure.facts]
        checked = check(self.library, facts) if facts else Checked((), ())
        if outcome.status == "answered" and engine.query.operation in ("value", "conflict"):
            outcome = as_conflict(engine, outcome, checked.failing)
        if (
            outcome.status == "answered"
            and len(facts) == 1
            and not outcome.context
            and engine.query.operation == "value"
        ):
            parts = parts_of(self.library, facts[0])
            outcome = replace(outcome, context=tuple(figure_of(part, role="part") for part in parts))
        return compose(outcome, engine.query, self.library, checked)


def _tells_more(told: FigureTold, outcome: Outcome | None) -> bool:
    """Whether the sentence of a text explains a question so much better than the figure that was found."""
    if outcome is None or outcome.status == "not_found":
        return True
    return outcome.status == "answered" and told.certainty - outcome.certainty >= _TELLS_MORE


def _same_named(outcome: Outcome) -> bool:
    """Whether an answer lists the same entry of several forms of one name: words of one of them would hide it."""
    names = {fact.row_path for figure in outcome.figures for fact in figure.facts if fact.source == "field"}
    return outcome.status == "ambiguous" and len(outcome.figures) > 1 and len(names) == 1


def _asks_a_set(engine: Engine) -> bool:
    """Whether one figure cannot answer: a list (but each department's may be), a ranking, a count of members."""
    query = engine.query
    asked = read_asked(query)
    if asked.operation == "count" and names_a_quantity(engine, asked):
        return False
    if query.operation == "list" or asked.operation == "list":
        return not query.scope.each
    return asked.operation == "rank" or (asked.operation == "count" and bool(asked.conditions or asked.sure))


def _named_whole(outcome: Outcome, query: Query) -> bool:
    """Whether the one figure's own name stands whole in the question (参会单位数量): it counts nothing of a set."""
    facts = [fact for figure in outcome.figures for fact in figure.facts]
    if outcome.status != "answered" or len(facts) != 1 or not facts[0].row_path or "rank" in query.asks:
        return False
    names = [fold(part) for part in facts[0].row_path]
    asked = fold(query.question)
    if len(facts[0].row_path) > 1 and names[0] in asked:
        asked = asked.replace(names[0], "")
    joined = re.search("加上?|[和与、]", asked.replace(names[-1], ""))
    return len(names[-1]) > 3 and names[-1] in fold(query.question) and joined is None


def _operand_text(engine: Engine) -> str:
    """The question without places and years, in its own words: what operands are cut from."""
    text = re.sub(operand_words()["operand"]["aside"], "", normalise(engine.query.question))
    _, rest = select(text, issuers(engine.vocabulary.documents))
    return rest
