"""Hours allowance and the three ways out of a loss, worked by hand (domain 6)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.rescue import WAYS, allowance, an_hour, rescue


def one(*values: float) -> list[np.ndarray]:
    """Return one customer's figures as arrays."""
    return [np.array([v]) for v in values]


def test_hours_allowance_by_hand() -> None:
    """A margin of 400 less support 50 less 10 % of 1,000 leaves 250: five hours at 50."""
    assert allowance(*one(400, 50, 1000, 50), 0.1).tolist() == [5]


def test_no_hours_are_left_where_nothing_is_left() -> None:
    """100 − 50 − 100 is below zero, so the allowance is 0, never negative."""
    assert allowance(*one(100, 50, 1000, 50), 0.1).tolist() == [0]
    assert np.isnan(allowance(*one(400, 50, 1000, np.nan), 0.1)[0])


def test_a_loss_of_300_by_hand() -> None:
    """On a turnover of 6,000 prices rise 5 %; at 60 an hour five hours are cut."""
    way = rescue(*one(-300, 6000, 8, 60))
    assert (way.fee[0], way.rise[0], way.hours[0], way.enough[0]) == (300, 0.05, 5, True)
    for chosen in WAYS:
        assert way.after(np.array([-300.0]), 0, chosen).tolist() == [0]


def test_all_hours_may_not_be_enough() -> None:
    """Four hours at 60 are 240 of the 300: a loss of 60 stays."""
    way = rescue(*one(-300, 6000, 4, 60))
    assert not way.enough[0]
    assert way.after(np.array([-300.0]), 0, "hours").tolist() == [-60]


def test_who_loses_nothing_needs_no_rescue() -> None:
    way = rescue(*one(10, 100, 1, 1))
    assert not any(way.possible(0, chosen) for chosen in WAYS)


def test_without_hours_there_are_none_to_cut() -> None:
    """Nor where they cost nothing: a volunteer's own rate is 0, not the client's."""
    assert not rescue(*one(-10, 100, 0, 60)).possible(0, "hours")
    rate = an_hour(np.array([0.0, 120.0]), np.array([4.0, 2.0]))
    assert rate.tolist() == [0, 60]
    assert not rescue(*one(-10, 100, 4, rate[0])).possible(0, "hours")


def test_without_turnover_no_price_can_rise() -> None:
    way = rescue(*one(-10, 0, 1, 1))
    assert way.possible(0, "fee")
    assert not way.possible(0, "price")


@given(st.floats(-1e6, -0.01), st.floats(0.01, 1e6), st.floats(0, 1e4), st.floats(0.01, 1e3))
def test_a_rescue_never_makes_it_worse(
    profit: float, turnover: float, hours: float, rate: float
) -> None:
    way = rescue(*one(profit, turnover, hours, rate))
    for chosen in (one for one in WAYS if way.possible(0, one)):
        after = way.after(np.array([profit]), 0, chosen)[0]
        assert profit - 1e-6 <= after <= 1e-6
    assert way.rise[0] * turnover == pytest.approx(-profit)
