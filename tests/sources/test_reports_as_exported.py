"""Reports as programs print them: titles, totals, currencies, dates that could be either way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from workbench.errors import WorkbenchError
from workbench.sources.files import Sheet, read, read_text
from workbench.sources.intake import take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import choose, guess
from workbench.sources.mend import to_mend
from workbench.sources.report import Report

TITLED = """Sales report 2024;;;
Northern Oy;;;
;;;
Customer;Date;Amount;Product
Ada;31.01.2024;1 234,50;X
Bo;13.02.2024;100,-;Y
Cy;14.02.2024;12,00-;Z
Total;;1 322,50;
"""


def taken(
    *sheets: Sheet, maps: tuple[str, ...] = (), currency: str = "", **rates: float
) -> tuple[Ledger, Report]:
    """Take sheets in."""
    read_, chosen = choose(maps, sheets)
    return take_in(read_, guess(read_, chosen).settled(), currency=currency, rates=rates)


def sums(ledger: Ledger) -> list[float]:
    """Return the amounts of the sales kept."""
    return [round(value, 2) for value in ledger.frame("sales")["amount"]]


def test_a_report_with_title_and_total_gives_its_lines_only() -> None:
    """Titles stand above the names, the total is set aside and is no customer."""
    ledger, report = taken(read_text(TITLED, "title.csv"))
    assert sums(ledger) == [1234.5, 100, -12]
    assert list(ledger.frame("customers")["customer_id"]) == ["Ada", "Bo", "Cy"]
    assert [(row.line, row.reason) for row in report.set_aside] == [
        (1, "stands above the column names"),
        (2, "stands above the column names"),
        (8, "looks like a line of totals"),
    ]


def test_merged_cells_and_groups_of_columns_in_a_workbook(tmp_path: Path) -> None:
    """A merged title, merged names of groups and a total leave five sales; notes are no table."""
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sales"
    sheet.append(["Northern Oy, sales of 2024"])
    sheet.merge_cells("A1:F1")
    sheet.append(["Who", None, "What", None, "How much", None])
    for cells in ("A2:B2", "C2:D2", "E2:F2"):
        sheet.merge_cells(cells)
    sheet.append(["Customer no", "Customer", "Date", "Product", "Quantity", "Amount"])
    for number in range(5):
        day = dt.date(2024, 1, 10 + number)
        sheet.append([f"00{number}", f"Firm {number}", day, "X", 1, 100.5 + number])
    sheet.append(["Total", None, None, None, 5, 512.5])
    pivot = book.create_sheet("Pivot")
    for row in (["Row Labels", "Sum of Amount"], ["Firm 1", 100], ["Grand Total", 100]):
        pivot.append(row)
    book.save(path)
    ledger, report = taken(*read(path))
    assert sums(ledger) == [100.5, 101.5, 102.5, 103.5, 104.5]
    assert list(ledger.frame("sales")["customer_id"]) == ["000", "001", "002", "003", "004"]
    assert report.tables["customers"].rows_kept == 5
    assert report.unused == ("book.xlsx:Pivot:Row Labels", "book.xlsx:Pivot:Sum of Amount")


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        # subtotals of blocks and the total of all, each with a date
        (("Ada,2024-01-31,10\nBo,2024-02-01,20\nSubtotal,2024-02-01,30\nCy,2024-02-02,30\n"
         "Grand total,2024-02-02,60\n"), [10, 20, 30]),
        # a firm called Total is a customer: its figure is no sum
        ("Ada,2024-01-31,10\nTotal,2024-02-01,20\nTotal,2024-02-01,7\n", [10, 20, 7]),
        ("Ada,2024-01-31,10\nTotal for Ada,,10\nYhteensä,,10\nI alt:,,10\n", [10]),
        # subtotals of customers, dated like the rest, and the total in other words
        (("Ada,2024-01-31,10\nAda total,2024-01-31,10\nBo,2024-02-01,5\nBo total,2024-02-01,5\n"
         "Report total,2024-02-28,15\nTOTAL (2 rows),2024-02-28,15\nIn total,2024-02-28,15\n"
         "Kokonaissumma,2024-02-28,15\nΣ,2024-02-28,15\n"), [10, 5]),
        # a customer whose name begins so pays by chance what the one above it paid
        ("Ada,2024-01-31,10\nTotal Energies,2024-02-01,10\n", [10, 10]),
        # a total of nothing above it, with neither date nor customer
        ("Ada,2024-01-31,10\nTotal,,99\n", [10]),
    ],
)  # fmt: skip
def test_a_total_needs_more_than_the_word(rows: str, kept: list[float]) -> None:
    """It lacks what a row needs, or is the sum of those above it; money reconciles either way."""
    ledger, report = taken(read_text("Customer,Date,Amount\n" + rows, "a.csv"))
    assert sums(ledger) == kept
    counts = report.tables["sales"]
    assert counts.rows_read == rows.count("\n") == counts.rows_kept + counts.rows_set_aside
    read_ = sum(float(line.rsplit(",", 1)[1]) for line in rows.splitlines())
    assert (counts.amount_read, counts.amount_kept) == (read_, sum(kept))


def test_a_sale_that_lacks_something_is_no_total_for_a_word_in_it() -> None:
    """Without a customer it is unidentified; without a date it is set aside, to be mended."""
    text = (
        "customer,date,product,amount\nAda,2024-01-31,Chair,10\n,2024-01-30,Total care package,20\n"
        "Total Energies,,Chair,31\nBo,2024-01-30,Sum,40\n"
    )
    ledger, report = taken(read_text(text, "a.csv"))
    assert sums(ledger) == [10, 20, 40]
    assert [(row.line, row.reason) for row in report.set_aside] == [(4, "the date is missing")]
    assert to_mend(report)["a to mend.csv"]["customer"].tolist() == ["Total Energies"]


@pytest.mark.parametrize(
    "text",
    [
        "Customer,Date,Amount\nAda,2024-01-31,$10\nBo,2024-02-01,€20\n",
        "Customer,Date,Amount,Currency\nAda,2024-01-31,10,usd\nBo,2024-02-01,20,EUR\n",
    ],
)
def test_mixed_currencies_are_refused_unless_rates_are_given(text: str) -> None:
    """The refusal names what would answer; with a rate every line is in the client's currency."""
    sheet = read_text(text, "a.csv")
    with pytest.raises(WorkbenchError, match=r"more than one currency: EUR, USD.*--rate USD="):
        taken(sheet)
    with pytest.raises(WorkbenchError, match="the client's currency is GBP"):
        taken(sheet, currency="GBP", EUR=0.85)
    ledger, report = taken(sheet, currency="EUR", USD=0.5)
    assert sums(ledger) == [5, 20]
    assert (report.currency, report.tables["sales"].amount_read) == ("EUR", 25)


