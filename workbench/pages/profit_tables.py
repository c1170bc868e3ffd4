"""Beneath the picture: the client's account, and every customer's figures with a way out."""

from __future__ import annotations

import csv
import io

import numpy as np
import numpy.typing as npt

from workbench.cells import tame
from workbench.pages.frame import segments
from workbench.pages.profit_figures import Figures
from workbench.pages.profit_side import explained, meaning, short
from workbench.review import words
from workbench.review.explanation import Explanation
from workbench.widgets.view import Node, h

SORTS = (("least", "take back most"), ("most", "add most"), ("over", "most beyond their hours"))
SHOWN = 12
_COLUMNS = (
    ("turnover", "Turnover"),
    ("gross_margin", "Gross margin"),
    ("cost_to_serve", "Our time"),
    ("support_cost", "Support"),
    ("profit", ""),
    ("profit_margin", "Margin"),
    ("hours", "Hours"),
    ("hours_allowance", "May take"),
)


def account_table(figures: Figures) -> Node:
    """Describe the client's account: customers and all that has no customer, down to the total."""
    done = figures.account
    rows = [
        h(
            "tr",
            h("td", line.what),
            h("td.wb-quiet", "" if figures.hide else line.note, dir="auto"),
            _money(line.money, figures),
            key=f"line {line.what}",
        )
        for line in done.lines
    ]
    whole = "The client's total" if done.whole else "The client's total, as far as known"
    return h(
        "section.wb-profit-account",
        h("h2", "It adds up"),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "The client's account"),
            h("tbody", *rows),
            h(
                "tfoot",
                h(
                    "tr",
                    h("td", h("strong", whole)),
                    h("td"),
                    _money(done.total, figures),
                ),
            ),
        ),
    )


def _money(value: float, figures: Figures) -> Node:
    if not np.isfinite(value):
        return h("td.wb-number.wb-quiet", "not known")
    return h("td.wb-number.wb-loss" if value < 0 else "td.wb-number", figures.money(value))


def listed(figures: Figures, sort: str, most: int | None = SHOWN) -> npt.NDArray[np.intp]:
    """Return the rows of a sort; those without a figure come last, by turnover."""
    rows = np.flatnonzero(figures.counted)
    values = figures.profit if sort != "over" else -figures.customers.numbers("hours_over")
    keys = -values[rows] if sort == "most" else values[rows]
    size = np.nan_to_num(figures.customers.numbers("turnover")[rows])
    return rows[np.lexsort((-size, np.where(np.isnan(keys), np.inf, keys)))][:most]


def customer_table(
    figures: Figures, sort: str, opened: tuple[int, str], told: Explanation | None
) -> Node:
    """Describe the table of customers; a figure clicked is explained in a line beneath it."""
    customers = figures.customers
    heads = [h("th", "Customer", scope="col")]
    for name, label in _COLUMNS:
        column = customers.columns[name]
        title = meaning(figures, column)
        heads.append(h("th.wb-number", short(column, label), scope="col", title=title))
    heads.append(h("th", "Way out", scope="col"))
    rows: list[Node | None] = []
    for row in listed(figures, sort).tolist():
        rows.append(_row(figures, row, opened))
        if opened[0] == row and told:
            cell = h("td", explained(told, key="told"), colspan=len(heads))
            rows.append(h("tr.wb-profit-detail", cell, key=f"detail {row}"))
    total = int(figures.counted.sum())
    shown = min(SHOWN, total)
    return h(
        "section.wb-profit-customers",
        h(
            "div.wb-row",
            h("h2", "Customer by customer"),
            h("span.wb-fill"),
            segments("sort", SORTS, sort, label="Which customers first", key="sort"),
            h("button", "Save all as a file", on={"click": "save"}, type="button"),
        ),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Customers with their profit and ways out of a loss"),
            h("thead", h("tr", *heads)),
            h("tbody", *rows),
        ),
        h("p.wb-quiet", f"{shown:,} of {total:,}; a click on a figure says where it comes from."),
    )


def _row(figures: Figures, row: int, opened: tuple[int, str]) -> Node:
    customers = figures.customers
    key = str(customers.ids[row])
    cells = [
        h(
            "td",
            h(
                "button.wb-link",
                str(customers.names[row]),
                on={"click": "choose"},
                key=key,
                type="button",
                dir="auto",
            ),
        )
    ]
    for name, _ in _COLUMNS:
        value = float(customers.numbers(name)[row])
        said = figures.say(customers.columns[name], value)
        tone = ".wb-loss" if name.startswith("profit") and value < 0 else ""
        figure = h(
            f"button.wb-figure{tone}",
            said,
            on={"click": "explain"},
            key=f"{key}|{name}",
            type="button",
            title=None if np.isfinite(value) else customers.why_missing(name, row),
            aria_expanded="true" if opened == (row, name) else "false",
        )
        cells.append(h("td.wb-number", figure))
    return h("tr", *cells, h("td", _way_out(figures, row)), key=f"row {key}")


def _way_out(figures: Figures, row: int) -> str:
    rescue = figures.rescue
    if not figures.profit[row] < 0:
        return ""
    parts = ["a fee" if figures.hide else f"fee {figures.money(float(rescue.fee[row]))}"]
    if np.isfinite(rescue.rise[row]):
        parts.append(f"prices + {words.percent(float(rescue.rise[row]))}")
    if np.isfinite(rescue.hours[row]):
        cut = f"{words.number(float(rescue.hours[row]))} hours less"
        parts.append(cut if rescue.enough[row] else "all their hours are not enough")
    return " · ".join(parts)


def customers_csv(figures: Figures, sort: str) -> str:
    """Return every customer's figures as CSV; a spreadsheet won't read names as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = [name for name, _ in _COLUMNS]
    writer.writerow(["customer_id", "name", *names, "fee", "price_rise", "hours_cut", "enough"])
    rescue, customers = figures.rescue, figures.customers
    values = [customers.numbers(name) for name in names]
    for row in listed(figures, sort, None).tolist():
        ways = (rescue.fee[row], rescue.rise[row], rescue.hours[row])
        losing = bool(np.isfinite(rescue.fee[row]))
        plain = ["" if np.isnan(v) else f"{v:.6g}" for v in (*(c[row] for c in values), *ways)]
        enough = ("yes" if rescue.enough[row] else "no") if losing else ""
        who = (tame(str(customers.ids[row])), tame(str(customers.names[row])))
        writer.writerow([*who, *plain, enough])
    return out.getvalue()
