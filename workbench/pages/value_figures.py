"""The figures of the value page, kept while only assumptions move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Bools, Customers, Floats
from workbench.review.assumptions import LongTerm
from workbench.review.placement import prospects
from workbench.review.value_groups import Grouping, Known, grouping
from workbench.review.value_table import ValueTable, value_table
from workbench.session import Session


@dataclass(frozen=True, eq=False)
class Figures:
    """Everybody's group and the table of groups; ``real`` are customers, set aside or not."""

    customers: Customers
    real: Bools
    known: Known
    assume: LongTerm
    made: Grouping
    table: ValueTable

    @property
    def asks(self) -> bool:
        """Whether nobody has a profit although they bought: one answer mends it."""
        sold = bool(np.isfinite(self.known.turnover).any())
        return sold and not self.made.placed.any()

    def best_of(self, ids: list[str]) -> str:
        """Return the best kind of value group among customers; empty where none has one."""
        rows = [self.customers.row(key) for key in ids if key in self.customers]
        codes = self.made.group[rows]
        if not len(codes) or codes.max() < 0:
            return ""
        key = self.made.groups[int(codes.max())].key
        return "between" if key.startswith("between") else key


class Reckoning:
    """Computes the figures of a session; a preview moves groups, not what they are made of."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._base: tuple[Customers, Bools, Known] | None = None

    def figures(self) -> Figures:
        """Return the figures of the shown review."""
        review = self.session.review
        if self._base is None or not self.session.previewing:
            self._base = self._read()
        customers, real, known = self._base
        assume = review.assumptions.long_term
        made = grouping(known, assume)
        table = value_table(customers, made, real, review.treatments)
        return Figures(customers, real, known, assume, made, table)

    def _read(self) -> tuple[Customers, Bools, Known]:
        customers, review = self.session.customers, self.session.review
        real = ~prospects(customers)
        counted = real.copy()
        counted[[customers.row(key) for key in review.set_aside if key in customers]] = False
        nothing = np.full(len(customers), np.nan)

        def column(name: str) -> Floats:
            return customers.numbers(name) if name in customers.columns else nothing

        return customers, real, Known.of(column, counted)
