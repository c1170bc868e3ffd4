"""What is done about tier 4: parting, reckoned before it is done, and its plan (domain 9)."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from workbench.customers import Bools
from workbench.pages.tiers_board import money
from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.parting import Parting, change, said
from workbench.widgets.view import Node, h

SHOWN = 40
_PARTED = 4
STEPS = (
    "Tell them in person, and why: no fit is nobody's fault",
    "Finish what is open by a day you both name; take nothing new",
    "Name a provider who fits them better, and hand over what they should know",
    "Give the freed hours to tiers 1 and 2 the same week",
)


def leaving(figures: Figures, kept: Collection[str]) -> Bools:
    """Return those of tier 4 who would be parted with: all but the ``kept``."""
    stay = np.isin(figures.customers.ids, list(kept))
    return figures.found.of(_PARTED) & ~stay


def parting(figures: Figures, made: Parting, kept: Collection[str], *, hide: bool) -> Node:
    """Describe tier 4: whom to part with, and what that does now and once hours are reused."""
    rows = [int(row) for row in figures.in_tier(_PARTED)]
    head = h("h2", "Tier 4: part, reckoned before it is done")
    if not rows:
        return h("section.wb-stack", head, h("p.wb-quiet", "Nobody is in tier 4."), key="part")
    out = leaving(figures, kept)
    more = len(rows) - SHOWN
    return h(
        "section.wb-stack",
        head,
        h(
            "p",
            said(made, figures.currency) if not hide else "Money is hidden.",
            aria_live="polite",
        ),
        None if hide else _outcome(figures, made),
        h(
            "ul.wb-plainlist.wb-parting",
            *(_part_line(figures, row, on=bool(out[row]), hide=hide) for row in rows[:SHOWN]),
        ),
        h("p.wb-quiet", f"and {more:,} more, all counted in") if more > 0 else None,
        h("h3", "The plan for parting"),
        h("ol.wb-steps", *(h("li", step, key=step[:12]) for step in STEPS)),
        h(
            "form.wb-row.wb-provider",
            h(
                "label.wb-row",
                h("span", "Done by"),
                h("input.wb-input", type="date", name="due"),
            ),
            h("button.wb-main", f"Put {made.customers} into the plan", type="submit")
            if made.customers
            else h("button", "Nobody is ticked", type="submit", disabled=True),
            on={"submit": "plan"},
            key="plan form",
        ),
        key="part",
    )


def _outcome(figures: Figures, made: Parting) -> Node:
    currency = figures.currency
    brings = (
        f"at {words.money(made.an_hour, currency)} an hour, before its own cost"
        if np.isfinite(made.an_hour)
        else "nobody there takes recorded hours"
    )
    lines = [
        ("At once, the hours stand idle", change(made.at_once, currency), "their cost stays"),
        (
            "Hours used elsewhere at what they cost",
            change(made.reused_at_cost, currency),
            f"{words.money(made.hours_cost, currency)} of our time is earned elsewhere",
        ),
        (
            "Hours used for tiers 1 and 2",
            change(made.reused, currency) if np.isfinite(made.reused) else "–",
            brings,
        ),
    ]
    even = made.even
    foot = (
        f"It pays once {words.percent(even)} of the freed hours are used in tiers 1 and 2."
        if 0 < even <= 1
        else "It does not pay by the hours alone: tiers 1 and 2 bring less an hour."
        if even > 1
        else ""
    )
    spent = f" {words.money(made.marketing, currency)} of marketing is free too." * bool(
        made.marketing
    )
    return h(
        "div.wb-why",
        h("h3", "What changes in our profit"),
        h(
            "dl.wb-facts",
            *(
                node
                for what, amount, why in lines
                for node in (h("dt", what, title=why), h("dd", amount, title=why))
            ),
        ),
        h("p.wb-quiet", f"{foot}{spent}".strip()) if foot or spent else None,
    )


def _part_line(figures: Figures, row: int, *, on: bool, hide: bool) -> Node:
    key, hours = str(figures.customers.ids[row]), float(figures.found.facts.hours[row])
    took = f" · {words.number(round(hours))} hours" if np.isfinite(hours) else ""
    return h(
        "li.wb-row",
        h(
            "label.wb-check",
            h("input", type="checkbox", checked=on, on={"change": "part"}, key=f"part|{key}"),
            h("span", figures.name(row, hide=hide), dir="auto"),
        ),
        h("small", *money(figures, row, hide=hide), h("span.wb-quiet", took)),
        key=f"part {key}",
    )
