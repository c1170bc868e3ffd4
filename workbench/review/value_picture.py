"""Finished rows of the picture of value against growth gap, before anything draws it.

Positions run from 0 to 1, more value up, more room to grow to the right; whose room isn't known
stands in a strip of their own at the left. A moved assumption changes heights and groups alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review import tiles, words
from workbench.review.labels import Box, labels, width_of
from workbench.review.picture import Look
from workbench.review.scales import Ruler, fitting_scale, ruler, spread, ticks
from workbench.review.value_groups import BELOW, Grouping

Rows = Mapping[str, Any]
STRIP = 0.1
"""Part of the width kept for those whose room to grow isn't known."""
MOST_DOTS = 1200
"""Customers drawn one by one; of the smaller ones a tile says how many there are."""
_SMALL, _LARGE = 36.0, 480.0
_SHADES = 5
_QUIET = 0.3  # how much of a tile is left while somebody is looked for
_NAMED = 8
_ENOUGH = 0.25  # part of the customers whose room to grow must be known for an axis of its own
_SKEWED = 5.0
_APART = 0.05  # lines nearer than this share one text
_ROOMY = 0.45  # a picture whose highest dot stands below this part of it is drawn anew


@dataclass(frozen=True, eq=False)
class ValueGround:
    """What stays while assumptions move: who is drawn, how far right, how large.

    ``order`` lists the rows of the customers' table drawn as dots, largest first; ``x`` is each
    dot's place, ``area`` its size; ``crowd`` and ``crowd_x`` are rows and places of those counted
    in tiles. ``across`` is what the scale shows, ``strip`` whether some have no place on it.
    """

    order: npt.NDArray[np.intp]
    x: Floats
    area: npt.NDArray[np.float32]
    crowd: npt.NDArray[np.intp]
    crowd_x: Floats
    ruler: Ruler
    across: Column
    strip: bool


def value_ground(customers: Customers, made: Grouping, look: Look | None = None) -> ValueGround:
    """Prepare the picture: the room to grow across, else turnover where too few have one."""
    placed = np.flatnonzero(made.placed)
    across, values = Column("gap", "Room to grow", _yearly(customers)), made.gap
    if np.count_nonzero(np.isfinite(values[placed])) < _ENOUGH * len(placed):
        across = customers.columns.get("turnover_per_year", Column("turnover_per_year", "Turnover"))
        values = customers.numbers(across.name) if across.name in customers.columns else made.value
    amounts = customers.amounts("turnover")
    weight = np.zeros(len(customers)) if amounts is None else np.abs(amounts)
    rows = placed[np.argsort(-weight[placed], kind="stable")]
    here = values[rows]
    known = np.isfinite(here)
    drawn = ruler(here, fitting_scale(here), reverse=False)
    at = drawn.place(here)
    if strip := not known.all():
        at = STRIP + (1 - STRIP) * at
        at[~known] = STRIP * (0.5 + 0.7 * spread(customers.ids[rows[~known]]))
    # the largest by turnover, then by value either way, and those with most to gain
    gaining = np.where(made.group[rows] == made.gain, made.gap[rows], 0.0)
    alone = _alone(rows, look or Look(), np.abs(made.value[rows]), gaining)
    top = float(weight[rows].max()) if len(rows) else 0.0
    share = weight[rows[alone]] / top if top > 0 else np.full(np.count_nonzero(alone), 0.08)
    area = (_SMALL + (_LARGE - _SMALL) * share).astype(np.float32)
    crowd = rows[~alone], at[~alone]
    return ValueGround(rows[alone], at[alone], area, *crowd, drawn, across, strip)


def _alone(rows: npt.NDArray[np.intp], look: Look, *amounts: Floats) -> Bools:
    """Choose who is drawn as a dot: the largest by any of the amounts, and who is looked for."""
    alone = np.ones(len(rows), dtype=bool)
    if len(rows) > MOST_DOTS:
        best = np.arange(len(rows))
        for amount in amounts:
            rank = np.empty_like(best)
            rank[np.argsort(-np.nan_to_num(amount), kind="stable")] = np.arange(len(rows))
            best = np.minimum(best, rank)
        alone[np.argsort(best, kind="stable")[MOST_DOTS:]] = False
        alone |= rows == look.chosen
        if look.lit is not None:
            alone[np.flatnonzero(look.lit[rows])[:MOST_DOTS]] = True
    return alone


