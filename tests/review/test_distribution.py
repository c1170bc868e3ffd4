"""How points and attributes are spread."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column, Customers
from workbench.review.distribution import distribution, spread_over, step_width
from workbench.review.scoring import Scores

everything = st.lists(st.floats(0, 30), min_size=1, max_size=60)


def customers(**values: list[object]) -> Customers:
    """Make customers with one column of days and one of words."""
    n = len(next(iter(values.values())))
    frame = pd.DataFrame({"name": ["x"] * n, **values}, index=[f"c{i}" for i in range(n)])
    columns = {
        "days": Column("days", "Days late", "days", "less"),
        "fit": Column("fit", "Fit", levels=("no", "maybe", "yes")),
    }
    return Customers(frame, {name: columns[name] for name in values})


@given(everything)
def test_everybody_is_counted_once(scores: list[float]) -> None:
    """The steps and those of whom nothing is known add up to everybody."""
    least = np.array(scores)
    most = np.minimum(least + 5, 30)
    rows = np.ones(len(least), dtype=bool)
    shown = distribution(Scores(least, most, 30.0), rows)
    assert shown.counts.sum() + shown.unknown == len(least)
    assert shown.top >= 30


def test_who_has_no_fact_at_all_is_left_out() -> None:
    """A range from nothing to everything says nothing, so its middle isn't drawn."""
    least, most = np.array([0.0, 4.0, 9.0]), np.array([10.0, 4.0, 10.0])
    shown = distribution(Scores(least, most, 10.0), np.ones(3, dtype=bool))
    assert (shown.unknown, shown.counts.sum()) == (1, 2)
    assert shown.counts[4] == 1
    assert shown.counts[9] == 1  # 9 to 10 is drawn at 9.5


def test_full_marks_stand_in_the_last_step() -> None:
    """Whoever earns everything is counted within the picture."""
    best = np.array([30.0])
    shown = distribution(Scores(best, best, 30.0), np.array([True]))
    assert shown.counts[-1] == 1


@pytest.mark.parametrize("possible", [0.0, 1.0, 9.5, 30.0, 31.0, 60.0, 100.0, 250.0])
def test_the_steps_are_round_and_few(possible: float) -> None:
    """At most thirty steps of 1, 2, 5 or ten times that many points."""
    width = step_width(possible)
    assert width in {1, 2, 5, 10, 20}
    assert possible / width <= 30


def test_an_attribute_in_words_is_counted_by_level() -> None:
    """Each level has its own column, unknown ones and empty cells are told apart."""
    spread = spread_over(customers(fit=["yes", "no", "yes", None]), "fit", np.ones(4, dtype=bool))
    assert spread.counts == (1, 0, 2)
    assert (spread.known, spread.unknown) == (3, 1)


def test_a_giant_does_not_flatten_the_rest() -> None:
    """What lies beyond the 98th percentile is counted at the end."""
    days = [float(i % 40) for i in range(200)] + [100_000.0]
    spread = spread_over(customers(days=list(days)), "days", np.ones(201, dtype=bool))
    assert spread.high < 100
    assert sum(spread.counts) == 201
    assert spread.step(100_000.0) == len(spread.counts) - 1
    assert spread.step(float("nan")) is None


@pytest.mark.parametrize("days", [[5.0, 5.0], [None, None]])
def test_equal_and_missing_values_give_a_sensible_picture(days: list[object]) -> None:
    """One value for all is one block; no value at all is no picture."""
    frame = customers(days=[np.nan if v is None else v for v in days])
    spread = spread_over(frame, "days", np.ones(2, dtype=bool))
    assert sum(spread.counts) == spread.known
    assert spread.low < spread.high