def test_two_files_in_two_currencies_are_refused_too() -> None:
    """Each file alone would pass."""
    files = [
        read_text("Customer,Date,Amount\nAda,2024-01-31,£10\n", "uk.csv"),
        read_text("Customer,Date,Amount\nAda,2024-01-31,10 €\n", "fi.csv"),
    ]
    with pytest.raises(WorkbenchError, match="more than one currency"):
        taken(*files)
    assert taken(files[0])[1].currency == "GBP"


EITHER = "Customer,Date,Amount\nAda,03/04/2024,10\nBo,05/05/2024,20\n"


def test_day_and_month_are_asked_where_both_are_possible() -> None:
    """One sentence with the rows that differ and the answer; the answer decides."""
    sheet = read_text(EITHER, "a.csv")
    with pytest.raises(WorkbenchError) as asked:
        taken(sheet)
    assert str(asked.value) == (
        "a.csv: In «Date», does the day come first or the month? line 2, «03/04/2024», is 3 Apr "
        "2024 or 4 Mar 2024. Allowed: day-first or month-first. Answer with --map "
        '"a.csv:Date=sales.date:day-first" (or month-first).'
    )
    for said, day in (("day-first", dt.date(2024, 4, 3)), ("month-first", dt.date(2024, 3, 4))):
        ledger, report = taken(sheet, maps=(f"a.csv:Date=sales.date:{said}",))
        assert ledger.frame("sales")["date"].dt.date[0] == day
        assert report.mapping["a.csv:Date"] == (f"sales.date:{said}",)


def test_a_like_file_that_tells_answers_for_the_others() -> None:
    """January's export leaves it open, February's does not."""
    tells = read_text("Customer,Date,Amount\nAda,02/28/2024,10\n", "feb.csv")
    ledger, _ = taken(read_text(EITHER, "mar.csv"), tells)
    assert list(ledger.frame("sales")["date"].dt.month) == [3, 5, 2]


def test_a_choice_wins_over_the_column_and_must_be_of_a_date() -> None:
    """What a person says counts; an order of anything but a date is refused."""
    sheet = read_text("Customer,Date,Amount\nAda,13/04/2024,10\nBo,05/06/2024,20\n", "a.csv")
    ledger, report = taken(sheet, maps=("a.csv:Date=sales.date:month-first",))
    assert list(ledger.frame("sales")["date"].dt.month) == [5]
    assert report.set_aside[0].cells == ("Ada", "13/04/2024", "10")
    with pytest.raises(WorkbenchError, match="is no date"):
        taken(sheet, maps=("a.csv:Amount=sales.amount:day-first",))


def test_ways_of_writing_a_negative() -> None:
    """Accountants' brackets, a minus behind, Swiss apostrophes, currency before and behind."""
    rows = ["(1,234.50)", "1 234.50-", "-$5.00", "$(7.50)", "USD 1'200.50", "3.00 USD"]
    text = "Customer;Date;Amount\n" + "".join(f"A;2024-01-31;{cell}\n" for cell in rows)
    assert sums(taken(read_text(text, "a.csv"))[0]) == [-1234.5, -1234.5, -5, -7.5, 1200.5, 3]
