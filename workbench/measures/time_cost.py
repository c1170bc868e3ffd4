"""Hours and what they cost: from time entries, or estimated where nobody keeps any (domain 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.sales import ratio
from workbench.measures.workings import Workings
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.capacity import rate_of
from workbench.review.effort import LEVELS, Efforts, efforts

ESTIMATED = "estimated"
_NO_CAPACITY = "What our people cost and their practical hours were not both entered"


@dataclass(frozen=True, eq=False)
class Prices:
    """What an hour costs: ``by_person``, or ``each`` for whoever isn't listed (NaN: not known)."""

    by_person: pd.Series[float]
    each: float
    said: str

    @property
    def known(self) -> bool:
        """Whether any hour has a price."""
        return bool(len(self.by_person)) or np.isfinite(self.each)

    def of(self, people: pd.Series[str]) -> Floats:
        """Return the cost of an hour of each person; NaN where nobody said."""
        own = people.map(self.by_person).to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isnan(own), self.each, own)

    @property
    def usual(self) -> float:
        """What an hour costs when nobody says whose: of whoever isn't listed, else the mean."""
        if np.isfinite(self.each) or not len(self.by_person):
            return self.each
        return float(self.by_person.mean())


def prices(facts: Facts, costs: Costs) -> Prices:
    """Return what hours cost under these assumptions, and one sentence that says where from."""
    currency = facts.currency
    if costs.by_capacity:
        each = rate_of(costs.capacity_cost, costs.practical_hours)
        nobody = pd.Series({}, dtype=np.float64)
        if np.isnan(each):
            return Prices(nobody, each, f"{_NO_CAPACITY}.")
        said = (
            f"Every hour costs {words.number(each)} {currency}:"
            f" {words.money(costs.capacity_cost or 0.0, currency)} of capacity ÷"
            f" {words.number(costs.practical_hours or 0.0)} practical hours a year."
        )
        return Prices(nobody, each, said)
    own = pd.Series(costs.rates, dtype=np.float64)
    rates = own.combine_first(facts.listed) if len(own) else facts.listed
    each = np.nan if costs.default_rate is None else costs.default_rate
    said = ""
    if len(own):
        said = f"{words.count(len(own), 'rate')} set in the review stand instead of the list's."
    if np.isfinite(each):
        said = f"{said} Who has none: {words.number(each)} {currency} an hour.".strip()
    return Prices(rates, each, said)


def estimated(facts: Facts, costs: Costs) -> bool:
    """Whether hours are estimated: nobody wrote any down, and the room said how many there are."""
    return not facts.covers("time") and bool(
        costs.practical_hours is not None or costs.hours_a_month
    )


def add_time(work: Workings, facts: Facts, costs: Costs) -> bool:
    """Put hours and cost to serve on the sheet; return whether time has a cost at all."""
    if facts.covers("time"):
        return _recorded(work, facts, prices(facts, costs))
    if estimated(facts, costs):
        return _estimated(work, facts, costs)
    given = "time" in facts.spans
    why = "No time entries fall in the window" if given else "No time entries were given"
    for name in ("hours", "cost_to_serve"):
        work.measure(name, work.nothing(), Missing(work.everyone, why))
    return False


def months_of(facts: Facts) -> float:
    """Return the months of the window that the sales (else the first table with dates) cover."""
    if facts.period is None:
        return 1.0
    first = facts.spans["sales"][0] if "sales" in facts.spans else min(facts.spans.values())[0]
    return facts.period.months_covered(first)


def effort_of(work: Workings, facts: Facts, costs: Costs) -> Efforts:
    """Return how much of our time each customer takes, as set or as it follows from turnover."""
    active: Bools = np.zeros(len(facts), dtype=np.bool_)
    if facts.covers("sales"):
        active = facts.sums["lines"] > 0
    turnover = np.where(work.counted, work["turnover"], np.nan)
    return efforts(work.names.index, turnover, active, costs)


def _recorded(work: Workings, facts: Facts, price: Prices) -> bool:
    entries, n = facts.entries, len(facts)
    each = price.of(pd.Series(entries.people, dtype="str"))
    rate = each[entries.person]
    open_ = np.isnan(rate)
    hours = np.bincount(entries.rows, entries.hours, minlength=n).astype(np.float64).round(6)
    cost = np.bincount(entries.rows, entries.hours * np.nan_to_num(rate), minlength=n)
    who = [person for person, one in zip(entries.people, each, strict=True) if np.isnan(one)]
    free = _without_price(work, who, entries.rows[open_], price)
    work.measure("hours", hours)
    _cost(work, np.where(free.rows, np.nan, cost.astype(np.float64).round(6)), hours, price, free)
    return price.known


def _estimated(work: Workings, facts: Facts, costs: Costs) -> bool:
    effort = effort_of(work, facts, costs)
    hours = effort.hours(costs, months_of(facts))
    column = MEASURES["hours"].column(facts.currency)
    meaning = f"{column.meaning} {_spread(effort, costs)}"
    unsaid = Missing(np.isnan(hours), "How many practical hours there are was not entered")
    work.put(replace(column, meaning=meaning, marks=(ESTIMATED,)), hours, unsaid)
    price = prices(facts, costs)
    an_hour = price.usual
    why = _NO_CAPACITY if costs.by_capacity else "No cost per hour was given for anybody"
    free = Missing(np.isnan(hours * an_hour), why)
    _cost(work, hours * an_hour, hours, price, unsaid, free)
    return bool(np.isfinite(an_hour))


def _spread(effort: Efforts, costs: Costs) -> str:
    weights = " : ".join(f"{costs.effort_weights.get(level, 0.0):g}" for level in LEVELS)
    open_ = int(((effort.level >= 0) & ~effort.judged).sum())
    said = "Estimated: no time was written down."
    if costs.practical_hours is not None:
        said += (
            f" {words.number(costs.practical_hours)} hours a year are spread as light, normal and"
            f" heavy ({weights})."
        )
    if open_:
        said += (
            f" {words.count(open_, 'customer')} not judged: normal for the few that bring 80 %"
            " of turnover, else light."
        )
    return said


def _cost(work: Workings, known: Floats, hours: Floats, price: Prices, *rules: Missing) -> None:
    """Put cost to serve on the sheet; corrected hours cost what this customer's own hours cost."""
    priced = np.isfinite(known)
    usual = ratio(known[priced].sum(keepdims=True), hours[priced].sum(keepdims=True))[0]
    for row, _ in work.corrections("hours"):
        an_hour = known[row] / hours[row] if hours[row] > 0 else usual
        known[row] = work["hours"][row] * (price.usual if np.isnan(an_hour) else an_hour)
    column = MEASURES["cost_to_serve"].column(work.currency)
    work.put(replace(column, meaning=f"{column.meaning} {price.said}".strip()), known, *rules)


def _without_price(
    work: Workings, people: Sequence[str], rows: npt.NDArray[np.intp], price: Prices
) -> Missing:
    if not price.known:
        why = price.said.removesuffix(".") or "No cost per hour was given for anybody"
        return Missing(work.everyone, why)
    unknown: Bools = np.zeros(len(work.names), dtype=np.bool_)
    unknown[rows] = True
    names = words.listed(sorted(people)) if people else ""
    return Missing(unknown, f"No cost per hour was given for {names}")
