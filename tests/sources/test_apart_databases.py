"""Files of SQLite, DuckDB and Parquet give their tables, ids as they are, up to a limit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hostile_files import (
    CREATE,
)

from workbench.sources.together import take


def test_a_sqlite_file_gives_its_tables(tmp_path: Path) -> None:
    """Text ids keep their zeros; a table nothing is known of is left out; views aren't run."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE orders (customer TEXT, order_date TEXT, amount REAL)")
        rows = [("007", "2024-01-31", 5.5), (None, "2024-02-01", 2)]
        made.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        made.execute("CREATE TABLE genre (id INTEGER, name TEXT)")
        made.execute("INSERT INTO genre VALUES (1, 'Rock')")
        made.execute("CREATE VIEW endless AS SELECT * FROM orders, orders AS o")
    made.close()
    ledger, report = take([path])
    assert ledger.frame("sales")["customer_id"].fillna("").tolist() == ["007", ""]
    assert ledger.frame("sales")["amount"].tolist() == [5.5, 2]
    assert report.unused == ("shop.db:genre:id", "shop.db:genre:name")


def test_a_duckdb_file_gives_its_tables(tmp_path: Path) -> None:
    """With the types it holds."""
    path = tmp_path / "house.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute(
            "CREATE TABLE sales AS SELECT '01' AS customer, DATE '2024-01-31' AS sold,"
            " 9.5::DECIMAL(9, 2) AS amount"
        )
    ledger, _ = take([path])
    row = ledger.frame("sales").iloc[0]
    assert (row["customer_id"], row["amount"], str(row["date"].date())) == ("01", 9.5, "2024-01-31")


def test_large_whole_numbers_stay_the_ids_they_are(tmp_path: Path) -> None:
    """Beyond 2⁵³ they differ by less than a fraction can tell; whatever the file's kind."""
    ids = [9007199254740993, 9007199254740992]
    files = [tmp_path / name for name in ("a.sqlite", "b.duckdb", "c.parquet")]
    with sqlite3.connect(files[0]) as lite:
        lite.execute("CREATE TABLE sales (customer INTEGER, sold_on TEXT, amount REAL)")
        lite.executemany("INSERT INTO sales VALUES (?, '2024-01-31', 1)", [(one,) for one in ids])
    lite.close()
    with duckdb.connect(str(files[1])) as duck:
        duck.execute(
            "CREATE TABLE sales AS SELECT unnest(?)::DECIMAL(20, 0) AS customer,"
            " DATE '2024-02-01' AS sold, 1.5::DECIMAL(9, 2) AS amount, INTERVAL 1 DAY AS lasted",
            [ids],
        )
        duck.execute(f"COPY sales TO '{files[2]}' (FORMAT parquet)")
    for file in files:
        ledger, _ = take([file])
        assert ledger.frame("sales")["customer_id"].tolist() == [str(one) for one in ids]


def test_a_parquet_file_with_a_large_number_nobody_uses_is_read(tmp_path: Path) -> None:
    """The columns that matter are read as ever."""
    rows = {"customer": ["A"], "date": ["2024-01-31"], "amount": [2], "hash": [2**60 + 1]}
    pq.write_table(pa.table(rows), tmp_path / "sales.parquet")
    ledger, report = take([tmp_path / "sales.parquet"])
    assert ledger.frame("sales")["amount"].tolist() == [2]
    assert report.unused == ("sales.parquet:hash",)


def test_tables_beyond_the_limit_are_named(tmp_path: Path) -> None:
    """Tables without rows don't count."""
    path = tmp_path / "many.db"
    with sqlite3.connect(path) as made:
        for number in range(202):
            made.execute(CREATE.replace("sales", f"sales{number:03}"))
            if number != 7:
                row = f"INSERT INTO sales{number:03} VALUES ('A', '2024-01-31', ?)"  # noqa: S608 - ours
                made.execute(row, [number])
    made.close()
    _, report = take([path])
    assert report.tables["sales"].rows_kept == 200
    assert report.notes == ("many.db:sales000: its first 200 tables are read; not «sales201».",)


def test_tables_of_duckdb_beyond_the_limit_are_named(tmp_path: Path) -> None:
    """As those of SQLite are."""
    path = tmp_path / "many.duckdb"
    with duckdb.connect(str(path)) as made:
        for number in range(202):
            made.execute(CREATE.replace("sales", f"sales{number:03}"))
            if number != 7:
                row = f"INSERT INTO sales{number:03} VALUES ('A', '2024-01-31', ?)"  # noqa: S608 - ours
                made.execute(row, [number])
    _, report = take([path])
    assert report.tables["sales"].rows_kept == 200
    assert report.notes == ("many.duckdb:sales000: its first 200 tables are read; not «sales201».",)
