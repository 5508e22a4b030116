"""From a question's words to ranked facts, with the reason for each rank. Deterministic; nothing is guessed.

A fact's score is the share of the question that its labels explain, less what its labels say that the question
does not, plus small defaults (table priority, total columns). ``coverage`` is how much of the question the fact
explains: it tells how certain a link is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.candidates import Candidate, Wanted, readings, same_value
from assistant.glossary import scopes
from assistant.kinds import of_one
from assistant.scoping import concept_entries, family
from assistant.vocabulary import DocumentIndex, Entry, Vocabulary
from assistant.weighing import UNKNOWN_WORD, Asked, weighed
from assistant.words import bare_label, fold
from index.amounts import is_money
from index.model import Fact

__all__ = ["Candidate", "Wanted", "find", "readings", "same_value"]

COVERAGE = 1.2
MAIN_MISS = 0.42
COLUMN_MISS = 0.32
NAME_MISS = 0.16
TITLE_MISS = 0.015
SOFT = 0.78
WRONG_PERIOD = 0.30
WRONG_UNIT = 0.14
RIGHT_UNIT = 0.06
WRONG_TABLE = 0.10
PRIORITY = 0.06
SHEET_TEXT = 0.06  # a figure inside a sheet's long text goes after the sheet's own entries
LATE = 0.02  # what stands last in a question is what it asks for (“不全是基本支出吧，项目支出多少”)
CONCEPT_ALONE = 0.8  # a whole-department word counts where it explains this share of the question
COLUMN_SAID = 0.25
COMMON_WORD = 0.43  # weight of a pair that names no column by itself (支出)
PART_OF_COLUMN = 0.45  # a column's name of which less is said explains nothing (支出 of 项目支出)
CODED = 0.65
TAIL = 0.65  # share of a column's name that its last header stands for
WITHIN = 0.08  # the row stands right under the one that 里的 names
NOT_IN_FOCUS = 0.3  # “医疗里的事业单位医疗” asks for what stands behind 里的


def find(vocabulary: Vocabulary, documents: Iterable[str], wanted: Wanted, *, limit: int = 40) -> list[Candidate]:
    """The facts of ``documents`` that fit best, best first."""
    asked = weighed(vocabulary, wanted)
    found: list[Candidate] = []
    for document in documents:
        index = vocabulary.indexes.get(document)
        if index is not None:
            found += _in_document(vocabulary, index, asked, wanted, limit)
    found = [_lifted(candidate, found) for candidate in found]
    found = [_before_its_parts(candidate, found) for candidate in found]
    found.sort(key=lambda c: (-round(c.score, 6), c.fact.document, c.fact.place.line_start or 0, c.fact.id))
    return found[:limit]


def _lifted(candidate: Candidate, found: Sequence[Candidate]) -> Candidate:
    """A table's cell before the sentence that states the same figure: the table is the better source."""
    if candidate.fact.source != "cell":
        return candidate
    for other in found[:12]:
        if (
            other.fact.source == "sentence"
            and other.score > candidate.score > other.score - 0.25
            and other.fact.document == candidate.fact.document
            and same_value(other.fact, candidate.fact)
        ):
            return replace(
                candidate,
                score=other.score + 0.001,
                exact=candidate.exact or other.exact,
                main=max(candidate.main, other.main),
            )
    return candidate


def _before_its_parts(candidate: Candidate, found: Sequence[Candidate]) -> Candidate:
    """A total before its parts where the question says no word of a part's own (公务用车: 购置 and 运行 together)."""
    path, columns = candidate.fact.row_path, candidate.fact.column_path
    best = max(
        (
            part.score
            for part in found
            if part.fact.document == candidate.fact.document
            and len(part.fact.row_path) > len(path)
            and part.fact.row_path[: len(path)] == path
            and part.fact.column_path == columns
            and part.fact.container == candidate.fact.container
            and part.explained | candidate.explained == candidate.explained
            and part.main < 0.8
        ),
        default=None,
    )
    if not path or best is None or best <= candidate.score:
        return candidate
    return replace(candidate, score=best + 0.1)


def _in_document(
    vocabulary: Vocabulary, index: DocumentIndex, asked: Asked, wanted: Wanted, limit: int
) -> list[Candidate]:
    masks: dict[int, int] = {}
    matched: dict[int, float] = {}
    for gram, mask in asked.positions.items():
        weight = vocabulary.weight(gram)
        for label in index.postings.get(gram, ()):
            masks[label] = masks.get(label, 0) | mask
            matched[label] = matched.get(label, 0.0) + weight
    pool = _pool(index, asked, wanted, matched)
    coded = bool(wanted.codes) and any(code in index.by_code for code in wanted.codes)
    concept_hits = {} if coded else concept_entries(index, wanted.concepts)
    pool |= concept_hits.keys()
    priority = scopes()["priority"]
    joined = "|".join(wanted.segments)
    found: list[Candidate] = []
    for position in pool:
        entry = index.entries[position]
        fact = entry.fact
        if fact.value is None and not (wanted.text_too and _short_text(fact, wanted)):
            continue
        if wanted.keep is not None and not wanted.keep(fact):
            continue
        if _other_kind(fact, wanted):
            continue
        found.append(_score(index, asked, wanted, entry, masks, matched, concept_hits.get(position), priority, joined))
    found.sort(key=lambda c: (-c.score, c.fact.place.line_start or 0, c.fact.id))
    return found[:limit]


