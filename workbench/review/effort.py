"""How much of our time customers take where nobody writes hours down (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Floats
from workbench.review.assumptions import Costs, Effort
from workbench.review.cuts import few

LEVELS: tuple[Effort, ...] = ("light", "normal", "heavy")
_LIGHT, _NORMAL = 0, 1
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Efforts:
    """The effort each customer takes, by row.

    ``level`` counts into `LEVELS` (−1: takes none), ``judged`` says that a person set it or typed
    hours, ``typed`` are hours a month (NaN where nobody typed any).
    """

    level: npt.NDArray[np.int8]
    judged: Bools
    typed: Floats

    def word(self, row: int) -> str:
        """Say a customer's effort; empty for one who takes none."""
        return LEVELS[self.level[row]] if self.level[row] >= 0 else ""

    def hours(self, costs: Costs, months: float) -> Floats:
        """Return everybody's hours over the window: typed ones, then shares of what is left.

        NaN where hours would have to be shared out and nobody said how many there are.
        """
        weights = np.array([*(costs.effort_weights.get(level, 0.0) for level in LEVELS), 0.0])
        known = np.isfinite(self.typed)
        hours = np.where(known, self.typed * months, np.nan)
        parts = np.where(known, 0.0, weights[self.level])
        practical = costs.practical(months)
        if practical is not None and parts.any():
            left = max(0.0, practical - float(np.nansum(hours)))
            return np.where(known, hours, left * parts / parts.sum())
        if practical is None:
            return np.where(known | (self.level != NOBODY), hours, 0.0)
        return np.where(known, hours, 0.0)

    def beyond(self, costs: Costs, months: float) -> float:
        """Return by how much the hours typed exceed the practical ones over the window."""
        practical = costs.practical(months)
        if practical is None:
            return 0.0
        return max(0.0, float(np.nansum(self.typed)) * months - practical)


def efforts(ids: pd.Index[Any], turnover: Floats, active: Bools, costs: Costs) -> Efforts:
    """Return what was set, and «normal» or «light» for the others.

    Who was not judged is normal when they belong to the few that bring 80 % of turnover, light
    when they bought anything in the window (``active``), and takes no time when they did not.
    """
    line = few(turnover)
    with np.errstate(invalid="ignore"):
        large = turnover >= line
    level = np.where(large, _NORMAL, np.where(active, _LIGHT, NOBODY)).astype(np.int8)
    judged: Bools = np.zeros(len(ids), dtype=np.bool_)
    typed = np.full(len(ids), np.nan)
    for row, effort in _by_row(ids, costs.effort):
        level[row], judged[row] = LEVELS.index(effort), True
    for row, hours in _by_row(ids, costs.hours_a_month):
        typed[row], judged[row] = hours, True
    return Efforts(level, judged, typed)


def _by_row(ids: pd.Index[Any], given: dict[str, Any]) -> list[tuple[int, Any]]:
    rows = ids.get_indexer(pd.Index(list(given), dtype="str"))
    return [(int(row), value) for row, value in zip(rows, given.values(), strict=True) if row >= 0]
