"""Who adds and who takes back: the whale curve above a bar per customer, one living picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from workbench.charts import theme
from workbench.charts.dots import unit
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.customers import Customers
from workbench.review.whale import Whale
from workbench.review.whale_picture import TYPE, Drawn, Look, whale_picture

LAYERS = ("sheet", "curve", "beside", "bars", "texts", "chosen", "names")
GAIN = "#7A828E"
_GROUND = "#E8EAEE"
_PADDING = "{left: 4, right: 12, top: 2 * type, bottom: 2.2 * type}"
_SIGNALS: dict[str, Any] = {
    **{f"{name}_{side}": [] for name in ("ticks", "labels") for side in "xy"},
    **dict.fromkeys(("title_curve", "title_bars", "title_x"), ""),
    **dict.fromkeys(("top_bars", "zero", "floor"), 0.0),
    "type": TYPE,
}


def whale_spec() -> dict[str, Any]:
    """Return the live picture's description: named datasets, empty, and its signals."""
    return live(_live, *LAYERS)


def _live(sources: Mapping[str, Any]) -> alt.LayerChart:
    return _chart(sources, _SIGNALS)


def whale_chart(
    now: Whale, customers: Customers, currency: str = "EUR", beside: Whale | None = None
) -> alt.LayerChart:
    """Return the picture as a plain Altair chart with its rows inside, to change and save.

    Examples
    --------
    >>> from workbench.review.whale import whale
    >>> frame = pd.DataFrame({"name": ["A", "B"]}, index=["a", "b"])
    >>> chart = whale_chart(whale(np.array([5.0, -2.0])), Customers(frame, {}))
    >>> type(chart).__name__
    'LayerChart'
    """
    drawn: Drawn = whale_picture(now, customers, currency, Look(), beside)
    sources = {name: _frame(drawn.rows[name]) for name in LAYERS}
    return _chart(sources, drawn.signals).properties(width=620, height=430)


def _frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})


def _chart(sources: Mapping[str, Any], signals: Mapping[str, Any]) -> alt.LayerChart:
    layers = [
        _level(sources["sheet"], "floor"),
        _level(sources["sheet"], "zero"),
        *_curve(sources["curve"], sources["beside"]),
        *_bars(sources["bars"]),
        *_chosen(sources["chosen"]),
        *_texts(sources["texts"]),
        *_names(sources["names"]),
        *_titles(sources["sheet"]),
    ]
    params = [alt.param(name=name, value=value) for name, value in signals.items()]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .add_params(*params)
        .properties(padding=alt.ExprRef(_PADDING))
        .configure(**theme.config())
    )
    return chart


def _axis(side: str) -> alt.Axis:
    return alt.Axis(
        values=alt.ExprRef(f"ticks_{side}"),
        labelExpr=f"labels_{side}[indexof(ticks_{side}, datum.value)]",
        title=None,
        domain=side == "x",
        labelOverlap=True,
        labelFontSize=alt.ExprRef("type"),
    )


def _x(field: str = "x") -> alt.X:
    return alt.X(f"{field}:Q", scale=unit(), axis=_axis("x"))


def _y(field: str = "y") -> alt.Y:
    return alt.Y(f"{field}:Q", scale=unit(), axis=_axis("y"))


def _level(sheet: Any, signal: str) -> Any:
    """Draw a line across at the height a signal says; ``sheet`` has one row."""
    at = alt.YDatum(alt.ExprRef(signal), type="quantitative", scale=unit())
    return alt.Chart(sheet).mark_rule(color="#B9BEC7").encode(y=at)


def _curve(curve: Any, beside: Any) -> list[Any]:
    under = (
        alt.Chart(curve).mark_area(fill=_GROUND, fillOpacity=1).encode(x=_x(), y=_y(), y2="floor:Q")
    )
    line = (
        alt.Chart(curve)
        .mark_line(color=theme.INK, strokeWidth=2.5, strokeJoin="round")
        .encode(x=_x(), y=_y(), order="x:Q")
    )
    quiet = (
        alt.Chart(beside)
        .mark_line(color=theme.QUIET, strokeWidth=1.5, strokeDash=[5, 4])
        .encode(x=_x(), y=_y(), order="x:Q")
    )
    return [under, quiet, line]


def _bars(bars: Any) -> list[Any]:
    base = alt.Chart(bars)
    colour = alt.condition("datum.loss == 1", alt.value(theme.LOSS), alt.value(GAIN))
    edge = alt.condition("datum.loss == 1", alt.value(theme.LOSS), alt.value(GAIN))
    seen = base.mark_rect(strokeWidth=0.5).encode(
        x=_x(), x2="x2:Q", y=_y(), y2="y2:Q", color=colour, stroke=edge
    )
    # A column over the whole height: who would hit a bar two pixels wide?
    hit = (
        base.mark_rect(opacity=0)
        .encode(
            x=_x(),
            x2="x2:Q",
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
            tooltip=alt.Tooltip("said:N", title="What they leave"),
        )
        .properties(name="bars")
    )
    return [seen, hit]


def _chosen(chosen: Any) -> list[Any]:
    base = alt.Chart(chosen)
    column = base.mark_rect(fill=None, stroke=theme.INK, strokeWidth=1).encode(
        x=_x(),
        x2="x2:Q",
        y=alt.value(alt.ExprRef("height * (1 - top_bars)")),
        y2=alt.value(alt.ExprRef("height")),
    )
    dot = base.mark_point(
        filled=True, fill="#FFFFFF", stroke=theme.INK, strokeWidth=2.5, size=60, opacity=1
    ).encode(x=_x(), y=_y())
    return [column, dot]


def _texts(texts: Any) -> list[Any]:
    """Peak and total, each at its point, with an outline that keeps other curves off the words."""
    base = alt.Chart(texts)
    dots = base.mark_point(filled=True, color=theme.INK, size=36, opacity=1).encode(x=_x(), y=_y())
    said = [
        base.transform_filter(f"datum.top == {top} && datum.left == {left}")
        .mark_text(
            align="right" if left else "left",
            baseline="middle",
            dx=-5 if left else 5,
            dy=alt.ExprRef("-1.1 * type" if top else "1.3 * type"),
            fontSize=alt.ExprRef("type"),
            fontWeight="bold",
            color=theme.INK,
            stroke="#FFFFFF",
            strokeWidth=outline,
        )
        .encode(x=_x("anchor"), y=_y(), text="text:N")
        for top in (0, 1)
        for left in (0, 1)
        for outline in (4, 0)
    ]
    return [dots, *said]


def _names(names: Any) -> list[Any]:
    return [
        alt.Chart(names)
        .transform_filter(f"datum.left == {left}")
        .mark_text(
            align="right" if left else "left",
            baseline="middle",
            dx=-4 if left else 4,
            fontSize=alt.ExprRef("type"),
            color=theme.INK,
        )
        .encode(x=_x(), y=_y(), text="text:N")
        for left in (0, 1)
    ]


def _titles(sheet: Any) -> list[Any]:
    one = alt.Chart(sheet)

    def title(signal: str, x: str, y: str, align: Literal["left", "right"]) -> Any:
        return one.mark_text(
            text=alt.ExprRef(signal),
            color=theme.QUIET,
            fontSize=alt.ExprRef("type"),
            align=align,
            baseline="middle",
        ).encode(x=alt.value(alt.ExprRef(x)), y=alt.value(alt.ExprRef(y)))

    return [
        title("title_curve", "0", "-type", "left"),
        title("title_bars", "0", "height * (1 - top_bars) - 1.7 * type", "left"),
        title("title_x", "width", "height + 2.6 * type", "right"),
    ]
