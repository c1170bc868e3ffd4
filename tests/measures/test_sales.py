"""Measures of sales against numbers worked out by hand; what can't be computed says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.sources.ledger import Ledger


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("turnover", 470),  # 200 + 50 + 150 − 30 + 100
        ("turnover_per_month", 470 / 12),
        ("turnover_per_year", 470),
        ("orders", 3),  # invoices 5, 6, 8; 7 is a credit note
        ("frequency", 3),
        ("monetary", 470),  # the credit note is no purchase, but money given back
        ("average_order", 500 / 3),
        ("units_per_month", 9 / 12),  # 4 + 1 + 3 − 1 + 2
        ("units_per_region", 9 / 2),  # North and South
        ("recency", 0),
        ("tenure", 716),  # 2023-01-15 to 2024-12-31
        ("order_trend", 3 / 4),
        ("higher_margin_share", 320 / 470),  # 200 + 150 − 30
        ("typical_gap", 92),
        ("days_to_pay", 30),
        ("days_late", 0),
        ("share_paid_late", 1 / 2),
    ],
)
def test_the_worked_customer_has_these_measures(
    worked: Ledger, measure: str, expected: float
) -> None:
    """Domain 3; the lines of A stand in conftest."""
    customers = derive(collect(worked))
    assert customers.numbers(measure)[customers.row("A")] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("customer", "measure", "why"),
    [
        ("B", "order_trend", "Fewer than 4 orders in the window before"),
        ("B", "days_late", "No invoice paid yet"),
        ("B", "typical_gap", "Orders on one day only: no gap between orders yet"),
        ("B", "units_per_region", "No region given"),
        ("C", "recency", "No order yet"),
        ("C", "average_order", "No order in the window"),
        ("C", "days_to_pay", "No invoice in the window"),
        ("C", "higher_margin_share", "No turnover above zero in the window"),
    ],
)
def test_what_cannot_be_computed_says_why(
    worked: Ledger, customer: str, measure: str, why: str
) -> None:
    """Domain 3: missing, with the reason; never a silent zero."""
    customers = derive(collect(worked))
    row = customers.row(customer)
    assert np.isnan(customers.numbers(measure)[row])
    assert customers.why_missing(measure, row) == why


def test_who_bought_nothing_has_a_turnover_of_zero(worked: Ledger) -> None:
    """Domain 3: a sum is 0 where its table was given and covers the window."""
    customers = derive(collect(worked))
    row = customers.row("C")
    for name in ("turnover", "turnover_per_month", "orders", "monetary", "units_per_month"):
        assert customers.numbers(name)[row] == 0


def test_without_sales_every_measure_of_them_is_missing(
    ledger_of: Callable[[str], Ledger],
) -> None:
    customers = derive(collect(ledger_of("[customers]\ncustomer_id\na")))
    for name in ("turnover", "orders", "recency", "days_late", "order_trend", "growth_gap"):
        assert np.isnan(customers.numbers(name)).all()
    assert customers.why_missing("turnover", 0) == "No sales were given"
    assert customers.why_missing("gross_margin", 0) == "No direct costs were given"


def test_a_window_after_the_last_sale_says_so(worked: Ledger) -> None:
    customers = derive(collect(worked, as_of=date(2030, 1, 1)))
    assert customers.why_missing("turnover", 0) == "No sales fall in the window"


def test_a_trend_needs_sales_that_cover_both_windows(worked: Ledger) -> None:
    """Domain 3. With 24 months each, the window before opens in 2020, the sales in 2023."""
    customers = derive(collect(worked, window="24m"))
    assert customers.why_missing("order_trend", 0).startswith("The sales begin on 2023-01-15")
    assert customers.column("order_trend").label == "Orders against the window before"
    assert derive(collect(worked)).column("order_trend").label == "Orders against a year ago"


def test_all_sales_have_nothing_to_be_compared_with(worked: Ledger) -> None:
    customers = derive(collect(worked, window="all"))
    assert customers.why_missing("order_trend", 0).startswith("There is no window before")


def test_without_due_dates_or_payments_or_invoices_the_reason_tells_which(
    ledger_of: Callable[[str], Ledger],
) -> None:
    head = "[sales]\ncustomer_id, date, amount, invoice_id"
    unpaid = derive(collect(ledger_of(f"{head}\na, 2024-01-01, 5, 1")))
    assert unpaid.why_missing("days_to_pay", 0) == "No payment dates were given"
    undated = derive(collect(ledger_of(f"{head}, paid_on\na, 2024-01-01, 5, 1, 2024-01-05")))
    assert undated.numbers("days_to_pay").tolist() == [4]
    assert undated.why_missing("days_late", 0) == "No due dates were given"
    refund = derive(collect(ledger_of(f"{head}\na, 2024-01-01, -5, 1")))
    assert refund.numbers("turnover").tolist() == [-5]
    assert refund.why_missing("days_to_pay", 0) == "No invoice in the window"
