"""The whale curve and a bar per customer as finished rows for one picture (domain 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.customers import Column, Customers, Floats
from workbench.review import words
from workbench.review.labels import shortened, width_of
from workbench.review.scales import Ruler, ticks
from workbench.review.whale import Whale

TYPE = 12.0
Rows = dict[str, dict[str, Any]]
_CURVE, _BARS = (0.46, 0.91), (0.035, 0.31)
"""Which part of the height, from below, the curve and the bars have."""
_APART = 100
_BINS = 700
"""First and last customers that always have a bar each, and bars for those between."""
_MIDDLE = 0.55
"""Right of it a text stands left of its point, else right of it."""
_BOLD, _GAP = 1.12, 8.0  # how much wider bold type is, and what lies between a point and its text
_ENDS = 4
_BESIDE, _SPACED = 0.55, 1.25
"""Customers named at each end at most; how far a name stands beyond its bar, and from the next
one, in heights of the type."""


@dataclass(frozen=True)
class Look:
    """How large the plot is, in pixels, who is chosen, and whether names and money are hidden."""

    chosen: int | None = None
    width: float = 620.0
    height: float = 430.0
    type_size: float = TYPE
    moving: bool = False
    hide: bool = False


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is painted: rows by layer, values of the signals, and whose each bar is."""

    rows: Rows
    signals: Mapping[str, Any]
    whose: npt.NDArray[np.intp]


def edges(n: int) -> npt.NDArray[np.intp]:
    """Return where bars begin and end among n customers; above about 900 some share one.

    Examples
    --------
    >>> edges(3).tolist(), len(edges(100_000))
    ([0, 1, 2, 3], 901)
    """
    if n <= 2 * _APART + _BINS:
        return np.arange(n + 1)
    between = np.linspace(_APART, n - _APART, _BINS + 1).round().astype(np.intp)
    parts = (np.arange(_APART), between, np.arange(n - _APART + 1, n + 1))
    return np.concatenate(parts)


def whale_picture(
    now: Whale, customers: Customers, currency: str, look: Look, beside: Whale | None = None
) -> Drawn:
    """Return the rows of every layer.

    Parameters
    ----------
    now
        The curve that is shown, with a bar per customer.
    beside
        A second curve, drawn quietly: as it was before, or as it is without the what-if.
    """
    n = len(now.order)
    at = edges(n)
    running = np.concatenate([[0.0], now.running])
    heights = np.diff(running[at]) / np.diff(at) if n else np.array([])
    part = now.shown if now.in_percent else _itself
    other = np.array([0.0]) if beside is None else np.concatenate([[0.0], beside.running])
    curve = _ruler(np.concatenate([part(running), part(other)]))
    bars = _ruler(np.concatenate([[0.0], heights]))
    x = at / max(n, 1)
    rows: Rows = {
        "sheet": {"one": np.array([1.0])},
        "curve": {
            "x": x,
            "y": _in(_CURVE, curve.place(part(running[at]))),
            "floor": np.full(len(x), float(_in(_CURVE, curve.place(0.0)))),
        },
        "beside": _beside(beside, part, curve),
        "bars": _bars(x, _in(_BARS, bars.place(heights)), heights, float(bars.place(0.0))),
        "texts": _texts(now, part, curve, None if look.hide else currency, look),
        "chosen": _chosen(now, look.chosen, at, lambda v: _in(_CURVE, curve.place(part(v)))),
    }
    if not look.moving:
        money = None if look.hide else currency
        rows["bars"]["said"] = _said(now, customers, money, at, heights)
    rows["names"] = _names(now, customers, look, bars)
    column = customers.columns.get("profit", Column("profit", "Profit"))
    unit = "% of the total" if now.in_percent else currency
    titles = {
        "title_curve": f"{column.label} added up, {unit}",
        "title_bars": f"{column.label} of each customer, {currency}",
    }
    signals = {**_signals(now, curve, bars, currency, look), **titles}
    return Drawn(rows, signals, now.order[at[:-1]])


def _itself(money: Floats) -> Floats:
    return money


def _ruler(values: Floats) -> Ruler:
    low, high = float(values.min()), float(values.max())
    return Ruler("linear", low, high if high > low else low + 1.0, margin=0.0)


def _in(band: tuple[float, float], place: Floats) -> Floats:
    return band[0] + (band[1] - band[0]) * place


def _beside(beside: Whale | None, part: Any, curve: Ruler) -> dict[str, Any]:
    if beside is None or not len(beside.order):
        return {"x": np.array([]), "y": np.array([])}
    n = len(beside.order)
    at = edges(n)
    running = np.concatenate([[0.0], beside.running])[at]
    return {"x": at / n, "y": _in(_CURVE, curve.place(part(running)))}


def _bars(x: Floats, y: Floats, heights: Floats, zero: float) -> dict[str, Any]:
    base = np.full(len(y), float(_in(_BARS, np.array(zero))))
    return {"x": x[:-1], "x2": x[1:], "y": base, "y2": y, "loss": heights < 0}


