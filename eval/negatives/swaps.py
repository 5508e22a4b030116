"""Questions that the documents cannot answer, from gold questions that they can.

One thing of a question is swapped for another of its kind: the year, the region, the department, the item or the
scope. What is swapped in is real, and the documents' own text is searched for it first: only what is not there is
used (:class:`Held`). Definitions, conflicts and questions over several regions or years are left as they are: with
one thing swapped the documents might still answer them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["KINDS", "Held", "Swap", "negatives"]

WORDS = Path(__file__).with_name("words.toml")
# Types whose question could stay answerable with one thing swapped.
LEFT_OUT = {"definition", "conflict", "ambiguous", "unanswerable", "compare"}
OF_ONE = 5  # questions of a kind from one gold question, at most
HEAD = 2000  # characters of a document within which its issuer stands
YEAR = re.compile(r"(?<!\d)(?:20\d\d|\d\d(?=年))(?!\d)")
# "2080109\t社会保险经办机构", the name in the next cell, on the same line or the next: functional and economic codes
CODED = re.compile(r"(?<![\d.])(2\d{4}|2\d{6}|3[019]\d{3})\s+([\u4e00-\u9fff（）、]{3,30})(?=\s)")
CODE = re.compile(r"(?<!\d)(?:\d{3}|\d{5}|\d{7})(?!\d)")


@dataclass(frozen=True, slots=True)
class Held:
    """The documents' texts, as they are and without white space, and what they hold."""

    raw: tuple[str, ...]
    texts: tuple[str, ...]
    heads: tuple[str, ...]
    subjects: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Held:
        """From the documents as they are read from disk."""
        raw = tuple(texts)
        bare = tuple(re.sub(r"\s", "", text) for text in raw)
        heads = tuple(re.sub(r"\s", "", text[:HEAD]) for text in raw)
        return cls(raw, bare, heads, tuple({name: code for code, name in CODED.findall(text)} for text in raw))

    def nowhere(self, *terms: str) -> bool:
        """Whether no document has any of the terms."""
        return not any(term in text for text in self.texts for term in terms)

    def no_year(self, year: int) -> bool:
        """Whether no document has the year as a number of its own."""
        return not any(re.search(rf"(?<!\d){year}(?!\d)", text) for text in self.texts)

    def about(self, region: str) -> list[int]:
        """The documents that a region's department issued, by number."""
        return [number for number, head in enumerate(self.heads) if region in head]

    def lacks(self, numbers: Iterable[int], code: str, name: str, core: str) -> bool:
        """Whether none of these documents has a subject, by its code, its name or the ``core`` of its name."""
        number_of_its_own = re.compile(rf"(?<![\d.]){code}(?!\d)")
        return not any(
            name in self.texts[number] or core in self.texts[number] or number_of_its_own.search(self.raw[number])
            for number in numbers
        )

    def blank(self, number: int, label: str) -> bool:
        """Whether a document has a label and no figure behind it in any of its rows.

        A row ends with its line, or where each cell has a line of its own with an empty line.
        """
        text, ends = self.raw[number], [found.end() for found in re.finditer(re.escape(label), self.raw[number])]
        for end in ends:
            cell_a_line = text[text.rfind("\n", 0, end) + 1 :].startswith("\t")
            row = text[end:].split("\n\n" if cell_a_line else "\n", 1)[0]
            if re.search(r"\d", row):
                return False
        return bool(ends)


@dataclass(frozen=True, slots=True)
class Swap:
    """A question and its earlier turns with one thing swapped, and what was put in."""

    texts: tuple[str, ...]
    put_in: str


def _only(pattern: str, texts: Iterable[str]) -> str | None:
    """The one form in which a pattern occurs in the texts; None where it occurs in none or in several."""
    forms = {found[0] for text in texts for found in re.finditer(pattern, text)}
    return forms.pop() if len(forms) == 1 else None


def _any_of(terms: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term))))


