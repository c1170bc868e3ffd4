"""Parting, reckoned as domain 9 counts it: freed hours cost until they are used elsewhere."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from small_clients import client
from tiered_clients import MORE, four

from workbench.review.parting import parting, said

rows = st.lists(
    st.tuples(st.floats(-1e5, 1e5), st.floats(0, 500), st.floats(0, 1e5), st.booleans()),
    min_size=1,
    max_size=8,
)


def test_parting_with_a_loss_costs_money_until_the_hours_are_used() -> None:
    """By hand: a loss of 200 after 2,500 of our time for 50 hours.

    At once 2,300 that covered time is gone. At cost elsewhere the hours bring 2,500: +200. In
    tiers 1 and 2 an hour brings (300 + 100 + 1,500) ÷ 30 = 63.33: −2,300 + 3,166.67 = +866.67.
    """
    made = parting(four(), np.array([0, 0, 0, 1], bool), np.array([1, 1, 0, 0], bool))
    assert (made.hours, made.hours_cost, made.turnover, made.marketing) == (50, 2500, 1000, 40)
    assert made.at_once == -2300
    assert made.reused_at_cost == 200
    assert round(made.an_hour, 2) == 63.33
    assert round(made.reused, 2) == 866.67
    assert round(made.even, 3) == 0.726
    assert said(made, "EUR") == (
        "Parting with 1 customer frees 50 hours; while they stand idle profit changes by −2,300"
        " EUR, once tiers 1 and 2 use them by +867 EUR."
    )


def test_without_recorded_hours_none_are_freed() -> None:
    """Who takes no recorded time leaves with the profit and nothing else."""
    customers = client({"turnover": [100], "profit": [-30]}, columns=MORE)
    made = parting(customers, np.array([True]), np.array([False]))
    assert made.at_once == made.reused_at_cost == 30
    assert "none are freed" in said(made, "EUR")
    nobody = parting(customers, np.array([False]), np.array([True]))
    assert said(nobody, "EUR") == "Nobody is chosen to part with."


@given(rows)
def test_the_hours_cost_is_all_that_lies_between_now_and_then(
    given_rows: list[tuple[float, float, float, bool]],
) -> None:
    """Used at what they cost, freed hours make up for exactly the cost that stayed."""
    profit, hours, cost, out = (list(column) for column in zip(*given_rows, strict=True))
    customers = client(
        {
            "turnover": [1000.0] * len(profit),
            "profit": profit,
            "hours": hours,
            "cost_to_serve": cost,
        },
        columns=MORE,
    )
    leaving = np.array(out, dtype=bool)
    made = parting(customers, leaving, ~leaving)
    assert np.isclose(made.reused_at_cost - made.at_once, made.hours_cost)
    assert made.at_once <= made.reused_at_cost + 1e-6
    if 0 < made.even <= 1:
        brings = made.at_once + made.even * made.hours * made.an_hour
        assert np.isclose(brings, 0, atol=1e-6 * (1 + abs(made.at_once)))
