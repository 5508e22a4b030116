"""Earlier questions of a conversation: what an elliptic question leaves out is taken from them.

“那福州呢？” keeps subject and operation and takes a new place; “上一年呢？” a new year; “其中的项目支出呢？” keeps
place, year and subject and adds a column; “不对，我问的是2024年” corrects. A question that stands by itself
inherits only the place and year that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from assistant.asking import asks_in
from assistant.english import in_chinese
from assistant.english_link import Known
from assistant.places import Issuer, select, years_in
from assistant.splits import operand_words
from assistant.understanding import normalise, prepare, segment
from assistant.vocabulary import Vocabulary
from assistant.words import is_english

__all__ = ["resolve"]

_ELLIPSIS = re.compile(
    r"^(?:那么?|而|还有|再|不对|不是|错了|and|what about|how about|then|no,|also|same for)|呢[？?]?$|"
    r"^其中|^它|^他们|^这|^那|^上一?年|^去年|^前一年|^(?:占|比)|^(?:为什么|原因|why)|"
    r"^(?:哪个|谁|多少|是多少|一共|加起来|差|增|减|分别)|\b(?:it|its|that|those|they|the same|there)\b"
)
_CORRECTION = re.compile(r"^(?:不对|不是|错了|no,?|not that)[，,。 ]*(?:我(?:问|说|要)的是|i mean[t]?|i asked)?")
_SMALL = re.compile(
    r"^(?:那么?|而|还有|再问|再|and|what about|how about|then|also)[，, ]*|呢[？?]?$|[？?。]$|(?:是|有)?多少$"
)


def resolve(
    question: str,
    turns: Sequence[str],
    known: Sequence[Issuer],
    vocabulary: Vocabulary,
    *,
    answered: Callable[[str], str | None] | None = None,
) -> str:
    """The question with what it leaves out; the question itself where nothing is left out.

    ``answered`` gives the label of an earlier question's answer (the unit that ranked first), which “it” stands for.
    """
    if not turns:
        return question
    if is_english(question):
        question, *turns = (_in_chinese(text, known) for text in (question, *turns))
    resolved = [turns[0]]
    for later in turns[1:]:
        resolved.append(_join(later, resolved[-1], known, vocabulary))
    if len(resolved) > 1 and re.search(words()["both"], normalise(question)):
        both = _both(question, resolved[-2], resolved[-1], known)
        if both is not None:
            return both
    question = _named_by_answer(question, resolved[-1], answered)
    return _join(question, resolved[-1], known, vocabulary)


@cache
def words() -> dict[str, Any]:
    """The lists of ``data/computed.toml`` for conversations."""
    found: dict[str, Any] = operand_words()["conversation"]
    return found


def _in_chinese(text: str, known: Sequence[Issuer]) -> str:
    if not is_english(text):
        return text
    regions = tuple(issuer.document.region for issuer in known if issuer.document.region)
    return in_chinese(text, known=Known(regions)).text or text


def _named_by_answer(question: str, previous: str, answered: Callable[[str], str | None] | None) -> str:
    """“它的编制数” after “哪个单位人数最多”: the unit that was the answer stands for the pronoun."""
    pronoun = re.search(words()["pronoun"], normalise(question))
    if answered is None or pronoun is None or "rank" not in asks_in(normalise(previous)):
        return question
    label = answered(previous)
    return question if not label else normalise(question).replace(pronoun[0], f"{label}的", 1)


def _both(question: str, one: str, two: str, known: Sequence[Issuer]) -> str | None:
    """“两个差多少”: the two earlier subjects, or the one subject of two places, with what is asked of them."""
    asked = re.sub(words()["two"], "", _strip_small(normalise(question))).strip("|,，.。?？ 的")
    places = [_place_words(normalise(text), known) for text in (one, two)]
    years = ["".join(f"{year}年" for year in years_in(normalise(text))[0][:1]) for text in (one, two)]
    subjects = [_subject_only(_core(select(normalise(text), known)[1])) for text in (one, two)]
    if not asked or not subjects[0] or not subjects[1]:
        return None
    if places[0] != places[1] or (years[0] != years[1] and subjects[0] == subjects[1]):
        joined = "比" if "差" in asked else "和"
        return f"{places[0]}{years[0]}{joined}{places[1]}{years[1]}的{subjects[1]}{asked}"
    return f"{places[0]}{years[1]}{subjects[0]}和{subjects[1]}{asked}"


def _join(question: str, previous: str, known: Sequence[Issuer], vocabulary: Vocabulary) -> str:
    text = normalise(question)
    before = normalise(previous)
    elliptic = bool(_ELLIPSIS.search(text)) or len(text) <= 8
    scope, rest = select(text, known)
    named = scope.named
    years, _ = years_in(text)
    asks = asks_in(text)
    bare = _SMALL.sub("", _CORRECTION.sub("", rest.replace("|", " ").strip())).strip(" ，,？?的'")
    subject = segment(prepare(_strip_previous(bare)), vocabulary) if bare else ()
    if re.fullmatch(f"(?:{words()['measure']})(?:了)?(?:是多少|多少|几个?|是什么)?", bare):
        subject, elliptic = (bare,), True
    if re.fullmatch(words()["bare_change"], bare):
        subject = ()
    if not elliptic and (named or years):
        return question
    _, old_rest = select(before, known)
    old_place = _place_words(before, known)
    old_years, _ = years_in(before)
    if not elliptic:
        return f"{_head(old_place if not named else '', old_years if not years else ())}{question}"
    moved = (
        named and not years and len(old_years) == 1 and not _holds(scope.documents, old_years, vocabulary)
    )  # its own year then
    year_head = () if years or moved else old_years
    new_place = _place_words(text, known) if named else old_place
    old_core = _core(old_rest)
    head = _head(old_place, years or old_years)
    unit = _last(words()["unit"], old_core)
    if unit and not named and (pronoun := re.search(words()["pronoun"], text)) and not re.search(words()["unit"], text):
        return f"{head}{text.replace(pronoun[0], f'{unit}的', 1)}"
    if unit and not named and re.search(operand_words()["difference"]["vacant"], text):
        return f"{head}{unit}{_strip_small(text)}"
    if re.search(words()["against_target"], text) and re.search(r"目标|实际|完成|任务", old_core):
        measured = re.sub(rf"{words()['measure']}|完成|了$", "", _subject_only(old_core)).strip("的了 ")
        return f"{head}{measured}实际完成值和目标值相差多少"
    if named and old_place and re.search(r"(?:和|跟|与|同|比).{0,12}(?:比|差|多|少|高|低)", text):
        asked = "差多少 " if "差" in text else " "
        both = f"{old_place}、{_place_words(text, known)}"
        return f"{both}{_subject_only(old_core)}{asked}{_strip_small(rest).replace('|', ' ')}"
    if "previous" in asks and not subject and not asks & {"change", "growth", "reason", "difference"}:
        return f"{_head(old_place, old_years)}上一年的{old_core}"
    head = f"{new_place}{_head('', years or year_head)}"
    if not subject and not asks & _ASKING:
        return f"{head} {old_core}"
    if "share" in asks and re.match(r"^(?:那)?(?:它)?(?:大概|大约)?占", text):
        return f"{head}{_subject_only(old_core)}{_strip_small(text)}"
    if asks & {"growth", "change", "reason"} and not subject:
        return f"{head}{_subject_only(old_core)}{_strip_small(text)}"
    if re.match(r"^(?:那)?其中|^(?:那)?里面", text):
        return f"{head}{_subject_only(old_core)}其中的{_strip_small(text)}"
    if subject:
        return f"{head}{_replace_subject(old_core, bare, text)}"
    return f"{head}{_subject_only(old_core)}{_strip_small(text)}"


_ASKING = frozenset(
    {"share", "growth", "change", "reason", "rank", "difference", "definition", "list", "count", "sum", "average"}
)


def _holds(documents: Sequence[str], years: Sequence[int], vocabulary: Vocabulary) -> bool:
    held = [vocabulary.indexes[d].document for d in documents if d in vocabulary.indexes]
    return any(document.year in years and (document.kind or "预算").endswith("预算") for document in held)


def _head(place: str, years: Sequence[int]) -> str:
    return place + "".join(f"{year}年" for year in years)


def _place_words(text: str, known: Sequence[Issuer]) -> str:
    scope, _ = select(text, known)
    if not scope.named:
        return ""
    names = []
    for issuer in known:
        if (
            issuer.document.id in scope.documents
            and issuer.document.department
            and issuer.document.department not in names
        ):
            names.append(issuer.document.department)
    return "、".join(names)


def _core(rest: str) -> str:
    return re.sub(r"\|+", " ", rest).strip(" ，,?？。.")


def _subject_only(core: str) -> str:
    """An earlier question's subject, without what it asked for."""
    core = re.sub(
        r"(?:一共|总共)?(?:安排|预算|花|用)?(?:了)?(?:是|有)?(?:多少|几)(?:钱|万元|元|亿元|个|人)?[？?。]?$|[？?。]$",
        "",
        core,
    )
    core = re.sub(r"^(?:how much|what)(?: is| was| did| does)?|\?$", "", core)
    return core.strip(" 的，,")


