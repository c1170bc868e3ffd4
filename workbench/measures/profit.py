"""Measures of what a customer leaves: margin, our time, support, profit, potential (domain 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Column, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.sales import ratio
from workbench.measures.workings import Workings
from workbench.review.assumptions import Costs

SUPPORT = ("support", "complaint")
BEYOND_SALES = ("referral", "testimonial", "case_study", "advocacy", "co_development")
"""Kinds of events whose money is a cost of support, and whose money is value beyond sales."""

BEFORE_TIME = "Profit before time"


def add_profit(work: Workings, facts: Facts, costs: Costs) -> None:
    """Put margin, hours, costs, profit, potential and counts of events on the sheet."""
    _margin(work, facts)
    _time(work, facts)
    _events(work, facts)
    _profit(work, facts)
    column, values, rule = potential(work, facts.attributes)
    work.put(column, values, rule)
    gap = np.maximum(0.0, work["potential"] - work["turnover_per_year"])
    work.measure("growth_gap", gap)


def potential(work: Workings, attributes: pd.DataFrame) -> tuple[Column, Floats, Missing]:
    """Return the potential a year as the client's list has it: column, values, why missing."""
    given = "potential" in attributes
    values = work.nothing()
    if given:
        values = np.asarray(attributes["potential"].to_numpy(dtype=np.float64, na_value=np.nan))
    why = "Their potential is not filled in" if given else "No potential was given"
    return MEASURES["potential"].column(work.currency), values, Missing(work.everyone, why)


def _margin(work: Workings, facts: Facts) -> None:
    uncosted: Bools = work.everyone
    cost = work.nothing()
    why = "No direct costs were given"
    if facts.covers("sales"):
        lines = facts.frame["lines"].to_numpy(dtype=np.float64)
        without = facts.frame["uncosted_lines"].to_numpy(dtype=np.float64)
        if (lines > without).any():
            uncosted, why = without > 0, "The direct cost of some of their sales is not known"
            direct = facts.frame["direct_cost"].to_numpy(dtype=np.float64)
            cost = np.where(uncosted, np.nan, direct)
    work.measure("gross_margin", work["turnover"] - cost, Missing(uncosted, why))
    _share(work, "gross_margin_share", "gross_margin")


def _time(work: Workings, facts: Facts) -> None:
    """Hours, and their cost at each person's rate; domain 6: cost to serve."""
    n = len(facts)
    if not facts.covers("time"):
        given = "time" in facts.spans
        why = "No time entries fall in the window" if given else "No time entries were given"
        for name in ("hours", "cost_to_serve"):
            work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    entries = facts.hours.dropna(subset="customer_id")
    rows = facts.frame.index.get_indexer(pd.Index(entries["customer_id"]))
    spent = entries["hours"].to_numpy(dtype=np.float64)
    prices = facts.rates.set_index("person")["cost_per_hour"]
    rate = entries["person"].map(prices).to_numpy(dtype=np.float64)
    hours = _summed(rows, spent, n)
    cost = _summed(rows, spent * np.nan_to_num(rate), n)
    free = _without_rate(work, entries["person"], rows, np.isnan(rate), rated=len(prices) > 0)
    known = np.where(free.rows, np.nan, cost)
    work.measure("hours", hours)
    usual = ratio(np.nansum(known, keepdims=True), hours[~free.rows].sum(keepdims=True))[0]
    for row, _ in work.corrections("hours"):
        # corrected hours cost what this customer's own hours cost, else what an hour costs here
        an_hour = known[row] / hours[row] if hours[row] > 0 else usual
        known[row] = work["hours"][row] * an_hour
    work.measure("cost_to_serve", known, free)


def _summed(rows: npt.NDArray[np.intp], values: Floats, n: int) -> Floats:
    """Add values up per row; float64 even where there is none."""
    return np.bincount(rows, values, minlength=n).astype(np.float64).round(6)


def _without_rate(
    work: Workings, people: pd.Series[str], rows: npt.NDArray[np.intp], free: Bools, *, rated: bool
) -> Missing:
    if not rated:
        return Missing(work.everyone, "No cost per hour was given for anybody")
    unknown: Bools = np.zeros(len(work.names), dtype=np.bool_)
    unknown[rows[free]] = True
    names = sorted(set(people[free]))
    return Missing(unknown, f"No cost per hour was given for {_listed(names)}")


def _events(work: Workings, facts: Facts) -> None:
    if not facts.covers("events"):
        given = "events" in facts.spans
        why = "No events fall in the window" if given else "No events were given"
        for name in ("support_cost", "non_sales_value", "referrals", "complaints"):
            work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    events = facts.events.dropna(subset="customer_id")
    support = _of(events, facts, "value", SUPPORT)
    work.measure("support_cost", support)
    unvalued = (_of(events, facts, "n", BEYOND_SALES) > 0) & (
        _of(events, facts, "valued", BEYOND_SALES) == 0
    )
    value = np.where(unvalued, np.nan, _of(events, facts, "value", BEYOND_SALES))
    why = "No money was put on what they brought beyond sales"
    work.measure("non_sales_value", value, Missing(unvalued, why))
    work.measure("referrals", _of(events, facts, "n", ("referral",)))
    work.measure("complaints", _of(events, facts, "n", ("complaint",)))


def _of(events: pd.DataFrame, facts: Facts, what: str, kinds: Sequence[str]) -> Floats:
    these = events[events["kind"].isin(kinds)]
    rows = facts.frame.index.get_indexer(pd.Index(these["customer_id"]))
    values = np.nan_to_num(these[what].to_numpy(dtype=np.float64))
    return _summed(rows, values, len(facts))


def _profit(work: Workings, facts: Facts) -> None:
    """Gross margin − cost to serve − support; without time or support it says so (domain 6)."""
    column = MEASURES["profit"].column(facts.currency)
    timed = facts.covers("time") and len(facts.rates) > 0
    parts = (
        ("cost_to_serve", "the cost of our time", timed),
        ("support_cost", "support", facts.covers("events")),
    )
    left = work["gross_margin"]
    for name, _, known in parts:
        # where a table is absent, what a person entered for one customer still counts
        left = left - (work[name] if known else np.nan_to_num(work[name]))
    notes = [f"Not known, so not taken off: {words}." for _, words, known in parts if not known]
    dropped = {name for name, _, known in parts if not known} | (set() if timed else {"hours"})
    column = replace(
        column,
        label=column.label if timed else BEFORE_TIME,
        meaning=" ".join([column.meaning, *notes]),
        needs=tuple(need for need in column.needs if need not in dropped),
    )
    work.put(column, left)
    _share(work, "profit_margin", "profit")


def _share(work: Workings, name: str, of: str) -> None:
    rule = Missing(work["turnover"] <= 0, "Turnover in the window is not above zero")
    work.measure(name, ratio(work[of], work["turnover"]), rule)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
