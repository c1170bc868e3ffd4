"""The picture nobody can be recognised in: no names, no amounts, dots on a grid, no few."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import floor, log10
from typing import Any

from workbench.charts.dots import unsaid
from workbench.sharing.drawn import NARROW, fitted
from workbench.sharing.snapshot import Money, Quadrant, Quadrants, View

FEWEST = 5
"""Fewer than this many customers are no group: each could be found out."""

_GENERIC = ("Better on both", "Better up alone", "Better across alone", "Worse on both")


def two_digits(value: Money) -> Money:
    """Round money to two significant digits.

    Examples
    --------
    >>> two_digits(17150.4), two_digits(-1234.0), two_digits(0.0), two_digits(None)
    (17000.0, -1200.0, 0.0, None)
    """
    if not value:
        return value
    return float(round(value, 1 - floor(log10(abs(value)))))


def corner_names(picture: Quadrants | None) -> dict[str, str]:
    """Return each quadrant's name as it may be told; one of too few has none.

    A name that somebody typed, or that says a level of the client's own, is replaced.
    """
    if picture is None:
        return {}
    small = {corner.place for corner in picture.quadrants if corner.customers < FEWEST}
    return {
        corner.name: "" if corner.place in small else _told(corner, picture)
        for corner in picture.quadrants
    }


def _told(corner: Quadrant, picture: Quadrants) -> str:
    return _GENERIC[corner.place] if picture.own else corner.usual


def silent_picture(picture: Quadrants, names: Mapping[str, str]) -> Quadrants:
    """Return the picture without names, its dots on a grid of hundredths."""
    small = {corner.place for corner in picture.quadrants if not names[corner.name]}
    told = {corner.place: _told(corner, picture) for corner in picture.quadrants}
    return Quadrants(
        title="Two attributes of the client's own" if picture.own else picture.title,
        finding="",
        quadrants=tuple(
            Quadrant(
                place=corner.place,
                name=told[corner.place],
                usual=told[corner.place],
                customers=0 if corner.place in small else corner.customers,
                turnover=None if corner.place in small else two_digits(corner.turnover),
            )
            for corner in picture.quadrants
        ),
        whose=(),
        own=picture.own,
        money=picture.money,
        prospects=picture.prospects,
        wide=_view(picture.wide, told, small, picture),
        narrow=_view(picture.narrow, told, small, picture),
        slide=_view(picture.slide, told, small, picture),
    )


def _view(view: View, told: Mapping[int, str], small: set[int], picture: Quadrants) -> View:
    layers = dict(view.layers)
    kept = [n for n, q in enumerate(layers["points"]["q"]) if q not in small]
    silent: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(("x", "y"), lambda v: None if v is None else round(v, 2)),
        "area": two_digits,
        **dict.fromkeys(("name", "across", "up", "amount"), lambda _: ""),
    }
    layers["points"] = {
        name: tuple(silent.get(name, _same)(values[n]) for n in kept)
        for name, values in layers["points"].items()
    }
    for layer in ("names", "chosen"):
        layers[layer] = dict.fromkeys(layers[layer], ())
    corners = layers["corners"]
    places = [int(q) for q in corners["q"] if isinstance(q, float)]
    titles = tuple(told[place] for place in places)
    named = {**corners, "title": titles}
    layers["corners"] = {
        **corners,
        **{name: tuple(_hundredth(v) for v in corners[name]) for name in ("x", "x2", "y", "y2")},
        "title": tuple(fitted(named, view.width) if view.width <= NARROW.width else titles),
        "note": tuple(
            f"fewer than {FEWEST}" if place in small else note
            for place, note in zip(places, corners["note"], strict=True)
        ),
    }
    signals = {
        name: round(value, 2) if name.startswith("cut_") else value
        for name, value in view.signals.items()
    }
    signals = unsaid(signals, *picture.money)
    if picture.own:
        signals |= {"title_x": "Across", "title_y": "Up"}
        signals |= {name: [""] * len(signals[name]) for name in ("labels_x", "labels_y")}
    return View(width=view.width, height=view.height, layers=layers, signals=signals)


def _same(value: Any) -> Any:
    return value


def _hundredth(value: str | float | None) -> float | None:
    return round(value, 2) if isinstance(value, float) else None
