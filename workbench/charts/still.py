"""Pictures that stand still: a chart as SVG text or PNG bytes, made without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Rows = Mapping[str, Mapping[str, Sequence[Any]]]


def filled(
    spec: Mapping[str, Any], rows: Rows, signals: Mapping[str, Any], width: int, height: int
) -> dict[str, Any]:
    """Return a living picture's description with its rows inside and its signals set.

    Examples
    --------
    >>> made = filled({"params": [{"name": "cut"}]}, {"dots": {"x": (1, 2)}}, {"cut": 5}, 40, 30)
    >>> made["datasets"], made["params"]
    ({'dots': [{'x': 1}, {'x': 2}]}, [{'name': 'cut', 'value': 5}])
    """
    datasets = {
        name: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        for name, columns in rows.items()
    }
    params = [
        {**param, "value": signals[param["name"]]} if param.get("name") in signals else param
        for param in spec["params"]
    ]
    return {**spec, "datasets": datasets, "params": params, "width": width, "height": height}


def svg(spec: dict[str, Any]) -> str:
    """Return a picture as SVG; a name in it is text, whatever it looks like."""
    import vl_convert  # noqa: PLC0415 - 60 ms that only who draws should pay

    return str(vl_convert.vegalite_to_svg(spec))


def png(spec: dict[str, Any], scale: float = 3.0) -> bytes:
    """Return a picture as PNG on white, ``scale`` times as many pixels as its size says."""
    import vl_convert  # noqa: PLC0415 - the same

    return bytes(vl_convert.vegalite_to_png({**spec, "background": "#FFFFFF"}, scale=scale))
