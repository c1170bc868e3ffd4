"""The chosen customer on the profit page: how their profit comes about, and ways out of a loss."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.customers import Column
from workbench.pages.profit_figures import Figures
from workbench.review import words
from workbench.review.explanation import Explanation
from workbench.review.rescue import WAYS, Way
from workbench.widgets.view import Node, h

_VALUE = "non_sales_value"
_CHAIN = (
    ("turnover", "", "Turnover"),
    ("gross_margin", "", "Gross margin"),
    ("cost_to_serve", "−", "Our time"),
    ("support_cost", "−", "Support"),
    (_VALUE, "+", "Value beyond sales"),
    ("profit", "=", ""),
    ("hours", "", "Hours"),
    ("hours_allowance", "", "Hours they may take"),
)
TOLD = frozenset(name for name, _, _ in _CHAIN)
"""Measures that the statement tells; profit by its own label, which says what it leaves out."""
WAY_WORDS: Mapping[Way, str] = {"fee": "a fee", "price": "higher prices", "hours": "fewer hours"}


def statement(figures: Figures, row: int, opened: str, told: Explanation | None) -> Node:
    """Describe how the chosen one's profit comes about; each figure opens its explanation."""
    chain = [one for one in _CHAIN if one[0] != _VALUE or figures.costs.value_in_profit]
    lines: list[Node | None] = []
    for name, sign, label in chain:
        lines.append(_line(figures, row, (name, sign, label), on=opened == name))
        if opened == name and told:
            lines.append(explained(told, key=f"told {name}"))
    return h(
        "section.wb-profit-statement",
        h("h2", str(figures.customers.names[row]), dir="auto"),
        h("div.wb-profit-chain", *lines),
        key="statement",
    )


def _line(figures: Figures, row: int, link: tuple[str, str, str], *, on: bool) -> Node:
    (name, sign, label), customers = link, figures.customers
    column, value = customers.columns[name], float(customers.numbers(name)[row])
    known = np.isfinite(value)
    said = figures.say(column, value) if known else "not known"
    said = f"{sign} {said}" if sign == "−" and known and value and not figures.hide else said
    tone = ".wb-loss" if name == "profit" and value < 0 else ".wb-quiet" if not known else ""
    return h(
        "button.wb-profit-line",
        h("span", short(column, label)),
        h(f"span.wb-number{tone}", said),
        on={"click": "explain"},
        key=f"explain|{name}",
        type="button",
        title=meaning(figures, column) if known else customers.why_missing(name, row),
        aria_expanded="true" if on else "false",
    )


def short(column: Column, label: str) -> str:
    """Name a column in short, with what of it is no fact; without a short name, as it is called."""
    if not label:
        return column.label
    return f"{label} ({', '.join(column.marks)})" if column.marks else label


def meaning(figures: Figures, column: Column) -> str | None:
    """Return what a column means, unless it may say money that is hidden."""
    return None if figures.hide else column.meaning


def explained(told: Explanation, *, key: str) -> Node:
    """Describe where a figure comes from: its lines, its rates, what was assumed."""
    return h(
        "div.wb-profit-told",
        *(
            h("div.wb-row", h("span", line.what, dir="auto"), h("span.wb-number", line.said))
            for line in told.lines
        ),
        *(h("p.wb-quiet", note) for note in told.notes),
        key=key,
    )


def ways_out(figures: Figures, row: int, tried: Way | None) -> Node | None:
    """Offer three ways out of a loss; a tried one is drawn, not saved."""
    loss = float(figures.profit[row])
    if not loss < 0:
        return None
    buttons = [
        h(
            "button.wb-on" if way == tried else "button",
            say_way(figures, row, way),
            on={"click": "try"},
            key=f"try|{way}",
            type="button",
            aria_pressed="true" if way == tried else "false",
            title=_hint(way),
            disabled=not figures.rescue.possible(row, way),
        )
        for way in WAYS
    ]
    drop = h("button.wb-link", "Drop it", on={"click": "drop"}, type="button") if tried else None
    said = f"What if {WAY_WORDS[tried]}? Drawn, not saved." if tried else "Try one in the picture:"
    return h(
        "section.wb-profit-ways",
        h("h2", "Ways out of the loss"),
        h("div.wb-row", h("span.wb-quiet", said), drop),
        h("div.wb-stack", *buttons),
        key="ways",
    )


def say_way(figures: Figures, row: int, way: Way) -> str:
    """Say one way out: «Fee 1,200 EUR», «Prices + 8 %», «12 of 40 hours less»."""
    rescue = figures.rescue
    if way == "fee":
        loss = "as much as the loss" if figures.hide else figures.money(float(rescue.fee[row]))
        return f"Fee of {loss}"
    if not rescue.possible(row, way):
        return "No turnover to raise" if way == "price" else _no_cut(figures, row)
    if way == "price":
        return f"Prices + {words.percent(float(rescue.rise[row]))}"
    hours = float(figures.customers.numbers("hours")[row])
    cut = words.number(float(rescue.hours[row]))
    if rescue.enough[row]:
        return f"{cut} of {words.number(hours)} hours less"
    left = "" if figures.hide else f": {figures.money(float(rescue.left[row]))} stays"
    return f"All {words.number(hours)} hours are not enough{left}"


def _no_cut(figures: Figures, row: int) -> str:
    hours = figures.customers.numbers("hours")[row]
    if not hours > 0:
        return "No hours to cut" if hours == 0 else "Their hours are not known"
    return "Their hours cost nothing" if figures.rate[row] == 0 else "Cost of hours not known"


def _hint(way: Way) -> str:
    return {
        "fee": "A fee of as much as the loss, over the window",
        "price": "They buy as much as before, at higher prices",
        "hours": "At what an hour costs for them",
    }[way]
