"""A database's tables become what a file of the same rows becomes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.csv as pc
import pytest

from workbench.sources.expressions import Expressed
from workbench.sources.money import Money
from workbench.sources.remembered import Remembered
from workbench.sources.together import take
from workbench.sources.warehouse import summed_there

IDS = ("Ada", "Nan", " NULL ", "nan", "N/A", "#N/A", "-", "(blank)", "", None)
SALES = pa.table({"customer": IDS, "date": ["2024-01-31"] * 10, "amount": [2.0] * 10})


def test_what_programs_write_for_nobody_is_nobody_there_too(tmp_path: Path) -> None:
    """Ada and Nan buy; the sales of the others stay, unidentified, and a note counts them."""
    pc.write_csv(SALES, tmp_path / "sales.csv")
    filed, report = take([tmp_path / "sales.csv"])
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as made:
        made.register("given", SALES)
        made.execute("CREATE TABLE sales AS SELECT * REPLACE (date::DATE AS date) FROM given")
    known = Remembered().with_report(report, {})
    ledger, notes = summed_there(f"duckdb://{tmp_path / 'shop.duckdb'}", known, "EUR")
    found = [id_ or "" for id_ in ledger.table("sales").to_pyarrow()["customer_id"].to_pylist()]
    assert found == ["Ada", "Nan"] + [""] * 8
    assert filed.frame("sales")["customer_id"].fillna("").tolist() == found
    assert notes == ("shop.duckdb, table sales, «customer»: 6 rows taken for an empty cell.",)


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
def test_nobody_can_be_said_to_every_engine(engine: str) -> None:
    """As a condition on words, which every SQL has."""
    table = ibis.memtable(SALES)
    columns = {"customer_id": "customer", "date": "date", "amount": "amount"}
    rows = Expressed(table, columns, "sales", Money()).of("sales")
    assert "'(blank)'" in str(ibis.to_sql(rows.select("customer_id"), dialect=engine))
