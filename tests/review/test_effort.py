"""Light, normal or heavy where nobody writes hours down (domain 6), worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.assumptions import Costs
from workbench.review.effort import LEVELS, efforts

IDS = pd.Index(["a", "b", "c", "d"], dtype="str")
SOLD = np.array([80.0, 15.0, 5.0, 0.0])
ACTIVE = SOLD > 0


def test_the_few_are_normal_the_rest_light_and_who_buys_nothing_takes_none() -> None:
    """«a» alone brings 80 of 100."""
    found = efforts(IDS, SOLD, ACTIVE, Costs())
    assert [found.word(row) for row in range(4)] == ["normal", "light", "light", ""]
    assert not found.judged.any()


def test_parts_of_the_practical_hours_by_hand() -> None:
    """Parts 2 + 4 + 1 of 70 hours: 20, 40, 10; nothing for who bought nothing."""
    costs = Costs(practical_hours=70, effort={"b": "heavy"})
    found = efforts(IDS, SOLD, ACTIVE, costs)
    assert found.hours(costs, 12).tolist() == [20, 40, 10, 0]
    assert found.judged.tolist() == [False, True, False, False]


def test_typed_hours_come_first_and_leave_the_rest() -> None:
    """5 a month over 4 months are 20 of 50, of 150 a year; 30 are left for parts 2 + 1."""
    costs = Costs(practical_hours=150, hours_a_month={"c": 5})
    assert efforts(IDS, SOLD, ACTIVE, costs).hours(costs, 4).tolist() == [20, 10, 20, 0]


def test_more_typed_than_there_are_leaves_nothing_to_spread() -> None:
    """30 typed of the 10 of one month: 20 more than there are."""
    costs = Costs(practical_hours=120, hours_a_month={"a": 30})
    found = efforts(IDS, SOLD, ACTIVE, costs)
    assert found.hours(costs, 1).tolist() == [30, 0, 0, 0]
    assert found.beyond(costs, 1) == 20
    assert found.beyond(costs.model_copy(update={"practical_hours": 360}), 1) == 0


def test_another_window_has_its_part_of_the_years_hours() -> None:
    """70 a year are 35 in half a year."""
    costs = Costs(practical_hours=70)
    found = efforts(IDS, SOLD, ACTIVE, costs)
    assert found.hours(costs, 12).sum() == pytest.approx(70)
    assert found.hours(costs, 6).sum() == pytest.approx(35)


def test_unknown_customers_and_no_parts_change_nothing() -> None:
    costs = Costs(practical_hours=10, effort={"gone": "heavy"}, effort_weights={})
    assert efforts(IDS, SOLD, ACTIVE, costs).hours(costs, 1).tolist() == [0, 0, 0, 0]


@given(
    st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30),
    st.dictionaries(st.integers(0, 29), st.sampled_from(LEVELS)),
    st.floats(0.1, 1e5),
)
def test_all_practical_hours_are_spread(
    turnover: list[float], set_: dict[int, str], practical: float
) -> None:
    ids = pd.Index([str(i) for i in range(len(turnover))], dtype="str")
    costs = Costs(practical_hours=practical, effort={str(i): level for i, level in set_.items()})
    sold = np.array(turnover)
    hours = efforts(ids, sold, sold > 0, costs).hours(costs, 12)
    assert hours.sum() == pytest.approx(practical)
    assert (hours > 0).all()