def _pool(index: DocumentIndex, asked: Asked, wanted: Wanted, matched: dict[int, float]) -> set[int]:
    """The entries worth scoring: reached by a code, or by a label that the question touches, or a table's total."""
    if wanted.codes:
        coded = {position for code in wanted.codes for position in index.by_code.get(code, ())}
        if coded:
            return coded
    pool: set[int] = set(index.totals)
    least = 0.30 * min(asked.total, 3.0)
    strong = sorted((label for label in matched if matched[label] >= least), key=lambda label: -matched[label])
    whole = [label for label in matched if 0 < index.weights[label] <= matched[label] + 1e-9]  # said in full
    for label in dict.fromkeys([*strong[:400], *whole[:100]]):
        positions = index.by_label.get(label, [])
        if len(positions) > 400 and index.entries[positions[0]].column == label:
            continue  # a column that runs through a whole table says nothing without a row
        pool.update(positions)
    return pool


def _score(
    index: DocumentIndex,
    asked: Asked,
    wanted: Wanted,
    entry: Entry,
    masks: dict[int, int],
    matched: dict[int, float],
    concept: tuple[str, int] | None,
    priority: dict[str, int],
    joined: str,
) -> Candidate:
    fact = entry.fact
    reasons: list[str] = []
    strong = (
        masks.get(entry.main, 0) | masks.get(entry.alternate, 0) | masks.get(entry.name, 0) | masks.get(entry.column, 0)
    )
    said = matched.get(entry.column, 0.0)
    if entry.tail and entry.tail in joined:  # its last header names a column, the ones above tell it from others
        said += TAIL * (index.weights[entry.column] - said)
    if not entry.default_column and said < min(PART_OF_COLUMN * index.weights[entry.column], COMMON_WORD):
        strong &= ~masks.get(entry.column, 0) | masks.get(entry.main, 0) | masks.get(entry.name, 0)
    soft = masks.get(entry.title, 0)
    for label in entry.context:
        soft |= masks.get(label, 0)
    if wanted.tables and family(fact.kind) in wanted.tables:
        soft |= asked.table_mask
    main_label = index.labels[entry.main]
    exact = bool(main_label) and main_label in joined
    total = entry.main == 0 and fact.source == "cell" and bool(asked.total_mask)
    if total:  # “合计”, said, is what a total row is called
        strong |= asked.total_mask
    missing = index.weights[entry.main] - matched.get(entry.main, 0.0)
    if wanted.codes and fact.code and fold(fact.code) in wanted.codes:
        missing = 0.0  # the code names the row
    if entry.alternate:
        missing = min(missing, index.weights[entry.alternate] - matched.get(entry.alternate, 0.0))
        exact = exact or index.labels[entry.alternate] in joined
    missed = MAIN_MISS * missing
    if entry.name:
        unnamed = 0.0 if wanted.locked else NAME_MISS  # the sheet is named by its title
        missed += unnamed * (index.weights[entry.name] - matched.get(entry.name, 0.0))
        exact = exact or index.labels[entry.name] in joined
    if not entry.default_column:
        coded = (
            bool(wanted.codes) and matched.get(entry.column, 0.0) > 0
        )  # with the row named, a word for the column will do
        missed += (0.3 if coded else 1.0) * COLUMN_MISS * (index.weights[entry.column] - said)
    missed += (0.0 if wanted.locked else TITLE_MISS) * (index.weights[entry.title] - matched.get(entry.title, 0.0))
    whole = False
    if concept is not None:
        key, step = concept
        strong |= asked.concept_mask.get(key, 0)
        whole = asked.weigh(strong | soft) >= CONCEPT_ALONE * asked.total
        if whole:  # the question is about the whole department and nothing else
            missed = 0.0
            exact = True
            reasons.append(f"concept {key}, step {step + 1}")
    covered = asked.weigh(strong) + SOFT * asked.weigh(soft & ~strong)
    coverage = covered / asked.total
    score = COVERAGE * coverage - missed / max(asked.total, 2.0)
    if concept is not None and whole:
        score += (0.16 - 0.03 * concept[1]) * coverage
    elif exact and main_label:
        score += (0.05 + 0.01 * min(len(main_label), 10)) * coverage * coverage
    last = (strong & asked.late).bit_count()
    score += LATE * last / max(asked.late.bit_count(), 1)
    score += PRIORITY * priority.get(family(fact.kind), 60) / 100
    if entry.default_column and fact.source == "cell":
        score += 0.02
    if main_label and index.weights[entry.main]:
        score += 0.05 * matched.get(entry.main, 0.0) / index.weights[entry.main]
    if fact.measure == "text":
        score -= 0.12
    if fact.kind == "sheet_text":
        score -= SHEET_TEXT
    if fact.source == "field" and entry.default_column and wanted.money and fact.value is not None:
        score += 0.05
    if wanted.each_one and fact.source == "field" and is_money(fact.unit) and not entry.main:
        score -= 0.35  # a whole form's money is no answer to what one person gets
    if fact.source == "sentence" and wanted.years and fact.year in wanted.years:
        score += 0.03
    score += _kind_of_figure(fact, wanted, reasons)
    if wanted.focus and wanted.focus not in (
        main_label,
        index.labels[entry.alternate],
        index.labels[entry.column],
        index.labels[entry.name],
    ):
        score -= NOT_IN_FOCUS
    if wanted.within and len(fact.row_path) > 1 and wanted.within in map(bare_label, fact.row_path[:-1]):
        score += WITHIN
    if wanted.codes and fact.code and fold(fact.code) in wanted.codes:
        reasons.append(f"code {fact.code}")
        score += 0.3
    if wanted.tables and family(fact.kind) != "prose":
        if family(fact.kind) in wanted.tables:
            reasons.append(f"table {fact.kind}")
        else:
            score -= WRONG_TABLE * (3 if wanted.explicit else 1)
    elif wanted.explicit and wanted.tables:
        score -= 3 * WRONG_TABLE  # a sentence where a table was named
    if fact.source == "sentence" and concept is None:
        score -= 0.01
    reasons.append(f"explains {coverage:.0%}")
    main_share = matched.get(entry.main, 0.0) / index.weights[entry.main] if index.weights[entry.main] else 1.0
    if entry.alternate and index.weights[entry.alternate]:
        main_share = max(main_share, matched.get(entry.alternate, 0.0) / index.weights[entry.alternate])
    measured = bool(wanted.units) and any((fact.unit or "").endswith(wish) for wish in wanted.units if wish)
    if wanted.codes and fact.code and fold(fact.code) in wanted.codes:
        coverage = max(coverage, CODED)  # the code alone names the row
        main_share = 1.0
    spoken_of = (
        entry.default_column or not index.weights[entry.column] or said >= COLUMN_SAID * index.weights[entry.column]
    )
    rest = asked.left_over(strong | soft) + UNKNOWN_WORD * wanted.unknown
    certainty = max(coverage, covered / (covered + rest)) if covered else coverage
    blank = not main_label and not whole and fact.source == "cell" and not (total and wanted.locked)
    if total and wanted.locked:
        exact, main_share = True, 1.0
    return Candidate(
        fact,
        score,
        coverage,
        main_share,
        exact,
        tuple(reasons),
        strong | soft,
        measured,
        blank,
        spoken_of or measured,
        certainty,
    )


