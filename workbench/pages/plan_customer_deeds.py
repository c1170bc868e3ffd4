"""What people do on a customer's own page: what is known, added by hand, and planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.errors import WorkbenchError
from workbench.pages import plan_changes, tiers_changes
from workbench.pages.plan_customer import PROFILE
from workbench.pages.plan_entries import EVENTS
from workbench.pages.plan_read import day, number
from workbench.review.review import Review
from workbench.review.tier_words import FITS
from workbench.session import Session
from workbench.widgets.view import Event


class CustomerDeeds:
    """Joins the parts of a customer's page to its session; ``new`` puts a line into the plan."""

    def __init__(
        self,
        session: Session,
        commit: Callable[[Callable[[Review], Review], str], None],
        new: Callable[..., None],
    ) -> None:
        self.session, self._commit, self._new = session, commit, new

    def customer(self) -> str:
        """Return the id of the chosen customer; `WorkbenchError` without one."""
        chosen = self.session.chosen
        if chosen not in self.session.customers:
            raise WorkbenchError("No customer is chosen", then="Find one by name.")
        return chosen

    def _name(self) -> str:
        customers = self.session.customers
        return str(customers.names[customers.row(self.customer())])

    def profile(self, event: Event) -> None:
        """Write down what is known of them."""
        field, _, key = event.key.partition("|")
        if field not in {*dict(PROFILE), "consent"} or key not in self.session.customers:
            return
        text, who, customers = event.text(), self.session.who, self.session.customers
        name = customers.names[customers.row(key)]
        self._commit(
            lambda r: plan_changes.profiled(r, key, field, text, who),
            f"{field.capitalize()} of {name}",
        )

    def fit(self, event: Event) -> None:
        """Say how well we fit what they need."""
        key, value, who = self.customer(), event.text(), self.session.who
        if value in {"", *FITS}:
            self._commit(
                lambda r: tiers_changes.fit(r, key, value, who), f"Fit to needs of {self._name()}"
            )

    def hours(self, event: Event) -> None:
        """Add hours by hand."""
        hours = number(event.field("hours"), "Hours")
        if not hours or hours < 0:
            raise WorkbenchError("How many hours isn't said", allowed="a number such as 1.5")
        self._enter(event, hours=hours, person=event.field("person", 60))

    def event(self, event: Event) -> None:
        """Add an event by hand."""
        kind = event.field("kind", 40)
        if kind not in EVENTS:
            raise WorkbenchError("What happened isn't said", allowed="one of the list")
        value = number(event.field("value"), "Money")
        self._enter(event, kind=kind, value=value, evidence=event.field("evidence"))

    def _enter(self, event: Event, **fields: Any) -> None:
        on = day(event.field("on"), "Day")
        if on is None:
            raise WorkbenchError("The day is missing", allowed="a date")
        key, who = self.customer(), self.session.who
        what = "Hours" if "hours" in fields else "An event"
        self._commit(
            lambda r: plan_changes.entered(r, key, who, on=on, **fields),
            f"{what} of {self._name()} added by hand",
        )

    def unenter(self, event: Event) -> None:
        """Take back what was entered by hand."""
        self._commit(lambda r: plan_changes.unentered(r, event.key), "An entry by hand taken back")

    def for_them(self, event: Event) -> None:
        """Put a line for them into the plan."""
        action = event.field("action")
        if not action:
            raise WorkbenchError("It isn't said what is done", allowed="a sentence")
        due = day(event.field("due"), "Due")
        owner = event.field("owner", 60)
        self._new("customer", self.customer(), action, due=due, owner=owner)
