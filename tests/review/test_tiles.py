"""Tiles over a picture: everybody is counted once, in the tile they stand in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.tiles import counted, edges, shades, tile_of

places = st.one_of(st.floats(-0.2, 1.2), st.just(np.nan))


@given(st.lists(st.tuples(places, places, st.integers(0, 4)), max_size=60))
def test_everybody_with_a_place_is_counted_once_by_kind(
    people: list[tuple[float, float, int]],
) -> None:
    x, y, kind = (np.array([p[i] for p in people], dtype=float) for i in range(3))
    counts = counted(tile_of(x, y), kind.astype(np.uint8), 5)
    here = np.isfinite(x) & np.isfinite(y)
    assert counts.sum(axis=0).tolist() == [int((kind[here] == k).sum()) for k in range(5)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_place_lies_within_its_tile(x: float, y: float) -> None:
    left, right, low, high = edges(tile_of(np.array([x]), np.array([y])))
    assert left[0] - 1e-9 <= x <= right[0] + 1e-9
    assert low[0] - 1e-9 <= y <= high[0] + 1e-9


def test_the_fullest_tile_is_the_darkest() -> None:
    dark = shades(np.array([1, 10, 1000]))
    assert dark.tolist() == sorted(dark)
    assert dark[-1] == 1.0
    assert len(shades(np.array([], dtype=int))) == 0
