"""Exports known by their headers: what their columns are, and which of their rows count.

Headers follow what the vendors say of their own exports (``page``) and files seen. A person's
choice of column wins over what stands here; an export with other headers is read by synonyms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from workbench.sources import values
from workbench.sources.content import arrow
from workbench.sources.files import SetAside, Sheet
from workbench.sources.synonyms import plain


@dataclass(frozen=True)
class Export:
    """One program's export.

    ``needs`` are headers that together tell it apart; ``columns`` gives for each target the
    headers it may have, the first that is there and filled counts (two joined by «+» are put
    together). ``only`` says which words a row must have, or (with «!») must not have, in a
    column, all in lower case; ``minus`` a column of money taken back; ``negative`` that amounts
    are money given back; ``kind`` the kind of event all rows are.
    """

    name: str
    page: str
    needs: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minus: str = ""
    negative: bool = False
    kind: str = ""


_NET, _KIND = "Net amount", "Kind of event"
"""Columns that are added to what an export has."""

_TIME = {
    "time.person": ("User", "Member", "First Name+Last Name", "Email"),
    "time.date": ("Start date", "Date"),
    "time.hours": ("Duration (decimal)", "Duration (h)", "Duration", "Hours"),
    "time.customer_id": ("Client",),
    "time.activity": ("Task", "Project", "Description", "Notes"),
}
_QUICKBOOKS = "https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/"
_BOOKED = {
    "sales.customer_id": ("customer_id",),
    "sales.date": ("transaction_date",),
    "sales.amount": (_NET, "total_amount"),
    "sales.invoice_id": ("doc_number", "id"),
    "sales.due_on": ("due_date",),
    "sales.currency": ("currency_id",),
}
_HUBSPOT = "https://knowledge.hubspot.com/crm-setup/set-up-your-import-file"

KNOWN: tuple[Export, ...] = (
    Export(
        "Clockify, detailed report",
        "https://clockify.me/help/reports/detailed-report",
        ("Project", "Client", "User", "Start Date", "Duration (decimal)"),
        _TIME,
    ),
    Export(
        "Toggl Track, detailed report",
        "https://support.toggl.com/import-and-export/csv-import/editing-and-uploading-a-csv-file",
        ("Email", "Start date", "Start time", "Duration", "Client"),
        _TIME,
    ),
    Export(
        "Harvest, detailed time report",
        "https://support.getharvest.com/hc/en-us/articles/360048685111-Importing-and-exporting-data",
        ("Date", "Client", "Project", "Task", "Hours", "First Name", "Last Name"),
        _TIME,
    ),
    Export(
        "QuickBooks, list of transactions",
        _QUICKBOOKS + "invoice",
        ("Date", "Transaction Type", "Num", "Name", "Amount"),
        {
            "sales.customer_id": ("Customer", "Name"),
            "customers.name": ("Customer", "Name"),
            "customers.customer_id": ("Customer", "Name"),
            "sales.date": ("Date",),
            "sales.amount": ("Amount",),
            "sales.invoice_id": ("Num",),
            "sales.due_on": ("Due Date",),
            "sales.product": ("Product/Service", "Memo/Description"),
            "sales.quantity": ("Qty",),
        },
        only={"Transaction Type": ("invoice", "sales receipt", "credit memo", "refund")},
    ),
    Export(
        "QuickBooks, credit memos",
        _QUICKBOOKS + "creditmemo",
        ("customer_id", "remaining_credit", "total_amount", "transaction_date"),
        _BOOKED,
        only={"_fivetran_deleted": ("!true",)},
        negative=True,
    ),
    Export(
        "QuickBooks, refund receipts",
        _QUICKBOOKS + "refundreceipt",
        ("customer_id", "total_amount", "transaction_date", "check_payment_status"),
        _BOOKED,
        only={"_fivetran_deleted": ("!true",)},
        negative=True,
    ),
    Export(
        "QuickBooks, invoices",
        _QUICKBOOKS + "invoice",
        ("customer_id", "total_amount", "transaction_date", "due_date", "doc_number"),
        _BOOKED,
        only={"_fivetran_deleted": ("!true",)},
    ),
    Export(
        "Xero, sales invoices",
        "https://developer.xero.com/documentation/api/invoices/",
        ("ContactName", "InvoiceNumber", "InvoiceDate", "DueDate", "LineAmount"),
        {
            "sales.customer_id": ("ContactName",),
            "customers.name": ("ContactName",),
            "customers.customer_id": ("ContactName",),
            "sales.date": ("InvoiceDate",),
            "sales.amount": ("LineAmount",),
            "sales.invoice_id": ("InvoiceNumber",),
            "sales.due_on": ("DueDate",),
            "sales.product": ("InventoryItemCode", "Description"),
            "sales.quantity": ("Quantity",),
            "sales.currency": ("Currency",),
        },
        only={
            "Type": ("sales invoice", "sales credit note", "sales overpayment"),
            "Status": ("!draft", "!voided", "!deleted"),
        },
    ),
    Export(
        "Stripe, payments",
        "https://support.stripe.com/questions/exporting-a-report-of-all-transactions",
        ("id", "Amount", "Amount Refunded", "Currency", "Customer ID", "Status"),
        {
            "sales.customer_id": ("Customer ID", "Customer Email"),
            "sales.date": ("Created date (UTC)", "Created (UTC)"),
            "sales.amount": (_NET, "Amount"),
            "sales.invoice_id": ("id",),
            "sales.product": ("Description",),
            "sales.currency": ("Currency",),
        },
        only={"Status": ("paid", "succeeded", "refunded", "partial refund", "partially refunded")},
        minus="Amount Refunded",
    ),
    Export(
        "HubSpot, deals",
        _HUBSPOT,
        ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Amount"),
        {
            "sales.customer_id": ("Associated Company", "Associated Company (Primary)"),
            "sales.date": ("Close Date",),
            "sales.amount": ("Amount in company currency", "Amount"),
            "sales.invoice_id": ("Record ID",),
            "sales.product": ("Deal Name",),
            "sales.currency": ("Currency",),
        },
        only={"Deal Stage": ("closed won", "closedwon", "won")},
    ),
    Export(
        "HubSpot, tickets",
        _HUBSPOT,
        ("Ticket ID", "Ticket name", "Create date"),
        {
            "events.customer_id": ("Associated Company", "Associated Company (Primary)"),
            "events.date": ("Create date",),
            "events.kind": (_KIND,),
            "events.evidence": ("Ticket name",),
            "events.by": ("Ticket owner",),
        },
        kind="support",
    ),
    Export(
        "HubSpot, companies",
        _HUBSPOT,
        ("Record ID", "Company name"),
        {
            "customers.customer_id": ("Record ID",),
            "customers.name": ("Company name",),
            "customers.location": ("City",),
            "customers.industry": ("Industry",),
            "customers.account_manager": ("Company owner",),
        },
    ),
)


def known(names: Sequence[str]) -> Export | None:
    """Return the export that has these headers; None where none does.

    >>> known(["Email", "Start date", "Start time", "Duration", "Project", "Client"]).name
    'Toggl Track, detailed report'
    """
    own = {plain(name) for name in names}
    return next((each for each in KNOWN if {plain(need) for need in each.needs} <= own), None)


def prepared(sheet: Sheet) -> Sheet:
    """Return a sheet of a known export with only the rows that count, and what they come to.

    Failed payments, drafts and lost deals are set aside, each with what its program calls it;
    what was paid back is taken off; first and last names are put together.
    """
    export = known([str(name) for name in sheet.frame])
    if export is None or not len(sheet.frame):
        return sheet
    frame = sheet.frame.copy(deep=False)
    there = {plain(str(name)): str(name) for name in frame}
    keep, aside = np.ones(len(frame), dtype=bool), list(sheet.set_aside)
    for header, said in export.only.items():
        if column := there.get(plain(header)):
            words = pc.utf8_lower(values.text(arrow(frame[column]))).to_pylist()
            fits = np.array([_counts(word, said) for word in words])
            aside += _refused(sheet, column, keep & ~fits, f"{export.name}: {column} is «{{}}»")
            keep &= fits
    money = there.get("amount") or there.get("total amount", "")
    back = there.get(plain(export.minus), "")
    if money and (back or export.negative):
        frame[_NET] = _net(frame, money, back, negative=export.negative)
    for headers in export.columns.values():
        for first, _, last in (header.partition("+") for header in headers if "+" in header):
            one, two = there.get(plain(first)), there.get(plain(last))
            if one and two:
                both = frame[[one, two]].fillna("").astype("str")
                frame[f"{one} + {two}"] = (both[one] + " " + both[two]).str.strip()
    if export.kind:
        frame[_KIND] = export.kind
    kept = frame[keep].reset_index(drop=True)
    return replace(sheet, frame=kept, lines=sheet.lines[keep], set_aside=tuple(aside))


def meanings(sheet: Sheet) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return column → targets of a known export, and its name; nothing for any other sheet."""
    export = known([str(name) for name in sheet.frame])
    if export is None:
        return {}, ""
    there = {plain(str(name)): str(name) for name in sheet.frame}
    found: dict[str, tuple[str, ...]] = {}
    for target, headers in export.columns.items():
        likely = (there.get(plain(header.replace("+", " + "))) for header in headers)
        filled = (name for name in likely if name and bool(sheet.frame[name].notna().any()))
        if column := next(filled, ""):
            found[column] = (*found.get(column, ()), target)
    return found, export.name


def _counts(word: str | None, said: Sequence[str]) -> bool:
    barred = {each[1:] for each in said if each.startswith("!")}
    return word not in barred if barred else word in said


def _refused(sheet: Sheet, column: str, rows: np.ndarray, reason: str) -> list[SetAside]:
    found = []
    for row in np.flatnonzero(rows).tolist():
        cells = tuple("" if pd.isna(c) else str(c) for c in sheet.frame.iloc[row])
        said = "empty" if pd.isna(sheet.frame[column].iloc[row]) else sheet.frame[column].iloc[row]
        why = reason.replace("{}", str(said)[:60])
        found.append(SetAside(sheet.file, sheet.sheet, int(sheet.lines[row]), column, why, cells))
    return found


def _net(frame: pd.DataFrame, money: str, back: str, *, negative: bool) -> pd.Series[float]:
    """Return amounts less what was paid back; missing where a cell is no number."""
    amounts = values.numbers(arrow(frame[money]))
    net = np.array(amounts.values, dtype=np.float64)
    if back:
        returned = values.numbers(arrow(frame[back]))
        net = net - np.nan_to_num(np.array(returned.values, dtype=np.float64))
    return pd.Series(-np.abs(net) if negative else net, index=frame.index)
