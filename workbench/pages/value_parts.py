"""The value page's parts as nodes: search, formula, rules, what stands beneath the picture."""

from __future__ import annotations

import numpy as np

from workbench.charts.value import SHADES
from workbench.customers import Customers
from workbench.pages.frame import segments
from workbench.pages.matrix_rest import suggested
from workbench.pages.value_figures import Figures
from workbench.review import words
from workbench.review.review import Review
from workbench.review.value_groups import BELOW, Grouping, said, years_worth
from workbench.review.value_picture import shade
from workbench.review.value_table import GroupTotal
from workbench.widgets.view import Node, h

_LISTED = 300


def search(customers: Customers, found: str, *, hide: bool) -> Node:
    """Describe the search for a customer."""
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
        h(
            "datalist",
            *(h("option", value=name) for name in ([] if hide else suggested(customers))),
            id="wb-names",
        ),
    )


def formula(figures: Figures) -> Node:
    """Describe the formula of long-term value, in words and as one line of mathematics."""
    assume = figures.assume
    stay, later = f"{assume.retention:.2f}", f"{1 + assume.discount:.2f}"
    return h(
        "div.wb-formula",
        h("p", f"Long-term value = profit a year × {years_worth(assume):.3g}"),
        h(
            "p.wb-quiet",
            h("span", "Σ"),
            h("span.wb-low", f"t = 1…{assume.years}"),
            h("span", f" profit a year · {stay}"),
            h("span.wb-high", "t"),
            h("span", f" ÷ {later}"),
            h("span.wb-high", "t"),
            aria_label=f"The sum over {words.count(assume.years, 'year')} t of profit a year times"
            f" {stay} to the power of t, divided by {later} to the power of t",
        ),
        h("p.wb-quiet", f"Assumed: {said(assume)}."),
    )


def rules(figures: Figures, tries: int, *, hide: bool) -> Node:
    """Describe the rules of the groups in their order; what can be moved is a control."""
    assume, made = figures.assume, figures.made
    line = words.money(made.cut, _currency(figures))
    reached = f"; from {line} up" if np.isfinite(made.cut) and not hide else ""
    typical = words.percent(made.typical_share) if np.isfinite(made.typical_share) else ""
    return h(
        "ol.wb-rules",
        h("li", _term(made, BELOW), h("span", ": profit below zero")),
        h(
            "li",
            _term(made, made.best),
            h("span", f": the few that bring {words.percent(assume.share)}{reached}"),
        ),
        h(
            "li",
            _term(made, made.gain),
            h("span", ": at their potential and own margin they would reach that line"),
            h(
                "details.wb-fold.wb-growth",
                h("summary", _known(made)),
                h("p.wb-quiet", "Where none is known and orders grow, they go on growing."),
                _number("growth_years", "For years", assume.growth_years, "3, or 0 for never"),
                _number("growth_most", "At most, times today", assume.growth_most, "1 to 20"),
                _number(
                    "higher_margin",
                    "Higher-margin share, from %",
                    None if assume.higher_margin is None else assume.higher_margin * 100,
                    f"typical: {typical}" if typical else "not known",
                ),
                key="growth",
            ),
        ),
        h(
            "li",
            h("span.wb-group-name", "In between", title="value tiers"),
            h("span", ": the rest by value, in this many equal parts"),
            segments(
                "between",
                [(str(n), str(n)) for n in range(1, 6)],
                str(assume.between),
                label="Groups in between",
                key="between",
            ),
        ),
        data_tries=tries,
    )


def _known(made: Grouping) -> str:
    """Say of how many the potential is known, and of how many it was estimated."""
    placed = made.placed
    estimated = int((made.estimated & placed).sum())
    known = int((np.isfinite(made.potential) & placed).sum()) - estimated
    return f"Potential known of {known:,}, estimated of {estimated:,}"


def _term(made: Grouping, code: int) -> Node:
    group = made.groups[code]
    return h("span.wb-group-name", group.name, title=group.term)


def _number(name: str, label: str, value: float | None, hint: str) -> Node:
    return h(
        "label.wb-field",
        h("span", label),
        h(
            "input.wb-input",
            type="text",
            inputmode="decimal",
            value="" if value is None else words.number(value),
            placeholder=hint,
            title=hint,
            on={"change": "rule"},
            key=name,
            autocomplete="off",
            maxlength=10,
        ),
        key=f"field {name}",
    )


