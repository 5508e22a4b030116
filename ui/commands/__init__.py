"""One module a command, each with ``run(args) -> exit code``; what they share is here."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.library import Library
    from index.model import Document

__all__ = ["CommandError", "find_document", "open_library", "short_id"]

SHORT = 8  # characters of a document's id that tell it from the others of a library


class CommandError(Exception):
    """A request that cannot be met; the message is the sentence for the user, ``code`` the exit code."""

    def __init__(self, words: str, *, code: int = 2) -> None:
        super().__init__(words)
        self.code = code


def open_library(args: argparse.Namespace, *, create: bool = False) -> Library:
    """The library that ``--home`` or the environment names."""
    from index.library import Library

    return Library.open(args.home, create=create)


def find_document(documents: Sequence[Document], wanted: str) -> Document:
    """The one document of that file name, id prefix, or part of its title or file name. Raises CommandError."""
    exact = [document for document in documents if wanted in (document.file, document.id)]
    prefix = [document for document in documents if len(wanted) >= 4 and document.id.startswith(wanted)]
    part = [document for document in documents if wanted and (wanted in document.title or wanted in document.file)]
    found = exact or prefix or part
    if not found:
        raise CommandError(f"the library holds no document {wanted!r}; `budgetqa documents` lists them", code=1)
    if len(found) > 1:
        files = ", ".join(document.file for document in found[:6])
        raise CommandError(f"{wanted!r} fits {len(found)} documents ({files}); write more of one name")
    return found[0]


def short_id(container: str) -> str:
    """The id of a table, sheet or section as people are shown it: its document's id cut short."""
    document, colon, own = container.partition(":")
    return f"{document[:SHORT]}{colon}{own}"
