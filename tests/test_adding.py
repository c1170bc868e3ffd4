"""``workbench import``: the next file understood as the last, mended rows brought back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.folder import add, read_again
from workbench.sources.delivered import deliveries, remembered, waiting

FIRST = """No,Who,When,Net,Kind
1,Ada,2024-01-31,10,oil
2,Bo,2024-02-31,20,=tar
3,Cy,2024-02-03,30,tar,
4,Cy,2024-02-04,40,tar
"""
NEXT = """No,Who,When,Net,Kind
4,Cy,2024-02-04,45,tar
1,Ada,2024-01-31,10,oil
5,Cy,2024-04-04,50,oil
"""
MAPS = tuple(
    f"first.csv:{column}=sales.{target}"
    for column, target in (
        *(("No", "invoice_id"), ("Who", "customer_id"), ("When", "date"), ("Net", "amount")),
        ("Kind", "product"),
    )
)


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """Return a client's folder made of the first file, its columns said by a person."""
    (tmp_path / "first.csv").write_text(FIRST)
    (tmp_path / "next.csv").write_text(NEXT)
    Engagement.create(tmp_path / "client", [tmp_path / "first.csv"], maps=MAPS)
    return tmp_path / "client"


def amounts(folder: Path) -> dict[str, float]:
    """Return invoice → amount of the sales in a folder."""
    frame = Engagement.open(folder).ledger.frame("sales")
    return dict(zip(frame["invoice_id"], frame["amount"], strict=True))


def test_the_next_file_needs_no_new_answers(
    client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns mean what they meant; the report says what was new, changed and the same."""
    assert main(["import", str(client), str(client.parent / "next.csv"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["compared"] == {"sales": {"new": 1, "changed": 1, "same": 1}}
    assert said["mapping"]["next.csv:Kind"] == ["sales.product"]
    assert amounts(client) == {"1": 10, "4": 45, "5": 50}
    assert main(["import", str(client), str(client.parent / "next.csv")]) == 0
    assert "Sales: 0 new, 0 changed, 3 the same as before." in capsys.readouterr().out
    assert amounts(client) == {"1": 10, "4": 45, "5": 50}
    kept = sorted(file.name for file in (client / "sources").iterdir())
    assert kept == ["first.csv", "next (2).csv", "next.csv"]


def test_rows_set_aside_are_mended_and_brought_back(client: Path) -> None:
    """The file of them has the columns of the source; what is mended leaves it."""
    file = client / "set-aside" / "first to mend.csv"
    (client / "set-aside" / "scan.pdf").write_text("%PDF-1.7, which somebody put here")
    text = file.read_text(encoding="utf-8-sig")
    assert text == (
        "Why it was set aside,Line in the file,No,Who,When,Net,Kind,#6\n"
        "When: «2024-02-31» is no date,3,2,Bo,2024-02-31,20,'=tar,\n"
        "the line has 6 cells where 5 are expected,4,3,Cy,2024-02-03,30,tar,\n"
    )
    mended = text.replace("Bo,2024-02-31", "Bo,2024-02-29")
    file.write_text(mended.replace("2024-02-03", "soon"), encoding="utf-8-sig")
    report, compared = add(client, [file])
    assert compared["sales"].to_json() == {"new": 1, "changed": 0, "same": 0}
    assert amounts(client) == {"1": 10, "4": 40, "2": 20}
    assert Engagement.open(client).ledger.frame("sales")["product"].iloc[-1] == "=tar"
    assert [row.reason for row in report.set_aside] == ["«soon» is no date"]
    left = file.read_text(encoding="utf-8-sig").splitlines()
    assert left[1:] == ["When: «soon» is no date,3,3,Cy,soon,30,tar,"]


def test_what_cannot_be_taken_in_changes_nothing(client: Path, tmp_path: Path) -> None:
    """Neither ledger nor sources nor what is remembered."""
    before = {path: path.read_bytes() for path in client.rglob("*") if path.is_file()}
    (tmp_path / "bad.csv").write_text("Customer,Date,Amount\nAda,03/04/2024,$5\n")
    for maps in ((), ("bad.csv:Date=sales.date:day-first",)):
        with pytest.raises(WorkbenchError):
            add(client, [tmp_path / "bad.csv"], maps)
    assert {path: path.read_bytes() for path in client.rglob("*") if path.is_file()} == before


def test_a_rate_is_remembered_with_the_client(client: Path, tmp_path: Path) -> None:
    """Said once, it holds for the next file too."""
    file = tmp_path / "usd.csv"
    file.write_text("No,Who,When,Net,Kind\n9,Ada,2024-05-31,$8,oil\n")
    add(client, [file], rates={"USD": 0.5})
    assert amounts(client)["9"] == 4
    file.write_text("No,Who,When,Net,Kind\n10,Ada,2024-06-30,$9,oil\n")
    add(client, [file])
    assert amounts(client)["10"] == 4.5
    assert remembered(client).rates == {"USD": 0.5}


def test_a_damaged_memory_is_forgotten(client: Path) -> None:
    """The columns are guessed again, or asked for."""
    (client / "mapping.json").write_text('{"sheets": [{"No": ["nowhere.at_all"]}], "rates": {}}')
    assert remembered(client).sheets == ()


def test_all_files_are_read_again_when_a_column_means_something_else(
    client: Path, tmp_path: Path
) -> None:
    """In their order; what was corrected stays so, what was mended does not wait again."""
    add(client, [tmp_path / "next.csv"])
    first = client / "set-aside" / "first to mend.csv"
    back = tmp_path / "mended by Ada.csv"
    text = first.read_text(encoding="utf-8-sig").replace("Bo,2024-02-31", "Bo,2024-02-29")
    back.write_text(text, encoding="utf-8")
    add(client, [back])
    before = amounts(client)
    assert before == {"1": 10, "4": 45, "5": 50, "2": 20, "3": 30}
    assert waiting(client) == ()
    known = remembered(client)
    sheets = tuple({**sheet, "Kind": ("sales.region",)} for sheet in known.sheets)
    report = read_again(client, type(known)(sheets, known.rates))
    assert amounts(client) == before
    sales = Engagement.open(client).ledger.frame("sales")
    assert (sales["product"].notna().sum(), sales["region"].notna().sum()) == (0, 5)
    assert waiting(client) == ()
    assert report.tables["sales"].rows_read == 9
    came = deliveries(client)
    assert [one.files for one in came] == [("first.csv",), ("next.csv",), (back.name,)]
    assert came[1].tables["sales"]["changed"] == 1
    assert {t for sheet in remembered(client).sheets for t in sheet["Kind"]} == {"sales.region"}


def test_a_file_without_names_is_read_again_as_it_was(tmp_path: Path) -> None:
    """Its first row stays a row, although it could be taken for names."""
    (tmp_path / "bare.csv").write_text("Ada,2024-01-31,10\nBo,2024-02-29,20\n")
    maps = ["bare.csv:#1=sales.customer_id", "bare.csv:#2=sales.date", "bare.csv:#3=sales.amount"]
    Engagement.create(tmp_path / "client", [tmp_path / "bare.csv"], maps=maps)
    read_again(tmp_path / "client", remembered(tmp_path / "client"))
    assert Engagement.open(tmp_path / "client").ledger.frame("sales")["amount"].tolist() == [10, 20]
