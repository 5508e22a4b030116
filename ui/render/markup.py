"""HTML by hand: one way to escape, one way to write an element."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

__all__ = ["cite_button", "cited_cell", "element", "escape", "find_quote", "grouped", "join"]

# What HTML and JSON cannot carry: control characters other than tab and newline, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONG = 60  # characters beyond which a cell is prose rather than a figure or a label
_NUMBER = re.compile(r"([-−]?)(\d+)(\.\d+)?")


def escape(text: object) -> str:
    """``text`` safe inside an element and inside a quoted attribute; what cannot be printed becomes U+FFFD."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", str(text)), quote=True)


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element around markup that is already escaped; attribute values are escaped here.

    A trailing underscore is dropped from attribute names and other underscores become hyphens
    (``class_``, ``aria_label``); None and False leave an attribute out, True writes its name alone.
    """
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(f" {attribute}" if value is True else f' {attribute}="{escape(value)}"')
    return f"<{name}{''.join(written)}>{content}</{name}>"


def join(parts: Iterable[str | None], separator: str = "") -> str:
    """The parts that are there, joined."""
    return separator.join(part for part in parts if part)


def cited_cell(text: str, kind: str, quote: str | None = None) -> str:
    """A table cell (its text is escaped here) marked as the place that is cited.

    In a long text only the quote is marked, spaces aside, where it stands in it exactly once.
    """
    span = find_quote(text, quote) if quote and len(text) > LONG else None
    start, end = span or (0, len(text))
    mark = element("mark", escape(text[start:end]), data_cited=span is not None)
    return element(
        "td", escape(text[:start]) + mark + escape(text[end:]),
        class_=f"{kind} cited long" if len(text) > LONG else f"{kind} cited",
        data_cited=span is None, aria_current="true", aria_describedby="cited-note",
    )  # fmt: skip


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, spaces aside; None where it is absent or stands there twice."""
    quote = quote.rstrip("….")  # a quote may be cut short
    pattern = r"\s*".join(re.escape(character) for character in quote if not character.isspace())
    found = list(re.finditer(pattern, text)) if pattern else []
    return found[0].span() if len(found) == 1 else None


def grouped(number: str) -> str:
    """A decimal string with its thousands parted: 166521.85 → 166,521.85; anything else stays as it is."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        return number
    sign, whole, fraction = match.groups()
    return f"{sign}{int(whole):,}{fraction or ''}" if len(whole) < 30 else number


def cite_button(turn: int, number: int, label: str, *, is_open: bool) -> str:
    """The link ``[1]`` to a source: a button, so that it works by keyboard; the open one is pressed."""
    return element(
        "button", str(number), type="button", class_="cite", data_turn=turn, data_cite=number,
        aria_label=label, aria_pressed="true" if is_open else "false", title=label,
    )  # fmt: skip
