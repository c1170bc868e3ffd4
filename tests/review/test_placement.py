"""Who falls in which quadrant, and that nothing but facts and lines moves them (domain 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_clients import AWKWARD, LEVELS, axes, client, clients, cuts, reviewed, scales

from workbench.customers import Column, Customers, Missing
from workbench.errors import WorkbenchError
from workbench.review.axes import Axis, Cut, Side
from workbench.review.placement import Placement, place, standing
from workbench.review.review import Judgement, Review, SetAside


def reordered(customers: Customers, order: list[int]) -> Customers:
    """Return the same customers in another order of rows."""
    return replace(
        customers,
        frame=customers.frame.iloc[order],
        missing={
            name: tuple(Missing(rule.rows[order], rule.why) for rule in rules)
            for name, rules in customers.missing.items()
        },
        ranges={name: (low[order], high[order]) for name, (low, high) in customers.ranges.items()},
    )


def quadrants_by_id(placement: Placement) -> dict[str, tuple[int, str]]:
    """Return each id's quadrant and reason."""
    return {
        str(key): (int(placement.quadrant[row]), placement.why_not(row))
        for row, key in enumerate(placement.customers.ids)
    }


def test_four_customers_fall_in_four_quadrants() -> None:
    """Domain 4: better is always right and up; days late better when few. Lines at 10 and 5."""
    customers = client(
        {"turnover": [100, 1, 100, 1], "days_late": [0, 0, 30, 30]}, ids=["a", "b", "c", "d"]
    )
    placed = place(
        customers,
        reviewed(
            Axis(column="turnover", cut=Cut(by="value", value=10)),
            Axis(column="days_late", cut=Cut(by="value", value=5)),
        ),
    )
    assert placed.quadrant.tolist() == [0, 1, 2, 3]
    assert placed.y.at[0] > placed.y.at[2]
    assert placed.x.at[0] > placed.x.at[1]


def test_customers_on_the_line_belong_to_the_better_side() -> None:
    """Domain 4: less is better: value ≤ cut."""
    customers = client({"turnover": [10, 9.99], "days_late": [5, 5.01]})
    placed = place(
        customers,
        reviewed(
            Axis(column="turnover", cut=Cut(by="value", value=10)),
            Axis(column="days_late", cut=Cut(by="value", value=5)),
        ),
    )
    assert placed.quadrant.tolist() == [0, 3]


def test_a_direction_turned_round_turns_side_and_drawing() -> None:
    customers = client({"turnover": [1, 2, 3], "days_late": [1, 2, 3]})
    cut = Cut(by="value", value=2)
    less = place(customers, reviewed(Axis(column="turnover", better="less", cut=cut), "days_late"))
    assert less.x.better.tolist() == [True, True, False]
    assert (np.diff(less.x.at) < 0).all()


@settings(max_examples=60)
@given(clients(), axes, axes, st.randoms(use_true_random=False))
def test_reordering_customers_moves_nobody(
    customers: Customers, x: Axis, y: Axis, random: Any
) -> None:
    order = list(range(len(customers)))
    random.shuffle(order)
    review = reviewed(x, y)
    one, other = place(customers, review), place(reordered(customers, order), review)
    assert quadrants_by_id(one) == quadrants_by_id(other)
    assert np.array_equal(one.x.at[order], other.x.at, equal_nan=True)


@settings(max_examples=60)
@given(clients(), axes, axes, scales, scales)
def test_a_scale_change_moves_nobody(
    customers: Customers, x: Axis, y: Axis, across: Any, up: Any
) -> None:
    """Domain 4: the scale only draws."""
    one = place(customers, reviewed(x, y))
    other = place(
        customers,
        reviewed(x.model_copy(update={"scale": across}), y.model_copy(update={"scale": up})),
    )
    assert np.array_equal(one.quadrant, other.quadrant)
    assert np.array_equal(one.reason, other.reason)
    assert one.x.line == other.x.line or np.isnan(one.x.line.value)


@settings(max_examples=60)
@given(clients(), axes, axes)
def test_the_picture_agrees_with_the_quadrants(customers: Customers, x: Axis, y: Axis) -> None:
    """Whoever is on the better side is drawn right of (above) the line or on it."""
    placed = place(customers, reviewed(x, y))
    for axis in (placed.x, placed.y):
        if axis.column.words:
            continue
        known = np.isfinite(axis.at) & np.isfinite(axis.line_at)
        assert (axis.at[known & axis.better] >= axis.line_at - 1e-9).all()
        assert (axis.at[known & ~axis.better] <= axis.line_at + 1e-9).all()


