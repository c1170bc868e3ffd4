"""Whom the room is asked about: few, the largest, real customers."""

from __future__ import annotations

import pandas as pd

from workbench.customers import Column, Customers
from workbench.review.asked import MOST_ASKED, asked


def customers(turnover: list[float], kinds: list[str] | None = None) -> Customers:
    frame = pd.DataFrame({"name": [f"N{i}" for i in range(len(turnover))], "turnover": turnover})
    frame.index = pd.Index([f"C{i}" for i in range(len(turnover))], name="customer_id")
    if kinds:
        frame["kind"] = kinds
    return Customers(frame, {"turnover": Column("turnover", "Turnover", additive=True)})


def test_those_that_bring_80_percent_are_asked_about_largest_first() -> None:
    """Domain, opening: 50 + 30 are 80 of 100; a tie with the last belongs to them."""
    assert asked(customers([10.0, 50.0, 10.0, 30.0])).tolist() == [1, 3]
    assert asked(customers([30.0, 40.0, 30.0])).tolist() == [1, 0, 2]


def test_never_more_than_25() -> None:
    """A flat base of a hundred would be a long afternoon."""
    assert len(asked(customers([5.0] * 100))) == MOST_ASKED


def test_prospects_and_those_set_aside_are_left_out() -> None:
    """Neither has anything to be judged by."""
    table = customers([50.0, 30.0, 20.0], ["customer", "prospect", "customer"])
    assert asked(table).tolist() == [0, 2]
    assert asked(table, {"C0": "own company"}).tolist() == [2]


def test_without_turnover_the_first_are_asked_about() -> None:
    """Twenty pasted names are enough for the exercise on paper (domain 4)."""
    assert asked(customers([0.0, 0.0, 0.0])).tolist() == [0, 1, 2]
