"""One bar opened: how its attribute earns points, over a small picture of the customers."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.customers import Column
from workbench.pages.frame import segments
from workbench.pages.points_changes import MOST_BANDS, as_typed
from workbench.review import words
from workbench.review.distribution import Spread
from workbench.review.enquiry import say_range
from workbench.review.points import Bands, Bar, ByLevel, Linear
from workbench.widgets.view import Node, h

WAYS = (("linear", "even steps"), ("bands", "bands"))
_WIDE, _HIGH = 320, 64
_MANY = 60


def said(column: Column | None, bar: Bar) -> str:
    """Say in a few words how a bar earns: «0 → 9», «3 bands», «levels: 4».

    Examples
    --------
    >>> days = Column("days_late", "Days late", "days")
    >>> said(days, Bar(column="days_late", how=Linear(worst=30, best=0)))
    '30 → 0 days'
    """
    how = bar.how
    if column is None:
        return "not among the facts"
    if isinstance(how, ByLevel):
        return f"levels: {len(how.shares)}"
    if isinstance(how, Bands):
        return f"{len(how.shares)} bands, {words.value(column, how.edges[0])} …"
    first, last = words.value(column, how.worst), words.value(column, how.best)
    unit = f" {column.unit}"
    if column.unit and first.endswith(unit) and last.endswith(unit):
        first = first.removesuffix(unit)
    return f"{first} → {last}"


def earning(column: Column, bar: Bar, spread: Spread, counts: Sequence[int], tries: int) -> Node:
    """Describe the panel of an opened bar; ``counts`` go with a column's levels."""
    how = bar.how
    controls: list[Node] = []
    if isinstance(how, ByLevel):
        controls = _levels(column, bar, how, counts)
    else:
        controls.append(
            segments("way", WAYS, how.kind, label="How it earns points", key="way"),
        )
        fields = _linear(column, how) if isinstance(how, Linear) else _bands(column, how)
        controls += fields
    missing = f" · {spread.unknown:,} not known" if spread.unknown else ""
    return h(
        "section.wb-earning",
        h(
            "div.wb-row.wb-earning-head",
            h("h2", f"How «{column.label}» earns its {say_range(bar.points, bar.points)} points"),
            h("span.wb-fill"),
            h("button.wb-plain", "Propose again", on={"click": "propose"}, type="button"),
            h(
                "button.wb-plain",
                "Done",
                on={"click": "close"},
                type="button",
                id="wb-earning-done",
            ),
        ),
        h("p.wb-quiet", column.meaning) if column.meaning else None,
        h(
            "div.wb-earning-body",
            h("div.wb-stack.wb-earning-how", *controls),
            None
            if isinstance(how, ByLevel)
            else h(
                "div.wb-earning-picture",
                _picture(spread, how),
                h(
                    "div.wb-row.wb-earning-ends",
                    h("span", words.value(column, spread.low) if spread.counts else ""),
                    h("span", words.value(column, spread.high) if spread.counts else ""),
                ),
                h("p.wb-quiet", f"{words.count(spread.known, 'customer')}{missing}"),
            ),
        ),
        key="earning",
        aria_label=f"How {column.label} earns points",
        # A refused value is put back: what differs is drawn again.
        data_tries=tries,
    )


def _linear(column: Column, how: Linear) -> list[Node]:
    return [
        h(
            "div.wb-row",
            _number("end|worst", "No points at", column, how.worst),
            _number("end|best", "All points at", column, how.best),
            h("button.wb-plain", "Turn round", on={"click": "turn"}, type="button"),
        ),
        h("p.wb-quiet", "In even steps between the two; beyond them nothing is added or lost."),
    ]


def _bands(column: Column, how: Bands) -> list[Node]:
    rows = []
    for at, share in enumerate(how.shares):
        edge = (
            _number(f"edge|{at}", "up to" if at == 0 else "then up to", column, how.edges[at])
            if at < len(how.edges)
            else h("span.wb-field", h("span", f"from {words.value(column, how.edges[-1])} on"))
        )
        rows.append(h("div.wb-row.wb-band", edge, _share(f"band|{at}", share), key=f"band {at}"))
    return [
        *rows,
        h(
            "div.wb-row",
            h(
                "button.wb-plain",
                "+ band",
                on={"click": "more"},
                type="button",
                disabled=len(how.shares) >= MOST_BANDS,
                aria_label="One more band",
            ),
            h(
                "button.wb-plain",
                "− band",
                on={"click": "fewer"},
                type="button",
                disabled=len(how.edges) == 1,
                aria_label="One band less",
            ),
            h("button.wb-plain", "Turn round", on={"click": "turn"}, type="button"),
            h("span.wb-quiet", "A value on an edge is in the better band."),
        ),
    ]


