"""What the measures of tiers are called and say: fit, feeling, the tier proposed and as it is."""

from __future__ import annotations

from workbench.measures.measure import Measure, in_words, more

__all__ = ["TIERS"]

TIERS: tuple[Measure, ...] = (
    more(
        "co_developments",
        "Developed together",
        "times",
        "co-development",
        "Products or services developed together with them in the window, as far as recorded.",
        adds=True,
    ),
    in_words(
        "fit_to_needs",
        "Fit to needs",
        "fit to needs",
        "How well we fit what they need: what a person said, else the client's own list.",
    ),
    in_words(
        "feeling",
        "How it feels to serve them",
        "feeling",
        "What the room says it is like to work for them, from painful to excited.",
    ),
    in_words(
        "tier_proposed",
        "Tier by the rules",
        "proposed tier",
        "The tier that the rules propose: the first one that matches, one lower where it is"
        " frustrating, painful or they will not fit.",
        "profit_margin",
        "profit",
        "turnover",
        "hours",
        "referrals",
        "co_developments",
        "order_trend",
        "fit_to_needs",
        "feeling",
    ),
    in_words(
        "tier",
        "Tier",
        "customer tier",
        "The tier a person chose, else the one the rules propose.",
        "tier_proposed",
    ),
)
