"""The ledger's own lines in the window, asked for when somebody wants to see them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.measures.facts import Facts
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger

Table = Any  # ibis ships no types


def lines(ledger: Ledger, facts: Facts, table: str) -> Table:
    """Return a table's lines in the window, as an expression to go on with."""
    found, period = ledger.table(table), facts.period
    if period is None:
        return found
    found = found.filter(found.date <= period.end)
    return found if period.start is None else found.filter(found.date > period.start)


def run(query: Table) -> pd.DataFrame:
    """Return what an expression comes to, dates as dates."""
    frame: pd.DataFrame = query.to_pyarrow().to_pandas(date_as_object=True)
    return frame


def products(ledger: Ledger, facts: Facts) -> tuple[str, ...]:
    """Return the products sold in the window, the largest first."""
    if not facts.covers("sales"):
        return ()
    sold = lines(ledger, facts, "sales")
    sold = sold.filter(~sold["product"].isnull())  # noqa: PD003 - Ibis, not pandas
    by = sold.group_by("product").agg(amount=sold.amount.sum())
    return tuple(run(by.order_by(ibis.desc("amount"), "product"))["product"])