def _levels(column: Column, bar: Bar, how: ByLevel, counts: Sequence[int]) -> list[Node]:
    of = dict(zip(column.levels, counts, strict=False))
    most = max([*counts, 1])
    rows = []
    names = [*column.levels, *(level for level in how.shares if level not in of)]
    for level in names[:_MANY]:
        share = how.shares.get(level)
        worth = "not known yet" if share is None else _points(bar, share)
        rows.append(
            h(
                "li.wb-earning-level",
                h("span.wb-earning-name", level, dir="auto", title=level),
                h(
                    "span.wb-earning-tally",
                    h("span", style={"width": f"{100 * of.get(level, 0) / most:.1f}%"}),
                    aria_hidden="true",
                ),
                h("span.wb-quiet", words.count(of.get(level, 0), "customer")),
                h(
                    "input.wb-range",
                    type="range",
                    min="0",
                    max=100,
                    step=5,
                    value=round(100 * (share or 0)),
                    on={"input": "level", "change": "level"},
                    key=f"level|{level}",
                    aria_label=f"Part of the points for {level}",
                    aria_valuetext=worth,
                ),
                h("span.wb-number", worth),
                key=f"row {level}",
            )
        )
    more = len(names) - _MANY
    return [
        h("ul.wb-plainlist.wb-earning-levels", *rows),
        h("p.wb-quiet", f"and {more:,} more levels" if more > 0 else ""),
    ]


def _points(bar: Bar, share: float) -> str:
    return f"{say_range(bar.points * share, bar.points * share)} points"


def _number(key: str, label: str, column: Column, value: float) -> Node:
    unit = column.unit
    return h(
        "label.wb-field",
        h("span", label),
        h(
            "input.wb-input",
            type="number",
            step="any",
            value=f"{as_typed(column, value):.6g}",
            on={"input": "figure", "change": "figure"},
            key=key,
            aria_label=f"{label}, {unit}" if unit else label,
        ),
        h("span.wb-quiet", unit) if unit else None,
    )


def _share(key: str, share: float) -> Node:
    return h(
        "label.wb-field",
        h("span", "earns"),
        h(
            "input.wb-input",
            type="number",
            min="0",
            max=100,
            step=5,
            value=f"{100 * share:.6g}",
            on={"input": "figure", "change": "figure"},
            key=key,
            aria_label="Part of the points, %",
        ),
        h("span.wb-quiet", "% of the points"),
    )


def _picture(spread: Spread, how: Linear | Bands) -> Node:
    """Draw the customers over the attribute; darker where they earn more of the points."""
    most = max([*spread.counts, 1])
    width = _WIDE / max(len(spread.counts), 1)
    parts = []
    for i, count in enumerate(spread.counts):
        tall = max(count / most * _HIGH, 1.5) if count else 0
        parts.append(
            h(
                "rect",
                x=f"{i * width:.1f}",
                y=f"{_HIGH - tall:.1f}",
                width=f"{max(width - 1, 1):.1f}",
                height=f"{tall:.1f}",
            )
        )
    marks = how.edges if isinstance(how, Bands) else (how.worst, how.best)
    for i, mark in enumerate(marks):
        at = (mark - spread.low) / (spread.high - spread.low) * _WIDE
        if not 0 <= at <= _WIDE:
            continue
        full = isinstance(how, Linear) and i == 1
        parts.append(
            h(
                "line.wb-earning-best" if full else "line.wb-earning-mark",
                x1=f"{at:.1f}",
                x2=f"{at:.1f}",
                y1="0",
                y2=_HIGH,
            )
        )
    return h("svg.wb-earning-svg", *parts, viewBox=f"0 0 {_WIDE} {_HIGH}", aria_hidden="true")
