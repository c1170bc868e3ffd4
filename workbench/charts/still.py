"""Pictures that stand still: a chart as SVG text or PNG bytes, made without a browser."""

from __future__ import annotations

from typing import Any

import altair as alt


def spec_of(chart: alt.LayerChart) -> dict[str, Any]:
    """Return a chart as the Vega-Lite specification that is drawn here and by a page."""
    spec: dict[str, Any] = chart.to_dict()
    return spec


def svg(spec: dict[str, Any]) -> str:
    """Return a picture as SVG; a name in it is text, whatever it looks like."""
    import vl_convert  # noqa: PLC0415 - 60 ms that only who draws should pay

    return str(vl_convert.vegalite_to_svg(spec))


def png(spec: dict[str, Any], scale: float = 3.0) -> bytes:
    """Return a picture as PNG on white, ``scale`` times as many pixels as its size says."""
    import vl_convert  # noqa: PLC0415 - the same

    return bytes(vl_convert.vegalite_to_png({**spec, "background": "#FFFFFF"}, scale=scale))
