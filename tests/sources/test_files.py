"""CSV, Excel and Parquet become sheets; anything else ends in one sentence."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench.errors import WorkbenchError
from workbench.sources.files import read, read_text, without_names
from workbench.sources.mend import to_mend
from workbench.sources.together import take

NINE = dt.datetime(2024, 1, 31, 9)  # noqa: DTZ001 Excel knows no zones


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_a_workbook_gives_its_sheets_typed(tmp_path: Path) -> None:
    """Numbers, dates and yes/no stay what they are; text ids keep their zeros; empty sheets go."""
    path = book(
        tmp_path / "client.xlsx",
        Sales=[
            ["Customer", "Date", "Amount", "Paid", "Mixed", "Took"],
            ["00123", NINE, 10.5, True, 7, dt.timedelta(hours=30, minutes=15)],
            [None, None, None, None, None, None],
            ["00124", dt.date(2024, 2, 1), 3, False, "A7", dt.timedelta(minutes=5)],
        ],
        Empty=[],
        Rates=[["Person", "Cost per hour"], ["Ada", 80]],
    )
    sales, rates = read(path)
    assert (sales.file, sales.sheet, sales.label) == ("client.xlsx", "Sales", "client.xlsx:Sales")
    assert sales.lines.tolist() == [2, 4]
    assert list(sales.frame["Customer"]) == ["00123", "00124"]
    assert list(sales.frame["Amount"]) == [10.5, 3]
    assert list(sales.frame["Date"].dt.date) == [dt.date(2024, 1, 31), dt.date(2024, 2, 1)]
    assert list(sales.frame["Paid"]) == [True, False]
    assert list(sales.frame["Mixed"]) == ["7", "A7"]
    assert list(rates.frame["Cost per hour"]) == [80]


def test_names_are_found_below_a_title(tmp_path: Path) -> None:
    """A title and a blank row above the names are set aside, and lines stay Excel's."""
    path = book(
        tmp_path / "title.xlsx",
        Sheet=[["Sales 2024"], [], ["Who", "Date", "Sum"], ["Ada", NINE, 5], ["Bo", NINE, 6]],
    )
    (sheet,) = read(path)
    assert list(sheet.frame.columns) == ["Who", "Date", "Sum"]
    assert sheet.lines.tolist() == [4, 5]
    assert [(row.line, row.reason) for row in sheet.set_aside] == [
        (1, "stands above the column names")
    ]


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    """A workbook called .csv is read as one, and text called .xlsx as text."""
    path = book(tmp_path / "really.csv", Sheet=[["Who", "Sum"], ["Ada", 5]])
    assert read(path)[0].frame.to_dict("records") == [{"Who": "Ada", "Sum": 5}]
    text = tmp_path / "really.xlsx"
    text.write_text("Who,Sum\nAda,5\n")
    assert read(text)[0].frame.to_dict("records") == [{"Who": "Ada", "Sum": "5"}]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    """Dates, categories and numbers as they are; what is nested becomes text; rows are counted."""
    path = tmp_path / "lines.parquet"
    pq.write_table(
        pa.table(
            {
                "id": pa.array(["a", "b", "a"]).dictionary_encode(),
                "day": pa.array([dt.date(2024, 1, 31)] * 3),
                "amount": [1.5, 2.5, None],
                "tags": [["x"], [], None],
            }
        ),
        path,
    )
    (sheet,) = read(path)
    assert sheet.lines.tolist() == [1, 2, 3]
    assert list(sheet.frame["id"]) == ["a", "b", "a"]
    assert list(sheet.frame["tags"])[:2] == ["['x']", "[]"]
    assert str(sheet.frame["day"].dtype).startswith("datetime64")


def test_a_parquet_file_whose_names_are_no_text_is_damaged(tmp_path: Path) -> None:
    """One sentence, not a word of memory."""
    path = tmp_path / "names.parquet"
    pq.write_table(pa.table({"amount": [1.5]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"amount", b"\xffmount"))
    with pytest.raises(WorkbenchError, match="The Parquet file is damaged"):
        read(path)


def test_an_error_and_a_formula_without_its_value_are_named(tmp_path: Path) -> None:
    """What stood there is the reason and goes into the file to mend; a name is no formula."""
    rows: list[list[object]] = [
        ["Customer", "Date", "Amount"],
        ["A", NINE, "=1+1"],
        ["B", NINE, 5],
        ["C", NINE, "#DIV/0!"],
        ["=A2", NINE, 7],
    ]
    path = book(tmp_path / "sums.xlsx", **{"A & B": rows})
    ledger, report = take([path])
    assert ledger.frame("sales")["amount"].tolist() == [5, 7]
    assert ledger.frame("sales")["customer_id"].fillna("").tolist() == ["B", ""]
    assert [(row.line, row.reason) for row in report.set_aside] == [
        (2, "«=1+1» is no amount"),
        (4, "«#DIV/0!» is no amount"),
    ]
    (table,) = to_mend(report).values()
    assert table["Amount"].tolist() == ["'=1+1", "#DIV/0!"]
    assert "formula without its value: 3" in report.notes[0]


def test_a_parquet_file_may_have_as_many_columns_as_any(tmp_path: Path) -> None:
    """Its own account of them says so before they are read."""
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({f"c{n}": [n] for n in range(2001)}), path)
    with pytest.raises(WorkbenchError, match=r"too many columns: 2,001\. Allowed: 2,000"):
        read(path)


