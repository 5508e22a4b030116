"""``budgetqa batch``: a file of questions to a file of answers, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from ui.commands import CommandError, open_library
from ui.questions import BadQuestion, check_question, language_of
from ui.terminal import clean, on_terminal, to_json

__all__ = ["Question", "read_questions", "run"]


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a questions file; ``problem`` says why it cannot be asked."""

    line: int
    id: Any
    text: str
    turns: tuple[str, ...] = ()
    problem: str | None = None


def read_questions(text: str) -> Iterator[Question]:
    """The questions of a JSONL text, empty lines left out; a line that is none has a problem."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            yield Question(number, None, "", problem="is no JSON")
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
            yield Question(number, None, "", problem='is no object with a text "question"')
            continue
        turns = entry.get("turns") or []
        if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
            yield Question(number, entry.get("id"), entry["question"], problem='has "turns" that are no list of texts')
            continue
        yield Question(number, entry.get("id", number), entry["question"], tuple(turns))


def run(args: argparse.Namespace) -> int:
    """0 where every question was put, 1 where a line failed (an answer that finds nothing is no failure)."""
    source = Path(args.questions)
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise CommandError(f"{source}: cannot be read ({reason})") from error
    questions = list(read_questions(text))
    failed = 0
    lines = []
    with open_library(args) as library:
        from assistant import Assistant

        assistant = Assistant(library)
        for done, question in enumerate(questions, 1):
            if question.problem:
                failed += 1
                print(f"budgetqa: {source}, line {question.line} {question.problem}", file=sys.stderr)
                continue
            answer = _answer(assistant, question)
            if answer.status == "error":
                failed += 1
                print(f"budgetqa: {source}, line {question.line}: {clean(answer.text)}", file=sys.stderr)
            lines.append(to_json({"id": question.id, **answer.to_dict()}))
            if on_terminal(sys.stderr):
                print(f"\r{done} / {len(questions)}", end="", file=sys.stderr, flush=True)
    if on_terminal(sys.stderr):
        print(file=sys.stderr)
    _write(args.answers, lines)
    summary = {"questions": len(questions), "answers": len(lines), "failed": failed}
    if args.json and args.answers != "-":
        print(to_json(summary))
    elif args.answers != "-":
        print(f"{len(lines)} answers of {len(questions)} questions in {args.answers}, {failed} failed")
    return 1 if failed or not questions else 0


def _answer(assistant: Any, question: Question) -> Answer:
    language = language_of(question.text[:200])
    try:
        text = check_question(question.text)
    except BadQuestion as bad:
        return Answer("error", language, bad.words(language))
    try:
        answer: Answer = assistant.ask(text, turns=list(question.turns))
    except Exception as error:
        if os.environ.get("BUDGETQA_DEBUG"):
            raise
        return Answer("error", language, f"{type(error).__name__}: {error}")
    return answer


def _write(target: str, lines: list[str]) -> None:
    """All lines at once, so that a run that dies leaves an older file whole."""
    text = "".join(line + "\n" for line in lines)
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror or error})") from error
