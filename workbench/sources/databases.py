"""SQLite and DuckDB files → their tables, opened to be read only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.sources import typed
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
            names = [name for (name,) in opened.execute(listed).fetchall()]
            filled = [name for name in names if _select(opened, name, 1)[1]]
            notes = _left(filled[_MOST_TABLES:])
            for name in filled[:_MOST_TABLES]:
                columns, rows = _select(opened, name, _MOST_ROWS + 1)
                _check(name, len(rows))
                cells = [typed.typed(column) for column in zip(*rows, strict=True)]
                yield name, replace(typed.rows(columns, cells), notes=notes)
                notes = ()
    except sqlite3.Error:
        raise _damaged() from None


def _select(
    opened: sqlite3.Connection, name: str, most: int
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the names of a table's columns and its first rows."""
    quoted = '"' + name.replace('"', '""') + '"'
    found = opened.execute(f"SELECT * FROM {quoted} LIMIT {most}")  # noqa: S608 - quoted
    return [column[0] for column in found.description], found.fetchall()


def duckdb(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the name and rows of each table of a DuckDB file.

    Raises
    ------
    WorkbenchError
        When the file is damaged, in use by another program, or a table too large.
    """
    from workbench.sources.connections import stored  # noqa: PLC0415 - other files need no engine

    first = True
    for name, table, left in stored(path, _MOST_ROWS + 1, _MOST_TABLES):
        _check(name, len(table))
        columns = [column.combine_chunks() for column in table.columns]
        notes, first = _left(left) if first else (), False
        yield name, replace(typed.rows(table.column_names, columns), notes=notes)


def _left(names: Sequence[str]) -> tuple[str, ...]:
    """Return what to say of tables that are too many."""
    left = ", ".join(f"«{name}»" for name in names)
    return (f"its first {_MOST_TABLES} tables are read; not {left}.",) if left else ()


def _check(name: str, rows: int) -> None:
    if rows > _MOST_ROWS:
        raise WorkbenchError(
            f"The table «{name}» is too large",
            allowed=f"{_MOST_ROWS:,} rows",
            then="Export what is needed as Parquet.",
        )


def _damaged() -> WorkbenchError:
    return WorkbenchError("The database is damaged", then="Export its tables as CSV.")
