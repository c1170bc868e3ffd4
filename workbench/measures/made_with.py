"""Products made with one customer and sold to others: what each of them is credited (domain 6).

A credit is seen, and an axis or a bar if somebody wants it; it is nobody's profit, for the sales
count already where they were made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.customers import Missing
from workbench.measures.facts import Facts
from workbench.measures.workings import Workings
from workbench.review.assumptions import Assumptions
from workbench.review.review import Review
from workbench.review.same import roots


@dataclass(frozen=True)
class Credit:
    """A product made with one customer: its turnover with the others in the window."""

    product: str
    customer: str
    turnover: float
    others: int


def assumed(review: Review) -> Assumptions:
    """Return a review's assumptions, each product made with the id its customer counts under."""
    found, merged = review.assumptions, roots(review.same_as)
    if not merged or not found.costs.made_with:
        return found
    made = {product: merged.get(key, key) for product, key in found.costs.made_with.items()}
    return found.model_copy(update={"costs": found.costs.model_copy(update={"made_with": made})})


def credited(facts: Facts, made: Mapping[str, str]) -> tuple[Credit, ...]:
    """Return what each product made with a customer brings with others, by ``facts.products``.

    Sales that name no customer count in the turnover, not among the others.
    """
    found = facts.products
    done = []
    for product, customer in made.items():
        others = found[(found["product"] == product) & (found["customer_id"] != customer)]
        n = int(others["customer_id"].dropna().nunique())
        done.append(Credit(product, customer, float(others["amount"].sum()), n))
    return tuple(done)


def add_credit(work: Workings, facts: Facts, made: Mapping[str, str]) -> None:
    """Put the sales credited to each customer on the sheet; missing until a product is credited."""
    values, nothing = work.nothing(), Missing(work.everyone, "No product was credited to anybody")
    if made:
        values = np.zeros(len(values))
        for credit in credited(facts, made):
            values[work.names.index == credit.customer] += credit.turnover
    work.measure("credited_sales", values, nothing)
