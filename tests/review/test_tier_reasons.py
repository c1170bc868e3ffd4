"""Every tier explains itself: which facts, which threshold (domain 10)."""

from __future__ import annotations

from small_clients import client
from tiered_clients import COLUMNS

from workbench.review.review import Review
from workbench.review.tier_reasons import why_tier
from workbench.review.tiering import tiered
from workbench.review.tiers import TierRules


def test_each_rule_says_what_matched() -> None:
    """One customer per rule, one without a profit, one lowered by how it feels."""
    customers = client(
        {
            "turnover": [100, 100, 100, 900, 100, 0, 100],
            "profit": [-20, 2, 30, 270, 10, -5, None],
            "profit_margin": [-0.2, 0.02, 0.3, 0.3, 0.1, None, None],
            "hours": [1, 1, 40, 10, 1, 1, 1],
            "referrals": [0, 0, 0, 2, 0, 0, 0],
            "feeling": [None, None, None, None, "frustrated", None, None],
            "tier_proposed": [None] * 7,
        },
        columns=COLUMNS,
    )
    found, rules = tiered(customers, Review()), TierRules()
    said = [why_tier(customers, found, rules, row) for row in range(7)]
    shares = "73 % of the hours for 7 % of the turnover"
    median = "the median of the profitable, 20 %"
    assert said == [
        "Profit margin −20 %, below −5 %.",
        "Profit margin 2 %, below 5 %.",
        f"Profit margin 30 %, but {shares}: over 1.50 times as much.",
        f"Profit margin 30 %, at least {median}, and it brought new work: 2 referrals.",
        f"Profit margin 10 %, below {median}. That alone is ‹Good income›; one lower: frustrated.",
        "Costs 5 EUR and brings no turnover.",
        "Tier by the rules is not known: no tier is proposed.",
    ]
