"""The ledger's own lines in the window, asked for when somebody wants to see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import pandas as pd

from workbench.measures.facts import Facts
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


@dataclass(frozen=True)
class Credit:
    """A product made with one customer: its turnover with the others in the window."""

    product: str
    customer: str
    turnover: float
    others: int


def products(ledger: Ledger, facts: Facts) -> tuple[str, ...]:
    """Return the products sold in the window, the largest first."""
    if not facts.covers("sales"):
        return ()
    sold = lines(ledger, facts, "sales")
    sold = sold.filter(~sold["product"].isnull())  # noqa: PD003 - Ibis, not pandas
    by = sold.group_by("product").agg(amount=sold.amount.sum())
    return tuple(run(by.order_by(ibis.desc("amount"), "product"))["product"])


def credited(ledger: Ledger, facts: Facts, made_with: Mapping[str, str]) -> tuple[Credit, ...]:
    """Return what products made with a customer bring with others (domain 6).

    It is a credit to be seen, not added to anybody's profit: the sales already count where they
    were made.
    """
    if not made_with or not facts.covers("sales"):
        return ()
    sold = lines(ledger, facts, "sales")
    sold = sold.filter(sold["product"].isin(list(made_with)))
    found = run(
        sold.group_by("product", "customer_id").agg(amount=sold.amount.sum()).order_by("product")
    )
    done = []
    for product, customer in made_with.items():
        others = found[(found["product"] == product) & (found["customer_id"] != customer)]
        n = int(others["customer_id"].dropna().nunique())
        done.append(Credit(product, customer, float(others["amount"].sum()), n))
    return tuple(done)
