"""From a question's text to a :class:`Query`: what to look for, where, and what to do with it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from assistant.glossary import concepts, questions, scopes, translate, use_synonyms
from assistant.places import Issuer, issuers, select, years_in
from assistant.query import Condition, Operation, Query
from assistant.vocabulary import Vocabulary
from assistant.words import chinese_number, fold, is_english, simplify

__all__ = ["concepts_in", "segment", "tables_in", "understand"]

MAX_QUESTION = 600  # characters that are read of a question; what comes after is not part of one
_CODE = re.compile(r"(?<![\d.a-z])(?:\d{3}|\d{5}|\d{7}|\d{6}|\d{8}[a-z0-9]{6,}|[a-z]\d{8})(?![\d.a-z%])")
_NUMBER_UNIT = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(亿元|万元|千元|元|亿|万|人|个|%|辆|家|名)?"
_MORE = re.compile(
    rf"(?:超过|大于|高于|多于|不低于|不少于|至少|over|above|more than|at least|exceed(?:s|ing)?|greater than)\s*{_NUMBER_UNIT}"
)
_LESS = re.compile(rf"(?:不超过|不到|少于|小于|低于|不足|under|below|less than|fewer than)\s*{_NUMBER_UNIT}")
_MORE_AFTER = re.compile(rf"{_NUMBER_UNIT}(?:以上|及以上)(?!的?(?:设备|用房|专用|通用))")
_LESS_AFTER = re.compile(rf"{_NUMBER_UNIT}(?:以下|以内)")
_TOP = re.compile(
    r"(?:前|top |排名前|largest |biggest |highest )(\d{1,2}|[一二三四五六七八九十两]|two|three|four|five|ten)(?:名|位|大|项|个|的|是|类|条|笔|\b|$)|最[大多高小少低]的?(\d|[一二两三四五六七八九十])(?:个|项|笔|类|家|大)|(?:the )?(two|three|four|five|ten|\d) (?:largest|biggest|highest|smallest|lowest)"
)
_ENGLISH_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


def normalise(question: str) -> str:
    """Half width, lower case, simplified, one line; what a question's words are matched in."""
    text = unicodedata.normalize("NFKC", question[:MAX_QUESTION]).lower()
    text = "".join(character for character in text if character.isprintable() or character.isspace())
    return re.sub(r"\s+", " ", simplify(text)).strip()


@lru_cache(maxsize=1)
def _asks() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in questions()["ask"].items()}


@lru_cache(maxsize=1)
def _fluff() -> re.Pattern[str]:
    words = sorted(questions()["fluff"]["say"], key=len, reverse=True)
    return re.compile("|".join(words))


def asks_in(text: str) -> frozenset[str]:
    """The kinds of question whose words occur in a text."""
    return frozenset(name for name, pattern in _asks().items() if pattern.search(text))


def understand(question: str, vocabulary: Vocabulary, *, language: Literal["zh", "en"] | None = None) -> Query:
    """Link a question's words to the library; nothing is looked up yet."""
    text = normalise(question)
    tongue: Literal["zh", "en"] = language or ("en" if is_english(question) else "zh")
    known = _issuers(vocabulary)
    asks = asks_in(text)
    scope, rest = select(text, known, previous="previous" in asks, content=_content(vocabulary, text))
    unlinked: tuple[str, ...] = ()
    if tongue == "en" or re.search(r"[a-z]{4,}", rest):
        rest, unlinked = translate(rest)
    codes = tuple(dict.fromkeys(code for code in _CODE.findall(rest) if _is_code(code, vocabulary)))
    for code in codes:
        rest = rest.replace(code, "|")
    conditions = _conditions(text)
    rest = rewrite(rest)
    prepared = prepare(rest)
    named_tables, prepared_rest = _explicit_tables(prepared)
    segments = segment(prepared_rest, vocabulary)
    if not segments and not codes:
        segments = segment(use_synonyms(fold(rest)), keep=True)
    joined = "|".join(segments)
    operation = _operation(text, asks, scope)
    return Query(
        question, tongue, scope, operation, prepared, segments,
        codes=codes, concepts=concepts_in(segments), tables=named_tables or tables_in(joined), explicit_table=bool(named_tables),
        conditions=conditions, units=_units(text), money=_money(text), convert_to=_convert(text, asks),
        k=_top(text), nth=_nth(text), lowest="low" in asks, previous="previous" in asks or bool(scope.previous),
        asks=asks, unlinked=unlinked,
    )  # fmt: skip


