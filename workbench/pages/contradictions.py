"""The list of contradictions, a part any page can show; each line leads to a customer's card."""

from __future__ import annotations

from itertools import groupby, zip_longest

import numpy as np

from workbench.customers import Customers
from workbench.review import words
from workbench.review.contradictions import Contradiction, Contradictions, contradictions
from workbench.review.placement import prospects
from workbench.session import Session
from workbench.widgets.view import Node, h

_LISTED, _MOST, _FIRST = 8, 500, 5
_QUICK = 50_000
"""Customers up to which the list costs nobody any waiting."""


class AtOdds:
    """What contradicts itself among a session's customers, kept while they stand."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._kept: tuple[Customers, list[str], Contradictions] | None = None

    def found(self) -> Contradictions:
        """Return the contradictions of today's customers, nobody set aside."""
        customers, aside = self.session.customers, list(self.session.review.set_aside)
        kept = self._kept
        if kept is None or kept[0] is not customers or kept[1] != aside:
            counted = ~prospects(customers) & ~np.isin(customers.ids, aside)
            kept = self._kept = (customers, aside, contradictions(customers, counted))
        return kept[2]

    def line(self, *, hide: bool) -> Node | None:
        """Describe the list as one line that opens; None in a crowd, or without any."""
        customers = self.session.customers
        if len(customers) > _QUICK or not len(found := self.found()):
            return None
        return contradiction_list(customers, found, hide=hide, folded=True)


def contradiction_list(
    customers: Customers, made: Contradictions, *, hide: bool, folded: bool = False
) -> Node:
    """Describe the list; a click on a name reports «choose» with the customer's id.

    ``folded`` shows one line, «3 contradictions», that opens.
    """
    said = words.count(len(made), "contradiction")
    parts = [
        h(
            "section.wb-contradiction",
            h("h3", f"{kind}: {len(ones)}"),
            _lines(customers, ones[:_LISTED], hide=hide),
            h(
                "details.wb-fold",
                h("summary", f"and {len(ones) - _LISTED:,} more"),
                _lines(customers, ones[_LISTED:_MOST], hide=hide),
                h(
                    "p.wb-quiet",
                    f"and {len(ones) - _MOST:,} smaller ones; each is told on the customer's own"
                    " page of the plan",
                )
                if len(ones) > _MOST
                else None,
            )
            if len(ones) > _LISTED
            else None,
            key=f"kind {kind}",
        )
        for kind, ones in ((k, list(part)) for k, part in groupby(made.found, lambda c: c.kind))
    ]
    nothing = h("p.wb-quiet", "Nothing contradicts itself, as far as facts are known.")
    body = h("div.wb-contradictions", *(parts or [nothing]))
    if folded:
        return h("details.wb-fold", h("summary", said), body, key="contradictions")
    title = f"What doesn't fit together ({len(made):,})" if parts else "What doesn't fit together"
    return h("div.wb-notes", h("h2", title, title=said), body)


def first_of_all(customers: Customers, made: Contradictions) -> Node | None:
    """Describe whom to look at first: the largest of each kind, then the next; None without any."""
    by_kind = [list(ones) for _, ones in groupby(made.found, lambda one: one.kind)]
    turns = zip_longest(*by_kind)
    first = [one for turn in turns for one in turn if one is not None][:_FIRST]
    if not first:
        return None
    return h("div.wb-why", h("h3", "Worth a look"), _lines(customers, first, hide=False))


def _lines(customers: Customers, ones: list[Contradiction], *, hide: bool) -> Node:
    return h(
        "ul.wb-plainlist.wb-looks",
        *(
            h(
                "li",
                h(
                    "button.wb-link",
                    f"Customer {customers.row(one.customer) + 1}"
                    if hide
                    else str(customers.names[customers.row(one.customer)]),
                    on={"click": "choose"},
                    key=one.customer,
                    type="button",
                    dir="auto",
                ),
                None if hide else h("div.wb-quiet", one.sentence),
                key=f"{one.kind} {one.customer}",
            )
            for one in ones
        ),
    )
