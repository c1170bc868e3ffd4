"""The matrix page's smaller parts: search and pairs, size and filters, what stands beneath."""

from __future__ import annotations

import numpy as np

from workbench.customers import Customers
from workbench.pages.axis_panel import column_select
from workbench.pages.frame import choice
from workbench.pages.matrix_filters import only_some
from workbench.pages.tables import not_placed
from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.quadrants import pair_key, ready_pairs
from workbench.review.summary import Totals
from workbench.session import Session
from workbench.widgets.view import Node, h

_SUGGESTED = 400
WINDOWS = (
    ("3m", "3 months"),
    ("6m", "6 months"),
    ("12m", "12 months"),
    ("24m", "24 months"),
    ("36m", "36 months"),
    ("all", "all years"),
)


def search(placement: Placement, found: str, *, hide: bool) -> Node:
    """Describe the search and the ready-made pairs."""
    customers = placement.customers
    names = [] if hide else suggested(customers)
    pairs = [(pair_key(p.x, p.y), p.title) for p in ready_pairs(customers, ~placement.prospect)]
    chosen = pair_key(placement.x.column.name, placement.y.column.name)
    known = any(key == chosen for key, _ in pairs)
    options = pairs if known else [("", "A pair of your own"), *pairs]
    return h(
        "div.wb-stack",
        h(
            "input.wb-input",
            type="search",
            value=found,
            placeholder="Find a customer",
            aria_label="Find a customer",
            list="wb-names",
            on={"input": "find", "change": "find"},
            key="find",
            autocomplete="off",
        ),
        h("datalist", *(h("option", value=name) for name in names), id="wb-names"),
        choice("pair", options, chosen if known else "", label="Ready-made pairs"),
    )


def suggested(customers: Customers) -> list[str]:
    """Return the names offered while a name is typed: all, or those of the largest."""
    names = customers.names
    if len(names) > _SUGGESTED:
        amounts = customers.amounts("turnover")
        if amounts is not None:
            names = names[np.argpartition(-amounts, _SUGGESTED)[:_SUGGESTED]]
    return sorted({str(name) for name in names[:_SUGGESTED]})


def filters(placement: Placement, session: Session, *, hide: bool) -> Node:
    """Describe size of the dots, filters by attribute, date and window."""
    customers, review = placement.customers, placement.review
    size = review.matrix.size
    if size is None:
        size = "turnover" if "turnover" in customers.columns else ""
    facts = session.engagement.facts(review.as_of, review.window)
    return h(
        "div.wb-stack",
        h(
            "label.wb-label",
            h("span", "Size"),
            column_select(
                "size",
                customers,
                size,
                label="Size of the dots",
                empty="All alike",
                numbers_only=True,
            ),
        ),
        h("p.wb-quiet", "Hollow red with −: a loss"),
        only_some(placement),
        h(
            "details.wb-fold",
            h("summary", _dates_said(session)),
            h(
                "form.wb-form",
                h(
                    "label.wb-label",
                    h("span", "As of"),
                    h(
                        "input.wb-input",
                        type="date",
                        name="as_of",
                        value=facts.as_of.isoformat() if facts.as_of else "",
                    ),
                ),
                h(
                    "label.wb-label",
                    h("span", "Over"),
                    h(
                        "select.wb-select",
                        *(
                            h("option", text, value=value, selected=value == review.window)
                            for value, text in WINDOWS
                        ),
                        name="window",
                        value=review.window,
                    ),
                ),
                h("button", "Move there", type="submit"),
                on={"submit": "dates"},
                key="dates",
            ),
        ),
        h(
            "div.wb-row",
            h("button.wb-plain", "Room view", on={"click": "room"}, title="Key R", type="button"),
            h(
                "button.wb-plain",
                "Show names" if hide else "Hide names",
                on={"click": "hide"},
                title="Key H: names and money",
                type="button",
            ),
        ),
    )


def _dates_said(session: Session) -> str:
    review = session.review
    facts = session.engagement.facts(review.as_of, review.window)
    window = dict(WINDOWS).get(review.window, review.window)
    return f"{words.day(facts.as_of)}, {window}" if facts.as_of else "Date and window"


def under(
    placement: Placement,
    sums: Totals,
    session: Session,
    unidentified: float,
    *,
    hide: bool,
    judge: bool = False,
) -> Node:
    """Describe the line beneath the picture: placed, not placed, what else came in.

    ``judge`` offers to judge an axis of which nothing is known.
    """
    currency = session.engagement.currency
    said = [h("span", f"{sums.placed:,} placed")]
    missing = sums.not_placed + sums.prospects_not_placed
    said.append(
        h(
            "details.wb-inline",
            h("summary", f"not placed: {missing:,}"),
            not_placed(placement, hide=hide),
            key="out",
        )
        if missing
        else h("span", "not placed: 0")
    )
    if sums.shown < sums.customers:
        said.append(h("strong", f"{sums.shown:,} of {sums.customers:,} shown"))
    if unidentified and not hide:
        said.append(h("span", f"{words.money(unidentified, currency)} of sales without a customer"))
    if any(axis.line.suggestion is not None for axis in (placement.x, placement.y)):
        said.append(h("button", "Move the line to where it divides", on={"click": "split"}))
    if judge and sums.customers:
        said.append(h("button", "Judge them from 1 to 5", on={"click": "judge"}, type="button"))
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
