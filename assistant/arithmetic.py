"""Shares, differences, sums and averages: the question cut into operands, each looked up, then exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.engine import Engine
from assistant.lookup import Candidate
from assistant.outcome import Figure, Outcome, decimal_text, fact_label, figure_of
from assistant.single import accept, with_unit
from assistant.words import fold
from index.amounts import convert, is_money, percent_of, round_half_up
from index.model import Fact

__all__ = [
    "answer_average",
    "answer_difference",
    "answer_share",
    "answer_sum",
    "pair",
    "split_difference",
    "split_share",
]

NEAR = 0.2  # operands of one table are taken together where they score this near to the best
_ASK = r"(?:百分之几|百分之多少|多少|几成|几分之几|比例|比重|份额|的?百分比)"
_SHARE = (
    re.compile(r"(?P<part>[^|]+?)在(?P<whole>[^|]+?)(?:里面|里|之中|中)(?:所)?占"),
    re.compile(rf"(?P<part>[^|]+?)(?:所)?占(?:了)?(?P<whole>(?!百分|比[例重]?|多少|几)[^|]+?)的?(?:{_ASK})"),
    re.compile(
        rf"(?P<whole>[^|]+?)(?:里面|里头|里|之中|当中|中)[，,|]?(?P<part>[^|]+?)(?:所)?占(?:了)?(?:比|多少|{_ASK})"
    ),
    re.compile(r"(?P<whole>[^|]+?)(?:里面|里头|里|之中|当中|中)[，,|]?(?P<part>[^|]+?)的?(?:占比|比例|比重|份额)"),
    re.compile(r"(?P<part>[^|]+?)的?(?:占比|所占|比重)"),
)
_SHARE_ENGLISH = (
    re.compile(
        r"(?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+?) (?:is|was|are|were|goes to|went to|does|did|do|comes from|came from|on|for|made up of)\b(?P<part>.+)"
    ),
    re.compile(r"(?P<part>.+?) as a (?:percentage|share|proportion|percent) of (?:the )?(?P<whole>.+)"),
    re.compile(r"(?:share|proportion|percentage) of (?P<part>.+?) in (?:the )?(?P<whole>.+)"),
)
_DIFFERENCE = (
    re.compile(
        r"(?P<one>[^|]+?)(?:比|较)(?P<two>[^|]+?)(?:要)?(?:多|高|大|超|少|低|小)(?:出|了)?(?:多少|几|$|[^|]{0,4})"
    ),
    re.compile(r"(?P<one>[^|]+?)(?:和|与|跟|同|、)(?P<two>[^|]+?)(?:之间)?(?:的)?(?:相差|差额|差距|差|差多少)"),
)
_DIFFERENCE_ENGLISH = (
    re.compile(
        r"how (?:much|many) (?:more|larger|higher|greater|bigger|less|lower|fewer|smaller) (?P<what>[a-z ]*?)(?:is|are|was|were|does|do|did) (?:the )?(?P<one>.+?)(?: have| has| had| get)? than (?:the |its )?(?P<two>.+)"
    ),
    re.compile(r"difference between (?:the )?(?P<one>.+?) and (?:the )?(?P<two>.+)"),
    re.compile(r"how much (?:more|higher|larger|greater|less|lower) (?:is|was|are|were)?(?P<one>.+?) than (?P<two>.+)"),
)
_JOINED = re.compile(r"和|与|跟|、|加上|及|以及|加|\+| and | plus ")


def _match(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    for pattern in patterns:
        match = pattern.search(text)
        if match is not None:
            return match
    return None


def split_share(text: str) -> tuple[str, str | None] | None:
    """(part, whole) of a question for a share, in its own words; the whole is None where none is named."""
    match = _match(_SHARE_ENGLISH, text) or _match(_SHARE, text)
    if match is None:
        return None
    groups = match.groupdict()
    whole = groups.get("whole")
    return groups["part"], whole if whole and len(fold(whole)) > 1 else None


def split_difference(text: str) -> tuple[str, str] | None:
    """The two operands of a question for a difference, in its own words."""
    match = _match(_DIFFERENCE_ENGLISH, text) or _match(_DIFFERENCE, text)
    if match is None:
        return None
    what = match.groupdict().get("what") or ""
    return f"{match['one']} {what}".strip(), f"{match['two']} {what}".strip()


def pair(
    engine: Engine, one: str, two: str | None, documents: Sequence[str], *, apart: bool = False
) -> tuple[Candidate, Candidate] | None:
    """The best two facts for two operands: of one table where that is as good, with the first's row where the
    second names none (“技校教育的全部预算比其中的财政拨款”)."""
    first = [c for c in engine.find(one, documents=documents, limit=14, units=False) if accept(c)]
    second: list[tuple[Candidate, float]] = []
    if two is None or _WHOLE.fullmatch(fold(two)):
        return _with_its_total(engine, first)
    second += [(c, 0.0) for c in engine.find(two, documents=documents, limit=14, units=False) if accept(c)]
    inherits = (
        bool(re.search(r"其中|其(?!他)", two) or (apart and re.search(r"一般公共预算|财政拨款|全口径|口径|表", two)))
        and bool(first)
        and first[0].main > 0
        and first[0].fact.row_path[-1:] not in (("合计",), ())
    )
    if inherits:
        second = []
    if inherits or not second or second[0][0].main < 0.5:
        second += [
            (c, -0.04) for c in engine.find(f"{one}|{two}", documents=documents, limit=14, units=False) if accept(c)
        ]
    if second and (not first or re.search(r"其中|里的|其", one)):
        first += [c for c in engine.find(f"{two}|{one}", documents=documents, limit=14, units=False) if accept(c)]
    first = _best_of_row([c for c in first if c.score > first[0].score - NEAR])
    second = [(c, penalty) for c, penalty in second if c in _best_of_row([x for x, p in second if p == penalty])]
    top = max((c.score + penalty for c, penalty in second), default=0.0)
    best: tuple[float, Candidate, Candidate] | None = None
    for a in first:
        for b, penalty in second:
            if b.score + penalty < top - NEAR:
                continue
            if a.fact.id == b.fact.id or a.fact.document != b.fact.document or a.fact.unit != b.fact.unit:
                if not (
                    is_money(a.fact.unit)
                    and is_money(b.fact.unit)
                    and a.fact.id != b.fact.id
                    and a.fact.document == b.fact.document
                ):
                    continue
            score = a.score + b.score + penalty
            if a.fact.container == b.fact.container:
                score += 0.14
                if a.fact.row_place == b.fact.row_place or a.fact.column_path == b.fact.column_path:
                    score += 0.05
            if best is None or score > best[0] + 1e-9:
                best = (score, a, b)
    return None if best is None else (best[1], best[2])


def _best_of_row(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each row's best column only: a column that the question does not name is no operand."""
    best: dict[tuple[str, tuple[str, ...], str], Candidate] = {}
    for candidate in candidates:
        fact = candidate.fact
        key = (fact.container, fact.row_path, "" if fact.source == "cell" and fact.row_path else fact.id)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return list(best.values())


