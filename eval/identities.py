"""Do the equations of the real documents hold? ``python -m eval.identities [FOLDER]``.

Every identity that the audit states is counted by kind; each that fails must be listed with its reason in
``identities_reviewed.toml``, and each entry there must still occur. Exits 1 otherwise, and below the floors of
``floors.toml``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from index.model import Identity, Reading
from index.pipeline import read_document

__all__ = ["Review", "main", "review", "reviewed"]

FLOORS = Path(__file__).parent / "floors.toml"
REVIEWED = Path(__file__).parent / "identities_reviewed.toml"

Key = tuple[str, str, str, str, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Review:
    """Identities by kind, how many hold, and the differences between what fails and what was looked at."""

    kinds: Counter[str]
    held: int
    unlisted: tuple[Key, ...]
    gone: tuple[Key, ...]

    @property
    def stated(self) -> int:
        """How many identities there are."""
        return self.kinds.total()


def review(readings: Sequence[Reading], entries: Sequence[Key]) -> Review:
    """The identities of readings against the reviewed failures ``entries``."""
    found = [(reading.document.file, identity) for reading in readings for identity in reading.identities]
    failed = [_key(file, identity) for file, identity in found if not identity.holds]
    files = {reading.document.file for reading in readings}
    return Review(
        kinds=Counter(identity.kind for _, identity in found),
        held=sum(identity.holds for _, identity in found),
        unlisted=tuple(key for key in failed if key not in entries),
        gone=tuple(key for key in entries if key[0] in files and key not in failed),
    )


def reviewed(path: Path = REVIEWED) -> list[Key]:
    """The reviewed failures. Raises ValueError for an entry without a verdict and a reason."""
    keys = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("identity", []):
        if entry.get("verdict") not in ("document", "scope") or not entry.get("why", "").strip():
            raise ValueError(f"{path.name}: {entry.get('left')}: an entry needs a verdict and a reason")
        keys.append(
            (
                entry["document"],
                entry["kind"],
                entry["left"],
                entry["right"],
                Decimal(entry["left_value"]),
                Decimal(entry["right_value"]),
            )
        )
    return keys


def _key(file: str, identity: Identity) -> Key:
    return (file, identity.kind, identity.left, identity.right, identity.left_value, identity.right_value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the folder's documents, print the count by kind and every difference to the review."""
    parser = argparse.ArgumentParser(prog="python -m eval.identities", description=__doc__.splitlines()[0])
    default = Path(os.environ.get("BUDGETQA_SHARED", "../shared")) / "corpus"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    options = parser.parse_args(arguments)
    result = review([read_document(path) for path in sorted(options.folder.glob("*.txt"))], reviewed())
    for kind, count in result.kinds.most_common():
        print(f"{kind:<18}{count:>6}")
    print(f"{'all':<18}{result.stated:>6}   hold: {result.held} ({result.held / max(1, result.stated):.2%})")
    for key in result.unlisted:
        print("fails, not looked at:", *key)
    for key in result.gone:
        print("listed, but holds or is not stated:", *key)
    floor = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["identities"]
    low = result.stated < floor["stated"] or result.held < floor["hold"] * result.stated
    if low:
        print(f"below the floor: {floor['stated']} stated, {floor['hold']:.1%} holding")
    return 1 if result.unlisted or result.gone or low else 0


if __name__ == "__main__":
    sys.exit(main())
