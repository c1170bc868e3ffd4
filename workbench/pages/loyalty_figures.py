"""The figures a loyalty page shows, computed from the session's facts when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Customers, Floats
from workbench.engagement import Engagement
from workbench.measures import rfm
from workbench.measures.facts import Facts
from workbench.measures.loyalty import FALLING, Signs, signs_of, sum_of_scores
from workbench.measures.rfm import PARTS, Basis, Binned
from workbench.review import segments, signs
from workbench.review.asked import asked
from workbench.review.assumptions import Assumptions, SegmentRule
from workbench.review.placement import prospects
from workbench.review.review import Review
from workbench.review.signs import Score

LOYAL = 2 / 3
"""Share of the known weight from which a customer is called loyal (domain 10)."""

BEST = 25
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Figures:
    """What one review shows; rows are those of ``customers``, of which the facts' come first.

    While something is ``moving``, the customers' columns may be those from before.
    """

    customers: Customers
    facts: Facts
    review: Review
    moving: bool = False

    @property
    def assumed(self) -> Assumptions:
        """What is assumed now."""
        return self.review.assumptions

    @property
    def bins(self) -> int:
        """How many scores there are."""
        return self.assumed.rfm.bins

    @cached_property
    def counted(self) -> Bools:
        """Today's customers, nobody set aside."""
        aside = np.isin(self.customers.ids, list(self.review.set_aside))
        return ~prospects(self.customers) & ~aside

    @cached_property
    def asked(self) -> Rows:
        """Rows of those the room is asked about: 80 % of turnover, at most 25."""
        return asked(self.customers, self.review.set_aside)

    @cached_property
    def signs(self) -> Signs:
        """What each sign says of each customer."""
        sums = sum_of_scores(self.customers.numbers)[: len(self.facts)]
        return signs_of(self.facts, self.assumed.loyalty, sums, self.bins)

    @cached_property
    def score(self) -> Score:
        """What the signs add up to."""
        return signs.score(self.signs.states, signs.weights(self.assumed.loyalty))

    @cached_property
    def basis(self) -> Basis:
        """What is scored."""
        n = len(self.facts)
        return rfm.basis(
            self.facts, lambda name: self.customers.numbers(name)[:n], self.assumed.rfm
        )

    @cached_property
    def binned(self) -> tuple[Binned, Binned, Binned]:
        """The three scores and their thresholds."""
        return rfm.score(self.basis, self.assumed.rfm, self.counted[: len(self.facts)])

    @cached_property
    def scores(self) -> tuple[Floats, Floats, Floats]:
        """Recency, frequency and monetary score of everybody, as they stand in the columns.

        Moving, they are as binned: what a person corrected follows on release.
        """
        if self.moving:
            coming = np.full(len(self.customers) - len(self.facts), np.nan)
            r, f, m = (np.concatenate([part.scores, coming]) for part in self.binned)
        else:
            r, f, m = (self.customers.numbers(f"{part}_score") for part in PARTS)
        return r, f, m

    @cached_property
    def scored(self) -> Bools:
        """Counted customers that have scores."""
        known = np.isfinite(self.scores[0])
        return known & np.isfinite(self.scores[1]) & np.isfinite(self.scores[2]) & self.counted

    @property
    def rules(self) -> tuple[SegmentRule, ...]:
        """The table of segments."""
        return rfm.rules(self.assumed.rfm)

    @cached_property
    def rule_of(self) -> Rows:
        """Place of the rule that took each counted customer; −1 for none."""
        return np.where(self.scored, segments.segment_of(self.rules, *self.scores), -1)

    @cached_property
    def turnover(self) -> Floats:
        """Turnover in the window, 0 where it is missing."""
        known = self.customers.amounts("turnover")
        return np.zeros(len(self.customers)) if known is None else known

    @cached_property
    def before(self) -> Floats:
        """Turnover in the window before, NaN where nothing says."""
        values = np.full(len(self.customers), np.nan)
        if "turnover_before" in self.facts.frame and self.facts.period is not None:
            given = self.facts.frame["turnover_before"].to_numpy(dtype=np.float64)
            values[: len(self.facts)] = given if self.facts.period.before else np.nan
        return values

    @cached_property
    def events_of(self) -> dict[tuple[str, str], float]:
        """How many events of each kind each customer has in the window."""
        events = self.facts.events
        keys = zip(events["customer_id"], events["kind"], strict=True)
        return dict(zip(keys, events["n"], strict=True))

    @cached_property
    def best(self) -> Rows:
        """The best by the sum of their scores, then by money: at most 25, without the low half."""
        total = self.scores[0] + self.scores[1] + self.scores[2]
        rows = np.flatnonzero(
            self.scored & (total >= signs.least_sum(self.assumed.loyalty, self.bins))
        )
        order = np.lexsort((-self.turnover[rows], -total[rows]))
        return rows[order][:BEST]

    @cached_property
    def falling(self) -> Rows:
        """Those falling away, the largest of the window before first."""
        said = self.customers.frame[FALLING].to_numpy() == "yes"
        rows = np.flatnonzero(said & self.counted)
        return rows[np.argsort(-self.before[rows], kind="stable")]


def figures(
    engagement: Engagement, review: Review, customers: Customers, *, moving: bool = False
) -> Figures:
    """Return the figures of a review."""
    return Figures(customers, engagement.facts_of(review), review, moving)


def share(part: float, whole: float) -> float:
    """Return a part of a whole; NaN where there is none."""
    return part / whole if whole > 0 else float("nan")
