"""A number that lost its zeros in a spreadsheet is still the customer's; a name is only a name."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.folder import add
from workbench.forget import forget
from workbench.sources.respelled import respelled
from workbench.sources.together import take

LIST = "Customer no,Name\n00101,Alder & Sons\n00102,Birch Oy\nAB-7,Cedar Ltd\n"
SALES = "Customer no,Date,Amount\n101,2024-01-05,100\n102,2024-02-05,200\nab-7,2024-03-05,300\n"


def written(folder: Path, **files: str) -> list[Path]:
    """Write files of these names."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in files]


def test_sales_find_the_customers_of_the_list(tmp_path: Path) -> None:
    for order in ({"list": LIST, "sales": SALES}, {"sales": SALES, "list": LIST}):
        ledger, report = take(written(tmp_path, **order))
        assert set(ledger.frame("sales")["customer_id"]) == {"00101", "00102", "AB-7"}
        assert len(ledger.frame("customers")) == 3
        assert (
            "sales.csv: 3 customer numbers spelled otherwise than in other files: "
            "«101» is «00101», «102» is «00102» and «ab-7» is «AB-7»." in report.notes
        )


def test_next_quarters_file_finds_them_too(tmp_path: Path) -> None:
    sold = SALES.replace("101,", "00101,").replace("102,", "00102,")
    folder = tmp_path / "client"
    Engagement.create(folder, written(tmp_path, list=LIST, sales=sold))[0].store.close()
    more = "Customer no,Date,Amount\n101,2024-04-05,7\n999,2024-04-06,8\n"
    report, _ = add(folder, written(tmp_path, april=more))
    opened = Engagement.open(folder)
    assert set(opened.ledger.frame("sales")["customer_id"]) == {"00101", "00102", "AB-7", "999"}
    assert any("«101» is «00101»" in note for note in report.notes)


def test_who_is_forgotten_is_so_in_every_spelling(tmp_path: Path) -> None:
    folder = tmp_path / "client"
    Engagement.create(folder, written(tmp_path, list=LIST, sales=SALES))[0].store.close()
    forget(folder, "00101")
    kept = (folder / "sources" / "sales.csv").read_text(encoding="utf-8")
    assert "101" not in kept
    assert "102,2024-02-05,200" in kept
    assert "00101" not in set(Engagement.open(folder).ledger.frame("sales")["customer_id"])


def test_where_both_spellings_are_somebody_both_stay(tmp_path: Path) -> None:
    both = LIST.replace("AB-7", "101")
    ledger, report = take(written(tmp_path, list=both, sales=SALES))
    assert "101" in set(ledger.frame("sales")["customer_id"])
    assert not any("«101» is" in note for note in report.notes)


def test_names_are_never_one_by_their_capitals() -> None:
    assert respelled(["Alder", "Birch 2"], ["ALDER", "BIRCH 2"]) == {}


@given(st.sets(st.integers(1, 99_999), min_size=1, max_size=20))
def test_zeros_lost_are_found_again(numbers: set[int]) -> None:
    known = {f"{one:06}" for one in numbers}
    found = respelled(known, {str(one) for one in numbers})
    assert found == {str(one): f"{one:06}" for one in numbers}
    assert respelled(known, known) == {}
