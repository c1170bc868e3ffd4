"""The profit page's left side: what our time costs, what is assumed, what is aimed at."""

from __future__ import annotations

import numpy as np

from workbench.measures.events_value import BEYOND_SALES
from workbench.measures.facts import Facts
from workbench.pages.frame import segments
from workbench.pages.profit_figures import Figures
from workbench.review import words
from workbench.review.assumptions import Costs
from workbench.review.capacity import rate_of
from workbench.review.effort import LEVELS
from workbench.widgets.view import Node, h

WAYS = (("rate", "by rate"), ("capacity", "by capacity"))
_SHOWN = 10
"""Rates that stand open; more are folded away."""
PRACTICAL = "Hours our people can work for customers in a year"
CAPACITY = "Cost of capacity a year"
HIGHEST_TARGET = 50
NO_RATE = "Whoever has no rate"


def controls(figures: Figures, *, tries: int) -> Node:
    """Describe the controls; ``tries`` counts refusals, so that a refused value is put back."""
    costs, facts = figures.costs, figures.facts
    by_capacity = costs.by_capacity
    return h(
        "div.wb-stack.wb-profit-controls",
        h("h2", "Cost of our time", title="cost to serve"),
        segments("way", WAYS, "capacity" if by_capacity else "rate", label="How an hour is priced"),
        _capacity(figures) if by_capacity else _rates(facts, costs),
        _complete(costs) if facts.covers("time") else None,
        _margin(figures),
        _target(costs),
        _value(facts, costs),
        data_tries=tries,
    )


def number(
    name: str,
    value: float | None,
    *,
    label: str,
    key: str = "",
    unit: str = "",
    placeholder: str = "",
    live: bool = True,
    shown: str = "",
) -> Node:
    """Describe a field for a number that previews while it is typed and commits when left."""
    field = h(
        "input.wb-input.wb-short",
        type="number",
        min="0",
        step="any",
        value="" if value is None else f"{value:.10g}",
        placeholder=placeholder,
        on={"input": name, "change": name} if live else {"change": name},
        key=key or name,
        aria_label=label,
    )
    return h(
        "label.wb-profit-field",
        h("span", shown or label, title=label, dir="auto"),
        field,
        h("span.wb-quiet", unit) if unit else None,
        key=f"field {key or name}",
    )


def slider(name: str, share: float, *, label: str, most: int, said: str, hint: str = "") -> Node:
    """Describe a slider for a share in percent."""
    return h(
        "div.wb-label",
        h("div.wb-profit-slider", h("strong", label), h("span.wb-number", said)),
        h(
            "input.wb-range",
            type="range",
            min="0",
            max=most,
            step="1",
            value=f"{share * 100:.0f}",
            on={"input": name, "change": name},
            key=name,
            aria_label=label,
            aria_valuetext=said,
        ),
        h("p.wb-quiet", hint) if hint else None,
        key=f"slider {name}",
    )


def _rates(facts: Facts, costs: Costs) -> Node:
    listed = {
        str(person): float(rate)
        for person, rate in zip(facts.rates["person"], facts.rates["cost_per_hour"], strict=True)
        if np.isfinite(rate)
    }
    people = sorted({*listed, *facts.entries.people, *costs.rates})
    fields = [
        number(
            "rate",
            costs.rates.get(person, listed.get(person)),
            label=f"Cost of an hour of {person}",
            shown=person,
            key=f"rate|{person}",
            placeholder="–" if costs.default_rate is None else f"{costs.default_rate:g}",
        )
        for person in people
    ]
    every = number(
        "default_rate",
        costs.default_rate,
        label=f"{NO_RATE}, an hour",
        shown=NO_RATE if people else "Everybody",
        placeholder="–",
    )
    unit = h("p.wb-quiet", f"{facts.currency} an hour")
    if len(people) <= _SHOWN:
        return h("div.wb-profit-rates", unit, *fields, every)
    return h(
        "div.wb-profit-rates",
        unit,
        every,
        h("details.wb-fold", h("summary", words.count(len(people), "person", "people")), *fields),
    )


def _capacity(figures: Figures) -> Node:
    costs, currency = figures.costs, figures.currency
    rate = rate_of(costs.capacity_cost, costs.practical_hours)
    said = (
        f"An hour costs {words.number(rate)} {currency}."
        if np.isfinite(rate) and not figures.hide
        else "Both make the cost of an hour."
    )
    return h(
        "div.wb-profit-rates",
        number("capacity_cost", costs.capacity_cost, label=CAPACITY, unit=currency),
        _practical(costs),
        h("p.wb-quiet", said),
    )


