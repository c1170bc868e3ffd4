"""What the points page opens with (domain 5): six bars from facts that exist, five points each."""

from __future__ import annotations

import math

import numpy as np

from workbench.customers import Customers, Floats
from workbench.errors import WorkbenchError
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
    own numbers and then words fill up. Without facts there are no bars.
    """
    known = _ALIKE.union(*_WANTED)
    own = [column for name, column in customers.columns.items() if name not in known]
    # Words last: unless the workshop has ordered them, their order means little.
    groups = [*_WANTED, *((column.name,) for column in sorted(own, key=lambda c: c.words))]
    chosen: list[str] = []
    for group in groups:
        chosen += [name for name in group if _telling(customers, name)][:1]
    how = {name: default_how(customers, name) for name in chosen[:_BARS]}
    return Points(bars=tuple(Bar(column=name, how=way) for name, way in how.items()))


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


def _telling(customers: Customers, name: str) -> bool:
    """Whether enough customers have the fact and differ in it."""
    column = customers.columns.get(name)
    if column is None or ({name} | feeds(customers.columns, name)) & SCORES:
        return False
    real = ~prospects(customers)
    if column.words:
        words = customers.frame[name][real]
        words = words[words.isin(column.levels)]
        kinds, known = words.nunique(), len(words)
        if len(column.levels) > _FEW_LEVELS:
            return False
    else:
        values = _known(customers, name)
        kinds, known = 2 if len(values) and values.min() < values.max() else 1, len(values)
    return kinds > 1 and known >= _COVERED * int(real.sum())
