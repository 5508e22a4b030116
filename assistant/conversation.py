"""Earlier questions of a conversation: what an elliptic question leaves out is taken from them.

“那福州呢？” keeps subject and operation and takes a new place; “上一年呢？” a new year; “其中的项目支出呢？” keeps
place, year and subject and adds a column; “换成基本支出表看” another table; “不对，我问的是2024年” corrects. A question
that stands by itself inherits only the place and year that it lacks, and the form in which the last answer stood
where that form answers it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.asking import asks_in, money_in
from assistant.english import in_chinese
from assistant.last_answer import Said, beside, form_of, in_form, names_form
from assistant.places import Issuer, select, years_in
from assistant.splits import operand_words
from assistant.turns import (
    against_before,
    bare_words,
    converted,
    named_part,
    parallel_in,
    scope_turn,
    share_of,
    small_words_off,
    spoken_english,
    subject_of,
    turn_words,
)
from assistant.understanding import normalise, prepare, segment
from assistant.vocabulary import Vocabulary
from assistant.words import chinese_number, fold, is_english

__all__ = ["resolve"]

_ELLIPSIS = re.compile(
    r"^(?:那么?|而|还有|再|不对|不是|错了|and|what about|how about|then|no,|also|same for)|呢[？?]?$|"
    r"^其中|^它|^他们|^这|^那|^上一?年|^去年|^前一年|^(?:占|比)|^(?:为什么|原因|why)|^换|^我(?:是)?(?:问|说|要|指)|"
    r"^(?:哪个|谁|多少|是多少|一共|加起来|差|增|减|分别)|它|\b(?:it|its|that|those|they|the same|there)\b"
)
_HOW_MANY = re.compile(r"几(?:个|家|份)(?=[一-鿿])")  # no group of places
LOOK_BACK = 3  # turns through which a form stays in mind
EVALUATION = "自评"
_ASKING = frozenset(
    {"share", "growth", "change", "reason", "rank", "difference", "definition", "list", "count", "sum", "average"}
)


@dataclass(frozen=True, slots=True)
class _Context:
    known: Sequence[Issuer]
    vocabulary: Vocabulary
    said: Callable[[str], Said | None]


def resolve(
    question: str,
    turns: Sequence[str],
    known: Sequence[Issuer],
    vocabulary: Vocabulary,
    *,
    answered: Callable[[str], Said | None] | None = None,
) -> str:
    """The question with what it leaves out; the question itself where nothing is left out.

    ``answered`` gives what an earlier question's answer named: the unit that ranked first, the form it stood in.
    """
    if not turns:
        return question
    if is_english(question):
        question, *turns = (_in_chinese(text, known) for text in (question, *turns))
    kept: dict[str, Said | None] = {}

    def said(text: str) -> Said | None:
        if text not in kept:
            kept[text] = answered(text) if answered is not None else None
        return kept[text]

    context = _Context(known, vocabulary, said)
    resolved = [turns[0]]
    plain = [turns[0]]  # without what was worked out over several of them
    for later in (*turns[1:], question):
        over = _over_several(later, plain, context)
        resolved.append(over or _next(later, resolved, plain, context))
        if over is None:
            plain.append(resolved[-1])
    return resolved[-1]


def _in_chinese(text: str, known: Sequence[Issuer]) -> str:
    if not is_english(text) and not re.fullmatch(r"[A-Za-z]+[A-Za-z ]*[?.!]*", text):
        return text
    prefer = tuple(issuer.document.region for issuer in known if issuer.document.region)
    return spoken_english(text) or in_chinese(text, prefer=prefer).text or text


def _over_several(question: str, plain: Sequence[str], context: _Context) -> str | None:
    """“两个差多少”, “三项合计”, “哪个最多”: the last questions together; None where the turn asks for no such thing."""
    text = normalise(question)
    number = re.search(turn_words()["both"], text)
    most = re.match(turn_words()["most"], re.sub(r"呢?[？?。]*$", "", text))
    if number is None and most is None:
        return None
    counted = re.search(r"[三四]", number[0]) if number else None
    size = (chinese_number(counted[0]) if counted else None) or (2 if number else _run(plain, context.known))
    return _both(question, plain[-size:], context) if len(plain) >= size else None


def _next(question: str, earlier: Sequence[str], plain: Sequence[str], context: _Context) -> str:
    """A turn with what it leaves out, from the resolved questions before it."""
    text, previous = normalise(question), earlier[-1]
    question = _named_by_answer(question, previous, context)
    joined = _join(_former(question, plain, context.known), previous, context)
    return _of_the_form(_of_the_evaluation(joined, text, previous, context), text, earlier, context)


def _former(question: str, plain: Sequence[str], known: Sequence[Issuer]) -> str:
    """“前者占…” after two things were compared: the subject of the first."""
    text = normalise(question)
    match = re.search(turn_words()["former"], text)
    if match is None or len(plain) < 2:
        return question
    one = plain[-2] if match["first"] else plain[-1]
    return text.replace(match[0], subject_of(_split(one, known)[1]), 1)


def _named_by_answer(question: str, previous: str, context: _Context) -> str:
    """“它的编制数” after “哪个单位人数最多”: the unit that was the answer stands for the pronoun."""
    pronoun = re.search(turn_words()["pronoun"], normalise(question))
    if pronoun is None or "rank" not in asks_in(normalise(previous)):
        return question
    said = context.said(previous)
    return question if not said or not said.label else normalise(question).replace(pronoun[0], f"{said.label}的", 1)


def _of_the_form(joined: str, text: str, earlier: Sequence[str], context: _Context) -> str:
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
    head, core = _split(joined, context.known)
    if fold(_split(name, context.known)[1]) in fold(core):
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


def _of_the_evaluation(joined: str, text: str, previous: str, context: _Context) -> str:
    """A question that the evaluation answers in which the last answer stood, with that document's name."""
    scope, _ = select(text, context.known)
    said = context.said(previous)
    fact = said.fact if said and said.answered else None
    if fact is None or scope.named or years_in(text)[0] or EVALUATION in joined:
        return joined
    kind = context.vocabulary.indexes[fact.document].document.kind or ""
    if not kind.endswith(EVALUATION) or not in_form(joined, fact, context.vocabulary):
        return joined
    head, core = _split(joined, context.known)
    return f"{head}{EVALUATION}表里的{core}"


