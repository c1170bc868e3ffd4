"""Which quadrant each customer falls in, and why (domain 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review import cuts, filters, words
from workbench.review.axes import Axis, Cut, Scale, Side
from workbench.review.opening import default_pair
from workbench.review.quadrants import Quadrant, quadrants
from workbench.review.review import Review
from workbench.review.scales import Ruler, fitting_scale, ruler, spread
from workbench.tabular import Tabular

Codes = npt.NDArray[np.int8]
Reason = Literal["", "set aside", "x", "y", "x range", "y range"]
_MARKS = np.array([1.0, 5.0])
_REASONS: tuple[Reason, ...] = ("", "set aside", "x", "y", "x range", "y range")


@dataclass(frozen=True, eq=False)
class PlacedAxis:
    """One axis with everybody on it.

    ``raw`` are the values (n,), ``low`` and ``high`` the ends of a range where facts are missing
    (the same array where none are), ``at`` the drawn positions 0 to 1, ``better`` whether a
    customer is on the better side. ``settings`` is the axis with nothing left open, ``asked`` the
    line somebody chose, ``None`` where it is proposed.
    """

    settings: Axis
    column: Column
    raw: Floats
    low: Floats
    high: Floats
    ruler: Ruler
    at: Floats
    line: cuts.Line
    better: Bools
    asked: Cut | None = None

    @property
    def less_is_better(self) -> bool:
        """Whether small values are the good ones."""
        return self.settings.better == "less" and not self.column.words

    @property
    def line_at(self) -> float:
        """Where the dividing line is drawn, 0 to 1."""
        return float(self.ruler.place(self.line.value))

    def say(self, value: float) -> str:
        """Say a raw value of this axis with its unit."""
        return words.value(self.column, value)


@dataclass(frozen=True, eq=False)
class Placement(Tabular):
    """Everybody placed, or listed with the reason.

    ``quadrant`` is 0 (better, better), 1 (worse X, better Y), 2 (better X, worse Y),
    3 (worse, worse) or −1 (not placed); ``shown`` is the filter; ``prospect`` marks prospects,
    ``counted`` those whose values decide the lines, ``fixed`` the reasons that no line changes.
    """

    customers: Customers
    review: Review
    x: PlacedAxis
    y: PlacedAxis
    quadrant: Codes
    reason: Codes
    shown: Bools
    prospect: Bools
    counted: Bools
    fixed: Codes

    @cached_property
    def placed(self) -> Bools:
        """Customers and prospects that have a quadrant."""
        return self.quadrant >= 0

    @cached_property
    def quadrants(self) -> tuple[Quadrant, ...]:
        """Name, colour and default action of the four quadrants for this pair of axes."""
        return quadrants(self.x.column, self.y.column, self.review.matrix)

    def why_not(self, row: int) -> str:
        """One sentence saying why a customer is not placed; empty for one who is."""
        reason = _REASONS[self.reason[row]]
        if not reason:
            return ""
        if reason == "set aside":
            key = self.customers.ids[row]
            return f"Set aside: {self.review.set_aside[key].reason or 'no reason given'}"
        axis = self.x if reason[0] == "x" else self.y
        if reason.endswith("range"):
            low, high = axis.say(axis.low[row]), axis.say(axis.high[row])
            return f"Between {low} and {high}: facts are missing and the line lies between"
        return self.customers.why_missing(axis.column.name, row)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row per customer and prospect: kind, x, y, quadrant and, where none, the reason."""
        names = [q.name for q in self.quadrants]
        return pd.DataFrame(
            {
                "name": self.customers.names,
                "kind": np.where(self.prospect, "prospect", "customer"),
                "x": _readable(self.x),
                "y": _readable(self.y),
                "quadrant": [names[q] if q >= 0 else None for q in self.quadrant],
                "reason": [self.why_not(row) for row in range(len(self.customers))],
            },
            index=pd.Index(self.customers.ids, name="customer_id"),
        )


def place(customers: Customers, review: Review, before: Placement | None = None) -> Placement:
    """Place everybody on the two axes of ``review.matrix``.

    Direction, scale and line left open are filled with what suits the facts. A placement of the
    same customers given as ``before`` lends whatever hasn't changed, so that a moved line costs
    one comparison.

    Raises
    ------
    WorkbenchError
        When an axis names no column of ``customers``, or nothing was chosen.
    """
    first, second = review.matrix.x, review.matrix.y
    if first is None or second is None:
        proposed = default_pair(customers, ~prospects(customers))
        first, second = (first or proposed[0], second or proposed[1])
    lent = before if before is not None and before.customers is customers else None
    x, y = _raw(customers, review, first, lent, "x"), _raw(customers, review, second, lent, "y")
    if lent is not None and x is lent.x and y is lent.y and _as_before(review, lent):
        prospect, counted, fixed = lent.prospect, lent.counted, lent.fixed
    else:
        prospect = prospects(customers)
        aside = np.zeros(len(customers), dtype=bool)
        aside[[customers.row(key) for key in review.set_aside if key in customers]] = True
        unknown_x, unknown_y = np.isnan(x.low), np.isnan(y.low)
        fixed = np.select([aside, unknown_x, unknown_y], [1, 2, 3], 0).astype(np.int8)
        counted = (fixed == 0) & ~prospect
        lent = None
    x = _divided(x, first, counted, lent.x if lent else None)
    y = _divided(y, second, counted, lent.y if lent else None)
    reason = _astride(x, _astride(y, fixed, 5), 4)
    quadrant = (~x.better).view(np.int8) + 2 * (~y.better).view(np.int8)
    quadrant[reason != 0] = -1
    only = review.matrix.only
    as_before = lent is not None and lent.review.matrix.only == only
    shown = lent.shown if lent and as_before else filters.shown(customers, only)
    return Placement(customers, review, x, y, quadrant, reason, shown, prospect, counted, fixed)


