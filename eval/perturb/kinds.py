"""The ways of putting a question differently without asking anything else.

Each takes a question, its language and a source of chance, and returns the question put differently, or as it was
where the kind has nothing to do to it. None adds, alters or leaves out a digit (:func:`digits`).
"""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from eval.perturb import typos
from eval.perturb.typos import Lexicon, words_of

__all__ = ["KINDS", "Tools", "digits", "put_differently"]

WORDS = Path(__file__).with_name("words.toml")
HAN = "\u4e00-\u9fff"
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|《[^》]*》|「[^」]*」")
# punctuation that is no part of a figure: "12,000" and "0.5" keep theirs, percent signs stay
MARKS = re.compile(
    r"(?<!\d)[,.](?!\d)|(?<=\d)[,.](?!\d)|(?<!\d)[,.](?=\d)|[，。？！、；：:;?!“”\"'‘’《》「」（）()…—~～-]"
)


@dataclass(frozen=True, slots=True)
class Tools:
    """The word lists and what counts as a word."""

    words: Mapping[str, Any]
    lexicon: Lexicon

    @classmethod
    def of(cls, texts: Iterable[str] = (), words: Path = WORDS) -> Tools:
        """From the lists of ``words``; pairs of characters in ``texts`` (the documents) count as words."""
        lists = tomllib.loads(words.read_text(encoding="utf-8"))
        return cls(lists, Lexicon.of(lists["typo"]["keep"], lists["shape"]["alike"], texts))


def digits(text: str) -> str:
    """The digits of a text in ascending order, full width folded: what no kind may change."""
    return "".join(sorted(one for one in unicodedata.normalize("NFKC", text) if one.isdigit()))


