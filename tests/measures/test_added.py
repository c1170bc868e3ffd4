"""What the room judged and what a notebook joined, as columns like any other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_clients import client

from workbench.errors import WorkbenchError
from workbench.measures.added import joinable, with_joined, with_judged

MADE = client({"turnover": [1.0, 2.0, 3.0]}, ids=["A", "B", "C"])


def test_numbers_that_are_none_are_missing() -> None:
    nps = joinable(pd.DataFrame({"nps": [1, np.inf]}, index=["A", "B"]))["nps"]
    joined = with_joined(MADE, nps, {})
    assert np.array_equal(joined.numbers("nps"), [1, np.nan, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("corrections", "values"),
    [({"B": 7.0, "gone": 1.0}, [1, 7, np.nan]), ({"B": "many"}, [1, 2, np.nan])],
)
def test_a_correction_stands_instead_where_it_is_a_number(
    corrections: dict[str, float | str], values: list[float]
) -> None:
    """A correction made while the column held words must not break one of numbers."""
    nps = joinable(pd.DataFrame({"nps": [1.0, 2.0]}, index=["A", "B"]))["nps"]
    joined = with_joined(MADE, nps, corrections)
    assert np.array_equal(joined.numbers("nps"), values, equal_nan=True)


def test_words_become_levels_and_gaps_nothing() -> None:
    plan = joinable(pd.DataFrame({"plan": ["b", None, "a"]}, index=["A", "B", "X"]))["plan"]
    joined = with_joined(MADE, plan, {"C": 5.0})
    assert joined.columns["plan"].levels == ("a", "b")
    assert joined.frame["plan"].tolist() == ["b", None, "5.0"]
    assert joined.why_missing("plan", 1) == "The joined «Plan» has no value"


def test_one_row_per_customer_is_needed() -> None:
    with pytest.raises(WorkbenchError, match="«1» stands in the joined table more than once"):
        joinable(pd.DataFrame({"customer_id": [1, 1], "nps": [2, 3]}))


def test_marks_are_numbers_of_five() -> None:
    judged = with_judged(MADE, "judged_good_fit", {"B": 4.0, "gone": 1.0})
    assert np.array_equal(judged.numbers("judged_good_fit"), [np.nan, 4, np.nan], equal_nan=True)
    assert judged.columns["judged_good_fit"].label == "Good fit"
    assert judged.why_missing("judged_good_fit", 0) == "Not judged"
