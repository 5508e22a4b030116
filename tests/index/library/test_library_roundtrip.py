"""What is stored comes back equal, to the last digit and the last empty cell."""

from __future__ import annotations

import dataclasses
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import codec, schema
from index.library.money import to_fen
from index.library.staging import Writer
from index.library.store import Store
from index.model import Document, Fact, Identity, Passage, Reading, Repair, Section, Sheet, Table
from tests.index.library.library_support import reading_of

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.integers(0, 100_000)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)
BOXES = st.floats(allow_nan=False, allow_infinity=False)


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Any instance of an annotation of the model."""
    inner = typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{field.name: st.deferred(lambda h=hints[field.name]: records(h)) for field in
                                  dataclasses.fields(kind)})  # fmt: skip
    if typing.get_origin(kind) is typing.Literal:
        return st.sampled_from(inner)
    if typing.get_origin(kind) is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(records(inner[0]), max_size=3).map(tuple)
        return st.tuples(*(records(arg) for arg in inner))
    if type(None) in inner:
        return st.none() | records(next(arg for arg in inner if arg is not type(None)))
    return {str: TEXTS, int: NUMBERS, bool: st.booleans(), Decimal: AMOUNTS, float: BOXES}[kind]


def readings() -> st.SearchStrategy[Reading]:
    return records(Reading)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(reading=readings())
def test_whatever_was_read_comes_back_equal(reading: Reading, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("library")
    store = Store(f"sqlite:///{folder / 'library.sqlite'}")
    assert stored_and_read(store, reading) == in_one_document(reading)
    store.close()


def in_one_document(reading: Reading) -> Reading:
    """The reading with all facts and passages belonging to its document, as a reader makes it."""
    key = reading.document.id
    return dataclasses.replace(
        reading,
        facts=tuple(dataclasses.replace(fact, document=key) for fact in reading.facts),
        passages=tuple(dataclasses.replace(passage, document=key) for passage in reading.passages),
    )


def stored_and_read(store: Store, reading: Reading) -> Reading:
    writer = Writer(store)
    writer.prepare()
    number = writer.stage(in_one_document(reading), source=None, reader="test")
    writer.publish([number], removed=[], vectors=[], files=[], forgotten=[], renamed={}, meta={})
    live = store.live()[reading.document.id]
    return Reading(
        live.document,
        tuple(store.sections(live)),
        tuple(store.tables(live)),
        tuple(store.sheets(live)),
        tuple(store.facts(live)),
        tuple(store.passages(live)),
        tuple(store.identities(live)),
        tuple(store.repairs(live)),
    )


def test_a_budget_comes_back_equal(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'library.sqlite'}")
    reading = reading_of("某局2024年部门预算\n说明\n合计\t28.13\n公务接待费\t16.54\n公务用车购置费\t")
    assert stored_and_read(store, reading) == reading
    store.close()


def test_no_column_holds_a_float() -> None:
    for table in schema.metadata.tables.values():
        for column in table.columns:
            assert column.type.__visit_name__ not in {"float", "numeric", "double", "real"}, column


def test_money_is_whole_fen_or_nothing() -> None:
    assert to_fen(Decimal("28.13"), "万元") == 28_130_000
    assert to_fen(Decimal("-0.01"), "元") == -1
    assert to_fen(Decimal("0.001"), "元") is None
    assert to_fen(Decimal("95"), "%") is None
    assert to_fen(None, "万元") is None
    assert to_fen(Decimal("NaN"), "元") is None
    assert to_fen(Decimal("1E+30"), "亿元") is None
    assert to_fen(Decimal("1E-400"), "元") is None
    assert to_fen(Decimal("1234567890.1234567890123456789012345"), "元") is None


def test_the_text_of_a_damaged_document_is_stored_with_marks_where_it_is_damaged(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'library.sqlite'}")
    reading = reading_of("某局\n公务接待费\t16.54")
    fact = dataclasses.replace(reading.facts[0], quote="公务\x00接待费\ud800 𠮷")
    back = stored_and_read(store, dataclasses.replace(reading, facts=(fact,)))
    assert back.facts[0].quote == "公务\ufffd接待费\ufffd 𠮷"
    store.close()


def test_the_signature_of_the_model_changes_with_its_fields() -> None:
    kinds = (Document, Section, Table, Sheet, Fact, Passage, Identity, Repair)
    assert codec.signature(*kinds) == codec.signature(*kinds)
    assert codec.signature(Table) != codec.signature(Sheet)
