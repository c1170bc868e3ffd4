"""The pictures of the points page."""

from __future__ import annotations

import numpy as np

from workbench.charts.points import bar_rows, bars_chart, bars_spec, lines, spread_rows, spread_spec
from workbench.review.distribution import Distribution
from workbench.review.leaders import Ranked


def test_the_live_pictures_begin_empty() -> None:
    """The specification holds no client's data: columns are streamed in."""
    for spec in (spread_spec(), bars_spec()):
        assert all(rows == [] for rows in spec["datasets"].values())


def test_the_steps_are_handed_over_as_they_were_counted() -> None:
    """The chart computes nothing."""
    rows = spread_rows(Distribution(5.0, np.array([1, 0, 3]), 2), 7.5, Ranked(0, 1, 4.0, 6.0))
    assert rows["steps"]["n"].tolist() == [1, 0, 3]
    assert rows["steps"]["to"].tolist() == [5, 10, 15]
    assert (rows["chosen"]["least"].tolist(), rows["chosen"]["most"].tolist()) == ([4], [6])


def test_without_a_choice_or_an_average_nothing_is_drawn_for_it() -> None:
    """No customers: no average line at some made-up place."""
    rows = spread_rows(Distribution(1.0, np.array([0]), 0), float("nan"), None)
    assert len(rows["average"]["at"]) == len(rows["chosen"]["least"]) == 0


def test_two_bars_of_one_label_stay_two() -> None:
    """A label may repeat, and may hold anything."""
    bar = {"label": "<b>Pays</b>", "points": 5.0, "maximum": 10.0, "earned_low": 2.0}
    rows = bar_rows([bar, bar])
    assert len(set(rows["row"])) == 2
    assert rows["said"] == ["2 of 5", "2 of 5"]
    assert "<b>Pays</b>" in str(bars_chart([bar, bar], "Good").to_dict())


def test_a_long_sentence_is_broken_into_lines() -> None:
    """Three hundred letters fit above the picture."""
    assert len(lines("pays on time and " * 18)) >= 3
    assert lines("") == [""]
