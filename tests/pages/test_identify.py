"""The identify page without a browser: who the customers are, who is there twice, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.folder import add
from workbench.pages.identify import IdentifyPage, identify
from workbench.review.review import Opening
from workbench.session import Session
from workbench.sources.delivered import remembered
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
SALES = f"""Customer,Date,Amount,Invoice
C1,2024-01-31,100,1
C2,2024-02-29,40,2
C3,2024-02-29,30,3
,2024-03-31,20,4
,2024-03-31,5,4
C4,soon,1,5
{HOSTILE},2024-03-31,9,6
"""
NEXT = "Customer,Date,Amount,Invoice\nC1,2024-01-31,110,1\nC2,2024-02-29,40,2\nC3,2024-04-30,7,7\n"
LISTED = """Customer no,Name,Phone,Consent given
C1,Alder Oy,+358 40 1234567,yes
C2,Alder,+358 40 1234567,
C4,Elm,,
"""
HOURS = "Who,Date,Hours,Client\nAda,2024-03-01,2,C1\nAda,2024-03-02,9,C9\nAda,2024-03-02,1,\n"


@pytest.fixture
def page(tmp_path: Path) -> IdentifyPage:
    """Open the page on a small client: C1 and C2 have one telephone, C9 never bought."""
    for name, text in (("sales", SALES), ("customers", LISTED), ("hours", HOURS), ("next", NEXT)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = [tmp_path / f"{name}.csv" for name in ("sales", "customers", "hours")]
    maps = ["hours.csv:Client=time.customer_id"]
    return identify(Engagement.create(tmp_path / "client", files, maps=maps)[0])


def told(page: IdentifyPage) -> str:
    """Return what the page says beneath its bar."""
    return text_of(page.frame.notice)


def turnover(page: IdentifyPage) -> dict[str, float]:
    """Return each customer's turnover as the page has it."""
    customers = page.session.customers
    return dict(zip(customers.ids, customers.numbers("turnover").tolist(), strict=True))


def bring(page: IdentifyPage, *files: Path) -> None:
    """Bring files to the page and confirm them as they are understood."""
    page.open("files")
    page.filing.coming.bring(files)
    act(page.filing.coming.view, "open")


def test_it_opens_with_who_they_are_and_everything_adds_up(page: IdentifyPage) -> None:
    """Customers, the few, what has nobody; large in one source and absent in another."""
    shown, figures = text_of(page.main), page.figures
    assert "6 customers; 3 of them bring 80 % of turnover. 25 EUR of sales and 1 hour" in text_of(
        page.head
    )
    assert "Known by: customer list 3 · sales 4 · hours 2" in text_of(page.head)
    assert "Large by sales, in no list of customers: 1 C3 30 EUR" in shown
    assert "Large by hours, never bought: 1 C9 9 hours" in shown
    assert "Consent is known of 1 of 6 customers. Of those that bring 80 %, 2 are open." in shown
    sold = sum(turnover(page).values()) + figures.nobodys[0].amount
    assert sold == page.session.engagement.facts_of(page.session.review).totals["window_amount"]


def test_lines_without_a_customer_are_given_and_taken_back(page: IdentifyPage) -> None:
    """Only to who is chosen; what is theirs counts at once, and undo is a press away."""
    act(page.main, "give", key="sales|invoice_id|4")
    assert "No customer is chosen" in told(page)
    page.carded.choose("C3")
    assert "They go to C3, who is chosen." in text_of(page.main)
    act(page.main, "give", key="sales|invoice_id|4")
    assert turnover(page)["C3"] == 55
    assert "of sales and" not in text_of(page.head)
    assert "Invoice «4» is C3's" in text_of(page.main)
    (key,) = page.session.review.assigned
    act(page.main, "ungive", key=key)
    assert turnover(page)["C3"] == 30
    page.session.undo()
    assert turnover(page)["C3"] == 55
    act(page.main, "give", key="sales|amount|4")
    assert "There are no such lines" in told(page)


def test_a_pair_becomes_one_by_a_persons_word_alone(page: IdentifyPage) -> None:
    """The evidence is shown, the larger number stays, both are kept, and it can be undone."""
    page.open("twice")
    shown = text_of(page.main)
    assert "1 pair might be the same customer twice." in text_of(page.head)
    assert "the same telephone number" in shown
    assert page.head.shortcuts["y"] == "same"
    assert not page.session.review.same_as
    act(page.head, "same")
    (merged,) = page.session.review.same_as.items()
    assert (merged[0], merged[1].customer) == ("C2", "C1")
    assert "the same telephone number" in merged[1].evidence
    assert turnover(page)["C1"] == 140
    assert "Nobody seems to be there twice." in text_of(page.head)
    assert "Alder (C2) counts under Alder Oy (C1)" in text_of(page.main)
    act(page.head, "same")
    assert "There is no pair to decide" in told(page)
    act(page.main, "separate", key="C2")
    assert turnover(page)["C1"] == 100
    act(page.main, "swap")
    act(page.main, "same")
    assert page.session.review.same_as["C1"].customer == "C2"


