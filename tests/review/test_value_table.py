"""The table of value groups adds up to the client, whatever the rules; why somebody is where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from valued_clients import made_of

from workbench.review.value_table import finding, value_table, why_group

FOUR: dict[str, Any] = {
    "turnover": [1000, 500, 200, 300],
    "profit": [400, 60, -50, None],
    "hours": [10, 5, 20, 1],
    "potential": [None, 4000, None, None],
}


def test_the_table_by_hand() -> None:
    """Of four, one is most valuable, one has most to gain, one costs, of one no profit is known."""
    customers, _, made, _ = made_of(FOUR, between=1)
    table = value_table(customers, made, np.ones(4, dtype=bool), {})
    rows = [(line.name, line.customers, line.turnover, line.profit) for line in table.lines]
    assert rows == [
        ("Most valuable", 1, 1000, 400),
        ("Most to gain", 1, 500, 60),
        ("In between", 0, 0, 0),
        ("Cost more than they bring", 1, 200, -50),
    ]
    assert (table.not_placed.customers, table.not_placed.turnover) == (1, 300)
    assert table.total.hours == 36
    assert table.frame.loc["All customers", "turnover"] == 2000


def test_a_treatment_written_stands_instead_of_the_proposed_one() -> None:
    customers, _, made, _ = made_of(FOUR, between=1)
    own = {"most_valuable": "Dinner with the owner"}
    table = value_table(customers, made, np.ones(4, dtype=bool), own)
    assert (table.lines[0].treatment, table.lines[0].proposed) == ("Dinner with the owner", False)
    assert table.lines[1].proposed


def test_prospects_are_in_no_line_and_those_set_aside_in_their_own() -> None:
    customers, _, made, _ = made_of(FOUR, counted=[True, False, True, False])
    real = np.array([True, True, True, False])
    table = value_table(customers, made, real, {})
    assert (table.set_aside.customers, table.set_aside.turnover) == (1, 500)
    assert table.not_placed.customers == 0
    assert table.total.customers == 3


def test_sums_of_facts_nobody_gave_are_missing() -> None:
    customers, _, made, _ = made_of({"profit": [1, 2]})
    table = value_table(customers, made, np.ones(2, dtype=bool), {})
    assert np.isnan(table.total.hours)


amounts = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_subnormal=False))


@given(st.data(), st.integers(0, 12), st.integers(1, 5), st.sampled_from([0.3, 0.8, 1.0]))
def test_groups_not_placed_and_set_aside_come_to_the_whole(
    data: st.DataObject, n: int, between: int, share: float
) -> None:
    """Issue: totals of the group table reconcile with the customers, whatever the rules."""
    column = st.lists(amounts, min_size=n, max_size=n)
    counted = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    given_ = {name: data.draw(column) for name in ("turnover", "profit", "potential")}
    customers, _, made, _ = made_of(given_, counted, between=between, share=share)
    table = value_table(customers, made, np.ones(n, dtype=bool), {})
    for name in ("turnover", "profit"):
        whole = customers.amounts(name)
        if whole is not None:
            assert getattr(table.total, name) == pytest.approx(whole.sum())
            parts = [*table.lines, table.not_placed, table.set_aside]
            assert sum(getattr(part, name) for part in parts) == pytest.approx(whole.sum())
    assert table.total.customers == n
    assert sum(line.customers for line in table.lines) == made.placed.sum()


def test_the_finding_says_who_brings_and_who_costs() -> None:
    customers, _, made, assume = made_of(FOUR, between=1)
    table = value_table(customers, made, np.ones(4, dtype=bool), {})
    assert finding(table, assume, "EUR") == (
        "1 customer brings 87 % of the value of the next 5 years; 1 has most to gain;"
        " 1 costs 50 EUR more than they bring."
    )


def test_the_finding_says_what_of_it_is_no_fact() -> None:
    """Profit without our time, and a potential that only growth proposes."""
    given_ = {"profit": [400, 50], "turnover": [1000, 100], "order_trend": [1.0, 9.0]}
    customers, _, made, assume = made_of(given_, growth_most=10.0)
    profit = replace(customers.columns["profit"], label="Profit before time", marks=("assumed",))
    customers = replace(customers, columns={**customers.columns, "profit": profit})
    said = finding(value_table(customers, made, np.ones(2, dtype=bool), {}), assume, "EUR")
    assert "of the value of the next 5 years (assumed, before time);" in said
    assert "1 has most to gain (estimated)" in said


@pytest.mark.parametrize(
    ("profit", "said"),
    [([], "no customers yet"), ([None], "profit is known"), ([-1, 0], "no most valuable customer")],
)
def test_without_any_value_the_finding_says_so(profit: list[Any], said: str) -> None:
    customers, _, made, assume = made_of({"profit": profit})
    table = value_table(customers, made, np.ones(len(profit), dtype=bool), {})
    assert said in finding(table, assume, "EUR")


def test_why_names_the_facts_the_assumption_and_the_line() -> None:
    """Every placement explains itself: which facts, which line (domain 10)."""
    _, known, made, assume = made_of(FOUR, between=1, retention=1.0, discount=0.0, years=2)
    why = [why_group(known, made, assume, row, "EUR") for row in range(4)]
    line = "the line at 800 EUR, from which the few bring 80 %"
    value = "400 EUR profit a year × 2 is a long-term value of 800 EUR."
    assert why[0] == f"{value} That reaches {line}."
    room = "They could buy 4,000 EUR a year; at their own profit margin of 12 % that would reach it"
    assert why[1].endswith(f"That is below {line}. {room}: 960 EUR.")
    assert why[2].startswith("They cost 50 EUR a year more than they bring.")
    assert why[3] == ""
    noted = why_group(known, made, assume, 0, "EUR", notes=" (before time)")
    assert noted.startswith("400 EUR profit a year (before time) × 2")


def test_an_estimate_says_that_it_is_one() -> None:
    given_ = {"profit": [400, 50], "turnover": [1000, 500], "order_trend": [1.0, 1.5]}
    _, known, made, assume = made_of(given_)
    why = why_group(known, made, assume, 1, "EUR")
    assert "50 % more than the year before; 3 more such years (estimated) make 1,250 EUR" in why
