"""What the tiers page shows now: everybody's tier, the sums, and whom the room is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Customers
from workbench.measures.beside import beside
from workbench.measures.facts import Facts
from workbench.review.account import Account, account
from workbench.review.asked import asked
from workbench.review.lifting import Lift, lift
from workbench.review.review import Review
from workbench.review.tier_override import changed, moved_rules
from workbench.review.tier_table import TierTable, tier_table
from workbench.review.tiering import NO_TIER, Tiered
from workbench.review.tiers import Tiers

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Figures:
    """One review's tiers; what is asked for is computed once."""

    facts: Facts
    review: Review
    customers: Customers
    found: Tiered

    @property
    def currency(self) -> str:
        """Code of all money."""
        return self.facts.currency

    @property
    def said(self) -> Tiers:
        """What people say about tiers."""
        return self.review.assumptions.tiers

    @cached_property
    def table(self) -> TierTable:
        """What the tiers hold and get."""
        return tier_table(self.customers, self.found)

    @cached_property
    def asked(self) -> Rows:
        """Rows of those the room is asked about: the few that bring 80 %."""
        return asked(self.customers, self.review.set_aside)

    @cached_property
    def out(self) -> Rows:
        """Rows of today's customers without a tier."""
        return np.flatnonzero(self.found.counted & (self.found.tier == NO_TIER))

    @cached_property
    def flagged(self) -> Bools:
        """Whose chosen tier stands on facts or rules that are others now."""
        flags = np.zeros(len(self.customers), dtype=bool)
        for row in np.flatnonzero(self.found.chosen):
            override = self.said.overrides[str(self.customers.ids[row])]
            flags[row] = bool(
                changed(self.customers, int(row), override)
                or moved_rules(override, int(self.found.made.tier[row]))
            )
        return flags

    @cached_property
    def lift(self) -> Lift:
        """The ways up to good income."""
        return lift(self.customers, self.found, self.said.rules)

    @cached_property
    def account(self) -> Account:
        """The client's account, which the tiers add up to."""
        aside = {key: entry.reason for key, entry in self.review.set_aside.items()}
        held = beside(self.facts, self.review.assumptions.costs)
        return account(self.customers, aside, held, self.currency)

    @property
    def asks(self) -> bool:
        """Whether nobody has a profit because no direct cost is known: one answer mends it."""
        nobody = not self.found.made.placed.any()
        return nobody and bool(self.found.counted.any()) and self._margin_unknown

    @property
    def _margin_unknown(self) -> bool:
        sold = self.customers.amounts("turnover") is not None
        return sold and self.review.assumptions.costs.margin is None

    def in_tier(self, number: int) -> Rows:
        """Rows of a tier, those with most to gain or lose first."""
        rows = np.flatnonzero(self.found.tier == number)
        profit = self.customers.amounts("profit")
        if profit is None:
            return rows
        return rows[np.argsort(-np.abs(profit[rows]), kind="stable")]

    def name(self, row: int, *, hide: bool) -> str:
        """Return a customer's name, or a number in its place."""
        return f"Customer {row + 1}" if hide else str(self.customers.names[row])
