"""Minutes and seconds of a time sheet are hours in the ledger; a clock is one under any name."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from workbench.sources.together import take


@pytest.mark.parametrize(
    ("header", "cells", "hours"),
    [
        ("Hours", ("1.5", "30"), [1.5, 30]),
        ("Minutes", ("90", "30"), [1.5, 0.5]),
        ("Duration (min)", ("90", "30"), [1.5, 0.5]),
        ("Kesto (min)", ("90", "30"), [1.5, 0.5]),
        ("Dauer in Minuten", ("90", "30"), [1.5, 0.5]),
        ("Antal minutter", ("90", "30"), [1.5, 0.5]),
        ("Duration (seconds)", ("5400", "1800"), [1.5, 0.5]),
        ("Duration (min)", ("1:30", "0:30"), [1.5, 0.5]),
    ],
)
@pytest.mark.parametrize("excel", [True, False])
def test_what_the_header_counts_in_is_turned_into_hours(
    tmp_path: Path, header: str, cells: tuple[str, str], hours: list[float], excel: bool
) -> None:
    rows = [("Ann", f"2024-01-0{n}", "Alder", cell) for n, cell in enumerate(cells, 1)]
    names = ("Employee", "Date", "Client", header)
    if excel:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(names)
        for row in rows:
            sheet.append([*row[:3], row[3] if ":" in row[3] else float(row[3])])
        book.save(tmp_path / "time.xlsx")
    else:
        text = "\n".join(",".join(row) for row in (names, *rows))
        (tmp_path / "time.csv").write_text(text, encoding="utf-8")
    ledger, report = take([tmp_path / ("time.xlsx" if excel else "time.csv")])
    assert ledger.frame("time")["hours"].tolist() == pytest.approx(hours)
    said = any("taken as hours" in note for note in report.notes)
    assert said == (header != "Hours" and ":" not in cells[0])
