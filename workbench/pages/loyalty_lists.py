"""The best and those falling away: a sentence, a table and a file of each (domain 7)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from workbench.cells import tame
from workbench.measures.loyalty import FALLING, FALLING_TREND, FEWEST_DAYS, SILENT_GAPS
from workbench.pages.loyalty_figures import Figures, share
from workbench.pages.matrix_search import pick
from workbench.review import words
from workbench.widgets.view import Node, h

_SHOWN = 50
_YEAR = 12


def rows_of(figures: Figures, view: str) -> Sequence[int]:
    """Return the rows of a list."""
    rows = figures.best if view == "best" else figures.falling
    return [int(row) for row in rows]


def finding(figures: Figures, view: str, currency: str, *, hide: bool) -> str:
    """Say in one sentence what a list comes to."""
    rows = rows_of(figures, view)
    now = float(figures.turnover[rows].sum())
    if view == "best":
        if not rows:
            return "Nobody has high scores in how recently, how often and how much."
        total = float(figures.turnover[figures.counted].sum())
        part = words.percent(share(now, total))
        who = "The best customer" if len(rows) == 1 else f"The {len(rows)} best"
        verb = "brings" if len(rows) == 1 else "bring"
        return f"{who} by how recently, how often and how much {verb} {part} of turnover."
    if not rows:
        told = untold(figures)
        return f"{told}." if told else f"None of those who mattered {_before(figures)} falls away."
    then = float(figures.before[rows].sum())
    who = words.count(len(rows), "customer")
    verb = "is" if len(rows) == 1 else "are"
    sums = "" if hide else f": {words.money(then, currency)} then, {words.money(now, currency)} now"
    return f"{who} of the few that brought 80 % {_before(figures)} {verb} falling away{sums}."


def _before(figures: Figures) -> str:
    period = figures.facts.period
    year = period is not None and period.months == _YEAR
    return "a year ago" if year else "in the window before"


def untold(figures: Figures) -> str:
    """Say why nothing can be told of anybody; empty where something can."""
    reasons = figures.customers.missing.get(FALLING, ())
    n = len(figures.facts)
    return next((rule.why for rule in reasons if n and rule.rows[:n].all()), "")


def shorter(figures: Figures) -> str:
    """Return a window that may leave room for one before it; empty where none is shorter."""
    period = figures.facts.period
    if period is None or period.months == 1:
        return ""
    return f"{period.months // 2 if period.months else _YEAR}m"


def why(figures: Figures, row: int) -> str:
    """Say why somebody is on the list of those falling away."""
    customers = figures.customers
    gap, silent = (float(customers.numbers(name)[row]) for name in ("typical_gap", "recency"))
    gaps = float(figures.facts.frame["gaps"].iloc[row])
    trend = float(customers.numbers("order_trend")[row])
    said = []
    if gaps >= FEWEST_DAYS - 1 and silent > SILENT_GAPS * gap:
        said.append(f"silent for {silent:,.0f} days, usually {gap:,.0f}")
    if trend < FALLING_TREND:
        said.append(f"{words.times(trend)} orders")
    return ", ".join(said)


def explained(figures: Figures, view: str) -> Node:
    """Describe the rule of a list, and what to do where it can tell nothing."""
    window = shorter(figures) if view == "falling" and untold(figures) else ""
    if view == "best":
        text = (
            "The three scores added up, the highest first, then by turnover: at most 25, and only"
            " who buys well by the seventh sign's rule."
        )
    else:
        text = (
            "Asked of the few that brought 80 % of turnover in the window before: silent for"
            f" longer than {SILENT_GAPS:g} times their own usual gap (known from {FEWEST_DAYS}"
            " days with an order), or at least a quarter fewer orders than then."
        )
    return h(
        "div.wb-stack",
        h("h2", "The best" if view == "best" else "Falling away"),
        h("p", text),
        h("p.wb-quiet", "Bar: turnover in the window. Dark mark: in the window before."),
        h(
            "button.wb-main",
            f"Look back {words.count(int(window[:-1]), 'month')}",
            on={"click": "window"},
            value=window,
            key="window",
            type="button",
        )
        if window
        else None,
        h("button", "Save as CSV", on={"click": "csv"}, type="button"),
    )


def table(figures: Figures, view: str, currency: str, *, hide: bool) -> Node:
    """Describe a list as a table."""
    rows = rows_of(figures, view)
    heads = [
        "Customer",
        "Segment",
        "Scores",
        "Turnover",
        "Window before",
        "Last order",
        "Usually every",
    ]
    if view == "falling":
        heads.append("Why")
    numeric = {"Turnover", "Window before", "Last order", "Usually every"}
    lines = [_line(figures, row, view, currency, hide=hide) for row in rows[:_SHOWN]]
    more = len(rows) - len(lines)
    return h(
        "div.wb-stack",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "The best" if view == "best" else "Falling away"),
            h(
                "thead",
                h(
                    "tr",
                    *(
                        h("th.wb-number" if text in numeric else "th", text, scope="col")
                        for text in heads
                    ),
                ),
            ),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more in the file") if more > 0 else None,
    )


def who(figures: Figures, row: int, *, hide: bool) -> Node:
    """Describe a customer's name, or their number while names are hidden, that chooses them."""
    name = f"Customer {row + 1}" if hide else str(figures.customers.names[row])
    return pick(str(figures.customers.ids[row]), name)


def _line(figures: Figures, row: int, view: str, currency: str, *, hide: bool) -> Node:
    cells = _cells(figures, row)
    money = [float(figures.turnover[row]), float(figures.before[row])]
    days = [float(figures.customers.numbers(name)[row]) for name in ("recency", "typical_gap")]
    amounts = [h("td.wb-number", "hidden" if hide else words.money(m, currency)) for m in money]
    ago = "–" if not np.isfinite(days[0]) else f"{days[0]:,.0f} days ago"
    every = "–" if not np.isfinite(days[1]) else words.count(round(days[1]), "day")
    return h(
        "tr",
        h("td", who(figures, row, hide=hide)),
        h("td", cells[0] or "–"),
        h("td", cells[1] or "–", title="How recently · how often · how much"),
        *amounts,
        h("td.wb-number", ago),
        h("td.wb-number", every),
        h("td", why(figures, row)) if view == "falling" else None,
        key=f"{view} {figures.customers.ids[row]}",
    )


def _cells(figures: Figures, row: int) -> tuple[str, str]:
    segment = figures.customers.frame["rfm_segment"].iat[row]
    each = [float(part[row]) for part in figures.scores]
    said = " · ".join(f"{value:.0f}" for value in each) if np.isfinite(each).all() else ""
    return ("" if segment is None else str(segment)), said


def as_csv(figures: Figures, view: str) -> str:
    """Return a list as CSV; a spreadsheet won't read names as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = ["customer_id", "name", "segment", "recency_score", "frequency_score", "monetary_score"]
    heads += ["turnover", "turnover_before", "recency_days", "typical_gap_days", "why"]
    writer.writerow(heads)
    for row in rows_of(figures, view):
        customers = figures.customers
        scores = [_plain(part[row]) for part in figures.scores]
        days = [_plain(customers.numbers(name)[row]) for name in ("recency", "typical_gap")]
        writer.writerow(
            [
                tame(str(customers.ids[row])),
                tame(str(customers.names[row])),
                tame(_cells(figures, row)[0]),
                *scores,
                _plain(figures.turnover[row]),
                _plain(figures.before[row]),
                *days,
                why(figures, row) if view == "falling" else "",
            ]
        )
    return out.getvalue()


def _plain(value: float) -> str:
    return f"{value:.12g}" if np.isfinite(value) else ""
