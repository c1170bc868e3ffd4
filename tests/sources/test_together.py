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