_ISSUERS: dict[int, tuple[Issuer, ...]] = {}


def _issuers(vocabulary: Vocabulary) -> tuple[Issuer, ...]:
    key = id(vocabulary)
    if key not in _ISSUERS:
        _ISSUERS.clear()
        _ISSUERS[key] = issuers(vocabulary.documents)
    return _ISSUERS[key]


def _content(vocabulary: Vocabulary, text: str) -> frozenset[str]:
    """The two- to four-character pieces of a question that stand in the documents' own labels."""
    return frozenset(
        text[start : start + size]
        for size in (2, 3, 4)
        for start in range(len(text) - size + 1)
        if vocabulary.known(text[start : start + size])
    )


def _is_code(code: str, vocabulary: Vocabulary) -> bool:
    if any(code in index.by_code for index in vocabulary.indexes.values()):
        return True
    return len(code) in (5, 7) and code[0] in "23" and not vocabulary.known(code)


def _explicit_tables(prepared: str) -> tuple[tuple[str, ...], str]:
    """The table kinds named outright (支出预算总表), and the text without those names."""
    hits: list[tuple[int, str, str]] = []
    for kind, words in scopes()["table_words"].items():
        for word in map(fold, words):
            if word.endswith("表") and len(word) > 3 and word in prepared:
                hits.append((len(word), kind, word))
    if not hits:
        return (), prepared
    longest = max(hits)[0]
    kinds = tuple(kind for size, kind, _ in hits if size == longest)
    for size, _, word in hits:
        if size == longest and kinds[0] not in ("project_sheet", "department_sheet", "self_evaluation"):
            prepared = prepared.replace(word, "|")
    return kinds, prepared


def rewrite(text: str) -> str:
    """Turns of phrase that change the subject itself (“不算上年结转的收入” is 本年收入), from ``questions.toml``."""
    for rule in questions()["rewrite"]:
        text = re.sub(rule["pattern"], rule["to"], text)
    return text


def prepare(rest: str) -> str:
    """The folded rest of a question with the documents' words for people's, pieces parted by ``|``."""
    rest = re.sub(r"[“\"‘'「『]([^”\"’'」』]{4,})[”\"’'」』]", r"|\1|", rest)
    rest = re.sub(r"[（(]([^（()）]{3,})[)）]", r"|\1|", rest)
    pieces = [use_synonyms(fold(piece)) for piece in re.split(r"[|？?，,。；;：:、！!]", rest)]
    return "|".join(piece for piece in pieces if piece)


def segment(text: str, vocabulary: Vocabulary | None = None, *, keep: bool = False) -> tuple[str, ...]:
    """The pieces of a prepared text that carry a subject; small words part them.

    A concept's phrase (总支出) is never cut. ``keep`` leaves the small words in.
    """
    phrases = sorted(
        {phrase for concept in concepts() for phrase in concept.say if len(phrase) > 2}, key=len, reverse=True
    )
    guarded = re.compile("(" + "|".join(map(re.escape, phrases)) + ")")
    pieces: list[str] = []
    for part in text.split("|"):
        for whole, piece in _guard(part, guarded, vocabulary):
            if whole or keep:
                pieces.append(piece)
            else:
                pieces += [word for word in _fluff_split(piece, vocabulary) if len(word) > 1 or word.isdecimal()]
    return tuple(pieces)


