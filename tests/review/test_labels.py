"""Names in a picture cover neither each other nor a dot, and stay inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.labels import Box, labels

WIDE, HIGH, TYPE = 600.0, 400.0, 12.0
places = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12)


def named(
    at: list[tuple[float, float]],
    most: int = 7,
    texts: Sequence[str] = (),
    taken: Sequence[Box] = (),
) -> dict[str, np.ndarray]:
    """Name dots at these places."""
    x, y = (np.array([place[i] for place in at], dtype=np.float64) for i in (0, 1))
    area = np.full(len(at), 36, dtype=np.float32)
    rows = labels(
        x,
        y,
        area,
        range(len(at)),
        lambda i: texts[i] if texts else f"Customer {i}",
        size=(WIDE, HIGH),
        type_size=TYPE,
        most=most,
        taken=taken,
    )
    return dict(rows)


def box(row: tuple[Any, ...]) -> Box:
    """Return the box of a row's words."""
    x, y, align, dx, dy, text = row
    wide, middle = 0.54 * TYPE * len(text), (1 - float(y)) * HIGH + float(dy)
    start = {"left": 0.0, "right": wide, "center": wide / 2}[align]
    left = float(x) * WIDE + float(dx) - start
    return left, middle - 0.6 * TYPE, left + wide, middle + 0.6 * TYPE


@given(places)
def test_no_name_covers_another_or_leaves_the_picture(at: list[tuple[float, float]]) -> None:
    rows = named(at)
    boxes = [box(row) for row in zip(*rows.values(), strict=True)]
    edge = 0.1  # positions travel as float32
    for i, a in enumerate(boxes):
        assert min(a[0], a[1]) >= -edge
        assert a[2] <= WIDE + edge
        assert a[3] <= HIGH + edge
        for b in boxes[i + 1 :]:
            assert (
                a[2] <= b[0] + edge
                or b[2] <= a[0] + edge
                or a[3] <= b[1] + edge
                or b[3] <= a[1] + edge
            )


def test_the_first_ones_are_named_first_and_no_more_than_asked() -> None:
    rows = named([(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)], most=2)
    assert rows["text"] == ["Customer 0", "Customer 1"]


def test_beside_the_right_edge_a_name_stands_left() -> None:
    assert named([(0.98, 0.5)])["align"] == ["right"]


# Between any two of these a name has no room.
RIGHT, LEFT = (300.0, 198.0, 500.0, 202.0), (100.0, 198.0, 300.0, 202.0)
ABOVE, BENEATH = (200.0, 180.0, 400.0, 184.0), (200.0, 216.0, 400.0, 220.0)


@pytest.mark.parametrize(
    ("taken", "side"),
    [
        ([], (1, 0)),
        ([RIGHT], (-1, 0)),
        ([RIGHT, LEFT], (0, -1)),
        ([RIGHT, LEFT, ABOVE], (0, 1)),
        ([RIGHT, LEFT, ABOVE, BENEATH], None),
    ],
)
def test_a_name_stands_right_else_left_above_beneath_or_nowhere(
    taken: list[Box], side: tuple[int, int] | None
) -> None:
    """No name lies on words that stand already; a dot in the middle has four sides."""
    rows = named([(0.5, 0.5)], taken=taken)
    found = [(np.sign(dx), np.sign(dy)) for dx, dy in zip(rows["dx"], rows["dy"], strict=True)]
    assert found == ([side] if side else [])


def test_the_first_leaves_the_second_its_only_side() -> None:
    """Right of the first is nearest to read, but left of the second is all the second has."""
    at = [(0.5, 0.5), (380 / WIDE, 0.5)]
    right_above_and_beneath = [
        (388.0, 198.0, 600.0, 202.0),
        (330.0, 180.0, 450.0, 184.0),
        (330.0, 216.0, 450.0, 220.0),
    ]
    assert named(at[:1], taken=right_above_and_beneath)["dx"][0] > 0
    rows = named(at, taken=right_above_and_beneath)
    assert rows["align"] == ["right", "right"]
    assert rows["dy"].tolist() == [0, 0]


def test_over_a_dot_at_the_edge_a_name_ends_at_the_edge() -> None:
    rows = named([(0.98, 0.5)], taken=[(0.0, 198.0, 585.0, 202.0)])
    assert rows["align"] == ["right"]
    assert box(next(zip(*rows.values(), strict=True)))[2] == pytest.approx(WIDE - 3, abs=0.1)


def test_capitals_and_wide_letters_are_given_their_room() -> None:
    """26 capitals of a sans-serif take about 0.7 of its height each, Chinese letters all of it."""
    at = [(0.1, 0.5), (0.46, 0.5)]
    assert named(at, texts=["n" * 26, "b"])["dy"].tolist() == [0, 0]
    for long in ("N" * 26, "顧" * 20):
        assert named(at, texts=[long, "b"])["dy"][0] < 0  # no room beside, so above
