"""Where money or hours go, tier by tier, against where they should: bars with a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.charts import theme
from workbench.charts.lazily import alt
from workbench.charts.live import live
from workbench.review import words
from workbench.review.tier_table import Effort

SHADES = ("#0E4A52", "#3F7F87", "#8DBBC0", "#D5E6E8")
"""One hue, four steps: tier 1 is the darkest. The same tokens as in ``tiers.css``."""
_TYPE, _NEAR = 12.0, 0.12
_PERCENT = "format(100 * datum.value, '.0f') + '\u00a0%'"
"""Vega's own format writes «40%»."""


def effort_spec() -> dict[str, Any]:
    """Return the picture's Vega-Lite description: its dataset is named, and empty."""
    return live(_live, "bars")


def effort_chart(lines: Sequence[Effort]) -> alt.LayerChart:
    """Return the picture as a plain Altair chart with its rows inside, to change and save."""
    drawn: alt.LayerChart = _chart(pd.DataFrame(effort_rows(lines))).properties(
        width=360, height=120
    )
    return drawn


def effort_rows(lines: Sequence[Effort]) -> Mapping[str, Any]:
    """Return the picture's rows; a share that isn't known draws nothing."""
    share = np.array([line.share for line in lines], dtype=np.float64)
    should = np.array([line.should for line in lines], dtype=np.float64)
    hidden = (should >= share) & (should < share + _NEAR)  # the mark would stand in the text
    return {
        "tier": [line.meaning.title for line in lines],
        "shade": np.arange(len(lines), dtype=np.int32),
        "share": share,
        "should": should,
        "at": np.where(hidden, should, share),
        "text": [words.percent(value) if np.isfinite(value) else "" for value in share],
        "says": [
            f"{words.percent(line.share)}, should be {words.percent(line.should)}" for line in lines
        ],
    }


def _live(sources: Mapping[str, Any]) -> alt.LayerChart:
    return _chart(sources["bars"])


def _chart(source: Any) -> alt.LayerChart:
    base = alt.Chart(source).encode(
        y=alt.Y("tier:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        tooltip=[alt.Tooltip("tier:N", title="Tier"), alt.Tooltip("says:N", title="Share")],
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    share = alt.X(
        "share:Q", scale=scale, title=None, axis=alt.Axis(labelExpr=_PERCENT, tickCount=5)
    )
    bars = base.mark_bar(height=16, stroke=SHADES[1], strokeWidth=0.6).encode(
        x=share,
        color=alt.Color(
            "shade:O", scale=alt.Scale(domain=[0, 1, 2, 3], range=list(SHADES)), legend=None
        ),
    )
    text = base.mark_text(align="left", dx=5, fontSize=alt.ExprRef("type")).encode(
        x=alt.X("at:Q", scale=scale), text="text:N"
    )
    mark = base.mark_tick(color=theme.INK, thickness=2.5, size=24).encode(
        x=alt.X("should:Q", scale=scale)
    )
    chart: alt.LayerChart = (
        alt.layer(bars, mark, text)
        .add_params(alt.param(name="type", value=_TYPE))
        .configure(**theme.config())
    )
    return chart
