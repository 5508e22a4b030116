"""What stands around answers and sources: the proof pane's frame, the welcome, the list of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.model import Document, Repair
from ui.render.markup import element, escape, join
from ui.words import Language, say

__all__ = ["DocumentRow", "ProofFrame", "library_html", "proof_html", "welcome_html"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with what was read from it, for the list of the library."""

    document: Document
    tables: int
    sheets: int
    facts: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class ProofFrame:
    """Everything around a shown source. ``body`` and ``original`` are markup, the rest is plain text.

    ``marked`` says in words what is marked in the body, or that nothing is. ``previous`` and ``next`` tell
    whether there is a neighbour to turn to, ``neighbours`` of what kind.
    """

    title: str
    path: tuple[str, ...]
    body: str
    marked: str | None = None
    where: str = ""
    number: int | None = None
    count: int | None = None
    original: str | None = None
    repairs: tuple[Repair, ...] = ()
    neighbours: Literal["table", "section"] = "table"
    previous: bool = False
    next: bool = False


def proof_html(frame: ProofFrame, *, language: Language = "zh") -> str:
    """The proof pane: which source of how many, where it stands, the source itself, the original lines."""
    count = None
    if frame.number is not None:
        words = say("source_of", language, number=frame.number, count=frame.count)
        count = element("p", escape(words), class_="count")
    close = element("button", escape(say("close", language)), type="button", class_="close", data_do="close")
    path = element("p", escape(" › ".join(dict.fromkeys(frame.path))), class_="path") if frame.path else None
    marked = element("p", escape(frame.marked), class_="marked", id="cited-note") if frame.marked else None
    body = element("div", frame.body, class_="scroll", role="region", tabindex="0",
                   aria_label=join((frame.title, *frame.path), " › "))  # fmt: skip
    where = element("p", escape(frame.where), class_="where") if frame.where else None
    header = join((close, count, element("h2", escape(frame.title)), path, marked))
    return element(
        "div",
        join((
            element("header", header, aria_live="polite"),
            body, where, _neighbours(frame, language), _repairs(frame.repairs, language), _original(frame, language),
        )),
        class_="proof", lang="zh-CN" if language == "zh" else "en",
    )  # fmt: skip


def _neighbours(frame: ProofFrame, language: Language) -> str | None:
    if not (frame.previous or frame.next):
        return None
    before, after = (escape(say(f"{way}_{frame.neighbours}", language)) for way in ("previous", "next"))
    buttons = (
        element("button", f"‹ {before}", type="button", data_turn_to="previous", disabled=not frame.previous),
        element("button", f"{after} ›", type="button", data_turn_to="next", disabled=not frame.next),
    )
    return element("div", join(buttons), class_="neighbours")


def _repairs(repairs: Sequence[Repair], language: Language) -> str | None:
    if not repairs:
        return None
    rows = join(element("li", escape(join((repair.what, repair.why), "：")), class_="repair") for repair in repairs)
    summary = element("summary", escape(say("repairs", language, count=len(repairs))))
    return element("details", summary + element("ul", rows))


def _original(frame: ProofFrame, language: Language) -> str | None:
    if frame.original is None:
        return None
    return element("details", element("summary", escape(say("original", language))) + frame.original)


def welcome_html(examples: Sequence[str], *, empty: bool, samples: bool = False, language: Language = "zh") -> str:
    """What the talk shows before the first question: a sentence, and questions that this library can answer."""
    if not empty:
        buttons = join(element("button", escape(text), type="button", class_="ask", data_ask=text) for text in examples)
        lead = element("p", escape(say("welcome", language)), class_="lead")
        return element("div", lead + element("div", buttons, class_="next examples"), class_="welcome")
    lead = element("p", escape(say("empty_library", language)), class_="lead")
    help_ = element("p", escape(say("empty_library_help", language)), class_="muted")
    button = element("button", escape(say("try_samples", language)), type="button", class_="primary", data_samples="1")
    return element("div", join((lead, help_, button if samples else None)), class_="welcome empty")


def library_html(rows: Sequence[DocumentRow], *, language: Language = "zh") -> str:
    """The documents of the library with what was read from each."""
    if not rows:
        return element("p", escape(say("proof_empty", language)), class_="muted")
    keys = ("tables", "sheets", "facts", "contradictions")
    head = element("th", escape(say("documents", language)), scope="col") + join(
        element("th", escape(say(key, language)), scope="col", class_="num") for key in keys
    )
    body = []
    for row in rows:
        title = element("th", escape(row.document.title) + element("span", escape(row.document.file), class_="role"),
                        scope="row")  # fmt: skip
        counts = (row.tables, row.sheets, row.facts, row.contradictions)
        body.append(element("tr", title + join(element("td", f"{count:,}", class_="num") for count in counts)))
    table = element("table", element("thead", element("tr", head)) + element("tbody", join(body)), class_="library")
    lead = element("h2", escape(say("library_count", language, count=len(rows))))
    hint = element("p", escape(say("proof_empty", language)), class_="muted")
    return element("div", lead + hint + element("div", table, class_="scroll", tabindex="0", role="region",
                   aria_label=say("library", language)), class_="proof")  # fmt: skip
