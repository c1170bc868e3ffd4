"""Measures that events give: support, value beyond sales, and counts of a kind (domain 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from workbench.customers import Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts, Tally
from workbench.measures.workings import Workings
from workbench.review import words
from workbench.review.assumptions import Costs

SUPPORT = ("support", "complaint")
BEYOND_SALES = ("referral", "testimonial", "case_study", "advocacy", "co_development")
"""Kinds of events whose money is a cost of support, and whose money is value beyond sales."""

COUNTED: Mapping[str, str] = {
    "referrals": "referral",
    "complaints": "complaint",
    "gift_count": "gift",
    "outreach": "outreach",
    "responses": "response",
}
"""Measures that count events of one kind."""


def add_events(work: Workings, facts: Facts, costs: Costs) -> None:
    """Put what events cost and are worth on the sheet; all missing where none cover the window."""
    if not facts.covers("events"):
        given = "events" in facts.spans
        why = "No events fall in the window" if given else "No events were given"
        for name in ("support_cost", "non_sales_value", *COUNTED):
            work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    tallies, n = facts.tallies, len(facts)
    beyond = [(kind, tallies[kind]) for kind in BEYOND_SALES if kind in tallies]
    work.measure("support_cost", _sum([tallies[k].value for k in SUPPORT if k in tallies], n))
    value = _sum([worth(tally, costs.event_values.get(kind)) for kind, tally in beyond], n)
    open_ = [tally.n for kind, tally in beyond if kind not in costs.event_values]
    unvalued = (_sum(open_, n) > 0) & (value == 0)
    column = MEASURES["non_sales_value"].column(facts.currency)
    if assumed := _assumed(beyond, costs.event_values, facts.currency):
        column = replace(column, meaning=f"{column.meaning} {assumed}", marks=("assumed",))
    why = "No money was put on what they brought beyond sales"
    work.put(column, np.where(unvalued, np.nan, value), Missing(unvalued, why))
    for name, kind in COUNTED.items():
        work.measure(name, _sum([tallies[kind].n] if kind in tallies else [], n))


def worth(tally: Tally, each: float | None) -> Floats:
    """Return the money of counted events: their own, and ``each`` for those that carry none.

    Each event is in the tally of one kind and one customer, so each counts once (domain 6).
    """
    return tally.value + (tally.n - tally.valued) * (each or 0.0)


def _assumed(
    beyond: Sequence[tuple[str, Tally]], values: Mapping[str, float], currency: str
) -> str:
    """Say which value was assumed for how many events; empty where it acts on none."""
    without = {kind: int((tally.n - tally.valued).sum()) for kind, tally in beyond}
    said = [
        f"{words.count(n, kind.replace('_', ' '))} at {words.money(values[kind], currency)} each"
        for kind, n in without.items()
        if n and kind in values
    ]
    return f"Assumed, as they carry no money: {words.listed(said)}." if said else ""


def _sum(parts: Sequence[Floats], n: int) -> Floats:
    return np.sum(parts, axis=0) if parts else np.zeros(n)
