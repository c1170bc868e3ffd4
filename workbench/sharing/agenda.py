"""The plan as finished rows: what is decided about whom, and which dates come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workbench.customers import Customers
from workbench.review.placement import Placement
from workbench.review.review import Review
from workbench.review.whom import said
from workbench.sharing.snapshot import Day, Decision

_STATES = ("accepted", "doing", "proposed", "done")
"""States of a decision in the order they are told; a dropped one isn't."""


def decisions(review: Review, placement: Placement | None, today: date) -> tuple[Decision, ...]:
    """Return what is decided, accepted first, and of equals what is due first."""
    told = [action for action in review.plan.values() if action.status in _STATES]
    told.sort(key=lambda a: (_STATES.index(a.status), a.due is None, a.due))
    return tuple(
        Decision(
            kind=action.kind,
            about=action.about,
            whom=said(action, placement) if placement else action.about or "Everybody",
            action=action.action,
            owner=action.owner,
            due=action.due,
            overdue=action.due is not None and action.due < today and action.status != "done",
            status=action.status,
            cost=action.cost,
            expected=action.expected,
            gives_us=action.gives_us,
            gives_them=action.gives_them,
        )
        for action in told
    )


def days(
    review: Review, customers: Customers, told: Sequence[Decision], today: date
) -> Iterator[Day]:
    """Yield the dates of decisions still open, and of customers to be looked at again."""
    for decision in told:
        if decision.due and decision.status != "done":
            by = f", {decision.owner}" if decision.owner else ""
            what = f"{decision.whom}: {decision.action}{by}"
            yield Day(on=decision.due, what=what, overdue=decision.overdue)
    for key, look in review.look_again.items():
        if key in customers:
            why = f": {look.why}" if look.why else ""
            name = customers.names[customers.row(key)]
            yield Day(on=look.on, what=f"Look again at {name}{why}", overdue=look.on < today)
