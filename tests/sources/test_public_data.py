"""All public data becomes an engagement, and its totals are those found by other means."""

from __future__ import annotations

import csv
import gzip
import io
import os
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.sources.report import Report
from workbench.sources.schema import conform

SHARED = Path(
    os.environ.get("WORKBENCH_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")
)


def made(
    tmp_path: Path, *names: str, maps: tuple[str, ...] = (), **options: str
) -> tuple[Engagement, Report]:
    """Make an engagement of public files, or skip where they are not there."""
    files = [SHARED / name for name in names]
    for file in files:
        if not file.is_file():
            pytest.skip(f"public data is not here: {file.name}")
    engagement, report = Engagement.create(
        tmp_path / "client", files, maps=maps, window="all", **options
    )
    for counts in report.tables.values():
        assert counts.rows_read == counts.rows_kept + counts.rows_set_aside
    for name in engagement.ledger.given:  # what was read is settled: doing it again changes nothing
        table = engagement.ledger.table_of(name)
        assert conform(name, table).equals(table), name
    facts = engagement.facts(None, "all")
    if "sales" in report.tables:
        kept = report.tables["sales"].amount_kept
        assert facts.totals["window_amount"] == pytest.approx(kept, abs=0.005)
    engagement.store.close()
    return engagement, report


def dicts(name: str) -> list[dict[str, str]]:
    """Read a text as Python's csv does."""
    data = (SHARED / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_online_retail(tmp_path: Path) -> None:
    """541,909 lines, 135,080 without a customer, 9,288 cancellations."""
    engagement, report = made(tmp_path, "online_retail/online_retail.parquet")
    sales = report.tables["sales"]
    assert (sales.rows_kept, sales.unidentified_rows) == (541_909, 135_080)
    lines = engagement.ledger.table("sales")
    cancelled = lines.invoice_id.startswith("C").sum().to_pyarrow().as_py()
    raw = pq.read_table(SHARED / "online_retail/online_retail.parquet", columns=["InvoiceNo"])
    assert cancelled == 9_288 == sum(i.startswith("C") for i in raw["InvoiceNo"].to_pylist())


def test_cdnow(tmp_path: Path) -> None:
    """Fixed columns without names: 6,919 purchases of 2,357 customers, ids with their zeros."""
    columns = {"#1": "customer_id", "#3": "date", "#4": "quantity", "#5": "amount"}
    maps = tuple(f"CDNOW_sample.txt:{name}=sales.{to}" for name, to in columns.items())
    with pytest.raises(WorkbenchError, match="Which column is the customer"):
        made(tmp_path, "cdnow/CDNOW_sample.txt")
    engagement, report = made(tmp_path, "cdnow/CDNOW_sample.txt", maps=maps)
    assert report.tables["sales"].rows_kept == 6_919
    facts = engagement.facts(None, "all")
    assert len(facts) == 2_357
    assert "00004" in facts.frame.index
    rows = [line.split() for line in (SHARED / "cdnow/CDNOW_sample.txt").read_text().splitlines()]
    assert report.to_json()["tables"]["sales"]["amount_kept"] == float(
        sum(Decimal(row[4]) for row in rows if row)
    )


def test_chinook(tmp_path: Path) -> None:
    """A database of a shop: 412 invoices of 59 customers; artists and albums are left out."""
    engagement, report = made(tmp_path, "chinook/Chinook_Sqlite.sqlite")
    sales = report.tables["sales"]
    place = f"{(SHARED / 'chinook/Chinook_Sqlite.sqlite').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as shop:
        number, total = shop.execute("SELECT count(*), sum(Total) FROM Invoice").fetchone()
    assert sales.rows_kept == number == 412
    assert sales.amount_kept == pytest.approx(total)
    assert len(engagement.facts(None, "all")) == 59


def test_toggl(tmp_path: Path) -> None:
    """250 entries of a time tracker, beside a list of its clients."""
    listed = tmp_path / "clients.csv"
    raw = dicts("toggl/toggl-sample.csv") if (SHARED / "toggl").is_dir() else []
    listed.write_text("Client\n" + "\n".join(sorted({row["Client"] for row in raw} - {""})) + "\n")
    engagement, report = made(tmp_path, "toggl/toggl-sample.csv", str(listed))
    assert report.tables["time"].rows_kept == 250
    seconds = 0
    for row in raw:
        hours, minutes, rest = row["Duration"].split(":")
        seconds += int(hours) * 3600 + int(minutes) * 60 + int(rest)
    spent = engagement.ledger.table("time").hours.sum().to_pyarrow().as_py()
    assert spent == pytest.approx(seconds / 3600)


def test_complete_journey(tmp_path: Path) -> None:
    """Packed sales and the households behind some of them."""
    names = ("complete_journey/extra_transactions_sample.csv.gz",)
    engagement, report = made(tmp_path, *names, "complete_journey/extra_demographics.csv")
    total = sum(Decimal(row["sales_value"]) for row in dicts(names[0]))
    sales = report.to_json()["tables"]["sales"]
    assert (sales["rows_kept"], sales["amount_kept"]) == (75_000, float(total))
    assert len(engagement.ledger.frame("customers")) == 801


def test_telco_churn(tmp_path: Path) -> None:
    """Customers only: payment method and contract as attributes; blank totals stay blank."""
    engagement, _ = made(tmp_path, "telco_churn/Telco-Customer-Churn.csv")
    customers = engagement.ledger.frame("customers")
    assert len(customers) == 7_043
    assert customers["total_charges"].isna().sum() == 11
    assert {"payment_method", "contract", "tenure"} <= set(customers)


def test_quickbooks(tmp_path: Path) -> None:
    """Invoices in two currencies: refused without a rate; deleted ones are set aside."""
    names = tuple(f"quickbooks/{name}_data.csv" for name in ("invoice", "customer"))
    with pytest.raises(WorkbenchError, match="more than one currency"):
        made(tmp_path, *names)
    engagement, report = Engagement.create(
        tmp_path / "client",
        [SHARED / name for name in names],
        currency="USD",
        rates={"EUR": 1.1},
    )
    engagement.store.close()
    rows = [row for row in dicts(names[0]) if row["_fivetran_deleted"] != "TRUE"]
    assert report.tables["sales"].rows_kept <= len(rows)
    assert report.tables["sales"].rows_read == len(dicts(names[0]))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("hubspot/company_data.csv", 24),
        ("er_restaurants/zagats.csv", 331),
        ("er_restaurants/fodors.csv", 533),
    ],
)
def test_lists_of_customers(tmp_path: Path, name: str, rows: int) -> None:
    """Every row of a list is a customer."""
    engagement, report = made(tmp_path, name)
    assert report.tables["customers"].rows_kept == rows == len(engagement.ledger.frame("customers"))


def test_febrl(tmp_path: Path) -> None:
    """People with an id of their own kind: said once, all 1,000 are there."""
    maps = ("dataset1.csv:rec_id=customers.customer_id",)
    engagement, _ = made(tmp_path, "er_febrl/dataset1.csv", maps=maps)
    assert len(engagement.ledger.frame("customers")) == 1_000
