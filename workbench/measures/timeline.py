"""One customer's purchases and events, asked of the ledger when somebody looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from workbench.customers import Floats
from workbench.measures.collect import invoices
from workbench.measures.lines import Table, Tables, within
from workbench.measures.period import Period
from workbench.review.plan import Entered
from workbench.sources.ledger import Ledger
from workbench.sources.questions import ask

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
    rows = ask(ledger, bought_by, customer=customer_id, end=as_of).to_pylist()
    days = tuple(row["date"] for row in rows)
    apart = np.diff(np.unique(np.array(days, dtype="datetime64[D]"))).astype(np.float64)
    return Timeline(
        days,
        np.array([row["net"] for row in rows], dtype=np.float64).round(6),
        float(np.median(apart)) if len(apart) else np.nan,
        float((as_of - days[-1]).days) if days else np.nan,
    )


def bought_by(table: Tables, customer: Any, end: Any) -> Table:
    """Lines → day and amount of each purchase of one customer, the oldest first."""
    sales = table("sales")
    theirs = sales.filter(sales.customer_id == customer)
    bills = invoices(theirs, Period(end), paid_known=True).select("date", "net")
    return bills.filter(bills.net > _NOISE).order_by("date", "net")


def happenings(ledger: Ledger, customer_id: str, period: Period) -> tuple[Happening, ...]:
    """Return the events of one customer in a period, newest first."""
    if "events" not in ledger.given:
        return ()
    found = ask(ledger, happened_to, customer=customer_id, **period.bounds)
    return tuple(
        Happening(row["date"], row["kind"], row["value"], row["evidence"] or "", row["by"] or "")
        for row in found.to_pylist()
    )


def happened_to(table: Tables, customer: Any, **bounds: Any) -> Table:
    """Events → those of one customer in the window, the newest first."""
    events = table("events")
    theirs = within(events.filter(events.customer_id == customer), Period(**bounds))
    found = theirs.select("date", "kind", "value", "evidence", "by")
    return found.order_by(found.date.desc(), "kind")


def strategy_changes(
    ledger: Ledger, entered: Mapping[str, Entered], as_of: date | None
) -> dict[str, date]:
    """Return when each customer's strategy changed last, however long ago, up to a date."""
    found: dict[str, date] = {}
    if as_of is None:
        return found
    if "events" in ledger.given:
        rows = ask(ledger, strategy_changed, end=as_of).to_pylist()
        found = {row["customer_id"]: row["on"] for row in rows}
    for row in entered.values():
        if row.kind == "strategy_change" and row.on <= as_of:
            found[row.customer_id] = max(row.on, found.get(row.customer_id, row.on))
    return found


def strategy_changed(table: Tables, end: Any) -> Table:
    """Events → when each customer's strategy changed last."""
    events = table("events")
    changed = events.filter(
        events.kind == "strategy_change", events.customer_id.notnull(), events.date <= end
    )
    return changed.group_by("customer_id").agg(on=changed.date.max())
