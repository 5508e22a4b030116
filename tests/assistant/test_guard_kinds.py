"""Figures that answer another question than was asked are withheld."""

from __future__ import annotations

import pytest

from assistant.guard import _CODE, _LEFT


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("就业补助的编码是什么", True),
        ("硒鼓的目录编码", True),
        ("一般公共预算的310编码是什么", False),
        ("编码2080101是多少", False),
    ],
)
def test_a_code_is_asked_for_unless_one_is_given(question: str, asks: bool) -> None:
    assert bool(_CODE.search(question)) is asks


def test_what_is_left_out_is_known() -> None:
    left = _LEFT.search("2022年底的不算办公用房的房屋的价值是多少")
    assert left is not None
    assert left[1] == "办公用房"