def test_a_pair_is_refused_skipped_and_asked_again(page: IdentifyPage) -> None:
    """A refusal is remembered until it is undone; skipping decides nothing."""
    page.open("twice")
    act(page.head, "skip")
    assert page.pairs.now
    act(page.head, "apart")
    assert page.session.review.apart
    assert page.pairs.now is None
    act(page.main, "reopen", key="C1\nC2")
    assert page.pairs.now
    assert not page.session.review.apart


def test_comparing_can_be_given_up_and_begun_again(page: IdentifyPage) -> None:
    """Until it was done nobody is said to be there once."""
    page.open("twice")
    page.compared = False
    act(page.main, "cancel")
    assert "were not compared" in text_of(page.main)
    assert "Nobody seems" not in text_of(page.head)
    act(page.main, "compare")
    assert "1 pair might be the same customer twice." in text_of(page.head)


def test_the_next_file_says_what_was_new(page: IdentifyPage, tmp_path: Path) -> None:
    """Columns mean what they meant; figures follow here and on a page that was open already."""
    assert page.session.engagement.folder
    other = Session(Engagement.open(page.session.engagement.folder))
    assert other.customers.numbers("turnover").sum() == 179
    bring(page, tmp_path / "next.csv")
    said = "«next.csv» added. Customers: 0 new, 0 changed, 3 the same as before. Sales: 1 new, 1 "
    assert f"{said}changed, 1 the same as before." in text_of(page.filing.list)
    customers = page.session.customers
    assert customers.names[customers.row("C1")] == "Alder Oy"  # a line of sales renames nobody
    assert turnover(page)["C1"] == 110
    assert turnover(page)["C3"] == 37
    other.poll()
    assert other.customers.numbers("turnover").sum() == 196
    assert "Files were added" in other.saved.notice