def _split(text: str, known: Sequence[Issuer]) -> tuple[str, str]:
    """A question's place and year, and the rest of it."""
    plain = normalise(text)
    return _head(_place_words(plain, known), years_in(plain)[0]), _core(select(plain, known)[1])


def _run(earlier: Sequence[str], known: Sequence[Issuer]) -> int:
    """How many of the last questions ask for one subject of several places, or several subjects of one place."""
    parts = [_split(text, known) for text in reversed(earlier)]
    places = next((n for n, (_, core) in enumerate(parts) if subject_of(core) != subject_of(parts[0][1])), len(parts))
    subjects = next((n for n, (head, _) in enumerate(parts) if head != parts[0][0]), len(parts))
    return max(places, subjects, 2)


def _both(question: str, texts: Sequence[str], context: _Context) -> str | None:
    """“两个差多少”: the earlier subjects, or the one subject of several places, with what is asked of them."""
    known = context.known
    asked = re.sub(turn_words()["two"], "", small_words_off(normalise(question))).strip("|,，.。?？ 的")
    places = [_place_words(normalise(text), known) for text in texts]
    years = ["".join(f"{year}年" for year in years_in(normalise(text))[0][:1]) for text in texts]
    subjects = [subject_of(_core(select(normalise(text), known)[1])) for text in texts]
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