_WHOLE = re.compile(
    r"(?:全|整个|本|该)?(?:部门|局|单位|市局|系统|表)?(?:的)?(?:总数|总额|总量|总计|全部|合计|总体|整体)?"
)


def _with_its_total(engine: Engine, first: Sequence[Candidate]) -> tuple[Candidate, Candidate] | None:
    """A figure with the total that it is part of: its table's total row in its column, or its row's total column."""
    for candidate in first[:3]:
        index = engine.vocabulary.indexes[candidate.fact.document]
        for position in index.by_container.get(candidate.fact.container, ()):
            entry = index.entries[position]
            fact = entry.fact
            if fact.id == candidate.fact.id or fact.value is None or fact.part != candidate.fact.part:
                continue
            in_column = (
                fact.column_path == candidate.fact.column_path
                and (entry.total or fact.total)
                and len(fact.row_path) == 1
            )
            in_row = fact.row_place == candidate.fact.row_place and entry.default_column and candidate.fact.total
            if in_column or in_row:
                return candidate, replace(candidate, fact=fact)
    return None


def answer_share(engine: Engine, rest: str) -> Outcome | None:
    """What share one figure is of another, in percent rounded half up to two decimals; per document if several."""
    rest = rest.replace("占|", "占")
    if len(engine.query.unlinked) > 2:
        return None
    split = split_share(rest)
    if split is None:
        return None
    heads = _of_units(engine, split[0], split[1])
    if heads is not None:
        part_sum, whole_sum, facts = heads
        if not whole_sum:
            return None
        value = percent_of(part_sum, whole_sum)
        formula = f"{decimal_text(part_sum)} ÷ {decimal_text(whole_sum)} = {value}%"
        figure = Figure("各单位合计的比例", decimal_text(value), "%", tuple(facts), facts[0].document, facts[0].year)
        return Outcome(
            "answered", (figure,), formula=formula, result=decimal_text(value), result_unit="%", cited=tuple(facts)
        )
    part, whole = (engine.prepare(split[0]), engine.prepare(split[1]) if split[1] else None)
    documents = engine.query.scope.documents
    if engine.query.scope.each and _two_places(engine, split):
        return None  # one department's figure as a share of another's is not read yet
    groups = _groups(engine) if engine.query.scope.each else [list(documents)]
    figures: list[Figure] = []
    cited: list[Fact] = []
    context: list[Figure] = []
    formulas: list[str] = []
    for group in groups:
        found = pair(engine, part, whole, group)
        if found is None:
            continue
        a, b = found[0].fact, found[1].fact
        if not a.value or not b.value:
            continue
        if (whole is None and a.value > b.value) or (a.value == b.value and a.row_path[-1:] == b.row_path[-1:]):
            continue
        top, bottom = _same_unit(a, b)
        value = percent_of(top, bottom)
        label = f"{fact_label(a)}占{_whole_label(engine, b)}的比例"
        if len(groups) > 1:
            label = f"{engine.document(a.document).department}（{a.year}年）"
        formulas.append(f"{decimal_text(top)} ÷ {decimal_text(bottom)} = {value}%")
        figures.append(Figure(label, decimal_text(value), "%", (a, b), a.document, a.year))
        cited += [a, b]
        context += [figure_of(a), figure_of(b)]
    if not figures:
        return None
    if len(figures) > 1 and "rank" in engine.query.asks:
        if len(figures) < len(groups):
            return None
        figures.sort(key=lambda figure: Decimal(figure.value), reverse=not engine.query.lowest)
        k = engine.query.k or 1
        context = list(figures[k:])
        figures = figures[:k]
        cited = [fact for figure in figures for fact in figure.facts] + cited
    return Outcome(
        "answered", tuple(figures), tuple(context), "；".join(formulas), figures[0].value, "%", cited=tuple(cited)
    )


