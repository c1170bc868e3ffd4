"""What customers earn on the bars (domain 5): shares, scores with their range, the ranking.

A share (0 to 1) depends on a bar's definition alone, so `Earned` keeps it; moving points is then
one weighted sum. A missing fact earns from nothing to everything: a range, never a silent zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Column, Customers, Floats
from workbench.errors import WorkbenchError
from workbench.review.placement import prospects
from workbench.review.points import Bands, Bar, ByLevel, Linear, Points
from workbench.tabular import Tabular

SCORE = "points"
SCORES = frozenset({SCORE, "points_least", "points_most"})
_BLOCK = 16_384  # rows that stay in the processor's cache while the bars are added up
_DIGITS = 9  # finer differences are rounding noise and must not part equal customers


@dataclass(frozen=True, eq=False)
class Share:
    """What part of one bar's points each customer earns; ``high`` is ``low`` if all is known."""

    low: Floats
    high: Floats
    known: int
    average: float


@dataclass(frozen=True, eq=False)
class Scores(Tabular):
    """Points each customer earns at least and at most, and how many there are to earn.

    ``ids`` say whose they are, where that is known.
    """

    least: Floats
    most: Floats
    possible: float
    ids: npt.NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.least)

    @property
    def middle(self) -> Floats:
        """Middle of each range: where the score is drawn on an axis."""
        return self.least if self.most is self.least else (self.least + self.most) / 2

    @property
    def average(self) -> float:
        """Mean of the middles; NaN without customers."""
        return float(self.middle.mean()) if len(self) else math.nan

    @property
    def frame(self) -> pd.DataFrame:
        """One row per customer and prospect: their place (1 the best) and points."""
        ids = np.arange(len(self)) if self.ids is None else self.ids
        earned = {"points_least": self.least, "points_most": self.most}
        return pd.DataFrame(
            {"place": places(self), **earned, "points_possible": self.possible},
            index=pd.Index(ids, name="row" if self.ids is None else "customer_id"),
        )

    def joined(self, other: Scores) -> Scores:
        """Return these scores followed by others on the same bars, prospects say."""
        known = self.ids is not None and other.ids is not None
        return Scores(
            np.concatenate([self.least, other.least]),
            np.concatenate([self.most, other.most]),
            self.possible,
            np.concatenate([self.ids, other.ids]) if known else None,
        )


@dataclass(frozen=True)
class OnBar:
    """One bar in points: to earn (the ideal), earned on average, earned by one customer.

    ``average`` is over the ``known`` customers, NaN where nobody's fact is known; ``least`` and
    ``most`` are NaN while no customer is chosen.
    """

    column: str
    points: float
    average: float
    known: int
    least: float = math.nan
    most: float = math.nan


class Earned:
    """Shares of the bars for one set of customers, computed once per definition of a bar.

    ``counted`` are the rows an average is taken over: by default all customers, no prospects.

    Raises
    ------
    WorkbenchError
        When a bar reads a column that depends on points, which are derived last.
    """

    def __init__(self, customers: Customers, counted: Bools | None = None) -> None:
        self.customers = customers
        self.counted = ~prospects(customers) if counted is None else counted
        self._kept: dict[tuple[str, str], Share] = {}

    def share(self, bar: Bar) -> Share:
        """Return the kept shares of a bar, computing them where its definition is new."""
        key = (bar.column, bar.how.model_dump_json())
        if key not in self._kept:
            refuse_points(self.customers.columns, bar.column)
            low, high = shares(self.customers, bar)
            exact = low == high
            known = low[exact & self.counted]
            average = float(known.mean()) if len(known) else math.nan
            self._kept[key] = Share(low, low if exact.all() else high, len(known), average)
        return self._kept[key]

    def score(self, points: Points) -> Scores:
        """Return what everyone earns: about 1 ms per bar and 1,000,000 customers.

        Definitions no longer among the bars are forgotten, so that dragging an end of a bar
        keeps no more than its last position.
        """
        # By name, because the last bit of a sum depends on its order and the order of bars must not
        # part two customers who earn the same.
        bars = sorted(points.bars, key=lambda bar: bar.column)
        parts = [(self.share(bar), bar.points) for bar in bars]
        current = {id(share) for share, _ in parts}
        self._kept = {key: share for key, share in self._kept.items() if id(share) in current}
        least, most = _weighted(parts, len(self.customers))
        return Scores(least, most, round(points.possible, _DIGITS), self.customers.ids)

    def on_bars(self, points: Points, row: int | None = None) -> tuple[OnBar, ...]:
        """Return each bar as the ideal, the average and, if given, one customer earn it."""
        result = []
        for bar in points.bars:
            share = self.share(bar)
            earned = () if row is None else (share.low[row], share.high[row])
            result.append(
                OnBar(
                    bar.column,
                    bar.points,
                    share.average * bar.points,
                    share.known,
                    *(float(part) * bar.points for part in earned),
                )
            )
        return tuple(result)


