"""Quotes, drafts and what is void are no sales; credit notes are taken off, sign or no sign."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from workbench.sources.remembered import Remembered
from workbench.sources.standing import standing
from workbench.sources.together import take
from workbench.sources.warehouse import summed_there

BILLS = """Number,Type,Status,Customer,Date,Net
1001,Invoice,Paid,Alder,2024-01-05,100.00
1002,Invoice,Paid,Birch,2024-01-15,200.00
1003,Invoice,Sent,Cedar,2024-02-05,300.00
1004,Credit note,Paid,Alder,2024-02-07,50.00
1005,Invoice,Voided,Birch,2024-03-05,999.00
1006,Invoice,Draft,Cedar,2024-03-09,777.00
1007,Invoice,,Dogwood,2024-04-05,400.00
1008,Quote,Sent,Elm,2024-04-06,5000.00
"""
"""950 sold: 100 + 200 + 300 − 50 + 400. Elm only asked for a price."""


def written(folder: Path, text: str) -> Path:
    """Write a file of sales."""
    path = folder / "bills.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_only_sales_count_and_credit_notes_are_taken_off(tmp_path: Path) -> None:
    ledger, report = take([written(tmp_path, BILLS)])
    sales, counts = ledger.frame("sales"), report.tables["sales"]
    assert sales["amount"].tolist() == [100, 200, 300, -50, 400]
    assert (counts.rows_read, counts.rows_kept, counts.rows_set_aside) == (8, 5, 3)
    assert counts.amount_kept == 950
    assert [(row.line, row.column, row.reason) for row in report.set_aside] == [
        (6, "Status", "«Status» is «Voided»: no sale"),
        (7, "Status", "«Status» is «Draft»: no sale"),
        (9, "Type", "«Type» is «Quote»: no sale"),
    ]
    assert "bills.csv, «Type»: 1 credit note, 50.00, taken off, though without a minus." in (
        report.notes
    )
    names = set(ledger.frame("customers")["name"])
    assert names == {"Alder", "Birch", "Cedar", "Dogwood"}, "who only got a quote bought nothing"


def test_credit_notes_with_a_minus_stay_as_they_are(tmp_path: Path) -> None:
    ledger, report = take([written(tmp_path, BILLS.replace(",50.00", ",-50.00"))])
    assert ledger.frame("sales")["amount"].sum() == 950
    assert not any("credit note" in note for note in report.notes)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Tila", ("Maksettu", "Mitätöity", "Luonnos")),
        ("Status", ("Betalt", "Annulleret", "Kladde")),
        ("Status", ("Bezahlt", "storniert", "Entwurf")),
        ("Cancelled", ("no", "yes", "yes")),
        ("Void", ("", "x", "x")),
    ],
)
def test_every_language_and_plain_flags_say_it(
    tmp_path: Path, column: str, words: tuple[str, str, str]
) -> None:
    fine, *dead = words
    rows = [f"C{n},2024-01-0{n + 1},10,{fine}" for n in range(4)]
    rows += [f"C9,2024-02-01,99,{word}" for word in dead]
    text = "\n".join([f"Customer,Date,Amount,{column}", *rows])
    ledger, report = take([written(tmp_path, text)])
    assert ledger.frame("sales")["amount"].tolist() == [10] * 4
    assert report.tables["sales"].rows_set_aside == 2


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Status", ("Gold", "Silver", "Gold", "Void")),  # what sort of customer
        ("Type", ("Order", "Order", "Order", "Order")),  # a shop that knows nothing else
        ("Contract status", ("Paid", "Cancelled", "Paid", "Cancelled")),  # not of the sale
    ],
)
def test_a_column_that_says_something_else_refuses_nothing(
    tmp_path: Path, column: str, words: tuple[str, ...]
) -> None:
    rows = [f"C{n},2024-01-0{n + 1},10,{word}" for n, word in enumerate(words)]
    text = "\n".join([f"Customer,Date,Amount,{column}", *rows])
    assert len(take([written(tmp_path, text)])[0].frame("sales")) == 4


def test_a_person_may_say_that_it_means_nothing(tmp_path: Path) -> None:
    """Left out, as everything counts; taken as the region, it is that and nothing else."""
    file = written(tmp_path, BILLS)
    maps = ("bills.csv:Status=sales.region", "bills.csv:Type=sales.product")
    ledger, _ = take([file], maps)
    assert len(ledger.frame("sales")) == 8


def test_a_database_says_the_same(tmp_path: Path) -> None:
    """Asked where it is, the table has the sales and customers of the file."""
    file = written(tmp_path, BILLS)
    ledger, report = take([file])
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as made:
        made.execute(f"CREATE TABLE bills AS FROM read_csv('{file}')")
    known = Remembered().with_report(report, {})
    there, notes = summed_there(f"duckdb://{tmp_path / 'shop.duckdb'}", known, "EUR")
    sales = there.table("sales").to_pyarrow().to_pandas().sort_values("date")
    assert sales["amount"].tolist() == ledger.frame("sales")["amount"].tolist()
    customers = set(there.table("customers").to_pyarrow()["name"].to_pylist())
    assert customers == set(ledger.frame("customers")["name"])
    assert "shop.duckdb, table bills: 3 rows left out, being no sales by kind or status." in notes


def test_sales_with_the_sign_of_bookkeeping_are_said(tmp_path: Path) -> None:
    rows = [f"C{n},2024-01-{n + 1:02},-{n + 5}" for n in range(12)]
    _, report = take([written(tmp_path, "\n".join(["Customer,Date,Amount", *rows]))])
    assert any("12 of 12 amounts are below zero" in note for note in report.notes)


def test_a_word_nobody_knows_is_a_sale_until_somebody_says_otherwise() -> None:
    assert standing("status", "Status", "on the lorry") == ""
    assert standing("document", "Type", "CREDIT_NOTE") == "credit"
