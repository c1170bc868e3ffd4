"""Columns from neither the ledger nor a formula: what the room judged, what was joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.customers import Column, Customers, Missing
from workbench.errors import WorkbenchError


@dataclass(frozen=True, eq=False)
class Joined:
    """A column joined in a notebook: its meaning and the values given, by customer id."""

    column: Column
    given: pd.Series[Any]


def joinable(frame: pd.DataFrame) -> dict[str, Joined]:
    """Return the columns of a frame as they can be joined: numbers, or words as levels.

    Its index, or its column ``customer_id``, says whose they are. A number that isn't finite is
    missing.

    Raises
    ------
    WorkbenchError
        When a customer stands in it more than once.
    """
    if "customer_id" in frame.columns:
        frame = frame.set_index("customer_id")
    frame = frame.set_axis(frame.index.astype(str), axis="index")
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise WorkbenchError(
            f"«{twice}» stands in the joined table more than once",
            then="Keep one row per customer_id, for example with groupby(...).sum().",
        )
    return {str(name): _joined(str(name), frame[name]) for name in frame.columns}


def _joined(name: str, values: pd.Series[Any]) -> Joined:
    label, meaning = name.replace("_", " ").capitalize(), "Joined in the notebook"
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.astype("float64")
        return Joined(Column(name, label, meaning=meaning), numbers.where(np.isfinite(numbers)))
    known = values.notna()
    words = values.astype(str).astype(object).where(known, None)
    levels = tuple(sorted(set(words[known])))
    return Joined(Column(name, label, levels=levels, meaning=meaning), words)


def with_joined(
    customers: Customers, joined: Joined, corrections: Mapping[str, float | str]
) -> Customers:
    """Return the customers with a joined column; a correction stands instead of its value."""
    column, values = joined.column, joined.given.reindex(customers.frame.index).copy()
    for key, value in corrections.items():
        if key in values.index and column.words:
            values[key] = str(value)
        elif key in values.index and isinstance(value, float):
            values[key] = value
    gaps = Missing(values.isna().to_numpy(), f"The joined «{column.label}» has no value")
    if column.words:
        values = values.astype(object).where(values.notna(), None)
    return customers.with_column(column, values.to_numpy(), (gaps,))


def with_judged(customers: Customers, name: str, marks: Mapping[str, float]) -> Customers:
    """Return the customers with an attribute the room judges from 1 to 5."""
    label = name.removeprefix("judged_").replace("_", " ").capitalize()
    column = Column(name, label, "of 5", meaning=f"{label}, as the room judged it, 1 to 5")
    values = np.array([marks.get(key, np.nan) for key in customers.ids], dtype=np.float64)
    return customers.with_column(column, values, (Missing(np.isnan(values), "Not judged"),))
