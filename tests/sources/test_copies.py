"""A line that two sheets of a workbook hold counts once; sheets that only look alike lose none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import openpyxl
import pytest

from workbench.sources.together import take

Rows = list[tuple[object, ...]]
NAMES = ("customer", "date", "amount")
INVOICED = ("invoice", *NAMES)
OLD: Rows = [("A", "2023-03-01", 10), ("B", "2023-03-02", 20), ("B", "2023-03-02", 20)]
NEW: Rows = [("C", "2024-04-01", 30), ("D", "2024-04-02", 40), ("E", "2024-04-03", 50)]


def book(path: Path, sheets: dict[str, Rows], names: tuple[str, ...] = NAMES) -> Path:
    """Write a workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in (names, *rows):
            sheet.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("first", ["year", "all"])
def test_a_sheet_of_all_years_beside_one_of_a_year_counts_once(tmp_path: Path, first: str) -> None:
    """170 in both sheets, whichever comes first; the two equal sales of one sheet stay two."""
    sheets = {"2023": OLD, "All years": [*OLD, *NEW]}
    order = sheets if first == "year" else dict(reversed(sheets.items()))
    ledger, report = take([book(tmp_path / "book.xlsx", order)])
    counts = report.tables["sales"]
    assert sorted(ledger.frame("sales")["amount"]) == [10, 20, 20, 30, 40, 50]
    assert (counts.rows_read, counts.rows_kept, counts.rows_again) == (9, 6, 3)
    assert (counts.amount_read, counts.amount_kept) == (220, 170)
    one, other = ("All years", "2023") if first == "year" else ("2023", "All years")
    assert (
        f"book.xlsx:{one}: 3 rows of sales that the sheet «{other}» has as well, counted once."
        in report.notes
    )
    assert "6 kept, none set aside, 3 counted once with others" in report.sentences()[1]


def test_shops_whose_sheets_hold_a_few_lines_alike_keep_them(tmp_path: Path) -> None:
    """Without invoice ids two shops may sell the same to one customer; the note says how many."""
    south = [OLD[0], *NEW]
    ledger, report = take([book(tmp_path / "book.xlsx", {"North": OLD, "South": south})])
    assert len(ledger.frame("sales")) == 7
    assert report.tables["sales"].rows_again is None
    assert report.notes[-1] == (
        "book.xlsx:South: 1 row of sales that the sheet «North» has as well, kept, as most rows of "
        "these sheets differ; if they are the same, take them out of one of the sheets."
    )


def test_two_sheets_of_one_line_each_prove_nothing(tmp_path: Path) -> None:
    ledger, _ = take([book(tmp_path / "book.xlsx", {"North": OLD[:1], "South": OLD[:1]})])
    assert len(ledger.frame("sales")) == 2


def test_a_sheet_for_each_customer_beside_one_of_all(tmp_path: Path) -> None:
    """One line in each is enough where the sheet of all says the same as all others together."""
    each = {name: [row] for name, row in zip(("Aalto", "Berg", "Cole"), NEW, strict=True)}
    ledger, report = take([book(tmp_path / "book.xlsx", {**each, "All": NEW})])
    assert ledger.frame("sales")["amount"].tolist() == [30, 40, 50]
    assert report.tables["sales"].rows_again == 3


def test_a_line_of_an_invoice_that_two_sheets_have_counts_once(tmp_path: Path) -> None:
    """However few they are; another line of the invoice, or of its number, corrects nothing."""
    north = [("1", *OLD[0]), ("2", *OLD[1]), ("3", *NEW[0])]
    south = [("1", *OLD[0]), ("2", "B", "2023-03-02", 5), ("4", *NEW[1])]
    ledger, report = take(
        [book(tmp_path / "book.xlsx", {"North": north, "South": south}, INVOICED)]
    )
    assert sorted(ledger.frame("sales")["amount"]) == [5, 10, 20, 30, 40]
    assert report.tables["sales"].rows_again == 1


def test_the_row_that_says_most_is_the_one_that_stays(tmp_path: Path) -> None:
    """A day of payment that only the later sheet knows is not lost."""
    names = (*INVOICED, "paid_on")
    unpaid = [("1", *OLD[0], None), ("2", *OLD[1], "2023-04-01")]
    paid = [("1", *OLD[0], "2023-05-01")]
    ledger, _ = take([book(tmp_path / "book.xlsx", {"Open": unpaid, "Paid": paid}, names)])
    assert len(ledger.frame("sales")) == 2
    assert ledger.frame("sales")["paid_on"].notna().all()


def test_tables_of_a_database_are_compared_like_sheets(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as made:
        for table, rows in (("sales_2023", OLD), ("sales_all", [*OLD, *NEW])):
            made.execute(f"CREATE TABLE {table} (customer TEXT, date TEXT, amount REAL)")
            made.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 - above
    made.close()
    ledger, report = take([path])
    assert ledger.frame("sales")["amount"].sum() == 170
    assert report.tables["sales"].rows_again == 3
