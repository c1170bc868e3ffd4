"""The picture of long-term value against room to grow, coloured by value group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.charts import theme
from workbench.charts.dots import (
    EDGE,
    OUTLINE,
    PADDING,
    across,
    axis_signals,
    minus,
    names,
    outline,
    ring,
    titles,
    unsaid,
    up,
)
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.customers import Customers
from workbench.review.picture import TYPE, Look
from workbench.review.value_groups import Grouping
from workbench.review.value_picture import (
    value_ground,
    value_picture,
    value_ruler,
    value_signals,
    value_tips,
)

LAYERS = ("tiles", "points", "chosen", "lines", "names", "strip")
SHADES = ("#FFFFFF", "#D9CBE6", "#B294CC", "#7E4FA8", "#43186B")
"""A loss is hollow; then one hue, four steps: lower, upper, most to gain, most valuable."""
_SIGNALS: dict[str, Any] = {
    **axis_signals(),
    "strip": 0.0,
    "type": TYPE,
    "outline": OUTLINE,
}


def value_spec() -> dict[str, Any]:
    """Return the live picture's Vega-Lite description: named datasets, empty, and its signals."""
    return live(_live, *LAYERS)


def _live(sources: Mapping[str, Any]) -> alt.LayerChart:
    return _chart(sources, _SIGNALS)


def value_chart(customers: Customers, made: Grouping, look: Look | None = None) -> alt.LayerChart:
    """Return value against room to grow as a plain Altair chart, to change and save.

    ``customers`` have a column ``long_term_value``; ``made`` is their grouping.
    """
    look, base, height = look or Look(), value_ground(customers, made, look), value_ruler(made)
    rows = value_picture(customers, made, base, height, look)
    tips = value_tips(customers, made, base, hide=look.hide_names)
    given = {**rows, "points": {**rows["points"], **tips}, "strip": {"one": [""]}}
    signals = value_signals(base, height, customers.columns["long_term_value"])
    signals = unsaid(signals, "x", "y") if look.hide_names else signals
    sources = {name: pd.DataFrame(given[name]) for name in LAYERS}
    edge = outline(len(base.order))
    chart = _chart(sources, {**_SIGNALS, **signals, "type": look.type_size, "outline": edge})
    return chart.properties(width=look.width, height=look.height)


def _chart(sources: Mapping[str, Any], signals: Mapping[str, Any]) -> alt.LayerChart:
    layers = [
        _strip(sources["strip"]),
        _tiles(sources["tiles"]),
        *_lines(sources["lines"]),
        _points(sources["points"]),
        minus(sources["points"]),
        ring(sources["chosen"]),
        *names(sources["names"]),
        *titles(alt.Chart(sources["strip"])),
    ]
    params = [alt.param(name=name, value=value) for name, value in signals.items()]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .add_params(*params)
        .properties(padding=PADDING)
        .configure(**theme.config())
    )
    return chart


def _strip(source: Any) -> Any:
    """Ground the strip of those whose room isn't known; the dataset holds one empty row."""
    return (
        alt.Chart(source)
        .mark_rect(color="#F2F3F6")
        .encode(
            x=alt.value(0),
            x2=alt.value(alt.ExprRef("strip * width")),
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
        )
    )


def _tiles(source: Any) -> Any:
    """Count those who are too many for dots; where most cost more than they bring it is hollow."""
    losing = alt.condition("datum.group == 0", alt.value(theme.LOSS), alt.value(None))
    return (
        alt.Chart(source)
        .mark_rect(strokeWidth=1)
        .encode(
            x=across(),
            x2="x2:Q",
            y=up(),
            y2="y2:Q",
            fill=alt.Fill("group:N", scale=_shade(), legend=None),
            stroke=losing,
            opacity=alt.Opacity("dark:Q", scale=None, legend=None),
            tooltip=alt.Tooltip("n:Q", title="Customers here", format=","),
        )
    )


def _shade() -> alt.Scale:
    return alt.Scale(domain=[0, 1, 2, 3, 4], range=list(SHADES))


def _lines(source: Any) -> list[Any]:
    rule = alt.Chart(source).mark_rule(color=theme.INK, strokeWidth=1, strokeDash=[4, 3])
    edges: tuple[dict[str, Any], ...] = ({**EDGE, "color": "#FFFFFF"}, {"color": theme.QUIET})
    texts = [
        alt.Chart(source)
        .mark_text(
            align="left", baseline="bottom", dx=6, dy=-3, fontSize=alt.ExprRef("type"), **edge
        )
        .encode(x=alt.value(alt.ExprRef("strip * width")), y=up(), text="text:N")
        for edge in edges
    ]
    return [rule.encode(y=up()), *texts]


def _points(source: Any) -> Any:
    hollow = "datum.loss == 1 || datum.estimated == 1"
    return (
        alt.Chart(source, name="points")
        .mark_point(filled=True)
        .encode(
            x=across(),
            y=up(),
            size=alt.Size("area:Q", scale=None, legend=None),
            shape=alt.Shape(
                "gain:N",
                scale=alt.Scale(domain=[0, 1], range=["circle", "triangle-up"]),
                legend=None,
            ),
            fill=alt.condition(
                hollow, alt.value("#FFFFFF"), alt.Fill("group:N", scale=_shade(), legend=None)
            ),
            stroke=alt.condition("datum.loss == 1", alt.value(theme.LOSS), alt.value(SHADES[3])),
            strokeWidth=alt.condition(hollow, alt.value(2), alt.value(alt.ExprRef("outline"))),
            opacity=alt.condition("datum.quiet == 1", alt.value(0.12), alt.value(0.9)),
            tooltip=[
                alt.Tooltip("name:N", title="Name"),
                alt.Tooltip("in_group:N", title="Group"),
                alt.Tooltip("worth:N", title="Long-term value"),
                alt.Tooltip("room:N", title="Across"),
            ],
        )
    )
