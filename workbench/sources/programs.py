"""Programs whose exports are known by their headers: what their columns are, each with its page.

Headers follow what the vendors say of their own exports (``page``) and files seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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


NET, SIGN, KIND = "Net amount", "Currency of the amount", "Kind of event"
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
    "sales.amount": (NET, "total_amount"),
    "sales.invoice_id": ("doc_number", "id"),
    "sales.due_on": ("due_date",),
    "sales.currency": ("currency_id", SIGN),
}
_HUBSPOT = "https://knowledge.hubspot.com/crm-setup/set-up-your-import-file"
COMPANY_IDS = ("Associated Company IDs", "Associated Company IDs (Primary)")
_COMPANY_NAMES = ("Associated Company", "Associated Company (Primary)")
COMPANY = (*COMPANY_IDS, *_COMPANY_NAMES)
BY_NAME = (*_COMPANY_NAMES, "Company name")
"""Headers of names where the program itself has ids: its other exports may give those."""

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
            "sales.amount": (NET, "Amount"),
            "sales.invoice_id": ("id",),
            "sales.product": ("Description",),
            "sales.currency": ("Currency", SIGN),
        },
        only={"Status": ("paid", "succeeded", "refunded", "partial refund", "partially refunded")},
        minus="Amount Refunded",
    ),
    Export(
        "HubSpot, deals",
        _HUBSPOT,
        ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Amount"),
        {
            "sales.customer_id": COMPANY,
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
            "events.customer_id": COMPANY,
            "events.date": ("Create date",),
            "events.kind": (KIND,),
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
