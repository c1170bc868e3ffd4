"""The one place that makes connections: DuckDB's locked, those to a client's own database to read.

What a driver says when something fails is never repeated: it may hold the address, and with it the
password.
"""

from __future__ import annotations

import atexit
import re
import tempfile
import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from workbench.errors import WorkbenchError
from workbench.sources import schema
from workbench.sources.holding import PEOPLED, Holding
from workbench.sources.lazily import ibis

Backend = Any  # ibis ships no types
TESTED = ("duckdb", "pyspark")
"""Engines on which the tests sum up a client's tables."""
EXPECTED = ("clickhouse", "databricks", "exasol", "oracle", "postgres", "risingwave", "snowflake")
"""Engines into whose SQL a test puts the same expressions; nobody ran them there."""
COPIED = ("sqlite", "athena", "bigquery", "impala", "mssql", "mysql", "trino")
"""Engines without a median in Ibis, from which tables can be copied; a test does so from SQLite."""
_ALL = (*TESTED, *EXPECTED, *COPIED)
_MEMORY = "4GB"
_SAME, _AS_CAME = "customers_who_are_one", " as it came"
_SETTINGS = (
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "python_enable_replacements = false",
    "max_temp_directory_size = '20GB'",
    "enable_external_access = false",
    "lock_configuration = true",  # last: nothing can be set after it
)


def connect(holding: Holding) -> duckdb.DuckDBPyConnection:
    """Connect DuckDB to tables under their names, and lock it.

    External access is off (no other file, no network, no extension) but for the folders of the
    files and a temporary folder that big sorts spill to; the configuration is locked last.
    """
    connection = duckdb.connect(
        ":memory:", config={"memory_limit": _MEMORY, "temp_directory": _scratch()}
    )
    _lock(connection, holding.folders)
    _hold(connection, holding)
    return connection


def connect_ibis(holding: Holding) -> Backend:
    """Connect as `connect` does, for Ibis."""
    backend = _locked(":memory:", holding.folders)
    _hold(backend.con, holding)
    return backend


def reach(address: str) -> Backend:
    """Connect to a client's own database, to read it.

    Parameters
    ----------
    address
        As Ibis takes it: ``postgres://user@host/database``, ``duckdb://shop.duckdb``,
        ``sqlite://shop.sqlite``, ``pyspark://`` (the session that is there, or a new one).

    Raises
    ------
    WorkbenchError
        When it is no such address, its driver isn't installed, or the database can't be reached.
    """
    name, engine = called(address), _engine(address)
    if engine in {"duckdb", "sqlite"}:
        path = Path(address.partition("://")[2].partition("?")[0])
        if not path.is_file():
            raise WorkbenchError("There is no such file", where=name, then="Check the address.")
    try:
        if engine == "duckdb":
            return _locked(str(path), (), read_only=True)
        if engine == "sqlite":
            backend = ibis.sqlite.connect(path)
            for pragma in ("query_only = ON", "trusted_schema = OFF"):
                backend.con.execute(f"PRAGMA {pragma}")
            return backend
        return ibis.connect(address)
    except ImportError:
        raise WorkbenchError(
            f"The driver for {engine} is not installed",
            then=f"Install it with: pip install 'ibis-framework[{engine}]'",
        ) from None
    except Exception as failure:  # noqa: BLE001 - each driver has errors of its own
        raise WorkbenchError(
            f"The database can't be opened ({type(failure).__name__})",
            where=name,
            then="Check the address, your rights to it, and that it can be reached from here.",
        ) from None


