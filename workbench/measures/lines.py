"""The ledger's own lines in the window, asked for when somebody wants to see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa

from workbench.measures.facts import Facts
from workbench.measures.period import Period
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.questions import ask

Table = Any  # ibis ships no types
Tables = Callable[[str], Table]


def within(table: Table, period: Period) -> Table:
    """Return a table's lines in the window, as an expression to go on with."""
    table = table.filter(table.date <= period.end)
    return table if period.start is None else table.filter(table.date > period.start)


def frame(answer: pa.Table, *, dates: bool = False) -> pd.DataFrame:
    """Return an answer as pandas: dates as datetime64, or as Python's own."""
    found: pd.DataFrame = answer.to_pandas(date_as_object=dates)
    return found


def products(ledger: Ledger, facts: Facts) -> tuple[str, ...]:
    """Return the products sold in the window, the largest first."""
    if facts.period is None or not facts.covers("sales"):
        return ()
    return tuple(ask(ledger, sold_products, **facts.period.bounds)["product"].to_pylist())


def sold_products(table: Tables, **bounds: Any) -> Table:
    """Lines → products of the window and what they brought, the largest first."""
    sold = within(table("sales"), Period(**bounds))
    sold = sold.filter(sold["product"].notnull())  # noqa: PD004 - Ibis, not pandas
    by = sold.group_by("product").agg(amount=sold.amount.sum())
    return by.order_by(ibis.desc("amount"), "product")