def _whole_label(engine: Engine, fact: Fact) -> str:
    label = fact_label(fact)
    return f"{label}（{fact.title}）" if label in ("合计", "总计", "预算数") else label


def _same_unit(a: Fact, b: Fact) -> tuple[Decimal, Decimal]:
    assert a.value is not None and b.value is not None
    if a.unit and b.unit and a.unit != b.unit and is_money(a.unit) and is_money(b.unit):
        return a.value, convert(b.value, b.unit, a.unit)
    return a.value, b.value


def _two_places(engine: Engine, split: tuple[str, str | None]) -> bool:
    """Whether a question for a share names departments in both operands (甲的三公占乙的三公)."""
    one, two = (fold(part or "") for part in split)
    return bool(two) and (one == two or one in two or two in one)


def _of_units(engine: Engine, one: str, two: str | None) -> tuple[Decimal, Decimal, list[Fact]] | None:
    """The sums over all units of two columns of the unit table (编制, 在职), where no unit is named."""
    found: list[tuple[Decimal, list[Fact]]] = []
    for text in (one, two or ""):
        candidates = [c for c in engine.find(engine.prepare(text), units=False, limit=6)]
        if (
            not candidates
            or candidates[0].fact.kind != "units"
            or candidates[0].main > 0.35
            or candidates[0].fact.value is None
        ):
            return None
        best = candidates[0].fact
        index = engine.vocabulary.indexes[best.document]
        column = [
            e.fact for e in (index.entries[p] for p in index.by_container[best.container])
            if e.fact.column_path == best.column_path and e.fact.value is not None and not e.total
        ]  # fmt: skip
        found.append((sum((f.value for f in column if f.value is not None), Decimal(0)), column))
    return found[0][0], found[1][0], found[0][1][:2] + found[1][1][:2]


