"""The ledger keeps what it is given, typed; refuses what it can't keep; and is locked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench.errors import WorkbenchError
from workbench.sources.ledger import Ledger
from workbench.sources.schema import ARROW, TABLES


def sales(**columns: object) -> pd.DataFrame:
    """Two lines of sales, with some columns replaced or added."""
    lines: dict[str, object] = {
        "customer_id": ["00123", None],
        "date": [dt.date(2024, 1, 31), dt.date(2024, 2, 29)],
        "amount": [10, -2.5],
    }
    return pd.DataFrame({**lines, **columns})


def test_every_table_has_its_columns_and_types_even_when_it_was_not_given() -> None:
    """A table that was not given is empty but typed, and is not among the given ones."""
    ledger = Ledger.from_frames(sales=sales())
    assert ledger.given == {"sales"}
    for name, columns in TABLES.items():
        read = ledger.table(name).to_pyarrow().schema
        assert {c: read.field(c).type for c in read.names} == {
            c: ARROW[kind] for c, kind in columns.items()
        }
        assert list(ledger.frame(name).columns) == list(columns)
    assert len(ledger.frame("time")) == 0


def test_written_and_opened_it_is_the_same(tmp_path: Path) -> None:
    """Parquet there and back changes nothing, in a folder whose name looks like a pattern."""
    folder = tmp_path / "Client's [old] *files*"
    customers = pd.DataFrame(
        {"customer_id": ["00123"], "name": ["Ærø"], "staff": [12], "vip": ["x"]}
    )
    made = Ledger.from_frames(sales=sales(), customers=customers)
    made.write(folder)
    opened = Ledger.open(folder)
    assert opened.given == made.given
    for name in TABLES:
        pd.testing.assert_frame_equal(made.frame(name), opened.frame(name))
        assert made.table(name).to_pyarrow().equals(opened.table(name).to_pyarrow())


def test_writing_again_leaves_no_table_of_before(tmp_path: Path) -> None:
    """What the new ledger was not given is gone from the folder, and no half file is left."""
    rates = pd.DataFrame({"person": ["Ada"], "cost_per_hour": [80]})
    Ledger.from_frames(sales=sales(), rates=rates).write(tmp_path)
    Ledger.from_frames(rates=rates).write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["rates.parquet"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([17850, 12], ["17850", "12"]),
        ([17850.0, np.nan], ["17850", None]),
        (["17850.0", "12.0"], ["17850", "12"]),
        (["17850.0", "00012"], ["17850.0", "00012"]),
        ([" A 1 ", "   "], ["A 1", None]),
        ([1.5, 2.0], ["1.5", "2"]),
        (["A", 7], ["A", "7"]),
    ],
)
def test_ids_are_trimmed_text(given: list[object], kept: list[str | None]) -> None:
    """An id keeps its zeros and loses ``.0`` only where every id of the column has it."""
    ledger = Ledger.from_frames(sales=sales(customer_id=given))
    assert ledger.table("sales").customer_id.to_pyarrow().to_pylist() == kept


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-01-31", "2024-02-29 23:59:00"],
        pd.to_datetime(["2024-01-31 12:00", "2024-02-29 23:30"]).tz_localize("Europe/Helsinki"),
        [dt.datetime(2024, 1, 31, 9), dt.datetime(2024, 2, 29, 9)],  # noqa: DTZ001 naive on purpose
    ],
)
def test_dates_come_as_dates_times_or_iso_text(dates: object) -> None:
    """A time of day is dropped, in its own time zone."""
    ledger = Ledger.from_frames(sales=sales(date=dates))
    kept = ledger.table("sales").date.to_pyarrow().to_pylist()
    assert kept == [dt.date(2024, 1, 31), dt.date(2024, 2, 29)]


def test_a_name_stands_in_for_an_id() -> None:
    """Without an id column the trimmed name is the id, and sales with names make customers."""
    lines = sales(name=[" Ada ", "Bo"]).drop(columns="customer_id")
    ledger = Ledger.from_frames(sales=lines)
    assert list(ledger.frame("sales")["customer_id"]) == ["Ada", "Bo"]
    assert list(ledger.frame("customers")["name"]) == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({"sales": sales().drop(columns="amount")}, "no column «amount»"),
        ({"sales": sales(amount=[1, None])}, "1 row with no amount"),
        ({"sales": sales(amount=["1", "many"])}, "no number"),
        ({"sales": sales(amount=[1, float("inf")])}, "infinite"),
        ({"sales": sales(date=["2024-01-31", "31.2.2024"])}, "no date"),
        ({"sales": sales(date=[1, 2])}, "no date"),
        ({"sales": sales(amount=[[1], [2]])}, "no number"),
        ({"customers": pd.DataFrame({"customer_id": ["a", "a "]})}, "«a»"),
        ({"customers": pd.DataFrame({"name": [None]})}, "no customer_id"),
        ({"events": pd.DataFrame({"customer_id": ["a"], "kind": ["gift"]})}, "«date»"),
    ],
)
def test_what_it_cannot_keep_is_refused_in_a_sentence(
    tables: dict[str, pd.DataFrame], sentence: str
) -> None:
    """A missing column, a missing value, a wrong type, two rows of one id: each is said."""
    with pytest.raises(WorkbenchError, match=sentence):
        Ledger.from_frames(**tables)


def test_decimals_and_categories_are_taken() -> None:
    """What other tools give for money and words is read as such."""
    lines = sales(amount=[Decimal("1.10"), Decimal("2.20")], product=pd.Categorical(["a", "b"]))
    frame = Ledger.from_frames(sales=lines).frame("sales")
    assert list(frame["amount"]) == [1.1, 2.2]
    assert list(frame["product"]) == ["a", "b"]


def test_an_arrow_table_is_taken_as_it_is() -> None:
    """Arrow in, Arrow kept: intake hands over whole columns."""
    table = pa.Table.from_pandas(sales())
    assert Ledger.from_frames(sales=table).table("sales").count().to_pyarrow().as_py() == 2


def test_a_damaged_or_absent_ledger_is_said(tmp_path: Path) -> None:
    """No traceback for a folder that holds none, or holds rubbish."""
    with pytest.raises(WorkbenchError, match="no ledger"):
        Ledger.open(tmp_path)
    (tmp_path / "sales.parquet").write_bytes(b"rubbish")
    with pytest.raises(WorkbenchError, match="damaged"):
        Ledger.open(tmp_path).frame("sales")
    with pytest.raises(WorkbenchError, match="damaged"):
        Ledger.open(tmp_path).table("sales")
    with pytest.raises(WorkbenchError, match="«invoices»"):
        Ledger.open(tmp_path).table("invoices")


@pytest.mark.parametrize("through_ibis", [True, False])
@pytest.mark.parametrize("written", [True, False])
def test_the_connection_reads_nothing_but_the_ledger(
    tmp_path: Path, written: bool, through_ibis: bool
) -> None:
    """Other files, writing, attaching, extensions and settings are denied."""
    secret = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), secret)
    ledger = Ledger.from_frames(sales=sales())
    if written:
        ledger.write(tmp_path / "ledger")
        ledger = Ledger.open(tmp_path / "ledger")
    raw = ledger.backend.con if through_ibis else ledger.connection
    for statement in (
        f"FROM read_parquet('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'out.duckdb'}'",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('https://localhost/x.csv')",
        "SET enable_external_access = true",
        "SET threads = 1",
    ):
        with pytest.raises(duckdb.Error):
            raw.execute(statement)
    assert ledger.table("sales").count().to_pyarrow().as_py() == 2


def test_empty_frames_with_columns_are_tables_without_rows() -> None:
    """Pandas says of none of their columns what it holds."""
    columns = ["customer_id", "date", "amount", "higher_margin", "note"]
    ledger = Ledger.from_frames(sales=pd.DataFrame(columns=columns))
    assert ledger.given == {"sales"}
    assert list(ledger.frame("sales")[columns]) == columns
    assert len(ledger.frame("sales")) == 0
