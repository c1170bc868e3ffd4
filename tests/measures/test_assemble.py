"""What the queries brought is put together without losing anybody."""

from __future__ import annotations

import math

import pandas as pd

from workbench.measures import assemble


def test_a_list_without_names_says_the_id() -> None:
    rows = pd.DataFrame({"customer_id": ["b", "a"], "name": [None, None], "size": [2.0, 1.0]})
    frame = assemble.profiles(rows)
    assert frame.index.tolist() == ["a", "b"]
    assert frame["name"].tolist() == ["a", "b"]
    assert frame["size"].tolist() == [1, 2]


def test_everybody_stands_there_once_in_order_and_nobody_else() -> None:
    sales = pd.DataFrame({"customer_id": ["b", None, "c", "b"]})
    ids = assemble.everyone(pd.Index(["c", "a"]), [sales, assemble.NO_HOURS])
    assert ids.tolist() == ["a", "b", "c"]


def test_the_noise_of_binary_cents_is_taken_off() -> None:
    sums = pd.DataFrame({"customer_id": ["a"], "turnover": [0.1 + 0.2 - 0.3], "units": [None]})
    settled = assemble.settled(sums)
    assert settled.loc[0, "turnover"] == 0
    assert math.copysign(1, settled.loc[0, "turnover"]) == 1
    assert settled.loc[0, "units"] == 0


def test_the_cost_of_unallocated_hours_is_unknown_when_a_rate_is() -> None:
    """Domain 6: never a silent zero."""
    hours = pd.DataFrame({"customer_id": [None, None], "person": ["x", "y"], "hours": [1.0, 2.0]})
    rates = pd.DataFrame({"person": ["x"], "cost_per_hour": [50.0]})
    totals = assemble.time_totals(hours, rates)
    assert totals["unallocated_hours"] == 3
    assert math.isnan(totals["unallocated_cost"])
    assert assemble.time_totals(hours[:1], rates)["unallocated_cost"] == 50
    assert assemble.time_totals(assemble.NO_HOURS, rates)["unallocated_cost"] == 0
