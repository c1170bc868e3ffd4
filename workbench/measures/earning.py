"""What can't wait while an assumption moves: sales and profit, nothing that follows from them."""

from __future__ import annotations

from workbench.customers import Customers
from workbench.measures import profit, sales
from workbench.measures.everybody import corrections
from workbench.measures.facts import Facts
from workbench.measures.made_with import assumed
from workbench.measures.workings import Workings
from workbench.review.review import Review


def earning(facts: Facts, review: Review) -> Customers:
    """Return the customers with the measures of sales and profit alone, in the rows of all.

    The same figures, computed by the same functions, as `everybody` has; prospects, attributes,
    loyalty and points are left out, which is most of the time it takes.
    """
    work = Workings(facts.frame["name"], facts.currency, corrections(review), review.set_aside)
    sales.add_sales(work, facts, assumed(review).costs.made_with)
    profit.add_profit(work, facts, review.assumptions.costs)
    return work.customers()
