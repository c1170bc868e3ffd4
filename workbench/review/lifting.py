"""The path from break-even up to good income: a price rise, or hours cut (domain 9, 6).

Good income asks two things of the figures: a profit margin that is not thin, and no more than its
share of our hours. Each way is taken alone and far enough for both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Customers, Floats
from workbench.review import words
from workbench.review.rescue import an_hour, rescue
from workbench.review.tiering import Tiered
from workbench.review.tiers import TierRules


@dataclass(frozen=True, eq=False)
class Lift:
    """What would lift each customer to tier 2 by the figures, an entry per customer.

    ``rise`` is a share of today's prices, ``hours`` are hours less over the window; 0 where the
    figures are good already, NaN where that way alone does not lead there (no turnover to raise
    prices on, or not that many hours to cut).
    """

    rise: Floats
    hours: Floats

    def ways(self, row: int) -> str:
        """Say the ways up of one customer; empty where none leads there."""
        said = []
        if np.isfinite(self.rise[row]) and self.rise[row] > 0:
            said.append(f"prices {words.percent(_up(float(self.rise[row]), 2))} higher")
        if np.isfinite(self.hours[row]) and self.hours[row] > 0:
            said.append(f"{words.number(_up(float(self.hours[row]), 1))} hours less")
        return ", or ".join(said)


def lift(customers: Customers, found: Tiered, rules: TierRules) -> Lift:
    """Compute the ways up of everyone with a margin; they buy as much as before.

    The rescue of a loss (`review.rescue`) brings profit to zero; here it is asked to bring it to
    ``thin_margin`` of turnover. A rise also raises the turnover that the margin is measured on.
    """
    facts, made = found.facts, found.made
    t, p, h = facts.turnover, facts.profit, facts.hours
    cost = customers.amounts("cost_to_serve")
    rate = an_hour(cost, h) if cost is not None else np.full(len(p), np.nan)
    way = rescue(p - rules.thin_margin * t, t, h, rate)
    good = p >= rules.thin_margin * t
    rise = np.where(good, 0.0, way.rise / (1 - rules.thin_margin))
    cut = np.where(good, 0.0, way.hours)
    over = made.hours_share > rules.hours_over * made.turnover_share
    rise = np.where(over, np.maximum(rise, _rise_for_hours(found, rules)), rise)
    cut = np.where(over, np.maximum(cut, _cut_for_hours(found, rules)), cut)
    known = found.counted & (t > 0)
    return Lift(
        np.where(known, rise, np.nan), np.where(known & (cut <= np.nan_to_num(h)), cut, np.nan)
    )


def _rise_for_hours(found: Tiered, rules: TierRules) -> Floats:
    """Solve hours share ≤ k · (t + t·x) ÷ (T + t·x) for the rise x."""
    made, t = found.made, found.facts.turnover
    total = np.nansum(t[found.counted])
    k, share = rules.hours_over, made.hours_share
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (share * total - k * t) / (t * (k - share))
    return np.where(share < k, x, np.nan)


def _cut_for_hours(found: Tiered, rules: TierRules) -> Floats:
    """Solve (h − c) ÷ (H − c) ≤ k · turnover share for the cut c."""
    made, h = found.made, found.facts.hours
    total = np.nansum(h[found.counted])
    allowed = rules.hours_over * made.turnover_share
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(allowed < 1, (h - allowed * total) / (1 - allowed), np.nan)


def _up(value: float, digits: int) -> float:
    """Round up, so that what is said is enough: 0.0312 → 0.032."""
    return float(np.ceil(round(value * 10**digits, 6)) / 10**digits)
