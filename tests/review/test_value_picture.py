"""The picture of value against room to grow: everyone placed is in it, at a place of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_clients import HOSTILE
from valued_clients import made_of

from workbench.customers import Column, Customers
from workbench.review import value_picture as pictures
from workbench.review.assumptions import LongTerm
from workbench.review.picture import Look
from workbench.review.value_groups import Grouping, grouping
from workbench.review.value_picture import (
    STRIP,
    value_ground,
    value_picture,
    value_ruler,
    value_signals,
    value_tips,
)

VALUE = Column("long_term_value", "Long-term value", "EUR")
amounts = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_subnormal=False))


def drawn(customers: Customers, made: Grouping, look: Look | None = None) -> dict[str, Any]:
    """Return all rows of a picture."""
    base = value_ground(customers, made)
    return dict(value_picture(customers, made, base, value_ruler(made), look or Look()))


SIX: dict[str, Any] = {
    "turnover": [1000, 800, 500, 200, 300, 100],
    "profit": [400, 300, 60, 20, -50, 10],
    "potential": [1500, 2000, 4000, None, 600, 120],
}


def test_more_value_is_up_more_room_is_right_and_unknown_room_in_the_strip() -> None:
    customers, _, made, _ = made_of(SIX, between=1)
    base = value_ground(customers, made)
    points = drawn(customers, made)["points"]
    place = {int(row): i for i, row in enumerate(base.order)}
    assert points["y"][place[0]] > points["y"][place[3]] > points["y"][place[4]]
    assert points["x"][place[2]] > points["x"][place[1]] > points["x"][place[0]] > STRIP
    assert points["x"][place[3]] < STRIP
    assert points["loss"].sum() == 1
    assert points["gain"][place[2]] == 1


@given(st.data(), st.integers(0, 9))
def test_everyone_with_a_group_is_drawn_inside_the_picture(data: st.DataObject, n: int) -> None:
    column = st.lists(amounts, min_size=n, max_size=n)
    given_ = {name: data.draw(column) for name in ("turnover", "profit", "potential")}
    customers, _, made, _ = made_of(given_)
    points = drawn(customers, made)["points"]
    assert len(points["x"]) == made.placed.sum()
    for name in ("x", "y"):
        assert ((points[name] >= 0) & (points[name] <= 1)).all()


def test_where_room_is_known_of_too_few_turnover_stands_across() -> None:
    customers, _, made, _ = made_of({**SIX, "potential": [1500, *[None] * 5]})
    base = value_ground(customers, made)
    title = value_signals(base, value_ruler(made), VALUE)["title_x"]
    assert base.across.name == "turnover_per_year"
    assert not base.strip
    assert title.endswith("; room to grow is known of too few")


def test_dots_move_under_the_hand_and_not_the_scale() -> None:
    """A little more value: the same scale, higher dots; ten times as much: a scale of its own."""
    customers, known, made, _ = made_of(SIX, years=3)
    up = value_ruler(made)
    more = grouping(known, LongTerm(years=2))
    assert value_ruler(more, up) is up
    assert up.place(more.value)[0] < up.place(made.value)[0]
    longer = grouping(known, LongTerm(years=30, retention=1.0, discount=0.0))
    assert value_ruler(longer, up) is not up
    base = value_ground(customers, made)
    assert (value_picture(customers, longer, base, up, Look())["points"]["x"] > 0).all()


def test_the_lines_stand_where_value_begins_and_where_the_few_do() -> None:
    customers, _, made, _ = made_of(SIX)
    lines, up = drawn(customers, made)["lines"], value_ruler(made)
    assert lines["y"] == pytest.approx(up.place([0.0, made.cut]), abs=1e-6)
    assert lines["text"][1] == "most valuable from here up"


def test_tips_say_name_group_value_and_room_with_what_is_estimated() -> None:
    customers, _, made, _ = made_of({**SIX, "order_trend": [None, None, None, 2.0, None, None]})
    base = value_ground(customers, made)
    tips = value_tips(customers, made, base, hide=False)
    row = int(np.flatnonzero(base.order == 3)[0])
    assert tips["room"][row].endswith("(estimated)")
    assert set(tips["name"]) == set(customers.names)
    hidden = value_tips(customers, made, base, hide=True)
    assert {text for texts in hidden.values() for text in texts} == {""}


def test_hidden_names_are_in_no_row() -> None:
    customers, _, made, _ = made_of(SIX)
    assert drawn(customers, made, Look(hide_names=True))["names"]["text"] == []
    assert drawn(customers, made, Look(chosen=3))["names"]["text"][0] == "C3"


def test_the_chosen_one_has_a_ring_and_the_others_fade_in_a_search() -> None:
    customers, _, made, _ = made_of(SIX)
    lit = np.array([False, True, False, False, False, False])
    rows = drawn(customers, made, Look(chosen=1, lit=lit))
    assert len(rows["chosen"]["x"]) == 1
    assert rows["points"]["quiet"].sum() == 5
    assert rows["names"]["text"] == ["C1"]


def test_of_a_crowd_the_largest_are_dots_and_the_others_are_counted_in_tiles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beyond so many dots only those that sell or are worth most are dots; nobody is left out."""
    monkeypatch.setattr(pictures, "MOST_DOTS", 4)
    customers, _, made, _ = made_of(SIX)
    base, up = value_ground(customers, made), value_ruler(made)
    assert {0, 1} <= set(base.order.tolist())
    assert len(base.order) <= 4
    found = value_picture(customers, made, base, up, Look())["tiles"]
    assert found["n"].sum() + len(base.order) == 6
    for row, x in zip(base.crowd, base.crowd_x, strict=True):
        y = float(up.place(made.value[row]))
        inside = (found["x"] <= x) & (x <= found["x2"]) & (found["y"] <= y) & (y <= found["y2"])
        assert inside.sum() == 1


def test_who_is_chosen_or_looked_for_is_a_dot_however_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST_DOTS", 2)
    customers, _, made, _ = made_of(SIX)
    assert 5 in value_ground(customers, made).crowd
    assert 5 in value_ground(customers, made, Look(chosen=5)).order
    lit = np.arange(6) == 5
    look = Look(lit=lit)
    base = value_ground(customers, made, look)
    assert 5 in base.order
    plain = value_picture(customers, made, base, value_ruler(made), Look())["tiles"]
    faded = value_picture(customers, made, base, value_ruler(made), look)["tiles"]
    assert (faded["dark"] < plain["dark"]).all()


def test_hostile_names_are_text() -> None:
    customers, _, made, _ = made_of(SIX)
    customers = Customers(customers.frame.assign(name=list(HOSTILE[:6])), customers.columns)
    base = value_ground(customers, made)
    assert set(value_tips(customers, made, base, hide=False)["name"]) == set(customers.names)


def test_no_name_lies_on_the_words_of_the_line() -> None:
    """C2 stands in the strip, right on the line from which the few begin: beside its words."""
    given_ = {"profit": [70, 60, 50, 10, 9, 8, 1], "turnover": [9, 5, 4, 3, 3, 2, 2]}
    given_["potential"] = [None, None, None, 90, 80, 70, 60]
    customers, _, made, _ = made_of(given_)
    customers = replace(
        customers, frame=customers.frame.assign(name=[f"Name {i}" for i in "0123456"])
    )
    rows = drawn(customers, made, Look(chosen=2))
    assert made.cut == made.value[2]
    assert "most valuable from here up" in rows["lines"]["text"]
    at = rows["names"]["text"].index("Name 2")
    assert rows["names"]["dy"][at] > 0  # beneath the line, for the words stand on it
    assert "Name 3" in rows["names"]["text"]
