"""Which sources know each customer, and which lines came without one (domain 1).

Asked of the whole ledger, not of the window: who bought years ago is known all the same.
"""

# ruff: noqa: PD003 - those are for pandas; an Ibis column knows isnull and notnull

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbench.measures.assemble import profiles
from workbench.measures.facts import Facts
from workbench.measures.lines import lines, run
from workbench.review.assigned import SAYING, Nameless
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.schema import IN_A_LIST

SOURCES: Mapping[str, str] = {
    "customers": "customer list",
    "sales": "sales",
    "time": "hours",
    "events": "events",
}
"""Tables that may know a customer, in the client's words."""
_SUMS: Mapping[Nameless, str] = {"sales": "amount", "time": "hours"}


@dataclass(frozen=True)
class Group:
    """Lines without a customer that say the same: how many, their money or hours, from when on."""

    value: str
    lines: int
    amount: float
    first: date
    last: date


@dataclass(frozen=True)
class Nobodys:
    """Lines of a table without a customer: all of them, and the largest groups of one column."""

    table: Nameless
    column: str
    columns: tuple[str, ...]
    lines: int
    amount: float
    groups: tuple[Group, ...]
    others: int


def knows(ledger: Ledger) -> pd.DataFrame:
    """Return customer id → whether each given table names them, under the id that counts.

    What lines of sales say of a customer is no list of customers.
    """
    found: dict[str, set[str]] = {}
    for name in SOURCES:
        if name not in ledger.given:
            continue
        table = ledger.table(name)
        if name == "customers":
            table = table.filter(table[IN_A_LIST].fill_null(True))
        ids = run(table.select("customer_id").distinct())["customer_id"].dropna()
        if len(ids):
            found[name] = {ledger.merged.get(key, key) for key in ids}
    index = pd.Index(sorted(set().union(*found.values())), dtype="str", name="customer_id")
    return pd.DataFrame({name: index.isin(list(ids)) for name, ids in found.items()}, index=index)


def everybody_named(ledger: Ledger) -> pd.DataFrame:
    """Return every id any table names, merged or not, with name and attributes where listed.

    It asks on a connection of its own, so another thread may ask the ledger meanwhile.
    """
    alone = ledger.as_one({}, ledger.assigned)
    listed = profiles(run(alone.table("customers")))
    whole = listed.reindex(knows(alone).index)
    return whole.assign(name=whole["name"].fillna(pd.Series(whole.index, index=whole.index)))


def of_files(ledger: Ledger, customer: str) -> dict[str, int]:
    """Return from how many lines of which files of sales a customer is known."""
    sales = ledger.table("sales")
    theirs = sales.filter(sales.customer_id == customer).group_by("source_file")
    found = run(theirs.agg(n=ibis._.count()).order_by("source_file"))
    return {str(name): int(n) for name, n in zip(found["source_file"], found["n"], strict=True)}


def nobodys(
    ledger: Ledger, facts: Facts, table: Nameless, column: str = "", most: int = 8
) -> Nobodys | None:
    """Return a table's lines of the window that have no customer; None where all have one.

    ``column`` is what the lines are told apart by, one of `SAYING`; if it says nothing, the first
    that does is taken.
    """
    if not facts.covers(table):
        return None
    of_none = lines(ledger, facts, table)
    of_none = of_none.filter(of_none.customer_id.isnull())
    summed = of_none[_SUMS[table]].sum().fill_null(0.0)
    said = {name: of_none[name].nunique() for name in SAYING[table]}
    row = run(of_none.agg(n=of_none.count(), amount=summed, **said)).iloc[0]
    if not row["n"]:
        return None
    telling = tuple(n for n in said if row[n] > (n == "source_file"))
    chosen = column if column in telling else next(iter(telling), SAYING[table][0])
    groups = of_none.group_by(value=of_none[chosen].fill_null("")).agg(
        lines=of_none.count(), amount=summed, first=of_none.date.min(), last=of_none.date.max()
    )
    size = int(groups.count().to_pyarrow().as_py())
    largest = run(groups.order_by(ibis.desc("amount"), "value").limit(most))
    return Nobodys(
        table,
        chosen,
        telling,
        int(row["n"]),
        float(row["amount"]),
        tuple(
            Group(**{str(k): v for k, v in group.items()}) for group in largest.to_dict("records")
        ),
        size - len(largest),
    )
