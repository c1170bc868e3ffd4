"""What the plan page's controls change: each function takes a review and returns the next one."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from workbench.pages.matrix_changes import now
from workbench.review.effect import accepted
from workbench.review.placement import Placement
from workbench.review.plan import Action, Entered, Profile
from workbench.review.proposed import Proposal
from workbench.review.review import Review, fitting
from workbench.review.whom import concerned

KEPT = ("accepted", "doing")
"""States in which whom it concerns and their profit are kept, to measure the effect by."""


def decided(
    review: Review,
    proposal: Proposal,
    status: str,
    *,
    placement: Placement,
    as_of: date | None,
    who: str,
    **fields: Any,
) -> Review:
    """Accept a proposal (as it is, or with fields changed) or drop it, for good."""
    action = proposal.as_action().model_copy(update={**fields, "status": status})
    return put(review, proposal.key, action, placement=placement, as_of=as_of, who=who)


def put(
    review: Review,
    key: str,
    action: Action,
    *,
    placement: Placement,
    as_of: date | None,
    who: str,
) -> Review:
    """Put a line into the plan, checked and signed; accepted now, it keeps whom it concerns."""
    signed = action.model_copy(update={"who": who, "when": now()})
    if signed.status in KEPT and signed.since is None:
        signed = accepted(signed, placement.customers, concerned(signed, placement), as_of)
    return review.model_copy(update={"plan": {**review.plan, key: fitting(Action, signed)}})


def undecided(review: Review, key: str) -> Review:
    """Take a line out of the plan; what the figures propose is proposed again."""
    rest = {k: v for k, v in review.plan.items() if k != key}
    return review.model_copy(update={"plan": rest})


def profiled(review: Review, customer: str, field: str, value: str, who: str) -> Review:
    """Write down what is known of a customer beside the facts."""
    known = review.profiles.get(customer, Profile()).model_dump()
    said = {**known, field: value.strip(), "who": who, "when": now()}
    profiles = {**review.profiles, customer: fitting(Profile, said)}
    return review.model_copy(update={"profiles": profiles})


def entered(review: Review, customer: str, who: str, **fields: Any) -> Review:
    """Add hours or an event by hand."""
    row = fitting(Entered, {"customer_id": customer, "who": who, "when": now(), **fields})
    return review.model_copy(update={"entered": {**review.entered, made_id(): row}})


def unentered(review: Review, key: str) -> Review:
    """Take back what was entered by hand."""
    rest = {k: v for k, v in review.entered.items() if k != key}
    return review.model_copy(update={"entered": rest})


def made_id() -> str:
    """Return an id of its own: two pages may write in the same second."""
    return f"{now()} {secrets.token_hex(4)}"
