"""The start page without a browser: from a file to a folder, nothing lost on the way."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from start_page import ROWS, addresses, dropping, opened, set_apart, words, write

from workbench.engagement import Engagement
from workbench.pages.background import Background, Stopped
from workbench.pages.start import StartPage, start
from workbench.pages.start_clients import clients, free_folder
from workbench.session import Session
from workbench.widgets.view import Event

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a clients' folder and a server's folder of its own."""
    set_apart(tmp_path, monkeypatch)


@pytest.fixture
def page() -> Iterator[StartPage]:
    yield from dropping()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses the page goes to."""
    return addresses(monkeypatch)


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
