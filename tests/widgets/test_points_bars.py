"""PointsBars: rows are finished in Python, moves and wishes are told, forged ones dropped."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import traitlets

from workbench.widgets.points_bars import PointsBars


@pytest.fixture
def bars() -> PointsBars:
    return PointsBars(
        bars=[
            {"key": "a", "label": "Gross margin", "points": 5.0},
            {"key": "b", "label": "Pays on time", "points": 3.0, "maximum": 100.0},
        ]
    )


def tell(widget: PointsBars, **content: Any) -> None:
    """Send a custom message as a browser would."""
    widget._handle_custom_msg(content, [])


def test_rows_are_whole_and_fit_into_json() -> None:
    """What is left out has a default; NaN, which JSON doesn't know, means none."""
    row = {"key": "a", "label": "A", "average": math.nan, "picture": (1, 2)}
    widget = PointsBars(bars=[row])
    assert widget.bars[0]["average"] is None
    assert widget.bars[0]["picture"] == [1, 2]
    assert widget.bars[0]["earned_low"] is None
    json.dumps(widget.bars, allow_nan=False)


def test_two_bars_of_one_key_and_unknown_fields_are_refused() -> None:
    with pytest.raises(traitlets.TraitError, match="different keys"):
        PointsBars(bars=[{"key": "a"}, {"key": "a"}])
    with pytest.raises(traitlets.TraitError, match="fields"):
        PointsBars(bars=[{"key": "a", "colour": "red"}])


def test_a_move_previews_and_a_release_decides(bars: PointsBars) -> None:
    seen: list[tuple[str, float]] = []
    bars.observe(lambda c: seen.append((c.name, c.new["points"])), ["moving", "released"])
    bars.set_state({"_moving": {"key": "a", "points": 6, "n": 1}})
    bars.set_state({"_moving": {"key": "a", "points": 7, "n": 2}})
    tell(bars, kind="released", key="a", points=7, n=3)
    assert seen == [("moving", 6.0), ("moving", 7.0), ("released", 7.0)]


def test_a_move_overtaken_by_its_release_is_dropped(bars: PointsBars) -> None:
    tell(bars, kind="released", key="a", points=7, n=3)
    bars.set_state({"_moving": {"key": "a", "points": 6, "n": 2}})
    assert bars.moving == {}


def test_the_same_wish_twice_is_told_twice(bars: PointsBars) -> None:
    seen: list[tuple[str, str]] = []
    bars.observe(lambda c: seen.append((c.new["kind"], c.new["key"])), "action")
    for n in (1, 2):
        tell(bars, kind="up", key="b", n=n)
    tell(bars, kind="remove", key="a", n=3)
    assert seen == [("up", "b"), ("up", "b"), ("remove", "a")]


@pytest.mark.parametrize(
    "forged",
    [
        {"key": "a", "points": 11, "n": 9},
        {"key": "a", "points": -1, "n": 9},
        {"key": "a", "points": "5", "n": 9},
        {"key": "a", "points": math.nan, "n": 9},
        {"key": "x", "points": 5, "n": 9},
        {"key": ["a"], "points": 5, "n": 9},
        {"points": 5, "n": 9},
        {"key": "a", "points": 5},
        {"key": "a", "points": 5, "n": -1},
        None,
        [],
    ],
)
def test_forged_moves_and_releases_are_dropped(bars: PointsBars, forged: Any) -> None:
    """Only known bars and points within their scale are taken; no row can be rewritten."""
    bars.set_state({"_moving": forged, "bars": [], "disabled": True})
    tell(bars, **{"kind": "released", **(forged or {})})
    assert (bars.moving, bars.released, len(bars.bars), bars.disabled) == ({}, {}, 2, False)


def test_forged_wishes_are_dropped(bars: PointsBars) -> None:
    tell(bars, kind="explode", key="a", n=1)
    tell(bars, kind="remove", key="x", n=1)
    tell(bars)
    assert bars.action == {}


def test_bars_that_only_show_take_nothing(bars: PointsBars) -> None:
    bars.disabled = True
    bars.set_state({"_moving": {"key": "a", "points": 6, "n": 1}})
    tell(bars, kind="released", key="a", points=6, n=2)
    tell(bars, kind="remove", key="a", n=3)
    assert (bars.moving, bars.released, bars.action) == ({}, {}, {})
