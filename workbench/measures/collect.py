"""Ledger → facts: one row per customer, one aggregation pass per table.

The expressions are Ibis throughout and stay within what DuckDB and PySpark both know, so that
the same ones run where the data is and only one row per customer travels. Here they run as SQL that
is kept (`workbench.sources.questions`). What adds up line by
line goes from lines to customers at once; what a purchase tells goes by way of invoices (domain 3),
which carry nothing else: there are nearly as many of them as lines, and they have to fit in memory.
"""

# ruff: noqa: PD003, PD004 - those are for pandas; an Ibis column knows isnull and notnull

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import WorkbenchError
from workbench.measures import assemble
from workbench.measures.facts import Facts
from workbench.measures.lines import frame, within
from workbench.measures.period import Period
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.questions import ask

__all__ = ["Facts", "collect", "collected"]

Table = Any  # ibis ships no types
Tables = Callable[[str], Table]
_DATED = {"sales": "amount", "time": "hours", "events": "value"}
_NOISE = 1e-6  # sums of cents in binary: what is nearer to zero than this is zero


def collected(
    cache: Path | None, ledger: Ledger, as_of: date | None, window: str, currency: str
) -> Facts:
    """Return the sums kept in a folder, else collect them and keep them there.

    What is kept but damaged, or can't be written, only costs the time to collect.
    """
    if cache is not None and cache.is_dir():
        try:
            return Facts.read(cache)
        except (OSError, ValueError, WorkbenchError):
            shutil.rmtree(cache, ignore_errors=True)
    facts = collect(ledger, as_of, window, currency)
    if cache is not None:
        with contextlib.suppress(OSError):
            facts.write(cache)
    return facts


def collect(
    ledger: Ledger,
    as_of: date | None = None,
    window: str = "12m",
    currency: str = "EUR",
) -> Facts:
    """Sum a ledger up, one row per customer, as of a date, over a window (domain 3).

    Parameters
    ----------
    ledger
        The client's tables.
    as_of
        Last day looked at. By default the last sale's date, else the last date in any table;
        never today. Payments that came later are known only when this is the last sale's date
        or after it: moved back, the date shows what was known then.
    window
        «12m» (any number of months) or «all».
    currency
        Code of the one currency all money is in.

    Raises
    ------
    WorkbenchError
        When the window is neither of these.
    """
    Period.of(date.max, window)  # a wrong window is refused even where nothing has a date
    arrived = {
        name: ask(ledger, came, name).to_pylist()[0] for name in _DATED if name in ledger.given
    }
    spans = {name: (row["first"], row["last"]) for name, row in arrived.items() if row["rows"]}
    as_of = as_of or _last(spans)
    totals = {f"{name}_rows": float(row["rows"]) for name, row in arrived.items()}
    totals |= {f"{n}_{_DATED[n]}": float(row["amount"]) for n, row in arrived.items()}
    attributes = assemble.profiles(ledger.frame("customers"), ledger.merged)
    prospects = assemble.profiles(ledger.frame("prospects"))
    rates = ledger.frame("rates")[["person", "cost_per_hour"]]
    hours, events, sums = assemble.NO_HOURS, assemble.NO_EVENTS, None
    if as_of is not None:
        period = Period.of(as_of, window)
        if "sales" in spans:
            row = arrived["sales"]
            shape = (as_of >= row["last"], bool(row["regions"]))
            sums = assemble.settled(frame(ask(ledger, summed, *shape, **period.bounds)))
            totals |= assemble.sales_totals(sums)
        if "time" in spans:
            hours = frame(ask(ledger, spent, **period.bounds))
            totals |= assemble.time_totals(hours, rates)
        if "events" in spans:
            events = frame(ask(ledger, happened, **period.bounds))
    found = [hours, events] if sums is None else [sums, hours, events]
    ids = assemble.everyone(attributes.index, found)
    known = pd.DataFrame({"name": attributes["name"].reindex(ids)}, index=ids)
    return Facts(
        as_of=as_of,
        window=window,
        currency=currency,
        given=ledger.given,
        spans=spans,
        frame=known if sums is None else known.join(assemble.by_customer(sums, ids)),
        attributes=attributes.drop(columns="name").reindex(ids),
        prospects=prospects,
        hours=hours,
        rates=rates,
        events=events,
        totals=totals,
    )


def with_products(facts: Facts, ledger: Ledger, names: Collection[str]) -> Facts:
    """Return the facts with what each customer bought of these products in the window."""
    if not names or facts.period is None or not facts.covers("sales"):
        return facts
    query = bought(ledger.table("sales"), facts.period, names)  # its words are the client's
    return replace(facts, products=frame(query.to_pyarrow()))


def came(table: Tables, name: str) -> Table:
    """Everything that came in one table: rows, amount, first and last date; of sales, regions."""
    lines = table(name)
    regions = {"regions": lines.region.count()} if name == "sales" else {}
    return lines.agg(
        rows=lines.count(),
        amount=lines[_DATED[name]].sum().fill_null(0.0),
        first=lines.date.min(),
        last=lines.date.max(),
        **regions,
    )


def summed(table: Tables, paid_known: bool, with_regions: bool, **bounds: Any) -> Table:
    """Lines → customers: all sums of sales as of the end of a period."""
    sales, period = table("sales"), Period(**bounds)
    sums = purchased(invoices(sales, period, paid_known=paid_known), period)
    for more in (sold, sold_before, *([served_regions] if with_regions else [])):
        theirs = more(sales, period)
        same = sums.customer_id.identical_to(theirs.customer_id)  # nobody is one customer too
        sums = sums.left_join(theirs, same).drop("customer_id_right")
    return sums


