"""Which tier the rules propose for each customer, and what led to it (domain 9).

Pure arithmetic on arrays, one entry per customer. Everyone counted with a profit gets exactly one
tier; first match wins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Customers, Floats
from workbench.review.placement import prospects
from workbench.review.review import Review
from workbench.review.tiers import TierRules

Codes = npt.NDArray[np.int8]
Words = npt.NDArray[np.object_]
NO_TIER = 0
LOSS, THIN, HOURS, NEW_WORK, REST = 1, 2, 3, 4, 5
"""Which rule matched; 0 where none was asked."""

_TIER_OF = np.array([NO_TIER, 4, 3, 3, 1, 2], dtype=np.int8)
_LOWERING_FEELINGS = ("frustrated", "painful")
_LOWERING_FIT = "will not"
_LAST = 4


@dataclass(frozen=True, eq=False)
class TierFacts:
    """What the rules read, an entry per customer; NaN or None where it is not known.

    ``profit`` and ``turnover`` are money over the window, ``margin`` profit ÷ turnover (NaN where
    turnover is not above zero), ``referrals`` and ``together`` (things developed together) counts,
    ``trend`` orders against the window before. ``counted`` marks who is measured: nobody set
    aside, no prospect.
    """

    profit: Floats
    turnover: Floats
    margin: Floats
    hours: Floats
    referrals: Floats
    together: Floats
    trend: Floats
    fit: Words
    feeling: Words
    counted: Bools

    @classmethod
    def of(
        cls, column: Callable[[str], Floats], word: Callable[[str], Words], counted: Bools
    ) -> TierFacts:
        """Take the columns by name out of wherever they are."""
        return cls(
            profit=column("profit"),
            turnover=column("turnover"),
            margin=column("profit_margin"),
            hours=column("hours"),
            referrals=column("referrals"),
            together=column("co_developments"),
            trend=column("order_trend"),
            fit=word("fit_to_needs"),
            feeling=word("feeling"),
            counted=counted,
        )


@dataclass(frozen=True, eq=False)
class Tiering:
    """Everybody's proposed tier and what led to it, an entry per customer.

    ``tier`` is 1 to 4, 0 where none is proposed; ``by_figures`` the tier before fit and feeling
    had their say, ``lowered`` whom they moved, ``because`` the rule that matched.
    ``turnover_share`` and ``hours_share`` are shares of all counted customers; ``typical`` is the
    median margin of the profitable, NaN when nobody is.
    """

    tier: Codes
    by_figures: Codes
    because: Codes
    lowered: Bools
    turnover_share: Floats
    hours_share: Floats
    typical: float

    @property
    def placed(self) -> Bools:
        """Who has a tier by the rules."""
        return self.tier > NO_TIER


def propose(facts: TierFacts, rules: TierRules) -> Tiering:
    """Propose a tier for everyone whose profit is known (domain 9); a few array operations.

    Who has no turnover has no margin: one who costs money all the same loses without limit, so
    the first rule matches; one who costs nothing either is not placed.

    Examples
    --------
    >>> def one(*values): return np.array(values, dtype=float)
    >>> nobody = np.array([None, None], dtype=object)
    >>> facts = TierFacts(one(20, -9), one(100, 90), one(0.2, -0.1), one(1, 1), one(1, 0),
    ...                   one(0, 0), one(1, 1), nobody, nobody, np.array([True, True]))
    >>> propose(facts, TierRules()).tier.tolist()
    [1, 4]
    """
    endless = (facts.turnover <= 0) & (facts.profit < 0)
    margin = np.where(endless, -np.inf, facts.margin)
    asked = facts.counted & np.isfinite(facts.profit) & ~np.isnan(margin)
    turnover_share = _shares(facts.turnover, facts.counted)
    hours_share = _shares(facts.hours, facts.counted)
    with np.errstate(invalid="ignore"):
        earning = asked & (facts.profit > 0) & np.isfinite(margin)
        typical = float(np.median(margin[earning])) if earning.any() else float("nan")
        new_work = (
            (facts.referrals >= rules.referrals)
            | (facts.together >= 1)
            | (facts.trend >= rules.growth)
        )
        because = np.select(
            [
                ~asked,
                margin < rules.loss_margin,
                margin < rules.thin_margin,
                hours_share > rules.hours_over * turnover_share,
                (margin >= typical) & new_work,
            ],
            [NO_TIER, LOSS, THIN, HOURS, NEW_WORK],
            REST,
        ).astype(np.int8)
    figures = _TIER_OF[because]
    lowering = (facts.fit == _LOWERING_FIT) | np.isin(facts.feeling, _LOWERING_FEELINGS)
    lowered = asked & lowering & (figures < _LAST)
    tier = np.where(lowered, figures + 1, figures).astype(np.int8)
    return Tiering(tier, figures, because, lowered, turnover_share, hours_share, typical)


def _shares(values: Floats, counted: Bools) -> Floats:
    """Return each one's share of what all counted customers have; NaN where that is nothing."""
    total = float(np.nansum(values[counted]))
    share = np.full(len(values), np.nan)
    return np.divide(values, total, out=share, where=counted) if total > 0 else share


@dataclass(frozen=True, eq=False)
class Tiered:
    """Everybody's tier as it stands: proposed by the rules, or chosen by a person.

    ``tier`` is 1 to 4, 0 for nobody's; ``chosen`` says where a person chose it. ``counted`` are
    today's customers without those set aside.
    """

    facts: TierFacts
    made: Tiering
    tier: Codes
    chosen: Bools

    @property
    def counted(self) -> Bools:
        """Who is looked at."""
        return self.facts.counted

    def of(self, *numbers: int) -> Bools:
        """Return who stands in one of these tiers."""
        return np.isin(self.tier, numbers)


def tiered(customers: Customers, review: Review) -> Tiered:
    """Return everybody's tier with what led to it, out of the finished columns."""
    counted = ~prospects(customers) & ~np.isin(customers.ids, list(review.set_aside))

    def numbers(name: str) -> Floats:
        known = name in customers.columns
        return customers.numbers(name) if known else np.full(len(customers), np.nan)

    def word(name: str) -> Words:
        known = name in customers.columns
        values: npt.NDArray[Any] = (
            customers.frame[name].to_numpy(dtype=object)
            if known
            else np.full(len(customers), None, dtype=object)
        )
        return values

    facts = TierFacts.of(numbers, word, counted)
    made = propose(facts, review.assumptions.tiers.rules)
    tier, chosen = made.tier.copy(), np.zeros(len(customers), dtype=bool)
    for key, override in review.assumptions.tiers.overrides.items():
        if key in customers and counted[row := customers.row(key)]:
            tier[row], chosen[row] = override.tier, True
    return Tiered(facts, made, tier, chosen)
