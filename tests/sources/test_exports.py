"""Exports known by their headers: right columns, rows and signs; the vendor's page is cited."""

from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError
from workbench.sources.exports import prepared
from workbench.sources.files import read_text
from workbench.sources.intake import take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import choose, guess
from workbench.sources.programs import KNOWN, known
from workbench.sources.report import Report


def taken(text: str, *maps: str) -> tuple[Ledger, Report]:
    """Take in one file called export.csv."""
    sheets, chosen = choose(maps, [prepared(read_text(text, "export.csv"))])
    found = guess(sheets, chosen)
    return take_in(sheets, found.settled())


TIME = {
    "Toggl Track": (
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
        "End time,Duration,Tags\n"
        "Ada,ada@a.example,Birch,Roof,,Visit,Yes,2024-01-31,09:00:00,2024-01-31,10:30:00,01:30:00,\n"
    ),
    "Clockify": (
        "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,"
        "End Date,End Time,Duration (h),Duration (decimal),Billable Rate (USD)\n"
        "Roof,Birch,Visit,,Ada,,ada@a.example,,Yes,01/31/2024,09:00:00 AM,01/31/2024,"
        "10:30:00 AM,01:30:00,1.50,50\n"
    ),
    "Harvest": (
        "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name,"
        "Cost Rate,Currency\n"
        "2024-01-31,Birch,Roof,,,,1.5,Yes,Ada,Alder,40,EUR\n"
    ),
}


@pytest.mark.parametrize("program", TIME)
def test_time_trackers(program: str) -> None:
    """Who worked how long for which client on what: one row alike from all three."""
    ledger, _ = taken(TIME[program])
    assert ledger.given == {"time"}
    row = ledger.frame("time").iloc[0]
    person = "Ada Alder" if program == "Harvest" else "Ada"
    assert (row["person"], row["hours"], row["customer_id"]) == (person, 1.5, "Birch")
    assert (str(row["date"].date()), row["activity"]) == ("2024-01-31", "Roof")


def test_stripe_counts_what_came_in_and_stayed() -> None:
    """Failed payments are set aside, refunds are taken off."""
    ledger, report = taken(
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Status,Customer ID\n"
        "ch_1,2024-01-31 10:00,100.00,0.00,eur,Roof,Paid,cus_1\n"
        "ch_2,2024-02-01 10:00,50.00,20.00,eur,Roof,Refunded,cus_1\n"
        "ch_3,2024-02-02 10:00,70.00,0.00,eur,Roof,Failed,cus_2\n"
    )
    assert ledger.frame("sales")["amount"].tolist() == [100, 30]
    assert report.currency == "EUR"
    (row,) = report.set_aside
    assert (row.line, row.reason) == (4, "Stripe, payments: Status is «Failed»")
    counts = report.tables["sales"]
    assert (counts.rows_read, counts.rows_kept, counts.rows_set_aside) == (3, 2, 1)


STRIPE = "id;Created date (UTC);Amount;Amount Refunded;Currency;Status;Customer ID\n"


def test_stripe_s_two_columns_of_money_have_one_decimal_sign() -> None:
    """A refund of «1.000» beside «2.000,75» is a thousand."""
    ledger, _ = taken(STRIPE + "ch_1;2024-01-31;2.000,75;1.000;eur;Refunded;cus_1\n")
    assert ledger.frame("sales")["amount"].tolist() == [1000.75]


def test_a_refund_nobody_can_read_is_not_nothing() -> None:
    """Its row is set aside; its money is neither kept nor read."""
    rows = "ch_1;2024-01-31;12,50;oops;eur;Paid;cus_1\nch_2;2024-01-31;7,25;;eur;Paid;cus_1\n"
    ledger, report = taken(STRIPE + rows)
    assert ledger.frame("sales")["amount"].tolist() == [7.25]
    (row,) = report.set_aside
    assert (row.line, row.reason) == (2, "Stripe, payments: Amount Refunded «oops» is no amount")
    assert report.tables["sales"].amounts_unread == 1
    report = taken(STRIPE + rows.partition("\n")[0])[1]
    assert report.tables["sales"].rows_set_aside == 1


def test_money_of_rows_an_export_s_rules_refuse_is_counted() -> None:
    """Read is kept and set aside in money too, each row by what it comes to."""
    rows = (
        "ch_1;2024-01-31;1.250,50;0;eur;Paid;cus_1\nch_2;2024-01-31;1.000;0,25;eur;Failed;cus_2\n"
        "ch_3;2024-01-31;1,00\n"
    )
    counts = taken(STRIPE + rows)[1].tables["sales"]
    assert (counts.amount_read, counts.amount_kept) == (2250.25, 1250.5)
    assert (counts.rows_set_aside, counts.amounts_unread) == (2, 1)


def test_the_sign_of_an_amount_outlives_what_is_made_of_it() -> None:
    """Credits in euro and invoices in dollars are not added up."""
    texts = {
        "credits.csv": "id,customer_id,remaining_credit,total_amount,transaction_date\n"
        "1,7,0,€30.00,2024-01-31\n",
        "invoices.csv": "id,doc_number,customer_id,total_amount,transaction_date,due_date\n"
        "1,5,7,$100.00,2024-01-31,2024-02-28\n",
    }
    sheets = [prepared(read_text(text, name)) for name, text in texts.items()]
    with pytest.raises(WorkbenchError, match="more than one currency: EUR, USD"):
        take_in(sheets, guess(sheets).settled())


