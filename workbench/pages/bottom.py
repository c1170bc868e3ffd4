"""The bottom of a page: what the room saw, and what the whole client comes to (domain 4, 6)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.errors import WorkbenchError
from workbench.measures.beside import beside
from workbench.pages import matrix_changes as change
from workbench.pages.tables import notes
from workbench.review import words
from workbench.review.account import Account, account, turnover_account
from workbench.session import Session
from workbench.widgets.view import Event, Node, View, h


class Bottom(View):
    """Notes and totals of one page; while a control moves nothing of it is drawn."""

    def __init__(self, session: Session, page: str, tell: Callable[[str], None]) -> None:
        super().__init__()
        self.session, self.page = session, page
        self._totals: tuple[tuple[object, ...], list[Account]] | None = None
        self.on(tell, note=self._note, unnote=self._unnote)

    def paint(self, *, hide: bool = False) -> None:
        """Draw what the session shows now, once it stands."""
        if self.session.previewing:
            return
        currency = self.session.engagement.currency
        self.show(
            notes(self.session.placement, self.page, hide=hide),
            *(total(made, currency, hide=hide) for made in self._accounts()),
        )

    def _accounts(self) -> list[Account]:
        """Return the client's turnover and profit, each where it is known at all."""
        session, review = self.session, self.session.review
        customers, currency = session.customers, session.engagement.currency
        key = (customers, review.set_aside, review.assumptions.costs)
        if self._totals is None or any(
            a is not b for a, b in zip(self._totals[0], key, strict=True)
        ):
            apart = beside(session.engagement.facts_of(review), review.assumptions.costs)
            aside = {one: entry.reason for one, entry in review.set_aside.items()}
            made = []
            if customers.amounts("turnover") is not None:
                made.append(turnover_account(customers, aside, apart))
            if customers.amounts("profit") is not None:
                made.append(account(customers, aside, apart, currency))
            self._totals = (key, made)
        return self._totals[1]

    def _note(self, event: Event) -> None:
        text, session = event.field("text", 1000), self.session
        if not text:
            raise WorkbenchError("The note is empty")
        about, who = (session.chosen,) if session.chosen else (), session.who
        session.commit(lambda r: change.noted(r, self.page, text, about, who), "A note")

    def _unnote(self, event: Event) -> None:
        self.session.commit(lambda r: change.unnoted(r, event.key), "A note removed")


def total(made: Account, currency: str, *, hide: bool) -> Node:
    """Say an account in one line: «12 customers: 900 EUR + set aside: 50 EUR = …»."""
    said = ""
    for line in made.lines:
        sign = (" − " if line.money < 0 else " + ") if said else ""
        what = line.what[0].lower() + line.what[1:] if said else line.what
        money = abs(line.money) if said else line.money
        amount = words.money(money, currency) if np.isfinite(money) else "not known"
        said += f"{sign}{what}" if hide else f"{sign}{what}: {amount}"
    whole = "the client's total" if made.whole else "the client's total as far as known"
    end = whole if hide else f"{whole}: {words.money(made.total, currency)}"
    return h("p.wb-quiet.wb-total", f"{said} = {end}")
