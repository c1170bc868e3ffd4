"""The matrix as finished rows, at the size of a page, of a phone and of a slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from workbench.charts.matrix import matrix_signals, money_sides
from workbench.measures.catalogue import MEASURES
from workbench.review import words
from workbench.review.picture import Look, ground, picture
from workbench.review.placement import Placement
from workbench.review.quadrants import quadrants
from workbench.review.summary import QuadrantTotal, finding, totals
from workbench.sharing.groups import known
from workbench.sharing.snapshot import Quadrant, Quadrants, View, plain

WIDE = Look(width=975.0, height=540.0, type_size=13.0)
NARROW = Look(width=285.0, height=360.0, type_size=11.0)
SLIDE = Look(width=1020.0, height=425.0, type_size=14.0)
"""The picture's sizes, in CSS pixels within its axes."""
_LETTER, _INSET = 0.76, 12.0
"""A corner title's letter, of the picture's size of type, and its distance from edge and line."""


def drawn_matrix(placement: Placement) -> Quadrants:
    """Return everybody's place, with what a dot says when it is touched."""
    sums, base = totals(placement), ground(placement)
    x, y = placement.x.column, placement.y.column
    usual = quadrants(x, y, placement.review.matrix.model_copy(update={"quadrants": {}}))

    def view(look: Look) -> View:
        drawn = picture(placement, sums, base, look)
        if look is NARROW:  # two corners stand side by side: there is room for figures alone
            drawn["corners"] = {
                **drawn["corners"],
                "title": fitted(drawn["corners"], look.width, look.type_size),
                "note": [_short(line) for line in sums.quadrants],
            }
        signals = matrix_signals(placement, look.type_size)
        return view_of(look.width, look.height, drawn, signals)

    return Quadrants(
        title=f"{x.label} × {y.label.lower()}",
        finding=finding(placement, sums),
        quadrants=tuple(
            Quadrant(
                place=line.quadrant.place,
                name=line.quadrant.name,
                usual=usual[line.quadrant.place].name,
                customers=line.customers,
                turnover=known(line.turnover),
            )
            for line in sums.quadrants
        ),
        whose=tuple(str(key) for key in placement.customers.ids[base.order]),
        own=any(column.name not in MEASURES for column in (x, y)),
        money=money_sides(placement),
        prospects=sums.prospects_placed,
        wide=view(WIDE),
        narrow=view(NARROW),
        slide=view(SLIDE),
    )


def view_of(
    width: float,
    height: float,
    layers: Mapping[str, Mapping[str, Any]],
    signals: Mapping[str, Any],
) -> View:
    """Return a picture at one size as plain values."""
    return View(
        width=int(width),
        height=int(height),
        layers={
            layer: {name: tuple(_plain(values)) for name, values in columns.items()}
            for layer, columns in layers.items()
        },
        signals={
            name: [plain(v) if isinstance(v, str) else v for v in value]
            if isinstance(value, list)
            else (plain(value) if isinstance(value, str) else value)
            for name, value in signals.items()
        },
    )


def fitted(
    corners: Mapping[str, Any], width: float, type_size: float = NARROW.type_size
) -> list[str]:
    """Return the corners' titles, by whole words no longer than the room beside the line.

    Examples
    --------
    >>> corners = {"x": (0.0, 0.5), "x2": (0.5, 1.0), "title": ("Agree on terms", "Grow")}
    >>> fitted(corners, 300.0), fitted(corners, 200.0)
    (['Agree on terms', 'Grow'], ['Agree on…', 'Grow'])
    """
    found = []
    for x, x2, title in zip(corners["x"], corners["x2"], corners["title"], strict=True):
        room, said = (x2 - x) * width - _INSET, str(title).split()
        while said and len(" ".join(said)) * _LETTER * type_size > room:
            said.pop()
            if said:
                said[-1] = f"{said[-1].rstrip('…')}…"
        found.append(" ".join(said))
    return found


def _short(line: QuadrantTotal) -> str:
    share = f" · {words.percent(line.turnover_share)}" if np.isfinite(line.turnover_share) else ""
    return f"{line.customers:,}{share}"


def _plain(values: Any) -> Iterator[str | float | None]:
    """Yield an array or texts as plain values; painting needs no more than four digits."""
    for value in values.tolist() if isinstance(values, np.ndarray) else values:
        if isinstance(value, float):
            yield round(value, 4) if np.isfinite(value) else None
        else:
            yield value
