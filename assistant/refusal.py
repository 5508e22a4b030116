"""Why there is no answer, and what there is instead. A refusal never carries a value."""

from __future__ import annotations

from assistant.engine import Engine
from assistant.outcome import Figure, Outcome, fact_label
from assistant.single import accept
from assistant.titles import titles_of
from index.model import Document

__all__ = ["refuse_missing_scope", "refuse_not_there", "refuse_outcome", "refuse_unknown_table"]


def _holdings(documents: list[Document]) -> str:
    return "、".join(f"{d.department or d.title}{d.year or ''}年{d.kind or '预算'}" for d in documents)


def refuse_missing_scope(engine: Engine) -> Outcome:
    """A year, region or department that the library does not hold."""
    scope = engine.query.scope
    english = engine.query.language == "en"
    documents = (
        [engine.document(d) for d in scope.documents]
        if scope.missing_kind == "year"
        else list(engine.vocabulary.documents)
    )
    have = _holdings(documents)
    what = {"year": "年份", "region": "地区", "department": "部门", "kind": "文件种类"}.get(
        scope.missing_kind or "", ""
    )
    said = (
        f"Not in the documents: {scope.missing}. What is there: {have}."
        if english
        else f"文件库中没有所问{what}的数据（{scope.missing}）。现有文件：{have}。"
    )
    return Outcome("not_found", said=said, reason=scope.missing_kind)


def refuse_unknown_table(engine: Engine, name: str) -> Outcome:
    """A table that the documents do not have, with those that they have."""
    titles = titles_of(engine.query.scope.documents[:1], engine.vocabulary)
    said = (
        f"The document has no table “{name}”. Its tables: {', '.join(titles)}."
        if engine.query.language == "en"
        else f"文件里没有“{name}”这张表。其中的表有：{'、'.join(titles)}。"
    )
    return Outcome("not_found", said=said, reason="table")


def refuse_outcome(engine: Engine, outcome: Outcome) -> Outcome:
    """Words for an operation's own refusal: no reason given, no figure of the year before."""
    english = engine.query.language == "en"
    fact = outcome.cited[0] if outcome.cited else None
    label = fact_label(fact) if fact else ""
    if outcome.reason == "no_reason":
        said = (
            f"The document states the change ({label}) but gives no reason."
            if english
            else f"文件写明了“{label}”的变化，但没有说明原因。"
        )
    elif outcome.reason == "previous":
        said = (
            (
                f"The documents state {label} for {fact.year if fact else ''} only; neither the year "
                f"before nor the change is given."
            )
            if english
            else f"文件只有{fact.year if fact else ''}年的“{label}”，没有给出上一年的数，也没有给出增减额。"
        )
    elif outcome.reason == "empty":
        said = (
            f"The cell for {label} is empty." if english else f"“{label}”一栏是空的，文件没有给出数字（空不等于零）。"
        )
    else:
        said = outcome.said or ("Not found in the documents." if english else "文件中没有找到。")
    return Outcome("not_found", context=outcome.context, said=said, cited=outcome.cited, reason=outcome.reason)


def refuse_not_there(engine: Engine) -> Outcome:
    """Nothing explains the question: what was looked at and the nearest things that are there."""
    english = engine.query.language == "en"
    near: list[Figure] = []
    names: list[str] = []
    for candidate in engine.trace[:8]:
        name = fact_label(candidate.fact)
        if name not in names and candidate.coverage > 0.25:
            names.append(name)
    notes = [
        table.note
        for document in engine.query.scope.documents[:2]
        for table in engine.library.tables(document)
        if table.note
        and table.kind in engine.query.tables
        and not any(
            entry.fact.value
            for p in [engine.vocabulary.indexes[document]]
            for entry in (p.entries[i] for i in p.by_container.get(table.id, ()))
        )
    ]
    if notes:
        said = f"The table is empty: {notes[0]}" if english else f"该表是空表，文件注明：{notes[0]}"
        return Outcome("not_found", said=said, reason="empty")
    documents = _holdings([engine.document(d) for d in engine.query.scope.documents[:4]])
    nearest = "、".join(names[:3])
    if english:
        said = f"The documents ({documents}) do not state this." + (f" Nearest items: {nearest}." if nearest else "")
    else:
        said = f"在{documents}中没有找到所问的内容。" + (f"相近的有：{nearest}。" if nearest else "")
    return Outcome("not_found", (), tuple(near), said=said, suggestions=tuple(names[:3]))


def certain(engine: Engine) -> bool:
    """Whether the first candidate explains the question."""
    return bool(engine.trace) and accept(engine.trace[0])
