"""Where the dividing line lies (domain 4)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_clients import LEVELS

from workbench.customers import Column
from workbench.review.axes import Cut
from workbench.review.cuts import Line, draw, few, mean, on_better_side

TURNOVER = Column("turnover", "Turnover", "EUR", additive=True)
LATE = Column("days_late", "Days late", "days", better="less")
SEGMENT = Column("segment", "Segment", levels=LEVELS)
numbers = st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=1, max_size=40)


def line(values: list[float], cut: Cut, column: Column = TURNOVER, *, less: bool = False) -> Line:
    """Draw the line of these customers, all of them counted."""
    every = np.array(values, dtype=np.float64)
    return draw(column, cut, every, np.isfinite(every), less_is_better=less)


@pytest.mark.parametrize(
    ("values", "share", "cut"),
    [
        # P = 100; 50 + 30 reach 80, so the second value is the line.
        ([10, 50, 30, 10], 0.8, 30),
        # The same with ties at the line: 50 + 30 is 80 of 130 (61 %), + 30 is 110 (84 %).
        ([50, 30, 30, 10, 10], 0.8, 30),
        # Returns don't count: P is the sum of the positive ones alone.
        ([50, 30, 10, 10, -400], 0.8, 30),
        # 80 % is computed, never assumed to be 20 % of the customers.
        ([1] * 10, 0.8, 1),
        ([100, 1, 1, 1], 0.8, 100),
        # All of it needs everybody who brings something.
        ([5, 3, 0, -1], 1.0, 3),
        # A tenth of rounding in the sum must not ask for one customer more: 3 × 0.1 of 0.375.
        ([0.1, 0.1, 0.1, 0.075], 0.8, 0.1),
    ],
)
def test_the_few_by_hand(values: list[float], share: float, cut: float) -> None:
    """Domain 4: P sorted falling; the k smallest number whose sum reaches the share of P."""
    assert few(np.array(values, dtype=np.float64), share) == cut


@given(numbers, st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_the_few_bring_their_share_and_one_fewer_does_not(
    values: list[float], share: float
) -> None:
    given_ = np.array(values)
    cut = few(given_, share)
    positive = given_[given_ > 0]
    if np.isnan(cut):
        assert not len(positive)
        return
    whole = positive.sum()
    assert positive[positive >= cut].sum() >= share * whole * (1 - 1e-9)
    assert positive[positive > cut].sum() < share * whole * (1 + 1e-9)


@given(numbers, st.permutations(range(40)))
def test_every_computed_line_is_the_same_in_any_order(values: list[float], order: object) -> None:
    shuffled = [values[i] for i in order if i < len(values)]  # type: ignore[attr-defined]
    for by in ("median", "mean", "share"):
        cut = Cut.model_validate({"by": by})
        assert line(values, cut) == line(shuffled, cut)


def test_the_mean_of_equal_values_is_that_value_in_any_order() -> None:
    """A sum of floats depends on its order: 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1."""
    assert sum([0.1, 0.2, 0.3]) != sum([0.3, 0.2, 0.1])
    assert mean(np.array([0.1, 0.2, 0.3])) == mean(np.array([0.3, 0.2, 0.1]))


def test_nobody_positive_gives_a_sentence_and_the_median() -> None:
    """Domain 4: P = 0 gives a sentence."""
    drawn = line([-5, -1, 0], Cut(by="share"))
    assert drawn.value == -1
    assert "No customer has a positive turnover" in drawn.sentence
    assert "80 %" in drawn.sentence


def test_the_few_need_amounts_that_add_up() -> None:
    drawn = line([3, 9, 1], Cut(by="share"), LATE, less=True)
    assert drawn.value == 3
    assert "does not add up" in drawn.sentence


def test_those_on_the_line_belong_to_the_better_side() -> None:
    """Domain 4: also where less is better: value ≤ cut."""
    values = np.array([1.0, 2.0, 3.0, np.nan])
    assert on_better_side(values, 2, less_is_better=False).tolist() == [False, True, True, False]
    assert on_better_side(values, 2, less_is_better=True).tolist() == [True, True, False, False]


def test_a_line_that_divides_nobody_says_how_many_sit_on_it_and_offers_the_nearest() -> None:
    """Domain 4: more than half buy nothing, so the median is 0 and everybody is at least that."""
    drawn = line([0, 0, 0, 4, 9], Cut(by="median"))
    assert (drawn.value, drawn.suggestion) == (0, 4)
    assert "3 customers sit on the line" in drawn.sentence
    assert "4 EUR would divide them" in drawn.sentence


@given(numbers, st.floats(-1e9, 1e9), st.booleans())
def test_a_suggested_line_divides(values: list[float], at: float, less: bool) -> None:
    drawn = line(values, Cut(by="value", value=at), less=less)
    if drawn.suggestion is None:
        better = on_better_side(np.array(values), drawn.value, less_is_better=less)
        assert len(set(values)) == 1 or 0 < better.sum() < len(values)
    else:
        better = on_better_side(np.array(values), drawn.suggestion, less_is_better=less)
        assert 0 < better.sum() < len(values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [([7], "The only customer has 7 EUR"), ([7, 7, 7], "All 3 have 7 EUR"), ([], "nobody")],
)
def test_where_nothing_can_be_divided_a_sentence_says_so(
    values: list[float], sentence: str
) -> None:
    assert sentence in line(values, Cut()).sentence


def test_only_those_counted_decide() -> None:
    """Domain 4: computed on placed customers, not on prospects."""
    values = np.array([1.0, 2.0, 3.0, 1000.0])
    counted = np.array([True, True, True, False])
    for by, expected in (("median", 2), ("mean", 2), ("share", 2)):
        cut = Cut.model_validate({"by": by})
        assert draw(TURNOVER, cut, values, counted, less_is_better=False).value == expected


@pytest.mark.parametrize(
    ("values", "below"),
    [
        ([0, 0, 1, 2], 1),
        ([2, 2, 2, 0], 2),
        # The middle one is «medium», but nobody is below it: the line moves to where it divides.
        ([1, 1, 1, 2], 2),
        ([0, 0, 0, 1], 1),
        ([0, 2], 1),
    ],
)
def test_levels_are_divided_between_two(values: list[float], below: int) -> None:
    drawn = line(values, Cut(), SEGMENT)
    assert (drawn.value, drawn.sentence) == (below - 0.5, "")


def test_a_divider_that_leaves_a_side_empty_offers_one_that_does_not() -> None:
    drawn = line([1, 2, 2], Cut(by="value", value=1), SEGMENT)
    assert (drawn.value, drawn.suggestion) == (0.5, 2)
    assert "Below «high» it would divide them" in drawn.sentence
    drawn = line([0, 1, 1], Cut(by="value", value=2), SEGMENT)
    assert (drawn.value, drawn.suggestion) == (1.5, 1)
    assert "worse side" in drawn.sentence


@pytest.mark.parametrize("value", [-4, 0, 3, 99, 1e300])
def test_a_divider_stays_among_the_levels(value: float) -> None:
    drawn = line([0, 1, 2], Cut(by="value", value=value), SEGMENT)
    assert drawn.value in {0.5, 1.5}


def test_one_level_used_or_one_there_is_says_so() -> None:
    assert "All 2 have «low»" in line([0, 0], Cut(), SEGMENT).sentence
    only = Column("plan", "Plan", levels=("basic",))
    assert "The only customer has «basic»" in line([0], Cut(), only).sentence
    assert "nobody" in line([], Cut(), only).sentence
