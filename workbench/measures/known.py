"""Which sources know each customer, and which lines came without one (domain 1).

Asked of the whole ledger, not of the window: who bought years ago is known all the same.
"""

# ruff: noqa: PD003 - those are for pandas; an Ibis column knows isnull and notnull

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from workbench.measures.assemble import profiles
from workbench.measures.facts import Facts
from workbench.measures.lines import Table, Tables, within
from workbench.measures.period import Period
from workbench.review.assigned import SAYING, Nameless
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.questions import ask
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
        ids = ask(ledger, named, name)["customer_id"].drop_null().to_pylist()
        if ids:
            found[name] = {ledger.merged.get(key, key) for key in ids}
    index = pd.Index(sorted(set().union(*found.values())), dtype="str", name="customer_id")
    return pd.DataFrame({name: index.isin(list(ids)) for name, ids in found.items()}, index=index)


def named(table: Tables, name: str) -> Table:
    """Lines → the ids they name, once each; of customers those a list names."""
    lines = table(name)
    if name == "customers":
        lines = lines.filter(lines[IN_A_LIST].fill_null(True))
    return lines.select("customer_id").distinct()


def everybody_named(ledger: Ledger) -> pd.DataFrame:
    """Return every id any table names, merged or not, with name and attributes where listed.

    It asks on a connection of its own, so another thread may ask the ledger meanwhile.
    """
    alone = ledger.as_one({}, ledger.assigned)
    listed = profiles(alone.frame("customers"))
    whole = listed.reindex(knows(alone).index)
    return whole.assign(name=whole["name"].fillna(pd.Series(whole.index, index=whole.index)))


def of_files(ledger: Ledger, customer: str) -> dict[str, int]:
    """Return from how many lines of which files of sales a customer is known."""
    found = ask(ledger, files_naming, customer=customer).to_pylist()
    return {str(row["source_file"]): int(row["n"]) for row in found}


def files_naming(table: Tables, customer: Any) -> Table:
    """Lines → how many of each file of sales name one customer."""
    sales = table("sales")
    theirs = sales.filter(sales.customer_id == customer)
    return theirs.group_by("source_file").agg(n=theirs.count()).order_by("source_file")


def nobodys(
    ledger: Ledger, facts: Facts, table: Nameless, column: str = "", most: int = 8
) -> Nobodys | None:
    """Return a table's lines of the window that have no customer; None where all have one.

    ``column`` is what the lines are told apart by, one of `SAYING`; if it says nothing, the first
    that does is taken.
    """
    if not facts.covers(table):
        return None
    bounds = facts.period.bounds if facts.period else {}
    (row,) = ask(ledger, nameless, table, **bounds).to_pylist()
    if not row["n"]:
        return None
    telling = tuple(name for name in SAYING[table] if row[name] > (name == "source_file"))
    chosen = column if column in telling else next(iter(telling), SAYING[table][0])
    groups = ask(ledger, nameless_by, table, chosen, **bounds)
    largest = groups.slice(0, most).to_pylist()
    return Nobodys(
        table,
        chosen,
        telling,
        int(row["n"]),
        float(row["amount"]),
        tuple(Group(**group) for group in largest),
        len(groups) - len(largest),
    )


def nameless(table: Tables, name: Nameless, **bounds: Any) -> Table:
    """Lines → of those of the window without a customer, how many, their sum, what each says."""
    lines = _nameless(table, name, bounds)
    said = {column: lines[column].nunique() for column in SAYING[name]}
    return lines.agg(n=lines.count(), amount=lines[_SUMS[name]].sum().fill_null(0.0), **said)


def nameless_by(table: Tables, name: Nameless, column: str, **bounds: Any) -> Table:
    """Lines → those of the window without a customer by what a column says, the largest first."""
    lines = _nameless(table, name, bounds)
    groups = lines.group_by(value=lines[column].fill_null("")).agg(
        lines=lines.count(),
        amount=lines[_SUMS[name]].sum().fill_null(0.0),
        first=lines.date.min(),
        last=lines.date.max(),
    )
    return groups.order_by(ibis.desc("amount"), "value")


def _nameless(table: Tables, name: Nameless, bounds: Mapping[str, Any]) -> Table:
    lines = within(table(name), Period(**bounds))
    return lines.filter(lines.customer_id.isnull())