def test_lines_come_from_raw_values_of_placed_customers() -> None:
    """Domain 4: not from prospects, not from those set aside or with only one of two values."""
    customers = client(
        {
            "turnover": [1, 2, 3, 100, 200, 300],
            "days_late": [1, 2, 3, None, 5, 6],
            "kind": ["customer"] * 5 + ["prospect"],
        }
    )
    review = reviewed("turnover", "days_late", x_cut=Cut(by="median"))
    review = review.model_copy(update={"set_aside": {"C4": SetAside(reason="own company")}})
    placed = place(customers, review)
    assert placed.x.line.value == 2
    assert placed.counted.tolist() == [True, True, True, False, False, False]
    assert placed.quadrant[5] >= 0, "a prospect is placed, and counts for no line"


def test_whoever_is_not_placed_is_told_why() -> None:
    """Domain 4: listed with the reason; none disappears."""
    customers = client({"turnover": [1, None, 3, 4], "days_late": [1, 2, None, 4]})
    review = reviewed("turnover", "days_late", set_aside={"C3": SetAside(reason="closed")})
    placed = place(customers, review)
    assert [placed.why_not(row) for row in range(4)] == [
        "",
        "No record of turnover",
        "No record of days_late",
        "Set aside: closed",
    ]
    assert placed.frame["reason"].tolist()[3] == "Set aside: closed"
    assert placed.frame["quadrant"].isna().tolist() == [False, True, True, True]


def test_set_aside_ids_that_are_gone_are_no_fault() -> None:
    customers = client({"turnover": [1], "days_late": [1]})
    review = reviewed("turnover", "days_late", set_aside={"gone": SetAside(reason="closed")})
    assert place(customers, review).quadrant.tolist() == [0]


@pytest.mark.parametrize(
    ("low", "high", "quadrant"), [(5, 9, 0), (10, 12, 0), (1, 4, 1), (1, 9, -1), (4.99, 5, -1)]
)
def test_a_range_is_placed_only_if_both_ends_are_on_one_side(
    low: float, high: float, quadrant: int
) -> None:
    """Domain 5: as an axis drawn at the midpoint and placed only if both ends fall on one side."""
    ends = ([low, 1], [high, 1])
    customers = client(
        {"frequency": [(low + high) / 2, 1], "days_late": [0, 0]}, ranges={"frequency": ends}
    )
    placed = place(customers, reviewed("frequency", "days_late", x_cut=Cut(by="value", value=5)))
    assert placed.quadrant[0] == quadrant
    if quadrant < 0:
        assert "facts are missing and the line lies between" in placed.why_not(0)


def test_words_are_placed_in_the_order_the_room_gives_them() -> None:
    customers = client({"turnover": [1, 1, 1], "segment": list(LEVELS)})
    cut = Cut(by="value", value=1)
    up = Axis(column="segment", cut=cut)
    as_is = place(customers, reviewed("turnover", up))
    assert as_is.y.better.tolist() == [False, True, True]
    turned = place(customers, reviewed("turnover", up, levels={"segment": tuple(reversed(LEVELS))}))
    assert turned.y.better.tolist() == [True, True, False]
    assert turned.y.at[0] > turned.y.at[2]


def test_words_less_of_which_is_better_stand_the_other_way_round() -> None:
    customers = client({"turnover": [1, 1, 1], "segment": list(LEVELS)})
    up = Axis(column="segment", better="less", cut=Cut(by="value", value=1))
    placed = place(customers, reviewed("turnover", up))
    assert placed.y.column.levels == tuple(reversed(LEVELS))
    assert placed.y.better.tolist() == [True, True, False]


def test_a_level_nobody_ordered_is_not_placed() -> None:
    customers = client({"turnover": [1, 1], "segment": ["low", "odd"]})
    placed = place(customers, reviewed("turnover", "segment"))
    assert placed.quadrant[1] == -1
    assert placed.why_not(1) == "Segment is not known"


