"""What has no customer: sales nobody is named for, hours for the firm itself, idle capacity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.customers import Floats
from workbench.measures.events_value import BEYOND_SALES, SUPPORT
from workbench.measures.facts import Facts
from workbench.measures.time_cost import Prices, months_of, prices
from workbench.review.account import Beside
from workbench.review.assumptions import Costs


def beside(facts: Facts, costs: Costs) -> Beside:
    """Return what the client earned and spent beside its customers (domain 6)."""
    price = prices(facts, costs)
    hours = facts.hours[facts.hours["customer_id"].isna()]
    spent = hours["hours"].to_numpy(dtype=np.float64)
    recorded = float(facts.hours["hours"].sum())
    idle, practical = 0.0, costs.practical(months_of(facts))
    if costs.hours_complete and practical is not None and facts.covers("time"):
        idle = max(0.0, practical - recorded)
    events = facts.events[facts.events["customer_id"].isna()]
    support = events[events["kind"].isin(SUPPORT)]["value"]
    beyond = events[events["kind"].isin(BEYOND_SALES)]
    value = float(_worth(beyond, costs).sum()) if costs.value_in_profit else 0.0
    return Beside(
        sales=facts.totals.get("unidentified_amount", 0.0),
        sales_profit=_sold(facts, costs),
        hours=float(spent.sum()),
        hours_cost=float((spent * price.of(hours["person"])).sum()),
        support=float(np.nansum(support.to_numpy(dtype=np.float64))),
        value=value,
        recorded=recorded,
        practical=practical,
        idle_hours=idle,
        idle_cost=idle * _an_hour(facts, price) if idle else 0.0,
    )


def _worth(events: pd.DataFrame, costs: Costs) -> Floats:
    """Money of events, and the value put on their kind where they carry none."""
    n, value, valued = (
        events[name].to_numpy(dtype=np.float64) for name in ("n", "value", "valued")
    )
    each = np.array([costs.event_values.get(kind, 0.0) for kind in events["kind"]])
    return np.asarray(np.nan_to_num(value) + (n - valued) * each, dtype=np.float64)


def _sold(facts: Facts, costs: Costs) -> float:
    """Sales without a customer less their cost; NaN where it is known for a part at most."""
    amount = facts.totals.get("unidentified_amount", 0.0)
    uncosted = facts.totals.get("unidentified_uncosted", 0.0)
    direct = facts.totals.get("unidentified_direct_cost", 0.0)
    if not uncosted:
        return amount - direct
    if costs.margin is None:
        return float("nan")
    return amount - direct - (1 - costs.margin) * uncosted


def _an_hour(facts: Facts, price: Prices) -> float:
    """Cost of an hour on average over those written down."""
    spent = facts.hours["hours"].to_numpy(dtype=np.float64)
    rate = price.of(facts.hours["person"])
    known = np.isfinite(rate)
    if not spent[known].sum():
        return price.usual
    return float((spent[known] * rate[known]).sum() / spent[known].sum())
