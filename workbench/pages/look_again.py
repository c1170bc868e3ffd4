"""Whom to look at again, on every page that can bring a customer back to the table (domain 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from workbench.customers import Customers
from workbench.kept import Kept
from workbench.measures.by_hand import entered_in
from workbench.measures.timeline import strategy_changes
from workbench.pages.profit_changes import looked
from workbench.review import words
from workbench.review.review import Review
from workbench.review.rewards import Again, look_again
from workbench.session import Session
from workbench.widgets.view import Node, h


class LookAgain:
    """Finds who is to be looked at again; the ledger is asked once per facts."""

    def __init__(self, session: Session) -> None:
        self.session, self._kept = session, Kept()

    def found(self) -> tuple[Again, ...]:
        """Return them, those due first: a change of strategy however long ago, or a date set."""
        review, customers = self.session.review, self.session.customers
        today = datetime.now(UTC).date()
        found = look_again(self.changes(), review.look_again, review.looked, today)
        return tuple(one for one in found if one.customer in customers)

    def changes(self) -> Mapping[str, date]:
        """Return when each customer's strategy changed last."""
        session, review = self.session, self.session.review
        facts, entered = session.engagement.facts_of(review), entered_in(review)
        return self._kept.answer(
            "changes",
            (facts, entered),
            lambda: strategy_changes(session.engagement.ledger, entered, facts.as_of),
        )

    def done(self, customer: str) -> Callable[[Review], Review]:
        """Return the change that is due once a customer was looked at."""
        changed, who = self.changes().get(customer), self.session.who
        return lambda review: looked(review, customer, changed, who)

    def due(self, customer: str) -> str:
        """Say why one customer is due; nothing where they aren't."""
        return next((said(one) for one in self.found() if one.due and one.customer == customer), "")


def said(one: Again) -> str:
    """Say why and since when, or until when."""
    return f"{one.why}, {words.day(one.on)}{'' if one.due else ' (later)'}"


def looks(found: Sequence[Again], customers: Customers, *, hide: bool) -> Node | None:
    """Describe those to look at again, each leading to their card, until they were looked at."""
    lines = []
    for one in found:
        row = customers.row(one.customer)
        name = f"Customer {row + 1}" if hide else str(customers.names[row])
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
                ),
                key=f"again {one.customer} {one.on}",
            )
        )
    return h("ul.wb-plainlist", *lines) if lines else None