def _groups(engine: Engine) -> list[list[str]]:
    """The documents asked about, one list for each department."""
    groups: dict[str, list[str]] = {}
    for identity in engine.query.scope.documents:
        document = engine.document(identity)
        groups.setdefault(document.department or identity, []).append(identity)
    return list(groups.values())


def answer_difference(engine: Engine, rest: str) -> Outcome | None:
    """The first operand less the second, without its sign where the question asks how far apart they are."""
    split = split_difference(rest)
    if split is None:
        return None
    heads = _of_units(engine, split[0], split[1])
    if heads is not None:
        one_sum, two_sum, facts = heads
        gap = abs(one_sum - two_sum)
        formula = f"{decimal_text(max(one_sum, two_sum))} − {decimal_text(min(one_sum, two_sum))} = {decimal_text(gap)}"
        figure = Figure("各单位合计的差额", decimal_text(gap), "人", tuple(facts), facts[0].document, facts[0].year)
        return Outcome(
            "answered", (figure,), formula=formula, result=decimal_text(gap), result_unit="人", cited=tuple(facts)
        )
    found = pair(engine, engine.prepare(split[0]), engine.prepare(split[1]), engine.query.scope.documents, apart=True)
    if found is None:
        return None
    a, b = found[0].fact, found[1].fact
    if a.value is None or b.value is None:
        return None
    one, two = _same_unit(a, b)
    value = abs(one - two)
    big, small = (one, two) if one >= two else (two, one)
    formula = f"{decimal_text(big)} − {decimal_text(small)} = {decimal_text(value)}"
    figure = Figure(
        f"{_whole_label(engine, a)}与{_whole_label(engine, b)}的差额",
        decimal_text(value),
        a.unit or "",
        (a, b),
        a.document,
        a.year,
    )
    return Outcome(
        "answered", (with_unit(figure, engine.query.convert_to),), (figure_of(a), figure_of(b)), formula, decimal_text(value),
        a.unit, cited=(a, b), notes=() if one >= two else ("后者更大",),
    )  # fmt: skip


