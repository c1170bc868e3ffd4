"""What was brought to the start page: read, understood, asked about where it can't be known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from start_page import ROWS, dropping, set_apart, words, write

from workbench.errors import WorkbenchError
from workbench.pages import start_opening as opening
from workbench.pages.start import StartPage
from workbench.pages.start_account import account, aside_csv, client_name, understood
from workbench.pages.start_draft import checked, choices, chosen, columns, holds, read_draft
from workbench.pages.start_meanings import MEANINGS, becoming, label
from workbench.sources.choice import SourceColumn, check_target
from workbench.widgets.view import Event

DATA = Path(
    os.environ.get("WORKBENCH_SHARED_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a clients' folder and a server's folder of its own."""
    set_apart(tmp_path, monkeypatch)


@pytest.fixture
def page() -> Iterator[StartPage]:
    yield from dropping()


def no_stop() -> None:
    """Never give up."""


def test_what_was_pasted_stays_when_it_can_not_be_read(page: StartPage) -> None:
    """Nothing is lost: the text is still in its field, and the reason stands above it."""
    page.under._act({"name": "paste", "value": {"rows": "  \n"}, "n": 1}, moving=False)
    assert "There are no rows yet" in words(page.problem)
    page.under._act({"name": "paste", "value": {"rows": "only a heading"}, "n": 2}, moving=False)
    assert page.coming.pasted == "only a heading"
    assert page.coming.now is None
    assert words(page.problem)


def test_a_required_column_left_out_blocks_with_a_sentence(page: StartPage) -> None:
    """The button's reason names the meaning that is missing; choosing it again frees the way."""
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    assert page.coming.now
    amount = "0|2"
    page.coming.view._act({"name": "means", "key": amount, "value": "0", "n": 1}, moving=False)
    assert (
        page.coming.now.blocked()
        == "Choose which column is «amount (net)». Or say what else the table holds."
    )
    with pytest.raises(WorkbenchError, match="amount"):
        page.open()
    sheet = page.coming.now.draft.sheets[0]
    flat = [t for _, g in choices(page.coming.now.draft, sheet, columns(sheet)[2]) for t in g]
    place = str(flat.index(("sales.amount",)))
    page.coming.view._act({"name": "means", "key": amount, "value": place, "n": 2}, moving=False)
    assert page.coming.now.blocked() == ""


@pytest.mark.parametrize("value", ["99", "-1", "x", "", None, 3])
@pytest.mark.parametrize("key", ["0|0", "9|9", "|", "0", ""])
def test_a_forged_choice_changes_nothing(page: StartPage, key: str, value: object) -> None:
    page.coming.paste(ROWS)
    assert page.coming.now
    before = page.coming.now.draft.meaning
    page.coming.view._act({"name": "means", "key": key, "value": value, "n": 1}, moving=False)
    if not (key == "0|0" and value == "-1"):
        assert page.coming.now.draft.meaning == before


