"""The picture of who moved where between two reviews: bands from places to places."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt

from workbench.charts import theme
from workbench.review.movement_picture import CAUSES

LAYERS = ("bands", "heads", "bars", "names")
SHADES = ("#E3E6EB", "#1B7F8C", "#B9774F", "#A0568C", "#4A4E57", "#20242A", "#B9BEC7")
"""Stayed; moved by facts, hand, points, lines, several; came or went. None is a quadrant's."""
_UNIT = alt.Scale(domain=[0, 1], nice=False, zero=False)
_DOWN = alt.Scale(domain=[1, 0], nice=False, zero=False)
_COLOUR = alt.Scale(domain=list(CAUSES), range=list(SHADES))


def movement_spec() -> dict[str, Any]:
    """Return the live picture's Vega-Lite description: named datasets, empty, and its signals."""
    spec: dict[str, Any] = json.loads(_described())
    return spec


@cache
def _described() -> str:
    chart = alt.layer(_bands(), _heads(), _bars(), *_names())
    type_ = alt.param(name="type", value=12)
    chart = chart.add_params(type_).properties(padding=4).configure(**theme.config())
    return json.dumps({**chart.to_dict(), "datasets": {name: [] for name in LAYERS}})


def _x(name: str = "x") -> alt.X:
    return alt.X(f"{name}:Q", scale=_UNIT, axis=None)


def _y(name: str = "y") -> alt.Y:
    return alt.Y(f"{name}:Q", scale=_DOWN, axis=None)


def _fill() -> alt.Fill:
    return alt.Fill("cause:N", scale=_COLOUR, legend=None)


def _bands() -> Any:
    return (
        alt.Chart(alt.NamedData("bands"))
        .mark_area(opacity=0.85, interpolate="linear")
        .encode(
            x=_x(),
            y=alt.Y("y:Q", scale=_DOWN, axis=None, stack=None),
            y2="y2:Q",
            detail="band:Q",
            fill=_fill(),
            tooltip=alt.Tooltip("said:N", title="Who"),
        )
    )


def _heads() -> Any:
    return (
        alt.Chart(alt.NamedData("heads"))
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


def _bars() -> Any:
    return (
        alt.Chart(alt.NamedData("bars"))
        .mark_rect(color=theme.INK)
        .encode(x=_x(), x2="x2:Q", y=_y(), y2="y2:Q", tooltip=alt.Tooltip("said:N", title="Place"))
    )


def _names() -> list[Any]:
    return [
        alt.Chart(alt.NamedData("names"))
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
