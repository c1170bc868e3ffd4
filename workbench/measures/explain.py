"""On demand: from which lines, at which rate and under which assumption a figure comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pandas as pd

from workbench.customers import Customers
from workbench.measures.events_value import BEYOND_SALES, SUPPORT
from workbench.measures.facts import Facts
from workbench.measures.lines import lines, run
from workbench.measures.time_cost import estimated, prices
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.explanation import Explanation, Part
from workbench.sources.ledger import Ledger

_MOST = 6
"""Products, people or events that are named; the rest is one line."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Which figure is asked about: one measure of one customer, and what it is computed from."""

    ledger: Ledger
    facts: Facts
    costs: Costs
    customers: Customers
    customer: str
    measure: str

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
        parts.append(Part(f"{words.number(hours)} hours × {person} {at}", said))
    return parts


def _events(asked: Asked) -> list[Part]:
    if not asked.facts.covers("events"):
        return []
    kinds = SUPPORT if asked.measure == "support_cost" else BEYOND_SALES
    own = asked.lines("events")
    own = run(own.filter(own.kind.isin(list(kinds))).order_by(ibis.desc("date")))
    parts = []
    for kind, day, value, evidence in zip(
        own["kind"], own["date"], own["value"], own["evidence"], strict=True
    ):
        worth = asked.costs.event_values.get(kind) if kinds is BEYOND_SALES else None
        said = asked.money(value) if np.isfinite(value) else "no money"
        if not np.isfinite(value) and worth is not None:
            said = f"{asked.money(worth)} assumed"
        about = f": {evidence}" if isinstance(evidence, str) and evidence else ""
        parts.append(Part(f"{words.day(day)}, {kind.replace('_', ' ')}{about}", said))
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