def test_two_files_of_one_name_are_both_there(page: StartPage, tmp_path: Path) -> None:
    """A list of customers and sales brought one after the other become one client."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    page.coming.bring([write(tmp_path / "a" / "x.csv", ROWS)])
    page.coming.add()
    assert "Already here: «x.csv»" in words(page.head)
    page.coming.bring(
        [write(tmp_path / "b" / "x.csv", "Customer;Segment\nBirch;Big\nAalto;Small\n")]
    )
    assert page.coming.now
    assert page.coming.now.understood
    assert [s.file for s in page.coming.now.draft.sheets] == ["x.csv", "x (2).csv"]
    assert page.coming.now.understood.ledger.given == {"sales", "customers"}


def test_a_bad_file_added_leaves_the_good_one(page: StartPage, tmp_path: Path) -> None:
    """What was there stays, with the name typed for it; the reason is told."""
    page.coming.bring([write(tmp_path / "sales.csv", ROWS)])
    page.deeds.client(Event("name", "", "Birch"))
    page.coming.add()
    page.coming.bring([write(tmp_path / "scan.csv", "%PDF-1.7")])
    assert "PDF" in words(page.problem)
    assert [p.name for p in page.coming.files] == ["sales.csv"]
    page.coming.back()
    assert page.coming.now
    assert (page.coming.now.name, page.coming.now.blocked()) == ("Birch", "")


def test_rows_set_aside_can_be_kept_as_a_harmless_table(page: StartPage) -> None:
    """The download names line and reason; no cell begins like a formula."""
    page.coming.paste("Customer;Date;Amount\nBirch;31.1.2026;=1+1\nAalto;soon;3\nElm;1.2.2026;4\n")
    assert page.coming.now
    assert page.coming.now.understood
    report = page.coming.now.understood.report
    assert {row.line for row in report.set_aside} == {2, 3}
    assert "2 rows set aside" in words(page.coming.view)
    cells = [c for line in aside_csv(report).splitlines()[1:] for c in line.split(",")]
    assert not [c for c in cells if c[:1] in set("=+@")]


def test_superstore_is_understood_without_a_question() -> None:
    """d/m/yy with a byte-order mark; customers and sales in one file; totals to the cent."""
    file = DATA / "superstore" / "Sample - Superstore.csv"
    if not file.is_file():
        pytest.skip("the public test data isn't here")
    draft = read_draft([file], no_stop)
    assert draft.missing() == ""
    dates = SourceColumn(file.name, "", "Order Date")
    assert draft.samples[dates] == ("3 Jan 2019", "4 Jan 2019", "4 Jan 2019")
    came = understood(draft, no_stop)
    assert len(came.names) == opening.MOST_NAMES
    said = account(came, "USD")
    assert said[0] == "804 customers, sales from 3 Jan 2019 to 30 Dec 2022."
    assert said[1] == "10,194 lines of sales read, all kept: 2,326,534.35 USD."
    assert client_name([file]) == "Superstore"


def test_a_table_can_hold_something_else(tmp_path: Path) -> None:
    """Saying what a table holds guesses its columns anew; leaving it out asks for another."""
    text = "Consultant;Day;Hours\nEa;1.2.2026;2,5\nBo;2.2.2026;1:30\n"
    draft = read_draft([write(tmp_path / "list.csv", text)], no_stop)
    sheet = draft.sheets[0]
    assert draft.table(sheet) == "time"
    assert draft.missing().startswith("Sales or customers are needed")
    nothing = checked(holds(draft, sheet, ""))
    assert nothing.table(sheet) == ""
    sales = checked(holds(draft, sheet, "sales"))
    assert "«amount (net)»" in sales.missing()
    with pytest.raises(WorkbenchError):
        holds(draft, sheet, "secrets")


def test_one_meaning_belongs_to_one_column(tmp_path: Path) -> None:
    """A meaning given to another column leaves the first, which says why."""
    draft = read_draft([write(tmp_path / "sales.csv", ROWS)], no_stop)
    _, date, amount, _ = columns(draft.sheets[0])
    changed = chosen(draft, date, ("sales.amount",))
    assert changed.meaning[amount] == ()
    assert changed.why[amount] == "you gave its meaning to «Date»"
    assert "«date»" in checked(changed).missing()


def test_every_meaning_is_a_target_of_the_ledger() -> None:
    """No choice on the page leads to a column the ledger does not have."""
    for table, roles in MEANINGS.items():
        for role, said in roles.items():
            for target in becoming(table, role):
                check_target(target)
            assert label(becoming(table, role)) == said


def test_the_amount_of_what_may_be_sales_is_asked_for_on_the_page(page: StartPage) -> None:
    """Dated rows of customers that come again pass for no list of customers unless said to."""
    rows = "Birch;17.01.2026;10,50\nAalto;18.01.2026;20,00\nBirch;31.01.2026;7,25\n"
    page.coming.paste(f"Kunde;Datum;Bruttobetrag\n{rows}")
    assert page.coming.now
    draft = page.coming.now.draft
    said = "Choose which column is «amount (net)». Or say what else the table holds."
    assert draft.missing() == said
    assert said in words(page.coming.view)
    assert checked(holds(draft, draft.sheets[0], "customers")).missing() == ""
    (gross,) = [column for column in draft.meaning if column.column == "Bruttobetrag"]
    settled = checked(chosen(draft, gross, ("sales.amount",)))
    assert understood(settled, lambda: None).report.tables["sales"].amount_kept == 37.75


def test_how_to_read_numbers_is_asked_and_chosen_on_the_page(page: StartPage) -> None:
    page.coming.paste("Customer;Date;Amount\nBirch;31.01.2026;1.500\nAalto;05.02.2026;2.000\n")
    assert page.coming.now
    assert "«1.500», is 1.5 or 1,500" in words(page.coming.view)
    draft = page.coming.now.draft
    (amount,) = [column for column in draft.meaning if column.column == "Amount"]
    settled = checked(chosen(draft, amount, ("sales.amount:decimal-comma",)))
    assert settled.missing() == ""
    assert settled.samples[amount] == ("1,500", "2,000")


def test_day_and_month_are_asked_and_chosen_on_the_page(page: StartPage) -> None:
    """Where both are possible the page shows rows that differ; choosing one counts the rows."""
    page.coming.paste("Customer;Date;Amount\nBirch;03/04/2026;1\nAalto;05/06/2026;2\n")
    assert page.coming.now
    assert "does the day come first or the month?" in words(page.coming.view)
    assert "3 Apr 2026 or 4 Mar 2026" in words(page.coming.view)
    draft = page.coming.now.draft
    (dated,) = [column for column in draft.meaning if column.column == "Date"]
    for said, first in (("month-first", date(2026, 3, 4)), ("day-first", date(2026, 4, 3))):
        settled = checked(chosen(draft, dated, (f"sales.date:{said}",)))
        assert settled.missing() == ""
        assert understood(settled, lambda: None).first == first
