"""A turn that the form or the evaluation answers in which the last answer stood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import asks_in, money_in
from assistant.last_answer import form_of, in_form, names_form
from assistant.places import select, years_in
from assistant.turn_parts import Context, parts_of
from assistant.understanding import normalise
from assistant.words import fold

__all__ = ["of_the_evaluation", "of_the_form"]

LOOK_BACK = 3  # turns through which a form stays in mind
EVALUATION = "自评"


def of_the_form(joined: str, text: str, earlier: Sequence[str], context: Context) -> str:
    """A question that an entry of the last answer's form answers, with that form's name.

    A turn that found nothing leaves the form before it in place.
    """
    scope, _ = select(text, context.known)
    if scope.named or years_in(text)[0] or "rank" in asks_in(normalise(earlier[-1])):
        return joined
    name, fact = None, None
    for previous in reversed(earlier[-LOOK_BACK:]):
        said = context.said(previous)
        name, fact = form_of(said, previous, scope.documents, context.vocabulary) if said else (None, None)
        if fact is not None or (said is not None and said.answered):
            break
    if fact is None or name is None:
        return joined
    head, core = parts_of(joined, context.known)
    if fold(parts_of(name, context.known)[1]) in fold(core):
        return joined  # it is named already
    quoted = name if re.search("[“”]", name) else f"“{name}”"
    with_form = f"{head}{quoted} {core}"
    if in_form(joined, fact, context.vocabulary):
        return with_form
    plain = context.said(joined)
    if plain is not None and plain.answered and plain.label:
        other = plain.fact is not None and plain.fact.source == "indicator" and plain.fact.container != fact.container
        return with_form if other and plain.fact and not names_form(joined, plain.fact) else joined
    named = context.said(with_form)
    if named is None or named.fact is None or not named.label or named.fact.container != fact.container:
        return joined
    money = named.fact.source == "field" and not money_in(text)  # the form's whole money where something else is asked
    return joined if money else with_form


def of_the_evaluation(joined: str, text: str, previous: str, context: Context) -> str:
    """A question that the evaluation answers in which the last answer stood, with that document's name."""
    scope, _ = select(text, context.known)
    said = context.said(previous)
    fact = said.fact if said and said.answered else None
    if fact is None or scope.named or years_in(text)[0] or EVALUATION in joined:
        return joined
    kind = context.vocabulary.indexes[fact.document].document.kind or ""
    if not kind.endswith(EVALUATION) or not in_form(joined, fact, context.vocabulary):
        return joined
    head, core = parts_of(joined, context.known)
    return f"{head}{EVALUATION}表里的{core}"
