"""The loyalty page's pictures: scores as a heat map, purchases over time, the best as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.charts import theme
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.customers import Floats

Columns = dict[str, Any]
_DARK, _LIGHT = "#3D4653", "#E9EBEF"
_BAR = "#B4BAC4"
_TURN = 0.55  # from this shade on, the words in a cell are white
_DAY = 86_400_000  # milliseconds
_EPOCH = date(1970, 1, 1)
_TYPE = 12.0


def heat_spec() -> dict[str, Any]:
    """Return the live heat map: «cells» and «chosen», empty."""
    return live(_heat, "cells", "chosen")


def heat_rows(
    counts: npt.NDArray[np.intp], shade: Floats, money: Sequence[str], said: Sequence[str]
) -> Columns:
    """Return a row per pair of scores, recency first, each of them rising.

    ``counts`` and ``shade`` (0 to 1, how dark) are bins × bins; ``money`` stands beneath a count,
    ``said`` is the cell in words.
    """
    bins = len(counts)
    recency, frequency = np.indices((bins, bins)).reshape(2, -1) + 1.0
    n = counts.reshape(-1)
    return {
        "r": recency,
        "f": frequency,
        "n": n.astype(np.float64),
        "shade": np.where(n > 0, shade.reshape(-1), 0.0),
        "count": [f"{each:,}" if each else "" for each in n.tolist()],
        "money": list(money),
        "said": list(said),
    }


def heat_chosen(recency: float, frequency: float) -> Columns:
    """Return where the chosen customer stands; nothing where they have no scores."""
    known = recency == recency and frequency == frequency  # noqa: PLR0124 - NaN
    at = [(recency, frequency)] if known else []
    return {"r": np.array([r for r, _ in at]), "f": np.array([f for _, f in at])}


def timeline_spec() -> dict[str, Any]:
    """Return the live timeline: «bought», «gap» and «today», empty."""
    return live(_timeline, "bought", "gap", "today")


def timeline_rows(
    days: Sequence[date], amounts: Floats, gap: float, today: date, said: Sequence[str]
) -> dict[str, Columns]:
    """Return a customer's purchases, when the next one was due, and the as-of date."""
    last = _ms(days[-1]) if days else 0.0
    reach = last + gap * _DAY if days and gap == gap else None  # noqa: PLR0124 - NaN
    return {
        "bought": {
            "day": np.array([_ms(each) for each in days], dtype=np.float64),
            "amount": amounts,
            "said": list(said),
        },
        "gap": {
            "from": np.array([] if reach is None else [last]),
            "to": np.array([] if reach is None else [reach]),
            "said": [] if reach is None else [f"usually again within {gap:,.0f} days"],
        },
        "today": {"day": np.array([_ms(today)])},
    }


def bars_spec() -> dict[str, Any]:
    """Return the live picture of a list of customers: «bars», empty."""
    return live(_bars, "bars")


def bars_rows(names: Sequence[str], now: Floats, before: Floats, said: Sequence[str]) -> Columns:
    """Return a row per customer: turnover now, and in the window before where that is known."""
    return {
        # a number first keeps customers of one name apart and in their order
        "row": [f"{place:03}|{name[:40]}" for place, name in enumerate(names)],
        "now": np.asarray(now, dtype=np.float64),
        "before": np.asarray(before, dtype=np.float64),
        "said": list(said),
    }


