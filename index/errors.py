"""What can go wrong in the index, as sentences a user can act on."""

from __future__ import annotations


class BudgetIndexError(Exception):
    """The root of the index's errors."""


class UnreadableFile(BudgetIndexError):
    """A file that the system does not let us read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: cannot be read ({reason}); check that the file is there and readable.")


class EmptyFile(BudgetIndexError):
    """A file with nothing in it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the file is empty; download it again.")


class BinaryFile(BudgetIndexError):
    """A file that is no text."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: this is not a text file; only plain-text documents can be read so far.")


class FileTooLarge(BudgetIndexError):
    """A file beyond the size that a budget document can have."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(f"{name}: {size:,} bytes is more than a budget document can have ({limit:,}); split it.")
