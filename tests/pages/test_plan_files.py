"""Files made on the plan page: for the owner alone, nameless if asked, while the page lives."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pandas as pd
import pytest
from plan_page import on_demo, told
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.plan import PlanPage, plan
from workbench.pages.plan_gifts import ENDINGS


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    return on_demo(tmp_path_factory)


def test_every_file_is_given_to_the_owner(
    page: PlanPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each kind by a click, named after client and date; it is the review on the page."""
    given: dict[str, bytes] = {}
    monkeypatch.setattr(page.giving, "_give", given.__setitem__)
    monkeypatch.setenv("WORKBENCH_CHROMIUM", str(tmp_path / "nothing"))
    act(page.main, "accept", key="terms")
    before = sorted(page.session.engagement.folder.rglob("*"))  # type: ignore[union-attr]
    act(page.head, "view", "give")
    assert "143 customers, as of 30 Sep 2026" in text_of(page.head)
    held = text_of(page.foot)
    for part in (
        "1 decision",
        "Turnover × days late and Who adds",
        "Not placed: 29 · set aside: 0",
    ):
        assert part in held
    for ending in (".html", ".xlsx", ".pptx", ".exe", "../x"):
        act(page.main, "give", key=ending)
    assert list(given) == [f"Northgate Services (demo), 2026-09-30{e}" for e in ENDINGS[:3]]
    assert b"Agree on payment terms" in next(iter(given.values()))
    assert "No Chromium was found on this computer" in text_of(page.main)
    act(page.main, "give", key=".pdf")
    assert "Take the HTML and print it" in told(page)
    assert len(given) == 3
    assert sorted(page.session.engagement.folder.rglob("*")) == before  # type: ignore[union-attr]


def test_a_file_without_names(page: PlanPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the file's name nor what it holds says whose review it is; the key stays."""
    given: dict[str, bytes] = {}
    monkeypatch.setattr(page.giving, "_give", given.__setitem__)
    act(page.head, "view", "give")
    act(page.main, "nameless", value=True)
    act(page.main, "give", key=".html")
    ((name, content),) = given.items()
    assert name.startswith("Client-")
    assert b"Northgate" not in content
    assert b"Fjellro" not in content
    assert (page.session.engagement.folder / "anonymise.key").is_file()  # type: ignore[operator]


def test_so_few_customers_can_not_be_made_anonymous() -> None:
    """The reason stands where the files are, which can't be made then."""
    sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9.0]})
    opened = plan(Engagement.from_frames(sales=sales))
    act(opened.head, "view", "give")
    act(opened.main, "nameless", value=True)
    assert "1 customer can't be made anonymous" in text_of(opened.main)
    act(opened.main, "give", key=".html")
    assert "being made already" in told(opened)
    act(opened.main, "nameless", value=False)
    assert "can't be made anonymous" not in text_of(opened.main)


def test_the_page_lives_while_a_file_is_made(
    page: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Progress is shown, nothing else is begun, and what was given up never arrives."""
    go_on, given = threading.Event(), []

    def slowly(_: object, ending: str) -> bytes:
        assert go_on.wait(60)
        return ending.encode()

    monkeypatch.setattr("workbench.sharing.formats.made", slowly)

    async def journey() -> None:
        read, arrived = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(page.giving, "_changed", lambda: (page.paint(), read.set()))
        monkeypatch.setattr(
            page.giving, "_give", lambda _, content: (given.append(content), arrived.set())
        )
        act(page.head, "view", "give")
        assert "Reading the review" in text_of(page.foot)
        await asyncio.wait_for(read.wait(), 60)
        assert "What each holds" in text_of(page.foot)
        act(page.main, "give", key=".html")
        assert "Writing the page" in text_of(page.main)
        act(page.main, "give", key=".xlsx")
        assert "being made already" in told(page)
        act(page.main, "stop")
        assert "Writing the page" not in text_of(page.main)
        act(page.main, "give", key=".pptx")
        go_on.set()
        await asyncio.wait_for(arrived.wait(), 60)
        for thread in threading.enumerate():
            if thread.name.endswith("(aside)"):  # the one given up, while somebody hears its end
                thread.join(60)

    asyncio.run(journey())
    assert given == [b".pptx"]
    assert "Drawing the slides" not in text_of(page.main)
