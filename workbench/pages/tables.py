"""The tables under the matrix: quadrants, who is not placed and why, what the room noted."""

from __future__ import annotations

import csv
import io

import numpy as np

from workbench.cells import tame
from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.summary import Totals
from workbench.widgets.view import Node, h

_LISTED = 300


def quadrant_table(sums: Totals, profit_is: str, currency: str, *, hide: bool) -> Node:
    """Describe the quadrant table; name, colour and action are changed in place.

    ``profit_is`` is what the profit is called: «Profit before time».
    """
    rows = []
    for line in sums.quadrants:
        q = line.quadrant
        share, profit = words.percent(line.turnover_share), words.money(line.profit, currency)
        losing = f" · {line.losing} lose money" if line.losing else ""
        rows.append(
            h(
                "tr",
                h(
                    "td",
                    h(
                        "span.wb-row",
                        h(
                            "input.wb-colour",
                            type="color",
                            value=q.colour.lower(),
                            on={"change": "colour"},
                            key=f"colour|{q.place}",
                            aria_label=f"Colour of {q.name}",
                        ),
                        h(
                            "input.wb-cell",
                            value=q.name,
                            on={"change": "name"},
                            key=f"name|{q.place}",
                            aria_label=f"Name of quadrant {q.place + 1}",
                            maxlength=60,
                        ),
                    ),
                ),
                h("td.wb-number", f"{line.customers:,}"),
                h("td.wb-number", f"{line.prospects:,}"),
                h("td.wb-number", share),
                h("td.wb-number", h("span", "hidden" if hide else profit), h("small", losing)),
                h(
                    "td.wb-wide",
                    h(
                        "input.wb-cell",
                        value=q.action,
                        on={"change": "action"},
                        key=f"action|{q.place}",
                        aria_label=f"Default action for {q.name}",
                        maxlength=200,
                    ),
                ),
                key=f"row {q.place}",
            )
        )
    heads = ("Quadrant", "Customers", "Prospects", "Turnover", profit_is, "Default action")
    numeric = {"Customers", "Prospects", "Turnover", profit_is}
    return h(
        "table.wb-table",
        h("caption.wb-hidden", "The four quadrants"),
        h(
            "thead",
            h("tr", *(h("th.wb-number" if t in numeric else "th", t, scope="col") for t in heads)),
        ),
        h("tbody", *rows),
        h("tfoot", _reconciled(sums, currency, hide=hide)),
    )


def _reconciled(sums: Totals, currency: str, *, hide: bool) -> Node:
    shown = sum(line.customers for line in sums.quadrants)
    share = sum(line.turnover_share for line in sums.quadrants)
    profits = [line.profit for line in sums.quadrants]
    profit = words.money(float(np.sum(profits)), currency)
    return h(
        "tr",
        h("td", "In the picture"),
        h("td.wb-number", f"{shown:,}"),
        h("td.wb-number", f"{sum(line.prospects for line in sums.quadrants):,}"),
        h("td.wb-number", words.percent(share)),
        h("td.wb-number", "hidden" if hide else profit),
        h("td", f"of {words.count(sums.customers, 'customer')} in all"),
    )


def not_placed(placement: Placement, *, hide: bool) -> Node:
    """Describe the list of those who are not placed, with the reason of each."""
    rows = np.flatnonzero(~placement.placed)
    items = [
        h(
            "tr",
            h(
                "td",
                h(
                    "button.wb-link",
                    f"Customer {row + 1}" if hide else str(placement.customers.names[row]),
                    on={"click": "choose"},
                    key=str(placement.customers.ids[row]),
                    type="button",
                    dir="auto",
                ),
            ),
            h("td", "prospect" if placement.prospect[row] else "customer"),
            h("td", placement.why_not(int(row)), dir="auto"),
            key=f"out {placement.customers.ids[row]}",
        )
        for row in rows[:_LISTED]
    ]
    more = len(rows) - len(items)
    return h(
        "div",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Not placed, with the reason"),
            h("thead", h("tr", *(h("th", t, scope="col") for t in ("Name", "Kind", "Reason")))),
            h("tbody", *items),
        ),
        h("p.wb-quiet", f"and {more:,} more in the file") if more > 0 else None,
        h("button", "Save this list as a file", on={"click": "save_list"}, type="button"),
    )


def not_placed_csv(placement: Placement) -> str:
    """Return the list of those not placed as CSV; a spreadsheet won't read names as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["customer_id", "name", "kind", "reason"])
    for row in np.flatnonzero(~placement.placed):
        kind = "prospect" if placement.prospect[row] else "customer"
        cells = [placement.customers.ids[row], placement.customers.names[row], kind]
        writer.writerow([tame(str(c)) for c in (*cells, placement.why_not(int(row)))])
    return out.getvalue()


def notes(placement: Placement, page: str, *, hide: bool = False) -> Node:
    """Describe the notes of a page and the field for a new one; hidden, they name nobody."""
    review, customers = placement.review, placement.customers
    items = []
    for key, note in review.notes.items():
        if note.page != page:
            continue
        rows = [customers.row(c) for c in note.customers if c in customers]
        about = [f"Customer {r + 1}" if hide else str(customers.names[r]) for r in rows]
        by = " · ".join(part for part in (", ".join(about), note.who, note.when[:10]) if part)
        items.append(
            h(
                "li",
                h("span", note.text, dir="auto"),
                h("small.wb-quiet", f" {by} "),
                h("button.wb-link", "Remove", on={"click": "unnote"}, key=key, type="button"),
                key=f"note {key}",
            )
        )
    return h(
        "div.wb-notes",
        h("h2", "What the room saw"),
        h("ul.wb-plainlist", *items) if items else None,
        h(
            "form.wb-row",
            h(
                "input.wb-input",
                name="text",
                placeholder="Write it down; it is kept with the customer chosen",
                aria_label="A note",
                maxlength=1000,
                autocomplete="off",
            ),
            h("button", "Keep", type="submit"),
            on={"submit": "note"},
            key="note form",
        ),
    )
