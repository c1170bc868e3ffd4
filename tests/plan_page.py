"""The plan page on the demo client, and what tests read there without a browser."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from shown import text_of

from workbench.engagement import Engagement
from workbench.pages.plan import PlanPage, plan
from workbench.review.plan import Action


def saved(page: PlanPage) -> dict[str, Action]:
    """Return the plan as it stands in the store."""
    return page.session.engagement.review.plan


def told(page: PlanPage) -> str:
    """Return what the page says beneath its bar."""
    return text_of(page.frame.notice)


@cache
def demo(folder: Path) -> Engagement:
    """Make the demo client once."""
    return Engagement.demo(folder / "demo of the plan page")


def on_demo(folders: pytest.TempPathFactory) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    made = demo(folders.getbasetemp())
    made.store.restore(1, "the test")
    opened = plan(made)
    opened.today = date(2026, 10, 1)
    return opened
