"""Which documents a question is about: regions, departments, years, kinds of document.

Everything is linked against the documents of the library: short names (福州 for 福州市), the names of their
departments, pinyin. A region or department that the question names and no document has is reported as missing,
never replaced by a near one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.divisions import county_pinyin, gazetteer, gazetteer_pinyin, pinyin, provinces, short_region
from assistant.glossary import departments
from assistant.query import Scope
from assistant.typos import alike
from assistant.words import chinese_number
from index.model import Document

__all__ = ["EVALUATION", "Issuer", "issuers", "select", "short_region"]

_LEVELS = re.compile(
    r"([一-鿿]{2,9}?(?:省|自治区))?([一-鿿]{2,7}?(?:市|自治州|地区|盟))?([一-鿿]{1,6}?(?:区|县|旗|市))?"
)
_YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?!\d|\.\d|[\]〕】])\s*(?:年度|年|会计年度|财年)?")
_OLD_YEAR = re.compile(
    r"(?<![\d.])(19\d\d|20[5-9]\d)(?:\s*(?:年|财年|会计年度)|(?=\s+budget))|"
    r"(?<=\bin )(19\d\d)(?!\d)|(?<=the )(19\d\d)(?= )"
)
_SHORT_YEAR = re.compile(r"(?<![\d.])([12]\d)\s*年(?!级)")
_SHORT_OLD = re.compile(r"(?<![\d.])(0\d|[3-9]\d)年(?=度|的|预算|计划|安排|政府|项目|部门|收|支|三公|[^一-鿿])")
_CHINESE_YEAR = re.compile(r"(?:二[〇零]|两千零?)([一二][〇零一二三四五六七八九]|[一二]?十[一二三四五六七八九]?)年?")
_AS_OF_ENGLISH = re.compile(r"(?:as of|as at|end of|31 december|december 31|dec 31|31 dec)[^.?]{0,24}?(20\d\d)")
_AS_OF_CHINESE = re.compile(r"(?:截至|截止|到|至)?(20\d\d)年(?:度)?(?:12月31日|底|末|年底|年末)")
EVALUATION = re.compile(
    r"自评|执行率|完成情况|实际完成|实际招|评价报告|绩效评价|self[- ]?(?:evaluation|assessment)|拨付|自我评价|决算"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A document's place and department in all the ways a question may name them, folded."""

    document: Document
    names: tuple[str, ...]
    above: tuple[str, ...]
    province: str | None
    department_names: tuple[str, ...]


def issuers(documents: Sequence[Document]) -> tuple[Issuer, ...]:
    """The names of each document's region and department."""
    return tuple(_issuer(document) for document in documents)


def _issuer(document: Document) -> Issuer:
    text = document.department or document.region or ""
    match = _LEVELS.match(text)
    levels = [level for level in (match.groups() if match else ()) if level]
    if not levels and document.region:
        match = _LEVELS.match(document.region)
        levels = [level for level in (match.groups() if match else ()) if level] or [document.region]
    region = levels[-1] if levels else (document.region or "")
    province = provinces().get((document.region_code or "")[:2])
    body = text[sum(map(len, levels)) :] if text.startswith("".join(levels)) else text
    names: tuple[str, ...] = ()
    for name, say, english in departments():
        if name in text or body == name:
            names = say + english
            break
    own = [name for name in dict.fromkeys((region, short_region(region))) if name]
    above = [short_region(level) for level in levels[:-1] if short_region(level) != province]
    return Issuer(document, tuple(own), tuple(above), province, names or ((body,) if body else ()))


def _retyped(question: str, known: Sequence[Issuer]) -> str:
    """A known region typed with one character that sounds or looks like the right one (福洲 for 福州)."""
    names = {
        name for issuer in known for name in issuer.names if 2 <= len(name) <= 4 and re.fullmatch("[一-鿿]+", name)
    }
    if any(name in question for name in names):
        return question
    for name in sorted(names, key=len, reverse=True):
        for at in range(len(question) - len(name) + 1):
            typed = question[at : at + len(name)]
            right = sum(one == other for one, other in zip(typed, name, strict=True))
            if right != len(name) - 1 or typed in gazetteer() or not re.fullmatch("[一-鿿]+", typed):
                continue
            if all(alike(one, other) for one, other in zip(typed, name, strict=True)):
                return question[:at] + name + question[at + len(name) :]
    return question