def test_millions_of_lines_added_are_summed_up_before_the_page_follows(
    page: IdentifyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the page looks for the new sums they stand in the folder already."""
    monkeypatch.setattr("workbench.summed.MANY_LINES", 1)
    kept: list[bool] = []
    refresh = page.session.refresh
    folder = page.filing.folder / "facts"
    monkeypatch.setattr(page.session, "refresh", lambda: (kept.append(folder.is_dir()), refresh()))
    bring(page, tmp_path / "next.csv")
    assert kept[0]
    assert turnover(page)["C3"] == 37


def test_rows_set_aside_are_mended_and_brought_back(
    page: IdentifyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of them is given out; mended and dropped, its rows count and wait no more."""
    got: list[tuple[str, str]] = []
    monkeypatch.setattr(View, "download", lambda _, name, text: got.append((name, text)))
    page.open("files")
    act(page.filing.list, "download", key="sales to mend.csv")
    act(page.filing.list, "download", key="../engagement.json")
    ((name, text),) = got
    mended = tmp_path / name
    mended.write_text(text.replace("soon", "2024-03-30"), encoding="utf-8")
    bring(page, mended)
    assert turnover(page)["C4"] == 1
    assert "to be mended" not in text_of(page.filing.list)


def test_a_column_understood_otherwise_is_saved_and_read_again(page: IdentifyPage) -> None:
    """All files follow; what was decided stays."""
    coming = page.filing.coming
    page.open("files")
    act(page.filing.list, "columns", key="sales.csv")
    assert coming.now
    assert (page.filing.folder / "sources" / "sales.csv").is_file()
    assert "as in the file before" in text_of(coming.view)
    act(coming.view, "means", value="0", key="0|3")
    act(coming.view, "open")
    assert "All files were read again" in text_of(page.filing.list)
    assert page.session.engagement.ledger.frame("sales")["invoice_id"].isna().all()
    known = remembered(page.filing.folder).sheets
    assert [sheet["Invoice"] for sheet in known if "Invoice" in sheet] == [()]


def test_another_currency_is_asked_for_its_rate(page: IdentifyPage, tmp_path: Path) -> None:
    """Without one nothing is added; it is remembered with the client."""
    file = tmp_path / "usd.csv"
    file.write_text("Customer,Date,Amount,Invoice\nC3,2024-05-31,$8,8\n")
    page.open("files")
    coming = page.filing.coming
    coming.bring([file])
    assert "Say what 1 USD is worth in EUR." in text_of(coming.view)
    act(coming.view, "open")
    assert coming.now
    act(coming.view, "rate", value="0", key="USD")
    assert "That is no rate" in text_of(coming.view)
    act(coming.view, "rate", value="0,5", key="USD")
    act(coming.view, "open")
    assert turnover(page)["C3"] == 34
    assert remembered(page.filing.folder).rates == {"USD": 0.5}


def test_a_bad_file_changes_nothing_and_the_reason_stands_beside_the_zone(
    page: IdentifyPage, tmp_path: Path
) -> None:
    (tmp_path / "scan.csv").write_text("%PDF-1.7")
    page.open("files")
    page.filing.coming.bring([tmp_path / "scan.csv"])
    assert "PDF" in text_of(page.filing.problem)
    assert page.filing.coming.beginning


def test_a_customer_hours_and_an_event_are_entered_by_hand(page: IdentifyPage) -> None:
    """They count at once, say who entered them, and can be taken back in their order."""
    act(page.main, "newcomer", value={"name": "Fir & Co", "number": "C1"})
    assert "is a customer already" in told(page)
    act(page.main, "newcomer", value={"name": "Fir & Co"})
    assert page.session.chosen == "Fir & Co"
    assert "entered by hand" in text_of(page.carded.view)
    act(page.main, "hours", value={"on": "2024-03-03", "hours": 4})
    act(page.main, "event", value={"on": "2024-03-03", "kind": "referral"})
    customers = page.session.customers
    row = customers.row("Fir & Co")
    assert customers.numbers("hours")[row] == 4
    act(page.main, "no_newcomer", key="Fir & Co")
    assert "Take these back first" in told(page)
    for key in list(page.session.review.entered):
        act(page.main, "unenter", key=key)
    act(page.main, "no_newcomer", key="Fir & Co")
    assert "Fir & Co" not in page.session.customers


def test_consent_is_recorded_and_no_record_is_no_yes(page: IdentifyPage) -> None:
    """What a file says stands as it says it; what a person says is signed."""
    assert "file: yes" in text_of(page.main)
    act(page.main, "consent", value="no", key="consent|C2")
    profile = page.session.review.profiles["C2"]
    assert (profile.consent, profile.who) == ("no", "this computer")
    assert "Consent is known of 2 of 6" in text_of(page.main)
    act(page.main, "consent", value="perhaps", key="consent|C3")
    act(page.main, "consent", value="yes", key="consent|nobody")
    assert page.session.review.profiles.keys() == {"C2"}


def test_the_opening_questions_are_answered_here(page: IdentifyPage) -> None:
    """Each answer is a revision; keys sort the names only while they are in sight."""
    assert page.questions.view.shortcuts == {}
    page.open("before")
    assert [name.id for name in page.questions.names][:2] == ["C1", "C2"]
    act(page.questions.view, "gut_good")
    act(page.questions.view, "last_review", "never")
    assert page.session.review.opening == Opening(last_review="never", gut={"C1": "good"})
    page.session.undo()
    assert page.session.review.opening.last_review == ""
    assert "1 of 6 · good 1" in text_of(page.questions.view)
    page.open("who")
    assert page.questions.view.shortcuts == {}


def test_hidden_names_and_money_are_nowhere(page: IdentifyPage) -> None:
    """One key for the room; hostile names are words before and after."""
    assert HOSTILE in str(page.session.customers.ids)
    act(page.head, "hide")
    for view in ("who", "twice", "before"):
        page.open(view)
        assert page.questions.view not in page.slot.children
        shown = text_of(page.head) + text_of(page.main) + text_of(page.carded.view)
        assert "Alder" not in shown
        assert "EUR of sales" not in shown


def test_a_client_of_frames_has_no_files(page: IdentifyPage) -> None:
    """The page says so and opens all the same."""
    tables = {name: page.session.engagement.ledger.frame(name) for name in ("sales", "customers")}
    alone = identify(Engagement.from_frames(**tables))
    alone.open("files")
    assert "no files" in text_of(alone.filing.list)
    empty = identify(Engagement.from_frames(customers=tables["customers"].head(0)))
    assert "There are no customers yet." in text_of(empty.head)


def test_the_command_line_and_the_page_add_alike(page: IdentifyPage, tmp_path: Path) -> None:
    """What came by a command stands among the files, with its figures."""
    add(page.filing.folder, [tmp_path / "next.csv"])
    page.session.poll()
    page.open("files")
    assert "next.csv: its columns" in text_of(page.filing.list)
    assert turnover(page)["C3"] == 37
