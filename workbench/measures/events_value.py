"""Measures that events give: support, value beyond sales, referrals, complaints (domain 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.customers import Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.workings import Workings
from workbench.review import words
from workbench.review.assumptions import Costs

SUPPORT = ("support", "complaint")
BEYOND_SALES = ("referral", "testimonial", "case_study", "advocacy", "co_development")
"""Kinds of events whose money is a cost of support, and whose money is value beyond sales."""


def add_events(work: Workings, facts: Facts, costs: Costs) -> None:
    """Put what events cost and are worth on the sheet; all missing where none cover the window."""
    if not facts.covers("events"):
        given = "events" in facts.spans
        why = "No events fall in the window" if given else "No events were given"
        for name in ("support_cost", "non_sales_value", "referrals", "complaints"):
            work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    events = facts.events.dropna(subset="customer_id")
    work.measure("support_cost", _of(events, facts, "value", SUPPORT))
    beyond = events[events["kind"].isin(BEYOND_SALES)]
    held = beyond.assign(value=worth(beyond, costs.event_values))
    value = _of(held, facts, "value", BEYOND_SALES)
    silent = held[(held["valued"] == 0) & ~held["kind"].isin(list(costs.event_values))]
    unvalued = (_of(silent, facts, "n", BEYOND_SALES) > 0) & (value == 0)
    column = MEASURES["non_sales_value"].column(facts.currency)
    assumed = _assumed(beyond, costs.event_values, facts.currency)
    if assumed:
        column = replace(column, meaning=f"{column.meaning} {assumed}", marks=("assumed",))
    why = "No money was put on what they brought beyond sales"
    work.put(column, np.where(unvalued, np.nan, value), Missing(unvalued, why))
    work.measure("referrals", _of(events, facts, "n", ("referral",)))
    work.measure("complaints", _of(events, facts, "n", ("complaint",)))


def worth(events: pd.DataFrame, values: Mapping[str, float]) -> Floats:
    """Return the money of counted events: their own, and the assumed one where they carry none.

    Each event is in one line of one customer, so each counts once (domain 6).
    """
    own = np.nan_to_num(events["value"].to_numpy(dtype=np.float64))
    without = (events["n"] - events["valued"]).to_numpy(dtype=np.float64)
    each = events["kind"].map(dict(values)).to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(own + without * np.nan_to_num(each), dtype=np.float64)


def _assumed(events: pd.DataFrame, values: Mapping[str, float], currency: str) -> str:
    """Say which value was assumed for how many events; empty where it acts on none."""
    without = (events["n"] - events["valued"]).groupby(events["kind"]).sum()
    said = [
        f"{words.count(int(without[kind]), kind.replace('_', ' '))}"
        f" at {words.money(value, currency)} each"
        for kind, value in values.items()
        if without.get(kind, 0) > 0
    ]
    return f"Assumed, as they carry no money: {words.listed(said)}." if said else ""


def _of(events: pd.DataFrame, facts: Facts, what: str, kinds: Sequence[str]) -> Floats:
    these = events[events["kind"].isin(kinds)]
    rows = facts.frame.index.get_indexer(pd.Index(these["customer_id"]))
    values = np.nan_to_num(these[what].to_numpy(dtype=np.float64))
    return np.bincount(rows, values, minlength=len(facts)).astype(np.float64).round(6)