def standing(customers: Customers, review: Review) -> Review:
    """Return the review without axes whose column is gone; they are proposed anew.

    An own measure may have been undone on another page, a joined column lasts only as long as the
    notebook that joined it: neither may keep the page from opening.
    """
    axes = {"x": review.matrix.x, "y": review.matrix.y}
    gone = {s: None for s, axis in axes.items() if axis and axis.column not in customers.columns}
    if not gone:
        return review
    return review.model_copy(update={"matrix": review.matrix.model_copy(update=gone)})


def prospects(customers: Customers) -> Bools:
    """Tell which rows are prospects: people who have bought nothing yet."""
    if "kind" not in customers.frame:
        return np.zeros(len(customers), dtype=bool)
    return np.asarray(customers.frame["kind"].to_numpy() == "prospect")


def _raw(
    customers: Customers, review: Review, axis: Axis, lent: Placement | None, side: Side
) -> PlacedAxis:
    """Values, ruler and positions of one axis, taken from ``lent`` where nothing changed."""
    if lent is not None:
        old = lent.x if side == "x" else lent.y
        same = _open(axis) == _open(old.settings) or _open(axis) == _open(
            (lent.review.matrix.x if side == "x" else lent.review.matrix.y) or old.settings
        )
        name = axis.column
        if (
            same
            and lent.review.levels.get(name) == review.levels.get(name)
            and lent.review.judged.get(name) is review.judged.get(name)
        ):
            return old
    name = axis.column
    column = customers.column(name)
    order = review.levels.get(name) or column.levels
    if column.words:
        column = replace(column, levels=tuple(reversed(order)) if axis.better == "less" else order)
        values = customers.levels(name, column.levels)
        low = high = values
        positions = Ruler("linear", -0.5, len(column.levels) - 0.5)
        at = positions.place(values + 0.6 * spread(customers.ids))
        settings = axis.model_copy(update={"better": axis.better or "more", "scale": "linear"})
    else:
        values = customers.numbers(name)
        low, high = customers.range_of(name)
        better = axis.better or column.better
        scale: Scale = axis.scale or fitting_scale(values)
        # The corners' texts stand above and below the dots, so that end keeps more room.
        margin = 0.1 if side == "y" else 0.05
        # The room may drag a dot to any mark, also to one nobody has yet.
        ends = _MARKS if name in review.judged and scale != "rank" else values
        positions = ruler(ends, scale, reverse=better == "less", margin=margin)
        at = positions.place(values)
        settings = axis.model_copy(update={"better": better, "scale": scale})
    none = np.zeros(len(customers), dtype=bool)
    return PlacedAxis(
        settings, column, values, low, high, positions, at, cuts.Line(float("nan")), none
    )


def _open(axis: Axis) -> Axis:
    return axis.model_copy(update={"cut": None})


def _divided(axis: PlacedAxis, chosen: Axis, counted: Bools, old: PlacedAxis | None) -> PlacedAxis:
    if old is not None and old.asked == chosen.cut:
        return old
    cut = chosen.cut or Cut(by="share" if _adds_up(axis, counted) else "median")
    less = axis.less_is_better
    line = cuts.draw(axis.column, cut, axis.raw, counted, less_is_better=less)
    if chosen.cut is None and line.suggestion is not None:
        line = cuts.proposed(axis.column, line)
        cut = Cut(by="value", value=line.value)
    better = cuts.on_better_side(axis.raw, line.value, less_is_better=less)
    settings = axis.settings.model_copy(update={"cut": cut})
    return replace(axis, settings=settings, line=line, better=better, asked=chosen.cut)


def _adds_up(axis: PlacedAxis, counted: Bools) -> bool:
    return (
        axis.column.additive and words.is_money(axis.column) and bool((axis.raw[counted] > 0).any())
    )


def _astride(axis: PlacedAxis, reason: Codes, code: int) -> Codes:
    """Mark ranges whose ends fall on different sides of the line."""
    if axis.low is axis.high:
        return reason
    less = axis.less_is_better
    low = cuts.on_better_side(axis.low, axis.line.value, less_is_better=less)
    high = cuts.on_better_side(axis.high, axis.line.value, less_is_better=less)
    return np.where((low != high) & (reason == 0), np.int8(code), reason)


def _as_before(review: Review, lent: Placement) -> bool:
    return lent.review.set_aside == review.set_aside


def _readable(axis: PlacedAxis) -> list[float | str | None]:
    """Raw values for a table: words as words, missing as None."""
    if not axis.column.words:
        return [None if np.isnan(v) else float(v) for v in axis.raw]
    return [None if np.isnan(v) else axis.column.levels[int(v)] for v in axis.raw]
