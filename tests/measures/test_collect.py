"""Sums per customer against numbers worked out by hand, and against pandas on public data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.measures.collect import collect
from workbench.sources.ledger import Ledger


def test_the_window_ends_on_the_last_sale_and_opens_a_year_before(worked: Ledger) -> None:
    """Domain 3: as-of defaults to the last sale's date, the window is (as-of − 12 months, as-of].

    A: 200 + 50 + 150 − 30 + 100 = 470 in the window; 4 × 100 in the window before.
    """
    facts = collect(worked)
    assert facts.as_of == date(2024, 12, 31)
    a = facts.frame.loc["A"]
    assert (a["turnover"], a["turnover_before"]) == (470, 400)
    assert (a["orders"], a["orders_before"]) == (3, 4)


def test_a_purchase_is_an_invoice_above_zero(worked: Ledger) -> None:
    """Domain 3: the credit note of −30 is turnover but no purchase; two lines are one invoice."""
    a = collect(worked).frame.loc["A"]
    assert a["monetary"] == 250 + 150 + 100
    assert (a["first"], a["last"]) == (pd.Timestamp(2023, 1, 15), pd.Timestamp(2024, 12, 31))


def test_the_typical_gap_is_the_median_between_purchase_days(worked: Ledger) -> None:
    """Gaps of A: 59, 92, 92, 139, 90, 244 days; their median is 92."""
    a = collect(worked).frame.loc["A"]
    assert (a["gaps"], a["typical_gap"]) == (6, 92)


def test_without_invoice_numbers_a_customer_and_day_is_a_purchase(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """Domain 3. The 1st: 5 − 5 = 0 is none; the 2nd: 3 + 4 is one; the 9th is one, a week later."""
    facts = collect(
        ledger_of(
            """[sales]
            customer_id, date, amount
            a, 2024-01-01, 5
            a, 2024-01-01, -5
            a, 2024-01-02, 3
            a, 2024-01-02, 4
            a, 2024-01-09, 1"""
        )
    )
    a = facts.frame.loc["a"]
    assert (a["orders"], a["monetary"], a["typical_gap"], a["turnover"]) == (2, 8, 7, 8)


def test_cents_that_cancel_are_no_purchase(ledger_of: Callable[[str], Ledger]) -> None:
    """0.1 + 0.2 − 0.3 is 5.6e-17 in binary; in money it is nothing."""
    rows = "a, 2024-01-01, 0.1\na, 2024-01-01, 0.2\na, 2024-01-01, -0.3"
    facts = collect(ledger_of(f"[sales]\ncustomer_id, date, amount\n{rows}"))
    assert facts.frame.loc["a", "orders"] == 0
    assert facts.frame.loc["a", "turnover"] == 0


def test_two_invoices_of_one_day_lie_no_gap_apart(ledger_of: Callable[[str], Ledger]) -> None:
    facts = collect(
        ledger_of(
            """[sales]
            customer_id, date, amount, invoice_id
            a, 2024-01-01, 5, 1
            a, 2024-01-01, 5, 2
            a, 2024-01-11, 5, 3"""
        )
    )
    a = facts.frame.loc["a"]
    assert (a["orders"], a["gaps"], a["typical_gap"]) == (3, 1, 10)


def test_payments_are_averaged_over_paid_invoices_without_their_amounts(worked: Ledger) -> None:
    """Invoice 5: paid after 40 days, 10 late; 6: after 20 days, 10 early; 8 is not paid."""
    a = collect(worked).frame.loc["A"]
    assert (a["paid"], a["days_to_pay"], a["days_late"], a["paid_late"]) == (2, 30, 0, 1)


def test_moved_back_the_date_shows_what_was_known_then(worked: Ledger) -> None:
    """On 2024-05-10 invoice 6 (paid on the 21st) stands unpaid, and later sales are not there.

    Paid in the window are invoices 3 and 4 after 30 days each and invoice 5 after 40.
    """
    a = collect(worked, as_of=date(2024, 5, 10)).frame.loc["A"]
    assert (a["paid"], a["days_to_pay"]) == (3, pytest.approx(100 / 3))
    assert a["turnover"] == 100 + 100 + 250 + 150  # (2023-05-10, 2024-05-10]


def test_by_default_a_payment_after_the_last_sale_is_known(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """As-of is the last sale's date, but what the file says was paid was paid."""
    facts = collect(
        ledger_of(
            """[sales]
            customer_id, date, amount, due_on, paid_on
            a, 2024-01-01, 5, 2024-01-31, 2024-02-10"""
        )
    )
    assert facts.frame.loc["a", "days_late"] == 10


def test_all_sales_have_no_window_before(worked: Ledger) -> None:
    a = collect(worked, window="all").frame.loc["A"]
    assert (a["turnover"], a["orders"], a["orders_before"]) == (870, 7, 0)


def test_hours_are_kept_per_person_and_unallocated_ones_stay_visible(worked: Ledger) -> None:
    """Domain 2: hours without a customer are unallocated: 3 hours of Ann at 50."""
    facts = collect(worked)
    hours = facts.hours.dropna().set_index(["customer_id", "person"])["hours"]
    assert hours.to_dict() == {("A", "Ann"): 4, ("A", "Bob"): 2, ("B", "Eve"): 1}
    assert facts.totals["unallocated_hours"] == 3
    assert facts.totals["unallocated_cost"] == 150
    assert facts.totals["window_hours"] == 10


