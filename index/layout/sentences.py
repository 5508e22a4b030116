"""Prose cut into paragraphs, sentences and phrases, all by offsets into the section's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import FoundFigure, find_figures
from index.layout.headings import Numbering, numbering, without_bullet
from index.layout.prose_words import prose_words

__all__ = ["Mark", "Paragraph", "Sentence", "figures_in", "marks", "noun_after", "paragraphs", "same_in"]

_NOUN = re.compile(r"\s*(?:的)?(?P<noun>[^，,。；;：:\d]{2,40})(?P<more>\d)?")
_JOINED = re.compile(r"(?:和|及|与|以及|、)\s*$")
_LONGEST = 6_000
"""No sentence of a document is longer; what is comes from a dump, and reading it would take minutes."""
_VERB = 4
"""Words this short before a count are a verb, or an adverb and a verb: 举办, 加密举办."""
_STOPS = "。！？!?"
_OPENING = "（(〔[【《“"
_RANGE_BEFORE = re.compile(r"(\d[\d,.]*)\s*(?:[-—–~～至到]|\.\.)\s*$")
_DURATION = re.compile(r"\s*(?:月|工作日|自然日|学期|季度)")
_OTHER_WORD = re.compile(
    r"本[年级科次]|部[门分]|人民|分[别钟之]|处[理置]|家庭|条例|台湾|场所|间[接隔]|班子|课题|次性|天津|位于|名称|种类|期间|项目(?!标)"
)
_PUNCTUATION = re.compile(r"[，。；;！？、]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LARGE_UNIT = re.compile(r"\s*(?:平方米|平方公里|平方千米|公里|千米|吨|亩|公顷|立方米|册|株|尾|头|只|条|张|笔|度|件套)")
_ORDINAL = re.compile(r"第\s*$")
_QUALIFIER = re.compile(r"\s*(?:及?以上|（含）以上|\(含\)以上|左右|以内|及?以下)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of a section, one sentence with its stop."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the section's text with its number in a list, and its sentences."""

    start: int
    end: int
    numbering: Numbering | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A separator between phrases: ``,`` ``;`` ``:`` ``.`` ``(`` or ``)``, and the phrase that it ends."""

    kind: str
    phrase: str
    start: int


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a section's text; rows of unused grids (with tabs in them) are no sentences."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip() and "\t" not in line and not _is_row(line):
            mark = numbering(line)
            begin = start + (mark.end if mark else without_bullet(line))
            yield Paragraph(start, end, mark, tuple(_sentences(text, begin, end)))
        start = end + 1


def _is_row(line: str) -> bool:
    """Whether a line is a table's row that came without its separators: numbers, and no punctuation at all."""
    return not _PUNCTUATION.search(line) and len(_NUMBER.findall(line)) >= 3


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Sentences by their stops; a stop inside brackets ends none, unless the brackets never close."""
    depth = 0
    balanced = sum(text.count(one, start, end) for one in "（(") == sum(text.count(one, start, end) for one in "）)")
    begin = start
    for at in range(start, end):
        character = text[at]
        if balanced and character in "（(":
            depth += 1
        elif balanced and character in "）)":
            depth = max(0, depth - 1)
        if (character in _STOPS and depth == 0) or at == end - 1:
            stop = at + 1
            while begin < stop and text[begin] in " \u3000":
                begin += 1
            if begin < stop <= begin + _LONGEST:
                yield Sentence(begin, stop, text[begin:stop])
            begin = stop


def figures_in(text: str) -> list[FoundFigure]:
    """The figures that a sentence states: ordinals, durations and thresholds are left out, ranges are kept whole.

    A range (3 至 4 家) has the relation ``range``; its value is that of its upper end and not to be used.
    """
    found: list[FoundFigure] = []
    all_figures = find_figures(text)
    for at, figure in enumerate(all_figures):
        if _ORDINAL.search(text[: figure.start]):
            continue
        if figure.unit and _OTHER_WORD.match(text, figure.end - len(figure.unit)):
            continue  # 1,204 本年支出 is no count of books
        if figure.unit in ("个", "分", "条", "项") and _DURATION.match(text, figure.end):
            continue
        following = all_figures[at + 1].start if at + 1 < len(all_figures) else None
        if _is_threshold(text, figure, following):
            continue
        lower = _RANGE_BEFORE.search(text[: figure.start])
        if lower:
            raw = text[lower.start() : figure.end]
            figure = FoundFigure("range", figure.value, figure.unit, lower.start(), figure.end, raw)
        found.append(_with_qualifier(text, _with_large_unit(text, figure)))
    return found


def _with_large_unit(text: str, figure: FoundFigure) -> FoundFigure:
    """195 万 with the 平方米 after it."""
    match = _LARGE_UNIT.match(text, figure.end) if figure.unit in ("万", "亿") else None
    if match is None:
        return figure
    unit, end = f"{figure.unit}{match[0].strip()}", match.end()
    return FoundFigure(figure.relation, figure.value, unit, figure.start, end, text[figure.start : end])


def _is_threshold(text: str, figure: FoundFigure, following: int | None) -> bool:
    """Whether a figure only says which things are counted: 单位价值100万元（含）以上设备 10 台（套）."""
    words = prose_words()
    rest = text[figure.end :].lstrip().replace("（", "(").replace("）", ")")
    after = next((word for word in words.threshold_after if rest.startswith(word)), None)
    if after is None:
        return False
    before = text[: figure.start].rstrip()
    if before.endswith(words.threshold_before):
        return True
    between = text[figure.end : following] if following is not None else ""
    return following is not None and len(between) > len(after) + 1 and not re.search(r"[，,。；;、：:]", between)


def _with_qualifier(text: str, figure: FoundFigure) -> FoundFigure:
    """The figure with the 以上 or 以内 after it as its relation: 13万人以上 is ≥ 13."""
    match = _QUALIFIER.match(text, figure.end)
    if match is None or figure.relation is not None:
        return figure
    word = match[0].strip()
    relation = "≥" if "以上" in word else "≤" if "以内" in word or "以下" in word else None
    raw = text[figure.start : match.end()]
    return FoundFigure(relation, figure.value, figure.unit, figure.start, match.end(), raw)


def same_in(text: str) -> list[FoundFigure]:
    """与上年持平 as figures of nothing, with the relation ``same``; 基本持平 has ``about`` and states no figure."""
    words = prose_words()
    found = []
    for match in words.same.finditer(text):
        clause = re.split(r"[，,。；;：:]", text[: match.start()])[-1] + match[0]
        if words.comparison.search(clause) or re.search(r"上年|去年|增减", clause):
            relation = "about" if match["about"] else "same"
            found.append(FoundFigure(relation, Decimal(0), None, match.start(), match.end(), match[0]))
    return found


def noun_after(text: str, figure: FoundFigure, names: tuple[str, ...], *, lead: str) -> tuple[tuple[str, ...], int]:
    """The noun after a count, where the words before it are only a verb (共设置86个项目绩效目标, 举办 300 场…活动).

    Gives the names with that noun and the offset behind it; the names as they are where they need none.
    """
    match = _NOUN.match(text, figure.end)
    noun = match["noun"].strip() if match else ""
    if match and match["more"] and "、" in noun:
        noun = noun[: noun.rindex("、")]
    noun = _JOINED.sub("", noun)
    if not match or len(noun) < 2 or prose_words().same.search(noun):
        return names, figure.end
    behind = match.start("noun") + len(noun)
    if not names or _JOINED.search(lead) or lead.rstrip().endswith("等"):
        return (noun,), behind
    bare = "".join(names)
    if len(bare) == 1:
        return (noun,), behind  # 设了86个项目绩效目标
    if len(bare) <= _VERB or bare.endswith(prose_words().governing):
        return (*names[:-1], names[-1] + noun), behind
    return names, figure.end


def marks(text: str, start: int, end: int) -> list[Mark]:
    """The phrases of ``text[start:end]``, each with the separator that ends it; the last one is ended by ``""``.

    Brackets that close inside the span belong to their phrase (因公出国（境）费); one that does not is a separator.
    """
    result: list[Mark] = []
    begin = at = start
    while at < end:
        character = text[at]
        if character in _OPENING:
            close = _closing(text, at, end)
            if close is not None:
                at = close + 1
                continue
        kind = _kind(text, at)
        if kind:
            result.append(Mark(kind, text[begin:at], begin))
            begin = at + 1
        at += 1
    result.append(Mark("", text[begin:end], begin))
    return result


def _closing(text: str, at: int, end: int) -> int | None:
    """Where the bracket at ``at`` closes before ``end``, or None."""
    pairs = {"（": "）)", "(": "）)", "〔": "〕]", "[": "〕]", "【": "】", "《": "》", "“": "”"}
    depth = 0
    for position in range(at, end):
        if text[position] in _OPENING and pairs[text[position]] == pairs[text[at]]:
            depth += 1
        elif text[position] in pairs[text[at]]:
            depth -= 1
            if depth == 0:
                return position
    return None


def _kind(text: str, at: int) -> str | None:
    character = text[at]
    if character in "，,":
        between_digits = 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
        return None if between_digits and character == "," else ","
    if character in "；;":
        return ";"
    if character in "：:":
        return ":"
    if character in _STOPS:
        return "."
    if character in "（(":
        return "("
    if character in "）)":
        return ")"
    return None
