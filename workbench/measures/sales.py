"""Measures that sales give: turnover, orders, rhythm, payment (domain 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from workbench.customers import Bools, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.made_with import add_credit
from workbench.measures.workings import Workings

FEWEST_ORDERS_BEFORE = 4
"""A trend against fewer orders than this would be noise (domain 3)."""

_YEAR = 12


def add_sales(work: Workings, facts: Facts, made: Mapping[str, str]) -> None:
    """Put every measure of sales on the sheet; all are missing where no sales were given.

    ``made`` says which product was made with whom.
    """
    if not facts.covers("sales"):
        why = "No sales fall in the window" if "sales" in facts.spans else "No sales were given"
        for name in _SALES:
            work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    _amounts(work, facts)
    _rhythm(work, facts)
    _payment(work, facts)
    add_credit(work, facts, made)


_SALES = (
    "turnover",
    "turnover_per_month",
    "turnover_per_year",
    "orders",
    "monetary",
    "average_order",
    "units_per_month",
    "units_per_region",
    "recency",
    "tenure",
    "frequency",
    "order_trend",
    "higher_margin_share",
    "typical_gap",
    "days_to_pay",
    "days_late",
    "share_paid_late",
    "credited_sales",
)


def _amounts(work: Workings, facts: Facts) -> None:
    """Put money and units on the sheet.

    The M of RFM is all the money of the window, credit notes of their own taken off: only
    recency, frequency and gaps look at purchases alone (domain 3), amounts are net, returns
    negative (domain 2), and domain 7 makes no exception. Who gave everything back brought nothing.
    """
    raw, all_ = facts.sums, work.everyone
    months = facts.period.months_covered(facts.spans["sales"][0]) if facts.period else 1.0
    work.measure("turnover", raw["turnover"])
    work.measure("turnover_per_month", work["turnover"] / months)
    work.measure("turnover_per_year", work["turnover"] / months * 12)
    work.measure("orders", raw["orders"])
    work.measure("monetary", raw["turnover"])
    work.measure(
        "average_order",
        ratio(raw["monetary"], work["orders"]),
        Missing(work["orders"] <= 0, "No order in the window"),
    )
    counted = raw["unit_lines"] > 0
    uncounted = [
        Missing(all_ if not counted.any() else ~counted & (raw["lines"] > 0), "No quantities given")
    ]
    units = np.where(uncounted[0].rows, np.nan, raw["units"])
    work.measure("units_per_month", units / months, *uncounted)
    regions = raw.get("regions", np.zeros(len(facts)))
    work.measure(
        "units_per_region",
        ratio(units, regions),
        *uncounted,
        Missing(all_ if not regions.any() else raw["lines"] > 0, "No region given"),
        Missing(all_, "No sale in the window"),
    )
    flagged = raw["flagged"]
    work.measure(
        "higher_margin_share",
        ratio(raw["higher_margin"], flagged),
        Missing(
            all_ if not flagged.any() else (flagged == 0) & (raw["turnover"] != 0),
            "Nothing says which products have a higher margin",
        ),
        Missing(all_, "No turnover above zero in the window"),
    )


def _rhythm(work: Workings, facts: Facts) -> None:
    frame, raw = facts.frame, facts.sums
    as_of = pd.Timestamp(facts.as_of or date.min)
    never = Missing(frame["last"].isna().to_numpy(), "No order yet")
    for name, column in (("recency", "last"), ("tenure", "first")):
        days = (as_of - frame[column]).dt.days.to_numpy(dtype=np.float64, na_value=np.nan)
        work.measure(name, days, never)
    work.measure("frequency", work["orders"])
    work.measure(
        "typical_gap",
        raw["typical_gap"],
        never,
        Missing(work.everyone, "Orders on one day only: no gap between orders yet"),
    )
    _trend(work, facts, raw["orders_before"])


def _trend(work: Workings, facts: Facts, before: Floats) -> None:
    period, first = facts.period, facts.spans["sales"][0]
    column, values = MEASURES["order_trend"].column(facts.currency), work.nothing()
    if period is None or period.before is None:
        rule = Missing(work.everyone, "There is no window before: the window is all sales")
    elif not period.reaches(first, period.before):
        rule = Missing(work.everyone, f"The sales begin on {first}, too late for the window before")
    else:
        few: Bools = before < FEWEST_ORDERS_BEFORE
        rule = Missing(few, f"Fewer than {FEWEST_ORDERS_BEFORE} orders in the window before")
        values = np.where(few, np.nan, ratio(work["orders"], before))
    if period is None or period.months != _YEAR:
        column = replace(column, label="Orders against the window before")
    work.put(column, values, rule)


def _payment(work: Workings, facts: Facts) -> None:
    raw, all_ = facts.sums, work.everyone
    paid, dated = raw["paid"], raw["dated"]
    no_order = Missing(raw["orders"] <= 0, "No invoice in the window")
    unpaid = Missing(paid <= 0, "No invoice paid yet")
    if not paid.any():
        unpaid = Missing(all_, "No payment dates were given")
    undue = Missing(dated <= 0, "No due dates were given")
    work.measure("days_to_pay", raw["days_to_pay"], no_order, unpaid)
    work.measure("days_late", raw["days_late"], no_order, unpaid, undue)
    late = ratio(raw["paid_late"], dated)
    work.measure("share_paid_late", late, no_order, unpaid, undue)


def ratio(over: Floats, under: Floats) -> Floats:
    """Divide; NaN where the divisor is not above zero, never an infinity."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(under > 0, over / under, np.nan)
