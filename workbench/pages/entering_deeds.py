"""What people enter by hand for a customer: hours and events, and customers no file names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.errors import WorkbenchError
from workbench.pages import plan_changes
from workbench.review.review import Review
from workbench.review.typed import day, number
from workbench.session import Session
from workbench.sources.schema import EVENT_KINDS
from workbench.widgets.view import Event


def chosen(session: Session) -> str:
    """Return the id of the chosen customer; `WorkbenchError` without one."""
    if session.chosen not in session.customers:
        raise WorkbenchError("No customer is chosen", then="Find one by name.")
    return session.chosen


def name_of(session: Session, key: str) -> str:
    """Return a customer's name."""
    return str(session.customers.names[session.customers.row(key)])


class Entering:
    """Joins the forms of `workbench.pages.entering` to a session."""

    def __init__(
        self, session: Session, commit: Callable[[Callable[[Review], Review], str], None]
    ) -> None:
        self.session, self._commit = session, commit

    def hours(self, event: Event) -> None:
        """Add hours by hand."""
        hours = number(event.field("hours"), "Hours")
        if not hours or hours < 0:
            raise WorkbenchError("How many hours isn't said", allowed="a number such as 1.5")
        self._enter(event, hours=hours, person=event.field("person", 60))

    def event(self, event: Event) -> None:
        """Add an event by hand."""
        kind = event.field("kind", 40)
        if kind not in EVENT_KINDS:
            raise WorkbenchError("What happened isn't said", allowed="one of the list")
        value = number(event.field("value"), "Money")
        self._enter(event, kind=kind, value=value, evidence=event.field("evidence"))

    def _enter(self, event: Event, **fields: Any) -> None:
        on = day(event.field("on"), "Day")
        if on is None:
            raise WorkbenchError("The day is missing", allowed="a date")
        key, who = chosen(self.session), self.session.who
        what = "Hours" if "hours" in fields else "An event"
        self._commit(
            lambda r: plan_changes.entered(r, key, who, on=on, **fields),
            f"{what} of {name_of(self.session, key)} added by hand",
        )

    def unenter(self, event: Event) -> None:
        """Take back what was entered by hand."""
        self._commit(lambda r: plan_changes.unentered(r, event.key), "An entry by hand taken back")
