"""Finished rows for the loyalty page's pictures, and the words that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from workbench.charts.loyalty import bars_rows, heat_rows, timeline_rows
from workbench.measures.timeline import Timeline
from workbench.pages.loyalty_figures import Figures
from workbench.review import words
from workbench.widgets.view import Node, h

_NAMED, _LISTED = 8, 25


def heat(figures: Figures, currency: str, *, hide: bool) -> dict[str, Any]:
    """Return the rows of the heat map: how many, what they bring on average, their mean M."""
    bins, n = figures.bins, len(figures.facts)
    r, f, m = (part[figures.scored].astype(np.intp) for part in figures.scores)
    cell = (r - 1) * bins + f - 1
    counts = np.bincount(cell, minlength=bins * bins)
    money = np.nan_to_num(figures.basis.monetary)[figures.scored[:n]]
    with np.errstate(invalid="ignore"):
        mean = np.bincount(cell, money, minlength=bins * bins) / counts
        score = np.bincount(cell, m, minlength=bins * bins) / counts
    shade = (score - 1) / max(bins - 1, 1)
    said, beneath = [], []
    for place, number in enumerate(counts.tolist()):
        recency, frequency = divmod(place, bins)
        where = f"recently {recency + 1}, often {frequency + 1}"
        if not number or hide:
            beneath.append("")
            said.append(f"{where}: {words.count(number, 'customer')}")
            continue
        each = float(mean[place])
        beneath.append(f"{words.short(figures.customers.column('turnover'), each)} {currency}")
        brought = f"{words.money(each, currency)} each on average"
        who = words.count(number, "customer")
        said.append(f"{where}: {who}, {brought}; how much {score[place]:.1f} of {bins}")
    square = (bins, bins)
    return heat_rows(counts.reshape(square), shade.reshape(square), beneath, said)


def named_in(figures: Figures, cell: tuple[int, int] | None, *, hide: bool) -> Node | None:
    """Describe who stands in the clicked cell of the heat map, the largest first."""
    if cell is None or max(cell) > figures.bins:
        return None
    r, f, _ = figures.scores
    rows = np.flatnonzero(figures.scored & (r == cell[0]) & (f == cell[1]))
    rows = rows[np.argsort(-figures.turnover[rows], kind="stable")]
    links = [
        h(
            "button.wb-link",
            f"Customer {row + 1}" if hide else str(figures.customers.names[row]),
            on={"click": "choose"},
            key=str(figures.customers.ids[row]),
            type="button",
            dir="auto",
        )
        for row in rows[:_NAMED]
    ]
    more = len(rows) - len(links)
    return h(
        "div.wb-row.wb-loyal-cell",
        h("strong", f"Recently {cell[0]}, often {cell[1]}:"),
        *(links or [h("span", "nobody")]),
        h("span.wb-quiet", f"and {more:,} more") if more > 0 else None,
    )


def listed(figures: Figures, rows: Sequence[int], currency: str, *, hide: bool) -> dict[str, Any]:
    """Return the rows of the picture of a list, at most 25; hidden, money is part of the most."""
    names = [
        f"Customer {row + 1}" if hide else str(figures.customers.names[row])
        for row in rows[:_LISTED]
    ]
    now = figures.turnover[list(rows[:_LISTED])]
    before = figures.before[list(rows[:_LISTED])]
    said = [
        name
        if hide
        else f"{name}: {words.money(float(a), currency)}, before {words.money(float(b), currency)}"
        for name, a, b in zip(names, now, before, strict=True)
    ]
    if hide and len(rows):
        part = 100 / max(float(np.nanmax([now, before])), 1e-9)
        now, before = now * part, before * part
    return bars_rows(names, now, before, said)


def over_time(
    bought: Timeline, as_of: date | None, currency: str, *, hide: bool
) -> dict[str, dict[str, Any]]:
    """Return the rows of the timeline."""
    said = [
        words.day(day) if hide else f"{words.day(day)}: {words.money(float(amount), currency)}"
        for day, amount in zip(bought.days, bought.amounts, strict=True)
    ]
    amounts = np.ones(len(bought.days)) if hide else bought.amounts
    return timeline_rows(bought.days, amounts, bought.typical_gap, as_of or date.today(), said)  # noqa: DTZ011 - an empty picture needs some day


def said_of(figures: Figures, row: int, bought: Timeline, *, hide: bool) -> str:
    """Say in one sentence how a customer buys."""
    name = f"Customer {row + 1}" if hide else str(figures.customers.names[row])
    if not bought.days:
        return f"{name} has bought nothing yet."
    times = words.count(len(bought.days), "purchase")
    usual = (
        f", usually every {words.count(round(bought.typical_gap), 'day')}"
        if np.isfinite(bought.typical_gap)
        else ""
    )
    if usual and bought.silent > bought.typical_gap:
        usual += f" (so due {words.count(round(bought.silent - bought.typical_gap), 'day')} ago)"
    last = "today" if not bought.silent else f"{words.count(int(bought.silent), 'day')} ago"
    return f"{name}: {times}{usual}; the last {last}."
