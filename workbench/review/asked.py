"""Whom the room is asked about: judgement is spared for the customers that matter (opening)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from workbench.customers import Customers
from workbench.review.cuts import few
from workbench.review.placement import prospects

MOST_ASKED = 25


def asked(customers: Customers, set_aside: Iterable[str] = ()) -> npt.NDArray[np.intp]:
    """Return the rows of the customers that bring 80 % of turnover, largest first, at most 25.

    Without turnover the first customers are asked about, in their order. Prospects and those set
    aside are left out.
    """
    kept = ~prospects(customers)
    kept &= ~np.isin(customers.ids, list(set_aside))
    rows = np.flatnonzero(kept)
    turnover = customers.amounts("turnover")
    if turnover is not None and (turnover[rows] > 0).any():
        rows = rows[turnover[rows] >= few(turnover[rows])]
        rows = rows[np.argsort(-turnover[rows], kind="stable")]
    return rows[:MOST_ASKED]