@contextmanager
def answering(address: str) -> Iterator[None]:
    """Say in one sentence, without its own words, that a database could not answer a question."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a driver's are nothing a user could mend
            yield
    except WorkbenchError:
        raise
    except Exception as failure:  # noqa: BLE001 - each driver has errors of its own
        raise WorkbenchError(
            f"The database could not answer ({type(failure).__name__})",
            where=called(address),
            then="Make views with plain columns of the needed types; see docs/engines.md.",
        ) from None


def check_sums(address: str) -> None:
    """Refuse an engine that has no median, as the typical gap between purchases needs one."""
    if (engine := _engine(address)) in COPIED:
        raise WorkbenchError(
            f"On {engine} nothing can be summed up, for it has no median",
            where=called(address),
            allowed=", ".join((*TESTED, *EXPECTED)),
            then="Copy its tables instead: workbench new DIR --engine ADDRESS",
        )


def called(address: str) -> str:
    """Return what a database is called, nothing else of its address.

    >>> called("postgres://anna:hush@db.example:5432/shop?sslmode=require"), called("pyspark://")
    ('shop', 'pyspark')
    """
    plain = re.fullmatch(r"\w+://(?:[^@/?#]*@)?([^@?#]*)(?:[?#][^@]*)?", address)
    last = plain[1].rstrip("/").rpartition("/")[2] if plain else ""
    return last if re.fullmatch(r"[\w.-]+", last) else _engine(address)


def _engine(address: str) -> str:
    engine = address.partition("://")[0].replace("postgresql", "postgres")
    if "://" not in address or engine not in _ALL:
        raise WorkbenchError(
            "This is no address of a database",
            where="--engine",
            allowed=f"ENGINE://…, the engine being one of {', '.join(_ALL)}",
        )
    return engine


def _locked(database: str, folders: Collection[Path], *, read_only: bool = False) -> Backend:
    """Connect DuckDB for Ibis, and lock it."""
    backend = ibis.duckdb.connect(
        database, read_only=read_only, memory_limit=_MEMORY, temp_directory=_scratch()
    )
    _lock(backend.con, folders)
    return backend


def _lock(connection: duckdb.DuckDBPyConnection, folders: Collection[Path]) -> None:
    """See to it that nothing but the database and these folders can be reached."""
    places = {_scratch(), *map(str, folders)}
    allowed = ", ".join(map(_quoted, sorted(places | {_literal(place) for place in places})))
    connection.execute(f"SET allowed_directories = [{allowed}]")
    for setting in _SETTINGS:
        connection.execute(f"SET {setting}")


def _hold(connection: duckdb.DuckDBPyConnection, holding: Holding) -> None:
    """Put tables under their names, each line under the customer it counts for."""
    if holding.merged:
        same = {"id": list(holding.merged), "counts_as": list(holding.merged.values())}
        connection.register(_SAME, pa.table(same))
    for name, table in holding.tables.items():
        whose = _whose(name, holding)
        connection.register(f"{name}{_AS_CAME}" if whose else name, table)
        if whose:
            connection.execute(whose)
    for name, path in holding.files.items():
        whose = _whose(name, holding)
        try:
            rows = connection.read_parquet(_literal(str(path)))
        except duckdb.Error:
            raise schema.damaged(name) from None
        rows.create_view(f"{name}{_AS_CAME}" if whose else name)
        if whose:
            connection.execute(whose)


def _whose(name: str, holding: Holding) -> str:
    """Return the SQL of a table whose lines are somebody else's than they say; else nothing."""
    assigned = [one for one in holding.assigned if one.table == name]
    if name not in PEOPLED or not (holding.merged or assigned):
        return ""
    customer = f"coalesce({_SAME}.counts_as, customer_id)" if holding.merged else "customer_id"
    for one in reversed(assigned):  # what was said first holds
        value = _quoted(one.value) if one.value else "NULL"
        customer = (
            f"CASE WHEN customer_id IS NULL AND {_identifier(one.column)} IS NOT DISTINCT FROM"
            f" {value} THEN {_quoted(holding.merged.get(one.customer, one.customer))}"
            f" ELSE {customer} END"
        )
    same = f" LEFT JOIN {_SAME} ON customer_id = {_SAME}.id" if holding.merged else ""
    came = _identifier(f"{name}{_AS_CAME}")
    return (
        f"CREATE TEMP VIEW {name} AS SELECT {came}.* REPLACE ({customer} AS customer_id)"  # noqa: S608 - quoted
        f" FROM {came}{same}"
    )


def _literal(path: str) -> str:
    """Return the pattern that means just this path: DuckDB reads «Client [old]» as a pattern."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def stored(path: Path, most: int, tables: int) -> Iterator[tuple[str, pa.Table, list[str]]]:
    """Yield tables of a client's own DuckDB file, at most so many and so many rows of each.

    Tables without rows are passed over. With each come the names of those that are too many.

    The file is opened to be read only and locked as every connection is: nothing in it can reach
    another file or the network.
    """
    damaged = WorkbenchError(
        "The database is damaged, in use, or of another version of DuckDB",
        then="Close it where it is open, or export its tables as Parquet.",
    )
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"memory_limit": "2GB"})
    except (duckdb.Error, OSError):
        raise damaged from None
    try:
        for setting in _SETTINGS:
            connection.execute(f"SET {setting}")
        found = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' ORDER BY ALL"
        ).fetchall()
        places = [(name, f"{_identifier(within)}.{_identifier(name)}") for within, name in found]
        filled = [
            (name, place)
            for name, place in places
            if connection.execute(f"SELECT 1 FROM {place} LIMIT 1").fetchone()  # noqa: S608 - quoted
        ]
        left = [name for name, _ in filled[tables:]]
        for name, place in filled[:tables]:
            rows = connection.execute(f"SELECT * FROM {place} LIMIT {most}")  # noqa: S608 - quoted
            yield name, rows.to_arrow_table(), left
    except (duckdb.Error, pa.ArrowException):
        raise damaged from None
    finally:
        connection.close()


def store(path: Path, tables: Iterable[tuple[str, pa.RecordBatchReader]]) -> None:
    """Write tables, each named, into a new DuckDB file, a batch at a time."""
    connection = duckdb.connect(str(path), config={"memory_limit": "2GB"})
    try:
        for name, batches in tables:
            connection.from_arrow(batches).create(_identifier(name))
    finally:
        connection.close()


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def _scratch() -> str:
    """One private temporary folder per process for what does not fit in memory."""
    folder = tempfile.TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name
