"""The view «How they buy»: whom it counts, bins, thresholds with their ties (domain 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.measures.rfm import ROWS_COUNTED, Binned
from workbench.pages.frame import choice
from workbench.pages.loyalty_figures import Figures, share
from workbench.review import segments, words
from workbench.widgets.view import Node, h

_PARTS = {
    "recency": ("How recently", "days since the last order"),
    "frequency": ("How often", "orders in the window"),
    "monetary": ("How much", "in the window, returns taken off"),
}
_BINNINGS = (("quantile", "Equal groups (quantiles)"), ("r-rfm", "As R's rfm package counts"))
_MOST_BINS = 10
_LISTED = 300


def finding(figures: Figures) -> str:
    """Say in one sentence what the first and the last segment come to."""
    if not figures.scored.any():
        return "Nobody bought anything in the window, so there is nobody to score."
    total = float(figures.turnover[figures.counted].sum())
    names = segments.names(figures.rules)

    def said(name: str) -> tuple[int, str]:
        places = [i for i, rule in enumerate(figures.rules) if rule.segment == name]
        rows = np.isin(figures.rule_of, places)
        part = share(float(figures.turnover[rows].sum()), total)
        return int(rows.sum()), words.percent(part)

    (first, brings), (last, rest) = said(names[0]), said(names[-1])
    verb = "brings" if first == 1 else "bring"
    start = f"{words.count(first, 'customer')} in «{names[0]}» {verb} {brings} of turnover"
    if len(names) == 1:
        return f"{start}."
    return f"{start}; {last} in «{names[-1]}» {'brings' if last == 1 else 'bring'} {rest}."


def under(figures: Figures, *, hide: bool) -> list[Node]:
    """Describe the counts: scored, without a score with the reason, set aside, prospects."""
    out = np.flatnonzero(figures.counted & ~figures.scored)
    said = [h("span", f"{int(figures.scored.sum()):,} scored")]
    said.append(
        h(
            "details.wb-inline",
            h("summary", f"no score: {len(out):,}"),
            _without(figures, out.tolist(), hide=hide),
            key="out",
        )
        if len(out)
        else h("span", "no score: 0")
    )
    return [*said, *left_out(figures, hide=hide)]


def left_out(figures: Figures, *, hide: bool) -> list[Node]:
    """Describe whom the page leaves out: those set aside, by name, and prospects."""
    said = []
    aside = [key for key in figures.review.set_aside if key in figures.customers]
    if aside:
        names = [str(figures.customers.names[figures.customers.row(key)]) for key in aside]
        said.append(
            h(
                "span",
                f"set aside: {len(aside)}",
                title="hidden" if hide else ", ".join(names)[:500],
            )
        )
    coming = len(figures.customers) - len(figures.facts)
    if coming:
        said.append(
            h(
                "span",
                f"{words.count(coming, 'prospect')} left out",
                title="A prospect has bought nothing yet",
            )
        )
    nobody = float(figures.facts.totals.get("unidentified_amount", 0.0) or 0.0)
    if nobody and not hide:
        unit = figures.customers.column("turnover").unit
        said.append(h("span", f"{words.money(nobody, unit)} of sales without a customer"))
    return said


def _without(figures: Figures, rows: Sequence[int], *, hide: bool) -> Node:
    lines = [
        h(
            "tr",
            h(
                "td",
                h(
                    "button.wb-link",
                    f"Customer {row + 1}" if hide else str(figures.customers.names[row]),
                    on={"click": "choose"},
                    key=str(figures.customers.ids[row]),
                    type="button",
                    dir="auto",
                ),
            ),
            h("td", figures.customers.why_missing("recency_score", int(row))),
            key=f"out {figures.customers.ids[row]}",
        )
        for row in rows[:_LISTED]
    ]
    more = len(rows) - len(lines)
    return h(
        "div",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Without a score, with the reason"),
            h("thead", h("tr", h("th", "Name", scope="col"), h("th", "Reason", scope="col"))),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more") if more > 0 else None,
    )


def controls(figures: Figures, *, hide: bool) -> Node:
    """Describe bins, binning, and the thresholds of each score, to be typed in place."""
    rfm = figures.assumed.rfm
    return h(
        "div.wb-stack",
        h(
            "label.wb-label",
            h("span", f"Scores from 1 to {rfm.bins}"),
            h(
                "input.wb-range",
                type="range",
                min=2,
                max=_MOST_BINS,
                step=1,
                value=rfm.bins,
                on={"input": "bins", "change": "bins"},
                key="bins",
                aria_label="How many scores",
            ),
        ),
        choice("binning", _BINNINGS, rfm.binning, label="How the scores divide", key="binning"),
        *(_thresholds(figures, part, hide=hide) for part in figures.binned),
    )


def _thresholds(figures: Figures, part: Binned, *, hide: bool) -> Node:
    label, unit = _PARTS[part.part]
    hide &= part.part == "monetary"
    if part.part == "monetary" and not hide:
        unit = f"{figures.customers.column('turnover').unit} {unit}"
    bins, recent = figures.bins, part.part == "recency"
    lines = []
    for number in range(bins, 0, -1):
        at = bins - number if recent else number - 2
        lines.append(_score_line(figures, part, number, at, hide=hide))
    notes = _ties(part)
    return h(
        "div.wb-scores",
        h(
            "div.wb-row",
            h("h3", label),
            h("span.wb-quiet", unit),
        ),
        *lines,
        h("p.wb-quiet", notes) if notes else None,
        h(
            "button.wb-link",
            "Back to equal groups",
            on={"click": "untype"},
            key=f"untype|{part.part}",
            type="button",
        )
        if part.typed.any()
        else None,
        key=part.part,
    )


def _score_line(figures: Figures, part: Binned, number: int, at: int, *, hide: bool) -> Node:
    count = part.counts[number - 1]
    recent, rows = part.part == "recency", figures.assumed.rfm.binning == ROWS_COUNTED
    middle: list[Node] = [h("span.wb-quiet.wb-scores-rest", "the rest")]
    if number > 1 and np.isfinite(part.edges[at]):
        tied, typed = part.on_edge[at], part.typed[at]
        if recent:
            word = "under" if rows and not typed else "up to"
        else:
            word = "from" if rows or typed else "over"
        middle = [
            h("span.wb-quiet", word),
            h("span.wb-quiet", "hidden")
            if hide
            else h(
                "input.wb-input",
                value=f"{part.edges[at]:,.6g}",
                inputmode="decimal",
                on={"change": "edge"},
                key=f"edge|{part.part}|{at}",
                aria_label=f"{_PARTS[part.part][0]}, score {number}: {word}",
                title=f"{words.count(tied, 'customer')} right on it"
                if tied
                else "nobody right on it",
            ),
        ]
    return h(
        "div.wb-scores-line",
        h("strong", str(number)),
        *middle,
        h("span.wb-number", f"{count:,}", title=words.count(count, "customer")),
        key=f"{part.part} {number}",
    )


def _ties(part: Binned) -> str:
    """Say who stands right on a threshold, and which scores nobody has for it."""
    tied = sum(
        part.on_edge[i]
        for i in range(len(part.edges))
        if i == 0 or part.edges[i] != part.edges[i - 1]
    )
    empty = [str(number) for number, n in enumerate(part.counts, 1) if not n]
    said = f"{tied:,} right on a threshold." if tied else ""
    if empty and sum(part.counts):
        why = "no value lies there" if part.typed.any() else "too many are alike"
        said += f" Nobody has {words.listed(empty)}: {why}."
    return said.strip()
