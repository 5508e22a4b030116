"""An answer as HTML: figure, scope, breakdown, checks, formula, sources, next questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from assistant.answer import Answer, Check, Citation, Value
from index.amounts import MONEY_UNITS
from ui.render.markup import cite_button, element, escape, grouped, join
from ui.words import Language, check_words, say, say_lines

__all__ = ["answer_html", "conversation_html", "place_words", "turn_html"]

HEROES = 2  # so many figures stand large side by side; more become rows
_REFERENCE = re.compile(r"\[(\d{1,3})\]")
_SENTENCE = re.compile(r"[^。\n]*?(?:。|\n|\.(?=\s)|$)")  # up to 。, a new line, or a stop before a space


def conversation_html(
    turns: Sequence[tuple[str, Answer | None]], *, opened: tuple[int, int] | None = None, language: Language = "zh"
) -> str:
    """All turns in order; ``opened`` is (turn, citation number) of the source that is shown beside them."""
    return join(
        turn_html(question, answer, turn=turn, opened=opened[1] if opened and opened[0] == turn else None,
                  newest=turn == len(turns) - 1, language=language)
        for turn, (question, answer) in enumerate(turns)
    )  # fmt: skip


def turn_html(
    question: str, answer: Answer | None, *, turn: int, opened: int | None = None, newest: bool = True,
    language: Language = "zh",
) -> str:  # fmt: skip
    """A question and its answer; an answer of None is one that is still being looked up."""
    asked = element("h2", escape(question), class_="question", id=f"question-{turn}")
    if answer is None:
        body = element("p", escape(say("working", language)), class_="muted working")
    else:
        body = answer_html(answer, turn=turn, opened=opened, newest=newest)
    return element("article", asked + body, class_="turn", aria_labelledby=f"question-{turn}")


def answer_html(answer: Answer, *, turn: int = 0, opened: int | None = None, newest: bool = True) -> str:
    """One answer in its own language. Suggestions stand only under the newest."""
    writer = _Writer(answer, turn, opened)
    parts: list[str | None]
    if answer.status == "ambiguous":
        parts = [writer.lead("readings"), writer.readings(), writer.sources()]
    elif answer.status == "conflict":
        parts = [writer.lead("conflict"), writer.heroes() or None, writer.difference(), writer.text(), writer.checks(),
                 writer.sources()]  # fmt: skip
    elif answer.status in ("not_found", "error"):
        parts = [writer.refusal(), writer.context(), writer.sources()]
    else:
        parts = [writer.headline(), writer.context(), writer.formula(), writer.checks(), writer.sources()]
    suggestions = writer.suggestions() if newest else None
    return element(
        "div", join([*parts, suggestions]), class_=f"answer {answer.status}",
        lang="zh-CN" if answer.language == "zh" else "en",
    )  # fmt: skip


def place_words(citation: Citation, language: Language, *, titled: bool = True) -> str:
    """A citation's place in one line: title › section › table · page · lines."""
    parts = (citation.title if titled else None, citation.section, citation.table)
    path = " › ".join(dict.fromkeys(part for part in parts if part))
    page = say("page", language, page=citation.page) if citation.page is not None else None
    first = citation.line_start
    lines = say_lines(first, citation.line_end or first, language) if first is not None else None
    return join((path, page, lines), " · ")


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


