"""Which dots of a picture are named, and on which side, so that no label covers another.

Right of its dot a name is read most easily, then left; above and beneath are for crowds, where
a name may also stand shifted to a side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from workbench.customers import Floats

Box = tuple[float, float, float, float]
_OBSTACLES = 250  # dots a label keeps clear of, first ones first
_LONGEST = 26
_ALIGNED = ("center", "left", "right")
"""How a name over or under its dot may stand, the best first: else shifted to a side."""
_ROUND = 0.71  # a dot covers the square within it; a name may touch its curve
_HALF_LINE = 0.67  # of the height of type
_BESIDE, _NEAR = 4.0, 1.0
"""Pixels between a dot and a name beside it, and one over or under it."""


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
    kept: list[tuple[int, str, _Side]] = []
    for i in candidates:
        if len(kept) >= most:
            break
        text = shortened(name(i))
        at = float(px[i]), float(py[i])
        sides = _sides(at, float(half[i]), type_size * width_of(text), type_size, size)
        free = (side for side in sides if not _covered(side.box, boxes))
        if side := next(free, None):
            boxes.append(side.box)
            kept.append((i, text, side))
    rows = np.array([i for i, _, _ in kept], dtype=np.intp)
    return {
        "x": x[rows].astype(np.float32),
        "y": y[rows].astype(np.float32),
        "align": [side.align for _, _, side in kept],
        "dx": np.array([side.dx for _, _, side in kept], dtype=np.float32),
        "dy": np.array([side.dy for _, _, side in kept], dtype=np.float32),
        "text": [text for _, text, _ in kept],
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
    (px, py), (width, height), high = at, size, 2 * _HALF_LINE * type_size
    if py - high / 2 >= 0 and py + high / 2 <= height:
        for dx, align in ((half + _BESIDE, "left"), (-half - _BESIDE, "right")):
            x0 = px + dx - (wide if align == "right" else 0.0)
            if x0 >= 0 and x0 + wide <= width:
                yield _Side((x0, py - high / 2, x0 + wide, py + high / 2), align, dx, 0.0)
    if wide > width:
        return
    over = half + _NEAR + high / 2
    starts = {"center": -wide / 2, "left": -half, "right": half - wide}
    for align, dy in ((a, d) for a in _ALIGNED for d in (-over, over)):
        y0, y1 = py + dy - high / 2, py + dy + high / 2
        if y0 < 0 or y1 > height:
            continue
        x0 = px + starts[align]
        # At the edge of the picture a name begins or ends at the edge.
        if x0 < 0:
            yield _Side((0.0, y0, wide, y1), "left", -px, dy)
        elif x0 + wide > width:
            yield _Side((width - wide, y0, width, y1), "right", width - px, dy)
        else:
            dx = {"center": 0.0, "left": -half, "right": half}[align]
            yield _Side((x0, y0, x0 + wide, y1), align, dx, dy)


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