def test_sales_without_a_customer_stay_visible(worked: Ledger) -> None:
    totals = collect(worked).totals
    assert (totals["unidentified_rows"], totals["unidentified_amount"]) == (1, 40)
    assert (totals["sales_rows"], totals["sales_amount"]) == (11, 1210)
    assert (totals["window_rows"], totals["window_amount"]) == (7, 810)


def test_events_are_counted_and_added_up_per_kind(worked: Ledger) -> None:
    events = collect(worked).events.set_index(["customer_id", "kind"])
    assert events.loc[("A", "referral"), ["n", "value", "valued"]].tolist() == [1, 100, 1]
    assert events.loc[("C", "referral"), ["n", "valued"]].tolist() == [1, 0]


def test_everybody_in_any_table_is_a_row(ledger_of: Callable[[str], Ledger]) -> None:
    facts = collect(
        ledger_of(
            """[customers]
            customer_id
            d
            [sales]
            customer_id, date, amount
            c, 2024-01-01, 5
            [time]
            person, date, hours, customer_id
            x, 2024-01-01, 1, b
            [events]
            customer_id, date, kind
            a, 2024-01-01, referral"""
        )
    )
    assert facts.frame.index.tolist() == ["a", "b", "c", "d"]


def test_without_sales_the_last_date_of_any_table_is_the_as_of_date(
    ledger_of: Callable[[str], Ledger],
) -> None:
    facts = collect(
        ledger_of(
            """[time]
            person, date, hours, customer_id
            x, 2023-04-05, 1, b
            [events]
            customer_id, date, kind
            a, 2023-03-01, referral"""
        )
    )
    assert facts.as_of == date(2023, 4, 5)
    assert facts.frame.columns.tolist() == ["name"]


def test_without_any_date_there_is_no_as_of_date(ledger_of: Callable[[str], Ledger]) -> None:
    facts = collect(ledger_of("[customers]\ncustomer_id, size\na, 3"))
    assert facts.as_of is None
    assert not facts.covers("sales")


def test_a_window_that_is_none_is_refused(ledger_of: Callable[[str], Ledger]) -> None:
    with pytest.raises(WorkbenchError, match="«a year» is no window"):
        collect(ledger_of("[customers]\ncustomer_id\na"), window="a year")


Line = tuple[str | None, date, float, str | None]
amounts = st.integers(-50_000, 100_000).map(lambda cents: cents / 100)
lines = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.integers(0, 800).map(lambda n: date(2023, 1, 1) + timedelta(days=n)),
        amounts,
        st.sampled_from(["1", "2", "3", None]),
    ),
    min_size=1,
    max_size=30,
)


def _sales(rows: list[Line]) -> Ledger:
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "amount", "invoice_id"])
    return Ledger.from_frames(sales=frame.astype({"customer_id": "str", "invoice_id": "str"}))


@settings(max_examples=12, deadline=None)
@given(lines, st.sampled_from(["1m", "12m", "all"]))
def test_customers_and_unidentified_add_up_to_all_sales_of_the_window(
    rows: list[Line], window: str
) -> None:
    """Domain 2: what came in and what each page shows always reconcile."""
    facts = collect(_sales(rows), window=window)
    start = facts.period.start
    expected = sum(row[2] for row in rows if start is None or row[1] > start)
    shown = facts.frame["turnover"].sum() + facts.totals["unidentified_amount"]
    assert shown == pytest.approx(expected, abs=1e-4)
    assert facts.totals["window_amount"] == pytest.approx(expected, abs=1e-4)


@settings(max_examples=6, deadline=None)
@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: list[Line], random: Random) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(collect(_sales(rows)).frame, collect(_sales(shuffled)).frame)


def test_online_retail_agrees_with_pandas(shared: Path) -> None:
    """541,909 lines: turnover, orders, recency and gaps once more, by other means."""
    raw = pd.read_parquet(shared / "online_retail" / "online_retail.parquet")
    sales = pd.DataFrame(
        {
            "customer_id": raw["CustomerID"],
            "date": pd.to_datetime(raw["InvoiceDate"]).dt.normalize(),
            "amount": raw["Quantity"].astype(float) * raw["UnitPrice"].astype(float),
            "invoice_id": raw["InvoiceNo"],
        }
    )
    facts = collect(Ledger.from_frames(sales=sales))
    assert facts.as_of == date(2011, 12, 9)
    assert len(facts) == 4_372
    sales["customer_id"] = sales["customer_id"].str.removesuffix(".0")
    recent = sales[sales["date"] > "2010-12-09"]
    expected = recent.groupby("customer_id")["amount"].sum().reindex(facts.frame.index).fillna(0)
    np.testing.assert_allclose(facts.frame["turnover"], expected, atol=1e-4)
    bills = sales.groupby(["customer_id", "invoice_id"]).agg(
        date=("date", "min"), net=("amount", "sum")
    )
    bills = bills[bills["net"] > 1e-6].reset_index()
    orders = bills[bills["date"] > "2010-12-09"].groupby("customer_id").size()
    np.testing.assert_array_equal(
        facts.frame["orders"], orders.reindex(facts.frame.index).fillna(0)
    )
    days = bills[["customer_id", "date"]].drop_duplicates().sort_values(["customer_id", "date"])
    gaps = days.groupby("customer_id")["date"].diff().dt.days
    median = gaps.groupby(days["customer_id"]).median().reindex(facts.frame.index)
    np.testing.assert_allclose(facts.frame["typical_gap"], median)
    unidentified = recent.loc[recent["customer_id"].isna(), "amount"].sum()
    assert facts.totals["unidentified_amount"] == pytest.approx(unidentified, abs=1e-3)
    assert facts.totals["sales_rows"] == 541_909
