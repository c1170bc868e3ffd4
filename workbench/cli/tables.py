"""The tables that `measure`, `place` and `rfm` write: one row per customer, ids as the index."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from workbench.cli import options
from workbench.customers import Customers, Floats
from workbench.engagement import Engagement
from workbench.measures.rfm import PARTS, SEGMENT, basis
from workbench.review.assumptions import Rfm
from workbench.review.axes import Axis
from workbench.review.opening import default_pair
from workbench.review.placement import Placement, prospects
from workbench.review.review import Review
from workbench.review.scoring import SCORE, SCORES
from workbench.review.segments import with_bins
from workbench.sources.connections import answering
from workbench.sources.delivered import remembered
from workbench.sources.remembered import Remembered
from workbench.sources.warehouse import summed_there

Pair = tuple[str | None, str | None]


def measures(engagement: Engagement) -> pd.DataFrame:
    """Return each customer's name, measures and attributes; no prospects, no points."""
    everybody = engagement.customers(engagement.review)
    customers = everybody.only(~prospects(everybody))
    columns = [name for name in customers.columns if name not in SCORES]
    frame = customers.frame[columns].copy()
    frame.insert(0, "name", customers.names, allow_duplicates=True)
    return frame.rename_axis("customer_id")


def elsewhere(engagement: Engagement, address: str) -> tuple[Engagement, tuple[str, ...]]:
    """Return the client with its figures summed up in a database, and what there is to say of it.

    Raises
    ------
    WorkbenchError
        When the database can't be reached or asked, or has no table like the client's files.
    """
    known = remembered(engagement.folder) if engagement.folder else Remembered()
    ledger, notes = summed_there(address, known, engagement.currency)
    there = engagement.asked_elsewhere(ledger)
    with answering(address):
        there.facts_of(there.review)
    return there, notes


def placement(engagement: Engagement, names: Pair, lines: Pair) -> tuple[Placement, pd.DataFrame]:
    """Place everybody as the saved review has it, or on the axes and lines named; save nothing."""
    review = engagement.review
    customers = engagement.customers(review)
    x, y = _axes(customers, review, names)
    x = _divided(customers, review, x, lines[0], "--x-cut")
    y = _divided(customers, review, y, lines[1], "--y-cut")
    matrix = review.matrix.model_copy(update={"x": x, "y": y})
    placed = engagement.place(review.model_copy(update={"matrix": matrix}))
    return placed, _with_points(placed.frame, customers, engagement.points(review).possible)


def scoring(
    engagement: Engagement, bins: int | None, binning: Literal["quantile", "r-rfm"] | None
) -> Rfm:
    """Return how the saved review scores, with what was said instead.

    Thresholds typed on the page hold only as long as nothing else is said; the segments' ranges
    follow the number of scores as they do there.
    """
    saved = engagement.review.assumptions.rfm
    if bins is None and binning is None:
        return saved
    said = with_bins(saved, bins or saved.bins)
    return said.model_copy(update={"binning": binning or saved.binning})


def scores(engagement: Engagement, rfm: Rfm) -> pd.DataFrame:
    """Return what each customer is scored on, the three scores and the segment; save nothing."""
    saved = engagement.review
    assumed = saved.assumptions.model_copy(update={"rfm": rfm})
    review = saved.model_copy(update={"assumptions": assumed})
    everybody = engagement.customers(review)
    customers = everybody.only(~prospects(everybody))
    base = basis(engagement.facts_of(review), customers.numbers, rfm)
    frame = pd.DataFrame(index=customers.frame.index)
    frame["recency_days"] = _whole(base.recency)
    frame["transaction_count"] = _whole(base.frequency)
    frame["amount"] = base.monetary
    for part in PARTS:
        frame[f"{part}_score"] = _whole(customers.numbers(f"{part}_score"))
    frame["segment"] = customers.frame[SEGMENT]
    return frame.rename_axis("customer_id")


def _whole(values: Floats) -> Any:
    """Return whole numbers that are written without a decimal point, missing ones empty."""
    return pd.array(values, dtype="Float64").astype("Int64")


def _axes(customers: Customers, review: Review, names: Pair) -> tuple[Axis, Axis]:
    """Return the axes named, else saved, else usual; an axis left open avoids the other one."""
    named = [
        options.axis(customers, name, option) if name is not None else None
        for name, option in zip(names, ("--x", "--y"), strict=True)
    ]
    usual = default_pair(customers, ~prospects(customers))
    saved = review.matrix.x, review.matrix.y
    chosen = [named[side] or saved[side] or usual[side] for side in (0, 1)]
    for side in (0, 1):
        other = chosen[1 - side].column
        if named[1 - side] and not named[side] and chosen[side].column == other:
            chosen[side] = next((axis for axis in usual if axis.column != other), chosen[side])
    return chosen[0], chosen[1]


def _divided(
    customers: Customers, review: Review, axis: Axis, line: str | None, option: str
) -> Axis:
    if line is None:
        return axis
    column = customers.column(axis.column)
    levels = review.levels.get(axis.column, column.levels)
    if axis.better == "less":
        levels = tuple(reversed(levels))
    return axis.model_copy(update={"cut": options.cut(line, column, levels, option)})


def _with_points(placed: pd.DataFrame, customers: Customers, possible: float) -> pd.DataFrame:
    unknown = np.full(len(customers), np.nan)
    least, most = customers.range_of(SCORE) if SCORE in customers.columns else (unknown, unknown)
    points = {
        "points_least": least,
        "points_most": most,
        "points_possible": possible if SCORE in customers.columns else unknown,
    }
    wanted = ["name", "kind", "x", "y", "quadrant", *points, "reason"]
    frame = placed.assign(**points)
    frame["reason"] = frame["reason"].where(frame["reason"] != "", None)
    return frame[wanted].rename_axis("customer_id")
