"""On demand: from which lines, at which rate and under which assumption a figure comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pandas as pd

from workbench.customers import Customers
from workbench.measures.by_hand import SOMEBODY
from workbench.measures.events_value import BEYOND_SALES, SUPPORT
from workbench.measures.facts import Facts
from workbench.measures.lines import lines, run
from workbench.measures.time_cost import estimated, prices
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.explanation import Explanation, Part
from workbench.review.plan import Entered
from workbench.sources.ledger import Ledger

_MOST = 6
"""Products, people or events that are named; the rest is one line."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Which figure is asked about: one measure of one customer, and what it is computed from.

    ``entered`` is what people entered by hand, of whichever customer.
    """

    ledger: Ledger
    facts: Facts
    costs: Costs
    customers: Customers
    customer: str
    measure: str
    entered: Sequence[Entered] = ()

    @property
    def by_hand(self) -> list[Entered]:
        """What was entered by hand for this customer within the window."""
        period = self.facts.period
        own = [one for one in self.entered if one.customer_id == self.customer]
        return [one for one in own if period and period.holds(one.on)]

    @property
    def row(self) -> int:
        """Row of the customer."""
        return self.customers.row(self.customer)

    def money(self, value: float) -> str:
        """Say an amount."""
        return words.money(value, self.facts.currency)

    def of(self, name: str) -> float:
        """Return the customer's value of a measure."""
        return float(self.customers.numbers(name)[self.row])

    def say(self, name: str) -> str:
        """Say the customer's value of a measure."""
        return words.value(self.customers.columns[name], self.of(name))

    def lines(self, table: str) -> Any:
        """Return the customer's own lines of a table in the window."""
        own = lines(self.ledger, self.facts, table)
        return own.filter(own.customer_id == self.customer)


def explain(asked: Asked) -> Explanation:
    """Return what a figure is made of; a measure without lines is told by its meaning alone."""
    column = asked.customers.column(asked.measure)
    made = {
        "turnover": _sold,
        "gross_margin": _margin,
        "hours": _hours,
        "cost_to_serve": _hours,
        "support_cost": _events,
        "non_sales_value": _events,
        "profit": _profit,
        "hours_allowance": _allowance,
    }.get(asked.measure)
    notes = [column.meaning]
    if not np.isfinite(asked.of(asked.measure)):
        notes.insert(0, f"{asked.customers.why_missing(asked.measure, asked.row)}.")
    return Explanation(tuple(made(asked)) if made else (), tuple(notes))


def _sold(asked: Asked) -> list[Part]:
    if not asked.facts.covers("sales"):
        return []
    own = asked.lines("sales")
    by = own.group_by(what=ibis.coalesce(own["product"], "no product named")).agg(
        n=own.count(), amount=own.amount.sum()
    )
    found = run(by.order_by(ibis.desc("amount"), "what"))
    return _named(found, asked, "line")


def _margin(asked: Asked) -> list[Part]:
    sums, row = asked.facts.sums, asked.row
    if "turnover" not in sums or row >= len(asked.facts):
        return []
    uncosted = float(sums["uncosted"][row])
    parts = [
        Part("Turnover", asked.say("turnover")),
        Part("Direct cost of its lines", f"− {asked.money(float(sums['direct_cost'][row]))}"),
    ]
    if sums["uncosted_lines"][row]:
        known = asked.costs.margin is not None
        said = f"− {asked.money((1 - (asked.costs.margin or 0.0)) * uncosted)}"
        left = words.percent(asked.costs.margin or 0.0)
        parts.append(
            Part(
                f"{asked.money(uncosted)} without a cost"
                + (f", {left} assumed to be left" if known else ""),
                said if known else "not known",
            )
        )
    return parts


