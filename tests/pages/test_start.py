"""The start page, driven without a browser: from a file to a folder, nothing lost on the way."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.pages import start_opening as opening
from workbench.pages.background import Background, Stopped
from workbench.pages.start import StartPage, start
from workbench.pages.start_account import account, aside_csv, client_name, understood
from workbench.pages.start_clients import clients, free_folder
from workbench.pages.start_draft import checked, choices, chosen, columns, holds, read_draft
from workbench.pages.start_meanings import MEANINGS, becoming, label
from workbench.review.review import Opening
from workbench.session import Session
from workbench.sources.choice import SourceColumn, check_target
from workbench.widgets.view import Event, View

DATA = Path(
    os.environ.get("WORKBENCH_SHARED_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
ROWS = "Customer;Date;Amount;City\nBirch;31.1.2026;1 250,00;Oulu\nAalto;28.2.2026;80,50;Turku\n"
HOSTILE = "<img src=x onerror=alert(1)>"


def no_stop() -> None:
    """Never give up."""


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a clients' folder and a server's folder of its own."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "clients"))
    monkeypatch.setenv("WORKBENCH_RUNTIME", str(tmp_path / "runtime"))
    monkeypatch.delenv("WORKBENCH_ENGAGEMENT", raising=False)
    (tmp_path / "runtime").mkdir()


@pytest.fixture
def page() -> Iterator[StartPage]:
    made = StartPage()
    yield made
    made.coming.drop.clear()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses the page goes to."""
    gone: list[str] = []
    monkeypatch.setattr(View, "go", lambda _, address: gone.append(address))
    return gone


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def words(view: View) -> str:
    """Return all the text a view shows."""

    def inside(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield node
            return
        yield node.get("text", "")
        for child in node.get("children", []):
            yield from inside(child)

    return " ".join(text for node in view.tree for text in inside(node) if text)


def opened(gone: list[str]) -> Path:
    """Return the folder that the newest link stands for."""
    handle = gone[-1].removeprefix("../../open/")
    note = Path(os.environ["WORKBENCH_RUNTIME"]) / "opens" / f"{handle}.json"
    return Path(json.loads(note.read_text())["engagement"])


def test_pasted_rows_become_a_client(page: StartPage, sent: list[str]) -> None:
    """Rows with semicolons and decimal commas: guessed, counted, made, and led to."""
    page.coming.paste(ROWS)
    assert page.coming.now
    assert page.coming.now.blocked() == "Type the client's name."
    page.deeds.client(Event("name", "", "Birch & Co / Oulu"))
    page.coming.change(currency="DKK")
    assert page.coming.now.blocked() == ""
    page.open()
    folder = opened(sent)
    assert folder.name == "Birch & Co _ Oulu"
    made = Engagement.open(folder)
    assert (made.name, made.currency) == ("Birch & Co / Oulu", "DKK")
    assert made.ledger.frame("sales")["amount"].tolist() == [1250.0, 80.5]
    made.store.close()
    assert list(page.coming.drop.folder.iterdir()) == []


def test_the_same_name_again_gets_a_number(sent: list[str]) -> None:
    for _ in range(2):
        page = StartPage()
        page.coming.paste(ROWS)
        page.deeds.client(Event("name", "", "Birch"))
        page.open()
    assert opened(sent).name == "Birch (2)"


def test_answers_given_before_are_the_first_thing_in_the_history(
    page: StartPage, sent: list[str]
) -> None:
    """Opening answers are saved with the new engagement, once, and can be undone."""
    ask = page.questions._answer
    ask(lambda o: opening.answered(o, Event("aim", "", "fill our hours")))
    page.coming.paste(ROWS)
    names = page.questions.names
    assert [n.name for n in names] == ["Birch", "Aalto"]  # by turnover
    ask(lambda o: opening.sorted_by_gut(o, names, "good"))
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    made = Engagement.open(opened(sent))
    session = Session(made)
    assert session.review.opening == Opening(aim="fill our hours", gut={"Birch": "good"})
    assert made.store.history()[0].words == "Answers to the opening questions"
    session.undo()
    assert session.review.opening == Opening()
    made.store.close()


def test_gut_answers_about_a_file_given_up_are_not_kept(page: StartPage, sent: list[str]) -> None:
    """A name that is no customer of this client leaves no trace in its review."""
    page.questions.opening = Opening(gut={"Somebody": "poor"})
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    made = Engagement.open(opened(sent))
    assert made.review.opening == Opening()
    made.store.close()


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


def test_a_folder_that_can_not_be_written_can_be_tried_again(
    page: StartPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: list[str]
) -> None:
    """The reason stands beside the button, which stays; the next press works."""
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    monkeypatch.setenv("WORKBENCH_HOME", str(write(tmp_path / "a file", "") / "inside"))
    page.open()
    assert "can't be written" in words(page.coming.view)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "clients"))
    page.open()
    assert opened(sent).name == "Birch"


