"""An English question put together again in Chinese: scope, subject, condition, and last what is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.english import Gloss, Rendering, gloss
from assistant.english_asked import (
    CHINESE,
    TOLD,
    Asked,
    direction,
    take_asks,
    take_compared,
    take_extreme,
    take_noun,
    take_without,
)
from assistant.english_frames import cars, framed
from assistant.english_link import NOTHING, Known
from assistant.english_scope import places, scope_text
from assistant.english_terms import grammar

__all__ = ["render"]

_FOLLOW_UP = re.compile(
    r"^(?:(?:and |then |but |so )?(?:what|how) about|and(?= )|then(?= )|"
    r"(?:no,? )?i meant?|same for|also)\b,? *"
)


_CORRECTION = re.compile(r"^(?:no,? |sorry,? )?(?:i mean(?:t)?|i asked about|i was asking about)\b")


def render(text: str, *, known: Known = NOTHING) -> Rendering:
    """A normalised English question (amounts and conditions in Chinese) in Chinese."""
    text = re.sub(r"[?!.]+(?= |$)", "", text).strip()
    follow = _FOLLOW_UP.match(text)
    corrected = bool(_CORRECTION.match(text))
    if follow:
        text = text[follow.end() :].strip()
    asked = Asked(text)
    take_without(asked, known)
    take_asks(asked)
    turned = framed(asked, known)
    if turned is not None:
        return Rendering(_converted(turned.text, asked), turned.unlinked)
    take_noun(asked)
    take_extreme(asked)
    change = direction(text)
    if asked.extreme in ("more", "less"):
        change = None
    if "growth" in asked.roles or change or "reason" in asked.roles or re.search(r"\bchang", text):
        asked.text, since = take_compared(asked.text)
    else:
        since = None
    if change and not asked.extreme and (asked.roles.keys() & {"growth", "reason", "measure"} or TOLD.search(text)):
        asked.text = re.sub("|".join(grammar()["direction"][one] for one in ("up", "down")), " | ", asked.text)
    said = gloss(asked.text, known=known, generic=bool(asked.extreme) or asked.noun not in ("单位", "预算单位"))
    said = replace(said, subject=cars(said.subject, text, bool(follow)))
    if follow and not asked.roles and not asked.noun:
        body = _scope(said) + said.subject
        return Rendering(f"不对，我问的是{body}" if corrected else f"那{body}呢", said.unlinked)
    unlinked = said.unlinked
    if (asked.counted or asked.listed) and re.search(r"\bboth\b", text):
        unlinked = (*unlinked, "both")  # members of two kinds at once: no set is read so
    return Rendering(_converted(_assemble(asked, said, change, since, text), asked), unlinked, said.told)


def _converted(text: str, asked: Asked) -> str:
    """The unit that is asked for, in the question (多少亿元)."""
    unit = asked.roles.get("convert", "").removeprefix("换算成")
    return (
        re.sub(r"多少(?:钱)?$", f"多少{unit}", text)
        if unit in ("亿元", "元", "万元")
        else f"{text}，换算成{unit}"
        if unit
        else text
    )


def _scope(said: Gloss) -> str:
    return scope_text(said.scope, said.units)


def _assemble(asked: Asked, said: Gloss, change: str | None, since: str | None, text: str) -> str:
    scope, subject = _scope(said), said.subject
    two = places(said.scope) > 1 or len(said.units) > 1
    roles = asked.roles
    if "each" in roles and not (
        asked.noun or asked.extreme or two or re.search(r"\beach\b|respective|\band\b|\blist\b|\bwhich\b", text)
    ):
        del roles["each"]  # "How much is it?" of one thing
    if not subject and ("gap" in roles or asked.extreme) and re.search(r"\b(?:totals?|budgets?)\b", text):
        subject = "总支出"
    if "reason" in roles:
        subject = re.sub(r"(?:^|的)\d+(?:\.\d+)?%(?:的|$)", "", subject)
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
        top = re.search(rf"\btop ({'|'.join(grammar()['numbers'])}|\d+)\b", text)
        if top is not None:
            asked.number = int(grammar()["numbers"].get(top[1], top[1]))
            return _ranked(
                replace(asked, extreme="most", noun=asked.noun or "项目"), head, subject, conditions, "，各多少"
            )
        way = "从低到高" if re.search(r"lowest to|smallest to|ascending", text) else "从高到低"
        return f"{head}{subject}{way}排一下"
    if "pronoun" in roles:
        head = f"{scope}其中的"
    if "definition" in roles:
        return f"{head}{subject}{roles['definition']}"
    if two and re.match(r"compare\b", text) and "gap" not in roles:
        return f"{head}{subject}分别是多少"
    if asked.extreme in ("most", "least") and two and not asked.noun:
        asked.noun = "局"
    if "reason" in roles and asked.nothing:
        return f"为什么{head}{subject}没有安排"
    if "reason" in roles:
        moved = {"up": "增加", "down": "减少", None: ""}[change]
        than = f"比{since or '上年'}" if moved else ""
        return f"为什么{head}{subject}{than}{moved}{conditions}"
    for role in ("who", "code", "basis", "duties", "purpose", "task"):
        if role in roles:
            return f"{head}{subject}{roles[role]}"
    gap = "gap" in roles
    if asked.extreme in ("more", "less") or (gap and two):
        word = "少" if asked.extreme in ("less", "least") else "多"
        if len(said.units) == 2 and places(said.scope) < 2 and subject:
            one, other = said.units
            return f"{scope_text(said.scope)}{one}的{subject}和{other}的{subject}哪个{word}"
        return f"{head}{subject}哪个{word}" + (f"，{word}多少" if gap else "")
    if "growth" in roles:
        return _growth(asked, head + subject, change, since)
    told = "measure" in roles or "gap" in roles or bool(TOLD.search(text))
    if change and told and not asked.extreme and not asked.counted:
        moved = "减少" if change == "down" else "增加"
        return f"{head}{subject}比{since or '上年'}{moved}了多少"
    if re.search(r"\bchang", text) and since is not None and not asked.extreme and not asked.counted:
        return f"{head}{subject}比{since}变化了多少"
    if "both" in roles:
        return f"{head}{subject}{'的' if subject else ''}{roles['both']}"
    if "vacant" in roles:
        return f"{head}{roles['vacant']}"
    if "average" in roles and re.search(r"人均|标准|补贴|补助|津贴|奖", subject):
        return f"{head}{subject}每人多少钱"
    if "average" in roles:
        return f"{head}平均每人的{re.sub('的?在职人数的?', '', subject)}是多少"
    if "gap" in roles:
        return f"{head}{subject}相差多少"
    if (
        asked.extreme
        and not scope
        and re.match(r"(?:and |so )?(?:where|which (?:city|place|bureau|department))\b", text)
    ):
        scope, asked.noun = "各家", "局"
        head = f"{scope}的"
    if asked.extreme:
        return _ranked(asked, head, subject, conditions, each)
    of_which = f"{scope}{'的' if scope and subject else ''}{subject}{conditions}"
    of_which += "的" if of_which and not subject.endswith("级") else ""
    if asked.noun in ("单位", "预算单位") and not subject and not conditions and not asked.counted:
        return f"{scope}部门预算包括哪几个单位{each}"
    if asked.counted:
        noun = "项级科目" if asked.noun == "项" else asked.noun or ""
        return f"{of_which}{noun}有几个"
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
    if "every" in roles:
        return f"{head}{subject}分别是多少"
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


def _growth(asked: Asked, whole: str, change: str | None, since: str | None) -> str:
    ask = asked.roles["growth"]
    if ask == "百分之几":
        return f"{whole}比{since or '上年'}{'下降' if change == 'down' else '增长'}了百分之几"
    if ask.startswith(("增长", "下降")) and ask.endswith("几"):
        return f"{whole}比{since or '上年'}{ask}"
    return f"{whole}比{since or '上年'}的{ask}" if since else f"{whole}的{ask}"


def _ranked(asked: Asked, head: str, subject: str, conditions: str, each: str) -> str:
    word = "少" if asked.extreme == "least" else "多"
    several = "every" in asked.roles or asked.noun in ("局", "市", "部门")
    noun = asked.noun or "项"
    one = "哪家" if several else "哪一项" if noun == "项" else f"哪个{noun}"
    subject = f"{head}{subject}{conditions}".rstrip("的")
    if asked.nth is not None:
        last = f"{noun}是哪个" if noun != "项" else "是哪一项"
        return f"{subject}排第{CHINESE[asked.nth]}{'' if word == '多' else '小'}的{last}{each}"
    if asked.number is not None and asked.number > 1 and not several:
        number = "两" if asked.number == 2 else CHINESE[asked.number] if asked.number <= 10 else str(asked.number)
        return f"{subject}最{word}的{number}个{noun}是哪些{each}"
    return f"{subject}最{word}的是{one}{each}"
