"""Several files of a client, also two of one name: every row and every cent is found once."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.sources.together import take


@pytest.fixture
def twins(tmp_path: Path) -> tuple[Path, Path]:
    """Return two files of one name with other columns, in another language and form."""
    first, second = tmp_path / "a" / "sales.csv", tmp_path / "b" / "sales.csv"
    for file in (first, second):
        file.parent.mkdir()
    first.write_text("Customer,Date,Amount\nA,2025-01-31,10\nB,2025-02-28,5\n", encoding="utf-8")
    second.write_text("Kunde;Dato;Beløb\nA;2025-03-31;7\nC;2025-04-30;x\n", encoding="utf-8")
    return first, second


def test_two_files_of_one_name_are_told_apart(twins: tuple[Path, Path]) -> None:
    ledger, report = take(twins)
    assert ledger.frame("sales")["amount"].tolist() == [10, 5, 7]
    assert set(ledger.frame("sales")["source_file"]) == {"sales.csv", "sales (2).csv"}
    assert report.mapping["sales.csv:Amount"] == ("sales.amount",)
    assert report.mapping["sales (2).csv:Beløb"] == ("sales.amount",)
    assert [(row.file, row.line) for row in report.set_aside] == [("sales (2).csv", 3)]
    assert report.notes[0] == (
        f"«{twins[1]}» is called «sales (2).csv» here, because another file has its name."
    )


@pytest.mark.parametrize("typed", ["path", "name", "relative"])
def test_a_column_is_chosen_by_the_file_s_path_or_by_its_name_here(
    twins: tuple[Path, Path], typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(twins[0].parent)
    file = {"path": str(twins[1]), "name": "sales (2).csv", "relative": "../b/sales.csv"}[typed]
    _, report = take(twins, [f"{file}:Kunde=sales.customer_id"])
    assert report.mapping["sales (2).csv:Kunde"] == ("sales.customer_id",)
    assert report.mapping["sales.csv:Customer"][0] == "sales.customer_id"


def test_what_is_asked_names_the_file_it_is_asked_of(twins: tuple[Path, Path]) -> None:
    twins[1].write_text("Kunde;Dato;x;y\nA;2025-03-31;7;8\nA;2025-04-30;1;2\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match=r"sales \(2\)\.csv: Which column is the amount"):
        take(twins)


def test_a_file_named_twice_is_not_counted_twice(twins: tuple[Path, Path]) -> None:
    again = twins[0].parent / ".." / "a" / "sales.csv"
    with pytest.raises(WorkbenchError, match="named twice"):
        take([twins[0], again])


def test_a_side_table_without_rows_is_given_and_empty(tmp_path: Path) -> None:
    """It blocks nobody; alone, or with names that say nothing, there is nothing to take in."""
    sales, events, other = (tmp_path / f"{name}.csv" for name in ("sales", "events", "other"))
    sales.write_text("customer_id,date,amount\nA,2025-01-31,10\n", encoding="utf-8")
    events.write_text("customer_id,date,kind\n", encoding="utf-8")
    other.write_text("foo,bar\n", encoding="utf-8")
    ledger, report = take([sales, events, other])
    assert ledger.given == {"sales", "events"}
    assert len(ledger.frame("events")) == 0
    assert report.notes == (
        "events.csv: column names and no rows; events is kept, empty.",
        "other.csv: column names and no rows; it is left out.",
    )
    for alone in ([events], [events, other]):
        with pytest.raises(WorkbenchError, match="no rows"):
            take(alone)


SALES = "invoice,customer,date,product,amount\n"
MARCH = SALES + "1,A,2024-03-01,x,10\n2,B,2024-03-02,y,20\n"
APRIL = SALES + "2,B,2024-03-02,y,20\n3,C,2024-04-02,y,30\n"


def given(folder: Path, **texts: str) -> list[Path]:
    """Write each text into a file of its name."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def test_a_line_that_two_files_have_counts_once(tmp_path: Path) -> None:
    """Read 80, of which 20 were there twice; the account says which file had it again."""
    ledger, report = take(given(tmp_path, march=MARCH, april=APRIL))
    assert ledger.frame("sales")["amount"].tolist() == [10, 20, 30]
    counts = report.tables["sales"]
    assert (counts.rows_read, counts.rows_kept, counts.rows_again) == (4, 3, 1)
    assert (counts.amount_read, counts.amount_kept) == (80, 60)
    assert report.notes == (
        "april.csv: 1 row of sales that an earlier file has as well, counted once.",
    )
    assert (
        "3 kept, none set aside, 1 counted once with others; 60.00 kept of 80.00"
        in report.sentences()[1]
    )


def test_equal_lines_of_one_file_stay_and_a_later_file_corrects(tmp_path: Path) -> None:
    """Content is counted; an invoice stated anew by the file named later stands."""
    twice = SALES + ",A,2024-03-01,x,10\n" * 2
    thrice = SALES + ",A,2024-03-01,x,10\n" * 3
    ledger, _ = take(given(tmp_path, twice=twice, thrice=thrice))
    assert ledger.frame("sales")["amount"].tolist() == [10, 10, 10]
    files = given(tmp_path, march=MARCH, mended=MARCH.replace("y,20", "y,25"))
    ledger, report = take(files)
    assert sorted(ledger.frame("sales")["amount"]) == [10, 25]
    assert "mended.csv: 1 row of sales in the place of" in report.notes[1]


def test_an_invoice_in_parts_and_a_number_used_by_another_shop_lose_nothing(
    tmp_path: Path,
) -> None:
    """Files by product, files by shop: lines of one invoice number that correct nothing."""
    oslo = SALES + "1,P,2024-05-01,x,7\n"
    parts = SALES + "1,A,2024-03-01,z,4\n"
    ledger, report = take(given(tmp_path, march=MARCH, oslo=oslo, parts=parts))
    assert sorted(ledger.frame("sales")["amount"]) == [4, 7, 10, 20]
    assert report.notes == (
        "parts.csv: other lines of an invoice than before: 1, the first is «1»; both are kept.",
    )
