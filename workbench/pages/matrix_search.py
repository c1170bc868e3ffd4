"""Searching for a customer: a typed name lights up, and Enter chooses the best hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from workbench.customers import Bools, Customers
from workbench.session import Session
from workbench.widgets.view import Event, Node, h

_LONGEST = 100
_LISTED = 12


def pick(key: str, name: str) -> Node:
    """Describe a name that chooses the customer; an event `choose`.

    Where there is no room for all of it the hover has it, and it is read out whole.
    """
    return h(
        "button.wb-link",
        name,
        on={"click": "choose"},
        key=key,
        type="button",
        title=name,
        dir="auto",
    )


class Search:
    """What is searched for, and whom it finds."""

    def __init__(self) -> None:
        self.text = ""
        self._lowered: tuple[Customers, pd.Series[str]] | None = None

    def ask(self, text: str) -> None:
        """Search for a part of a name; an empty one finds nobody and lights nobody up."""
        self.text = text[:_LONGEST]

    def lit(self, customers: Customers) -> Bools | None:
        """Tell whose name holds the text; None while nothing is searched for."""
        text = self.text.strip().lower()
        if not text:
            return None
        if self._lowered is None or self._lowered[0] is not customers:
            self._lowered = (customers, pd.Series(customers.names, dtype="str").str.lower())
        hits = self._lowered[1].str.contains(text, regex=False)
        return np.asarray(hits.to_numpy(), dtype=np.bool_)

    def best(self, customers: Customers) -> str:
        """Return the id of the exact hit, else of the largest; empty when there is none."""
        lit = self.lit(customers)
        hits = [] if lit is None else np.flatnonzero(lit).tolist()
        turnover = customers.amounts("turnover")

        def fits(row: int) -> tuple[bool, float]:
            exact = str(customers.names[row]) == self.text
            return exact, 0.0 if turnover is None else float(turnover[row])

        return str(customers.ids[max(hits, key=fits)]) if hits else ""

    def deeds(
        self, session: Session, choose: Callable[[str], None], paint: Callable[[], None]
    ) -> Mapping[str, Callable[[Event], None]]:
        """Return what the events of `field` do: search anew, take the best hit, take a name."""

        def find(event: Event) -> None:
            self.ask(event.text())
            paint()

        def first(_: Event) -> None:
            if best := self.best(session.customers):
                choose(best)

        return {"find": find, "first": first, "choose": lambda event: choose(event.key)}

    def field(self, customers: Customers, *, hide: bool) -> Node:
        """Describe the field with the names it finds; an event `find`, `first` or `choose`."""
        lit = None if hide else self.lit(customers)
        hits = [] if lit is None else np.flatnonzero(lit)[:_LISTED].tolist()
        return h(
            "div.wb-search",
            h(
                "input.wb-input",
                type="search",
                value=self.text,
                placeholder="Find a customer by name",
                aria_label="Find a customer by name",
                on={"input": "find", "change": "find", "key:Enter": "first"},
                key="find",
                autocomplete="off",
                maxlength=_LONGEST,
            ),
            *(pick(str(customers.ids[row]), str(customers.names[row])) for row in hits),
        )
