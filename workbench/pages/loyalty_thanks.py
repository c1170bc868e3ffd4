"""Recommendations (sign 3): who brought us whom, and whether we asked, thanked and answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from workbench.pages.loyalty_figures import Figures
from workbench.pages.loyalty_lists import who
from workbench.review import signs, words
from workbench.review.assumptions import SIGNS, Courtesy, Deed
from workbench.review.signs import YES
from workbench.widgets.view import Node, h

_BROUGHT = ("referral", "testimonial")


def recommending(figures: Figures, *, hide: bool) -> Node:
    """Describe all who recommended us or were thanked; the others asked about fold out."""
    known = figures.signs.states[:, SIGNS.index(signs.RECOMMENDS)] == YES
    brought = {key for key, kind in figures.events_of if kind in _BROUGHT}
    keys = [*brought, *figures.assumed.loyalty.courtesies]
    rows = [figures.customers.row(key) for key in keys if key in figures.customers]
    told = np.zeros(len(figures.customers), dtype=np.bool_)
    told[: len(known)] = known
    told[rows] = True
    first = np.flatnonzero(told & figures.counted)
    first = first[np.argsort(-figures.turnover[first], kind="stable")]
    rest = [row for row in figures.asked.tolist() if not told[row]]
    more = words.count(len(rest), "customer")
    haven_t = "hasn't" if len(rest) == 1 else "haven't"
    return h(
        "div.wb-stack",
        h("h2", "Recommendations: ask, thank, answer"),
        _table(figures, first.tolist(), "Who recommended us", hide=hide) if len(first) else None,
        h(
            "details.wb-fold",
            h("summary", f"{more} asked about {haven_t} recommended us yet"),
            _table(figures, rest, "Who hasn't recommended us yet", hide=hide),
            key="not yet",
        )
        if rest
        else None,
    )


def _table(figures: Figures, rows: Sequence[int], caption: str, *, hide: bool) -> Node:
    heads = ("Customer", "Brought us", "Contacted · answered us", "Asked", "Thanked", "Answered")
    return h(
        "table.wb-table",
        h("caption.wb-hidden", caption),
        h(
            "thead",
            h(
                "tr",
                *(h("th.wb-number" if "·" in text else "th", text, scope="col") for text in heads),
            ),
        ),
        h("tbody", *(_line(figures, row, hide=hide) for row in rows)),
    )


def _line(figures: Figures, row: int, *, hide: bool) -> Node:
    key, counts = str(figures.customers.ids[row]), figures.events_of
    done = figures.assumed.loyalty.courtesies.get(key, {})
    brought = [words.count(int(n), kind) for kind in _BROUGHT if (n := counts.get((key, kind), 0))]
    reached = counts.get((key, "outreach"), 0), counts.get((key, "response"), 0)
    return h(
        "tr",
        h("td", who(figures, row, hide=hide)),
        h("td", ", ".join(brought) or "–"),
        h("td.wb-number", f"{reached[0]:.0f} · {reached[1]:.0f}"),
        *(h("td.wb-deed", _deed(key, deed, done.get(deed))) for deed in get_args(Deed)),
        key=f"deeds {key}",
    )


def _deed(key: str, deed: Deed, done: Courtesy | None) -> Node:
    """Describe one deed: «not yet» notes today; a day that stands opens, to be mended."""
    if done is None:
        return h(
            "button.wb-link",
            "not yet",
            on={"click": "deed"},
            key=f"deed|{deed}|{key}",
            type="button",
            title=f"Click once they were {deed}",
            aria_label=f"{deed.capitalize()}: not yet",
        )
    by = f", entered by {done.who}" if done.who else ""
    return h(
        "details",
        h("summary", words.day(done.on) if done.on else "yes", title=f"{deed.capitalize()}{by}"),
        h(
            "input.wb-input.wb-date",
            type="date",
            value=done.on.isoformat() if done.on else "",
            on={"change": "deed_day"},
            key=f"day|{deed}|{key}",
            aria_label=f"{deed.capitalize()} on",
        ),
        h(
            "button.wb-link",
            "Take back",
            on={"click": "undeed"},
            key=f"undeed|{deed}|{key}",
            type="button",
        ),
        key=f"done {deed} {key}",
    )