def synonyms(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Every phrase that has another of the same meaning takes it; quoted titles stay."""
    others = {first: rest for first, *rest in tools.words["synonyms"][lang]}
    phrases = sorted(others, key=lambda phrase: (-len(phrase), phrase))
    pattern = re.compile("|".join([QUOTED.pattern, *map(re.escape, phrases)]))
    return pattern.sub(lambda found: random.choice(others.get(found[0], [found[0]])), text)


def dropped(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Words that carry nothing left out; not where what then meets would be a word, and quoted titles stay."""
    titles = [found.span() for found in QUOTED.finditer(text)]
    starts = word_starts(text) if lang == "zh" else {found.start() for found in re.finditer(r"\b", text)}
    kept, at = "", 0
    for found in re.finditer("|".join(tools.words["droppable"][lang]), text, re.IGNORECASE):
        whole = found.start() in starts and (found.end() in starts or found.end() == len(text))
        titled = any(start <= found.start() < end for start, end in titles)
        before, after = kept + text[at : found.start()], text[found.end() :]
        if whole and not titled and not tools.lexicon.joins(before, after):
            kept, at = before, found.end()
    return kept + text[at:]


def word_starts(text: str) -> set[int]:
    """Where the words of a Chinese text begin."""
    return set(accumulate((len(word) for word in words_of(text)), initial=0))


def swapped(text: str, lang: str, random: Random, tools: Tools) -> str:
    """(who)(when) becomes (when)(who) or the other way, or what comes after the question mark comes first."""
    if lang == "en":
        found = re.fullmatch(r"(In [^,]+\b(?:19|20)\d\d[^,]*), (.+?)([.?])", text)
        return f"{found[2][0].upper()}{found[2][1:]}, {found[1][0].lower()}{found[1][1:]}{found[3]}" if found else text
    who, when = tools.words["order"]["who"], tools.words["order"]["when"]
    ways = []
    joined = "(?![和与跟及、末底初])"  # "A in 2023 and B": what stands before may belong to both
    if found := re.match(rf"(?P<who>{who})(?P<when>{when}){joined}", text):
        ways.append(found["when"] + found["who"] + text[found.end() :])
    if found := re.match(rf"(?P<when>{when})(?P<who>{who})(?!\d){joined}", text):
        ways.append(found["who"] + found["when"] + text[found.end() :])
    if found := re.fullmatch(rf"([^？?]{{4,}})[？?]([^？?（(]*(?:{who}|{when})[^？?）)]{{0,4}})", text):
        ways.append(f"{found[2]}，{found[1]}？")
    return random.choice(ways) if ways else text


def typo_by_sound(text: str, lang: str, random: Random, tools: Tools) -> str:
    """One character for another of the same sound."""
    return text if lang == "en" else typos.by_sound(text, random, tools.lexicon)


def typo_by_shape(text: str, lang: str, random: Random, tools: Tools) -> str:
    """One character for another of a similar shape."""
    return text if lang == "en" else typos.by_shape(text, random, tools.lexicon)


def typo_in_letters(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Two letters of an English word the wrong way round."""
    return typos.by_letters(text, random) if lang == "en" else text


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def traditional(text: str, lang: str, random: Random, tools: Tools) -> str:
    """In traditional characters."""
    return str(_converter().convert(text))


def full_width(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Letters, digits and signs of ASCII in full width, spaces too."""
    wide = {ord(one): chr(ord(one) + 0xFEE0) for one in string.printable if "!" <= one <= "~"}
    return text.translate({**wide, ord(" "): "\u3000"})


def no_punctuation(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Without punctuation; a space where two words or numbers would run together, figures as they are."""

    def mark(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if found[0] in "'’":
            return ""
        return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""

    return re.sub(r" {2,}", " ", MARKS.sub(mark, text)).strip()


def _around(text: str, pair: list[str]) -> str:
    before, after = pair
    return before + (text.rstrip("？?。.") if after.startswith(("？", "，")) else text) + after


def polite(text: str, lang: str, random: Random, tools: Tools) -> str:
    """With the words of someone who asks politely."""
    return _around(text, random.choice(tools.words["polite"][lang]))


def noise(text: str, lang: str, random: Random, tools: Tools) -> str:
    """With what people type around a question that is no part of it."""
    return _around(text, random.choice(tools.words["noise"][lang]))


def line_breaks(text: str, lang: str, random: Random, tools: Tools) -> str:
    """Broken over lines between words, as pasted from a narrow column."""
    pieces = re.split(r"(?<= )", text) if lang == "en" else words_of(text)
    # nothing that belongs to one number or name of letters is torn apart
    gaps = [i for i in range(1, len(pieces)) if not (pieces[i - 1][-1:].isascii() and pieces[i][:1].isascii())]
    gaps = list(range(1, len(pieces))) if lang == "en" else gaps
    for gap in random.sample(gaps, min(2, len(gaps))):
        pieces[gap] = "\n" + pieces[gap]
    return random.choice(["", "\n"]) + "".join(pieces) + random.choice(["\n", "\n\n"])


KINDS: dict[str, Callable[[str, str, Random, Tools], str]] = {
    "synonyms": synonyms,
    "dropped": dropped,
    "swapped": swapped,
    "sound": typo_by_sound,
    "shape": typo_by_shape,
    "letters": typo_in_letters,
    "traditional": traditional,
    "full_width": full_width,
    "no_punctuation": no_punctuation,
    "polite": polite,
    "noise": noise,
    "line_breaks": line_breaks,
}


def put_differently(gold: Mapping[str, Any], kind: str, seed: int, tools: Tools) -> dict[str, Any] | None:
    """A gold question and its earlier turns put differently; None where the kind changes nothing of them.

    The id is the question's with the kind behind it, ``base`` the question's own. Raises ``ValueError`` where a
    digit was changed.
    """
    random = Random(f"{seed}:{kind}:{gold['id']}")
    before = [gold["question"], *(gold.get("turns") or ())]
    after = [KINDS[kind](text, gold["lang"], random, tools) for text in before]
    if after == before:
        return None
    if any(digits(old) != digits(new) for old, new in zip(before, after, strict=True)):
        raise ValueError(f"{kind} changed the digits of a question")
    changed = {**gold, "id": f"{gold['id']}#{kind}", "base": gold["id"], "kind": kind, "question": after[0]}
    return {**changed, "turns": after[1:]} if after[1:] else changed
