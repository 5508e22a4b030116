"""A question never changes sides, and about a third is only counted."""

from __future__ import annotations

from eval.split import is_check


def test_the_split_is_a_third_and_depends_on_the_id_alone() -> None:
    ids = [f"q-{number:04d}" for number in range(3000)]
    check = [one for one in ids if is_check(one)]
    assert 0.30 < len(check) / len(ids) < 0.37
    assert check == [one for one in ids if is_check(one)]


def test_known_sides_stay_what_they_were() -> None:
    assert not is_check("fz-002")
    assert is_check("fz-005")
