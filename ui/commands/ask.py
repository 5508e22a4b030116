"""``budgetqa ask``: one question, its answer and where the figures stand."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ui.commands import open_library
from ui.questions import check_question
from ui.render.markup import grouped
from ui.terminal import clean, print_json
from ui.words import Language, check_words, say, say_lines

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Value
    from assistant.assistant import Explanation

__all__ = ["exit_code", "run"]

NEAREST = 5  # figures that --explain lists with the reasons for their rank


def run(args: argparse.Namespace) -> int:
    """0 where there is an answer, 1 where the documents hold none, 4 where answering failed."""
    text = sys.stdin.read(1_000_000) if args.question == "-" else args.question
    question = check_question(text)
    with open_library(args) as library:
        from assistant import Assistant

        explained = Assistant(library).explain(question)
        answer = explained.answer
        reading = _reading(explained) if args.explain else None
    if args.json:
        print_json(answer.to_dict() | ({"reading": reading} if reading is not None else {}))
    else:
        _print(answer, explain=args.explain)
        if reading is not None:
            print("\nread as:")
            for key, value in reading["query"].items():
                print(f"  {clean(key)}: {clean(value)}")
            for near in reading["nearest"]:
                print(f"  {near['score']:>6}  {clean(near['fact'])[-24:]}  {clean('; '.join(near['reasons']))}")
    return exit_code(answer)


def exit_code(answer: Answer) -> int:
    """The code of an answer's status."""
    return {"not_found": 1, "error": 4}.get(answer.status, 0)


def _reading(explained: Explanation) -> dict[str, Any]:
    """How the assistant read the question, and the figures that came nearest with their reasons."""
    query = {key: value for key, value in asdict(explained.query).items() if value}
    nearest = [
        {"fact": candidate.fact.id, "score": f"{candidate.score:.3f}", "reasons": list(candidate.reasons)}
        for candidate in explained.candidates[:NEAREST]
    ]
    return {"resolved": explained.resolved, "query": query, "nearest": nearest}


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