def test_a_judged_axis_is_drawn_from_1_to_5_whoever_is_judged() -> None:
    """A dot can be dragged to a mark nobody has yet (domain 4: the room drags dots)."""
    trust = Column("judged_trust", "Trust", "of 5")
    customers = client({"turnover": [1, 2]}).with_column(trust, [3.0, np.nan])
    review = reviewed(
        "turnover", "judged_trust", judged={"judged_trust": {"C0": Judgement(value=3)}}
    )
    drawn = place(customers, review).y.ruler
    assert (drawn.low, drawn.high) == (1, 5)
    assert drawn.place(3) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "given_", [{"segment": ["low", "high"]}, {"profit": [1, 2]}, {"segment": [], "profit": []}]
)
def test_it_opens_on_whatever_there_is(given_: dict[str, list[Any]]) -> None:
    placed = place(client(given_), Review())
    assert {placed.x.column.name, placed.y.column.name} <= set(given_)


def test_without_any_column_a_sentence_says_so() -> None:
    with pytest.raises(WorkbenchError, match="no facts yet"):
        place(client({}), Review())


def test_an_axis_of_an_unknown_column_is_refused_and_a_standing_review_has_none() -> None:
    customers = client({"turnover": [1, 2], "days_late": [1, 2]})
    review = reviewed("unheard_of", "days_late", size="unheard_of")
    with pytest.raises(WorkbenchError, match="unheard_of"):
        place(customers, review)
    stands = standing(customers, review)
    assert stands.matrix.x is None
    assert stands.matrix.y == review.matrix.y
    assert place(customers, stands).x.column.name == "turnover"
    assert standing(customers, stands) is stands


def test_a_filter_hides_and_moves_nobody() -> None:
    customers = client(
        {"turnover": [1, 9, 5], "days_late": [1, 9, 5], "segment": ["low", "low", None]}
    )
    all_shown = place(customers, reviewed("turnover", "days_late"))
    some = place(customers, reviewed("turnover", "days_late", only={"segment": ("low",)}))
    assert some.shown.tolist() == [True, True, False]
    assert np.array_equal(some.quadrant, all_shown.quadrant)
    gone = place(customers, reviewed("turnover", "days_late", only={"unheard_of": ("x",)}))
    assert gone.shown.all()


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("by", [None, "median", "mean", "share", "value"])
def test_awkward_clients_are_placed_or_told_why(name: str, by: Any) -> None:
    customers = client(AWKWARD[name])
    cut = Cut(by=by, value=1.0 if by == "value" else None) if by else None
    names = [n for n in AWKWARD[name] if n != "kind"]
    placed = place(
        customers, reviewed(Axis(column=names[0], cut=cut), Axis(column=names[1], cut=cut))
    )
    frame = placed.frame
    assert len(frame) == len(customers)
    assert (frame["quadrant"].isna() == (frame["reason"] != "")).all()
    assert "table" in placed._repr_html_()


def test_names_are_escaped_where_a_notebook_shows_the_table() -> None:
    customers = client({"turnover": [1], "days_late": [1]}, names=["<img src=x onerror=alert(1)>"])
    assert "<img" not in place(customers, reviewed("turnover", "days_late"))._repr_html_()


def cut_moved(review: Review, side: Side, cut: Cut | None) -> Review:
    return axis_changed(review, side, cut=cut)


def axis_changed(review: Review, side: Side, **fields: Any) -> Review:
    axis = getattr(review.matrix, side) or Axis(column="turnover" if side == "x" else "days_late")
    matrix = review.matrix.model_copy(update={side: axis.model_copy(update=fields)})
    return review.model_copy(update={"matrix": matrix})


def changed(review: Review, **fields: Any) -> Review:
    return review.model_copy(update=fields)


def filtered(review: Review, only: dict[str, tuple[str, ...]]) -> Review:
    return changed(review, matrix=review.matrix.model_copy(update={"only": only}))


