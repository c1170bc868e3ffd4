"""Finished rows of the matrix: where everybody is drawn, tiles for a crowd, names apart."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from small_clients import AWKWARD, COLUMNS, HOSTILE, axes, client, clients, reviewed

from workbench.customers import Column, Customers
from workbench.review.axes import Axis, Cut
from workbench.review.picture import CROWD, Look, axis_signals, ground, picture
from workbench.review.placement import Placement, place
from workbench.review.review import Review
from workbench.review.summary import totals

AT_10, AT_5 = Cut(by="value", value=10), Cut(by="value", value=5)
ACROSS, UP = Axis(column="turnover", cut=AT_10), Axis(column="days_late", cut=AT_5)


def drawn(placement: Placement, look: Look | None = None) -> dict[str, Any]:
    """Return every layer's rows."""
    return dict(picture(placement, totals(placement), ground(placement), look or Look()))


def four(**more: Any) -> Placement:
    """Place four customers, one in each quadrant."""
    given_ = {"turnover": [100, 1, 60, 9], "days_late": [0, 0, 30, 30], **more}
    return place(client(given_, names=["Ash", "Bay", "Cork", "Dill"]), reviewed(ACROSS, UP))


def check_rows(layers: dict[str, Any]) -> None:
    """Columns of a layer are of one length, and every number can be drawn."""
    for name, columns in layers.items():
        assert len({len(values) for values in columns.values()}) == 1, name
        for values in columns.values():
            if isinstance(values, np.ndarray):
                assert values.dtype.kind in "fiub", name
                assert np.isfinite(values).all(), name
            else:
                assert all(isinstance(text, str) for text in values), name


def test_dots_by_hand() -> None:
    """Largest first, so that small ones stay on top; a loss is marked; size is the amount."""
    points = drawn(four(profit=[5, 1, -1, 1]))["points"]
    assert points["name"] == ("Ash", "Cork", "Dill", "Bay")
    assert points["q"].tolist() == [0, 2, 3, 1]
    assert points["loss"].tolist() == [0, 1, 0, 0]
    assert (np.diff(points["area"]) < 0).all()
    assert points["across"][0] == "Turnover: 100 EUR"
    assert points["up"][1] == "Days late: 30 days"


def test_all_dots_alike_when_no_size_is_wanted() -> None:
    """An empty name of a column is the room's «all alike»; an unknown one is no fault."""
    for size in ("", "unheard_of", "segment"):
        placed = place(
            client({"turnover": [1, 100], "days_late": [1, 9], "segment": ["low", "high"]}),
            reviewed(ACROSS, UP, size=size),
        )
        assert len(set(drawn(placed)["points"]["area"].tolist())) == 1
        assert set(drawn(placed)["points"]["amount"]) == {""}


def test_hidden_names_and_money_are_in_no_row() -> None:
    """Issue: hide-names key; design: one key hides names and money."""
    layers = drawn(four(), Look(hide_names=True, chosen=0))
    everything = json.dumps(
        {n: {k: list(map(str, v)) for k, v in c.items()} for n, c in layers.items()}
    )
    for secret in ("Ash", "Bay", "Cork", "Dill", "EUR"):
        assert secret not in everything
    assert layers["points"]["up"][1] == "Days late: 30 days"


def test_filtered_and_not_found_are_quiet() -> None:
    placed = four()
    lit = np.array([True, False, False, False])
    points = drawn(placed, Look(lit=lit))["points"]
    assert dict(zip(points["name"], points["quiet"], strict=True)) == {
        "Ash": 0, "Cork": 1, "Dill": 1, "Bay": 1,
    }  # fmt: skip


def test_the_chosen_one_has_a_ring() -> None:
    placed = four()
    ring = drawn(placed, Look(chosen=2))["chosen"]
    assert ring["x"].tolist() == pytest.approx([placed.x.at[2]])
    assert len(drawn(placed, Look(chosen=None))["chosen"]["x"]) == 0


def test_a_chosen_one_without_a_place_has_none() -> None:
    placed = place(client({"turnover": [1, None], "days_late": [1, 2]}), reviewed(ACROSS, UP))
    assert len(drawn(placed, Look(chosen=1))["chosen"]["x"]) == 0


def test_corners_say_name_count_and_share() -> None:
    corners = drawn(four())["corners"]
    assert corners["title"] == ["Keep close", "Grow", "Agree on terms", "Serve simply"]
    assert corners["note"][0] == "1 customer · 59 % of turnover"


@settings(max_examples=60)
@given(clients(), axes, axes)
def test_any_client_gives_rows_that_can_be_drawn(customers: Customers, x: Axis, y: Axis) -> None:
    placed = place(customers, reviewed(x, y))
    layers = drawn(placed, Look(chosen=0 if len(customers) else None))
    check_rows(layers)
    here = np.isfinite(placed.x.at) & np.isfinite(placed.y.at)
    assert len(layers["points"]["x"]) == here.sum()
    placed_here = (layers["points"]["quiet"] == 0).sum()
    assert placed_here == placed.placed.sum()
    for name in ("corners", "points"):
        assert (layers[name]["x"] >= -1e-6).all()
        assert (layers[name]["x"] <= 1 + 1e-6).all()


