"""What the queries brought → the frames of `Facts`: everybody once, nothing lost, totals kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.sources.schema import IN_A_LIST

_DIGITS = 6
_NOT_SUMS = ("first", "last", "last_line", "typical_gap", "days_to_pay", "days_late")
"""A mean or a date of nothing is missing; everything else is a sum, of nothing zero."""

NO_HOURS = pd.DataFrame({"customer_id": [], "person": [], "hours": []}).astype(
    {"customer_id": "str", "person": "str", "hours": "float64"}
)
NO_PRODUCTS = pd.DataFrame({"product": [], "customer_id": [], "amount": []}).astype(
    {"product": "str", "customer_id": "str", "amount": "float64"}
)
NO_EVENTS = pd.DataFrame(
    {"customer_id": [], "kind": [], "n": [], "value": [], "valued": [], "last": []}
).astype(
    {
        "customer_id": "str",
        "kind": "str",
        "n": "float64",
        "value": "float64",
        "valued": "float64",
        "last": "datetime64[ms]",
    }
)


def profiles(rows: pd.DataFrame, merged: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Name and attributes by id; a column without any value says nothing and is left out.

    Of customers who are ``merged`` (id → the id that counts) what the one that counts doesn't say
    is taken from the others.
    """
    if merged:
        known = rows["customer_id"].map(dict(merged))
        own = rows.assign(customer_id=known.fillna(rows["customer_id"]))
        own = own.iloc[known.notna().to_numpy().argsort(kind="stable")]
        rows = own.groupby("customer_id", sort=False).first().reset_index()
    frame = rows.drop(columns=IN_A_LIST, errors="ignore").set_index("customer_id")
    frame = frame.dropna(axis="columns", how="all").sort_index()
    names = frame.pop("name") if "name" in frame else pd.Series(frame.index, index=frame.index)
    frame.insert(0, "name", names.astype("str"))
    return frame


def everyone(listed: pd.Index[Any], others: Iterable[pd.DataFrame]) -> pd.Index[Any]:
    """Return the ids of all tables, sorted, once each: the rows of the review."""
    found = [other["customer_id"].dropna().unique() for other in others]
    ids = pd.concat([pd.Series(part, dtype="str") for part in (listed, *found)]).unique()
    rows: pd.Index[Any] = pd.Index(ids, dtype="str", name="customer_id").sort_values()
    return rows


def settled(sums: pd.DataFrame) -> pd.DataFrame:
    """Return sums as float64 without the noise of adding cents in binary."""
    settled = sums.copy(deep=False)
    for name in sums.columns.difference(["customer_id", "first", "last", "last_line"]):
        values = sums[name].to_numpy(dtype=np.float64, na_value=np.nan)
        if name not in _NOT_SUMS:
            values = np.nan_to_num(values)  # the sum of a column that holds nothing
        settled[name] = np.round(values, _DIGITS) + 0.0  # no −0
    return settled


def by_customer(sums: pd.DataFrame, ids: pd.Index[Any]) -> pd.DataFrame:
    """Return sums for everybody: zero for who has no line, without those of nobody."""
    frame = sums.dropna(subset="customer_id").set_index("customer_id").reindex(ids)
    return frame.fillna(dict.fromkeys(frame.columns.difference(list(_NOT_SUMS)), 0.0))


def sales_totals(sums: pd.DataFrame) -> dict[str, float]:
    """Sales of the window, and the part of them without a customer (unidentified)."""
    nobody = sums[sums["customer_id"].isna()]
    return {
        "window_rows": float(sums["lines"].sum()),
        "window_amount": float(sums["turnover"].sum()),
        "unidentified_rows": float(nobody["lines"].sum()),
        "unidentified_amount": float(nobody["turnover"].sum()),
        "unidentified_direct_cost": float(nobody["direct_cost"].sum()),
        "unidentified_uncosted": float(nobody["uncosted"].sum()),
    }


def time_totals(hours: pd.DataFrame, rates: pd.DataFrame) -> dict[str, float]:
    """Hours of the window, and those without a customer (unallocated).

    The cost of the unallocated ones is NaN when somebody among them has no cost per hour.
    """
    nobody = hours[hours["customer_id"].isna()]
    rate = nobody["person"].map(rates.set_index("person")["cost_per_hour"]).astype("float64")
    return {
        "window_hours": float(hours["hours"].sum()),
        "unallocated_hours": float(nobody["hours"].sum()),
        "unallocated_cost": float((rate * nobody["hours"]).sum(skipna=False)),
    }
