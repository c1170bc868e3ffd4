"""Which dots of a picture are named, and on which side, so that no label covers another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from workbench.customers import Floats

Box = tuple[float, float, float, float]
_OBSTACLES = 250  # dots a label keeps clear of, first ones first
_LONGEST = 26


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
    """
    width, height = size
    px, py, half = x * width, (1 - y) * height, np.sqrt(area) / 2
    dots = np.column_stack([px - half, py - half, px + half, py + half])[:_OBSTACLES]
    boxes: list[Sequence[float]] = [*taken, *dots.tolist()]
    kept: list[tuple[int, bool, str]] = []
    for i in candidates:
        if len(kept) >= most:
            break
        text = shortened(name(i))
        wide, gap = type_size * width_of(text), float(half[i]) + 4
        at, y0, y1 = float(px[i]), float(py[i]) - 0.67 * type_size, float(py[i]) + 0.67 * type_size
        beside = [box for box in boxes if y0 < box[3] and box[1] < y1]
        for left in (False, True):
            x0, x1 = (at - gap - wide, at - gap) if left else (at + gap, at + gap + wide)
            free = x0 >= 0 and x1 <= width
            if free and not any(x0 < box[2] and box[0] < x1 for box in beside):
                boxes.append((x0, y0, x1, y1))
                kept.append((i, left, text))
                break
    rows = np.array([i for i, _, _ in kept], dtype=np.intp)
    return {
        "x": x[rows].astype(np.float32),
        "y": y[rows].astype(np.float32),
        "left": np.array([left for _, left, _ in kept], dtype=np.uint8),
        "gap": (half[rows] + 4).astype(np.float32),
        "text": [text for _, _, text in kept],
    }


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
