"""What the value page's controls change: each function takes a review and returns the next one."""

from __future__ import annotations

import secrets
from typing import Any

from workbench.review.assumptions import LongTerm
from workbench.review.needs import NeedsGroup
from workbench.review.review import Review, fitting


def assumed(review: Review, **fields: Any) -> Review:
    """Move assumptions of long-term value, or rules of its groups."""
    now = review.assumptions.long_term
    moved = fitting(LongTerm, {**now.model_dump(), **fields})
    assumptions = review.assumptions.model_copy(update={"long_term": moved})
    return review.model_copy(update={"assumptions": assumptions})


def treated(review: Review, key: str, text: str, proposed: str) -> Review:
    """Write how a value group is treated; an empty text, or the proposed one, is the proposal."""
    rest = {k: v for k, v in review.treatments.items() if k != key}
    own = text.strip()
    kept = rest if own in {"", proposed} else {**rest, key: own}
    return review.model_copy(update={"treatments": kept})


def grouped(review: Review, name: str) -> Review:
    """Make a needs group."""
    group = fitting(NeedsGroup, {"name": name})
    # Two pages may make one in the same moment.
    return review.model_copy(update={"needs": {**review.needs, secrets.token_hex(4): group}})


def described(review: Review, key: str, field: str, text: str) -> Review:
    """Write one field of a needs group."""
    group = fitting(NeedsGroup, {**review.needs[key].model_dump(), field: text.strip()})
    return review.model_copy(update={"needs": {**review.needs, key: group}})


def dissolved(review: Review, key: str) -> Review:
    """Take a needs group away; its customers are in none."""
    needs = {k: v for k, v in review.needs.items() if k != key}
    inside = {customer: of for customer, of in review.needs_of.items() if of != key}
    return review.model_copy(update={"needs": needs, "needs_of": inside})


def put_in(review: Review, customer: str, key: str) -> Review:
    """Put a customer into a needs group; an empty key takes them out of theirs."""
    rest = {k: v for k, v in review.needs_of.items() if k != customer}
    inside = {**rest, customer: key} if key in review.needs else rest
    return review.model_copy(update={"needs_of": inside})