def legend(figures: Figures) -> Node:
    """Describe what each mark of the picture means, with how many there are."""
    marks = [_mark(figures.made, line) for line in figures.table.lines]
    made = figures.made
    estimated = int((made.estimated & (made.group == made.gain)).sum())
    if estimated:
        marks.append(
            h(
                "li",
                h("span.wb-mark", "△", style={"color": SHADES[3]}, aria_hidden="true"),
                h("span", f"room to grow estimated {estimated:,}"),
                key="estimated",
            )
        )
    return h(
        "div.wb-under",
        h("ul.wb-legend", *marks, aria_label="What the marks mean"),
        h(
            "div.wb-row",
            h("span.wb-quiet", "Copy:"),
            h("button.wb-link", "PNG", on={"click": "png"}, type="button"),
            h("button.wb-link", "SVG", on={"click": "svg"}, type="button"),
        ),
    )


def _mark(made: Grouping, line: GroupTotal) -> Node:
    sign = {BELOW: "⊖", made.gain: "▲"}.get(line.code, "●")
    colour = SHADES[int(shade(made, np.array([line.code], dtype=np.int8))[0])]
    style = {} if line.code == BELOW else {"color": colour}
    kind = "span.wb-mark.wb-loss" if line.code == BELOW else "span.wb-mark"
    return h(
        "li",
        h(kind, sign, style=style, aria_hidden="true"),
        h("span", f"{line.name} {line.customers:,}", title=line.term),
        key=f"mark {line.key}",
    )


def under(
    figures: Figures,
    review: Review,
    beside: tuple[float, float],
    *,
    crowd: int = 0,
    hide: bool,
) -> Node:
    """Describe what is counted beneath the picture; ``beside`` is what has no customer.

    That is the money of sales and the hours without a customer, in the window.
    """
    table, customers = figures.table, figures.customers
    grouped = table.total.customers - table.not_placed.customers - table.set_aside.customers
    parts = [h("span", f"{grouped:,} in groups")]
    out = np.flatnonzero(figures.real & ~figures.made.placed)
    coming = len(customers) - int(figures.real.sum())
    if len(out):
        text = f"not placed: {table.not_placed.customers:,}"
        if table.set_aside.customers:
            text += f" · set aside: {table.set_aside.customers:,}"
        parts.append(
            h(
                "details.wb-inline",
                h("summary", text),
                _out(figures, review, out, hide=hide),
                key="out",
            )
        )
    else:
        parts.append(h("span", "not placed: 0"))
    if coming:
        parts.append(h("span", f"{words.count(coming, 'prospect')} left out"))
    if crowd:
        parts.append(h("span", f"{crowd:,} smaller ones in tiles: the darker, the more"))
    sales, hours = beside
    loose = [words.money(sales, _currency(figures)) + " sold"] if sales and not hide else []
    loose += [f"{words.number(round(hours))} hours"] if hours else []
    if loose:
        parts.append(h("span", f"without a customer: {words.listed(loose)}"))
    return h("div.wb-said", *parts)


def _out(figures: Figures, review: Review, rows: np.ndarray, *, hide: bool) -> Node:
    customers = figures.customers
    lines = []
    for row in rows[:_LISTED]:
        key = str(customers.ids[row])
        aside = review.set_aside.get(key)
        why = customers.why_missing("profit_per_year", int(row))
        if aside is not None:
            why = f"Set aside: {aside.reason or 'no reason given'}"
        name = f"Customer {row + 1}" if hide else str(customers.names[row])
        link = h("button.wb-link", name, on={"click": "choose"}, key=key, type="button", dir="auto")
        lines.append(h("tr", h("td", link), h("td", why, dir="auto"), key=f"out {key}"))
    more = len(rows) - len(lines)
    return h(
        "div",
        h(
            "table.wb-table",
            h("caption.wb-hidden", "In no group, with the reason"),
            h("thead", h("tr", *(h("th", t, scope="col") for t in ("Name", "Reason")))),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more in the measures' file") if more > 0 else None,
    )


def _currency(figures: Figures) -> str:
    return figures.customers.columns["long_term_value"].unit
