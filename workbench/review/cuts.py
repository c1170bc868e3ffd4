"""Where the dividing line lies (domain 4): computed on the raw values of placed customers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbench.customers import Bools, Column, Floats
from workbench.review import words
from workbench.review.axes import Cut


@dataclass(frozen=True)
class Line:
    """A dividing line: its raw value (NaN when there is none) and a sentence where one is due.

    ``suggestion`` is the nearest value that splits the customers when this one doesn't; ``note``
    says of a proposed line that it was moved there.
    """

    value: float
    sentence: str = ""
    suggestion: float | None = None
    note: str = ""


def few(values: Floats, share: float = 0.8) -> float:
    """Return the smallest value among the few that bring ``share`` of the positive sum.

    P is the sum of the positive values; they are taken largest first until their sum reaches
    ``share`` · P; ties with the last one belong to the few as well. NaN when P is 0 (domain 4).

    Examples
    --------
    >>> few(np.array([50.0, 30.0, 10.0, 10.0, -40.0]))
    30.0
    """
    positive, k = _falling(values), how_many(values, share)
    return float(positive[k - 1]) if k else float("nan")


def how_many(values: Floats, share: float = 0.8) -> int:
    """Return the smallest number of values whose sum reaches ``share`` of the positive sum.

    Unlike the line of `few`, it counts nobody twice for a tie: 16 of 20 equal ones bring 80 %.

    Examples
    --------
    >>> how_many(np.array([50.0, 30.0, 10.0, 10.0, -40.0])), how_many(np.full(20, 5.0))
    (2, 16)
    """
    running = np.cumsum(_falling(values))
    if not len(running):
        return 0
    # A sum of rounded numbers may miss the share by its last digit.
    return int(np.argmax(running >= share * running[-1] * (1 - 1e-12))) + 1


def _falling(values: Floats) -> Floats:
    return np.sort(values[np.isfinite(values) & (values > 0)])[::-1]


def mean(values: Floats) -> float:
    """Return the mean, the same to the last bit in whatever order the values stand.

    A customer right on the line must not change sides because the rows were sorted.

    Examples
    --------
    >>> mean(np.array([0.1, 0.2, 0.3])) == mean(np.array([0.3, 0.2, 0.1]))
    True
    """
    return math.fsum(values.tolist()) / len(values)


def on_better_side(values: Floats, line: float, *, less_is_better: bool) -> Bools:
    """Tell which values lie on the better side; those on the line do, NaN do not."""
    with np.errstate(invalid="ignore"):
        return values <= line if less_is_better else values >= line


def draw(column: Column, cut: Cut, values: Floats, counted: Bools, *, less_is_better: bool) -> Line:
    """Compute the dividing line of a column.

    ``values`` are everybody's, ``counted`` marks the customers that have both axes: theirs decide.
    For a column of words the line's value is a number of levels minus one half: it runs between
    two of them.
    """
    if cut.by == "value" and cut.value is not None and not column.words:
        # A line on the move: usually it divides, and one look at each side is all it costs.
        better = on_better_side(values, cut.value, less_is_better=less_is_better)
        if (better & counted).any() and (counted > better).any():
            return Line(cut.value)
    known = values[counted & np.isfinite(values)]
    if column.words:
        return _between_levels(column, cut, known)
    if not len(known):
        return Line(float("nan"), "There is nobody to divide: no customer has both values.")
    if cut.by == "share" and not column.additive:
        return Line(
            float(np.median(known)),
            f"{column.label} does not add up over customers, so the line is the median.",
        )
    if cut.by == "share":
        value = few(known, cut.share)
        if np.isnan(value):
            return Line(
                float(np.median(known)),
                f"No customer has a positive {column.label.lower()}, so no few bring "
                f"{words.percent(cut.share)} of it; the line is the median.",
            )
    elif cut.by == "value" and cut.value is not None:
        value = cut.value
    else:
        value = mean(known) if cut.by == "mean" else float(np.median(known))
    return _checked(column, value, known, less_is_better=less_is_better)


def proposed(column: Column, line: Line) -> Line:
    """Return a line nobody chose, moved to the nearest value that splits the customers."""
    if line.suggestion is None:
        return line
    empty, there = words.value(column, line.value), words.value(column, line.suggestion)
    note = f"At {empty} one side would be empty, so the line is at {there}."
    return Line(line.suggestion, note=note)


def _between_levels(column: Column, cut: Cut, known: Floats) -> Line:
    most = max(len(column.levels) - 1, 1)
    typed = cut.by == "value" and cut.value is not None
    if typed:
        below = min(max(round(cut.value or 0.0), 1), most)
    elif len(known):
        below = min(max(int(np.median(known)), 1), most)
    else:
        below = max(len(column.levels) // 2, 1)
    if not len(known):
        return Line(below - 0.5, "There is nobody to divide: no customer has both values.")
    used = np.unique(known)
    if len(used) == 1:
        everyone = "The only customer has" if len(known) == 1 else f"All {len(known):,} have"
        level = words.value(column, float(used[0]))
        return Line(below - 0.5, f"{everyone} «{level}»: nothing to divide here.")
    if used[0] < below - 0.5 < used[-1]:
        return Line(below - 0.5)
    divides = int(used[-1]) if below > used[-1] else int(used[0]) + 1
    if not typed:
        return Line(divides - 0.5)
    side = "worse" if below > used[-1] else "better"
    return Line(
        below - 0.5,
        f"Everybody is on the {side} side of this line. "
        f"Below «{column.levels[divides]}» it would divide them.",
        float(divides),
    )


def _checked(column: Column, value: float, known: Floats, *, less_is_better: bool) -> Line:
    better = int(on_better_side(known, value, less_is_better=less_is_better).sum())
    if 0 < better < len(known):
        return Line(value)
    distinct = np.unique(known)
    on_line = int((known == value).sum())
    if len(distinct) == 1:
        everyone = "The only customer has" if len(known) == 1 else f"All {len(known):,} have"
        return Line(
            value,
            f"{everyone} {words.value(column, float(distinct[0]))}: nothing to divide here.",
        )
    # The better side must keep some and lose some: the value next to the worst one does both.
    inner = distinct[:-1] if less_is_better else distinct[1:]
    nearest = float(inner[np.argmin(np.abs(inner - value))])
    sits = f" {words.count(on_line, 'customer')} sit on the line." if on_line > 1 else ""
    side = "better" if better else "worse"
    return Line(
        value,
        f"Everybody is on the {side} side of {words.value(column, value)}.{sits} "
        f"{words.value(column, nearest)} would divide them.",
        nearest,
    )
