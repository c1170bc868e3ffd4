"""The head of the ranking."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.leaders import found, leaders, place_of
from workbench.review.scoring import Scores, places, ranking

some = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=40)


def scores(pairs: list[tuple[int, int]]) -> Scores:
    """Make scores from pairs of least and width."""
    least = np.array([float(a) for a, _ in pairs])
    return Scores(least, least + np.array([float(b) for _, b in pairs]), 10.0)


@given(some, st.integers(1, 10))
def test_the_head_is_the_head_of_the_whole_ranking(pairs: list[tuple[int, int]], most: int) -> None:
    """Sorting only the head gives the same lines and places as sorting everybody."""
    earned = scores(pairs)
    everybody = np.ones(len(pairs), dtype=bool)
    head = leaders(earned, everybody, most)
    assert [line.row for line in head] == ranking(earned)[:most].tolist()
    assert [line.place for line in head] == places(earned)[ranking(earned)[:most]].tolist()


def test_a_large_crowd_has_the_same_head() -> None:
    """Passing over whoever stands below a sample's head loses nobody, ties and gaps included."""
    random = np.random.default_rng(5)
    least = random.integers(0, 40, 50_000).astype(float)
    earned = Scores(least, least + random.integers(0, 3, 50_000), 50.0)
    rows = random.random(50_000) < 0.3
    whole = [row for row in ranking(earned).tolist() if rows[row]][:50]
    assert [line.row for line in leaders(earned, rows, 50)] == whole


@given(some, st.data())
def test_the_chosen_one_is_always_there(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """Whoever is chosen stands in the list, once, with their true place."""
    earned = scores(pairs)
    row = data.draw(st.integers(0, len(pairs) - 1))
    lines = leaders(earned, np.ones(len(pairs), dtype=bool), 3, chosen=row)
    assert [line.row for line in lines].count(row) == 1
    mine = next(line for line in lines if line.row == row)
    assert mine.place == places(earned)[row] == place_of(earned, np.full(len(pairs), True), row)


def test_who_is_not_ranked_is_not_listed() -> None:
    """Somebody set aside is neither listed nor counted, even when chosen."""
    earned = scores([(9, 0), (5, 0), (3, 0)])
    rows = np.array([False, True, True])
    assert [line.row for line in leaders(earned, rows, 5, chosen=0)] == [1, 2]
    assert leaders(earned, rows, 5)[0].place == 1


def test_a_search_keeps_everybody_s_place() -> None:
    """The place is the one among all, not among those found."""
    earned = scores([(1, 0), (9, 0), (5, 0), (3, 0)])
    lines = found(earned, np.full(4, True), np.array([0, 3]), 5)
    assert [(line.row, line.place) for line in lines] == [(3, 3), (0, 4)]
