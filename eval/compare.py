"""What changed from one report to another: newly right, newly wrong, newly harmful, by type, with figures.

    python -m eval.compare OLD.json NEW.json [--json OUT]

Of the check third reports hold figures only, and so does the comparison.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.parts import Miss, Part, part_of

__all__ = ["compare", "lines_of", "main"]

KINDS = {"newly_right": "newly right", "newly_wrong": "newly wrong", "newly_harmful": "newly harmful"}


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The changed figures ([before, after]) and the changed questions of each part that both reports hold."""
    before = {part.name: part for part in map(part_of, old["parts"])}
    after = {part.name: part for part in map(part_of, new["parts"])}
    parts = {name: _changes(before[name], part) for name, part in after.items() if name in before}
    return {
        "old": {"made": old.get("made"), "commit": old.get("commit")},
        "new": {"made": new.get("made"), "commit": new.get("commit")},
        "only_old": sorted(before.keys() - after.keys()),
        "only_new": sorted(after.keys() - before.keys()),
        "parts": parts,
    }


def _changes(old: Part, new: Part) -> dict[str, Any]:
    missed, misses = ({miss.id: miss for miss in part.misses} for part in (old, new))

    def in_both(identity: str) -> bool:
        return all(identity in part.asked for part in (old, new) if part.asked)

    right = [missed[key] for key in missed if key not in misses and in_both(key)]
    wrong = [miss for key, miss in misses.items() if key not in missed and in_both(key)]
    worse = [miss for key, miss in misses.items() if miss.harmful and not (key in missed and missed[key].harmful)]
    harmful = [miss for miss in worse if in_both(miss.id)]
    return {
        "title": new.title,
        "figures": _figures(old, new),
        "questions": {"added": len({*new.asked} - {*old.asked}), "gone": len({*old.asked} - {*new.asked})},
        "newly_right": [_told(miss) for miss in right],
        "newly_wrong": [_told(miss) for miss in wrong],
        "newly_harmful": [_told(miss) for miss in harmful],
    }


def _figures(old: Part, new: Part) -> dict[str, dict[str, list[int]]]:
    """Counts that differ, by group; ``asked`` always stands beside them."""
    found = {}
    for group in dict.fromkeys((*new.groups, *old.groups)):
        before, after = old.groups.get(group, {}), new.groups.get(group, {})
        pairs = {name: [before.get(name, 0), after.get(name, 0)] for name in dict.fromkeys((*after, *before))}
        if any(a != b for a, b in pairs.values()):
            found[group] = {name: pair for name, pair in pairs.items() if name == "asked" or pair[0] != pair[1]}
    return found


def _told(miss: Miss) -> dict[str, Any]:
    return {"id": miss.id, "type": miss.type, "question": miss.question, "want": miss.want, "got": miss.got}


def lines_of(changes: Mapping[str, Any]) -> Iterator[str]:
    """The comparison for people: of each part the figures, then the questions by kind of change and type."""
    sides = (changes["old"], changes["new"])
    yield " → ".join(f"{side['made'] or '?'} {side['commit'] or ''}".strip() for side in sides)
    for key in ("only_old", "only_new"):
        if changes[key]:
            yield f"{key.replace('_', ' ')}: {', '.join(changes[key])}"
    for part in changes["parts"].values():
        if not part["figures"] and not any(part[kind] for kind in KINDS):
            yield f"{part['title']}: unchanged"
            continue
        yield f"{part['title']}:"
        for group, counts in part["figures"].items():
            yield f"  {group}: " + ", ".join(f"{name} {_step(pair)}" for name, pair in counts.items())
        for kind, words in KINDS.items():
            for type_ in sorted({miss["type"] for miss in part[kind]}):
                chosen = [miss for miss in part[kind] if miss["type"] == type_]
                yield f"  {words}, {type_ or 'any type'}: {len(chosen)}"
                yield from (f"    {miss['id']}  {miss['question']}" for miss in chosen)


def _step(pair: Sequence[int]) -> str:
    before, after = pair
    return f"{before} → {after} ({after - before:+d})" if before != after else str(after)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; 2 where a file is no report."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path, metavar="OLD.json")
    parser.add_argument("new", type=Path, metavar="NEW.json")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the comparison as JSON, too")
    options = parser.parse_args(arguments)
    try:
        old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (options.old, options.new))
        changes = compare(old, new)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"no report: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines_of(changes)))
    if options.json:
        options.json.write_text(json.dumps(changes, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
