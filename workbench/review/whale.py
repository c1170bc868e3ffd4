"""Who adds and who takes back: the whale curve of customers by falling profit (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Column, Floats
from workbench.review import words
from workbench.review.cuts import how_many

_HIGHEST = 10.0
"""A peak beyond this many times the total says nothing as a percentage (domain 6)."""


@dataclass(frozen=True, eq=False)
class Whale:
    """Customers by falling profit, and what they come to.

    ``order`` are their rows, ``profit`` and ``running`` (cumulative) money in that order; the last
    of ``running`` is the total. ``turns`` is how many stand up to the peak: those after it take
    back. ``bring`` is how many bring 80 % of what the profitable earn, ``best`` what the top 20 %
    of all (``top`` of them) bring.
    """

    order: npt.NDArray[np.intp]
    profit: Floats
    running: Floats
    turns: int
    bring: int
    top: int
    best: float

    @property
    def total(self) -> float:
        """Where the curve ends: the profit of all."""
        return float(self.running[-1]) if len(self.running) else 0.0

    @property
    def peak(self) -> float:
        """The most that stands on the curve: what those bring who cost nothing."""
        return float(self.running[self.turns - 1]) if self.turns else 0.0

    @property
    def taken_back(self) -> float:
        """What the tail takes back, a positive amount of money."""
        return self.peak - self.total

    @property
    def in_percent(self) -> bool:
        """Whether percentages of the total mislead nobody; else money is shown."""
        return self.total > 0 and self.peak <= _HIGHEST * self.total

    def shown(self, money: Floats) -> Floats:
        """Return money as it is drawn: parts of the total, or money where parts mislead."""
        return money / self.total if self.in_percent else money


def whale(profit: Floats, counted: Bools | None = None) -> Whale:
    """Order customers by falling profit and add up; those without a profit are left out.

    Ties keep the order of the rows, so that the same facts draw the same curve.

    Examples
    --------
    >>> curve = whale(np.array([20.0, -30.0, 60.0, 10.0, 40.0]))
    >>> curve.order.tolist(), curve.running.tolist()
    ([2, 4, 0, 3, 1], [60.0, 100.0, 120.0, 130.0, 100.0])
    >>> curve.peak, curve.taken_back, curve.bring, curve.best
    (130.0, 30.0, 3, 60.0)
    """
    known = np.isfinite(profit) if counted is None else counted & np.isfinite(profit)
    rows = np.flatnonzero(known)
    order = rows[np.argsort(-profit[rows], kind="stable")]
    falling = profit[order]
    top = ceil(len(order) / 5)
    return Whale(
        order=order,
        profit=falling,
        running=np.cumsum(falling),
        turns=int(np.count_nonzero(falling > 0)),
        bring=how_many(falling),
        top=top,
        best=float(falling[:top].sum()),
    )


def finding(curve: Whale, profit: Column, currency: str, *, hide: bool = False) -> str:
    """Return the one sentence of a curve with customers on it: who takes back how much of what.

    ``hide`` leaves money out of it.

    Examples
    --------
    >>> finding(whale(np.array([20.0, -30.0, 60.0])), Column("profit", "Profit", "EUR"), "EUR")
    '1 of 3 customers takes back 30 EUR of 80 EUR the others add; 2 bring 80 % of it.'
    """
    noted, losing = called(profit), int(np.count_nonzero(curve.profit < 0))
    who = f"{losing:,} of {words.count(len(curve.order), 'customer')}"
    back, peak = (words.money(v, currency) for v in (curve.taken_back, curve.peak))
    if not curve.turns and not losing:
        return f"Nobody adds and nobody takes back: all stand at zero{noted}."
    if not curve.turns:
        lost = "" if hide else f" {back}"
        return f"Nobody adds: {who} {'loses' if losing == 1 else 'lose'}{lost or ' money'}{noted}."
    most = f"{curve.bring:,} {'brings' if curve.bring == 1 else 'bring'} 80 %"
    if not losing:
        of = "" if hide else f" of {peak}"
        return f"Nobody takes anything back{of}{noted}; {most} of it."
    of = f"{back} of {peak}"
    if hide:
        of = "part of what" if curve.total >= 0 else "more than"
    take = "takes" if losing == 1 else "take"
    return f"{who} {take} back {of} the others add{noted}; {most} of it."


def called(profit: Column) -> str:
    """Say in brackets what of the profit is no fact; empty where all of it is."""
    notes = [*profit.marks, *(["before time"] if profit.label.startswith("Profit before") else [])]
    return f" ({', '.join(notes)})" if notes else ""
