"""The command line ``budgetqa``: parsing, errors and exit codes. The commands' work is in ``ui.commands``.

Nothing heavy is imported here, so that ``budgetqa --help`` answers at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

__all__ = ["EXIT_CODES", "main", "parser"]

OK, NOTHING, USAGE, LIBRARY, FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
EXIT_CODES = {
    OK: "done",
    NOTHING: "nothing found, or some of the input failed (the rest was done)",
    USAGE: "bad usage: a wrong option, an empty or overlong question, a file that is not there",
    LIBRARY: "the library cannot be used: missing, locked, not writable, damaged, or no port is free",
    FAILED: "an error of budgetqa itself; BUDGETQA_DEBUG=1 shows where",
    INTERRUPTED: "interrupted",
}


def parser() -> argparse.ArgumentParser:
    """The parser with all commands; each command names the module of ``ui.commands`` that runs it."""
    codes = "\n".join(f"  {code:<4} {words}" for code, words in EXIT_CODES.items())
    top = argparse.ArgumentParser(
        prog="budgetqa",
        description="Exact, cited answers from published government budget documents.",
        epilog=f"exit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="the library's folder (else BUDGETQA_HOME, else the platform's)")
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, module: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", parents=[common])
        made.set_defaults(module=module)
        return made

    ingest = command("ingest", "ingest", "read documents into the library")
    ingest.add_argument("paths", nargs="+", metavar="PATH", help="documents, and folders with documents")
    ingest.add_argument("--no-vectors", action="store_true", help="leave the embedding to a later run")
    ingest.add_argument("--force", action="store_true", help="read unchanged documents again")
    ingest.add_argument("--keep-missing", action="store_true", help="keep documents whose files are gone")

    ask = command("ask", "ask", "answer one question")
    ask.add_argument("question", metavar="QUESTION", help="the question, in Chinese or English; - reads it from stdin")
    ask.add_argument("--explain", action="store_true", help="show every part of the answer, and why")

    batch = command("batch", "batch", "answer a file of questions")
    batch.add_argument("questions", metavar="QUESTIONS.jsonl", help="one object a line: id, question, and turns if any")
    batch.add_argument("answers", metavar="ANSWERS.jsonl", help="where the answers go, one a line; - writes to stdout")

    command("documents", "documents", "list the documents of the library")
    tables = command("tables", "tables", "list the tables and sheets of a document")
    tables.add_argument("document", metavar="DOC", help="file name, beginning of the id, or part of the title")
    show = command("show", "show", "draw a table or a sheet as it was read")
    show.add_argument("table", metavar="TABLE", help="the id that `tables` lists, or part of a title")
    show.add_argument("--in", dest="document", metavar="DOC", help="look in this document only")
    audit = command("audit", "audit", "list what a document's figures must satisfy, and where they do not")
    audit.add_argument("document", nargs="?", metavar="DOC", help="one document (default: all)")
    audit.add_argument("--all", action="store_true", help="list every identity, the holding ones too")

    serve = command("serve", "serve", "open the chat page")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=7860, help="first port to try (default: %(default)s)")
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    command("doctor", "doctor", "check versions, folder, model and library")
    evaluate = command("eval", "evaluate", "answer and score gold questions")
    evaluate.add_argument("rest", nargs=argparse.REMAINDER, help="options of the evaluation")
    return top


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")
    return port


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Every error becomes one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    top = parser()
    try:
        args = top.parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    if args.version:
        from importlib.metadata import version

        print(version("budgetqa"))
        return OK
    if args.command is None:
        top.print_help()
        return USAGE
    try:
        code = int(importlib.import_module(f"ui.commands.{args.module}").run(args))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said on that stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        return _report(error)


def _report(error: Exception) -> int:
    """One sentence for an error, and the code for its kind."""
    if os.environ.get("BUDGETQA_DEBUG"):
        import traceback

        traceback.print_exc()
    from index.errors import BudgetIndexError, LibraryError
    from ui.commands import CommandError
    from ui.questions import BadQuestion

    if isinstance(error, CommandError):
        code, words = error.code, str(error)
    elif isinstance(error, BadQuestion):
        code, words = USAGE, str(error)
    elif isinstance(error, LibraryError):
        code, words = LIBRARY, str(error)
    elif isinstance(error, BudgetIndexError):
        code, words = NOTHING, str(error)
    elif type(error).__module__.startswith("assistant"):
        code, words = LIBRARY, str(error)
    else:
        detail = " ".join(str(error).split())[:300]
        code, words = FAILED, f"{type(error).__name__}: {detail} (BUDGETQA_DEBUG=1 shows where)"
    print(f"budgetqa: {words}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
