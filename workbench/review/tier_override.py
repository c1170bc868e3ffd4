"""A tier a person chose: the facts it was chosen on, and which are others now (domain 9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Customers
from workbench.review import words
from workbench.review.tier_words import TIERS, number_of
from workbench.review.tiers import Override, Tier

UNDER = (
    "profit_margin",
    "profit",
    "turnover",
    "hours",
    "referrals",
    "co_developments",
    "order_trend",
    "fit_to_needs",
    "feeling",
)
"""The facts the rules read: they are kept with an override and compared ever after."""


@dataclass(frozen=True)
class Changed:
    """One fact that is another now: what it is, what it was and what it is, in words."""

    label: str
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.label}: {self.then} → {self.now}"


def facts_under(customers: Customers, row: int) -> dict[str, float]:
    """Return the facts a tier rests on; what is missing is left out, words are level numbers."""
    found = {}
    for name in UNDER:
        value = _value(customers, name, row)
        if np.isfinite(value):
            found[name] = value
    return found


def changed(customers: Customers, row: int, override: Override) -> tuple[Changed, ...]:
    """Return the facts that are said differently now than when the tier was chosen.

    A difference nobody would see (a rounding, a cent) is none.
    """
    found = []
    for name in UNDER:
        column = customers.columns.get(name)
        if column is None:
            continue
        then = override.facts.get(name, float("nan"))
        both = [
            words.value(column, value) if np.isfinite(value) else "not known"
            for value in (then, _value(customers, name, row))
        ]
        if both[0] != both[1]:
            found.append(Changed(column.label, *both))
    return tuple(found)


def moved_rules(override: Override, now: int) -> str:
    """Say that the rules propose another tier than they did (0: none); empty where they don't."""
    if now == (override.proposed or 0):
        return ""
    then, is_now = (
        TIERS[number - 1].title if number else "no tier" for number in (override.proposed, now)
    )
    return f"The rules proposed {then} then and propose {is_now} now"


def proposed(customers: Customers, row: int) -> Tier | None:
    """Return the tier the rules propose for a customer."""
    if "tier_proposed" not in customers.columns:
        return None
    name = customers.frame["tier_proposed"].iloc[row]
    return number_of(name if isinstance(name, str) else None)


def _value(customers: Customers, name: str, row: int) -> float:
    column = customers.columns.get(name)
    if column is None:
        return float("nan")
    if not column.words:
        return float(customers.numbers(name)[row])
    said = customers.frame[name].iloc[row]
    return float(column.levels.index(said)) if said in column.levels else float("nan")