def _named(issuer: Issuer, question: str, latin: str) -> bool:
    """Whether a question names this issuer's own region (not one above it alone)."""
    if any(name in question for name in issuer.names):
        return True
    return any(len(pinyin(name)) >= 5 and re.search(rf"\b{pinyin(name)}\b", latin) for name in issuer.names)


@lru_cache(maxsize=1)
def _short_departments() -> str:
    """What departments are called in two to four characters, as alternatives of a pattern."""
    names = {word for _, say, _ in departments() for word in say if 2 <= len(word) <= 4}
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@lru_cache(maxsize=1)
def _all_of_them() -> re.Pattern[str]:
    """Words that speak of several departments or documents at once: 四家, 各市, which bureau."""
    department = _short_departments()
    return re.compile(
        rf"[两二三四五六七八九十几各\d](?:个|份|家|座)?(?:城市|市|{department}|部门|单位的预算|局|文件|文档|份(?!项目|绩效|目标))|各市|各地|各家|"
        rf"[两二三四五六七八九十]地(?!方|块|区|段|点|分居|税)|"
        rf"所有(?:城市|部门|{department}|文件)|哪(?:个|座|一个|家)?(?:城市|市|局|{department})|"
        rf"[两二三四五六]市|这(?:两|三|四|五|几)(?:家|个(?:局|市|城市|部门|{department})|份)|(?:两|三|四|五)(?:家|份)(?!(?:预算|下属|所属|直属|事业)*(?:单位|学校|学院|中心|企业|机构|银行))|"
        r"\b(?:all|the) (?:two|three|four|five|\d)\b|\bamong the\b|\beach of the\b|"
        r"which (?:city|bureau|department)|across (?:the )?(?:cities|documents|bureaus)"
    )


@lru_cache(maxsize=1)
def _group_words() -> re.Pattern[str]:
    """The same words where they are taken out of a question."""
    return re.compile(
        rf"(?:这|那|上述|以上)?[两二三四五六七八九十几](?:个|份|家|座)?(?:城市|(?:{_short_departments()})?部门(?:预算)?|文件|文档|预算|地|市)"
        r"(?:里|中|间)?|(?:这|那)?[两二三四五六几](?:家|份)(?:里|中)?|各(?:市|地|家)|所有(?:城市|部门|文件)"
    )


@lru_cache(maxsize=1)
def _provincial() -> re.Pattern[str]:
    """The provincial sisters (…厅) of the departments that are known by their bureaus (…局)."""
    stems = {word.removesuffix("局") for name, say, _ in departments() for word in (name, *say) if word.endswith("局")}
    return re.compile("(?:" + "|".join(sorted(map(re.escape, stems), key=len, reverse=True)) + ")厅")


def years_in(text: str) -> tuple[tuple[int, ...], bool]:
    """The years a question names, and whether they are dates of a stock (截至2022年底)."""
    as_of = [int(m[1]) for pattern in (_AS_OF_CHINESE, _AS_OF_ENGLISH) for m in pattern.finditer(text)]
    years = [int(match[1]) for match in _YEAR.finditer(text)]
    years += [2000 + int(match[1]) for match in _SHORT_YEAR.finditer(text)]
    years += [int(next(filter(None, match.groups()))) for match in _OLD_YEAR.finditer(text)]
    years += [(1900 if match[1] > "49" else 2000) + int(match[1]) for match in _SHORT_OLD.finditer(text)]
    for match in _CHINESE_YEAR.finditer(text):
        number = chinese_number(match[1].replace("〇", "零"))
        if number:
            years.append(2000 + number)
    unique = tuple(dict.fromkeys(years))
    return (tuple(dict.fromkeys(as_of)), True) if as_of and set(unique) <= set(as_of) else (unique, False)


def select(
    question: str, known: Sequence[Issuer], *, previous: bool = False, content: frozenset[str] = frozenset()
) -> tuple[Scope, str]:
    """The documents a question (half width, simplified, lower case) is about, and what is left of it.

    ``previous`` says that the question asks for the year before. ``content`` are words that stand in the
    documents themselves: a region among them (宁夏脱贫人口) is a subject, not a place that is missing.
    """
    question = _retyped(question, known)
    latin = question
    named = [issuer for issuer in known if _named(issuer, question, latin)]
    provinces = {issuer.province for issuer in known if issuer.province and _province_named(issuer.province, question)}
    missing, kind = _unknown_region(question, known, named, content)
    if not named and provinces and not missing:
        named = [issuer for issuer in known if issuer.province in provinces]
    above = [
        issuer
        for issuer in known
        if any(name in question or re.search(rf"\b{pinyin(name)}\b", latin) for name in issuer.above)
    ]
    if not named and above and not missing:
        missing, kind = f"{above[0].above[0]}市本级", "region"
        named = above
    if not missing:
        missing, kind = _unknown_department(question, known, content)
    if (
        not missing
        and re.search(r"决算|final accounts", question)
        and not any("决算" in (i.document.kind or "") for i in known)
    ):
        missing, kind = "决算", "kind"
    rest = _without_places(question, known, content)
    every = bool(_all_of_them().search(question))
    pool = named or list(known)
    years, by_date = years_in(question)
    scope = _by_year(pool, years, by_date, previous, bool(EVALUATION.search(question)), named=bool(named))
    if missing:
        scope = replace(scope, missing=missing, missing_kind=kind)
    return replace(scope, each=every or len({i.names for i in named}) > 1), rest


