"""Customers, hours and events entered by hand, joined to the collected sums like a file's.

The sums are kept as they came from the ledger; what people entered joins them afterwards, before
anything is derived, so that it can be taken back at any time (domain 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from workbench.measures import assemble
from workbench.measures.events_value import BEYOND_SALES, COUNTED, SUPPORT
from workbench.measures.facts import Facts
from workbench.review.plan import Entered, Newcomer
from workbench.review.review import Review
from workbench.review.same import roots

SOMEBODY = "Somebody (entered by hand)"
"""Whose hours are when nobody said: they cost what an hour costs on average."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    **{name: (kind,) for name, kind in COUNTED.items()},
    "co_developments": ("co_development",),
}
_MONEY: Mapping[str, tuple[str, ...]] = {
    "support_cost": SUPPORT,
    "non_sales_value": BEYOND_SALES,
    "gifts": ("gift",),
}


def entered_in(review: Review) -> Mapping[str, Entered]:
    """Return what was entered by hand, each for the customer under whose id it counts now."""
    merged = roots(review.same_as)
    if not any(row.customer_id in merged for row in review.entered.values()):
        return review.entered
    return {
        key: row.model_copy(update={"customer_id": merged.get(row.customer_id, row.customer_id)})
        for key, row in review.entered.items()
    }


def newcomers_in(review: Review) -> Mapping[str, Newcomer]:
    """Return the customers entered by hand who count for themselves."""
    merged = roots(review.same_as)
    return {key: one for key, one in review.newcomers.items() if key not in merged}


def with_newcomers(facts: Facts, newcomers: Mapping[str, Newcomer]) -> Facts:
    """Return the facts with a row for each customer entered by hand that no file has.

    Their sums are zero where a table was given: what they buy comes with a file, or by hand.
    """
    new = {key: one.name for key, one in newcomers.items() if key not in facts.frame.index}
    if not new:
        return facts
    ids = facts.frame.index.append(pd.Index(new, dtype=facts.frame.index.dtype)).sort_values()
    ids = ids.rename("customer_id")
    sums = facts.frame.drop(columns="name").rename_axis("customer_id").reset_index()
    frame = assemble.by_customer(sums, ids)
    names = facts.frame["name"].reindex(ids).fillna(pd.Series(new, dtype="str"))
    frame.insert(0, "name", names)
    return replace(facts, frame=frame, attributes=facts.attributes.reindex(ids))


def with_entered(facts: Facts, entered: Mapping[str, Entered]) -> Facts:
    """Return the facts with what was entered by hand for their customers within the window.

    Hours join only where time entries cover the window: a single entry must not make everybody
    else's hours zero (`known_by_hand` gives them to their customer alone). Events always join, for
    what they say of loyalty; what they add up to is zero for others only where events were given.
    """
    rows = [row for row in entered.values() if _counts(facts, row)]
    if not rows:
        return facts
    hours = [row for row in rows if row.hours] if facts.covers("time") else []
    events = [row for row in rows if row.kind]
    joined = replace(
        facts,
        hours=_with_hours(facts.hours, hours),
        rates=_with_rate(facts.rates, hours),
        events=_with_events(facts.events, events),
    )
    if not hours:
        return joined
    spent = sum(row.hours or 0.0 for row in hours)
    whole = facts.totals.get("window_hours", 0.0) + spent
    return replace(joined, totals={**facts.totals, "window_hours": whole})


def known_by_hand(
    facts: Facts, entered: Mapping[str, Entered]
) -> Mapping[str, Mapping[str, float]]:
    """Return column → customer → value where no table was given, only entries by hand.

    Nobody else's value becomes known by it.
    """
    found: dict[str, dict[str, float]] = {}

    def add(column: str, customer: str, value: float) -> None:
        known = found.setdefault(column, {})
        known[customer] = known.get(customer, 0.0) + value

    for row in entered.values():
        if not _counts(facts, row):
            continue
        if row.hours and not facts.covers("time"):
            add("hours", row.customer_id, row.hours)
        if row.kind and not facts.covers("events"):
            for column, kinds in _KINDS.items():
                if row.kind in kinds:
                    add(column, row.customer_id, 1.0)
            for column, kinds in _MONEY.items():
                if row.kind in kinds and row.value is not None:
                    add(column, row.customer_id, row.value)
    return found


def _counts(facts: Facts, row: Entered) -> bool:
    period = facts.period
    return period is not None and row.customer_id in facts.frame.index and period.holds(row.on)


def _with_hours(hours: pd.DataFrame, rows: list[Entered]) -> pd.DataFrame:
    if not rows:
        return hours
    given = pd.DataFrame(
        {
            "customer_id": [row.customer_id for row in rows],
            "person": [row.person or SOMEBODY for row in rows],
            "hours": [float(row.hours or 0.0) for row in rows],
        }
    ).astype({"customer_id": "str", "person": "str"})
    both = pd.concat([hours, given], ignore_index=True)
    return both.groupby(["customer_id", "person"], as_index=False, dropna=False).sum()


def _with_rate(rates: pd.DataFrame, rows: list[Entered]) -> pd.DataFrame:
    """Let an hour of nobody in particular cost what an hour costs on average."""
    known = rates["cost_per_hour"].dropna()
    if known.empty or not any(not row.person for row in rows):
        return rates
    usual = pd.DataFrame({"person": [SOMEBODY], "cost_per_hour": [float(known.mean())]})
    return pd.concat([rates, usual.astype({"person": "str"})], ignore_index=True)


def _with_events(events: pd.DataFrame, rows: list[Entered]) -> pd.DataFrame:
    if not rows:
        return events
    given = pd.DataFrame(
        {
            "customer_id": [row.customer_id for row in rows],
            "kind": [row.kind for row in rows],
            "n": 1.0,
            "value": [row.value or 0.0 for row in rows],
            "valued": [0.0 if row.value is None else 1.0 for row in rows],
            "last": [_day(row.on) for row in rows],
        }
    ).astype({"customer_id": "str", "kind": "str", "last": "datetime64[ms]"})
    both = pd.concat([events, given], ignore_index=True)
    sums = {"n": "sum", "value": "sum", "valued": "sum", "last": "max"}
    keys = ["customer_id", "kind"]
    return both.groupby(keys, as_index=False, dropna=False).agg(sums)


def _day(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)