sides = st.sampled_from(["x", "y"])
names_of_columns = st.sampled_from(["turnover", "profit", "days_late", "frequency", "segment"])
changes = st.one_of(
    st.builds(lambda s, c: lambda r: cut_moved(r, s, c), sides, cuts),
    st.builds(lambda s, c: lambda r: axis_changed(r, s, scale=c), sides, scales),
    st.builds(
        lambda s, b: lambda r: axis_changed(r, s, better=b),
        sides,
        st.sampled_from([None, "more", "less"]),
    ),
    st.builds(lambda s, a: lambda r: axis_changed(r, s, **dict(a)), sides, axes),
    st.builds(lambda s, n: lambda r: axis_changed(r, s, column=n), sides, names_of_columns),
    st.builds(
        lambda o: lambda r: filtered(r, o),
        st.sampled_from([{}, {"segment": ("low",)}, {"segment": ("low", "high")}]),
    ),
    st.builds(
        lambda ids: lambda r: changed(r, set_aside={i: SetAside(reason="x") for i in ids}),
        st.sets(st.sampled_from(["C0", "C1", "C5", "gone"])),
    ),
    st.builds(
        lambda order: lambda r: changed(r, levels={"segment": tuple(order)} if order else {}),
        st.sampled_from([(), LEVELS, LEVELS[::-1], ("medium", "low", "high"), ("low", "high")]),
    ),
    st.builds(
        lambda ids: (
            lambda r: changed(
                r, judged={"judged_trust": {i: Judgement(value=3) for i in ids}} if ids else {}
            )
        ),
        st.sets(st.sampled_from(["C0", "C1"])),
    ),
    st.just(lambda r: Review.from_json(r.to_json())),
    st.just(lambda r: changed(r, matrix=r.matrix.model_copy(update={"x": None, "y": None}))),
)


def assert_same(one: Placement, other: Placement) -> None:
    """Compare two placements field by field."""
    for name in ("quadrant", "reason", "shown", "prospect", "counted", "fixed"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for mine, theirs in ((one.x, other.x), (one.y, other.y)):
        for name in ("raw", "low", "high", "at", "better"):
            assert np.array_equal(getattr(mine, name), getattr(theirs, name), equal_nan=True), name
        assert mine.settings == theirs.settings
        assert mine.column == theirs.column
        assert repr(mine.line) == repr(theirs.line)
        assert mine.ruler.read(0.3) == pytest.approx(theirs.ruler.read(0.3), nan_ok=True)
    assert one.review is other.review
    assert one.quadrants == other.quadrants


@settings(max_examples=150)
@given(clients(), st.lists(changes, min_size=1, max_size=8), st.booleans())
def test_what_is_lent_by_the_placement_before_changes_nothing(
    customers: Customers, steps: list[Any], judging: bool
) -> None:
    """After any sequence of changes, `before` gives what placing from scratch gives."""
    if judging:
        trust = Column("judged_trust", "Trust", "of 5")
        marks = np.where(np.arange(len(customers)) % 2 == 0, 3.0, np.nan)
        customers = customers.with_column(trust, marks)
    review = Review()
    before = place(customers, review)
    for step in steps:
        review = step(review)
        before = place(customers, review, before)
        assert_same(before, place(customers, review))


def test_a_placement_of_other_customers_lends_nothing() -> None:
    one = client({"turnover": [1, 2, 3], "days_late": [1, 2, 3]})
    other = client({"turnover": [9, 8, 1], "days_late": [1, 2, 3]})
    review = reviewed("turnover", "days_late")
    assert_same(place(other, review, place(one, review)), place(other, review))


def test_a_line_nobody_chose_divides_where_it_can() -> None:
    """Domain 4: heavy skew is the rule. Three of four order nothing, so the median is 0.

    A median somebody chose stays one: customers on the line belong to the better side.
    """
    customers = client({"turnover": [9, 8, 7, 6], "frequency": [0, 0, 0, 3]})
    open_ = place(customers, reviewed("turnover", "frequency"))
    assert open_.y.line.value == 3
    note = "At 0 orders one side would be empty, so the line is at 3 orders."
    assert (open_.y.line.note, open_.y.line.sentence) == (note, "")
    assert open_.y.settings.cut == Cut(by="value", value=3), "a frozen review keeps it"
    median = reviewed("turnover", Axis(column="frequency", cut=Cut(by="median")))
    for before in (None, open_):
        chosen = place(customers, median, before)
        assert (chosen.y.line.value, chosen.y.line.suggestion) == (0, 3)
    again = place(customers, reviewed("turnover", "frequency"), chosen)
    assert again.y.line.value == 3
    assert place(customers, again.review, again).y is again.y
