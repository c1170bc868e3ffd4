"""Whom to look at again, on every page that can bring a customer back to the table (domain 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from workbench.customers import Customers
from workbench.kept import Kept
from workbench.measures.by_hand import entered_in
from workbench.measures.timeline import strategy_changes
from workbench.review import words
from workbench.review.rewards import Again, look_again
from workbench.session import Session
from workbench.widgets.view import Node, h


class LookAgain:
    """Finds who is to be looked at again; the ledger is asked once per facts."""

    def __init__(self, session: Session) -> None:
        self.session, self._kept = session, Kept()

    def found(self) -> tuple[Again, ...]:
        """Return them, those due first: a change of strategy however long ago, or a date set."""
        session, review = self.session, self.session.review
        facts, entered = session.engagement.facts_of(review), entered_in(review)
        changes = self._kept.answer(
            "changes",
            (facts, entered),
            lambda: strategy_changes(session.engagement.ledger, entered, facts.as_of),
        )
        today, customers = datetime.now(UTC).date(), session.customers
        found = look_again(changes, review.look_again, today)
        return tuple(one for one in found if one.customer in customers)

    def due(self, customer: str) -> str:
        """Say why one customer is due; nothing where they aren't."""
        return next((said(one) for one in self.found() if one.due and one.customer == customer), "")


def said(one: Again) -> str:
    """Say why and since when, or until when."""
    return f"{one.why}, {words.day(one.on)}{'' if one.due else ' (later)'}"


def looks(
    found: Sequence[Again], customers: Customers, by_date: Sequence[str], *, hide: bool
) -> Node | None:
    """Describe those to look at again, each leading to their card.

    ``by_date`` are customers with a date a person set: it is done with once they were looked at.
    """
    lines = []
    for one in found:
        row = customers.row(one.customer)
        name = f"Customer {row + 1}" if hide else str(customers.names[row])
        done = one.customer in by_date
        lines.append(
            h(
                "li",
                h(
                    "button.wb-link",
                    name,
                    on={"click": "choose"},
                    key=one.customer,
                    type="button",
                    dir="auto",
                ),
                h("span.wb-quiet", f" {said(one)} ", dir="auto"),
                h(
                    "button.wb-link",
                    "Done",
                    on={"click": "looked"},
                    key=one.customer,
                    type="button",
                )
                if done
                else None,
                key=f"again {one.customer}",
            )
        )
    return h("ul.wb-plainlist", *lines) if lines else None
