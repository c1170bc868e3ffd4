"""The picture of who moved: every customer is in one band, and bands fill their bars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.charts.movement import LAYERS, SHADES, movement_spec
from workbench.review.compare import ABSENT, NOT_PLACED, Comparison, Place, Stage, compare
from workbench.review.movement_picture import CAUSES, bands, cause, movement

PLACES = (Place("a", "Keep close"), Place("b", "Grow"))
_stage = st.dictionaries(
    st.sampled_from([f"C{i}" for i in range(7)]), st.sampled_from(["a", "b", NOT_PLACED])
).map(lambda place: Stage(place, PLACES))


@given(_stage, _stage)
def test_bands_hold_everybody_and_fill_the_bars(before: Stage, after: Stage) -> None:
    """Heights of the bands that leave a bar add up to it; nothing leaves the picture."""
    made = compare([before, *[after] * 4])
    assert sum(band.people for band in bands(made)) == len(made.ways)
    drawn = movement(made)
    bars = drawn["bars"]
    high = [float(b) - float(a) for a, b in zip(bars["y"], bars["y2"], strict=True)]
    wide = drawn["bands"]
    count = len(set(wide["band"]))
    steps = len(wide["x"]) // count if count else 1
    thick = [float(b) - float(a) for a, b in list(zip(wide["y"], wide["y2"], strict=True))[::steps]]
    assert sum(high) == pytest.approx(2 * sum(thick))
    assert all(-1e-9 <= float(y) <= 1 + 1e-9 for y in (*bars["y"], *bars["y2"]))
    assert set(wide["cause"]) <= set(CAUSES)


def test_a_band_says_who_went_where_and_why() -> None:
    """One by the facts, one new, one gone, one stayed."""
    made = compare(
        [
            Stage({"C1": "a", "C2": "a", "C4": "b"}, PLACES),
            *[Stage({"C1": "b", "C2": "a", "C3": "a"}, PLACES)] * 4,
        ]
    )
    assert set(movement(made)["bands"]["said"]) == {
        "1 customer: Keep close → Grow, by the facts",
        "1 customer new, in Keep close",
        "1 customer gone, was in Grow",
        "1 customer stayed in Keep close",
    }
    assert {cause(way) for way in made.ways} == {"facts", "came or went", "stayed"}
    texts = movement(made)["names"]["text"]
    assert {"New  1", "Gone  1"} <= set(texts)


def test_nobody_is_an_empty_picture() -> None:
    """No customers, no bands."""
    made = Comparison("quadrant", (), {ABSENT: ""}, PLACES, PLACES)
    assert not movement(made)["bands"]["x"]


def test_the_chart_takes_all_of_it() -> None:
    """Named datasets, empty; a shade for every cause."""
    spec = movement_spec()
    assert set(spec["datasets"]) == set(LAYERS) == set(movement(Comparison("tier", (), {}, (), ())))
    assert len(SHADES) == len(CAUSES)
