"""The picture of who moved where between two reviews: bands from places to places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.charts import theme
from workbench.charts.dots import unit
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.review.movement_picture import CAUSES

LAYERS = ("bands", "heads", "bars", "names")
SHADES = ("#E3E6EB", "#1B7F8C", "#B9774F", "#A0568C", "#4A4E57", "#20242A", "#B9BEC7")
"""Stayed; moved by facts, hand, points, lines, several; came or went. None is a quadrant's."""


def movement_spec() -> dict[str, Any]:
    """Return the live picture's Vega-Lite description: named datasets, empty, and its signals."""
    return live(_live, *LAYERS)


def _live(sources: Mapping[str, Any]) -> alt.LayerChart:
    heads, bars = _heads(sources["heads"]), _bars(sources["bars"])
    layers = alt.layer(_bands(sources["bands"]), heads, bars, *_names(sources["names"]))
    chart: alt.LayerChart = (
        layers.add_params(alt.param(name="type", value=12))
        .properties(padding=4)
        .configure(**theme.config())
    )
    return chart


def _x(name: str = "x") -> alt.X:
    return alt.X(f"{name}:Q", scale=unit(), axis=None)


def _y(name: str = "y") -> alt.Y:
    return alt.Y(f"{name}:Q", scale=unit(down=True), axis=None)


def _fill() -> alt.Fill:
    scale = alt.Scale(domain=list(CAUSES), range=list(SHADES))
    return alt.Fill("cause:N", scale=scale, legend=None)


def _bands(source: Any) -> Any:
    return (
        alt.Chart(source)
        .mark_area(opacity=0.85, interpolate="linear")
        .encode(
            x=_x(),
            y=alt.Y("y:Q", scale=unit(down=True), axis=None, stack=None),
            y2="y2:Q",
            detail="band:Q",
            fill=_fill(),
            tooltip=alt.Tooltip("said:N", title="Who"),
        )
    )


def _heads(source: Any) -> Any:
    return (
        alt.Chart(source)
        .mark_point(
            shape="triangle-right",
            # In its band's own colour a head would not be seen.
            fill=theme.INK,
            stroke="#FFFFFF",
            strokeWidth=1.5,
            size=150,
            opacity=1,
            xOffset=-8,
        )
        .encode(x=_x(), y=_y(), tooltip=alt.Tooltip("said:N", title="Who"))
    )


def _bars(source: Any) -> Any:
    return (
        alt.Chart(source)
        .mark_rect(color=theme.INK)
        .encode(x=_x(), x2="x2:Q", y=_y(), y2="y2:Q", tooltip=alt.Tooltip("said:N", title="Place"))
    )


def _names(source: Any) -> list[Any]:
    return [
        alt.Chart(source)
        .transform_filter(f"datum.left == {left}")
        .mark_text(
            align="right" if left else "left",
            baseline="middle",
            dx=-8 if left else 8,
            fontSize=alt.ExprRef("type"),
            color=theme.INK,
        )
        .encode(x=_x(), y=_y(), text="text:N")
        for left in (0, 1)
    ]
