"""How an English question is turned round into a Chinese one: what is asked goes last, the scope first."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.english import Gloss, Rendering, gloss, grammar
from assistant.english_scope import places, scope_text

__all__ = ["render"]

_FOLLOW_UP = re.compile(
    r"^(?:(?:and |then |but |so )?(?:what|how) about|and(?= )|then(?= )|no,? i mean(?:t|)|i mean(?:t|)|same for|also)\b,? *"
)
_CORRECTION = re.compile(r"^(?:no,? |sorry,? )?(?:i mean(?:t)?|i asked about|i was asking about)\b")
_NOUN_BEFORE = r"\b(?P<how>which|what|how many|list|name|the|top|whose)\b(?P<between>(?: (?!of |is |are |was |does |do |did |that |which )[\w⟦⟧一-鿿.]+){0,4}?)"


@dataclass(slots=True)
class _Asked:
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


def render(text: str, *, prefer: Collection[str] = ()) -> Rendering:
    """A normalised English question (amounts and conditions in Chinese) in Chinese."""
    text = re.sub(r"[?!.]+(?= |$)", "", text).strip()
    follow = _FOLLOW_UP.match(text)
    corrected = bool(_CORRECTION.match(text))
    if follow:
        text = text[follow.end() :].strip()
    asked = _Asked(text)
    _take_without(asked, prefer)
    _take_asks(asked)
    framed = _frame(asked, prefer)
    if framed is not None:
        return Rendering(_converted(framed.text, asked), framed.unlinked)
    _take_noun(asked)
    _take_extreme(asked)
    change = _direction(text)
    if asked.extreme in ("more", "less"):
        change = None
    if "growth" in asked.roles or change or "reason" in asked.roles:
        asked.text, since = _take_compared(asked.text)
    else:
        since = None
    if (
        change
        and not asked.extreme
        and ("growth" in asked.roles or "reason" in asked.roles or "measure" in asked.roles)
    ):
        asked.text = re.sub("|".join(grammar()["direction"][one] for one in ("up", "down")), " | ", asked.text)
    said = gloss(asked.text, prefer=prefer, generic=asked.noun not in ("单位", "预算单位"))
    said = replace(said, subject=_cars(said.subject, text, bool(follow)))
    if follow and not asked.roles and not asked.noun:
        body = _scope(said) + said.subject
        return Rendering(f"不对，我问的是{body}" if corrected else f"那{body}呢", said.unlinked)
    return Rendering(_converted(_assemble(asked, said, change, since, text), asked), said.unlinked)


def _converted(text: str, asked: _Asked) -> str:
    """The unit that is asked for, in the question (多少亿元)."""
    unit = asked.roles.get("convert", "").removeprefix("换算成")
    return (
        re.sub(r"多少(?:钱)?$", f"多少{unit}", text)
        if unit in ("亿元", "元", "万元")
        else f"{text}，换算成{unit}"
        if unit
        else text
    )


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(entry["pattern"]), entry["to"]) for entry in grammar()["frame"])


@lru_cache(maxsize=1)
def _asks() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(entry["pattern"]), entry["role"], entry["to"]) for entry in grammar()["ask"])


def _take_asks(asked: _Asked) -> None:
    """Take the words out that say what is wanted; words of a frame (share, difference) stay for it."""
    framed = any(pattern.search(asked.text) for pattern, _ in _frames())
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


def _cars(subject: str, text: str, follow: bool) -> str:
    """Vehicles that are counted or held are 车辆; what is spent on them is a public expense."""
    spent = follow or re.search(r"\b(?:budget|spend|spent|spending|expens|cost|how much)", text)
    held = re.search(r"\b(?:how many|own|owns|held|hold|holds|have|has|asset|value|worth)\b", text)
    return re.sub(r"(?<!用)车辆(?!数|购)", "公务用车购置及运行费", subject) if spent and not held else subject


def _alike(one: str, other: str) -> tuple[str, str]:
    """Two operands measured alike: an attribute (面积) that one of them names holds for the other."""
    for word in grammar()["attributes"]["say"]:
        if one.endswith(word) != other.endswith(word):
            return (one, other + word) if one.endswith(word) else (one + word, other)
    return one, other


def _several(word: str) -> str:
    number = grammar()["numbers"].get(word, 0)
    return "两" if number == 2 else _CHINESE[number]


def _take_without(asked: _Asked, prefer: Collection[str]) -> None:
    """What is left out ("excluding carry-over") as a Chinese condition; "not just" and the like say nothing."""
    words = grammar()["without"]
    asked.text = re.sub(words["ignore"], " ", asked.text)
    asked.nothing = bool(re.search(words["nothing"], asked.text))
    asked.text = re.sub(words["nothing"], " ", asked.text)
    match = re.search(words["leave"], asked.text)
    if match is not None:
        left = gloss(match["what"], prefer=prefer)
        if left.subject and not left.unlinked:
            asked.without = f"不算{left.subject}"
            asked.text = asked.text[: match.start()] + " , " + asked.text[match.end() :]


def _frame(asked: _Asked, prefer: Collection[str]) -> Rendering | None:
    for pattern, to in _frames():
        match = pattern.search(asked.text)
        if match is None:
            continue
        groups = match.groupdict()
        groups["b"] = _that_of(groups.get("a") or "", groups.get("b") or "")
        before = gloss(asked.text[: match.start()], prefer=prefer, generic=False)
        a = gloss(groups.get("a") or "", prefer=prefer)
        b = gloss(groups.get("b") or "", prefer=prefer)
        c = gloss(groups.get("c") or "", prefer=prefer, generic=False)
        every = (before, a, c, b)
        unlinked = tuple(word for one in every for word in one.unlinked)
        scope = tuple(group for one in (c, a, b, before) for group in one.scope)
        units = tuple(dict.fromkeys(unit for one in (c, a, b, before) for unit in one.units))
        where = scope_text(scope, units) + asked.roles.get("every", "")
        shared = a.subject or b.subject or c.subject
        if "占" not in to and len(units) == 2 and len({group.place for group in scope}) < 2 and shared:
            less = "少" if "少多少" in to else "多"
            return Rendering(f"{scope_text(scope)}{units[0]}的{shared}比{units[1]}的{shared}{less}多少", unlinked)
        if "占" not in to and (places(scope) > 1 or len(units) > 1 or ((b.scope or b.units) and not b.subject)):
            less = "少" if "少多少" in to else "多"
            ask = "相差多少" if "相差" in to else f"哪个{less}，{less}多少"
            return Rendering(f"{where}的{shared}{ask}", unlinked)
        if "占" in to and "a" in groups and not a.subject:
            return None
        measure = {"square metres": "平方米", "square meters": "平方米", "people": "人", "yuan": "钱"}.get(
            groups.get("m") or "", ""
        )
        inside = f"{before.subject}的" if before.subject and before.subject not in (a.subject, b.subject) else ""
        part, whole = _alike(a.subject + c.subject, b.subject) if b.subject else (a.subject + c.subject, "")
        body = to.replace("{m}", measure).format(a=part, b=whole)
        return Rendering(f"{where}{'的' if where else ''}{inside}{body}", unlinked)
    return None


def _that_of(one: str, other: str) -> str:
    """ "the floor area of houses" and "that of offices": the second with what "that" stands for."""
    head = re.match(r"(.+?) of ", one)
    return re.sub(r"^(?:that|those)(?= of )", head[1], other) if head else other


def _scope(said: Gloss) -> str:
    return scope_text(said.scope, said.units)


_HOWS = (
    r"\b(?P<how>which|how many)(?: (?:two|three|four|five|six|ten|\d+))? of (?:the |its |these |those )?(?P<between>(?:[\w⟦⟧]+ ){0,8}?)",
    r"\b(?P<how>of|among|across) (?:the |its |all )?(?P<between>(?:[\w⟦⟧]+ ){0,8}?)",
    r"\b(?P<how>which|what|how many|list|name|whose)\b (?P<between>(?:(?!of |that |which |does |did )[\w⟦⟧]+ ){0,4}?)",
    r"\b(?P<how>the|top)\b (?P<between>(?:(?!of |is |are |was |that |which |in )[\w⟦⟧]+ ){0,4}?)",
)


def _take_noun(asked: _Asked) -> None:
    """The noun that is counted, listed or ranked: after which, what, how many, list, name or a superlative."""
    for how in _HOWS:
        match = re.search(
            rf"{how}(?P<noun>{_nouns()})\b(?! (?:code|name|staff|budget|expenditure|income|cost)s?\b)", asked.text
        )
        if match is None:
            continue
        if match["how"] in ("the", "top") and not _extreme_in(match["between"]):
            continue
        after = asked.text[match.end() :]
        if match["how"] in ("of", "among", "across") and not re.search(r"\b(?:which|whose|how many)\b", after):
            continue
        if grammar()["nouns"][_one(match["noun"])] == "部分" and not match["noun"].endswith("s"):
            continue
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


def _take_extreme(asked: _Asked) -> None:
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


def _direction(text: str) -> str | None:
    words = grammar()["direction"]
    if re.search(words["down"], text):
        return "down"
    return "up" if re.search(words["up"], text) else None


def _take_compared(text: str) -> tuple[str, str | None]:
    """The year that a change is counted from, taken out of the text: "in 2023 over 2022", "between 2022 and 2023"."""
    since = re.search(
        r"\bbetween (?P<a>20\d\d) and (?=20\d\d)|\bfrom (?P<b>20\d\d) to (?=20\d\d)|"
        r"\b(?:from|over|against|compared (?:with|to)|than|relative to|versus|vs|on) (?:in )?(?P<c>20\d\d)\b",
        text,
    )
    if since is None or len(set(re.findall(r"\b20\d\d\b", text))) < 2:
        return text, None
    return text.replace(since[0], " "), f"{since['a'] or since['b'] or since['c']}年"


def _assemble(asked: _Asked, said: Gloss, change: str | None, since: str | None, text: str) -> str:
    scope, subject = _scope(said), said.subject
    two = places(said.scope) > 1 or len(said.units) > 1
    roles = asked.roles
    if "stock" in roles and scope.endswith("年"):
        scope += roles["stock"]
    scope += roles.get("every", "")
    if asked.noun == "类" and "资产" not in subject:
        asked.noun = "类级科目"
    if asked.without and not ("结转" in asked.without and "本年" in subject):
        subject = f"{asked.without}的{subject}"
    head = f"{scope}{'的' if scope and subject else ''}"
    each = f"，{roles['each']}" if "each" in roles else ""
    conditions = "".join(said.conditions)
    if "order" in roles:
        way = "从低到高" if re.search(r"lowest to|smallest to|ascending", text) else "从高到低"
        return f"{head}{subject}{way}排一下"
    if "pronoun" in roles:
        head = f"{scope}其中的"
    if "definition" in roles:
        return f"{head}{subject}是什么意思"
    if asked.extreme in ("most", "least") and two and not asked.noun:
        asked.noun = "局"
    if "reason" in roles and asked.nothing:
        return f"为什么{head}{subject}没有安排"
    if "reason" in roles:
        moved = {"up": "增加", "down": "减少", None: ""}[change]
        than = f"比{since or '上年'}" if moved else ""
        return f"为什么{head}{subject}{than}{moved}{conditions}"
    for role in ("code", "basis", "duties", "purpose"):
        if role in roles:
            return f"{head}{subject}{roles[role]}"
    gap = "gap" in roles
    if asked.extreme in ("more", "less") or (gap and two):
        word = "少" if asked.extreme in ("less", "least") else "多"
        return f"{head}{subject}哪个{word}" + (f"，{word}多少" if gap else "")
    if "growth" in roles:
        return _growth(asked, head + subject, change, since)
    if change and ("measure" in roles or "gap" in roles) and not asked.extreme and not asked.counted:
        moved = "减少" if change == "down" else "增加"
        return f"{head}{subject}比{since or '上年'}{moved}了多少"
    if "gap" in roles:
        return f"{head}{subject}相差多少"
    if asked.extreme:
        return _ranked(asked, head, subject, conditions, each)
    of_which = f"{scope}{'的' if scope and subject else ''}{subject}{conditions}"
    of_which += "的" if of_which and not subject.endswith("级") else ""
    if asked.noun in ("单位", "预算单位") and not subject and not conditions and not asked.counted:
        return f"{scope}部门预算包括哪几个单位{each}"
    if asked.counted:
        noun = "项级科目" if asked.noun == "项" else asked.noun or ""
        measure = "多少家" if noun.endswith("单位") else "几个"
        return f"{of_which}{noun}有{measure}"
    if "sum" in roles:
        return f"{head}{subject}{roles['sum']}{roles.get('measure', '多少').replace('钱', '')}"
    if asked.noun and (asked.listed or "each" in roles):
        asked.noun = "项级科目" if asked.noun == "项" else asked.noun
        return f"{of_which}{asked.noun}有哪些{each}"
    if "each" in roles:
        return f"{head}{subject}分别是多少"
    if re.search(r"\bcompare\b|\bcomparison\b", text):
        return f"{head}{subject}分别是多少"
    if "previous" in roles:
        return f"{head}{subject}上年是多少"
    prose = re.match(r"how (?:is|are|will|does|do|did)\b", text)
    if prose and "measure" not in roles:
        verbs = [chinese for english, chinese in grammar()["verbs"].items() if re.search(rf"\b{english}\b", text)]
        return f"{head}{subject}怎么{verbs[0] if verbs else '做'}"
    for english, chinese in grammar()["when"].items():
        if re.search(english, text):
            return f"{head}{subject}{chinese}"
    if asked.noun and not asked.counted:
        return f"{head}{subject}{conditions}是哪个{asked.noun}"
    measure = roles.get("measure", "多少")
    return (
        f"{head}{conditions if conditions and '设备' not in subject else ''}{_equipped(subject, conditions)}是{measure}"
    )


def _equipped(subject: str, conditions: str) -> str:
    """Classes of equipment by unit price, as asset tables name them."""
    if conditions and "设备" in subject:
        above = re.sub(r"^(?:超过|不少于)(.+)$", r"单价\1以上", conditions)
        subject = re.sub(r"的?单价的?", "", subject)
        return re.sub(r"(通用|专用|大型)?设备", lambda m: f"{above}{m[0]}", subject, count=1)
    return subject


def _growth(asked: _Asked, whole: str, change: str | None, since: str | None) -> str:
    ask = asked.roles["growth"]
    if ask == "百分之几":
        return f"{whole}比{since or '上年'}{'下降' if change == 'down' else '增长'}了百分之几"
    if ask.startswith(("增长", "下降")) and ask.endswith("几"):
        return f"{whole}比{since or '上年'}{ask}"
    return f"{whole}比{since or '上年'}的{ask}" if since else f"{whole}的{ask}"


_CHINESE = "零一二三四五六七八九十"


def _ranked(asked: _Asked, head: str, subject: str, conditions: str, each: str) -> str:
    word = "少" if asked.extreme == "least" else "多"
    several = "every" in asked.roles or asked.noun in ("局", "市", "部门")
    noun = asked.noun or "项"
    one = "哪家" if several else "哪一项" if noun == "项" else f"哪个{noun}"
    subject = f"{head}{subject}{conditions}".rstrip("的")
    if asked.nth is not None:
        last = f"{noun}是哪个" if noun != "项" else "是哪一项"
        return f"{subject}排第{_CHINESE[asked.nth]}{'大' if word == '多' else '小'}的{last}{each}"
    if asked.number is not None and asked.number > 1 and not several:
        number = "两" if asked.number == 2 else _CHINESE[asked.number] if asked.number <= 10 else str(asked.number)
        return f"{subject}最{word}的{number}个{noun}是哪些{each}"
    return f"{subject}最{word}的是{one}{each}"
