"""Hours a customer may take, and three ways out of a loss (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.customers import Bools, Floats

Way = Literal["fee", "price", "hours"]
WAYS: tuple[Way, ...] = ("fee", "price", "hours")


def an_hour(cost: Floats, hours: Floats, otherwise: float = float("nan")) -> Floats:
    """Return what an hour costs for each customer: their own, else the client's.

    Their own may be 0, where a volunteer serves them. The client's is the cost of all hours whose
    cost is known, else ``otherwise``.

    Examples
    --------
    >>> an_hour(np.array([100.0, 0.0, 0.0]), np.array([2.0, 0.0, 2.0])).tolist()
    [50.0, 25.0, 0.0]
    """
    known = np.isfinite(cost) & np.isfinite(hours)
    spent, paid = float(hours[known].sum()), float(cost[known].sum())
    usual = paid / spent if spent > 0 else otherwise
    with np.errstate(divide="ignore", invalid="ignore"):
        own = cost / hours
    return np.where(known & (hours > 0), own, usual)


def allowance(
    margin: Floats, support: Floats, turnover: Floats, rate: Floats, target: float
) -> Floats:
    """Return the hours that leave the target margin.

    max(0, gross margin − support − target × turnover) ÷ cost per hour (``rate``); NaN without it.

    Examples
    --------
    >>> one = np.array([1000.0])
    >>> allowance(np.array([400.0]), np.array([50.0]), one, np.array([50.0]), 0.1).tolist()
    [5.0]
    """
    left = np.maximum(0.0, margin - support - target * turnover)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rate > 0, left / rate, np.nan)


@dataclass(frozen=True, eq=False)
class Rescue:
    """What would bring each losing customer to zero; NaN for those who lose nothing.

    ``fee`` in money, ``rise`` as a share of today's prices, ``hours`` to cut, over the window; NaN
    also for who takes no hours, or hours that cost nothing. ``enough`` says whether the customer
    has that many hours; ``left`` is the loss that stays when all of them are cut. A price rise
    takes for granted that they buy as much as before.
    """

    fee: Floats
    rise: Floats
    hours: Floats
    enough: Bools
    left: Floats

    def after(self, profit: Floats, row: int, way: Way) -> Floats:
        """Return everybody's profit with one customer rescued in one way."""
        changed = profit.copy()
        changed[row] = self.left[row] if way == "hours" else 0.0
        return changed

    def possible(self, row: int, way: Way) -> bool:
        """Whether a way exists for a customer: no turnover, no price to rise; no hours, no cut."""
        return bool(
            np.isfinite({"fee": self.fee, "price": self.rise, "hours": self.hours}[way][row])
        )


def rescue(profit: Floats, turnover: Floats, hours: Floats, rate: Floats) -> Rescue:
    """Compute the three ways: fee = −profit, rise = −profit ÷ turnover, hours = −profit ÷ rate.

    Examples
    --------
    >>> way = rescue(*(np.array([v]) for v in (-300.0, 6000.0, 4.0, 60.0)))
    >>> [float(part[0]) for part in (way.fee, way.rise, way.hours, way.enough, way.left)]
    [300.0, 0.05, 5.0, 0.0, -60.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        fee = np.where(profit < 0, -profit, np.nan)
        rise = np.where(turnover > 0, fee / turnover, np.nan)
        cut = np.where((rate > 0) & (hours > 0), fee / rate, np.nan)
        enough = cut <= hours
        left = np.where(enough, 0.0, profit + hours * rate)
    return Rescue(fee, rise, cut, enough, np.where(np.isfinite(cut), left, np.nan))
