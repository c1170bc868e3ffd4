"""How everybody's points, or the values of one attribute, are spread: counts over even steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Customers, Floats
from workbench.review.scoring import Scores
from workbench.tabular import Tabular

_MOST_STEPS = 30
_WIDTHS = (1, 2, 5)
_PARTS = 12
"""Steps of an attribute's small picture."""


@dataclass(frozen=True, eq=False)
class Distribution(Tabular):
    """Counts over steps of equal width from 0 to ``top`` points.

    ``unknown`` customers are left out: nothing that earns points is known of them.
    """

    width: float
    counts: npt.NDArray[np.int64]
    unknown: int

    @property
    def top(self) -> float:
        """Where the last step ends."""
        return self.width * len(self.counts)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per step: from, to and how many customers."""
        return _steps_frame(self.counts, 0.0, self.top)


@dataclass(frozen=True)
class Spread(Tabular):
    """Counts of customers over one attribute: even steps from ``low`` to ``high``, or levels.

    What lies beyond an end is counted at that end. ``known`` and ``unknown`` add up to everybody
    who counts.
    """

    counts: tuple[int, ...]
    low: float
    high: float
    known: int
    unknown: int

    @property
    def frame(self) -> pd.DataFrame:
        """One row per step: from, to and how many customers."""
        return _steps_frame(self.counts, self.low, self.high)

    def step(self, value: float) -> int | None:
        """Return the step a value falls in, None for a missing one."""
        if not self.counts or not math.isfinite(value):
            return None
        part = (value - self.low) / (self.high - self.low)
        return min(max(math.floor(part * len(self.counts)), 0), len(self.counts) - 1)


def step_width(possible: float) -> float:
    """Return a round width that divides the points to earn into at most thirty steps.

    Examples
    --------
    >>> step_width(30.0), step_width(42.5), step_width(100.0), step_width(0.0)
    (1.0, 2.0, 5.0, 1.0)
    """
    if possible <= _WIDTHS[0]:
        return float(_WIDTHS[0])
    power = 10.0 ** math.floor(math.log10(possible / _MOST_STEPS))
    wide = next(w * power for w in (*_WIDTHS, 10) if possible <= w * power * _MOST_STEPS + 1e-9)
    return float(max(wide, 1.0))


def distribution(scores: Scores, rows: Bools) -> Distribution:
    """Count the middles of these rows' scores over even steps; one pass, whoever they are."""
    width = step_width(scores.possible)
    steps = max(math.ceil(scores.possible / width - 1e-9), 1)
    at = np.minimum((scores.middle / width).astype(np.int32), steps - 1)
    left_out = ~rows
    if scores.most is not scores.least:
        left_out |= (scores.least == 0) & (scores.most == scores.possible)
    at[left_out] = steps
    counts = np.bincount(at, minlength=steps + 1)[:steps]
    return Distribution(width, counts, int(rows.sum()) - int(counts.sum()))


def spread_over(customers: Customers, name: str, rows: Bools) -> Spread:
    """Count these customers over one attribute: by level for words, else over even steps.

    Even steps run from the 2nd to the 98th percentile, so that one giant doesn't flatten the rest.
    """
    column = customers.columns.get(name)
    everybody = int(rows.sum())
    if column is None:
        return Spread((), 0.0, 1.0, 0, everybody)
    if column.words:
        at = customers.levels(name)[rows]
        at = at[np.isfinite(at)].astype(np.intp)
        counted = np.bincount(at, minlength=len(column.levels))
        ends = (0.0, float(len(column.levels)))
    else:
        values = customers.numbers(name)[rows]
        at_values = values[np.isfinite(values)]
        if not len(at_values):
            return Spread((), 0.0, 1.0, 0, everybody)
        ends = _ends(at_values)
        inside = np.clip(at_values, *ends)
        counted = np.histogram(inside, bins=_steps(at_values, ends), range=ends)[0]
        at = at_values
    counts = tuple(int(count) for count in counted)
    return Spread(counts, *ends, len(at), everybody - len(at))


def _ends(values: Floats) -> tuple[float, float]:
    low, high = (float(end) for end in np.quantile(values, (0.02, 0.98)))
    if low == high:
        low, high = float(values.min()), float(values.max())
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _steps(values: Floats, ends: tuple[float, float]) -> int:
    """Return one step per whole number where there are few of them, else twelve."""
    whole = bool((values == np.round(values)).all())
    return min(_PARTS, math.ceil(ends[1] - ends[0]) + 1) if whole else _PARTS


def _steps_frame(
    counts: Sequence[int] | npt.NDArray[np.int64], low: float, high: float
) -> pd.DataFrame:
    edges = np.linspace(low, high, len(counts) + 1)
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "customers": counts})
