"""Customers whose value nobody had noticed: large in one source, absent in another (domain 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Floats
from workbench.review.cuts import few


@dataclass(frozen=True, eq=False)
class Absence:
    """Customers among the few that bring most of ``large`` whom ``missing`` doesn't know.

    ``rows`` are their places, the largest first.
    """

    large: str
    missing: str
    rows: npt.NDArray[np.intp]


def absences(amounts: Mapping[str, Floats], knows: Mapping[str, Bools]) -> tuple[Absence, ...]:
    """Return who is large in one source and absent in another; pairs with nobody are left out.

    Parameters
    ----------
    amounts
        Source → each customer's amount in it, money or hours; NaN where there is none.
    knows
        Source → whether it knows each customer.

    Examples
    --------
    >>> sold, listed = np.array([50.0, 30.0, 1.0]), np.array([True, False, False])
    >>> [(a.large, a.missing, a.rows.tolist()) for a in absences({"sales": sold}, {"list": listed})]
    [('sales', 'list', [1])]
    """
    found = []
    for large, amount in amounts.items():
        line = few(amount)
        for missing, known in knows.items():
            if missing == large or not known.any():
                continue
            rows = np.flatnonzero((np.nan_to_num(amount) >= line) & ~known)
            if len(rows):
                order = np.argsort(-amount[rows], kind="stable")
                found.append(Absence(large, missing, rows[order]))
    return tuple(found)
