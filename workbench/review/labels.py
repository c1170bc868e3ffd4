"""Which dots of a picture are named, and on which side, so that no label covers another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

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
    boxes = list(taken)
    for i in range(min(len(x), _OBSTACLES)):
        px, py, half = float(x[i]) * width, (1 - float(y[i])) * height, float(np.sqrt(area[i])) / 2
        boxes.append((px - half, py - half, px + half, py + half))
    kept: list[tuple[int, bool, str]] = []
    for i in candidates:
        if len(kept) >= most:
            break
        text = shortened(name(i))
        px, py = float(x[i]) * width, (1 - float(y[i])) * height
        gap = float(np.sqrt(area[i])) / 2 + 4
        wide, half = 0.54 * type_size * len(text), 0.67 * type_size
        for left in (False, True):
            x0 = px - gap - wide if left else px + gap
            box = (x0, py - half, x0 + wide, py + half)
            inside = box[0] >= 0 and box[2] <= width
            if inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
                kept.append((i, left, text))
                break
    rows = np.array([i for i, _, _ in kept], dtype=np.intp)
    return {
        "x": x[rows].astype(np.float32),
        "y": y[rows].astype(np.float32),
        "left": np.array([left for _, left, _ in kept], dtype=np.uint8),
        "gap": (np.sqrt(area[rows]) / 2 + 4).astype(np.float32),
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


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
