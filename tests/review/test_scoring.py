"""What customers earn on the bars: shares, ranges, ranking (domain 5)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column, Customers
from workbench.errors import WorkbenchError
from workbench.review.points import Bands, Bar, ByLevel, Linear, Points
from workbench.review.scoring import (
    Earned,
    Scores,
    feeds,
    places,
    ranking,
    refuse_points,
    score_column,
    shares,
    standing,
    with_points,
)

NAN = math.nan


def customers(**columns: list[float] | list[str | None]) -> Customers:
    """Make customers c0, c1 … with these columns; lists of text become columns of words."""
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {"name": [f"C{i}" for i in range(n)]}, index=pd.Index([f"c{i}" for i in range(n)])
    )
    meanings = {}
    for name, values in columns.items():
        words = sorted({v for v in values if isinstance(v, str)})
        frame[name] = pd.Series(values, index=frame.index, dtype=object if words else "float64")
        if name != "kind":
            meanings[name] = Column(name, name.title(), levels=tuple(words))
    return Customers(frame, meanings)


def low_high(how: Linear | Bands | ByLevel, values: list[float] | list[str | None]) -> list[tuple]:
    low, high = shares(customers(v=values), Bar(column="v", how=how))
    return list(zip(low.tolist(), high.tolist(), strict=True))


def test_octima() -> None:
    """Worked example of domain 5: weights 30/25/25/15/5; A earns 77, B 70."""
    weights = (30, 25, 25, 15, 5)
    earned = ((13, 28), (23, 14), (22, 18), (15, 9), (4, 1))
    facts = {f"b{i}": [float(a), float(b)] for i, (a, b) in enumerate(earned)}
    points = Points(
        mode="budget",
        bars=tuple(
            Bar(column=f"b{i}", points=w, how=Linear(worst=0, best=w))
            for i, w in enumerate(weights)
        ),
    )
    scores = Earned(customers(**facts)).score(points)
    assert scores.least.tolist() == [77, 70]
    assert scores.most.tolist() == [77, 70]
    assert scores.possible == 100


def test_even_steps_between_worst_and_best_are_cut_at_both_ends() -> None:
    """clip((v − worst)/(best − worst), 0, 1), also with worst above best; missing is 0 to 1."""
    values = [-5, 0, 15, 30, 99, NAN, math.inf]
    more = [0, 0, 0.5, 1, 1, 0, 1]
    assert [low for low, _ in low_high(Linear(worst=0, best=30), values)] == more
    less = low_high(Linear(worst=30, best=0), values)
    assert less == [(1, 1), (1, 1), (0.5, 0.5), (0, 0), (0, 0), (0, 1), (0, 0)]


def test_an_edge_belongs_to_the_better_band() -> None:
    """«30 days or fewer» and «20 orders or more» mean what they say; the middle may be best."""
    less = Bands(edges=(30, 60), shares=(1, 0.5, 0))
    assert [low for low, _ in low_high(less, [30, 30.01, 60, 61])] == [1, 0.5, 0.5, 0]
    more = Bands(edges=(5, 20), shares=(0, 0.5, 1))
    assert [low for low, _ in low_high(more, [4.99, 5, 19, 20])] == [0, 0.5, 0.5, 1]
    middle = Bands(edges=(1, 2), shares=(0, 1, 0))
    assert [low for low, _ in low_high(middle, [0.9, 1, 2, 2.1])] == [0, 1, 1, 0]
    assert low_high(middle, [NAN]) == [(0, 1)]


def test_an_unknown_level_is_missing() -> None:
    how = ByLevel(shares={"card": 1, "cash": 0.25})
    assert low_high(how, ["card", "cash", "barter", None]) == [(1, 1), (0.25, 0.25), (0, 1), (0, 1)]


def test_a_column_nobody_has_gives_everybody_a_range() -> None:
    """Prospects lack most measures; so does a client whose file lost a column."""
    given_bars = Points(bars=(Bar(column="gone", points=4, how=Linear(worst=0, best=1)),))
    scores = Earned(customers(v=[1.0, 2.0])).score(given_bars)
    assert scores.least.tolist() == [0, 0]
    assert scores.most.tolist() == [4, 4]
    assert low_high(ByLevel(shares={"a": 1}), [1.0]) == [(0, 1)]
    assert low_high(Linear(worst=0, best=1), ["a"]) == [(0, 1)]


def test_a_value_that_is_a_range_earns_a_range() -> None:
    """A score of signs between 2 and 6 earns what any value from 2 to 6 would."""
    known = customers(signs=[4.0])
    ends = (np.array([2.0]), np.array([6.0]))
    ranged = known.with_column(known.columns["signs"], [4.0], ends=ends)
    linear = shares(ranged, Bar(column="signs", how=Linear(worst=8, best=0)))
    assert (linear[0][0], linear[1][0]) == (0.25, 0.75)
    bands = Bands(edges=(3, 5), shares=(0.2, 1, 0.4))
    low, high = shares(ranged, Bar(column="signs", how=bands))
    assert (low[0], high[0]) == (0.2, 1)


FACTS = st.lists(st.one_of(st.just(NAN), st.floats(-1e6, 1e6)), min_size=3, max_size=3)
CROWD = st.lists(FACTS, min_size=1, max_size=12)
WORTH = st.lists(st.floats(0, 10), min_size=3, max_size=3)


def _crowd(rows: list[list[float]]) -> Customers:
    return customers(**{f"v{i}": [row[i] for row in rows] for i in range(3)})


def _bars(worth: list[float]) -> Points:
    return Points(
        bars=tuple(
            Bar(column=f"v{i}", points=w, how=Linear(worst=-10 * i, best=100.5))
            for i, w in enumerate(worth)
        )
    )


@given(CROWD, WORTH, st.integers(0, 2), st.floats(0, 10))
def test_more_points_never_lower_a_score(
    rows: list[list[float]], worth: list[float], which: int, more: float
) -> None:
    """Neither the least nor the most of anybody falls when a bar gets more points."""
    earned, points = Earned(_crowd(rows)), _bars(worth)
    before = earned.score(points)
    after = earned.score(points.give(f"v{which}", max(more, worth[which])))
    assert (after.least >= before.least).all()
    assert (after.most >= before.most).all()


@given(CROWD, WORTH, st.randoms(use_true_random=False))
def test_reordering_moves_nobody(
    rows: list[list[float]], worth: list[float], random: object
) -> None:
    """Neither the order of customers nor that of bars changes a score by a single bit."""
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    points = _bars(worth)
    turned = points.model_copy(update={"bars": points.bars[::-1]})
    before = Earned(_crowd(rows)).score(points)
    after = Earned(_crowd([rows[i] for i in order])).score(turned)
    assert after.least.tolist() == before.least[order].tolist()
    assert after.most.tolist() == before.most[order].tolist()
    assert places(after).tolist() == places(before)[order].tolist()


def test_equal_customers_earn_equally_wherever_they_stand() -> None:
    """40,001 copies of one customer in a crowd beyond one block have one score."""
    points = _bars([3.3, 0.1, 7.7])
    scores = Earned(_crowd([[1.1, 2.2, 3.3]] * 40_001)).score(points)
    assert len(np.unique(scores.least)) == 1


@given(FACTS, WORTH, st.integers(0, 2), st.floats(-1e6, 1e6))
def test_a_fact_that_becomes_known_narrows_the_range(
    row: list[float], worth: list[float], which: int, value: float
) -> None:
    """The new range lies within the old one; least ≤ most ≤ possible throughout."""
    unknown = [NAN if i == which else fact for i, fact in enumerate(row)]
    known = [value if i == which else fact for i, fact in enumerate(row)]
    points = _bars(worth)
    wide, narrow = (Earned(_crowd([facts])).score(points) for facts in (unknown, known))
    assert wide.least[0] <= narrow.least[0] <= narrow.most[0] <= wide.most[0] <= wide.possible


def test_ranges_rank_by_least_then_by_most() -> None:
    scores = Scores(np.array([3.0, 5.0, 3.0, 3.0]), np.array([4.0, 5.0, 9.0, 4.0]), 10)
    assert ranking(scores).tolist() == [1, 2, 0, 3]
    assert places(scores).tolist() == [3, 1, 2, 3]
    assert standing(scores, 2, 4) == (2, 5)
    nobody = Scores(np.array([]), np.array([]), 10)
    assert ranking(nobody).tolist() == places(nobody).tolist() == []
    assert math.isnan(nobody.average)


def test_prospects_join_the_same_ranking() -> None:
    today = Scores(np.array([1.0]), np.array([1.0]), 5)
    both = today.joined(Scores(np.array([0.0]), np.array([5.0]), 5))
    assert both.middle.tolist() == [1, 2.5]
    assert len(both) == 2


def test_bars_show_ideal_average_and_the_chosen_one() -> None:
    """The average leaves out prospects and unknown facts and says over how many it is taken."""
    crowd = customers(v=[0.0, 1.0, NAN, 1.0], kind=["customer", "customer", "customer", "prospect"])
    earned = Earned(crowd)
    points = Points(bars=(Bar(column="v", points=8, how=Linear(worst=0, best=1)),))
    (bar,) = earned.on_bars(points, row=2)
    assert (bar.points, bar.average, bar.known) == (8, 4, 2)
    assert (bar.least, bar.most) == (0, 8)
    (nobody,) = earned.on_bars(points)
    assert math.isnan(nobody.least)
    lost = Points(bars=(Bar(column="gone", how=Linear(worst=0, best=1)),))
    assert math.isnan(earned.on_bars(lost)[0].average)


def test_moving_points_computes_no_share_again_and_old_definitions_go() -> None:
    earned = Earned(customers(v=[0.0, 1.0]))
    points = Points(bars=(Bar(column="v", points=8, how=Linear(worst=0, best=1)),))
    earned.score(points)
    share = earned.share(points.bars[0])
    earned.score(points.give("v", 3))
    assert earned.share(points.bars[0]) is share
    earned.score(points.earn("v", Linear(worst=0, best=2)))
    assert earned.share(points.bars[0]) is not share


def test_no_bar_may_feed_on_points() -> None:
    """Directly or through other columns, however many; a circle of needs ends."""
    columns = {
        "points": Column("points", "Points", needs=("orders",)),
        "worth": Column("worth", "Worth", needs=("turnover", "points")),
        "rate": Column("rate", "Rate", needs=("worth",)),
        "turnover": Column("turnover", "Turnover", needs=("circle",)),
        "circle": Column("circle", "Circle", needs=("turnover",)),
    }
    assert feeds(columns, "rate") == {"worth", "turnover", "points", "circle", "orders"}
    for name in ("points", "points_least", "worth", "rate"):
        with pytest.raises(WorkbenchError, match="depends on points"):
            refuse_points(columns, name)
    refuse_points(columns, "turnover")
    crowd = with_points(customers(v=[1.0]), Points(), Scores(np.zeros(1), np.zeros(1), 0))
    with pytest.raises(WorkbenchError):
        Earned(crowd).share(Bar(column="points", how=Linear(worst=0, best=1)))


def test_the_score_is_a_column_with_ends() -> None:
    points = Points(bars=(Bar(column="v", points=8, how=Linear(worst=0, best=1)),))
    crowd = customers(v=[0.5, NAN])
    scored = with_points(crowd, points, Earned(crowd).score(points))
    assert scored.numbers("points").tolist() == [4, 4]
    assert [ends.tolist() for ends in scored.range_of("points")] == [[4, 0], [4, 8]]
    assert score_column(points).needs == ("v",)
    assert score_column(points).unit == "of 8"


def test_without_bars_everybody_has_nothing_of_nothing() -> None:
    scores = Earned(customers(v=[1.0, 2.0])).score(Points())
    assert scores.least.tolist() == [0, 0]
    assert scores.possible == 0
    assert scores.average == 0
