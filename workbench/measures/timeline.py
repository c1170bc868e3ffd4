"""One customer's purchases and events, asked of the ledger when somebody looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from workbench.customers import Floats
from workbench.measures.collect import invoices
from workbench.measures.period import Period
from workbench.review.plan import Entered
from workbench.sources.ledger import Ledger

_NOISE = 1e-6


@dataclass(frozen=True, eq=False)
class Timeline:
    """Every purchase up to a date: its day and amount, oldest first.

    ``typical_gap`` is the median number of days between days with a purchase, NaN below two;
    ``silent`` the days since the last one, NaN without any.
    """

    days: tuple[date, ...]
    amounts: Floats
    typical_gap: float
    silent: float


@dataclass(frozen=True)
class Happening:
    """One event of a customer."""

    day: date
    kind: str
    value: float | None
    evidence: str
    by: str


def purchases(ledger: Ledger, customer_id: str, as_of: date) -> Timeline:
    """Return what one customer bought, an invoice at a time (without numbers, a day at a time).

    Invoices that come to nothing or less are no purchases (domain 3).
    """
    if "sales" not in ledger.given:
        return Timeline((), np.empty(0), np.nan, np.nan)
    sales = ledger.table("sales")
    bills = invoices(
        sales.filter(sales.customer_id == customer_id), Period(as_of), paid_known=True
    ).select("date", "net")
    rows = bills.filter(bills.net > _NOISE).order_by("date").to_pyarrow().to_pylist()
    days = tuple(row["date"] for row in rows)
    apart = np.diff(np.unique(np.array(days, dtype="datetime64[D]"))).astype(np.float64)
    return Timeline(
        days,
        np.array([row["net"] for row in rows], dtype=np.float64).round(6),
        float(np.median(apart)) if len(apart) else np.nan,
        float((as_of - days[-1]).days) if days else np.nan,
    )


def happenings(ledger: Ledger, customer_id: str, period: Period) -> tuple[Happening, ...]:
    """Return the events of one customer in a period, newest first."""
    if "events" not in ledger.given:
        return ()
    events = ledger.table("events")
    inside = (events.customer_id == customer_id) & (events.date <= period.end)
    if period.start is not None:
        inside &= events.date > period.start
    found = events.filter(inside).select("date", "kind", "value", "evidence", "by")
    return tuple(
        Happening(row["date"], row["kind"], row["value"], row["evidence"] or "", row["by"] or "")
        for row in found.order_by(found.date.desc(), "kind").to_pyarrow().to_pylist()
    )


def strategy_changes(
    ledger: Ledger, entered: Mapping[str, Entered], as_of: date | None
) -> dict[str, date]:
    """Return when each customer's strategy changed last, however long ago, up to a date."""
    found: dict[str, date] = {}
    if as_of is None:
        return found
    if "events" in ledger.given:
        events = ledger.table("events")
        changed = events.filter(
            events.kind == "strategy_change", events.customer_id.notnull(), events.date <= as_of
        )
        rows = changed.group_by("customer_id").agg(on=changed.date.max()).to_pyarrow().to_pylist()
        found = {row["customer_id"]: row["on"] for row in rows}
    for row in entered.values():
        if row.kind == "strategy_change" and row.on <= as_of:
            found[row.customer_id] = max(row.on, found.get(row.customer_id, row.on))
    return found