def _texts(now: Whale, part: Any, curve: Ruler, currency: str | None, look: Look) -> dict[str, Any]:
    """Say the peak with what the tail takes back, and the total, each beside its place.

    Without a currency no money is said. ``anchor`` is where a text ends or begins: at its place,
    or as far from it as the text needs to stay within the picture.
    """
    n = len(now.order)
    if not n:
        empty = np.array([])
        return dict.fromkeys(("x", "anchor", "y", "top", "left"), empty) | {"text": []}
    share = [words.percent(now.peak / now.total)] if now.in_percent else []
    said, peak, at, level = ["total"], f"peak {''.join(share)}".strip(), [1.0], [now.total]
    if currency is not None:
        total, top, back = (words.money(v, currency) for v in (now.total, now.peak, now.taken_back))
        said, peak = [f"total {total}"], f"peak {', '.join([*share, top])}"
        peak += f"; the tail takes back {back}"
    if now.taken_back > 0:
        said.append(peak)
        at.append(max(now.turns / n, 0.0))
        level.append(now.peak)
    y = _in(_CURVE, curve.place(part(np.array(level))))
    x, left = np.array(at), np.array(at) > _MIDDLE
    room = np.array([_BOLD * look.type_size * width_of(text) + _GAP for text in said]) / look.width
    return {
        "x": x,
        "anchor": np.where(left, np.maximum(x, room), np.minimum(x, 1 - room)),
        "y": y,
        "top": np.array([place > 0 for place in range(len(said))]),
        "left": left,
        "text": said,
    }


def _chosen(
    now: Whale, row: int | None, at: npt.NDArray[np.intp], height: Callable[[Floats], Floats]
) -> dict[str, Any]:
    """Frame the chosen one's bar and mark their place on the curve."""
    n = len(now.order)
    place = np.flatnonzero(now.order == row) if row is not None else np.arange(0)
    bar = np.searchsorted(at, place, side="right") - 1
    width = max(n, 1)
    return {"x": at[bar] / width, "x2": at[bar + 1] / width, "y": height(now.running[place])}


def _said(
    now: Whale,
    customers: Customers,
    currency: str | None,
    at: npt.NDArray[np.intp],
    heights: Floats,
) -> list[str]:
    names = customers.names[now.order[at[:-1]]]
    widths = np.diff(at)
    if currency is None:
        who = zip(names, widths, strict=True)
        return [str(name) if width == 1 else f"{width} customers" for name, width in who]
    return [
        f"{name}: {words.money(float(height), currency)}"
        if width == 1
        else f"{width} customers, {words.money(float(height), currency)} each on average"
        for name, height, width in zip(names, heights, widths, strict=True)
    ]


def _names(now: Whale, customers: Customers, look: Look, bars: Ruler) -> dict[str, Any]:
    """Name the chosen one and those at both ends, just beyond their bars, one above the other.

    A bar's neighbours towards the middle are shorter, so beside its tip there is room.
    """
    n = len(now.order)
    none = np.arange(0)
    first = none if look.chosen is None else np.flatnonzero(now.order == look.chosen)
    ends = [i for pair in zip(range(n), range(n - 1, -1, -1), strict=True) for i in pair]
    line = look.type_size / max(look.height, 1.0)
    kept: dict[int, tuple[float, bool]] = {}
    for i in dict.fromkeys([*first.tolist(), *ends[: 2 * _ENDS]]):
        loses, left = bool(now.profit[i] < 0), i >= n / 2
        tip = float(_in(_BARS, bars.place(now.profit[i])))
        y = max(tip + (-_BESIDE if loses else _BESIDE) * line, _BESIDE * line)
        if all(abs(y - other) >= _SPACED * line for other, side in kept.values() if side == left):
            kept[i] = (y, left)
    left_of = np.array([left for _, left in kept.values()], dtype=np.bool_)
    return {
        "x": (np.array(list(kept), dtype=np.float64) + ~left_of) / max(n, 1),
        "y": np.array([y for y, _ in kept.values()], dtype=np.float64),
        "left": left_of,
        "text": [shortened(str(customers.names[now.order[i]])) for i in kept],
    }


def _signals(now: Whale, curve: Ruler, bars: Ruler, currency: str, look: Look) -> dict[str, Any]:
    money = Column("", "", currency)
    unit = Column("", "", "%") if now.in_percent else money
    said: Callable[[Column, float], str] = words.short
    if look.hide:
        said = _unless_money
    up = [(float(_in(_CURVE, curve.place(v))), said(unit, v)) for v in _few(curve)]
    low = [(float(_in(_BARS, bars.place(v))), said(money, v)) for v in _few(bars)]
    n = len(now.order)
    across = ticks(Ruler("linear", 0.0, float(max(n, 1)), margin=0.0), 6)
    return {
        "ticks_y": [place for place, _ in (*up, *low)],
        "labels_y": [said for _, said in (*up, *low)],
        "ticks_x": [float(v) / max(n, 1) for v in across if v == round(v)],
        "labels_x": [words.number(float(v)) for v in across if v == round(v)],
        "title_x": "customers, from who adds most to who takes back most",
        "top_bars": _BARS[1],
        "zero": float(_in(_BARS, bars.place(0.0))),
        "floor": float(_in(_CURVE, curve.place(0.0))),
        "type": look.type_size,
    }


def _unless_money(column: Column, value: float) -> str:
    return "" if words.is_money(column) else words.short(column, value)


def _few(drawn: Ruler) -> list[float]:
    return [float(value) for value in ticks(drawn, 5)]
