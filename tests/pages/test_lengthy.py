"""Changes that need millions of lines summed up: aside, with a way to stop, then saved."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from shown import act, text_of

from workbench import summed as module
from workbench.engagement import Engagement
from workbench.pages.matrix import MatrixPage
from workbench.session import Session

DATES = {"as_of": "2024-06-30", "window": "12m"}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MatrixPage:
    """Open a client of whom every line counts as one of millions."""
    monkeypatch.setattr(module, "MANY_LINES", 1)
    page = MatrixPage(Session(Engagement.demo(tmp_path / "demo")))
    assert str(page.session.review.as_of) != DATES["as_of"]
    return page


def test_what_takes_long_is_done_aside_and_then_saved(page: MatrixPage) -> None:
    async def journey() -> None:
        before, saved = page.session.saved.number, asyncio.Event()
        page.session.observe(lambda _: saved.set(), "saved")
        act(page.rest, "dates", DATES)
        assert "Summing up" in text_of(page.frame.notice)
        assert page.session.saved.number == before
        await asyncio.wait_for(saved.wait(), 60)
        assert str(page.session.review.as_of) == DATES["as_of"]
        assert "Summing up" not in text_of(page.frame.notice)

    asyncio.run(journey())


def test_stopping_changes_nothing(page: MatrixPage) -> None:
    async def journey() -> None:
        before = page.session.review
        act(page.rest, "dates", DATES)
        act(page.frame.notice, "stop")
        assert text_of(page.frame.notice) == "i Stopped; nothing was changed. Close"
        for thread in threading.enumerate():
            if thread.name.endswith("(aside)"):  # while somebody hears its end
                await asyncio.to_thread(thread.join, 60)
        assert page.session.review == before

    asyncio.run(journey())


def test_a_second_change_waits_its_turn_and_the_first_is_kept(page: MatrixPage) -> None:
    """Whoever is too quick is told so; nothing decided before is lost."""

    async def journey() -> None:
        saved = asyncio.Event()
        page.session.observe(lambda _: saved.set(), "saved")
        act(page.rest, "dates", DATES)
        act(page.rest, "dates", {"as_of": "2024-03-31", "window": "12m"})
        assert "Wait for it, or stop it." in text_of(page.frame.notice)
        assert "Summing up" in text_of(page.frame.notice)
        await asyncio.wait_for(saved.wait(), 60)
        assert str(page.session.review.as_of) == DATES["as_of"]

    asyncio.run(journey())


def test_what_was_summed_up_once_needs_no_wait(page: MatrixPage) -> None:
    """The sums of a state that was shown before stand in the folder: undo is at once."""
    act(page.rest, "dates", DATES)
    assert str(page.session.review.as_of) == DATES["as_of"]  # without a loop it is done at once

    async def journey() -> None:
        act(page.rest, "dates", {"as_of": "", "window": "12m"})
        assert page.session.review.as_of is None

    asyncio.run(journey())
