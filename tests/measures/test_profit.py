"""Profit with time, and what it says when time, costs or events are not known (domain 6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.review.assumptions import Assumptions, Costs
from workbench.sources.ledger import Ledger

COSTED = "[sales]\ncustomer_id, date, amount, direct_cost\na, 2024-06-01, 100, 40\n"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("gross_margin", 280),  # 470 − (80 + 20 + 50 − 10 + 50)
        ("gross_margin_share", 280 / 470),
        ("hours", 6),
        ("cost_to_serve", 360),  # 4 × 50 + 2 × 80
        ("support_cost", 40),  # complaint 25, support 15
        ("profit", -120),  # 280 − 360 − 40
        ("profit_margin", -120 / 470),
        ("non_sales_value", 100),  # the referral of 500 is before the window
        ("referrals", 1),
        ("complaints", 1),
        ("rescue_fee", 120),
        ("rescue_price_rise", 120 / 470),
        ("rescue_hours", 2),  # 120 ÷ 60 an hour
        ("potential", 400),
        ("growth_gap", 0),  # 400 − 470, never below zero
    ],
)
def test_the_worked_customer_has_these_measures(
    worked: Ledger, measure: str, expected: float
) -> None:
    """Domain 6; the lines of A stand in conftest."""
    customers = derive(collect(worked))
    assert customers.numbers(measure)[customers.row("A")] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("customer", "measure", "why"),
    [
        ("B", "gross_margin", "The direct cost of some of their sales is not known"),
        ("B", "cost_to_serve", "No cost per hour was given for Eve"),
        ("B", "profit", "The direct cost of some of their sales is not known"),
        ("B", "potential", "Their potential is not filled in"),
        ("B", "growth_gap", "Their potential is not filled in"),
        ("C", "profit_margin", "Turnover in the window is not above zero"),
        ("C", "rescue_fee", "They lose nothing"),
        ("C", "non_sales_value", "No money was put on what they brought beyond sales"),
    ],
)
def test_what_cannot_be_computed_says_why(
    worked: Ledger, customer: str, measure: str, why: str
) -> None:
    customers = derive(collect(worked))
    row = customers.row(customer)
    assert np.isnan(customers.numbers(measure)[row])
    assert customers.why_missing(measure, row) == why


def test_given_tables_without_a_line_for_somebody_are_zero(worked: Ledger) -> None:
    """Domain 3: a sum is 0 where its table was given and covers the window."""
    customers = derive(collect(worked))
    row = customers.row("C")
    for name in ("hours", "cost_to_serve", "support_cost", "complaints", "profit"):
        assert customers.numbers(name)[row] == 0
    assert customers.numbers("growth_gap")[row] == 1000


def test_without_a_time_table_it_is_profit_before_time(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """Domain 6. Support is not known either, and the sentence says both."""
    customers = derive(collect(ledger_of(COSTED)))
    profit = customers.column("profit")
    assert customers.numbers("profit").tolist() == [60]
    assert profit.label == "Profit before time"
    assert "the cost of our time" in profit.meaning
    assert "support" in profit.meaning
    assert profit.needs == ("gross_margin", "turnover")
    assert customers.why_missing("hours", 0) == "No time entries were given"
    assert customers.why_missing("support_cost", 0) == "No events were given"


def test_time_without_any_rate_is_profit_before_time_too(
    ledger_of: Callable[[str], Ledger],
) -> None:
    entries = "[time]\nperson, date, hours, customer_id\nAnn, 2024-06-01, 2, a\n"
    customers = derive(collect(ledger_of(COSTED + entries)))
    assert customers.column("profit").label == "Profit before time"
    assert customers.numbers("hours").tolist() == [2]
    why = "No cost per hour was given for anybody"
    assert customers.why_missing("cost_to_serve", 0) == why


def test_time_outside_the_window_covers_nothing(ledger_of: Callable[[str], Ledger]) -> None:
    entries = "[time]\nperson, date, hours, customer_id\nAnn, 2020-06-01, 2, a\n"
    rates = "[rates]\nperson, cost_per_hour\nAnn, 50\n"
    customers = derive(collect(ledger_of(COSTED + entries + rates)))
    assert customers.why_missing("hours", 0) == "No time entries fall in the window"
    assert customers.column("profit").label == "Profit before time"


def test_with_time_and_events_it_is_profit(worked: Ledger) -> None:
    profit = derive(collect(worked)).column("profit")
    assert profit.label == "Profit"
    assert set(profit.needs) == {
        "gross_margin",
        "cost_to_serve",
        "support_cost",
        "turnover",
        "hours",
    }


def test_corrected_hours_change_their_cost_and_the_profit(worked: Ledger) -> None:
    """A's 6 hours cost 360, so 60 each; 2 hours cost 120, and profit is 280 − 120 − 40."""
    customers = derive(collect(worked), corrections={"hours": {"A": 2}})
    row = customers.row("A")
    assert customers.numbers("cost_to_serve")[row] == 120
    assert customers.numbers("profit")[row] == 120


