"""A live chart's description: Altair makes it once per version, later pages load it as it was kept.

Loading Altair and checking a chart against its schema is a second of every page that opens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.charts.kept import kept
from workbench.charts.lazily import alt

if TYPE_CHECKING:
    Make = Callable[[Mapping[str, Any]], alt.LayerChart]

_MADE_OF = ("charts", "review")  # parts of the package whose code and constants end up in charts


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
    name = f"{make.__module__}.{make.__name__}-{_sum()}.json"
    return kept(name, lambda: json.dumps(described(make, *names))).read_text(encoding="utf-8")


def described(make: Make, *names: str) -> dict[str, Any]:
    """Return the description as Altair makes it now."""
    chart = make({name: alt.NamedData(name) for name in names})
    return {**chart.to_dict(), "datasets": {name: [] for name in names}}


@cache
def _sum() -> str:
    """Return a sum over what a description is made of: our code and Altair."""
    package = Path(__file__).resolve().parent.parent
    files = sorted(path for part in _MADE_OF for path in (package / part).glob("*.py"))
    found = sha256(version("altair").encode())
    for path in files:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
