"""What came of a client's files: an account in sentences, the largest customers, proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from workbench.pages.start_draft import Draft
from workbench.pages.start_opening import MOST_NAMES, Name
from workbench.review import words
from workbench.sources import synonyms
from workbench.sources.intake import currencies, take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mend import to_mend
from workbench.sources.money import Money
from workbench.sources.money import foreign as other_than
from workbench.sources.report import Counts, Report

_ANY = Money()
_ROWS = {
    "sales": ("line of sales", "lines of sales"),
    "time": ("entry of hours", "entries of hours"),
    "rates": ("cost per hour", "costs per hour"),
    "events": ("event", "events"),
    "prospects": ("prospect", "prospects"),
    "customers": ("row about customers", "rows about customers"),
}


@dataclass(frozen=True, eq=False)
class Understood:
    """What take-in made of a draft: the ledger, its report, names to sort, sample cells."""

    ledger: Ledger
    report: Report
    names: tuple[Name, ...]
    customers: int = 0
    first: date | None = None
    last: date | None = None


def foreign(draft: Draft, money: Money) -> tuple[str, ...]:
    """Return the currencies amounts are in that are not the client's."""
    if draft.missing():
        return ()
    return other_than(currencies(draft.sheets, draft.mapping), money.currency)


def understood(draft: Draft, stopped: Callable[[], None], money: Money = _ANY) -> Understood:
    """Take the draft in: the ledger, what was set aside and why, the largest customers.

    Raises
    ------
    WorkbenchError
        When something required is missing, or a currency has no rate.
    """
    stopped()
    ledger, report = take_in(
        draft.sheets, draft.mapping, currency=money.currency, rates=money.rates, stopped=stopped
    )
    stopped()
    first = last = None
    ids: set[str] = set()
    if "customers" in ledger.given:
        ids |= set(ledger.frame("customers")["customer_id"])
    if "sales" in ledger.given:
        sales = ledger.frame("sales")
        ids |= set(sales["customer_id"].dropna())
        if len(sales):
            first, last = sales["date"].min().date(), sales["date"].max().date()
    return Understood(ledger, report, largest(ledger), len(ids), first, last)


def largest(ledger: Ledger) -> tuple[Name, ...]:
    """Return the largest customers by turnover of the last twelve months, else the first."""
    names: dict[str, str] = {}
    if "customers" in ledger.given:
        listed = ledger.frame("customers")[["customer_id", "name"]]
        names = {i: n for i, n in listed.itertuples(index=False) if isinstance(n, str)}
        ids: Iterable[str] = listed["customer_id"].tolist()
    else:
        ids = []
    if "sales" in ledger.given:
        sales = ledger.frame("sales")[["customer_id", "date", "amount"]]
        since = sales["date"].max() - pd.DateOffset(months=12)
        recent = sales[(sales["date"] > since) & sales["customer_id"].notna()]
        ids = recent.groupby("customer_id")["amount"].sum().nlargest(MOST_NAMES).index.tolist()
    return tuple(Name(str(i), names.get(i, str(i))) for i in list(ids)[:MOST_NAMES])


def account(came: Understood, currency: str) -> list[str]:
    """Say what was read, kept and set aside, the totals first; every row and cent is in it."""
    said = [_whole(came)]
    for table, counts in came.report.tables.items():
        if table == "customers" and "sales" in came.report.tables:
            continue  # one row for each customer was said already
        said.append(_table(table, counts, currency))
        if counts.unidentified_rows:
            said.append(
                f"{words.count(counts.unidentified_rows, 'line')} of sales "
                f"({counts.unidentified_amount:,.2f} {currency}) without a customer: kept, and "
                "shown apart."
            )
    return [sentence for sentence in (*said, *came.report.notes) if sentence]


def _whole(came: Understood) -> str:
    span = (
        f", sales from {words.day(came.first)} to {words.day(came.last)}"
        if (came.first and came.last)
        else ""
    )
    return f"{words.count(came.customers, 'customer')}{span}." if came.customers else ""


def _table(table: str, counts: Counts, currency: str) -> str:
    aside = counts.rows_set_aside
    kept = (
        "all kept"
        if counts.rows_kept == counts.rows_read
        else f"{counts.rows_kept:,} kept, {aside:,} set aside"
    )
    again = f", {counts.rows_again:,} counted once with others" if counts.rows_again else ""
    said = f"{words.count(counts.rows_read, *_ROWS[table])} read, {kept}{again}"
    if counts.amount_read is None or counts.amount_kept is None:
        return f"{said}."
    if abs(counts.amount_read - counts.amount_kept) < _CENT:
        return f"{said}: {counts.amount_kept:,.2f} {currency}{counts.unread}."
    whole = f"{counts.amount_kept:,.2f} of {counts.amount_read:,.2f}"
    return f"{said}: {whole} {currency}{counts.unread}."


_CENT = 0.005


def aside_csv(report: Report) -> str:
    """Return the rows set aside as a table to mend and bring back, one file's after the other's."""
    return "\n".join(rows.to_csv(index=False) for rows in to_mend(report).values())


def client_name(files: Sequence[Path]) -> str:
    """Propose the client's name from the first file's: «Aalto sales 2025.csv» → «Aalto».

    Examples
    --------
    >>> client_name([Path("Aalto_sales_2025.csv")]), client_name([Path("export.csv")])
    ('Aalto', '')
    """
    known = {word for names in synonyms.FILES.values() for word in names.replace(";", " ").split()}
    known |= {"export", "data", "sample", "report", "pasted", "rows", "file", "list", "copy", "all"}
    for file in files:
        kept = [
            word
            for word in file.stem.replace("_", " ").replace("-", " ").split()
            if word.casefold() not in known and any(letter.isalpha() for letter in word)
        ]
        if kept:
            name = " ".join(kept)
            return name[0].upper() + name[1:]
    return ""


def currency(draft: Draft) -> str:
    """Return the first currency that the amounts name; empty where none does."""
    return next(iter(() if draft.missing() else currencies(draft.sheets, draft.mapping)), "")
