"""For how much of the base a column tells customers apart: proposals rest on it."""

from __future__ import annotations

import numpy as np

from workbench.customers import Bools, Customers

SPARSE = 0.25
"""Known for less than this part of the customers, a measure shows an all but empty picture."""

_MANY = 3


def known(customers: Customers, name: str) -> Bools:
    """Tell for which rows a column has a value; for none where there is no such column."""
    column = customers.columns.get(name)
    if column is None:
        return np.zeros(len(customers), dtype=bool)
    if column.words:
        return np.asarray(customers.frame[name].isin(column.levels).to_numpy())
    return np.isfinite(customers.numbers(name))


def any_known(customers: Customers) -> bool:
    """Tell whether anything at all is known of anybody."""
    return any(known(customers, name).any() for name in customers.columns)


def kinds(customers: Customers, name: str, among: Bools) -> int:
    """Count the different values among these rows: 0, 1, 2, or 3 for more than two."""
    rows = known(customers, name) & among
    if not rows.any():
        return 0
    if customers.column(name).words:
        return min(int(customers.frame[name][rows].nunique()), _MANY)
    values = customers.numbers(name)[rows]
    low, high = values.min(), values.max()
    return 1 if low == high else 2 + bool(((values > low) & (values < high)).any())


def coverage(customers: Customers, name: str, among: Bools) -> float:
    """Return the part of these rows whose value is known, 0 to 1; 0 where all have the same."""
    if kinds(customers, name, among) <= 1:
        return 0.0
    return float((known(customers, name) & among).sum() / among.sum())
