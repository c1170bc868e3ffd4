"""Rewards, outreach and whom to look at again: what went where (domain 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Floats
from workbench.review.cuts import few
from workbench.review.needs import LookAgain, Looked

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Rewards:
    """Where gifts went: ``to_few`` of ``gifts`` to those who bring 80 % of the profit.

    ``bare`` of them carry no money. ``waste`` is the money of those known not to be valuable,
    ``wasted`` their rows; ``unknown`` are the rows of those whose profit is not known (both most
    money first), ``passed_over`` the few who got nothing (most profit first). ``sentence`` says
    why there are no few.
    """

    gifts: int
    bare: int
    money: float
    to_few: int
    waste: float
    wasted: Rows
    unknown: Rows
    passed_over: Rows
    sentence: str = ""


def rewards(
    profit: Floats, counted: Bools, gifts: Floats, money: Floats, valued: Floats
) -> Rewards:
    """Compare who was given something with who brings the profit, among those counted.

    ``valued`` is how many of the gifts carry money.

    Examples
    --------
    >>> done = rewards(np.array([90.0, 10.0, -5.0]), np.array([True] * 3),
    ...                np.array([0.0, 1.0, 2.0]), np.array([0.0, 30.0, 80.0]),
    ...                np.array([0.0, 1.0, 1.0]))
    >>> done.gifts, done.bare, done.to_few, done.waste, done.wasted.tolist()
    (3, 1, 0, 110.0, [2, 1])
    """
    known, given = counted & np.isfinite(profit), counted & (gifts > 0)
    line = few(profit[known])
    with np.errstate(invalid="ignore"):
        valuable = known & (profit >= line)
    wasted = np.flatnonzero(given & known & ~valuable)
    unknown = np.flatnonzero(given & ~known)
    passed = np.flatnonzero(valuable & ~given)
    sentence = ""
    if not known.any():
        sentence = "Nobody's profit is known yet, so nobody can say whether gifts go to the few."
    elif np.isnan(line):
        sentence = "Nobody brings a profit, so no gift went to the few who do."
    return Rewards(
        gifts=int(gifts[given].sum()),
        bare=int((gifts - valued)[given].sum()),
        money=float(money[given].sum()),
        to_few=int(gifts[valuable].sum()),
        waste=float(money[wasted].sum()),
        wasted=wasted[np.argsort(-money[wasted], kind="stable")],
        unknown=unknown[np.argsort(-money[unknown], kind="stable")],
        passed_over=passed[np.argsort(-profit[passed], kind="stable")],
        sentence=sentence,
    )


def silent(outreach: Floats, response: Floats, counted: Bools) -> Rows:
    """Return who was courted and never answered, most courted first: less effort, never none."""
    rows = np.flatnonzero(counted & (outreach > 0) & (response == 0))
    return rows[np.argsort(-outreach[rows], kind="stable")]


@dataclass(frozen=True)
class Again:
    """A customer to look at again: why, on which date, whether that has come."""

    customer: str
    on: date
    why: str
    due: bool


def look_again(
    changes: Mapping[str, date],
    dates: Mapping[str, LookAgain],
    looked: Mapping[str, Looked],
    today: date,
) -> tuple[Again, ...]:
    """Return who is to be looked at again, those due first.

    Parameters
    ----------
    changes
        Customer → when their strategy changed. A date set since then takes its place.
    dates
        Customer → the date a person set.
    looked
        Customer → the last change that was looked at; a later one brings them back.
    today
        A date that has come is due.
    """
    found = [
        Again(key, entry.on, entry.why or "The date has come", entry.on <= today)
        for key, entry in dates.items()
    ]
    for key, on in changes.items():
        if key in looked and on <= looked[key].on:
            continue
        entry = dates.get(key)
        if entry is None or entry.when[:10] < on.isoformat():
            found = [one for one in found if one.customer != key or one.due]
            found.append(Again(key, on, "Their strategy changed", due=True))
    return tuple(sorted(found, key=lambda one: (not one.due, one.on, one.customer)))
