"""The path from break-even to good income leads there (domain 9)."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from small_clients import client
from tiered_clients import MORE

from workbench.customers import Customers
from workbench.review.lifting import lift
from workbench.review.review import Review
from workbench.review.tiering import tiered
from workbench.review.tiers import TierRules


def of(turnover: list[float], profit: list[float], hours: list[float]) -> Customers:
    """Return customers whose hours cost 50 each."""
    return client(
        {
            "turnover": turnover,
            "profit": profit,
            "profit_margin": [p / t for p, t in zip(profit, turnover, strict=True)],
            "hours": hours,
            "cost_to_serve": [50 * h for h in hours],
        },
        columns=MORE,
    )


def test_a_thin_margin_by_hand() -> None:
    """2 % of 1,000 is 20; 5 % needs 30 more: 0.6 hours at 50, or prices 3.16 % higher.

    Of 1,031.58 the profit is then 51.58: 5 %.
    """
    customers = of([1000, 9000], [20, 4000], [1, 9])
    way = lift(customers, tiered(customers, Review()), TierRules())
    assert np.isclose(way.hours[0], 0.6)
    assert np.isclose(way.rise[0], 30 / 950)
    assert way.ways(0) == "prices 4 % higher, or 0.60 hours less"
    assert way.ways(1) == ""


def test_too_many_hours_by_hand() -> None:
    """A quarter of turnover may take 37.5 % of hours: beside 9 others that is 5.4 of 7."""
    customers = of([100, 100, 100, 100], [20, 20, 20, 20], [7, 3, 3, 3])
    way = lift(customers, tiered(customers, Review()), TierRules())
    assert np.isclose(way.hours[0], 1.6)
    assert np.isclose((7 - 1.6) / (16 - 1.6), 0.375)


@given(
    st.lists(
        st.tuples(st.floats(10, 1e5), st.floats(-0.5, 0.5), st.floats(0.1, 300)),
        min_size=2,
        max_size=8,
    )
)
def test_whoever_takes_the_path_arrives(rows: list[tuple[float, float, float]]) -> None:
    """Prices raised, or hours cut, by a hair more than what is said: tier 2 or better."""
    turnover, share, hours = (list(column) for column in zip(*rows, strict=True))
    profit = [t * m for t, m in zip(turnover, share, strict=True)]
    customers = of(turnover, profit, hours)
    found = tiered(customers, Review())
    way = lift(customers, found, TierRules())
    low = np.flatnonzero(found.made.tier == 3)
    assume(len(low))
    row, hair = int(low[0]), 1 + 1e-6
    if np.isfinite(way.rise[row]):
        more = [*turnover], [*profit]
        for part in more:
            part[row] += turnover[row] * way.rise[row] * hair
        raised = of(*more, hours)
        assert tiered(raised, Review()).made.tier[row] in {1, 2}
    if np.isfinite(way.hours[row]) and way.hours[row] * hair <= hours[row]:
        cut, saved = [*hours], [*profit]
        cut[row] -= way.hours[row] * hair
        saved[row] += 50 * way.hours[row] * hair
        assert tiered(of(turnover, saved, cut), Review()).made.tier[row] in {1, 2}
