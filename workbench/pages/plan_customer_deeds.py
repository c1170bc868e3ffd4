"""What people do on a customer's own page: say what is known of them, and plan for them."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.pages import plan_changes, tiers_changes
from workbench.pages.entering_deeds import chosen, name_of
from workbench.pages.plan_customer import PROFILE
from workbench.review.review import Review
from workbench.review.tier_words import FITS
from workbench.review.typed import day
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

    def profile(self, event: Event) -> None:
        """Write down what is known of them."""
        field, _, key = event.key.partition("|")
        if field not in {*dict(PROFILE), "consent"} or key not in self.session.customers:
            return
        text, who = event.text(), self.session.who
        self._commit(
            lambda r: plan_changes.profiled(r, key, field, text, who),
            f"{field.capitalize()} of {name_of(self.session, key)}",
        )

    def fit(self, event: Event) -> None:
        """Say how well we fit what they need."""
        key, value, who = chosen(self.session), event.text(), self.session.who
        if value in {"", *FITS}:
            self._commit(
                lambda r: tiers_changes.fit(r, key, value, who),
                f"Fit to needs of {name_of(self.session, key)}",
            )

    def for_them(self, event: Event) -> None:
        """Put a line for them into the plan."""
        action = event.field("action")
        if not action:
            raise WorkbenchError("It isn't said what is done", allowed="a sentence")
        due = day(event.field("due"), "Due")
        owner = event.field("owner", 60)
        self._new("customer", chosen(self.session), action, due=due, owner=owner)
