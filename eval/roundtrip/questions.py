"""Questions for every figure: each says enough to single its figure out, and no more names than people would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from eval.roundtrip.names import Named, Names, Token
from eval.roundtrip.wording import ask_of, question, table_names
from eval.roundtrip.words import is_total, key

__all__ = ["Question", "questions_of"]

# Ways to name a fact: the document's style, the sentence's, and the aspects said from the start.
PLANS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "full": ("formal", "plain", ("table", "row", "column")),
    "short": ("short", "plain", ("row", "column")),
    "table": ("short", "plain", ("kind", "row", "column")),
    "code": ("short", "plain", ("code", "column")),
    "code_name": ("formal", "plain", ("code", "row", "column")),
    "parent": ("short", "plain", ("parent", "row", "column")),
    "project": ("short", "plain", ("project", "row", "column")),
    "project_full": ("formal", "plain", ("project", "level", "row", "column")),
    "scope": ("short", "plain", ("scope", "row", "column")),
    "reversed": ("short", "reversed", ("row", "column")),
    "formal": ("formal", "plain", ("row", "column")),
    "terse": ("terse", "terse", ("row", "column")),
}
# What is added, in this order, until nothing else fits.
_MORE = (
    *("part", "column", "project", "parent", "group", "period", "kind", "level", "scope", "detail", "parents", "table"),
    *("numbered", "beside0", "beside1", "beside2", "beside3", "beside4"),
)
_MANY = 100_000
_OF_SHEETS = ("field", "indicator")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the fact that it means.

    ``alike`` are the facts that say the same (itself among them): the line of each is a good citation. ``plan`` is the
    way of naming, ``said`` what is said; ``unsigned`` tells that a figure without its minus is right too (减少多少).
    """

    id: str
    text: str
    plan: str
    fact: Named
    alike: tuple[Named, ...]
    said: tuple[str, ...]
    unsigned: bool = False


def questions_of(names: Names, named: Named, *, per_fact: int, seed: int) -> Iterator[Question]:
    """Up to ``per_fact`` different questions for a figure; none where nothing tells it from another."""
    rng = Random(f"{seed}:{named.fact.document}:{named.fact.id}")
    plans = [name for name, plan in PLANS.items() if _has_all(named, plan[2])]
    rng.shuffle(plans)
    texts: set[str] = set()
    for number in range(per_fact * 3):
        name = plans[number % len(plans)]
        made = _ask(names, named, name, rng)
        if made is None or made.text in texts:
            continue
        texts.add(made.text)
        yield made
        if len(texts) == per_fact:
            return


def _has_all(named: Named, aspects: tuple[str, ...]) -> bool:
    return all(_has(named, aspect) for aspect in aspects if aspect not in ("row", "column"))


def _has(named: Named, aspect: str) -> bool:
    """Whether a fact has something of its own to say under an aspect."""
    if aspect.startswith("beside"):
        return int(aspect[6:]) < len(named.beside)
    return bool(
        {
            "row": named.row,
            "column": named.column,
            "code": named.code,
            "parent": named.parents,
            "parents": len(named.parents) > 1,
            "project": named.project,
            "detail": named.detail,
            "part": named.fact.part,
            "table": named.title,
            "kind": named.fact.source == "cell" and len(table_names(named)) > 1,
            "group": named.groups and named.fact.source in ("cell", "field"),
            "level": named.groups and named.fact.source == "indicator",
            "scope": named.groups
            and named.fact.source == "sentence"
            and not any(char.isdigit() for char in named.groups[0])
            and key(named.groups[0]) not in key(named.row),
            "period": named.fact.source == "indicator",
            "numbered": named.fact.source in _OF_SHEETS and named.fact.title != named.title,
            "year": True,
        }[aspect]
    )


def _tokens(named: Named, aspect: str) -> list[Token]:
    if aspect.startswith("beside"):
        name, text = named.beside[int(aspect[6:])]
        return [("beside", f"{name}={text}")]
    words: dict[str, tuple[str, ...]] = {
        "row": (named.row,),
        "column": (named.column,),
        "parent": named.parents[-1:],
        "parents": named.parents,
        "project": (named.project,),
        "detail": (named.detail,),
        "group": named.groups[-1:],
        "level": named.groups[-1:],
        "scope": named.groups[:1],
    }
    if aspect in words:
        return [("word", key(word)) for word in words[aspect] if word and not is_total(word)]
    others: dict[str, list[Token]] = {
        "code": [("code", named.code)],
        "part": [("part", named.fact.part or "")],
        "period": [("period", named.fact.period)],
        "year": [("year", str(named.fact.year))],
        "numbered": [("numbered", named.fact.title)],
        "kind": [token for _, token in table_names(named)[:1]],
        "table": [token for _, token in table_names(named)[-1:]],
    }
    return others[aspect]


