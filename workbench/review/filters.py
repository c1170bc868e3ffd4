"""Whom a filter shows: some levels of an attribute in words, a number from one value to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from workbench.customers import Bools, Column, Customers
from workbench.review import words


def shown(customers: Customers, only: Mapping[str, Sequence[str]]) -> Bools:
    """Tell who passes every filter; a column that is gone filters nobody out."""
    keep = np.ones(len(customers), dtype=bool)
    for name, allowed in only.items():
        column = customers.columns.get(name)
        if column is None:
            continue
        if column.words:
            keep &= customers.frame[name].isin(list(allowed)).to_numpy()
        else:
            low, high = ends(allowed)
            values = customers.numbers(name)
            keep &= (values >= low) & (values <= high)
    return keep


def span(low: float | None, high: float | None) -> tuple[str, ...]:
    """Return a filter of numbers as it is kept: its two ends, an open one empty; none if both are.

    Examples
    --------
    >>> span(1000, None), span(None, None)
    (('1000', ''), ())
    """
    if low is None and high is None:
        return ()
    return tuple("" if end is None else f"{end:.15g}" for end in (low, high))


def ends(allowed: Sequence[str]) -> tuple[float, float]:
    """Return the least and the most a filter of numbers shows; both belong to it.

    What can't be read leaves its end open: the column may have held words when it was chosen.

    Examples
    --------
    >>> ends(("1000", "")), ends(("north",))
    ((1000.0, inf), (-inf, inf))
    """
    low, high = (_number(end) for end in (*allowed, "", "")[:2])
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def said(column: Column, allowed: Sequence[str]) -> str:
    """Say a filter of a column: its levels, or from where to where; «all» without one."""
    if column.words or not allowed:
        return ", ".join(allowed) or "all"
    low, high = ends(allowed)
    parts = [("from", low)] * math.isfinite(low) + [("to", high)] * math.isfinite(high)
    return " ".join(f"{word} {words.value(column, end)}" for word, end in parts) or "all"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
