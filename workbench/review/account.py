"""The client's account: customers + unidentified sales − unallocated hours − idle (domain 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.customers import Customers
from workbench.review import words
from workbench.review.placement import prospects
from workbench.review.whale import called

_NAMED = 5


@dataclass(frozen=True)
class Beside:
    """What the client earned and spent beside its customers, in the window.

    Money is NaN where a cost or a rate is not known. ``practical`` are the hours of the window that
    our people can work for customers (None: nobody said), ``recorded`` those written down,
    ``idle_hours`` what is left of them once all hours are written down, else 0.
    """

    sales: float = 0.0
    sales_profit: float = 0.0
    hours: float = 0.0
    hours_cost: float = 0.0
    support: float = 0.0
    value: float = 0.0
    recorded: float = 0.0
    practical: float | None = None
    idle_hours: float = 0.0
    idle_cost: float = 0.0


@dataclass(frozen=True)
class Line:
    """One line of the account: what it is, its money (NaN: not known), what it consists of."""

    what: str
    money: float
    note: str = ""


@dataclass(frozen=True)
class Account:
    """All lines; ``total`` is the sum of those whose money is known."""

    lines: tuple[Line, ...]
    total: float

    @property
    def whole(self) -> bool:
        """Whether every line has money, so that the total is the client's."""
        return all(np.isfinite(line.money) for line in self.lines)


def account(
    customers: Customers, aside: Mapping[str, str], beside: Beside, currency: str
) -> Account:
    """Return the client's account, those set aside named.

    Parameters
    ----------
    customers
        With a column ``profit``; prospects have none and are passed over.
    aside
        Customers set aside → why.
    beside
        What has no customer.
    currency
        Code of all money.
    """
    profit = customers.numbers("profit")
    real = ~prospects(customers)
    out = np.isin(customers.ids, [key for key in aside if key in customers])
    known = np.isfinite(profit)
    lines = []
    for rows, what in (
        (real & ~out & known, _counted(customers, int((real & ~out & known).sum()))),
        (real & out & known, "Set aside"),
    ):
        if rows.any() or what != "Set aside":
            names = _named(customers, rows, aside) if what == "Set aside" else ""
            lines.append(Line(what, float(profit[rows].sum()), names))
    if (real & ~known).any():
        lines.append(_unknown(customers, real & ~known, currency))
    lines += _beside(beside, currency)
    money = [line.money for line in lines if np.isfinite(line.money)]
    return Account(tuple(lines), float(sum(money)))


def turnover_account(customers: Customers, aside: Mapping[str, str], beside: Beside) -> Account:
    """Return what the client sold, as `account` does for profit: the same customers and sales."""
    turnover = np.nan_to_num(customers.numbers("turnover"))
    real = ~prospects(customers)
    out = np.isin(customers.ids, [key for key in aside if key in customers])
    who = words.count(int((real & ~out).sum()), "customer")
    lines = [Line(f"Turnover of {who}", float(turnover[real & ~out].sum()))]
    if (real & out).any():
        money = float(turnover[real & out].sum())
        lines.append(Line("Set aside", money, _named(customers, real & out, aside)))
    if beside.sales:
        lines.append(Line("Sales without a customer", beside.sales))
    return Account(tuple(lines), float(sum(line.money for line in lines)))


def _counted(customers: Customers, n: int) -> str:
    return f"Profit of {words.count(n, 'customer')}{called(customers.columns['profit'])}"


def _named(customers: Customers, rows: np.ndarray, aside: Mapping[str, str]) -> str:
    found = np.flatnonzero(rows)
    said = [
        f"{customers.names[row]}{_because(aside[str(customers.ids[row])])}"
        for row in found[:_NAMED]
    ]
    more = [words.count(len(found) - _NAMED, "other")] if len(found) > _NAMED else []
    return words.listed([*said, *more])


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def _unknown(customers: Customers, rows: np.ndarray, currency: str) -> Line:
    turnover = customers.amounts("turnover")
    sold = 0.0 if turnover is None else float(turnover[rows].sum())
    n = int(rows.sum())
    first = int(np.flatnonzero(rows)[0])
    why = customers.why_missing("profit", first)
    note = f"{words.money(sold, currency)} of turnover. {why}"
    return Line(f"{words.count(n, 'customer')} without a profit", float("nan"), note)


def _beside(beside: Beside, currency: str) -> list[Line]:
    lines = []
    if beside.sales or np.isnan(beside.sales_profit):
        note = f"{words.money(beside.sales, currency)} sold, less what it cost"
        if np.isnan(beside.sales_profit):
            note = f"{words.money(beside.sales, currency)} sold; what it cost is not known"
        lines.append(Line("Sales without a customer", beside.sales_profit, note))
    if beside.hours:
        note = f"{words.number(round(beside.hours))} hours: meetings, learning, looking for work"
        lines.append(Line("Hours without a customer", -beside.hours_cost, note))
    if beside.support:
        lines.append(Line("Support without a customer", -beside.support))
    if beside.value:
        lines.append(Line("Value beyond sales, without a customer", beside.value))
    if beside.idle_hours:
        note = f"{words.number(round(beside.idle_hours))} paid hours that nobody used"
        lines.append(Line("Idle capacity", -beside.idle_cost, note))
    return lines


def recorded_share(beside: Beside) -> str:
    """Say how much of the paid hours is written down; unrecorded time is never called idle."""
    if not beside.practical or not beside.recorded:
        return ""
    said = (
        f"{words.percent(beside.recorded / beside.practical)} of the"
        f" {words.number(beside.practical)} practical hours are written down"
    )
    over = beside.recorded - beside.practical
    return f"{said}, {words.number(round(over))} more than there are" if over > 0 else said
