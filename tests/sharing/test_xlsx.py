"""The workbook, opened again: numbers are numbers, dates are dates, text never runs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from workbench.sharing.snapshot import Snapshot
from workbench.sharing.xlsx import workbook

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def opened(snapshot: Snapshot) -> Any:
    """Return the workbook as another library reads it."""
    return load_workbook(io.BytesIO(workbook(snapshot)))


def test_its_sheets_and_columns(told: Snapshot) -> None:
    """Seven sheets; one row per customer under headings with units."""
    book = opened(told)
    listed = ["Plan", "Dates", "Customers"]
    assert book.sheetnames == ["Finding", *listed, "Totals", "Assumptions", "Not placed"]
    heads, *rows = book["Customers"].values
    assert heads[:5] == ("Customer id", "Name", "Tier", "Turnover, EUR", "Profit, EUR")
    assert heads[5:] == ("Why in this tier", "In the picture", "Why in this quadrant")
    assert "Chosen by Ann: Quarterly review" in {row[5] for row in rows}
    assert len(rows) == told.customers
    assert book["Customers"].auto_filter.ref == f"A1:H{told.customers + 1}"


def test_money_is_numbers_below_zero_too(told: Snapshot) -> None:
    """Sums in a spreadsheet agree with the report."""
    rows = list(opened(told)["Customers"].values)[1:]
    assert all(isinstance(value, int | float) for row in rows for value in row[3:5])
    assert sum(row[4] for row in rows) == pytest.approx(told.profit)
    assert min(row[4] for row in rows) < 0
    totals = {row[0]: row[1] for row in opened(told)["Totals"].values if row[0] == "In all"}
    assert isinstance(totals["In all"], float)


def test_dates_are_dates(told: Snapshot) -> None:
    """The as-of date and the next dates can be counted with."""
    book = opened(told)
    assert book["Finding"]["B2"].value == datetime(2026, 6, 15)  # noqa: DTZ001 - a workbook knows no zones
    _, *rows = book["Dates"].values
    days = [row[0] for row in rows]
    assert all(isinstance(day, datetime) for day in days)
    assert days == sorted(days)
    assert [row[1] for row in rows] == ["overdue", None, None]


def test_the_plan_is_a_list_of_its_own(told: Snapshot) -> None:
    """A decision a row under a head that stays, to be filtered; money to the cent."""
    line = told.decisions[0].model_copy(update={"expected": 37818.97999999998, "overdue": True})
    sheet = opened(told.model_copy(update={"decisions": (line, *told.decisions[1:])}))["Plan"]
    heads, first, *rest = sheet.values
    assert heads[:6] == ("About", "Action", "Who", "Until", "Overdue", "Status")
    assert first[0] == "Customer 1 & Sons"
    assert first[3:8] == (datetime(2026, 11, 30), "overdue", "accepted", 1234.5, 37818.98)  # noqa: DTZ001 - see above
    assert len(rest) == 2
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:J4")


def test_no_text_is_a_formula(hostile: Snapshot) -> None:
    """Whatever a name begins with, a spreadsheet shows it."""
    book = opened(hostile)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(STARTS)]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(text.startswith("'=cmd|") for text in texts)
    assert not [cell for cell in cells if cell.hyperlink]
