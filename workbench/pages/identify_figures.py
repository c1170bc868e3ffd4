"""What the identify page shows: who the customers are, who knows them, what came without one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Column, Customers, Floats
from workbench.kept import Kept
from workbench.measures.facts import Facts
from workbench.measures.known import Nobodys, knows, nobodys
from workbench.review import words
from workbench.review.absent import Absence, absences
from workbench.review.assigned import SAYING, Nameless
from workbench.review.cuts import few
from workbench.review.placement import prospects
from workbench.session import Session
from workbench.sources.synonyms import plain

_CONSENT = re.compile(r"\b(consent|gdpr|opt ?in|newsletter|suostumus|samtykke|einwilligung)\b")
_HOURS = Column("hours", "Hours", "hours")
_AMOUNTS = {"sales": "turnover", "time": "hours"}
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Figures:
    """Everything in figures; rows are places in ``customers``.

    ``own`` are the customers (no prospects, nobody set aside), ``leaders`` those of them that bring
    80 % of turnover, the largest first. ``knows`` tells for each source whom it knows. ``consents``
    are the columns of the client's own that tell of consent.
    """

    customers: Customers
    own: Bools
    leaders: Rows
    knows: Mapping[str, Bools]
    absent: tuple[Absence, ...]
    nobodys: tuple[Nobodys, ...]
    consents: tuple[str, ...]
    currency: str

    @property
    def turnover(self) -> Floats | None:
        """Turnover of each customer; None where no sales are known."""
        return self.customers.amounts("turnover")

    def finding(self, *, hide: bool = False) -> str:
        """Say it in one sentence."""
        n = int(self.own.sum())
        if not n:
            return "There are no customers yet. Add a file, or enter one by hand."
        said = words.count(n, "customer")
        if len(self.leaders):
            bring = "brings" if len(self.leaders) == 1 else "bring"
            said += f"; {len(self.leaders):,} of them {bring} 80 % of turnover"
        left = [] if hide else [one_of(each, self.currency) for each in self.nobodys]
        return f"{said}. {_first(words.listed(left))} have no customer yet." if left else f"{said}."


def one_of(nobody: Nobodys, currency: str) -> str:
    """Say how much has no customer: «24,310 EUR of sales», «962 hours»."""
    if nobody.table == "time":
        return words.value(_HOURS, round(nobody.amount, 1))
    return f"{words.money(nobody.amount, currency)} of sales"


class Identifying:
    """Works the figures out of a session; what takes a look at the ledger is kept."""

    def __init__(self, session: Session) -> None:
        self.session, self._kept = session, Kept()
        self.told_by: dict[Nameless, str] = {}
        """By which column lines without a customer are told apart."""

    def figures(self) -> Figures:
        """Return the figures of the review as it is shown."""
        session = self.session
        customers, review, engagement = session.customers, session.review, session.engagement
        facts = engagement.facts(review.as_of, review.window)
        own = ~prospects(customers) & ~np.isin(customers.ids, list(review.set_aside))
        known = self._kept.answer("knows", (engagement.ledger,), lambda: knows(engagement.ledger))
        them = known.reindex(customers.frame.index, fill_value=False)
        by_source = {name: them[name].to_numpy(dtype=np.bool_) & own for name in known.columns}
        amounts = {
            source: np.where(own, values, np.nan)
            for source, column in _AMOUNTS.items()
            if source in by_source and (values := customers.amounts(column)) is not None
        }
        return Figures(
            customers,
            own,
            _leaders(amounts.get("sales")),
            by_source,
            absences(amounts, by_source),
            tuple(found for table in SAYING if (found := self._nobodys(table, facts))),
            tuple(n for n, c in customers.columns.items() if _CONSENT.search(plain(c.label))),
            engagement.currency,
        )

    def _nobodys(self, table: Nameless, facts: Facts) -> Nobodys | None:
        ledger, column = self.session.engagement.ledger, self.told_by.get(table, "")
        question = (ledger, facts, column)
        return self._kept.answer(table, question, lambda: nobodys(ledger, facts, table, column))


def _leaders(turnover: Floats | None) -> Rows:
    if turnover is None:
        return np.zeros(0, dtype=np.intp)
    rows = np.flatnonzero(np.nan_to_num(turnover) >= few(turnover))
    return rows[np.argsort(-turnover[rows], kind="stable")]


def _first(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
