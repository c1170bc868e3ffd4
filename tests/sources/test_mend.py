"""Rows set aside become files to mend, one for each table they came from."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from workbench.sources.mend import to_mend
from workbench.sources.together import take

NAMES = ["customer", "date", "amount"]


def test_each_file_and_sheet_has_a_file_to_mend_of_its_own(tmp_path: Path) -> None:
    """Files that differ by their ending alone, sheets by what follows a point."""
    text, path = tmp_path / "sales.csv", tmp_path / "sales.xlsx"
    text.write_text("customer,date,amount\nA,2024-01-01,5\nB,bad,6\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for title in ("Jan.24", "Jan.25"):
        sheet = book.create_sheet(title)
        for row in (NAMES, ["A", "2024-01-02", 1], [f"Z {title}", "worse", 2]):
            sheet.append(row)
    book.save(path)
    _, report = take([text, path])
    tables = to_mend(report)
    assert {name: table["customer"].tolist() for name, table in tables.items()} == {
        "sales to mend.csv": ["B"],
        "sales.xlsx Jan.24 to mend.csv": ["Z Jan.24"],
        "sales.xlsx Jan.25 to mend.csv": ["Z Jan.25"],
    }
