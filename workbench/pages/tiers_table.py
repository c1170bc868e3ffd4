"""The tiers as a table: the same customers, the sums, and what adds up to the client's account."""

from __future__ import annotations

import csv
import io

import numpy as np

from workbench.cells import tame
from workbench.pages.matrix_search import pick
from workbench.pages.tiers_board import money
from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tier_override import proposed
from workbench.review.tier_reasons import why_tier
from workbench.review.tier_table import TierTotal
from workbench.review.tier_words import TIERS
from workbench.widgets.view import Node, h

SHOWN = 300
_HEADS = ("Tier", "Customer", "By", "profit", "Turnover", "Our hours", "Fit, feeling")
_SUMS = ("Tier", "Customers", "Turnover", "profit", "Our hours", "Marketing")
"""Heads of the two tables; profit stands for what it is called: «Profit before time»."""
_IN_WORDS = frozenset({"Tier", "Customer", "By", "Fit, feeling"})


def table(figures: Figures, chosen: int | None, *, hide: bool) -> Node:
    """Describe every customer's tier, those not placed last, then the sums."""
    rows = [int(row) for number in (1, 2, 3, 4) for row in figures.in_tier(number)]
    rows += [int(row) for row in figures.out]
    more = len(rows) - SHOWN
    lines = [_line(figures, row, on=row == chosen, hide=hide) for row in rows[:SHOWN]]
    return h(
        "div.wb-tier-table",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Everybody's tier"),
            _head(figures, _HEADS),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more in the file") if more > 0 else None,
        h("button", "Save this list as a file", on={"click": "save_list"}, type="button"),
    )


def _head(figures: Figures, heads: tuple[str, ...]) -> Node:
    called = {"profit": figures.customers.column("profit").label}
    cells = (
        h("th" if t in _IN_WORDS else "th.wb-number", called.get(t, t), scope="col", key=t)
        for t in heads
    )
    return h("thead", h("tr", *cells))


def _line(figures: Figures, row: int, *, on: bool, hide: bool) -> Node:
    customers, found = figures.customers, figures.found
    number, facts = int(found.tier[row]), found.facts
    override = figures.said.overrides.get(str(customers.ids[row])) if found.chosen[row] else None
    by = (override.who or "a person") if override else ("rules" if number else "–")
    changed = " ! facts changed" if figures.flagged[row] else ""
    turnover = words.money(float(facts.turnover[row]), figures.currency)
    why = why_tier(customers, found, figures.said.rules, row)
    return h(
        "tr.wb-on" if on else "tr",
        h("td", _badge(number), title=None if hide else why),
        h("td.wb-who", pick(str(customers.ids[row]), figures.name(row, hide=hide))),
        h("td", f"{by}{changed}", title=override.reason if override and not hide else None),
        h("td.wb-number", *money(figures, row, hide=hide)),
        h("td.wb-number", "hidden" if hide else turnover),
        h("td.wb-number", words.number(float(facts.hours[row]))),
        h("td", ", ".join(str(w) for w in (facts.fit[row], facts.feeling[row]) if w) or "–"),
        key=f"line {customers.ids[row]}",
    )


def _badge(number: int) -> Node:
    name = TIERS[number - 1].title if number else "none"
    return h(f"span.wb-tier-badge.wb-tier-{number}", name)


def sums(figures: Figures, *, hide: bool) -> Node:
    """Describe what each tier holds, down to the client's account."""
    total = figures.table
    beside = [line for line in (total.not_placed, total.set_aside) if line.customers]
    body = [_sums(figures, line, hide=hide) for line in (*total.lines, *beside)]
    done = figures.account
    known = len([line for line in done.lines if _of_customers(line.what)])
    rest = [
        h(
            "tr",
            h("td", line.what, title=line.note or None),
            h("td"),
            h("td"),
            h("td.wb-number", _said(line.money, figures.currency, hide=hide)),
            h("td"),
            h("td"),
            key=f"beside {line.what}",
        )
        for line in done.lines[known:]
    ]
    whole = "The client's total" if done.whole else "The client's total, as far as known"
    return h(
        "table.wb-table",
        h("caption.wb-hidden", "What the tiers hold"),
        _head(figures, _SUMS),
        h("tbody", *body),
        h(
            "tfoot",
            _sums(figures, total.total, hide=hide),
            *rest,
            h(
                "tr",
                h("td", h("strong", whole)),
                h("td"),
                h("td"),
                h("td.wb-number", h("strong", _said(done.total, figures.currency, hide=hide))),
                h("td"),
                h("td"),
            ),
        ),
    )


def _of_customers(what: str) -> bool:
    """Tell the account's lines about customers, which the tiers hold, from those beside them."""
    return what.startswith("Profit of") or what == "Set aside" or what.endswith("without a profit")


def _sums(figures: Figures, line: TierTotal, *, hide: bool) -> Node:
    currency = figures.currency
    chosen = f" ({line.chosen} by hand)" if line.chosen else ""
    return h(
        "tr",
        h("td", line.name),
        h("td.wb-number", f"{line.customers:,}{chosen}"),
        h("td.wb-number", _said(line.turnover, currency, hide=hide)),
        h("td.wb-number", _said(line.profit, currency, hide=hide)),
        h("td.wb-number", words.number(round(line.hours)) if np.isfinite(line.hours) else "–"),
        h("td.wb-number", _said(line.marketing, currency, hide=hide)),
        key=f"sum {line.name}",
    )


def _said(amount: float, currency: str, *, hide: bool) -> str:
    return "hidden" if hide else words.money(amount, currency)


def tiers_csv(figures: Figures) -> str:
    """Return everybody's tier as CSV; a spreadsheet won't read names as formulas."""
    customers, found, out = figures.customers, figures.found, io.StringIO()
    writer = csv.writer(out)
    heads = ["customer_id", "name", "tier", "tier_by_rules", "chosen_by", "reason", "why"]
    writer.writerow(heads)
    for row in np.flatnonzero(found.counted):
        key = str(customers.ids[row])
        override = figures.said.overrides.get(key) if found.chosen[row] else None
        cells = [
            key,
            customers.names[row],
            int(found.tier[row]) or "",
            proposed(customers, int(row)) or "",
            (override.who or "a person") if override else "",
            override.reason if override else "",
            why_tier(customers, found, figures.said.rules, int(row)),
        ]
        writer.writerow([tame(str(cell)) for cell in cells])
    return out.getvalue()
