"""What the profit page shows, computed once per review: the curve, the ways out, the account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.customers import Bools, Column, Customers, Floats
from workbench.engagement import Engagement
from workbench.measures.beside import beside
from workbench.measures.earning import earning
from workbench.measures.facts import Facts
from workbench.measures.made_with import assumed
from workbench.measures.time_cost import prices
from workbench.review import words
from workbench.review.account import Account, Beside, account
from workbench.review.assumptions import Costs
from workbench.review.placement import prospects
from workbench.review.rescue import Rescue, an_hour, rescue
from workbench.review.review import Review
from workbench.review.whale import Whale, whale

HIDDEN = "hidden"


@dataclass(frozen=True, eq=False)
class Figures:
    """One review's figures; ``counted`` are the customers in it, nobody set aside.

    ``hide`` says that names, which are gone from the customers then, and money stay unsaid.
    """

    facts: Facts
    review: Review
    customers: Customers
    counted: Bools
    hide: bool = False

    def money(self, value: float) -> str:
        """Say an amount."""
        return HIDDEN if self.hide else words.money(value, self.currency)

    def say(self, column: Column, value: float) -> str:
        """Say a value of a column."""
        hidden = self.hide and words.is_money(column)
        return HIDDEN if hidden else words.value(column, value)

    @property
    def costs(self) -> Costs:
        """What is assumed about costs."""
        return assumed(self.review).costs

    @property
    def currency(self) -> str:
        """Code of all money."""
        return self.facts.currency

    @cached_property
    def profit(self) -> Floats:
        """Everybody's profit, NaN where it is missing."""
        return self.customers.numbers("profit")

    @cached_property
    def whale(self) -> Whale:
        """Those counted, by falling profit."""
        return whale(self.profit, self.counted)

    @cached_property
    def rate(self) -> Floats:
        """What an hour costs for each customer."""
        numbers = self.customers.numbers
        usual = prices(self.facts, self.costs).usual
        return an_hour(numbers("cost_to_serve"), numbers("hours"), usual)

    @cached_property
    def rescue(self) -> Rescue:
        """The ways out of each loss."""
        numbers = self.customers.numbers
        return rescue(self.profit, numbers("turnover"), numbers("hours"), self.rate)

    @cached_property
    def beside(self) -> Beside:
        """What has no customer."""
        return beside(self.facts, self.costs)

    @cached_property
    def account(self) -> Account:
        """The client's account."""
        aside = {key: entry.reason for key, entry in self.review.set_aside.items()}
        return account(self.customers, aside, self.beside, self.currency)

    @cached_property
    def out(self) -> Bools:
        """Customers that are not in the picture: set aside, or without a profit."""
        return ~prospects(self.customers) & ~(self.counted & np.isfinite(self.profit))

    @property
    def asks(self) -> bool:
        """Whether nobody has a profit because no direct cost is known: one answer mends it."""
        sold = self.customers.amounts("turnover")
        return not len(self.whale.order) and sold is not None and self.costs.margin is None


def figures(engagement: Engagement, review: Review, *, moving: bool, hide: bool = False) -> Figures:
    """Return the figures of a review; while something moves, of what can't wait alone."""
    facts = engagement.facts_of(review)
    customers = earning(facts, review) if moving else engagement.customers(review)
    customers = customers.nameless() if hide else customers
    aside = np.isin(customers.ids, [key for key in review.set_aside if key in customers])
    return Figures(facts, review, customers, ~prospects(customers) & ~aside, hide)
