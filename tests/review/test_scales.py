"""How values become places and back; a scale only draws (domain 4)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from small_clients import AWKWARD

from workbench.review.axes import Scale
from workbench.review.scales import fitting_scale, ruler, spread, ticks

SCALES: tuple[Scale, ...] = ("linear", "log", "rank")
scales = st.sampled_from(SCALES)
values_of = st.lists(
    st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda v: round(v, 3)), min_size=1, max_size=30
)


@given(values_of, scales, st.booleans(), st.floats(0, 1))
@example([0.0, 1.0, 1.0, 1.0, 5.0], "rank", True, 0.4)
@example([-3.0, 0.0, 0.001, 1e9], "log", True, 0.99)
def test_read_inverts_place(values: list[float], scale: Scale, turned: bool, part: float) -> None:
    """Whatever the scale and the direction, the value read at a place is the one drawn there."""
    drawn = ruler(np.array(values), scale, reverse=turned)
    between = drawn.low + part * (drawn.high - drawn.low)
    for value in [*values, between]:
        read = drawn.read(float(drawn.place(value)))
        assert read == pytest.approx(value, rel=1e-6, abs=1e-6 * (drawn.high - drawn.low))


@given(values_of, scales, st.booleans())
def test_everybody_is_drawn_inside_and_in_order(
    values: list[float], scale: Scale, turned: bool
) -> None:
    given_ = np.array(values)
    at = ruler(given_, scale, reverse=turned).place(given_)
    assert ((at >= 0) & (at <= 1)).all()
    order = np.argsort(given_, kind="stable")
    steps = np.diff(at[order])
    assert (steps <= 1e-12).all() if turned else (steps >= -1e-12).all()


@given(values_of, scales, st.permutations(range(30)))
def test_the_order_of_rows_moves_nobody(
    values: list[float], scale: Scale, order: list[int]
) -> None:
    places = [i for i in order if i < len(values)]
    given_ = np.array(values)
    at = ruler(given_, scale, reverse=False).place(given_)
    moved = given_[places]
    assert np.array_equal(ruler(moved, scale, reverse=False).place(moved), at[places])


def test_places_by_hand() -> None:
    """Even steps: 0, 50, 100 with a twentieth free at both ends."""
    drawn = ruler(np.array([0.0, 100.0]), "linear", reverse=False)
    assert drawn.place([0, 50, 100]).tolist() == pytest.approx([0.05, 0.5, 0.95])
    turned = ruler(np.array([0.0, 100.0]), "linear", reverse=True)
    assert turned.place([0, 50, 100]).tolist() == pytest.approx([0.95, 0.5, 0.05])


def test_ranks_are_even_and_equal_values_share_the_middle() -> None:
    """Ranks of 1, 5, 5, 900: 1, 2½, 2½, 4 — an outlier is one step away, not 180."""
    at = ruler(np.array([1.0, 5.0, 5.0, 900.0]), "rank", reverse=False, margin=0).place([1, 5, 900])
    assert at.tolist() == pytest.approx([0, 0.5, 1])


def test_missing_values_have_no_place() -> None:
    for scale in SCALES:
        at = ruler(np.array([1.0, np.nan, 4.0, 9.0]), scale, reverse=True).place([np.nan, 4.0])
        assert np.isnan(at[0])
        assert np.isfinite(at[1])


def test_doubling_steps_are_symmetric_about_zero() -> None:
    """Domain 4: log is symlog, so losses have a place."""
    drawn = ruler(np.array([-100.0, -1.0, 0.0, 1.0, 100.0]), "log", reverse=False)
    left, right = drawn.place([-100, -1, 0]), drawn.place([100, 1, 0])
    assert (left + right).tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("scale", SCALES)
def test_awkward_values_have_places_and_labels(name: str, scale: Scale) -> None:
    for column, given_ in AWKWARD[name].items():
        if column in {"segment", "kind"}:
            continue
        values = np.array([np.nan if v is None else v for v in given_], dtype=np.float64)
        drawn = ruler(values, scale, reverse=False)
        at = drawn.place(values)
        assert np.array_equal(np.isnan(at), np.isnan(values))
        marks = ticks(drawn)
        assert len(marks) <= 9
        assert np.isfinite(drawn.place(marks)).all()


@given(values_of, scales)
def test_labels_are_few_rising_and_inside(values: list[float], scale: Scale) -> None:
    drawn = ruler(np.array(values), scale, reverse=False)
    marks = ticks(drawn)
    assert 1 <= len(marks) <= 9
    assert (np.diff(marks) > 0).all()
    slack = 1e-6 * (drawn.high - drawn.low)
    assert ((marks >= drawn.low - slack) & (marks <= drawn.high + slack)).all()


def test_labels_are_round() -> None:
    assert ticks(ruler(np.array([0.0, 100.0]), "linear", reverse=False)).tolist() == [
        0, 20, 40, 60, 80, 100,
    ]  # fmt: skip
    narrow = ticks(ruler(np.array([300.0, 480.0]), "log", reverse=False))
    assert narrow.tolist() == [300, 350, 400, 450]
    marks = ticks(ruler(np.array([1.0, 10, 100, 1000]), "log", reverse=False))
    assert {1.0, 10.0, 100.0, 1000.0} <= set(marks.tolist())


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([1, 2, 3, 4], "linear"),
        ([1, 1, 2, 3, 400], "log"),
        ([-5, 1, 1, 400], "linear"),  # values on both sides of zero keep even steps
        ([], "linear"),
        ([0, 0, 0], "linear"),
    ],
)
def test_the_scale_proposed_suits_the_values(values: list[float], scale: str) -> None:
    assert fitting_scale(np.array(values, dtype=np.float64)) == scale


def test_dots_on_one_level_are_spread_by_their_id_alone() -> None:
    ids = np.array(["a", "b", "ü", "<script>"], dtype=object)
    apart = spread(ids)
    assert (np.abs(apart) <= 0.5).all()
    assert len(set(apart)) == 4
    assert np.array_equal(spread(ids[::-1]), apart[::-1])