def answer_sum(engine: Engine, rest: str) -> Outcome | None:
    """The sum of the operands that the question joins (A和B加起来), each looked up by itself."""
    text = (
        re.split(
            r"加起来|加一起|加在一起|之和|总和|合计|合起来|合在一起|一共|总共|共计|combined|together|altogether", rest
        )[0]
        or rest
    )
    match = re.search(r"(?:sum of|combine[d]?|total of|add(?:ing)?) (.+)", rest)
    if match:
        text = match[1]
    text = re.sub(r"[两二三四五六](?:项|笔|个|者|类)(?=$|[，,。？?|])", "", text)
    pieces = [piece for piece in _JOINED.split(text) if len(fold(piece)) > 1]
    if len(pieces) < 2:
        return None
    prepared = [engine.prepare(piece) for piece in pieces]
    last = re.search(r"(?:中心|局|学校|学院|所|院|支队)(?:的)?([^|]{2,})$", prepared[-1])
    tail = last[1] if last else ""
    chosen: list[Fact] = []
    first_container: str | None = None
    context = prepared[0]
    for number, piece in enumerate(prepared):
        found = [c for c in engine.find(piece, limit=14, units=False) if accept(c)]
        if number and (not found or found[0].main < 0.5):
            found = [c for c in engine.find(f"{context}|{piece}", limit=14, units=False) if accept(c)] or found
        if (
            number == 0 and len(tail) > 1
        ):  # “社会保险中心和就业服务中心政府采购一共”: what the last one says holds for all
            shared = [c for c in engine.find(f"{piece}|{tail}", limit=14, units=False) if accept(c)]
            if shared and (not found or shared[0].score > found[0].score):
                found = shared
        if not found:
            return None
        best = next(
            (c for c in found if c.fact.container == first_container and c.score > found[0].score - 0.12), found[0]
        )
        first_container = first_container or best.fact.container
        if any(best.fact.id == fact.id for fact in chosen):
            return None  # two operands linked to one figure: one of them is misunderstood
        chosen.append(best.fact)
    if len(chosen) < 2:
        return None
    return total(engine, chosen)


def total(engine: Engine, facts: Sequence[Fact], *, label: str | None = None) -> Outcome | None:
    """The sum of facts in the first one's unit, with its formula; None where units do not go together."""
    unit = facts[0].unit or ""
    values: list[Decimal] = []
    for fact in facts:
        if fact.value is None:
            return None
        if fact.unit == unit:
            values.append(fact.value)
        elif is_money(fact.unit) and is_money(unit):
            values.append(convert(fact.value, fact.unit or "", unit))
        else:
            return None
    value = sum(values, Decimal(0))
    formula = " + ".join(map(decimal_text, values)) + f" = {decimal_text(value)}"
    names = "、".join(dict.fromkeys(fact_label(fact) for fact in facts))
    figure = Figure(
        label or f"{names[:60]}合计", decimal_text(value), unit, tuple(facts), facts[0].document, facts[0].year
    )
    return Outcome(
        "answered", (with_unit(figure, engine.query.convert_to),), tuple(figure_of(fact) for fact in facts), formula,
        decimal_text(value), unit, cited=tuple(facts),
    )  # fmt: skip


def answer_average(engine: Engine, rest: str) -> Outcome | None:
    """An amount per head: the amount asked about over the sum of the staff counts of the department's units."""
    text = re.sub(r"平均(每人|每个人|多少|每)?|人均|每人|per (head|capita|person|employee)|average", "|", rest)
    found = [c for c in engine.find(engine.prepare(text), units=False) if accept(c) and is_money(c.fact.unit)]
    if not found:
        return None
    amount = found[0].fact
    index = engine.vocabulary.indexes[amount.document]
    staff = [
        entry.fact for entry in index.entries
        if entry.fact.kind == "units" and entry.fact.value is not None and "在职" in "".join(entry.fact.column_path) and not entry.total
    ]  # fmt: skip
    heads = sum((fact.value for fact in staff if fact.value is not None), Decimal(0))
    if not heads or amount.value is None:
        return None
    value = round_half_up(amount.value / heads)
    formula = f"{decimal_text(amount.value)} ÷ {decimal_text(heads)} = {value}"
    figure = Figure(
        f"{fact_label(amount)}人均",
        decimal_text(value),
        f"{amount.unit}",
        (amount, *staff),
        amount.document,
        amount.year,
    )
    return Outcome("answered", (figure,), (figure_of(amount),), formula, decimal_text(value), amount.unit, cited=(amount, *staff[:2]),
                   notes=(f"人数为各单位在职人数之和{decimal_text(heads)}人",))  # fmt: skip
