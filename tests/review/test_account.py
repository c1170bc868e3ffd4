"""The client's account as lines (domain 6); that it reconciles stands in test_beside.py."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.customers import Column, Customers, Missing
from workbench.review.account import Beside, account, recorded_share, turnover_account


def customers(*profit: float) -> Customers:
    """Return customers c0, c1 … with these profits and a turnover of 100 each."""
    keys = [f"c{i}" for i in range(len(profit))]
    frame = pd.DataFrame(
        {"name": [key.upper() for key in keys], "profit": profit, "turnover": 100.0}, index=keys
    )
    columns = {name: Column(name, name.title(), "EUR") for name in ("profit", "turnover")}
    rules = (Missing(np.isnan(np.array(profit)), "No direct costs were given"),)
    return Customers(frame, columns, {"profit": rules})


def test_each_part_has_its_line() -> None:
    beside = Beside(500, 200, 3, 150, support=20, idle_hours=2, idle_cost=100)
    done = account(customers(10, -4), {}, beside, "EUR")
    assert [(line.what, line.money) for line in done.lines] == [
        ("Profit of 2 customers", 6),
        ("Sales without a customer", 200),
        ("Hours without a customer", -150),
        ("Support without a customer", -20),
        ("Idle capacity", -100),
    ]
    assert done.total == -64
    assert done.whole


def test_a_part_that_is_not_known_keeps_the_total_from_being_whole() -> None:
    done = account(customers(10, np.nan), {}, Beside(500, np.nan), "EUR")
    assert done.total == 10
    assert not done.whole
    notes = [line.note for line in done.lines if np.isnan(line.money)]
    assert "100 EUR of turnover. No direct costs were given" in notes
    assert "500 EUR sold; what it cost is not known" in notes


def test_many_set_aside_are_counted_after_five_names() -> None:
    aside = {f"c{i}": "" for i in range(7)}
    done = account(customers(*[1.0] * 8), aside, Beside(), "EUR")
    line = next(line for line in done.lines if line.what == "Set aside")
    assert line.note == "C0, C1, C2, C3, C4 and 2 others"
    assert (line.money, done.total) == (7, 8)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [(80, "80 % of the 100 practical hours are written down"), (0, "")],
)
def test_the_recorded_share(recorded: float, said: str) -> None:
    assert recorded_share(Beside(recorded=recorded, practical=100)) == said


def test_more_hours_than_there_are_is_said() -> None:
    assert recorded_share(Beside(recorded=120, practical=100)).endswith("20 more than there are")


def test_turnover_adds_up_as_profit_does() -> None:
    """Two of three customers, the one set aside and the sales of nobody are all there is."""
    done = turnover_account(customers(10, -4, np.nan), {"c1": "own company"}, Beside(500, 200))
    assert [(line.what, line.money) for line in done.lines] == [
        ("Turnover of 2 customers", 200),
        ("Set aside", 100),
        ("Sales without a customer", 500),
    ]
    assert done.total == 800
