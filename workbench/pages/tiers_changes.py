"""What people decide about tiers: each function takes a review and returns the next one."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from workbench.customers import Customers
from workbench.pages.matrix_changes import now
from workbench.review.plan import Action
from workbench.review.review import Review, fitting
from workbench.review.tier_override import facts_under, proposed
from workbench.review.tiers import (
    FeelingMark,
    FitMark,
    Override,
    Provider,
    Referral,
    TierRules,
    Tiers,
    TierWords,
)


def tiers(review: Review, **fields: Any) -> Review:
    """Replace parts of what is said about tiers."""
    said = review.assumptions.tiers.model_copy(update=fields)
    assumed = review.assumptions.model_copy(update={"tiers": fitting(Tiers, said)})
    return review.model_copy(update={"assumptions": assumed})


def ruled(review: Review, name: str, value: float) -> Review:
    """Move one threshold of the rules; `WorkbenchError` when the rules would cross."""
    rules = review.assumptions.tiers.rules.model_dump()
    return tiers(review, rules=fitting(TierRules, {**rules, name: value}))


def method_rules(review: Review) -> Review:
    """Go back to the method's own thresholds."""
    return tiers(review, rules=TierRules())


def overridden(
    review: Review, customers: Customers, key: str, number: int, *, reason: str, who: str
) -> Review:
    """Choose a customer's tier, with the facts it is chosen on."""
    row = customers.row(key)
    given = {
        "tier": number,
        "reason": reason,
        "proposed": proposed(customers, row),
        "facts": facts_under(customers, row),
        "who": who,
        "when": now(),
    }
    kept = review.assumptions.tiers.overrides
    return tiers(review, overrides={**kept, key: fitting(Override, given)})


def by_rules(review: Review, key: str) -> Review:
    """Leave a customer's tier to the rules again."""
    kept = review.assumptions.tiers.overrides
    return tiers(review, overrides={k: v for k, v in kept.items() if k != key})


def fit(review: Review, key: str, value: str, who: str) -> Review:
    """Say how well we fit a customer's needs; nothing said takes back what was."""
    if not value:
        kept = {k: mark for k, mark in review.assumptions.tiers.fit.items() if k != key}
        return tiers(review, fit=kept)
    mark = fitting(FitMark, {"value": value, "who": who, "when": now()})
    return tiers(review, fit={**review.assumptions.tiers.fit, key: mark})


def feeling(review: Review, key: str, value: str, who: str) -> Review:
    """Say how it feels to work for a customer."""
    mark = fitting(FeelingMark, {"value": value, "who": who, "when": now()})
    return tiers(review, feeling={**review.assumptions.tiers.feeling, key: mark})


def worded(review: Review, number: str, field: str, value: str | float | None) -> Review:
    """Say a tier's traits, message or share in words of one's own; None takes the method's."""
    words = review.assumptions.tiers.words
    own = {**words.get(number, TierWords()).model_dump(), field: value}
    said = fitting(TierWords, own)
    rest = {k: v for k, v in words.items() if k != number}
    return tiers(review, words=rest if said == TierWords() else {**rest, number: said})


def provider(review: Review, name: str, good_at: str) -> Review:
    """Add somebody to the directory of other providers."""
    added = fitting(Provider, {"name": name, "good_at": good_at})
    return tiers(review, providers={**review.assumptions.tiers.providers, _made_id(): added})


def no_provider(review: Review, key: str) -> Review:
    """Take somebody out of the directory; what was referred to them stays in the log."""
    kept = review.assumptions.tiers.providers
    return tiers(review, providers={k: v for k, v in kept.items() if k != key})


def referred(review: Review, customer: str, to: str, note: str, who: str) -> Review:
    """Keep in the log that a customer was sent to another provider."""
    given = {"customer": customer, "provider": to, "note": note, "who": who, "when": now()}
    log = review.assumptions.tiers.referrals
    return tiers(review, referrals={**log, _made_id(): fitting(Referral, given)})


def unreferred(review: Review, key: str) -> Review:
    """Take an entry out of the log."""
    log = review.assumptions.tiers.referrals
    return tiers(review, referrals={k: v for k, v in log.items() if k != key})


def planned(review: Review, actions: list[dict[str, Any]], who: str, due: date | None) -> Review:
    """Put actions about single customers into the plan, all due on one day."""
    stamp = now()
    made = {
        _made_id(): fitting(
            Action, {"kind": "customer", "due": due, "who": who, "when": stamp, **fields}
        )
        for fields in actions
    }
    return review.model_copy(update={"plan": {**review.plan, **made}})


def _made_id() -> str:
    # Two pages may write in the same second.
    return f"{now()} {secrets.token_hex(4)}"
