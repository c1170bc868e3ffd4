"""SQLite and DuckDB files → their tables, opened to be read only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.errors import WorkbenchError
from workbench.sources import header
from workbench.sources.delimited import Rows

_MOST_ROWS = 5_000_000
_MOST_TABLES = 200


def sqlite(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the name and rows of each table of a SQLite file; views are passed over.

    Raises
    ------
    WorkbenchError
        When the file is damaged, or a table too large.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            opened.text_factory = lambda text: text.decode("utf-8", "replace")
            listed = (
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            )
            for (name,) in opened.execute(listed).fetchmany(_MOST_TABLES):
                quoted = '"' + name.replace('"', '""') + '"'
                found = opened.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - quoted
                rows = found.fetchmany(_MOST_ROWS + 1)
                _check(name, len(rows))
                columns = [column[0] for column in found.description]
                if rows:
                    yield name, _rows(columns, [_typed(list(c)) for c in zip(*rows, strict=True)])
    except sqlite3.Error:
        raise _damaged() from None


def duckdb(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the name and rows of each table of a DuckDB file.

    Raises
    ------
    WorkbenchError
        When the file is damaged, in use by another program, or a table too large.
    """
    from workbench.sources.connections import stored  # noqa: PLC0415 - other files need no engine

    for name, table in stored(path, _MOST_ROWS + 1):
        _check(name, len(table))
        if len(table):
            columns = [_plain(column.combine_chunks()) for column in table.columns]
            yield name, _rows(table.column_names, columns)


def _check(name: str, rows: int) -> None:
    if rows > _MOST_ROWS:
        raise WorkbenchError(
            f"The table «{name}» is too large",
            allowed=f"{_MOST_ROWS:,} rows",
            then="Export what is needed as Parquet.",
        )


def _rows(columns: list[str], arrays: list[pa.Array]) -> Rows:
    names = header.named(columns)
    table = pa.table(dict(zip(names, arrays, strict=True)))
    return Rows(names, table, np.arange(1, len(table) + 1), [])


def _typed(cells: list[object]) -> pa.Array:
    """Keep whole numbers and fractions where a column has nothing else; anything else is text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {int, float}:
        return pa.array([None if c is None else float(c) for c in cells], pa.float64())  # type: ignore[arg-type]
    words = [None if c is None or isinstance(c, bytes) else str(c) for c in cells]
    return pa.array(words, pa.string())


def _plain(column: pa.Array) -> pa.Array:
    """Return what the ledger's readers know; anything nested becomes text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_decimal(kind):
        return column.cast(pa.float64())
    known = (pa.types.is_nested(kind), pa.types.is_binary(kind), pa.types.is_large_binary(kind))
    if any(known):
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())
    return column


def _damaged() -> WorkbenchError:
    return WorkbenchError("The database is damaged", then="Export its tables as CSV.")
