"""Earlier questions of a conversation: what an elliptic question leaves out is taken from them.

“那福州呢？” keeps subject and operation and takes a new place; “上一年呢？” a new year; “其中的项目支出呢？” keeps
place, year and subject and adds a column; “不对，我问的是2024年” corrects. A question that stands by itself
inherits only the place and year that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import asks_in
from assistant.glossary import translate
from assistant.places import Issuer, select, years_in
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


def resolve(question: str, turns: Sequence[str], known: Sequence[Issuer], vocabulary: Vocabulary) -> str:
    """The question with what it leaves out; the question itself where nothing is left out."""
    if not turns:
        return question
    previous = turns[0]
    for later in turns[1:]:
        previous = _join(later, previous, known, vocabulary)
    return _join(question, previous, known, vocabulary)


def _join(question: str, previous: str, known: Sequence[Issuer], vocabulary: Vocabulary) -> str:
    text = normalise(question)
    before = normalise(previous)
    elliptic = bool(_ELLIPSIS.search(text)) or len(text) <= 8
    scope, rest = select(text, known)
    named = scope.named
    years, _ = years_in(text)
    asks = asks_in(text)
    bare = _SMALL.sub("", _CORRECTION.sub("", rest.replace("|", " ").strip())).strip(" ，,？?的'")
    if is_english(question):
        bare = translate(bare)[0].replace("|", " ").strip()
    subject = segment(prepare(_strip_previous(bare)), vocabulary) if bare else ()
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
    place_head = "" if named else old_place
    new_place = _place_words(text, known) if named else ""
    said_years = "".join(f"{y}年" for y in years)
    old_core = _core(old_rest)
    if (
        named
        and old_place
        and re.search(r"(?:和|跟|与|同|比|than|with).{0,12}(?:比|差|多|少|高|低|compare)|than|compared", text)
    ):
        asked = "差多少 " if "差" in text else " "
        both = f"{old_place}、{_place_words(text, known)}"
        return f"{both}{_subject_only(old_core)}{asked}{_strip_small(rest).replace('|', ' ')}"
    if "previous" in asks and not subject and not asks & {"change", "growth", "reason", "difference"}:
        return f"{_head(old_place, old_years)}上一年的{old_core}"
    if not subject and not (
        asks
        & {"share", "growth", "change", "reason", "rank", "difference", "definition", "list", "count", "sum", "average"}
    ):
        head = f"{new_place or place_head}{said_years or ''.join(f'{y}年' for y in year_head)}"
        return f"{head} {_core(old_rest)}"
    head = f"{new_place or place_head}{said_years or ''.join(f'{y}年' for y in year_head)}"
    if asks & {"share"} and re.match(r"^(?:它)?占", text):
        return f"{head}{_subject_only(old_core)}{_strip_small(text)}"
    if asks & {"growth", "change", "reason"} and not subject:
        return f"{head}{_subject_only(old_core)}{_strip_small(text)}"
    if re.match(r"^(?:那)?其中|of (?:which|that|it|this|those)|^(?:那)?里面", text):
        return f"{head}{_subject_only(old_core)}其中的{_strip_small(text)}"
    if subject:
        return f"{head}{_replace_subject(old_core, bare, text)}"
    return f"{head}{_subject_only(old_core)}{_strip_small(text)}"


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
    return re.sub(r"\|+", " ", rest).strip(" ，,")


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
    """The new subject with the earlier question's wording of what is asked."""
    ask = re.search(r"((?:是|有)?多少[^，,？?]{0,8}|增长.*|占.*)$", old_core)
    own = asks_in(text) & {"share", "growth", "change", "reason", "count"}
    keeps = ask is not None and not own and not ask[1].startswith(("增", "占"))
    return _strip_small(text) + (ask[1] if ask is not None and keeps else "")
