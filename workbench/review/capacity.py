"""What an hour costs when our people's capacity is what costs money (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Floats
from workbench.errors import WorkbenchError


@dataclass(frozen=True, eq=False)
class Capacity:
    """Capacity supplied against capacity used; time in any one unit, money in the client's.

    ``rate`` is what a unit of time costs, ``costs`` what each use of time costs, ``idle`` the time
    nobody used. Used and idle cost add up to what was supplied, unless more was used.
    """

    rate: float
    costs: Floats
    used: float
    idle: float

    @property
    def used_cost(self) -> float:
        """Cost of the time that was used."""
        return self.used * self.rate

    @property
    def idle_cost(self) -> float:
        """Cost of the time nobody used."""
        return self.idle * self.rate


def rate_of(cost: float | None, practical: float | None) -> float:
    """Return what a unit of practical capacity costs; NaN where either is not known, or is none.

    Examples
    --------
    >>> rate_of(560_000, 700_000)
    0.8
    """
    if cost is None or not practical:
        return float("nan")
    return cost / practical


def time_driven(cost: float, practical: float, spent: Floats) -> Capacity:
    """Cost each use of time by the capacity it takes; what nobody takes is idle (domain 6).

    Parameters
    ----------
    cost
        What the people and their surroundings cost.
    practical
        The time they can really work, breaks and meetings taken off.
    spent
        Time of each use: how often × how long.

    Raises
    ------
    WorkbenchError
        When there is no practical time to divide by.

    Examples
    --------
    >>> orders_inquiries_checks = np.array([49_000 * 8.0, 1_400 * 44.0, 2_500 * 50.0])
    >>> done = time_driven(560_000, 700_000, orders_inquiries_checks)
    >>> done.used, round(done.used_cost), done.idle, round(done.idle_cost)
    (578600.0, 462880, 121400.0, 97120)
    """
    rate = rate_of(cost, practical)
    if np.isnan(rate):
        raise WorkbenchError(
            "The practical time is missing", allowed="more than 0", then="Enter it, then try again."
        )
    used = float(spent.sum())
    return Capacity(rate, spent * rate, used, max(0.0, practical - used))