def _strip_previous(text: str) -> str:
    return re.sub(r"上一?年度?|去年|前一年|previous year|last year", "", text)


def _strip_small(text: str) -> str:
    text = _CORRECTION.sub("", text)
    return re.sub(r"^(?:那么?|而|还有|再|and|what about|how about|then|其中的?|那其中的?)[，, ]*", "", text).replace(
        "呢", ""
    )


def _replace_subject(old_core: str, bare: str, text: str) -> str:
    """The earlier question with the new name in the place of the old one of its kind.

    A unit takes the unit's place, a column (基本支出, 编制数, 目标值) the column's; any other name takes the whole
    subject's and keeps what was asked of it.
    """
    new = _strip_small(text).strip(" ，,？?。的")
    if asks_in(text) & _ASKING:
        return new
    unit, measure = words()["unit"], words()["measure"]
    if re.fullmatch(unit, bare) and (old := _last(unit, old_core)):
        return old_core.replace(old, bare, 1)
    if re.fullmatch(f"(?:{measure})(?:了)?(?:是多少|多少|几个?|是什么)?", bare):
        subject = _subject_only(old_core)
        old = _last(measure, subject)
        if old != subject:
            at = subject.rindex(old) if old else len(subject)
            kept = (subject[:at].rstrip("的 ") + subject[at + len(old) :]).strip("的 ")
            return f"{kept}的{bare}"
    ask = re.search(r"(?:的)?((?:安排|计划|预算|花)?了?(?:是|有|要)?多少[^，,？?]{0,8}|增长.*|占.*)$", old_core)
    keeps = ask is not None and not ask[1].startswith(("增", "占"))
    column = _last(measure, _subject_only(old_core))
    tail = f"的{column}" if column and column != _subject_only(old_core) and not re.search(measure, new) else ""
    return new + tail + (ask[1] if ask is not None and keeps and "多少" not in new else "")


def _last(pattern: str, text: str) -> str:
    found = [match[0] for match in re.finditer(pattern, text)]
    return found[-1] if found else ""
