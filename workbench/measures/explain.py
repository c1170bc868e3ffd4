"""On demand: from which lines, at which rate and under which assumption a figure comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.customers import Customers
from workbench.measures.by_hand import SOMEBODY
from workbench.measures.events_value import BEYOND_SALES, COUNTED, SUPPORT
from workbench.measures.facts import Facts
from workbench.measures.lines import Table, Tables, frame, within
from workbench.measures.made_with import credited
from workbench.measures.period import Period
from workbench.measures.time_cost import estimated, prices
from workbench.measures.timeline import happened_to
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.explanation import Explanation, Part
from workbench.review.plan import Entered
from workbench.review.rescue import an_hour
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.questions import Question, ask

UNKNOWN = "not known"
_MOST = 6
"""Products, people or events that are named; the rest is one line."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    "support_cost": SUPPORT,
    "non_sales_value": BEYOND_SALES,
    "gifts": ("gift",),
    **{name: (kind,) for name, kind in COUNTED.items()},
}
"""Measures that events make, and of which kinds."""


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
        value = self.of(name)
        return words.value(self.customers.columns[name], value) if np.isfinite(value) else UNKNOWN

    def less(self, name: str) -> str:
        """Say a value that is taken off."""
        return f"− {self.say(name)}" if np.isfinite(self.of(name)) else UNKNOWN

    def ask(self, question: Question, *shape: str) -> pd.DataFrame:
        """Return what a question finds in the customer's own lines in the window."""
        bounds = self.facts.period.bounds if self.facts.period else {}
        found = ask(self.ledger, question, *shape, customer=self.customer, **bounds)
        return frame(found, dates=True)


def explain(asked: Asked) -> Explanation:
    """Return what a figure is made of; a measure without lines is told by its meaning alone."""
    column = asked.customers.column(asked.measure)
    made = {
        "turnover": _sold,
        "credited_sales": _made,
        "gross_margin": _margin,
        "hours": _hours,
        "cost_to_serve": _hours,
        **dict.fromkeys(_KINDS, _events),
        "profit": _profit,
        "profit_margin": _profit_margin,
        "hours_allowance": _allowance,
        "rescue_fee": _loss,
        "rescue_price_rise": _profit_margin,
        "rescue_hours": _hours_cut,
    }.get(asked.measure)
    notes = [column.meaning]
    if not np.isfinite(asked.of(asked.measure)):
        notes.insert(0, f"{asked.customers.why_missing(asked.measure, asked.row)}.")
    return Explanation(tuple(made(asked)) if made else (), tuple(notes))


def _sold(asked: Asked) -> list[Part]:
    if not asked.facts.covers("sales"):
        return []
    return _named(asked.ask(sold_to), asked, "line")


def sold_to(table: Tables, customer: Any, **bounds: Any) -> Table:
    """Lines → what one customer bought in the window by product, the largest first."""
    sales = table("sales")
    own = within(sales.filter(sales.customer_id == customer), Period(**bounds))
    by = own.group_by(what=ibis.coalesce(own["product"], "no product named")).agg(
        n=own.count(), amount=own.amount.sum()
    )
    return by.order_by(ibis.desc("amount"), "what")


def _made(asked: Asked) -> list[Part]:
    return [
        Part(
            f"{credit.product}, {words.count(credit.others, 'other customer')}",
            asked.money(credit.turnover),
        )
        for credit in credited(asked.facts, asked.costs.made_with)
        if credit.customer == asked.customer
    ]


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
    kinds = _KINDS[asked.measure]
    worth = asked.costs.event_values if kinds is BEYOND_SALES else {}
    without = "" if asked.measure in COUNTED else "no money"
    found = [
        (one.on, one.kind, one.value, "entered by hand", one.evidence)
        for one in asked.by_hand
        if one.kind in kinds
    ]
    if asked.facts.covers("events"):
        own = asked.ask(happened_to)
        own = own[own["kind"].isin(kinds)]
        rows = zip(own["date"], own["kind"], own["value"], own["evidence"], strict=True)
        found += [
            (day, kind, value if np.isfinite(value) else None, "", evidence)
            for day, kind, value, evidence in rows
        ]
    else:
        worth = {}  # what has no money then counts for nothing, so that nobody else's is zero
    parts = []
    for day, kind, value, how, evidence in sorted(found, key=lambda one: one[0], reverse=True):
        said = without if value is None else asked.money(value)
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
    for name, label in (("cost_to_serve", "Our time"), ("support_cost", "Support")):
        if name in column.needs:
            parts.append(Part(label, asked.less(name)))
    if "non_sales_value" in column.needs:
        known = np.isfinite(asked.of("non_sales_value"))
        parts.append(
            Part("Value beyond sales", f"{'+ ' if known else ''}{asked.say('non_sales_value')}")
        )
    return parts


def _profit_margin(asked: Asked) -> list[Part]:
    return [*_loss(asked), Part("Turnover", f"÷ {asked.say('turnover')}")]


def _loss(asked: Asked) -> list[Part]:
    return [Part(asked.customers.columns["profit"].label, asked.say("profit"))]


def _hours_cut(asked: Asked) -> list[Part]:
    return [*_loss(asked), _an_hour(asked)]


def _allowance(asked: Asked) -> list[Part]:
    target, turnover = asked.costs.target_margin, asked.of("turnover")
    kept = f"− {asked.money(target * turnover)}" if np.isfinite(turnover) else UNKNOWN
    return [
        Part("Gross margin", asked.say("gross_margin")),
        Part("Support", asked.less("support_cost")),
        Part(f"{words.percent(target)} of turnover to be left", kept),
        _an_hour(asked),
    ]


def _an_hour(asked: Asked) -> Part:
    """Say what an hour costs, and whether it is the customer's own cost or the client's."""
    cost, hours = (asked.customers.numbers(name) for name in ("cost_to_serve", "hours"))
    rate = an_hour(cost, hours, prices(asked.facts, asked.costs).usual)[asked.row]
    own = np.isfinite(cost[asked.row]) and hours[asked.row] > 0
    said = (
        f"÷ {words.number(rate)} {asked.facts.currency} an hour" if np.isfinite(rate) else UNKNOWN
    )
    return Part(f"What an hour costs, {'theirs' if own else 'the client’s'}", said)


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
