"""The matrix as an Altair chart: one chart for the live page, the notebook and the exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.charts import dots, theme
from workbench.charts.dots import PADDING, unit
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.review import words
from workbench.review.picture import TYPE, Look, axis_signals, ground, picture
from workbench.review.placement import Placement
from workbench.review.quadrants import COLOURS
from workbench.review.summary import totals

LAYERS = ("corners", "tiles", "points", "chosen", "names")
Sources = Mapping[str, Any]


def matrix_spec() -> dict[str, Any]:
    """Return the live chart's Vega-Lite description: named datasets, empty, and its signals."""
    return live(_live, *LAYERS)


def _live(sources: Sources) -> alt.LayerChart:
    return _chart(sources, _EMPTY_SIGNALS)


def matrix_chart(placement: Placement, look: Look | None = None) -> alt.LayerChart:
    """Return a placement as a plain Altair chart with its rows inside, to change and save.

    Examples
    --------
    >>> from workbench.engagement import Engagement
    >>> sales = pd.DataFrame(
    ...     {"customer_id": ["A", "B"], "date": ["2026-01-31", "2026-02-01"], "amount": [9, 5]}
    ... )
    >>> engagement = Engagement.from_frames(sales=sales)
    >>> type(matrix_chart(engagement.place(engagement.review))).__name__
    'LayerChart'
    """
    look = look or Look()
    rows = picture(placement, totals(placement), ground(placement), look)
    sources = {name: _frame(rows[name]) for name in LAYERS}
    chart = _chart(sources, matrix_signals(placement, look.type_size, hide=look.hide_names))
    return chart.properties(width=look.width, height=look.height)


def matrix_signals(
    placement: Placement, type_size: float = TYPE, *, hide: bool = False
) -> dict[str, Any]:
    """Return the values of the chart's signals.

    ``type_size`` is the size of its text in pixels; ``hide`` leaves axes of money without numbers.
    """
    colours = {f"colour_{q.place}": q.colour for q in placement.quadrants}
    axes = {**axis_signals(placement.x, "x"), **axis_signals(placement.y, "y")}
    return {
        **(dots.unsaid(axes, *money_sides(placement)) if hide else axes),
        **colours,
        "type": type_size,
        "outline": dots.outline(len(placement.customers)),
    }


def money_sides(placement: Placement) -> tuple[str, ...]:
    """Return the axes, x or y, that are money."""
    sides = {"x": placement.x, "y": placement.y}
    return tuple(side for side, axis in sides.items() if words.is_money(axis.column))


_EMPTY_SIGNALS: dict[str, Any] = {
    **dots.axis_signals(),
    "cut_x": 0.5,
    "cut_y": 0.5,
    **{f"colour_{i}": colour for i, colour in enumerate(COLOURS)},
    "type": TYPE,
    "outline": dots.OUTLINE,
}


def _frame(rows: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({name: np.asarray(values) for name, values in rows.items()})


def _chart(sources: Sources, signals: Mapping[str, Any]) -> alt.LayerChart:
    layers = [
        *_ground(sources["corners"]),
        _tiles(sources["tiles"]),
        *_lines(sources["corners"]),
        _points(sources["points"]),
        dots.minus(sources["points"]),
        dots.ring(sources["chosen"]),
        *dots.names(sources["names"]),
        *_corner_texts(sources["corners"]),
        *dots.titles(alt.Chart(sources["corners"]).transform_filter("datum.q == 0")),
    ]
    params = [alt.param(name=name, value=value) for name, value in signals.items()]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .add_params(*params)
        .properties(padding=PADDING)
        .configure(**theme.config())
    )
    return chart


def _colour() -> alt.Scale:
    return alt.Scale(domain=[0, 1, 2, 3], range=[alt.ExprRef(f"colour_{i}") for i in range(4)])


def _ground(source: Any) -> list[alt.Chart]:
    base = alt.Chart(source).mark_rect(opacity=0.07)
    return [
        base.encode(
            x=dots.across(),
            x2="x2:Q",
            y=dots.up(),
            y2="y2:Q",
            fill=alt.Fill("q:N", scale=_colour(), legend=None),
        )
    ]


def _tiles(source: Any) -> Any:
    return (
        alt.Chart(source)
        .mark_rect()
        .encode(
            x=dots.across(),
            x2="x2:Q",
            y=dots.up(),
            y2="y2:Q",
            fill=alt.Fill("q:N", scale=_colour(), legend=None),
            opacity=alt.Opacity("shade:Q", scale=None, legend=None),
            tooltip=alt.Tooltip("n:Q", title="Customers here", format=","),
        )
    )


def _lines(source: Any) -> list[alt.Chart]:
    """Both dividing lines; their places are signals, so that they can be dragged."""
    only_one = "datum.q == 0"
    rule = (
        alt.Chart(source)
        .transform_filter(only_one)
        .mark_rule(color=theme.INK, strokeWidth=1.5, clip=True)
    )
    return [
        rule.encode(x=alt.X(datum=alt.ExprRef("cut_x"), type="quantitative", scale=unit())),
        rule.encode(y=alt.Y(datum=alt.ExprRef("cut_y"), type="quantitative", scale=unit())),
    ]


def _points(source: Any) -> Any:
    return (
        alt.Chart(source, name="points")
        .mark_point(filled=True, strokeWidth=1)
        .encode(
            x=dots.across(),
            y=dots.up(),
            size=alt.Size("area:Q", scale=None, legend=None),
            shape=alt.Shape(
                "prospect:N",
                scale=alt.Scale(domain=[0, 1], range=["circle", "diamond"]),
                legend=None,
            ),
            fill=alt.condition(
                "datum.loss == 1",
                alt.value("#FFFFFF"),
                alt.Fill("q:N", scale=_colour(), legend=None),
            ),
            stroke=alt.condition("datum.loss == 1", alt.value(theme.LOSS), alt.value("#FFFFFF")),
            strokeWidth=alt.condition(
                "datum.loss == 1", alt.value(2), alt.value(alt.ExprRef("outline"))
            ),
            opacity=alt.condition("datum.quiet == 1", alt.value(0.12), alt.value(0.88)),
            tooltip=[
                alt.Tooltip("name:N", title="Name"),
                alt.Tooltip("across:N", title="Across"),
                alt.Tooltip("up:N", title="Up"),
                alt.Tooltip("amount:N", title="Size"),
            ],
        )
    )


def _corner_texts(source: Any) -> list[alt.Chart]:
    """Name, count and share in the outer corner of each quadrant."""
    texts = []
    for right in (0, 1):
        for up in (0, 1):
            base = (
                alt.Chart(source)
                .transform_filter(f"datum.right == {right} && datum.up == {up}")
                .encode(
                    x=alt.value(alt.ExprRef("width - 8") if right else 8),
                    color=alt.Color("ink:N", scale=None, legend=None),
                )
            )
            for field, size, bold, top, bottom in (
                ("title", 1.25, True, 1.35, 2.4),
                ("note", 1.0, False, 2.85, 0.9),
            ):
                place = f"{top} * type" if up else f"height - {bottom} * type"
                said = base.encode(y=alt.value(alt.ExprRef(place)), text=f"{field}:N")
                look: dict[str, Any] = {
                    "align": "right" if right else "left",
                    "baseline": "middle",
                    "fontSize": alt.ExprRef(f"{size} * type"),
                    "fontWeight": "bold" if bold else "normal",
                }
                texts += [said.mark_text(**look, **dots.EDGE), said.mark_text(**look)]
    return texts
