"""Earlier questions of a conversation: what an elliptic question leaves out is taken from them.

“那福州呢？” keeps subject and operation and takes a new place; “上一年呢？” a new year; “其中的项目支出呢？” keeps
place, year and subject and adds a column; “换成基本支出表看” another table; “不对，我问的是2024年” corrects. A question
that stands by itself inherits only the place and year that it lacks, and the form in which the last answer stood
where that form answers it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.asking import asks_in
from assistant.english import in_chinese
from assistant.english_link import Known
from assistant.last_answer import Said, beside
from assistant.places import Issuer, select, years_in
from assistant.splits import operand_words
from assistant.standing import of_the_evaluation, of_the_form
from assistant.together import over_several
from assistant.turn_parts import Context, core_of, head_of, parts_of, place_words
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
from assistant.understanding import normalise, place_content, prepare, segment
from assistant.vocabulary import Vocabulary
from assistant.words import is_english

__all__ = ["resolve"]

_ELLIPSIS = re.compile(
    r"^(?:那么?|而|还有|再|不对|不是|错了|and|what about|how about|then|no,|also|same for)|呢[？?]?$|"
    r"^其中|^它|^他们|^这|^那|^上一?年|^去年|^前一年|^(?:占|比)|^(?:为什么|原因|why)|^换|^我(?:是)?(?:问|说|要|指)|"
    r"^(?:哪个|谁|多少|是多少|一共|加起来|差|增|减|分别)|它|\b(?:it|its|that|those|they|the same|there)\b"
)
_HOW_MANY = re.compile(r"几(?:个|家|份)(?=[一-鿿])")  # no group of places
_ASKING = frozenset(
    {"share", "growth", "change", "reason", "rank", "difference", "definition", "list", "count", "sum", "average"}
)


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

    context = Context(known, vocabulary, said)
    resolved = [turns[0]]
    plain = [turns[0]]  # without what was worked out over several of them
    for later in (*turns[1:], question):
        over = over_several(later, plain, context)
        resolved.append(over or _next(later, resolved, plain, context))
        if over is None:
            plain.append(resolved[-1])
    return resolved[-1]


def _in_chinese(text: str, known: Sequence[Issuer]) -> str:
    if not is_english(text) and not re.fullmatch(r"[A-Za-z]+[A-Za-z ]*[?.!]*", text):
        return text
    regions = tuple(issuer.document.region for issuer in known if issuer.document.region)
    return spoken_english(text) or in_chinese(text, known=Known(regions)).text or text


def _next(question: str, earlier: Sequence[str], plain: Sequence[str], context: Context) -> str:
    """A turn with what it leaves out, from the resolved questions before it."""
    text, previous = normalise(question), earlier[-1]
    question = _named_by_answer(question, previous, context)
    joined = _join(_former(question, plain, context.known), previous, context)
    return of_the_form(of_the_evaluation(joined, text, previous, context), text, earlier, context)


def _former(question: str, plain: Sequence[str], known: Sequence[Issuer]) -> str:
    """“前者占…” after two things were compared: the subject of the first."""
    text = normalise(question)
    match = re.search(turn_words()["former"], text)
    if match is None or len(plain) < 2:
        return question
    one = plain[-2] if match["first"] else plain[-1]
    return text.replace(match[0], subject_of(parts_of(one, known)[1]), 1)


def _named_by_answer(question: str, previous: str, context: Context) -> str:
    """“它的编制数” after “哪个单位人数最多”: the unit that was the answer stands for the pronoun."""
    pronoun = re.search(turn_words()["pronoun"], normalise(question))
    if pronoun is None or "rank" not in asks_in(normalise(previous)):
        return question
    said = context.said(previous)
    return question if not said or not said.label else normalise(question).replace(pronoun[0], f"{said.label}的", 1)


def _join(question: str, previous: str, context: Context) -> str:
    known, vocabulary, words = context.known, context.vocabulary, turn_words()
    text, before = normalise(question), normalise(previous)
    elliptic = bool(_ELLIPSIS.search(text)) or len(text) <= 8
    scope, rest = select(text, known)
    named = scope.named
    years, _ = years_in(text)
    asks = asks_in(text)
    old_core = core_of(
        select(_HOW_MANY.sub(lambda m: m[0][0] + "\x00" + m[0][1:], before), known)[1].replace("\x00", "")
    )
    old_place = place_words(before, known) or _absent_place(before, text, context)
    old_years, _ = years_in(before)
    bare = bare_words(rest)
    head = head_of(old_place, years or old_years)
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
        return f"{head_of(old_place if not named else '', old_years if not years else ())}{question}"
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
    new_place = place_words(text, known) if named else old_place
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
        both = f"{old_place}、{place_words(text, known)}"
        return f"{both}{subject_of(old_core)}{asked}{small_words_off(rest).replace('|', ' ')}"
    if "previous" in asks and not subject and not asks & {"change", "growth", "reason", "difference"}:
        return f"{head_of(old_place, old_years)}上一年的{old_core}"
    head = f"{new_place}{head_of('', years or year_head)}"
    if not subject and not asks & _ASKING and not re.fullmatch(words["bare_change"], bare):
        return f"{head} {old_core}"
    if "share" in asks and re.match(r"^(?:那)?(?:它)?(?:大概|大约)?占", text):
        return f"{head}{share_of(subject_of(old_core), re.sub('^它', '', small_words_off(text)))}"
    if not subject:
        return f"{head}{subject_of(old_core)}{small_words_off(text)}"
    if re.match(r"^(?:那)?其中|^(?:那)?里面", text):
        return f"{head}{subject_of(old_core)}其中的{small_words_off(text)}"
    return f"{head}{_replace_subject(old_core, bare, text)}"


def _absent_place(before: str, text: str, context: Context) -> str:
    """The place of the earlier question that the library holds nothing of: what follows is asked of it still."""
    if select(text, context.known)[0].missing_kind == "region":
        return ""  # the turn names one of its own
    scope, _ = select(before, context.known, content=place_content(context.vocabulary, before))
    return scope.missing or "" if scope.missing_kind == "region" and not scope.named else ""


def _strip_small(bare: str, text: str) -> str:
    """The turn's own words; “不是…的…” keeps its denial."""
    whole = re.sub(r"^(?:那么?|而|还有)[，, ]*|呢?[？?。]*$", "", text)
    return whole if re.match(turn_words()["unlike"], whole) else bare


def _holds(documents: Sequence[str], years: Sequence[int], vocabulary: Vocabulary) -> bool:
    held = [vocabulary.indexes[d].document for d in documents if d in vocabulary.indexes]
    return any(document.year in years and (document.kind or "预算").endswith("预算") for document in held)


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
