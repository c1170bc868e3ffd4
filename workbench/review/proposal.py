"""What the points page opens with (domain 5): six bars from facts that exist, five points each."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from itertools import chain

import numpy as np

from workbench.customers import Column, Customers, Floats
from workbench.errors import WorkbenchError
from workbench.review import words
from workbench.review.coverage import SPARSE, coverage
from workbench.review.placement import prospects
from workbench.review.points import Bar, ByLevel, Linear, Points
from workbench.review.scoring import SCORES, feeds

_BARS = 6
_COVERED = 0.5  # part of the customers whose fact must be known before it is proposed
_FEW_LEVELS = 8  # more levels than this are names rather than kinds

# One bar per line at most, the first measure that exists: near-synonyms must not count twice.
_WANTED: tuple[tuple[str, ...], ...] = (
    ("profit_margin", "gross_margin_share"),
    ("order_trend",),
    ("days_late", "share_paid_late", "days_to_pay"),
    ("referrals",),
    ("frequency", "orders", "typical_gap"),
    ("fit_to_needs", "fit"),
    ("higher_margin_share",),
    ("growth_gap", "potential"),
    ("complaints", "support_cost"),
    ("tenure",),
    ("average_order",),
    ("recency",),
    ("turnover", "turnover_per_year", "turnover_per_month", "monetary"),
)
# Measures that say again, or only in part, what a bar above says.
_ALIKE = frozenset({"profit", "gross_margin", "hours", "cost_to_serve", "units_per_month"}) | {
    "recency_score",
    "frequency_score",
    "monetary_score",
    "rfm_segment",
    "loyalty",
    "loyalty_known",
    "falling_away",
    "value_group",
    "co_developments",
    "feeling",
    "tier_proposed",
    "tier",
}


def default_points(customers: Customers) -> Points:
    """Propose up to six bars of five points from facts most customers have and differ in.

    Known measures come first, in the order of what usually makes a good customer; the client's
    own numbers and then words whose order means something fill up. Where these aren't six, facts
    of fewer customers follow, and last what says nearly the same as a bar that is there. Without
    facts there are no bars.
    """
    chosen: list[str] = []
    groups = _groups(customers)
    for least in (_COVERED, SPARSE):
        for group in groups:
            if len(chosen) < _BARS and not set(group) & set(chosen):
                chosen += [name for name in group if _telling(customers, name, least)][:1]
    for name in chain(*groups):
        repeats = len(chosen) >= _BARS or _repeats(customers.columns, name, chosen)
        chosen += [name] if not repeats and _telling(customers, name, SPARSE) else []
    how = {name: default_how(customers, name) for name in chosen}
    return Points(bars=tuple(Bar(column=name, how=way) for name, way in how.items()))


def why_fewer(points: Points) -> str:
    """Return one sentence where the proposal couldn't be six bars; empty where it is."""
    if len(points.bars) >= _BARS:
        return ""
    bars = words.count(len(points.bars), "bar")
    return (
        f"{bars} instead of six: nothing else is known of enough customers and differs among them."
        " Words earn points once you add them and say which are better."
    )


def _groups(customers: Customers) -> list[tuple[str, ...]]:
    """Return what may become a bar: of each group at most one, as long as others are left."""
    known = _ALIKE.union(*_WANTED)
    own = [column for name, column in customers.columns.items() if name not in known]
    # A yes is better than a no only if somebody says so: what has more levels comes before.
    own.sort(key=lambda column: (column.words, len(column.levels) == 2))  # noqa: PLR2004
    return [*_WANTED, *((column.name,) for column in own)]


def _repeats(columns: Mapping[str, Column], name: str, chosen: Collection[str]) -> bool:
    """Whether a column is a bar already, is computed from one, or one from it."""
    made_of = feeds(columns, name) | {name}
    return any(bar in made_of or name in feeds(columns, bar) for bar in chosen)


def default_how(customers: Customers, name: str) -> Linear | ByLevel:
    """Propose how a column earns points.

    Numbers: nothing at one and all at the other of the 5th and 95th percentile, rounded to what
    can be said and kept as numbers, so that they stay when customers come or go. Words: even
    steps from the worst level to the best.

    Raises
    ------
    WorkbenchError
        When nobody's value is known, or all have the same.
    """
    column = customers.column(name)
    if column.words:
        last = max(len(column.levels) - 1, 1)
        single = len(column.levels) == 1
        return ByLevel(
            shares={level: 1.0 if single else i / last for i, level in enumerate(column.levels)}
        )
    values = _known(customers, name)
    if not len(values):
        raise WorkbenchError(
            f"Nobody's «{column.label}» is known",
            then="Choose another attribute, or give this one's worst and best value yourself.",
        )
    low, high = _ends(values)
    if low == high:
        raise WorkbenchError(
            f"«{column.label}» is {low:g} for everybody, so it parts nobody",
            then="Choose another attribute, or give this one's worst and best value yourself.",
        )
    return Linear(worst=high, best=low) if column.better == "less" else Linear(worst=low, best=high)


def _ends(values: Floats) -> tuple[float, float]:
    low, high = (float(end) for end in np.quantile(values, [0.05, 0.95]))
    if low == high:  # most have the same: a few who brought others, say
        low, high = float(values.min()), float(values.max())
    if low == high or not math.isfinite(high - low):
        return low, high
    digits = 1 - math.floor(math.log10(high - low))
    if (values == np.round(values)).all():  # nobody orders 13.1 times
        digits = min(digits, 0)
        if round(low) == round(high):
            low, high = math.floor(low), math.ceil(high)
    return round(low, digits) + 0.0, round(high, digits) + 0.0  # + 0.0 turns −0 into 0


def _known(customers: Customers, name: str) -> Floats:
    values = customers.numbers(name)[~prospects(customers)]
    return values[np.isfinite(values)]


def _telling(customers: Customers, name: str, least: float) -> bool:
    """Whether enough customers have the fact and differ in it, and its order means something."""
    column = customers.columns.get(name)
    if column is None or ({name} | feeds(customers.columns, name)) & SCORES:
        return False
    if column.words and (len(column.levels) > _FEW_LEVELS or not column.ordered):
        return False
    return coverage(customers, name, ~prospects(customers)) >= least
