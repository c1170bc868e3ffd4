"""The method's own treatments: what is worth doing with whom (domain 6, 8, 9), to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.review.placement import Placement
from workbench.review.value_groups import BEST, GAIN


@dataclass(frozen=True)
class Treatment:
    """One thing that can be done: what it gives us, and what it gives them."""

    action: str
    gives_us: str = ""
    gives_them: str = ""


_EVERYBODY = (
    Treatment("Ask the best for introductions, thank them, answer what they write", "new work"),
    Treatment("Raise prices once a year, announced three months ahead", "margin", "time to plan"),
)
_SEVERAL = (
    Treatment("Visit this month: ask what changed", "orders that stay", "somebody who listens"),
    Treatment("Stop untargeted gifts; thank the most valuable instead", "money saved"),
    Treatment("Less effort for those who don't answer, never none", "hours", "a door that stays"),
)
_QUADRANT = (
    Treatment("Account manager, quarterly review", "orders planned ahead", "one person to ask"),
    Treatment("Offer the next product", "turnover", "what they lack"),
    Treatment("Talk about payment terms, reminder on day 1", "cash sooner", "a plan they can keep"),
    Treatment("Prepayment, standard service", "no waiting for money", "a fair price"),
)
_GROUP = {
    BEST.name: (
        Treatment("Tell them that they matter", "loyalty", "attention"),
        Treatment(
            "Give them a part in the design of product and process",
            "products that fit the best",
            "what they need, first",
        ),
        Treatment("A manager for each needs group, who may change things", "they stay", "a voice"),
    ),
    GAIN.name: (
        Treatment("Offer the next product", "turnover", "what they lack"),
        Treatment("Personal service within limits", "growth", "a person to ask"),
    ),
    "Cost more than they bring": (
        Treatment("A fee for what they take, so that they leave or order together", "costs met"),
        Treatment("Order together: fewer, larger deliveries", "hours", "lower cost"),
    ),
}
_TIER = {
    "1": (
        Treatment("Become the one they go to for everything", "most of their spending", "ease"),
        Treatment("Ask for introductions to firms like theirs", "new work", "our thanks"),
    ),
    "2": (Treatment("As opportunities come: the service they know, done well", "income", "ease"),),
    "3": (
        Treatment("Take no more, market nothing; refer to a provider who fits", "hours", "a fit"),
        Treatment("Lift to good income: price, or fewer hours", "profit", "a service that lasts"),
    ),
    "4": (
        Treatment(
            "Part kindly and fast; the hours go to tiers 1 and 2", "hours", "help with the move"
        ),
    ),
}
_CUSTOMER = (
    Treatment("Charge a fee for what they take", "the loss met"),
    Treatment("Raise the price", "the loss met"),
    Treatment("Cut the hours", "hours for others"),
    Treatment("Visit this month: ask what changed", "orders that stay", "somebody who listens"),
    Treatment("Offer the next product", "turnover", "what they lack"),
    Treatment("Develop a product together", "something to sell to others", "what they need"),
    Treatment("Part kindly and fast", "hours for others", "help with the move"),
)


def treatments(kind: str, about: str, placement: Placement) -> tuple[Treatment, ...]:
    """Return what is worth doing with a part of the base (a kind of `Action`).

    A quadrant's own action comes first.
    """
    if kind == "quadrant" and about in {"0", "1", "2", "3"}:
        own = Treatment(placement.quadrants[int(about)].action)
        rest = [t for t in _QUADRANT if t.action != own.action]
        return (own, *rest) if len(rest) == len(_QUADRANT) else _first(_QUADRANT, own.action)
    by_kind = {
        "everybody": _EVERYBODY,
        "several": _SEVERAL,
        "needs": _GROUP[BEST.name],
        "segment": _SEVERAL,
        "customer": _CUSTOMER,
        "group": _GROUP.get(about, _EVERYBODY),
        "tier": _TIER.get(about, ()),
    }
    return by_kind.get(kind, ())


def known(kind: str, about: str, placement: Placement, action: str) -> Treatment:
    """Return a treatment by its words; words of one's own make a treatment of their own."""
    found = (t for t in treatments(kind, about, placement) if t.action == action)
    return next(found, Treatment(action))


def _first(all_: tuple[Treatment, ...], action: str) -> tuple[Treatment, ...]:
    return tuple(sorted(all_, key=lambda t: t.action != action))