def test_quickbooks_transactions_are_sales_and_credits_only() -> None:
    """Payments and estimates in the list are no sales."""
    ledger, report = taken(
        "Date,Transaction Type,Num,Name,Memo/Description,Due Date,Amount,Balance\n"
        "01/31/2024,Invoice,1001,Birch,Roof,02/28/2024,100.00,100.00\n"
        "02/15/2024,Payment,,Birch,,,-100.00,0.00\n"
        "02/16/2024,Credit Memo,1002,Birch,Roof,,-10.00,-10.00\n"
        "02/17/2024,Estimate,1003,Cedar,Roof,,500.00,\n"
    )
    assert ledger.frame("sales")["amount"].tolist() == [100, -10]
    assert [row.line for row in report.set_aside] == [3, 5]
    assert ledger.frame("customers")["customer_id"].tolist() == ["Birch"]


def test_quickbooks_credit_memos_are_negative() -> None:
    """Its tables write them as positive totals; deleted ones don't count."""
    ledger, _ = taken(
        "id,_fivetran_deleted,customer_id,remaining_credit,total_amount,transaction_date,"
        "currency_id\n1,FALSE,7,0,25.00,2024-01-31,USD\n2,TRUE,7,0,99.00,2024-01-31,USD\n"
    )
    assert ledger.frame("sales")["amount"].tolist() == [-25]


def test_xero_lines_without_drafts() -> None:
    """Line amounts of invoices by contact; drafts and voided ones are set aside."""
    head = "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,Description,"
    ledger, report = taken(
        head + "Quantity,UnitAmount,LineAmount,TaxAmount,Currency,Type,Status\n"
        "Birch,b@b.example,INV-1,,31/01/2024,14/02/2024,1,Roof,2,50,100,24,EUR,Sales Invoice,Paid\n"
        "Birch,b@b.example,INV-2,,31/01/2024,14/02/2024,124,Roof,1,9,9,1,EUR,Sales Invoice,Draft\n"
    )
    sale = ledger.frame("sales").iloc[0]
    assert (sale["amount"], sale["invoice_id"], sale["product"]) == (100, "INV-1", "Roof")
    assert [row.reason for row in report.set_aside] == ["Xero, sales invoices: Status is «Draft»"]


def test_hubspot_companies_deals_and_tickets() -> None:
    """Companies are customers, won deals sales, tickets events of support."""
    ledger, _ = taken("Record ID,Company name,Company owner,City\n9,Birch,Ada,Espoo\n")
    row = ledger.frame("customers").iloc[0]
    found = tuple(row[name] for name in ("customer_id", "name", "account_manager", "location"))
    assert found == ("9", "Birch", "Ada", "Espoo")
    ledger, report = taken(
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company\n"
        "1,Roof,Closed Won,2024-01-31 10:00,100,Birch\n"
        "2,Wall,Closed Lost,2024-01-31 10:00,900,Birch\n"
    )
    assert ledger.frame("sales")["amount"].tolist() == [100]
    assert len(report.set_aside) == 1
    ledger, _ = taken(
        "Ticket ID,Ticket name,Create date,Ticket owner,Associated Company\n"
        "5,It leaks,2024-03-01 10:00,Ada,Birch\n"
    )
    event = ledger.frame("events").iloc[0]
    assert (event["kind"], event["customer_id"], event["evidence"]) == (
        "support",
        "Birch",
        "It leaks",
    )


@pytest.mark.parametrize(
    ("header", "cell", "key"),
    [("Associated Company IDs", "9;12", "9"), ("Associated Company", "Birch", "Birch")],
)
def test_hubspot_s_deals_and_companies_meet(header: str, cell: str, key: str) -> None:
    """By the companies' ids where the deals have them, else by name."""
    texts = {
        "companies.csv": "Record ID,Company name,City\n9,Birch,Espoo\n",
        "deals.csv": "Record ID,Deal Name,Deal Stage,Close Date,Amount,"
        f"{header}\n1,Roof,Closed Won,2024-01-31,100,{cell}\n",
    }
    sheets = [prepared(read_text(text, name)) for name, text in texts.items()]
    ledger, _ = take_in(sheets, guess(sheets).settled())
    assert ledger.frame("sales")["customer_id"].tolist() == [key]
    listed = ledger.frame("customers")
    assert listed[["customer_id", "name", "location"]].to_numpy().tolist() == [
        [key, "Birch", "Espoo"],
    ]


def test_a_person_s_choice_wins_over_a_known_export() -> None:
    """The activity is what the room says it is."""
    ledger, _ = taken(TIME["Toggl Track"], "export.csv:Description=time.activity")
    assert ledger.frame("time")["activity"].tolist() == ["Visit"]


def test_each_export_cites_its_vendor_and_is_told_apart() -> None:
    """Its own headers lead to it, not to another one; its page is the vendor's."""
    vendors = ("toggl", "clockify", "getharvest", "intuit", "xero", "stripe", "hubspot")
    for export in KNOWN:
        assert known(export.needs) is export
        assert export.page.startswith("https://")
        assert any(vendor in export.page for vendor in vendors)
    assert known(["Customer", "Date", "Amount"]) is None


@pytest.mark.parametrize(
    "head",
    [
        "Asiakasnumero;Laskun päivä;Veroton summa;Laskunumero",
        "Kundenr;Fakturadato;Nettobeløb;Fakturanr",
        "Kundennummer;Rechnungsdatum;Nettobetrag;Rechnungsnummer",
        "Customer no;Invoice date;Net amount;Invoice no",
    ],
)
def test_four_languages_by_synonyms(head: str) -> None:
    """Any other program's export is understood by what its columns are called."""
    try:
        ledger, _ = taken(f"{head}\n00123;31.1.2024;1.234,50;7\n")
    except WorkbenchError as problem:
        pytest.fail(str(problem))
    sale = ledger.frame("sales").iloc[0]
    assert (sale["customer_id"], sale["amount"], sale["invoice_id"]) == ("00123", 1234.5, "7")
