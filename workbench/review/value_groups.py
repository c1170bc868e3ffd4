"""Value groups: who is most valuable, who has most to gain, who costs more than they bring.

Pure arithmetic on arrays, one entry per customer (domain 8). In this order everyone falls into
exactly one group: below zero, most valuable, most to gain, and the rest in between by value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Floats
from workbench.review import words
from workbench.review.assumptions import LongTerm
from workbench.review.cuts import few

Codes = npt.NDArray[np.int8]
NOT_PLACED = np.int8(-1)
BELOW = 0


@dataclass(frozen=True)
class ValueGroup:
    """A group: the key its treatment is kept under, its name, the field's word, what to do."""

    key: str
    name: str
    term: str
    treatment: str


_BELOW = ValueGroup(
    "below_zero",
    "Cost more than they bring",
    "BZ, below zero",
    "Fees or fewer hours: they pay their way, consolidate their orders, or leave",
)
GAIN = ValueGroup(
    "most_to_gain",
    "Most to gain",
    "MGC, most growable customers",
    "Personal service within limits; offer what they still buy elsewhere",
)
BEST = ValueGroup(
    "most_valuable",
    "Most valuable",
    "MVC, most valuable customers",
    "Tell them that they matter; ask them into product and process design; "
    "group them by needs, each group with a manager who may change things",
)
_BETWEEN = "Good simple service; look again at the next review"
_STEPS = {1: ("In between",), 2: ("In between, lower", "In between, upper")}


def value_groups(between: int) -> tuple[ValueGroup, ...]:
    """Return the groups from worst to best; a customer's code is a place in this tuple.

    Examples
    --------
    >>> [group.name for group in value_groups(1)]
    ['Cost more than they bring', 'In between', 'Most to gain', 'Most valuable']
    """
    names = _STEPS.get(between) or [f"In between, {i} of {between}" for i in range(1, between + 1)]
    middle = [
        ValueGroup(f"between_{i}_of_{between}", name, "value tier", _BETWEEN)
        for i, name in enumerate(names, 1)
    ]
    return (_BELOW, *middle, GAIN, BEST)


def years_worth(assume: LongTerm) -> float:
    """Return how many of today's years the years ahead are worth: Σ r^t / (1+d)^t.

    Examples
    --------
    >>> round(years_worth(LongTerm(retention=0.8, discount=0.1, years=2)), 4)
    1.2562
    """
    step = assume.retention / (1 + assume.discount)
    return float(sum(step**t for t in range(1, assume.years + 1)))


def said(assume: LongTerm) -> str:
    """Say the assumptions of a long-term value in words.

    Examples
    --------
    >>> said(LongTerm())
    '80 % stay each year, later money counts 10 % less a year, 5 years ahead'
    """
    stay, less = words.percent(assume.retention), words.percent(assume.discount)
    ahead = words.count(assume.years, "year")
    return f"{stay} stay each year, later money counts {less} less a year, {ahead} ahead"


def long_term_value(yearly_profit: Floats, assume: LongTerm) -> Floats:
    """Return Σ_{t=1..H} yearly profit · r^t / (1+d)^t, in money; NaN where profit is (domain 8).

    Parameters
    ----------
    yearly_profit
        Profit a year of each customer, in money.
    assume
        Probability r of staying a year, discount d, and H years.
    """
    return yearly_profit * years_worth(assume)


@dataclass(frozen=True, eq=False)
class Known:
    """What the groups are made of, an entry per customer; NaN where it is not known.

    ``profit``, ``turnover`` and ``potential`` are money a year, ``margin`` is profit ÷ turnover,
    ``trend`` is orders against the window before, ``higher_margin`` the share of higher-margin
    products. ``counted`` marks who is measured: nobody set aside, no prospect.
    """

    profit: Floats
    turnover: Floats
    margin: Floats
    potential: Floats
    trend: Floats
    higher_margin: Floats
    counted: Bools

    @classmethod
    def of(cls, column: Callable[[str], Floats], counted: Bools) -> Known:
        """Take the columns by name out of wherever they are."""
        return cls(
            profit=column("profit_per_year"),
            turnover=column("turnover_per_year"),
            margin=column("profit_margin"),
            potential=column("potential"),
            trend=column("order_trend"),
            higher_margin=column("higher_margin_share"),
            counted=counted,
        )