def _province_named(province: str, question: str) -> bool:
    return province in question or bool(re.search(rf"\b{pinyin(province)}\b", question))


def _by_year(
    pool: Sequence[Issuer], years: tuple[int, ...], by_date: bool, previous: bool, evaluation: bool, *, named: bool
) -> Scope:
    """Filter by year and kind: the year asked, else documents that state it as their year before."""

    def order(issuer: Issuer) -> tuple[int, int]:
        budget = (issuer.document.kind or "预算").endswith("预算")
        return (int(budget == evaluation), -(issuer.document.year or 0))

    ordered = sorted(pool, key=order)
    if not years:
        chosen = ordered
        if previous:
            chosen = [i for i in ordered if (i.document.kind or "预算").endswith("预算")] or ordered
            return Scope(tuple(i.document.id for i in chosen), named, (), frozenset(i.document.id for i in chosen))
        return Scope(tuple(i.document.id for i in chosen), named)
    wanted: list[str] = []
    before: set[str] = set()
    held = {i.document.year for i in ordered}
    if (
        len(years) == 2
        and not by_date
        and years[0] + 1 == years[1]
        and len({i.names for i in ordered}) == 1
        and years[0] not in held
    ):
        years = years[
            :1
        ]  # “2022年的总收入，按2023年预算里的增加额推算”: the first is asked for, the second is where it stands
    for issuer in ordered:
        year = issuer.document.year
        if by_date and year is not None and any(year - 1 == y for y in years):
            wanted.append(issuer.document.id)
        elif not by_date and previous and year in years:
            wanted.append(issuer.document.id)
            before.add(issuer.document.id)
        elif not by_date and year in years:
            wanted.append(issuer.document.id)
    regions_found = {i.names for i in ordered if i.document.id in wanted}
    for issuer in ordered:
        year = issuer.document.year
        if issuer.document.id in wanted or year is None:
            continue
        if year - 1 in years and not by_date:
            wanted.append(issuer.document.id)
            before.add(issuer.document.id)
        elif by_date and year in years and issuer.names not in regions_found:
            wanted.append(issuer.document.id)
    if wanted:
        return Scope(tuple(wanted), named, years, frozenset(before))
    return Scope(
        tuple(i.document.id for i in ordered),
        named,
        years,
        missing="、".join(f"{y}年" for y in years),
        missing_kind="year",
    )


_BODY = r"((?:(?!的)[一-鿿]){2,8}?(?:局|厅|委员会|法院|检察院))"


def _foreign_body(question: str, known: Sequence[Issuer], content: frozenset[str]) -> str | None:
    """A body named right behind a place (福州林业局) that is no department of the library and in no document."""
    places = sorted({name for issuer in known for name in issuer.names}, key=len, reverse=True)
    have = {name for issuer in known for name in issuer.department_names}
    match = re.search(rf"(?:{'|'.join(map(re.escape, places))})(?:市|区|县)?的?{_BODY}", question) if places else None
    if match is None or any(name in match[1] for name in have):
        return None
    pieces = [match[1][at : at + 3] for at in range(len(match[1]) - 2)]
    return None if pieces and all(piece in content for piece in pieces) else match[1]


def _unknown_department(
    question: str, known: Sequence[Issuer], content: frozenset[str]
) -> tuple[str | None, str | None]:
    have = {name for issuer in known for name in issuer.department_names}
    bureau = _provincial().search(question)
    if bureau and not any("厅" in (issuer.document.department or "") for issuer in known):
        return bureau[0], "department"
    if any(name in question for name in have if len(name) > 1):
        return None, None
    foreign = _foreign_body(question, known, content)
    if foreign:
        return foreign, "department"
    for _, say, english in departments():
        for word in (*say, *english):
            if word in have:
                continue
            at = question.find(word)
            if (
                at >= 0
                and (at <= 14 or word in english)
                and not re.search(rf"(由|归|会同|和|与|与市|是){re.escape(word)}", question)
            ):
                return word, "department"
    return None, None


