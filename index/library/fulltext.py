"""The full-text index of passages and of fact labels: SQLite's FTS5, or tsvector in PostgreSQL.

Both hold the tokens of :mod:`index.library.tokens` and rank by BM25 (k1 = 1.2, b = 0.75). FTS5 computes it;
PostgreSQL knows no document frequencies in its ranks, so there a first selection by ``ts_rank`` is ranked again
here with the frequencies counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text

from index.library.database import is_postgres
from index.library.tokens import query_tokens, text_tokens

__all__ = ["LABELS", "PASSAGES", "add", "create", "remove", "search"]

PASSAGES = "passages"
LABELS = "labels"
_KINDS = (PASSAGES, LABELS)

_K1, _B = 1.2, 0.75
_SELECTION = 300  # passages that PostgreSQL ranks exactly


def create(connection: Connection) -> None:
    """Make the index where it is not there yet."""
    for kind in _KINDS:
        if is_postgres(connection):
            connection.execute(
                text(
                    f"CREATE TABLE IF NOT EXISTS {kind}_words (number integer PRIMARY KEY REFERENCES {kind}(number) "
                    "ON DELETE CASCADE, tokens tsvector NOT NULL, length integer NOT NULL)"
                )
            )
            connection.execute(
                text(f"CREATE INDEX IF NOT EXISTS {kind}_words_index ON {kind}_words USING gin (tokens)")
            )
        else:
            connection.execute(
                text(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind}_words USING fts5"
                    "(tokens, tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")"
                )
            )


def add(connection: Connection, kind: str, entries: Iterable[tuple[int, str]]) -> None:
    """Index entries of (number, text)."""
    if is_postgres(connection):
        rows: list[dict[str, Any]] = []
        for number, words in entries:
            tokens = text_tokens(words)
            rows.append({"number": number, "tokens": _vector(tokens), "length": len(tokens)})
        values = "(:number, CAST(:tokens AS tsvector), :length)"
        statement = f"INSERT INTO {kind}_words (number, tokens, length) VALUES {values}"
    else:
        rows = [{"number": number, "tokens": " ".join(text_tokens(words))} for number, words in entries]
        statement = f"INSERT INTO {kind}_words (rowid, tokens) VALUES (:number, :tokens)"
    if rows:
        connection.execute(text(statement), rows)


def remove(connection: Connection, kind: str, reading: int) -> None:
    """Take the entries of a reading out of the index, before its rows go."""
    key = "number" if is_postgres(connection) else "rowid"
    connection.execute(
        text(f"DELETE FROM {kind}_words WHERE {key} IN (SELECT number FROM {kind} WHERE reading = :reading)"),
        {"reading": reading},
    )


def search(
    connection: Connection, kind: str, words: str, *, readings: Sequence[int], limit: int
) -> list[tuple[int, float]]:
    """Numbers of the entries of these readings that share tokens with ``words``, best first, with BM25 scores."""
    tokens = query_tokens(words)
    if not tokens or not readings or limit <= 0:
        return []
    if is_postgres(connection):
        return _search_postgres(connection, kind, tokens, readings, limit)
    statement = text(
        f"SELECT w.rowid, -bm25({kind}_words) AS score FROM {kind}_words AS w JOIN {kind} AS k ON k.number = w.rowid "
        f"WHERE {kind}_words MATCH :query AND k.reading IN :readings ORDER BY score DESC, w.rowid LIMIT :limit"
    ).bindparams(bindparam("readings", expanding=True))
    query = " OR ".join(f'"{token}"' for token in tokens)
    found = connection.execute(statement, {"query": query, "readings": list(readings), "limit": limit})
    return [(number, score) for number, score in found]


def _vector(tokens: list[str]) -> str:
    """A tsvector literal with one entry per token and its count kept as positions."""
    positions: dict[str, list[int]] = {}
    for position, token in enumerate(tokens[:16_000], start=1):
        positions.setdefault(_shortened(token), []).append(position)
    return " ".join(f"{_quoted(token)}:{','.join(map(str, places[:255]))}" for token, places in positions.items())


def _shortened(token: str) -> str:
    return token[:200]  # PostgreSQL takes lexemes of up to 2 KB


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _search_postgres(
    connection: Connection, kind: str, tokens: list[str], readings: Sequence[int], limit: int
) -> list[tuple[int, float]]:
    tokens = [_shortened(token) for token in tokens]
    total, average = connection.execute(text(f"SELECT count(*), coalesce(avg(length), 1) FROM {kind}_words")).one()
    frequencies = connection.execute(
        text(
            f"SELECT t.token, (SELECT count(*) FROM {kind}_words WHERE tokens @@ CAST(t.query AS tsquery)) "
            "FROM unnest(CAST(:tokens AS text[]), CAST(:queries AS text[])) AS t(token, query)"
        ),
        {"tokens": tokens, "queries": [_quoted(token) for token in tokens]},
    )
    weight = {token: math.log(1 + (total - n + 0.5) / (n + 0.5)) for token, n in frequencies if n}
    if not weight:
        return []
    statement = text(
        f"SELECT w.number, w.length, w.tokens FROM {kind}_words w JOIN {kind} k ON k.number = w.number "
        "WHERE w.tokens @@ CAST(:query AS tsquery) AND k.reading IN :readings "
        "ORDER BY ts_rank(w.tokens, CAST(:query AS tsquery)) DESC LIMIT :selection"
    ).bindparams(bindparam("readings", expanding=True))
    rows = connection.execute(
        statement,
        {
            "query": " | ".join(_quoted(token) for token in weight),
            "readings": list(readings),
            "selection": max(_SELECTION, limit),
        },
    )
    mean = float(average)
    scored = [(number, _bm25(_counts(vector, weight), weight, length, mean)) for number, length, vector in rows]
    scored.sort(key=lambda item: (-item[1], item[0]))
    return scored[:limit]


def _counts(vector: str, weight: dict[str, float]) -> Counter[str]:
    """How often each weighted token stands in a tsvector as PostgreSQL writes it (``'三公':1,5 '经费':2``)."""
    counts: Counter[str] = Counter()
    for entry in vector.split(" "):
        token, _, places = entry.rpartition(":")
        token = token[1:-1].replace("''", "'")
        if token in weight:
            counts[token] = places.count(",") + 1
    return counts


def _bm25(counts: Counter[str], weight: dict[str, float], length: int, average: float) -> float:
    norm = _K1 * (1 - _B + _B * length / average)
    return sum(weight[token] * n * (_K1 + 1) / (n + norm) for token, n in counts.items())