@dataclass(frozen=True, eq=False)
class Grouping:
    """Everybody's group and what led to it, an entry per customer.

    ``group`` is a place in ``groups`` or −1 (not placed); ``value`` long-term value in money,
    ``cut`` the value from which a customer is most valuable (NaN when nobody brings anything).
    ``potential`` is known or, where ``estimated``, proposed from growth (money a year, NaN where
    neither); ``gap`` what of it they don't buy yet; ``at_potential`` the long-term value it would
    have at the customer's own margin. ``typical_share`` is the share of higher-margin products
    that growth is held to, NaN where nothing says which products those are. ``counted`` is who
    was measured.
    """

    groups: tuple[ValueGroup, ...]
    group: Codes
    value: Floats
    cut: float
    potential: Floats
    estimated: Bools
    gap: Floats
    at_potential: Floats
    typical_share: float
    counted: Bools

    @property
    def placed(self) -> Bools:
        """Who has a group."""
        return self.group >= 0

    @property
    def best(self) -> int:
        """Code of the most valuable."""
        return len(self.groups) - 1

    @property
    def gain(self) -> int:
        """Code of those with most to gain."""
        return len(self.groups) - 2


def grouping(known: Known, assume: LongTerm) -> Grouping:
    """Put everyone with a profit into exactly one group (domain 8); a few array operations.

    Where a potential is known it decides alone; else `growth` proposes one.
    """
    value = long_term_value(known.profit, assume)
    placed = known.counted & np.isfinite(known.profit)
    cut = few(value[placed], assume.share)
    limit = _share_limit(known, assume)
    proposed = growth(known, assume, limit)
    estimated = np.isnan(known.potential) & np.isfinite(proposed)
    potential = np.where(estimated, proposed, known.potential)
    with np.errstate(invalid="ignore", over="ignore"):  # a margin over next to nothing sold
        at_potential = long_term_value(potential * known.margin, assume)
        below = placed & (known.profit < 0)
        best = placed & (value >= cut)
        gain = placed & ~best & (known.profit > 0) & (at_potential >= cut)
        gap = np.maximum(potential - known.turnover, 0.0)
    rest = placed & ~below & ~best & ~gain
    group = np.full(len(value), NOT_PLACED)
    group[below] = BELOW
    group[rest] = 1 + _equal_parts(value[rest], assume.between)
    group[gain], group[best] = assume.between + 1, assume.between + 2
    groups = value_groups(assume.between)
    return Grouping(
        groups, group, value, cut, potential, estimated, gap, at_potential, limit, known.counted
    )


def growth(known: Known, assume: LongTerm, least_share: float) -> Floats:
    """Propose what customers might buy a year if they go on growing; NaN where nothing says so.

    Their orders grew (trend > 1) and their share of higher-margin products is no less than
    ``least_share`` (NaN: nobody's is known, nobody is held to it). The same step is taken again
    each year for ``growth_years``, to at most ``growth_most`` times today's turnover.
    """
    with np.errstate(invalid="ignore"):
        grows = known.counted & (known.trend > 1) & (known.turnover > 0)
        if np.isfinite(least_share):
            grows &= known.higher_margin >= least_share
    times = np.minimum(1 + (known.trend - 1) * assume.growth_years, assume.growth_most)
    return np.where(grows, known.turnover * times, np.nan)


def _share_limit(known: Known, assume: LongTerm) -> float:
    shares = known.higher_margin[known.counted & np.isfinite(known.higher_margin)]
    if not len(shares):
        return float("nan")
    typical = float(np.median(shares))
    return typical if assume.higher_margin is None else assume.higher_margin


def _equal_parts(values: Floats, parts: int) -> Codes:
    """Return 0 (lowest) to ``parts`` − 1 by rank, equal values together in the middle of theirs."""
    _, at, count = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count + 1) / 2
    codes = (middle * parts // max(len(values), 1)).astype(np.int8)
    return np.asarray(codes[at], dtype=np.int8)
