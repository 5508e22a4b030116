"""The review of the documents' equations can fail: for one not looked at, and for an entry that no longer occurs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from eval.identities import main, review, reviewed
from index.model import Document, Identity, Place, Reading

TOTAL = Identity(
    "row_sum",
    "d",
    "合计",
    "基本支出 + 项目支出",
    Decimal("30.00"),
    Decimal("29.00"),
    Decimal("0.01"),
    ("a",),
    (Place(1, 1),),
)
KEY = ("budget.txt", "row_sum", "合计", "基本支出 + 项目支出", Decimal("30.00"), Decimal("29.00"))


def reading(*identities: Identity) -> Reading:
    document = Document("d", "budget.txt", "某局2024年部门预算", None, None, None, 2024, "预算", "万元")
    return Reading(document, identities=identities)


def test_an_equation_that_fails_must_have_been_looked_at() -> None:
    assert review([reading(TOTAL)], []).unlisted == (KEY,)
    assert review([reading(TOTAL)], [KEY]).unlisted == ()


def test_an_entry_for_an_equation_that_holds_or_is_gone_is_told() -> None:
    assert review([reading()], [KEY]).gone == (KEY,)
    assert review([reading(TOTAL)], [KEY]).gone == ()


def test_an_entry_for_another_document_says_nothing() -> None:
    assert review([reading()], [("other.txt", *KEY[1:])]).gone == ()


def test_an_entry_needs_a_verdict_and_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.toml"
    path.write_text('[[identity]]\nleft = "合计"\nverdict = "document"\nwhy = " "\n', encoding="utf-8")
    with pytest.raises(ValueError, match="verdict and a reason"):
        reviewed(path)


def test_the_real_documents_equations_are_above_the_floor(corpus: Path) -> None:
    assert main([str(corpus)]) == 0
