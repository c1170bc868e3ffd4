"""Where nobody writes hours down: whom the room is asked about next, one key each (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.measures.time_cost import months_of
from workbench.pages.profit_controls import judging
from workbench.pages.profit_figures import Figures
from workbench.review.cuts import few
from workbench.review.effort import efforts
from workbench.widgets.view import Node

MOST = 25
"""Customers the room is asked about at most (domain, opening)."""


@dataclass(frozen=True)
class Asking:
    """What is asked now: ``next`` is the id of the first large customer not judged yet."""

    node: Node
    next: str


def asking(figures: Figures, row: int | None) -> Asking | None:
    """Return the question about the chosen customer; None where hours were written down."""
    facts, costs, customers = figures.facts, figures.costs, figures.customers
    if facts.covers("time") or "lines" not in facts.sums:
        return None
    n = len(facts)
    turnover = np.where(figures.counted, customers.numbers("turnover"), np.nan)[:n]
    found = efforts(facts.frame.index, turnover, facts.sums["lines"] > 0, costs)
    with np.errstate(invalid="ignore"):
        large = np.flatnonzero(turnover >= few(turnover))
    large = large[np.argsort(-turnover[large], kind="stable")][:MOST]
    open_ = [int(one) for one in large if not found.judged[one]]
    here = row is not None and row < n
    node = judging(
        str(customers.names[row]) if here else "",
        found.word(row) if here and row is not None and np.isnan(found.typed[row]) else "",
        costs,
        judged=len(large) - len(open_),
        of=len(large),
        typed=float(found.typed[row])
        if here and row is not None and found.judged[row] and np.isfinite(found.typed[row])
        else None,
        beyond=found.beyond(costs, months_of(facts)),
    )
    after = [one for one in open_ if one != row]
    return Asking(node, str(customers.ids[after[0]]) if after else "")
