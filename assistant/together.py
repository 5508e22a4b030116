"""What is asked of several earlier questions at once: “两个差多少”, “三项合计”, “哪个最多”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.places import Issuer, select, years_in
from assistant.turn_parts import Context, core_of, parts_of, place_words
from assistant.turns import small_words_off, subject_of, turn_words
from assistant.understanding import normalise
from assistant.words import chinese_number

__all__ = ["over_several"]


def over_several(question: str, plain: Sequence[str], context: Context) -> str | None:
    """“两个差多少”, “三项合计”, “哪个最多”: the last questions together; None where the turn asks for no such thing."""
    text = normalise(question)
    number = re.search(turn_words()["both"], text)
    most = re.match(turn_words()["most"], re.sub(r"呢?[？?。]*$", "", text))
    if number is None and most is None:
        return None
    counted = re.search(r"[三四]", number[0]) if number else None
    size = (chinese_number(counted[0]) if counted else None) or (2 if number else _run(plain, context.known))
    return _both(question, plain[-size:], context) if len(plain) >= size else None


def _run(earlier: Sequence[str], known: Sequence[Issuer]) -> int:
    """How many of the last questions ask for one subject of several places, or several subjects of one place."""
    parts = [parts_of(text, known) for text in reversed(earlier)]
    places = next((n for n, (_, core) in enumerate(parts) if subject_of(core) != subject_of(parts[0][1])), len(parts))
    subjects = next((n for n, (head, _) in enumerate(parts) if head != parts[0][0]), len(parts))
    return max(places, subjects, 2)


def _both(question: str, texts: Sequence[str], context: Context) -> str | None:
    """“两个差多少”: the earlier subjects, or the one subject of several places, with what is asked of them."""
    known = context.known
    asked = re.sub(turn_words()["two"], "", small_words_off(normalise(question))).strip("|,，.。?？ 的")
    places = [place_words(normalise(text), known) for text in texts]
    years = ["".join(f"{year}年" for year in years_in(normalise(text))[0][:1]) for text in texts]
    subjects = [subject_of(core_of(select(normalise(text), known)[1])) for text in texts]
    if not asked or not all(subjects):
        return None
    if len(set(places)) > 1 and any(years) and not all(years):  # one year would leave the others' documents out
        cited = [said.fact if (said := context.said(text)) else None for text in texts]
        years = [year or (f"{fact.year}年" if fact else "") for year, fact in zip(years, cited, strict=True)]
    heads = [place + year for place, year in zip(places, years, strict=True)]
    if len(set(subjects)) == 1 and len(set(heads)) > 1:
        joined = heads[0] + "比" + heads[1] if "差" in asked and len(heads) == 2 else _listed(heads)
        return f"{joined}的{subjects[0]}{asked}"
    if len(set(places)) > 1:
        return f"{_listed([head + subject for head, subject in zip(heads, subjects, strict=True)])}{asked}"
    return f"{places[0]}{years[-1]}{_listed(subjects)}{asked}"


def _listed(words: Sequence[str]) -> str:
    return "和".join(("、".join(words[:-1]), words[-1]))