def test_hours_entered_for_a_customer_without_any_cost_what_an_hour_costs_here(
    worked: Ledger,
) -> None:
    """Nobody timed C; the hours whose cost is known (A's 6) cost 60 each."""
    customers = derive(collect(worked), corrections={"hours": {"C": 5}})
    assert customers.numbers("cost_to_serve")[customers.row("C")] == 300


def test_the_margin_assumption_acts_on_sales_without_a_cost_alone(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """100 at a cost of 40 leave 60; 50 without a cost leave 40 % of it, 20: together 80."""
    ledger = ledger_of(COSTED + "a, 2024-06-02, 50,\n")
    costs = Assumptions(costs=Costs(margin=0.4))
    customers = derive(collect(ledger), assumptions=costs)
    assert customers.numbers("gross_margin").tolist() == [80]
    column = customers.column("gross_margin")
    assert column.label == "Gross margin (assumed 40 %)"
    assert "40 % is left of the 50 EUR of sales" in column.meaning
    assert customers.column("profit").marks == ("assumed 40 %",)
    assert np.isnan(derive(collect(ledger)).numbers("gross_margin")[0])


def test_a_known_cost_is_never_replaced_by_the_assumption(
    ledger_of: Callable[[str], Ledger],
) -> None:
    costs = Assumptions(costs=Costs(margin=0.9))
    customers = derive(collect(ledger_of(COSTED)), assumptions=costs)
    assert customers.numbers("gross_margin").tolist() == [60]
    assert customers.column("gross_margin").marks == ()


def test_events_without_money_take_the_value_put_on_their_kind(worked: Ledger) -> None:
    """C's referral carries none, so it is worth 250; A's carries 100 and keeps it."""
    costs = Costs(event_values={"referral": 250})
    customers = derive(collect(worked), assumptions=Assumptions(costs=costs))
    value = customers.numbers("non_sales_value")
    assert [value[customers.row(key)] for key in "AC"] == [100, 250]
    assert "1 referral at 250 EUR each" in customers.column("non_sales_value").meaning


def test_value_beyond_sales_is_switched_into_profit(worked: Ledger) -> None:
    """A: −120 and the referral's 100; B's and C's unknown value adds nothing, and it is said."""
    costs = Costs(value_in_profit=True)
    customers = derive(collect(worked), assumptions=Assumptions(costs=costs))
    assert customers.numbers("profit")[customers.row("A")] == -20
    assert customers.numbers("profit")[customers.row("C")] == 0
    assert "non_sales_value" in customers.column("profit").needs
    assert "as far as money was put on it" in customers.column("profit").meaning


def test_hours_they_may_take_at_the_target(worked: Ledger) -> None:
    """A: (280 − 40 − 10 % of 470) ÷ 60 an hour are 3.217 hours; 6 were spent."""
    customers = derive(collect(worked))
    row = customers.row("A")
    assert customers.numbers("hours_allowance")[row] == pytest.approx(193 / 60)
    assert customers.numbers("hours_over")[row] == pytest.approx(6 - 193 / 60)
    assert "10 % of turnover" in customers.column("hours_allowance").meaning


def test_superstore_profit_adds_up_to_the_file(shared: Path) -> None:
    """Profit per line is in the file; direct cost is amount − profit (domain 2)."""
    raw = pd.read_csv(
        shared / "superstore" / "Sample - Superstore.csv", encoding="utf-8-sig", thousands=","
    )
    days = pd.to_datetime(raw["Order Date"], format="%d/%m/%y")
    sales = pd.DataFrame(
        {
            "customer_id": raw["Customer ID"],
            "date": days,
            "amount": raw["Sales"],
            "direct_cost": raw["Sales"] - raw["Profit"],
            "invoice_id": raw["Order ID"],
        }
    )
    customers = derive(collect(Ledger.from_frames(sales=sales)))
    recent = raw[days > days.max() - pd.DateOffset(months=12)]
    expected = recent.groupby("Customer ID")[["Sales", "Profit"]].sum()
    expected = expected.reindex(customers.frame.index).fillna(0)
    np.testing.assert_allclose(customers.numbers("turnover"), expected["Sales"], atol=1e-4)
    np.testing.assert_allclose(customers.numbers("profit"), expected["Profit"], atol=1e-4)


def test_the_demo_client_has_a_biggest_customer_that_loses_money() -> None:
    """Its story, found through measures alone: large by turnover, below zero once time counts."""
    folder = Path(__file__).resolve().parents[2] / "data"
    names = ("customers", "sales", "time", "rates", "events", "prospects")
    frames = {
        name: pd.read_csv(folder / f"{name}.csv", dtype={"customer_id": "str"})
        for name in names
        if (folder / f"{name}.csv").is_file()
    }
    if "sales" not in frames:
        pytest.skip("the demo client's files are not here")
    frames["sales"]["higher_margin"] = frames["sales"]["higher_margin"].eq("yes")
    customers = derive(collect(Ledger.from_frames(**frames)))
    biggest = int(np.argmax(customers.numbers("turnover")))
    assert customers.numbers("gross_margin")[biggest] > 0
    assert customers.numbers("profit")[biggest] < 0
