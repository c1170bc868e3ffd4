"""Forgetting a customer: no byte of the folder knows them afterwards, and everybody else stays."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from workbench.cli.ending import main
from workbench.engagement import Engagement, demo_data
from workbench.errors import WorkbenchError
from workbench.forget import forget, whom
from workbench.frozen import Standing, freeze, frozen
from workbench.pages.matrix_changes import aside, corrected, noted
from workbench.pages.plan_changes import entered, profiled
from workbench.review.forgetting import NEUTRAL
from workbench.review.plan import Action
from workbench.review.review import Review
from workbench.review.same import SameAs
from workbench.store import Store

KEY, NAME, OTHER = "C063", "Fjellro Lodge", "C024"
ON = date(2026, 10, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo client with decisions, notes, entries and a frozen review about C063."""
    folder = tmp_path_factory.mktemp("clients") / "demo"
    client = Engagement.demo(folder)
    number = 1

    def save(review: Review, words: str) -> Review:
        nonlocal number
        number = client.store.commit(
            review.to_json(), base=number, who="Ann", words=words
        ).revision.number
        return review

    review = save(
        corrected(client.review, KEY, "turnover", 5.0, reason=f"{NAME} said so", who="Ann"),
        f"Turnover of {NAME} corrected",
    )
    review = save(aside(review, KEY, "closed", "Ann"), f"{NAME} set aside")
    review = save(noted(review, "plan", f"{NAME} ({KEY}) is loud", (KEY, OTHER), "Ann"), "A note")
    review = save(profiled(review, KEY, "wants", "quiet", "Ann"), f"Wants of {NAME}")
    review = save(entered(review, KEY, "Ann", on=date(2026, 9, 1), hours=2.0), "Hours")
    plan = {
        f"rescue {KEY}": Action(kind="customer", about=KEY, action="Part kindly"),
        "visit": Action(
            kind="several", about="The best", members=(KEY, OTHER), action=f"Visit {NAME}"
        ),
    }
    review = save(review.changed(plan=plan), f"Visit {NAME}")
    now = Standing(review, client.facts())
    freeze(folder, now, name=f"With {NAME}", on=ON, who="Ann", when="2026-10-01T10:00")
    client.customers(review)
    client.store.close()
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "own.ipynb").write_text(json.dumps({"out": f"{NAME}, {KEY}"}))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Copy that client, so that each test forgets anew."""
    return Path(shutil.copytree(made, tmp_path / "demo"))


def known_in(folder: Path) -> list[str]:
    """List every file in which the id or the name stands, as bytes or unpacked."""
    words = (KEY.encode(), NAME.encode(), KEY.encode("utf-16-le"), NAME.encode("utf-16-le"))
    found = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        seen = [file.read_bytes()]
        if file.suffix == ".parquet":
            seen.append(pq.read_table(file).to_pandas().to_csv().encode())
        if file.suffix == ".sqlite":
            with Store(file) as store:
                seen += [repr(revision).encode() for revision in store.history()]
        if any(word in data for word in words for data in seen):
            found.append(str(file.relative_to(folder)))
    return found


def test_the_id_and_the_name_stand_in_no_byte_of_the_folder(folder: Path) -> None:
    """Before, they stand in sources, ledger, facts, decisions, a frozen review and a notebook."""
    before = known_in(folder)
    assert {Path(name).parts[0] for name in before} >= {
        "sources",
        "ledger",
        "facts",
        "frozen",
        "decisions.sqlite",
        "notebooks",
    }
    done = forget(folder, KEY)
    assert known_in(folder) == []
    assert done.name == NAME
    assert done.lines["customers"] == 1
    assert done.lines["sales"] > 1
    assert (done.revisions, done.frozen, done.left) == (7, 1, ())


def test_everybody_else_stays_as_they_were(folder: Path) -> None:
    """All other measures, decisions and frozen figures are the same; the history opens."""
    old = Engagement.open(folder)
    before = old.customers(Review())
    old.store.close()
    forget(folder, KEY)
    new = Engagement.open(folder)
    after = new.customers(Review())
    rest = before.frame.drop(index=KEY)
    alone = ["turnover", "profit", "hours", "days_late", "referrals"]
    pd.testing.assert_frame_equal(after.frame[alone], rest[alone])
    review = new.review
    assert [note.customers for note in review.notes.values()] == [(OTHER,)]
    assert list(review.plan) == ["visit"]
    assert review.plan["visit"].members == (OTHER,)
    assert review.plan["visit"].action == "Visit (…)"
    for part in (review.corrections, review.set_aside, review.profiles, review.entered):
        assert not part
    history = new.store.history()
    assert [revision.damaged for revision in history] == [False] * 7
    assert [one.words for one in history] == [
        "Visit (…)",
        *[NEUTRAL] * 2,
        "A note",
        *[NEUTRAL] * 2,
        history[-1].words,
    ]
    kept = frozen(folder)[0]
    assert kept.name == "With (…)"
    assert len(kept.standing.customers) == len(before) - 1
    facts = new.facts()
    assert kept.standing.facts.totals["window_amount"] == pytest.approx(
        facts.totals["window_amount"]
    )


def test_the_other_lines_of_a_source_stay_letter_by_letter(folder: Path) -> None:
    """Only the customer's own lines go from a text file."""
    forget(folder, KEY)
    for file in demo_data().glob("*.csv"):
        if (folder / "sources" / file.name).exists():
            lines = file.read_text(encoding="utf-8").splitlines()
            left = [line for line in lines if KEY not in line]
            now = (folder / "sources" / file.name).read_text(encoding="utf-8").splitlines()
            assert now == left