def _kind_of_figure(fact: Fact, wanted: Wanted, reasons: list[str]) -> float:
    score = 0.0
    if fact.period not in wanted.periods:
        score -= WRONG_PERIOD
        reasons.append(f"period {fact.period} not asked")
    unit = fact.unit or ""
    if wanted.units:
        if any(unit == wish or (unit and unit.endswith(wish)) for wish in wanted.units):
            score += RIGHT_UNIT
        else:
            score -= WRONG_UNIT
    elif wanted.money:
        if is_money(unit.split("/")[0]) and unit:
            score += RIGHT_UNIT
        elif fact.measure != "text":
            score -= WRONG_UNIT
    return score


def _short_text(fact: Fact, wanted: Wanted) -> bool:
    """Whether a text may stand as a value: a unit's nature, a code, a target in words; not purposes and reports."""
    if fact.measure != "text" or not fact.raw.strip() or fact.source == "sentence":
        return False
    if fact.source == "field":
        return wanted.any_text or len(fact.raw) <= 24
    return True


def _other_kind(fact: Fact, wanted: Wanted) -> bool:
    """Whether a figure cannot be what is counted or measured: money for a number of people, a count for money."""
    if wanted.one_person and fact.value is not None and not of_one(fact):
        return True
    if wanted.units:
        return fact.value is not None and (
            (is_money(fact.unit) and fact.unit not in wanted.units) or (fact.unit == "%" and "%" not in wanted.units)
        )
    return wanted.money and wanted.strict and fact.value is not None and not is_money((fact.unit or "").split("/")[0])
