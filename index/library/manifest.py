"""What an ingest run has to do: which files are new, changed, gone, or known already, decided by their bytes.

The rules, as ``docs`` give them to users:

* A file whose bytes the library has is not read again, whatever its name or date.
* A file whose bytes changed replaces the document it was before.
* A file is forgotten when a folder it was found in is ingested again and the file is not there any more
  (``keep_missing`` keeps it). A file that was named itself is never forgotten this way, and a folder that cannot be
  opened is an error that removes nothing.
* A document goes when no known file has its bytes any more.
* A file that cannot be read leaves what the library had of it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableFile
from index.library.staging import FileEntry

__all__ = ["Found", "discover", "missing"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at: its absolute path, the folder it was found in (None where it was named), or an error."""

    path: Path
    folder: Path | None
    error: UnreadableFile | None = None


def discover(paths: Iterable[Path], *, suffixes: Collection[str]) -> list[Found]:
    """The files of ``paths``, each once, folders searched throughout for files of these suffixes (``.txt``).

    Hidden files and folders are left out of a search. What is not there becomes an entry with an error.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        path = Path(os.path.abspath(path.expanduser()))
        if path.is_dir():
            try:
                files = sorted(_walk(path, suffixes))
            except OSError as error:
                found.setdefault(path, Found(path, None, UnreadableFile(path, error.strerror or str(error))))
                continue
            for file in files:
                if file not in found or found[file].folder is None:
                    found[file] = Found(file, path)
        elif path.exists():
            found.setdefault(path, Found(path, None))
        else:
            found.setdefault(path, Found(path, None, UnreadableFile(path, "there is no such file or folder")))
    return list(found.values())


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        listed = list(entries)
    for entry in listed:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), suffixes)
        elif entry.is_file() and Path(entry.name).suffix.lower() in suffixes:
            yield Path(entry.path)


def missing(known: Mapping[str, FileEntry], folders: Collection[Path]) -> list[str]:
    """Known paths that were found in a folder, lie under one of ``folders``, and do not exist any more."""
    return [
        path
        for path, entry in known.items()
        if entry.folder is not None
        and any(Path(path).is_relative_to(folder) for folder in folders)
        and not os.path.lexists(path)
    ]
