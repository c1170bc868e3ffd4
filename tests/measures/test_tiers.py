"""Fit, feeling, the proposed tier and the tier as columns (domain 9)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.engagement import Engagement
from workbench.review.assumptions import Assumptions
from workbench.review.review import Review
from workbench.review.tiers import FeelingMark, FitMark, Override, TierRules, Tiers


def engagement() -> Engagement:
    """Make four customers: margins 40 %, 10 %, −50 %, and one whose cost is not known."""
    customers = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "name": ["A", "B", "C", "D"],
            "fit": ["Exceed", "will_not", None, "superb"],
        }
    )
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "date": ["2026-03-01"] * 4,
            "amount": [1000.0, 1000.0, 1000.0, 1000.0],
            "direct_cost": [600.0, 900.0, 1500.0, None],
        }
    )
    events = pd.DataFrame(
        {"customer_id": ["a", "a"], "date": ["2026-02-01"] * 2, "kind": ["referral"] * 2}
    )
    prospects = pd.DataFrame({"customer_id": ["p"], "name": ["P"], "fit": ["meet"]})
    return Engagement.from_frames(
        customers=customers, sales=sales, events=events, prospects=prospects
    )


def columns(name: str, review: Review | None = None) -> list[Any]:
    """Return one column of everybody."""
    client = engagement()
    return client.customers(review or Review()).frame[name].tolist()


def assumed(**fields: Any) -> Review:
    """Return a review in which people said something about tiers."""
    return Review(assumptions=Assumptions(tiers=Tiers(**fields)))


def test_a_tier_for_everybody_with_a_profit_and_a_reason_for_the_others() -> None:
    """A is ideal, B is lowered by «will not», C loses money; D and the prospect are not placed."""
    assert columns("tier") == ["Ideal", "Break-even", "Loses money", None, None]
    customers = engagement().customers(Review())
    assert customers.column("tier").levels[0] == "Loses money"
    assert "direct cost" in customers.why_missing("tier", customers.row("d"))
    assert customers.why_missing("tier", customers.row("p")).startswith("A prospect")


def test_fit_is_the_client_s_own_until_a_person_says_otherwise() -> None:
    """Any spelling of the four words is read, a fifth word is none; a mark wins; prospects too."""
    assert columns("fit_to_needs") == ["exceed", "will not", None, None, "meet"]
    marked = assumed(fit={"b": FitMark(value="meet"), "zz": FitMark(value="meet")})
    assert columns("fit_to_needs", marked)[1] == "meet"
    assert columns("tier", marked)[1] == "Good income"


def test_a_feeling_lowers_and_an_override_stands_through_everything() -> None:
    """Painful lowers A; chosen tiers stay as rules and feelings move; set aside has none."""
    assert columns("tier", assumed(feeling={"a": FeelingMark(value="painful")}))[0] == "Good income"
    chosen = {
        "c": Override(tier=1, reason="They open doors"),
        "d": Override(tier=2, reason="known"),
    }
    review = assumed(overrides=chosen, rules=TierRules(loss_margin=-0.9))
    assert columns("tier", review)[2:4] == ["Ideal", "Good income"]
    assert columns("tier_proposed", review)[2:4] == ["Break-even", None]
    aside = review.model_copy(update={"set_aside": {"c": {"reason": "closed"}}})
    assert columns("tier", Review.checked(aside))[2] is None


def test_what_they_are_made_of_is_known() -> None:
    """A bar on the tier feeds on profit, and what is estimated is said of it."""
    column = engagement().customers(Review()).column("tier")
    assert {"profit", "tier_proposed", "referrals"} <= set(column.needs)
