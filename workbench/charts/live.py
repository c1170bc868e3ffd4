"""A live chart's description: Altair makes it once per version, later pages load it as it was kept.

Loading Altair and checking a chart against its schema is a second of every page that opens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from workbench.charts.lazily import alt
from workbench.made_once import kept, made_of

if TYPE_CHECKING:
    Make = Callable[[Mapping[str, Any]], alt.LayerChart]

_PARTS = ("charts", "review")  # whose code and constants end up in charts
_LIBRARIES = ("altair",)


def live(make: Make, *names: str) -> dict[str, Any]:
    """Return the Vega-Lite description of a chart whose rows come later, anew at each call.

    Parameters
    ----------
    make
        A function of its module, given a source for each name; it has nothing else to go by.
    names
        The datasets. They stay empty, to be filled by the page.
    """
    spec: dict[str, Any] = json.loads(_text(make, names))
    return spec


@cache
def _text(make: Make, names: tuple[str, ...]) -> str:
    name = f"{make.__module__}.{make.__name__}-{made_of(_PARTS, _LIBRARIES)}.json"
    return kept(name, lambda: json.dumps(described(make, *names))).read_text(encoding="utf-8")


def described(make: Make, *names: str) -> dict[str, Any]:
    """Return the description as Altair makes it now."""
    chart = make({name: alt.NamedData(name) for name in names})
    return {**chart.to_dict(), "datasets": {name: [] for name in names}}
