"""What the profit page says: the finding, the line under the picture, the first question."""

from __future__ import annotations

import numpy as np

from workbench.pages.profit_figures import Figures
from workbench.review import whale, words
from workbench.review.account import recorded_share
from workbench.review.whale import Whale
from workbench.widgets.view import Node, h

ANSWERS = (0.3, 0.4, 0.5, 0.6)
_LISTED = 300


def finding(figures: Figures, curve: Whale, tried: str = "") -> str:
    """Return the one sentence above the picture; ``tried`` names the way out that is drawn."""
    if not len(figures.customers):
        return words.NOBODY
    if not len(curve.order):
        return "Nobody's profit is known yet."

    profit = figures.customers.columns["profit"]
    if not tried:
        return whale.finding(curve, profit, figures.currency, hide=figures.hide)
    if figures.hide:
        return f"With {tried} the tail would take back less{whale.called(profit)}."
    back, was, left = (
        words.money(value, figures.currency)
        for value in (curve.taken_back, figures.whale.taken_back, curve.total)
    )
    return (
        f"With {tried} the tail would take back {back} instead of {was};"
        f" {left} would be left{whale.called(profit)}."
    )


def under(figures: Figures) -> Node:
    """Describe the line beneath the picture: how many are in it, who is not and why."""
    curve, out = figures.whale, int(figures.out.sum())
    said = [h("span", f"{len(curve.order):,} placed")]
    said.append(
        h(
            "details.wb-inline",
            h("summary", f"not placed: {out:,}"),
            not_placed(figures),
            key="out",
        )
        if out
        else h("span", "not placed: 0")
    )
    if best := _best(figures):
        said.append(h("span", best))
    if share := recorded_share(figures.beside):
        said.append(h("span", share))
    return h(
        "div.wb-under",
        h("div.wb-said", *said),
        h(
            "div.wb-row",
            h("span.wb-quiet", "Copy the picture:"),
            h("button.wb-link", "PNG", on={"click": "png"}, type="button"),
            h("button.wb-link", "SVG", on={"click": "svg"}, type="button"),
        ),
    )


def _best(figures: Figures) -> str:
    curve = figures.whale
    brought = [] if figures.hide else [figures.money(curve.best)]
    if curve.in_percent:
        brought.append(f"{words.percent(curve.best / curve.total)} of the total")
    if not curve.turns or not brought:
        return ""
    noted = whale.called(figures.customers.columns["profit"])
    return f"the top 20 % ({curve.top:,}) bring {', '.join(brought)}{noted}"


def not_placed(figures: Figures) -> Node:
    """List who is not in the picture, with the reason of each."""
    customers, aside = figures.customers, figures.review.set_aside
    rows = np.flatnonzero(figures.out)

    def why(row: int) -> str:
        key = str(customers.ids[row])
        if key in aside:
            return f"Set aside: {aside[key].reason or 'no reason given'}"
        return customers.why_missing("profit", row)

    lines = [
        h(
            "tr",
            h(
                "td",
                h(
                    "button.wb-link",
                    str(customers.names[row]),
                    on={"click": "choose"},
                    key=str(customers.ids[row]),
                    type="button",
                    dir="auto",
                ),
            ),
            h("td", why(int(row)), dir="auto"),
            key=f"out {customers.ids[row]}",
        )
        for row in rows[:_LISTED]
    ]
    more = len(rows) - len(lines)
    return h(
        "div",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Not placed, with the reason"),
            h("thead", h("tr", *(h("th", t, scope="col") for t in ("Name", "Reason")))),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more") if more > 0 else None,
    )


def first_question(currency: str) -> Node:
    """Ask for the one number without which nobody's profit is known."""
    return h(
        "section.wb-ask",
        h("h2", f"Of 100 {currency} of sales, how much is left?"),
        h(
            "p.wb-quiet",
            "The file doesn't say what your sales cost you (goods, material, subcontractors)."
            " A good guess draws the picture; it is marked «assumed» wherever it acts.",
        ),
        h(
            "div.wb-row",
            *(
                h(
                    "button.wb-main",
                    words.percent(share),
                    on={"click": "assume"},
                    key=f"assume|{share}",
                    type="button",
                )
                for share in ANSWERS
            ),
            h(
                "form.wb-row",
                h(
                    "input.wb-input.wb-short",
                    name="left",
                    type="number",
                    min="0",
                    max="100",
                    step="any",
                    placeholder="or: 35",
                    aria_label="What is left of 100 of sales, in percent",
                ),
                h("span", "%"),
                h("button", "Draw it", type="submit"),
                on={"submit": "assumed"},
                key="assumed",
            ),
        ),
    )