def value_ruler(made: Grouping, before: Ruler | None = None) -> Ruler:
    """Return the scale of values; the one before stays while everybody has room on it.

    So dots rise and sink under a moving hand instead of the scale.
    """
    values = made.value[made.placed]
    sizes = np.abs(values)
    # Losses may be as skewed as gains, so both sides get doubling steps where either is.
    skewed = len(sizes) and sizes.max() > _SKEWED * np.median(sizes)
    fresh = ruler(values, "log" if skewed else "linear", reverse=False, margin=0.07)
    if before is None or not len(values):
        return fresh
    lowest, highest = (float(before.place(end(values))) for end in (np.min, np.max))
    return before if lowest >= 0 and _ROOMY <= highest <= 1 else fresh


def value_picture(
    customers: Customers, made: Grouping, base: ValueGround, up: Ruler, look: Look
) -> dict[str, Rows]:
    """Return the rows of every layer that follows a moving assumption: all but what tips say."""
    rows = base.order
    y, group = up.place(made.value[rows]), made.group[rows]
    quiet = np.zeros(len(rows), dtype=bool) if look.lit is None else ~look.lit[rows]
    shown = {
        "x": base.x.astype(np.float32),
        "y": y.astype(np.float32),
        "area": base.area * np.float32(look.growth),
        "group": shade(made, group),
        "loss": (group == BELOW).astype(np.uint8),
        "gain": (group == made.gain).astype(np.uint8),
        "estimated": (made.estimated[rows] & (group == made.gain)).astype(np.uint8),
        "quiet": quiet.astype(np.uint8),
    }
    chosen = np.flatnonzero(rows == look.chosen) if look.chosen is not None else rows[:0]
    lines = _lines(made, up)
    return {
        "points": shown,
        "chosen": {
            "x": base.x[chosen].astype(np.float32),
            "y": y[chosen].astype(np.float32),
            "area": (np.sqrt(shown["area"][chosen]) + 7).astype(np.float32) ** 2,
        },
        "tiles": _tiles(made, base, up, look),
        "lines": lines,
        "names": labels(
            base.x,
            y,
            shown["area"],
            () if look.hide_names else _named(made, base, y, look, quiet),
            lambda i: str(customers.names[rows[i]]),
            size=(look.width, look.height),
            type_size=look.type_size,
            most=_NAMED if look.lit is None else 2 * _NAMED,
            taken=_worded(lines, base, look),
        ),
    }


def value_tips(customers: Customers, made: Grouping, base: ValueGround, *, hide: bool) -> Rows:
    """Return what is said at a dot under the pointer; its money only while names are shown."""
    rows = base.order
    if hide:
        none = ("",) * len(rows)
        return {"name": none, "worth": none, "room": none, "in_group": none}
    currency = _yearly(customers).partition("/")[0]
    if base.across.name == "gap":
        notes = ("", " (estimated)")
        room = tuple(
            f"{words.money(made.gap[r], currency)} a year{notes[int(made.estimated[r])]}"
            if np.isfinite(made.gap[r])
            else "not known"
            for r in rows
        )
    else:
        sold = customers.numbers(base.across.name)
        room = tuple(words.value(base.across, float(sold[r])) for r in rows)
    return {
        "name": tuple(str(customers.names[r]) for r in rows),
        "worth": tuple(words.money(made.value[r], currency) for r in rows),
        "room": room,
        "in_group": tuple(made.groups[made.group[r]].name for r in rows),
    }


