"""Colours, type and marks that every chart shares; the same tokens as in ``style.css``."""

from __future__ import annotations

from typing import Any

INK = "#20242A"
QUIET = "#5B616B"
LINE = "#E3E6EB"
LOSS = "#B3261E"
FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", '
    '"Liberation Sans", Arial, sans-serif'
)


def config(text: int = 12) -> dict[str, Any]:
    """Return the Vega-Lite configuration of all charts; labels are ``text`` pixels high."""
    return {
        "font": FONT,
        "background": "transparent",
        # A sentence per mark, of places between 0 and 1: it tells nobody anything and is a third
        # of a frame. The picture as a whole is described, and a table says the same beside it.
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "labelFont": FONT,
            "labelFontSize": text,
            "labelColor": QUIET,
            "labelPadding": 5,
            "tickColor": "#B9BEC7",
            "domainColor": "#B9BEC7",
            "tickSize": 5,
            "grid": False,
        },
        "text": {"font": FONT, "fontSize": text, "color": INK},
    }
