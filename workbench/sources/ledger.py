"""The ledger: a client's facts as six typed tables behind Ibis, whatever file they came from.

A ledger is made once (from frames, or from files by `workbench.sources.intake`), written as
Parquet, and from then on only read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import WorkbenchError
from workbench.sources import schema
from workbench.sources.holding import PEOPLED, Holding
from workbench.sources.values import is_text

if TYPE_CHECKING:  # what is only asked for later is loaded later: reading a file needs no engine
    from workbench.review.assigned import Assigned

ROW_GROUP = 1 << 17
"""Rows that are written together: few enough that every processor has some to read."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Customers, sales, time, rates, events and prospects of one client, typed and checked.

    Make one with `from_frames` or `open`. ``given`` names the tables the client has; a table
    that was not given is empty, and whoever sums over it must say «missing», not zero.

    Examples
    --------
    >>> sales = pd.DataFrame({"customer_id": [1], "date": ["2024-01-31"], "amount": [9.5]})
    >>> ledger = Ledger.from_frames(sales=sales)
    >>> sorted(ledger.given), ledger.table("sales").amount.sum().to_pyarrow().as_py()
    (['sales'], 9.5)
    """

    given: frozenset[str]
    _tables: Mapping[str, pa.Table] = field(repr=False)
    _folder: Path | None = None
    merged: Mapping[str, str] = field(default_factory=dict)
    assigned: tuple[Assigned, ...] = ()
    _elsewhere: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def from_frames(
        cls,
        *,
        customers: pd.DataFrame | pa.Table | None = None,
        sales: pd.DataFrame | pa.Table | None = None,
        time: pd.DataFrame | pa.Table | None = None,
        rates: pd.DataFrame | pa.Table | None = None,
        events: pd.DataFrame | pa.Table | None = None,
        prospects: pd.DataFrame | pa.Table | None = None,
    ) -> Ledger:
        """Check data frames (pandas or Arrow) and make them a ledger.

        Ids become trimmed text (``17850.0`` is ``17850`` where the whole column agrees); without
        an id column the trimmed ``name`` is the id; dates may be text like ``2024-01-31``; an
        empty customer id in sales or time stays, as unidentified or unallocated. Columns the
        ledger does not know are kept: numbers as float64, anything else as text.

        Raises
        ------
        WorkbenchError
            When a required column is absent, a value in it is missing or of the wrong type, or
            two rows of customers (or prospects, or rates) have the same id.
        """
        frames = {
            "customers": customers,
            "sales": sales,
            "time": time,
            "rates": rates,
            "events": events,
            "prospects": prospects,
        }
        return cls._of({name: frame for name, frame in frames.items() if frame is not None})

    @classmethod
    def from_read(cls, tables: Mapping[str, pa.Table]) -> Ledger:
        """Make a ledger as `from_frames` does, of tables whose text is trimmed, ids settled.

        `workbench.sources.intake` made them so, column by column; doing it again would take a
        tenth of reading.
        """
        return cls._of(tables, settled=True)

    @classmethod
    def _of(cls, frames: Mapping[str, pd.DataFrame | pa.Table], *, settled: bool = False) -> Ledger:
        tables = {
            name: schema.conform(name, frame, settled=settled) for name, frame in frames.items()
        }
        if "customers" not in tables and "name" in getattr(tables.get("sales"), "column_names", ()):
            tables["customers"] = _named(tables["sales"])
        return cls(frozenset(tables), tables)

    @classmethod
    def open(cls, folder: Path | str) -> Ledger:
        """Open a written ledger; nothing is read until a table is asked for."""
        place = Path(folder).resolve()
        given = frozenset(name for name in schema.TABLES if (place / f"{name}.parquet").is_file())
        if not given:
            raise WorkbenchError(
                "There is no ledger here",
                where=place.name,
                then="Make it again from the client's files.",
            )
        return cls(given, {}, place)

    @classmethod
    def elsewhere(cls, tables: Mapping[str, Any]) -> Ledger:
        """Return a ledger whose tables are Ibis expressions on a database of the client's own.

        They have the columns and types of `workbench.sources.schema.TABLES`. What is asked of
        them is computed where they are.
        """
        return cls(frozenset(tables), {}, _elsewhere=tables)

    def write(self, folder: Path | str) -> None:
        """Write each given table as Parquet; a table is either wholly there or as it was before."""
        place = Path(folder).resolve()
        place.mkdir(parents=True, exist_ok=True)
        for name in schema.TABLES:
            target = place / f"{name}.parquet"
            if name in self.given:
                _replace(target, self.table_of(name))
            else:
                target.unlink(missing_ok=True)

    def table(self, name: str) -> Any:
        """Return one table as an Ibis expression; empty but typed where it was not given."""
        if name not in schema.TABLES:
            raise WorkbenchError(
                f"The ledger has no table «{name}»", allowed=", ".join(schema.TABLES)
            )
        if name not in self._elsewhere:
            return self.backend.table(name)
        table = self._elsewhere[name]
        if name not in PEOPLED:
            return table
        for one in self.assigned:
            if one.table == name:
                table = table.mutate(
                    customer_id=_lines(table, one).ifelse(one.customer, table.customer_id)
                )
        if not self.merged:
            return table
        return table.mutate(
            customer_id=table.customer_id.cases(*self.merged.items(), else_=table.customer_id)
        )

    def rows(self, name: str) -> int:
        """Return how many rows a table on disk or in memory has, without reading them."""
        if self._folder is not None and name in self.given:
            return int(pq.read_metadata(self._file(name)).num_rows)
        return len(self._tables.get(name, ()))

    def as_one(self, merged: Mapping[str, str], assigned: Sequence[Assigned] = ()) -> Ledger:
        """Return this ledger with the lines of each merged id under the id it counts for.

        Lines without a customer are whose ``assigned`` says they are. Lists of customers stay as
        they are: whoever reads them knows ``merged``.

        Nothing on disk changes: the ids of the files stay, and whoever undoes a merge has them.
        """
        return replace(self, merged=dict(merged), assigned=tuple(assigned))

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table as pandas: text as str, dates as datetime64, numbers as float64."""
        if name not in schema.TABLES:
            raise WorkbenchError(
                f"The ledger has no table «{name}»", allowed=", ".join(schema.TABLES)
            )
        frame: pd.DataFrame = self.table_of(name).to_pandas(date_as_object=False)
        return frame

    def table_of(self, name: str) -> pa.Table:
        """Return one table as Arrow; `WorkbenchError` where its file is damaged."""
        if name in self._tables:
            return self._tables[name]
        if name in self._elsewhere:
            return self._elsewhere[name].to_pyarrow()
        if name not in self.given:
            return schema.empty(name)
        try:
            return pq.read_table(self._file(name), partitioning=None)
        except (OSError, pa.ArrowInvalid):
            raise schema.damaged(name) from None

    @property
    def at_hand(self) -> bool:
        """Whether all tables are files or frames of ours, and none in a client's own database."""
        return not self._elsewhere

    @cached_property
    def backend(self) -> Any:
        """The Ibis backend that holds the tables at hand, locked: it can read nothing else."""
        from workbench.sources.connections import connect_ibis  # noqa: PLC0415 - see above

        return connect_ibis(self._holding())

    @cached_property
    def connection(self) -> Any:
        """DuckDB with the same tables under the same names, for SQL that is made already."""
        from workbench.sources.connections import connect  # noqa: PLC0415 - see above

        return connect(self._holding())

    def _holding(self) -> Holding:
        names = [] if self._folder is None else sorted(self.given)
        files = {name: self._file(name) for name in names}
        here = set(schema.TABLES) - files.keys() - self._elsewhere.keys()
        held = {name: self.table_of(name) for name in sorted(here)}
        return Holding(held, files, self.merged, self.assigned)

    def _file(self, name: str) -> Path:
        if self._folder is None:
            raise WorkbenchError("This ledger was not read from a folder")
        return self._folder / f"{name}.parquet"


def _lines(table: Any, one: Assigned) -> Any:
    """Say which lines of a table were assigned; none that has its customer already."""
    said = table[one.column]
    told = said == one.value if one.value else said.isnull()  # noqa: PD003 - Ibis, not pandas
    return table.customer_id.isnull() & told  # noqa: PD003 - the same


def _named(sales: pa.Table) -> pa.Table:
    """Make the customers table that sales with names imply: the last name of each id."""
    frame = sales.select(["customer_id", "name"]).to_pandas().dropna(subset="customer_id")
    return schema.conform("customers", frame.groupby("customer_id").last().reset_index())


def _replace(target: Path, table: pa.Table) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            words = [field.name for field in table.schema if is_text(field.type)]
            pq.write_table(
                table,
                file,
                compression="zstd",
                row_group_size=ROW_GROUP,
                use_dictionary=words,  # amounts hardly come again: it would be in vain
            )
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