def _replaced(texts: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(text.replace(old, new) for text in texts)


def _region(texts: tuple[str, ...], lang: str, words: Mapping[str, Any]) -> str | None:
    """The one held region that is asked about."""
    held = words["held"]["regions_en" if lang == "en" else "regions"]
    found = _only(_any_of(held), texts)
    rest = [text.replace(found, "") for text in texts] if found else []
    return found if found and not any(re.search(words["held"]["several"], text) for text in rest) else None


def _key(region: str) -> str:
    """The name by which a region's documents are found."""
    english = {"Haigang": "海港区", "Shijiazhuang": "石家庄", "Fuzhou": "福州", "Xiamen": "厦门"}
    known = {**english, "海港区": "海港区"}
    return next((name for part, name in known.items() if part in region), region)


def year(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """Another year than any the documents write."""
    if not (old := _only(YEAR.pattern, texts)) or not _region(texts, lang, words):
        return
    if not held.nowhere(*words["years"]["covered"]):
        return
    for new in words["years"]["candidates"]:
        plain = len(old) == 4 or str(new).startswith("202")  # "98年" may also be ninety-eight years
        if plain and held.no_year(new):
            yield Swap(_replaced(texts, old, str(new)[-len(old) :]), str(new))


def region(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """Another city, or another district for a district."""
    if not (old := _region(texts, lang, words)):
        return
    if lang == "en":
        for new, chinese in zip(words["regions"]["en"], words["regions"]["en_zh"], strict=True):
            if held.nowhere(new, chinese):
                yield Swap(_replaced(texts, old, new), new)
        return
    kind = "city" if not old.endswith("区") else "district" if old == "海港区" else "beside"
    for new in words["regions"][kind]:
        if held.nowhere(new):
            yield Swap(_replaced(texts, old, old[: -len("海港区")] + new if old.endswith("区") else new), new)


def department(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """Another department of the same city."""
    old = _only(_any_of(words["held"]["departments_en" if lang == "en" else "departments"]), texts)
    if not old or not _region(texts, lang, words):
        return
    for new in words["departments"][lang]:
        if held.nowhere(new):
            yield Swap(_replaced(texts, old, new), new)


def _core(name: str, words: Mapping[str, Any]) -> str:
    """A name without the words that many names share."""
    for prefix in words["items"]["prefixes"]:
        name = name.removeprefix(prefix)
    for suffix in words["items"]["suffixes"]:
        if len(name) > len(suffix) + 1:
            name = name.removesuffix(suffix)
    return name


@dataclass(frozen=True, slots=True)
class Asked:
    """The one item that a question asks about: its name and code as they stand there, and the documents asked."""

    name: str
    code: str
    numbers: tuple[int, ...]
    subject: bool


def _asked(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Asked | None:
    """The longest of the documents' own subjects in the question, or an item that people name."""
    place = _region(texts, lang, words)
    if lang != "zh" or not place:
        return None
    numbers = tuple(held.about(_key(place)))
    known = {name for number in numbers for name in held.subjects[number]}
    name = _only(_any_of({*known, *words["items"]["named"]}), texts)
    codes = {code for text in texts for code in CODE.findall(text)}
    if not name or len(codes) > 1 or any(len(code) == 3 for code in codes):
        return None
    return Asked(name, next(iter(codes), ""), numbers, name in known)


def _asking(texts: tuple[str, ...], asked: Asked, code: str, name: str) -> tuple[str, ...]:
    """The question with another item."""
    texts = _replaced(texts, asked.name, name)
    return _replaced(texts, asked.code, code) if asked.code else texts


def item(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """A subject of the official classification that no document has, by name and code."""
    if not (asked := _asked(texts, lang, words, held)):
        return
    for code, name in words["items"]["economy" if asked.code.startswith("3") else "function"]:
        if held.lacks(range(len(held.texts)), code, name, _core(name, words)):
            yield Swap(_asking(texts, asked, code, name), name)


def elsewhere(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """A subject that another document has and the one asked does not."""
    if not (asked := _asked(texts, lang, words, held)):
        return
    others = {
        name: code
        for number, subjects in enumerate(held.subjects)
        for name, code in sorted(subjects.items())
        if number not in asked.numbers and len(name) > 3 and len(code) == (len(asked.code) or 7)
    }
    for name, code in others.items():
        if name not in words["items"]["doubtful"] and held.lacks(asked.numbers, code, name, _core(name, words)):
            yield Swap(_asking(texts, asked, code, name), name)


def blank(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """A class of expenditure whose rows the document leaves empty."""
    asked = _asked(texts, lang, words, held)
    if not asked or asked.code:
        return
    for name in words["blank"]["classes"]:
        if any(name in held.texts[number] for number in asked.numbers) and all(
            held.blank(number, name) or name not in held.texts[number] for number in asked.numbers
        ):
            yield Swap(_asking(texts, asked, "", name), name)


def scope(texts: tuple[str, ...], lang: str, words: Mapping[str, Any], held: Held) -> Iterator[Swap]:
    """A fund or table that no document knows, or a fund whose table the document leaves empty."""
    asked, lists = _asked(texts, lang, words, held), words["scope"]
    if not asked or any(re.search(lists["taken"], text) for text in texts):
        return
    general, table, when = (
        _only(one, texts) for one in (lists["general"], lists["table"], r"20\d\d年(?![不的是度末底初])")
    )

    def known(fund: str) -> bool:
        return not held.nowhere(fund, _core(fund, words))

    for fund in lists["budgets"]:
        if general and not known(fund):
            yield Swap(_replaced(texts, general, fund), fund)
    for fund in lists["money"]:
        if when and not general and not table and not known(fund):
            yield Swap(_replaced(texts, when, f"{when}用{fund}安排的"), fund)
    for other in lists["tables"]:
        if table and not known(other):
            yield Swap(_replaced(texts, table, other), other)
    for empty in lists["empty"]:
        said = any(re.search(empty["says"], held.texts[number]) for number in asked.numbers)
        if said and asked.subject and (general or when):
            old, new = (general, empty["fund"]) if general else (str(when), f"{when}{empty['fund']}里")
            yield Swap(_replaced(texts, old, new), empty["fund"])


KINDS: dict[str, Callable[[tuple[str, ...], str, Mapping[str, Any], Held], Iterator[Swap]]] = {
    "year": year,
    "region": region,
    "department": department,
    "item": item,
    "elsewhere": elsewhere,
    "blank": blank,
    "scope": scope,
}


WHY = {
    "year": "no document is of {}",
    "region": "no document is of {}",
    "department": "no document is of {}",
    "item": "no document has {}",
    "elsewhere": "only other documents have {}",
    "blank": "the document leaves every row of {} empty",
    "scope": "the document has no {}, or leaves it empty",
}

# Kinds that make sense only of a question for one item's figure.
OF_ITEMS = {"item", "elsewhere", "blank", "scope"}


def negatives(
    golds: Iterable[Mapping[str, Any]], held: Held, *, seed: int, each: int, words: Path = WORDS
) -> list[dict[str, Any]]:
    """Up to ``each`` questions of every kind, spread over the gold questions; the same for the same seed.

    In the gold format, to be answered with ``not_found``; ``base`` is the gold question's id, ``type`` the kind.
    """
    lists = tomllib.loads(words.read_text(encoding="utf-8"))
    bases = [gold for gold in golds if gold["type"] not in LEFT_OUT]
    made: list[dict[str, Any]] = []
    for kind in KINDS:
        types = lists["scope" if kind == "scope" else "items"]["types"] if kind in OF_ITEMS else None
        fit = [gold for gold in bases if not types or gold["type"] in types]
        made += _of_kind(kind, fit, lists, held, Random(f"{seed}:{kind}"), each)
    return made


def _of_kind(
    kind: str, bases: list[Mapping[str, Any]], lists: Mapping[str, Any], held: Held, random: Random, each: int
) -> list[dict[str, Any]]:
    """One swap of every base in turn until there are enough or no more."""
    waiting: list[tuple[Mapping[str, Any], list[Swap]]] = []
    for base in bases:
        texts = (base["question"], *(base.get("turns") or ()))
        swaps = list(KINDS[kind](texts, base["lang"], lists, held))
        random.shuffle(swaps)
        waiting.append((base, swaps[:OF_ONE]))
    random.shuffle(waiting)
    made: list[dict[str, Any]] = []
    while len(made) < each and any(swaps for _, swaps in waiting):
        for base, swaps in waiting:
            if swaps and len(made) < each:
                made.append(_question(base, kind, swaps.pop(), len(made)))
    return made


def _question(base: Mapping[str, Any], kind: str, swap: Swap, number: int) -> dict[str, Any]:
    return {
        "id": f"{base['id']}-{kind}-{number}",
        "base": base["id"],
        "question": swap.texts[0],
        "turns": list(swap.texts[1:]),
        "lang": base["lang"],
        "type": kind,
        "answer": {"kind": "abstain", "why": WHY[kind].format(swap.put_in)},
        "must_not": [],
        "evidence": [],
    }