def shares(customers: Customers, bar: Bar) -> tuple[Floats, Floats]:
    """Return the least and the most of a bar's points each customer earns, as parts of 1.

    Domain 5: clip((v − worst)/(best − worst), 0, 1); by bands, an edge in the better band; by
    level, an unknown level missing. A missing value gives 0 and 1, as does a column these
    customers don't have; a value that is a range itself gives the range it earns.
    """
    least, most = _earned(customers, bar)
    return np.where(np.isnan(least), 0.0, least), np.where(np.isnan(most), 1.0, most)


def _earned(customers: Customers, bar: Bar) -> tuple[Floats, Floats]:
    column = customers.columns.get(bar.column)
    unknown = np.full(len(customers), np.nan)
    if column is None or (column.words and not isinstance(bar.how, ByLevel)):
        return unknown, unknown
    if isinstance(bar.how, ByLevel):
        named = customers.frame[bar.column].map(bar.how.shares)
        part = np.asarray(named.to_numpy(na_value=np.nan), dtype=np.float64)
        return part, part
    low, high = customers.range_of(bar.column)
    if isinstance(bar.how, Bands):
        return _banded(low, high, bar.how)
    first = _linear(low, bar.how)
    second = first if high is low else _linear(high, bar.how)
    return np.minimum(first, second), np.maximum(first, second)


def _linear(values: Floats, how: Linear) -> Floats:
    part = (values - how.worst) / (how.best - how.worst)
    return np.asarray(np.clip(part, 0.0, 1.0), dtype=np.float64)


def _banded(low: Floats, high: Floats, how: Bands) -> tuple[Floats, Floats]:
    if high is low:
        parts = np.asarray(how.shares, dtype=np.float64)
        above = parts[np.searchsorted(how.edges, low, side="right")]
        below = parts[np.searchsorted(how.edges, low, side="left")]
        part = np.where(np.isnan(low), np.nan, np.maximum(above, below))
        return part, part
    # A range earns what any band it reaches gives, not only the bands of its ends.
    first, last = _banded(low, low, how)[0], _banded(high, high, how)[0]
    least, most = np.minimum(first, last), np.maximum(first, last)
    for start, end, inner in zip(how.edges, how.edges[1:], how.shares[1:], strict=False):
        inside = (low < end) & (high > start)
        least = np.where(inside, np.minimum(least, inner), least)
        most = np.where(inside, np.maximum(most, inner), most)
    return least, most


def _weighted(parts: list[tuple[Share, float]], n: int) -> tuple[Floats, Floats]:
    """Return least and most sums of shares times points in float64, each row by itself.

    A matrix product would be faster, but rounds a row by where it stands, and a cut compares
    float64: reordering customers must move nobody.
    """
    least = np.zeros(n)
    most = least if all(share.high is share.low for share, _ in parts) else np.zeros(n)
    product = np.empty(min(_BLOCK, n))
    for start in range(0, n, _BLOCK):
        rows = slice(start, start + _BLOCK)
        low, high = least[rows], most[rows]
        part = product[: len(low)]
        for share, worth in parts:
            low += np.multiply(share.low[rows], worth, out=part)
            if most is not least:
                if share.high is not share.low:
                    np.multiply(share.high[rows], worth, out=part)
                high += part
        np.round(low, _DIGITS, out=low)
        if most is not least:
            np.round(high, _DIGITS, out=high)
    return least, most


def ranking(scores: Scores) -> npt.NDArray[np.intp]:
    """Return row numbers by falling score: by least, then by most, equal ones as they stand."""
    return np.lexsort((-scores.most, -scores.least))


def places(scores: Scores) -> npt.NDArray[np.intp]:
    """Return each row's place, 1 for the best; equal ranges share the better place."""
    order = ranking(scores)
    least, most = scores.least[order], scores.most[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (least[1:] != least[:-1]) | (most[1:] != most[:-1])
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    result = np.empty(len(order), dtype=np.intp)
    result[order] = first + 1
    return result


def standing(scores: Scores, least: float, most: float) -> tuple[int, int]:
    """Return the best and the worst place a range would take among these scores."""
    return 1 + int((scores.least > most).sum()), 1 + int((scores.least > least).sum())


def feeds(columns: Mapping[str, Column], name: str) -> frozenset[str]:
    """Return every column this one is computed from, through any number of steps."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        column = columns.get(waiting.pop())
        fresh = set(column.needs) - found if column else set()
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def refuse_points(columns: Mapping[str, Column], name: str) -> None:
    """Raise `WorkbenchError` when a bar on this column would feed on points itself."""
    if name in SCORES or feeds(columns, name) & SCORES:
        label = columns[name].label if name in columns else name
        raise WorkbenchError(
            f"«{label}» depends on points, so it can't earn any",
            allowed="measures and attributes computed without points",
            then="Choose another attribute for this bar.",
        )


def score_column(points: Points) -> Column:
    """Return the meaning of the score as an axis of the matrix; its values are the middles."""
    return Column(
        name=SCORE,
        label="Points",
        unit=f"of {points.possible:g}",
        meaning="Points earned on the bars of the good customer, all bars added up.",
        term="additive score",
        needs=points.columns,
    )


def with_points(customers: Customers, points: Points, scores: Scores) -> Customers:
    """Return the customers with their score as one more column: drawn at the middle, with ends."""
    ends = (scores.least, scores.most)
    return customers.with_column(score_column(points), scores.middle, ends=ends)
