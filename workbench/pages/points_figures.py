"""The figures a points page shows, computed once per change and kept while they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.customers import Bools, Customers
from workbench.engagement import Engagement
from workbench.kept import Kept
from workbench.pages.points_earning import said
from workbench.review.distribution import Spread, spread_over
from workbench.review.honesty import Agreement, Honesty, honesty
from workbench.review.placement import prospects
from workbench.review.points import BUDGET, TEN, Points
from workbench.review.review import Review
from workbench.review.scoring import Earned, Scores

_HALF = 50.0  # a budget's bars are drawn to 50 until one needs more


@dataclass(frozen=True, eq=False)
class Figures:
    """Points, shares and scores of one review; ``counted`` are customers, nobody set aside.

    ``customers`` are everybody, without the points themselves.
    """

    points: Points
    earned: Earned
    scores: Scores
    prospect: Bools
    ranked: Bools
    customers: Customers

    @property
    def counted(self) -> Bools:
        """Today's customers: what averages, places and tests are taken over."""
        return self.earned.counted

    @property
    def average(self) -> float:
        """Mean score of today's customers; NaN without any."""
        middles = self.scores.middle[self.counted]
        return float(middles.mean()) if len(middles) else float("nan")

    def rows(self, kind: str) -> Bools:
        """Return who is ranked: all, customers or prospects."""
        if kind == "all":
            return self.ranked
        return self.ranked & (self.prospect if kind == "prospects" else ~self.prospect)


class Reckoning:
    """Computes figures for a session's review; what a move doesn't touch is kept."""

    def __init__(self, engagement: Engagement) -> None:
        self.engagement = engagement
        self._base: tuple[Earned, frozenset[str], Earned, Bools, Bools] | None = None
        self._spreads: dict[str, Spread] = {}
        self._names: tuple[Customers, Any] | None = None
        self._nameless = Kept()

    def figures(self, review: Review, *, hide: bool = False) -> Figures:
        """Return the figures of a review; while points move, this is one weighted sum."""
        points = self.engagement.points(review)
        earned, prospect, ranked = self._earned(review)
        shown = earned.customers
        if hide:
            shown = self._nameless.answer("nameless", (shown,), shown.nameless)
        return Figures(points, earned, earned.score(points), prospect, ranked, shown)

    def spread(self, figures: Figures, column: str) -> Spread:
        """Return how today's customers are spread over an attribute."""
        if column not in self._spreads:
            self._spreads[column] = spread_over(figures.customers, column, figures.counted)
        return self._spreads[column]

    def hits(self, customers: Customers, search: str) -> Any:
        """Return the rows whose name holds the text, whatever the case."""
        if self._names is None or self._names[0] is not customers:
            self._names = (customers, [str(name).casefold() for name in customers.names])
        text = search.strip().casefold()
        return np.array([i for i, n in enumerate(self._names[1]) if text in n], dtype=np.intp)

    def _earned(self, review: Review) -> tuple[Earned, Bools, Bools]:
        """Return the shares kept by the engagement, counted without those set aside."""
        shared = self.engagement.earned(review)
        aside = frozenset(review.set_aside)
        kept = self._base
        if kept is None or kept[0] is not shared or kept[1] != aside:
            customers = shared.customers
            prospect = prospects(customers)
            ranked = np.ones(len(customers), dtype=bool)
            ranked[[customers.row(key) for key in aside if key in customers]] = False
            own = Earned(customers, ~prospect & ranked) if aside else shared
            kept = self._base = (shared, aside, own, prospect, ranked)
            self._spreads = {}
        return kept[2], kept[3], kept[4]


def tested(figures: Figures) -> Honesty:
    """Return the honesty test; it takes shares of its own, so that it may run beside the page."""
    customers, counted = figures.customers, figures.counted
    return honesty(customers, figures.points, Earned(customers, counted))


def told_by_bar(points: Points, test: Honesty | None) -> dict[str, Agreement]:
    """Return the test's result per column."""
    return {} if test is None else dict(zip(points.columns, test.bars, strict=True))


def scale_of(points: Points) -> float:
    """Return where the scale of the bars ends: 10 each, or 50 of a budget until one needs more."""
    if points.mode == "ten":
        return TEN
    few = len(points.bars) <= 2  # noqa: PLR2004 - two bars may well share fifty-fifty
    return BUDGET if few or any(bar.points >= _HALF for bar in points.bars) else _HALF


def bar_rows(
    figures: Figures,
    row: int | None,
    scale: float,
    told: Mapping[str, Agreement],
    spreads: Mapping[str, Spread],
) -> list[dict[str, Any]]:
    """Return finished rows for `PointsBars`."""
    customers, points = figures.customers, figures.points
    rows = []
    for bar, on_bar in zip(points.bars, figures.earned.on_bars(points, row), strict=True):
        column = customers.columns.get(bar.column)
        spread, test = spreads[bar.column], told.get(bar.column)
        rows.append(
            {
                "key": bar.column,
                "label": column.label if column else bar.column,
                "detail": said(column, bar),
                "points": bar.points,
                "maximum": max(scale, bar.points),
                "limit": points.limit(bar.column),
                "earned_low": on_bar.least,
                "earned_high": on_bar.most,
                "average": on_bar.average,
                "note": test.words if test else "",
                "note_title": test.sentence if test else "",
                "picture": list(spread.counts),
                "picture_at": None if row is None else _step(customers, bar.column, row, spread),
            }
        )
    return rows


def _step(customers: Customers, name: str, row: int, spread: Spread) -> int | None:
    """Return the step of an attribute's picture in which one customer stands."""
    column = customers.columns.get(name)
    if column is None:
        return None
    cell: Any = customers.frame[name].iat[row]
    if column.words:
        return column.levels.index(cell) if cell in column.levels else None
    return spread.step(float(cell))
