"""Measures of what a customer leaves: margin, profit, hours they may take, potential (domain 6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.customers import Bools, Column, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.events_value import add_events
from workbench.measures.facts import Facts
from workbench.measures.sales import ratio
from workbench.measures.time_cost import add_time, prices
from workbench.measures.workings import Workings
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.rescue import allowance, an_hour, rescue

BEFORE_TIME = "Profit before time"


def add_profit(work: Workings, facts: Facts, costs: Costs) -> None:
    """Put margin, hours, costs, profit, potential and counts of events on the sheet."""
    _margin(work, facts, costs)
    timed = add_time(work, facts, costs)
    add_events(work, facts, costs)
    _profit(work, facts, costs, timed=timed)
    _allowance(work, facts, costs)
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


def _margin(work: Workings, facts: Facts, costs: Costs) -> None:
    """Turnover less direct cost; sales without a cost leave the assumed margin, if there is one."""
    column = MEASURES["gross_margin"].column(work.currency)
    cost, rule = work.nothing(), Missing(work.everyone, "No direct costs were given")
    if facts.covers("sales"):
        sums = facts.sums
        lines, without, direct = sums["lines"], sums["uncosted_lines"], sums["direct_cost"]
        if costs.margin is not None:
            uncosted = sums["uncosted"]
            cost = direct + (1 - costs.margin) * uncosted
            if (without > 0).any():
                column = _assumed(column, costs.margin, float(uncosted.sum()), facts.currency)
        elif (lines > without).any():
            free: Bools = without > 0
            rule = Missing(free, "The direct cost of some of their sales is not known")
            cost = np.where(free, np.nan, direct)
    work.put(column, work["turnover"] - cost, rule)
    _share(work, "gross_margin_share", "gross_margin")


def _assumed(column: Column, margin: float, turnover: float, currency: str) -> Column:
    share = words.percent(margin)
    said = (
        f"Assumed: {share} is left of the {words.money(turnover, currency)} of sales whose cost is"
        " not known."
    )
    return replace(column, meaning=f"{column.meaning} {said}", marks=(f"assumed {share}",))


def _profit(work: Workings, facts: Facts, costs: Costs, *, timed: bool) -> None:
    """Gross margin − cost to serve − support; without time or support it says so (domain 6)."""
    column = MEASURES["profit"].column(facts.currency)
    happened = facts.covers("events")
    parts = (
        ("cost_to_serve", "the cost of our time", timed),
        ("support_cost", "support", happened),
    )
    left = work["gross_margin"]
    for name, _, known in parts:
        # where a table is absent, what a person entered for one customer still counts
        left = left - (work[name] if known else np.nan_to_num(work[name]))
    notes = [f"Not known, so not taken off: {said}." for _, said, known in parts if not known]
    dropped = {name for name, _, known in parts if not known} | (set() if timed else {"hours"})
    needs = [need for need in column.needs if need not in dropped]
    if costs.value_in_profit and happened:
        left = left + np.nan_to_num(work["non_sales_value"])
        needs.append("non_sales_value")
        notes.append("Value beyond sales is counted in, as far as money was put on it.")
    column = replace(
        column,
        label=column.label if timed else BEFORE_TIME,
        meaning=" ".join([column.meaning, *notes]),
        needs=tuple(needs),
    )
    work.put(column, left)
    _share(work, "profit_margin", "profit")


def _allowance(work: Workings, facts: Facts, costs: Costs) -> None:
    """Hours that leave the target margin, and how far the hours spent are over them (domain 6)."""
    rate = an_hour(work["cost_to_serve"], work["hours"], prices(facts, costs).usual)
    support = np.nan_to_num(work["support_cost"])
    hours = allowance(work["gross_margin"], support, work["turnover"], rate, costs.target_margin)
    column = MEASURES["hours_allowance"].column(facts.currency)
    target = f"The target is {words.percent(costs.target_margin)} of turnover."
    unpriced = Missing(np.isnan(rate), "What an hour costs is not known")
    free = Missing(rate == 0, "An hour costs nothing for them")
    work.put(replace(column, meaning=f"{column.meaning} {target}"), hours, unpriced, free)
    work.measure("hours_over", work["hours"] - work["hours_allowance"])


def add_ways_out(work: Workings, facts: Facts, costs: Costs) -> None:
    """Put what would end each loss on the sheet: a fee, a price rise, fewer hours (domain 6)."""
    profit, turnover, hours = (work[name] for name in ("profit", "turnover", "hours"))
    rate = an_hour(work["cost_to_serve"], hours, prices(facts, costs).usual)
    way = rescue(profit, turnover, hours, rate)
    earns = Missing(profit >= 0, "They lose nothing")
    unsold = Missing(turnover <= 0, "Turnover in the window is not above zero")
    idle = Missing(hours == 0, "They take no hours of ours")
    unpriced = Missing(np.isnan(rate), "What an hour costs is not known")
    free = Missing(rate == 0, "An hour costs nothing for them")
    for name, values, rules in (
        ("rescue_fee", way.fee, [earns]),
        ("rescue_price_rise", way.rise, [earns, unsold]),
        ("rescue_hours", way.hours, [earns, idle, unpriced, free]),
    ):
        work.put(as_profit(work, MEASURES[name].column(work.currency)), values, *rules)


def as_profit(work: Workings, column: Column) -> Column:
    """Return a column that is profit at heart: what profit leaves out, it says it leaves out."""
    profit = work.columns["profit"]
    left_out = profit.meaning.removeprefix(MEASURES["profit"].meaning).strip()
    before = ", before time" if profit.label.startswith(BEFORE_TIME) else ""
    meaning = f"{column.meaning} {left_out}".strip()
    return replace(column, label=f"{column.label}{before}", meaning=meaning)


def _share(work: Workings, name: str, of: str) -> None:
    rule = Missing(work["turnover"] <= 0, "Turnover in the window is not above zero")
    work.measure(name, ratio(work[of], work["turnover"]), rule)