def _ask(names: Names, named: Named, plan: str, rng: Random) -> Question | None:
    doc_style, sentence_style, start = PLANS[plan]
    fact = named.fact
    words: dict[str, str] = {}
    tokens: set[Token] = set()
    aspects: list[str] = []

    def say(aspect: str) -> None:
        if aspect == "numbered":
            words["table"] = fact.title
            tokens.update(_tokens(named, aspect))
        elif aspect in ("kind", "table"):
            choices = table_names(named)
            name, token = choices[-1] if aspect == "table" else rng.choice(choices[:-1])
            tokens.discard(("kind", fact.kind or ""))
            tokens.add(token)
            words["table"] = name
        else:
            tokens.update(_tokens(named, aspect))
            if aspect == "part":
                words["part"] = fact.part or ""
        aspects.append(aspect)

    for aspect in start:
        if aspect == "column" and (not named.column or _left_out(named, sentence_style, rng)):
            continue
        if aspect == "row" and not named.row:
            continue
        say(aspect)
    if fact.kind == "prose_number" and named.parents and "parents" not in aspects:
        say("parents" if len(named.parents) > 1 else "parent")
    if fact.period == "plan" and named.groups:
        say("group")
        tokens.add(("period", "plan"))
    if fact.period not in ("current", "change", "growth", "previous", "plan") and (
        fact.period != "target" or rng.random() < 0.5
    ):
        say("period")
    if any(not need & tokens and ("year", str(fact.year)) in need for need in named.needed):
        say("year")
        doc_style = "terse" if sentence_style == "terse" else "formal"  # it has two years to tell apart
    words["ask"], asked, unsigned = ask_of(
        named,
        rng,
        terse=sentence_style == "terse",
        whole=not {"column", "period"} & set(aspects) and not is_total(named.row),
    )
    tokens.update(asked)
    if named.project and "project" not in aspects and "table" not in aspects and not names.distinctive(named):
        say("project")
    while True:  # each round adds an aspect
        fitting = names.fitting(fact.document, tokens)
        if _confused(named, fitting) == 0:
            break
        best: tuple[int, str] | None = None
        for aspect in _MORE:
            if aspect in aspects or not _has(named, aspect):
                continue
            if aspect == "column" and not _tokens(named, aspect):
                continue
            more = _tokens(named, aspect)
            left = names.fitting(fact.document, {*tokens, *more})
            others = _confused(named, left)
            if best is None or others < best[0]:
                best = (others, aspect)
            if others == 0:
                break
        if best is None or best[0] >= _confused(named, fitting):
            return None
        say(best[1])
    if fact.period not in ("change", "growth", "previous") and ("column" in aspects or "period" in aspects):
        aspects.append("askless")
    scope = _tokens(named, "scope") if "scope" in aspects else []
    loosely = {token for token in tokens if token not in scope or token in _tokens(named, "row")}
    alike = [other for other in names.fitting(fact.document, loosely) if _same(named, other)]
    text = question(named, tuple(aspects), words, (doc_style, sentence_style), rng)
    number = f"{fact.id}:{plan}:{len(text)}"
    return Question(number, text, plan, named, tuple(alike), tuple(aspects), unsigned)


def _left_out(named: Named, sentence_style: str, rng: Random) -> bool:
    """Whether a column is not said: the total, always beside a total row and often beside any other; a sheet's money
    only in a whole sentence, for its bare name asks for nothing."""
    if not is_total(named.column):
        return False
    if is_total(named.row):
        return True
    return (named.fact.source == "cell" or sentence_style != "terse") and rng.random() < 0.6


def _confused(named: Named, fitting: list[Named]) -> int:
    """How many of the facts that fit are something else than the one that is meant; many where it does not fit.

    The same figure of a sister table or of a sentence is the same thing; another row of the table or another project
    is something else even where its figure happens to agree.
    """
    if named not in fitting:
        return _MANY
    return sum(not _same(named, other) for other in fitting)


def _same(named: Named, other: Named) -> bool:
    if named.value != other.value:
        return False
    if named.fact.container == other.fact.container:
        return (named.parents, named.row) == (other.parents, other.row)
    return not (named.fact.source in _OF_SHEETS and other.fact.source in _OF_SHEETS)
