"""Clients whose tiers can be told by hand."""

from __future__ import annotations

from small_clients import client

from workbench.customers import Column, Customers
from workbench.review.tier_words import FEELINGS, FITS, LEVELS

COLUMNS = (
    Column("turnover", "Turnover", "EUR", additive=True),
    Column("profit", "Profit", "EUR", additive=True),
    Column("profit_margin", "Profit margin", "%"),
    Column("hours", "Hours", "hours", additive=True),
    Column("referrals", "Referrals", "referrals", additive=True),
    Column("co_developments", "Developed together", "times", additive=True),
    Column("order_trend", "Orders against a year ago", "×"),
    Column("fit_to_needs", "Fit to needs", levels=FITS),
    Column("feeling", "Feeling", levels=tuple(FEELINGS.values())),
    Column("tier_proposed", "Tier by the rules", levels=LEVELS),
)

MORE = (
    *COLUMNS,
    Column("marketing_spend", "Marketing spend", "EUR", additive=True),
    Column("cost_to_serve", "Cost of our time", "EUR", additive=True),
    Column("support_cost", "Cost of support", "EUR", additive=True),
)


def four() -> Customers:
    """Return one customer per tier: margins 30 %, 10 %, 2 %, −20 % of 1,000 each."""
    return client(
        {
            "turnover": [1000, 1000, 1000, 1000],
            "profit": [300, 100, 20, -200],
            "profit_margin": [0.3, 0.1, 0.02, -0.2],
            "referrals": [1, 0, 0, 0],
            "hours": [10, 20, 20, 50],
            "marketing_spend": [10, 30, 20, 40],
            "cost_to_serve": [500, 1000, 1000, 2500],
            "support_cost": [0, 0, 100, 400],
        },
        columns=MORE,
    )