def _join(question: str, previous: str, context: _Context) -> str:
    known, vocabulary, words = context.known, context.vocabulary, turn_words()
    text, before = normalise(question), normalise(previous)
    elliptic = bool(_ELLIPSIS.search(text)) or len(text) <= 8
    scope, rest = select(text, known)
    named = scope.named
    years, _ = years_in(text)
    asks = asks_in(text)
    old_core = _core(select(_HOW_MANY.sub(lambda m: m[0][0] + "\x00" + m[0][1:], before), known)[1].replace("\x00", ""))
    old_place = _place_words(before, known)
    old_years, _ = years_in(before)
    bare = bare_words(rest)
    head = _head(old_place, years or old_years)
    if not named and not years:
        same = converted(bare_words(rest), old_core) or converted(rest.strip("|？? "), old_core)
        same = same or scope_turn(re.sub("^(?:不对|不是|错了)[，, ]*", "", rest.strip("|？?。 ")), old_core)
        same = same or against_before(re.sub(r"呢?[？?。]*$", "", text), old_core)
        if same is not None:
            return f"{head}{same}"
    subject = segment(prepare(_strip_previous(bare)), vocabulary) if bare else ()
    measure = re.fullmatch(f"(?:{words['measure']})(?:了)?(?:是多少|多少|几个?|是什么)?", bare) is not None
    if measure:
        subject, elliptic = (bare,), True
    if re.fullmatch(words["bare_change"], bare) or re.fullmatch(words["bare_reason"], bare):
        subject, elliptic = (), True
    if not elliptic and (named or years):
        return question
    if not elliptic:
        return f"{_head(old_place if not named else '', old_years if not years else ())}{question}"
    if not named and not years and not measure and not asks & (_ASKING | {"previous"}):
        said = context.said(previous)
        turn = re.sub(words["alike"] + "$", "", _strip_small(bare, text))
        other = beside(turn, old_core, said.fact, vocabulary) if said and said.fact and said.answered else None
        other = other or parallel_in(turn, old_core)
        if other is not None:
            return f"{head}{other}"
    if measure and not named and not years:  # another column of the very indicator
        said = context.said(previous)
        fact = said.fact if said and said.answered else None
        if fact is not None and fact.source == "indicator" and fact.row_path:
            return f"{head}{fact.row_path[-1]}的{bare}"
    moved = (
        named and not years and len(old_years) == 1 and not _holds(scope.documents, old_years, vocabulary)
    )  # its own year then
    year_head = () if years or moved else old_years
    new_place = _place_words(text, known) if named else old_place
    unit = _last(words["unit"], old_core)
    pronoun = None if named else re.search(words["pronoun"], text)
    if unit and pronoun and not re.search(words["unit"], text):
        return f"{head}{text.replace(pronoun[0], f'{unit}的', 1)}"
    if unit and not named and re.search(operand_words()["difference"]["vacant"], text):
        return f"{head}{unit}{small_words_off(text)}"
    said = context.said(previous) if re.search(words["against_target"], text) else None
    if said and said.fact and said.fact.source == "indicator" and said.fact.row_path:
        return f"{head}{said.fact.row_path[-1]}实际完成值和目标值相差多少"
    if re.search(words["against_target"], text) and re.search(r"目标|实际|完成|任务", old_core):
        measured = re.sub(rf"{words['measure']}|完成|了$", "", subject_of(old_core)).strip("的了 ")
        return f"{head}{measured}实际完成值和目标值相差多少"
    if pronoun and "share" in asks:
        joint = "的" if pronoun[0].endswith("的") else ""
        return f"{head}{small_words_off(text.replace(pronoun[0], f'{subject_of(old_core)}{joint}', 1))}"
    if named and old_place and re.search(r"(?:和|跟|与|同|比).{0,12}(?:比|差|多|少|高|低)", text):
        asked = "差多少 " if "差" in text else " "
        both = f"{old_place}、{_place_words(text, known)}"
        return f"{both}{subject_of(old_core)}{asked}{small_words_off(rest).replace('|', ' ')}"
    if "previous" in asks and not subject and not asks & {"change", "growth", "reason", "difference"}:
        return f"{_head(old_place, old_years)}上一年的{old_core}"
    head = f"{new_place}{_head('', years or year_head)}"
    if not subject and not asks & _ASKING and not re.fullmatch(words["bare_change"], bare):
        return f"{head} {old_core}"
    if "share" in asks and re.match(r"^(?:那)?(?:它)?(?:大概|大约)?占", text):
        return f"{head}{share_of(subject_of(old_core), re.sub('^它', '', small_words_off(text)))}"
    if not subject:
        return f"{head}{subject_of(old_core)}{small_words_off(text)}"
    if re.match(r"^(?:那)?其中|^(?:那)?里面", text):
        return f"{head}{subject_of(old_core)}其中的{small_words_off(text)}"
    return f"{head}{_replace_subject(old_core, bare, text)}"


