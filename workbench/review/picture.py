"""Finished rows of the matrix: what is drawn where, before anything draws it.

All positions run from 0 to 1 with the better end right and up, so that a moved line, another
scale or another axis only changes numbers and never the chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.customers import Column, Floats
from workbench.review import tiles, words
from workbench.review.labels import labels
from workbench.review.placement import PlacedAxis, Placement
from workbench.review.scales import ticks
from workbench.review.summary import Totals

Rows = Mapping[str, npt.NDArray[Any] | Sequence[str]]

CROWD = 5000
"""Above this many customers density tiles are drawn, and only the outliers by name."""
TYPE = 12.0
"""Size of the picture's text in pixels, unless the room view asks for more."""
_SMALL, _LARGE = 36.0, 560.0
_NAMED = 7
_LABELS = 15  # more words beside an axis would stand on each other
_OUTLIERS = 12
_PHONE, _NAMED_NARROW = 400.0, 3
"""Width in pixels below which names may lie over small dots, and how many then do."""


@dataclass(frozen=True, eq=False)
class Look:
    """How the room wants to see it: what is chosen, lit, hidden, and the slot's size in pixels."""

    chosen: int | None = None
    lit: npt.NDArray[np.bool_] | None = None
    hide_names: bool = False
    width: float = 620.0
    height: float = 430.0
    type_size: float = TYPE

    @property
    def growth(self) -> float:
        """How much larger dots are drawn where there is more room, or the room sits far away."""
        room = self.width * self.height / (620.0 * 430.0)
        return float(min(max(1.0, room**0.75, self.type_size / TYPE), 2.5))


@dataclass(frozen=True, eq=False)
class Ground:
    """The part of the picture that a moved line leaves alone: who is drawn, where, how large.

    ``order`` lists the rows of the customers' table drawn as dots, largest first, so that small
    ones stay visible; ``bins`` is each placed customer's tile where there are too many for dots.
    """

    order: npt.NDArray[np.intp]
    area: npt.NDArray[np.float32]
    loss: npt.NDArray[np.uint8]
    tips: tuple[tuple[str, ...], ...]
    bins: npt.NDArray[np.int16] | None


def ground(placement: Placement) -> Ground:
    """Prepare what stays the same while lines move."""
    customers, x, y = placement.customers, placement.x, placement.y
    here = np.isfinite(x.at) & np.isfinite(y.at)
    amounts = _size_column(placement)
    sizes = customers.numbers(amounts.name) if amounts else np.ones(len(customers))
    weight = np.where(np.isfinite(sizes), np.abs(sizes), 0.0)
    rows = np.flatnonzero(here)
    bins = None
    if len(rows) > CROWD:
        bins = tiles.tile_of(x.at, y.at)
        far = np.abs(x.at - np.nanmedian(x.at)) + np.abs(y.at - np.nanmedian(y.at))
        keep = min(_OUTLIERS * 2, len(rows))
        rows = rows[np.argpartition(-far[rows], keep - 1)[:keep]]
    rows = rows[np.argsort(-weight[rows], kind="stable")]
    top = float(weight[rows].max()) if len(rows) else 0.0
    share = weight[rows] / top if amounts and top > 0 else np.full(len(rows), 0.08)
    return Ground(
        rows,
        (_SMALL + (_LARGE - _SMALL) * share).astype(np.float32),
        customers.losing[rows].astype(np.uint8),
        _tips(placement, rows, amounts),
        bins,
    )


def picture(placement: Placement, sums: Totals, base: Ground, look: Look) -> dict[str, Rows]:
    """Return the rows of every layer: points, chosen, names, tiles, corners."""
    if look.growth > 1:
        base = replace(base, area=base.area * np.float32(look.growth))
    rows = base.order
    x, y = placement.x.at[rows], placement.y.at[rows]
    quadrant = placement.quadrant[rows]
    quiet = ~placement.shown[rows] | (quadrant < 0)
    if look.lit is not None:
        quiet = quiet | ~look.lit[rows]
    return {
        "points": {
            "x": x.astype(np.float32),
            "y": y.astype(np.float32),
            "q": np.where(quadrant < 0, 3, quadrant).astype(np.uint8),
            "area": base.area,
            "loss": base.loss,
            "quiet": quiet.astype(np.uint8),
            "prospect": placement.prospect[rows].astype(np.uint8),
            "name": ("",) * len(rows) if look.hide_names else base.tips[0],
            "across": _unless(base.tips[1], look.hide_names and words.is_money(placement.x.column)),
            "up": _unless(base.tips[2], look.hide_names and words.is_money(placement.y.column)),
            "amount": _unless(base.tips[3], look.hide_names),
        },
        "chosen": _chosen(placement, base, look.chosen),
        "names": _names(placement, base, look, quiet),
        "tiles": _tiles(placement, base),
        "corners": _corners(placement, sums),
    }