def _fluff_split(text: str, vocabulary: Vocabulary | None) -> list[str]:
    """Cut small words out; a single character stays where it joins its neighbour in a label (就 in 就业)."""
    pieces: list[str] = []
    start = 0
    for match in _fluff().finditer(text):
        if (
            vocabulary is not None
            and len(match[0]) == 1
            and match[0] not in _ALWAYS
            and _joins(text, match.start(), vocabulary)
        ):
            continue
        pieces.append(text[start : match.start()])
        start = match.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _guard(text: str, guarded: re.Pattern[str], vocabulary: Vocabulary | None) -> list[tuple[bool, str]]:
    """A text cut into concept phrases (True) and the rest; a phrase that begins inside a label is none."""
    found: list[tuple[bool, str]] = []
    start = 0
    for match in guarded.finditer(text):
        before = text[match.start() - 1 : match.start() + 1] if match.start() > start else ""
        if vocabulary is not None and before and before in vocabulary.names and before[0] not in "年的":
            ahead = text[start : match.start()]
            if not any(ahead[-size:] in vocabulary.rows for size in range(3, min(len(ahead), 20) + 1)):
                continue
        found.append((False, text[start : match.start()]))
        found.append((True, match[0]))
        start = match.end()
    found.append((False, text[start:]))
    return [(whole, piece) for whole, piece in found if piece]


_ALWAYS = frozenset("的了吗呢吧啊呀么嘛这那")


def _joins(text: str, at: int, vocabulary: Vocabulary) -> bool:
    before, after = text[max(0, at - 1) : at + 1], text[at : at + 2]
    return (len(before) == 2 and before in vocabulary.names) or (len(after) == 2 and after in vocabulary.names)


_ALONE = {
    "收入": "total_income",
    "支出": "total_expenditure",
    "预算": "total_expenditure",
}  # where nothing else is said