def _strip_small(bare: str, text: str) -> str:
    """The turn's own words; “不是…的…” keeps its denial."""
    whole = re.sub(r"^(?:那么?|而|还有)[，, ]*|呢?[？?。]*$", "", text)
    return whole if re.match(turn_words()["unlike"], whole) else bare


def _holds(documents: Sequence[str], years: Sequence[int], vocabulary: Vocabulary) -> bool:
    held = [vocabulary.indexes[d].document for d in documents if d in vocabulary.indexes]
    return any(document.year in years and (document.kind or "预算").endswith("预算") for document in held)


def _head(place: str, years: Sequence[int]) -> str:
    return place + "".join(f"{year}年" for year in years)


def _place_words(text: str, known: Sequence[Issuer]) -> str:
    scope, _ = select(text, known)
    if not scope.named:
        return ""
    names = [i.document.department for i in known if i.document.id in scope.documents and i.document.department]
    return "、".join(dict.fromkeys(names))


def _core(rest: str) -> str:
    return re.sub(r"\|+", " ", rest).strip(" ，,?？。.").removeprefix("的")


def _strip_previous(text: str) -> str:
    return re.sub(r"上一?年度?|去年|前一年|previous year|last year", "", text)


def _replace_subject(old_core: str, bare: str, text: str) -> str:
    """The earlier question with the new name in the place of the old one of its kind.

    A unit takes the unit's place, a column (基本支出, 编制数, 目标值) the column's; any other name takes the whole
    subject's and keeps what was asked of it.
    """
    new = small_words_off(text).strip(" ，,？?。的")
    if asks_in(text) & _ASKING:
        return new
    unit, measure = turn_words()["unit"], turn_words()["measure"]
    subject = subject_of(old_core)
    operation = re.search(turn_words()["kept_ask"], old_core)
    if re.fullmatch(unit, bare):
        old = _last(unit, old_core)
        return old_core.replace(old, bare, 1) if old else f"{bare}的{old_core}"
    if re.fullmatch(f"(?:{measure})(?:了)?(?:是多少|多少|几个?|是什么)?", bare):
        old = _last(measure, subject)
        if old != subject:
            at = subject.rindex(old) if old else len(subject)
            kept = (subject[:at].rstrip("的 ") + subject[at + len(old) :]).strip("的 ")
            return f"{kept}的{bare}"
    if operation is not None:
        return f"{new}{operation[0]}"
    ask = re.search(r"(?:的)?((?:一共|总共|合计)?(?:安排|计划|预算|花)?了?(?:是|有|要)?多少[^，,？?]{0,8})$", old_core)
    if re.search("什么|哪|谁|怎么|如何|何时|多少|几", new):
        return new  # it asks for something of its own
    column = named_part(subject)
    tail = f"的{column}" if column and not re.search(measure, new) else ""
    return new + tail + (ask[1] if ask is not None else "")


def _last(pattern: str, text: str) -> str:
    found = [match[0] for match in re.finditer(pattern, text)]
    return found[-1] if found else ""
