"""What hours cost, and how they are estimated where nobody writes them down (domain 6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from workbench.customers import Customers
from workbench.engagement import Engagement
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.review.assumptions import Assumptions, Costs
from workbench.sources.ledger import Ledger

SOLD = """
[sales]
customer_id, date, amount, direct_cost
large, 2024-01-31, 1000, 400
small, 2024-06-30, 100, 40
tiny, 2024-12-31, 100, 40
gone, 2020-01-01, 100, 40
"""


def derived(ledger: Ledger, **costs: object) -> Customers:
    """Return the customers under these costs."""
    return derive(collect(ledger), assumptions=Assumptions(costs=Costs(**costs)))


def of(customers: Customers, name: str, key: str) -> float:
    """Return one figure."""
    return float(customers.numbers(name)[customers.row(key)])


def test_a_rate_set_in_the_review_stands_instead_of_the_list(worked: Ledger) -> None:
    """A: 4 hours of Ann at 70 now and 2 of Bob at 80 as listed are 440."""
    customers = derived(worked, rates={"Ann": 70})
    assert of(customers, "cost_to_serve", "A") == 440
    assert "1 rate set in the review" in customers.column("cost_to_serve").meaning


def test_the_default_rate_prices_whoever_has_none(worked: Ledger) -> None:
    """B: one hour of Eve, who is not on the list."""
    customers = derived(worked, default_rate=65)
    assert of(customers, "cost_to_serve", "B") == 65
    assert of(customers, "cost_to_serve", "A") == 360


def test_by_capacity_every_hour_costs_the_same(worked: Ledger) -> None:
    """5,000 ÷ 100 practical hours are 50 an hour; A took 6."""
    customers = derived(worked, by_capacity=True, capacity_cost=5000, practical_hours=100)
    assert of(customers, "cost_to_serve", "A") == 300
    assert "5,000 EUR of capacity ÷ 100 practical hours a year" in (
        customers.column("cost_to_serve").meaning
    )


def test_by_capacity_without_its_cost_says_what_is_missing(worked: Ledger) -> None:
    customers = derived(worked, by_capacity=True, practical_hours=100)
    assert customers.column("profit").label == "Profit before time"
    why = customers.why_missing("cost_to_serve", customers.row("A"))
    assert "were not both entered" in why


def test_without_entries_hours_are_spread_by_effort(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """70 hours: «large» brings 80 % of turnover, so it is normal (2), the two others light.

    Parts 2 + 1 + 1 of 70 hours are 35, 17.5, 17.5; who bought nothing takes none. At 10 an hour.
    """
    customers = derived(ledger_of(SOLD), practical_hours=70, default_rate=10)
    assert [of(customers, "hours", key) for key in ("large", "small", "tiny", "gone")] == [
        35,
        17.5,
        17.5,
        0,
    ]
    assert of(customers, "cost_to_serve", "large") == 350
    assert of(customers, "profit", "large") == 250


def test_what_was_set_counts_first(ledger_of: Callable[[str], Ledger]) -> None:
    """«tiny» takes 2 hours a month typed, 24 a year; of the other 76, 4 of 6 parts are heavy."""
    customers = derived(
        ledger_of(SOLD),
        practical_hours=100,
        default_rate=10,
        effort={"small": "heavy"},
        hours_a_month={"tiny": 2},
    )
    assert of(customers, "hours", "tiny") == pytest.approx(24, rel=0.1)
    rest = 100 - of(customers, "hours", "tiny")
    assert of(customers, "hours", "small") == pytest.approx(rest * 4 / 6)
    assert customers.numbers("hours").sum() == pytest.approx(100)


def test_an_estimate_is_marked_wherever_it_acts(ledger_of: Callable[[str], Ledger]) -> None:
    """Hours, their cost, profit, margin and allowance say so in their names; turnover does not."""
    customers = derived(ledger_of(SOLD), practical_hours=70, default_rate=10)
    marked = {name for name, column in customers.columns.items() if "estimated" in column.marks}
    assert marked >= {"hours", "cost_to_serve", "profit", "profit_margin", "hours_over"}
    assert "turnover" not in marked
    assert customers.column("profit").label == "Profit (estimated)"
    assert "normal for the few that bring 80 %" in customers.column("hours").meaning


def test_typed_hours_alone_leave_the_others_open(ledger_of: Callable[[str], Ledger]) -> None:
    """Nobody said how many practical hours there are, so nothing is spread."""
    customers = derived(ledger_of(SOLD), hours_a_month={"tiny": 1}, default_rate=10)
    assert np.isfinite(of(customers, "hours", "tiny"))
    row = customers.row("large")
    assert np.isnan(customers.numbers("hours")[row])
    assert "practical hours" in customers.why_missing("profit", row)


def test_entries_are_facts_and_win(worked: Ledger) -> None:
    """With a time table nothing is estimated, whatever effort was set."""
    customers = derived(worked, practical_hours=999, effort={"A": "heavy"})
    assert of(customers, "hours", "A") == 6
    assert customers.column("hours").marks == ()


def test_toggl_hours_land_as_cost_of_time(shared: Path, tmp_path: Path) -> None:
    """Durations as hh:mm:ss, without any rate in the file: a default rate prices them all."""
    sales = tmp_path / "sales.csv"
    export = next((shared / "toggl").glob("*.csv"))
    sales.write_text("customer_id,date,amount,direct_cost\nnobody,2024-01-01,5,1\n")
    engagement, _ = Engagement.create(tmp_path / "x", [export, sales], window="all")
    facts = engagement.facts(None, "all")
    customers = derive(facts, assumptions=Assumptions(costs=Costs(default_rate=60)))
    hours, cost = customers.numbers("hours"), customers.numbers("cost_to_serve")
    assert hours.sum() > 0
    assert cost.tolist() == pytest.approx((hours * 60).tolist())