def junk(path: Path) -> None:
    """Write a zip that is no workbook."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", "a")


def wide(path: Path) -> None:
    """Write a tiny workbook whose one cell stands at the far end of the sheet."""
    book(path, Sheet=[["Who"], ["Ada"]])
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    name = next(name for name in parts if "worksheets/" in name)
    parts[name] = parts[name].replace(b'"A2"', b'"XFD1048576"').replace(b'r="2"', b'r="1048576"')
    with zipfile.ZipFile(path, "w") as made:
        for part, data in parts.items():
            made.writestr(part, data)


def truncated(path: Path) -> None:
    """Write the first half of a workbook."""
    book(path, Sheet=[["Who"], ["Ada"]])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.csv", None, "no such file"),
        ("empty.csv", b"", "empty"),
        ("nul.csv", b"who,amount\nAda,\x001\n", "NUL"),
        ("binary.csv", bytes(range(256)) * 64, "no text"),
        ("report.csv", b"%PDF-1.7 ...", "a PDF"),
        ("page.xls", b"<html><table></table></html>", "a web page"),
        ("damaged.parquet", b"PAR1 nothing", "damaged"),
        ("damaged.xlsx", b"PK\x03\x04 nothing", "damaged"),
        ("damaged.xls", b"\xd0\xcf\x11\xe0 nothing", "damaged"),
        ("files.zip", junk, "no rows"),
        ("far.xlsx", wide, "too large"),
        ("half.xlsx", truncated, "damaged"),
        (".", None, "can't be opened"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: object, sentence: str
) -> None:
    """The message names the file, never its path, and says what is wrong."""
    path = tmp_path / name
    if callable(content):
        content(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(WorkbenchError, match=sentence) as refused:
        read(path)
    assert str(tmp_path) not in str(refused.value) or name == "."
    assert refused.value.where == path.name


def test_names_of_columns_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    """An export of a month in which nothing happened; pasted, they are nothing to go on."""
    (tmp_path / "events.csv").write_text("customer_id,date,kind\n", encoding="utf-8")
    (sheet,) = read(tmp_path / "events.csv")
    assert list(sheet.frame) == ["customer_id", "date", "kind"]
    assert not sheet.rows
    with pytest.raises(WorkbenchError, match="no rows"):
        read_text("customer_id,date,kind")


def test_pasted_rows() -> None:
    """What a spreadsheet puts on the clipboard."""
    sheet = read_text("Who\tSum\nAda\t1,50\n")
    assert (sheet.file, sheet.frame.to_dict("records")) == (
        "pasted rows",
        [{"Who": "Ada", "Sum": "1,50"}],
    )
    with pytest.raises(WorkbenchError, match="empty"):
        read_text("  \n")


def test_names_that_were_none_become_the_first_row() -> None:
    """A person may say that a file names no columns: nothing of its first row is lost."""
    sheet = without_names(read_text("Ada,Espoo,Ada,\nBo,Vantaa,Cy,x\n"))
    again = without_names(sheet)
    for made in (sheet, again):
        assert list(made.frame.columns) == ["#1", "#2", "#3", "#4"]
        assert made.lines.tolist() == [1, 2]
        assert [v if isinstance(v, str) else None for v in made.frame.iloc[0]] == [
            *("Ada", "Espoo", "Ada"),
            None,
        ]


def test_rows_of_nothing_but_separators_are_no_rows(tmp_path: Path) -> None:
    """Spreadsheets write them at the end; they are not counted."""
    path = tmp_path / "tail.csv"
    path.write_text("who,amount\nAda,1\n,\n,\n")
    (sheet,) = read(path)
    assert len(sheet.frame) == 1
    assert isinstance(sheet.frame, pd.DataFrame)