def test_the_demo_opens_beside_a_client(sent: list[str]) -> None:
    """From a client's own server the demo opens as a copy that ends with the server."""
    page = StartPage(Session(Engagement.from_frames(sales=_frame())))
    page.under._act({"name": "demo", "n": 1}, moving=False)
    assert opened(sent).parent == Path(os.environ["WORKBENCH_RUNTIME"])


def test_customers_and_prospects_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands beside the demo is counted in its files; a prospect is no customer."""
    made = Engagement.demo()
    counted = [len(made.ledger.frame(table)) for table in ("customers", "prospects")]
    said = "{} customers and {} prospects".format(*counted)
    assert said in words(StartPage().under)
    assert said in words(StartPage(Session(made)).head)
    monkeypatch.setenv("WORKBENCH_ENGAGEMENT", str(made.folder))
    assert start().session is None
    made.store.close()
    alone = StartPage(Session(Engagement.from_frames(sales=_frame())))
    assert "2 customers." in words(alone.head)


def test_hostile_cells_and_headings_stay_text(page: StartPage, sent: list[str]) -> None:
    """A heading and a name that look like markup reach the browser as plain text nodes."""
    page.coming.paste(f"Customer;Date;Amount;{HOSTILE}\n{HOSTILE};31.1.2026;5;=1+1\n")
    assert HOSTILE in words(page.coming.view)
    assert HOSTILE in words(page.questions.view)
    page.deeds.client(Event("name", "", HOSTILE))
    page.open()
    assert opened(sent).name == "_img src_x onerror_alert(1)_"


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


def test_cancel_gives_the_first_screen_back(page: StartPage) -> None:
    page.coming.paste(ROWS)
    page.deeds.again()
    assert page.coming.now is None
    assert "Who are our customers?" in words(page.head)
    assert list(page.coming.drop.folder.iterdir()) == []


def test_without_our_server_the_page_says_how_to_open(
    page: StartPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In JupyterLab the client is made all the same."""
    monkeypatch.delenv("WORKBENCH_RUNTIME")
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    assert "Open it with: workbench serve" in words(page.problem)
    assert [c.name for c in clients(Path(os.environ["WORKBENCH_HOME"]))] == ["Birch"]


def test_a_client_is_continued_by_its_name_in_the_list_alone(
    page: StartPage, sent: list[str]
) -> None:
    """A forged name opens nothing; a folder of a newer version is listed with its reason."""
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    again = StartPage()
    again.under._act({"name": "continue", "key": "../..", "n": 1}, moving=False)
    assert len(sent) == 1
    assert "isn't there any more" in words(again.problem)
    again.under._act({"name": "continue", "key": "Birch", "n": 2}, moving=False)
    assert opened(sent).name == "Birch"
    card = opened(sent) / "engagement.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "format": 99}))
    (found,) = clients(card.parent.parent)
    assert "newer version" in found.problem


def test_which_page_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a client, or with the demo, the page begins anew; else it is the client's."""
    assert start().session is None
    folder = tmp_path / "Birch"
    made, _ = Engagement.create(folder, [write(tmp_path / "sales.csv", ROWS)])
    made.store.close()
    monkeypatch.setenv("WORKBENCH_ENGAGEMENT", str(folder))
    page = start()
    assert page.session
    assert "Birch" in words(page.head)
    assert "Another client" in words(page.head)
    page.session.engagement.store.close()


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


