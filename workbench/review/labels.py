"""Which dots of a picture are named, and on which side, so that no label covers another.

Right of its dot a name is read most easily, then left; above and beneath are for crowds, where
a name may also stand shifted to a side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from workbench.customers import Floats

Box = tuple[float, float, float, float]
_OBSTACLES = 250  # dots a label keeps clear of, first ones first
_LONGEST = 26
_ROUND = 0.71  # a dot covers the square within it; a name may touch its curve
_FIRST = 3  # so many are placed together, all the others after them
_HALF_LINE = 0.6  # of the height of type
_BESIDE, _INSET = 4.0, 3.0
"""Pixels between a dot and a name beside it, and between a name and the picture's sides."""


def labels(
    x: Floats,
    y: Floats,
    area: npt.NDArray[np.float32],
    candidates: Iterable[int],
    name: Callable[[int], str],
    *,
    size: tuple[float, float],
    type_size: float,
    most: int,
    taken: Sequence[Box] = (),
) -> Mapping[str, Any]:
    """Return the rows of the layer of names.

    Parameters
    ----------
    x, y, area
        Where each dot is drawn, 0 to 1 from the lower left, and how large, in square pixels.
    candidates
        Dots that may be named, the first ones first, until ``most`` are.
    name
        The text of a dot.
    size, type_size
        Width and height of the picture and height of its text, in pixels.
    taken
        Boxes that hold something already, in pixels from the upper left.

    A row's ``dx`` and ``dy`` are pixels from its dot, to the side that ``align`` says.
    """
    px, py, half = x * size[0], (1 - y) * size[1], np.sqrt(area) / 2
    edge = half * _ROUND
    dots = np.column_stack([px - edge, py - edge, px + edge, py + edge])[:_OBSTACLES]
    boxes: list[Sequence[float]] = [*taken, *dots.tolist()]

    def free(i: int) -> Iterator[_Side]:
        wide, at = type_size * width_of(shortened(name(i))), (float(px[i]), float(py[i]))
        near = _near(boxes, at, float(half[i]) + wide, float(half[i]) + 2 * type_size)
        sides = _sides(at, float(half[i]), wide, type_size, size)
        return (side for side in sides if not _covered(side.box, near))

    waiting = list(candidates)
    kept = _together([(i, sides) for i in waiting[: min(_FIRST, most)] if (sides := list(free(i)))])
    boxes += [side.box for _, side in kept]
    first = {i for i, _ in kept}
    for i in waiting:
        if len(kept) >= most:
            break
        if i not in first and (side := next(free(i), None)):
            boxes.append(side.box)
            kept.append((i, side))
    rows = np.array([i for i, _ in kept], dtype=np.intp)
    return {
        "x": x[rows].astype(np.float32),
        "y": y[rows].astype(np.float32),
        "align": [side.align for _, side in kept],
        "dx": np.array([side.dx for _, side in kept], dtype=np.float32),
        "dy": np.array([side.dy for _, side in kept], dtype=np.float32),
        "text": [shortened(name(i)) for i, _ in kept],
    }


class _Side(NamedTuple):
    """Where a name may stand: its box, how it is aligned and how far from its dot."""

    box: Box
    align: str
    dx: float
    dy: float


def _sides(
    at: tuple[float, float], half: float, wide: float, type_size: float, size: tuple[float, float]
) -> Iterator[_Side]:
    """Yield the sides of a dot on which a name would stay inside, the best one first."""
    (px, py), high, right, bottom = at, 2 * _HALF_LINE * type_size, size[0] - _INSET, size[1]
    if py - high / 2 >= 0 and py + high / 2 <= bottom:
        for dx, align in ((half + _BESIDE, "left"), (-half - _BESIDE, "right")):
            x0 = px + dx - (wide if align == "right" else 0.0)
            if x0 >= _INSET and x0 + wide <= right:
                yield _Side((x0, py - high / 2, x0 + wide, py + high / 2), align, dx, 0.0)
    if wide > right - _INSET:
        return
    over = half + 1 + high / 2
    starts = {"center": -wide / 2, "left": -half, "right": half - wide}
    ways = (-over, over, -over - type_size / 3, over + type_size / 3)
    for align, dy in ((align, dy) for align in starts for dy in ways):
        y0, y1 = py + dy - high / 2, py + dy + high / 2
        if y0 < 0 or y1 > bottom:
            continue
        x0 = px + starts[align]
        # At the edge of the picture a name begins or ends at the edge.
        if x0 < _INSET:
            yield _Side((_INSET, y0, _INSET + wide, y1), "left", _INSET - px, dy)
        elif x0 + wide > right:
            yield _Side((right - wide, y0, right, y1), "right", right - px, dy)
        else:
            dx = {"center": 0.0, "left": -half, "right": half}[align]
            yield _Side((x0, y0, x0 + wide, y1), align, dx, dy)


def _together(ones: Sequence[tuple[int, Sequence[_Side]]]) -> list[tuple[int, _Side]]:
    """Return a side for each dot so that no name covers another; else for one dot fewer.

    The first must not take the only side of the second while it has others.
    """
    for sides in product(*(sides for _, sides in ones)):
        boxes = [side.box for side in sides]
        if not any(_covered(box, boxes[:n]) for n, box in enumerate(boxes)):
            return [(i, side) for (i, _), side in zip(ones, sides, strict=True)]
    return _together(ones[:-1])


def _near(
    boxes: Sequence[Sequence[float]], at: tuple[float, float], across: float, up: float
) -> list[Sequence[float]]:
    """Return the boxes that a name of this dot could meet: few, and then asked about often."""
    x0, x1, y0, y1 = at[0] - across - 9, at[0] + across + 9, at[1] - up - 9, at[1] + up + 9
    return [b for b in boxes if y0 < b[3] and b[1] < y1 and x0 < b[2] and b[0] < x1]


def _covered(box: Box, boxes: Sequence[Sequence[float]]) -> bool:
    x0, y0, x1, y1 = box
    return any(y0 < b[3] and b[1] < y1 and x0 < b[2] and b[0] < x1 for b in boxes)


def shortened(name: str) -> str:
    """Return a name no longer than a label.

    Examples
    --------
    >>> shortened("A name that goes on and on and on")
    'A name that goes on and o…'
    """
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def width_of(text: str) -> float:
    """Return about how wide a text is, in heights of its type: capitals wider, Chinese widest.

    Examples
    --------
    >>> round(width_of("Cedar"), 2), round(width_of("CEDAR"), 2)
    (2.88, 3.6)
    """
    wide = 0 if text.isascii() else sum(east_asian_width(letter) in "WF" for letter in text)
    return 0.54 * len(text) + 0.18 * sum(map(str.isupper, text)) + 0.46 * wide
