"""``budgetqa ask``: one question, its answer and where the figures stand."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ui.commands import open_library
from ui.questions import check_question
from ui.render.markup import grouped
from ui.render.trace import trace_lines
from ui.terminal import clean, print_json
from ui.words import Language, check_words, say, say_lines

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Value

__all__ = ["exit_code", "run"]


def run(args: argparse.Namespace) -> int:
    """0 where there is an answer, 1 where the documents hold none, 4 where answering failed."""
    text = sys.stdin.read(1_000_000) if args.question == "-" else args.question
    question = check_question(text)
    with open_library(args) as library:
        from assistant import Assistant

        assistant = Assistant(library)
        explained = assistant.explain(question) if args.explain else None
        answer = explained.answer if explained is not None else assistant.ask(question)
    if args.json:
        print_json(answer.to_dict() | ({"trace": explained.trace.to_dict()} if explained is not None else {}))
        return exit_code(answer)
    _print(answer, explain=args.explain)
    if explained is not None:
        print()
        for line in trace_lines(explained.trace, answer.language):
            print(line)
    return exit_code(answer)


def exit_code(answer: Answer) -> int:
    """The code of an answer's status."""
    return {"not_found": 1, "error": 4}.get(answer.status, 0)


def _print(answer: Answer, *, explain: bool) -> None:
    language: Language = answer.language
    for line in answer.text.splitlines() or [""]:
        print(clean(line))
    if answer.status in ("ambiguous", "conflict") or (explain and answer.values):
        for value in answer.values:
            print(f"  {_value(value)}")
    if answer.context and explain:
        print(f"\n{say('context', language)}:")
        for value in answer.context:
            print(f"  {_value(value)}")
    if answer.calculation and (explain or answer.calculation.formula not in answer.text):
        print(f"{say('formula', language)}: {clean(answer.calculation.formula)}")
    for check in answer.checks:
        words = check_words(check.kind, language) if check.holds else say("check_fails", language)
        print(f"{'✓' if check.holds else '!'} {clean(words or say('check_holds', language))}  {clean(check.detail)}")
    if answer.citations:
        print(f"\n{say('sources', language)}:")
        for citation in answer.citations:
            print(f"  [{citation.number}] {_citation(citation, language)}")
            if explain:
                print(f"      {clean(citation.quote)}")
    if answer.suggestions:
        print(f"\n{say('next_questions', language)}: " + " / ".join(map(clean, answer.suggestions)))


def _value(value: Value) -> str:
    parts = (value.label, f"{grouped(value.value)} {value.unit}", value.scope, value.role,
             f"[{value.citation}]" if value.citation is not None else None)  # fmt: skip
    return "  ".join(clean(part) for part in parts if part)


def _citation(citation: Citation, language: Language) -> str:
    path = " › ".join(dict.fromkeys(clean(part) for part in (citation.title, citation.section, citation.table) if part))
    where = [clean(part) for part in (citation.row, citation.column) if part]
    if citation.page is not None:
        where.append(say("page", language, page=citation.page))
    if citation.line_start is not None:
        where.append(say_lines(citation.line_start, citation.line_end or citation.line_start, language))
    return " · ".join((path, *where, clean(citation.document)))