def test_a_client_that_is_open_is_left_alone(folder: Path) -> None:
    """A page that is open would write what it remembers."""
    before = sorted(str(p) for p in folder.rglob("*") if "sqlite" not in p.name)
    client = Engagement.open(folder)
    with pytest.raises(WorkbenchError, match="open in another"):
        forget(folder, KEY)
    assert client.review.notes
    client.store.close()
    assert sorted(str(p) for p in folder.rglob("*") if "sqlite" not in p.name) == before
    assert [p.name for p in folder.parent.iterdir()] == ["demo"]
    assert forget(folder, KEY).revisions == 7


def test_a_disk_that_refuses_leaves_the_folder_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done, or it isn't: never half."""
    before = known_in(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.forget.erase_in_file", full)
    with pytest.raises(WorkbenchError, match="it is as it was"):
        forget(folder, KEY)
    assert known_in(folder) == before
    assert [p.name for p in folder.parent.iterdir()] == ["demo"]


def test_a_machine_that_stopped_between_two_names_is_mended(folder: Path) -> None:
    """The old folder stands under another name: it is put back, then forgotten from."""
    folder.rename(folder.with_name(".demo-before-forgetting"))
    forget(folder, KEY)
    assert known_in(folder) == []


def test_an_unknown_customer_is_refused(folder: Path) -> None:
    """Nothing is written."""
    with pytest.raises(WorkbenchError, match="no customer with the id"):
        whom(folder, "C999")


def test_the_command_asks_for_yes_and_names_what_it_cannot_reach(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --yes it only says whom it would forget."""
    assert main(["forget", str(folder), "--customer", KEY]) == 2
    assert f"{NAME} would be forgotten" in " ".join(capsys.readouterr().err.split())
    assert known_in(folder)
    (folder / "given.pptx").write_bytes(b"PK\x03\x04" + zlib.compress(NAME.encode()))
    assert main(["forget", str(folder), "--customer", KEY, "--yes"]) == 0
    said = capsys.readouterr().out
    assert f"Forgotten: {NAME}." in said
    assert "Not rewritten, look yourself: given.pptx." in said
    assert "backups of this folder" in said


def test_whoever_was_said_to_be_the_same_is_forgotten_with_them(folder: Path) -> None:
    """One customer under two ids is one customer, whichever of them is named."""
    with Store(folder / "decisions.sqlite") as store:
        head = store.head().revision
        same = {OTHER: SameAs(customer=KEY, who="Ann").model_dump()}
        state = {**head.state, "same_as": same}
        store.commit(state, base=head.number, who="Ann", words="The same")
    done = forget(folder, OTHER)
    assert done.lines["customers"] == 2
    assert done.name.startswith(NAME)
    assert known_in(folder) == []
    left = Engagement.open(folder)
    assert not {KEY, OTHER} & set(left.customers(left.review).ids)
    left.store.close()


def test_a_source_nothing_is_known_of_any_more_is_guessed_anew(tmp_path: Path) -> None:
    """An id of digits alone is taken out by its column, not by looking for the number."""
    place = tmp_path / "sales.csv"
    place.write_text("customer_id,date,amount\n77,2026-01-05,10\n78,2026-01-06,77\n")
    client, _ = Engagement.create(tmp_path / "client", [place])
    client.store.close()
    (tmp_path / "client" / "report.json").unlink()
    forget(tmp_path / "client", "77")
    left = (tmp_path / "client" / "sources" / "sales.csv").read_text()
    assert left == "customer_id,date,amount\n78,2026-01-06,77\n"


def test_a_packed_source_is_kept_as_its_tables(tmp_path: Path) -> None:
    """What can't be rewritten in place is written beside, without the customer, and goes."""
    place = tmp_path / "sales.csv.gz"
    lines = "customer_id,date,amount\nK1-a,2026-01-05,10\nK2-b,2026-01-06,20\n"
    place.write_bytes(gzip.compress(lines.encode()))
    client, _ = Engagement.create(tmp_path / "client", [place])
    client.store.close()
    forget(tmp_path / "client", "K1-a")
    (left,) = (tmp_path / "client" / "sources").iterdir()
    assert left.suffix == ".csv"
    assert left.read_text() == "customer_id,date,amount\nK2-b,2026-01-06,20\n"


def test_excel_and_parquet_are_rewritten_too(tmp_path: Path) -> None:
    """Their rows and words go; numbers stay numbers, and what looks like a formula stays text."""
    place = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(place), {"strings_to_formulas": False})
    page = book.add_worksheet("Sales")
    rows = [
        ("customer_id", "date", "amount", "product"),
        ("K1-a", "2026-01-05", 10.5, "=1+1"),
        ("K2-b", "2026-01-06", 20.5, "=For K1-a"),
        ("K3-c", "2026-01-07", 30.5, "Plain"),
    ]
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    book.close()
    events = tmp_path / "events.parquet"
    pd.DataFrame(
        {
            "customer_id": ["K1-a", "K2-b"],
            "date": ["2026-01-05", "2026-01-06"],
            "kind": ["referral", "referral"],
            "evidence": ["own", "by K1-a"],
        }
    ).to_parquet(events)
    client, _ = Engagement.create(tmp_path / "client", [place, events])
    client.store.close()
    forget(tmp_path / "client", "K1-a")
    again = openpyxl.load_workbook(tmp_path / "client" / "sources" / "book.xlsx")["Sales"]
    assert [[cell.value for cell in row] for row in again.iter_rows(min_row=2)] == [
        ["K2-b", "2026-01-06", 20.5, "=For (…)"],
        ["K3-c", "2026-01-07", 30.5, "Plain"],
    ]
    assert again["D2"].data_type == "s"
    left = pd.read_parquet(tmp_path / "client" / "sources" / "events.parquet")
    assert left["evidence"].tolist() == ["by (…)"]
    opened = Engagement.open(tmp_path / "client")
    assert opened.customers(opened.review).ids.tolist() == ["K2-b", "K3-c"]