@settings(max_examples=60)
@given(clients(), axes, axes)
def test_names_cover_neither_each_other_nor_the_edge(
    customers: Customers, x: Axis, y: Axis
) -> None:
    """Design: labels never overlapping."""
    look = Look(width=400, height=300)
    names = drawn(place(customers, reviewed(x, y)), look)["names"]
    boxes = []
    for x_at, y_at, align, dx, dy, text in zip(*names.values(), strict=True):
        wide = 0.54 * look.type_size * len(text)
        at = float(x_at) * look.width + float(dx)
        left = at - {"left": 0.0, "right": wide, "center": wide / 2}[align]
        up = (1 - float(y_at)) * look.height + float(dy)
        assert left >= -0.1
        assert left + wide <= look.width + 0.1
        boxes.append((left, up - 7, left + wide, up + 7))
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] or b[3] <= a[1]


def test_names_are_shortened_to_fit() -> None:
    placed = place(
        client({"turnover": [50], "days_late": [1]}, names=["N" * 300]), reviewed(ACROSS, UP)
    )
    assert drawn(placed, Look(width=900))["names"]["text"] == ["N" * 25 + "…"]


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_clients_give_a_picture(name: str) -> None:
    names = [n for n in AWKWARD[name] if n != "kind"]
    placed = place(client(AWKWARD[name]), reviewed(names[0], names[1]))
    check_rows(drawn(placed))
    for side, axis in (("x", placed.x), ("y", placed.y)):
        signals = axis_signals(axis, side)
        json.dumps(signals, allow_nan=False)
        assert len(signals[f"ticks_{side}"]) == len(signals[f"labels_{side}"]) > 0
        assert 0 <= signals[f"cut_{side}"] <= 1 or signals[f"cut_{side}"] == -1


@pytest.mark.parametrize(("at", "edge"), [(1e300, 1), (-1e300, 0)])
def test_a_line_beyond_the_picture_stands_at_its_edge(at: float, edge: int) -> None:
    customers = client({"turnover": [1, 2, 3], "days_late": [1, 2, 3]})
    for scale in ("linear", "log", "rank"):
        across = Axis(column="turnover", scale=scale, cut=Cut(by="value", value=at))
        placed = place(customers, reviewed(across, UP))
        cut = axis_signals(placed.x, "x")["cut_x"]
        assert cut == edge or (scale == "rank" and cut == pytest.approx(edge, abs=0.06))
        check_rows(drawn(placed))


def test_words_are_labelled_by_their_levels() -> None:
    placed = place(
        client({"turnover": [1, 2], "segment": ["low", "high"]}), reviewed("turnover", "segment")
    )
    assert axis_signals(placed.y, "y")["labels_y"] == ["low", "medium", "high"]


def crowd(n: int, review: Review | None = None) -> Placement:
    """Place many customers with amounts as skewed as they are."""
    rng = np.random.default_rng(7)
    turnover = np.round(rng.lognormal(7, 2, n), 2)
    late = np.round(rng.normal(10, 20, n))
    late[::50] = np.nan
    names = [*HOSTILE, *(f"C{i}" for i in range(n - len(HOSTILE)))]
    customers = client({"turnover": turnover, "days_late": late}, names=names)
    return place(customers, review or reviewed("turnover", "days_late"))


def test_a_crowd_is_drawn_as_tiles_with_exact_counts_and_named_outliers() -> None:
    """Issue, «Live»: density tiles split at the cut, with named outliers and exact counts."""
    placed = crowd(CROWD + 1000)
    layers = drawn(placed)
    check_rows(layers)
    assert len(layers["points"]["x"]) <= 24
    tiles = layers["tiles"]
    for quadrant in range(4):
        counted = tiles["n"][tiles["q"] == quadrant].sum()
        assert counted == (placed.quadrant == quadrant).sum()


def test_tiles_are_split_at_the_lines() -> None:
    """No tile of a quadrant reaches over the line into another one."""
    placed = crowd(CROWD + 1000)
    tiles = drawn(placed)["tiles"]
    cut_x, cut_y, noise = placed.x.line_at, placed.y.line_at, 1e-6
    right, up = tiles["q"] % 2 == 0, tiles["q"] < 2
    assert (tiles["x"][right] >= cut_x - 1 / 60 - noise).all()
    assert (tiles["x2"][~right] <= cut_x + 1 / 60 + noise).all()
    assert (tiles["y"][up] >= cut_y - 1 / 45 - noise).all()
    crossing = (tiles["x"] < cut_x - noise) & (tiles["x2"] > cut_x + noise)
    assert not crossing.any()


def test_a_filtered_crowd_counts_what_is_shown() -> None:
    rng = np.random.default_rng(1)
    n = CROWD + 10
    customers = client({"turnover": rng.random(n), "days_late": rng.random(n)}).with_column(
        Column("segment", "Segment", levels=("high", "low")),
        np.where(np.arange(n) % 3 == 0, "low", "high").astype(object),
    )
    placed = place(customers, reviewed("turnover", "days_late", only={"segment": ("low",)}))
    assert drawn(placed)["tiles"]["n"].sum() == placed.shown.sum()


def test_below_the_crowd_there_are_no_tiles() -> None:
    assert len(drawn(four())["tiles"]["x"]) == 0


def test_an_axis_of_many_words_names_as_many_as_there_is_room_for() -> None:
    levels = tuple(f"Land {i:02}" for i in range(37))
    countries = Column("country", "Country", levels=levels)
    customers = client(
        {"country": list(levels), "turnover": [*range(37)]}, columns=(*COLUMNS, countries)
    )
    said = axis_signals(place(customers, reviewed("country", "turnover")).x, "x")
    assert said["labels_x"] == list(levels[::3])
    assert len(said["ticks_x"]) == len(said["labels_x"])
