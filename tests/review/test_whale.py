"""The whale curve: worked by hand, and what holds for any customers (domain 6)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column
from workbench.review.whale import finding, whale

amounts = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=60)


def test_five_customers_by_hand() -> None:
    """60, 40, 20, 10, −30: running 60, 100, 120, 130, 100.

    The peak is 130 % of the total, the tail takes back 30. 80 % of the 130 earned are 104: the
    third customer reaches it. The top 20 % of five is one, who brings 60.
    """
    curve = whale(np.array([20.0, -30.0, 60.0, 10.0, 40.0]))
    assert curve.order.tolist() == [2, 4, 0, 3, 1]
    assert curve.shown(curve.running).tolist() == pytest.approx([0.6, 1.0, 1.2, 1.3, 1.0])
    assert (curve.peak, curve.turns, curve.taken_back, curve.total) == (130, 4, 30, 100)
    assert (curve.bring, curve.top, curve.best) == (3, 1, 60)
    assert curve.in_percent


def test_when_the_total_is_not_positive_money_is_shown() -> None:
    """10, −20, −30: no percentage of −40 says anything."""
    curve = whale(np.array([-20.0, 10.0, -30.0]))
    assert not curve.in_percent
    assert curve.shown(curve.running).tolist() == [10, -10, -40]
    assert (curve.peak, curve.taken_back, curve.total) == (10, 50, -40)


def test_a_peak_beyond_a_thousand_percent_is_money_too() -> None:
    """1,001 then −901: the peak is 1,001 % of the 100 left; at exactly 1,000 % it still says."""
    assert not whale(np.array([1001.0, -901.0])).in_percent
    assert whale(np.array([1000.0, -900.0])).in_percent


def test_everybody_loses() -> None:
    """No peak: the curve falls from zero, and nobody brings anything."""
    curve = whale(np.array([-5.0, -1.0]))
    assert (curve.peak, curve.turns, curve.bring, curve.taken_back) == (0, 0, 0, 6)


def test_ties_are_not_counted_twice() -> None:
    """16 of 20 equal customers reach 80 %, though all 20 stand on the line."""
    assert whale(np.full(20, 5.0)).bring == 16


@pytest.mark.parametrize(
    ("profit", "said"),
    [
        ([0.0, 0.0], "Nobody adds and nobody takes back: all stand at zero."),
        ([0.0, -30.0], "Nobody adds: 1 of 2 customers loses 30 EUR."),
        ([-5.0, -1.0], "Nobody adds: 2 of 2 customers lose 6 EUR."),
        ([5.0, 0.0], "Nobody takes anything back of 5 EUR; 1 brings 80 % of it."),
    ],
)
def test_the_finding_where_nobody_adds_or_takes_back(profit: list[float], said: str) -> None:
    assert finding(whale(np.array(profit)), Column("profit", "Profit", "EUR"), "EUR") == said


@pytest.mark.parametrize(
    "profit", [[20.0, -30.0, 60.0], [10.0, -30.0], [5.0], [0.0], [-5.0], [0.0, -5.0]]
)
def test_hidden_no_money_is_said(profit: list[float]) -> None:
    told = finding(whale(np.array(profit)), Column("profit", "Profit", "EUR"), "EUR", hide=True)
    assert "EUR" not in told
    assert "  " not in told


def test_nobody() -> None:
    curve = whale(np.array([np.nan]))
    assert (len(curve.order), curve.total, curve.peak, curve.best) == (0, 0, 0, 0)


def test_those_without_a_profit_are_left_out() -> None:
    curve = whale(np.array([np.nan, 3.0, 5.0]), np.array([True, True, False]))
    assert curve.order.tolist() == [1]


@given(amounts)
def test_the_curve_ends_at_the_total(profit: list[float]) -> None:
    curve = whale(np.array(profit))
    assert curve.total == pytest.approx(math.fsum(profit), abs=1e-4)
    assert curve.peak == pytest.approx(math.fsum(p for p in profit if p > 0), abs=1e-4)
    assert curve.peak - curve.taken_back == pytest.approx(curve.total, abs=1e-4)


@given(amounts, st.randoms())
def test_the_order_of_rows_changes_nothing(profit: list[float], chance) -> None:  # noqa: ANN001 - Hypothesis's Random
    turned = profit.copy()
    chance.shuffle(turned)
    one, other = whale(np.array(profit)), whale(np.array(turned))
    assert one.profit.tolist() == other.profit.tolist()
    assert one.bring == other.bring
