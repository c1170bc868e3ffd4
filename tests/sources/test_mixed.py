"""A column of numbers and text has each understood for itself, and then put together."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.sources import mixed, values
from workbench.sources.together import take

AMOUNTS: list[float | str] = [12.125, 0.125, "3,50", "1,50", "2,75", 99.5]
READ = [12.125, 0.125, 3.5, 1.5, 2.75, 99.5]


def workbook(path: Path, amounts: list[float | str]) -> Path:
    """Write a sheet of sales with these amounts."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["customer", "date", "amount"],
        *(["Ada", dt.date(2024, 1, day), amount] for day, amount in enumerate(amounts, 1)),
    ):
        sheet.append(row)
    book.save(path)
    return path


def database(path: Path, amounts: list[float | str]) -> Path:
    """Write a table of sales with these amounts."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("CREATE TABLE sales (customer, date, amount)")
        rows = [("Ada", f"2024-01-{day:02}", amount) for day, amount in enumerate(amounts, 1)]
        opened.executemany("INSERT INTO sales VALUES (?, ?, ?)", rows)
        opened.commit()
    return path


@pytest.mark.parametrize("write", [workbook, database])
def test_numbers_beside_text_with_commas_are_what_they_are(
    write: Callable[[Path, list[float | str]], Path], tmp_path: Path
) -> None:
    """12.125 is no twelve thousand because somebody typed «3,50» beneath it."""
    ledger, report = take([write(tmp_path / "sales.xlsx", AMOUNTS)])
    assert ledger.frame("sales")["amount"].tolist() == READ
    assert not report.set_aside


def test_numbers_do_not_decide_what_text_means(tmp_path: Path) -> None:
    """«1.234» typed beside a true 99.5 is asked about all the same; the number is not."""
    file = workbook(tmp_path / "sales.xlsx", [99.5, "1.234"])
    with pytest.raises(WorkbenchError, match=r"line 3, «1.234», is 1.234 or 1,234"):
        take([file])
    ledger, _ = take([file], ["sales.xlsx:Sheet:amount=sales.amount:decimal-comma"])
    assert ledger.frame("sales")["amount"].tolist() == [99.5, 1234]


@given(
    st.lists(st.floats(-(10**9), 10**9)),
    st.sampled_from([["3,50"], ["3.50"], ["many"], ["1.234.567,5"]]),
)
def test_every_number_comes_back(numbers: list[float], beside: list[str]) -> None:
    """Whatever stands beside it."""
    cells = pa.array(mixed.written([*numbers, *beside], str))
    read = values.numbers(cells).values.to_pylist()[: len(numbers)]
    assert read == numbers
