"""What two sheets or files state in different ways counts once, and the fuller one stays."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sources.again import together
from workbench.sources.ledger import Ledger
from workbench.sources.restated import restated
from workbench.sources.schema import conform
from workbench.sources.together import take

DAYS = ("2024-01-05", "2024-02-06", "2024-03-07", "2024-04-08")
LINES = pd.DataFrame(
    [
        (f"N{n}", customer, day, product, 100.0 * n + of)
        for n, (customer, day) in enumerate(zip("ABCA", DAYS, strict=True), 1)
        for of, product in enumerate(("Oil", "Wax", "Tar"))
    ],
    columns=["invoice", "customer", "date", "product", "amount"],
)
TOTALS = LINES.groupby("invoice", as_index=False).agg(
    customer=("customer", "first"), date=("date", "first"), amount=("amount", "sum")
)
NET = LINES["amount"].sum()


def book(path: Path, **sheets: pd.DataFrame) -> Path:
    """Write a workbook with these sheets."""
    with pd.ExcelWriter(path) as file:
        for name, frame in sheets.items():
            frame.to_excel(file, sheet_name=name, index=False)
    return path


def files(folder: Path, **frames: pd.DataFrame) -> list[Path]:
    """Write a CSV file for each frame."""
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    return [folder / f"{name}.csv" for name in frames]


@pytest.mark.parametrize("totals_first", [True, False])
@pytest.mark.parametrize("apart", [True, False])
def test_invoices_in_total_beside_their_lines_count_once(
    tmp_path: Path, totals_first: bool, apart: bool
) -> None:
    """Both come to 3,012; counted twice, every customer would be worth the double."""
    due = TOTALS.assign(due_date="2024-12-24")
    sheets = {"Invoices": due, "Lines": LINES}
    sheets = sheets if totals_first else dict(reversed(sheets.items()))
    given_ = files(tmp_path, **sheets) if apart else [book(tmp_path / "b.xlsx", **sheets)]
    ledger, report = take(given_)
    sales, counts = ledger.frame("sales"), report.tables["sales"]
    assert (len(sales), sales["amount"].sum()) == (12, NET)
    assert (counts.rows_read, counts.rows_kept, counts.rows_again) == (16, 12, 4)
    assert (counts.amount_read, counts.amount_kept) == (2 * NET, NET)
    assert set(sales["due_on"]) == {pd.Timestamp("2024-12-24")}, "the lines learn from the total"
    one, many = ("Invoices.csv", "Lines.csv") if apart else ("b.xlsx:Invoices", "b.xlsx:Lines")
    assert f"{one}: 4 rows of sales that {many} states line by line, counted once." in report.notes


@pytest.mark.parametrize("invoiced", [True, False])
@pytest.mark.parametrize("apart", [True, False])
def test_the_same_lines_in_other_columns_count_once(
    tmp_path: Path, invoiced: bool, apart: bool
) -> None:
    whole = LINES if invoiced else LINES.drop(columns="invoice")
    short = whole.drop(columns="product").assign(cost=7)
    sheets = {"Short": short.rename(columns={"cost": "direct cost"}), "All": whole}
    ledger, report = take(
        files(tmp_path, **sheets) if apart else [book(tmp_path / "b.xlsx", **sheets)]
    )
    sales = ledger.frame("sales")
    assert (len(sales), sales["amount"].sum()) == (12, NET)
    assert Counter(sales["product"]) == {"Oil": 4, "Wax": 4, "Tar": 4}
    assert set(sales["direct_cost"]) == {7.0}, "what only the poorer row knew is kept"
    assert report.tables["sales"].rows_again == 12


def test_totals_with_vat_give_way_to_lines_without(tmp_path: Path) -> None:
    gross = TOTALS.assign(amount=(TOTALS["amount"] * 1.24).round(2))
    ledger, report = take([book(tmp_path / "b.xlsx", Invoices=gross, Lines=LINES)])
    assert ledger.frame("sales")["amount"].sum() == NET
    assert (
        "b.xlsx:Invoices: 4 rows of sales that b.xlsx:Lines states line by line without 24 % VAT, "
        "counted once." in report.notes
    )


def test_totals_that_are_something_else_are_kept_and_said(tmp_path: Path) -> None:
    other = TOTALS.assign(amount=[10, 2000, 3, 40])
    ledger, report = take([book(tmp_path / "b.xlsx", Invoices=other, Lines=LINES)])
    assert ledger.frame("sales")["amount"].sum() == NET + 2053
    assert (
        "b.xlsx:Invoices: 4 invoices in total, 2,053, whose lines in b.xlsx:Lines come to 3,012: "
        "both count. If they are the same sales, leave one of them out." in report.notes
    )


def test_credit_notes_that_name_their_invoice_are_sales_of_their_own(tmp_path: Path) -> None:
    credit = TOTALS[:2].assign(amount=[-50, -60])
    ledger, _ = take([book(tmp_path / "b.xlsx", Lines=LINES, Credit=credit)])
    assert ledger.frame("sales")["amount"].sum() == NET - 110


def test_a_charge_that_is_as_much_as_a_line_by_chance_stays(tmp_path: Path) -> None:
    """Of four charges for freight one is the price of the wax."""
    freight = TOTALS.assign(amount=[101, 15, 15, 15])
    assert 101 in set(LINES["amount"])
    ledger, _ = take([book(tmp_path / "b.xlsx", Lines=LINES, Freight=freight)])
    assert ledger.frame("sales")["amount"].sum() == NET + 146


def test_two_tills_that_sold_alike_once_keep_both(tmp_path: Path) -> None:
    """Without invoices one equal line proves nothing, in whatever columns; the note says it."""
    till = LINES[:4].drop(columns=["invoice", "product"])
    till = till.assign(amount=[till["amount"][0], 5.0, 6.0, 7.0])
    ledger, report = take(files(tmp_path, shop=LINES.drop(columns="invoice"), till=till))
    assert len(ledger.frame("sales")) == 16
    assert any(note.startswith("till.csv: 1 row of sales that shop.csv") for note in report.notes)


def test_next_quarters_file_of_totals_repeats_no_line() -> None:
    """Of five invoices four are known line by line: one is new, four are the same."""
    names = {"invoice": "invoice_id", "customer": "customer_id"}
    more = pd.DataFrame([("N5", "B", "2024-05-09", 77.0)], columns=list(TOTALS))
    old = Ledger.from_frames(sales=LINES.rename(columns=names))
    new = Ledger.from_frames(sales=pd.concat([TOTALS, more]).rename(columns=names))
    whole, counts = together(old, new)
    assert whole.frame("sales")["amount"].sum() == NET + 77
    assert counts["sales"].to_json() == {"new": 1, "changed": 0, "same": 4}
    whole, counts = together(new, old)
    assert whole.frame("sales")["amount"].sum() == NET + 77
    assert counts["sales"].to_json() == {"new": 8, "changed": 4, "same": 0}


def test_next_quarters_totals_in_doubt_are_said() -> None:
    names = {"invoice": "invoice_id", "customer": "customer_id"}
    old = Ledger.from_frames(sales=LINES.rename(columns=names))
    new = Ledger.from_frames(sales=TOTALS.assign(amount=[10, 2000, 3, 40]).rename(columns=names))
    _, counts = together(old, new)
    assert counts["sales"].notes("may.csv")[-1] == (
        "may.csv: these files: 4 invoices in total, 2,053, whose lines in what was here come to "
        "3,012: both count. If they are the same sales, leave one of them out."
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from("123"),
        st.sampled_from(["Oil", "Wax", "Tar"]),
        st.integers(1, 9000).map(lambda cents: cents / 100),
    ),
    min_size=4,
    max_size=15,
)


@given(ROWS, st.booleans(), st.booleans())
def test_nothing_is_counted_twice_and_nothing_is_lost(
    rows: list[tuple[str, str, float]], in_total: bool, turned: bool
) -> None:
    """Whatever a second unit repeats of the first, the lines stay as they were."""
    lines = pd.DataFrame(rows, columns=["invoice_id", "product", "amount"])
    lines = lines.assign(customer_id="C" + lines["invoice_id"], date=date(2024, 1, 1))
    second = lines.drop(columns="product")
    if in_total:
        second = second.groupby(["invoice_id", "customer_id", "date"], as_index=False).sum()
        several = lines.groupby("invoice_id")["amount"].transform("size") > 1
        second = second[second["invoice_id"].isin(lines["invoice_id"][several])]
    units = [("lines", conform("sales", lines))]
    if len(second):
        units.insert(0 if turned else 1, ("again", conform("sales", second)))
    stated, notes, doubts = restated("sales", units)
    kept = pd.concat([one.rows.to_pandas() for one in stated])
    assert sorted(kept["amount"]) == sorted(lines["amount"])
    assert kept["product"].notna().all()
    assert sum(one.out for one in stated) == len(second)
    assert (len(notes), doubts) == (len(second) > 0, [])
