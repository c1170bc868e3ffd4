"""The honesty test (domain 5): do today's profitable customers have what earns points?

Spearman's rank correlation between points earned and profit, or turnover where profit is not
known, per bar and in total. It says what goes together among today's customers, not why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from scipy import stats

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review import words
from workbench.review.points import Points
from workbench.review.scoring import Earned, feeds
from workbench.tabular import Tabular

_FEWEST = 5  # below this many pairs a coefficient is an accident (domain 5)
_STRENGTH = ((0.7, "strongly"), (0.5, "clearly"), (0.3, "somewhat"), (0.1, "hardly"))
_AGAINST = -0.3


@dataclass(frozen=True)
class Agreement:
    """How far points earned go with the outcome: ρ over ``n`` pairs, or the reason for none.

    ``words`` are short enough for a bar's end («clearly», «part of profit»), ``sentence`` says all.
    """

    rho: float | None
    n: int
    words: str
    sentence: str


@dataclass(frozen=True)
class Honesty(Tabular):
    """The test for every bar, in the bars' order, and in total.

    ``apart`` is the total over the bars that are no part of the outcome, where some are; it is
    the fairer figure, because a part always goes with its whole.
    """

    outcome: Column | None
    columns: tuple[str, ...]
    bars: tuple[Agreement, ...]
    total: Agreement
    apart: Agreement | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """One row per bar, by its column, and the totals: ρ, number of pairs, in words."""
        rows = dict(zip(self.columns, self.bars, strict=True)) | {"total": self.total}
        if self.apart is not None:
            rows["total without parts of the outcome"] = self.apart
        fields = [{"rho": a.rho, "n": a.n, "words": a.words} for a in rows.values()]
        return pd.DataFrame(fields, index=pd.Index(rows, name="bar")).astype({"rho": "float64"})


def spearman(
    earned: Floats, outcome: Floats, ranked: Floats | None = None
) -> tuple[float | None, int]:
    """Return Spearman's ρ and the number of complete pairs; no ρ under 5 pairs or for a constant.

    Ties have the mean of their ranks. ``ranked`` lends the ranks of the known outcomes to a caller
    who tests one outcome many times: ranking is what takes the time.
    """
    known = np.isfinite(outcome)
    pairs = np.isfinite(earned) & known
    n = int(pairs.sum())
    first, second = earned[pairs], outcome[pairs]
    if n < _FEWEST or first.min() == first.max() or second.min() == second.max():
        return None, n
    lent = ranked is not None and len(ranked) == n
    # Pearson over ranks is Spearman's ρ; scipy's own would compute a p-value nobody reads.
    ranks = stats.rankdata(first), ranked if lent else stats.rankdata(second)
    return float(np.corrcoef(*ranks)[0, 1]), n


def strength(rho: float) -> str:
    """Say a rank correlation in a word: strongly, clearly, somewhat, hardly, not at all, against.

    Examples
    --------
    >>> strength(0.71), strength(0.29), strength(0.0), strength(-0.4)
    ('strongly', 'hardly', 'not at all', 'goes against')
    """
    if rho <= _AGAINST:
        return "goes against"
    return next((word for least, word in _STRENGTH if round(rho, 9) >= least), "not at all")


def honesty(
    customers: Customers, points: Points, earned: Earned, counted: Bools | None = None
) -> Honesty:
    """Test the bars against profit, or turnover where profit is not known.

    A bar's pairs are the customers whose fact is known; in total, a range ranks by its least.
    A bar that is part of the outcome says so and gets no figure. ``counted`` restricts the rows,
    by default to those ``earned`` counts.
    """
    rows = earned.counted if counted is None else counted
    outcome = _outcome(customers, rows)
    if outcome is None:
        none = Agreement(None, 0, "", "Neither profit nor turnover is known, so nothing is tested")
        return Honesty(None, points.columns, tuple(none for _ in points.bars), none)
    values = customers.numbers(outcome.name)[rows]
    ranked = np.asarray(stats.rankdata(values[np.isfinite(values)]), dtype=np.float64)

    def agreement(points_earned: Floats) -> Agreement:
        return _agreement(spearman(points_earned[rows], values, ranked), outcome)

    columns = customers.columns
    parts = [name for name in points.columns if is_part(columns, name, outcome.name)]
    results = []
    for bar in points.bars:
        share = earned.share(bar)
        least = np.where((share.low == 0) & (share.high == 1), np.nan, share.low)
        part = bar.column in parts
        results.append(_part(outcome) if part else agreement(least))
    total = agreement(_total(points, earned))
    if not parts or len(parts) == len(points.bars):
        return Honesty(outcome, points.columns, tuple(results), total)
    without = reduce(lambda rest, name: rest.give(name, 0), parts, points)
    apart = agreement(_total(without, earned))
    return Honesty(outcome, points.columns, tuple(results), total, apart)


def _total(points: Points, earned: Earned) -> Floats:
    """Least scores; NaN for those of whom nothing is known."""
    scores = earned.score(points)
    unknown = (scores.least == 0) & (scores.most == scores.possible)
    return np.where(unknown, np.nan, scores.least)


def is_part(columns: Mapping[str, Column], name: str, outcome: str) -> bool:
    """Tell whether a column is the outcome, feeds it, or is computed from its parts alone.

    Gross margin is part of profit, and so is gross margin ÷ turnover; turnover ÷ orders is not,
    because orders tell something of their own.
    """
    whole = feeds(columns, outcome) | {outcome}

    def inside(column: str, seen: frozenset[str]) -> bool:
        if column in whole:
            return True
        needs = columns[column].needs if column in columns and column not in seen else ()
        return bool(needs) and all(inside(need, seen | {column}) for need in needs)

    return inside(name, frozenset()) or outcome in feeds(columns, name)


def _outcome(customers: Customers, rows: Bools) -> Column | None:
    for name in ("profit", "turnover"):
        if name in customers.columns:
            values = customers.numbers(name)[rows]
            if int(np.isfinite(values).sum()) >= _FEWEST:
                return customers.columns[name]
    return next(
        (customers.columns[n] for n in ("profit", "turnover") if n in customers.columns), None
    )


def _part(outcome: Column) -> Agreement:
    name = outcome.label.lower()
    return Agreement(
        None, 0, f"part of {name}", f"This is part of {name}, so it goes with it by its making"
    )


def _agreement(figure: tuple[float | None, int], outcome: Column) -> Agreement:
    name = outcome.label.lower()
    rho, n = figure
    if rho is None:
        few = n < _FEWEST
        why = f"only {words.count(n, 'customer')} to compare" if few else "no difference to compare"
        return Agreement(None, n, "too few" if few else "can't tell", f"No figure: {why}")
    word = strength(rho)
    verb = f"goes against {name}" if word == "goes against" else f"goes with {name}: {word}"
    basis = f"ρ {words.number(round(rho, 2))}, {words.count(n, 'customer')}"
    return Agreement(rho, n, word, f"{verb} ({basis})")
