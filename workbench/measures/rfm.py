"""How recently, how often, how much: each scored from 1 to the number of bins (domain 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from workbench.customers import Bools, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.workings import Workings
from workbench.review import segments
from workbench.review.assumptions import Rfm, SegmentRule

Part = Literal["recency", "frequency", "monetary"]
PARTS: tuple[Part, ...] = ("recency", "frequency", "monetary")
SEGMENT = "rfm_segment"
ROWS_COUNTED = "r-rfm"


@dataclass(frozen=True, eq=False)
class Basis:
    """What is scored: days since the last purchase, how many there were, the window's money.

    The money is net of what was given back, on whatever invoice it stands (domain 2, 3).
    ``scored`` are the customers with a purchase in the window.
    """

    recency: Floats
    frequency: Floats
    monetary: Floats
    scored: Bools


@dataclass(frozen=True, eq=False)
class Binned:
    """One of the three scores, and how it came about.

    ``edges`` divide the values, rising, one fewer than there are scores; ``typed`` says which of
    them a person set. ``on_edge`` counts the customers that stand right on each edge: ties that
    only a rule parts from their neighbours.
    """

    part: Part
    scores: Floats
    edges: Floats
    typed: Bools
    counts: tuple[int, ...]
    on_edge: tuple[int, ...]


def add_scores(
    work: Workings, facts: Facts, rfm: Rfm, orders: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Put the three scores and the segment on the sheet; ``orders`` has levels a person ordered."""
    base = basis(facts, work.__getitem__, rfm)
    binned = score(base, rfm, work.counted)
    nothing = Missing(~base.scored, "Nothing bought in the window, so there is no score")
    for part in binned:
        column = MEASURES[f"{part.part}_score"].column(work.currency)
        # the reasons of the figure itself (no sales given) come before this one
        told = () if not facts.covers("sales") else (nothing,)
        work.put(replace(column, unit=f"of {rfm.bins}"), part.scores, *told)
    table = rules(rfm)
    found = segments.segment_of(table, *(work[f"{part}_score"] for part in PARTS))
    names = np.array([*(rule.segment for rule in table), None], dtype=object)
    usual = tuple(reversed(segments.names(table)))
    order = tuple(level for level in (orders or {}).get(SEGMENT, ()) if level in usual)
    levels = (*(level for level in usual if level not in order), *order)
    uncovered = Missing(
        np.isfinite(work["recency_score"]), "No rule of the segments covers these scores"
    )
    work.measure_words(SEGMENT, names[found], levels, uncovered)


def rules(rfm: Rfm) -> tuple[SegmentRule, ...]:
    """Return the table of segments as it holds now."""
    return segments.default_rules(rfm.bins) if rfm.rules is None else rfm.rules


def basis(facts: Facts, read: Callable[[str], Floats], rfm: Rfm) -> Basis:
    """Return what is scored, in the facts' order; ``read`` gives a measure by its name.

    R's binning counts the rows of a file and looks at the last of them, whatever its amount;
    otherwise purchases are looked at (domain 3).
    """
    if not facts.covers("sales"):
        nothing = np.full(len(facts), np.nan)
        return Basis(nothing, nothing, nothing, np.zeros(len(facts), dtype=np.bool_))
    if rfm.binning != ROWS_COUNTED:
        return Basis(read("recency"), read("frequency"), read("monetary"), read("orders") > 0)
    frame = facts.frame
    days = (pd.Timestamp(facts.as_of or date.min) - frame["last_line"]).dt.days
    rows, amount = (frame[name].to_numpy(dtype=np.float64) for name in ("lines", "turnover"))
    return Basis(days.to_numpy(dtype=np.float64, na_value=np.nan), rows, amount, rows > 0)


def score(base: Basis, rfm: Rfm, counted: Bools | None = None) -> tuple[Binned, Binned, Binned]:
    """Score recency, frequency and monetary.

    Quantiles are taken over the scored customers among ``counted`` (nobody set aside); everyone
    scored gets a score. Typed thresholds that don't make as many scores as there are bins are
    left alone.
    """
    among = base.scored if counted is None else base.scored & counted
    first, second, third = (_binned(part, base, rfm, among) for part in PARTS)
    return first, second, third


def quantiles(values: Floats, bins: int) -> Floats:
    """Return the interior quantiles of type 7 (linear interpolation), exact where they hit a value.

    Examples
    --------
    >>> quantiles(np.array([4.0, 1.0, 2.0, 3.0]), 2).tolist()
    [2.5]
    """
    if not len(values):
        return np.empty(0)
    ordered = np.sort(values)
    whole, rest = np.divmod(np.arange(1, bins) * (len(ordered) - 1), bins)
    above = ordered[np.minimum(whole + 1, len(ordered) - 1)]
    return np.asarray(ordered[whole] + (above - ordered[whole]) * rest / bins, dtype=np.float64)


def placed(values: Floats, edges: Floats, *, on_edge_above: bool) -> Floats:
    """Return 1 + the number of edges below each value, or at most as large; NaN stays NaN.

    Examples
    --------
    >>> values, edges = np.array([1.0, 2.0, 3.0]), np.array([2.0])
    >>> placed(values, edges, on_edge_above=False).tolist()
    [1.0, 1.0, 2.0]
    >>> placed(values, edges, on_edge_above=True).tolist()
    [1.0, 2.0, 2.0]
    """
    side: Literal["left", "right"] = "right" if on_edge_above else "left"
    found = 1.0 + np.searchsorted(edges, values, side=side)
    return np.where(np.isnan(values), np.nan, found)


def _binned(part: Part, base: Basis, rfm: Rfm, among: Bools) -> Binned:
    """Score one part.

    An edge belongs to the better side where a person typed it (domain 4); quantiles give way to
    those typed, so that edges always rise.
    """
    values = np.where(base.scored, getattr(base, part), np.nan)
    recent, rows = part == "recency", rfm.binning == ROWS_COUNTED
    given = np.array(rfm.thresholds.get(part, ()), dtype=np.float64)  # nan where nobody typed one
    if len(given) != rfm.bins - 1:
        given = np.full(rfm.bins - 1, np.nan)
    typed = np.isfinite(given)
    known = values[among & np.isfinite(values)]
    asked = quantiles(known, rfm.bins) + rows if len(known) else given
    # A quantile is on the side below it, and R's rfm package's edge on the side above.
    beside = np.nextafter(asked, -np.inf if recent else np.inf) if recent == rows else asked
    low = np.maximum.accumulate(np.where(typed, given, -np.inf))
    high = np.minimum.accumulate(np.where(typed, given, np.inf)[::-1])[::-1]
    found = placed(values, np.clip(beside, low, high), on_edge_above=not recent)
    if recent:
        found = rfm.bins + 1 - found
    edges, counted = np.clip(asked, low, high), found[among]
    return Binned(
        part,
        found,
        edges,
        typed,
        tuple(int((counted == each).sum()) for each in range(1, rfm.bins + 1)),
        tuple(int((values[among] == edge).sum()) for edge in edges),
    )
