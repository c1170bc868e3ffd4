"""Points for the good customer: the bars, both modes, the helpers (domain 5)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workbench.errors import WorkbenchError
from workbench.review.points import (
    BUDGET,
    Bands,
    Bar,
    ByLevel,
    Linear,
    Mode,
    Points,
    largest_remainder,
    roc_weights,
)

EVEN = Linear(worst=0, best=1)


def bars(mode: Mode, *worth: float) -> Points:
    """Points on bars a, b, c … of this worth."""
    return Points(
        mode=mode,
        bars=tuple(
            Bar(column=chr(ord("a") + i), points=points, how=EVEN) for i, points in enumerate(worth)
        ),
    )


def worth(points: Points) -> list[float]:
    return [bar.points for bar in points.bars]


tens = st.lists(st.floats(0, 10), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("n", "weights"),
    [
        (1, [1]),
        (2, [0.75, 0.25]),
        (3, [0.6111, 0.2778, 0.1111]),
        (4, [0.5208, 0.2708, 0.1458, 0.0625]),
    ],
)
def test_rank_order_centroids_are_those_of_the_table(n: int, weights: list[float]) -> None:
    """The table of domain 5."""
    assert list(roc_weights(n)) == pytest.approx(weights, abs=5e-5)
    assert math.fsum(roc_weights(n)) == pytest.approx(1)


def test_whole_points_go_to_the_largest_remainders() -> None:
    """61.11, 27.78 and 11.11 of 100: the one left over goes to .78; of equals to the first."""
    assert largest_remainder(roc_weights(3), 100) == (61, 28, 11)
    assert largest_remainder([1, 1, 1], 100) == (34, 33, 33)
    assert largest_remainder([0.29, 0.71], 100) == (29, 71)
    with pytest.raises(WorkbenchError, match="nothing to share"):
        largest_remainder([0, 0], 100)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(any), st.integers(0, 1000))
def test_a_share_adds_up_and_is_within_one_of_its_quota(weights: list[float], total: int) -> None:
    """Largest remainder: nothing is lost, nobody is off by a whole point."""
    shared = largest_remainder(weights, total)
    assert sum(shared) == total
    for part, weight in zip(shared, weights, strict=True):
        assert abs(part - weight * total / math.fsum(weights)) < 1 + 1e-6


def test_ten_each_refuses_what_is_outside() -> None:
    points = bars("ten", 5, 5)
    assert worth(points.give("b", 10)) == [5, 10]
    assert points.left == math.inf
    for outside in (10.5, -1, math.nan):
        with pytest.raises(WorkbenchError, match="0 to 10"):
            points.give("a", outside)


def test_a_budget_gives_at_most_what_is_left() -> None:
    points = bars("budget", 60, 30)
    assert points.left == 10
    assert points.limit("b") == 40
    assert worth(points.give("b", 90)) == [60, 40]
    assert worth(points.add(Bar(column="z", points=25, how=EVEN))) == [60, 30, 10]
    assert points.remove("a").left == 70
    with pytest.raises(WorkbenchError):
        points.give("a", -1)


@given(
    tens,
    st.lists(st.tuples(st.integers(0, 7), st.floats(0, 200)), max_size=20),
)
def test_a_budget_is_never_overspent(start: list[float], moves: list[tuple[int, float]]) -> None:
    """After a conversion the budget is 100 exactly; no series of moves takes it above."""
    points = bars("ten", *start).switch("budget")
    if any(start):
        assert sum(worth(points)) == BUDGET
    for which, amount in moves:
        bar = points.bars[which % len(points.bars)]
        points = points.give(bar.column, amount)
        assert points.possible <= BUDGET + 1e-9
        assert points.left >= 0


@given(tens.filter(any))
def test_a_budget_becomes_tens_by_its_largest(start: list[float]) -> None:
    """10·w / largest w: the most important bar has ten, proportions stay, nothing exceeds ten."""
    budget = bars("ten", *start).switch("budget")
    back = worth(budget.switch("ten"))
    top = max(worth(budget))
    assert max(back) == 10
    assert back == pytest.approx([10 * points / top for points in worth(budget)])


def test_nothing_given_stays_nothing_in_the_other_mode() -> None:
    assert worth(bars("ten", 0, 0).switch("budget")) == [0, 0]
    assert Points().switch("budget").left == 100


def test_ranks_become_points_in_both_modes() -> None:
    """ROC for n = 3: 61, 28, 11 of a budget; 10·w/max in tens. Ties share their mean weight."""
    ranks = {"a": 2, "b": 1, "c": 3}
    assert worth(bars("budget", 0, 0, 0).by_rank(ranks)) == [28, 61, 11]
    tied = bars("ten", 1, 1, 1).by_rank({"a": 2, "b": 1, "c": 2})
    assert worth(tied) == pytest.approx([10 * (7 / 36) / (11 / 18), 10, 10 * (7 / 36) / (11 / 18)])
    with pytest.raises(WorkbenchError, match="«c» has no rank"):
        bars("ten", 1, 1, 1).by_rank({"a": 1, "b": 2})
    assert Points().by_rank({}) == Points()


def test_swings_are_divided_by_their_sum() -> None:
    assert worth(bars("budget", 0, 0).by_swing({"a": 100, "b": 60})) == [63, 37]
    assert worth(bars("ten", 0, 0).by_swing({"a": 50, "b": 25})) == [10, 5]
    with pytest.raises(WorkbenchError, match="counts for anything"):
        bars("ten", 1, 1).by_swing({"a": 0, "b": 0})
    with pytest.raises(WorkbenchError, match="0 to 100"):
        bars("ten", 1, 1).by_swing({"a": 120, "b": 0})


def test_bars_are_added_moved_and_removed() -> None:
    points = bars("ten", 1, 2, 3)
    assert points.move("c", 0).columns == ("c", "a", "b")
    assert points.move("a", 99).columns == ("b", "c", "a")
    assert points.remove("b").columns == ("a", "c")
    with pytest.raises(WorkbenchError, match="two bars"):
        points.add(Bar(column="a", how=EVEN))
    with pytest.raises(WorkbenchError, match="no bar for «x»"):
        points.remove("x")


def test_how_a_bar_earns_can_change() -> None:
    changed = bars("ten", 1, 2).earn("b", Bands(edges=(30,), shares=(1, 0)))
    assert changed.bar("b").how == Bands(edges=(30,), shares=(1, 0))
    assert changed.bar("a").how == EVEN


def test_equal_ends_crooked_bands_and_overspending_are_refused() -> None:
    with pytest.raises(WorkbenchError, match="both 5"):
        Linear(worst=5, best=5)
    assert Linear(worst=30, best=0).best == 0
    with pytest.raises(WorkbenchError, match="must rise"):
        Bands(edges=(2, 1), shares=(0, 0.5, 1))
    with pytest.raises(WorkbenchError, match="2 bands"):
        Bands(edges=(2,), shares=(0, 0.5, 1))
    with pytest.raises(ValidationError):
        ByLevel(shares={"a": 1.5})
    with pytest.raises(WorkbenchError, match="more than ten"):
        bars("ten", 11)
    with pytest.raises(WorkbenchError, match="share 110"):
        bars("budget", 60, 50)


def test_points_survive_json() -> None:
    """Every way of earning, both texts; an unknown field is refused."""
    points = Points(
        mode="budget",
        bars=(
            Bar(column="a", points=40, how=Linear(worst=60, best=30)),
            Bar(column="b", points=35.5, how=Bands(edges=(1, 2), shares=(0, 0.5, 1))),
            Bar(column="c", points=0, how=ByLevel(shares={"card": 1, "cash": 0.5})),
        ),
    ).say(sentence=" They stay. ", message="Come to us")
    assert points.sentence == "They stay."
    assert Points.model_validate_json(points.model_dump_json()) == points
    assert points.say(sentence="").sentence == ""
    with pytest.raises(ValidationError):
        Points.model_validate({"mode": "ten", "bars": [], "colour": "red"})