def value_signals(base: ValueGround, up: Ruler, value: Column) -> dict[str, Any]:
    """Return ticks, labels and titles of both axes, and whether there is a strip."""
    at_x = base.ruler.place(ticks(base.ruler))
    labels_x = [words.short(base.across, float(v)) for v in ticks(base.ruler)]
    if base.strip:
        at_x = np.concatenate([[STRIP / 2], STRIP + (1 - STRIP) * at_x])
        labels_x = ["not known", *labels_x]
    steps = {"log": " (doubling steps)", "rank": " (by rank)", "linear": ""}
    why = "" if base.across.name == "gap" else "; room to grow is known of too few"
    heights = ticks(up)
    return {
        "ticks_x": [float(v) for v in at_x],
        "labels_x": labels_x,
        "title_x": words.unit(base.across) + steps[base.ruler.scale] + why,
        "ticks_y": [float(v) for v in up.place(heights)],
        "labels_y": [words.short(value, float(v)) for v in heights],
        "title_y": words.unit(value) + steps[up.scale],
        "strip": STRIP if base.strip else 0.0,
    }


def shade(made: Grouping, group: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Return 0 for a loss, 1 to 4 from the least to the most valuable: four steps of one hue."""
    between = made.gain - 1
    step = np.where(group * 2 > between, 2, 1)
    named = np.select([group == BELOW, group == made.gain, group == made.best], [0, 3, 4], step)
    return named.astype(np.uint8)


def _tiles(made: Grouping, base: ValueGround, up: Ruler, look: Look) -> Rows:
    """Count those without a dot; a tile has the colour of the group that most in it belong to."""
    at = tiles.tile_of(base.crowd_x, up.place(made.value[base.crowd]))
    counts = tiles.counted(at, shade(made, made.group[base.crowd]), _SHADES)
    n = counts.sum(axis=1)
    filled = np.flatnonzero(n)
    x, x2, y, y2 = tiles.edges(filled)
    dark = tiles.shades(n[filled]) * (1.0 if look.lit is None else _QUIET)
    parts = {"x": x, "x2": x2, "y": y, "y2": y2, "dark": dark}
    return {
        **{name: values.astype(np.float32) for name, values in parts.items()},
        "group": counts[filled].argmax(axis=1).astype(np.uint8),
        "n": n[filled].astype(np.int32),
    }


def _lines(made: Grouping, up: Ruler) -> Rows:
    """Return the lines across: nothing earned, and the value from which the few begin."""
    at = [0.0, made.cut]
    texts = ["brings nothing", "most valuable from here up"]
    low, high = up.read(0.0), up.read(1.0)
    if abs(float(up.place(made.cut)) - float(up.place(0.0))) < _APART:
        texts[0] = ""
    shown = [i for i, value in enumerate(at) if np.isfinite(value) and low <= value <= high]
    return {
        "y": np.array([float(up.place(at[i])) for i in shown], dtype=np.float32),
        "text": [texts[i] for i in shown],
    }


def _worded(lines: Rows, base: ValueGround, look: Look) -> list[Box]:
    """Return where the lines run, and their words: on the line, from the strip on."""
    left = (STRIP * look.width if base.strip else 0.0) + 6
    at = ((1 - y) * look.height for y in lines["y"].tolist())
    return [(0.0, y - 1, look.width, y + 1) for y in at] + [
        (left, bottom - look.type_size, left + look.type_size * width_of(text), bottom)
        for y, text in zip(lines["y"].tolist(), lines["text"], strict=True)
        for bottom in ((1 - y) * look.height - 3,)
        if text
    ]


def _named(made: Grouping, base: ValueGround, y: Floats, look: Look, quiet: Bools) -> list[int]:
    """Return the chosen and the lit, then the highest, those with most to gain and to lose."""
    first = [] if look.chosen is None else np.flatnonzero(base.order == look.chosen).tolist()
    if look.lit is not None:
        return list(dict.fromkeys([*first, *np.flatnonzero(~quiet)[:20].tolist()]))
    standing = np.argsort(-y, kind="stable")
    gaining = np.flatnonzero(made.group[base.order] == made.gain)
    most = gaining[np.argsort(-base.x[gaining], kind="stable")][:4]
    order = dict.fromkeys([*first, *standing[:3], *most, *standing[::-1][:3], *standing[3:20]])
    return [int(i) for i in order]


def _yearly(customers: Customers) -> str:
    column = customers.columns.get("growth_gap")
    return column.unit if column else ""
