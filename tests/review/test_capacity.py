"""Time-driven costing with the figures of Kaplan & Anderson, «Time-Driven ABC», HBR 11/2004."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.review.capacity import rate_of, time_driven


def test_kaplan_and_anderson() -> None:
    """560,000 for 700,000 minutes; 49,000 orders, 1,400 inquiries and 2,500 checks."""
    done = time_driven(560_000, 700_000, np.array([49_000 * 8.0, 1_400 * 44.0, 2_500 * 50.0]))
    assert done.rate == pytest.approx(0.80)
    assert done.used == 578_600
    assert done.used_cost == pytest.approx(462_880)
    assert done.idle == 121_400
    assert done.idle_cost == pytest.approx(97_120)
    assert done.costs.tolist() == pytest.approx([313_600, 49_280, 100_000])


@given(st.lists(st.floats(0, 1e5), max_size=20), st.floats(1, 1e7))
def test_used_and_idle_cost_add_up_to_what_was_supplied(spent: list[float], cost: float) -> None:
    practical = sum(spent) + 100
    done = time_driven(cost, practical, np.array(spent))
    assert done.used_cost + done.idle_cost == pytest.approx(cost)


def test_without_practical_time_there_is_no_rate() -> None:
    """Nothing is divided by zero, and what is missing is said."""
    assert np.isnan(rate_of(100, 0))
    assert np.isnan(rate_of(None, 5))
    with pytest.raises(WorkbenchError, match="practical time"):
        time_driven(100, 0, np.array([1.0]))
