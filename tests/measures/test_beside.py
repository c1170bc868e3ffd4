"""The client's account reconciles, whatever the allocation (domain 6)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.measures.beside import beside
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.review.account import Account, account, recorded_share
from workbench.review.assumptions import Assumptions, Costs
from workbench.sources.ledger import Ledger

WHO = ("A", "B", "C", None)
amount = st.integers(-500, 5000).map(float)
whom = st.sampled_from(WHO)


def accounted(ledger: Ledger, costs: Costs, aside: dict[str, str] | None = None) -> Account:
    """Return the account of a ledger under these costs."""
    facts = collect(ledger)
    customers = derive(facts, assumptions=Assumptions(costs=costs))
    return account(customers, aside or {}, beside(facts, costs), facts.currency)


@settings(deadline=None, max_examples=12)
@given(
    sold=st.lists(st.tuples(whom, amount, st.none() | amount), min_size=1, max_size=8),
    worked=st.lists(
        st.tuples(whom, st.sampled_from(["Ann", "Bob"]), st.integers(0, 40)), min_size=1
    ),
    helped=st.lists(st.tuples(st.sampled_from(WHO[:3]), st.integers(0, 300)), max_size=4),
    by_capacity=st.booleans(),
)
def test_the_total_is_the_clients_whatever_the_allocation(
    sold: list[tuple[str | None, float, float | None]],
    worked: list[tuple[str | None, str, int]],
    helped: list[tuple[str, int]],
    by_capacity: bool,
) -> None:
    """Against sums over the raw lines: sales − direct cost − people − support.

    By capacity our people cost what the capacity costs, wherever their hours went; else what
    their hours cost. 30 % is left of sales whose cost is not known.
    """
    rates = {"Ann": 50.0, "Bob": 80.0}
    # the only day of the window is a month at least, and what is assumed is a year's
    practical, day = sum(hours for *_, hours in worked) + 10.0, "2024-05-05"
    costs = Costs(
        margin=0.3,
        rates=rates,
        by_capacity=by_capacity,
        capacity_cost=12 * practical * 60,
        practical_hours=12 * practical,
        hours_complete=by_capacity,
    )
    sales = pd.DataFrame(sold, columns=["customer_id", "amount", "direct_cost"]).assign(date=day)
    time = pd.DataFrame(worked, columns=["customer_id", "person", "hours"]).assign(date=day)
    events = pd.DataFrame(helped, columns=["customer_id", "value"]).assign(date=day, kind="support")
    tables = {"sales": sales, "time": time, "events": events}
    ledger = Ledger.from_frames(**{name: table for name, table in tables.items() if len(table)})
    left = sum(a - (a * 0.7 if cost is None else cost) for _, a, cost in sold)
    people = sum(rates[person] * hours for _, person, hours in worked)
    if by_capacity:
        people = practical * 60
    expected = left - people - sum(value for _, value in helped)
    done = accounted(ledger, costs, {"A": "own company"})
    assert done.whole
    assert done.total == pytest.approx(expected, abs=1e-3)
    assert sum(line.money for line in done.lines) == pytest.approx(done.total)


def test_the_worked_client_by_hand(worked: Ledger) -> None:
    """A −120, C 0; B's cost is open. Sold to nobody: 40 − 10; Ann's 3 hours at 50 for nobody."""
    done = accounted(worked, Costs())
    assert [(line.what, line.money) for line in done.lines if np.isfinite(line.money)] == [
        ("Profit of 2 customers", -120),
        ("Sales without a customer", 30),
        ("Hours without a customer", -150),
    ]
    assert not done.whole
    assert done.total == -240
    open_ = next(line for line in done.lines if np.isnan(line.money))
    assert open_.what == "1 customer without a profit"
    assert "300 EUR of turnover" in open_.note


def test_those_set_aside_are_named_and_stay_in_the_total(worked: Ledger) -> None:
    done = accounted(worked, Costs(), {"A": "own company"})
    line = next(line for line in done.lines if line.what == "Set aside")
    assert (line.money, line.note) == (-120, "Alder & Sons (own company)")
    assert done.total == -240


def test_unrecorded_time_is_not_called_idle_until_the_hours_are_complete(worked: Ledger) -> None:
    """10 hours of 100 are written down; 90 at 50 are idle only once somebody says so."""
    costs = Costs(by_capacity=True, capacity_cost=5000, practical_hours=100)
    facts = collect(worked)
    now = beside(facts, costs)
    assert (now.idle_hours, now.recorded) == (0, 10)
    assert recorded_share(now) == "10 % of the 100 practical hours are written down"
    done = beside(facts, costs.model_copy(update={"hours_complete": True}))
    assert (done.idle_hours, done.idle_cost) == (90, 4500)
