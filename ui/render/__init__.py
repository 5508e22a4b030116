"""Pure functions from answers and what they cite to HTML. Every text from a document or a question is escaped."""

from __future__ import annotations

from ui.render.answer import answer_html, conversation_html, turn_html
from ui.render.frame import library_html, proof_html, welcome_html
from ui.render.markup import escape
from ui.render.prose import lines_html, section_html
from ui.render.sheet import SheetCell, sheet_html
from ui.render.table import TableCell, header_rows, table_html

__all__ = [
    "SheetCell",
    "TableCell",
    "answer_html",
    "conversation_html",
    "escape",
    "header_rows",
    "library_html",
    "lines_html",
    "proof_html",
    "section_html",
    "sheet_html",
    "table_html",
    "turn_html",
    "welcome_html",
]
