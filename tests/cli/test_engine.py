"""A database by its address: copied into a folder, or summed up where it is; no secret stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd
import pytest

from workbench.cli import main
from workbench.sources import connections, warehouse

CUSTOMERS = [("001", "Alder", 12), ("002", "Birch", 7), ("003", "Cedar", 3)]
BILLS = [
    ("001", "2026-01-31 08:00:00", 100.5, "EUR", "i1"),
    ("001", "2026-03-31 08:00:00", 50.25, "USD", "i2"),
    (" 002 ", "2026-02-28 08:00:00", 300.0, "EUR", "i3"),
    ("002", None, 1.0, "EUR", "i4"),
    (None, "2026-03-01 08:00:00", 12.5, "EUR", "i5"),
]
HOURS = [("Ann", "2026-01-05", 2.5, "001"), ("Bo", "2026-02-05", 1.0, "003")]
MADE = """
CREATE TABLE customers (customer_id TEXT, name TEXT, employees INTEGER);
CREATE TABLE invoices
    (customer_id TEXT, invoice_date TIMESTAMP, net_amount DOUBLE, currency TEXT, invoice_no TEXT);
CREATE TABLE hours (person TEXT, date TEXT, hours DOUBLE, customer_id TEXT);
CREATE TABLE artists (name TEXT);
INSERT INTO artists VALUES ('Elm')
"""
RATE = ("--rate", "USD=0.8", "--currency", "EUR")


@pytest.fixture(params=["sqlite", "duckdb"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a small shop's database."""
    return _made(tmp_path, request.param)


@pytest.fixture
def duck(tmp_path: Path) -> str:
    """Return the address of the same shop on an engine that can sum up."""
    return _made(tmp_path, "duckdb")


def _made(folder: Path, engine: str) -> str:
    file = folder / f"shop.{engine}"
    opened: Any = (sqlite3 if engine == "sqlite" else duckdb).connect(file)
    with closing(opened) as base:
        for statement in MADE.split(";"):
            base.execute(statement)
        base.executemany("INSERT INTO customers VALUES (?, ?, ?)", CUSTOMERS)
        base.executemany("INSERT INTO invoices VALUES (?, ?, ?, ?, ?)", BILLS)
        base.executemany("INSERT INTO hours VALUES (?, ?, ?, ?)", HOURS)
        base.commit()
    return f"{engine}://{file}?token=hush"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Return the function that runs one command and returns its code and all it said."""

    def run(*words: object) -> tuple[int, str]:
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_copied_and_summed_there_are_the_same(
    duck: str, tmp_path: Path, said: Callable[..., tuple[int, str]]
) -> None:
    """A folder of the copy measures what the database measures: 100.5 + 0.8 × 50.25 = 140.7."""
    code, told = said("new", tmp_path / "shop", "--engine", duck, *RATE)
    assert code == 0, told
    assert "shop.duckdb:invoices:net_amount" in told
    for name, more in (("here", ()), ("there", ("--engine", duck))):
        code, told = said("measure", tmp_path / "shop", "--out", tmp_path / f"{name}.csv", *more)
        assert code == 0, told
    assert "1 row left out, without date or amount" in told
    assert "artists" in told
    here, there = (pd.read_csv(tmp_path / f"{name}.csv", dtype=str) for name in ("here", "there"))
    pd.testing.assert_frame_equal(here, there)
    assert there.set_index("customer_id")["turnover"].astype(float).to_dict() == pytest.approx(
        {"001": 140.7, "002": 300.0, "003": 0.0}
    )
    assert there.set_index("customer_id")["hours"].astype(float).to_list() == [2.5, 0.0, 1.0]


def test_tables_are_copied_by_name(
    shop: str, tmp_path: Path, said: Callable[..., tuple[int, str]]
) -> None:
    """Named tables alone are copied, and mapped as sheets of a file are."""
    maps = ("--map", "shop.duckdb:customers:employees=customers.staff")
    code, told = said("new", tmp_path / "shop", "customers", "--engine", shop, *maps)
    assert (code, "customers.staff" in told, "invoices" in told) == (0, True, False)


def test_only_a_row_for_each_customer_travels(
    duck: str,
    tmp_path: Path,
    said: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten times the lines of one customer: no answer of the database has more rows for them."""
    assert said("new", tmp_path / "shop", "--engine", duck, *RATE)[0] == 0
    with closing(duckdb.connect(tmp_path / "shop.duckdb")) as base:
        base.executemany("INSERT INTO invoices VALUES (?, ?, ?, ?, ?)", BILLS[:1] * 50)
    answers: list[int] = []
    whole = ibis.expr.types.Table.to_pyarrow

    def counted(self: Any, **options: Any) -> Any:
        answer = whole(self, **options)
        answers.append(len(answer))
        return answer

    monkeypatch.setattr(ibis.expr.types.Table, "to_pyarrow", counted)
    out = tmp_path / "there.csv"
    assert said("measure", tmp_path / "shop", "--out", out, "--engine", duck)[0] == 0
    assert max(answers) <= len(CUSTOMERS) + 1  # and one for sales of nobody


def test_no_secret_of_an_address_is_kept_or_said(
    shop: str, tmp_path: Path, said: Callable[..., tuple[int, str]]
) -> None:
    """Neither the folder, nor what is printed, nor a message holds the token or the password."""
    folder = tmp_path / "made"
    _, told = said("new", folder, "--engine", shop, *RATE)
    kept = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"hush" not in kept
    _, more = said("new", tmp_path / "b", "--engine", "postgres://anna:hush@127.0.0.1:1/shop")
    assert "hush" not in told + more


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("anna:hush@db/shop", "This is no address of a database"),
        ("ftp://db/shop", "This is no address of a database"),
        ("duckdb:///no/such.duckdb", "There is no such file"),
        ("sqlite:///no/such.sqlite", "There is no such file"),
        ("postgres://anna:hush@127.0.0.1:1/shop", "shop|The driver for postgres"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence(
    address: str, sentence: str, tmp_path: Path, said: Callable[..., tuple[int, str]]
) -> None:
    """One line, code 2, no folder."""
    code, told = said("new", tmp_path / "shop", "--engine", address)
    assert (code, told.count("\n"), (tmp_path / "shop").exists()) == (2, 1, False)
    assert any(part in told for part in sentence.split("|"))
    assert "hush" not in told


def test_what_cannot_be_asked_is_refused_in_a_sentence(
    duck: str,
    tmp_path: Path,
    said: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table that isn't there, one too large to copy, and none with the files' columns."""
    folder, out = tmp_path / "shop", tmp_path / "out.csv"
    assert "no table «bills»" in said("new", folder, "bills", "--engine", duck)[1]
    monkeypatch.setattr(warehouse, "MOST_ROWS", 4)
    assert "«invoices» has 5 rows, too many to copy" in said("new", folder, "--engine", duck)[1]
    monkeypatch.undo()
    book = tmp_path / "book.csv"
    book.write_text("Who,Day,Net\nA,2026-01-31,5\nB,2026-02-28,6\nA,2026-03-01,7\n")
    assert said("new", folder, book)[0] == 0
    code, told = said("measure", folder, "--out", out, "--engine", duck)
    assert (code, out.exists()) == (2, False)
    assert "No table there has the columns" in told
    file = _made(tmp_path, "sqlite")
    assert "it has no median" in said("measure", folder, "--out", out, "--engine", file)[1]


def test_a_database_is_only_read(shop: str) -> None:
    """Nothing can be written through the connection."""
    backend = connections.reach(shop)
    with pytest.raises((sqlite3.Error, duckdb.Error)):
        backend.con.execute("DELETE FROM invoices")