class _Writer:
    """The parts of one answer; each method gives markup, or None where the answer has no such part."""

    def __init__(self, answer: Answer, turn: int, opened: int | None) -> None:
        self.answer = answer
        self.turn = turn
        self.opened = opened
        self.language: Language = answer.language
        self.citations = {citation.number: citation for citation in answer.citations}

    def lead(self, key: str) -> str:
        return element("p", escape(say(key, self.language)), class_="lead")

    def cite(self, number: int | None) -> str:
        citation = self.citations.get(number) if number is not None else None
        if citation is None:
            return ""
        label = say("open_source", self.language, number=citation.number, place=place_words(citation, self.language))
        return cite_button(self.turn, citation.number, label, is_open=self.opened == citation.number)

    def headline(self) -> str:
        values = self.answer.values
        if not values:
            return (self.notes() if self.answer.context else self.text()) or ""
        if len(values) <= HEROES:
            return join((self.heroes(), self.notes()))
        return join((self.notes(), self.rows(values)))

    def notes(self) -> str | None:
        """The sentences of the text that say more than the figures, scope, formula and context around them."""
        repeats = tuple(say("repeats", self.language).split("|"))
        text = re.sub(f"(?={'|'.join(map(re.escape, repeats))})", "\n", self.answer.text)
        shown = [(value.label, value.value) for value in (*self.answer.values, *self.answer.context)]
        sentences = _SENTENCE.findall(text)
        kept = [
            sentence
            for sentence in (part.strip() for part in sentences)
            if sentence.strip(" .。") and not sentence.startswith(repeats)
            and not any(sentence.startswith(label) and value in sentence for label, value in shown)
        ]  # fmt: skip
        words = (" " if self.language == "en" else "").join(kept)
        return element("p", self._linked(words), class_="text") if words else None

    def heroes(self) -> str:
        return element("div", join(self._hero(value) for value in self.answer.values), class_="heroes")

    def _hero(self, value: Value) -> str:
        figure = element("span", escape(grouped(value.value)), class_="value")
        unit = element("span", escape(value.unit), class_="unit") if value.unit else ""
        gloss = self._gloss(value)
        line = element("p", join((figure, unit, gloss), " "), class_="figure")
        return element("div", line + self._scope(value), class_="hero")

    def _gloss(self, value: Value) -> str | None:
        """For English readers an amount in 万元 or 亿元 also in yuan, exactly."""
        amount, size = _decimal(value.value), MONEY_UNITS.get(value.unit)
        if self.language != "en" or amount is None or size is None:
            return None
        yuan = f"{(amount * size).normalize():,f}"
        return element("span", escape(f"= {yuan} yuan"), class_="gloss")

    def _scope(self, value: Value) -> str:
        parts: list[str] = []
        citation = self.citations.get(value.citation or 0)
        for part in (value.label, value.scope, citation.title if citation else None):
            if part and not any(part in said for said in parts):
                parts.append(part)
        words = escape(say("scope_sep", self.language).join(parts))
        return element("p", join((words, self.cite(value.citation)), " "), class_="scope")

    def readings(self) -> str:
        rows = []
        for value in self.answer.values:
            citation = self.citations.get(value.citation or 0)
            content = (
                element("span", escape(value.label), class_="name")
                + element("span", escape(join((grouped(value.value), value.unit), " ")), class_="value")
                + element("span", escape(value.scope or (citation.title if citation else "")), class_="scope")
            )
            button = element("button", content, type="button", class_="reading", data_turn=self.turn,
                             data_cite=value.citation, disabled=citation is None)  # fmt: skip
            rows.append(element("li", button))
        return element("ul", join(rows), class_="readings")

    def rows(self, values: Sequence[Value], *, muted: bool = False) -> str:
        """Figures as rows: label, amount, a bar where they are of one unit, citation."""
        amounts = [_decimal(value.value) for value in values]
        units = {value.unit for value in values}
        roles = {value.role for value in values}
        known = [amount for amount in amounts if amount is not None]
        # Bars of headline and context are to one scale, or they would say something untrue side by side.
        scale = [_decimal(value.value) for value in (*self.answer.values, *self.answer.context) if value.unit in units]
        largest = max((amount for amount in scale if amount is not None), default=Decimal(0))
        bars = len(units) == 1 and len(roles) == 1 and len(known) == len(values) > 1 and largest > 0 <= min(known)
        rows = []
        for value, amount in zip(values, amounts, strict=True):
            role = element("span", escape(value.role), class_="role") if muted and value.role and len(roles) > 1 else ""
            cells = [
                element("th", escape(value.label) + role, scope="row"),
                element("td", escape(grouped(value.value)), class_="num"),
                element("td", escape(value.unit), class_="unit"),
            ]
            if bars and amount is not None:
                width = int(amount * 100 / largest)
                bar = element("span", "", class_="bar", style=f"width:{max(width, 1) if amount else 0}%")
                cells.append(element("td", bar, class_="bars", aria_hidden="true"))
            cells.append(element("td", self.cite(value.citation), class_="cites"))
            rows.append(element("tr", join(cells)))
        return element("table", element("tbody", join(rows)), class_="figures muted-rows" if muted else "figures")

    def context(self) -> str | None:
        if not self.answer.context:
            return None
        shown = self.rows(self.answer.context, muted=True)
        return element("section", shown, aria_label=say("context", self.language))

    def difference(self) -> str | None:
        """By how much the two figures of a contradiction are apart, where they are of one unit."""
        values = self.answer.values
        if len(values) != 2 or values[0].unit != values[1].unit:
            return None
        first, second = (_decimal(value.value) for value in values)
        if first is None or second is None:
            return None
        apart = grouped(format(abs(first - second), "f"))
        words = say("difference", self.language, value=apart, unit=values[0].unit)
        return element("p", "! " + escape(words), class_="apart")

    def text(self) -> str | None:
        paragraphs = [self._linked(part) for part in self.answer.text.split("\n") if part.strip()]
        return join(element("p", part, class_="text") for part in paragraphs) or None

    def _linked(self, text: str) -> str:
        """Escaped text with its references ``[1]`` as buttons; a number that is no citation stays text."""
        pieces = _REFERENCE.split(text)
        out = []
        for at, piece in enumerate(pieces):
            if at % 2 == 0:
                out.append(escape(piece))
            else:
                out.append(self.cite(int(piece)) or f"[{piece}]")
        return "".join(out)

    def refusal(self) -> str:
        return join((self.lead("not_found") if self.answer.status == "not_found" else None, self.text()))

    def formula(self) -> str | None:
        calculation = self.answer.calculation
        if calculation is None:
            return None
        label = element("span", escape(say("formula", self.language)), class_="label")
        formula = escape(calculation.formula)
        if calculation.result not in calculation.formula:
            formula += escape(f" = {calculation.result}{calculation.unit}")
        cites = join(self.cite(number) for number in calculation.operands)
        return element("p", join((label, element("span", formula, class_="expression"), cites), " "), class_="formula")

    def checks(self) -> str | None:
        rows = [self._check(check) for check in self.answer.checks]
        return element("ul", join(rows), class_="checks") if rows else None

    def _check(self, check: Check) -> str:
        mark, key = ("✓", "check_holds") if check.holds else ("!", "check_fails")
        words = check_words(check.kind, self.language) if check.holds else say(key, self.language)
        title = join((mark, words or say(key, self.language)), " ")
        detail = element("span", escape(check.detail), class_="detail") if check.detail else ""
        return element("li", element("span", escape(title), class_="verdict") + detail,
                       class_="holds" if check.holds else "fails")  # fmt: skip

    def sources(self) -> str | None:
        if not self.answer.citations:
            return None
        titled = len({citation.title for citation in self.answer.citations}) > 1 or not self.answer.values
        rows = [
            element("li", self.cite(citation.number) + element("span", self._place(citation, titled), class_="place"))
            for citation in self.answer.citations
        ]
        return element("ol", join(rows), class_="sources", aria_label=say("sources", self.language))

    def _place(self, citation: Citation, titled: bool) -> str:
        return escape(place_words(citation, self.language, titled=titled))

    def suggestions(self) -> str | None:
        buttons = [
            element("button", escape(text), type="button", class_="ask", data_ask=text)
            for text in self.answer.suggestions
        ]
        if not buttons:
            return None
        return element("div", join(buttons), class_="next", role="group",
                       aria_label=say("next_questions", self.language))  # fmt: skip
