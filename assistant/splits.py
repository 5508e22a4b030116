"""Questions that need two figures: whether one is asked for (share, difference), and its operands in its own words.

The turns of phrase stand in ``data/computed.toml``; here they are only tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from assistant.data import read
from assistant.words import fold

__all__ = [
    "change_aspects",
    "computed_operation",
    "core",
    "counted_by",
    "either_of",
    "is_target",
    "operand_words",
    "shielded",
    "split_conflict",
    "split_difference",
    "split_joined",
    "split_share",
    "unit_of",
    "without_roles",
    "without_workings",
]


def operand_words() -> dict[str, Any]:
    """The lists of ``data/computed.toml``."""
    return read("computed.toml")


@cache
def _patterns(section: str, key: str) -> tuple[re.Pattern[str], ...]:
    words = operand_words()[section]
    return tuple(re.compile(text.replace("{ask}", words.get("ask", ""))) for text in words[key])


def _said(section: str, text: str) -> bool:
    return any(p.search(text) for p in _patterns(section, "say")) and not any(
        p.search(text) for p in _patterns(section, "unless")
    )


def computed_operation(text: str) -> Literal["share", "difference", "conflict", "value"] | None:
    """What a normalised Chinese question asks of two figures: a share, a difference, whether they agree; or None."""
    if re.search(r"20\d\d|上年|去年|上一年", text) and any(p.search(text) for p in _patterns("previous", "say")):
        return "value"
    if _said("conflict", text):
        return "conflict"
    if _said("share", text):
        return "share"
    return "difference" if _said("difference", text) else None


def change_aspects(text: str, year: int | None = None) -> tuple[str, ...]:
    """What a normalised question asks of a change, in its order: ``before``, ``now``, ``amount``, ``percent``.

    ``year`` is the year that the documents are of: “2022年是多少” asks for the one before, “2023年是多少” for the one
    now; without it a year that is named by its number says neither.
    """
    words = operand_words()["change"]
    found: list[str] = []
    for clause in re.split(r"[，,；;。？?、]", text):
        measures = [
            (match.start(), name)
            for name in ("amount", "percent")
            for match in [re.search("|".join(words[name]), clause)]
            if match is not None
        ]
        found += [name for _, name in sorted(measures)]
        if not measures and re.search(words["before"], clause):
            found.append("before")
        for match in re.finditer(words["of_year"], clause) if not measures else ():
            if year is not None and int(match["year"]) in (year, year - 1):
                found.append("now" if int(match["year"]) == year else "before")
        if re.search(words["base"], clause):
            found.append("before")
    return tuple(dict.fromkeys(found))


def without_workings(text: str) -> str:
    """A question without the clause that says how to work out the year before (按2024年的增减额推算), and without a
    remark behind it that asks nothing (文件只写了分项)."""
    return re.sub(operand_words()["change"]["remark"], "", re.sub(operand_words()["previous"]["clause"], "", text))


_SHARE_ENGLISH = (
    re.compile(
        r"(?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+?) (?:is|was|are|"
        r"were|goes to|went to|does|did|do|comes from|came from|on|for|made up "
        r"of)\b(?P<part>.+)"
    ),
    re.compile(r"(?P<part>.+?) as a (?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+)"),
    re.compile(r"(?:share|proportion|percentage) of (?P<part>.+?) in (?:the )?(?P<whole>.+)"),
)


_DIFFERENCE_ENGLISH = (
    re.compile(
        r"how (?:much|many) (?:more|larger|higher|greater|bigger|less|lower|fewer|smaller) "
        r"(?P<what>[a-z ]*?)(?:is|are|was|were|does|do|did) (?:the )?(?P<one>.+?)(?: have| "
        r"has| had| get)? than (?:the |its )?(?P<two>.+)"
    ),
    re.compile(r"difference between (?:the )?(?P<one>.+?) and (?:the )?(?P<two>.+)"),
    re.compile(r"how much (?:more|higher|larger|greater|less|lower) (?:is|was|are|were)?(?P<one>.+?) than (?P<two>.+)"),
)


def _match(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for match in (pattern.search(text) for pattern in patterns) if match is not None), None)


def split_share(text: str, labels: Collection[str] = ()) -> tuple[str, str | None] | None:
    """(part, whole) of a question for a share, in its own words; the whole is None where none is named.

    ``labels`` are names that are never cut (社会保障和就业支出).
    """
    text, back = shielded(text, labels)
    match = _match(_SHARE_ENGLISH, text)
    if match is None:
        text = _one_piece(text)
        match = next(
            (m for m in (p.search(text) for p in _patterns("share", "operands")) if m and len(fold(m["part"])) > 1),
            None,
        )
    if match is None:
        return None
    part, whole = back(match["part"]), back(match.groupdict().get("whole") or "")
    return part, whole if len(fold(core(whole))) > 1 else None


def shielded(text: str, labels: Collection[str]) -> tuple[str, Callable[[str], str]]:
    """A text with the names in it that hold a cutting word replaced by signs, and how to put them back."""
    held: dict[str, str] = {}
    for label in sorted((one for one in labels if _CUTS.search(one) and len(one) > 3), key=len, reverse=True):
        if label in text:
            sign = f"{chr(0xE000 + len(held))}" * 2
            held[sign] = label
            text = text.replace(label, sign)

    def back(piece: str) -> str:
        for sign, label in held.items():
            piece = piece.replace(sign, label)
        return piece

    return text, back


_CUTS = re.compile(r"[和与跟同及、中里内比较占减差离是为给有]")


def _one_piece(text: str) -> str:
    """A question whose cuts (where a place stood) do not part what belongs together."""
    text = re.sub(r"[,，]\s*(?=占)", "", text)
    return re.sub(r"\|+", "|", re.sub(r"(?<=[在占比与和跟的])\|+|\|+(?=[在占比与和跟的])", "", text)).strip("|")


def split_difference(text: str, labels: Collection[str] = ()) -> tuple[str, str] | None:
    """The two operands of a question for a difference, in its own words; ``labels`` are names that are never cut."""
    text, back = shielded(text, labels)
    match = _match(_DIFFERENCE_ENGLISH, text)
    if match is not None:
        what = match.groupdict().get("what") or ""
        return back(f"{match['one']} {what}".strip()), back(f"{match['two']} {what}".strip())
    text = _one_piece(text)
    vacant = re.search(operand_words()["difference"]["vacant"], text)
    if vacant is not None:
        subject = core(re.sub(r"(?:一共|总共|现在|目前|还|有|是|共)*(?:多少|几)?个?$|的$", "", text[: vacant.start()]))
        return back(f"{subject}编制"), back(f"{subject}在职人数")
    match = _match(_patterns("difference", "operands"), text)
    return None if match is None else (back(match["one"]), back(match["two"]))


def split_joined(text: str, labels: Collection[str] = ()) -> list[str]:
    """The pieces of an operand that names several things (会议费和培训费); one piece where it names one."""
    covered, back = shielded(text, labels)
    pieces = [back(piece) for piece in re.split(operand_words()["share"]["joined"], covered)]
    told = [piece for piece in pieces if len(fold(core(piece))) > 1]
    return told if len(told) == len(pieces) else [text]


def split_conflict(text: str, labels: Collection[str] = ()) -> tuple[str, str] | None:
    """The two statements of a question whether they agree, in its own words; ``labels`` are never cut."""
    text, back = shielded(text, labels)
    match = _match(_patterns("conflict", "operands"), _one_piece(text))
    if match is None:
        return None
    written = operand_words()["conflict"]["written"]
    one, two = (core(re.sub(written, "", back(match[name]))) for name in ("one", "two"))
    return (one, two) if len(fold(one)) > 1 and len(fold(two)) > 1 else None


def either_of(text: str) -> tuple[Decimal, Decimal] | None:
    """The two figures between which a question asks to decide (200万还是300万), as they are written."""
    match = re.search(operand_words()["conflict"]["either"], text)
    if match is None:
        return None
    return Decimal(match["one"].replace(",", "").rstrip(".")), Decimal(match["two"].replace(",", "").rstrip("."))


def counted_by(text: str) -> str | None:
    """The telling unit that a question counts in (多少课时); None for units that count all sorts of things."""
    match = re.search(r"(?:多少|几)个?([一-鿿]{2,3}?)(?:$|[?？,，。呢吗]|数)", text)
    telling = next((unit for unit in operand_words()["conflict"]["telling_units"] if unit in text), None)
    if match is None or match[1] in operand_words()["conflict"]["common_units"]:
        return telling if re.search("多少|几", text) else None
    return telling or match[1]


def core(text: str) -> str:
    """An operand without the words that only say how much of it is meant."""
    previous = None
    text = text.strip("|,， ")
    while previous != text:
        previous = text
        for pattern in _patterns("operand", "strip"):
            text = pattern.sub("", text).strip("|,， ")
    for pattern, whole in operand_words()["operand"]["rewrite"]:
        text = re.sub(pattern, whole, text)
    return text


def is_target(text: str) -> bool:
    """Whether an operand speaks of what was planned."""
    return bool(re.search(operand_words()["operand"]["target"], text)) and not _is_result(text)


def _is_result(text: str) -> bool:
    """Whether an operand speaks of what was done."""
    return bool(re.search(operand_words()["operand"]["result"], text))


def without_roles(text: str) -> str:
    """An operand's subject: its words without those for target and result."""
    words = operand_words()["operand"]
    return core(re.sub(f"{words['target']}|{words['result']}", "", text))


def unit_of(text: str) -> str | None:
    """The unit that an operand's words call for (面积: 平方米); None where they call for none."""
    return next((entry["unit"] for entry in operand_words()["operand"]["unit"] if re.search(entry["say"], text)), None)
