"""Names in a picture cover neither each other nor a dot, and stay inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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


@given(places)
def test_no_name_covers_another_or_leaves_the_picture(at: list[tuple[float, float]]) -> None:
    rows = named(at)
    boxes = []
    for x, y, left, gap, text in zip(*rows.values(), strict=True):
        wide = 0.54 * TYPE * len(text)
        x0 = x * WIDE - gap - wide if left else x * WIDE + gap
        boxes.append((x0, (1 - y) * HIGH - 0.67 * TYPE, x0 + wide, (1 - y) * HIGH + 0.67 * TYPE))
    for i, a in enumerate(boxes):
        assert a[0] >= -0.1
        assert a[2] <= WIDE + 0.1
        for b in boxes[i + 1 :]:
            apart = 0.1  # positions travel as float32
            assert (
                a[2] <= b[0] + apart
                or b[2] <= a[0] + apart
                or a[3] <= b[1] + apart
                or b[3] <= a[1] + apart
            )


def test_the_first_ones_are_named_first_and_no_more_than_asked() -> None:
    rows = named([(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)], most=2)
    assert rows["text"] == ["Customer 0", "Customer 1"]


def test_beside_the_right_edge_a_name_stands_left() -> None:
    assert named([(0.98, 0.5)])["left"].tolist() == [1]


def test_no_name_lies_on_words_that_stand_already() -> None:
    """The words of a line fill the right of the dot, so the name stands left; then nowhere."""
    at, right, left = [(0.5, 0.5)], (300.0, 190.0, 500.0, 210.0), (100.0, 190.0, 300.0, 210.0)
    assert named(at, taken=[right])["left"].tolist() == [1]
    assert named(at, taken=[right, left])["text"] == []


def test_capitals_and_wide_letters_are_given_their_room() -> None:
    """26 capitals of a sans-serif take about 0.7 of its height each, Chinese letters all of it."""
    at = [(0.1, 0.5), (0.46, 0.5)]
    assert named(at, texts=["n" * 26, "b"])["text"] == ["n" * 26, "b"]
    for long in ("N" * 26, "顧" * 20):
        assert named(at, texts=[long, "b"])["text"] == ["b"]