def _complete(costs: Costs) -> Node:
    """Ask whether all hours are written down: the rest of the practical ones is idle then."""
    return h(
        "div.wb-profit-rates",
        None if costs.by_capacity else _practical(costs),
        check("complete", "All hours are written down", costs.hours_complete),
    )


def _practical(costs: Costs) -> Node:
    return number(
        "practical_hours",
        costs.practical_hours,
        label=PRACTICAL,
        shown="Practical hours a year",
        unit="h",
    )


def check(name: str, label: str, on: bool) -> Node:
    """Describe a box to tick."""
    return h(
        "label.wb-check",
        h("input", type="checkbox", checked=on, on={"change": name}, key=name),
        h("span", label),
        key=f"check {name}",
    )


def _margin(figures: Figures) -> Node:
    costs, sums = figures.costs, figures.facts.sums
    uncosted = float(sums["uncosted"].sum()) if "uncosted" in sums else 0.0
    uncosted += figures.facts.totals.get("unidentified_uncosted", 0.0)
    label = "Left where no cost is known"
    if not uncosted:
        return h("p.wb-quiet", "The cost of every sale is known.", title="gross margin")
    of = "" if figures.hide else f"of {figures.money(uncosted)}"
    if costs.margin is None:
        return slider("margin", 0.0, label=label, most=100, said="not assumed", hint=of)
    said = f"assumed {words.percent(costs.margin)}"
    return h(
        "div",
        slider("margin", costs.margin, label=label, most=100, said=said, hint=of),
        h("button.wb-link", "Assume nothing", on={"click": "no_margin"}, type="button"),
        key="margin",
    )


def _target(costs: Costs) -> Node:
    return slider(
        "target",
        costs.target_margin,
        label="A customer should leave",
        most=HIGHEST_TARGET,
        said=words.percent(costs.target_margin),
    )


def _value(facts: Facts, costs: Costs) -> Node | None:
    """Offer what events without money are worth, and whether all of it counts in profit."""
    happened = {kind: facts.tallies[kind] for kind in BEYOND_SALES if kind in facts.tallies}
    if not happened:
        return None
    fields = []
    for kind, tally in happened.items():
        without = int((tally.n - tally.valued).sum())
        if without or kind in costs.event_values:
            label = kind.replace("_", " ")
            shown = f"{without:,} × {label}"
            name = f"Worth of one {label} without money, {facts.currency}"
            worth = costs.event_values.get(kind)
            fields.append(number("worth", worth, label=name, shown=shown, key=f"worth|{kind}"))
    return h(
        "div.wb-stack",
        check("value", "Value beyond sales counts in profit", costs.value_in_profit),
        h(
            "details.wb-fold",
            h("summary", "Worth of what carries no money"),
            *fields,
            h("p.wb-quiet", f"{facts.currency} each; what carries money keeps its own."),
        )
        if fields
        else None,
    )


def judging(
    name: str,
    level: str,
    costs: Costs,
    *,
    judged: int,
    of: int,
    typed: float | None,
    beyond: float,
) -> Node:
    """Ask light, normal or heavy for one customer: nobody wrote hours down.

    ``beyond`` are the hours typed in all that are more than the practical ones.
    """
    return h(
        "section.wb-profit-judging",
        h("h2", "Who takes our time?"),
        h("p.wb-quiet", "No hours were written down. Each answer spreads them."),
        _practical(costs),
        h("p", f"Typed are {words.number(round(beyond))} h more than there are.")
        if beyond >= 1
        else None,
        h(
            "div.wb-stack",
            h("div.wb-row", h("strong", name, dir="auto")),
            {
                **segments(
                    "effort",
                    [(one, one) for one in LEVELS],
                    level,
                    label=f"How much of our time {name} takes",
                    key="effort",
                ),
                "on": {f"key:{one[0]}": one for one in LEVELS},
            },
            h("p.wb-quiet", "On these buttons, the keys L, N and H answer too."),
            number("typed", typed, label="Hours a month", unit="h", live=False),
        )
        if name
        else h("p.wb-quiet", "Choose a customer to change their answer."),
        h("p.wb-quiet", f"{judged} of {of} judged; the others are estimated from turnover."),
        h(
            "details.wb-fold",
            h("summary", "How much more a heavy one takes"),
            *(
                number(
                    "weight",
                    costs.effort_weights.get(one),
                    label=f"Parts of our hours a {one} customer takes",
                    key=f"weight|{one}",
                    shown=one.capitalize(),
                    unit="parts",
                    live=False,
                )
                for one in LEVELS
            ),
        ),
        key="judging",
    )
