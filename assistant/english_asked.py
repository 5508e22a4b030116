"""What an English question asks for: taken out of its words one by one, until its subject is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.english import gloss
from assistant.english_link import Known
from assistant.english_terms import grammar

__all__ = [
    "CHINESE",
    "TOLD",
    "Asked",
    "direction",
    "frames",
    "take_asks",
    "take_compared",
    "take_extreme",
    "take_noun",
    "take_without",
]

TOLD = re.compile(
    r"^(?:was|were|did|has|have|is|are|does) |"
    r"\b(?:increase|decrease|rise|fall|drop|reduction|growth|decline|cut) (?:in|of)\b"
)


CHINESE = "零一二三四五六七八九十"


@dataclass(slots=True)
class Asked:
    """What a question asks for, found so far; ``text`` is what is left of it."""

    text: str
    roles: dict[str, str] = field(default_factory=dict)
    noun: str | None = None
    counted: bool = False
    listed: bool = False
    extreme: str | None = None
    number: int | None = None
    nth: int | None = None
    without: str = ""
    nothing: bool = False


@lru_cache(maxsize=1)
def frames() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(entry["pattern"]), entry["to"]) for entry in grammar()["frame"])


@lru_cache(maxsize=1)
def _asks() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(entry["pattern"]), entry["role"], entry["to"]) for entry in grammar()["ask"])


def take_asks(asked: Asked) -> None:
    """Take the words out that say what is wanted; words of a frame (share, difference) stay for it."""
    framed = any(pattern.search(asked.text) for pattern, _ in frames())
    for pattern, role, chinese in _asks():
        if role == "sum" and not re.search(r" and |,|\bthese\b|\btogether\b|\badd", asked.text):
            continue
        if role in asked.roles or (framed and role in ("growth", "gap", "sum", "measure", "pronoun")):
            continue
        if pattern.search(asked.text):
            if role == "measure" and "measure" in asked.roles:
                continue
            match = pattern.search(asked.text)
            many = match["n"] if match is not None and "n" in pattern.groupindex else ""
            asked.roles[role] = chinese.replace("{n}", _several(many))
            asked.text = pattern.sub(" ", asked.text)
    asked.text = re.sub(r"\s+", " ", asked.text).strip(" ,")


def _several(word: str) -> str:
    number = grammar()["numbers"].get(word, 0)
    return "两" if number == 2 else CHINESE[number]


def take_without(asked: Asked, known: Known) -> None:
    """What is left out ("excluding carry-over") as a Chinese condition; "not just" and the like say nothing."""
    words = grammar()["without"]
    asked.text = re.sub(words["ignore"], " ", asked.text)
    asked.nothing = bool(re.search(words["nothing"], asked.text))
    asked.text = re.sub(words["nothing"], " ", asked.text)
    match = re.search(words["leave"], asked.text)
    if match is not None:
        left = gloss(match["what"], known=known)
        if left.subject and not left.unlinked:
            asked.without = f"不算{left.subject}"
            asked.text = asked.text[: match.start()] + " , " + asked.text[match.end() :]


_VERB = r"(?:of|that|which|for|does|did|do|must|should|can|could|will|would|may|shall|might) "  # no part of a noun
_HOWS = (
    r"\b(?P<how>which|how many)(?: (?:two|three|four|five|six|ten|\d+))? of "
    r"(?:the |its |these |those )?(?P<between>(?:[\w⟦⟧]+ ){0,8}?)",
    r"\b(?P<how>of|among|across) (?:the |its |all )?(?P<between>(?:[\w⟦⟧]+ ){0,8}?)",
    rf"\b(?P<how>which|what|how many|list|name|whose)\b (?P<between>(?:(?!{_VERB})[\w⟦⟧]+ ){{0,4}}?)",
    rf"\b(?P<how>list|name)\b (?P<between>(?:(?!{_VERB})[\w⟦⟧]+ ){{5,7}}?)",
    r"\b(?P<how>the|top)\b (?P<between>(?:(?!of |is |are |was |that |which |in )[\w⟦⟧]+ ){0,4}?)",
)


def take_noun(asked: Asked) -> None:
    """The noun that is counted, listed or ranked: after which, what, how many, list, name or a superlative."""
    for how in _HOWS:
        match = re.search(
            rf"{how}(?P<noun>{_nouns()})\b(?! (?:code|name|staff|budget|expenditure|income|price|nature)s?\b)"
            r"(?!(?<!s) costs?\b)",
            asked.text,
        )
        if match is None:
            continue
        if match["how"] == "the" and not _extreme_in(match["between"]):
            continue
        after = asked.text[match.end() :]
        if match["how"] in ("of", "among", "across") and not re.search(r"\b(?:which|whose|how many)\b", after):
            continue
        if grammar()["nouns"][_one(match["noun"])] in ("部分", "来源", "类") and not match["noun"].endswith("s"):
            continue
        asked.extreme = "most" if match["how"] == "top" else None
        many = match["noun"].endswith("s") and not match["noun"].endswith("ss")
        asked.noun = grammar()["nouns"][_one(match["noun"])]
        asked.counted = match["how"] == "how many" or bool(
            match["how"] in ("of", "among", "across") and re.search(r"\bhow many\b", after)
        )
        asked.listed = match["how"] in ("list", "name", "which", "what") and (many or match["how"] in ("list", "name"))
        counted = re.search(rf"\b(?:which|what|name)(?: the)? (\w+) of [^,]*{re.escape(match['noun'])}", asked.text)
        asked.number = _number(match["between"]) if match["how"] in ("the", "top", "which", "what", "name") else None
        asked.number = asked.number or (_number(counted[1]) if counted else None)
        between = re.sub(
            rf"\b(?:{'|'.join(grammar()['numbers'])}|\d\d?)\b(?! ?(?:largest|biggest))", " ", match["between"]
        )
        asked.text = f"{asked.text[: match.start()]} {between} , {after}"
        return
    if re.search(r"\bwhich one\b", asked.text):
        asked.noun = "项"
        asked.text = asked.text.replace("which one", " ")


_ISSUERS = {"bureau", "department", "city"}  # "the bureau's projects": only what is asked after outright


@lru_cache(maxsize=1)
def _nouns() -> str:
    words = sorted(grammar()["nouns"].keys() - _ISSUERS, key=len, reverse=True)
    return (
        "|".join(re.sub(r"y$", "(?:y|ies)", word) if word.endswith("y") else f"{word}(?:e?s)?" for word in words)
        + "|bureaus|departments|cities|(?<=which )(?:bureau|department|city)"
    )


def _one(word: str) -> str:
    return next(one for one in (word, word[:-1], word[:-2], word[:-3] + "y") if one in grammar()["nouns"])


def _number(text: str) -> int | None:
    for word in text.split():
        if word in grammar()["numbers"] and word not in ("second", "third", "fourth", "fifth", "one"):
            return int(grammar()["numbers"][word])
        if word.isdecimal() and int(word) <= 50:
            return int(word)
    return None


def _extreme_in(text: str) -> str | None:
    for kind in ("most", "least"):
        if re.search(rf"\b(?:{'|'.join(grammar()['extreme'][kind])})\b", text):
            return kind
    return None


def take_extreme(asked: Asked) -> None:
    """Superlatives, second largest, top three, and the comparison of two."""
    ordinal = re.search(
        r"\b(?P<nth>second|third|fourth|fifth) (?P<word>largest|biggest|highest|most|smallest|lowest|least|fewest)\b|"
        r"\branks? (?P<place>second|third|fourth|fifth)\b",
        asked.text,
    )
    if ordinal is not None:
        asked.nth = int(grammar()["numbers"][ordinal["nth"] or ordinal["place"]])
        asked.extreme = _extreme_in(ordinal[0]) or "most"
        asked.text = asked.text.replace(ordinal[0], " ")
        return
    if asked.extreme is not None:
        return
    kind = _extreme_in(re.sub(r"\bat (?:most|least)\b", " ", asked.text))
    if kind is not None:
        words = "|".join(grammar()["extreme"][kind])
        match = re.search(rf"\b(?:the )?(?P<n1>\w+ )?(?:{words})(?P<n2> \w+)?\b", asked.text)
        if match is not None and asked.number is None:
            asked.number = _number((match["n1"] or "") + (match["n2"] or ""))
        asked.extreme = kind
        asked.text = re.sub(rf"\b(?:{words})\b", " ", asked.text)
        if asked.number is not None:
            asked.text = re.sub(rf"\b(?:{'|'.join(grammar()['numbers'])}|{asked.number})\b(?! ?年)", " ", asked.text)
        return
    for kind in ("more", "less"):
        words = "|".join(grammar()["extreme"][kind])
        if re.search(rf"\b(?:{words})\b", asked.text) and re.search(r"\b(?:which|whose|who|or|than)\b", asked.text):
            asked.extreme = kind
            asked.text = re.sub(rf"\b(?:{words})\b", " ", asked.text)
            return


def direction(text: str) -> str | None:
    words = grammar()["direction"]
    if re.search(words["down"], text):
        return "down"
    return "up" if re.search(words["up"], text) else None


def take_compared(text: str) -> tuple[str, str | None]:
    """The year that a change is counted from, taken out of the text: "in 2023 over 2022", "between 2022 and 2023"."""
    since = re.search(
        r"\bbetween (?P<a>20\d\d) and (?=20\d\d)|\bfrom (?P<b>20\d\d) to (?=20\d\d)|"
        r"\b(?:from|over|against|compared (?:with|to)|than|relative to|versus|vs|on) (?:in )?(?P<c>20\d\d)\b",
        text,
    )
    if since is None or (len(set(re.findall(r"\b20\d\d\b", text))) < 2 and "compared" not in since[0]):
        return text, None
    return text.replace(since[0], " "), f"{since['a'] or since['b'] or since['c']}年"