def sold(sales: Table, period: Period) -> Table:
    """Lines → customers: what adds up line by line over the window."""
    lines = within(sales, period)
    uncosted = lines.direct_cost.isnull()
    return lines.group_by("customer_id").agg(
        lines=lines.count(),
        last_line=lines.date.max(),
        turnover=lines.amount.sum(),
        direct_cost=lines.direct_cost.sum(),
        uncosted_lines=uncosted.sum(),
        uncosted=lines.amount.sum(where=uncosted),
        flagged=lines.amount.sum(where=lines.higher_margin.notnull()),
        higher_margin=lines.amount.sum(where=lines.higher_margin),
        units=lines.quantity.sum(),
        unit_lines=lines.quantity.count(),
    )


def sold_before(sales: Table, period: Period) -> Table:
    """Lines → customers: turnover of the window before, nothing where there is none."""
    lines = sales.filter(_windows(sales.date, period)[1])
    return lines.group_by("customer_id").agg(turnover_before=lines.amount.sum())


def invoices(sales: Table, period: Period, *, paid_known: bool) -> Table:
    """Lines → invoices: day, net amount, due and paid; a day stands in where ids are missing."""
    lines = sales.filter(sales.date <= period.end)
    paid = (
        lines.paid_on
        if paid_known
        else (lines.paid_on <= period.end).ifelse(lines.paid_on, ibis.null("date"))
    )
    return lines.group_by(
        customer_id=lines.customer_id,
        invoice=lines.invoice_id,
        day=lines.invoice_id.isnull().ifelse(lines.date, ibis.null("date")),
    ).agg(
        date=lines.date.min(),
        net=lines.amount.sum(),
        due_on=lines.due_on.max(),
        paid_on=paid.max(),
    )


def purchased(bills: Table, period: Period) -> Table:
    """Invoices → customers. A purchase is an invoice with a net amount above zero (domain 3).

    Whoever has an invoice is in it, if only one that is no purchase.
    """
    inside, before = _windows(bills.date, period)
    bought = bills.net > _NOISE
    line = ibis.window(group_by=["customer_id", bought], order_by="date")
    gap = bills.date.delta(bills.date.lag().over(line), unit="day")
    bills = bills.select(
        "customer_id",
        "net",
        day=bought.ifelse(bills.date, ibis.null("date")),
        due_on=bills.due_on,
        now=bought & inside,
        then=bought & before,
        waited=bills.paid_on.delta(bills.date, unit="day"),
        late=bills.paid_on.delta(bills.due_on, unit="day"),
        # two invoices of one day lie no days apart: without them, these are gaps of purchase days
        gap=(bought & (gap > 0)).ifelse(gap, ibis.null("int64")),
    )
    dated = bills.now & bills.late.notnull()
    return bills.group_by("customer_id").agg(
        orders=bills.now.sum(),
        orders_before=bills.then.sum(),
        monetary=bills.net.sum(where=bills.now),
        first=bills.day.min(),
        last=bills.day.max(),
        gaps=bills.gap.count(),
        typical_gap=bills.gap.median(),  # no «where»: Spark wants its percentile to be constant
        paid=bills.waited.count(where=bills.now),
        days_to_pay=bills.waited.mean(where=bills.now),
        due=bills.due_on.count(where=bills.now),
        dated=dated.sum(),
        days_late=bills.late.mean(where=bills.now),
        paid_late=(dated & (bills.late > 0)).sum(),
    )


def served_regions(sales: Table, period: Period) -> Table:
    """Lines → how many regions each customer bought for in the window."""
    lines = within(sales, period).filter(lambda t: t.region.notnull())
    pairs = lines.select("customer_id", "region").distinct()
    return pairs.group_by("customer_id").agg(regions=pairs.count())


def bought(sales: Table, period: Period, names: Collection[str]) -> Table:
    """Lines → the turnover of some products with each customer in the window."""
    lines = within(sales, period).filter(lambda t: t["product"].isin(sorted(names)))
    return lines.group_by("product", "customer_id").agg(amount=lines.amount.sum())


def spent(table: Tables, **bounds: Any) -> Table:
    """Time entries → hours per customer and person in the window."""
    entries = within(table("time"), Period(**bounds))
    return entries.group_by("customer_id", "person").agg(hours=entries.hours.sum())


def happened(table: Tables, **bounds: Any) -> Table:
    """Events → how many of each kind a customer has in the window, and their value."""
    these = within(table("events"), Period(**bounds))
    return these.group_by("customer_id", "kind").agg(
        n=these.count().cast("float64"),
        value=these["value"].sum(),
        valued=these["value"].count().cast("float64"),
        last=these.date.max(),
    )


def _windows(day: Any, period: Period) -> tuple[Any, Any]:
    """Whether a day up to the end lies in the window, and whether in the one before."""
    if period.start is None:
        return day <= period.end, day > period.end
    return day > period.start, (day > period.before) & (day <= period.start)


def _last(spans: Mapping[str, tuple[date, date]]) -> date | None:
    if "sales" in spans:
        return spans["sales"][1]
    return max((last for _, last in spans.values()), default=None)
