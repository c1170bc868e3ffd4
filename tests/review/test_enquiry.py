"""A new enquiry put to the bars before it is accepted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column
from workbench.review.enquiry import enquire
from workbench.review.points import Bar, ByLevel, Linear, Points
from workbench.review.scoring import Scores

DAYS = Column("days", "Days late", "days", "less")
FIT = Column("fit", "Fit", levels=("no", "yes"))
COLUMNS = {c.name: c for c in (DAYS, FIT)}
POINTS = Points(
    bars=(
        Bar(column="days", points=10, how=Linear(worst=30, best=0)),
        Bar(column="fit", points=5, how=ByLevel(shares={"no": 0, "yes": 1})),
    )
)
TODAY = np.array([2.0, 6.0, 10.0, 14.0])
SCORES = Scores(TODAY, TODAY, 15.0)
ALL = np.full(4, True)


def test_what_is_known_earns_its_points() -> None:
    """15 days late earn half of ten, «yes» all of five: 10 of 15."""
    answer = enquire(COLUMNS, POINTS, {"days": 15.0, "fit": "yes"}, SCORES, ALL)
    assert (answer.least, answer.most, answer.possible) == (10.0, 10.0, 15.0)
    assert answer.points == "10"
    assert (answer.best, answer.worst, answer.among) == (2, 2, 4)
    assert answer.ask == ""
    assert "a good one" in answer.likely


def test_what_is_not_known_leaves_a_range() -> None:
    """An open question earns from nothing to everything, and the widest one is asked next."""
    answer = enquire(COLUMNS, POINTS, {"fit": "yes"}, SCORES, ALL)
    assert answer.points == "5–15"
    assert answer.ask == "Days late"
    assert (answer.best, answer.worst) == (1, 4)
    assert "anything" in answer.likely


def test_without_customers_nothing_is_promised() -> None:
    """Nobody to compare with: no tier."""
    answer = enquire(COLUMNS, POINTS, {}, SCORES, np.full(4, False))
    assert answer.among == 0
    assert "nobody" in answer.likely


@given(st.floats(-50, 90), st.floats(-50, 90))
def test_a_better_answer_never_earns_less(first: float, second: float) -> None:
    """Fewer days late never cost points."""
    sooner, later = sorted((first, second))
    better = enquire(COLUMNS, POINTS, {"days": sooner}, SCORES, ALL)
    worse = enquire(COLUMNS, POINTS, {"days": later}, SCORES, ALL)
    assert better.least >= worse.least
    assert better.best <= worse.best


def test_the_likely_tier_is_that_of_the_nearest_in_points() -> None:
    """15 of 15 points: of the ten nearest of twelve (4 … 15), seven are ideal, and so it is likely.

    Who has no tier is not asked.
    """
    points = np.array([*range(4, 16), 15], dtype=np.float64)
    tiers = np.array([*["Break-even"] * 5, *["Ideal"] * 7, None], dtype=object)
    known = {"days": 0.0, "fit": "yes"}
    rows = np.full(13, True)
    found = enquire(COLUMNS, POINTS, known, Scores(points, points, 15.0), rows, tiers=tiers)
    assert found.tier == "7 of the 10 customers nearest in points are in tier 1 Ideal"
    none = enquire(COLUMNS, POINTS, known, SCORES, ALL, tiers=np.full(4, None))
    assert none.tier == ""