def test_the_stance_speaks_of_both_legs() -> None:
    """Domain, opening: both legs carry weight; leaning on one alone is said."""
    out, inside = [key for key, _ in opening.OUTWARD], [key for key, _ in opening.INWARD]
    assert (len(out), len(inside)) == (4, 4)
    outward = dict.fromkeys(out, 5) | dict.fromkeys(inside, 1)
    assert opening.lean(outward).startswith("Leaning outward")
    inward = dict.fromkeys(out, 1) | dict.fromkeys(inside, 5)
    assert opening.lean(inward).startswith("Leaning inward")
    assert opening.lean(dict.fromkeys(out + inside, 5)).startswith("Both legs carry weight")
    assert opening.lean(dict.fromkeys(out + inside, 1)).startswith("Both legs are light")
    assert "Two answers" in opening.lean({out[0]: 5})


@given(st.dictionaries(st.sampled_from([k for k, _ in opening.OUTWARD]), st.integers(1, 5)))
def test_a_leg_is_a_share(stance: dict[str, int]) -> None:
    share = opening.leg(stance, opening.OUTWARD)
    assert (share is None) == (len(stance) < 2)
    assert share is None or 0 <= share <= 1


def test_an_answer_pressed_again_is_taken_back() -> None:
    key = opening.OUTWARD[0][0]
    event = Event("stance", f"{key}|4", "4")
    once, said = opening.answered(Opening(), event)
    assert once.stance == {key: 4}
    assert said.endswith("rather yes")
    assert opening.answered(once, event)[0] == Opening()


@pytest.mark.parametrize(
    "event",
    [
        Event("stance", "nothing|4", "4"),
        Event("stance", f"{opening.OUTWARD[0][0]}|9", "9"),
        Event("last_review", "", "soon"),
        Event("good_customers", "", -1),
        Event("good_customers", "", 2.5),
        Event("password", "", "x"),
    ],
)
def test_an_answer_no_question_allows_is_refused(event: Event) -> None:
    with pytest.raises(WorkbenchError):
        opening.answered(Opening(), event)


@given(st.lists(st.sampled_from(["good", "so-so", "poor"]), max_size=6))
def test_sorting_and_taking_back_meet(verdicts: list[str]) -> None:
    """Each verdict sorts one name; taking all back leaves nothing."""
    names = [opening.Name(str(n), f"Firm {n}") for n in range(4)]
    given = Opening()
    for verdict in verdicts:
        given, _ = opening.sorted_by_gut(given, names, verdict)
    assert list(given.gut.values()) == verdicts[:4]
    for _ in verdicts:
        given, _ = opening.taken_back(given, names)
    assert given == Opening()


def test_work_given_up_is_not_heard_of() -> None:
    """What was cancelled neither reports a result nor a fault; a fault shows no values."""
    heard: list[str] = []
    work = Background(heard.append)

    def give_up(stopped: Callable[[], None]) -> str:
        work.cancel()
        stopped()
        return "too late"

    work.run(give_up, heard.append)
    assert heard == []

    def break_down(_: Callable[[], None]) -> str:
        raise ValueError("Birch & Sons")

    work.run(break_down, heard.append)
    assert heard == ["That did not work; nothing was changed. Try again."]
    assert issubclass(Stopped, Exception)


def test_the_note_for_the_server_is_private(page: StartPage, sent: list[str]) -> None:
    """The link carries a handle only; the path stands in a folder only the user can read."""
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    opens = Path(os.environ["WORKBENCH_RUNTIME"]) / "opens"
    assert stat.S_IMODE(opens.stat().st_mode) == 0o700
    handle = sent[0].removeprefix("../../open/")
    assert len(handle) == 32
    assert set(handle) <= set("0123456789abcdef")


@pytest.mark.parametrize("name", ["..", "/etc/passwd", "C:\\x", "", "   ", "con"])
def test_a_clients_folder_is_always_inside(tmp_path: Path, name: str) -> None:
    assert free_folder(tmp_path, name).parent == tmp_path


def _frame() -> Any:
    import pandas as pd  # noqa: PLC0415 - one test needs it

    return pd.DataFrame(
        {
            "customer_id": ["A", "B", "B"],
            "date": ["2026-01-31", "2026-02-01", "2026-02-03"],
            "amount": [9, 5, 20],
        }
    )


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