def axis_signals(axis: PlacedAxis, side: str) -> dict[str, Any]:
    """Return title, ticks and labels of one axis, and where its line lies."""
    if axis.column.words:
        each = -(-len(axis.column.levels) // _LABELS)
        labels = list(axis.column.levels[::each])
        at = [float(p) for p in axis.ruler.place(np.arange(len(axis.column.levels))[::each])]
    else:
        values = ticks(axis.ruler)
        at = [float(p) for p in axis.ruler.place(values)]
        labels = [words.short(axis.column, float(v)) for v in values]
    steps = {"log": "doubling steps", "rank": "by rank", "linear": ""}[axis.ruler.scale]
    arrow = "less is better" if axis.less_is_better else ""
    notes = ", ".join(note for note in (steps, arrow) if note)
    title = words.unit(axis.column) + (f" ({notes})" if notes else "")
    line = axis.line_at
    return {
        f"ticks_{side}": at,
        f"labels_{side}": labels,
        f"title_{side}": title,
        # A line beyond the picture stands at its edge, where it can be fetched back.
        f"cut_{side}": min(max(line, 0.0), 1.0) if line == line else -1.0,  # noqa: PLR0124 - NaN
    }


def _size_column(placement: Placement) -> Column | None:
    name = placement.review.matrix.size
    columns = placement.customers.columns
    if name is None:
        name = "turnover" if "turnover" in columns else ""
    return columns[name] if name in columns and not columns[name].words else None


def _tips(
    placement: Placement, rows: npt.NDArray[np.intp], amounts: Column | None
) -> tuple[tuple[str, ...], ...]:
    customers = placement.customers
    names = tuple(str(customers.names[r]) for r in rows)
    across = tuple(f"{placement.x.column.label}: {_say(placement.x, r)}" for r in rows)
    up = tuple(f"{placement.y.column.label}: {_say(placement.y, r)}" for r in rows)
    if amounts is None:
        return names, across, up, ("",) * len(rows)
    sizes = customers.numbers(amounts.name)
    size = tuple(f"{amounts.label}: {words.value(amounts, float(sizes[r]))}" for r in rows)
    return names, across, up, size


def _say(axis: PlacedAxis, row: int) -> str:
    if axis.low[row] != axis.high[row]:
        return f"{axis.say(axis.low[row])} to {axis.say(axis.high[row])}"
    return axis.say(float(axis.raw[row]))


def _unless(texts: tuple[str, ...], hidden: bool) -> tuple[str, ...]:
    return ("",) * len(texts) if hidden else texts


def _chosen(placement: Placement, base: Ground, row: int | None) -> Rows:
    found = np.flatnonzero(base.order == row) if row is not None else np.array([], dtype=np.intp)
    if not len(found):
        at_x = placement.x.at[row] if row is not None else np.nan
        at_y = placement.y.at[row] if row is not None else np.nan
        fine = np.isfinite([at_x, at_y]).all()
        single = np.array([at_x] if fine else [], dtype=np.float32)
        return {
            "x": single,
            "y": np.array([at_y] if fine else [], dtype=np.float32),
            "area": np.full(len(single), _LARGE / 2, dtype=np.float32),
        }
    rows = base.order[found]
    return {
        "x": placement.x.at[rows].astype(np.float32),
        "y": placement.y.at[rows].astype(np.float32),
        "area": (np.sqrt(base.area[found]) + 7).astype(np.float32) ** 2,
    }


def _names(placement: Placement, base: Ground, look: Look, quiet: npt.NDArray[np.bool_]) -> Rows:
    """Name the largest, the chosen and the lit ones, where no label covers another."""
    candidates = [i for i in range(min(len(base.order), 40)) if not quiet[i]]
    if look.lit is not None:
        candidates = [i for i in range(len(base.order)) if not quiet[i]][:20]
    if look.chosen is not None:
        first = [int(i) for i in np.flatnonzero(base.order == look.chosen)]
        candidates = first + [i for i in candidates if i not in first]
    # Corner texts are places already taken; lines are not: names would jump when one is dragged.
    wide, high = 16 * look.type_size, 3.7 * look.type_size
    corners = [
        (left, top, left + wide, top + high)
        for left in (0.0, look.width - wide)
        for top in (0.0, look.height - high)
    ]
    order, area, most = base.order, base.area, _NAMED if look.lit is None else 2 * _NAMED
    if look.width < _PHONE:  # small dots would leave no room: the largest are named over them
        large = np.array(candidates[:_NAMED], dtype=np.intp)
        order, area, candidates = order[large], area[large], list(range(len(large)))
        most = _NAMED_NARROW
    return labels(
        placement.x.at[order],
        placement.y.at[order],
        area,
        () if look.hide_names else candidates,
        lambda i: str(placement.customers.names[order[i]]),
        size=(look.width, look.height),
        type_size=look.type_size,
        most=most,
        taken=corners,
    )


def _tiles(placement: Placement, base: Ground) -> Rows:
    """Count customers per tile and quadrant; a tile the line crosses is split at the line."""
    if base.bins is None:
        none = np.array([], dtype=np.float32)
        return dict.fromkeys(("x", "x2", "y", "y2", "q", "n", "shade"), none)
    seen, bins = placement.placed & placement.shown, base.bins
    if not seen.all():
        bins = np.where(seen, bins, np.int16(-1))
    counts = tiles.counted(bins, placement.quadrant, 4).ravel()
    filled = np.flatnonzero(counts)
    quadrant, n = filled % 4, counts[filled]
    x0, x1, y0, y1 = tiles.edges(filled // 4)
    line_x, line_y = placement.x.line_at, placement.y.line_at
    right, up = quadrant % 2 == 0, quadrant < 2  # noqa: PLR2004 - 0 and 1 lie above
    x0, x1 = _split(x0, x1, line_x, right)
    y0, y1 = _split(y0, y1, line_y, up)
    parts = {"x": x0, "x2": x1, "y": y0, "y2": y1, "shade": tiles.shades(n)}
    return {
        **{name: values.astype(np.float32) for name, values in parts.items()},
        "q": quadrant.astype(np.uint8),
        "n": n.astype(np.int32),
    }


def _split(
    low: Floats, high: Floats, line: float, better: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    across = (low < line) & (line < high)
    return np.where(across & better, line, low), np.where(across & ~better, line, high)


def _corners(placement: Placement, sums: Totals) -> Rows:
    """Name, count and share of each quadrant, and its ground between the lines."""
    cut_x, cut_y = placement.x.line_at, placement.y.line_at
    cut_x, cut_y = (0.0 if np.isnan(v) else v for v in (cut_x, cut_y))
    right, up = np.array([True, False, True, False]), np.array([True, True, False, False])
    notes = []
    for line in sums.quadrants:
        note = words.count(line.customers, "customer")
        if line.prospects:
            note += f", {words.count(line.prospects, 'prospect')}"
        if np.isfinite(line.turnover_share):
            note += f" · {words.percent(line.turnover_share)} of turnover"
        notes.append(note)
    clip = (min(max(cut_x, 0.0), 1.0), min(max(cut_y, 0.0), 1.0))
    return {
        "x": np.where(right, clip[0], 0.0).astype(np.float32),
        "x2": np.where(right, 1.0, clip[0]).astype(np.float32),
        "y": np.where(up, clip[1], 0.0).astype(np.float32),
        "y2": np.where(up, 1.0, clip[1]).astype(np.float32),
        "q": np.arange(4, dtype=np.uint8),
        "right": right.astype(np.uint8),
        "up": up.astype(np.uint8),
        "title": [q.name for q in placement.quadrants],
        "note": notes,
        "ink": [q.text_colour for q in placement.quadrants],
    }
