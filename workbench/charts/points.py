"""The points page's pictures: how everyone scores, and the bars to take along."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from workbench.charts import theme
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.review.distribution import Distribution
from workbench.review.enquiry import say_range
from workbench.review.leaders import Ranked

STEP = "#B4BAC4"
AVERAGE = "#B36B00"
EARN = "#DCDEE5"
GROUND = "#F2F3F6"
Columns = Mapping[str, Any]
_LONGEST_LABEL = 200  # pixels
_LINE = 84  # letters
_WIDE = 0.66  # part of the picture the bars take; figures and notes have the rest


def spread_spec() -> dict[str, Any]:
    """Return the live picture of how everyone scores: «steps», «average» and «chosen», empty."""
    return live(_spread, "steps", "average", "chosen")


def spread_chart(
    shown: Distribution, average: float, chosen: Ranked | None = None
) -> alt.LayerChart:
    """Return how everyone scores as a plain Altair chart with its rows inside.

    Examples
    --------
    >>> shown = Distribution(5.0, np.array([1, 4, 2]), 0)
    >>> type(spread_chart(shown, 7.5)).__name__
    'LayerChart'
    """
    rows = spread_rows(shown, average, chosen)
    sources = {name: alt.InlineData(values=_records(rows[name])) for name in rows}
    return _spread(sources).properties(width=320, height=140)


def spread_rows(
    shown: Distribution, average: float, chosen: Ranked | None
) -> dict[str, dict[str, Any]]:
    """Return finished rows for every layer of the picture."""
    left = np.arange(len(shown.counts), dtype=np.float64) * shown.width
    said = [f"{say_range(at, at + shown.width)} points" for at in left]
    line = [] if chosen is None else [(chosen.least, chosen.most)]
    known = [average] if average == average else []  # noqa: PLR0124 - NaN
    return {
        "steps": {
            "from": left,
            "to": left + shown.width,
            "n": shown.counts.astype(np.float64),
            "said": said,
        },
        "average": {"at": np.array(known, dtype=np.float64)},
        "chosen": {
            "least": np.array([least for least, _ in line], dtype=np.float64),
            "most": np.array([most for _, most in line], dtype=np.float64),
        },
    }


def _spread(sources: Mapping[str, Any]) -> alt.LayerChart:
    axis = alt.Axis(title=None, tickCount=6)
    steps = (
        alt.Chart(sources["steps"])
        .mark_rect(color=STEP, stroke="#FFFFFF", strokeWidth=1)
        .encode(
            x=alt.X("from:Q", axis=axis, scale=alt.Scale(nice=False, zero=True)),
            x2="to:Q",
            y=alt.Y("n:Q", axis=alt.Axis(title=None, tickCount=3, format=",~s", tickMinStep=1)),
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("said:N", title="Earn"),
                alt.Tooltip("n:Q", title="How many", format=","),
            ],
        )
    )
    average = (
        alt.Chart(sources["average"]).mark_rule(color=AVERAGE, strokeWidth=2.5).encode(x="at:Q")
    )
    band = (
        alt.Chart(sources["chosen"])
        .mark_rect(color=theme.INK, opacity=0.16)
        .encode(x="least:Q", x2="most:Q")
    )
    ends = [
        alt.Chart(sources["chosen"]).mark_rule(color=theme.INK, strokeWidth=2).encode(x=f"{end}:Q")
        for end in ("least", "most")
    ]
    chart: alt.LayerChart = (
        alt.layer(steps, band, average, *ends)
        .properties(padding={"left": 2, "right": 8, "top": 6, "bottom": 2})
        .configure(**theme.config(11))
    )
    return chart


def bars_spec() -> dict[str, Any]:
    """Return the picture of the bars that «Copy as picture» takes along; its data is empty."""
    return {**live(_live_bars, "bars"), "width": 900, "height": 420}


def bars_chart(bars: Sequence[Mapping[str, Any]], title: str = "") -> alt.LayerChart:
    """Return the three-layer bars as a plain Altair chart; ``bars`` as `PointsBars` has them.

    Examples
    --------
    >>> bars = [{"key": "a", "label": "Pays on time", "points": 5.0, "maximum": 10.0}]
    >>> type(bars_chart(bars, "What makes a good customer?")).__name__
    'LayerChart'
    """
    source = alt.InlineData(values=_records(bar_rows(bars)))
    return _bars(source, lines(title)).properties(width=900, height=80 + 52 * len(bars))


def lines(sentence: str) -> list[str]:
    """Break a sentence into lines as wide as the picture of the bars."""
    return textwrap.wrap(sentence, _LINE) or [""]


def bar_rows(bars: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return finished rows for the picture of the bars, in their order; lengths as drawn."""

    def drawn(name: str, other: str = "") -> Any:
        given = [bar.get(name) if bar.get(name) is not None else bar.get(other) for bar in bars]
        parts = [
            np.nan if value is None else value / bar["maximum"] * _WIDE
            for value, bar in zip(given, bars, strict=True)
        ]
        return np.array(parts, dtype=np.float64)

    return {
        # A number first keeps bars of one label apart and in their order.
        "row": [f"{i:03}|{bar['label']}" for i, bar in enumerate(bars)],
        "maximum": np.full(len(bars), _WIDE),
        "points": drawn("points"),
        "low": drawn("earned_low"),
        "high": drawn("earned_high", "earned_low"),
        "average": drawn("average"),
        "said": [_said(bar) for bar in bars],
        "note": [str(bar.get("note", "")) for bar in bars],
    }


