"""Parting, reckoned before it is done: what leaves at once, what stays, what comes back (domain 9).

The hours a customer took are free at once; what they cost stays until they are used elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Bools, Customers, Floats
from workbench.review import words


@dataclass(frozen=True)
class Parting:
    """What parting with some customers does to the bottom line; money over the window.

    ``turnover`` and ``profit`` are theirs, ``marketing`` what is spent on courting them; ``hours``
    are freed and go on costing ``hours_cost``. ``an_hour`` is what an hour brings before its own
    cost where the hours go to (NaN: nobody there takes any).
    """

    customers: int
    turnover: float
    profit: float
    hours: float
    hours_cost: float
    marketing: float
    an_hour: float

    @property
    def at_once(self) -> float:
        """Change of the profit while the freed hours stand idle: their cost stays.

        What leaves is profit before the cost of time: usually money that covered part of it.
        """
        return -(self.profit + self.hours_cost)

    @property
    def reused_at_cost(self) -> float:
        """Change of the profit once the hours earn, or save, just what they cost elsewhere."""
        return -self.profit

    @property
    def reused(self) -> float:
        """Change of the profit once the hours bring what hours bring where they go to."""
        return self.at_once + self.hours * self.an_hour

    @property
    def even(self) -> float:
        """Part of the freed hours that must be used there before parting pays; NaN without any."""
        worth = self.hours * self.an_hour
        if self.at_once >= 0:
            return 0.0
        return -self.at_once / worth if worth > 0 else float("nan")


def parting(customers: Customers, leaving: Bools, going_to: Bools) -> Parting:
    """Reckon parting with ``leaving``; their hours go to ``going_to`` (tiers 1 and 2).

    Only customers whose profit is known are reckoned with; time nobody recorded frees no hours.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.customers import Column
    >>> names = ("turnover", "profit", "hours", "cost_to_serve")
    >>> frame = pd.DataFrame([["bad", 1000.0, -200.0, 10.0, 500.0],
    ...     ["good", 5000.0, 2000.0, 20.0, 1000.0]], columns=["name", *names], index=["B", "G"])
    >>> client = Customers(frame, {n: Column(n, n, additive=True) for n in names})
    >>> made = parting(client, np.array([True, False]), np.array([False, True]))
    >>> made.at_once, made.reused_at_cost, made.reused, made.even
    (-300.0, 200.0, 1200.0, 0.2)
    """

    def amounts(name: str) -> Floats:
        found = customers.amounts(name)
        return np.zeros(len(customers)) if found is None else found

    known = np.isfinite(customers.numbers("profit")) if "profit" in customers.columns else False
    out, there = leaving & known, going_to & known & ~leaving
    profit, hours, cost = amounts("profit"), amounts("hours"), amounts("cost_to_serve")
    spent = float(hours[there].sum())
    brings = float((profit + cost)[there].sum())
    return Parting(
        int(out.sum()),
        float(amounts("turnover")[out].sum()),
        float(profit[out].sum()),
        float(hours[out].sum()),
        float(cost[out].sum()),
        float(amounts("marketing_spend")[out].sum()),
        brings / spent if spent > 0 else float("nan"),
    )


def said(made: Parting, currency: str) -> str:
    """Say what parting would do, in one sentence."""
    if not made.customers:
        return "Nobody is chosen to part with."
    who = words.count(made.customers, "customer")
    if not made.hours:
        return (
            f"Parting with {who} changes profit by {change(made.at_once, currency)};"
            " no hours of theirs are recorded, so none are freed."
        )
    first = (
        f"Parting with {who} frees {words.count(round(made.hours), 'hour')}; while they stand idle"
        f" profit changes by {change(made.at_once, currency)}"
    )
    if not np.isfinite(made.an_hour):
        return f"{first}, and by {change(made.reused_at_cost, currency)} once they earn their cost."
    return f"{first}, once tiers 1 and 2 use them by {change(made.reused, currency)}."


def change(money: float, currency: str) -> str:
    """Say a change of money with its sign.

    Examples
    --------
    >>> change(1200.0, "EUR"), change(-300.0, "EUR")
    ('+1,200 EUR', '−300 EUR')
    """
    told = words.money(money, currency)
    return f"+{told}" if money > 0 and np.isfinite(money) else told
