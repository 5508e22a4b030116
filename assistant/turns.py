"""The words of asking on, from ``data/conversation.toml``, and a question taken apart with them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from assistant.data import read
from assistant.english import in_chinese
from assistant.words import fold

__all__ = [
    "against_before",
    "bare_words",
    "converted",
    "parallel_in",
    "scope_turn",
    "share_of",
    "small_words_off",
    "spoken_english",
    "subject_of",
    "turn_words",
]

_SMALL = re.compile(
    r"^(?:那么?|而|还有|再问|再|and|what about|how about|then|also)[，, ]*|呢[？?]?$|[？?。]$|(?:是|有)?多少$"
)
_AHEAD = re.compile(r"^(?:那么?|而|还有|再|and|what about|how about|then|其中的?|那其中的?)[，, ]*")


def turn_words() -> dict[str, Any]:
    """The lists of ``data/conversation.toml``."""
    return read("conversation.toml")


def bare_words(rest: str) -> str:
    """What a turn (without its place and year) names, in the words that tables use for a column said otherwise."""
    bare = re.sub(turn_words()["correction"], "", rest.replace("|", " ").strip())
    for pattern, column in turn_words()["says"]:
        if re.fullmatch(f"(?:那|它)?(?:的)?(?:{pattern})[？?呢]*", bare):
            return str(column)
    bare = _SMALL.sub("", bare).strip(" ，,？?的'")
    return "" if re.fullmatch(turn_words()["switch_lead"], bare) else bare


def small_words_off(text: str) -> str:
    """A turn without the words that only join it to the one before."""
    return _AHEAD.sub("", re.sub(turn_words()["correction"], "", text)).replace("呢", "")


@cache
def _asked() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in turn_words()["asked"])


def subject_of(core: str) -> str:
    """An earlier question's subject, without what it asked of it."""
    previous = None
    text = core.strip(" ，,")
    while previous != text:
        previous = text
        for pattern in _asked():
            shorter = pattern.sub("", text).strip(" ，,")
            text = shorter if len(shorter) > 1 else text
    return text


def converted(bare: str, core: str) -> str | None:
    """The earlier question in another unit of money, where the turn asks for nothing else."""
    match = re.fullmatch(turn_words()["convert"], bare.rstrip("？? "))
    if match is None:
        return None
    subject = subject_of(core)
    unit = match["unit"] if match["unit"].endswith("元") else f"{match['unit']}元"
    plain = re.search(r"占|比|差|增|减|加|涨|降|合计|一共|总共", core) is None
    asked = core if re.search("多少|几", core) else f"{core}是多少"
    return f"{subject}换算成{unit}是多少" if plain else f"{asked}，换算成{unit}"


def scope_turn(text: str, core: str) -> str | None:
    """The earlier question in the table or coverage that the turn names; None where it names more or none."""
    words = turn_words()
    if text.startswith("其中"):
        return None
    column = re.fullmatch(f"(?P<table>.{{2,20}}?表)(?:里面?|中|上)?的?(?P<column>{words['measure']})(?:是?多少)?", text)
    if column is not None and (moved := scope_turn(column["table"], core)) is not None:
        return f"{re.sub('(?:是|有)?多少$', '', subject_of(moved))}的{column['column']}"
    lead = re.match(words["switch_lead"], text)
    name = text[lead.end() :] if lead else text
    trail = re.search(words["switch_trail"], name)
    name = (name[: trail.start()] if trail else name).strip(" ，,“”\"'")
    inside = re.fullmatch(words["inside"], text[lead.end() :]) if lead and lead[0] not in ("那", "那么") else None
    if inside is not None and not inside["whole"].endswith("表"):
        return f"{inside['whole']}里的{subject_of(core)}是多少"
    table = re.fullmatch(r"[一-鿿“”\"]{2,24}表", name) is not None
    switched = bool(lead and lead[0] not in ("那", "那么")) or bool(trail and re.search("部分|块|口径", trail[0]))
    if not table and not (re.fullmatch(words["scopes"], name) and switched):
        return None
    kept = re.sub(words["table_said"], "", re.sub(r"[（(]\d{3,7}[)）]", "", core))  # a code is one table's
    kept = (
        re.sub(f"^(?:(?:{words['scopes']}|“?三公”?经费|基本支出)[的 ]+)+(?=[一-鿿]{{2}})", "", kept).strip(" 的，,")
        or core
    )
    return f"{name}里的{kept}" if table else f"{name} {kept}"


def parallel_in(bare: str, core: str) -> str | None:
    """The earlier question with the turn's name in the place of the one it stands beside (博士, 硕士)."""
    for names in turn_words()["parallel"]:
        old = next((name for name in names if name in core), None)
        if bare in names and old is not None and old != bare and core.count(old) == 1:
            return core.replace(old, bare)
    return None


def named_part(subject: str) -> str:
    """The column that a subject ends with (…其中的项目支出); empty where it names none."""
    match = re.search(f"(?:其中的?|的)({turn_words()['measure']})$", subject)
    return match[1] if match else ""


def share_of(subject: str, text: str) -> str:
    """What a turn asks as a share (“占总支出的多少”) of the earlier subject, by its whole where that was named."""
    within = re.fullmatch(r"(?P<whole>.{2,}?)(?:其中的?|里面?的|中的|的)(?P<part>[^的]{2,})", subject)
    whole = re.search(turn_words()["whole"], text)
    if within and whole:
        return f"{within['part']}占{within['whole']}{text[whole.end() :] or '百分之几'}"
    joined = re.sub(r"(?:合计|一共|总共|加起来)$", "", subject)
    return f"{joined.replace('其中的', '的')}{text}"


def against_before(text: str, core: str) -> str | None:
    """A part of what the earlier question was about, what is left of it without a kind, or a comparison with it."""
    words = turn_words()
    subject = subject_of(core)
    without = re.match(words["without"], text) or re.match(words["less"], text)
    if without is not None:
        scope = re.fullmatch(words["scopes"], without["kind"]) and not without["kind"].endswith("支出")
        half = "收入" if "收入" in subject else "支出" if "支出" in subject else ""
        kind = f"{without['kind'].removesuffix('拨款')}拨款{half}" if scope else without["kind"]
        return f"{subject}减去{kind}是多少"
    if re.match(words["compared"], text):
        return f"{subject}{re.sub('^(?:那)?(?:它)?', '', text)}"
    part = re.match(words["part"], text)
    if part is None or re.search(words["pronoun"], part["part"]):
        return None
    said = re.search(words["whole_said"], core)
    whole = said["whole"] if said else subject
    if fold(part["part"]) == fold(whole):
        return None
    ask = re.sub("^占(?:了|到)?(?:比例?|比重)?", "", part["ask"]) or "百分之几"
    return f"{part['part']}占{whole}的{ask.removeprefix('的')}"


def spoken_english(text: str) -> str | None:
    """A turn whose order of words alone says what it means (“What do they add up to?”) in Chinese; else None."""
    plain = re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip(" ?.!")
    for entry in turn_words()["english"]:
        match = re.search(entry["say"], plain)
        if match is not None:
            named = next((group for group in match.groupdict().values() if group), None)
            if named is None:
                return str(entry["to"])
            inner = in_chinese(named)
            inside = re.sub(r"(?:是多少.*|[？?])$", "", inner.text or "")
            return None if inner.unlinked or not inside else str(entry["to"]).replace("{0}", inside)
    return None
