"""Large in one source, absent in another (domain 1)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.absent import absences

LISTS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(-10, 1e6) | st.just(float("nan")), min_size=n, max_size=n),
        st.lists(st.booleans(), min_size=n, max_size=n),
    )
)


@given(LISTS)
def test_only_the_large_who_are_absent_are_named(lists: tuple[list[float], list[bool]]) -> None:
    """Nobody the other source knows is named, nobody below the line, the largest first."""
    amounts, known = np.array(lists[0]), np.array(lists[1])
    for one in absences({"sales": amounts}, {"list": known, "sales": ~known}):
        assert one.missing == "list"
        assert not known[one.rows].any()
        assert (amounts[one.rows] > 0).all()
        assert (np.diff(amounts[one.rows]) <= 0).all()


def test_a_source_that_knows_nobody_misses_nobody() -> None:
    """It was not given, so nobody is absent from it."""
    assert absences({"sales": np.array([5.0])}, {"list": np.array([False])}) == ()