def concepts_in(segments: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts whose phrases occur in the pieces; one phrase inside a longer one does not count."""
    found: list[str] = []
    if len(segments) == 1 and segments[0] in _ALONE:
        return (_ALONE[segments[0]],)
    for piece in segments:
        taken = piece
        hits: list[tuple[int, str, str]] = []
        for concept in concepts():
            for phrase in concept.say:
                if phrase in taken:
                    hits.append((len(phrase), concept.key, phrase))
                    break
        for _, key, phrase in sorted(hits, reverse=True):
            if phrase in taken:
                taken = taken.replace(phrase, "|")
                found.append(key)
    return tuple(dict.fromkeys(found))


def tables_in(text: str) -> tuple[str, ...]:
    """The table kinds that a text names or whose coverage it names, the longest words first."""
    hits: list[tuple[int, str]] = []
    for kind, words in scopes()["table_words"].items():
        best = max((len(word) for word in map(fold, words) if word in text), default=0)
        if best:
            hits.append((best, kind))
    if not hits:
        return ()
    longest = max(size for size, _ in hits)
    return tuple(kind for size, kind in sorted(hits, reverse=True) if size == longest)


def _operation(text: str, asks: frozenset[str], scope: Any) -> Operation:
    several = scope.each or (
        len(scope.years) > 1 and len(scope.documents) > 1 and bool(re.search(r"比|对比|两个数|compare|分别|变化", text))
    )
    if "conflict" in asks or any(re.search(word, text) for word in questions()["conflict"]["say"]):
        return "conflict"
    if "reason" in asks:
        return "reason"
    if "code" in asks:
        return "code"
    if re.search(
        r"(上年|去年|上一年)(?:的|预算|数|是|为|有|安排)*多少|what was (it|that) (in )?(the )?(last|previous) year",
        text,
    ) and not re.search(r"比(上年|去年|上一年)[^，,]{0,8}多少", text):
        return "value"
    if (
        "share" in asks
        and not re.search(r"占(了|到)?(多少|几)(万|亿)?元", text)
        and not ("growth" in asks and "占" not in text and "share" not in text)
    ):
        return "share"
    if "average" in asks and re.search(
        r"平均(每|多少)|人均(多少|支出|经费|是)|每人平均|per (head|capita|person|employee)", text
    ):
        return "average"
    if "growth" in asks:
        return "growth"
    if (
        "difference" in asks
        and not several
        and re.search(
            r"比.{1,30}(多|少|高|低|超)|差|difference|how (much|many) (more|less|higher|lower|larger|fewer|greater|smaller)|多出",
            text,
        )
    ):
        if "change" in asks and re.search(r"比(上年|去年|上一年|20\d\d)", text):
            return "change"
        return "difference"
    if "change" in asks and "difference" not in asks:
        return "change"
    if "sum" in asks and (
        re.search(
            r"加|之和|总和|combined|sum of|total of|together|altogether|合起来|合在一起|列入|[和与、].{1,24}(合计|一共|总共|共)(是|有|为|要)?(多少|几|$)",
            text,
        )
        or several
    ):
        return "sum"
    if "rank" in asks and not re.search(r"最(多|少|高|低)(?![的是，,。 ])[^，,哪谁]{0,8}(多少|几)", text):
        return "rank"
    if several and ("compare" in asks or "difference" in asks):
        return "compare"
    if several and len(scope.years) > 1 and not scope.each:
        return "compare"
    if "count" in asks and "definition" not in asks:
        return "count"
    if "definition" in asks and not re.search(r"多少|几(个|项|万)|how much|how many", text):
        return "definition"
    if "list" in asks:
        return "list"
    if "compare" in asks and several:
        return "compare"
    if "narrative" in asks and not re.search(r"多少|几(个|项|万|人)|how much|how many", text):
        return "narrative"
    return "value"


def _units(text: str) -> tuple[str, ...]:
    for pattern, units in questions()["measure"].items():
        if re.search(pattern, text):
            return tuple(units)
    if re.search(r"how many", text):
        return ("个", "项", "件", "次", "家", "人", "场", "场次", "名", "份", "笔", "台", "套", "台(套)")
    return ()


def _money(text: str) -> bool:
    return any(re.search(pattern, text) for pattern in questions()["money"]["say"])


def _convert(text: str, asks: frozenset[str]) -> str | None:
    if "convert" not in asks:
        return None
    if re.search(r"亿|100 million|billion", text):
        return "亿元"
    if re.search(r"万元", text):
        return "万元"
    if re.search(r"million", text):
        return "百万元"
    return "元"


def _top(text: str) -> int | None:
    match = _TOP.search(text)
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return _ENGLISH_NUMBERS.get(word) or chinese_number(word)


def _nth(text: str) -> int | None:
    """The place in a ranking that is asked for alone: 第二, second largest."""
    match = re.search(
        r"第([二三四五])(?!部分|产业|技师|季度|批|次|章|条|轮|条|医院|小学|中学)(?=大|多|高|小|少|低|名|位|的|$|[？?，,])",
        text,
    )
    if match:
        return chinese_number(match[1])
    match = re.search(r"\b(second|third|fourth) (?:largest|biggest|highest|smallest|lowest|most)", text)
    return {"second": 2, "third": 3, "fourth": 4}[match[1]] if match else None


def _conditions(text: str) -> tuple[Condition, ...]:
    found: list[Condition] = []
    relations: tuple[tuple[re.Pattern[str], Literal[">", "<", "≥", "≤"]], ...] = (
        (_MORE, ">"), (_LESS, "<"), (_MORE_AFTER, "≥"), (_LESS_AFTER, "≤"),
    )  # fmt: skip
    for pattern, relation in relations:
        for match in pattern.finditer(text):
            number, unit = match[1], match[2]
            value = Decimal(number) if re.fullmatch(r"\d+(\.\d+)?", number) else _decimal(chinese_number(number))
            if value is None or (unit is None and 2000 <= value <= 2100):
                continue
            if unit in ("万", "亿"):
                unit += "元"
            words = match[0]
            strict: Literal[">", "<", "≥", "≤"] = relation
            if words.startswith(("不低于", "不少于", "至少", "at least")):
                strict = "≥"
            elif words.startswith("不超过"):
                strict = "≤"
            found.append(Condition("", strict, value, unit))
    return tuple(found)


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def question_years(question: str) -> tuple[int, ...]:
    """The years a raw question names."""
    return years_in(normalise(question))[0]