def _heat(sources: Mapping[str, Any]) -> alt.LayerChart:
    def side(name: str, title: str) -> dict[str, Any]:
        axis = alt.Axis(
            title=title,
            titleColor=theme.QUIET,
            titleFont=theme.FONT,
            titleFontSize=alt.ExprRef("type"),
            titleFontWeight="normal",
            titlePadding=8,
            labelFontSize=alt.ExprRef("type"),
            labelExpr="format(datum.value, 'd')",
            labelAngle=0,
            domain=False,
            ticks=False,
        )
        return {"shorthand": f"{name}:O", "axis": axis}

    x = alt.X(**side("r", "How recently: 1 long ago, most just now"))
    y = alt.Y(**side("f", "How often: 1 seldom, most often"), sort="descending")
    base = alt.Chart(sources["cells"]).encode(x=x, y=y)
    cells = base.mark_rect(stroke="#FFFFFF", strokeWidth=3, cornerRadius=6).encode(
        fill=alt.Fill(
            "shade:Q",
            scale=alt.Scale(domain=[0, 1], range=[_LIGHT, _DARK]),
            legend=None,
        ),
        fillOpacity=alt.condition("datum.n == 0", alt.value(0.35), alt.value(1)),
        tooltip=alt.Tooltip("said:N", title="Here"),
    )
    ink = alt.condition(f"datum.shade > {_TURN}", alt.value("#FFFFFF"), alt.value(theme.INK))
    count = base.mark_text(
        fontWeight="bold", fontSize=alt.ExprRef("type + 3"), dy=alt.ExprRef("-type * 0.5")
    ).encode(text="count:N", color=ink)
    money = base.mark_text(fontSize=alt.ExprRef("type - 1"), dy=alt.ExprRef("type * 0.8")).encode(
        text="money:N", color=ink
    )
    ring = (
        alt.Chart(sources["chosen"])
        .mark_rect(fillOpacity=0, stroke=theme.INK, strokeWidth=3, cornerRadius=6)
        .encode(x=x, y=y)
    )
    chart: alt.LayerChart = (
        alt.layer(cells, count, money, ring)
        .add_params(alt.param(name="type", value=_TYPE))
        .properties(padding={"left": 4, "right": 8, "top": 6, "bottom": 4})
        .configure(**theme.config(12))
    )
    return chart


def _timeline(sources: Mapping[str, Any]) -> alt.LayerChart:
    scale = alt.Scale(type="utc", nice=False)
    axis = alt.Axis(title=None, format="%b %Y", tickCount=8, labelOverlap=True)
    x = alt.X("day:T", scale=scale, axis=axis)
    y = alt.Y(
        "amount:Q",
        axis=alt.Axis(title=None, tickCount=3, format="~s"),
        scale=alt.Scale(zero=True),
    )
    bought = (
        alt.Chart(sources["bought"])
        .mark_bar(width=3, color=theme.INK)
        .encode(x=x, y=y, tooltip=alt.Tooltip("said:N", title="Bought"))
    )
    gap = (
        alt.Chart(sources["gap"])
        .mark_rect(color=theme.INK, opacity=0.12)
        .encode(x=alt.X("from:T", scale=scale, axis=axis), x2="to:T", tooltip="said:N")
    )
    today = alt.Chart(sources["today"]).mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x=x)
    chart: alt.LayerChart = (
        alt.layer(gap, bought, today)
        .properties(padding={"left": 4, "right": 12, "top": 4, "bottom": 2})
        .configure(**theme.config(11))
    )
    return chart


def _bars(sources: Mapping[str, Any]) -> alt.LayerChart:
    axis = alt.Axis(
        title=None,
        labelExpr="substring(datum.value, 4)",
        labelLimit=170,
        minExtent=180,  # the plot must not move when another list has longer names
        maxExtent=180,
        labelColor=theme.INK,
        domain=False,
        ticks=False,
    )
    base = alt.Chart(sources["bars"]).encode(
        y=alt.Y("row:N", sort=None, axis=axis),
        tooltip=alt.Tooltip("said:N", title="Customer"),
    )
    amount = alt.Axis(title=None, tickCount=5, format=",.0f", grid=False)
    bars = base.mark_bar(color=_BAR, height={"band": 0.62}, cornerRadius=2).encode(
        x=alt.X("now:Q", axis=amount, scale=alt.Scale(zero=True))
    )
    ticks = base.mark_tick(color=theme.INK, thickness=3, height={"band": 0.8}).encode(x="before:Q")
    chart: alt.LayerChart = (
        alt.layer(bars, ticks)
        .add_params(alt.param(name="title", value=""))
        .properties(
            padding={"left": 4, "right": 16, "top": 6, "bottom": 4},
            title=alt.TitleParams(
                text=alt.ExprRef("title"),
                anchor="start",
                fontSize=12,
                fontWeight="normal",
                color=theme.QUIET,
                offset=8,
            ),
        )
        .configure(**theme.config(12))
    )
    return chart


def _ms(day: date) -> float:
    return float((day - _EPOCH).days * _DAY)
