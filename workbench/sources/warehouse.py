"""A client's own database: its tables copied into a file to be read, or summed up where they are.

Where they are, a column is what a column of that name was in the files of the client's folder:
nothing is guessed and no row travels. Types have to be the database's own; text is trimmed, ids
are what they would be in a file, also where they say that it is nobody, and a row without what its
table needs is left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.errors import WorkbenchError
from workbench.review.words import count
from workbench.sources import connections
from workbench.sources.choice import bare
from workbench.sources.expressions import Expressed, Table
from workbench.sources.files import Sheet
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.money import Money
from workbench.sources.remembered import Remembered
from workbench.sources.schema import ANONYMOUS, REQUIRED, UNIQUE

MOST_ROWS = 5_000_000
"""Rows of a table that are copied."""
_MOST_TABLES = 200


def copied(address: str, names: Sequence[str], folder: Path) -> Path:
    """Copy tables, all unless named, into a new file in a folder, a batch at a time.

    Raises
    ------
    WorkbenchError
        When the database can't be reached, has no such table, or holds too much to copy.
    """
    backend = connections.reach(address)
    file = folder / f"{Path(connections.called(address)).stem}.duckdb"
    with connections.answering(address):
        connections.store(file, _small(address, _listed(address, backend, names)))
    return file


def summed_there(address: str, known: Remembered, currency: str) -> tuple[Ledger, tuple[str, ...]]:
    """Return the ledger whose tables stay in a database, and what there is to say of them.

    Parameters
    ----------
    address
        As `workbench.sources.connections.reach` takes it.
    known
        What columns became in the client's files, and the rates of other currencies.
    currency
        The client's.

    Raises
    ------
    WorkbenchError
        When the engine can't sum up, no table has the columns of the client's files, or a column
        is of another type.
    """
    connections.check_sums(address)
    backend, ours = connections.reach(address), Money(currency, known.rates)
    parts: dict[str, list[Table]] = {}
    notes, unknown = [], []
    with connections.answering(address):
        for name, table in _listed(address, backend, ()):
            found = _targets(name, table, known)
            if not found:
                unknown.append(name)
            where = f"{connections.called(address)}, table {name}"
            if "sales" in found:  # a row that is no sale names nobody either
                table, said = _sold(Expressed(table, found["sales"], where, ours))  # noqa: PLW2901
                notes += said
            for target, columns in found.items():
                read = Expressed(table, columns, where, ours)
                rows, note = _complete(target, read.of(target))
                notes += [said for said in read.notes if said not in notes]
                parts.setdefault(target, []).append(rows)
                if note:
                    notes.append(f"{where}: {note}.")
    if not parts:
        raise WorkbenchError(
            "No table there has the columns of this client's files",
            where=connections.called(address),
            then="Make the client's folder from an extract with the same column names.",
        )
    if unknown:
        notes.append(f"Passed over, for no file had their columns: {', '.join(unknown)}.")
    return Ledger.elsewhere({name: _one(name, each) for name, each in parts.items()}), tuple(notes)


def _listed(address: str, backend: Any, names: Sequence[str]) -> list[tuple[str, Table]]:
    there = sorted(backend.list_tables())
    if absent := [name for name in names if name not in there]:
        raise WorkbenchError(
            f"There is no table «{absent[0]}»",
            where=connections.called(address),
            allowed=", ".join(there[:20]) or "none: it is empty",
        )
    if len(names or there) > _MOST_TABLES:
        raise WorkbenchError(
            f"There are {len(there):,} tables",
            where=connections.called(address),
            allowed=f"{_MOST_TABLES} at once",
            then="Name the tables that are needed, or a schema that holds only those.",
        )
    return [(name, backend.table(name)) for name in names or there]


def _small(
    address: str, tables: Sequence[tuple[str, Table]]
) -> Iterator[tuple[str, pa.RecordBatchReader]]:
    for name, table in tables:
        if (size := table.count().to_pyarrow().as_py()) > MOST_ROWS:
            raise WorkbenchError(
                f"The table «{name}» has {size:,} rows, too many to copy",
                where=connections.called(address),
                allowed=f"{MOST_ROWS:,} rows",
                then="Copy an extract, and measure the whole where it is; see docs/engines.md.",
            )
    for name, table in tables:
        yield name, table.to_pyarrow_batches()


def _targets(name: str, table: Table, known: Remembered) -> dict[str, dict[str, str]]:
    """Return table of the ledger → its column → the database's, as in the client's files."""
    sheet = Sheet("", name, pd.DataFrame(columns=table.columns), np.array([], np.int64))
    found: dict[str, dict[str, str]] = {}
    for source, targets in known.choices([sheet]).items():
        for target in targets:
            into, _, column = bare(target).partition(".")
            found.setdefault(into, {})[column] = source.column
    return found


def _sold(read: Expressed) -> tuple[Table, list[str]]:
    """Return a table's rows that are sales, and what to say of the others."""
    rows = read.sold()
    if rows is read.table:
        return rows, []
    before, after = (each.count().to_pyarrow().as_py() for each in (read.table, rows))
    out = count(before - after, "row")
    return rows, [f"{read.where}: {out} left out, being no sales by kind or status."]


def _complete(target: str, rows: Table) -> tuple[Table, str]:
    """Return the rows that have what their table needs, and what to say of the others."""
    least = [c for c in REQUIRED[target] if c != "customer_id" or target not in ANONYMOUS]
    kept = rows.drop_null(least)
    if target in UNIQUE:  # lines of sales that name nobody are no rows of customers
        return kept, ""
    lacking = ibis.or_(*(rows[c].isnull() for c in least))  # noqa: PD003 - Ibis, not pandas
    out = rows.filter(lacking).count().to_pyarrow().as_py()
    return kept, f"{count(out, 'row')} left out, without {' or '.join(least)}" if out else ""


def _one(name: str, parts: Sequence[Table]) -> Table:
    """Put the parts of a table together; of customers, prospects and rates one row for each."""
    kinds = {column: kind for part in parts for column, kind in part.schema().items()}
    for column in kinds:
        if len({part.schema()[column] for part in parts if column in part.columns}) > 1:
            kinds[column] = ibis.dtype("string")
    whole = ibis.union(
        *(
            part.select(
                **{
                    column: part[column].cast(kind) if column in part.columns else ibis.null(kind)
                    for column, kind in kinds.items()
                }
            )
            for part in parts
        )
    )
    if name not in UNIQUE:
        return whole
    key = REQUIRED[name][0]
    return whole.group_by(key).agg(**{c: whole[c].max() for c in kinds if c != key})