def _hours(asked: Asked) -> list[Part]:
    facts, price = asked.facts, prices(asked.facts, asked.costs)
    by_hand = [one for one in asked.by_hand if one.hours]
    if by_hand and not facts.covers("time"):
        return [_hours_by_hand(one, asked, price.usual) for one in by_hand]
    if estimated(facts, asked.costs):
        hours = asked.of("hours")
        rate = words.number(price.usual)
        return [Part(f"{words.number(hours)} hours × {rate} {facts.currency}, estimated")]
    own = facts.hours[facts.hours["customer_id"] == asked.customer]
    own = own.assign(rate=price.of(own["person"])).sort_values("hours", ascending=False)
    parts = []
    for person, hours, rate in zip(own["person"], own["hours"], own["rate"], strict=True):
        at = f"{words.number(rate)} {facts.currency}" if np.isfinite(rate) else "no rate"
        said = asked.money(hours * rate) if np.isfinite(rate) else "not known"
        added = sum(one.hours or 0.0 for one in by_hand if (one.person or SOMEBODY) == person)
        note = f", {words.number(added)} of them entered by hand" if added else ""
        parts.append(Part(f"{words.number(hours)} hours × {person} {at}{note}", said))
    return parts


def _hours_by_hand(one: Entered, asked: Asked, rate: float) -> Part:
    hours = one.hours or 0.0
    said = asked.money(hours * rate) if np.isfinite(rate) else "not known"
    return Part(f"{words.day(one.on)}, {words.number(hours)} hours entered by hand", said)


def _events(asked: Asked) -> list[Part]:
    kinds = SUPPORT if asked.measure == "support_cost" else BEYOND_SALES
    worth = asked.costs.event_values if kinds is BEYOND_SALES else {}
    found = [
        (one.on, one.kind, one.value, "entered by hand", one.evidence)
        for one in asked.by_hand
        if one.kind in kinds
    ]
    if asked.facts.covers("events"):
        own = asked.lines("events")
        own = run(own.filter(own.kind.isin(list(kinds))))
        rows = zip(own["date"], own["kind"], own["value"], own["evidence"], strict=True)
        found += [
            (day, kind, value if np.isfinite(value) else None, "", evidence)
            for day, kind, value, evidence in rows
        ]
    else:
        worth = {}  # what has no money then counts for nothing, so that nobody else's is zero
    parts = []
    for day, kind, value, how, evidence in sorted(found, key=lambda one: one[0], reverse=True):
        said = "no money" if value is None else asked.money(value)
        if value is None and kind in worth:
            said = f"{asked.money(worth[kind])} assumed"
        what = ", ".join(part for part in (words.day(day), kind.replace("_", " "), how) if part)
        about = f": {evidence}" if isinstance(evidence, str) and evidence else ""
        parts.append(Part(f"{what}{about}", said))
    more = len(parts) - _MOST
    return [*parts[:_MOST], Part(f"and {more:,} more")] if more > 0 else parts


def _profit(asked: Asked) -> list[Part]:
    column = asked.customers.columns["profit"]
    parts = [Part("Gross margin", asked.say("gross_margin"))]
    for name, label, sign in (
        ("cost_to_serve", "Our time", "−"),
        ("support_cost", "Support", "−"),
        ("non_sales_value", "Value beyond sales", "+"),
    ):
        if name in column.needs:
            parts.append(Part(label, f"{sign} {asked.say(name)}"))
    return parts


def _allowance(asked: Asked) -> list[Part]:
    target = asked.costs.target_margin
    return [
        Part("Gross margin", asked.say("gross_margin")),
        Part("Support", f"− {asked.say('support_cost')}"),
        Part(
            f"{words.percent(target)} of turnover to be left",
            f"− {asked.money(target * asked.of('turnover'))}",
        ),
        Part("divided by what an hour costs for them"),
    ]


def _named(found: pd.DataFrame, asked: Asked, noun: str) -> list[Part]:
    parts = [
        Part(f"{what} · {words.count(int(n), noun)}", asked.money(float(amount)))
        for what, n, amount in zip(found["what"], found["n"], found["amount"], strict=True)
    ]
    if len(parts) <= _MOST:
        return parts
    rest = found.iloc[_MOST:]
    left = Part(f"{words.count(len(rest), 'other product')}", asked.money(rest["amount"].sum()))
    return [*parts[:_MOST], left]
