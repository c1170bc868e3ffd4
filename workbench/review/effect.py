"""What a decision brought: the change of the bottom line of those concerned, against its cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from workbench.customers import Bools, Customers
from workbench.review import words
from workbench.review.parting import change
from workbench.review.plan import Action
from workbench.review.rescue import an_hour

MANY = 2_000
"""More ids than this are not kept with a decision: it is measured on who stands there then."""


@dataclass(frozen=True)
class Effect:
    """What a decision brought, in money; NaN where something isn't known.

    ``change`` is the profit a year now less the one when it was accepted, or what a person put in
    its place (``by_hand``); ``cost`` the money and the hours it took, at what an hour costs.
    """

    change: float
    cost: float
    by_hand: bool = False

    @property
    def result(self) -> float:
        """What is left of the change after the cost."""
        return self.change - self.cost


def profit_of(customers: Customers, rows: Bools) -> float:
    """Return the profit a year of some customers; NaN where nobody's is known."""
    if "profit_per_year" not in customers.columns:
        return float("nan")
    theirs = customers.numbers("profit_per_year")[rows]
    known = theirs[np.isfinite(theirs)]
    return float(known.sum()) if len(known) else float("nan")


def accepted(action: Action, customers: Customers, rows: Bools, as_of: date | None) -> Action:
    """Return a decision with what must be kept when it is accepted: who, their profit, the date.

    A decision about everybody keeps no ids: whoever comes later counts too.
    """
    profit, members = profit_of(customers, rows), action.members
    if action.kind not in {"everybody", "customer"} and rows.sum() <= MANY:
        members = tuple(str(key) for key in customers.ids[rows])
    kept = {
        "baseline": round(profit, 2) if np.isfinite(profit) else None,
        "members": members,
        "since": as_of,
    }
    return action.model_copy(update=kept)


def effect(action: Action, customers: Customers, rows: Bools, as_of: date | None) -> Effect | None:
    """Return what a decision brought so far; None before there is anything to measure it by.

    That takes facts of a later date than those it was accepted on. Who left brings nothing now,
    so what they brought is gone from the change.
    """
    cost = cost_of(action, customers)
    if action.measured is not None:
        return Effect(action.measured, cost, by_hand=True)
    if action.baseline is None or action.since is None or as_of is None or as_of <= action.since:
        return None
    now = profit_of(customers, rows)
    return Effect((0.0 if np.isnan(now) and not rows.any() else now) - action.baseline, cost)


def cost_of(action: Action, customers: Customers) -> float:
    """Return what a decision costs: its money, and its hours at what our hours cost."""
    money = action.cost or 0.0
    if not action.hours:
        return money
    if not {"cost_to_serve", "hours"} <= customers.columns.keys():
        return float("nan")
    spent, hours = customers.numbers("cost_to_serve"), customers.numbers("hours")
    rates = an_hour(spent, hours)
    usual = an_hour(np.append(spent, np.nan), np.append(hours, np.nan))[-1] if len(rates) else 0.0
    return money + action.hours * float(usual)


def say(made: Effect | None, action: Action, currency: str) -> str:
    """Say what a decision brought, or why it can't be said yet.

    Examples
    --------
    >>> action = Action(kind="everybody", action="Raise prices", cost=500, hours=12)
    >>> say(Effect(3200.0, 1220.0), action, "EUR")
    '+3,200 EUR a year against 1,220 EUR: +1,980 EUR'
    """
    if made is None:
        if action.baseline is None:
            return "" if action.since is None else "Their profit was not known then"
        return "Measured when newer facts come"
    told = f"{change(made.change, currency)} a year"
    if np.isnan(made.change):
        return "Their profit is not known now"
    if np.isnan(made.cost):
        told += "; what its hours cost is not known"
    elif made.cost:
        told += f" against {words.money(made.cost, currency)}: {change(made.result, currency)}"
    return f"{told} (entered by hand)" if made.by_hand else told


def overdue(action: Action, today: date) -> bool:
    """Whether a decision should be done by now and isn't."""
    return action.due is not None and action.due < today and action.status in {"accepted", "doing"}