def _said(bar: Mapping[str, Any]) -> str:
    worth = say_range(bar["points"], bar["points"])
    if bar.get("earned_low") is None:
        return f"{worth} points"
    low = float(bar["earned_low"])
    high = low if bar.get("earned_high") is None else float(bar["earned_high"])
    return f"{say_range(low, high)} of {worth}"


def _live_bars(sources: Mapping[str, Any]) -> alt.LayerChart:
    return _bars(sources["bars"])


def _bars(source: Any, title: Sequence[str] = ()) -> alt.LayerChart:
    axis = alt.Axis(
        title=None,
        labelExpr="substring(datum.value, 4)",
        labelFontWeight="bold",
        labelColor=theme.INK,
        labelLimit=_LONGEST_LABEL,
        domain=False,
        ticks=False,
    )
    base = alt.Chart(source).encode(y=alt.Y("row:N", sort=None, axis=axis))
    scale = alt.Scale(domain=[0, 1], nice=False)

    def bar(end: str, colour: str, height: int, start: str = "zero", opacity: float = 1) -> Any:
        return (
            base.transform_calculate(zero="0")
            .mark_bar(color=colour, height=height, opacity=opacity, cornerRadius=3)
            .encode(x=alt.X(f"{start}:Q", axis=None, scale=scale), x2=f"{end}:Q")
        )

    average = base.mark_tick(color=AVERAGE, thickness=3, size=22, opacity=1).encode(
        x=alt.X("average:Q", axis=None, scale=scale)
    )
    texts = [
        base.mark_text(align="right", baseline="middle", color=colour, limit=150).encode(
            x=alt.datum(at, type="quantitative", scale=scale), text=f"{field}:N"
        )
        for field, colour, at in (("said", theme.INK, 0.8), ("note", theme.QUIET, 1.0))
    ]
    chart: alt.LayerChart = (
        alt.layer(
            bar("maximum", GROUND, 22),
            bar("points", EARN, 22),
            bar("high", theme.INK, 10, start="low", opacity=0.35),
            bar("low", theme.INK, 10),
            average,
            *texts,
        )
        .add_params(alt.param(name="title", value=list(title)))
        .properties(
            padding=16,
            title=alt.TitleParams(
                text=alt.ExprRef("title"),
                anchor="start",
                fontSize=15,
                lineHeight=20,
                offset=14,
            ),
        )
        .configure(**{**theme.config(13), "background": "#FFFFFF"})
    )
    return chart


def _records(columns: Columns) -> list[dict[str, Any]]:
    names = list(columns)
    rows = zip(*(list(columns[name]) for name in names), strict=True)
    return [
        {
            name: None if isinstance(value, float) and np.isnan(value) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in rows
    ]
