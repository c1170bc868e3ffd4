"""Sales by month or year become lines with a date, in whatever of the usual shapes they come."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.sources.again import together
from workbench.sources.months import period_end
from workbench.sources.report import Report
from workbench.sources.together import take

Line = tuple[str, str, float]
WANTED: list[Line] = [
    ("Alder", "2024-01-31", 100),
    ("Alder", "2024-02-29", 200.5),
    ("Birch", "2024-02-29", 50),
    ("Cedar", "2024-01-31", -20),
]


def lines(folder: Path, text: str) -> tuple[list[Line], Report]:
    """Return the lines of sales of a file, and the account."""
    path = folder / "sales.csv"
    path.write_text(text, encoding="utf-8")
    ledger, report = take([path])
    frame = ledger.frame("sales").sort_values(["customer_id", "date"])
    days = frame["date"].dt.strftime("%Y-%m-%d")
    return list(zip(frame["customer_id"], days, frame["amount"], strict=True)), report


@pytest.mark.parametrize(
    "header",
    [
        "Jan 2024;Feb 2024",
        "2024-01;2024-02",
        "01/2024;02/2024",
        "1.2024;2.2024",
        "2024M01;2024M02",
        "Sales Jan-24;Sales Feb-24",
        "tammikuu 2024;helmikuu 2024",
        "Januar 2024;Februar 2024",
        "2024-01-01;2024-02-01",
        "2024-01-31;2024-02-29",
    ],
)
def test_a_column_for_each_month_is_a_line_for_each(tmp_path: Path, header: str) -> None:
    """Empty cells and zeros are no sales, a minus is money given back; nothing is lost."""
    text = f"Customer;{header}\nAlder;100;200,5\nBirch;;50\nCedar;-20;0\n"
    found, report = lines(tmp_path, text)
    assert found == WANTED
    assert report.tables["sales"].amount_kept == 330.5
    assert any("2 periods; a line of sales for each" in note for note in report.notes)


def test_a_column_for_each_year_keeps_who_bought_nothing_and_their_attributes(
    tmp_path: Path,
) -> None:
    text = "Customer,Segment,Sales 2022 (kEUR),Sales 2023 (kEUR)\n"
    text += "Alder,A,1,2\nBirch,B,,\nCedar,A,3,4.5\n"
    found, report = lines(tmp_path, text)
    assert found == [
        ("Alder", "2022-12-31", 1000),
        ("Alder", "2023-12-31", 2000),
        ("Birch", "2023-12-31", 0),
        ("Cedar", "2022-12-31", 3000),
        ("Cedar", "2023-12-31", 4500),
    ]
    assert report.currency == "EUR"
    assert report.mapping["sales.csv:Segment"] == ("customers.segment",)


def test_costs_and_pieces_of_a_period_go_with_its_sales(tmp_path: Path) -> None:
    """A year's cost on every line would be a margin nobody had."""
    path = tmp_path / "sales.csv"
    path.write_text(
        "Customer,Sales 2022,Sales 2023,Cost 2022,Cost 2023,Qty 2023,Visits 2023\n"
        "Alder,100,200,60,120,4,9\nBirch,,50,,20,1,3\n"
    )
    frame = take([path])[0].frame("sales")
    assert frame["amount"].tolist() == [100, 200, 50]
    assert frame["direct_cost"].tolist() == [60, 120, 20]
    assert frame["quantity"].fillna(0).tolist() == [0, 4, 1]


def test_next_quarters_table_corrects_a_month_and_adds_one(tmp_path: Path) -> None:
    """March was 300 and is 310; April is new; January and February are as they were."""
    old, new = tmp_path / "q1.csv", tmp_path / "april.csv"
    old.write_text("Customer,Jan 2024,Feb 2024,Mar 2024\nAlder,100,200,300\nBirch,5,,7\n")
    new.write_text(
        "Customer,Jan 2024,Feb 2024,Mar 2024,Apr 2024\nAlder,100,200,310,40\nBirch,5,,7,\n"
    )
    whole, counts = together(take([old])[0], take([new])[0])
    assert sorted(whole.frame("sales")["amount"]) == [5, 7, 40, 100, 200, 310]
    assert counts["sales"].to_json() == {"new": 1, "changed": 1, "same": 4}


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Period;Sales", "2024-01;", "2024-02;"),
        ("Month;Sales", "Jan 2024;", "Feb 2024;"),
        ("Date;Sales", "01/2024;", "02/2024;"),
        ("Year;Month;Sales", "2024;1;", "2024;2;"),
        ("Vuosi;Kuukausi;Myynti", "2024;tammi;", "2024;helmi;"),
    ],
)
def test_a_column_of_periods_is_the_date(
    tmp_path: Path, header: str, first: str, second: str
) -> None:
    text = f"Customer;{header}\nAlder;{first}100\nAlder;{second}200,5\nBirch;{second}50\n"
    found, report = lines(tmp_path, f"{text}Cedar;{first}-20\n")
    assert found == WANTED
    assert any("dated at the end of its period" in note for note in report.notes)


def test_months_a_spreadsheet_writes_as_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Customer", date(2024, 1, 1), date(2024, 2, 1), "Total"])
    sheet.append(["Alder", 100, 200.5, 300.5])
    sheet.append(["Birch", None, 50, 50])
    sheet.append(["Total", 100, 250.5, 350.5])
    book.save(tmp_path / "book.xlsx")
    ledger, report = take([tmp_path / "book.xlsx"])
    assert ledger.frame("sales")["amount"].tolist() == [100, 200.5, 50]
    assert {row.reason for row in report.set_aside} == {"looks like a line of totals"}


@pytest.mark.parametrize(
    "text",
    [
        "Customer,Date,Amount,2023,2024\nAlder,2024-01-05,5,1,2\n",  # lines of sales already
        "Customer,Visits 2023,Visits 2024\nAlder,5,6\n",  # no money
        "Customer,2023\nAlder,5\n",  # one year is an attribute
        "Customer,Year founded,Sales\nAlder,1995,5\nBirch,2001,7\n",  # no year of a sale
        "Customer,Year,Segment\nAlder,1995,A\nBirch,2001,B\n",  # nothing was sold
        "Customer,Class 2023,Class 2024\nAlder,good,better\n",  # words
    ],
)
def test_what_only_looks_like_periods_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    _, report = take([path])
    assert not any("period" in note for note in report.notes)


@pytest.mark.parametrize("name", ["prospects.csv", "hours 2024.csv"])
def test_a_file_of_something_else_is_no_sales(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Customer,Jan 2024,Feb 2024\nAlder,5,6\nBirch,7,8\n", encoding="utf-8")
    with suppress(WorkbenchError):  # hours without a person are asked about
        assert "sales" not in take([path])[0].given


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_month_and_year_is_known_as_people_write_it(day: date) -> None:
    end = period_end(f"{day:%Y-%m}")
    assert end is not None
    assert (end.year, end.month) == (day.year, day.month)
    assert period_end(f"{day:%B %Y}") == period_end(f"{day:%b} {day:%Y}") == end
    assert period_end(f"{day:%m/%Y}") == period_end(f"{day:%Y%m}") == end
    assert period_end(f"{day:%Y} Q{(day.month + 2) // 3}") == period_end(
        f"{day.year}-{3 * ((day.month + 2) // 3):02}"
    )
    assert period_end(str(day.year)) == date(day.year, 12, 31)