def _unknown_region(
    question: str, known: Sequence[Issuer], named: Sequence[Issuer], content: frozenset[str]
) -> tuple[str | None, str | None]:
    own = {name for issuer in known for name in (*issuer.names, *issuer.above, issuer.province or "")}
    own |= {f"{name}{suffix}" for name in own if name for suffix in "省市区县"}
    names = gazetteer()
    taken = question
    for name in sorted((n for n in own if n), key=len, reverse=True):
        taken = taken.replace(name, "|")
    for size in (8, 7, 6, 5, 4, 3, 2):
        for start in range(len(taken) - size + 1):
            word = taken[start : start + size]
            if word not in names or word in content:
                continue
            after = taken[start + size : start + size + 6]
            if named and not re.match(rf"(市|区|县)?的?(?:{_short_departments()})|的?呢", after) and len(word) == 2:
                continue
            if (
                len(word) > 2
                or re.match(rf"市|省|区|县|{_short_departments()}|的|呢|20|今年|去年|\d|预算|和|与", after)
                or start == 0
            ):
                return names[word], "region"
    known_pinyin = {pinyin(short_region(name)) for name in own if re.search("[一-鿿]", name)}
    for word in re.findall(r"\b([a-z']{4,})[ -](?:district|county)\b", question):
        if word.replace("'", "") not in known_pinyin and word.replace("'", "") in county_pinyin():
            return f"{word} district", "region"
    if not named:
        for word in re.findall(r"[a-z']{5,}", question):
            full = gazetteer_pinyin().get(word.replace("'", ""))
            if full and short_region(full) not in own:
                return full, "region"
    return None, None


_HELD = "\x00"  # inside a name that must stay


def _without_places(question: str, known: Sequence[Issuer], content: frozenset[str] = frozenset()) -> str:
    """The question without the names of places and departments, years and dates."""
    text = question
    words: set[str] = set()
    for issuer in known:
        words.update((*issuer.names, *issuer.above))
        words.update(short_region(name) + suffix for name in (*issuer.names, *issuer.above) for suffix in "市区县")
        if issuer.province:
            words.update((issuer.province, issuer.province + "省"))
        words.update(
            pinyin(name) for name in (*issuer.names, *issuer.above, issuer.province or "") if len(pinyin(name)) >= 5
        )
        if issuer.document.department:
            words.add(issuer.document.department)
    places = sorted((word for word in words if len(word) >= 2), key=len, reverse=True)
    bureaus = sorted({name for issuer in known for name in issuer.department_names}, key=len, reverse=True)
    for short in (name for name in bureaus if 2 <= len(name) <= 3 and name[-1] not in "局厅委办部处"):
        text = re.sub(  # 人社管理经费 is a project's name, not the bureau's
            rf"{re.escape(short)}(?![局厅委办部])(?=([一-鿿]{{2}}))",
            lambda m: m[0][0] + _HELD + m[0][1:] if m[0][-2:] + m[1] in content else m[0],
            text,
        )
    place = "|".join(map(re.escape, places))
    bureau = "|".join(map(re.escape, bureaus))
    if bureau and place:
        text = re.sub(
            rf"(?:{place})+的?(?:市|区|本级)?的?(?:{bureau})(?:机关(?!运|事)|系统(?!各|内)|部门(?!预)|本级)?(?:'s)?",
            "|",
            text,
        )
    if place:
        text = re.sub(rf"(?:{place})(?:'s)?(?:市|区)?", "|", text)
    if bureau:
        chinese = "|".join(re.escape(b) for b in bureaus if len(b) >= 2)
        if chinese:
            text = re.sub(rf"(?:{chinese})(?:'s)?", "|", text)
    text = _group_words().sub("|", text)
    text = _AS_OF_CHINESE.sub("|", text)
    text = re.sub(r"(截至|截止)?20\d\d年12月31日", "|", text)
    text = re.sub(r"31 december 20\d\d|december 31,? 20\d\d|end of 20\d\d", "|", text)
    text = _YEAR.sub("|", text)
    text = _SHORT_OLD.sub("|", _OLD_YEAR.sub("|", _SHORT_YEAR.sub("|", text)))
    return _CHINESE_YEAR.sub("|", text).replace(_HELD, "")
